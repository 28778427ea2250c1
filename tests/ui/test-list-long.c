/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-item-row.h"

/* The view of a list: it looks and behaves as a list, and has widgets only for what is near. */

/* Thirty rows fill any window; a few more are kept beside them, and for the focus. */
#define MAX_WIDGETS 64

static GtkWidget *
get_focus (UiFixture *f)
{
  return gtk_root_get_focus (GTK_ROOT (f->window));
}

static void
test_list (UiFixture     *f,
           gconstpointer  data)
{
  GtkWidget *milk, *eggs;

  ui_open_window (f);
  list_fill (f);
  gtk_test_accessible_assert_role (ui_find (f->window, "Items"), GTK_ACCESSIBLE_ROLE_LIST);
  milk = list_find_row (f, "2 l milk, not bought, item 1 of 6");
  eggs = list_find_row (f, "12 eggs, not bought, item 2 of 6");
  gtk_test_accessible_assert_role (milk, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_role (eggs, GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  /* sideways there is nothing */
  list_focus (milk);
  g_assert_true (ui_press (milk, GDK_KEY_Right, 0));
  g_assert_true (get_focus (f) == milk);
  g_assert_true (ui_press (milk, GDK_KEY_Down, 0));
  g_assert_true (get_focus (f) == eggs);
  g_assert_true (ui_press (eggs, GDK_KEY_Left, 0));
  g_assert_true (get_focus (f) == eggs);
  g_assert_true (ui_press (eggs, GDK_KEY_Up, 0));
  g_assert_true (get_focus (f) == milk);

  /* one item is one step, and Tab takes it as well */
  g_assert_true (gtk_widget_child_focus (f->window, GTK_DIR_TAB_FORWARD));
  g_assert_true (get_focus (f) == eggs);
  g_assert_true (gtk_widget_child_focus (f->window, GTK_DIR_TAB_BACKWARD));
  g_assert_true (get_focus (f) == milk);

  /* the fields of an item lead to each other, not to another item */
  g_assert_true (ui_press (milk, GDK_KEY_F2, 0));
  ui_settle (f->window);
  list_focus (ui_find (f->window, "Done"));
  g_assert_true (ui_press (get_focus (f), GDK_KEY_Right, 0));
  g_assert_true (get_focus (f) == ui_find (f->window, "Done"));
  g_assert_true (ui_press (get_focus (f), GDK_KEY_Left, 0));
  g_assert_true (gtk_widget_is_ancestor (get_focus (f), milk));
  g_assert_false (get_focus (f) == ui_find (f->window, "Done"));
}

static void
fill (UiFixture *f,
      guint      n)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("thing %u", i);

      g_ptr_array_add (items, signet_item_new_full (name, NULL, i % 2 == 0 ? "Dairy" : NULL, NULL, i % 10 == 0));
    }
  signet_list_splice (list_get (f), 0, 0, items);
  ui_settle (f->window);
}

static void
assert_few_widgets (UiFixture *f)
{
  guint n = ui_count_type (f->window, SIGNET_TYPE_ITEM_ROW);

  g_assert_cmpuint (n, >, 8);
  g_assert_cmpuint (n, <=, MAX_WIDGETS);
}

/* What is drawn, styled and named for a change is what has a widget: with hundreds of them no edit is in time. */
static void
test_few_widgets (UiFixture     *f,
                  gconstpointer  data)
{
  GtkAdjustment *adjustment;

  ui_open_window (f);
  fill (f, 1000);
  assert_few_widgets (f);
  g_assert_true (ui_shows (f->window, "thing 2"));

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (ui_find (f->window, "Items"), GTK_TYPE_SCROLLED_WINDOW)));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  ui_settle (f->window);
  assert_few_widgets (f);
  g_assert_true (ui_shows (f->window, "thing 990"));

  list_focus (list_find_row (f, "thing 990, bought, item 1000 of 1000"));
  gtk_adjustment_set_value (adjustment, 0);
  ui_settle (f->window);
  assert_few_widgets (f);
  g_assert_true (ui_shows (f->window, "thing 2"));

  ui_activate (f->window, "win.search", NULL);
  ui_type (ui_find (f->window, "Search this list"), "thing 9");
  ui_settle (f->window);
  assert_few_widgets (f);
  g_assert_true (ui_shows (f->window, "thing 92"));
  ui_type (ui_find (f->window, "Search this list"), "thing 991");
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "thing 991"));
  g_assert_false (ui_shows (f->window, "thing 92"));
}

/* More rows than thirty would be in sight: they become higher, and none is missing. */
static void
test_high_window (UiFixture     *f,
                  gconstpointer  data)
{
  GtkWidget *view;
  graphene_rect_t bounds;
  double lowest = 0;

  ui_open_window (f);
  fill (f, 1000);
  view = ui_find (f->window, "Items");
  /* higher than the screen: else it were the window manager's to say */
  gtk_widget_set_size_request (gtk_widget_get_ancestor (view, GTK_TYPE_SCROLLED_WINDOW), -1, 1700);
  test_wait_until (gtk_widget_get_height (view) >= 1700);
  ui_settle (f->window);
  ui_shot (f->window, "list-high");

  for (GtkWidget *row = gtk_widget_get_first_child (view); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_compute_bounds (row, view, &bounds))
      lowest = MAX (lowest, bounds.origin.y + bounds.size.height);
  g_assert_cmpfloat (lowest, >=, gtk_widget_get_height (view));
  assert_few_widgets (f);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);
  ui_add ("/list-long/list", test_list);
  ui_add ("/list-long/few-widgets", test_few_widgets);
  ui_add ("/list-long/high-window", test_high_window);

  return g_test_run ();
}
