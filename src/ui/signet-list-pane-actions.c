/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

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

  signet_name_dialog_run_async (get_window (self), _("Rename List"), _("_Rename"), _("Name of the list"),
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

/* Among the lists: G_MAXUINT where none is open */
static guint
get_position (SignetListPane *self)
{
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->store)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (list == self->list)
        return i;
    }

  return G_MAXUINT;
}

static void
move_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  guint position = get_position (self);

  signet_list_edits_move_list (self->edits, self->list, g_str_equal (action, "list.move-up") ? position - 1 : position + 1);
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
select_all_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  signet_list_pane_select_all (SIGNET_LIST_PANE (widget));
}

void
_signet_list_pane_class_actions_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "list.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "list.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "list.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "list.move-up", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.move-down", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.save-as-template", NULL, _signet_list_pane_save_as_template_action);
  gtk_widget_class_install_action (widget_class, "list.new-from-template", "s", _signet_list_pane_new_from_template_action);
  gtk_widget_class_install_property_action (widget_class, "list.select", "selecting");
  gtk_widget_class_install_property_action (widget_class, "list.group", "group");
  gtk_widget_class_install_action (widget_class, "list.arrange-aisles", NULL, _signet_list_pane_arrange_aisles_action);
  gtk_widget_class_install_action (widget_class, "list.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "list.clear-ticked", NULL, clear_ticked_action);
  gtk_widget_class_install_action (widget_class, "list.merge-duplicates", NULL, _signet_list_pane_merge_duplicates_action);
  gtk_widget_class_install_action (widget_class, "list.open-file", NULL, _signet_list_pane_open_file_action);
  gtk_widget_class_install_action (widget_class, "list.export", NULL, _signet_list_pane_export_action);
  gtk_widget_class_install_action (widget_class, "list.print", NULL, _signet_list_pane_print_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "list.export", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "list.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "list.select-all", NULL);
}

void
_signet_list_pane_actions_update (SignetListPane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_list = self->list != NULL;
  gboolean has_items = has_list && signet_list_get_n_items (self->list) > 0;
  gboolean has_done = has_items && signet_list_get_n_done (self->list) > 0;
  gboolean can_merge = has_items && (!signet_items_view_is_selecting (self->items)
                                     || signet_items_view_get_n_selected (self->items) > 1);
  guint known = 1u | (guint) has_list << 1 | (guint) has_items << 2 | (guint) has_done << 3 | (guint) self->loaded << 4
                | (guint) can_merge << 5;
  guint position = get_position (self);
  gboolean can_rise = position != G_MAXUINT && position > 0;
  gboolean can_fall = position != G_MAXUINT && position + 1 < g_list_model_get_n_items (G_LIST_MODEL (self->store));

  known |= (guint) can_rise << 6 | (guint) can_fall << 7;

  /* GTK tells every widget of the page, also where nothing changed: that takes longer than the edit did */
  if (self->actions_known == known)
    return;
  self->actions_known = known;

  gtk_widget_action_set_enabled (widget, "list.rename", has_list);
  gtk_widget_action_set_enabled (widget, "list.duplicate", has_list);
  gtk_widget_action_set_enabled (widget, "list.delete", has_list);
  gtk_widget_action_set_enabled (widget, "list.move-up", can_rise);
  gtk_widget_action_set_enabled (widget, "list.move-down", can_fall);
  gtk_widget_action_set_enabled (widget, "list.arrange-aisles", has_list);
  gtk_widget_action_set_enabled (widget, "list.save-as-template", has_items);
  gtk_widget_action_set_enabled (widget, "list.export", has_items);
  gtk_widget_action_set_enabled (widget, "list.print", has_items);
  gtk_widget_action_set_enabled (widget, "list.select", has_items);
  gtk_widget_action_set_enabled (widget, "list.select-all", has_items);
  gtk_widget_action_set_enabled (widget, "list.clear-ticked", has_done);
  gtk_widget_action_set_enabled (widget, "list.merge-duplicates", can_merge);
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

  signet_name_dialog_run_async (get_window (self), _("New List"), _("_Create"), _("Name of the list"), "",
                                self->cancellable, name_chosen_cb, g_object_ref (self));
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
