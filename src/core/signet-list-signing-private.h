/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history.h"
#include "signet-list-signing.h"
#include "signet-signing-keys.h"

G_BEGIN_DECLS

SignetListSigning *signet_list_signing_new (SignetSigningKeys *keys, SignetHistory *history);

G_END_DECLS
