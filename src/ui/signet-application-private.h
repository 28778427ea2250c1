/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-application.h"

G_BEGIN_DECLS

void _signet_application_add_actions (SignetApplication *self);

G_END_DECLS
