/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-context-private.h"
#include "signet-elsewhere-private.h"
#include "signet-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define EMPTY "{\"keys\":[]}"

typedef struct
{
  SignetContext   *context;
  SignetKeyStore  *store;
  SignetNetwork   *network;
  SignetElsewhere *elsewhere;
  GSettings       *settings;
  char            *folder;

  /* of the web server */
  GSubprocess     *nginx;
  guint            port;
} Fixture;

static void
make_context (Fixture             *f,
              SignetElsewhereKind  kind,
              guint                retry_ms)
{
  f->context = signet_context_new ();
  signet_context_set_key_store (f->context, f->store);
  f->settings = signet_context_get_settings (f->context);
  g_assert_nonnull (f->settings);
  f->elsewhere = signet_context_get_elsewhere (f->context, kind);
  signet_elsewhere_set_network (f->elsewhere, f->network);
  signet_elsewhere_set_retry (f->elsewhere, retry_ms);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  static const char * const names[] = { "elsewhere-folder", "elsewhere-folder-written", "elsewhere-url", "elsewhere-user",
                                        "elsewhere-url-written", "elsewhere-url-digest" };
  static const char * const no_addresses[] = { NULL };
  g_autofree char *keys_path = g_build_filename (g_get_user_data_dir (), "signet", "keys.json", NULL);

  g_remove (keys_path);
  f->store = signet_key_store_memory_new ();
  f->network = signet_network_new_fixed (no_addresses);
  f->folder = test_make_folder ();
  make_context (f, GPOINTER_TO_INT (data), 20);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_settings_reset (f->settings, names[i]);
}

static void
stop_nginx (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  if (f->nginx == NULL)
    return;

  g_subprocess_send_signal (f->nginx, SIGTERM);
  g_subprocess_wait_async (f->nginx, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_subprocess_wait_finish (f->nginx, result, NULL);
  g_clear_object (&f->nginx);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->context);
  test_assert_gone (&f->store);
  test_assert_gone (&f->network);
  stop_nginx (f);
  g_free (f->folder);
}

/* The program ends and starts again. */
static void
restart (Fixture             *f,
         SignetElsewhereKind  kind)
{
  test_assert_gone (&f->context);
  make_context (f, kind, 20);
  signet_elsewhere_start (f->elsewhere);
}

static void
sign (SignetContext *context)
{
  g_autoptr (GBytes) claims = g_bytes_new_static ("{}", 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_sign_claims_async (signet_context_get_list_signing (context), claims, G_MAXINT64, NULL,
                                         test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signet_context_get_list_signing (context), result, &error);
  g_assert_no_error (error);
}

/* Another program of the same user makes a key. */
static void
sign_elsewhere (Fixture *f)
{
  g_autoptr (SignetContext) other = signet_context_new ();

  signet_context_set_key_store (other, f->store);
  sign (other);
  test_assert_gone (&other);
}

static gboolean
holds (const char *folder,
       const char *start)
{
  g_autofree char *path = g_build_filename (folder, "jwks.json", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_has_prefix (text, start);
}

static gboolean
has_status (Fixture    *f,
            const char *start,
            const char *end)
{
  g_autofree char *status = signet_elsewhere_dup_status (f->elsewhere);

  return status != NULL && g_str_has_prefix (status, start) && g_str_has_suffix (status, end);
}

/* A change by another program is written without being asked for, and whoever reads the old file has it whole. */
static void
test_folder (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "jwks.json", NULL);
  g_autofree char *reader = g_build_filename (f->folder, "reader", NULL);
  g_autofree char *title = NULL;
  g_autofree char *base = g_path_get_basename (f->folder);
  g_autofree char *expected_title = g_strdup_printf ("Folder “%s”", base);
  g_autofree char *read = NULL;
  g_autofree char *names = NULL;
  GStatBuf info;

  signet_elsewhere_start (f->elsewhere);
  g_assert_null (signet_elsewhere_get_target (f->elsewhere));
  g_assert_null (signet_elsewhere_dup_status (f->elsewhere));

  signet_elsewhere_set_folder (f->elsewhere, f->folder);
  test_wait_until (signet_elsewhere_was_written (f->elsewhere));
  g_assert_true (holds (f->folder, EMPTY));
  g_assert_true (has_status (f, "Written today at ", ""));
  g_assert_false (signet_elsewhere_is_failing (f->elsewhere));
  title = signet_elsewhere_dup_title (f->elsewhere);
  g_assert_cmpstr (title, ==, expected_title);
  g_assert_cmpint (g_settings_get_int64 (f->settings, "elsewhere-folder-written"), >, 0);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0644);
  g_assert_cmpint (link (path, reader), ==, 0);

  sign_elsewhere (f);
  test_wait_until (holds (f->folder, "{\"keys\":[{"));
  test_wait_until (has_status (f, "Written today at ", ""));
  g_file_get_contents (reader, &read, NULL, NULL);
  g_assert_cmpstr (read, ==, EMPTY);
  names = test_list_folder (f->folder);
  g_assert_cmpstr (names, ==, "jwks.json reader ");

  signet_elsewhere_set_folder (f->elsewhere, NULL);
  g_assert_null (signet_elsewhere_dup_status (f->elsewhere));
  g_assert_true (holds (f->folder, "{\"keys\":[{"));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* At the start a copy that is stale is written again, one that is not stays as it is. */
static void
test_folder_start (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "jwks.json", NULL);
  g_autofree char *link_path = g_build_filename (f->folder, "link", NULL);
  GStatBuf info;

  sign (f->context);
  signet_elsewhere_start (f->elsewhere);
  signet_elsewhere_set_folder (f->elsewhere, f->folder);
  test_wait_until (signet_elsewhere_was_written (f->elsewhere));
  g_settings_set_int64 (f->settings, "elsewhere-folder-written", 1000);
  g_assert_cmpint (link (path, link_path), ==, 0);

  for (guint i = 0; i < 2; i++)
    {
      guint n_notified = 0;

      if (i == 1)
        test_write_file (f->folder, "jwks.json", "somebody else was here");
      test_assert_gone (&f->context);
      make_context (f, SIGNET_ELSEWHERE_FOLDER, 20);
      g_signal_connect_swapped (f->elsewhere, "notify::status", G_CALLBACK (count_cb), &n_notified);
      signet_elsewhere_start (f->elsewhere);
      g_assert_true (signet_elsewhere_was_written (f->elsewhere));
      test_wait_until (n_notified > 0);
      g_signal_handlers_disconnect_by_data (f->elsewhere, &n_notified);

      g_assert_true (holds (f->folder, "{\"keys\":[{"));
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      if (i == 0)
        {
          /* the same file as before */
          g_assert_cmpuint (info.st_nlink, ==, 2);
          g_assert_cmpint (g_settings_get_int64 (f->settings, "elsewhere-folder-written"), ==, 1000);
        }
      else
        {
          g_assert_cmpint (g_settings_get_int64 (f->settings, "elsewhere-folder-written"), >, 1000);
        }
    }
}

/* A disk that was unplugged comes back. */
static void
test_folder_gone (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *away = g_strconcat (f->folder, "-away", NULL);

  signet_elsewhere_start (f->elsewhere);
  signet_elsewhere_set_folder (f->elsewhere, f->folder);
  test_wait_until (signet_elsewhere_was_written (f->elsewhere));

  g_assert_cmpint (g_rename (f->folder, away), ==, 0);
  sign_elsewhere (f);
  test_wait_until (signet_elsewhere_is_failing (f->elsewhere));
  g_assert_true (has_status (f, "Not written since today at ", ": the folder is not there. Trying again."));

  g_assert_cmpint (g_rename (away, f->folder), ==, 0);
  test_wait_until (!signet_elsewhere_is_failing (f->elsewhere));
  g_assert_true (holds (f->folder, "{\"keys\":[{"));
}

/* Neither a network that comes nor the user has to wait for the retry, which may be an hour off. */
static void
test_try_now (Fixture       *f,
              gconstpointer  data)
{
  static const char * const one[] = { "192.168.1.23", NULL };
  g_autofree char *later = g_build_filename (f->folder, "later", NULL);
  g_autofree char *other = g_build_filename (f->folder, "other", NULL);

  signet_elsewhere_set_retry (f->elsewhere, 3600 * 1000);
  signet_elsewhere_start (f->elsewhere);
  signet_elsewhere_set_folder (f->elsewhere, later);
  test_wait_until (signet_elsewhere_is_failing (f->elsewhere));
  g_assert_true (has_status (f, "Not written yet: the folder is not there. Trying again.", ""));
  g_assert_cmpint (g_mkdir (later, 0700), ==, 0);
  signet_network_set_fixed (f->network, one);
  test_wait_until (!signet_elsewhere_is_failing (f->elsewhere));
  g_assert_true (holds (later, EMPTY));

  signet_elsewhere_set_folder (f->elsewhere, other);
  test_wait_until (signet_elsewhere_is_failing (f->elsewhere));
  g_assert_cmpint (g_mkdir (other, 0700), ==, 0);
  signet_elsewhere_try_now (f->elsewhere);
  test_wait_until (!signet_elsewhere_is_failing (f->elsewhere));
  g_assert_true (holds (other, EMPTY));
}

/* A list of keys that cannot be read is no reason to take the keys away from those who check. */
static void
test_damaged_keys (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *keys_path = g_build_filename (g_get_user_data_dir (), "signet", "keys.json", NULL);

  sign (f->context);
  signet_elsewhere_start (f->elsewhere);
  signet_elsewhere_set_folder (f->elsewhere, f->folder);
  test_wait_until (holds (f->folder, "{\"keys\":[{"));
  test_wait_until (has_status (f, "Written ", ""));

  g_assert_true (g_file_set_contents (keys_path, "{", -1, NULL));
  test_wait_until (signet_elsewhere_is_failing (f->elsewhere));
  g_assert_true (has_status (f, "Not written since ", ": the list of your keys cannot be read. Trying again."));
  g_assert_true (holds (f->folder, "{\"keys\":[{"));
}

/* The web */

/* Runs in nginx before it becomes one: it ends with the test, also with one that failed. */
static void
die_with_test (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static gboolean
answers (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, NULL);

  return connection != NULL;
}

/* FALSE: there is none on this computer, and the test is skipped. */
static gboolean
start_nginx (Fixture *f)
{
  static const char * const folders[] = { "body", "web", "web/basic", "web/bearer", "web/none" };
  g_autofree char *program = g_find_program_in_path ("nginx");
  g_autofree char *path = g_build_filename (f->folder, "nginx.conf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;

  if (program == NULL && g_file_test ("/usr/sbin/nginx", G_FILE_TEST_IS_EXECUTABLE))
    program = g_strdup ("/usr/sbin/nginx");
  if (program == NULL)
    {
      g_test_skip ("nginx is not installed");
      return FALSE;
    }

  if (f->port == 0)
    {
      g_autoptr (GSocketListener) listener = g_socket_listener_new ();

      f->port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
      g_socket_listener_close (listener);
      for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
        {
          g_autofree char *folder = g_build_filename (f->folder, folders[i], NULL);

          g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
        }
    }
  test_write_file (f->folder, "users", "whitney:{PLAIN}s3cret ü%\n");
  text = g_strdup_printf ("daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log error.log;\n"
                          "events { worker_connections 64; }\n"
                          "http {\n"
                          "  log_format who '$request_method $uri $status $remote_user $content_type';\n"
                          "  access_log access.log who;\n"
                          "  client_body_temp_path body; proxy_temp_path body; fastcgi_temp_path body; uwsgi_temp_path body;\n"
                          "  scgi_temp_path body; root web;\n"
                          "  server {\n"
                          "    listen 127.0.0.1:%u;\n"
                          "    location /basic/ { dav_methods PUT; auth_basic here; auth_basic_user_file users; }\n"
                          "    location /bearer/ { dav_methods PUT; if ($http_authorization != \"Bearer tok-1\") { return 401; } }\n"
                          "    location /forbidden/ { dav_methods PUT; deny all; }\n"
                          "    location /full/ { return 507; }\n"
                          "    location /nowhere/ { return 409; }\n"
                          "    location /moved/ { return 307 http://127.0.0.1:%u/basic/jwks.json; }\n"
                          "    location /none/ { }\n"
                          "  }\n"
                          "}\n", f->port, f->port);
  test_write_file (f->folder, "nginx.conf", text);

  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  f->nginx = g_subprocess_launcher_spawn (launcher, &error, program, "-p", f->folder, "-c", path, "-e", "error.log", NULL);
  g_assert_no_error (error);
  test_wait_until (answers (f->port));

  return TRUE;
}

static void
set_web (Fixture    *f,
         const char *path,
         const char *user,
         const char *secret)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", f->port, path);
  g_autoptr (JotSecret) held = secret != NULL ? jot_secret_new (secret, strlen (secret)) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_elsewhere_set_web_async (f->elsewhere, url, user, held, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (signet_elsewhere_set_web_finish (f->elsewhere, result, &error));
  g_assert_no_error (error);
}

static gboolean
web_holds (Fixture    *f,
           const char *name,
           const char *start)
{
  g_autofree char *folder = g_build_filename (f->folder, "web", name, NULL);

  return holds (folder, start);
}

/* how often something was asked for */
static guint
count_log (Fixture    *f,
           const char *start)
{
  g_autofree char *text = test_read_file (f->folder, "access.log");
  guint n = 0;

  for (const char *line = text; line != NULL && *line != '\0'; line = strchr (line, '\n') + 1)
    n += g_str_has_prefix (line, start);

  return n;
}

/* Every refusal of the server has a sentence of its own, and the right name and password are taken. */
static void
test_web (Fixture       *f,
          gconstpointer  data)
{
  static const struct
  {
    const char *path, *user, *secret, *reason;
  } cases[] = {
    { "/basic/jwks.json", "", NULL, "the server does not know this user name with this password, or this token" },
    { "/basic/jwks.json", "whitney", "secret", "the server does not know this user name with this password, or this token" },
    { "/basic/jwks.json", "whitney", "s3cret ü%", NULL },
    { "/basic/nowhere/jwks.json", "whitney", "s3cret ü%", "the server reports the error 500" },
    { "/nowhere/jwks.json", "", NULL, "the server has no such folder" },
    { "/bearer/jwks.json", "", "tok-2", "the server does not know this user name with this password, or this token" },
    { "/bearer/jwks.json", "", "tok-1", NULL },
    { "/forbidden/jwks.json", "", NULL, "the server does not allow it" },
    { "/full/jwks.json", "", NULL, "the server has no room" },
    { "/moved/jwks.json", "whitney", "s3cret ü%", "the server sends it elsewhere, which Signet does not follow" },
    { "/none/jwks.json", "", NULL, "the server takes no files at this address" },
  };
  g_autofree char *title = NULL;

  if (!start_nginx (f))
    return;

  signet_elsewhere_set_retry (f->elsewhere, 3600 * 1000);
  signet_elsewhere_start (f->elsewhere);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *end = g_strdup_printf (": %s. Trying again.", cases[i].reason);

      g_test_message ("%s as “%s”", cases[i].path, cases[i].user);
      set_web (f, cases[i].path, cases[i].user, cases[i].secret);
      if (cases[i].reason != NULL)
        test_wait_until (has_status (f, "Not written yet", end));
      else
        test_wait_until (has_status (f, "Written today at ", ""));
    }
  g_assert_true (web_holds (f, "basic", EMPTY));
  g_assert_true (web_holds (f, "bearer", EMPTY));
  title = signet_elsewhere_dup_title (f->elsewhere);
  g_assert_cmpstr (title, ==, "Web share “127.0.0.1”");
  test_wait_until (count_log (f, "PUT /basic/jwks.json 201 whitney application/json\n") == 1);
  /* what was moved was not put where it was moved to */
  g_assert_cmpuint (count_log (f, "PUT /basic/jwks.json "), ==, 3);
}

/* The server goes away, a key is made, and the server comes back. */
static void
test_web_retry (Fixture       *f,
                gconstpointer  data)
{
  if (!start_nginx (f))
    return;

  signet_elsewhere_start (f->elsewhere);
  set_web (f, "/bearer/jwks.json", "", "tok-1");
  test_wait_until (signet_elsewhere_was_written (f->elsewhere));

  stop_nginx (f);
  sign_elsewhere (f);
  test_wait_until (has_status (f, "Not written since today at ", ": no connection. Trying again."));
  g_assert_true (web_holds (f, "bearer", EMPTY));
  g_assert_true (start_nginx (f));
  test_wait_until (!signet_elsewhere_is_failing (f->elsewhere));
  g_assert_true (web_holds (f, "bearer", "{\"keys\":[{"));
}

/* At the start it is put there where it is stale, and only then. */
static void
test_web_start (Fixture       *f,
                gconstpointer  data)
{
  if (!start_nginx (f))
    return;

  signet_elsewhere_start (f->elsewhere);
  set_web (f, "/bearer/jwks.json", "", "tok-1");
  test_wait_until (signet_elsewhere_was_written (f->elsewhere));
  test_wait_until (count_log (f, "PUT ") == 1);

  restart (f, SIGNET_ELSEWHERE_WEB);
  g_assert_true (has_status (f, "Written today at ", ""));
  test_assert_gone (&f->context);
  sign_elsewhere (f);
  make_context (f, SIGNET_ELSEWHERE_WEB, 20);
  signet_elsewhere_start (f->elsewhere);
  test_wait_until (web_holds (f, "bearer", "{\"keys\":[{"));
  test_wait_until (count_log (f, "PUT ") == 2);

  /* nothing of it is in the settings */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *user = g_settings_get_string (f->settings, "elsewhere-user");
      g_autofree char *url = g_settings_get_string (f->settings, "elsewhere-url");

      g_assert_cmpstr (user, ==, "");
      g_assert_null (strstr (url, "tok-1"));
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *url;
    gboolean    is_good;
  } cases[] = {
    { "https://example.com/jwks.json", TRUE },
    { "http://192.168.1.5/dav/jwks.json", TRUE },
    { "http://nas.local/jwks.json", TRUE },
    { "http://8.8.8.8/jwks.json", FALSE },
    { "https://8.8.8.8/jwks.json", TRUE },
    { "https://whitney:secret@example.com/jwks.json", FALSE },
    { "ftp://example.com/jwks.json", FALSE },
    { "https:///jwks.json", FALSE },
    { "example.com/jwks.json", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *problem = signet_elsewhere_dup_url_problem (cases[i].url);

      g_test_message ("%s", cases[i].url);
      g_assert_cmpint (problem == NULL, ==, cases[i].is_good);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *keyring = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  keyring = g_build_filename (g_get_tmp_dir (), "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);

#define ADD(path, kind, func) \
  g_test_add ("/core/elsewhere/" path, Fixture, GINT_TO_POINTER (kind), set_up, func, tear_down)
  ADD ("folder", SIGNET_ELSEWHERE_FOLDER, test_folder);
  ADD ("folder-start", SIGNET_ELSEWHERE_FOLDER, test_folder_start);
  ADD ("folder-gone", SIGNET_ELSEWHERE_FOLDER, test_folder_gone);
  ADD ("try-now", SIGNET_ELSEWHERE_FOLDER, test_try_now);
  ADD ("damaged-keys", SIGNET_ELSEWHERE_FOLDER, test_damaged_keys);
  ADD ("web", SIGNET_ELSEWHERE_WEB, test_web);
  ADD ("web-retry", SIGNET_ELSEWHERE_WEB, test_web_retry);
  ADD ("web-start", SIGNET_ELSEWHERE_WEB, test_web_start);
  g_test_add_func ("/core/elsewhere/addresses", test_addresses);

  return g_test_run ();
}
