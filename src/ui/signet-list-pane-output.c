/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-format.h"
#include "signet-list-pane-private.h"
#include "signet-list-print.h"
#include "signet-save-file.h"

#include <glib/gi18n.h>

/* Lists to files and to paper. */

static void
toast (SignetListPane *self,
       const char     *words)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", words);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (SignetListPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (signet_save_file_finish (result, &error))
    {
      g_autofree char *name = g_file_get_basename (G_FILE (object));
      g_autofree char *display = g_filename_display_name (name);

      words = g_strdup_printf (_("Saved as “%s”"), display);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return;
    }
  else
    {
      /* Translators: %s is what the system says */
      words = g_strdup_printf (_("The list could not be exported: %s"), error->message);
    }
  toast (self, words);
}

/**
 * signet_list_pane_export_file:
 * @self: the page
 * @file: where to; its ending says which format
 *
 * Writes the open list to a file.
 */
void
signet_list_pane_export_file (SignetListPane *self,
                              GFile          *file)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SignetListFormat format = SIGNET_LIST_FORMAT_TEXT;

  g_return_if_fail (SIGNET_IS_LIST_PANE (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->list == NULL)
    return;

  name = g_file_get_basename (file);
  signet_list_format_from_name (name, &format);
  bytes = signet_list_format_write (self->list, format);
  signet_save_file_async (file, bytes, self->cancellable, exported_cb, g_object_ref (self));
}

static void
export_chosen_cb (SignetListPane  *self,
                  int              response,
                  GtkNativeDialog *dialog)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      signet_list_pane_export_file (self, file);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* The ending of the name follows the filter. */
static void
filter_changed_cb (GtkFileChooser *chooser,
                   GParamSpec     *pspec,
                   gpointer        data)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  const char *ending = filter != NULL ? g_object_get_data (G_OBJECT (filter), "signet-ending") : NULL;
  g_autofree char *wanted = NULL;
  SignetListFormat format;
  char *dot;

  if (name == NULL || ending == NULL || g_str_has_suffix (name, ending))
    return;

  dot = strrchr (name, '.');
  if (dot != NULL && signet_list_format_from_name (dot, &format))
    *dot = '\0';
  wanted = g_strconcat (name, ending, NULL);
  gtk_file_chooser_set_current_name (chooser, wanted);
}

static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *ending)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autofree char *pattern = g_strconcat ("*", ending, NULL);

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  g_object_set_data_full (G_OBJECT (filter), "signet-ending", g_strdup (ending), g_free);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
_signet_list_pane_export_action (GtkWidget  *widget,
                                 const char *action,
                                 GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  GtkFileChooserNative *dialog;
  g_autofree char *name = NULL;

  dialog = gtk_file_chooser_native_new (_("Export the List"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  name = g_strdup_printf ("%s.txt", signet_list_get_name (self->list));
  g_strdelimit (name, G_DIR_SEPARATOR_S, '-');
  if (name[0] == '.')
    name[0] = '-';
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  add_filter (GTK_FILE_CHOOSER (dialog), _("Text, one item a line"), ".txt");
  add_filter (GTK_FILE_CHOOSER (dialog), _("Markdown, a task list"), ".md");
  add_filter (GTK_FILE_CHOOSER (dialog), _("CSV, for spreadsheets"), ".csv");
  add_filter (GTK_FILE_CHOOSER (dialog), _("JSON, for programs"), ".json");
  g_signal_connect (dialog, "notify::filter", G_CALLBACK (filter_changed_cb), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (export_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
printed_cb (SignetListPane          *self,
            GtkPrintOperationResult  result,
            GtkPrintOperation       *operation)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  /* Translators: %s is what the system says */
  words = g_strdup_printf (_("The list could not be printed: %s"), error != NULL ? error->message : "?");
  toast (self, words);
}

void
_signet_list_pane_print_action (GtkWidget  *widget,
                                const char *action,
                                GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  g_autofree char *stamp = _signet_list_pane_dup_stamp (self);
  g_autoptr (GtkPrintOperation) operation = NULL;

  operation = signet_list_print_new (self->list, signet_items_view_is_grouped (self->items),
                                     signet_context_get_household (self->context), stamp);
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, G_CONNECT_SWAPPED);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
}
