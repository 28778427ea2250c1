/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads a file that somebody says holds a token, up to 1 MiB of it. */
void  signet_token_file_read_async  (GFile *file, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full): UTF-8; what is not is replaced, so that the verifier can say what is wrong */
char *signet_token_file_read_finish (GAsyncResult *result, GError **error);
/* Writes the token and a line break; a file that is there is replaced as a whole. */
void     signet_token_file_write_async  (GFile *file, const char *token, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean signet_token_file_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
