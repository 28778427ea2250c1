/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"

G_BEGIN_DECLS

/* Where issuers said that their key sets are, kept as the sets themselves are: for as long as the issuer says within
 * 30 s–24 h, else 10 min; refreshed at most once in 30 s after the last attempt.  While the issuer does not answer (not
 * where its certificate is wrong, nor where it says something else) the last address serves for as long as a set of that
 * age could: how old the set is, and whether it may serve, is for SignetJwksCache to judge. */
#define SIGNET_TYPE_ISSUER_CACHE (signet_issuer_cache_get_type ())
G_DECLARE_FINAL_TYPE (SignetIssuerCache, signet_issuer_cache, SIGNET, ISSUER_CACHE, GObject)

SignetIssuerCache *signet_issuer_cache_new        (SignetJwksFetcher *fetcher, SignetClock clock, gpointer clock_data);
/* from now on what is found is also in that folder, for the next run.  Cannot it be read or written, all goes on without */
void               signet_issuer_cache_keep_in    (SignetIssuerCache *self, const char *folder);
/* issuer: foreign text.  errors: those of signet_discovery_find_async() */
void               signet_issuer_cache_get_async  (SignetIssuerCache *self, const char *issuer, SignetJwksGetFlags flags,
                                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                                   gpointer user_data);
/* (transfer full) (nullable): the URL of its key set */
char              *signet_issuer_cache_get_finish (SignetIssuerCache *self, GAsyncResult *result, GError **error);
/* (transfer none) (nullable): what is known without asking anybody */
const char        *signet_issuer_cache_peek       (SignetIssuerCache *self, const char *issuer, SignetJwksGetFlags flags);

G_END_DECLS
