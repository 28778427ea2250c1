/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-reading.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SignetReading
{
  AdwBin parent_instance;

  /* borrowed */
  GtkWidget        *menu;      /* nullable: a GtkPopoverMenu, a child of ours */
  SignetReadingDup  dup;       /* nullable */
  gpointer          owner;     /* for dup */
  GtkWidget        *menu_row;  /* nullable: weak: what the menu is about */
};

G_DEFINE_FINAL_TYPE (SignetReading, signet_reading, ADW_TYPE_BIN)

#define TEXT "signet-reading-text"
#define LINE "signet-reading-line"

static void
collect_rows (GtkWidget *widget,
              GPtrArray *rows)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (g_object_get_data (G_OBJECT (child), TEXT) == NULL)
      collect_rows (child, rows);
    else if (gtk_widget_get_mapped (child))
      g_ptr_array_add (rows, child);
}

/* (transfer container): the rows that can be seen */
static GPtrArray *
get_rows (SignetReading *self)
{
  GPtrArray *rows = g_ptr_array_new ();

  collect_rows (GTK_WIDGET (self), rows);

  return rows;
}

/* (nullable): the row that a widget is in */
static GtkWidget *
get_row (SignetReading *self,
         GtkWidget     *widget)
{
  for (; widget != NULL && widget != GTK_WIDGET (self); widget = gtk_widget_get_parent (widget))
    if (g_object_get_data (G_OBJECT (widget), TEXT) != NULL)
      return widget;

  return NULL;
}

/* (nullable): where the focus is, if it is here */
static GtkWidget *
get_focus (SignetReading *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ? focus : NULL;
}

static void
copy (SignetReading *self,
      const char    *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Copied"));
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SignetReading *self = SIGNET_READING (widget);
  GtkWidget *row = self->menu_row != NULL ? self->menu_row : get_row (self, get_focus (self));

  if (row != NULL)
    copy (self, g_object_get_data (G_OBJECT (row), TEXT));
}

static void
copy_all_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  signet_reading_copy_all (SIGNET_READING (widget));
}

static void
set_menu_row (SignetReading *self,
              GtkWidget     *row)
{
  g_set_weak_pointer (&self->menu_row, row);
}

static gboolean
menu_closed_idle_cb (gpointer data)
{
  set_menu_row (data, NULL);

  return G_SOURCE_REMOVE;
}

/* What was chosen is done after the menu has closed. */
static void
menu_closed_cb (SignetReading *self)
{
  g_assert (SIGNET_IS_READING (self));

  g_idle_add_full (G_PRIORITY_DEFAULT, menu_closed_idle_cb, g_object_ref (self), g_object_unref);
}

static void
show_menu (SignetReading *self,
           GtkWidget     *row,
           double         x,
           double         y)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) model = g_menu_new ();

      g_menu_append (model, _("_Copy"), "reading.copy");
      g_menu_append (model, _("Copy _All"), "reading.copy-all");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
    }

  set_menu_row (self, row);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SignetReading *self = SIGNET_READING (widget);
  GtkWidget *row = get_row (self, get_focus (self));
  graphene_rect_t bounds;

  if (row != NULL && gtk_widget_compute_bounds (row, widget, &bounds))
    show_menu (self, row, bounds.origin.x + bounds.size.width / 2, bounds.origin.y + bounds.size.height / 2);
}

/* The menu of a label is for the words that are selected in it. */
static gboolean
has_selection (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) && gtk_label_get_selection_bounds (GTK_LABEL (widget), NULL, NULL);
}

static void
asked_cb (SignetReading *self,
          double         x,
          double         y,
          GtkGesture    *gesture)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = get_row (self, picked);

  if (row == NULL || has_selection (picked))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (row);
  show_menu (self, row, x, y);
}

static void
pressed_cb (SignetReading *self,
            int            n_press,
            double         x,
            double         y,
            GtkGesture    *gesture)
{
  g_assert (SIGNET_IS_READING (self));

  asked_cb (self, x, y, gesture);
}

static void
long_pressed_cb (SignetReading *self,
                 double         x,
                 double         y,
                 GtkGesture    *gesture)
{
  g_assert (SIGNET_IS_READING (self));

  asked_cb (self, x, y, gesture);
}

static gboolean
copy_pressed_cb (GtkWidget *widget,
                 GVariant  *arguments,
                 gpointer   data)
{
  GtkWidget *focus = get_focus (SIGNET_READING (widget));

  if (focus == NULL || has_selection (focus) || get_row (SIGNET_READING (widget), focus) == NULL)
    return FALSE;

  return gtk_widget_activate_action (widget, "reading.copy", NULL);
}

/* From the end of one list box to the next row, in whatever list box it is. */
static gboolean
keynav_failed_cb (SignetReading    *self,
                  GtkDirectionType  direction)
{
  g_autoptr (GPtrArray) rows = get_rows (self);
  GtkWidget *row = get_row (self, get_focus (self));
  guint i;

  g_assert (SIGNET_IS_READING (self));

  if (row == NULL || !g_ptr_array_find (rows, row, &i))
    return FALSE;

  if (direction == GTK_DIR_DOWN && i + 1 < rows->len)
    return gtk_widget_grab_focus (rows->pdata[i + 1]);
  if (direction == GTK_DIR_UP && i > 0)
    return gtk_widget_grab_focus (rows->pdata[i - 1]);

  return FALSE;
}

static gboolean
signet_reading_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  SignetReading *self = SIGNET_READING (widget);
  g_autoptr (GPtrArray) rows = NULL;

  if (get_focus (self) != NULL)
    {
      gboolean leaves = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

      return !leaves && GTK_WIDGET_CLASS (signet_reading_parent_class)->focus (widget, direction);
    }

  rows = get_rows (self);

  return rows->len > 0 && gtk_widget_grab_focus (rows->pdata[0]);
}

static void
signet_reading_dispose (GObject *object)
{
  SignetReading *self = SIGNET_READING (object);

  set_menu_row (self, NULL);
  g_clear_pointer (&self->menu, gtk_widget_unparent);

  G_OBJECT_CLASS (signet_reading_parent_class)->dispose (object);
}

static void
signet_reading_class_init (SignetReadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_reading_dispose;
  widget_class->focus = signet_reading_focus;

  gtk_widget_class_install_action (widget_class, "reading.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "reading.copy-all", NULL, copy_all_action);
  gtk_widget_class_install_action (widget_class, "reading.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "reading.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "reading.menu", NULL);
}

static void
signet_reading_init (SignetReading *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* before the labels, which take every press for their own, and Ctrl+C also where nothing in them is selected */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (copy_pressed_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

/**
 * signet_reading_set_row_text:
 * @row: a row that is, or will be, below a #SignetReading
 * @text: what is copied of it
 * @line: (nullable): what is copied of it together with others; @text where %NULL
 */
void
signet_reading_set_row_text (GtkWidget  *row,
                             const char *text,
                             const char *line)
{
  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (text != NULL);

  g_object_set_data_full (G_OBJECT (row), TEXT, g_strdup (text), g_free);
  g_object_set_data_full (G_OBJECT (row), LINE, g_strdup (line != NULL ? line : text), g_free);
}

/**
 * signet_reading_set_dup:
 * @self: the widget
 * @dup: tells all that there is to copy
 * @owner: for @dup; borrowed, outlives @self
 *
 * For what does not show all of it at once.
 */
void
signet_reading_set_dup (SignetReading    *self,
                        SignetReadingDup  dup,
                        gpointer          owner)
{
  g_return_if_fail (SIGNET_IS_READING (self));

  self->dup = dup;
  self->owner = owner;
}

/**
 * signet_reading_join:
 * @self: the widget
 * @list_box: a list box below it, beside others
 */
void
signet_reading_join (SignetReading *self,
                     GtkListBox    *list_box)
{
  g_return_if_fail (SIGNET_IS_READING (self));
  g_return_if_fail (GTK_IS_LIST_BOX (list_box));

  g_signal_connect_object (list_box, "keynav-failed", G_CALLBACK (keynav_failed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * signet_reading_copy_all:
 * @self: the widget
 *
 * Puts all of it into the clipboard, a line for each row.
 */
void
signet_reading_copy_all (SignetReading *self)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) text = NULL;

  g_return_if_fail (SIGNET_IS_READING (self));

  if (self->dup != NULL)
    {
      g_autofree char *all = self->dup (self->owner);

      copy (self, all);
      return;
    }

  rows = get_rows (self);
  text = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, g_object_get_data (rows->pdata[i], LINE));
    }
  copy (self, text->str);
}
