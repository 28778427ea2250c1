/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

#include <string.h>

/* What other checkers call valid. Each has the control that is one change away. */

static JotVerdict *
check (const char      *token,
       JotJwks         *jwks,
       const JotPolicy *policy,
       gint64           now)
{
  return jot_verify (token, -1, jwks, NULL, policy, now);
}

/* The algorithm is ours to allow, not the token's to choose. */
static void
test_alg_from_token (void)
{
  g_autofree char *jwk = fixture_jwk ("rsa2048", "\"kid\":\"k\"");
  g_autoptr (JotJwks) jwks = fixture_set (jwk, NULL);
  g_autofree char *token = fixture_sign (fixture_get_key ("rsa2048", "RS256"), "{\"alg\":\"RS256\",\"kid\":\"k\"}", "{}");
  g_autofree char *none = fixture_join ("{\"alg\":\"none\",\"kid\":\"k\"}", "{}", 2, "", 0);
  JotPolicy policy = JOT_POLICY_INIT;
  g_autoptr (JotVerdict) allowed = NULL;
  g_autoptr (JotVerdict) not_allowed = NULL;
  g_autoptr (JotVerdict) unsigned_ = NULL;

  policy.algs = jot_alg_get_set (jot_alg_find ("RS256")) | jot_alg_get_set (jot_alg_find ("ES256"));
  allowed = check (token, jwks, &policy, 1000);
  fixture_assert_valid (allowed);
  unsigned_ = check (none, jwks, &policy, 1000);
  fixture_assert_refused (unsigned_, JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_NONE);

  policy.algs = jot_alg_get_set (jot_alg_find ("PS256")) | jot_alg_get_set (jot_alg_find ("ES256"));
  not_allowed = check (token, jwks, &policy, 1000);
  fixture_assert_refused (not_allowed, JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_NOT_ALLOWED);
  g_assert_cmpstr (jot_verdict_get_expected (not_allowed, JOT_CHECK_ALGORITHM), ==, "PS256, ES256");
}

/* Without a leeway that someone asked for there is none: a second late is late. */
static void
test_hidden_leeway (void)
{
  g_autofree char *jwk = fixture_jwk ("ed25519", "\"kid\":\"k\"");
  g_autoptr (JotJwks) jwks = fixture_set (jwk, NULL);
  g_autofree char *token = fixture_sign (fixture_get_key ("ed25519", "EdDSA"), "{\"alg\":\"EdDSA\",\"kid\":\"k\"}",
                                         "{\"nbf\":1000,\"exp\":2000}");
  static const struct { gint64 now; int code; } rows[] = {
    { 999, JOT_ERROR_NOT_YET_VALID }, { 1000, 0 }, { 1999, 0 }, { 2000, JOT_ERROR_EXPIRED }, { 2999, JOT_ERROR_EXPIRED },
  };
  const JotPolicy policy = JOT_POLICY_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotVerdict) verdict = check (token, jwks, &policy, rows[i].now);

      if (rows[i].code == 0)
        fixture_assert_valid (verdict);
      else
        fixture_assert_refused (verdict, (JotError) rows[i].code, JOT_REASON_DATE);
    }
}

/* “exp” is always looked at, also where nothing was demanded. */
static void
test_exp_not_looked_at (void)
{
  static const struct { const char *payload; int code; } rows[] = {
    { "{\"exp\":1001}", 0 }, { "{\"exp\":1000}", JOT_ERROR_EXPIRED }, { "{\"exp\":\"1001\"}", JOT_ERROR_BAD_CLAIMS },
  };
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_sign (key, "{\"alg\":\"ES256\"}", rows[i].payload);
      g_autoptr (JotVerdict) verdict = fixture_verify_key (token, jot_private_key_get_public (key));

      g_assert_cmpint (jot_verdict_is_valid (verdict), ==, rows[i].code == 0);
      if (rows[i].code != 0)
        g_assert_error ((GError *) jot_verdict_get_error (verdict), JOT_ERROR, rows[i].code);
    }
}

/* No key, no verdict. */
static void
test_no_key (void)
{
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");
  g_autofree char *token = fixture_sign (key, "{\"alg\":\"ES256\",\"kid\":\"k\"}", "{}");
  g_autoptr (JotJwks) empty = fixture_set (NULL, NULL);
  g_autoptr (JotVerdict) nothing = fixture_verify (token, NULL);
  g_autoptr (JotVerdict) none = fixture_verify (token, empty);
  g_autoptr (JotVerdict) control = fixture_verify_key (token, jot_private_key_get_public (key));

  fixture_assert_valid (control);
  fixture_assert_refused (nothing, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_NONE);
  g_assert_false (jot_error_is_refusal (jot_verdict_get_error (nothing)->code));
  g_assert_cmpint (jot_verdict_get_outcome (nothing, JOT_CHECK_ALGORITHM), ==, JOT_OUTCOME_PASSED);
  g_assert_cmpint (jot_verdict_get_outcome (nothing, JOT_CHECK_KEY_FOUND), ==, JOT_OUTCOME_NOT_REACHED);
  g_assert_null (jot_verdict_get_claims (nothing));
  fixture_assert_refused (none, JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY);
}

/* Keys that a header brings along are named and believed by nobody. */
static void
test_keys_from_header (void)
{
  static const struct { const char *members, *noted; } rows[] = {
    { "", NULL },
    { ",\"jku\":\"https://mallory.example/keys\"", "jku" },
    { ",\"x5u\":\"https://mallory.example/cert\"", "x5u" },
    { ",\"x5c\":[\"MII=\"]", "x5c" },
    { ",\"jwk\":JWK", "jwk" },
    { ",\"x5u\":1,\"x5c\":2,\"jku\":3,\"jwk\":4", "jwk, jku, x5c, x5u" },
    { ",\"x5t\":\"abc\"", NULL },
  };
  g_autofree char *brought = fixture_jwk ("p256-other", "\"kid\":\"k\"");
  g_autofree char *trusted = fixture_jwk ("p256", "\"kid\":\"k\"");
  g_autoptr (JotJwks) jwks = fixture_set (trusted, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *members = strstr (rows[i].members, "JWK") != NULL ? fixture_replace (rows[i].members, "JWK", brought)
                                                                         : g_strdup (rows[i].members);
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"ES256\",\"kid\":\"k\"%s}", members);
      g_autofree char *theirs = fixture_sign (fixture_get_key ("p256-other", "ES256"), header, "{}");
      g_autofree char *ours = fixture_sign (fixture_get_key ("p256", "ES256"), header, "{}");
      g_autoptr (JotVerdict) bad = fixture_verify (theirs, jwks);
      g_autoptr (JotVerdict) good = fixture_verify (ours, jwks);

      fixture_assert_refused (bad, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE);
      fixture_assert_valid (good);
      g_assert_cmpint (jot_verdict_get_outcome (good, JOT_CHECK_FOREIGN_KEYS), ==,
                       rows[i].noted != NULL ? JOT_OUTCOME_NOTE : JOT_OUTCOME_PASSED);
      g_assert_cmpstr (jot_verdict_get_found (good, JOT_CHECK_FOREIGN_KEYS), ==, rows[i].noted);
      g_assert_cmpstr (jot_verdict_get_found (bad, JOT_CHECK_FOREIGN_KEYS), ==, rows[i].noted);
    }
}

/* RFC 7515 §4.1.11: what has to be understood and is not refuses the token, however it is spelled. */
static void
test_unknown_crit (void)
{
  static const struct { const char *members; int reason; const char *found; } rows[] = {
    { "", 0, NULL },
    { ",\"ext\":1", 0, NULL },
    { ",\"b64\":true", 0, NULL },
    { ",\"crit\":[\"ext\"],\"ext\":1", JOT_REASON_CRIT, "ext" },
    { ",\"crit\":[\"exp\"]", JOT_REASON_CRIT, "exp" },
    { ",\"crit\":[\"b64\"],\"b64\":true", JOT_REASON_CRIT, "b64" },
    { ",\"crit\":[\"b64\"],\"b64\":false", JOT_REASON_CRIT, "b64" },
    { ",\"crit\":[\"kid\"]", JOT_REASON_CRIT, "kid" },
    { ",\"crit\":[]", JOT_REASON_CRIT, "crit" },
    { ",\"crit\":[1]", JOT_REASON_CRIT, "crit" },
    { ",\"crit\":\"ext\"", JOT_REASON_CRIT, "crit" },
    { ",\"crit\":{\"ext\":1}", JOT_REASON_CRIT, "crit" },
    { ",\"crit\":null", JOT_REASON_CRIT, "crit" },
    { ",\"crit\":false", JOT_REASON_CRIT, "crit" },
    { ",\"\\u0063rit\":[\"ext\"]", JOT_REASON_CRIT, "ext" },
    { ",\"b64\":false", JOT_REASON_B64, "b64" },
    { ",\"b64\":null", JOT_REASON_B64, "b64" },
    { ",\"b64\":\"true\"", JOT_REASON_B64, "b64" },
    { ",\"b64\":1", JOT_REASON_B64, "b64" },
    { ",\"zip\":\"DEF\"", JOT_REASON_ZIP, "zip" },
    { ",\"zip\":null", JOT_REASON_ZIP, "zip" },
    { ",\"b64\":false,\"zip\":\"DEF\"", JOT_REASON_ZIP, "zip" },
  };
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"ES256\"%s}", rows[i].members);
      g_autofree char *token = fixture_sign (key, header, "{}");
      g_autoptr (JotVerdict) verdict = fixture_verify_key (token, jot_private_key_get_public (key));

      g_test_message ("%s", header);
      if (rows[i].reason == 0)
        {
          fixture_assert_valid (verdict);
          g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_CRITICAL), ==, JOT_OUTCOME_PASSED);
          continue;
        }
      fixture_assert_refused (verdict, JOT_ERROR_CRITICAL_HEADER, (JotReason) rows[i].reason);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_CRITICAL), ==, JOT_OUTCOME_FAILED);
      g_assert_cmpstr (jot_verdict_get_found (verdict, JOT_CHECK_CRITICAL), ==, rows[i].found);
    }
}

/* A key for one algorithm is for no other, in either direction. */
static void
test_stronger_alg_for_key (void)
{
  static const char * const algs[] = { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" };

  for (guint i = 0; i < G_N_ELEMENTS (algs); i++)
    for (guint j = 0; j < G_N_ELEMENTS (algs); j++)
      {
        g_autofree char *more = g_strdup_printf ("\"kid\":\"k\",\"alg\":\"%s\"", algs[i]);
        g_autofree char *jwk = fixture_jwk ("rsa2048", more);
        g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\",\"kid\":\"k\"}", algs[j]);
        g_autofree char *token = fixture_sign (fixture_get_key ("rsa2048", algs[j]), header, "{}");
        g_autoptr (JotJwks) jwks = fixture_set (jwk, NULL);
        g_autoptr (JotVerdict) verdict = fixture_verify (token, jwks);

        if (i == j)
          fixture_assert_valid (verdict);
        else
          fixture_assert_refused (verdict, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG);
      }
}

/* Nothing of a payload is there for the taking before its signature holds. */
static void
test_payload_of_bad_signature (void)
{
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");
  g_autofree char *token = fixture_sign (key, "{\"alg\":\"ES256\"}", "{\"iss\":\"whitney\"}");
  g_autofree char *forged = fixture_sign (fixture_get_key ("p256-other", "ES256"), "{\"alg\":\"ES256\"}", "{\"iss\":\"whitney\"}");
  g_autoptr (JotVerdict) good = fixture_verify_key (token, jot_private_key_get_public (key));
  g_autoptr (JotVerdict) bad = fixture_verify_key (forged, jot_private_key_get_public (key));

  fixture_assert_valid (good);
  g_assert_cmpstr (jot_claims_get_issuer (jot_verdict_get_claims (good)), ==, "whitney");
  fixture_assert_refused (bad, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE);
  g_assert_false (jot_verdict_is_proved (bad));
  g_assert_null (jot_verdict_get_claims (bad));
  for (guint check = JOT_CHECK_PAYLOAD; check <= JOT_CHECK_ISSUED_AT; check++)
    {
      g_assert_cmpint (jot_verdict_get_outcome (bad, check), ==, JOT_OUTCOME_NOT_REACHED);
      g_assert_null (jot_verdict_get_found (bad, check));
    }
}

/* There is no way to switch the signature off: claims that are left alone leave the key check as it is. */
static void
test_valid_without_key_check (void)
{
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");
  g_autofree char *token = fixture_sign (key, "{\"alg\":\"ES256\"}", "not even JSON");
  g_autofree char *forged = fixture_sign (fixture_get_key ("p256-other", "ES256"), "{\"alg\":\"ES256\"}", "not even JSON");
  JotPolicy policy = JOT_POLICY_INIT;
  g_autoptr (JotVerdict) good = NULL;
  g_autoptr (JotVerdict) bad = NULL;
  g_autoptr (JotVerdict) with_claims = fixture_verify_key (token, jot_private_key_get_public (key));

  policy.signature_only = TRUE;
  good = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policy, 1000);
  bad = jot_verify (forged, -1, NULL, jot_private_key_get_public (key), &policy, 1000);
  fixture_assert_valid (good);
  fixture_assert_refused (bad, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE);
  fixture_assert_refused (with_claims, JOT_ERROR_BAD_CLAIMS, JOT_REASON_NOT_JSON);
  g_assert_true (jot_verdict_is_proved (with_claims));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/wrong-green-lights/alg-from-token", test_alg_from_token);
  g_test_add_func ("/jot/wrong-green-lights/hidden-leeway", test_hidden_leeway);
  g_test_add_func ("/jot/wrong-green-lights/exp-not-looked-at", test_exp_not_looked_at);
  g_test_add_func ("/jot/wrong-green-lights/no-key", test_no_key);
  g_test_add_func ("/jot/wrong-green-lights/keys-from-header", test_keys_from_header);
  g_test_add_func ("/jot/wrong-green-lights/unknown-crit", test_unknown_crit);
  g_test_add_func ("/jot/wrong-green-lights/stronger-alg-for-key", test_stronger_alg_for_key);
  g_test_add_func ("/jot/wrong-green-lights/payload-of-bad-signature", test_payload_of_bad_signature);
  g_test_add_func ("/jot/wrong-green-lights/valid-without-key-check", test_valid_without_key_check);

  return g_test_run ();
}
