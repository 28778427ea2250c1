/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

#include <string.h>

/* Each algorithm: a token of it verifies by its key set, one bit away it does not. */
static void
test_round_trip (gconstpointer data)
{
  const JotAlg *alg = data;
  const char *name = jot_alg_get_name (alg);
  /* Ed25519 is only verified: signed as EdDSA it is the same */
  JotPrivateKey *key = fixture_get_key_for (jot_alg_can_sign (alg) ? name : "EdDSA");
  JotJwk *public = jot_private_key_get_public (key);
  g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\",\"kid\":\"%s\"}", name, jot_jwk_get_thumbprint (public));
  g_autofree char *token = fixture_sign (key, header, "{\"a\":1}");
  g_autofree char *jwk = jot_jwk_to_public_json (public, jot_jwk_get_thumbprint (public), alg);
  g_autoptr (JotJwks) jwks = fixture_set (jwk, NULL);
  g_autoptr (JotVerdict) valid = fixture_verify (token, jwks);
  gsize length = strlen (token);

  fixture_assert_valid (valid);
  g_assert_cmpint (jot_verdict_get_time (valid), ==, 1000);
  g_assert_nonnull (jot_verdict_get_claims (valid));
  g_assert_true (jot_verdict_get_key (valid) == jot_jwks_get_entry (jwks, 0)->key);

  for (gsize at = (gsize) (strchr (token, '.') - token); at + 4 < length; at += 1 + length / 50)
    {
      g_autofree char *changed = g_strdup (token);
      g_autoptr (JotVerdict) bad = NULL;

      if (token[at] == '.')
        continue;
      changed[at] = changed[at] == 'A' ? 'B' : 'A';
      bad = fixture_verify (changed, jwks);
      g_assert_error ((GError *) jot_verdict_get_error (bad), JOT_ERROR, JOT_ERROR_BAD_SIGNATURE);
      g_assert_false (jot_verdict_is_proved (bad));
      g_assert_null (jot_verdict_get_claims (bad));
    }
}

/* The checks in their order, one row each. A token with every later fault too fails at the first. */
static void
test_order (void)
{
  static const struct { JotCheck check; JotError code; const char *header, *payload; gboolean wrong_key; } rows[] = {
    { JOT_CHECK_HEADER, JOT_ERROR_MALFORMED, "{\"crit\":[\"x\"]}", "[]", TRUE },
    { JOT_CHECK_CRITICAL, JOT_ERROR_CRITICAL_HEADER, "{\"alg\":\"HS256\",\"typ\":\"x\",\"crit\":[\"x\"]}", "[]", TRUE },
    { JOT_CHECK_KEY_ID, JOT_ERROR_NO_KEY_ID, "{\"alg\":\"HS256\",\"typ\":\"x\"}", "[]", TRUE },
    { JOT_CHECK_KEY_ID, JOT_ERROR_NO_KEY_ID, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"\"}", "[]", TRUE },
    { JOT_CHECK_ALGORITHM, JOT_ERROR_UNSUPPORTED_ALGORITHM, "{\"alg\":\"HS256\",\"typ\":\"x\",\"kid\":\"none\"}", "[]", TRUE },
    { JOT_CHECK_TYPE, JOT_ERROR_MALFORMED, "{\"alg\":\"ES256\",\"typ\":\"x\",\"kid\":\"none\"}", "[]", TRUE },
    { JOT_CHECK_KEY_FOUND, JOT_ERROR_KEY_NOT_FOUND, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"none\"}", "[]", TRUE },
    { JOT_CHECK_KEY_FOUND, JOT_ERROR_AMBIGUOUS_KEY, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"two\"}", "[]", TRUE },
    { JOT_CHECK_KEY_FIT, JOT_ERROR_KEY_MISMATCH, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k\"}", "[]", TRUE },
    { JOT_CHECK_KEY_STRENGTH, JOT_ERROR_WEAK_KEY, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"weak\"}", "[]", TRUE },
    { JOT_CHECK_SIGNATURE, JOT_ERROR_BAD_SIGNATURE, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k\"}", "[]", TRUE },
    { JOT_CHECK_PAYLOAD, JOT_ERROR_BAD_CLAIMS, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k\"}", "[]", FALSE },
    { JOT_CHECK_EXPIRY, JOT_ERROR_EXPIRED, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k\"}",
      "{\"exp\":1000,\"nbf\":1001,\"iss\":\"x\",\"aud\":\"x\"}", FALSE },
    { JOT_CHECK_NOT_BEFORE, JOT_ERROR_NOT_YET_VALID, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k\"}",
      "{\"exp\":1001,\"nbf\":1001,\"iss\":\"x\",\"aud\":\"x\"}", FALSE },
    { JOT_CHECK_ISSUER, JOT_ERROR_WRONG_ISSUER, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k\"}",
      "{\"exp\":1001,\"nbf\":1000,\"iss\":\"x\",\"aud\":\"x\"}", FALSE },
    { JOT_CHECK_AUDIENCE, JOT_ERROR_WRONG_AUDIENCE, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k\"}",
      "{\"exp\":1001,\"nbf\":1000,\"iss\":\"i\",\"aud\":\"x\"}", FALSE },
    { JOT_N_CHECKS, JOT_ERROR_MALFORMED, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k\"}",
      "{\"exp\":1001,\"nbf\":1000,\"iss\":\"i\",\"aud\":\"a\"}", FALSE },
  };
  g_autofree char *good = fixture_jwk ("p256", "\"kid\":\"k\"");
  g_autofree char *one = fixture_jwk ("p256", "\"kid\":\"two\"");
  g_autofree char *two = fixture_jwk ("p256-other", "\"kid\":\"two\"");
  g_autofree char *weak_text = fixture_read ("attacks/rsa-2047.jwk");
  g_autofree char *weak = g_strdup_printf ("{\"kid\":\"weak\",%s", weak_text + 1);
  g_autoptr (JotJwks) jwks = fixture_set (good, one, two, weak, NULL);
  JotPolicy policy = JOT_POLICY_INIT;

  policy.issuer = "i";
  policy.audience = "a";
  policy.type = "JWT";
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_sign (fixture_get_key (rows[i].wrong_key ? "p256-other" : "p256", "ES256"),
                                             rows[i].header, rows[i].payload);
      g_autoptr (JotVerdict) verdict = jot_verify (token, -1, jwks, NULL, &policy, 1000);
      gboolean valid = rows[i].check == JOT_N_CHECKS;

      g_test_message ("row %u: %s", i, rows[i].header);
      g_assert_cmpint (jot_verdict_is_valid (verdict), ==, valid);
      if (!valid)
        g_assert_error ((GError *) jot_verdict_get_error (verdict), JOT_ERROR, (int) rows[i].code);
      g_assert_cmpint (jot_verdict_is_proved (verdict), ==, rows[i].check > JOT_CHECK_SIGNATURE);
      g_assert_cmpint (jot_verdict_get_claims (verdict) != NULL, ==, rows[i].check > JOT_CHECK_PAYLOAD);
      g_assert_cmpint (jot_verdict_get_key (verdict) != NULL, ==, rows[i].check > JOT_CHECK_KEY_FIT);
      for (guint check = 0; check <= JOT_CHECK_AUDIENCE; check++)
        g_assert_cmpint (jot_verdict_get_outcome (verdict, check), ==,
                         check < rows[i].check ? JOT_OUTCOME_PASSED
                                               : check == rows[i].check ? JOT_OUTCOME_FAILED : JOT_OUTCOME_NOT_REACHED);
    }
}

/* The first four checks, of the form alone */
static void
test_form (void)
{
  static const struct { const char *token; JotCheck check; JotReason reason; } rows[] = {
    { "", JOT_CHECK_FORM, JOT_REASON_PARTS },
    { "a.b", JOT_CHECK_FORM, JOT_REASON_PARTS },
    { "a=.b.c.d", JOT_CHECK_FORM, JOT_REASON_PARTS },
    { "e30=.e30.", JOT_CHECK_ENCODING, JOT_REASON_PADDING },
    { "e3 .e30.", JOT_CHECK_ENCODING, JOT_REASON_CHARACTER },
    { "e30.e.", JOT_CHECK_ENCODING, JOT_REASON_LENGTH },
    { "e31.e30.", JOT_CHECK_ENCODING, JOT_REASON_TRAILING_BITS },
    { "e30.e30.AB", JOT_CHECK_ENCODING, JOT_REASON_TRAILING_BITS },
    { "e30.e30.", JOT_CHECK_HEADER, JOT_REASON_MEMBER_MISSING },
    { "W10.e30.", JOT_CHECK_HEADER, JOT_REASON_NOT_OBJECT },
    { ".e30.", JOT_CHECK_HEADER, JOT_REASON_NOT_JSON },
  };
  const JotPolicy policy = JOT_POLICY_INIT;
  g_autofree char *large = g_strnfill (JOT_MAX_TOKEN_SIZE + 1, '=');
  g_autoptr (JotVerdict) too_large = fixture_verify (large, NULL);

  fixture_assert_refused (too_large, JOT_ERROR_TOO_LARGE, JOT_REASON_SIZE);
  g_assert_cmpint (jot_verdict_get_outcome (too_large, JOT_CHECK_SIZE), ==, JOT_OUTCOME_FAILED);
  g_assert_cmpint (jot_verdict_get_outcome (too_large, JOT_CHECK_FORM), ==, JOT_OUTCOME_NOT_REACHED);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotVerdict) verdict = jot_verify (rows[i].token, (gssize) strlen (rows[i].token), NULL, NULL, &policy, 1000);

      g_test_message ("row %u: %s", i, rows[i].token);
      fixture_assert_refused (verdict, JOT_ERROR_MALFORMED, rows[i].reason);
      for (guint check = 0; check < JOT_N_CHECKS; check++)
        g_assert_cmpint (jot_verdict_get_outcome (verdict, check), ==,
                         check < rows[i].check ? JOT_OUTCOME_PASSED
                                               : check == rows[i].check ? JOT_OUTCOME_FAILED : JOT_OUTCOME_NOT_REACHED);
      g_assert_null (jot_verdict_get_jws (verdict));
    }

  {
    g_autoptr (JotVerdict) nothing = jot_verify ("e30.e30.", 0, NULL, NULL, &policy, 1000);

    fixture_assert_refused (nothing, JOT_ERROR_MALFORMED, JOT_REASON_PARTS);
  }
}

/* RFC 7519 §4.1.4 and §4.1.5, with leeway. */
static void
test_dates (void)
{
  static const struct { const char *payload; gint64 now, leeway; int code; const char *found; } rows[] = {
    { "{}", 0, 0, 0, NULL },
    { "{\"exp\":1000}", 999, 0, 0, NULL },
    { "{\"exp\":1000}", 1000, 0, JOT_ERROR_EXPIRED, "1000" },
    { "{\"exp\":1000}", 1001, 0, JOT_ERROR_EXPIRED, "1000" },
    { "{\"exp\":1000}", 1009, 10, 0, NULL },
    { "{\"exp\":1000}", 1010, 10, JOT_ERROR_EXPIRED, "1000" },
    { "{\"exp\":1000.5}", 1000, 0, 0, NULL },
    { "{\"exp\":1000.5}", 1001, 0, JOT_ERROR_EXPIRED, "1001" },
    { "{\"exp\":0}", 0, 0, JOT_ERROR_EXPIRED, "0" },
    { "{\"exp\":-1}", -2, 0, 0, NULL },
    { "{\"nbf\":1000}", 999, 0, JOT_ERROR_NOT_YET_VALID, "1000" },
    { "{\"nbf\":1000}", 1000, 0, 0, NULL },
    { "{\"nbf\":1000}", 990, 10, 0, NULL },
    { "{\"nbf\":1000}", 989, 10, JOT_ERROR_NOT_YET_VALID, "1000" },
    { "{\"nbf\":1000.5}", 1000, 0, JOT_ERROR_NOT_YET_VALID, "1001" },
    { "{\"nbf\":1000.5}", 1001, 0, 0, NULL },
    /* no leeway is less than none, and none makes numbers turn round */
    { "{\"exp\":1000}", 999, -10, 0, NULL },
    { "{\"nbf\":1000}", 1000, -10, 0, NULL },
    { "{\"exp\":9007199254740992}", G_MAXINT64, 0, JOT_ERROR_EXPIRED, "9007199254740992" },
    { "{\"exp\":9007199254740992}", G_GINT64_CONSTANT (9007199254740991), G_MAXINT64, 0, NULL },
    { "{\"exp\":-9007199254740992}", -1, G_MAXINT64, 0, NULL },
    { "{\"exp\":-9007199254740992}", 0, G_MAXINT64, JOT_ERROR_EXPIRED, "-9007199254740992" },
    { "{\"nbf\":9007199254740992}", 0, G_MAXINT64, 0, NULL },
    { "{\"nbf\":9007199254740992}", -1, G_MAXINT64, JOT_ERROR_NOT_YET_VALID, "9007199254740992" },
    { "{\"nbf\":-9007199254740992}", G_MININT64, 0, JOT_ERROR_NOT_YET_VALID, "-9007199254740992" },
  };
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_sign (key, "{\"alg\":\"EdDSA\"}", rows[i].payload);
      JotPolicy policy = JOT_POLICY_INIT;
      g_autoptr (JotVerdict) verdict = NULL;
      JotCheck check = rows[i].code == JOT_ERROR_EXPIRED ? JOT_CHECK_EXPIRY : JOT_CHECK_NOT_BEFORE;

      policy.leeway = rows[i].leeway;
      verdict = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policy, rows[i].now);
      g_test_message ("row %u: %s", i, rows[i].payload);
      g_assert_true (jot_verdict_is_proved (verdict));
      if (rows[i].code == 0)
        {
          fixture_assert_valid (verdict);
          continue;
        }
      fixture_assert_refused (verdict, (JotError) rows[i].code, JOT_REASON_DATE);
      g_assert_cmpstr (jot_verdict_get_expected (verdict, check), ==, check == JOT_CHECK_EXPIRY ? "exp" : "nbf");
      g_assert_cmpstr (jot_verdict_get_found (verdict, check), ==, rows[i].found);
    }
}

/* An issue date in the future is a note. */
static void
test_issued_at (void)
{
  static const struct { const char *payload; gint64 leeway; const char *noted; } rows[] = {
    { "{}", 0, NULL }, { "{\"iat\":1000}", 0, NULL }, { "{\"iat\":1001}", 0, "1001" }, { "{\"iat\":1010}", 10, NULL },
    { "{\"iat\":1011}", 10, "1011" },
  };
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_sign (key, "{\"alg\":\"EdDSA\"}", rows[i].payload);
      JotPolicy policy = JOT_POLICY_INIT;
      g_autoptr (JotVerdict) verdict = NULL;

      policy.leeway = rows[i].leeway;
      verdict = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policy, 1000);
      fixture_assert_valid (verdict);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_ISSUED_AT), ==,
                       rows[i].noted != NULL ? JOT_OUTCOME_NOTE : JOT_OUTCOME_PASSED);
      g_assert_cmpstr (jot_verdict_get_found (verdict, JOT_CHECK_ISSUED_AT), ==, rows[i].noted);
    }
}

/* Issuer and audience: equality, only where demanded; an absent one is not the demanded one. */
static void
test_issuer_and_audience (void)
{
  static const struct { const char *payload, *issuer, *audience; int code; const char *found; JotOutcome audience_outcome; } rows[] = {
    { "{}", NULL, NULL, 0, NULL, JOT_OUTCOME_NOT_DEMANDED },
    { "{\"iss\":\"W\",\"aud\":\"shop\"}", NULL, NULL, 0, "shop", JOT_OUTCOME_NOTE },
    { "{\"aud\":[ \"a\", \"b\" ]}", NULL, NULL, 0, "[\"a\",\"b\"]", JOT_OUTCOME_NOTE },
    { "{\"iss\":\"W\"}", "W", NULL, 0, NULL, JOT_OUTCOME_NOT_DEMANDED },
    { "{\"iss\":\"w\"}", "W", NULL, JOT_ERROR_WRONG_ISSUER, "w", JOT_OUTCOME_NOT_REACHED },
    { "{\"iss\":\"W/\"}", "W", NULL, JOT_ERROR_WRONG_ISSUER, "W/", JOT_OUTCOME_NOT_REACHED },
    { "{\"iss\":[\"W\"]}", "W", NULL, JOT_ERROR_WRONG_ISSUER, "[\"W\"]", JOT_OUTCOME_NOT_REACHED },
    { "{\"iss\":null}", "W", NULL, JOT_ERROR_WRONG_ISSUER, "null", JOT_OUTCOME_NOT_REACHED },
    { "{}", "W", NULL, JOT_ERROR_WRONG_ISSUER, NULL, JOT_OUTCOME_NOT_REACHED },
    { "{\"iss\":\"\"}", "", NULL, 0, NULL, JOT_OUTCOME_NOT_DEMANDED },
    { "{\"aud\":\"shop\"}", NULL, "shop", 0, NULL, JOT_OUTCOME_PASSED },
    { "{\"aud\":[\"a\",\"shop\"]}", NULL, "shop", 0, NULL, JOT_OUTCOME_PASSED },
    { "{\"aud\":[\"a\",\"b\"]}", NULL, "shop", JOT_ERROR_WRONG_AUDIENCE, "[\"a\",\"b\"]", JOT_OUTCOME_FAILED },
    { "{\"aud\":\"SHOP\"}", NULL, "shop", JOT_ERROR_WRONG_AUDIENCE, "SHOP", JOT_OUTCOME_FAILED },
    { "{}", NULL, "shop", JOT_ERROR_WRONG_AUDIENCE, NULL, JOT_OUTCOME_FAILED },
    { "{\"aud\":7}", NULL, "7", JOT_ERROR_WRONG_AUDIENCE, "7", JOT_OUTCOME_FAILED },
    { "{\"iss\":\"W\",\"aud\":\"shop\"}", "W", "shop", 0, NULL, JOT_OUTCOME_PASSED },
    { "{\"iss\":\"x\",\"aud\":\"x\"}", "W", "shop", JOT_ERROR_WRONG_ISSUER, "x", JOT_OUTCOME_NOT_REACHED },
  };
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_sign (key, "{\"alg\":\"EdDSA\"}", rows[i].payload);
      JotPolicy policy = JOT_POLICY_INIT;
      g_autoptr (JotVerdict) verdict = NULL;

      policy.issuer = rows[i].issuer;
      policy.audience = rows[i].audience;
      verdict = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policy, 1000);
      g_test_message ("row %u: %s", i, rows[i].payload);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_AUDIENCE), ==, rows[i].audience_outcome);
      if (rows[i].code == 0)
        {
          fixture_assert_valid (verdict);
          g_assert_cmpstr (jot_verdict_get_found (verdict, JOT_CHECK_AUDIENCE), ==, rows[i].found);
          g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_ISSUER), ==,
                           rows[i].issuer != NULL ? JOT_OUTCOME_PASSED : JOT_OUTCOME_NOT_DEMANDED);
        }
      else
        {
          JotCheck check = rows[i].code == JOT_ERROR_WRONG_ISSUER ? JOT_CHECK_ISSUER : JOT_CHECK_AUDIENCE;

          fixture_assert_refused (verdict, (JotError) rows[i].code, JOT_REASON_CLAIM_VALUE);
          g_assert_cmpint (jot_verdict_get_outcome (verdict, check), ==, JOT_OUTCOME_FAILED);
          g_assert_cmpstr (jot_verdict_get_expected (verdict, check), ==,
                           check == JOT_CHECK_ISSUER ? rows[i].issuer : rows[i].audience);
          g_assert_cmpstr (jot_verdict_get_found (verdict, check), ==, rows[i].found);
        }
    }
}

/* RFC 7515 §4.1.9: in any case, “application/” or not; never refused unless demanded. */
static void
test_type (void)
{
  static const struct { const char *typ, *demanded; gboolean taken; } rows[] = {
    { NULL, NULL, TRUE }, { "\"anything\"", NULL, TRUE }, { "7", NULL, TRUE },
    { "\"JWT\"", "JWT", TRUE }, { "\"jwt\"", "JWT", TRUE }, { "\"JWT\"", "jwt", TRUE },
    { "\"application/JWT\"", "jwt", TRUE }, { "\"jwt\"", "application/JWT", TRUE },
    { "\"APPLICATION/at+jwt\"", "Application/AT+JWT", TRUE },
    { "\"at+jwt\"", "JWT", FALSE }, { "\"JWT \"", "JWT", FALSE }, { "\"JWTX\"", "JWT", FALSE }, { "\"\"", "JWT", FALSE },
    { "\"text/jwt\"", "jwt", FALSE }, { "7", "JWT", FALSE }, { "null", "JWT", FALSE }, { NULL, "JWT", FALSE },
    { "\"applicationXJWT\"", "JWT", FALSE }, { "\"JWT\"", "applicationXJWT", FALSE },
    { "\"application/\"", "", TRUE }, { "\"application\"", "", FALSE },
  };
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *header = rows[i].typ != NULL ? g_strdup_printf ("{\"alg\":\"EdDSA\",\"typ\":%s}", rows[i].typ)
                                                    : g_strdup ("{\"alg\":\"EdDSA\"}");
      g_autofree char *token = fixture_sign (key, header, "{}");
      JotPolicy policy = JOT_POLICY_INIT;
      g_autoptr (JotVerdict) verdict = NULL;

      policy.type = rows[i].demanded;
      verdict = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policy, 1000);
      g_test_message ("row %u: %s", i, header);
      if (rows[i].taken)
        {
          fixture_assert_valid (verdict);
          g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_TYPE), ==,
                           rows[i].demanded != NULL ? JOT_OUTCOME_PASSED : JOT_OUTCOME_NOT_DEMANDED);
          continue;
        }
      fixture_assert_refused (verdict, JOT_ERROR_MALFORMED, JOT_REASON_TYPE);
      g_assert_cmpstr (jot_verdict_get_expected (verdict, JOT_CHECK_TYPE), ==, rows[i].demanded);
    }
}

/* Which of the names that are no algorithm of ours it is, for the words. */
static void
test_algorithm_reasons (void)
{
  static const struct { const char *name; JotReason reason; } rows[] = {
    { "none", JOT_REASON_ALG_NONE }, { "nOnE", JOT_REASON_ALG_NONE }, { "HS256", JOT_REASON_ALG_HMAC },
    { "hs1", JOT_REASON_ALG_HMAC }, { "ES256K", JOT_REASON_ALG_UNKNOWN }, { "rs256", JOT_REASON_ALG_UNKNOWN },
    { "", JOT_REASON_ALG_UNKNOWN }, { "H", JOT_REASON_ALG_UNKNOWN }, { "RSA-OAEP", JOT_REASON_ALG_UNKNOWN },
  };
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\"}", rows[i].name);
      g_autofree char *token = fixture_sign (key, header, "{}");
      g_autoptr (JotVerdict) verdict = fixture_verify_key (token, jot_private_key_get_public (key));

      fixture_assert_refused (verdict, JOT_ERROR_UNSUPPORTED_ALGORITHM, rows[i].reason);
      g_assert_cmpstr (jot_verdict_get_found (verdict, JOT_CHECK_ALGORITHM), ==, rows[i].name);
      g_assert_cmpstr (jot_verdict_get_expected (verdict, JOT_CHECK_ALGORITHM), ==,
                       "RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519");
    }
}

/* With one key no key ID is needed, and one that is there does not count; all else is as ever. */
static void
test_single_key (void)
{
  static const struct { const char *header; int code; } rows[] = {
    { "{\"alg\":\"ES256\"}", 0 },
    { "{\"alg\":\"ES256\",\"kid\":\"whatever\"}", 0 },
    { "{\"alg\":\"ES256\",\"kid\":\"\"}", 0 },
    { "{\"alg\":\"ES256\",\"kid\":7}", JOT_ERROR_MALFORMED },
    { "{\"alg\":\"ES384\"}", JOT_ERROR_KEY_MISMATCH },
    { "{\"alg\":\"RS256\"}", JOT_ERROR_KEY_MISMATCH },
    { "{\"alg\":\"ES256\",\"crit\":[\"x\"]}", JOT_ERROR_CRITICAL_HEADER },
  };
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");
  g_autoptr (JotJwks) other = fixture_read_jwks ("rfc7517-a.1.jwks");
  const JotPolicy policy = JOT_POLICY_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_sign (key, rows[i].header, "{}");
      /* a set beside it does not count */
      g_autoptr (JotVerdict) verdict = jot_verify (token, -1, other, jot_private_key_get_public (key), &policy, 1000);

      g_test_message ("%s", rows[i].header);
      if (rows[i].code != 0)
        {
          g_assert_error ((GError *) jot_verdict_get_error (verdict), JOT_ERROR, rows[i].code);
          continue;
        }
      fixture_assert_valid (verdict);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_KEY_ID), ==, JOT_OUTCOME_NOT_DEMANDED);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_KEY_FOUND), ==, JOT_OUTCOME_NOT_DEMANDED);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_KEY_FIT), ==, JOT_OUTCOME_PASSED);
      g_assert_true (jot_verdict_get_key (verdict) == jot_private_key_get_public (key));
    }
}

/* Claims left alone: any payload, also none, and no date counts. */
static void
test_signature_only (void)
{
  static const char * const payloads[] = { "", "text", "{\"exp\":1}", "{\"nbf\":9999999}", "{\"a\":1,\"a\":2}" };
  static const JotCheck left[] = {
    JOT_CHECK_PAYLOAD, JOT_CHECK_EXPIRY, JOT_CHECK_NOT_BEFORE, JOT_CHECK_ISSUER, JOT_CHECK_AUDIENCE, JOT_CHECK_ISSUED_AT,
  };
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");
  JotPolicy policy = JOT_POLICY_INIT;

  policy.issuer = "demanded and left alone";
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *token = fixture_sign (key, "{\"alg\":\"ES256\"}", payloads[i]);
      g_autoptr (JotVerdict) alone = NULL;
      g_autoptr (JotVerdict) judged = NULL;

      policy.signature_only = TRUE;
      alone = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policy, 1000);
      policy.signature_only = FALSE;
      judged = jot_verify (token, -1, NULL, jot_private_key_get_public (key), &policy, 1000);

      fixture_assert_valid (alone);
      g_assert_null (jot_verdict_get_claims (alone));
      for (guint j = 0; j < G_N_ELEMENTS (left); j++)
        g_assert_cmpint (jot_verdict_get_outcome (alone, left[j]), ==, JOT_OUTCOME_NOT_DEMANDED);
      g_assert_false (jot_verdict_is_valid (judged));
      g_assert_true (jot_verdict_is_proved (judged));
    }
}

/* Names are contracts: they stand in reports. */
static void
test_names (void)
{
  static const char * const checks[] = {
    "size", "form", "encoding", "header", "critical", "key-id", "algorithm", "type", "key", "key-fit", "key-strength",
    "signature", "payload", "expiry", "not-before", "issuer", "audience", "issued-at", "foreign-keys",
  };
  static const char * const outcomes[] = { "not-reached", "passed", "note", "not-demanded", "failed" };

  g_assert_cmpuint (JOT_N_CHECKS, ==, G_N_ELEMENTS (checks));
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    g_assert_cmpstr (jot_check_get_name (i), ==, checks[i]);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    g_assert_cmpstr (jot_outcome_get_name (i), ==, outcomes[i]);
}

static void
test_ref (void)
{
  JotPrivateKey *key = fixture_get_key ("p256", "ES256");
  g_autofree char *token = fixture_sign (key, "{\"alg\":\"ES256\"}", "{\"iss\":\"W\"}");
  g_autoptr (JotVerdict) verdict = fixture_verify_key (token, jot_private_key_get_public (key));

  g_assert_true (jot_verdict_ref (verdict) == verdict);
  jot_verdict_unref (verdict);
  g_assert_cmpstr (jot_claims_get_issuer (jot_verdict_get_claims (verdict)), ==, "W");
}

int
main (int    argc,
      char **argv)
{
  const JotAlg *alg;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/jot/verdict/round-trip/%s", jot_alg_get_name (alg));

      g_test_add_data_func (path, alg, test_round_trip);
    }
  g_test_add_func ("/jot/verdict/order", test_order);
  g_test_add_func ("/jot/verdict/form", test_form);
  g_test_add_func ("/jot/verdict/dates", test_dates);
  g_test_add_func ("/jot/verdict/issued-at", test_issued_at);
  g_test_add_func ("/jot/verdict/issuer-and-audience", test_issuer_and_audience);
  g_test_add_func ("/jot/verdict/type", test_type);
  g_test_add_func ("/jot/verdict/algorithm-reasons", test_algorithm_reasons);
  g_test_add_func ("/jot/verdict/single-key", test_single_key);
  g_test_add_func ("/jot/verdict/signature-only", test_signature_only);
  g_test_add_func ("/jot/verdict/names", test_names);
  g_test_add_func ("/jot/verdict/ref", test_ref);

  return g_test_run ();
}
