/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-item-row.h"

#include <glib/gi18n.h>

struct _SignetItemRow
{
  AdwBin parent_instance;

  /* template widgets */
  GtkWidget *view;
  GtkWidget *handle;
  GtkCheckButton *check;
  GtkLabel *name_label;
  GtkLabel *note_label;
  GtkLabel *quantity_label;
  GtkWidget *menu_button;

  /* borrowed */
  SignetItemEditor *editor;

  /* owned */
  GtkWidget *heading;        /* (nullable): built for the first heading that is shown */
  GtkLabel *heading_label;
  GtkWidget *clear_button;
  SignetListRow *row;
  GSignalGroup *row_signals;
  GSignalGroup *item_signals;

  /* plain */
  gboolean selecting;
};

G_DEFINE_FINAL_TYPE (SignetItemRow, signet_item_row, ADW_TYPE_BIN)

enum
{
  SIGNAL_TICK,
  SIGNAL_SELECT,
  SIGNAL_EDIT,
  SIGNAL_MENU,
  SIGNAL_EDITED,
  SIGNAL_EDIT_CANCELLED,
  SIGNAL_WANTS_EDITOR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The box means "bought", or "selected" while items are selected. */
static void
update_check (SignetItemRow *self)
{
  SignetItem *item = self->row != NULL ? signet_list_row_get_item (self->row) : NULL;
  gboolean selected = self->row != NULL && signet_list_row_is_selected (self->row);

  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (item == NULL)
    return;

  set_class (GTK_WIDGET (self->check), "selection-mode", self->selecting);
  set_class (GTK_WIDGET (self), "selected", selected);
  set_class (GTK_WIDGET (self), "marked", signet_list_row_is_marked (self->row));
  gtk_check_button_set_active (self->check, self->selecting ? selected : signet_item_get_done (item));
}

static void
update_item (SignetItemRow *self)
{
  SignetItem *item = self->row != NULL ? signet_list_row_get_item (self->row) : NULL;
  const char *note, *quantity;

  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (item == NULL)
    return;

  note = signet_item_get_note (item);
  quantity = signet_item_get_quantity (item);

  gtk_label_set_text (self->name_label, signet_item_get_name (item));
  gtk_label_set_text (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
  gtk_label_set_text (self->quantity_label, quantity != NULL ? quantity : "");
  update_check (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, signet_item_get_name (item),
                                  -1);
  set_class (GTK_WIDGET (self), "done", signet_item_get_done (item));
}

static void
update_edges (SignetItemRow *self)
{
  gboolean is_item = self->row != NULL && signet_list_row_get_item (self->row) != NULL;

  g_assert (SIGNET_IS_ITEM_ROW (self));

  set_class (GTK_WIDGET (self), "first", is_item && signet_list_row_is_first (self->row));
  set_class (GTK_WIDGET (self), "last", is_item && signet_list_row_is_last (self->row));
  set_class (GTK_WIDGET (self), "sep", is_item && !signet_list_row_is_last (self->row));
}

static void
editor_done_cb (SignetItemRow *self)
{
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
editor_cancelled_cb (SignetItemRow *self)
{
  g_signal_emit (self, signals[SIGNAL_EDIT_CANCELLED], 0);
}

/* Most rows are items, and a long list has many of them at a time, so each is made of as few widgets as can be. */
static void
build_heading (SignetItemRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Clear"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "quiet");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "list.clear-ticked");
  gtk_widget_set_tooltip_text (button, _("Remove What Was Bought"));
  gtk_widget_set_valign (button, GTK_ALIGN_END);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);

  self->heading = g_object_ref_sink (box);
  self->heading_label = GTK_LABEL (label);
  self->clear_button = button;
}

/* The fields of the item, the heading, or the item. */
static void
show_child (SignetItemRow *self)
{
  GtkWidget *child = self->view;

  if (self->editor != NULL)
    child = GTK_WIDGET (self->editor);
  else if (self->row != NULL && signet_list_row_get_item (self->row) == NULL)
    child = self->heading;

  if (adw_bin_get_child (ADW_BIN (self)) != child)
    adw_bin_set_child (ADW_BIN (self), child);
}

static void
drop_editor (SignetItemRow *self)
{
  if (self->editor == NULL)
    return;

  self->editor = NULL;
  show_child (self);
}

static void
update_editing (SignetItemRow *self)
{
  gboolean editing = self->row != NULL && signet_list_row_is_editing (self->row);

  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (editing && self->editor == NULL)
    g_signal_emit (self, signals[SIGNAL_WANTS_EDITOR], 0);
  else if (!editing)
    drop_editor (self);
}

static void
check_toggled_cb (SignetItemRow *self)
{
  SignetItem *item = self->row != NULL ? signet_list_row_get_item (self->row) : NULL;

  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (item == NULL)
    return;

  if (self->selecting && gtk_check_button_get_active (self->check) != signet_list_row_is_selected (self->row))
    g_signal_emit (self, signals[SIGNAL_SELECT], 0);
  else if (!self->selecting && gtk_check_button_get_active (self->check) != signet_item_get_done (item))
    g_signal_emit (self, signals[SIGNAL_TICK], 0);
}

static void
tapped_cb (SignetItemRow   *self,
           int              n_press,
           double           x,
           double           y,
           GtkGestureClick *gesture)
{
  g_assert (SIGNET_IS_ITEM_ROW (self));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[self->selecting ? SIGNAL_SELECT : SIGNAL_EDIT], 0);
}

/* A click selects while items are selected, and with Ctrl at any time. */
static gboolean
selects (SignetItemRow *self,
         GtkGesture    *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  return self->editor == NULL
         && self->row != NULL && signet_list_row_get_item (self->row) != NULL
         && (self->selecting || (state & GDK_CONTROL_MASK) != 0);
}

static void
pressed_cb (SignetItemRow   *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (selects (self, GTK_GESTURE (gesture)))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  else
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
released_cb (SignetItemRow   *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (!selects (self, GTK_GESTURE (gesture)))
    return;

  gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
  g_signal_emit (self, signals[SIGNAL_SELECT], 0);
}

static void
check_long_pressed_cb (SignetItemRow *self,
                       double         x,
                       double         y,
                       GtkGesture    *gesture)
{
  g_assert (SIGNET_IS_ITEM_ROW (self));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[SIGNAL_SELECT], 0);
}

static void
ask_for_menu (SignetItemRow *self,
              double         x,
              double         y)
{
  if (self->row != NULL && signet_list_row_get_item (self->row) != NULL && self->editor == NULL && !self->selecting)
    g_signal_emit (self, signals[SIGNAL_MENU], 0, x, y);
}

static void
menu_clicked_cb (SignetItemRow *self)
{
  graphene_rect_t bounds;

  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (gtk_widget_compute_bounds (self->menu_button, GTK_WIDGET (self), &bounds))
    ask_for_menu (self,
                  bounds.origin.x + bounds.size.width / 2,
                  bounds.origin.y + bounds.size.height);
}

static void
right_pressed_cb (SignetItemRow   *self,
                  int              n_press,
                  double           x,
                  double           y,
                  GtkGestureClick *gesture)
{
  g_assert (SIGNET_IS_ITEM_ROW (self));

  if (self->editor != NULL)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  ask_for_menu (self, x, y);
}

static void
long_pressed_cb (SignetItemRow *self,
                 double         x,
                 double         y)
{
  g_assert (SIGNET_IS_ITEM_ROW (self));

  ask_for_menu (self, x, y);
}

/* To whoever cannot see it, a grid of one column is a list. */
static void
signet_item_row_root (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  GTK_WIDGET_CLASS (signet_item_row_parent_class)->root (widget);
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (parent)) == GTK_ACCESSIBLE_ROLE_GRID_CELL)
    g_object_set (parent, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
}

/* Among the fields of an item; in a grid they would lead to another item. */
static gboolean
move_across_cb (GtkWidget *widget,
                GVariant  *args,
                gpointer   data)
{
  gtk_widget_child_focus (widget, (GtkDirectionType) g_variant_get_int32 (args));

  return GDK_EVENT_STOP;
}

static void
signet_item_row_dispose (GObject *object)
{
  SignetItemRow *self = SIGNET_ITEM_ROW (object);

  g_clear_object (&self->row_signals);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->heading);
  g_clear_object (&self->row);

  G_OBJECT_CLASS (signet_item_row_parent_class)->dispose (object);
}

static void
signet_item_row_class_init (SignetItemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = signet_item_row_dispose;

  widget_class->root = signet_item_row_root;

  signals[SIGNAL_TICK] = g_signal_new ("tick", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SELECT] = g_signal_new ("select", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EDIT] = g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MENU] = g_signal_new ("menu", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EDIT_CANCELLED] = g_signal_new ("edit-cancelled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);
  signals[SIGNAL_WANTS_EDITOR] = g_signal_new ("wants-editor", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, move_across_cb, "i", GTK_DIR_LEFT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, move_across_cb, "i", GTK_DIR_RIGHT);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-item-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetItemRow, view);
  gtk_widget_class_bind_template_child (widget_class, SignetItemRow, handle);
  gtk_widget_class_bind_template_child (widget_class, SignetItemRow, check);
  gtk_widget_class_bind_template_child (widget_class, SignetItemRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SignetItemRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, SignetItemRow, quantity_label);
  gtk_widget_class_bind_template_child (widget_class, SignetItemRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, check_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_long_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, tapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
}

static void
signet_item_row_init (SignetItemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->row_signals = g_signal_group_new (SIGNET_TYPE_LIST_ROW);
  g_signal_group_connect_swapped (self->row_signals, "notify::first", G_CALLBACK (update_edges), self);
  g_signal_group_connect_swapped (self->row_signals, "notify::last", G_CALLBACK (update_edges), self);
  g_signal_group_connect_swapped (self->row_signals, "notify::selected", G_CALLBACK (update_check), self);
  g_signal_group_connect_swapped (self->row_signals, "notify::marked", G_CALLBACK (update_check), self);
  g_signal_group_connect_swapped (self->row_signals, "notify::editing", G_CALLBACK (update_editing), self);

  self->item_signals = g_signal_group_new (SIGNET_TYPE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (update_item), self);
}

/**
 * signet_item_row_new:
 *
 * Returns: (transfer floating): a widget for any row
 */
GtkWidget *
signet_item_row_new (void)
{
  return g_object_new (SIGNET_TYPE_ITEM_ROW, NULL);
}

/**
 * signet_item_row_get_row:
 * @self: the widget
 *
 * Returns: (transfer none) (nullable): what it shows
 */
SignetListRow *
signet_item_row_get_row (SignetItemRow *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM_ROW (self), NULL);

  return self->row;
}

/**
 * signet_item_row_set_row:
 * @self: the widget
 * @row: (nullable): what it shall show
 *
 * Shows another row; the fields of the last one are dropped.
 */
void
signet_item_row_set_row (SignetItemRow *self,
                         SignetListRow *row)
{
  SignetItem *item;
  gboolean is_heading;

  g_return_if_fail (SIGNET_IS_ITEM_ROW (self));

  if (self->row == row)
    return;

  drop_editor (self);
  g_set_object (&self->row, row);
  item = row != NULL ? signet_list_row_get_item (row) : NULL;
  is_heading = row != NULL && item == NULL;

  g_signal_group_set_target (self->row_signals, row);
  g_signal_group_set_target (self->item_signals, item);

  set_class (GTK_WIDGET (self), "item-row", item != NULL);
  set_class (GTK_WIDGET (self), "item-header", is_heading);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "flash");
  if (is_heading)
    {
      if (self->heading == NULL)
        build_heading (self);
      gtk_label_set_text (self->heading_label, signet_list_row_get_title (row));
      gtk_widget_set_visible (self->clear_button, signet_list_row_is_bought (row));
      gtk_widget_remove_css_class (GTK_WIDGET (self), "done");
    }

  show_child (self);
  update_item (self);
  update_edges (self);
  update_editing (self);
}

/**
 * signet_item_row_get_editor:
 * @self: the widget
 *
 * Returns: (transfer none) (nullable): the fields, while they are open
 */
SignetItemEditor *
signet_item_row_get_editor (SignetItemRow *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM_ROW (self), NULL);

  return self->editor;
}

/**
 * signet_item_row_set_editor:
 * @self: the widget
 * @editor: fields without a parent
 *
 * Answers "wants-editor".
 */
void
signet_item_row_set_editor (SignetItemRow    *self,
                            SignetItemEditor *editor)
{
  g_return_if_fail (SIGNET_IS_ITEM_ROW (self));
  g_return_if_fail (SIGNET_IS_ITEM_EDITOR (editor));
  g_return_if_fail (self->editor == NULL);

  self->editor = editor;
  show_child (self);
  g_signal_connect_object (editor, "done", G_CALLBACK (editor_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "cancelled", G_CALLBACK (editor_cancelled_cb), self, G_CONNECT_SWAPPED);
}

/**
 * signet_item_row_flash:
 * @self: the widget
 *
 * Shows the eye where something came to, unless animations are off.
 */
void
signet_item_row_flash (SignetItemRow *self)
{
  g_return_if_fail (SIGNET_IS_ITEM_ROW (self));

  if (adw_get_enable_animations (GTK_WIDGET (self)))
    gtk_widget_add_css_class (GTK_WIDGET (self), "flash");
}

/**
 * signet_item_row_set_selecting:
 * @self: the widget
 * @selecting: whether its box selects
 *
 * Switches between ticking and selecting.
 */
void
signet_item_row_set_selecting (SignetItemRow *self,
                               gboolean       selecting)
{
  g_return_if_fail (SIGNET_IS_ITEM_ROW (self));

  if (self->selecting == !!selecting)
    return;

  self->selecting = !!selecting;
  set_class (GTK_WIDGET (self), "selecting", self->selecting);
  gtk_widget_set_can_target (self->menu_button, !self->selecting);
  gtk_widget_set_can_target (self->handle, !self->selecting);
  update_check (self);
}

/**
 * signet_item_row_get_handle:
 * @self: the widget
 *
 * Returns: (transfer none): what the row is dragged by
 */
GtkWidget *
signet_item_row_get_handle (SignetItemRow *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM_ROW (self), NULL);

  return self->handle;
}
