/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-alg-private.h"

#include <string.h>

/* RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2 */
static void
test_table (void)
{
  static const struct { const char *name, *kty, *crv; guint hash; gsize coordinate, signature; gboolean signs; } rows[] = {
    { "RS256", "RSA", NULL, 256, 0, 0, TRUE },
    { "RS384", "RSA", NULL, 384, 0, 0, TRUE },
    { "RS512", "RSA", NULL, 512, 0, 0, TRUE },
    { "PS256", "RSA", NULL, 256, 0, 0, TRUE },
    { "PS384", "RSA", NULL, 384, 0, 0, TRUE },
    { "PS512", "RSA", NULL, 512, 0, 0, TRUE },
    { "ES256", "EC", "P-256", 256, 32, 64, TRUE },
    { "ES384", "EC", "P-384", 384, 48, 96, TRUE },
    { "ES512", "EC", "P-521", 512, 66, 132, TRUE },
    { "EdDSA", "OKP", "Ed25519", 512, 32, 64, TRUE },
    { "Ed25519", "OKP", "Ed25519", 512, 32, 64, FALSE },
  };
  JotAlgSet seen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const JotAlg *alg = jot_alg_get_nth (i);

      g_assert_nonnull (alg);
      g_assert_true (jot_alg_find (rows[i].name) == alg);
      g_assert_cmpstr (jot_alg_get_name (alg), ==, rows[i].name);
      g_assert_cmpstr (jot_alg_get_kty (alg), ==, rows[i].kty);
      g_assert_cmpstr (jot_alg_get_crv (alg), ==, rows[i].crv);
      g_assert_cmpuint (alg->hash_bits, ==, rows[i].hash);
      g_assert_cmpuint (alg->coordinate_size, ==, rows[i].coordinate);
      g_assert_cmpuint (alg->signature_size, ==, rows[i].signature);
      g_assert_cmpint (jot_alg_can_sign (alg), ==, rows[i].signs);
      g_assert_cmpuint (jot_alg_get_set (alg), ==, 1u << i);
      g_assert_true (JOT_ALG_SET_ALL & jot_alg_get_set (alg));
      g_assert_false (seen & jot_alg_get_set (alg));
      seen |= jot_alg_get_set (alg);
    }
  g_assert_null (jot_alg_get_nth (G_N_ELEMENTS (rows)));
  g_assert_cmpstr (jot_alg_get_name (jot_alg_get_default ()), ==, "RS256");
}

/* Equality only: no other spelling, no prefix, and nothing that is no signature. */
static void
test_unknown (void)
{
  static const char * const names[] = {
    "", "none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "rs256", "Rs256", "RS256 ", " RS256", "RS25", "RS2567",
    "RS1", "ES256K", "ES521", "eddsa", "Ed448", "ed25519", "RSA-OAEP", "dir", "A128KW", "ML-DSA-44",
  };

  g_assert_null (jot_alg_find (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_null (jot_alg_find (names[i]));
}

static void
test_kind (void)
{
  static const struct { const char *kty, *crv, *name; } rows[] = {
    { "RSA", NULL, "RS256" },
    { "RSA", "P-256", "RS256" },
    { "EC", "P-256", "ES256" },
    { "EC", "P-384", "ES384" },
    { "EC", "P-521", "ES512" },
    { "OKP", "Ed25519", "EdDSA" },
    { "EC", NULL, NULL },
    { "EC", "secp256k1", NULL },
    { "EC", "Ed25519", NULL },
    { "OKP", "P-256", NULL },
    { "OKP", "X25519", NULL },
    { "oct", NULL, NULL },
    { "rsa", NULL, NULL },
    { NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const JotAlg *alg = jot_alg_find_kind (rows[i].kty, rows[i].crv);

      g_assert_cmpstr (alg != NULL ? alg->name : NULL, ==, rows[i].name);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/alg/table", test_table);
  g_test_add_func ("/jot/alg/unknown", test_unknown);
  g_test_add_func ("/jot/alg/kind", test_kind);

  return g_test_run ();
}
