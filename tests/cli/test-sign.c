/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-claims.h"

#include <string.h>

/* The payload of a run's token, checked by the program itself against its own key set. */
static char *
verify (CliRun *run)
{
  g_autoptr (CliRun) jwks = cli_run (NULL, 0, "jwks", NULL);
  g_autofree char *path = cli_write ("own.json", jwks->out);
  g_autoptr (CliRun) verified = cli_run (run->out, -1, "verify", "--jwks", path, NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpint (verified->status, ==, 0);

  return g_strdup (g_strchomp (verified->out));
}

static void
test_defaults (void)
{
  g_autoptr (CliRun) run = NULL;
  g_autofree char *payload = NULL;
  g_autoptr (JotClaims) claims = NULL;
  gint64 iat, exp;

  cli_use_file_keyring ();
  run = cli_run ("{\"groceryList\": [\"milk\"], \"userId\": \"brian\", \"n\": 1e400}", -1, "sign", NULL);
  payload = verify (run);
  claims = jot_claims_parse (payload, -1, NULL);
  g_assert_nonnull (claims);
  g_assert_true (jot_claims_get_issued_at (claims, &iat));
  g_assert_true (jot_claims_get_expiry (claims, &exp));
  g_assert_cmpint (exp - iat, ==, 86400);
  g_assert_cmpstr (jot_claims_get_subject (claims), ==, "brian");
  g_assert_nonnull (jot_claims_get_id (claims));
  g_assert_true (g_str_has_prefix (payload, "{\"sub\":\"brian\",\"iat\":"));
  g_assert_true (g_str_has_suffix (payload, "\"groceryList\":[\"milk\"],\"userId\":\"brian\",\"n\":1e400}"));
}

static void
test_members_and_flags (void)
{
  static const struct { const char *object, *option, *value; int status; const char *contains; } rows[] = {
    { "{\"iss\":\"W\"}", "--issuer", "W", 0, "\"iss\":\"W\"" },
    { "{\"iss\":\"W\"}", "--issuer", "T", 2, NULL },
    { "{}", "--issuer", "T", 0, "\"iss\":\"T\"" },
    { "{\"userId\":\"u\"}", "--subject", "s", 0, "\"sub\":\"s\"" },
    { "{\"sub\":\"u\"}", "--subject", "s", 2, NULL },
    { "{}", "--audience", "a", 0, "\"aud\":\"a\"" },
    { "{\"aud\":[\"a\"]}", "--audience", "a", 2, NULL },
    { "{\"iat\":4000000000}", "--expires-in", "90s", 0, "\"exp\":4000000090" },
    { "{\"iat\":4000000000,\"exp\":4000000090}", "--expires-in", "90s", 0, "\"exp\":4000000090" },
    { "{\"iat\":4000000000,\"exp\":4000000091}", "--expires-in", "90s", 2, NULL },
    { "{\"exp\":4000000000}", "--expires-in", "never", 2, NULL },
    { "{\"exp\":\"soon\"}", NULL, NULL, 2, NULL },
    { "{\"exp\":1e300}", NULL, NULL, 2, NULL },
    { "{}", "--expires-in", "1fortnight", 2, NULL },
    { "{}", "--expires-in", "0s", 2, NULL },
    { "[]", NULL, NULL, 2, NULL },
    { "{\"a\":1,\"a\":2}", NULL, NULL, 2, NULL },
    { "", NULL, NULL, 2, NULL },
  };

  cli_use_file_keyring ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (rows[i].object, -1, "sign", rows[i].option, rows[i].value, NULL);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, rows[i].status);
      if (rows[i].contains != NULL)
        {
          g_autofree char *payload = verify (run);

          g_assert_nonnull (strstr (payload, rows[i].contains));
        }
      else
        {
          g_assert_cmpstr (run->out, ==, "");
          g_assert_cmpstr (run->err, !=, "");
        }
    }
}

static void
test_never_expires (void)
{
  g_autoptr (CliRun) run = NULL;
  g_autofree char *payload = NULL;

  cli_use_file_keyring ();
  run = cli_run ("{}", -1, "sign", "--expires-in", "never", NULL);
  payload = verify (run);
  g_assert_null (strstr (payload, "\"exp\""));
}

/* One key for all that is signed here, also by other processes. */
static void
test_same_key (void)
{
  g_autoptr (CliRun) first = NULL;
  g_autoptr (CliRun) second = NULL;
  g_autoptr (JotJws) one = NULL;
  g_autoptr (JotJws) two = NULL;

  cli_use_file_keyring ();
  first = cli_run ("{}", -1, "sign", NULL);
  second = cli_run ("{}", -1, "sign", NULL);
  one = jot_jws_parse (g_strchomp (first->out), -1, NULL);
  two = jot_jws_parse (g_strchomp (second->out), -1, NULL);
  g_assert_nonnull (one);
  g_assert_nonnull (two);
  g_assert_cmpstr (jot_jws_get_kid (one), ==, jot_jws_get_kid (two));
}

/* A token that nobody would read is refused with its size, and no key is harmed. */
/* With its size, whether the object alone would be too long or only the token. */
static void
test_too_large (void)
{
  static const struct { guint kib; int status; const char *says; } rows[] = {
    { 190, 0, "" }, { 250, 3, "It has 334 KiB; Signet reads up to 256. [too-large]" },
    { 600, 3, "It has 801 KiB; Signet reads up to 256. [too-large]" },
  };

  cli_use_file_keyring ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strnfill (rows[i].kib * 1024, 'x');
      g_autofree char *object = g_strdup_printf ("{\"a\":\"%s\"}", text);
      g_autoptr (CliRun) run = cli_run (object, -1, "sign", NULL);

      g_assert_cmpint (run->status, ==, rows[i].status);
      g_assert_nonnull (strstr (run->err, rows[i].says));
      if (rows[i].status != 0)
        g_assert_cmpstr (run->out, ==, "");
    }
}

static void
test_no_keyring (void)
{
  g_autoptr (CliRun) run = NULL;
  g_autofree char *address = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));

  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  run = cli_run ("{}", -1, "sign", NULL);
  if (address != NULL)
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);

  g_assert_cmpint (run->status, ==, 3);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_true (g_str_has_prefix (run->err, "No Keyring Found. "));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/sign/defaults", test_defaults);
  g_test_add_func ("/cli/sign/members-and-flags", test_members_and_flags);
  g_test_add_func ("/cli/sign/never-expires", test_never_expires);
  g_test_add_func ("/cli/sign/same-key", test_same_key);
  g_test_add_func ("/cli/sign/too-large", test_too_large);
  g_test_add_func ("/cli/sign/no-keyring", test_no_keyring);

  return g_test_run ();
}
