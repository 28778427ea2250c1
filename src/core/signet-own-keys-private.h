/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history.h"
#include "signet-own-keys.h"
#include "signet-signing-keys.h"

G_BEGIN_DECLS

SignetOwnKeys     *signet_own_keys_new       (SignetSigningKeys *keys, SignetHistory *history);
SignetOwnKey      *signet_own_key_new        (SignetKeyInfo *info);
/* (transfer none) */
SignetSigningKeys *_signet_own_keys_get_keys (SignetOwnKeys *self);

G_END_DECLS
