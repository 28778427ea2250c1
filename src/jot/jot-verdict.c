/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-verdict-private.h"

G_DEFINE_BOXED_TYPE (JotVerdict, jot_verdict, jot_verdict_ref, jot_verdict_unref)

/**
 * jot_verdict_ref:
 * @verdict: a verdict
 *
 * Returns: (transfer full): @verdict
 */
JotVerdict *
jot_verdict_ref (JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  g_atomic_ref_count_inc (&verdict->ref_count);
  return verdict;
}

/**
 * jot_verdict_unref:
 * @verdict: (transfer full): a verdict
 */
void
jot_verdict_unref (JotVerdict *verdict)
{
  g_return_if_fail (verdict != NULL);

  if (!g_atomic_ref_count_dec (&verdict->ref_count))
    return;

  for (guint i = 0; i < JOT_N_CHECKS; i++)
    {
      g_free (verdict->expected[i]);
      g_free (verdict->found[i]);
    }
  g_clear_error (&verdict->error);
  g_clear_pointer (&verdict->jws, jot_jws_unref);
  g_clear_pointer (&verdict->claims, jot_claims_unref);
  g_clear_pointer (&verdict->key, jot_jwk_unref);
  g_free (verdict);
}

/**
 * jot_verdict_get_error:
 * @verdict: a verdict
 *
 * Returns: (transfer none) (nullable): why the token is refused or could not be checked, of the
 *   domain %JOT_ERROR; %NULL where it is valid
 */
const GError *
jot_verdict_get_error (const JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  return verdict->error;
}

/**
 * jot_verdict_is_valid:
 * @verdict: a verdict
 *
 * Returns: whether every check passed
 */
gboolean
jot_verdict_is_valid (const JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, FALSE);

  return verdict->error == NULL;
}

/**
 * jot_verdict_is_proved:
 * @verdict: a verdict
 *
 * Returns: whether the signature held, also where a claim was refused afterwards
 */
gboolean
jot_verdict_is_proved (const JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, FALSE);

  return verdict->proved;
}

/**
 * jot_verdict_get_time:
 * @verdict: a verdict
 *
 * Returns: the time as of which it was found, seconds since 1970
 */
gint64
jot_verdict_get_time (const JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, 0);

  return verdict->time;
}

/**
 * jot_verdict_get_outcome:
 * @verdict: a verdict
 * @check: a check
 *
 * Returns: what came of that check
 */
JotOutcome
jot_verdict_get_outcome (const JotVerdict *verdict,
                         JotCheck          check)
{
  g_return_val_if_fail (verdict != NULL && check < JOT_N_CHECKS, JOT_OUTCOME_NOT_REACHED);

  return verdict->outcomes[check];
}

/**
 * jot_verdict_get_expected:
 * @verdict: a verdict
 * @check: a check
 *
 * Returns: (transfer none) (nullable): what would have been right; data, see the table above
 */
const char *
jot_verdict_get_expected (const JotVerdict *verdict,
                          JotCheck          check)
{
  g_return_val_if_fail (verdict != NULL && check < JOT_N_CHECKS, NULL);

  return verdict->expected[check];
}

/**
 * jot_verdict_get_found:
 * @verdict: a verdict
 * @check: a check
 *
 * Returns: (transfer none) (nullable): what there was; foreign text
 */
const char *
jot_verdict_get_found (const JotVerdict *verdict,
                       JotCheck          check)
{
  g_return_val_if_fail (verdict != NULL && check < JOT_N_CHECKS, NULL);

  return verdict->found[check];
}

/**
 * jot_verdict_get_jws:
 * @verdict: a verdict
 *
 * Returns: (transfer none) (nullable): the token taken apart, proved or not
 */
JotJws *
jot_verdict_get_jws (const JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  return verdict->jws;
}

/**
 * jot_verdict_get_claims:
 * @verdict: a verdict
 *
 * Returns: (transfer none) (nullable): the claims of a token whose signature held
 */
JotClaims *
jot_verdict_get_claims (const JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  return verdict->claims;
}

/**
 * jot_verdict_get_key:
 * @verdict: a verdict
 *
 * Returns: (transfer none) (nullable): the key that was selected
 */
JotJwk *
jot_verdict_get_key (const JotVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  return verdict->key;
}

/**
 * jot_check_get_name:
 * @check: a check
 *
 * Returns: (transfer none): its stable name, as in reports
 */
const char *
jot_check_get_name (JotCheck check)
{
  switch (check)
    {
    case JOT_CHECK_SIZE: return "size";
    case JOT_CHECK_FORM: return "form";
    case JOT_CHECK_ENCODING: return "encoding";
    case JOT_CHECK_HEADER: return "header";
    case JOT_CHECK_CRITICAL: return "critical";
    case JOT_CHECK_KEY_ID: return "key-id";
    case JOT_CHECK_ALGORITHM: return "algorithm";
    case JOT_CHECK_TYPE: return "type";
    case JOT_CHECK_KEY_FOUND: return "key";
    case JOT_CHECK_KEY_FIT: return "key-fit";
    case JOT_CHECK_KEY_STRENGTH: return "key-strength";
    case JOT_CHECK_SIGNATURE: return "signature";
    case JOT_CHECK_PAYLOAD: return "payload";
    case JOT_CHECK_EXPIRY: return "expiry";
    case JOT_CHECK_NOT_BEFORE: return "not-before";
    case JOT_CHECK_ISSUER: return "issuer";
    case JOT_CHECK_AUDIENCE: return "audience";
    case JOT_CHECK_ISSUED_AT: return "issued-at";
    case JOT_CHECK_FOREIGN_KEYS: return "foreign-keys";
    case JOT_N_CHECKS: break;
    }

  g_return_val_if_reached (NULL);
}

/**
 * jot_outcome_get_name:
 * @outcome: an outcome
 *
 * Returns: (transfer none): its stable name, as in reports
 */
const char *
jot_outcome_get_name (JotOutcome outcome)
{
  switch (outcome)
    {
    case JOT_OUTCOME_NOT_REACHED: return "not-reached";
    case JOT_OUTCOME_PASSED: return "passed";
    case JOT_OUTCOME_NOTE: return "note";
    case JOT_OUTCOME_NOT_DEMANDED: return "not-demanded";
    case JOT_OUTCOME_FAILED: return "failed";
    }

  g_return_val_if_reached (NULL);
}
