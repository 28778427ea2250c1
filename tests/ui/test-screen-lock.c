/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-fixture.h"

#include "signet-context-private.h"
#include "signet-signing-keys-private.h"

#include <string.h>
#include <sys/prctl.h>

/* Whoever comes to a locked screen does not find the private key in the memory of the window. On a bus of its own, with
 * a session manager that locks when it is told. */

#define SCREEN_NAME "org.gnome.ScreenSaver"
#define SCREEN_PATH "/org/gnome/ScreenSaver"

static GSubprocess *
start_session_manager (void)
{
  g_autofree char *script = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "ui", "session-manager.py", NULL);
  g_autoptr (GDataInputStream) out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  GSubprocess *manager = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/usr/bin/python3", script, NULL);

  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (manager));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "ready");

  return manager;
}

static void
active_changed_cb (GDBusConnection *bus,
                   const char      *sender,
                   const char      *path,
                   const char      *interface,
                   const char      *signal,
                   GVariant        *parameters,
                   gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Back once this process has heard of it: who subscribed before us has had the signal, too. */
static void
set_locked (gboolean locked)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  GAsyncResult *slot = NULL;
  gboolean heard = FALSE;
  guint id;

  g_assert_no_error (error);
  id = g_dbus_connection_signal_subscribe (bus, SCREEN_NAME, SCREEN_NAME, "ActiveChanged", SCREEN_PATH, NULL,
                                           G_DBUS_SIGNAL_FLAGS_NONE, active_changed_cb, &heard, NULL);
  g_dbus_connection_call (bus, SCREEN_NAME, SCREEN_PATH, SCREEN_NAME, "SetActive", g_variant_new ("(b)", locked), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  reply = g_dbus_connection_call_finish (bus, result, &error);
  g_assert_no_error (error);
  test_wait_until (heard);
  g_dbus_connection_signal_unsubscribe (bus, id);
}

static gboolean
is_loaded (UiFixture *f)
{
  SignetSigningKeys *keys = signet_context_get_signing_keys (f->context);
  gboolean loaded = signet_loaded_key_get (_signet_signing_keys_get_loaded (keys)) != NULL;

  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, !loaded);

  return loaded;
}

static void
sign (UiFixture *f)
{
  SignetSigningKeys *keys = signet_context_get_signing_keys (f->context);
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_set_default (keys, jot_alg_find ("ES256"), 0);
  signet_signing_keys_sign_async (keys, payload, G_MAXINT64, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_signing_keys_sign_finish (keys, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (token);
}

static void
test_lock (UiFixture     *f,
           gconstpointer  data)
{
  ui_open_window (f);
  g_assert_false (is_loaded (f));
  sign (f);
  g_assert_true (is_loaded (f));

  /* what is not locked changes nothing */
  set_locked (FALSE);
  g_assert_true (is_loaded (f));

  set_locked (TRUE);
  g_assert_false (is_loaded (f));

  /* and once it is unlocked all is as it was */
  set_locked (FALSE);
  g_assert_false (is_loaded (f));
  sign (f);
  g_assert_true (is_loaded (f));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  g_autoptr (GSubprocess) manager = NULL;
  GTestDBus *bus;
  int status;

  /* GTK looks for them when the application starts */
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  /* which a bus of its own takes away */
  g_setenv ("DISPLAY", display, TRUE);
  manager = start_session_manager ();

  ui_init (&argc, &argv);
  ui_add ("/screen-lock/lock", test_lock);
  status = g_test_run ();

  g_subprocess_force_exit (manager);
  g_subprocess_wait (manager, NULL, NULL);
  /* not down, and never freed: that waits for the connection, which GTK keeps */
  g_test_dbus_stop (bus);

  return status;
}
