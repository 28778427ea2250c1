/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jwks.h"
#include "signet-jwks-fetcher.h"

G_BEGIN_DECLS

/* A parsed key set and where it came from: immutable, refcounted. */
typedef struct _SignetKeySet SignetKeySet;

#define SIGNET_TYPE_KEY_SET (signet_key_set_get_type ())
GType             signet_key_set_get_type       (void);
SignetKeySet     *signet_key_set_new            (JotJwks *jwks, const char *source, SignetJwksOrigin origin,
                                                 gint64 fetched, gint64 good_until, gboolean stale);
SignetKeySet     *signet_key_set_ref            (SignetKeySet *self);
void              signet_key_set_unref          (SignetKeySet *self);
JotJwks          *signet_key_set_get_jwks       (SignetKeySet *self);
/* the URL or file name as it was asked for */
const char       *signet_key_set_get_source     (SignetKeySet *self);
/* (nullable): host of the URL, NULL for a file */
const char       *signet_key_set_get_host       (SignetKeySet *self);
SignetJwksOrigin  signet_key_set_get_origin     (SignetKeySet *self);
gint64            signet_key_set_get_fetched    (SignetKeySet *self);   /* seconds since 1970 */
gint64            signet_key_set_get_good_until (SignetKeySet *self);
/* an outage: the last good set serves although it is past good_until */
gboolean          signet_key_set_is_stale       (SignetKeySet *self);

typedef enum
{
  SIGNET_JWKS_GET_DEFAULT    = 0,
  SIGNET_JWKS_GET_REFRESH    = 1 << 0,  /* pass the cache (at most once in 30 s since the last attempt) */
  SIGNET_JWKS_GET_ALLOW_HTTP = 1 << 1,  /* from a LAN address over http */
} SignetJwksGetFlags;

/* What a server may make of the time for which its set is fresh, and how long the set serves after that while the server
 * does not answer; seconds */
#define SIGNET_JWKS_MIN_AGE 30
#define SIGNET_JWKS_MAX_AGE 86400
#define SIGNET_JWKS_DEFAULT_AGE 600
#define SIGNET_JWKS_OUTAGE_AGE 3600
/* how long after an attempt nobody is asked again */
#define SIGNET_JWKS_COOLDOWN 30

/* Fetches key sets and keeps them while they are fresh: max-age within 30 s–24 h, else
 * 10 min; one fetch in flight per URL; an unknown kid refetches at most once per 30 s
 * counted from the last attempt. */
#define SIGNET_TYPE_JWKS_CACHE (signet_jwks_cache_get_type ())
G_DECLARE_FINAL_TYPE (SignetJwksCache, signet_jwks_cache, SIGNET, JWKS_CACHE, GObject)

/* seconds since 1970; injected for tests */
typedef gint64 (*SignetClock) (gpointer user_data);

SignetJwksCache *signet_jwks_cache_new        (SignetJwksFetcher *fetcher, SignetClock clock, gpointer clock_data);
/* from now on sets are also in that folder, for the next run and for other programs: what they fetch serves here, and for
 * 30 s after one of them asked nobody else does.  Where nothing could be had there is nothing to keep, and the next one
 * asks.  Cannot it be read or written, all goes on without */
void             signet_jwks_cache_keep_in    (SignetJwksCache *self, const char *folder);
/* source: an http(s) URL, a file: URL or a file name. kid: (nullable): the one that is needed.
 * errors: JOT_ERROR_KEY_SET_UNAVAILABLE, KEY_SET_INVALID, G_IO_ERROR_CANCELLED */
void             signet_jwks_cache_get_async  (SignetJwksCache *self, const char *source, const char *kid, SignetJwksGetFlags flags,
                                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
SignetKeySet    *signet_jwks_cache_get_finish (SignetJwksCache *self, GAsyncResult *result, GError **error);
/* when that URL was last asked, here or by another program, as far as get_async() had to look; seconds since 1970,
 * G_MININT64: never */
gint64           signet_jwks_cache_get_last_attempt (SignetJwksCache *self, const char *source);
/* (transfer none): what fetches, for what is asked besides */
SignetJwksFetcher *signet_jwks_cache_get_fetcher (SignetJwksCache *self);
/* (transfer full) (nullable): a fresh set at hand, at once, no fetch: the window answers in the same frame */
SignetKeySet    *signet_jwks_cache_peek       (SignetJwksCache *self, const char *source, const char *kid,
                                               SignetJwksGetFlags flags);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetKeySet, signet_key_set_unref)

G_END_DECLS
