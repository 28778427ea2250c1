/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-verifier-private.h"

#include "signet-discovery.h"
#include "signet-issuer-cache.h"
#include "signet-signer-check.h"
#include "signet-signing-keys.h"
#include "signet-report-private.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SignetVerifier
{
  GObject parent_instance;

  /* Owned */
  SignetJwksCache  *cache;
  SignetPublicKeys *own_keys;     /* nullable */
  GBytes           *own_bytes;    /* nullable: what own_set was read from */
  JotJwks          *own_set;      /* nullable */
  SignetIssuerCache *issuers;
  SignetHistory    *history;      /* nullable */
  SignetTrustBook  *trust_book;   /* nullable */
};

G_DEFINE_FINAL_TYPE (SignetVerifier, signet_verifier, G_TYPE_OBJECT)

/* A request with strings of its own, for the time of a fetch. */
typedef struct
{
  SignetCheckRequest request;
  char              *token;
  char              *source;
  char              *discover;
  char              *kid;       /* the key that is needed */
  char              *issuer;
  char              *audience;
  char              *type;
  GError            *key_error;
} OwnedRequest;

static OwnedRequest *
owned_request_new (const SignetCheckRequest *request)
{
  OwnedRequest *owned = g_new0 (OwnedRequest, 1);

  owned->request = *request;
  owned->request.token = owned->token = g_strdup (request->token);
  owned->request.source = owned->source = g_strdup (request->source);
  owned->request.discover = owned->discover = g_strdup (request->discover);
  owned->request.policy.issuer = owned->issuer = g_strdup (request->policy.issuer);
  owned->request.policy.audience = owned->audience = g_strdup (request->policy.audience);
  owned->request.policy.type = owned->type = g_strdup (request->policy.type);
  if (request->key_error != NULL)
    owned->request.key_error = owned->key_error = g_error_copy (request->key_error);
  if (request->key != NULL)
    jot_jwk_ref (request->key);
  if (request->signer != NULL)
    signet_signer_ref (request->signer);

  return owned;
}

static void
owned_request_free (gpointer data)
{
  OwnedRequest *owned = data;

  g_free (owned->token);
  g_free (owned->source);
  g_free (owned->discover);
  g_free (owned->kid);
  g_free (owned->issuer);
  g_free (owned->audience);
  g_free (owned->type);
  g_clear_error (&owned->key_error);
  g_clear_pointer (&owned->request.key, jot_jwk_unref);
  g_clear_pointer (&owned->request.signer, signet_signer_unref);
  g_free (owned);
}

static void
signet_verifier_finalize (GObject *object)
{
  SignetVerifier *self = SIGNET_VERIFIER (object);

  g_clear_object (&self->cache);
  g_clear_pointer (&self->own_keys, signet_public_keys_free);
  g_clear_pointer (&self->own_bytes, g_bytes_unref);
  g_clear_pointer (&self->own_set, jot_jwks_unref);
  g_clear_object (&self->issuers);
  g_clear_object (&self->history);
  g_clear_object (&self->trust_book);

  G_OBJECT_CLASS (signet_verifier_parent_class)->finalize (object);
}

static void
signet_verifier_class_init (SignetVerifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = signet_verifier_finalize;
}

static void
signet_verifier_init (SignetVerifier *self)
{
}

/* (transfer none) (nullable): the keys that we publish, as they are now */
static JotJwks *
get_own_set (SignetVerifier *self,
             gint64          now)
{
  g_autoptr (GBytes) bytes = self->own_keys != NULL ? signet_public_keys_read (self->own_keys, now, NULL) : NULL;

  if (bytes == NULL)
    return NULL;

  if (bytes != self->own_bytes)
    {
      g_clear_pointer (&self->own_bytes, g_bytes_unref);
      g_clear_pointer (&self->own_set, jot_jwks_unref);
      self->own_bytes = g_bytes_ref (bytes);
      self->own_set = jot_jwks_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL);
    }

  return self->own_set;
}

/**
 * signet_verifier_dup_revoked:
 * @self: a verifier
 *
 * Returns: (transfer full) (nullable) (element-type utf8 JotJwk): those of our own keys that were revoked, by
 *   thumbprint; %NULL where there is none
 */
GHashTable *
signet_verifier_dup_revoked (SignetVerifier *self)
{
  g_return_val_if_fail (SIGNET_IS_VERIFIER (self), NULL);

  if (self->own_keys == NULL)
    return NULL;

  g_bytes_unref (signet_public_keys_read (self->own_keys, signet_verifier_get_now (), NULL));
  return signet_public_keys_dup_revoked (self->own_keys);
}

/* (transfer full) (nullable): what was signed here and is checked with the keys that we have still may have been signed
 * with one that was revoked. */
static GError *
find_revoked (const SignetCheckRequest *request,
              GHashTable               *revoked,
              gint64                    now)
{
  GHashTableIter iter;
  gpointer key;

  if (revoked == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, revoked);
  while (g_hash_table_iter_next (&iter, NULL, &key))
    {
      g_autoptr (JotVerdict) verdict = jot_verify (request->token, (gssize) strlen (request->token), NULL, key,
                                                   &request->policy, now);
      GError *error = signet_revoked_check_verdict (revoked, verdict);

      if (error != NULL)
        return error;
    }

  return NULL;
}

/* Judged without any key: what was proved by one that is revoked is not. */
static JotVerdict *
judge_without_keys (const SignetCheckRequest *request,
                    const JotPolicy          *policy,
                    gint64                    now)
{
  g_autoptr (JotJwks) none = jot_jwks_parse ("{\"keys\":[]}", -1, NULL);

  return jot_verify (request->token, (gssize) strlen (request->token), none, NULL, policy, now);
}

/* Whether the key is one that we publish: by thumbprint, never by kid. */
static gboolean
is_own_key (SignetVerifier *self,
            JotJwk         *key,
            gint64          now)
{
  JotJwks *own_set = key != NULL ? get_own_set (self, now) : NULL;

  for (guint i = 0; own_set != NULL && i < jot_jwks_get_size (own_set); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (own_set, i);

      if (entry->key != NULL && g_str_equal (jot_jwk_get_thumbprint (entry->key), jot_jwk_get_thumbprint (key)))
        return TRUE;
    }

  return FALSE;
}

/**
 * signet_verifier_find_own:
 * @self: a verifier
 * @jwks: a key set
 * @n_others: (out): how many keys of others @jwks offers
 *
 * Returns: (transfer full) (element-type utf8): the thumbprints of those that are our own, as a set
 */
GHashTable *
signet_verifier_find_own (SignetVerifier *self,
                          JotJwks        *jwks,
                          guint          *n_others)
{
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 now = signet_verifier_get_now ();

  g_return_val_if_fail (SIGNET_IS_VERIFIER (self), NULL);
  g_return_val_if_fail (jwks != NULL && n_others != NULL, NULL);

  *n_others = 0;
  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);

      if (entry->key != NULL && is_own_key (self, entry->key, now))
        g_hash_table_add (own, g_strdup (jot_jwk_get_thumbprint (entry->key)));
      else if (entry->key != NULL)
        *n_others += 1;
    }

  return g_steal_pointer (&own);
}

static gint64
get_time (const SignetCheckRequest *request)
{
  return request->at != G_MININT64 ? request->at : signet_verifier_get_now ();
}

static SignetJwksGetFlags
get_flags (const SignetCheckRequest *request)
{
  return (request->refresh ? SIGNET_JWKS_GET_REFRESH : 0) | (request->allow_http ? SIGNET_JWKS_GET_ALLOW_HTTP : 0);
}

static const char *
get_source (const SignetCheckRequest *request)
{
  if (request->own)
    return NULL;

  return request->signer != NULL ? signet_signer_get_url (request->signer) : request->source;
}

static gboolean
is_pinned (const SignetSigner *signer,
           const JotJwk       *jwk)
{
  const SignetSignerKey *key = jwk != NULL ? signet_signer_find_key (signer, jwk) : NULL;

  return key != NULL && key->pinned;
}

static SignetReport *
judge (SignetVerifier           *self,
       const SignetCheckRequest *request,
       SignetKeySet             *fetched,
       const GError             *failure)
{
  gint64 now = get_time (request);
  JotPolicy policy = request->policy;
  g_autoptr (JotVerdict) verdict = NULL;
  g_autoptr (SignetSigner) signer = request->signer != NULL && !request->own ? signet_signer_ref (request->signer) : NULL;
  g_autoptr (SignetKeySet) set = fetched != NULL ? signet_key_set_ref (fetched) : NULL;
  g_autoptr (GPtrArray) signers = self->trust_book != NULL ? signet_trust_book_dup_signers (self->trust_book) : NULL;
  g_autoptr (GHashTable) revoked = signet_verifier_dup_revoked (self);
  g_autoptr (GError) distrust = NULL;
  const char *source = get_source (request);
  gboolean offline = FALSE;
  gboolean announced;

  if (request->own)
    {
      gint64 wall = signet_verifier_get_now ();
      JotJwks *own_set = get_own_set (self, wall);

      if (own_set != NULL)
        /* Translators: where the key set came from */
        set = signet_key_set_new (own_set, _("Your own keys"), SIGNET_JWKS_ORIGIN_FILE, wall, wall, FALSE);
    }

  policy.kid_optional = request->key != NULL || request->key_error != NULL;
  verdict = jot_verify (request->token, (gssize) strlen (request->token),
                        set != NULL ? signet_key_set_get_jwks (set) : NULL,
                        set == NULL ? request->key : NULL,
                        &policy, now);

  /* a key card, or the signer's computer is off */
  if (signer != NULL && set == NULL && g_error_matches (jot_verdict_get_error (verdict), JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE))
    {
      JotJws *jws = jot_verdict_get_jws (verdict);

      set = signet_signer_get_known_keys (signer, jws != NULL ? jot_jws_get_kid (jws) : NULL, failure);
      offline = set != NULL && failure != NULL;
      if (set != NULL)
        {
          g_clear_pointer (&verdict, jot_verdict_unref);
          verdict = jot_verify (request->token, (gssize) strlen (request->token), signet_key_set_get_jwks (set), NULL,
                                &policy, now);
        }
    }
  else if (signer != NULL && fetched != NULL && !signet_key_set_is_stale (fetched))
    {
      signet_signer_unref (signer);
      signer = signet_signer_take_set (request->signer, signet_key_set_get_jwks (fetched), signet_key_set_get_fetched (fetched));
    }
  if (request->own && g_error_matches (jot_verdict_get_error (verdict), JOT_ERROR, JOT_ERROR_KEY_NOT_FOUND))
    distrust = find_revoked (request, revoked, now);
  else if (set != NULL)
    distrust = signet_revoked_check_verdict (revoked, verdict);
  if (distrust != NULL)
    {
      g_clear_pointer (&verdict, jot_verdict_unref);
      verdict = judge_without_keys (request, &policy, now);
    }
  else
    {
      distrust = signet_signer_check_verdict (signer, verdict);
    }

  announced = signer != NULL && distrust == NULL && jot_verdict_is_proved (verdict) &&
              !is_pinned (request->signer, jot_verdict_get_key (verdict));

  return signet_report_new (&(SignetReportFacts) {
    .verdict = verdict,
    .set = set,
    .failure = distrust != NULL ? distrust : failure != NULL ? failure : request->key_error,
    .signer = signer,
    .issuer = request->discover,
    .offline = offline,
    .announced = announced,
    .own = is_own_key (self, jot_verdict_get_key (verdict), signet_verifier_get_now ()),
    .attempted = source != NULL ? signet_jwks_cache_get_last_attempt (self->cache, source) : G_MININT64,
    .demanded = request->own || request->source != NULL || request->discover != NULL || request->key != NULL ||
                request->key_error != NULL || signer != NULL,
    .history = self->history,
    .signers = signers,
    .own_keys = get_own_set (self, signet_verifier_get_now ()),
  });
}

/* Whether the token gets so far that a key set must be had; kid: (transfer full) (nullable): the key that is needed. */
static gboolean
needs_set (const SignetCheckRequest  *request,
           char                     **kid)
{
  g_autoptr (JotVerdict) verdict = NULL;
  JotPolicy policy = request->policy;
  JotJws *jws;

  if ((get_source (request) == NULL && request->discover == NULL) || request->key_error != NULL)
    return FALSE;

  policy.kid_optional = request->key != NULL;
  verdict = jot_verify (request->token, (gssize) strlen (request->token), NULL, request->key, &policy, get_time (request));
  if (!g_error_matches (jot_verdict_get_error (verdict), JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE))
    return FALSE;

  jws = jot_verdict_get_jws (verdict);
  *kid = jws != NULL ? g_strdup (jot_jws_get_kid (jws)) : NULL;

  return TRUE;
}

static gint64
get_wall_time (gpointer user_data)
{
  return signet_verifier_get_now ();
}

SignetVerifier *
signet_verifier_new (SignetJwksCache *cache,
                     const char      *keys_path)
{
  SignetVerifier *self = g_object_new (SIGNET_TYPE_VERIFIER, NULL);

  self->cache = g_object_ref (cache);
  self->issuers = signet_issuer_cache_new (signet_jwks_cache_get_fetcher (cache), get_wall_time, NULL);
  self->own_keys = keys_path != NULL ? signet_public_keys_new (keys_path) : NULL;

  return self;
}

void
signet_verifier_keep_issuers_in (SignetVerifier *self,
                                 const char     *folder)
{
  signet_issuer_cache_keep_in (self->issuers, folder);
}

/**
 * signet_verifier_compare_with:
 * @self: a verifier
 * @history: (nullable): what was signed and checked
 * @book: (nullable): whom the user knows
 *
 * From now on reports say what was changed, and who made a signature that does not fit, as far as both tell
 * when a token is checked: whoever gives them has them loaded.
 */
void
signet_verifier_compare_with (SignetVerifier  *self,
                              SignetHistory   *history,
                              SignetTrustBook *book)
{
  g_return_if_fail (SIGNET_IS_VERIFIER (self));

  g_set_object (&self->history, history);
  g_set_object (&self->trust_book, book);
}

/**
 * signet_verifier_get_now:
 *
 * Returns: the wall clock, in seconds since 1970; the core below takes time as an argument
 */
gint64
signet_verifier_get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* The one error that is no matter for the report: nobody waits for it. */
static gboolean
return_if_cancelled (GTask   *task,
                     GError **error)
{
  if (!g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_task_return_error_if_cancelled (task);

  g_task_return_error (task, g_steal_pointer (error));
  return TRUE;
}

static void
key_set_got_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetVerifier *self = g_task_get_source_object (task);
  OwnedRequest *owned = g_task_get_task_data (task);
  g_autoptr (SignetKeySet) set = NULL;
  g_autoptr (GError) error = NULL;

  set = signet_jwks_cache_get_finish (SIGNET_JWKS_CACHE (source), result, &error);
  if (return_if_cancelled (task, &error))
    return;

  g_task_return_pointer (task, judge (self, &owned->request, set, error), (GDestroyNotify) signet_report_unref);
}

static void
get_key_set (SignetVerifier *self,
             GTask          *task)
{
  OwnedRequest *owned = g_task_get_task_data (task);

  signet_jwks_cache_get_async (self->cache, get_source (&owned->request), owned->kid, get_flags (&owned->request),
                               g_task_get_cancellable (task), key_set_got_cb, g_object_ref (task));
}

static void
discovered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetVerifier *self = SIGNET_VERIFIER (source);
  OwnedRequest *owned = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *url = signet_verifier_discover_finish (self, result, &error);

  if (return_if_cancelled (task, &error))
    {
      g_free (url);
      return;
    }
  if (url == NULL)
    {
      g_task_return_pointer (task, judge (self, &owned->request, NULL, error), (GDestroyNotify) signet_report_unref);
      return;
    }

  g_free (owned->source);
  owned->request.source = owned->source = url;
  get_key_set (self, task);
}

/**
 * signet_verifier_check_async:
 * @self: a verifier
 * @request: what to check; copied
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Judges first what can be judged without any key, and fetches the key set only for
 * a token that gets that far.
 */
void
signet_verifier_check_async (SignetVerifier           *self,
                             const SignetCheckRequest *request,
                             GCancellable             *cancellable,
                             GAsyncReadyCallback       callback,
                             gpointer                  user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *kid = NULL;
  OwnedRequest *owned;

  g_return_if_fail (SIGNET_IS_VERIFIER (self));
  g_return_if_fail (request != NULL && request->token != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_verifier_check_async);
  g_task_set_task_data (task, owned_request_new (request), owned_request_free);

  if (!needs_set (request, &kid))
    {
      g_task_return_pointer (task, judge (self, request, NULL, NULL), (GDestroyNotify) signet_report_unref);
      return;
    }

  owned = g_task_get_task_data (task);
  owned->kid = g_steal_pointer (&kid);
  if (request->discover != NULL)
    signet_verifier_discover_async (self, request, cancellable, discovered_cb,
                                    g_steal_pointer (&task));
  else
    get_key_set (self, task);
}

/**
 * signet_verifier_check_finish:
 * @self: a verifier
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the report, whatever the outcome; %NULL only
 *   with %G_IO_ERROR_CANCELLED
 */
SignetReport *
signet_verifier_check_finish (SignetVerifier  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_verifier_check_now:
 * @self: a verifier
 * @request: what to check
 *
 * Returns: (transfer full) (nullable): the report where a fresh key set is at hand or
 *   none is needed; %NULL where it takes a fetch
 */
SignetReport *
signet_verifier_check_now (SignetVerifier           *self,
                           const SignetCheckRequest *request)
{
  g_autofree char *kid = NULL;
  g_autoptr (SignetKeySet) set = NULL;
  const char *source;

  g_return_val_if_fail (SIGNET_IS_VERIFIER (self), NULL);
  g_return_val_if_fail (request != NULL && request->token != NULL, NULL);

  if (!needs_set (request, &kid))
    return judge (self, request, NULL, NULL);
  if (request->refresh)
    return NULL;

  source = request->discover != NULL ? signet_issuer_cache_peek (self->issuers, request->discover, get_flags (request)) : get_source (request);
  set = source != NULL ? signet_jwks_cache_peek (self->cache, source, kid, get_flags (request)) : NULL;
  return set != NULL ? judge (self, request, set, NULL) : NULL;
}

/**
 * signet_verifier_is_issuer:
 * @text: foreign text
 *
 * Returns: whether @text can be the address of an issuer that says where its key set is
 */
gboolean
signet_verifier_is_issuer (const char *text)
{
  return signet_discovery_is_issuer (text);
}

static void
issuer_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  char *url = signet_issuer_cache_get_finish (SIGNET_ISSUER_CACHE (source), result, &error);

  if (url != NULL)
    g_task_return_pointer (task, url, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * signet_verifier_discover_async:
 * @self: a verifier
 * @request: a request with the issuer; read during the call
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks an issuer where its key set is: by OpenID Connect Discovery, then by RFC 8414.
 */
void
signet_verifier_discover_async (SignetVerifier           *self,
                                const SignetCheckRequest *request,
                                GCancellable             *cancellable,
                                GAsyncReadyCallback       callback,
                                gpointer                  user_data)
{
  GTask *task;

  g_return_if_fail (SIGNET_IS_VERIFIER (self));
  g_return_if_fail (request != NULL && request->discover != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_verifier_discover_async);
  g_task_set_check_cancellable (task, FALSE);
  signet_issuer_cache_get_async (self->issuers, request->discover, get_flags (request), cancellable, issuer_found_cb, task);
}

/**
 * signet_verifier_discover_finish:
 * @self: a verifier
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the URL of the key set
 */
char *
signet_verifier_discover_finish (SignetVerifier  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
