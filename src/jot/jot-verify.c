/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-verdict-private.h"

#include "jot-jws-private.h"

#include <string.h>

/* The token and what is demanded of it, on its way through the checks. */
typedef struct
{
  JotVerdict      *verdict;
  const JotJws    *previous;
  const char      *token;
  gsize            length;
  JotJwks         *jwks;
  JotJwk          *single;
  const JotPolicy *policy;
  const JotAlg    *alg;
} Run;

static void
pass (Run      *run,
      JotCheck  check)
{
  run->verdict->outcomes[check] = JOT_OUTCOME_PASSED;
}

static void
note (Run        *run,
      JotCheck    check,
      const char *found)
{
  run->verdict->outcomes[check] = JOT_OUTCOME_NOTE;
  run->verdict->found[check] = g_strdup (found);
}

/* Takes the error; always FALSE. */
static gboolean
fail (Run      *run,
      JotCheck  check,
      GError   *error)
{
  const JotErrorDetails *details = jot_error_get_details (error);

  run->verdict->outcomes[check] = JOT_OUTCOME_FAILED;
  run->verdict->expected[check] = g_strdup (details->expected);
  run->verdict->found[check] = g_strdup (details->found);
  run->verdict->error = error;

  return FALSE;
}

/* Size, form, encoding, header: jot_jws_parse() makes these four in their order; its reason
 * says at which of them it stopped. */
static gboolean
check_form (Run *run)
{
  GError *error = NULL;
  JotCheck failed = JOT_CHECK_HEADER;

  run->verdict->jws = jot_jws_parse_following (run->previous, run->token, (gssize) run->length, &error);
  if (run->verdict->jws == NULL)
    {
      JotReason reason = jot_error_get_details (error)->reason;

      if (reason == JOT_REASON_SIZE)
        failed = JOT_CHECK_SIZE;
      else if (reason == JOT_REASON_PARTS)
        failed = JOT_CHECK_FORM;
      else if (reason == JOT_REASON_CHARACTER || reason == JOT_REASON_PADDING ||
               reason == JOT_REASON_LENGTH || reason == JOT_REASON_TRAILING_BITS)
        failed = JOT_CHECK_ENCODING;
    }

  for (JotCheck check = JOT_CHECK_SIZE; check < failed; check++)
    pass (run, check);
  if (error != NULL)
    return fail (run, failed, error);

  pass (run, JOT_CHECK_HEADER);
  return TRUE;
}

/* RFC 7515 §4.1.11: what must be understood and is not refuses the token. We understand no
 * extension, so that any "crit" does; an empty or malformed one is against the RFC anyway.
 * "zip" is of JWE alone (RFC 7516 §4.1.3); "b64": false (RFC 7797) changes what was signed. */
static gboolean
check_critical (Run *run)
{
  JotJsonNode header = jot_jws_get_header (run->verdict->jws);
  JotJsonNode crit = jot_json_node_get_member (header, "crit");
  JotJsonNode b64 = jot_json_node_get_member (header, "b64");

  if (jot_json_node_get_kind (crit) != JOT_JSON_INVALID)
    {
      JotJsonNode first = { NULL, 0 };
      JotJsonIter iter;
      const char *name;

      jot_json_iter_init (&iter, crit);
      if (jot_json_node_get_kind (crit) == JOT_JSON_ARRAY)
        jot_json_iter_next (&iter, NULL, &first);
      name = jot_json_node_get_string (first);

      return fail (run, JOT_CHECK_CRITICAL,
                   jot_error_new (JOT_ERROR_CRITICAL_HEADER, JOT_REASON_CRIT, 1, 0, NULL, name != NULL ? name : "crit",
                                  "the header demands an extension that is not understood"));
    }
  if (jot_json_node_get_kind (jot_json_node_get_member (header, "zip")) != JOT_JSON_INVALID)
    return fail (run, JOT_CHECK_CRITICAL,
                 jot_error_new (JOT_ERROR_CRITICAL_HEADER, JOT_REASON_ZIP, 1, 0, NULL, "zip",
                                "the header says that the payload is compressed"));
  if (jot_json_node_get_kind (b64) != JOT_JSON_INVALID && jot_json_node_get_kind (b64) != JOT_JSON_TRUE)
    return fail (run, JOT_CHECK_CRITICAL,
                 jot_error_new (JOT_ERROR_CRITICAL_HEADER, JOT_REASON_B64, 1, 0, NULL, "b64",
                                "the header says that the payload is not encoded"));

  pass (run, JOT_CHECK_CRITICAL);
  return TRUE;
}

/* Keys that a header brings along are shown and never followed (RFC 8725 §3.10). */
static void
note_foreign_keys (Run *run)
{
  static const char * const members[] = { "jwk", "jku", "x5c", "x5u" };
  JotJsonNode header = jot_jws_get_header (run->verdict->jws);
  g_autoptr (GString) found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (jot_json_node_get_kind (jot_json_node_get_member (header, members[i])) != JOT_JSON_INVALID)
      {
        if (found == NULL)
          found = g_string_new (members[i]);
        else
          g_string_append_printf (found, ", %s", members[i]);
      }

  if (found != NULL)
    note (run, JOT_CHECK_FOREIGN_KEYS, found->str);
  else
    pass (run, JOT_CHECK_FOREIGN_KEYS);
}

/* RFC 7515 §4.1.4. An empty key ID is none. */
static gboolean
check_key_id (Run *run)
{
  const char *kid = jot_jws_get_kid (run->verdict->jws);

  if (run->single != NULL || run->policy->kid_optional)
    {
      run->verdict->outcomes[JOT_CHECK_KEY_ID] = JOT_OUTCOME_NOT_DEMANDED;
      return TRUE;
    }
  if (kid == NULL || *kid == '\0')
    return fail (run, JOT_CHECK_KEY_ID,
                 jot_error_new (JOT_ERROR_NO_KEY_ID, JOT_REASON_NONE, 1, 0, "kid", NULL, "the header has no “kid”"));

  pass (run, JOT_CHECK_KEY_ID);
  return TRUE;
}

static char *
list_algs (JotAlgSet set)
{
  GString *out = g_string_new (NULL);
  const JotAlg *alg;

  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    if (set & jot_alg_get_set (alg))
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", jot_alg_get_name (alg));

  return g_string_free (out, FALSE);
}

/* RFC 8725 §3.1: the allowed algorithms are ours to say; equality, no order among them. */
static gboolean
check_algorithm (Run *run)
{
  const char *name = jot_jws_get_alg_name (run->verdict->jws);
  g_autofree char *allowed = NULL;
  JotReason reason;

  run->alg = jot_alg_find (name);
  if (run->alg != NULL && (run->policy->algs & jot_alg_get_set (run->alg)) != 0)
    {
      pass (run, JOT_CHECK_ALGORITHM);
      return TRUE;
    }

  if (run->alg != NULL)
    reason = JOT_REASON_ALG_NOT_ALLOWED;
  else if (g_ascii_strcasecmp (name, "none") == 0)
    reason = JOT_REASON_ALG_NONE;
  else if (g_ascii_strncasecmp (name, "HS", 2) == 0)
    reason = JOT_REASON_ALG_HMAC;
  else
    reason = JOT_REASON_ALG_UNKNOWN;

  allowed = list_algs (run->policy->algs);
  return fail (run, JOT_CHECK_ALGORITHM,
               jot_error_new (JOT_ERROR_UNSUPPORTED_ALGORITHM, reason, 1, 0, allowed, name,
                              "the algorithm of the token is not allowed"));
}

/* RFC 7515 §4.1.9: "typ" is compared in any case, with "application/" in front or without. */
static gboolean
is_type (const char *found,
         const char *demanded)
{
  if (found == NULL)
    return FALSE;
  if (g_ascii_strncasecmp (found, "application/", 12) == 0)
    found += 12;
  if (g_ascii_strncasecmp (demanded, "application/", 12) == 0)
    demanded += 12;

  return g_ascii_strcasecmp (found, demanded) == 0;
}

/* RFC 8725 §3.11: only where demanded. */
static gboolean
check_type (Run *run)
{
  const char *found = jot_json_node_get_string_member (jot_jws_get_header (run->verdict->jws), "typ");

  if (run->policy->type == NULL)
    {
      run->verdict->outcomes[JOT_CHECK_TYPE] = JOT_OUTCOME_NOT_DEMANDED;
      return TRUE;
    }
  if (!is_type (found, run->policy->type))
    return fail (run, JOT_CHECK_TYPE,
                 jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_TYPE, 1, 0, run->policy->type, found,
                                "the token is of another type"));

  pass (run, JOT_CHECK_TYPE);
  return TRUE;
}

static gboolean
check_key (Run *run)
{
  GError *error = NULL;
  JotJwk *key = run->single;

  if (key == NULL && run->jwks == NULL)
    {
      run->verdict->error = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_NONE, 0, 0, NULL, NULL,
                                           "there is no key to check with");
      return FALSE;
    }

  if (key == NULL)
    {
      key = jot_jwks_select (run->jwks, jot_jws_get_kid (run->verdict->jws), run->alg, &error);
      if (key == NULL && error->code != JOT_ERROR_KEY_MISMATCH)
        return fail (run, JOT_CHECK_KEY_FOUND, error);
    }
  else
    {
      jot_jwk_check_fit (key, run->alg, &error);
    }

  run->verdict->outcomes[JOT_CHECK_KEY_FOUND] = run->single != NULL ? JOT_OUTCOME_NOT_DEMANDED : JOT_OUTCOME_PASSED;
  if (error != NULL)
    return fail (run, JOT_CHECK_KEY_FIT, error);

  pass (run, JOT_CHECK_KEY_FIT);
  run->verdict->key = jot_jwk_ref (key);

  if (!jot_jwk_check_strength (key, &error))
    return fail (run, JOT_CHECK_KEY_STRENGTH, error);

  pass (run, JOT_CHECK_KEY_STRENGTH);
  return TRUE;
}

static gboolean
check_signature (Run *run)
{
  GBytes *signature = jot_jws_get_signature (run->verdict->jws);
  GError *error = NULL;
  gsize length;
  const char *input = jot_jws_get_signing_input (run->verdict->jws, &length);

  if (!jot_jwk_verify (run->verdict->key, run->alg, input, length,
                       g_bytes_get_data (signature, NULL), g_bytes_get_size (signature), &error))
    return fail (run, JOT_CHECK_SIGNATURE, error);

  pass (run, JOT_CHECK_SIGNATURE);
  run->verdict->proved = TRUE;
  return TRUE;
}

static gboolean
check_payload (Run *run)
{
  GBytes *payload = jot_jws_get_payload (run->verdict->jws);
  GError *error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (payload, &size);

  run->verdict->claims = jot_claims_parse (data, (gssize) size, &error);
  if (run->verdict->claims == NULL)
    return fail (run, JOT_CHECK_PAYLOAD, error);

  pass (run, JOT_CHECK_PAYLOAD);
  return TRUE;
}

static gboolean
fail_date (Run        *run,
           JotCheck    check,
           JotError    code,
           const char *claim,
           gint64      seconds)
{
  g_autofree char *found = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

  return fail (run, check, jot_error_new (code, JOT_REASON_DATE, 2, 0, claim, found,
                                          "“%s” is %s, and it is %" G_GINT64_FORMAT " now", claim, found, run->verdict->time));
}

/* RFC 7519 §4.1.4 and §4.1.5. Dates are within ±2^53 and the leeway is clamped to that, so that
 * nothing overflows. */
static gboolean
check_dates (Run *run)
{
  const JotClaims *claims = run->verdict->claims;
  gint64 leeway = CLAMP (run->policy->leeway, 0, G_GINT64_CONSTANT (1) << 53);
  gint64 now = run->verdict->time;
  gint64 seconds;

  if (jot_claims_get_expiry (claims, &seconds) && now >= seconds + leeway)
    return fail_date (run, JOT_CHECK_EXPIRY, JOT_ERROR_EXPIRED, "exp", seconds);
  pass (run, JOT_CHECK_EXPIRY);

  if (jot_claims_get_not_before (claims, &seconds) && now < seconds - leeway)
    return fail_date (run, JOT_CHECK_NOT_BEFORE, JOT_ERROR_NOT_YET_VALID, "nbf", seconds);
  pass (run, JOT_CHECK_NOT_BEFORE);

  if (jot_claims_get_issued_at (claims, &seconds) && seconds - leeway > now)
    {
      g_autofree char *found = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

      note (run, JOT_CHECK_ISSUED_AT, found);
    }
  else
    {
      pass (run, JOT_CHECK_ISSUED_AT);
    }

  return TRUE;
}

static char *
dup_member_text (const JotClaims *claims,
                 const char      *name)
{
  JotJsonNode node = jot_json_node_get_member (jot_claims_get_root (claims), name);

  if (jot_json_node_get_kind (node) == JOT_JSON_INVALID)
    return NULL;
  if (jot_json_node_get_string (node) != NULL)
    return g_strdup (jot_json_node_get_string (node));

  return jot_json_node_to_compact (node);
}

/* RFC 7519 §4.1.1, RFC 8725 §3.8: an absent issuer is not the demanded one. */
static gboolean
check_issuer (Run *run)
{
  const char *demanded = run->policy->issuer;
  g_autofree char *found = NULL;

  if (demanded == NULL)
    {
      run->verdict->outcomes[JOT_CHECK_ISSUER] = JOT_OUTCOME_NOT_DEMANDED;
      return TRUE;
    }
  if (g_strcmp0 (jot_claims_get_issuer (run->verdict->claims), demanded) == 0)
    {
      pass (run, JOT_CHECK_ISSUER);
      return TRUE;
    }

  found = dup_member_text (run->verdict->claims, "iss");
  return fail (run, JOT_CHECK_ISSUER,
               jot_error_new (JOT_ERROR_WRONG_ISSUER, JOT_REASON_CLAIM_VALUE, 2, 0, demanded, found,
                              "the issuer is not the demanded one"));
}

/* RFC 7519 §4.1.3, RFC 8725 §3.9 */
static gboolean
check_audience (Run *run)
{
  const char *demanded = run->policy->audience;
  g_autofree char *found = NULL;

  if (demanded != NULL && jot_claims_has_audience (run->verdict->claims, demanded))
    {
      pass (run, JOT_CHECK_AUDIENCE);
      return TRUE;
    }

  found = dup_member_text (run->verdict->claims, "aud");
  if (demanded == NULL)
    {
      if (found != NULL)
        note (run, JOT_CHECK_AUDIENCE, found);
      else
        run->verdict->outcomes[JOT_CHECK_AUDIENCE] = JOT_OUTCOME_NOT_DEMANDED;
      return TRUE;
    }

  return fail (run, JOT_CHECK_AUDIENCE,
               jot_error_new (JOT_ERROR_WRONG_AUDIENCE, JOT_REASON_CLAIM_VALUE, 2, 0, demanded, found,
                              "the audience is not the demanded one"));
}

static void
leave_claims_alone (Run *run)
{
  static const JotCheck checks[] = {
    JOT_CHECK_PAYLOAD, JOT_CHECK_EXPIRY, JOT_CHECK_NOT_BEFORE, JOT_CHECK_ISSUED_AT, JOT_CHECK_ISSUER, JOT_CHECK_AUDIENCE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    run->verdict->outcomes[checks[i]] = JOT_OUTCOME_NOT_DEMANDED;
}

/**
 * jot_verify:
 * @token: a token, without white space
 * @length: its length in bytes, -1: up to its NUL
 * @jwks: (nullable): the key set to choose from
 * @key: (nullable): the one key to check with; then no "kid" is needed
 * @policy: what is demanded
 * @now: seconds since 1970
 *
 * Makes the checks in the order of #JotCheck and stops at the first that fails (RFC 7515 §5.2,
 * RFC 7519 §7.2, RFC 8725 §3). Thread-safe.
 *
 * Returns: (transfer full): the verdict; never %NULL
 */
JotVerdict *
jot_verify (const char      *token,
            gssize           length,
            JotJwks         *jwks,
            JotJwk          *key,
            const JotPolicy *policy,
            gint64           now)
{
  return jot_verify_following (NULL, token, length, jwks, key, policy, now);
}

/**
 * jot_verify_following:
 * @previous: (nullable): the verdict on another token
 * @token: a token, without white space
 * @length: its length in bytes, -1: up to its NUL
 * @jwks: (nullable): the key set to choose from
 * @key: (nullable): the one key to check with; then no "kid" is needed
 * @policy: what is demanded
 * @now: seconds since 1970
 *
 * As jot_verify(), for one token of many: a header that stands letter by letter in @previous too is not
 * parsed again. Nothing else of @previous counts; every check is made.
 *
 * Returns: (transfer full): the verdict; never %NULL
 */
JotVerdict *
jot_verify_following (const JotVerdict *previous,
                      const char       *token,
                      gssize            length,
                      JotJwks          *jwks,
                      JotJwk           *key,
                      const JotPolicy  *policy,
                      gint64            now)
{
  JotVerdict *verdict = g_new0 (JotVerdict, 1);
  Run run = {
    .verdict = verdict,
    .previous = previous != NULL ? previous->jws : NULL,
    .token = token,
    .length = length < 0 ? strlen (token) : (gsize) length,
    .jwks = key != NULL ? NULL : jwks,
    .single = key,
    .policy = policy,
  };

  g_atomic_ref_count_init (&verdict->ref_count);
  verdict->time = now;

  if (!check_form (&run))
    return verdict;
  note_foreign_keys (&run);

  if (!check_critical (&run) || !check_key_id (&run) || !check_algorithm (&run) || !check_type (&run) ||
      !check_key (&run) || !check_signature (&run))
    return verdict;

  if (policy->signature_only)
    leave_claims_alone (&run);
  else if (check_payload (&run) && check_dates (&run) && check_issuer (&run))
    check_audience (&run);

  return verdict;
}
