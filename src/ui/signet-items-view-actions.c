/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-items-view-private.h"

/* What can be done with an item: by its menu, by a key, by its box. */

static gboolean
has_focus (SignetItemsView *self)
{
  return gtk_widget_get_focus_child (GTK_WIDGET (self->grid_view)) != NULL;
}

void
_signet_items_view_tick (SignetItemsView *self,
                         SignetListRow   *row)
{
  SignetItem *item = signet_list_row_get_item (row);
  g_autoptr (SignetItem) after = signet_item_copy (item);
  gboolean had_focus = has_focus (self);
  guint position = 0;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  signet_list_rows_find (self->rows, row, &position, NULL);
  signet_item_set_done (after, !signet_item_get_done (item));
  signet_list_edits_change (self->edits, self->list, item, after);
  if (had_focus)
    _signet_items_view_focus_near (self, position);
}

/* The one place that says what can be done with items. */
void
_signet_items_view_actions_update (SignetItemsView *self,
                                   guint            n_selected)
{
  SignetListRow *row = self->menu_row;
  gboolean single = !self->selecting;
  gboolean found = row != NULL && signet_list_rows_find (self->rows, row, NULL, NULL);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "item.tick", single || n_selected > 0);
  gtk_widget_action_set_enabled (widget, "item.delete", single || n_selected > 0);
  gtk_widget_action_set_enabled (widget, "item.aisle", single || n_selected > 0);
  gtk_widget_action_set_enabled (widget, "item.new-aisle", single || n_selected > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->aisle_button), single || n_selected > 0);
  gtk_widget_action_set_enabled (widget, "item.edit", single);
  gtk_widget_action_set_enabled (widget, "item.move-up", single && (!found || !signet_list_row_is_first (row)));
  gtk_widget_action_set_enabled (widget, "item.move-down", single && (!found || !signet_list_row_is_last (row)));
}

static gboolean
menu_closed_idle_cb (gpointer data)
{
  SignetItemsView *self = data;

  self->menu_row = NULL;
  _signet_items_view_actions_update (self, self->n_selected);

  return G_SOURCE_REMOVE;
}

/* The action of the entry that was pressed runs after the menu has closed. */
static void
menu_closed_cb (SignetItemsView *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, menu_closed_idle_cb, g_object_ref (self), g_object_unref);
}

void
_signet_items_view_menu_cb (SignetItemsView *self,
                            double           x,
                            double           y,
                            SignetItemRow   *widget)
{
  GdkRectangle at = { 0, 0, 1, 1 };
  double view_x, view_y;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (self->menu == NULL)
    {
      self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (self->item_menu));
      gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
    }

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (widget), GTK_WIDGET (self), x, y, &view_x, &view_y))
    return;

  gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (widget)));
  self->menu_row = signet_item_row_get_row (widget);
  _signet_items_view_actions_update (self, self->n_selected);
  _signet_items_view_fill_aisle_menu (self);
  at.x = (int) view_x;
  at.y = (int) view_y;
  gtk_popover_set_pointing_to (self->menu, &at);
  gtk_popover_popup (self->menu);
}

gboolean
_signet_items_view_key_pressed_cb (SignetItemsView *self,
                                   guint            keyval,
                                   guint            keycode,
                                   GdkModifierType  state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  SignetListRow *row;
  const char *action = NULL;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  /* inside the fields of an item keys are text */
  if (focus == NULL || gtk_widget_get_parent (focus) != GTK_WIDGET (self->grid_view))
    return GDK_EVENT_PROPAGATE;

  /* in a grid they lead to the items above and below */
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left || keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right)
    return GDK_EVENT_STOP;

  row = _signet_items_view_get_current_row (self);
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  /* before the action of that name which the grid view itself has */
  if (modifiers == GDK_CONTROL_MASK && keyval == GDK_KEY_a)
    {
      signet_items_view_select_all (self);
      return GDK_EVENT_STOP;
    }

  if (modifiers == GDK_CONTROL_MASK && (keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space))
    action = "item.select";
  else if (modifiers == 0 && (keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space))
    action = self->selecting ? "item.select" : "item.tick";
  else if (modifiers == 0 && keyval == GDK_KEY_F2)
    action = "item.edit";
  else if (modifiers == 0 && (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete))
    action = "item.delete";
  else if (modifiers == GDK_ALT_MASK && (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up))
    action = "item.move-up";
  else if (modifiers == GDK_ALT_MASK && (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down))
    action = "item.move-down";
  else if ((modifiers == 0 && keyval == GDK_KEY_Menu) || (modifiers == GDK_SHIFT_MASK && keyval == GDK_KEY_F10))
    {
      SignetItemRow *widget = _signet_items_view_find_widget (self, row);

      _signet_items_view_menu_cb (self, gtk_widget_get_width (GTK_WIDGET (widget)) / 2,
                   gtk_widget_get_height (GTK_WIDGET (widget)) / 2, widget);
      return GDK_EVENT_STOP;
    }

  if (action == NULL)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);

  return GDK_EVENT_STOP;
}

/* Many are ticked together, and unticked only where all of them are. */
static void
tick_selected (SignetItemsView *self)
{
  g_autoptr (GPtrArray) rows = _signet_items_view_get_targets (self);
  gboolean done = FALSE;

  for (guint i = 0; i < rows->len && !done; i++)
    done = !signet_item_get_done (signet_list_row_get_item (g_ptr_array_index (rows, i)));

  signet_list_edits_begin_group (self->edits, self->list);
  for (guint i = 0; i < rows->len; i++)
    {
      SignetItem *item = signet_list_row_get_item (g_ptr_array_index (rows, i));
      g_autoptr (SignetItem) after = signet_item_copy (item);

      signet_item_set_done (after, done);
      if (signet_item_get_done (item) != done)
        signet_list_edits_change (self->edits, self->list, item, after);
    }
  signet_list_edits_end_group (self->edits);
  signet_items_view_set_selecting (self, FALSE);
  _signet_items_view_focus_near (self, 0);
}

/* Here and not in the window alone: the flap between the two takes the key as well. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);

  if (!self->selecting)
    return GDK_EVENT_PROPAGATE;

  signet_items_view_set_selecting (self, FALSE);

  return GDK_EVENT_STOP;
}

static void
tick_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);
  SignetListRow *row = self->selecting ? NULL : _signet_items_view_get_current_row (self);

  if (self->selecting)
    tick_selected (self);
  else if (row != NULL)
    _signet_items_view_tick (self, row);
}

static void
select_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);
  SignetListRow *row = _signet_items_view_get_current_row (self);

  if (row != NULL)
    _signet_items_view_toggle_selected (self, row);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);
  SignetListRow *row = _signet_items_view_get_current_row (self);

  if (row != NULL)
    _signet_items_view_edit (self, row);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);
  g_autoptr (GPtrArray) rows = _signet_items_view_get_targets (self);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint position = G_MAXUINT, id;

  if (rows->len == 0)
    return;

  for (guint i = 0; i < rows->len; i++)
    {
      SignetListRow *row = g_ptr_array_index (rows, i);
      guint at;

      signet_list_row_set_editing (row, FALSE);
      if (signet_list_rows_find (self->rows, row, &at, NULL))
        position = MIN (position, at);
      g_ptr_array_add (items, g_object_ref (signet_list_row_get_item (row)));
    }

  self->menu_row = NULL;
  id = signet_list_edits_remove (self->edits, self->list, items);
  signet_items_view_set_selecting (self, FALSE);
  _signet_items_view_focus_near (self, position);
  g_signal_emit (self, _signet_items_view_signals[SIGNAL_REMOVED], 0, items, id);
}

/* Moves past the neighbour that is seen, however far apart the two stand in the list. */
static void
move (SignetItemsView *self,
      gboolean         down)
{
  SignetListRow *row = _signet_items_view_get_current_row (self);
  SignetListRow *neighbour;
  guint position, from, to;

  if (row == NULL || !signet_list_rows_find (self->rows, row, &position, NULL) || (!down && position == 0))
    return;

  neighbour = _signet_items_view_get_item_row (self, down ? position + 1 : position - 1);
  if (neighbour == NULL
      || !signet_list_find (self->list, signet_list_row_get_item (row), &from)
      || !signet_list_find (self->list, signet_list_row_get_item (neighbour), &to))
    return;

  {
    SignetItem *item = signet_list_row_get_item (row);

    signet_list_row_set_editing (row, FALSE);
    signet_list_edits_move (self->edits, self->list, from, to);
    _signet_items_view_want (self, signet_list_rows_get_row (self->rows, item), TRUE, FALSE);
  }
}

static void
move_up_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  move (SIGNET_ITEMS_VIEW (widget), FALSE);
}

static void
move_down_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  move (SIGNET_ITEMS_VIEW (widget), TRUE);
}

void
_signet_items_view_class_actions_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_install_action (widget_class, "item.tick", NULL, tick_action);
  gtk_widget_class_install_action (widget_class, "item.select", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "item.aisle", "s", _signet_items_view_aisle_action);
  gtk_widget_class_install_action (widget_class, "item.new-aisle", NULL, _signet_items_view_new_aisle_action);
  gtk_widget_class_install_action (widget_class, "item.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "item.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "item.move-up", NULL, move_up_action);
  gtk_widget_class_install_action (widget_class, "item.move-down", NULL, move_down_action);
}
