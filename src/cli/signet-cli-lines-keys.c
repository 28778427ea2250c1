/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli-lines-keys.h"

#include "signet-context-private.h"
#include "signet-reservation.h"
#include "signet-signer-check.h"

/* (transfer full) (nullable): where the issuer says that its key set is */
static char *
discover (SignetContext             *context,
          const SignetCheckRequest  *request,
          GError                   **error)
{
  SignetVerifier *verifier = signet_context_get_verifier (context);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_verifier_discover_async (verifier, request, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);

  return signet_verifier_discover_finish (verifier, result, error);
}

/* The key set of the request; FALSE: *status is the exit status. set: (nullable): a single key is used */
static gboolean
get_key_set (SignetContext            *context,
             const SignetCheckRequest *request,
             gboolean                  refresh,
             SignetKeySet            **set,
             gint64                   *attempted,
             int                      *status)
{
  SignetJwksCache *cache = signet_context_get_jwks_cache (context);
  SignetJwksGetFlags flags = SIGNET_JWKS_GET_DEFAULT;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  GAsyncResult *slot = NULL;
  const char *source;

  *attempted = G_MININT64;
  if (request->key_error != NULL)
    {
      *status = signet_cli_fail (request->key_error);
      return FALSE;
    }
  if (request->discover != NULL && (found = discover (context, request, &error)) == NULL)
    {
      *status = signet_cli_fail (error);
      return FALSE;
    }
  source = found != NULL ? found : request->signer != NULL ? signet_signer_get_url (request->signer) : request->source;
  if (source == NULL)
    {
      /* a key card */
      if (request->signer != NULL)
        *set = signet_signer_get_known_keys (request->signer, NULL, NULL);
      return TRUE;
    }

  if (refresh)
    flags |= SIGNET_JWKS_GET_REFRESH;
  if (request->allow_http)
    flags |= SIGNET_JWKS_GET_ALLOW_HTTP;

  signet_jwks_cache_get_async (cache, source, NULL, flags, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  *set = signet_jwks_cache_get_finish (cache, result, &error);
  *attempted = signet_jwks_cache_get_last_attempt (cache, source);
  if (*set == NULL && request->signer != NULL)
    *set = signet_signer_get_known_keys (request->signer, NULL, error);
  if (*set == NULL)
    *status = signet_cli_fail (error);

  return *set != NULL;
}

/* (transfer full): what the set that the signer publishes now makes of them, which is also remembered */
static SignetSigner *
take_set (SignetContext *context,
          SignetSigner  *signer,
          SignetKeySet  *set)
{
  SignetTrustBook *book = signet_context_get_trust_book (context);
  JotJwks *jwks = signet_key_set_get_jwks (set);
  gint64 fetched = signet_key_set_get_fetched (set);
  g_autoptr (SignetSigner) before = signet_signer_ref (signer);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  if (signet_key_set_is_stale (set) || signet_signer_get_url (before) == NULL)
    return g_steal_pointer (&before);

  /* the book lets go of the one that it had */
  signet_trust_book_note_async (book, before, jwks, fetched, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_trust_book_finish (book, result, &error))
    signet_cli_fail (error);

  return signet_signer_take_set (before, jwks, fetched);
}

/**
 * signet_line_keys_get:
 * @context: the services
 * @request: what to check with
 * @refresh: whether to pass the cache, which asks at most once in 30 s all the same
 * @status: (out): the exit status where there is nothing to check with
 *
 * Returns: (transfer full) (nullable): what to check with now
 */
SignetLineKeys *
signet_line_keys_get (SignetContext            *context,
                      const SignetCheckRequest *request,
                      gboolean                  refresh,
                      int                      *status)
{
  SignetVerifier *verifier = signet_context_get_verifier (context);
  g_autoptr (SignetKeySet) set = NULL;
  SignetLineKeys *self;
  gint64 attempted;

  if (!get_key_set (context, request, refresh, &set, &attempted, status))
    return NULL;

  self = g_new0 (SignetLineKeys, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->attempted = attempted;
  self->issuer = request->discover;
  if (request->signer != NULL)
    self->signer = take_set (context, request->signer, set);
  if (set != NULL)
    {
      self->own = signet_verifier_find_own (verifier, signet_key_set_get_jwks (set), &self->n_others);
      self->revoked = signet_verifier_dup_revoked (verifier);
    }
  self->set = g_steal_pointer (&set);

  return self;
}

/**
 * signet_line_keys_ref:
 * @self: what to check with
 *
 * Returns: (transfer full): @self
 */
SignetLineKeys *
signet_line_keys_ref (SignetLineKeys *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * signet_line_keys_unref:
 * @self: (transfer full): what to check with
 */
void
signet_line_keys_unref (SignetLineKeys *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->set, signet_key_set_unref);
  g_clear_pointer (&self->signer, signet_signer_unref);
  g_clear_pointer (&self->own, g_hash_table_unref);
  g_clear_pointer (&self->revoked, g_hash_table_unref);
  g_free (self);
}

/**
 * signet_line_keys_warn:
 * @self: what to check with
 * @before: (nullable): what was checked with before
 *
 * On a line there is place for verdicts alone: what holds for each valid token of these is said once.
 */
void
signet_line_keys_warn (SignetLineKeys *self,
                       SignetLineKeys *before)
{
  g_autofree char *message = NULL;

  if (self->set == NULL ||
      (before != NULL && before->set != NULL && signet_key_set_is_stale (before->set) == signet_key_set_is_stale (self->set)))
    return;

  message = signet_reservation_dup_message (self->set, self->issuer, self->signer, self->n_others == 0);
  if (message != NULL)
    g_printerr ("%s\n", message);
}

/**
 * signet_line_keys_can_renew:
 * @self: what to check with
 * @last: when that was tried last, seconds since 1970
 * @now: likewise
 *
 * Returns: whether there is an address, and it may be asked again
 */
gboolean
signet_line_keys_can_renew (SignetLineKeys *self,
                            gint64          last,
                            gint64          now)
{
  return self->attempted != G_MININT64 && now - MAX (self->attempted, last) >= SIGNET_JWKS_COOLDOWN;
}

/**
 * signet_line_keys_are_old:
 * @self: what to check with
 * @now: seconds since 1970
 *
 * Returns: whether they came from an address, and serve no longer without asking it
 */
gboolean
signet_line_keys_are_old (SignetLineKeys *self,
                          gint64          now)
{
  return self->attempted != G_MININT64 && self->set != NULL && now >= signet_key_set_get_good_until (self->set);
}
