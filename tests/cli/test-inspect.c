/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include <string.h>

/* The forged token of the article that Signet comes from: HS256, no kid. */
#define FORGED \
  "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJleHAiOjE2MTUwNjI5OTUsImlhdCI6MTYxNTA1ODk2NSwiZ3JvY2VyeUxpc3QiOlsibWlsayIs" \
  "ImVnZ3MiLCJjb29raWVzIiwiY2FuZHkiXSwianRpIjoiZjFlYjRiMTktYjQwYy00NWQ3LWIyZjgtYWNlMjY1NWNhZDliIn0." \
  "-B-8-m8hwmOWKSUI1B3wOmYaPWyegihVIi6U17D5H1M"

static void
test_shapes (void)
{
  g_autofree char *token = cli_sign ("{\"a\": 1.0}");
  g_autofree char *binary = cli_sign ("\001\002");
  g_autoptr (CliRun) run = cli_run (token, -1, "inspect", NULL);
  g_autoptr (CliRun) other = cli_run (NULL, 0, "inspect", binary, NULL);
  g_autoptr (CliRun) forged = cli_run (FORGED, -1, "inspect", NULL);
  g_autoptr (CliRun) broken = cli_run ("a.b", -1, "inspect", NULL);

  g_assert_cmpint (run->status, ==, 3);
  g_assert_true (g_str_has_prefix (run->out, "{\"verified\":false,\"header\":{\"alg\":\"RS256\""));
  g_assert_true (g_str_has_suffix (run->out, ",\"payload\":{\"a\":1.0}}\n"));
  g_assert_cmpint (other->status, ==, 3);
  g_assert_true (g_str_has_suffix (other->out, ",\"payloadBase64url\":\"AQI\"}\n"));
  g_assert_cmpint (forged->status, ==, 3);
  g_assert_nonnull (strstr (forged->out, "\"groceryList\":[\"milk\",\"eggs\",\"cookies\",\"candy\"]"));
  g_assert_cmpint (broken->status, ==, 1);
  g_assert_cmpstr (broken->out, ==, "");
  g_assert_true (g_str_has_suffix (broken->err, " [malformed]\n"));
}

/* A claim that a token is valid does not make it so: nothing is ever said to be verified. */
static void
test_never_verified (void)
{
  g_autofree char *token = cli_sign ("{\"verified\":true}");
  g_autoptr (CliRun) run = cli_run (token, -1, "inspect", NULL);

  g_assert_cmpint (run->status, ==, 3);
  g_assert_true (g_str_has_prefix (run->out, "{\"verified\":false,"));
}

static void
test_arguments (void)
{
  g_autofree char *token = cli_sign ("{}");
  g_autoptr (CliRun) two = cli_run (NULL, 0, "inspect", token, token, NULL);
  g_autoptr (CliRun) option = cli_run (NULL, 0, "inspect", "--jwks", "x", token, NULL);
  g_autoptr (CliRun) one = cli_run (NULL, 0, "inspect", token, NULL);

  g_assert_cmpint (two->status, ==, 2);
  g_assert_cmpstr (two->out, ==, "");
  g_assert_cmpint (option->status, ==, 2);
  g_assert_cmpstr (option->out, ==, "");
  g_assert_cmpint (one->status, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/inspect/shapes", test_shapes);
  g_test_add_func ("/cli/inspect/never-verified", test_never_verified);
  g_test_add_func ("/cli/inspect/arguments", test_arguments);

  return g_test_run ();
}
