/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "fuzz-keys.h"

#include "jot-base64url.h"
#include "jot-verdict.h"

/* All that the owners of the keys in FUZZ_KEY_SET ever signed for others: these headers with
 * this payload, and with the last three keys' private half what must be refused anyway. */
static const char * const headers[] = {
  "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\"}",
  "{\"alg\":\"RS512\",\"kid\":\"rsa\",\"typ\":\"JWT\"}",
  "{\"alg\":\"PS256\",\"kid\":\"rsa\",\"typ\":\"JWT\"}",
  "{\"alg\":\"PS384\",\"kid\":\"rsa\",\"typ\":\"JWT\"}",
  "{\"alg\":\"ES256\",\"kid\":\"ec\",\"typ\":\"JWT\"}",
  "{\"alg\":\"ES512\",\"kid\":\"ec521\",\"typ\":\"JWT\"}",
  "{\"alg\":\"EdDSA\",\"kid\":\"ed\",\"typ\":\"JWT\"}",
  "{\"alg\":\"Ed25519\",\"kid\":\"ed\",\"typ\":\"JWT\"}",
};
static const char payload[] =
  "{\"iss\":\"whitney\",\"sub\":\"brian\",\"iat\":1700000000,\"exp\":4102444800,\"groceryList\":[\"milk\",\"eggs\"]}";

static gboolean
is_genuine (const JotJws *jws)
{
  gsize size;
  const char *data = g_bytes_get_data (jot_jws_get_payload (jws), &size);
  g_autofree char *header = jot_json_node_to_compact (jot_jws_get_header (jws));

  if (size != strlen (payload) || memcmp (data, payload, size) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    if (g_str_equal (header, headers[i]))
      return TRUE;

  return FALSE;
}

/* A token is its parts: written again they are the same text. */
static void
check_parts (const JotJws *jws,
             const char   *token,
             gsize         size)
{
  GBytes *bytes[] = { jot_jws_get_payload (jws), jot_jws_get_signature (jws) };
  const char *part = token;
  const char *dot;

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      g_autofree char *text = jot_base64url_encode (g_bytes_get_data (bytes[i], NULL), g_bytes_get_size (bytes[i]));

      part = (const char *) memchr (part, '.', size - (gsize) (part - token)) + 1;
      dot = i == 0 ? memchr (part, '.', size - (gsize) (part - token)) : token + size;
      g_assert_cmpmem (text, strlen (text), part, (gsize) (dot - part));
    }
  g_assert_nonnull (jot_jws_get_alg_name (jws));
}

/* Every check that was reached before the one that failed has passed; none behind it was made. */
static void
check_order (const JotVerdict *verdict)
{
  gboolean failed = FALSE;

  for (JotCheck check = 0; check < JOT_CHECK_FOREIGN_KEYS; check++)
    switch (jot_verdict_get_outcome (verdict, check))
      {
      case JOT_OUTCOME_FAILED:
        g_assert_false (failed);
        g_assert_false (jot_verdict_is_valid (verdict));
        failed = TRUE;
        break;
      case JOT_OUTCOME_NOT_REACHED:
        g_assert_true (failed);
        break;
      case JOT_OUTCOME_PASSED:
      case JOT_OUTCOME_NOTE:
      case JOT_OUTCOME_NOT_DEMANDED:
        g_assert_true (!failed);
        break;
      }
  g_assert_cmpint (failed, ==, !jot_verdict_is_valid (verdict));
}

/* No green without a genuine signature over exactly what was signed. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  static JotJwks *jwks;
  static JotVerdict *previous;
  const JotPolicy policy = JOT_POLICY_INIT;
  g_autofree char *token = fuzz_copy (data, size);
  g_autoptr (JotVerdict) verdict = NULL;
  g_autoptr (JotVerdict) following = NULL;
  g_autoptr (JotVerdict) without_keys = NULL;
  JotJws *jws;

  if (jwks == NULL)
    jwks = jot_jwks_parse (FUZZ_KEY_SET, -1, NULL);

  verdict = jot_verify (token, (gssize) size, jwks, NULL, &policy, 1800000000);
  check_order (verdict);
  jws = jot_verdict_get_jws (verdict);
  if (jws != NULL)
    check_parts (jws, token, size);
  if (jot_verdict_is_valid (verdict))
    g_assert_true (is_genuine (jws));
  g_assert_cmpint (jot_verdict_is_proved (verdict), ==,
                   jot_verdict_get_outcome (verdict, JOT_CHECK_SIGNATURE) == JOT_OUTCOME_PASSED);
  if (!jot_verdict_is_proved (verdict))
    g_assert_null (jot_verdict_get_claims (verdict));

  /* neither the token before nor the lack of keys makes a better verdict */
  following = jot_verify_following (previous, token, (gssize) size, jwks, NULL, &policy, 1800000000);
  for (JotCheck check = 0; check < JOT_N_CHECKS; check++)
    g_assert_cmpint (jot_verdict_get_outcome (verdict, check), ==, jot_verdict_get_outcome (following, check));
  without_keys = jot_verify (token, (gssize) size, NULL, NULL, &policy, 1800000000);
  g_assert_false (jot_verdict_is_valid (without_keys));

  if (jws != NULL)
    {
      g_clear_pointer (&previous, jot_verdict_unref);
      previous = g_steal_pointer (&verdict);
    }

  return 0;
}
