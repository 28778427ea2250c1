/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The token with which programs of this computer have things signed over HTTP, for the window.  Makes one where there
 * is none, or (renew) a new one in place of it. */
void       signet_program_token_get_async  (gboolean renew, GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
/* (transfer full) (nullable).  errors: SIGNET_KEYS_ERROR, JOT_ERROR_CRYPTO, G_IO_ERROR_CANCELLED */
JotSecret *signet_program_token_get_finish (GAsyncResult *result, GError **error);

G_END_DECLS
