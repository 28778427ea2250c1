/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-application-private.h"
#include "signet-history-dialog.h"
#include "signet-keys-dialog.h"
#include "signet-preferences.h"
#include "signet-signers-dialog.h"
#include "signet-window.h"

#include <glib/gi18n.h>

/* Versions and settings that differ from their defaults; never keys, names or tokens. */
static char *
get_debug_info (SignetApplication *self)
{
  GString *info = g_string_new (NULL);
  GSettings *settings = signet_context_get_settings (signet_application_get_context (self));
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  g_string_append_printf (info, "Signet %s\n", PACKAGE_VERSION);
  g_string_append_printf (info, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append_printf (info, "GTK %u.%u.%u\n",
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (info, "libadwaita %u.%u.%u\n",
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version ());
  g_string_append_printf (info, "System: %s\n", os != NULL ? os : "?");
  g_string_append_printf (info, "Display: %s\n", G_OBJECT_TYPE_NAME (gdk_display_get_default ()));
  g_string_append_printf (info, "Flatpak: %s\n",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "yes" : "no");

  if (settings == NULL)
    {
      g_string_append (info, "Settings: not installed\n");
      return g_string_free (info, FALSE);
    }

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = g_settings_get_user_value (settings, keys[i]);
      g_autofree char *text = NULL;

      if (value == NULL)
        continue;
      /* what was typed stays private: only that there is something */
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        text = g_strdup ("set");
      else
        text = g_variant_print (value, FALSE);
      g_string_append_printf (info, "%s: %s\n", keys[i], text);
    }

  return g_string_free (info, FALSE);
}

static void
about_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  SignetApplication *self = SIGNET_APPLICATION (data);
  g_autofree char *debug_info = get_debug_info (self);
  GtkWidget *about;

  about = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                        "transient-for", gtk_application_get_active_window (GTK_APPLICATION (self)),
                        "modal", TRUE,
                        "application-icon", APP_ID,
                        "application-name", _("Signet"),
                        "developer-name", _("The Signet developers"),
                        "version", PACKAGE_VERSION,
                        "comments", _("Signed lists that nobody can quietly change"),
                        "license-type", GTK_LICENSE_GPL_3_0,
                        "debug-info", debug_info,
                        "debug-info-filename", "signet-debug-info.txt",
                        /* Translators: your name, as it shall stand in the credits */
                        "translator-credits", _("translator-credits"),
                        NULL);
  gtk_window_present (GTK_WINDOW (about));
}

static void
preferences_activated_cb (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       data)
{
  SignetApplication *self = SIGNET_APPLICATION (data);
  GtkWidget *preferences = signet_preferences_new (signet_application_get_context (self));

  gtk_window_set_transient_for (GTK_WINDOW (preferences), gtk_application_get_active_window (GTK_APPLICATION (self)));
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
keys_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  SignetApplication *self = SIGNET_APPLICATION (data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *dialog;

  if (SIGNET_IS_KEYS_DIALOG (parent))
    return;

  dialog = signet_keys_dialog_new (signet_context_get_own_keys (signet_application_get_context (self)));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
signers_activated_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  SignetApplication *self = SIGNET_APPLICATION (data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *dialog;

  if (SIGNET_IS_SIGNERS_DIALOG (parent))
    return;

  dialog = signet_signers_dialog_new (signet_application_get_context (self));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
history_activated_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  SignetApplication *self = SIGNET_APPLICATION (data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *dialog;

  if (!SIGNET_IS_WINDOW (parent))
    return;

  dialog = signet_history_dialog_new (signet_application_get_context (self));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  g_signal_connect_object (dialog, "open", G_CALLBACK (signet_window_open_entry), parent, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Windows close one by one, since each saves first; the program ends with the last. */
static void
quit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  GtkApplication *application = GTK_APPLICATION (data);
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));

  _signet_application_end_hold (SIGNET_APPLICATION (data));
  if (windows == NULL)
    {
      g_application_quit (G_APPLICATION (application));
      return;
    }

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (GTK_WINDOW (l->data));
}

void
_signet_application_add_actions (SignetApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about_activated_cb },
    { .name = "history", .activate = history_activated_cb },
    { .name = "keys", .activate = keys_activated_cb },
    { .name = "preferences", .activate = preferences_activated_cb },
    { .name = "signers", .activate = signers_activated_cb },
    { .name = "quit", .activate = quit_activated_cb },
  };
  static const char * const quit_accels[] = { "<Control>q", NULL };
  static const char * const keys_accels[] = { "<Control>k", NULL };
  static const char * const history_accels[] = { "<Control>h", NULL };
  static const char * const preferences_accels[] = { "<Control>comma", NULL };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_accels);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.preferences", preferences_accels);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.keys", keys_accels);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.history", history_accels);
}
