/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-application.h"

G_BEGIN_DECLS

/* for tests: other services, for the windows that are opened from now on */
void _signet_application_set_context (SignetApplication *self, SignetContext *context);
void _signet_application_add_actions (SignetApplication *self);
/* while it publishes on without a window */
void     _signet_application_end_hold (SignetApplication *self);
gboolean _signet_application_is_held  (SignetApplication *self);
/* by SIGTERM or SIGINT */
gboolean _signet_application_is_terminated (SignetApplication *self);

G_END_DECLS
