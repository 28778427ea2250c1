/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-base64url.h"
#include "jot-fixture.h"
#include "jot-jws-private.h"

#include <string.h>

/* eyJhbGciOiJSUzI1NiJ9 is {"alg":"RS256"}, e30 is {} */
static void
test_form (void)
{
  static const struct { const char *token; JotReason reason; guint part; guint64 position; } rows[] = {
    { "", JOT_REASON_PARTS, 0, 0 },
    { "eyJhbGciOiJSUzI1NiJ9", JOT_REASON_PARTS, 0, 1 },
    { "eyJhbGciOiJSUzI1NiJ9.e30", JOT_REASON_PARTS, 0, 2 },
    { "eyJhbGciOiJSUzI1NiJ9.e30.AA.AA", JOT_REASON_PARTS, 0, 4 },
    { "a.b.c.d.e", JOT_REASON_PARTS, 0, 5 },
    { ".", JOT_REASON_PARTS, 0, 2 },
    { "{\"payload\":\"e30\",\"protected\":\"eyJhbGciOiJSUzI1NiJ9\",\"signature\":\"AA\"}", JOT_REASON_PARTS, 0, 1 },
    /* one dot missing is noticed before what else is wrong */
    { "=.=", JOT_REASON_PARTS, 0, 2 },
    { "eyJhbGciOiJSUzI1NiJ9=.e30.AA", JOT_REASON_PADDING, 1, 20 },
    { "eyJhbGciOiJSUzI1NiJ9.e30=.AA", JOT_REASON_PADDING, 2, 3 },
    { "eyJhbGciOiJSUzI1NiJ9.e30.AA==", JOT_REASON_PADDING, 3, 2 },
    { "eyJhbGciOiJSUzI1NiJ9.e3+.AA", JOT_REASON_CHARACTER, 2, 2 },
    { " eyJhbGciOiJSUzI1NiJ9.e30.AA", JOT_REASON_CHARACTER, 1, 0 },
    { "eyJhbGciOiJSUzI1NiJ9.e30.AA\n", JOT_REASON_CHARACTER, 3, 2 },
    { "eyJhbGciOiJSUzI1NiJ9.e30A0.AA", JOT_REASON_LENGTH, 2, 5 },
    { "eyJhbGciOiJSUzI1NiJ9.e31.AA", JOT_REASON_TRAILING_BITS, 2, 3 },
    { "eyJhbGciOiJSUzI1NiJ9.e30.AB", JOT_REASON_TRAILING_BITS, 3, 2 },
    /* encodings are judged before the header is read */
    { "e30.e30.A", JOT_REASON_LENGTH, 3, 1 },
    { "..", JOT_REASON_NOT_JSON, 0, 0 },
    { ".e30.AA", JOT_REASON_NOT_JSON, 0, 0 },
  };
  static const char * const good[] = {
    "eyJhbGciOiJSUzI1NiJ9.e30.AA", "eyJhbGciOiJSUzI1NiJ9..", "eyJhbGciOiJSUzI1NiJ9.AA.", "eyJhbGciOiJub25lIn0..AA",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("row %u: %s", i, rows[i].token);
      g_assert_null (jot_jws_parse (rows[i].token, -1, &error));
      fixture_assert_error (error, JOT_ERROR_MALFORMED, rows[i].reason);
      g_assert_cmpuint (jot_error_get_details (error)->part, ==, rows[i].part);
      g_assert_cmpuint (jot_error_get_details (error)->position, ==, rows[i].position);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (JotJws) jws = jot_jws_parse (good[i], -1, NULL);

      g_assert_nonnull (jws);
      g_assert_null (jot_jws_parse (good[i], 0, NULL));
    }
}

static void
test_header (void)
{
  static const struct { const char *header; JotReason reason; const char *expected, *found; } rows[] = {
    { "[]", JOT_REASON_NOT_OBJECT, NULL, NULL },
    { "\"RS256\"", JOT_REASON_NOT_OBJECT, NULL, NULL },
    { "null", JOT_REASON_NOT_OBJECT, NULL, NULL },
    { "{\"alg\":\"RS256\"", JOT_REASON_NOT_JSON, NULL, "comma expected" },
    { "{\"alg\":\"RS256\"}{}", JOT_REASON_NOT_JSON, NULL, "text behind the value" },
    { "{\"alg\":\"RS256\" /**/}", JOT_REASON_NOT_JSON, NULL, "comma expected" },
    { "{\"alg\":\"RS256\",\"alg\":\"none\"}", JOT_REASON_DUPLICATE_MEMBER, NULL, "alg" },
    { "{\"alg\":\"RS256\",\"\\u0061lg\":\"none\"}", JOT_REASON_DUPLICATE_MEMBER, NULL, "alg" },
    { "{\"alg\":\"RS256\",\"x\":{\"a\":1,\"a\":1}}", JOT_REASON_DUPLICATE_MEMBER, NULL, "a" },
    { "{\"alg\":\"RS256\",\"k\":\"\xff\"}", JOT_REASON_NOT_UTF8, NULL, NULL },
    { "{}", JOT_REASON_MEMBER_MISSING, "alg", NULL },
    { "{\"Alg\":\"RS256\"}", JOT_REASON_MEMBER_MISSING, "alg", NULL },
    { "{\"alg\":null}", JOT_REASON_MEMBER_TYPE, "alg", "null" },
    { "{\"alg\":256}", JOT_REASON_MEMBER_TYPE, "alg", "256" },
    { "{\"alg\":[\"RS256\" ]}", JOT_REASON_MEMBER_TYPE, "alg", "[\"RS256\"]" },
    { "{\"alg\":\"RS256\",\"kid\":1}", JOT_REASON_MEMBER_TYPE, "kid", "1" },
    { "{\"alg\":\"RS256\",\"kid\":null}", JOT_REASON_MEMBER_TYPE, "kid", "null" },
    { "{\"alg\":\"RS256\",\"kid\":{}}", JOT_REASON_MEMBER_TYPE, "kid", "{}" },
    { "{\"alg\":true,\"kid\":1}", JOT_REASON_MEMBER_TYPE, "alg", "true" },
  };
  static const struct { const char *header, *alg, *kid; } good[] = {
    { "{\"alg\":\"RS256\"}", "RS256", NULL },
    { "{\"alg\":\"\"}", "", NULL },
    { "{\"alg\":\"none\",\"kid\":\"\"}", "none", "" },
    { " { \"kid\" : \"a\\u0062\" , \"alg\" : \"x\" , \"typ\" : 7 } ", "x", "ab" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = fixture_join (rows[i].header, "{}", 2, "x", 1);
      g_autoptr (GError) error = NULL;
      gboolean in_part;

      g_test_message ("row %u", i);
      g_assert_null (jot_jws_parse (token, -1, &error));
      fixture_assert_error (error, JOT_ERROR_MALFORMED, rows[i].reason);
      g_assert_cmpstr (jot_error_get_details (error)->expected, ==, rows[i].expected);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].found);
      /* the scanner does not know which part it reads */
      in_part = rows[i].reason == JOT_REASON_NOT_OBJECT || rows[i].expected != NULL;
      g_assert_cmpuint (jot_error_get_details (error)->part, ==, in_part ? 1 : 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *token = fixture_join (good[i].header, "{}", 2, "x", 1);
      g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);

      g_assert_cmpstr (jot_jws_get_alg_name (jws), ==, good[i].alg);
      g_assert_cmpstr (jot_jws_get_kid (jws), ==, good[i].kid);
    }
}

/* 256 KiB are read, one byte more is not, whatever it is. */
static void
test_size (void)
{
  const gsize limit = 256 * 1024;
  g_autofree char *token = g_strnfill (limit + 1, 'A');
  g_autofree char *dots = g_strnfill (limit + 1, '.');
  g_autoptr (JotJws) jws = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (JOT_MAX_TOKEN_SIZE, ==, limit);
  memcpy (token, "eyJhbGciOiJSUzI1NiJ9.", 21);
  token[limit - 43] = '.';
  jws = jot_jws_parse (token, (gssize) limit, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (jot_jws_get_payload (jws)), ==, (limit - 43 - 21) * 3 / 4);
  g_assert_cmpuint (g_bytes_get_size (jot_jws_get_signature (jws)), ==, 31);

  g_assert_null (jot_jws_parse (token, (gssize) limit + 1, &error));
  fixture_assert_error (error, JOT_ERROR_TOO_LARGE, JOT_REASON_SIZE);
  g_assert_cmpuint (jot_error_get_details (error)->position, ==, limit + 1);
  g_clear_error (&error);

  g_assert_null (jot_jws_parse (dots, (gssize) limit + 1, &error));
  fixture_assert_error (error, JOT_ERROR_TOO_LARGE, JOT_REASON_SIZE);
  g_clear_error (&error);
  g_assert_null (jot_jws_parse (dots, (gssize) limit, &error));
  fixture_assert_error (error, JOT_ERROR_MALFORMED, JOT_REASON_PARTS);
  g_assert_cmpuint (jot_error_get_details (error)->position, ==, limit + 1);
}

static void
test_parts (void)
{
  g_autofree char *token = fixture_join ("{\"alg\":\"X\"}", "a\0b", 3, "\x01\x02", 2);
  g_autofree char *longer = g_strconcat (token, "trailing", NULL);
  g_autoptr (JotJws) jws = jot_jws_parse (longer, (gssize) strlen (token), NULL);
  gsize length;
  const char *input = jot_jws_get_signing_input (jws, &length);

  g_assert_cmpmem (g_bytes_get_data (jot_jws_get_payload (jws), NULL), g_bytes_get_size (jot_jws_get_payload (jws)), "a\0b", 3);
  g_assert_cmpmem (g_bytes_get_data (jot_jws_get_signature (jws), NULL), g_bytes_get_size (jot_jws_get_signature (jws)),
                   "\x01\x02", 2);
  g_assert_cmpmem (input, length, token, strlen (token) - 4);

  g_assert_true (jot_jws_ref (jws) == jws);
  jot_jws_unref (jws);
  g_assert_cmpstr (jot_jws_get_alg_name (jws), ==, "X");
}

/* The header that Signet writes, and the limit that it keeps. */
static void
test_sign (void)
{
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");
  const char *kid = jot_jwk_get_thumbprint (jot_private_key_get_public (key));
  g_autofree char *wanted = g_strdup_printf ("{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"JWT\"}", kid);
  g_autofree char *empty = jot_jws_sign (key, NULL, 0, NULL);
  g_autoptr (JotJws) jws = jot_jws_parse (empty, -1, NULL);
  g_autofree char *header = jot_json_node_to_compact (jot_jws_get_header (jws));
  g_autofree char *payload = g_strnfill (262144, 'x');
  g_autofree char *largest = NULL;
  g_autoptr (GError) error = NULL;
  gsize room = JOT_MAX_TOKEN_SIZE - strlen (empty);

  g_assert_cmpstr (header, ==, wanted);
  g_assert_cmpuint (g_bytes_get_size (jot_jws_get_payload (jws)), ==, 0);

  largest = jot_jws_sign (key, payload, room * 3 / 4, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (largest), <=, JOT_MAX_TOKEN_SIZE);
  g_assert_cmpuint (strlen (largest), >, JOT_MAX_TOKEN_SIZE - 2);
  g_assert_null (jot_jws_sign (key, payload, room * 3 / 4 + 1, &error));
  fixture_assert_error (error, JOT_ERROR_TOO_LARGE, JOT_REASON_SIZE);
  g_assert_cmpuint (jot_error_get_details (error)->position, >, JOT_MAX_TOKEN_SIZE);
}

/* Which key signed something is no question of key IDs; a key that does not fit never did. */
static void
test_signed_by (void)
{
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");
  JotPrivateKey *other = fixture_get_key ("p256", "ES256");
  g_autofree char *token = jot_jws_sign (key, "{}", 2, NULL);
  g_autofree char *again = NULL;
  g_autofree char *changed = fixture_replace (token, ".e30.", ".e30g.");
  g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
  g_autoptr (JotJws) changed_jws = jot_jws_parse (changed, -1, NULL);
  g_autoptr (JotJws) unsigned_jws = jot_jws_parse ("eyJhbGciOiJFZERTQSJ9.e30.", -1, NULL);
  g_autoptr (JotJws) none_jws = jot_jws_parse ("eyJhbGciOiJub25lIn0.e30.", -1, NULL);

  again = jot_jws_to_compact (jws);
  g_assert_cmpstr (again, ==, token);
  g_assert_true (jot_jws_is_signed_by (jws, jot_private_key_get_public (key)));
  g_assert_false (jot_jws_is_signed_by (jws, jot_private_key_get_public (other)));
  g_assert_nonnull (changed_jws);
  g_assert_false (jot_jws_is_signed_by (changed_jws, jot_private_key_get_public (key)));
  g_assert_false (jot_jws_is_signed_by (unsigned_jws, jot_private_key_get_public (key)));
  g_assert_false (jot_jws_is_signed_by (none_jws, jot_private_key_get_public (key)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/jws/form", test_form);
  g_test_add_func ("/jot/jws/header", test_header);
  g_test_add_func ("/jot/jws/size", test_size);
  g_test_add_func ("/jot/jws/parts", test_parts);
  g_test_add_func ("/jot/jws/sign", test_sign);
  g_test_add_func ("/jot/jws/signed-by", test_signed_by);

  return g_test_run ();
}
