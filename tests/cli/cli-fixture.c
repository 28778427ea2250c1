/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-base64url.h"

#include <signal.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/prctl.h>

static gboolean
give_up_cb (gpointer user_data)
{
  g_subprocess_force_exit (user_data);
  return G_SOURCE_REMOVE;
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
dup_text (GBytes *bytes)
{
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  return size > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), size) : g_strdup ("");
}

/* The directories and keyring of the test, which GTest tells only our own process. */
static GSubprocessLauncher *
new_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_setenv (launcher, "HOME", g_get_home_dir (), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", g_get_user_config_dir (), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", g_get_user_cache_dir (), TRUE);

  return launcher;
}

static CliRun *
run_args (const char         *input,
          gssize              input_size,
          const char * const *args)
{
  CliRun *run = g_new0 (CliRun, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) in = g_file_new_tmp ("signet-in-XXXXXX", &stream, &error);
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  guint limit;

  /* a file and no pipe: a program need not read all its input before it ends */
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), input,
                             input == NULL ? 0 : input_size < 0 ? strlen (input) : (gsize) input_size, NULL, NULL, &error);
  g_assert_no_error (error);

  launcher = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_stdin_file_path (launcher, g_file_peek_path (in));
  process = g_subprocess_launcher_spawnv (launcher, args, &error);
  g_assert_no_error (error);
  g_file_delete (in, NULL, NULL);

  g_subprocess_communicate_async (process, NULL, NULL, done_cb, &result);
  limit = g_timeout_add_seconds (60, give_up_cb, process);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);

  g_subprocess_communicate_finish (process, result, &out, &err, &error);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, NULL);

  run->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  run->out = dup_text (out);
  run->out_size = out != NULL ? g_bytes_get_size (out) : 0;
  run->err = dup_text (err);

  return run;
}

CliRun *
cli_run (const char *input,
         gssize      input_size,
         ...)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  const char *arg;
  va_list list;

  g_ptr_array_add (args, (gpointer) g_getenv ("SIGNET"));
  va_start (list, input_size);
  while ((arg = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (args, (gpointer) arg);
  va_end (list);
  g_ptr_array_add (args, NULL);

  return run_args (input, input_size, (const char * const *) args->pdata);
}

CliRun *
cli_run_args (const char         *input,
              gssize              input_size,
              const char * const *args)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (all, (gpointer) g_getenv ("SIGNET"));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) args[i]);
  g_ptr_array_add (all, NULL);

  return run_args (input, input_size, (const char * const *) all->pdata);
}

CliRun *
cli_run_shell (const char *script)
{
  const char *args[] = { "/bin/sh", "-c", script, NULL };

  return run_args (NULL, 0, args);
}

void
cli_run_free (CliRun *run)
{
  g_free (run->out);
  g_free (run->err);
  g_free (run);
}

JotPrivateKey *
cli_get_key (void)
{
  static JotPrivateKey *key;

  if (key == NULL)
    {
      g_autoptr (GError) error = NULL;

      key = jot_private_key_generate (jot_alg_get_default (), 2048, &error);
      g_assert_no_error (error);
    }

  return key;
}

char *
cli_sign (const char *payload)
{
  g_autoptr (GError) error = NULL;
  char *token = jot_jws_sign (cli_get_key (), payload, strlen (payload), &error);

  g_assert_no_error (error);
  return token;
}

char *
cli_sign_with_header (const char *header,
                      const char *payload)
{
  g_autofree char *first = jot_base64url_encode (header, strlen (header));
  g_autofree char *second = jot_base64url_encode (payload, strlen (payload));
  g_autofree char *input = g_strconcat (first, ".", second, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) signature = jot_private_key_sign (cli_get_key (), input, strlen (input), &error);
  g_autofree char *third = NULL;

  g_assert_no_error (error);
  third = jot_base64url_encode (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));

  return g_strconcat (input, ".", third, NULL);
}

char *
cli_write (const char *name,
           const char *text)
{
  char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (dir, 0700);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

char *
cli_write_jwks (void)
{
  JotJwk *jwk = jot_private_key_get_public (cli_get_key ());
  g_autofree char *key = jot_jwk_to_public_json (jwk, jot_jwk_get_thumbprint (jwk), jot_alg_get_default ());
  g_autofree char *set = g_strdup_printf ("{\"keys\":[%s]}", key);

  return cli_write ("set.json", set);
}

void
cli_forget_key_sets (void)
{
  static const char * const folders[] = { "key-sets", "issuers" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "signet", folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          g_assert_cmpint (g_unlink (path), ==, 0);
        }
    }
}

void
cli_use_file_keyring (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "keyring", NULL);
  g_autofree char *dir = g_path_get_dirname (path);

  g_mkdir_with_parents (dir, 0700);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
}

/* Runs in the server before it becomes one: it ends with the test, also with one that failed. */
static void
die_with_test (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

struct _CliServer
{
  GSubprocess      *process;
  GDataInputStream *out;
};

CliServer *
cli_server_new (char **url,
                ...)
{
  CliServer *server = g_new0 (CliServer, 1);
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *arg;
  guint limit;
  va_list list;

  g_ptr_array_add (args, (gpointer) g_getenv ("SIGNET"));
  g_ptr_array_add (args, (gpointer) "serve");
  va_start (list, url);
  while ((arg = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (args, (gpointer) arg);
  va_end (list);
  g_ptr_array_add (args, NULL);

  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  server->process = g_subprocess_launcher_spawnv (launcher, (const char * const *) args->pdata, &error);
  g_assert_no_error (error);
  server->out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));

  g_data_input_stream_read_line_async (server->out, G_PRIORITY_DEFAULT, NULL, done_cb, &result);
  limit = g_timeout_add_seconds (20, give_up_cb, server->process);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  *url = g_data_input_stream_read_line_finish (server->out, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (*url);

  return server;
}

/* What it said since its first line, on stdout and stderr. */
static char *
read_rest (CliServer *server)
{
  GInputStream *streams[] = { G_INPUT_STREAM (server->out), g_subprocess_get_stderr_pipe (server->process) };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      char buffer[4096];
      gssize n;

      while ((n = g_input_stream_read (streams[i], buffer, sizeof buffer, NULL, NULL)) > 0)
        g_string_append_len (text, buffer, n);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

int
cli_server_stop (CliServer *server,
                 int        signum)
{
  return cli_server_stop_full (server, signum, NULL);
}

int
cli_server_stop_full (CliServer  *server,
                      int         signum,
                      char      **said)
{
  g_autofree char *rest = NULL;
  guint limit = g_timeout_add_seconds (20, give_up_cb, server->process);
  g_autoptr (GAsyncResult) result = NULL;
  int status;

  g_subprocess_send_signal (server->process, signum);
  g_subprocess_wait_async (server->process, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_subprocess_wait_finish (server->process, result, NULL));
  g_source_remove (limit);

  rest = read_rest (server);
  g_test_message ("the server said: %s", rest);
  if (said != NULL)
    *said = g_steal_pointer (&rest);
  status = g_subprocess_get_if_exited (server->process) ? g_subprocess_get_exit_status (server->process) : -1;
  g_object_unref (server->process);
  g_object_unref (server->out);
  g_free (server);

  return status;
}
