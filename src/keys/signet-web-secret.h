/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The password or token for a web address that the key set is put to, in the keyring. */
void       signet_web_secret_look_up_async  (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                                             gpointer user_data);
/* (transfer full) (nullable): NULL without an error: there is none.  errors: SIGNET_KEYS_ERROR, G_IO_ERROR_CANCELLED */
JotSecret *signet_web_secret_look_up_finish (GAsyncResult *result, GError **error);
/* secret: (nullable): forgets it */
void       signet_web_secret_keep_async     (const char *url, JotSecret *secret, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
/* errors: as above */
gboolean   signet_web_secret_keep_finish    (GAsyncResult *result, GError **error);

G_END_DECLS
