/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-format.h"
#include "signet-list-pane-private.h"

#include <glib/gi18n.h>

/* Lists from files. */

static void
file_chosen_cb (SignetListPane *self,
                int             response,
                GtkNativeDialog *dialog)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      signet_list_pane_open_file (self, file);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
_signet_list_pane_open_file_action (GtkWidget  *widget,
                                    const char *action,
                                    GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Open a List"), GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* What the reader of a file needs to know when it is done. */
typedef struct
{
  SignetListPane *self;
  GFile          *file;
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->self);
  g_object_unref (opening->file);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static const char *
get_refusal (const GError *error)
{
  if (g_error_matches (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_NOT_TEXT))
    return _("That file is not a list: it is not text.");
  if (g_error_matches (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE))
    return _("That file is too large for a list.");
  if (g_error_matches (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_EMPTY))
    return _("There is nothing in that file.");
  if (error->domain == SIGNET_LISTS_ERROR)
    return _("That file is not a list that Signet knows.");

  return _("That file could not be read.");
}

static void
file_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Opening) opening = data;
  SignetListPane *self = opening->self;
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_object_ref (object));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, &error);
  g_autoptr (SignetList) list = NULL;
  g_autofree char *name = g_file_get_basename (opening->file);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->edits == NULL)
    return;

  if (bytes != NULL)
    list = signet_list_format_parse_file (bytes, name, &error);
  if (list == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", get_refusal (error));
      return;
    }

  if (self->list != NULL && signet_list_get_n_items (self->list) == 0)
    {
      g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
      g_autofree char *title = NULL;
      guint edit;

      for (guint i = 0; i < signet_list_get_n_items (list); i++)
        g_ptr_array_add (items, g_object_ref (signet_list_get_item (list, i)));
      edit = signet_list_edits_insert (self->edits, self->list, 0, items);
      title = g_strdup_printf (ngettext ("%u item added", "%u items added", items->len), items->len);
      _signet_list_pane_undo_toast (self, title, edit);
      _signet_list_pane_queue_twice (self);
    }
  else
    {
      guint edit = signet_list_edits_add_list (self->edits, list);
      /* Translators: a list was made from a file */
      g_autofree char *title = g_strdup_printf (_("List “%s” added"), signet_list_get_name (list));

      signet_list_pane_set_list (self, list);
      _signet_list_pane_undo_toast (self, title, edit);
    }
}

static void
file_opened_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (object), result, &error);
  GCancellable *cancellable = opening->self->cancellable;

  if (stream == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gtk_widget_activate_action (GTK_WIDGET (opening->self), "win.toast", "s", get_refusal (error));
      return;
    }

  /* one byte more than a list may have, so that one too long is noticed */
  g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), SIGNET_LIST_MAX_FILE_SIZE + 1, G_PRIORITY_DEFAULT,
                                   cancellable, file_read_cb, g_steal_pointer (&opening));
}

static gboolean
drop_cb (SignetListPane *self,
         const GValue   *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  g_assert (SIGNET_IS_LIST_PANE (self));

  for (GSList *l = files; l != NULL; l = l->next)
    signet_list_pane_open_file (self, l->data);

  return files != NULL;
}

void
_signet_list_pane_add_drop_target (SignetListPane *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * signet_list_pane_open_file:
 * @self: the page
 * @file: a text file, or JSON with a list
 *
 * Puts the items of @file into the open list where this is empty, else makes a list of them.
 */
void
signet_list_pane_open_file (SignetListPane *self,
                            GFile          *file)
{
  Opening *opening;

  g_return_if_fail (SIGNET_IS_LIST_PANE (self));
  g_return_if_fail (G_IS_FILE (file));

  opening = g_new0 (Opening, 1);
  opening->self = g_object_ref (self);
  opening->file = g_object_ref (file);
  g_file_read_async (file, G_PRIORITY_DEFAULT, self->cancellable, file_opened_cb, opening);
}
