/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-items-view.h"
#include "signet-list-row.h"

static GtkWidget *
get_focus (UiFixture *f)
{
  return gtk_root_get_focus (GTK_ROOT (f->window));
}

static gboolean
is_selecting (UiFixture *f)
{
  gboolean selecting = FALSE;

  g_object_get (list_get_pane (f), "selecting", &selecting, NULL);

  return selecting;
}

/* By keys only: two are selected, deleted together, and come back together. */
static void
test_delete (UiFixture     *f,
             gconstpointer  data)
{
  ui_open_window (f);
  list_fill (f);
  g_assert_false (is_selecting (f));

  list_focus (list_find_row (f, "12 eggs, not bought, item 2 of 6"));
  g_assert_true (ui_press (get_focus (f), GDK_KEY_space, GDK_CONTROL_MASK));
  ui_settle (f->window);
  g_assert_true (is_selecting (f));
  g_assert_true (ui_shows (f->window, "1 Selected"));
  g_assert_false (ui_is_shown (ui_find (f->window, "Add an item")));
  g_assert_false (ui_is_shown (ui_find (f->window, "Main Menu")));
  g_assert_false (ui_is_enabled (f->window, "win.search", NULL));

  /* Space selects now, and nothing is ticked */
  list_focus (list_find_row (f, "butter, not selected, item 4 of 6"));
  g_assert_true (ui_press (get_focus (f), GDK_KEY_space, 0));
  ui_settle (f->window);
  list_find_row (f, "butter, selected, item 4 of 6");
  g_assert_true (ui_shows (f->window, "2 Selected"));
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
  ui_shot (f->window, "list-selection");

  g_assert_true (ui_press (get_focus (f), GDK_KEY_Delete, 0));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ bread// apples/3/ Mac & cheese// ");
  g_assert_false (is_selecting (f));
  g_assert_true (ui_shows (f->window, "2 items deleted"));
  /* what took the place of the first has the focus */
  g_assert_true (get_focus (f) == list_find_row (f, "bread, not bought, item 2 of 4"));

  g_assert_true (ui_press (get_focus (f), GDK_KEY_z, GDK_CONTROL_MASK));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
  list_find_row (f, "12 eggs, not bought, item 2 of 6");
}

static void
test_leave (UiFixture     *f,
            gconstpointer  data)
{
  ui_open_window (f);
  g_assert_false (ui_is_enabled (list_get_pane (f), "list.select", NULL));
  list_fill (f);

  /* Ctrl+A in the entry is its own */
  list_focus (list_find_row (f, "bread, not bought, item 3 of 6"));
  g_assert_true (ui_press (get_focus (f), GDK_KEY_a, GDK_CONTROL_MASK));
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "6 Selected"));

  g_assert_true (ui_press (get_focus (f), GDK_KEY_Escape, 0));
  ui_settle (f->window);
  g_assert_false (is_selecting (f));
  g_assert_true (ui_is_shown (ui_find (f->window, "Add an item")));
  g_assert_true (get_focus (f) == list_find_row (f, "bread, not bought, item 3 of 6"));

  /* nothing is left of it */
  ui_activate (list_get_pane (f), "list.select", NULL);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Select Items"));
  g_assert_false (ui_is_enabled (ui_find (f->window, "Items"), "item.delete", NULL));
  ui_click (ui_find (f->window, "Select All"));
  ui_settle (f->window);
  g_assert_true (ui_is_enabled (ui_find (f->window, "Items"), "item.delete", NULL));
  ui_click (ui_find (gtk_widget_get_ancestor (ui_find (f->window, "Select All"), ADW_TYPE_HEADER_BAR), "Cancel"));
  ui_settle (f->window);
  g_assert_false (is_selecting (f));

  /* nor on another page */
  ui_activate (list_get_pane (f), "list.select", NULL);
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
  g_assert_false (is_selecting (f));
  g_assert_true (ui_is_shown (ui_find (f->window, "Main Menu")));
}

static void
test_tick (UiFixture     *f,
           gconstpointer  data)
{
  GtkWidget *check;

  ui_open_window (f);
  list_fill (f);
  ui_activate (list_get_pane (f), "list.select", NULL);
  ui_settle (f->window);

  /* the box selects */
  for (guint i = 0; i < 2; i++)
    {
      check = ui_find_type (list_find_row (f, i == 0 ? "2 l milk, not selected, item 1 of 6"
                                                     : "bread, not selected, item 3 of 6"), GTK_TYPE_CHECK_BUTTON, 0);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      ui_settle (f->window);
    }
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
  ui_click (ui_find (f->window, "Tick"));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/x eggs/12/ bread//x butter// apples/3/ Mac & cheese// ");
  g_assert_false (is_selecting (f));

  /* one step back takes both back */
  ui_activate (f->window, "win.undo", NULL);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
  ui_activate (f->window, "win.redo", NULL);
  ui_settle (f->window);
  list_assert (f, "milk/2 l/x eggs/12/ bread//x butter// apples/3/ Mac & cheese// ");

  /* some ticked: all get ticked; all ticked: none stays */
  signet_list_pane_select_all (list_get_pane (f));
  ui_settle (f->window);
  ui_click (ui_find (f->window, "Tick"));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/x eggs/12/x bread//x butter//x apples/3/x Mac & cheese//x ");
  signet_list_pane_select_all (list_get_pane (f));
  ui_settle (f->window);
  ui_click (ui_find (f->window, "Untick"));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
}

static void
assert_aisles (UiFixture  *f,
               const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < signet_list_get_n_items (list_get (f)); i++)
    {
      const char *aisle = signet_item_get_aisle (signet_list_get_item (list_get (f), i));

      g_string_append_printf (text, "%s ", aisle != NULL ? aisle : "-");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_aisle (UiFixture     *f,
            gconstpointer  data)
{
  GtkWidget *items;
  GtkWidget *dialog;

  ui_open_window (f);
  list_fill (f);
  items = ui_find (f->window, "Items");
  list_focus (list_find_row (f, "2 l milk, not bought, item 1 of 6"));
  ui_activate (items, "item.new-aisle", NULL);
  dialog = ui_wait_dialog (f);
  ui_type (ui_find (dialog, "Name of the aisle"), "Dairy_1");
  ui_respond (dialog, "accept");
  ui_settle (f->window);
  assert_aisles (f, "Dairy_1 - - - - - ");
  g_assert_true (ui_shows (f->window, "Dairy_1"));
  g_assert_true (get_focus (f) == list_find_row (f, "2 l milk, not bought, item 1 of 6"));

  /* dismissed: as it was */
  ui_activate (items, "item.new-aisle", NULL);
  ui_respond (ui_wait_dialog (f), "cancel");
  assert_aisles (f, "Dairy_1 - - - - - ");

  /* many at once, one step */
  list_focus (list_find_row (f, "12 eggs, not bought, item 2 of 6"));
  ui_press (get_focus (f), GDK_KEY_space, GDK_CONTROL_MASK);
  ui_settle (f->window);
  list_focus (list_find_row (f, "butter, not selected, item 4 of 6"));
  ui_press (get_focus (f), GDK_KEY_space, GDK_CONTROL_MASK);
  ui_settle (f->window);
  ui_activate (items, "item.aisle", "s", "Dairy_1");
  ui_settle (f->window);
  assert_aisles (f, "Dairy_1 Dairy_1 - Dairy_1 - - ");
  g_assert_false (is_selecting (f));
  ui_activate (f->window, "win.undo", NULL);
  assert_aisles (f, "Dairy_1 - - - - - ");

  /* and out of every aisle */
  list_focus (list_find_row (f, "2 l milk, not bought, item 1 of 6"));
  ui_activate (items, "item.aisle", "s", "");
  ui_settle (f->window);
  assert_aisles (f, "- - - - - - ");
  g_assert_false (ui_shows (f->window, "Dairy_1"));
}

static void
test_group (UiFixture     *f,
            gconstpointer  data)
{
  ui_open_window (f);
  list_fill (f);
  signet_item_set_aisle (signet_list_get_item (list_get (f), 3), "Dairy");
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Dairy"));
  list_find_row (f, "butter, not bought, item 1 of 6");

  ui_activate (list_get_pane (f), "list.group", NULL);
  ui_settle (f->window);
  g_assert_false (ui_shows (f->window, "Dairy"));
  list_find_row (f, "butter, not bought, item 4 of 6");

  /* kept */
  ui_restart (f);
  g_assert_false (ui_shows (f->window, "Dairy"));
  ui_activate (list_get_pane (f), "list.group", NULL);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Dairy"));
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }

  return NULL;
}

/* What the drop target is told when the button is let go over the row called name. */
static gboolean
drop_on (UiFixture  *f,
         SignetItem *item,
         const char *name,
         gboolean    below)
{
  GtkWidget *target = gtk_widget_get_first_child (list_find_row (f, "%s", name));
  g_auto (GValue) value = G_VALUE_INIT;
  GListModel *rows = signet_items_view_get_model (SIGNET_ITEMS_VIEW (ui_find_type (f->window, SIGNET_TYPE_ITEMS_VIEW, 0)));
  gboolean accepted = FALSE;

  g_value_init (&value, SIGNET_TYPE_LIST_ROW);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SignetListRow) row = g_list_model_get_item (rows, i);

      if (signet_list_row_get_item (row) == item)
        g_value_set_object (&value, row);
    }
  g_assert_nonnull (g_value_get_object (&value));
  g_signal_emit_by_name (find_drop_target (target), "drop", &value, 40.0,
                         below ? gtk_widget_get_height (target) - 2.0 : 2.0, &accepted);
  ui_settle (f->window);

  return accepted;
}

static void
test_drop (UiFixture     *f,
           gconstpointer  data)
{
  SignetItem *milk, *bread;

  ui_open_window (f);
  list_fill (f);
  milk = signet_list_get_item (list_get (f), 0);
  bread = signet_list_get_item (list_get (f), 2);

  g_assert_true (drop_on (f, milk, "bread, not bought, item 3 of 6", TRUE));
  list_assert (f, "eggs/12/ bread// milk/2 l/ butter// apples/3/ Mac & cheese// ");
  g_assert_true (get_focus (f) == list_find_row (f, "2 l milk, not bought, item 3 of 6"));
  g_assert_true (drop_on (f, milk, "12 eggs, not bought, item 1 of 6", FALSE));
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
  /* on itself: nothing to undo */
  g_assert_false (drop_on (f, milk, "2 l milk, not bought, item 1 of 6", TRUE));
  ui_activate (f->window, "win.undo", NULL);
  list_assert (f, "eggs/12/ bread// milk/2 l/ butter// apples/3/ Mac & cheese// ");
  ui_activate (f->window, "win.redo", NULL);

  /* into another aisle, one step: beside an item, and on the heading */
  signet_item_set_aisle (bread, "Bakery");
  ui_settle (f->window);
  g_assert_true (drop_on (f, milk, "bread, not bought, item 1 of 6", TRUE));
  assert_aisles (f, "- Bakery Bakery - - - ");
  list_find_row (f, "2 l milk, not bought, item 2 of 6");
  ui_activate (f->window, "win.undo", NULL);
  ui_settle (f->window);
  assert_aisles (f, "- - Bakery - - - ");
  g_assert_true (drop_on (f, milk, "Bakery", TRUE));
  list_find_row (f, "2 l milk, not bought, item 1 of 6");

  /* into the basket, and out of it */
  signet_item_set_done (bread, TRUE);
  ui_settle (f->window);
  g_assert_true (drop_on (f, milk, "bread, bought, item 6 of 6", TRUE));
  g_assert_true (signet_item_get_done (milk));
  g_assert_cmpstr (signet_item_get_aisle (milk), ==, "Bakery");
  g_assert_true (drop_on (f, milk, "12 eggs, not bought, item 1 of 6", FALSE));
  g_assert_false (signet_item_get_done (milk));
  g_assert_null (signet_item_get_aisle (milk));
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-selection/delete", test_delete);
  ui_add ("/list-selection/leave", test_leave);
  ui_add ("/list-selection/tick", test_tick);
  ui_add ("/list-selection/aisle", test_aisle);
  ui_add ("/list-selection/group", test_group);
  ui_add ("/list-selection/drop", test_drop);

  return g_test_run ();
}
