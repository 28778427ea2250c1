/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-autostart.h"
#include "signet-test.h"

#include <string.h>

static gboolean
set (gboolean   on,
     GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_autostart_set_async (on, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_autostart_set_finish (result, error);
}

/* What the desktop reads is the program, whatever its name is. */
static void
test_file (void)
{
  static const char * const programs[] = { "/usr/libexec/signet-window", "/opt/my \"odd\" $dir `x` 100% \\ é/window" };
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);
  g_autofree char *before = g_strdup (g_getenv ("SIGNET_WINDOW"));
  g_autoptr (GError) error = NULL;

  g_assert_false (signet_autostart_is_on (TRUE));
  g_assert_true (set (FALSE, &error));
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autofree char *exec = NULL;
      g_auto (GStrv) argv = NULL;

      g_setenv ("SIGNET_WINDOW", programs[i], TRUE);
      g_assert_true (set (TRUE, &error));
      g_assert_no_error (error);
      g_assert_true (signet_autostart_is_on (FALSE));

      g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
      g_assert_no_error (error);
      exec = g_key_file_get_string (file, "Desktop Entry", "Exec", &error);
      g_assert_no_error (error);
      g_shell_parse_argv (exec, NULL, &argv, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length (argv), ==, 2);
      g_assert_cmpstr (argv[1], ==, "--gapplication-service");
      if (i == 0)
        {
          g_assert_cmpstr (argv[0], ==, programs[0]);
        }
      else
        {
          /* field codes are resolved after that */
          g_autoptr (GString) program = g_string_new (argv[0]);

          g_string_replace (program, "%%", "%", 0);
          g_assert_cmpstr (program->str, ==, programs[1]);
        }
    }

  g_assert_true (set (FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (signet_autostart_is_on (TRUE));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_setenv ("SIGNET_WINDOW", before, TRUE);
}

/* A portal on the bus of the test, in a thread of nobody's: it answers as the test wants. */
typedef struct
{
  guint    response;
  gboolean refuses;     /* says yes, and does not do it */
  gboolean fails;       /* the call itself */
  gboolean asked_for;
  char    *command;
} Portal;

static void
portal_called_cb (GDBusConnection       *bus,
                  const char            *sender,
                  const char            *path,
                  const char            *interface,
                  const char            *method,
                  GVariant              *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer               user_data)
{
  Portal *portal = user_data;
  g_autoptr (GVariant) options = NULL;
  g_autofree char *name = g_strdup (sender + 1);
  g_autofree char *handle = NULL;
  const char *token = NULL;
  g_autofree const char **command = NULL;
  GVariantBuilder results;

  if (portal->fails)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.Failed", "no");
      return;
    }

  g_variant_get (parameters, "(&s@a{sv})", NULL, &options);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &portal->asked_for));
  g_assert_true (g_variant_lookup (options, "commandline", "^a&s", &command));
  g_free (portal->command);
  portal->command = g_strjoinv (" ", (char **) command);
  g_strdelimit (name, ".", '_');
  handle = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", name, token);

  /* before the answer, as it may be */
  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "autostart", g_variant_new_boolean (portal->asked_for && !portal->refuses));
  g_dbus_connection_emit_signal (bus, sender, handle, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", portal->response, &results), NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
}

static void
owned_cb (GDBusConnection *bus,
          const char      *name,
          gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
test_portal (void)
{
  static const char * const xml =
    "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
    "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
    "</method></interface></node>";
  static const GDBusInterfaceVTable vtable = { .method_call = portal_called_cb };
  Portal portal = { 0 };
  g_autoptr (GTestDBus) dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  gboolean owned = FALSE;
  guint name_id;

  g_test_dbus_up (dbus);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (bus, "/org/freedesktop/portal/desktop", info->interfaces[0], &vtable, &portal, NULL, &error);
  g_assert_no_error (error);
  name_id = g_bus_own_name_on_connection (bus, "org.freedesktop.portal.Desktop", G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb,
                                          NULL, &owned, NULL);
  test_wait_until (owned);
  signet_autostart_set_sandboxed (TRUE);

  g_assert_true (set (TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (portal.asked_for);
  g_assert_true (g_str_has_suffix (portal.command, "/signet-window --gapplication-service"));
  g_assert_true (set (FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (portal.asked_for);
  /* it cannot be seen from within */
  g_assert_true (signet_autostart_is_on (TRUE));
  g_assert_false (signet_autostart_is_on (FALSE));

  portal.response = 1;
  g_assert_false (set (TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_clear_error (&error);
  portal.response = 0;
  portal.refuses = TRUE;
  g_assert_false (set (TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_clear_error (&error);
  portal.fails = TRUE;
  g_assert_false (set (TRUE, &error));
  g_assert_nonnull (error);

  signet_autostart_set_sandboxed (FALSE);
  g_bus_unown_name (name_id);
  g_free (portal.command);
  g_clear_object (&bus);
  g_test_dbus_down (dbus);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/autostart/file", test_file);
  g_test_add_func ("/core/autostart/portal", test_portal);

  return g_test_run ();
}
