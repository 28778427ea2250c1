/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"
#include "signet-test.h"

#include <signal.h>
#include <string.h>

#define PATH "/.well-known/jwks.json"

/* (transfer full): the body at url, which must be answered with 200. */
static char *
get_body (const char *url)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *request = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *body;
  char buffer[4096];
  gssize n;

  g_assert_nonnull (uri);
  request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n",
                             g_uri_get_path (uri), g_uri_get_host (uri), g_uri_get_port (uri));
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, g_uri_get_host (uri), (guint16) g_uri_get_port (uri), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request),
                             NULL, NULL, &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer,
                                   NULL, &error)) > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_no_error (error);

  g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 200 "));
  body = strstr (answer->str, "\r\n\r\n");
  g_assert_nonnull (body);

  return g_strdup (body + 4);
}

/* The first line is the address, whole; both signals end it as done. */
static void
test_ends (void)
{
  static const int signals[] = { SIGTERM, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autofree char *url = NULL;
      CliServer *server = cli_server_new (&url, "--port", "0", NULL);
      g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

      g_assert_nonnull (uri);
      g_assert_cmpstr (g_uri_get_scheme (uri), ==, "http");
      g_assert_cmpstr (g_uri_get_host (uri), ==, "127.0.0.1");
      g_assert_cmpint (g_uri_get_port (uri), >, 0);
      g_assert_cmpstr (g_uri_get_path (uri), ==, PATH);
      g_assert_cmpint (cli_server_stop (server, signals[i]), ==, 0);
    }
}

static gboolean
holds (const char *path,
       const char *start)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_has_prefix (text, start);
}

/* What the preferences say of a folder is done without the window as well. */
static void
test_elsewhere (void)
{
  g_autofree char *settings = g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", NULL);
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "jwks.json", NULL);
  g_autofree char *text = g_strdup_printf ("[io/github/signetlist/Signet]\nelsewhere-folder='%s'\n", folder);
  g_autofree char *backend = g_strdup (g_getenv ("GSETTINGS_BACKEND"));
  g_autofree char *url = NULL;
  g_autoptr (CliRun) token = NULL;
  CliServer *server;

  cli_use_file_keyring ();
  g_assert_cmpint (g_mkdir_with_parents (settings, 0700), ==, 0);
  test_write_file (settings, "keyfile", text);
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);

  server = cli_server_new (&url, "--port", "0", NULL);
  test_wait_until (holds (path, "{\"keys\":["));
  token = cli_run ("{}", -1, "sign", NULL);
  g_assert_cmpint (token->status, ==, 0);
  test_wait_until (holds (path, "{\"keys\":[{"));
  g_assert_cmpint (cli_server_stop (server, SIGTERM), ==, 0);

  g_setenv ("GSETTINGS_BACKEND", backend, TRUE);
}

/* A server that was started before any key publishes the one that another process makes. */
static void
test_new_key (void)
{
  g_autofree char *url = NULL;
  CliServer *server;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CliRun) token = NULL;
  g_autoptr (CliRun) jwks = NULL;
  g_autoptr (CliRun) verified = NULL;

  cli_use_file_keyring ();
  server = cli_server_new (&url, "--port", "0", NULL);
  before = get_body (url);
  g_assert_cmpstr (before, ==, "{\"keys\":[]}");

  token = cli_run ("{\"a\":1}", -1, "sign", NULL);
  g_assert_cmpint (token->status, ==, 0);
  after = get_body (url);
  jwks = cli_run (NULL, 0, "jwks", NULL);
  g_assert_cmpstr (after, ==, g_strchomp (jwks->out));
  g_assert_cmpstr (after, !=, before);

  verified = cli_run (token->out, -1, "verify", "--jwks", url, NULL);
  g_assert_cmpint (verified->status, ==, 0);
  g_assert_true (g_str_has_suffix (verified->out, "\"a\":1}\n"));
  g_assert_cmpint (cli_server_stop (server, SIGTERM), ==, 0);
}

/* Whoever is not the signer gets the payload, and the reservation on stderr; the report has both. */
static void
test_amber (void)
{
  g_autofree char *url = NULL;
  CliServer *server;
  g_autoptr (CliRun) token = NULL;
  g_autoptr (CliRun) verified = NULL;
  g_autoptr (CliRun) report = NULL;
  g_autofree char *script = NULL;
  g_autofree char *report_script = NULL;

  cli_use_file_keyring ();
  token = cli_run ("{\"groceryList\":[\"milk\"]}", -1, "sign", NULL);
  g_assert_cmpint (token->status, ==, 0);
  g_strchomp (token->out);
  server = cli_server_new (&url, "--port", "0", NULL);

  script = g_strdup_printf ("HOME=/nonexistent XDG_DATA_HOME=/nonexistent \"$SIGNET\" verify --jwks '%s' %s", url, token->out);
  verified = cli_run_shell (script);
  g_assert_cmpint (verified->status, ==, 0);
  g_assert_true (g_str_has_suffix (verified->out, "\"groceryList\":[\"milk\"]}\n"));
  g_assert_true (g_str_has_prefix (verified->err, "Valid, but…: "));

  report_script = g_strdup_printf ("HOME=/nonexistent XDG_DATA_HOME=/nonexistent \"$SIGNET\" verify --report --jwks '%s' %s",
                                   url, token->out);
  report = cli_run_shell (report_script);
  g_assert_cmpint (report->status, ==, 0);
  g_assert_true (g_str_has_prefix (report->out, "{\"valid\":true,"));
  g_assert_cmpstr (report->err, ==, verified->err);
  g_assert_cmpint (cli_server_stop (server, SIGTERM), ==, 0);
}

static void
test_port_taken (void)
{
  g_autofree char *url = NULL;
  CliServer *server = cli_server_new (&url, "--port", "0", NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (uri));
  g_autoptr (CliRun) second = cli_run (NULL, 0, "serve", "--port", port, NULL);

  g_assert_cmpint (second->status, ==, 3);
  g_assert_cmpstr (second->out, ==, "");
  g_assert_nonnull (strstr (second->err, port));
  g_assert_cmpint (cli_server_stop (server, SIGTERM), ==, 0);
}

static void
test_misuse (void)
{
  static const char *rows[][4] = {
    { "serve", "x" }, { "serve", "--port", "-1" }, { "serve", "--port", "65536" }, { "serve", "--port", "http" },
    { "serve", "--address", "localhost" }, { "serve", "--address", "" }, { "serve", "--nonsense" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run_args (NULL, 0, rows[i]);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
}

/* An address that nobody learns is of no use. */
static void
test_closed_stdout (void)
{
  g_autoptr (CliRun) run = cli_run_shell ("exec \"$SIGNET\" serve --port 0 >&-");

  g_assert_cmpint (run->status, ==, 3);
  g_assert_nonnull (strstr (run->err, "standard output is closed"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/serve/ends", test_ends);
  g_test_add_func ("/cli/serve/new-key", test_new_key);
  g_test_add_func ("/cli/serve/elsewhere", test_elsewhere);
  g_test_add_func ("/cli/serve/amber", test_amber);
  g_test_add_func ("/cli/serve/port-taken", test_port_taken);
  g_test_add_func ("/cli/serve/misuse", test_misuse);
  g_test_add_func ("/cli/serve/closed-stdout", test_closed_stdout);

  return g_test_run ();
}
