/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-autostart.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static gboolean is_sandboxed_in_test;

static gboolean
is_sandboxed (void)
{
  return is_sandboxed_in_test || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

void
signet_autostart_set_sandboxed (gboolean sandboxed)
{
  is_sandboxed_in_test = sandboxed;
}

static const char *
get_program (void)
{
  const char *program = g_getenv ("SIGNET_WINDOW");

  return program != NULL ? program : LIBEXECDIR "/signet-window";
}

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);
}

/* As the value of Exec wants it: quoted, and % doubled (Desktop Entry Specification, “The Exec key”). */
static char *
quote_program (void)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  for (const char *p = get_program (); *p != '\0'; p++)
    {
      /* a backslash is one for the quotes and one more for the file, which reads it first */
      if (*p == '\\')
        g_string_append (quoted, "\\\\\\");
      else if (*p == '"' || *p == '`' || *p == '$')
        g_string_append (quoted, "\\\\");
      else if (*p == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '"');

  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

static gboolean
set_file (gboolean   on,
          GError   **error)
{
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *program = quote_program ();
  g_autofree char *text = NULL;

  if (!on)
    {
      if (g_unlink (path) == 0 || errno == ENOENT)
        return TRUE;
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }

  text = g_strdup_printf ("[Desktop Entry]\n"
                          "Type=Application\n"
                          "Name=Signet\n"
                          "Comment=%s\n"
                          "Icon=" APP_ID "\n"
                          "Exec=%s --gapplication-service\n"
                          "NoDisplay=true\n",
                          _("Publishes your public keys"), program);
  g_mkdir_with_parents (folder, 0700);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                                   error);
}

static void
set_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (set_file (GPOINTER_TO_INT (task_data), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The portal */

static void
responded_cb (GDBusConnection *bus,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *signal,
              GVariant        *parameters,
              gpointer         user_data)
{
  GTask *task = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean granted = FALSE;
  gboolean wanted = GPOINTER_TO_INT (g_task_get_task_data (task));
  guint response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_object_ref (task);
  g_dbus_connection_signal_unsubscribe (bus, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "subscription")));
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "autostart", "b", &granted);
  if (response == 0 && granted == wanted)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "the desktop does not allow it");
  g_object_unref (task);
}

static void
requested_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL)
    return;

  g_dbus_connection_signal_unsubscribe (G_DBUS_CONNECTION (source),
                                        GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "subscription")));
  g_task_return_error (task, error);
}

static void
bus_got_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  const char * const command[] = { get_program (), "--gapplication-service", NULL };
  g_autofree char *token = NULL;
  g_autofree char *sender = NULL;
  g_autofree char *path = NULL;
  GVariantBuilder options;
  guint subscription;

  if (bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* the answer may come before that of the call: so its path is one of ours */
  token = g_strdup_printf ("signet%u", g_random_int ());
  sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);
  g_strdelimit (sender, ".", '_');
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  subscription = g_dbus_connection_signal_subscribe (bus, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL,
                                                     G_DBUS_SIGNAL_FLAGS_NONE, responded_cb,
                                                     g_object_ref (task), g_object_unref);
  g_object_set_data (G_OBJECT (task), "subscription", GUINT_TO_POINTER (subscription));

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_("Signet publishes your public keys, "
                                                                             "so that others can check your lists.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (GPOINTER_TO_INT (g_task_get_task_data (task))));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_variant_builder_add (&options, "{sv}", "dbus-activatable", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background", "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          g_task_get_cancellable (task), requested_cb, g_object_ref (task));
}

/**
 * signet_autostart_set_async:
 * @on: whether Signet is to be started at the login
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * It starts without a window, and publishes where the settings want that.
 */
void
signet_autostart_set_async (gboolean             on,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, signet_autostart_set_async);
  g_task_set_task_data (task, GINT_TO_POINTER (!!on), NULL);
  if (is_sandboxed ())
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_got_cb, g_object_ref (task));
  else
    g_task_run_in_thread (task, set_in_thread);
}

/**
 * signet_autostart_set_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it is set up as wanted
 */
gboolean
signet_autostart_set_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * signet_autostart_is_on:
 * @wish: what the settings say
 *
 * Returns: whether Signet is started at the login
 */
gboolean
signet_autostart_is_on (gboolean wish)
{
  g_autofree char *path = dup_path ();

  return is_sandboxed () ? wish : g_file_test (path, G_FILE_TEST_EXISTS);
}
