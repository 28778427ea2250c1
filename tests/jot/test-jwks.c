/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

#include <string.h>
#include <time.h>

static void
test_shape (void)
{
  static const struct { const char *text; JotReason reason; } rows[] = {
    { "", JOT_REASON_NOT_JSON },
    { "not json", JOT_REASON_NOT_JSON },
    { "{\"keys\":[]} x", JOT_REASON_NOT_JSON },
    { "\"\xff\"", JOT_REASON_NOT_UTF8 },
    { "{\"keys\":[],\"keys\":[]}", JOT_REASON_DUPLICATE_MEMBER },
    { "{\"keys\":[{\"kty\":\"RSA\",\"kty\":\"EC\"}]}", JOT_REASON_DUPLICATE_MEMBER },
    { "<!DOCTYPE html><html></html>", JOT_REASON_SET_WEB_PAGE },
    { " \r\n\t<html>", JOT_REASON_SET_WEB_PAGE },
    { "[]", JOT_REASON_SET_SHAPE },
    { "{}", JOT_REASON_SET_SHAPE },
    { "null", JOT_REASON_SET_SHAPE },
    { "{\"Keys\":[]}", JOT_REASON_SET_SHAPE },
    { "{\"keys\":{}}", JOT_REASON_SET_SHAPE },
    { "{\"keys\":null}", JOT_REASON_SET_SHAPE },
    { "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}", JOT_REASON_SET_SHAPE },
  };
  g_autoptr (JotJwks) empty = jot_jwks_parse (" {\"keys\":[],\"spiffe_sequence\":1} ", -1, NULL);

  g_autoptr (GError) no_length = NULL;

  g_assert_nonnull (empty);
  g_assert_cmpuint (jot_jwks_get_size (empty), ==, 0);
  g_assert_null (jot_jwks_parse ("{\"keys\":[]}", 0, &no_length));
  fixture_assert_error (no_length, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_NOT_JSON);
  g_clear_error (&no_length);
  /* what stands behind the length does not make it a page */
  g_assert_null (jot_jwks_parse ("  <html>", 2, &no_length));
  fixture_assert_error (no_length, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_NOT_JSON);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("row %u", i);
      g_assert_null (jot_jwks_parse (rows[i].text, -1, &error));
      fixture_assert_error (error, JOT_ERROR_KEY_SET_INVALID, rows[i].reason);
    }
}

/* ≤ 256 KiB, ≤ 500 keys */
static void
test_limits (void)
{
  for (guint extra = 0; extra <= 1; extra++)
    {
      gsize size = 256 * 1024 + extra;
      g_autofree char *text = g_strnfill (size, ' ');
      g_autoptr (GString) many = g_string_new ("{\"keys\":[");
      g_autoptr (JotJwks) large = NULL;
      g_autoptr (JotJwks) full = NULL;
      g_autoptr (GError) error = NULL;

      memcpy (text, "{\"keys\":[]}", 11);
      large = jot_jwks_parse (text, (gssize) size, &error);
      g_assert_cmpint (large != NULL, ==, extra == 0);
      if (extra > 0)
        {
          fixture_assert_error (error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_LARGE);
          g_assert_cmpuint (jot_error_get_details (error)->position, ==, 262144);
        }
      g_clear_error (&error);

      for (guint i = 0; i < 500 + extra; i++)
        g_string_append_printf (many, "%s{\"kid\":\"%u\"}", i > 0 ? "," : "", i);
      g_string_append (many, "]}");
      full = jot_jwks_parse (many->str, (gssize) many->len, &error);
      g_assert_cmpint (full != NULL, ==, extra == 0);
      if (extra > 0)
        {
          fixture_assert_error (error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_MANY);
          g_assert_cmpuint (jot_error_get_details (error)->position, ==, 500);
        }
      else
        {
          g_assert_cmpuint (jot_jwks_get_size (full), ==, 500);
          g_assert_true (jot_jwks_has_kid (full, "499"));
          g_assert_false (jot_jwks_has_kid (full, "500"));
        }
    }
}

/* A set that gives private or symmetric keys away is refused whole, in whatever entry. */
static void
test_private (void)
{
  static const char * const members[] = { "d", "p", "q", "dp", "dq", "qi", "oth", "k" };
  g_autofree char *good = fixture_jwk ("rsa2048", "\"kid\":\"1\"");
  g_autoptr (JotJwks) control = fixture_set (good, good, NULL);

  g_assert_cmpuint (jot_jwks_get_size (control), ==, 2);
  for (guint i = 0; i <= G_N_ELEMENTS (members); i++)
    for (guint place = 0; place < 2; place++)
      {
        g_autofree char *more = i < G_N_ELEMENTS (members) ? g_strdup_printf ("\"%s\":null", members[i]) : NULL;
        g_autofree char *bad = more != NULL ? fixture_jwk ("p256", more) : g_strdup ("{\"kty\":\"oct\",\"kid\":\"2\"}");
        g_autofree char *text = g_strdup_printf ("{\"keys\":[%s,%s]}", place == 0 ? bad : good, place == 0 ? good : bad);
        g_autoptr (GError) error = NULL;

        g_assert_null (jot_jwks_parse (text, -1, &error));
        fixture_assert_error (error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE);
      }
}

/* Entries that cannot be used stay, with the reason, and spoil nothing. */
static void
test_entries (void)
{
  static const struct { const char *name, *more, *kid; gboolean has_key; const char *problem; } rows[] = {
    { "rsa2048", "\"kid\":\"1\"", "1", TRUE, NULL },
    { "rsa2048", "", NULL, TRUE, "it has no “kid”" },
    { "rsa2048", "\"kid\":\"\"", NULL, TRUE, "it has no “kid”" },
    { "rsa2048", "\"kid\":1", NULL, FALSE, "“kid” is no string" },
    { "rsa2048", "\"kid\":\"1\",\"use\":\"sig\"", "1", TRUE, NULL },
    { "rsa2048", "\"kid\":\"1\",\"use\":\"enc\"", "1", TRUE, "its use is “enc”, not “sig”" },
    { "rsa2048", "\"kid\":\"1\",\"key_ops\":[\"verify\"]", "1", TRUE, NULL },
    { "p256", "\"kid\":\"1\",\"use\":7", "1", FALSE, "“use” is no string" },
    { "x", "\"kid\":\"1\",\"kty\":\"AKP\"", "1", FALSE, "a kind of key that is not supported" },
    { "weak", "\"kid\":\"1\"", "1", TRUE, "too weak: an RSA modulus of 2047 bits" },
  };
  g_autofree char *weak = fixture_read ("attacks/rsa-2047.jwk");
  g_autoptr (JotJwks) odd = fixture_set ("7", "null", "[]", "{}", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *entry = NULL;
      g_autofree char *good = fixture_jwk ("ed25519", "\"kid\":\"good\"");
      g_autoptr (JotJwks) jwks = NULL;
      const JotJwksEntry *first, *second;

      if (g_str_equal (rows[i].name, "weak"))
        entry = g_strdup_printf ("{%s,%s", rows[i].more, weak + 1);
      else if (g_str_equal (rows[i].name, "x"))
        entry = g_strdup_printf ("{%s}", rows[i].more);
      else
        entry = fixture_jwk (rows[i].name, rows[i].more);
      jwks = fixture_set (entry, good, NULL);

      g_test_message ("row %u", i);
      g_assert_cmpuint (jot_jwks_get_size (jwks), ==, 2);
      first = jot_jwks_get_entry (jwks, 0);
      second = jot_jwks_get_entry (jwks, 1);
      g_assert_cmpstr (first->problem, ==, rows[i].problem);
      g_assert_cmpstr (first->kid, ==, rows[i].kid);
      g_assert_cmpint (first->key != NULL, ==, rows[i].has_key);
      g_assert_null (second->problem);
      g_assert_true (jot_jwks_select (jwks, "good", jot_alg_find ("EdDSA"), NULL) == second->key);
    }

  g_assert_cmpuint (jot_jwks_get_size (odd), ==, 4);
  g_assert_cmpstr (jot_jwks_get_entry (odd, 0)->problem, ==, "it is no object");
  g_assert_cmpstr (jot_jwks_get_entry (odd, 3)->problem, ==, "“kty” is missing");
}

/* Candidates by kid, then fit. Letters: r, s: two RSA keys; e: P-256; E: P-384; o: Ed25519 */
static void
test_select (void)
{
  static const struct { const char *entries, *kid, *alg; int code; JotReason reason; int index; } rows[] = {
    { "r:1:", "1", "RS256", 0, 0, 0 },
    { "r:1:,s:2:", "2", "RS256", 0, 0, 1 },
    { "r:1:", "2", "RS256", JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, -1 },
    { "r:1:", "1 ", "RS256", JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, -1 },
    { "r:a:", "A", "RS256", JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, -1 },
    { "", "1", "RS256", JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, -1 },
    { "r::", "1", "RS256", JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, -1 },
    /* one of several fits */
    { "e:1:,r:1:", "1", "RS256", 0, 0, 1 },
    { "r:1:enc,s:1:sig", "1", "RS256", 0, 0, 1 },
    { "r:1:!RS512,s:1:!RS256", "1", "RS256", 0, 0, 1 },
    { "x:1:,r:1:", "1", "RS256", 0, 0, 1 },
    { "e:1:,E:1:,o:1:", "1", "ES384", 0, 0, 1 },
    /* the same key more than once is one key */
    { "r:1:,r:1:", "1", "RS256", 0, 0, 0 },
    { "r:1:!RS256,r:1:!RS384,r:1:", "1", "RS256", 0, 0, 0 },
    /* different keys that all fit */
    { "r:1:,s:1:", "1", "RS256", JOT_ERROR_AMBIGUOUS_KEY, JOT_REASON_SEVERAL_KEYS, 2 },
    { "r:1:,r:1:,s:1:", "1", "RS256", JOT_ERROR_AMBIGUOUS_KEY, JOT_REASON_SEVERAL_KEYS, 3 },
    { "r:1:,e:1:,s:1:!RS256", "1", "RS256", JOT_ERROR_AMBIGUOUS_KEY, JOT_REASON_SEVERAL_KEYS, 2 },
    { "r:1:,s:2:", "1", "RS256", 0, 0, 0 },
    /* none fits: the reason of the first */
    { "e:1:", "1", "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, -1 },
    { "r:1:enc,e:1:", "1", "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_USE, -1 },
    { "e:1:,r:1:enc", "1", "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, -1 },
    { "r:1:!RS512", "1", "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG, -1 },
    { "x:1:", "1", "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, -1 },
    { "x:1:,r:1:enc", "1", "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, -1 },
    { "r:2:,r:1:enc", "1", "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_USE, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) entries = g_strsplit (rows[i].entries, ",", -1);
      g_autoptr (GString) text = g_string_new ("{\"keys\":[");
      g_autoptr (JotJwks) jwks = NULL;
      g_autoptr (GError) error = NULL;
      JotJwk *key;

      for (guint j = 0; entries[j] != NULL && *entries[j] != '\0'; j++)
        {
          g_auto (GStrv) parts = g_strsplit (entries[j], ":", 3);
          g_autoptr (GString) more = g_string_new ("\"x\":0");
          g_autofree char *jwk = NULL;

          g_string_assign (more, "\"ext\":true");
          if (*parts[1] != '\0')
            g_string_append_printf (more, ",\"kid\":\"%s\"", parts[1]);
          if (*parts[2] == '!')
            g_string_append_printf (more, ",\"alg\":\"%s\"", parts[2] + 1);
          else if (*parts[2] != '\0')
            g_string_append_printf (more, ",\"use\":\"%s\"", parts[2]);
          switch (*parts[0])
            {
            case 'r': jwk = fixture_jwk ("rsa2048", more->str); break;
            case 's': jwk = fixture_jwk ("rsa2048-other", more->str); break;
            case 'e': jwk = fixture_jwk ("p256", more->str); break;
            case 'E': jwk = fixture_jwk ("p384", more->str); break;
            case 'o': jwk = fixture_jwk ("ed25519", more->str); break;
            default: jwk = g_strdup_printf ("{\"kty\":\"?\",%s}", more->str);
            }
          g_string_append_printf (text, "%s%s", j > 0 ? "," : "", jwk);
        }
      g_string_append (text, "]}");
      jwks = jot_jwks_parse (text->str, -1, &error);
      g_assert_no_error (error);

      g_test_message ("row %u: %s", i, rows[i].entries);
      key = jot_jwks_select (jwks, rows[i].kid, jot_alg_find (rows[i].alg), &error);
      if (rows[i].code == 0)
        {
          g_assert_no_error (error);
          g_assert_true (key == jot_jwks_get_entry (jwks, (guint) rows[i].index)->key);
          continue;
        }
      g_assert_null (key);
      fixture_assert_error (error, (JotError) rows[i].code, rows[i].reason);
      if (rows[i].code == JOT_ERROR_AMBIGUOUS_KEY)
        g_assert_cmpint ((int) jot_error_get_details (error)->position, ==, rows[i].index);
    }
}

static void
test_single (void)
{
  g_autofree char *text = fixture_jwk ("p256", "\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"ES256\"");
  g_autoptr (JotJwk) jwk = jot_jwk_new_from_data (text, -1, NULL);
  g_autoptr (JotJwks) jwks = jot_jwks_new_single (jwk);
  const JotJwksEntry *entry = jot_jwks_get_entry (jwks, 0);

  g_assert_cmpuint (jot_jwks_get_size (jwks), ==, 1);
  g_assert_true (entry->key == jwk);
  g_assert_cmpstr (entry->kid, ==, "k");
  g_assert_cmpstr (entry->kty, ==, "EC");
  g_assert_cmpstr (entry->use, ==, "sig");
  g_assert_cmpstr (entry->alg, ==, "ES256");
  g_assert_null (entry->problem);
  g_assert_true (jot_jwks_select (jwks, "k", jot_alg_find ("ES256"), NULL) == jwk);

  g_assert_true (jot_jwks_ref (jwks) == jwks);
  jot_jwks_unref (jwks);
  g_assert_true (jot_jwks_has_kid (jwks, "k"));
  g_assert_false (jot_jwks_has_kid (jwks, "K"));
}

/* RFC 7517 A */
static void
test_rfc7517 (void)
{
  static const char * const private_sets[] = { "rfc7517-a.2.jwks", "rfc7517-a.3.jwks" };
  g_autoptr (JotJwks) jwks = fixture_read_jwks ("rfc7517-a.1.jwks");

  g_assert_cmpuint (jot_jwks_get_size (jwks), ==, 2);
  g_assert_cmpstr (jot_jwks_get_entry (jwks, 0)->kty, ==, "EC");
  g_assert_cmpstr (jot_jwks_get_entry (jwks, 0)->kid, ==, "1");
  g_assert_cmpstr (jot_jwks_get_entry (jwks, 0)->problem, ==, "its use is “enc”, not “sig”");
  g_assert_cmpstr (jot_jwks_get_entry (jwks, 1)->kid, ==, "2011-04-29");
  g_assert_cmpstr (jot_jwks_get_entry (jwks, 1)->alg, ==, "RS256");
  g_assert_null (jot_jwks_get_entry (jwks, 1)->problem);
  g_assert_cmpstr (jot_jwk_get_thumbprint (jot_jwks_get_entry (jwks, 1)->key), ==,
                   "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");

  for (guint i = 0; i < G_N_ELEMENTS (private_sets); i++)
    {
      g_autofree char *text = fixture_read (private_sets[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (jot_jwks_parse (text, -1, &error));
      fixture_assert_error (error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE);
    }
}

/* 256 KiB of members in one entry, or of entries: as fast as a good set of that size. */
static void
test_time (void)
{
  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (GString) text = g_string_new ("{\"keys\":[{\"kid\":\"1\"");
      g_autoptr (JotJwks) jwks = NULL;
      clock_t start;

      for (guint i = 0; text->len < 250 * 1024; i++)
        if (kind == 0)
          g_string_append_printf (text, ",\"m%x\":0", i);
        else
          g_string_append_printf (text, ",\"m%x\":[[[[{\"kid\":\"\"}]]]]", i);
      g_string_append (text, "}]}");

      start = clock ();
      jwks = jot_jwks_parse (text->str, (gssize) text->len, NULL);
      g_assert_nonnull (jwks);
      g_assert_cmpint (clock () - start, <, 2 * CLOCKS_PER_SEC);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/jwks/shape", test_shape);
  g_test_add_func ("/jot/jwks/limits", test_limits);
  g_test_add_func ("/jot/jwks/private", test_private);
  g_test_add_func ("/jot/jwks/entries", test_entries);
  g_test_add_func ("/jot/jwks/select", test_select);
  g_test_add_func ("/jot/jwks/single", test_single);
  g_test_add_func ("/jot/jwks/rfc7517", test_rfc7517);
  g_test_add_func ("/jot/jwks/time", test_time);

  return g_test_run ();
}
