/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token-saving.h"

#include "signet-token-file.h"

#include <glib/gi18n.h>

/* The token is the one of the time when the question was asked. */
typedef struct
{
  GtkWidget *widget;
  char      *token;
} Saving;

static void
saving_free (gpointer  data,
             GClosure *closure)
{
  Saving *saving = data;

  g_object_unref (saving->widget);
  g_free (saving->token);
  g_free (saving);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (signet_token_file_write_finish (result, &error))
    {
      g_autofree char *name = g_file_get_basename (G_FILE (object));
      g_autofree char *display = g_filename_display_name (name);

      /* Translators: the name of a file that the token was written to */
      words = g_strdup_printf (_("Saved as “%s”"), display);
    }
  else
    {
      /* Translators: %s is what the system says */
      words = g_strdup_printf (_("The token could not be saved: %s"), error->message);
    }
  gtk_widget_activate_action (widget, "win.toast", "s", words);
}

static void
file_chosen_cb (GtkNativeDialog *dialog,
                int              response,
                Saving          *saving)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      signet_token_file_write_async (file, saving->token, NULL, saved_cb, g_object_ref (saving->widget));
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
signet_token_saving_run (GtkWidget  *widget,
                         const char *list_name,
                         const char *token)
{
  GtkFileChooserNative *dialog;
  g_autofree char *file_name = NULL;
  Saving *saving;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (token != NULL);

  dialog = gtk_file_chooser_native_new (_("Save the Token"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  file_name = g_strdup_printf ("%s.jwt", list_name != NULL && *list_name != '\0' ? list_name : _("Token"));
  g_strdelimit (file_name, G_DIR_SEPARATOR_S, '-');
  if (file_name[0] == '.')
    file_name[0] = '-';
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file_name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);

  saving = g_new0 (Saving, 1);
  saving->widget = g_object_ref (widget);
  saving->token = g_strdup (token);
  g_signal_connect_data (dialog, "response", G_CALLBACK (file_chosen_cb), saving, saving_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
