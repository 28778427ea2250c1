/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

/* RFC 7519 §4: one strict JSON object; what stands in it otherwise is anyone's. */
static void
test_refused (void)
{
  static const struct { const char *payload; gssize length; JotReason reason; const char *expected, *found; } rows[] = {
    { "", -1, JOT_REASON_NOT_JSON, NULL, "value expected" },
    { "x", -1, JOT_REASON_NOT_JSON, NULL, "value expected" },
    { "{} {}", -1, JOT_REASON_NOT_JSON, NULL, "text behind the value" },
    { "{}", 0, JOT_REASON_NOT_JSON, NULL, "value expected" },
    { "{}\0", 3, JOT_REASON_NOT_UTF8, NULL, NULL },
    { "{\"a\":\"\xff\"}", -1, JOT_REASON_NOT_UTF8, NULL, NULL },
    { "{\"a\":1,\"a\":1}", -1, JOT_REASON_DUPLICATE_MEMBER, NULL, "a" },
    { "{\"exp\":1,\"\\u0065xp\":2}", -1, JOT_REASON_DUPLICATE_MEMBER, NULL, "exp" },
    { "[]", -1, JOT_REASON_NOT_OBJECT, NULL, NULL },
    { "\"exp\"", -1, JOT_REASON_NOT_OBJECT, NULL, NULL },
    { "null", -1, JOT_REASON_NOT_OBJECT, NULL, NULL },
    { "12", -1, JOT_REASON_NOT_OBJECT, NULL, NULL },
    { "{\"exp\":\"2000\"}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "\"2000\"" },
    { "{\"exp\":null}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "null" },
    { "{\"exp\":true}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "true" },
    { "{\"exp\":[ 1 ]}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "[1]" },
    { "{\"exp\":1e400}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "1e400" },
    { "{\"exp\":9007199254740993}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "9007199254740993" },
    { "{\"exp\":-9007199254740993}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "-9007199254740993" },
    { "{\"nbf\":\"now\"}", -1, JOT_REASON_CLAIM_NOT_DATE, "nbf", "\"now\"" },
    { "{\"nbf\":1e16}", -1, JOT_REASON_CLAIM_NOT_DATE, "nbf", "1e16" },
    { "{\"iat\":{}}", -1, JOT_REASON_CLAIM_NOT_DATE, "iat", "{}" },
    { "{\"iat\":12345678901234567890}", -1, JOT_REASON_CLAIM_NOT_DATE, "iat", "12345678901234567890" },
    { "{\"exp\":\"a\",\"nbf\":\"b\",\"iat\":\"c\"}", -1, JOT_REASON_CLAIM_NOT_DATE, "exp", "\"a\"" },
    { "{\"iat\":\"c\",\"nbf\":\"b\",\"exp\":1}", -1, JOT_REASON_CLAIM_NOT_DATE, "nbf", "\"b\"" },
  };
  static const char * const good[] = {
    "{}", " {\"a\":12345678901234567890,\"b\":1e400} ", "{\"Exp\":\"never\"}", "{\"x\":{\"exp\":\"never\"}}",
    "{\"iss\":1,\"sub\":[],\"aud\":{},\"jti\":null}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("row %u", i);
      g_assert_null (jot_claims_parse (rows[i].payload, rows[i].length, &error));
      fixture_assert_error (error, JOT_ERROR_BAD_CLAIMS, rows[i].reason);
      g_assert_cmpuint (jot_error_get_details (error)->part, ==, 2);
      g_assert_cmpstr (jot_error_get_details (error)->expected, ==, rows[i].expected);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].found);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (JotClaims) claims = jot_claims_parse (good[i], -1, NULL);
      gint64 seconds;

      g_assert_nonnull (claims);
      g_assert_false (jot_claims_get_expiry (claims, &seconds));
      g_assert_null (jot_claims_get_issuer (claims));
    }
}

/* RFC 7519 §2: a NumericDate may have a fraction; whole seconds reach it at the next. */
static void
test_dates (void)
{
  static const struct { const char *number; gint64 seconds; } rows[] = {
    { "0", 0 }, { "-1", -1 }, { "1700000000", 1700000000 }, { "17e8", 1700000000 }, { "1000.0", 1000 }, { "1000.001", 1001 },
    { "1000.999", 1001 }, { "-0.5", 0 }, { "-1000.5", -1000 }, { "9007199254740992", G_GINT64_CONSTANT (9007199254740992) },
    { "-9007199254740992", -G_GINT64_CONSTANT (9007199254740992) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"exp\":%s,\"nbf\":%s,\"iat\":%s}", rows[i].number, rows[i].number, rows[i].number);
      g_autofree char *single = g_strdup_printf ("{\"nbf\":%s}", rows[i].number);
      g_autoptr (JotClaims) claims = jot_claims_parse (text, -1, NULL);
      g_autoptr (JotClaims) one = jot_claims_parse (single, -1, NULL);
      gint64 seconds;

      g_assert_true (jot_claims_get_expiry (claims, &seconds));
      g_assert_cmpint (seconds, ==, rows[i].seconds);
      g_assert_true (jot_claims_get_not_before (claims, &seconds));
      g_assert_cmpint (seconds, ==, rows[i].seconds);
      g_assert_true (jot_claims_get_issued_at (claims, &seconds));
      g_assert_cmpint (seconds, ==, rows[i].seconds);

      seconds = 7;
      g_assert_false (jot_claims_get_expiry (one, &seconds));
      g_assert_false (jot_claims_get_issued_at (one, &seconds));
      g_assert_cmpint (seconds, ==, 7);
    }
}

static void
test_members (void)
{
  g_autoptr (JotClaims) claims = jot_claims_parse ("{\"iss\":\"W\",\"sub\":\"B\",\"jti\":\"1\\u0032\",\"x\":[]}", -1, NULL);

  g_assert_cmpstr (jot_claims_get_issuer (claims), ==, "W");
  g_assert_cmpstr (jot_claims_get_subject (claims), ==, "B");
  g_assert_cmpstr (jot_claims_get_id (claims), ==, "12");
  g_assert_cmpuint (jot_json_node_get_size (jot_claims_get_root (claims)), ==, 4);

  g_assert_true (jot_claims_ref (claims) == claims);
  jot_claims_unref (claims);
  g_assert_cmpstr (jot_claims_get_issuer (claims), ==, "W");
}

/* RFC 7519 §4.1.3: a string or an array of strings; equality */
static void
test_audience (void)
{
  static const struct { const char *payload; gboolean has; } rows[] = {
    { "{\"aud\":\"shop\"}", TRUE },
    { "{\"aud\":\"Shop\"}", FALSE },
    { "{\"aud\":\"shop \"}", FALSE },
    { "{\"aud\":\"shopping\"}", FALSE },
    { "{\"aud\":\"sho\"}", FALSE },
    { "{\"aud\":\"\"}", FALSE },
    { "{\"aud\":\"s\\u0068op\"}", TRUE },
    { "{\"aud\":[\"shop\"]}", TRUE },
    { "{\"aud\":[\"a\",\"shop\"]}", TRUE },
    { "{\"aud\":[1,null,\"shop\"]}", TRUE },
    { "{\"aud\":[]}", FALSE },
    { "{\"aud\":[\"a\",\"b\"]}", FALSE },
    { "{\"aud\":[[\"shop\"]]}", FALSE },
    { "{\"aud\":{\"shop\":\"shop\"}}", FALSE },
    { "{\"aud\":null}", FALSE },
    { "{\"aud\":1}", FALSE },
    { "{}", FALSE },
    { "{\"x\":{\"aud\":\"shop\"}}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotClaims) claims = jot_claims_parse (rows[i].payload, -1, NULL);

      g_test_message ("%s", rows[i].payload);
      g_assert_cmpint (jot_claims_has_audience (claims, "shop"), ==, rows[i].has);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/claims/refused", test_refused);
  g_test_add_func ("/jot/claims/dates", test_dates);
  g_test_add_func ("/jot/claims/members", test_members);
  g_test_add_func ("/jot/claims/audience", test_audience);

  return g_test_run ();
}
