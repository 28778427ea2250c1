/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-sidebar.h"

#include "signet-edge-scroll.h"
#include "signet-named-menu.h"
#include "signet-row-drag.h"
#include "signet-signed-button.h"

#include <glib/gi18n.h>

/* More than these are in the dialog alone. */
#define MAX_TEMPLATES 20

struct _SignetListSidebar
{
  AdwBin parent_instance;

  /* template widgets */
  GtkScrolledWindow *scroller;
  GtkListBox *list_box;
  GtkMenuButton *template_button;
  GMenuModel *row_menu;

  /* borrowed */
  GtkPopover *menu;       /* (nullable): once it was asked for */

  /* owned */
  GListModel *lists;
  GListModel *templates;
  SignetList *selected;
};

G_DEFINE_FINAL_TYPE (SignetListSidebar, signet_list_sidebar, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_PICKED,
  SIGNAL_MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GQuark list_quark;
static GQuark kind_quark;

/* (nullable) */
static const char *
get_signed_word (SignetSignedKind kind)
{
  switch (kind)
    {
    case SIGNET_SIGNED_AS_IT_IS:
      return _("Signed");
    case SIGNET_SIGNED_CHANGED:
      return _("Changed since signed");
    case SIGNET_SIGNED_EXPIRED:
      return _("Signature expired");
    case SIGNET_SIGNED_REVOKED:
      return _("Key revoked");
    case SIGNET_SIGNED_NEVER:
    default:
      return NULL;
    }
}

/* Label and count of a row; the closure that updates them goes with the row. */
static void
update_row_cb (SignetList *list,
               gpointer    pspec,
               GtkWidget  *row)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *name_label = gtk_widget_get_first_child (box);
  GtkWidget *count_label = gtk_widget_get_last_child (box);
  guint n_left = signet_list_get_n_items (list) - signet_list_get_n_done (list);
  g_autofree char *count = g_strdup_printf ("%u", n_left);
  g_autofree char *name = NULL;
  const char *state;

  gtk_label_set_text (GTK_LABEL (name_label), signet_list_get_name (list));
  gtk_label_set_text (GTK_LABEL (count_label), count);

  /* Translators: a list in the sidebar, read aloud: its name, and what is still to be bought */
  name = g_strdup_printf (ngettext ("%s, %u item", "%s, %u items", n_left), signet_list_get_name (list), n_left);
  state = get_signed_word (GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (row), kind_quark)));
  if (state != NULL)
    {
      g_autofree char *without = g_steal_pointer (&name);

      /* Translators: read aloud: a list with its number of items, and whether it was signed */
      name = g_strdup_printf (_("%s, %s"), without, state);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
create_state_image (void)
{
  GtkWidget *image = gtk_image_new ();

  gtk_widget_add_css_class (image, "state");
  gtk_widget_set_visible (image, FALSE);

  return image;
}

/* (nullable): the row that has the focus */
static GtkListBoxRow *
get_focus_row (SignetListSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_box)))
    return NULL;

  return GTK_LIST_BOX_ROW (GTK_IS_LIST_BOX_ROW (focus) ? focus : gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW));
}

/* A list that moves gets a new row, which takes the focus over. */
static void
move_row (SignetListSidebar *self,
          GtkListBoxRow     *row,
          int                position)
{
  g_autoptr (SignetList) list = g_object_ref (g_object_get_qdata (G_OBJECT (row), list_quark));
  gboolean had_focus = get_focus_row (self) == row;
  GtkListBoxRow *moved;

  if (position < 0 || position >= (int) g_list_model_get_n_items (self->lists)
      || position == gtk_list_box_row_get_index (row))
    return;

  g_signal_emit (self, signals[SIGNAL_MOVE], 0, list, (guint) position);
  moved = gtk_list_box_get_row_at_index (self->list_box, position);
  if (had_focus && moved != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (moved));
      signet_edge_scroll_show (GTK_WIDGET (moved));
    }
}

static gboolean
move_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  SignetListSidebar *self = SIGNET_LIST_SIDEBAR (widget);
  GtkListBoxRow *row = get_focus_row (self);

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  move_row (self, row, gtk_list_box_row_get_index (row) + g_variant_get_int32 (args));

  return GDK_EVENT_STOP;
}

static void
row_dropped_cb (gpointer       user_data,
                GtkListBoxRow *row,
                guint          position)
{
  move_row (SIGNET_LIST_SIDEBAR (user_data), row, (int) position);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer data)
{
  SignetList *list = SIGNET_LIST (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name_label = gtk_label_new (NULL);
  GtkWidget *count_label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name_label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name_label, TRUE);
  gtk_widget_add_css_class (count_label, "count");
  gtk_widget_add_css_class (count_label, "quiet");
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), create_state_image ());
  gtk_box_append (GTK_BOX (box), count_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_qdata_full (G_OBJECT (row), list_quark, g_object_ref (list), g_object_unref);

  signet_row_drag_set_up (GTK_LIST_BOX_ROW (row), row_dropped_cb, data);
  g_signal_connect_object (list, "notify::name", G_CALLBACK (update_row_cb), row, 0);
  g_signal_connect_object (list, "notify::n-items", G_CALLBACK (update_row_cb), row, 0);
  g_signal_connect_object (list, "notify::n-done", G_CALLBACK (update_row_cb), row, 0);
  update_row_cb (list, NULL, row);

  return row;
}

static void
select_row (SignetListSidebar *self)
{
  GtkListBoxRow *row = NULL;
  guint n = self->lists != NULL ? g_list_model_get_n_items (self->lists) : 0;

  g_assert (SIGNET_IS_LIST_SIDEBAR (self));

  for (guint i = 0; i < n && row == NULL; i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (self->lists, i);

      if (list == self->selected)
        row = gtk_list_box_get_row_at_index (self->list_box, (int) i);
    }

  gtk_list_box_select_row (self->list_box, row);
}

static void
row_activated_cb (SignetListSidebar *self,
                  GtkListBoxRow     *row)
{
  SignetList *list = g_object_get_qdata (G_OBJECT (row), list_quark);

  g_assert (SIGNET_IS_LIST_SIDEBAR (self));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, list);
}

/* F2 on a list opens it and asks for its new name. */
static gboolean
rename_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  SignetListSidebar *self = SIGNET_LIST_SIDEBAR (widget);
  GtkListBoxRow *row = get_focus_row (self);

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  row_activated_cb (self, row);
  gtk_widget_activate_action (widget, "list.rename", NULL);

  return GDK_EVENT_STOP;
}

/* A row that was moved is another one; without the focus on it the keyboard would have to come back from afar. */
static gboolean
menu_closed_idle_cb (gpointer data)
{
  SignetListSidebar *self = data;
  GtkListBoxRow *row = self->lists != NULL ? gtk_list_box_get_selected_row (self->list_box) : NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (row != NULL && root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));

  return G_SOURCE_REMOVE;
}

/* The action of the entry that was pressed runs after the menu has closed. */
static void
menu_closed_cb (SignetListSidebar *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, menu_closed_idle_cb, g_object_ref (self), g_object_unref);
}

/* The actions concern the list that is open, so it is opened; the sidebar stays. */
static void
pop_up_menu (SignetListSidebar *self,
             GtkListBoxRow     *row,
             double             x,
             double             y)
{
  GdkRectangle at = { 0, 0, 1, 1 };
  double self_x, self_y;

  if (self->menu == NULL)
    {
      self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (self->row_menu));
      gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
    }

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (row), GTK_WIDGET (self), x, y, &self_x, &self_y))
    return;

  gtk_widget_grab_focus (GTK_WIDGET (row));
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, g_object_get_qdata (G_OBJECT (row), list_quark));
  at.x = (int) self_x;
  at.y = (int) self_y;
  gtk_popover_set_pointing_to (self->menu, &at);
  gtk_popover_popup (self->menu);
}

static void
pop_up_menu_at (SignetListSidebar *self,
                double             x,
                double             y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list_box, (int) y);
  double row_x, row_y;

  if (row != NULL && gtk_widget_translate_coordinates (GTK_WIDGET (self->list_box), GTK_WIDGET (row), x, y, &row_x, &row_y))
    pop_up_menu (self, row, row_x, row_y);
}

static void
right_pressed_cb (SignetListSidebar *self,
                  int                n_press,
                  double             x,
                  double             y,
                  GtkGesture        *gesture)
{
  g_assert (SIGNET_IS_LIST_SIDEBAR (self));

  pop_up_menu_at (self, x, y);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (SignetListSidebar *self,
                 double             x,
                 double             y)
{
  g_assert (SIGNET_IS_LIST_SIDEBAR (self));

  pop_up_menu_at (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  SignetListSidebar *self = SIGNET_LIST_SIDEBAR (widget);
  GtkListBoxRow *row = get_focus_row (self);

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  pop_up_menu (self, row, gtk_widget_get_width (GTK_WIDGET (row)) / 2.0, gtk_widget_get_height (GTK_WIDGET (row)) / 2.0);

  return GDK_EVENT_STOP;
}

static void
signet_list_sidebar_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  SignetListSidebar *self = SIGNET_LIST_SIDEBAR (widget);

  GTK_WIDGET_CLASS (signet_list_sidebar_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->menu != NULL)
    gtk_popover_present (self->menu);
}

static void
signet_list_sidebar_dispose (GObject *object)
{
  SignetListSidebar *self = SIGNET_LIST_SIDEBAR (object);

  if (self->menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->menu)));

  g_clear_object (&self->lists);
  g_clear_object (&self->templates);
  g_clear_object (&self->selected);

  G_OBJECT_CLASS (signet_list_sidebar_parent_class)->dispose (object);
}

static void
signet_list_sidebar_class_init (SignetListSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_list_sidebar_dispose;
  widget_class->size_allocate = signet_list_sidebar_size_allocate;

  kind_quark = g_quark_from_static_string ("signet-list-sidebar-kind");
  list_quark = g_quark_from_static_string ("signet-list-sidebar-list");

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);

  signals[SIGNAL_PICKED] =
    g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);

  signals[SIGNAL_MOVE] =
    g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SIGNET_TYPE_LIST, G_TYPE_UINT);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_ALT_MASK, move_key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_ALT_MASK, move_key_cb, "i", 1);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-list-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetListSidebar, scroller);
  gtk_widget_class_bind_template_child (widget_class, SignetListSidebar, list_box);
  gtk_widget_class_bind_template_child (widget_class, SignetListSidebar, template_button);
  gtk_widget_class_bind_template_child (widget_class, SignetListSidebar, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, rename_cb, NULL);
}

/* Made when it opens: templates come and go elsewhere. */
static void
create_template_menu_cb (GtkMenuButton *button,
                         gpointer       data)
{
  SignetListSidebar *self = SIGNET_LIST_SIDEBAR (data);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) named = g_menu_new ();
  g_autoptr (GMenu) other = g_menu_new ();
  guint n = self->templates != NULL ? g_list_model_get_n_items (self->templates) : 0;

  for (guint i = 0; i < MIN (n, MAX_TEMPLATES); i++)
    {
      g_autoptr (SignetList) template = g_list_model_get_item (self->templates, i);

      signet_menu_append_named (named, signet_list_get_name (template), "list.new-from-template",
                                signet_list_get_id (template));
    }
  g_menu_append (other, _("_Templates…"), "win.templates");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (named));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (other));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
signet_list_sidebar_init (SignetListSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  signet_edge_scroll_set_up (self->scroller);
  gtk_menu_button_set_create_popup_func (self->template_button, create_template_menu_cb, self, NULL);
}

/**
 * signet_list_sidebar_set_lists:
 * @self: the sidebar
 * @lists: (element-type SignetList): all lists
 *
 * To be called once.
 */
void
signet_list_sidebar_set_lists (SignetListSidebar *self,
                               GListModel        *lists)
{
  g_return_if_fail (SIGNET_IS_LIST_SIDEBAR (self));
  g_return_if_fail (G_IS_LIST_MODEL (lists));

  g_set_object (&self->lists, lists);
  gtk_list_box_bind_model (self->list_box, lists, create_row_cb, self, NULL);
  g_signal_connect_object (lists, "items-changed", G_CALLBACK (select_row), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * signet_list_sidebar_set_templates:
 * @self: the sidebar
 * @templates: (element-type SignetList): what new lists can be made of
 *
 * To be called once.
 */
void
signet_list_sidebar_set_templates (SignetListSidebar *self,
                                   GListModel        *templates)
{
  g_return_if_fail (SIGNET_IS_LIST_SIDEBAR (self));
  g_return_if_fail (G_IS_LIST_MODEL (templates));

  g_set_object (&self->templates, templates);
}

/**
 * signet_list_sidebar_set_signed:
 * @self: the sidebar
 * @list: one of the lists
 * @kind: whether it was signed
 *
 * Shows that beside the name of @list.
 */
void
signet_list_sidebar_set_signed (SignetListSidebar *self,
                                SignetList        *list,
                                SignetSignedKind   kind)
{
  GtkWidget *image;

  g_return_if_fail (SIGNET_IS_LIST_SIDEBAR (self));
  g_return_if_fail (SIGNET_IS_LIST (list));

  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list_box, i);

      if (row == NULL)
        return;
      if (g_object_get_qdata (G_OBJECT (row), list_quark) != list)
        continue;

      image = gtk_widget_get_next_sibling (gtk_widget_get_first_child (gtk_list_box_row_get_child (row)));
      gtk_image_set_from_icon_name (GTK_IMAGE (image), signet_signed_kind_get_icon (kind));
      gtk_widget_remove_css_class (image, "state-valid");
      gtk_widget_remove_css_class (image, "state-caution");
      if (kind != SIGNET_SIGNED_NEVER)
        gtk_widget_add_css_class (image, signet_signed_kind_get_class (kind));
      gtk_widget_set_tooltip_text (image, get_signed_word (kind));
      gtk_widget_set_visible (image, kind != SIGNET_SIGNED_NEVER);
      g_object_set_qdata (G_OBJECT (row), kind_quark, GUINT_TO_POINTER (kind));
      update_row_cb (list, NULL, GTK_WIDGET (row));
      return;
    }
}

/**
 * signet_list_sidebar_set_selected:
 * @self: the sidebar
 * @list: (nullable): the list that is open
 *
 * Marks the list that is open.
 */
void
signet_list_sidebar_set_selected (SignetListSidebar *self,
                                  SignetList        *list)
{
  g_return_if_fail (SIGNET_IS_LIST_SIDEBAR (self));

  g_set_object (&self->selected, list);
  select_row (self);
}
