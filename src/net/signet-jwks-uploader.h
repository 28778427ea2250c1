/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SIGNET_UPLOAD_ERROR (signet_upload_error_quark ())
GQuark signet_upload_error_quark (void);

typedef enum
{
  SIGNET_UPLOAD_ERROR_BAD_URL = 1,      /* no http or https address, or one with a password in it */
  SIGNET_UPLOAD_ERROR_HTTP_NOT_ALLOWED, /* plain http to beyond the local network */
  SIGNET_UPLOAD_ERROR_CONNECTION,
  SIGNET_UPLOAD_ERROR_TIMEOUT,
  SIGNET_UPLOAD_ERROR_CERTIFICATE,
  SIGNET_UPLOAD_ERROR_REDIRECT,
  SIGNET_UPLOAD_ERROR_UNAUTHORIZED,     /* 401, 407 */
  SIGNET_UPLOAD_ERROR_FORBIDDEN,        /* 403 */
  SIGNET_UPLOAD_ERROR_NOT_FOUND,        /* 404, 409: the folder is not there */
  SIGNET_UPLOAD_ERROR_NOT_ALLOWED,      /* 405, 501: the server takes no PUT there */
  SIGNET_UPLOAD_ERROR_FULL,             /* 413, 507 */
  SIGNET_UPLOAD_ERROR_STATUS,           /* any other; the message is its number */
} SignetUploadError;

/* Puts a key set at a URL: one bounded PUT, connect 5 s, whole 30 s, without redirects and cookies; https, or
 * http to an address of this computer or of the local network, judged on the connected peer before anything
 * is sent to it. */
#define SIGNET_TYPE_JWKS_UPLOADER (signet_jwks_uploader_get_type ())
G_DECLARE_FINAL_TYPE (SignetJwksUploader, signet_jwks_uploader, SIGNET, JWKS_UPLOADER, GObject)

SignetJwksUploader *signet_jwks_uploader_new        (void);
/* url: what the user typed.  user: "" with a secret: that is a bearer token.  secret: (nullable): no credentials.
 * errors: SIGNET_UPLOAD_ERROR, G_IO_ERROR_CANCELLED */
void                signet_jwks_uploader_put_async  (SignetJwksUploader *self, const char *url, GBytes *set,
                                                     const char *user, JotSecret *secret, GCancellable *cancellable,
                                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_jwks_uploader_put_finish (SignetJwksUploader *self, GAsyncResult *result, GError **error);
/* whether an address can be put to at all, as far as it can be seen.  errors: BAD_URL, HTTP_NOT_ALLOWED */
gboolean            signet_jwks_uploader_check_url  (const char *url, GError **error);

G_END_DECLS
