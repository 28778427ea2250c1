/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

#include <string.h>

/* Key sets as they are published, with keys of ours, signed by another program: each token verifies or has its
 * named refusal. */
static void
test_tokens (void)
{
  static const struct { const char *set, *token; int code; JotReason reason; const char *found; int entry; } rows[] = {
    { "google", "google", 0, 0, NULL, 0 },
    { "auth0", "auth0", 0, 0, NULL, 0 },
    { "github", "github", 0, 0, NULL, 1 },
    { "okta", "okta", 0, 0, NULL, 0 },
    { "entra", "entra", 0, 0, NULL, 0 },
    /* one kid twice: the key for encryption is passed over */
    { "keycloak", "keycloak", 0, 0, NULL, 1 },
    { "keycloak", "keycloak-enc", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_USE, "enc", -1 },
    /* one kid, three algorithms, one key */
    { "forgerock", "forgerock-rs256", 0, 0, NULL, 0 },
    { "forgerock", "forgerock-rs512", 0, 0, NULL, 2 },
    { "forgerock", "forgerock-ps256", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG, "RS256", -1 },
    { "mixed", "mixed-es256", 0, 0, NULL, 0 },
    { "mixed", "mixed-rs256", 0, 0, NULL, 1 },
    { "mixed", "mixed-ps512", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG, "RS256", -1 },
    { "mixed", "mixed-es384", 0, 0, NULL, 2 },
    { "mixed", "mixed-es512", 0, 0, NULL, 3 },
    { "mixed", "mixed-eddsa", 0, 0, NULL, 4 },
    { "mixed", "mixed-ed25519", 0, 0, NULL, 4 },
    { "mixed", "mixed-other-kind", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, "P-256", -1 },
    { "mixed", "mixed-dh", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, "a kind of key that is not supported", -1 },
    { "spiffe", "spiffe", JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_USE, "jwt-svid", -1 },
    /* a token of one provider at another */
    { "okta", "google", JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, NULL, -1 },
  };
  JotPolicy policy = JOT_POLICY_INIT;

  policy.issuer = "https://issuer.example";
  policy.audience = "shop";
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *set_path = g_strdup_printf ("shapes/%s.jwks", rows[i].set);
      g_autofree char *token_path = g_strdup_printf ("shapes/%s.jws", rows[i].token);
      g_autofree char *token = fixture_read (token_path);
      g_autoptr (JotJwks) jwks = fixture_read_jwks (set_path);
      g_autoptr (JotVerdict) verdict = jot_verify (token, -1, jwks, NULL, &policy, 1700000000);
      g_autofree char *changed = NULL;
      g_autoptr (JotVerdict) bad = NULL;

      g_test_message ("%s at %s", rows[i].token, rows[i].set);
      if (rows[i].code != 0)
        {
          fixture_assert_refused (verdict, (JotError) rows[i].code, rows[i].reason);
          g_assert_cmpstr (jot_error_get_details (jot_verdict_get_error (verdict))->found, ==, rows[i].found);
          continue;
        }
      fixture_assert_valid (verdict);
      g_assert_true (jot_verdict_get_key (verdict) == jot_jwks_get_entry (jwks, (guint) rows[i].entry)->key);

      changed = g_strdup (token);
      *(strchr (changed, '.') + 6) ^= 1;
      bad = jot_verify (changed, -1, jwks, NULL, &policy, 1700000000);
      g_assert_error ((GError *) jot_verdict_get_error (bad), JOT_ERROR, JOT_ERROR_BAD_SIGNATURE);
    }
}

/* What the sets hold is listed, with the reason of each entry that is not used. */
static void
test_entries (void)
{
  static const struct { const char *set; guint n; const char *problems[6]; } rows[] = {
    { "google", 2, { NULL } },
    { "auth0", 1, { NULL } },
    { "github", 2, { NULL } },
    { "okta", 1, { NULL } },
    { "entra", 2, { NULL } },
    { "keycloak", 3, { "its use is “enc”, not “sig”", NULL, "its use is “enc”, not “sig”" } },
    { "forgerock", 3, { NULL } },
    { "mixed", 6, { NULL, NULL, NULL, NULL, NULL, "a kind of key that is not supported" } },
    { "spiffe", 2, { "it has no “kid”", "its use is “jwt-svid”, not “sig”" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("shapes/%s.jwks", rows[i].set);
      g_autoptr (JotJwks) jwks = fixture_read_jwks (path);

      g_test_message ("%s", rows[i].set);
      g_assert_cmpuint (jot_jwks_get_size (jwks), ==, rows[i].n);
      for (guint j = 0; j < rows[i].n; j++)
        g_assert_cmpstr (jot_jwks_get_entry (jwks, j)->problem, ==, rows[i].problems[j]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/real-shapes/tokens", test_tokens);
  g_test_add_func ("/jot/real-shapes/entries", test_entries);

  return g_test_run ();
}
