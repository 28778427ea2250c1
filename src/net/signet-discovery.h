/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-fetcher.h"

G_BEGIN_DECLS

/* Where an issuer says that its key set is: OpenID Connect Discovery 1.0 §4 first, and where there is nothing of that
 * kind RFC 8414 §3.  What is fetched follows the rules of the fetcher. */

/* whether text can be the address of an issuer: http or https, a host, neither query, fragment nor credentials */
gboolean  signet_discovery_is_issuer  (const char *text);
/* (transfer full): the address of its description; oauth: that of RFC 8414 */
char     *signet_discovery_build_url  (const char *issuer, gboolean oauth);
/* (transfer full) (nullable): "jwks_uri" of a description of exactly that issuer.  errors: JOT_ERROR_KEY_SET_INVALID with
 * JOT_REASON_DISCOVERY or JOT_REASON_DISCOVERY_ISSUER */
char     *signet_discovery_parse      (GBytes *body, const char *issuer, GError **error);
/* What an issuer says. */
typedef struct
{
  char             *url;      /* of its key set */
  SignetJwksOrigin  origin;   /* of the description */
  gint64            max_age;  /* of the description, seconds; -1: it says nothing */
} SignetDiscovered;

void      signet_discovered_clear      (SignetDiscovered *discovered);
/* issuer: foreign text.  errors: those of parse() and of signet_jwks_fetcher_fetch_async(); BAD_URL */
void      signet_discovery_find_async  (SignetJwksFetcher *fetcher, const char *issuer, gboolean allow_http,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* discovered: (out caller-allocates): zeroed */
gboolean  signet_discovery_find_finish (SignetJwksFetcher *fetcher, GAsyncResult *result, SignetDiscovered *discovered,
                                        GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignetDiscovered, signet_discovered_clear)

G_END_DECLS
