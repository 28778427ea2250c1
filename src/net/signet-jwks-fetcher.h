/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_JWKS_ORIGIN_FILE,
  SIGNET_JWKS_ORIGIN_LOOPBACK,   /* http, by the connected peer's address */
  SIGNET_JWKS_ORIGIN_LAN_HTTP,
  SIGNET_JWKS_ORIGIN_HTTPS,
} SignetJwksOrigin;

/* One answer, immutable, refcounted. */
typedef struct _SignetJwksAnswer SignetJwksAnswer;

#define SIGNET_TYPE_JWKS_ANSWER (signet_jwks_answer_get_type ())
GType             signet_jwks_answer_get_type       (void);
SignetJwksAnswer *signet_jwks_answer_ref            (SignetJwksAnswer *self);
void              signet_jwks_answer_unref          (SignetJwksAnswer *self);
GBytes           *signet_jwks_answer_get_body       (SignetJwksAnswer *self);  /* (nullable): NULL on 304 */
SignetJwksOrigin  signet_jwks_answer_get_origin     (SignetJwksAnswer *self);
const char       *signet_jwks_answer_get_etag       (SignetJwksAnswer *self);  /* (nullable) */
gint64            signet_jwks_answer_get_max_age    (SignetJwksAnswer *self);  /* seconds as the server says, -1: it says nothing */

/* One bounded GET of a key set: connect 3 s, whole 5 s, 256 KiB decoded while reading,
 * no redirects, cookies or credentials, status 200 or 304; https, or http to loopback, or
 * (allow_http) to a LAN address, judged on the connected peer. */
#define SIGNET_TYPE_JWKS_FETCHER (signet_jwks_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (SignetJwksFetcher, signet_jwks_fetcher, SIGNET, JWKS_FETCHER, GObject)

SignetJwksFetcher *signet_jwks_fetcher_new          (void);
/* neither https nor http from addresses of the local network, and no proxy, from now on */
void               signet_jwks_fetcher_refuse_lan   (SignetJwksFetcher *self);
/* url: foreign text. etag: (nullable).  errors: JOT_ERROR_KEY_SET_UNAVAILABLE or KEY_SET_INVALID (too large) with its
 * JotReason and the host in found; G_IO_ERROR_CANCELLED */
void               signet_jwks_fetcher_fetch_async  (SignetJwksFetcher *self, const char *url, const char *etag, gboolean allow_http,
                                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
SignetJwksAnswer  *signet_jwks_fetcher_fetch_finish (SignetJwksFetcher *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetJwksAnswer, signet_jwks_answer_unref)

G_END_DECLS
