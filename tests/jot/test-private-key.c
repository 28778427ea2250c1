/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

#include <string.h>

static void
assert_works (JotPrivateKey *key)
{
  const JotAlg *alg = jot_private_key_get_alg (key);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) signature = jot_private_key_sign (key, "text", 4, &error);

  g_assert_no_error (error);
  g_assert_true (jot_jwk_verify (jot_private_key_get_public (key), alg, "text", 4,
                                 g_bytes_get_data (signature, NULL), g_bytes_get_size (signature), &error));
  g_assert_no_error (error);
}

/* Of every algorithm: made, written, read, and the same key. */
static void
test_generate (gconstpointer data)
{
  const JotAlg *alg = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (alg, 0, &error);
  g_autoptr (JotPrivateKey) again = NULL;
  g_autoptr (JotSecret) jwk = NULL;
  g_autoptr (JotJson) json = NULL;
  JotJsonNode root;

  g_assert_no_error (error);
  g_assert_true (jot_private_key_get_alg (key) == alg);
  if (jot_alg_get_crv (alg) == NULL)
    g_assert_cmpuint (jot_jwk_get_bits (jot_private_key_get_public (key)), ==, 2048);
  assert_works (key);

  jwk = jot_private_key_to_jwk (key, &error);
  g_assert_no_error (error);
  json = jot_json_parse (jot_secret_get_data (jwk), (gssize) jot_secret_get_size (jwk), &error);
  g_assert_no_error (error);
  root = jot_json_get_root (json);
  g_assert_cmpstr (jot_json_node_get_string_member (root, "kty"), ==, jot_alg_get_kty (alg));
  g_assert_cmpstr (jot_json_node_get_string_member (root, "crv"), ==, jot_alg_get_crv (alg));
  g_assert_cmpstr (jot_json_node_get_string_member (root, "alg"), ==, jot_alg_get_name (alg));
  g_assert_cmpstr (jot_json_node_get_string_member (root, "kid"), ==,
                   jot_jwk_get_thumbprint (jot_private_key_get_public (key)));
  g_assert_nonnull (jot_json_node_get_string_member (root, "d"));
  g_assert_cmpuint (jot_json_node_get_size (root), ==,
                    g_str_equal (jot_alg_get_kty (alg), "RSA") ? 11 : g_str_equal (jot_alg_get_kty (alg), "EC") ? 7 : 6);

  again = jot_private_key_new_from_jwk (jot_secret_get_data (jwk), (gssize) jot_secret_get_size (jwk), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (jot_jwk_get_thumbprint (jot_private_key_get_public (again)), ==,
                   jot_jwk_get_thumbprint (jot_private_key_get_public (key)));
  assert_works (again);

  g_assert_true (jot_private_key_ref (again) == again);
  jot_private_key_unref (again);
  assert_works (again);
}

static void
test_generate_bits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (jot_alg_find ("PS256"), 3072, &error);
  g_autoptr (JotPrivateKey) weak = jot_private_key_generate (jot_alg_find ("RS256"), 1024, &error);

  g_assert_cmpuint (jot_jwk_get_bits (jot_private_key_get_public (key)), ==, 3072);
  /* too small is not made, whoever asks */
  g_assert_null (weak);
  fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_SIZE);
}

/* What a user already has: every file is the key of the JWK beside it. */
static void
test_files (void)
{
  static const struct { const char *file, *name, *passphrase, *alg, *chosen; } rows[] = {
    { "rsa2048.pem", "rsa2048", NULL, NULL, "RS256" },
    { "rsa2048.pem", "rsa2048", NULL, "PS384", "PS384" },
    { "rsa2048.pem", "rsa2048", "not needed", NULL, "RS256" },
    { "rsa2048.pkcs1.pem", "rsa2048", NULL, NULL, "RS256" },
    { "rsa2048.encrypted.pem", "rsa2048", "correct horse", "RS512", "RS512" },
    { "rsa2048.jwk", "rsa2048", NULL, NULL, "RS256" },
    { "rsa2048.jwk", "rsa2048", NULL, "PS256", "PS256" },
    { "rsa2048-other.pem", "rsa2048-other", NULL, NULL, "RS256" },
    { "p256.pem", "p256", NULL, NULL, "ES256" },
    { "p256.sec1.pem", "p256", NULL, "ES256", "ES256" },
    { "p256.encrypted.pem", "p256", "correct horse", NULL, "ES256" },
    { "p256.jwk", "p256", NULL, NULL, "ES256" },
    { "p384.pem", "p384", NULL, NULL, "ES384" },
    { "p384.jwk", "p384", NULL, NULL, "ES384" },
    { "p521.pem", "p521", NULL, NULL, "ES512" },
    { "p521.jwk", "p521", NULL, NULL, "ES512" },
    { "ed25519.pem", "ed25519", NULL, NULL, "EdDSA" },
    { "ed25519.encrypted.pem", "ed25519", "correct horse", NULL, "EdDSA" },
    { "ed25519.jwk", "ed25519", NULL, NULL, "EdDSA" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("keys/", rows[i].file, NULL);
      g_autofree char *public_path = g_strdup_printf ("keys/%s.pub.jwk", rows[i].name);
      g_autofree char *private_path = g_strdup_printf ("keys/%s.jwk", rows[i].name);
      g_autofree char *text = fixture_read (path);
      g_autofree char *wanted = fixture_read (private_path);
      g_autoptr (JotJson) wanted_json = jot_json_parse (wanted, -1, NULL);
      g_autoptr (JotJwk) public = fixture_read_jwk (public_path);
      g_autoptr (GError) error = NULL;
      g_autoptr (JotPrivateKey) key = NULL;
      g_autoptr (JotSecret) jwk = NULL;
      g_autoptr (JotJson) json = NULL;
      JotJsonIter iter;
      JotJsonNode value;
      const char *member;

      g_test_message ("%s as %s", rows[i].file, rows[i].alg != NULL ? rows[i].alg : "it says");
      key = jot_private_key_new_from_data (text, -1, rows[i].passphrase,
                                           rows[i].alg != NULL ? jot_alg_find (rows[i].alg) : NULL, &error);
      g_assert_no_error (error);
      g_assert_null (jot_private_key_new_from_data (text, 0, rows[i].passphrase, NULL, NULL));
      g_assert_cmpstr (jot_alg_get_name (jot_private_key_get_alg (key)), ==, rows[i].chosen);
      g_assert_cmpstr (jot_jwk_get_thumbprint (jot_private_key_get_public (key)), ==, jot_jwk_get_thumbprint (public));
      assert_works (key);

      /* member for member what another program made of the same key */
      jwk = jot_private_key_to_jwk (key, &error);
      g_assert_no_error (error);
      json = jot_json_parse (jot_secret_get_data (jwk), -1, &error);
      g_assert_no_error (error);
      jot_json_iter_init (&iter, jot_json_get_root (wanted_json));
      while (jot_json_iter_next (&iter, &member, &value))
        g_assert_cmpstr (jot_json_node_get_string_member (jot_json_get_root (json), member), ==,
                         jot_json_node_get_string (value));
    }
}

static void
test_files_refused (void)
{
  static const struct { const char *file, *passphrase, *alg; JotError code; JotReason reason; } rows[] = {
    { "keys/rsa2048.encrypted.pem", NULL, NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_PASSPHRASE },
    { "keys/rsa2048.encrypted.pem", "wrong horse", NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_PASSPHRASE },
    { "keys/rsa2048.encrypted.pem", "", NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_PASSPHRASE },
    { "keys/ed25519.encrypted.pem", "correct horse ", NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_PASSPHRASE },
    { "keys/rsa2048.pem", NULL, "ES256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
    { "keys/rsa2048.jwk", NULL, "EdDSA", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
    { "keys/p256.pem", NULL, "ES384", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
    { "keys/p256.pem", NULL, "RS256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
    { "keys/p256.jwk", NULL, "ES512", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
    { "keys/ed25519.pem", NULL, "ES256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE },
    { "keys/rsa1024.pem", NULL, NULL, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_SIZE },
    { "keys/x25519.pem", NULL, NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "keys/secp256k1.pem", NULL, NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "keys/rsapss.pem", NULL, NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "keys/rsa2048.pub.pem", NULL, NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "keys/rsa2048.crt.pem", NULL, NULL, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE },
    { "keys/rsa2048.pub.jwk", NULL, NULL, JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING },
    { "keys/p256.pub.jwk", NULL, NULL, JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING },
    { "rfc7515-a.1.jwk", NULL, NULL, JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING },
    { "rfc7517-a.2.jwks", NULL, NULL, JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING },
    { "rfc7515-a.2.jws", NULL, NULL, JOT_ERROR_MALFORMED, JOT_REASON_NOT_JSON },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = fixture_read (rows[i].file);

      g_clear_error (&error);
      g_test_message ("row %u: %s", i, rows[i].file);
      g_assert_null (jot_private_key_new_from_data (text, -1, rows[i].passphrase,
                                                    rows[i].alg != NULL ? jot_alg_find (rows[i].alg) : NULL, &error));
      fixture_assert_error (error, rows[i].code, rows[i].reason);
    }
}

/* The private JWK of ours, one member changed. */
static void
test_jwk_refused (void)
{
  static const struct { const char *name, *old, *new; JotError code; JotReason reason; const char *expected; } rows[] = {
    { "rsa2048", "\"alg\":\"RS256\",", "", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "alg" },
    { "rsa2048", "\"alg\":\"RS256\"", "\"alg\":256", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "alg" },
    { "rsa2048", "\"alg\":\"RS256\"", "\"alg\":\"HS256\"", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "alg" },
    { "ed25519", "\"alg\":\"EdDSA\"", "\"alg\":\"Ed25519\"", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "alg" },
    { "rsa2048", "\"alg\":\"RS256\"", "\"alg\":\"ES256\"", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, "P-256" },
    { "rsa2048", "\"kty\":\"RSA\"", "\"kty\":\"EC\"", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, "RSA" },
    { "rsa2048", "\"kty\":\"RSA\",", "", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, "RSA" },
    { "p256", "\"crv\":\"P-256\"", "\"crv\":\"P-384\"", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, "P-256" },
    { "p256", "\"alg\":\"ES256\"", "\"alg\":\"ES384\"", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, "P-384" },
    { "rsa2048", "\"kty\"", "\"use\":\"enc\",\"kty\"", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_USE, "sig" },
    { "rsa2048", "\"n\":", "\"N\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "n" },
    { "rsa2048", "\"e\":", "\"E\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "e" },
    { "rsa2048", "\"d\":", "\"D\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "d" },
    { "rsa2048", "\"p\":", "\"P\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "p" },
    { "rsa2048", "\"q\":", "\"Q\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "q" },
    { "rsa2048", "\"dp\":", "\"DP\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "dp" },
    { "rsa2048", "\"dq\":", "\"DQ\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "dq" },
    { "rsa2048", "\"qi\":", "\"QI\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "qi" },
    { "rsa2048", "\"qi\":\"", "\"qi\":\"=", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "qi" },
    { "rsa2048", "\"e\":\"AQAB\"", "\"e\":\"Aw\"", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, NULL },
    { "rsa2048", "\"p\":\"", "\"p\":\"Zm9v", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, NULL },
    { "p256", "\"d\":", "\"D\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "d" },
    { "p256", "\"x\":", "\"X\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "x" },
    { "p256", "\"y\":", "\"Y\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "y" },
    { "p256", "\"d\":\"", "\"d\":\"AAAA", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "d" },
    { "p256", "\"x\":\"", "\"x\":\"AAAA", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "x" },
    { "p521", "\"d\":\"", "\"d\":\"AAAA", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "d" },
    /* GnuTLS would crash on an OKP key without x */
    { "ed25519", "\"x\":", "\"X\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "x" },
    { "ed25519", "\"d\":", "\"D\":", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "d" },
    { "ed25519", "\"d\":\"", "\"d\":\"AAAA", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "d" },
    { "ed25519", "\"x\":\"", "\"x\":\"AAAA", JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, "x" },
    { "ed25519", "}", "} ]", JOT_ERROR_MALFORMED, JOT_REASON_NOT_JSON, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      static const struct { const char *name, *alg; } algs[] = {
        { "rsa2048", "RS256" }, { "p256", "ES256" }, { "p521", "ES512" }, { "ed25519", "EdDSA" },
      };
      g_autoptr (JotSecret) secret = NULL;
      g_autoptr (JotPrivateKey) control = NULL;
      g_autofree char *changed = NULL;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (algs); j++)
        if (g_str_equal (algs[j].name, rows[i].name))
          secret = jot_private_key_to_jwk (fixture_get_key (algs[j].name, algs[j].alg), NULL);
      control = jot_private_key_new_from_jwk (jot_secret_get_data (secret), -1, &error);
      g_assert_no_error (error);
      changed = fixture_replace (jot_secret_get_data (secret), rows[i].old, rows[i].new);

      g_test_message ("row %u: %s for %s", i, rows[i].new, rows[i].old);
      g_assert_null (jot_private_key_new_from_jwk (changed, -1, &error));
      fixture_assert_error (error, rows[i].code, rows[i].reason);
      if (rows[i].expected != NULL)
        g_assert_cmpstr (jot_error_get_details (error)->expected, ==, rows[i].expected);
    }
}

/* The public half of another key does not go with a private one. */
static void
test_halves (void)
{
  static const struct { const char *name, *other, *alg; const char *member; } rows[] = {
    { "rsa2048", "rsa2048-other", "RS256", "n" },
    { "p256", "p256-other", "ES256", "x" },
    { "p256", "p256-other", "ES256", "d" },
    { "ed25519", "../rfc8037-a.1", "EdDSA", "x" },
    /* GnuTLS does not see this one */
    { "rsa2048", "../attacks/rsa-e-3", "RS256", "e" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("keys/%s.jwk", rows[i].name);
      g_autofree char *other_path = g_strdup_printf ("keys/%s.jwk", rows[i].other);
      g_autofree char *text = fixture_read (path);
      g_autofree char *other = fixture_read (other_path);
      g_autoptr (JotJson) json = jot_json_parse (text, -1, NULL);
      g_autoptr (JotJson) other_json = jot_json_parse (other, -1, NULL);
      g_autofree char *changed = fixture_replace (text, jot_json_node_get_string_member (jot_json_get_root (json), rows[i].member),
                                                  jot_json_node_get_string_member (jot_json_get_root (other_json), rows[i].member));
      g_autoptr (GError) error = NULL;

      g_assert_null (jot_private_key_new_from_data (changed, -1, NULL, jot_alg_find (rows[i].alg), &error));
      fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE);
    }
}

static void
test_alg_conflict (void)
{
  g_autoptr (JotSecret) secret = jot_private_key_to_jwk (fixture_get_key ("rsa2048", "RS256"), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) same = jot_private_key_new_from_data (jot_secret_get_data (secret), -1, NULL,
                                                                  jot_alg_find ("RS256"), &error);

  g_assert_no_error (error);
  g_assert_null (jot_private_key_new_from_data (jot_secret_get_data (secret), -1, NULL, jot_alg_find ("PS256"), &error));
  fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG);
}

/* PKCS#8 out, encrypted, and in again on another machine. */
static void
test_to_pem (void)
{
  static const struct { const char *name, *alg; } rows[] = { { "rsa2048", "RS256" }, { "p521", "ES512" }, { "ed25519", "EdDSA" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JotPrivateKey *key = fixture_get_key (rows[i].name, rows[i].alg);
      g_autoptr (GError) error = NULL;
      g_autoptr (JotSecret) pem = jot_private_key_to_pem (key, "pässphrase", &error);
      g_autoptr (JotPrivateKey) again = NULL;

      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (jot_secret_get_data (pem), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
      again = jot_private_key_new_from_data (jot_secret_get_data (pem), -1, "pässphrase", jot_alg_find (rows[i].alg), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (jot_jwk_get_thumbprint (jot_private_key_get_public (again)), ==,
                       jot_jwk_get_thumbprint (jot_private_key_get_public (key)));
      assert_works (again);

      g_assert_null (jot_private_key_new_from_data (jot_secret_get_data (pem), -1, "passphrase", NULL, &error));
      fixture_assert_error (error, JOT_ERROR_KEY_MISMATCH, JOT_REASON_PASSPHRASE);
    }
}

int
main (int    argc,
      char **argv)
{
  const JotAlg *alg;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    if (jot_alg_can_sign (alg))
      {
        g_autofree char *path = g_strdup_printf ("/jot/private-key/generate/%s", jot_alg_get_name (alg));

        g_test_add_data_func (path, alg, test_generate);
      }
  g_test_add_func ("/jot/private-key/generate-bits", test_generate_bits);
  g_test_add_func ("/jot/private-key/files", test_files);
  g_test_add_func ("/jot/private-key/files-refused", test_files_refused);
  g_test_add_func ("/jot/private-key/jwk-refused", test_jwk_refused);
  g_test_add_func ("/jot/private-key/halves", test_halves);
  g_test_add_func ("/jot/private-key/alg-conflict", test_alg_conflict);
  g_test_add_func ("/jot/private-key/to-pem", test_to_pem);

  return g_test_run ();
}
