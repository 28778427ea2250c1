/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"
#include "jot-jws-private.h"

#include <string.h>

/* A file is a private JWK here and there; its public half then. */
static JotJwk *
read_public (const char *name)
{
  g_autofree char *text = fixture_read (name);
  g_autoptr (JotJson) json = jot_json_parse (text, -1, NULL);
  JotJwk *jwk = jot_jwk_new_from_json (jot_json_get_root (json), NULL);

  g_assert_nonnull (jwk);
  return jwk;
}

/* RFC 7515 A.2–A.4, RFC 7520 §4.1–4.3, RFC 8037 A.4: most name no key, so the one key checks them. Each
 * verifies; with any byte of it changed, or the key of another example, it does not. */
static void
test_verify (void)
{
  static const struct { const char *token, *key, *alg, *payload; } rows[] = {
    { "rfc7515-a.2.jws", "rfc7515-a.2.jwk", "RS256", "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}" },
    { "rfc7515-a.3.jws", "rfc7515-a.3.jwk", "ES256", "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}" },
    { "rfc7515-a.4.jws", "rfc7515-a.4.jwk", "ES512", "Payload" },
    { "rfc7520-4.1.jws", "rfc7520-3.3.jwk", "RS256", "It’s a dangerous business, Frodo, going out your door. You step onto the road, and if you don't keep your feet, there’s no knowing where you might be swept off to." },
    { "rfc7520-4.2.jws", "rfc7520-3.3.jwk", "PS384", "It’s a dangerous business, Frodo, going out your door. You step onto the road, and if you don't keep your feet, there’s no knowing where you might be swept off to." },
    { "rfc7520-4.3.jws", "rfc7520-3.1.jwk", "ES512", "It’s a dangerous business, Frodo, going out your door. You step onto the road, and if you don't keep your feet, there’s no knowing where you might be swept off to." },
    { "rfc8037-a.4.jws", "rfc8037-a.2.jwk", "EdDSA", "Example of Ed25519 signing" },
  };
  JotPolicy policy = JOT_POLICY_INIT;

  policy.signature_only = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_read (rows[i].token);
      g_autoptr (JotJwk) key = read_public (rows[i].key);
      g_autoptr (JotVerdict) valid = jot_verify (token, -1, NULL, key, &policy, 1000);
      GBytes *payload = jot_jws_get_payload (jot_verdict_get_jws (valid));
      gsize length = strlen (token);

      g_test_message ("%s", rows[i].token);
      fixture_assert_valid (valid);
      g_assert_cmpstr (jot_jws_get_alg_name (jot_verdict_get_jws (valid)), ==, rows[i].alg);
      g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), rows[i].payload, strlen (rows[i].payload));

      for (gsize at = 0; at < length; at += 1 + length / 40)
        {
          g_autofree char *changed = g_strdup (token);
          g_autoptr (JotVerdict) verdict = NULL;

          changed[at] = changed[at] == 'A' ? 'B' : 'A';
          verdict = jot_verify (changed, -1, NULL, key, &policy, 1000);
          g_assert_false (jot_verdict_is_valid (verdict));
          g_assert_false (jot_verdict_is_proved (verdict));
        }

      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        {
          g_autoptr (JotJwk) other = read_public (rows[j].key);
          g_autoptr (JotVerdict) verdict = jot_verify (token, -1, NULL, other, &policy, 1000);
          gboolean same = g_str_equal (jot_jwk_get_thumbprint (other), jot_jwk_get_thumbprint (key));

          g_assert_cmpint (jot_verdict_is_valid (verdict), ==, same);
        }
    }
}

/* The claims of A.2 and A.3 ran out in 2011. */
static void
test_claims (void)
{
  static const struct { gint64 now; int code; } rows[] = { { 1300819379, 0 }, { 1300819380, JOT_ERROR_EXPIRED } };
  static const char * const names[] = { "rfc7515-a.2", "rfc7515-a.3" };
  const JotPolicy policy = JOT_POLICY_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
      {
        g_autofree char *token_name = g_strconcat (names[i], ".jws", NULL);
        g_autofree char *key_name = g_strconcat (names[i], ".jwk", NULL);
        g_autofree char *token = fixture_read (token_name);
        g_autoptr (JotJwk) key = read_public (key_name);
        g_autoptr (JotVerdict) verdict = jot_verify (token, -1, NULL, key, &policy, rows[j].now);

        if (rows[j].code == 0)
          fixture_assert_valid (verdict);
        else
          fixture_assert_refused (verdict, (JotError) rows[j].code, JOT_REASON_DATE);
        g_assert_true (jot_verdict_is_proved (verdict));
        g_assert_cmpstr (jot_claims_get_issuer (jot_verdict_get_claims (verdict)), ==, "joe");
      }
}

/* RFC 7520 §4.1 names its key: it is found in the set of §3.1 and §3.3, which have one kid. */
static void
test_set (void)
{
  static const char * const tokens[] = { "rfc7520-4.1.jws", "rfc7520-4.2.jws", "rfc7520-4.3.jws" };
  g_autofree char *ec = fixture_read ("rfc7520-3.1.jwk");
  g_autofree char *rsa = fixture_read ("rfc7520-3.3.jwk");
  g_autoptr (JotJwks) jwks = fixture_set (ec, rsa, NULL);
  JotPolicy policy = JOT_POLICY_INIT;

  policy.signature_only = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autofree char *token = fixture_read (tokens[i]);
      g_autoptr (JotVerdict) verdict = jot_verify (token, -1, jwks, NULL, &policy, 1000);

      fixture_assert_valid (verdict);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_KEY_ID), ==, JOT_OUTCOME_PASSED);
    }
}

/* HMAC, “none” and JSON serialization are no tokens of ours, whatever is there to check them with. */
static void
test_refused (void)
{
  static const struct { const char *token; JotError code; JotReason reason; } rows[] = {
    { "rfc7515-a.1.jws", JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_HMAC },
    { "rfc7515-a.5.jws", JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_NONE },
    { "rfc7515-a.6.json", JOT_ERROR_MALFORMED, JOT_REASON_PARTS },
    { "rfc7520-4.4.jws", JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_HMAC },
  };
  static const char * const symmetric[] = { "rfc7515-a.1.jwk", "rfc7520-3.5.jwk" };
  g_autoptr (JotJwk) key = read_public ("rfc7515-a.2.jwk");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_read (rows[i].token);
      g_autoptr (JotVerdict) verdict = fixture_verify_key (token, key);

      g_test_message ("%s", rows[i].token);
      fixture_assert_refused (verdict, rows[i].code, rows[i].reason);
      g_assert_null (jot_verdict_get_claims (verdict));
    }
  for (guint i = 0; i < G_N_ELEMENTS (symmetric); i++)
    {
      g_autofree char *text = fixture_read (symmetric[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (jot_jwk_new_from_data (text, -1, &error));
      fixture_assert_error (error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE);
    }
}

/* Deterministic ones are signed the same: RFC 8037 A.4 by the key of A.1; RFC 7515 A.3 and A.4 only verify. */
static void
test_sign (void)
{
  static const struct { const char *token, *key, *alg; gboolean same; } rows[] = {
    { "rfc8037-a.4.jws", "rfc8037-a.1.jwk", "EdDSA", TRUE },
    { "rfc7515-a.3.jws", "rfc7515-a.3.jwk", "ES256", FALSE },
    { "rfc7515-a.4.jws", "rfc7515-a.4.jwk", "ES512", FALSE },
    { "rfc7520-4.3.jws", "rfc7520-3.2.jwk", "ES512", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_read (rows[i].token);
      g_autofree char *text = fixture_read (rows[i].key);
      g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
      g_autoptr (JotPrivateKey) key = NULL;
      g_autoptr (GBytes) signature = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *input = jot_jws_get_signing_input (jws, &length);

      key = jot_private_key_new_from_data (text, -1, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (jot_alg_get_name (jot_private_key_get_alg (key)), ==, rows[i].alg);
      signature = jot_private_key_sign (key, input, length, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_bytes_equal (signature, jot_jws_get_signature (jws)), ==, rows[i].same);
      g_assert_true (jot_jwk_verify (jot_private_key_get_public (key), jot_alg_find (rows[i].alg), input, length,
                                     g_bytes_get_data (signature, NULL), g_bytes_get_size (signature), NULL));
    }
}

/* RFC 8037 A.1–A.3: both forms of the key are one, with the thumbprint that is given there */
static void
test_okp_halves (void)
{
  g_autofree char *text = fixture_read ("rfc8037-a.1.jwk");
  g_autoptr (JotPrivateKey) private = jot_private_key_new_from_data (text, -1, NULL, NULL, NULL);
  g_autoptr (JotJwk) public = read_public ("rfc8037-a.2.jwk");

  g_assert_nonnull (private);
  g_assert_cmpstr (jot_jwk_get_thumbprint (public), ==, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  g_assert_cmpstr (jot_jwk_get_thumbprint (jot_private_key_get_public (private)), ==, jot_jwk_get_thumbprint (public));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/vectors/verify", test_verify);
  g_test_add_func ("/jot/vectors/claims", test_claims);
  g_test_add_func ("/jot/vectors/set", test_set);
  g_test_add_func ("/jot/vectors/refused", test_refused);
  g_test_add_func ("/jot/vectors/sign", test_sign);
  g_test_add_func ("/jot/vectors/okp-halves", test_okp_halves);

  return g_test_run ();
}
