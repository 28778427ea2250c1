/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signer-check.h"

#include "jot-error.h"
#include "signet-verifier.h"

/* Whether the signer's computer may simply be off: then what is known of them serves for a while. */
static gboolean
is_outage (const GError *error)
{
  const JotErrorDetails *details = jot_error_get_details (error);

  if (!g_error_matches (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE))
    return FALSE;

  return details->reason == JOT_REASON_TIMEOUT || details->reason == JOT_REASON_CONNECTION ||
         details->reason == JOT_REASON_STATUS;
}

/**
 * signet_signer_get_known_keys:
 * @signer: whose token it must be
 * @kid: (nullable): the key that is needed; %NULL: whichever
 * @failure: (nullable): why the key set of the signer cannot be had
 *
 * The keys known of a signer, in the place of a key set that cannot be had now or never (a key card).
 *
 * Returns: (transfer full) (nullable): %NULL where they may not serve, or have nothing to say on the token
 */
SignetKeySet *
signet_signer_get_known_keys (SignetSigner *signer,
                              const char   *kid,
                              const GError *failure)
{
  const char *url = signet_signer_get_url (signer);
  gint64 fetched = signet_signer_get_fetched (signer);
  g_autoptr (JotJwks) jwks = NULL;
  GPtrArray *keys = signet_signer_get_keys (signer);
  gboolean is_known = url == NULL || kid == NULL;

  if (url != NULL && (!is_outage (failure) || !signet_signer_serves_offline (signer, signet_verifier_get_now ())))
    return NULL;

  for (guint i = 0; i < keys->len; i++)
    is_known |= g_strcmp0 (((SignetSignerKey *) keys->pdata[i])->kid, kid) == 0;
  if (!is_known)
    return NULL;

  jwks = signet_signer_dup_jwks (signer);
  if (url == NULL)
    return signet_key_set_new (jwks, signet_signer_get_name (signer), SIGNET_JWKS_ORIGIN_FILE, fetched, fetched, FALSE);

  return signet_key_set_new (jwks, url, SIGNET_JWKS_ORIGIN_HTTPS, fetched, fetched, TRUE);
}

/**
 * signet_signer_check_verdict:
 * @signer: (nullable): whose token it must be
 * @verdict: what came of it
 *
 * The last word on a token whose signature holds: whether the key is the signer's.
 *
 * Returns: (transfer full) (nullable): %JOT_ERROR_SIGNER_KEY_CHANGED where it is not
 */
GError *
signet_signer_check_verdict (SignetSigner *signer,
                             JotVerdict   *verdict)
{
  JotJwk *key = jot_verdict_get_key (verdict);
  g_autofree char *fingerprint = NULL;

  if (signer == NULL || key == NULL || !jot_verdict_is_proved (verdict) ||
      signet_signer_trusts (signer, key, signet_verifier_get_now ()))
    return NULL;

  fingerprint = jot_jwk_dup_fingerprint (key);
  return jot_error_new (JOT_ERROR_SIGNER_KEY_CHANGED, JOT_REASON_NONE, 0, 0, NULL, fingerprint,
                        "the signer never announced the key %s", jot_jwk_get_thumbprint (key));
}

/**
 * signet_revoked_check_verdict:
 * @revoked: (nullable) (element-type utf8 JotJwk): the user's own keys that are revoked, by thumbprint
 * @verdict: what came of a token
 *
 * A key set that others keep may hold a key for a while after it was revoked. Whoever revoked it knows better.
 *
 * Returns: (transfer full) (nullable): %JOT_ERROR_KEY_NOT_FOUND where the key does not count any more
 */
GError *
signet_revoked_check_verdict (GHashTable *revoked,
                              JotVerdict *verdict)
{
  JotJwk *key = jot_verdict_get_key (verdict);

  if (revoked == NULL || key == NULL || !jot_verdict_is_proved (verdict) ||
      !g_hash_table_contains (revoked, jot_jwk_get_thumbprint (key)))
    return NULL;

  return jot_error_new (JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_KEY_REVOKED, 0, 0, NULL, jot_jwk_get_thumbprint (key),
                        "the key %s was revoked", jot_jwk_get_thumbprint (key));
}
