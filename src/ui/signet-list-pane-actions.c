/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-format.h"
#include "signet-list-pane-private.h"
#include "signet-name-dialog.h"

#include <glib/gi18n.h>

static GtkWindow *
get_window (SignetListPane *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
name_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (SignetListPane) self = data;
  g_autofree char *name = signet_name_dialog_run_finish (result, NULL);
  g_autoptr (SignetList) list = NULL;

  if (name == NULL || self->edits == NULL)
    return;

  list = signet_list_new (NULL, name);
  signet_list_edits_add_list (self->edits, list);
  signet_list_pane_set_list (self, list);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
renamed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (SignetListPane) self = data;
  g_autofree char *name = signet_name_dialog_run_finish (result, NULL);

  if (name == NULL || self->list == NULL || g_strcmp0 (name, signet_list_get_name (self->list)) == 0)
    return;

  signet_list_edits_rename (self->edits, self->list, name);
}

static void
rename_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);

  signet_name_dialog_run_async (get_window (self), _("Rename List"), _("_Rename"),
                                signet_list_get_name (self->list),
                                self->cancellable, renamed_cb, g_object_ref (self));
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  g_autoptr (SignetList) list = NULL;
  g_autofree char *name = NULL;

  /* Translators: the name of the copy of a list */
  name = g_strdup_printf (_("%s (copy)"), signet_list_get_name (self->list));
  list = signet_list_new (NULL, name);
  for (guint i = 0; i < signet_list_get_n_items (self->list); i++)
    {
      g_autoptr (SignetItem) item = signet_item_copy (signet_list_get_item (self->list, i));

      signet_list_append (list, item);
    }

  signet_list_edits_add_list (self->edits, list);
  signet_list_pane_set_list (self, list);
}

static void
delete_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  g_autoptr (SignetList) list = g_object_ref (self->list);
  /* Translators: a whole list was removed */
  g_autofree char *title = g_strdup_printf (_("List “%s” deleted"), signet_list_get_name (list));
  guint edit = signet_list_edits_delete_list (self->edits, list);

  _signet_list_pane_undo_toast (self, title, edit);
}

static void
clear_ticked_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *title = NULL;
  guint edit;

  for (guint i = 0; i < signet_list_get_n_items (self->list); i++)
    {
      SignetItem *item = signet_list_get_item (self->list, i);

      if (signet_item_get_done (item))
        g_ptr_array_add (items, g_object_ref (item));
    }
  if (items->len == 0)
    return;

  edit = signet_list_edits_remove (self->edits, self->list, items);
  /* Translators: what was bought was removed from the list */
  title = g_strdup_printf (ngettext ("%u item cleared", "%u items cleared", items->len), items->len);
  _signet_list_pane_undo_toast (self, title, edit);
}

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

static void
open_file_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Open a List"), get_window (self), GTK_FILE_CHOOSER_ACTION_OPEN,
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

static char *
dup_list_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  return g_steal_pointer (&name);
}

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
  g_autofree char *name = dup_list_name (opening->file);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->edits == NULL)
    return;

  if (bytes != NULL)
    list = signet_list_format_parse (bytes, name, &error);
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

void
_signet_list_pane_class_actions_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "list.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "list.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "list.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "list.clear-ticked", NULL, clear_ticked_action);
  gtk_widget_class_install_action (widget_class, "list.open-file", NULL, open_file_action);
}

void
_signet_list_pane_actions_update (SignetListPane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_list = self->list != NULL;
  gboolean has_items = has_list && signet_list_get_n_items (self->list) > 0;

  gtk_widget_action_set_enabled (widget, "list.rename", has_list);
  gtk_widget_action_set_enabled (widget, "list.duplicate", has_list);
  gtk_widget_action_set_enabled (widget, "list.delete", has_list);
  gtk_widget_action_set_enabled (widget, "list.clear-ticked", has_items && signet_list_get_n_done (self->list) > 0);
  gtk_widget_action_set_enabled (widget, "list.open-file", self->loaded);
}

void
_signet_list_pane_undo_toast (SignetListPane *self,
                              const char     *title,
                              guint           edit)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-toast", "(su)", title, edit);
}

/**
 * signet_list_pane_new_list:
 * @self: the page
 *
 * Asks for a name, makes a list of it and opens it.
 */
void
signet_list_pane_new_list (SignetListPane *self)
{
  g_return_if_fail (SIGNET_IS_LIST_PANE (self));

  if (!self->loaded)
    return;

  signet_name_dialog_run_async (get_window (self), _("New List"), _("_Create"), "",
                                self->cancellable, name_chosen_cb, g_object_ref (self));
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

static void
show_undone (SignetListPane *self,
             SignetList     *list)
{
  if (list != NULL)
    signet_list_pane_set_list (self, list);
}

/**
 * signet_list_pane_undo:
 * @self: the page
 *
 * Takes the last edit back and opens the list it concerned.
 */
void
signet_list_pane_undo (SignetListPane *self)
{
  SignetList *list = NULL;

  g_return_if_fail (SIGNET_IS_LIST_PANE (self));

  if (signet_list_edits_undo (self->edits, &list))
    show_undone (self, list);
}

/**
 * signet_list_pane_redo:
 * @self: the page
 *
 * Does again what was undone last.
 */
void
signet_list_pane_redo (SignetListPane *self)
{
  SignetList *list = NULL;

  g_return_if_fail (SIGNET_IS_LIST_PANE (self));

  if (signet_list_edits_redo (self->edits, &list))
    show_undone (self, list);
}

/**
 * signet_list_pane_undo_one:
 * @self: the page
 * @edit: which edit
 *
 * Takes one edit back, also where others came after it.
 */
void
signet_list_pane_undo_one (SignetListPane *self,
                           guint           edit)
{
  SignetList *list = NULL;

  g_return_if_fail (SIGNET_IS_LIST_PANE (self));

  if (signet_list_edits_undo_one (self->edits, edit, &list))
    show_undone (self, list);
}
