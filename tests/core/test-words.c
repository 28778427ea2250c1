/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-words.h"

#include "jot-jwk.h"
#include "signet-keys-error.h"

#include <string.h>

#define NOW 1762178520 /* 2025-11-03 14:02:00 UTC */

static void
test_clean (void)
{
  static const struct { const char *text; guint max; const char *expected; } rows[] = {
    { "Whitney", 0, "Whitney" },
    { "Mac & <b>cheese</b>", 0, "Mac & <b>cheese</b>" },
    { "a\nb\tc", 0, "a b c" },
    { "a\033[31mb", 0, "a[31mb" },
    { "x\342\200\256gnp.exe", 0, "xgnp.exe" },       /* U+202E, right-to-left override */
    { "a\342\201\246b", 0, "ab" },                   /* U+2066, isolate */
    { "Crème brûlée", 0, "Crème brûlée" },
    { "abcdef", 6, "abcdef" },
    { "abcdefg", 6, "abcde…" },
    { "\377\376", 0, "\357\277\275\357\277\275" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = signet_words_clean (rows[i].text, rows[i].max);

      g_assert_cmpstr (clean, ==, rows[i].expected);
    }
}

static void
test_time (void)
{
  static const struct { gint64 offset; const char *expected; } rows[] = {
    { 0, "today at 14:02" },
    { 86400, "tomorrow at 14:02" },
    { -86400, "yesterday at 14:02" },
    { 9 * 3600 + 57 * 60, "today at 23:59" },
    { 9 * 3600 + 58 * 60, "tomorrow at 00:00" },
    { -3 * 86400, "31 October" },
    { -400 * 86400, "29 September 2024" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = signet_words_time (NOW + rows[i].offset, NOW);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }

  /* beyond the calendar: no crash, the number itself */
  {
    g_autofree char *far = signet_words_time (G_MAXINT64, NOW);

    g_assert_cmpstr (far, ==, "9223372036854775807");
  }
}

static void
test_duration (void)
{
  static const struct { gint64 seconds; const char *expected; } rows[] = {
    { -5, "0 seconds" },
    { 1, "1 second" },
    { 59, "59 seconds" },
    { 60, "1 minute" },
    { 3599, "59 minutes" },
    { 23 * 3600 + 41 * 60, "23 h 41 min" },
    { 86400, "1 day" },
    { 2 * 86400 + 3 * 3600, "2 days 3 h" },
    { 400 * 86400, "400 days" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = signet_words_duration (rows[i].seconds);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_verdict (void)
{
  static const struct
  {
    JotError code; JotReason reason; guint part; guint64 position;
    const char *expected, *found, *title, *sentence;
  } rows[] = {
    { JOT_ERROR_MALFORMED, JOT_REASON_PARTS, 0, 2, NULL, NULL, "This is not a whole token",
      "A token has three parts joined by dots; this has 2." },
    { JOT_ERROR_MALFORMED, JOT_REASON_CHARACTER, 2, 211, NULL, "+", "This is not a whole token",
      "Part 2 contains “+” at position 212, which does not belong there." },
    { JOT_ERROR_TOO_LARGE, JOT_REASON_SIZE, 0, 412 * 1024, NULL, NULL, "This is too long for a token",
      "It has 412 KiB; Signet reads up to 256." },
    { JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_HMAC, 0, 0, NULL, "HS256", "This signature proves nothing",
      "It was made with a shared secret (HS256): whoever can check it can also forge it." },
    { JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_NONE, 0, 0, NULL, "none", "This signature proves nothing",
      "It is not signed at all." },
    { JOT_ERROR_CRITICAL_HEADER, JOT_REASON_CRIT, 0, 0, NULL, "exp2", "This token asks for more than Signet can do",
      "It says that “exp2” must be understood, and Signet does not understand it." },
    { JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, 0, 2, "k", NULL, "The signing key is not in the key set",
      "example.com publishes 2 keys, none with the ID of this token." },
    { JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG, 0, 0, "RS256", "ES256", "The key is not made for this",
      "The token says RS256; the key in the set is for ES256." },
    { JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_SIZE, 0, 0, "2048", "1024", "The key is too weak",
      "It has 1024 bits; at least 2048 are needed to be safe from forging." },
    { JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE, 0, 0, NULL, NULL, "The signature does not fit",
      "Either the text was changed after it was signed, or someone else signed it." },
    { JOT_ERROR_BAD_CLAIMS, JOT_REASON_CLAIM_NOT_DATE, 0, 0, "exp", "\"soon\"", "Something in it makes no sense",
      "The signature is right, but the expiry is “soon”, which is not a time." },
    { JOT_ERROR_EXPIRED, JOT_REASON_DATE, 0, 0, "exp", "1762092120", "This list has expired",
      "It was valid until yesterday at 14:02. The signature itself is right." },
    { JOT_ERROR_NOT_YET_VALID, JOT_REASON_DATE, 0, 0, "nbf", "1762264920", "This list is not valid yet",
      "It counts from tomorrow at 14:02; it is 14:02 now." },
    { JOT_ERROR_WRONG_ISSUER, JOT_REASON_CLAIM_VALUE, 0, 0, "Whitney", "Tom", "Someone else issued this",
      "You require “Whitney”; the token says “Tom”." },
    { JOT_ERROR_WRONG_AUDIENCE, JOT_REASON_CLAIM_VALUE, 0, 0, "Brian", NULL, "This is meant for someone else",
      "You require “Brian”; the token names nobody." },
    { JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_TIMEOUT, 0, 5, NULL, "192.168.1.23", "The key set could not be fetched",
      "192.168.1.23 did not answer within 5 seconds." },
    { JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE, 0, 0, NULL, NULL, "The key set cannot be used",
      "It contains private keys." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SignetWordsContext context = { .is_list = TRUE, .host = "example.com", .now = NOW };
      g_autoptr (GError) error = jot_error_new (rows[i].code, rows[i].reason, rows[i].part, rows[i].position,
                                                rows[i].expected, rows[i].found, "test");
      g_autoptr (SignetWords) words = signet_words_for_verdict (error, &context);

      g_assert_cmpstr (words->title, ==, rows[i].title);
      g_assert_cmpstr (words->sentence, ==, rows[i].sentence);
    }
}

/* Each code has a title and a sentence, also where no details are known. */
static void
test_every_code (void)
{
  for (int code = JOT_ERROR_MALFORMED; code <= JOT_ERROR_CRYPTO; code++)
    {
      SignetWordsContext context = { .now = NOW };
      g_autoptr (GError) error = jot_error_new (code, JOT_REASON_NONE, 0, 0, NULL, NULL, "test");
      g_autoptr (SignetWords) words = signet_words_for_verdict (error, &context);

      g_assert_cmpstr (words->title, !=, "");
      g_assert_nonnull (words->sentence);
      g_assert_cmpstr (words->sentence, !=, "");
      g_assert_null (strstr (words->title, "rror"));
    }
}

static void
test_no_key_id (void)
{
  SignetWordsContext context = { .now = NOW };
  g_autoptr (GError) error = jot_error_new (JOT_ERROR_NO_KEY_ID, JOT_REASON_NONE, 0, 0, NULL, NULL, "test");
  g_autoptr (GError) other = jot_error_new (JOT_ERROR_AMBIGUOUS_KEY, JOT_REASON_NONE, 0, 0, NULL, NULL, "test");
  g_autofree char *message = signet_words_dup_message (error, &context);
  g_autofree char *other_message = signet_words_dup_message (other, &context);

  g_assert_cmpstr (message, ==, "Token has no Key ID");
  g_assert_cmpstr (other_message, ==,
                   "Two keys claim the same ID. Nobody can tell which of them should count.");
}

static void
test_problems (void)
{
  static const struct { SignetKeysError code; SignetProblem problem; const char *title; } rows[] = {
    { SIGNET_KEYS_ERROR_NO_KEYRING, SIGNET_PROBLEM_NO_KEYRING, "No Keyring Found" },
    { SIGNET_KEYS_ERROR_LOCKED, SIGNET_PROBLEM_LOCKED, "Your Keyring Is Locked" },
    { SIGNET_KEYS_ERROR_DISMISSED, SIGNET_PROBLEM_DISMISSED, "Nothing Was Signed" },
    { SIGNET_KEYS_ERROR_NO_ANSWER, SIGNET_PROBLEM_NO_ANSWER, "The Keyring Does Not Answer" },
    { SIGNET_KEYS_ERROR_MISSING, SIGNET_PROBLEM_KEY_MISSING, "Your Key Is Missing" },
    { SIGNET_KEYS_ERROR_FULL, SIGNET_PROBLEM_FULL, "The Key Could Not Be Stored" },
    { SIGNET_KEYS_ERROR_UNLISTED, SIGNET_PROBLEM_UNLISTED, "Your Keys Are in the Keyring Only" },
    { SIGNET_KEYS_ERROR_FAILED, SIGNET_PROBLEM_OTHER, "The Keyring Refused" },
    { SIGNET_KEYS_ERROR_NO_CURRENT, SIGNET_PROBLEM_OTHER, "There Is No Current Key" },
    { SIGNET_KEYS_ERROR_REVOKED, SIGNET_PROBLEM_OTHER, "This Key Is Revoked Already" },
    { SIGNET_KEYS_ERROR_EXISTS, SIGNET_PROBLEM_OTHER, "This Key Is Yours Already" },
    { SIGNET_KEYS_ERROR_NO_KEY, SIGNET_PROBLEM_OTHER, "There Is Nothing to Back Up" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (SIGNET_KEYS_ERROR, rows[i].code, "test");
      g_autoptr (SignetWords) words = signet_words_for_problem (error, "Weekly shop");

      /* a whole sentence, and none of the technical one unless it is of the keyring */
      g_assert_true (g_ascii_isupper (words->sentence[0]) || rows[i].code == SIGNET_KEYS_ERROR_FAILED);
      g_assert_true (g_str_has_suffix (words->sentence, ".") || rows[i].code == SIGNET_KEYS_ERROR_FAILED);

      g_assert_cmpint (signet_words_get_problem (error), ==, rows[i].problem);
      g_assert_cmpstr (words->title, ==, rows[i].title);
    }

  {
    g_autoptr (GError) locked = g_error_new_literal (SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_LOCKED, "test");
    g_autoptr (SignetWords) words = signet_words_for_problem (locked, "Weekly shop");

    g_assert_nonnull (strstr (words->sentence, "“Weekly shop”"));
  }
}

/* Where no list was to be signed, nothing says that none was; and a key is told from another one. */
static void
test_other_problems (void)
{
  static const SignetKeysError codes[] = { SIGNET_KEYS_ERROR_DISMISSED, SIGNET_KEYS_ERROR_NO_ANSWER, SIGNET_KEYS_ERROR_FULL };
  g_autoptr (GError) missing = g_error_new_literal (SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_MISSING,
                                                    "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  g_autoptr (GError) unknown = g_error_new_literal (SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_MISSING, "none");
  g_autofree char *fingerprint = jot_thumbprint_to_fingerprint (missing->message);
  g_autofree char *start = g_strndup (fingerprint, 11);
  g_autofree char *key = g_strdup_printf ("no longer holds key %s.", start);
  g_autoptr (SignetWords) words = signet_words_for_problem (missing, NULL);
  g_autoptr (SignetWords) others = signet_words_for_problem (unknown, NULL);

  g_assert_nonnull (strstr (words->sentence, key));
  g_assert_nonnull (strstr (others->sentence, "no longer holds your key."));

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (SIGNET_KEYS_ERROR, codes[i], "test");
      g_autoptr (SignetWords) signing = signet_words_for_problem (error, "Weekly shop");
      g_autoptr (SignetWords) other = signet_words_for_problem (error, NULL);

      g_assert_cmpstr (signing->sentence, !=, other->sentence);
      g_assert_null (strstr (other->title, "Signed"));
      g_assert_null (strstr (other->sentence, "signed"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/words/clean", test_clean);
  g_test_add_func ("/core/words/time", test_time);
  g_test_add_func ("/core/words/duration", test_duration);
  g_test_add_func ("/core/words/verdict", test_verdict);
  g_test_add_func ("/core/words/every-code", test_every_code);
  g_test_add_func ("/core/words/no-key-id", test_no_key_id);
  g_test_add_func ("/core/words/problems", test_problems);
  g_test_add_func ("/core/words/other-problems", test_other_problems);

  return g_test_run ();
}
