/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-report-private.h"

#include "signet-token.h"
#include "signet-words.h"

#include <glib/gi18n.h>

G_DEFINE_BOXED_TYPE (SignetReport, signet_report, signet_report_ref, signet_report_unref)

/* Claims that nobody vouches for: what an unproved token says. */
static JotClaims *
read_unproved_claims (JotVerdict *verdict)
{
  JotJws *jws = jot_verdict_get_jws (verdict);
  GBytes *payload;

  if (jws == NULL)
    return NULL;

  payload = jot_jws_get_payload (jws);
  return jot_claims_parse (g_bytes_get_data (payload, NULL), (gssize) g_bytes_get_size (payload), NULL);
}

/* A failed fetch is why the verdict could get no further; a token that is refused without any key
 * stays refused. A key that is not the signer's, or was revoked, outweighs whatever else is wrong. */
static const GError *
get_final_error (const SignetReportFacts *facts)
{
  const GError *error = jot_verdict_get_error (facts->verdict);

  if (facts->failure == NULL)
    return error;
  if (g_error_matches (facts->failure, JOT_ERROR, JOT_ERROR_SIGNER_KEY_CHANGED) ||
      g_error_matches (facts->failure, JOT_ERROR, JOT_ERROR_KEY_NOT_FOUND))
    return facts->failure;

  return error != NULL && error->code == JOT_ERROR_KEY_SET_UNAVAILABLE ? facts->failure : error;
}

SignetReport *
signet_report_new (const SignetReportFacts *facts)
{
  SignetReport *self;
  JotVerdict *verdict;
  const GError *error;

  g_return_val_if_fail (facts != NULL && facts->verdict != NULL, NULL);

  self = g_new0 (SignetReport, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->verdict = verdict = jot_verdict_ref (facts->verdict);
  self->set = facts->set != NULL ? signet_key_set_ref (facts->set) : NULL;
  self->signer = facts->signer != NULL ? signet_signer_ref (facts->signer) : NULL;
  self->issuer = g_strdup (facts->issuer);
  self->offline = facts->offline;
  self->announced = facts->announced;
  self->attempted = facts->attempted;
  self->own = facts->own;
  self->demanded = facts->demanded;
  self->own_keys = facts->own_keys != NULL ? jot_jwks_ref (facts->own_keys) : NULL;

  error = get_final_error (facts);
  self->error = error != NULL ? g_error_copy (error) : NULL;

  if (jot_verdict_get_claims (verdict) != NULL)
    self->claims = jot_claims_ref (jot_verdict_get_claims (verdict));
  else
    self->claims = read_unproved_claims (verdict);
  if (self->claims != NULL)
    {
      const char *name = signet_token_get_list_name (self->claims);

      self->items = signet_token_read_items (self->claims);
      self->list_name = name != NULL ? signet_words_clean (name, 80) : NULL;
    }

  signet_report_find_changes (self, facts);
  signet_report_find_cause (self, facts);
  if (self->error == NULL)
    signet_report_describe_valid (self);
  else
    signet_report_describe_error (self);

  signet_report_build_checks (self);
  signet_report_build_claim_rows (self);
  signet_report_build_key_rows (self);

  return self;
}

/**
 * signet_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): @self
 */
SignetReport *
signet_report_ref (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * signet_report_unref:
 * @self: (transfer full): a report
 */
void
signet_report_unref (SignetReport *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  jot_verdict_unref (self->verdict);
  g_clear_pointer (&self->set, signet_key_set_unref);
  g_clear_pointer (&self->signer, signet_signer_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->claims, jot_claims_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->original);
  g_clear_pointer (&self->changes, signet_list_changes_unref);
  g_clear_pointer (&self->own_keys, jot_jwks_unref);
  g_free (self->altered_claims);
  g_free (self->other_signer);
  g_free (self->list_name);
  g_free (self->issuer);
  g_free (self->title);
  g_free (self->sentence);
  g_free (self->advice);
  g_free (self->checks_summary);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->claim_rows);
  g_ptr_array_unref (self->key_rows);
  g_free (self);
}

/**
 * signet_report_get_state:
 * @self: a report
 *
 * Returns: the state; never a mere boolean
 */
SignetReportState
signet_report_get_state (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, SIGNET_REPORT_NOT_CHECKED);

  return self->state;
}

/**
 * signet_report_get_word:
 * @self: a report
 *
 * Returns: (transfer none): the word that the verdict begins with, translated
 */
const char *
signet_report_get_word (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->state)
    {
    case SIGNET_REPORT_VALID: return _("Valid");
    case SIGNET_REPORT_VALID_BUT: return _("Valid, but…");
    case SIGNET_REPORT_REFUSED: return _("Refused");
    case SIGNET_REPORT_NOT_TRUSTED: return _("Not trusted");
    case SIGNET_REPORT_NOT_CHECKED: return _("Not checked");
    }

  g_return_val_if_reached (NULL);
}

/**
 * signet_report_get_title:
 * @self: a report
 *
 * Returns: (transfer none): what came of it in a few words, translated
 */
const char *
signet_report_get_title (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

/**
 * signet_report_get_sentence:
 * @self: a report
 *
 * Returns: (transfer none): the reason in one or two sentences, translated
 */
const char *
signet_report_get_sentence (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sentence;
}

/**
 * signet_report_get_advice:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): what to do next, translated
 */
const char *
signet_report_get_advice (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->advice;
}

/**
 * signet_report_dup_message:
 * @self: a report
 *
 * Returns: (transfer full): title and sentence in one line, translated; for no-key-id
 *   the title alone
 */
char *
signet_report_dup_message (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->error != NULL && self->error->code == JOT_ERROR_NO_KEY_ID)
    return g_strdup (self->title);

  /* Translators: a title and the sentence that explains it */
  return g_strdup_printf (_("%s. %s"), self->title, self->sentence);
}

/**
 * signet_report_get_verdict:
 * @self: a report
 *
 * Returns: (transfer none): what jot says
 */
JotVerdict *
signet_report_get_verdict (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->verdict;
}

/**
 * signet_report_get_error:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): why the token is not valid; of the domain %JOT_ERROR
 */
const GError *
signet_report_get_error (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->error;
}

/**
 * signet_report_get_code:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the refusal code; %NULL where the token is
 *   valid, and where no key was asked for
 */
const char *
signet_report_get_code (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->error == NULL || (!self->demanded && self->error->code == JOT_ERROR_KEY_SET_UNAVAILABLE))
    return NULL;

  return jot_error_get_code_name (self->error->code);
}

/**
 * signet_report_is_proved:
 * @self: a report
 *
 * Returns: whether the signature held, also where a claim was refused afterwards; a signature
 *   that is not the signer's proves nothing
 */
gboolean
signet_report_is_proved (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return jot_verdict_is_proved (self->verdict) &&
         !g_error_matches (self->error, JOT_ERROR, JOT_ERROR_SIGNER_KEY_CHANGED);
}

/**
 * signet_report_get_signer:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the person whose token it was to be, as known after the check
 */
SignetSigner *
signet_report_get_signer (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->signer;
}

/**
 * signet_report_get_new_set:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the key set that the signer publishes now, for the trust book
 */
JotJwks *
signet_report_get_new_set (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->set == NULL || self->offline || signet_key_set_is_stale (self->set) ||
      self->signer == NULL || signet_signer_get_url (self->signer) == NULL)
    return NULL;

  return signet_key_set_get_jwks (self->set);
}

/**
 * signet_report_is_signer_unknown:
 * @self: a report
 *
 * Returns: whether the token is valid, and neither a signer of the trust book nor we ourselves answer
 *   for the key, so that the user may want to remember whose it is
 */
gboolean
signet_report_is_signer_unknown (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->error == NULL && self->signer == NULL && !self->own && self->set != NULL &&
         jot_verdict_get_key (self->verdict) != NULL;
}

/**
 * signet_report_new_signer:
 * @self: a report
 * @name: what the user calls the signer
 * @now: seconds since 1970
 *
 * The key that signed is pinned; the others of its set count as announced.
 *
 * Returns: (transfer full) (nullable): a signer for the trust book, %NULL where
 *   signet_report_is_signer_unknown() does not hold, or the key has no ID to be found by
 */
SignetSigner *
signet_report_new_signer (SignetReport *self,
                          const char   *name,
                          gint64        now)
{
  const char *url;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  if (!signet_report_is_signer_unknown (self))
    return NULL;

  url = signet_key_set_get_origin (self->set) != SIGNET_JWKS_ORIGIN_FILE ? signet_key_set_get_source (self->set) : NULL;
  return signet_signer_new (name, url, signet_key_set_get_jwks (self->set),
                            jot_jwk_get_thumbprint (jot_verdict_get_key (self->verdict)), now);
}

/**
 * signet_report_is_key_announced:
 * @self: a report
 *
 * Returns: whether the key is new, and accepted without a question since it was announced early enough
 */
gboolean
signet_report_is_key_announced (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->announced && signet_report_is_proved (self);
}

/**
 * signet_report_get_claims:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the claims, proved or not
 */
JotClaims *
signet_report_get_claims (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->claims;
}

/**
 * signet_report_get_items:
 * @self: a report
 *
 * Returns: (transfer none) (nullable) (element-type SignetItem): the grocery list,
 *   proved or not
 */
GPtrArray *
signet_report_get_items (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->items;
}

/**
 * signet_report_get_list_name:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the name of the list, cleaned, proved or not
 */
const char *
signet_report_get_list_name (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->list_name;
}

/**
 * signet_report_get_checks_summary:
 * @self: a report
 *
 * Returns: (transfer none): "All 14 passed" and the like, translated
 */
const char *
signet_report_get_checks_summary (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->checks_summary;
}

/**
 * signet_report_get_checks:
 * @self: a report
 *
 * Returns: (transfer none) (element-type SignetCheckRow): the checks in their order
 */
GPtrArray *
signet_report_get_checks (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->checks;
}

/**
 * signet_report_get_claim_rows:
 * @self: a report
 *
 * Returns: (transfer none) (element-type SignetClaimRow): the claims as they stand in
 *   the payload, proved or not
 */
GPtrArray *
signet_report_get_claim_rows (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->claim_rows;
}

/**
 * signet_report_get_key_rows:
 * @self: a report
 *
 * Returns: (transfer none) (element-type SignetKeyRow): what the key set contained
 */
GPtrArray *
signet_report_get_key_rows (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key_rows;
}

/**
 * signet_report_get_source:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the URL or file of the key set
 */
const char *
signet_report_get_source (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->set != NULL ? signet_key_set_get_source (self->set) : NULL;
}

/**
 * signet_report_get_fetched:
 * @self: a report
 *
 * Returns: when the key set was fetched, seconds since 1970; 0 without a key set
 */
gint64
signet_report_get_fetched (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->set != NULL ? signet_key_set_get_fetched (self->set) : 0;
}

/**
 * signet_report_get_good_until:
 * @self: a report
 *
 * Returns: until when the key set counts as fresh, seconds since 1970; 0 without one
 */
gint64
signet_report_get_good_until (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->set != NULL ? signet_key_set_get_good_until (self->set) : 0;
}

/**
 * signet_report_is_stale:
 * @self: a report
 *
 * Returns: whether an outdated key set had to serve
 */
gboolean
signet_report_is_stale (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->set != NULL && signet_key_set_is_stale (self->set);
}

/**
 * signet_report_dup_patience:
 * @self: a report
 * @since: seconds since 1970
 * @now: seconds since 1970
 *
 * An address is asked at most once in half a minute, whoever wants it.
 *
 * Returns: (transfer full) (nullable): that it was asked a moment ago, translated; %NULL where it was asked
 *   after @since, and where nobody needs to be asked
 */
char *
signet_report_dup_patience (SignetReport *self,
                            gint64        since,
                            gint64        now)
{
  guint seconds;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->attempted <= 0 || self->attempted >= since || self->attempted > now)
    return NULL;

  seconds = (guint) MIN (now - self->attempted, G_MAXUINT);
  /* Translators: why a key set was not fetched once more */
  return g_strdup_printf (ngettext ("The key set was asked for %u second ago, and is asked for once in 30 seconds at most.",
                                    "The key set was asked for %u seconds ago, and is asked for once in 30 seconds at most.",
                                    seconds), seconds);
}

/**
 * signet_report_dup_header_text:
 * @self: a report
 *
 * Returns: (transfer full) (nullable): the header as indented JSON, for people
 */
char *
signet_report_dup_header_text (SignetReport *self)
{
  JotJws *jws;

  g_return_val_if_fail (self != NULL, NULL);

  jws = jot_verdict_get_jws (self->verdict);
  return jws != NULL ? jot_json_node_to_pretty (jot_jws_get_header (jws)) : NULL;
}

/**
 * signet_report_dup_payload_text:
 * @self: a report
 *
 * Returns: (transfer full) (nullable): the payload as indented JSON, as it stands where
 *   it is other text, %NULL where it is no text
 */
char *
signet_report_dup_payload_text (SignetReport *self)
{
  JotJws *jws;
  GBytes *payload;
  g_autoptr (JotJson) json = NULL;
  const char *data;
  gsize size;

  g_return_val_if_fail (self != NULL, NULL);

  jws = jot_verdict_get_jws (self->verdict);
  if (jws == NULL)
    return NULL;

  payload = jot_jws_get_payload (jws);
  data = g_bytes_get_data (payload, &size);
  json = jot_json_parse (data, (gssize) size, NULL);
  if (json != NULL)
    return jot_json_node_to_pretty (jot_json_get_root (json));

  return size > 0 && g_utf8_validate (data, (gssize) size, NULL) ? g_strndup (data, size) : NULL;
}
