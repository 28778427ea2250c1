/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-base64url.h"
#include "jot-crypto.h"
#include "jot-fixture.h"

#include <string.h>

static JotVerdict *
verify_file (const char *token_name,
             JotJwk     *key)
{
  g_autofree char *path = g_strdup_printf ("attacks/%s.jws", token_name);
  g_autofree char *token = fixture_read (path);

  return fixture_verify_key (token, key);
}

/* What GnuTLS alone says of a token, with no look at the strength of the key. */
static gboolean
is_taken_by_gnutls (const char *token_name,
                    const char *key_name,
                    const char *alg)
{
  g_autofree char *token_path = g_strdup_printf ("attacks/%s.jws", token_name);
  g_autofree char *key_path = g_strdup_printf ("attacks/%s.jwk", key_name);
  g_autofree char *token = fixture_read (token_path);
  g_autofree char *text = fixture_read (key_path);
  g_autoptr (JotJson) json = jot_json_parse (text, -1, NULL);
  g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
  JotNumbers numbers = { 0 };
  JotPublicHandle *handle;
  gboolean taken;

  numbers.n.data = jot_base64url_decode (jot_json_node_get_string_member (jot_json_get_root (json), "n"), -1, 0,
                                         &numbers.n.size, NULL);
  numbers.e.data = jot_base64url_decode (jot_json_node_get_string_member (jot_json_get_root (json), "e"), -1, 0,
                                         &numbers.e.size, NULL);
  handle = jot_public_handle_new ("RSA", NULL, &numbers, NULL);
  taken = handle != NULL &&
          jot_public_handle_verify (handle, jot_alg_find (alg), token, (gsize) (strrchr (token, '.') - token),
                                    g_bytes_get_data (jot_jws_get_signature (jws), NULL),
                                    g_bytes_get_size (jot_jws_get_signature (jws)));
  jot_public_handle_free (handle);
  jot_numbers_clear (&numbers);

  return taken;
}

/* Keys under which the token holds: only their strength decides. */
static void
test_rsa_keys (void)
{
  static const struct { const char *name; JotReason reason; } rows[] = {
    { "rsa-2048", JOT_REASON_NONE },
    { "rsa-2047", JOT_REASON_KEY_SIZE },
    { "rsa-2049", JOT_REASON_NONE },
    { "rsa-8192", JOT_REASON_NONE },
    { "rsa-e-3", JOT_REASON_NONE },
    { "rsa-e-4294967295", JOT_REASON_NONE },
    { "rsa-e-4294967297", JOT_REASON_KEY_EXPONENT },
    /* e = 1: the signature is the padded hash itself, made without any key */
    { "rsa-e-1", JOT_REASON_KEY_EXPONENT },
    { "rsa-roca", JOT_REASON_KEY_ROCA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("attacks/%s.jwk", rows[i].name);
      g_autoptr (JotJwk) key = fixture_read_jwk (path);
      g_autoptr (JotVerdict) verdict = verify_file (rows[i].name, key);

      g_test_message ("%s", rows[i].name);
      if (rows[i].reason == JOT_REASON_NONE)
        {
          fixture_assert_valid (verdict);
          continue;
        }
      fixture_assert_refused (verdict, JOT_ERROR_WEAK_KEY, rows[i].reason);
      g_assert_false (jot_verdict_is_proved (verdict));
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_KEY_STRENGTH), ==, JOT_OUTCOME_FAILED);
      g_assert_cmpint (jot_verdict_get_outcome (verdict, JOT_CHECK_SIGNATURE), ==, JOT_OUTCOME_NOT_REACHED);
      /* and without the check it would pass */
      g_assert_true (is_taken_by_gnutls (rows[i].name, rows[i].name, "RS256"));
    }
}

/* RFC 8017 §8.2.2: compared whole, not parsed; each is one change away from a good one. */
static void
test_rsa_signatures (void)
{
  static const struct { const char *key, *token; int reason; } rows[] = {
    { "attacks/rsa-cube.jwk", "rsa-cube-good", 0 },
    { "attacks/rsa-cube.jwk", "rsa-cube-garbage", JOT_REASON_SIGNATURE },
    { "attacks/rsa-cube.jwk", "rsa-cube-no-null", JOT_REASON_SIGNATURE },
    { "attacks/rsa-cube.jwk", "rsa-cube-sha512", JOT_REASON_SIGNATURE },
    { "attacks/rsa-cube.jwk", "rsa-cube-block-2", JOT_REASON_SIGNATURE },
    { "attacks/rsa-cube.jwk", "rsa-cube-padding", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "rsa-zero-good", 0 },
    { "keys/rsa2048.pub.jwk", "rsa-zero-stripped", JOT_REASON_SIGNATURE_SIZE },
    { "keys/rsa2048.pub.jwk", "rsa-plus-n-good", 0 },
    { "keys/rsa2048.pub.jwk", "rsa-plus-n", JOT_REASON_SIGNATURE },
    /* RFC 7518 §3.5: the salt is as long as the hash */
    { "keys/rsa2048.pub.jwk", "ps256-salt-0", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps256-salt-20", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps256-salt-31", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps256-salt-32", 0 },
    { "keys/rsa2048.pub.jwk", "ps256-salt-33", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps256-salt-222", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps384-salt-47", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps384-salt-48", 0 },
    { "keys/rsa2048.pub.jwk", "ps384-salt-49", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps512-salt-32", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps512-salt-63", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps512-salt-64", 0 },
    { "keys/rsa2048.pub.jwk", "ps512-salt-65", JOT_REASON_SIGNATURE },
    { "keys/rsa2048.pub.jwk", "ps256-mgf1-sha1", JOT_REASON_SIGNATURE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotJwk) key = fixture_read_jwk (rows[i].key);
      g_autoptr (JotVerdict) verdict = verify_file (rows[i].token, key);

      g_test_message ("%s", rows[i].token);
      if (rows[i].reason == 0)
        fixture_assert_valid (verdict);
      else
        fixture_assert_refused (verdict, JOT_ERROR_BAD_SIGNATURE, (JotReason) rows[i].reason);
    }
}

/* A signature of one family under the name of another of the same key. */
static void
test_renamed (void)
{
  static const char * const algs[] = { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" };
  JotJwk *key = jot_private_key_get_public (fixture_get_key ("rsa2048", "RS256"));

  for (guint i = 0; i < G_N_ELEMENTS (algs); i++)
    for (guint j = 0; j < G_N_ELEMENTS (algs); j++)
      {
        g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\"}", algs[j]);
        g_autofree char *token = fixture_sign (fixture_get_key ("rsa2048", algs[i]), header, "{}");
        g_autoptr (JotVerdict) verdict = fixture_verify_key (token, key);

        if (i == j)
          fixture_assert_valid (verdict);
        else
          fixture_assert_refused (verdict, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE);
      }
}

static void
test_ecdsa_files (void)
{
  static const struct { const char *key, *token; JotError code; JotReason reason; } rows[] = {
    /* ASN.1 instead of r‖s (RFC 7518 §3.4) */
    { "keys/p256.pub.jwk", "es256-der", JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE_SIZE },
    /* the hash of one algorithm with the curve of another */
    { "keys/p384.pub.jwk", "es256-by-p384", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
    { "keys/p256.pub.jwk", "es512-by-p256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotJwk) key = fixture_read_jwk (rows[i].key);
      g_autoptr (JotVerdict) verdict = verify_file (rows[i].token, key);

      fixture_assert_refused (verdict, rows[i].code, rows[i].reason);
    }
}

/* Adds a big-endian number to another of the same size; FALSE where it has no room. */
static gboolean
add (guint8       *number,
     const guint8 *other,
     gsize         size)
{
  guint carry = 0;

  for (gsize i = size; i-- > 0; carry >>= 8)
    {
      carry += number[i] + other[i];
      number[i] = (guint8) carry;
    }

  return carry == 0;
}

/* r and s in [1, n − 1], for every curve; the last are the same numbers mod n. CVE-2022-21449 is r = s = 0. */
static void
test_ecdsa_range (void)
{
  static const struct { const char *name, *alg, *order; } curves[] = {
    { "p256", "ES256", "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE" },
    { "p384", "ES384", "________________________________x2NNgfQ3Ld9YGg2ySLCneuzsGWrMxSlz" },
    { "p521", "ES512", "Af__________________________________________-lGGh4O_L5Zrf8wBSPcJpdA7tcm4iZxHrrtvtx6ROGQJ" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      JotPrivateKey *key = fixture_get_key (curves[i].name, curves[i].alg);
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\"}", curves[i].alg);
      g_autofree char *token = fixture_sign (key, header, "{}");
      g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
      const guint8 *good = g_bytes_get_data (jot_jws_get_signature (jws), NULL);
      gsize both = g_bytes_get_size (jot_jws_get_signature (jws));
      gsize size;
      g_autofree guint8 *order = jot_base64url_decode (curves[i].order, -1, 0, &size, NULL);

      g_assert_cmpuint (both, ==, 2 * size);
      for (guint kind = 0; kind < 11; kind++)
        {
          g_autofree guint8 *bytes = g_memdup2 (good, both);
          guint8 *r = bytes, *s = bytes + size;
          g_autofree char *forged = NULL;
          g_autoptr (JotVerdict) verdict = NULL;

          switch (kind)
            {
            case 1: memset (bytes, 0, both); break;
            case 2: memset (r, 0, size); break;
            case 3: memset (s, 0, size); break;
            case 4: memcpy (r, order, size); break;
            case 5: memcpy (s, order, size); break;
            case 6: memcpy (r, order, size); memcpy (s, order, size); break;
            case 7: memset (bytes, 0xff, both); break;
            case 8: memcpy (r, good + size, size); memcpy (s, good, size); break;
            case 9: if (!add (s, order, size)) continue; break;
            case 10: if (!add (r, order, size)) continue; break;
            default: break;
            }
          forged = fixture_join (header, "{}", 2, bytes, both);
          verdict = fixture_verify_key (forged, jot_private_key_get_public (key));
          g_test_message ("%s, kind %u", curves[i].name, kind);
          if (kind == 0)
            fixture_assert_valid (verdict);
          else
            fixture_assert_refused (verdict, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE);
        }
    }
}

/* The same signature without its zeros, with more, and one half alone */
static void
test_ecdsa_length (void)
{
  JotPrivateKey *key = fixture_get_key ("p521", "ES512");
  const char *header = "{\"alg\":\"ES512\"}";
  g_autofree char *token = fixture_sign (key, header, "{}");
  g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
  const guint8 *good = g_bytes_get_data (jot_jws_get_signature (jws), NULL);
  guint8 padded[134] = { 0 };
  g_autofree char *longer = NULL;
  g_autofree char *shorter = NULL;
  g_autofree char *half = NULL;
  g_autofree char *empty = NULL;
  const char *tokens[4];

  /* a zero before each half: the same two numbers */
  memcpy (padded + 1, good, 66);
  memcpy (padded + 68, good + 66, 66);
  tokens[0] = longer = fixture_join (header, "{}", 2, padded, 134);
  tokens[1] = shorter = fixture_join (header, "{}", 2, good + 1, 131);
  tokens[2] = half = fixture_join (header, "{}", 2, good, 66);
  tokens[3] = empty = fixture_join (header, "{}", 2, "", 0);
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (JotVerdict) verdict = fixture_verify_key (tokens[i], jot_private_key_get_public (key));

      fixture_assert_refused (verdict, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE_SIZE);
      g_assert_cmpstr (jot_verdict_get_expected (verdict, JOT_CHECK_SIGNATURE), ==, "132");
    }
}

/* A key of small order and S = 0: a signature on every text at once, made without a private key. GnuTLS takes
 * it; we do not take the key, in any spelling. */
static void
test_ed25519_small_order (void)
{
  guint8 x[32] = { 1 };
  guint8 signature[64] = { 1 };   /* R the neutral point, S zero */
  const char *header = "{\"alg\":\"EdDSA\"}";
  const char *input = "anything at all";
  g_autofree char *token = fixture_join (header, "{\"iss\":\"mallory\"}", 17, signature, 64);
  JotNumbers numbers = { .x = { x, 32, 0 } };
  JotPublicHandle *handle = jot_public_handle_new ("OKP", "Ed25519", &numbers, NULL);

  g_assert_true (jot_public_handle_verify (handle, jot_alg_find ("EdDSA"), input, strlen (input), signature, 64));
  jot_public_handle_free (handle);

  for (guint kind = 0; kind < 4; kind++)
    {
      g_autofree char *encoded = NULL;
      g_autofree char *text = NULL;
      g_autoptr (JotJwk) jwk = NULL;
      g_autoptr (JotVerdict) verdict = NULL;

      /* y = 1 and y = p + 1, in both signs */
      memset (x, kind < 2 ? 0 : 0xff, sizeof x);
      x[0] = kind < 2 ? 1 : 0xee;
      x[31] = (guint8) ((kind < 2 ? 0 : 0x7f) | (kind % 2 ? 0x80 : 0));
      encoded = jot_base64url_encode (x, 32);
      text = g_strdup_printf ("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}", encoded);
      jwk = jot_jwk_new_from_data (text, -1, NULL);
      verdict = fixture_verify_key (token, jwk);
      fixture_assert_refused (verdict, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT);
    }
}

/* GnuTLS takes any 32 bytes, and then no signature fits: the key is to blame, not the token. */
static void
test_ed25519_off_curve (void)
{
  g_autofree char *token = fixture_sign (fixture_get_key ("ed25519", "EdDSA"), "{\"alg\":\"EdDSA\"}", "{}");
  static const struct { guint8 y; JotError code; JotReason reason; } rows[] = {
    { 2, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT },
    { 3, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE },   /* a sound key, of somebody else */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 x[32] = { rows[i].y };
      g_autofree char *encoded = jot_base64url_encode (x, sizeof x);
      g_autofree char *text = g_strdup_printf ("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}", encoded);
      g_autoptr (JotJwk) jwk = jot_jwk_new_from_data (text, -1, NULL);
      g_autoptr (JotVerdict) verdict = fixture_verify_key (token, jwk);

      fixture_assert_refused (verdict, rows[i].code, rows[i].reason);
    }
}

/* RFC 8032 §5.1.7: S below the order L. S + L is the same number to a lenient check. */
static void
test_ed25519_malleable (void)
{
  static const guint8 order[32] = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
  };
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");
  const char *header = "{\"alg\":\"EdDSA\"}";
  g_autofree char *token = fixture_sign (key, header, "{}");
  g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (jot_jws_get_signature (jws), NULL), 64);
  g_autofree char *forged = NULL;
  g_autoptr (JotVerdict) good = fixture_verify_key (token, jot_private_key_get_public (key));
  g_autoptr (JotVerdict) bad = NULL;
  guint carry = 0;

  fixture_assert_valid (good);
  for (guint i = 0; i < 32; i++, carry >>= 8)
    {
      carry += bytes[32 + i] + order[i];
      bytes[32 + i] = (guint8) carry;
    }
  forged = fixture_join (header, "{}", 2, bytes, 64);
  bad = fixture_verify_key (forged, jot_private_key_get_public (key));
  fixture_assert_refused (bad, JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE);
}

/* The public key as an HMAC secret, the classic: there is no HMAC to confuse it with. */
static void
test_hmac_with_public_key (void)
{
  g_autofree char *pem = fixture_read ("keys/rsa2048.pub.pem");
  g_autofree char *input = fixture_join ("{\"alg\":\"HS256\"}", "{}", 2, "", 0);
  g_autofree char *hmac = NULL;
  g_autofree char *token = NULL;
  g_autoptr (JotJwk) key = jot_jwk_new_from_data (pem, -1, NULL);
  g_autoptr (JotVerdict) verdict = NULL;

  input[strlen (input) - 1] = '\0';
  hmac = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) pem, strlen (pem), input, -1);
  token = fixture_join ("{\"alg\":\"HS256\"}", "{}", 2, hmac, strlen (hmac));
  verdict = fixture_verify_key (token, key);
  fixture_assert_refused (verdict, JOT_ERROR_UNSUPPORTED_ALGORITHM, JOT_REASON_ALG_HMAC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/attacks/rsa-keys", test_rsa_keys);
  g_test_add_func ("/jot/attacks/rsa-signatures", test_rsa_signatures);
  g_test_add_func ("/jot/attacks/renamed", test_renamed);
  g_test_add_func ("/jot/attacks/ecdsa-files", test_ecdsa_files);
  g_test_add_func ("/jot/attacks/ecdsa-range", test_ecdsa_range);
  g_test_add_func ("/jot/attacks/ecdsa-length", test_ecdsa_length);
  g_test_add_func ("/jot/attacks/ed25519-small-order", test_ed25519_small_order);
  g_test_add_func ("/jot/attacks/ed25519-off-curve", test_ed25519_off_curve);
  g_test_add_func ("/jot/attacks/ed25519-malleable", test_ed25519_malleable);
  g_test_add_func ("/jot/attacks/hmac-with-public-key", test_hmac_with_public_key);

  return g_test_run ();
}
