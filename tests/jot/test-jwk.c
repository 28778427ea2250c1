/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-base64url.h"
#include "jot-fixture.h"

#include <string.h>

static JotJwk *
read_jwk (const char  *text,
          GError     **error)
{
  g_autoptr (GError) json_error = NULL;
  g_autoptr (JotJson) json = jot_json_parse (text, -1, &json_error);

  g_assert_no_error (json_error);
  return jot_jwk_new_from_json (jot_json_get_root (json), error);
}

/* A public key file with one place changed. */
static JotJwk *
read_changed (const char  *name,
              const char  *old,
              const char  *new,
              GError     **error)
{
  g_autofree char *jwk = fixture_jwk (name, "");
  g_autofree char *changed = fixture_replace (jwk, old, new);

  return read_jwk (changed, error);
}

static void
test_members (void)
{
  static const struct { const char *name, *kty, *crv; guint bits; } rows[] = {
    { "rsa2048", "RSA", NULL, 2048 },
    { "p256", "EC", "P-256", 256 },
    { "p384", "EC", "P-384", 384 },
    { "p521", "EC", "P-521", 521 },
    { "ed25519", "OKP", "Ed25519", 256 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *bare = fixture_jwk (rows[i].name, "");
      g_autofree char *full = fixture_jwk (rows[i].name, "\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"X\",\"key_ops\":[\"verify\"],"
                                           "\"x5c\":[\"%%\"],\"x5t\":7,\"issuer\":{},\"ext\":true");
      g_autoptr (JotJwk) one = read_jwk (bare, NULL);
      g_autoptr (JotJwk) two = read_jwk (full, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (one);
      g_assert_nonnull (two);
      g_assert_cmpstr (jot_jwk_get_kty (one), ==, rows[i].kty);
      g_assert_cmpstr (jot_jwk_get_crv (one), ==, rows[i].crv);
      g_assert_cmpuint (jot_jwk_get_bits (one), ==, rows[i].bits);
      g_assert_null (jot_jwk_get_kid (one));
      g_assert_null (jot_jwk_get_use (one));
      g_assert_null (jot_jwk_get_alg (one));
      g_assert_cmpstr (jot_jwk_get_kid (two), ==, "k");
      g_assert_cmpstr (jot_jwk_get_use (two), ==, "sig");
      g_assert_cmpstr (jot_jwk_get_alg (two), ==, "X");
      g_assert_cmpstr (jot_jwk_get_thumbprint (one), ==, jot_jwk_get_thumbprint (two));
      g_assert_true (jot_jwk_check_strength (one, &error));
      g_assert_no_error (error);

      g_assert_true (jot_jwk_ref (one) == one);
      jot_jwk_unref (one);
    }
}

/* What is no usable key, and why; the first column of each has its control above. */
static void
test_unusable (void)
{
  static const struct { const char *name, *old, *new, *problem; } rows[] = {
    { "rsa2048", "\"kty\":\"RSA\"", "\"kty\":\"rsa\"", "a kind of key that is not supported" },
    { "rsa2048", "\"kty\":\"RSA\"", "\"kty\":\"oct\"", "a kind of key that is not supported" },
    { "rsa2048", "\"kty\":\"RSA\"", "\"kty\":\"EC\"", "a kind of key that is not supported" },
    { "rsa2048", "\"kty\":\"RSA\"", "\"kty\":7", "“kty” is missing" },
    { "rsa2048", "\"kty\":\"RSA\",", "", "“kty” is missing" },
    { "rsa2048", "\"n\":", "\"N\":", "“n” is missing or no base64url" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"f\":\"AQAB\"", "“e” is missing or no base64url" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"e\":65537", "“e” is missing or no base64url" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"e\":\"\"", "“e” is missing or no base64url" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"e\":\"AQAB=\"", "“e” is missing or no base64url" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"e\":\"AQ+B\"", "“e” is missing or no base64url" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"e\":\"AAEAAQ\"", "a number begins with zeros" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"e\":\"AA\"", "a number begins with zeros" },
    { "rsa2048", "\"n\":\"", "\"n\":\"AAAA", "a number begins with zeros" },
    { "rsa2048", "\"kty\"", "\"kid\":7,\"kty\"", "“kid” is no string" },
    { "rsa2048", "\"kty\"", "\"kid\":null,\"kty\"", "“kid” is no string" },
    { "rsa2048", "\"kty\"", "\"use\":[\"sig\"],\"kty\"", "“use” is no string" },
    { "rsa2048", "\"kty\"", "\"alg\":{},\"kty\"", "“alg” is no string" },
    { "rsa2048", "\"kty\"", "\"key_ops\":\"verify\",\"kty\"", "“key_ops” is no array" },
    { "rsa2048", "\"kty\"", "\"key_ops\":null,\"kty\"", "“key_ops” is no array" },
    { "rsa2048", "\"kty\"", "\"key_ops\":[\"verify\",1],\"kty\"", "“key_ops” holds something that is no string" },
    { "p256", "\"crv\":\"P-256\"", "\"crv\":\"P-255\"", "a kind of key that is not supported" },
    { "p256", "\"crv\":\"P-256\"", "\"crv\":\"p-256\"", "a kind of key that is not supported" },
    { "p256", "\"crv\":\"P-256\"", "\"crv\":256", "a kind of key that is not supported" },
    { "p256", "\"crv\":\"P-256\",", "", "a kind of key that is not supported" },
    { "p256", "\"crv\":\"P-256\"", "\"crv\":\"P-384\"", "a coordinate has not the length of its curve" },
    { "p256", "\"x\":", "\"X\":", "“x” is missing or no base64url" },
    { "p256", "\"y\":", "\"Y\":", "“y” is missing or no base64url" },
    { "p256", "\"x\":\"", "\"x\":\"AAAA", "a coordinate has not the length of its curve" },
    { "p256", "\"y\":\"", "\"y\":\"AAAA", "a coordinate has not the length of its curve" },
    { "p521", "\"x\":\"A", "\"x\":\"AAAAA", "a coordinate has not the length of its curve" },
    { "ed25519", "\"crv\":\"Ed25519\"", "\"crv\":\"X25519\"", "a kind of key that is not supported" },
    { "ed25519", "\"crv\":\"Ed25519\"", "\"crv\":\"Ed448\"", "a kind of key that is not supported" },
    { "ed25519", "\"x\":\"", "\"x\":\"AAAA", "a coordinate has not the length of its curve" },
    { "ed25519", "\"x\":\"", "\"x\":\"=", "“x” is missing or no base64url" },
  };
  static const char * const no_objects[] = { "[]", "\"RSA\"", "7", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JotJwk) control = read_changed (rows[i].name, "\"kty\"", "\"kty\"", NULL);

      g_test_message ("row %u: %s for %s", i, rows[i].new, rows[i].old);
      g_assert_nonnull (control);
      g_assert_null (read_changed (rows[i].name, rows[i].old, rows[i].new, &error));
      fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].problem);
    }

  for (guint i = 0; i < G_N_ELEMENTS (no_objects); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_jwk (no_objects[i], &error));
      fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE);
    }
}

/* A coordinate one byte short: its zeros were left away. */
static void
test_short_coordinates (void)
{
  static const struct { const char *crv; gsize size; gboolean good; } rows[] = {
    { "P-256", 31, FALSE }, { "P-256", 33, FALSE }, { "P-384", 47, FALSE }, { "P-384", 49, FALSE },
    { "P-521", 65, FALSE }, { "P-521", 67, FALSE }, { "Ed25519", 31, FALSE }, { "Ed25519", 33, FALSE },
    /* of the right length they are read, and judged as points */
    { "P-256", 32, TRUE }, { "P-384", 48, TRUE }, { "P-521", 66, TRUE }, { "Ed25519", 32, TRUE },
  };
  guint8 bytes[67];

  memset (bytes, 0x11, sizeof bytes);
  bytes[0] = 0;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *x = jot_base64url_encode (bytes, rows[i].size);
      g_autofree char *text = g_strdup_printf ("{\"kty\":\"%s\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}",
                                               rows[i].crv[0] == 'P' ? "EC" : "OKP", rows[i].crv, x, x);
      g_autoptr (GError) error = NULL;
      g_autoptr (JotJwk) jwk = read_jwk (text, &error);

      g_assert_cmpint (jwk != NULL, ==, rows[i].good);
      if (jwk == NULL)
        fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE);
    }
}

/* One zero before n is taken off; the thumbprint is that of the minimal form. */
static void
test_leading_zero (void)
{
  g_autoptr (JotJwk) key = fixture_read_jwk ("keys/rsa2048.pub.jwk");
  g_autofree char *text = fixture_jwk ("rsa2048", "");
  g_autoptr (JotJson) json = jot_json_parse (text, -1, NULL);
  const char *n = jot_json_node_get_string_member (jot_json_get_root (json), "n");
  guint8 padded[258] = { 0 };
  g_autofree guint8 *data = NULL;
  gsize size;

  data = jot_base64url_decode (n, -1, 0, &size, NULL);
  g_assert_cmpuint (size, ==, 256);
  memcpy (padded + 2, data, size);

  for (guint zeros = 0; zeros <= 2; zeros++)
    {
      g_autofree char *encoded = jot_base64url_encode (padded + 2 - zeros, size + zeros);
      g_autofree char *spelled = g_strdup_printf ("{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"}", encoded);
      g_autoptr (JotJwk) other = read_jwk (spelled, NULL);

      g_assert_cmpint (other != NULL, ==, zeros < 2);
      if (other == NULL)
        continue;
      g_assert_cmpstr (jot_jwk_get_thumbprint (other), ==, jot_jwk_get_thumbprint (key));
      g_assert_cmpuint (jot_jwk_get_bits (other), ==, 2048);
      g_assert_true (jot_jwk_check_strength (other, NULL));
    }
}

/* RFC 7638 §3.1, RFC 8037 A.3 */
static void
test_thumbprint (void)
{
  g_autoptr (JotJwk) rsa = fixture_read_jwk ("rfc7638-3.1.jwk");
  g_autoptr (JotJwk) okp = fixture_read_jwk ("rfc8037-a.2.jwk");
  g_autoptr (JotJwk) ec = fixture_read_jwk ("rfc7515-a.3.jwk");
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (rsa);

  g_assert_cmpstr (jot_jwk_get_thumbprint (rsa), ==, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  g_assert_cmpstr (jot_jwk_get_thumbprint (okp), ==, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  g_assert_cmpstr (jot_jwk_get_thumbprint (ec), ==, "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
  /* bytes 0–4 of the thumbprint are 37 36 cb b1 78: 0x3736cbb178 mod 100000, and so on */
  g_assert_cmpstr (fingerprint, ==, "20184 38231 32645 02693 28382 91074");
}

/* What is no thumbprint has no digits; one byte away there are some. */
static void
test_fingerprint (void)
{
  static const struct { const char *text; const char *fingerprint; } rows[] = {
    { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "00000 00000 00000 00000 00000 00000" },
    { "AAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "00001 00000 00000 00000 00000 00000" },
    { "__________________________________________8", "27775 27775 27775 27775 27775 27775" },
    { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL },
    { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL },
    { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL },
    { "no thumbprint", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *fingerprint = jot_thumbprint_to_fingerprint (rows[i].text);

      g_assert_cmpstr (fingerprint, ==, rows[i].fingerprint);
    }
}

/* key members that have to fit (RFC 7517 §4.2 to §4.4) */
static void
test_fit (void)
{
  static const struct { const char *name, *more, *alg; JotReason reason; const char *expected, *found; } rows[] = {
    { "rsa2048", "", "RS256", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "", "PS512", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "", "ES256", JOT_REASON_KEY_TYPE, "P-256", "RSA" },
    { "rsa2048", "", "EdDSA", JOT_REASON_KEY_TYPE, "Ed25519", "RSA" },
    { "rsa2048", "\"crv\":\"P-256\"", "RS256", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "\"use\":\"sig\"", "RS256", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "\"use\":\"enc\"", "RS256", JOT_REASON_KEY_USE, "sig", "enc" },
    { "rsa2048", "\"use\":\"SIG\"", "RS256", JOT_REASON_KEY_USE, "sig", "SIG" },
    { "rsa2048", "\"use\":\"\"", "RS256", JOT_REASON_KEY_USE, "sig", "" },
    { "rsa2048", "\"use\":\"signature\"", "RS256", JOT_REASON_KEY_USE, "sig", "signature" },
    { "p256", "\"use\":\"jwt-svid\"", "ES256", JOT_REASON_KEY_USE, "sig", "jwt-svid" },
    { "rsa2048", "\"key_ops\":[\"verify\"]", "RS256", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "\"key_ops\":[\"sign\",\"verify\"]", "RS256", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "\"key_ops\":[\"verify\",\"wrapKey\"]", "RS256", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "\"key_ops\":[]", "RS256", JOT_REASON_KEY_OPS, "verify", "[]" },
    { "rsa2048", "\"key_ops\":[ \"sign\" ]", "RS256", JOT_REASON_KEY_OPS, "verify", "[\"sign\"]" },
    { "rsa2048", "\"key_ops\":[\"Verify\"]", "RS256", JOT_REASON_KEY_OPS, "verify", "[\"Verify\"]" },
    { "rsa2048", "\"alg\":\"RS256\"", "RS256", JOT_REASON_NONE, NULL, NULL },
    { "rsa2048", "\"alg\":\"RS256\"", "RS512", JOT_REASON_KEY_ALG, "RS512", "RS256" },
    { "rsa2048", "\"alg\":\"RS512\"", "RS256", JOT_REASON_KEY_ALG, "RS256", "RS512" },
    { "rsa2048", "\"alg\":\"PS256\"", "RS256", JOT_REASON_KEY_ALG, "RS256", "PS256" },
    { "rsa2048", "\"alg\":\"RSA-OAEP\"", "RS256", JOT_REASON_KEY_ALG, "RS256", "RSA-OAEP" },
    { "rsa2048", "\"alg\":\"rs256\"", "RS256", JOT_REASON_KEY_ALG, "RS256", "rs256" },
    { "rsa2048", "\"alg\":\"\"", "RS256", JOT_REASON_KEY_ALG, "RS256", "" },
    { "p256", "", "ES256", JOT_REASON_NONE, NULL, NULL },
    { "p256", "", "ES384", JOT_REASON_KEY_TYPE, "P-384", "P-256" },
    { "p256", "", "ES512", JOT_REASON_KEY_TYPE, "P-521", "P-256" },
    { "p256", "", "RS256", JOT_REASON_KEY_TYPE, "RSA", "P-256" },
    { "p384", "", "ES384", JOT_REASON_NONE, NULL, NULL },
    { "p384", "", "ES256", JOT_REASON_KEY_TYPE, "P-256", "P-384" },
    { "p521", "", "ES512", JOT_REASON_NONE, NULL, NULL },
    { "p521", "", "ES256", JOT_REASON_KEY_TYPE, "P-256", "P-521" },
    { "ed25519", "", "EdDSA", JOT_REASON_NONE, NULL, NULL },
    { "ed25519", "", "Ed25519", JOT_REASON_NONE, NULL, NULL },
    { "ed25519", "\"alg\":\"EdDSA\"", "EdDSA", JOT_REASON_NONE, NULL, NULL },
    { "ed25519", "\"alg\":\"EdDSA\"", "Ed25519", JOT_REASON_KEY_ALG, "Ed25519", "EdDSA" },
    { "ed25519", "\"alg\":\"Ed25519\"", "Ed25519", JOT_REASON_NONE, NULL, NULL },
    { "ed25519", "", "ES256", JOT_REASON_KEY_TYPE, "P-256", "Ed25519" },
    /* the first that does not fit is said */
    { "rsa2048", "\"use\":\"enc\",\"key_ops\":[],\"alg\":\"X\"", "ES256", JOT_REASON_KEY_TYPE, "P-256", "RSA" },
    { "rsa2048", "\"use\":\"enc\",\"key_ops\":[],\"alg\":\"X\"", "RS256", JOT_REASON_KEY_USE, "sig", "enc" },
    { "rsa2048", "\"key_ops\":[],\"alg\":\"X\"", "RS256", JOT_REASON_KEY_OPS, "verify", "[]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = fixture_jwk (rows[i].name, rows[i].more);
      g_autoptr (JotJwk) jwk = read_jwk (text, NULL);
      g_autoptr (GError) error = NULL;
      gboolean fits = jot_jwk_check_fit (jwk, jot_alg_find (rows[i].alg), &error);

      g_test_message ("row %u: %s %s for %s", i, rows[i].name, rows[i].more, rows[i].alg);
      g_assert_cmpint (fits, ==, rows[i].reason == JOT_REASON_NONE);
      if (fits)
        {
          g_assert_no_error (error);
          continue;
        }
      fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, rows[i].reason);
      g_assert_cmpstr (jot_error_get_details (error)->expected, ==, rows[i].expected);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].found);
    }
}

/* A point off the curve, and one whose x is written as x + p (RFC 7518 §6.2.1.2; SEC 1 §3.2.2.1). */
static void
test_points (void)
{
  static const char * const names[] = { "p256", "p384", "p521" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = fixture_jwk (names[i], "");
      g_autoptr (JotJson) json = jot_json_parse (text, -1, NULL);
      JotJsonNode root = jot_json_get_root (json);
      const char *crv = jot_json_node_get_string_member (root, "crv");

      for (guint kind = 0; kind < 5; kind++)
        {
          gsize size;
          g_autofree guint8 *x = jot_base64url_decode (jot_json_node_get_string_member (root, "x"), -1, 0, &size, NULL);
          g_autofree guint8 *y = jot_base64url_decode (jot_json_node_get_string_member (root, "y"), -1, 0, &size, NULL);
          g_autofree char *x_text = NULL;
          g_autofree char *y_text = NULL;
          g_autofree char *changed = NULL;
          g_autoptr (JotJwk) jwk = NULL;
          g_autoptr (GError) error = NULL;

          if (kind == 1)
            y[size - 1] ^= 1;
          if (kind == 2)
            x[size - 1] ^= 1;
          if (kind == 3)
            {
              memset (x, 0, size);
              memset (y, 0, size);
            }
          /* x + p fits for P-521 only, whose 66 bytes have 7 bits to spare: p = 2^521 − 1 */
          if (kind == 4)
            {
              gsize at = size;

              if (i != 2)
                continue;
              while (x[--at]-- == 0)
                ;
              x[0] = (guint8) (x[0] + 2);
            }
          x_text = jot_base64url_encode (x, size);
          y_text = jot_base64url_encode (y, size);
          changed = g_strdup_printf ("{\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}", crv, x_text, y_text);
          jwk = read_jwk (changed, &error);

          /* read, so that a set can show it, and too weak for anything */
          g_test_message ("%s, kind %u", names[i], kind);
          g_assert_no_error (error);
          g_assert_cmpint (jot_jwk_check_strength (jwk, &error), ==, kind == 0);
          if (kind == 0)
            continue;
          fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT);
          g_clear_error (&error);
          g_assert_false (jot_jwk_check_strength (jwk, NULL));
          g_assert_null (jot_jwk_to_pem (jwk, &error));
          fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT);
        }
    }
}

/* PEM in: the same key as the JWK beside it; and out: the same text as came in. */
static void
test_pem (void)
{
  static const struct { const char *pem, *name; gboolean spki; } rows[] = {
    { "rsa2048.pub.pem", "rsa2048", TRUE },
    { "p256.pub.pem", "p256", TRUE },
    { "p384.pub.pem", "p384", TRUE },
    { "p521.pub.pem", "p521", TRUE },
    { "ed25519.pub.pem", "ed25519", TRUE },
    { "rsa2048.pkcs1.pub.pem", "rsa2048", FALSE },
    { "rsa2048.crt.pem", "rsa2048", FALSE },
    { "p256.crt.pem", "p256", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("keys/", rows[i].pem, NULL);
      g_autofree char *jwk_path = g_strdup_printf ("keys/%s.pub.jwk", rows[i].name);
      g_autofree char *pem = fixture_read (path);
      g_autofree char *jwk_text = fixture_read (jwk_path);
      g_autofree char *commented = g_strconcat ("Key of the shop:\n\n", pem, "\n", NULL);
      g_autofree char *again = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JotJwk) key = jot_jwk_new_from_data (pem, -1, &error);
      g_autoptr (JotJwk) with_comment = jot_jwk_new_from_data (commented, (gssize) strlen (commented), &error);
      g_autoptr (JotJwk) wanted = jot_jwk_new_from_data (jwk_text, -1, &error);

      g_test_message ("%s", rows[i].pem);
      g_assert_no_error (error);
      g_assert_cmpstr (jot_jwk_get_thumbprint (key), ==, jot_jwk_get_thumbprint (wanted));
      g_assert_cmpstr (jot_jwk_get_thumbprint (with_comment), ==, jot_jwk_get_thumbprint (wanted));
      g_assert_null (jot_jwk_get_alg (key));
      g_assert_null (jot_jwk_get_kid (key));
      g_assert_true (jot_jwk_check_strength (key, NULL));

      again = jot_jwk_to_pem (key, &error);
      g_assert_no_error (error);
      if (rows[i].spki)
        g_assert_cmpstr (g_strchomp (again), ==, pem);
    }
}

static void
test_files_refused (void)
{
  static const struct { const char *file; JotError code; JotReason reason; } rows[] = {
    { "keys/rsa2048.pem", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "keys/rsa2048.pkcs1.pem", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "keys/p256.sec1.pem", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "keys/rsa2048.encrypted.pem", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "keys/rsa2048.jwk", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "keys/p256.jwk", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "keys/ed25519.jwk", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "rfc7520-3.5.jwk", JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE },
    { "keys/x25519.pub.pem", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "keys/secp256k1.pub.pem", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "keys/rsapss.pub.pem", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "rfc7517-a.1.jwks", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "rfc7515-a.2.jws", JOT_ERROR_MALFORMED, JOT_REASON_NOT_JSON },
  };
  static const char * const broken[] = {
    "-----BEGIN PUBLIC KEY-----\n", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "-----BEGIN NOTHING-----\nAAAA\n-----END NOTHING-----\n",
  };
  g_autofree char *weak = fixture_read ("keys/rsa1024.pub.pem");
  g_autoptr (JotJwk) small = jot_jwk_new_from_data (weak, -1, NULL);
  g_autoptr (GError) weak_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = fixture_read (rows[i].file);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].file);
      g_assert_null (jot_jwk_new_from_data (text, -1, &error));
      fixture_assert_error (error, rows[i].code, rows[i].reason);
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (jot_jwk_new_from_data (broken[i], -1, &error));
      fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE);
    }

  g_assert_null (jot_jwk_new_from_data (weak, 0, NULL));
  g_assert_nonnull (small);
  g_assert_false (jot_jwk_check_strength (small, &weak_error));
  fixture_assert_error (weak_error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_SIZE);
}

static void
test_public_json (void)
{
  static const struct { const char *name, *alg, *start; } rows[] = {
    { "rsa2048", "PS384", "{\"kty\":\"RSA\",\"kid\":\"a \\\"b\\\"\",\"use\":\"sig\",\"alg\":\"PS384\",\"n\":\"" },
    { "p521", "ES512", "{\"kty\":\"EC\",\"kid\":\"a \\\"b\\\"\",\"use\":\"sig\",\"alg\":\"ES512\",\"crv\":\"P-521\",\"x\":\"" },
    { "ed25519", "EdDSA", "{\"kty\":\"OKP\",\"kid\":\"a \\\"b\\\"\",\"use\":\"sig\",\"alg\":\"EdDSA\",\"crv\":\"Ed25519\",\"x\":\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = fixture_jwk (rows[i].name, "\"kid\":\"other\",\"x5t\":\"x\"");
      g_autoptr (JotJwk) jwk = read_jwk (text, NULL);
      g_autofree char *json = jot_jwk_to_public_json (jwk, "a \"b\"", jot_alg_find (rows[i].alg));
      g_autoptr (JotJwk) again = read_jwk (json, NULL);

      g_assert_true (g_str_has_prefix (json, rows[i].start));
      g_assert_null (strstr (json, "x5t"));
      g_assert_cmpstr (jot_jwk_get_thumbprint (again), ==, jot_jwk_get_thumbprint (jwk));
      g_assert_cmpstr (jot_jwk_get_kid (again), ==, "a \"b\"");
    }
}

/* A signature of another length is refused with both lengths; a weak key verifies nothing. */
static void
test_verify (void)
{
  static const struct { const char *key, *alg; const char *size; } rows[] = {
    { "rsa2048", "RS256", "256" }, { "rsa2048", "PS512", "256" }, { "p256", "ES256", "64" }, { "p384", "ES384", "96" },
    { "p521", "ES512", "132" }, { "ed25519", "EdDSA", "64" },
  };
  g_autoptr (JotJwk) weak = fixture_read_jwk ("attacks/rsa-e-1.jwk");
  g_autoptr (GError) weak_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JotPrivateKey *key = fixture_get_key (rows[i].key, rows[i].alg);
      JotJwk *jwk = jot_private_key_get_public (key);
      const JotAlg *alg = jot_alg_find (rows[i].alg);
      g_autoptr (GBytes) signature = jot_private_key_sign (key, "text", 4, NULL);
      gsize size = g_bytes_get_size (signature);
      guint8 longer[600] = { 0 };

      memcpy (longer, g_bytes_get_data (signature, NULL), size);
      g_assert_true (jot_jwk_verify (jwk, alg, "text", 4, longer, size, NULL));
      g_assert_false (jot_jwk_verify (jwk, alg, "texT", 4, longer, size, NULL));
      for (gssize d = -2; d <= 2; d++)
        {
          g_autoptr (GError) error = NULL;

          if (d == 0)
            continue;
          g_assert_false (jot_jwk_verify (jwk, alg, "text", 4, longer, size + (gsize) d, &error));
          fixture_assert_error (error, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE_SIZE);
          g_assert_cmpstr (jot_error_get_details (error)->expected, ==, rows[i].size);
        }
      g_assert_false (jot_jwk_verify (jwk, alg, "text", 4, NULL, 0, NULL));
    }

  g_assert_false (jot_jwk_verify (weak, jot_alg_find ("RS256"), "text", 4, "x", 1, &weak_error));
  fixture_assert_error (weak_error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_EXPONENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/jwk/members", test_members);
  g_test_add_func ("/jot/jwk/unusable", test_unusable);
  g_test_add_func ("/jot/jwk/short-coordinates", test_short_coordinates);
  g_test_add_func ("/jot/jwk/leading-zero", test_leading_zero);
  g_test_add_func ("/jot/jwk/thumbprint", test_thumbprint);
  g_test_add_func ("/jot/jwk/fingerprint", test_fingerprint);
  g_test_add_func ("/jot/jwk/fit", test_fit);
  g_test_add_func ("/jot/jwk/points", test_points);
  g_test_add_func ("/jot/jwk/pem", test_pem);
  g_test_add_func ("/jot/jwk/files-refused", test_files_refused);
  g_test_add_func ("/jot/jwk/public-json", test_public_json);
  g_test_add_func ("/jot/jwk/verify", test_verify);

  return g_test_run ();
}
