/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-uploader.h"

G_BEGIN_DECLS

/* the file in a folder */
#define SIGNET_ELSEWHERE_FILE "jwks.json"

/* Writes the set to a folder, whole and durably, in a worker; leaves a file that is already the same. */
void     signet_elsewhere_write_async   (const char *folder, GBytes *set, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
/* written: (out): whether it was not the same already.  errors: G_FILE_ERROR, G_IO_ERROR */
gboolean signet_elsewhere_write_finish  (GAsyncResult *result, gboolean *written, GError **error);
/* Puts the set at a web address, with what the keyring keeps for it.  user: "" for a bearer token */
void     signet_elsewhere_upload_async  (SignetJwksUploader *uploader, const char *url, const char *user, GBytes *set,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* errors: SIGNET_UPLOAD_ERROR, SIGNET_KEYS_ERROR, G_IO_ERROR_CANCELLED */
gboolean signet_elsewhere_upload_finish (GAsyncResult *result, GError **error);

/* (transfer full): why it could not be done, translated, as a part of a sentence: "no connection" */
char    *signet_elsewhere_dup_reason    (const GError *error);

G_END_DECLS
