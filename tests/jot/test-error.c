/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"

/* Names and numbers are contracts. */
static void
test_codes (void)
{
  static const struct { JotError code; int number; const char *name; gboolean refusal; } rows[] = {
    { JOT_ERROR_MALFORMED, 1, "malformed", TRUE },
    { JOT_ERROR_TOO_LARGE, 2, "too-large", TRUE },
    { JOT_ERROR_NO_KEY_ID, 3, "no-key-id", TRUE },
    { JOT_ERROR_UNSUPPORTED_ALGORITHM, 4, "unsupported-algorithm", TRUE },
    { JOT_ERROR_CRITICAL_HEADER, 5, "critical-header", TRUE },
    { JOT_ERROR_KEY_NOT_FOUND, 6, "key-not-found", TRUE },
    { JOT_ERROR_AMBIGUOUS_KEY, 7, "ambiguous-key", TRUE },
    { JOT_ERROR_KEY_MISMATCH, 8, "key-mismatch", TRUE },
    { JOT_ERROR_WEAK_KEY, 9, "weak-key", TRUE },
    { JOT_ERROR_BAD_SIGNATURE, 10, "bad-signature", TRUE },
    { JOT_ERROR_BAD_CLAIMS, 11, "bad-claims", TRUE },
    { JOT_ERROR_EXPIRED, 12, "expired", TRUE },
    { JOT_ERROR_NOT_YET_VALID, 13, "not-yet-valid", TRUE },
    { JOT_ERROR_WRONG_ISSUER, 14, "wrong-issuer", TRUE },
    { JOT_ERROR_WRONG_AUDIENCE, 15, "wrong-audience", TRUE },
    { JOT_ERROR_SIGNER_KEY_CHANGED, 16, "signer-key-changed", TRUE },
    { JOT_ERROR_KEY_SET_UNAVAILABLE, 17, "key-set-unavailable", FALSE },
    { JOT_ERROR_KEY_SET_INVALID, 18, "key-set-invalid", FALSE },
    { JOT_ERROR_CRYPTO, 19, "crypto-failed", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (rows[i].code, ==, rows[i].number);
      g_assert_cmpstr (jot_error_get_code_name (rows[i].code), ==, rows[i].name);
      g_assert_cmpint (jot_error_is_refusal (rows[i].code), ==, rows[i].refusal);
    }
}

static void
test_details (void)
{
  g_autoptr (GError) error = jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG, 1, 42, "RS256", "ES256",
                                            "expected %s, found %s", "RS256", "ES256");
  g_autoptr (GError) copy = g_error_copy (error);
  g_autoptr (GError) bare = g_error_new_literal (JOT_ERROR, JOT_ERROR_CRYPTO, "made elsewhere");
  g_autoptr (GError) foreign = g_error_new_literal (G_FILE_ERROR, 0, "of another domain");
  const JotErrorDetails *details;

  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_MISMATCH);
  g_assert_cmpstr (error->message, ==, "expected RS256, found ES256");
  g_clear_error (&error);

  details = jot_error_get_details (copy);
  g_assert_cmpint (details->reason, ==, JOT_REASON_KEY_ALG);
  g_assert_cmpuint (details->part, ==, 1);
  g_assert_cmpuint (details->position, ==, 42);
  g_assert_cmpstr (details->expected, ==, "RS256");
  g_assert_cmpstr (details->found, ==, "ES256");

  g_assert_cmpint (jot_error_get_details (bare)->reason, ==, JOT_REASON_NONE);
  g_assert_null (jot_error_get_details (bare)->found);
  g_assert_null (jot_error_get_details (foreign));
  g_assert_null (jot_error_get_details (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/error/codes", test_codes);
  g_test_add_func ("/jot/error/details", test_details);

  return g_test_run ();
}
