/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static const char * const verbs[] = {
  "sign", "verify", "inspect", "keys", "jwks", "serve", "lists", "show", "import", "export",
  "keys list", "keys create", "keys rotate", "keys revoke", "keys export",
};

/* Runs it with no settings, no session bus and no home. */
/* Nothing but what a tool that watches is told. */
#define BARE_ENV "env -i ASAN_OPTIONS=\"$ASAN_OPTIONS\" LSAN_OPTIONS=\"$LSAN_OPTIONS\" UBSAN_OPTIONS=\"$UBSAN_OPTIONS\" " \
                 "TSAN_OPTIONS=\"$TSAN_OPTIONS\""

static CliRun *
run_bare (const char *arguments)
{
  g_autofree char *script = g_strdup_printf ("exec " BARE_ENV " HOME=/nonexistent XDG_RUNTIME_DIR=/nonexistent \"$SIGNET\" %s",
                                             arguments);

  return cli_run_shell (script);
}

static void
test_help (void)
{
  static const char * const ways[] = { "--help", "-h", "help" };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (CliRun) run = run_bare (ways[i]);

      g_assert_cmpint (run->status, ==, 0);
      g_assert_cmpstr (run->err, ==, "");
      for (guint v = 0; v < G_N_ELEMENTS (verbs); v++)
        {
          g_autofree char *line = g_strdup_printf ("\n  %-8s  ", verbs[v]);

          if (strchr (verbs[v], ' ') == NULL)
            g_assert_nonnull (strstr (run->out, line));
        }
    }
}

static void
test_help_of_verbs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("%s --help", verbs[i]);
      g_autofree char *other_way = g_strdup_printf ("help %s", verbs[i]);
      g_autoptr (CliRun) same = run_bare (other_way);
      g_autofree char *usage = g_strdup_printf ("signet %s ", verbs[i]);
      g_autoptr (CliRun) run = run_bare (arguments);

      g_test_message ("%s: %s", verbs[i], run->out);
      g_assert_cmpint (run->status, ==, 0);
      g_assert_cmpstr (run->err, ==, "");
      g_assert_cmpint (same->status, ==, 0);
      g_assert_cmpstr (same->out, ==, run->out);
      g_assert_true (strstr (run->out, usage) != NULL || strstr (run->out, g_strchomp (usage)) != NULL);
    }
}

static void
test_version (void)
{
  g_autoptr (CliRun) run = run_bare ("--version");

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->out, ==, "signet " PACKAGE_VERSION "\n");
}

static void
test_bare_environment (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign ("{ }");
  g_autofree char *verify = g_strdup_printf ("verify --jwks '%s' '%s'", jwks, token);
  g_autofree char *inspect = g_strdup_printf ("inspect '%s'", token);
  g_autoptr (CliRun) verified = run_bare (verify);
  g_autoptr (CliRun) inspected = run_bare (inspect);

  g_assert_cmpstr (verified->err, ==, "");
  g_assert_cmpstr (verified->out, ==, "{ }\n");
  g_assert_cmpint (verified->status, ==, 0);
  g_assert_cmpstr (inspected->err, ==, "");
  g_assert_cmpint (inspected->status, ==, 3);
}

/* Over https the proxy of the desktop counts, but neither are its settings always there, nor a place to keep them. */
static void
test_no_desktop (void)
{
  static const char * const environments[] = {
    "HOME=/proc/none XDG_DATA_DIRS=/nonexistent",
    "HOME=/proc/none",
    "HOME=/proc/none GSETTINGS_BACKEND=dconf",
    "HOME=\"$HOME\"",
  };
  g_autofree char *token = cli_sign ("{ }");

  for (guint i = 0; i < G_N_ELEMENTS (environments); i++)
    {
      g_autofree char *script = g_strdup_printf ("exec " BARE_ENV " %s \"$SIGNET\" verify --jwks https://127.0.0.1:1/ '%s'",
                                                 environments[i], token);
      g_autoptr (CliRun) run = cli_run_shell (script);

      g_test_message ("%s", environments[i]);
      g_assert_cmpstr (run->err, ==,
                       "The key set could not be fetched. 127.0.0.1 could not be reached. [key-set-unavailable]\n");
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpint (run->status, ==, 3);
    }
}

/* What only reads does so without a place to write. */
static void
test_nowhere_to_write (void)
{
  static const struct { const char *arguments, *out, *err; } rows[] = {
    { "jwks", "{\"keys\":[]}\n", "" },
    { "keys", "", "There is no key yet. It is made when you first sign.\n" },
    { "lists", "", "There is no list yet.\n" },
    { "history", "", "Nothing was signed or checked yet.\n" },
    { "signers", "", "You know nobody yet. “signet signers add” remembers somebody.\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strdup_printf ("exec " BARE_ENV " HOME=/proc/none GSETTINGS_SCHEMA_DIR=\"$GSETTINGS_SCHEMA_DIR\" "
                                                 "\"$SIGNET\" %s", rows[i].arguments);
      g_autoptr (CliRun) run = cli_run_shell (script);

      g_assert_cmpstr (run->err, ==, rows[i].err);
      g_assert_cmpstr (run->out, ==, rows[i].out);
      g_assert_cmpint (run->status, ==, 0);
    }
}

/* A user of whom the system knows nothing, as in a container. */
static void
test_no_user (void)
{
  const char *as_nobody = "setpriv --reuid=54321 --regid=54321 --clear-groups env -i";
  g_autofree char *can = g_strdup_printf ("%s \"$SIGNET\" --version >/dev/null 2>&1", as_nobody);
  g_autofree char *script = g_strdup_printf ("exec %s \"$SIGNET\" lists", as_nobody);
  g_autoptr (CliRun) possible = cli_run_shell (can);
  g_autoptr (CliRun) run = NULL;

  if (possible->status != 0)
    {
      g_test_skip ("nobody else may run it");
      return;
    }

  run = cli_run_shell (script);
  g_assert_cmpstr (run->err, ==, "There is no list yet.\n");
  g_assert_cmpint (run->status, ==, 0);
}

/* One sentence, on one line, and nothing on stdout. */
static void
test_unknown (void)
{
  static const char * const unknown[] = { "nonsense", "--nonsense", "-n", "''", "sgin --help", "keys nonsense", "help nonsense", "help ./x.jwt",
                                           "help keys nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (unknown) + G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *arguments = i < G_N_ELEMENTS (unknown)
                                     ? g_strdup (unknown[i])
                                     : g_strdup_printf ("%s --nonsense", verbs[i - G_N_ELEMENTS (unknown)]);
      g_autoptr (CliRun) run = run_bare (arguments);

      g_test_message ("%s: %s", arguments, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_true (g_str_has_suffix (run->err, ".\n"));
      g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
    }
}

/* The window is a program of its own; here one that says what it was given. */
static void
test_window (void)
{
  g_autofree char *window = cli_write ("window", "#!/bin/sh\necho window \"$@\"\n");
  g_autofree char *file = cli_write ("sign", "x");
  g_autofree char *dir = g_path_get_dirname (file);
  static const struct { const char *arguments, *out; } rows[] = {
    { "", "window\n" },
    { "list.jwt", "window list.jwt\n" },
    { "./sign", "window ./sign\n" },
    { "./list one.jwt", "window ./list one.jwt\n" },
    { "window", "window window\n" },
    { "/nowhere/at-all", "window /nowhere/at-all\n" },
  };

  g_assert_cmpint (g_chmod (window, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strdup_printf ("cd '%s' && SIGNET_WINDOW='%s' exec \"$SIGNET\" %s", dir, window,
                                                 rows[i].arguments);
      g_autoptr (CliRun) run = cli_run_shell (script);

      g_assert_cmpstr (run->err, ==, "");
      g_assert_cmpstr (run->out, ==, rows[i].out);
      g_assert_cmpint (run->status, ==, 0);
    }

  /* the verb, not the file of that name */
  {
    g_autofree char *script = g_strdup_printf ("cd '%s' && SIGNET_WINDOW='%s' exec \"$SIGNET\" sign </dev/null", dir, window);
    g_autoptr (CliRun) run = cli_run_shell (script);

    g_assert_cmpint (run->status, ==, 2);
    g_assert_cmpstr (run->out, ==, "");
  }
}

static void
test_no_window (void)
{
  g_autoptr (CliRun) run = cli_run_shell ("SIGNET_WINDOW=/nonexistent/window exec \"$SIGNET\"");

  g_assert_cmpint (run->status, ==, 3);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_nonnull (strstr (run->err, "/nonexistent/window"));
}

/* What GTK does by itself is to end with 1: that is the status of a token that was refused. */
static void
test_no_display (void)
{
  static const struct { const char *environment, *file; } rows[] = {
    { "unset DISPLAY WAYLAND_DISPLAY; exec", "" },
    { "unset DISPLAY WAYLAND_DISPLAY; exec", "./list.jwt" },
    { "exec " BARE_ENV " SIGNET_WINDOW=\"$SIGNET_WINDOW\" HOME=\"$HOME\"", "" },
  };

  if (!g_file_test (g_getenv ("SIGNET_WINDOW"), G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("the window was not built");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strdup_printf ("%s \"$SIGNET\" %s", rows[i].environment, rows[i].file);
      g_autoptr (CliRun) run = cli_run_shell (script);

      g_assert_cmpint (run->status, ==, 3);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, ==,
                       "The window needs a screen, and there is none. “signet --help” lists what works without one.\n");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/program/help", test_help);
  g_test_add_func ("/cli/program/help-of-verbs", test_help_of_verbs);
  g_test_add_func ("/cli/program/version", test_version);
  g_test_add_func ("/cli/program/bare-environment", test_bare_environment);
  g_test_add_func ("/cli/program/no-desktop", test_no_desktop);
  g_test_add_func ("/cli/program/nowhere-to-write", test_nowhere_to_write);
  g_test_add_func ("/cli/program/no-user", test_no_user);
  g_test_add_func ("/cli/program/unknown", test_unknown);
  g_test_add_func ("/cli/program/window", test_window);
  g_test_add_func ("/cli/program/no-window", test_no_window);
  g_test_add_func ("/cli/program/no-display", test_no_display);

  return g_test_run ();
}
