/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

/* Every value is a boxed type, so that it crosses threads, signals and properties as a reference. */
static void
test_boxed (void)
{
  JotPrivateKey *key = fixture_get_key ("ed25519", "EdDSA");
  g_autofree char *token = fixture_sign (key, "{\"alg\":\"EdDSA\"}", "{}");
  g_autoptr (JotVerdict) verdict = fixture_verify_key (token, jot_private_key_get_public (key));
  g_autoptr (JotJwks) jwks = jot_jwks_new_single (jot_private_key_get_public (key));
  g_autoptr (JotSecret) secret = jot_secret_new ("x", 1);
  g_autoptr (JotJson) json = jot_json_parse ("{}", -1, NULL);
  const struct { GType type; const char *name; gpointer value; } rows[] = {
    { JOT_TYPE_JSON, "JotJson", json },
    { JOT_TYPE_SECRET, "JotSecret", secret },
    { JOT_TYPE_JWK, "JotJwk", jot_private_key_get_public (key) },
    { JOT_TYPE_JWKS, "JotJwks", jwks },
    { JOT_TYPE_PRIVATE_KEY, "JotPrivateKey", key },
    { JOT_TYPE_JWS, "JotJws", jot_verdict_get_jws (verdict) },
    { JOT_TYPE_CLAIMS, "JotClaims", jot_verdict_get_claims (verdict) },
    { JOT_TYPE_VERDICT, "JotVerdict", verdict },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gpointer copy = g_boxed_copy (rows[i].type, rows[i].value);

      g_assert_cmpstr (g_type_name (rows[i].type), ==, rows[i].name);
      g_assert_true (copy == rows[i].value);
      g_boxed_free (rows[i].type, copy);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/types/boxed", test_boxed);

  return g_test_run ();
}
