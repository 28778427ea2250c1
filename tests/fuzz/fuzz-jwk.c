/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "jot-error.h"
#include "jot-jwk.h"
#include "jot-private-key.h"

/* The public form of a key is the same key. */
static void
check_public (const JotJwk *jwk)
{
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (jwk);
  gboolean strong = jot_jwk_check_strength (jwk, NULL);
  const JotAlg *alg;
  guint n_algs = 0;

  g_assert_cmpuint (strlen (fingerprint), ==, 6 * 5 + 5);
  g_assert_cmpuint (strspn (fingerprint, "0123456789 "), ==, 6 * 5 + 5);
  g_assert_cmpuint (strlen (jot_jwk_get_thumbprint (jwk)), ==, 43);
  if (strong && g_str_equal (jot_jwk_get_kty (jwk), "RSA"))
    g_assert_true (jot_jwk_get_bits (jwk) >= 2048 && jot_jwk_get_bits (jwk) <= 8192);

  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    if (g_str_equal (jot_alg_get_kty (alg), jot_jwk_get_kty (jwk)) &&
        g_strcmp0 (jot_alg_get_crv (alg), jot_jwk_get_crv (jwk)) == 0)
      {
        g_autofree char *json = jot_jwk_to_public_json (jwk, "a \"kid\"", alg);
        g_autoptr (GError) error = NULL;
        g_autoptr (JotJwk) again = jot_jwk_new_from_data (json, -1, &error);

        g_assert_no_error (error);
        g_assert_cmpstr (jot_jwk_get_thumbprint (again), ==, jot_jwk_get_thumbprint (jwk));
        g_assert_cmpuint (jot_jwk_get_bits (again), ==, jot_jwk_get_bits (jwk));
        g_assert_cmpstr (jot_jwk_get_kid (again), ==, "a \"kid\"");
        g_assert_true (jot_jwk_check_fit (again, alg, NULL));
        g_assert_cmpint (jot_jwk_check_strength (again, NULL), ==, strong);
        g_assert_cmpint (jot_jwk_verify (again, alg, "", 0, "", 0, NULL), ==, FALSE);
        n_algs++;
      }
    else
      {
        g_assert_false (jot_jwk_check_fit (jwk, alg, NULL));
      }
  g_assert_cmpuint (n_algs, >, 0);
}

/* What we sign with a key that we accepted, its own public half verifies. */
static void
check_private (JotPrivateKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotSecret) secret = jot_private_key_to_jwk (key, &error);
  g_autoptr (JotPrivateKey) again = NULL;
  g_autoptr (GBytes) signature = NULL;

  g_assert_no_error (error);
  again = jot_private_key_new_from_jwk (jot_secret_get_data (secret), (gssize) jot_secret_get_size (secret), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (jot_jwk_get_thumbprint (jot_private_key_get_public (again)), ==,
                   jot_jwk_get_thumbprint (jot_private_key_get_public (key)));

  signature = jot_private_key_sign (key, "milk", 4, &error);
  g_assert_no_error (error);
  jot_jwk_verify (jot_private_key_get_public (key), jot_private_key_get_alg (key), "milk", 4,
                  g_bytes_get_data (signature, NULL), g_bytes_get_size (signature), &error);
  g_assert_no_error (error);
  g_assert_false (jot_jwk_verify (jot_private_key_get_public (key), jot_private_key_get_alg (key), "mild", 4,
                                  g_bytes_get_data (signature, NULL), g_bytes_get_size (signature), NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = fuzz_copy (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) private_error = NULL;
  g_autoptr (JotJwk) jwk = jot_jwk_new_from_data (text, (gssize) size, &error);
  g_autoptr (JotPrivateKey) key = jot_private_key_new_from_jwk (text, (gssize) size, &private_error);
  g_autoptr (GError) import_error = NULL;
  g_autoptr (JotPrivateKey) imported = jot_private_key_new_from_data (text, (gssize) size, NULL, NULL, &import_error);

  g_assert_cmpint (jwk == NULL, ==, error != NULL);
  g_assert_cmpint (key == NULL, ==, private_error != NULL);
  g_assert_true (jwk == NULL || key == NULL);
  g_assert_cmpint (imported == NULL, ==, import_error != NULL);
  /* what is a private key for signing is one for import, and no file is both public and private */
  g_assert_true (key == NULL || imported != NULL);
  g_assert_true (jwk == NULL || imported == NULL);
  if (jwk != NULL)
    check_public (jwk);
  if (imported != NULL)
    {
      check_public (jot_private_key_get_public (imported));
      check_private (imported);
    }

  return 0;
}
