/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "fuzz-keys.h"

#include "jot-base64url.h"
#include "jot-verdict.h"

#define NOW G_GINT64_CONSTANT (1700000000)

static gboolean
has (JotJsonNode  object,
     const char  *name)
{
  return jot_json_node_get_kind (jot_json_node_get_member (object, name)) != JOT_JSON_INVALID;
}

/* What a valid token must look like, whatever the order in which that is found out. */
static void
check_valid (const JotVerdict *verdict,
             const JotPolicy  *policy)
{
  JotJsonNode header = jot_jws_get_header (jot_verdict_get_jws (verdict));
  JotJsonNode b64 = jot_json_node_get_member (header, "b64");
  JotClaims *claims = jot_verdict_get_claims (verdict);
  gint64 seconds;

  g_assert_true (jot_verdict_is_proved (verdict));
  g_assert_cmpstr (jot_jws_get_kid (jot_verdict_get_jws (verdict)), ==, "ed");
  g_assert_true (g_str_equal (jot_jws_get_alg_name (jot_verdict_get_jws (verdict)), "EdDSA") ||
                 g_str_equal (jot_jws_get_alg_name (jot_verdict_get_jws (verdict)), "Ed25519"));
  g_assert_false (has (header, "crit") || has (header, "zip"));
  g_assert_true (!has (header, "b64") || jot_json_node_get_kind (b64) == JOT_JSON_TRUE);

  if (policy->signature_only)
    {
      g_assert_null (claims);
      return;
    }
  g_assert_cmpint (jot_json_node_get_kind (jot_claims_get_root (claims)), ==, JOT_JSON_OBJECT);
  g_assert_cmpint (has (jot_claims_get_root (claims), "exp"), ==, jot_claims_get_expiry (claims, &seconds));
  if (jot_claims_get_expiry (claims, &seconds))
    g_assert_cmpint (NOW, <, seconds + policy->leeway);
  if (jot_claims_get_not_before (claims, &seconds))
    g_assert_cmpint (NOW, >=, seconds - policy->leeway);
  if (policy->issuer != NULL)
    g_assert_cmpstr (jot_claims_get_issuer (claims), ==, policy->issuer);
  if (policy->audience != NULL)
    g_assert_true (jot_claims_has_audience (claims, policy->audience));
}

/* header NEWLINE payload: signed by us, so that every check behind the signature is reached.
 * The signature never fails; with one bit of what was signed changed it never holds. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  static JotPrivateKey *key;
  static JotJwks *jwks;
  const JotPolicy policies[] = {
    { .algs = JOT_ALG_SET_ALL },
    { .algs = JOT_ALG_SET_ALL, .leeway = 60, .issuer = "whitney", .audience = "brian", .type = "JWT" },
    { .algs = JOT_ALG_SET_ALL, .signature_only = TRUE },
  };
  g_autofree char *text = fuzz_copy (data, size);
  const char *newline = memchr (text, '\n', size);
  gsize header_size = newline != NULL ? (gsize) (newline - text) : size;
  gsize payload_size = newline != NULL ? size - header_size - 1 : 0;
  g_autofree char *header = jot_base64url_encode (text, header_size);
  g_autofree char *payload = jot_base64url_encode (text + (size - payload_size), payload_size);
  g_autofree char *input = g_strconcat (header, ".", payload, NULL);
  g_autoptr (GBytes) signature = NULL;
  g_autofree char *third = NULL;
  g_autofree char *token = NULL;

  if (key == NULL)
    {
      key = jot_private_key_new_from_jwk (FUZZ_PRIVATE_KEY, -1, NULL);
      jwks = jot_jwks_parse (FUZZ_KEY_SET, -1, NULL);
    }
  signature = jot_private_key_sign (key, input, strlen (input), NULL);
  third = jot_base64url_encode (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  token = g_strconcat (input, ".", third, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autoptr (JotVerdict) verdict = jot_verify (token, -1, jwks, NULL, &policies[i], NOW);
      g_autoptr (JotVerdict) single = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policies[i], NOW);

      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_SIGNATURE), !=, JOT_OUTCOME_FAILED);
      g_assert_cmpint (jot_verdict_get_outcome (single, JOT_CHECK_SIGNATURE), !=, JOT_OUTCOME_FAILED);
      if (jot_verdict_is_valid (verdict))
        {
          check_valid (verdict, &policies[i]);
          g_assert_true (jot_verdict_is_valid (single));
        }
    }

  /* the payload's first character */
  if (payload_size > 0)
    {
      char *changed = token + strlen (header) + 1;
      g_autoptr (JotVerdict) verdict = NULL;

      *changed = *changed == 'A' ? 'B' : 'A';
      verdict = jot_verify (token, -1, jwks, NULL, &policies[2], NOW);
      g_assert_false (jot_verdict_is_proved (verdict));
    }

  return 0;
}
