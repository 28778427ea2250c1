/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-list-sidebar.h"

#include <string.h>

static const char * const names[] = { "Bakery", "Weekly shop", "Barbecue" };

static void
open_lists (UiFixture *f)
{
  ui_open_window (f);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signet_list_store_create (signet_context_get_list_store (f->context), names[i]);
  ui_settle (f->window);
}

/* "Groceries|Bakery|" */
static void
assert_lists (UiFixture  *f,
              const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkListBox *list_box = GTK_LIST_BOX (ui_find (f->window, "Lists"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list_box, i)) != NULL; i++)
    {
      g_autofree char *name = ui_dup_name (GTK_WIDGET (row));

      g_string_append_printf (text, "%.*s|", (int) strcspn (name, ","), name);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static GtkListBoxRow *
get_row (UiFixture *f,
         int        nth)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_find (f->window, "Lists")), nth);
}

static void
drop (GtkListBoxRow *dragged,
      GtkListBoxRow *onto,
      gboolean       below)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (onto));
  g_auto (GValue) value = G_VALUE_INIT;
  double y;
  GdkDragAction action;
  gboolean taken = FALSE;

  /* rows that were moved have their place after the next frame */
  ui_settle (onto);
  y = below ? gtk_widget_get_height (GTK_WIDGET (onto)) - 2.0 : 2.0;
  g_value_init (&value, GTK_TYPE_LIST_BOX_ROW);
  g_value_set_object (&value, dragged);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_DROP_TARGET (controller))
        continue;
      g_signal_emit_by_name (controller, "motion", 5.0, y, &action);
      g_assert_cmpint (action, ==, GDK_ACTION_MOVE);
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (onto), below ? "drop-below" : "drop-above"));
      g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (onto), below ? "drop-above" : "drop-below"));
      g_signal_emit_by_name (controller, "drop", &value, 5.0, y, &taken);
      g_assert_true (taken);
      return;
    }
  g_assert_not_reached ();
}

/* Above or below another one; back with undo, and there at the next start. */
static void
test_drop (UiFixture     *f,
           gconstpointer  data)
{
  g_autoptr (SignetList) open = NULL;

  open_lists (f);
  assert_lists (f, "Groceries|Bakery|Weekly shop|Barbecue|");
  open = g_object_ref (list_get (f));
  drop (get_row (f, 3), get_row (f, 0), FALSE);
  assert_lists (f, "Barbecue|Groceries|Bakery|Weekly shop|");
  drop (get_row (f, 0), get_row (f, 2), TRUE);
  assert_lists (f, "Groceries|Bakery|Barbecue|Weekly shop|");
  drop (get_row (f, 1), get_row (f, 1), TRUE);
  assert_lists (f, "Groceries|Bakery|Barbecue|Weekly shop|");
  drop (get_row (f, 1), get_row (f, 3), FALSE);
  assert_lists (f, "Groceries|Barbecue|Bakery|Weekly shop|");
  g_assert_true (list_get (f) == open);
  for (int i = 0; i < 4; i++)
    {
      g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_row (f, i)), "drop-above"));
      g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_row (f, i)), "drop-below"));
    }

  ui_activate (f->window, "win.undo", NULL);
  assert_lists (f, "Groceries|Bakery|Barbecue|Weekly shop|");
  ui_activate (f->window, "win.redo", NULL);
  assert_lists (f, "Groceries|Barbecue|Bakery|Weekly shop|");
  ui_restart (f);
  assert_lists (f, "Groceries|Barbecue|Bakery|Weekly shop|");
}

/* What is no list of the sidebar is not taken. */
static void
test_drop_other (UiFixture     *f,
                 gconstpointer  data)
{
  g_autoptr (GListModel) controllers = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GtkWidget *stranger = g_object_ref_sink (gtk_list_box_row_new ());
  gboolean taken = FALSE;

  open_lists (f);
  controllers = gtk_widget_observe_controllers (GTK_WIDGET (get_row (f, 1)));
  g_value_init (&value, GTK_TYPE_LIST_BOX_ROW);
  g_value_set_object (&value, stranger);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 5.0, 5.0, &taken);
    }
  g_assert_false (taken);
  assert_lists (f, "Groceries|Bakery|Weekly shop|Barbecue|");
  g_object_unref (stranger);
}

/* Alt+Up and Alt+Down, with the focus. */
static void
test_keys (UiFixture     *f,
           gconstpointer  data)
{
  open_lists (f);
  list_focus (GTK_WIDGET (get_row (f, 2)));
  g_assert_true (ui_press (get_row (f, 2), GDK_KEY_Up, GDK_ALT_MASK));
  assert_lists (f, "Groceries|Weekly shop|Bakery|Barbecue|");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == GTK_WIDGET (get_row (f, 1)));
  g_assert_true (ui_press (get_row (f, 1), GDK_KEY_Up, GDK_ALT_MASK));
  /* there is nothing above */
  g_assert_true (ui_press (get_row (f, 0), GDK_KEY_Up, GDK_ALT_MASK));
  assert_lists (f, "Weekly shop|Groceries|Bakery|Barbecue|");
  g_assert_true (ui_press (get_row (f, 0), GDK_KEY_Down, GDK_ALT_MASK));
  assert_lists (f, "Groceries|Weekly shop|Bakery|Barbecue|");
}

/* By its menu, which opens the list: rename, move, delete. */
static void
test_menu (UiFixture     *f,
           gconstpointer  data)
{
  GtkWidget *sidebar, *menu;

  open_lists (f);
  sidebar = ui_find_type (f->window, SIGNET_TYPE_LIST_SIDEBAR, 0);
  list_focus (GTK_WIDGET (get_row (f, 1)));
  g_assert_true (ui_press (get_row (f, 1), GDK_KEY_Menu, 0));
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Bakery");
  ui_settle (f->window);
  menu = gtk_widget_get_last_child (sidebar);
  g_assert_true (GTK_IS_POPOVER_MENU (menu));
  g_assert_true (ui_is_shown (menu));
  g_assert_true (ui_shows (menu, "Move Up"));
  ui_shot (f->window, "sidebar-menu");

  g_assert_true (ui_is_enabled (menu, "list.move-up", NULL));
  ui_activate (menu, "list.move-up", NULL);
  assert_lists (f, "Bakery|Groceries|Weekly shop|Barbecue|");
  g_assert_false (ui_is_enabled (menu, "list.move-up", NULL));
  ui_activate (menu, "list.move-down", NULL);
  assert_lists (f, "Groceries|Bakery|Weekly shop|Barbecue|");
  gtk_popover_popdown (GTK_POPOVER (menu));
  ui_settle (f->window);

  list_focus (GTK_WIDGET (get_row (f, 3)));
  g_assert_true (ui_press (get_row (f, 3), GDK_KEY_F10, GDK_SHIFT_MASK));
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Barbecue");
  g_assert_false (ui_is_enabled (menu, "list.move-down", NULL));
  ui_activate (menu, "list.delete", NULL);
  assert_lists (f, "Groceries|Bakery|Weekly shop|");
  g_assert_false (ui_is_enabled (menu, "list.move-down", NULL));
  ui_activate (f->window, "win.undo", NULL);
  assert_lists (f, "Groceries|Bakery|Weekly shop|Barbecue|");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-sidebar/drop", test_drop);
  ui_add ("/list-sidebar/drop-other", test_drop_other);
  ui_add ("/list-sidebar/keys", test_keys);
  ui_add ("/list-sidebar/menu", test_menu);

  return g_test_run ();
}
