/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-verdict.h"

#include <string.h>

/* Each algorithm that can sign: a token of it verifies, one bit away it does not. */
static void
test_round_trip (gconstpointer data)
{
  const JotAlg *alg = data;
  const JotPolicy policy = JOT_POLICY_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (alg, 2048, &error);
  g_autoptr (JotPrivateKey) again = NULL;
  g_autoptr (JotSecret) secret = NULL;
  g_autoptr (JotJwks) jwks = NULL;
  g_autoptr (JotVerdict) valid = NULL;
  g_autoptr (JotVerdict) tampered = NULL;
  g_autofree char *token = NULL;
  g_autofree char *public = NULL;
  g_autofree char *set = NULL;

  g_assert_no_error (error);
  secret = jot_private_key_to_jwk (key, &error);
  g_assert_no_error (error);
  again = jot_private_key_new_from_jwk (jot_secret_get_data (secret), (gssize) jot_secret_get_size (secret), &error);
  g_assert_no_error (error);

  token = jot_jws_sign (again, "{\"a\":1}", 7, &error);
  g_assert_no_error (error);
  public = jot_jwk_to_public_json (jot_private_key_get_public (key),
                                   jot_jwk_get_thumbprint (jot_private_key_get_public (key)), alg);
  set = g_strdup_printf ("{\"keys\":[%s]}", public);
  jwks = jot_jwks_parse (set, -1, &error);
  g_assert_no_error (error);

  valid = jot_verify (token, -1, jwks, NULL, &policy, 1000);
  g_assert_no_error ((GError *) jot_verdict_get_error (valid));
  g_assert_true (jot_verdict_is_proved (valid));

  {
    char *payload = strchr (token, '.') + 4;

    *payload = *payload == 'A' ? 'B' : 'A';
  }
  tampered = jot_verify (token, -1, jwks, NULL, &policy, 1000);
  g_assert_error ((GError *) jot_verdict_get_error (tampered), JOT_ERROR, JOT_ERROR_BAD_SIGNATURE);
  g_assert_false (jot_verdict_is_proved (tampered));
  g_assert_null (jot_verdict_get_claims (tampered));
}

int
main (int    argc,
      char **argv)
{
  const JotAlg *alg;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    if (!g_str_equal (jot_alg_get_name (alg), "Ed25519"))
      {
        g_autofree char *path = g_strdup_printf ("/jot/verdict/round-trip/%s", jot_alg_get_name (alg));

        g_test_add_data_func (path, alg, test_round_trip);
      }

  return g_test_run ();
}
