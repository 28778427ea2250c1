/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-items-view.h"

static void
append (UiFixture  *f,
        const char *name,
        const char *quantity,
        const char *note)
{
  g_autoptr (SignetItem) item = signet_item_new_full (name, quantity, NULL, note, FALSE);

  signet_list_append (list_get (f), item);
}

static void
open_list (UiFixture *f)
{
  ui_open_window (f);
  append (f, "milk", "2 l", "fresh");
  append (f, "eggs", "6", NULL);
  append (f, "Milk", "500 ml", NULL);
  append (f, "eggs", "6", NULL);
  append (f, "eggs", "a box", NULL);
  append (f, "tea", NULL, NULL);
  ui_settle (f->window);
}

static GtkWidget *
get_hint (UiFixture *f)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (list_get_pane (f)), SIGNET_TYPE_LIST_PANE, "twice_box"));
}

/* From the menu: quantities added, notes kept, one step to undo, and the disk has it. */
static void
test_menu (UiFixture     *f,
           gconstpointer  data)
{
  open_list (f);
  ui_activate (list_get_pane (f), "list.merge-duplicates", NULL);
  list_assert (f, "milk/2.5 l/ eggs/12/ eggs/a box/ tea// ");
  g_assert_cmpstr (signet_item_get_note (signet_list_get_item (list_get (f), 0)), ==, "fresh");
  g_assert_true (ui_shows (f->window, "2 items merged"));

  list_undo_by_toast (f);
  list_assert (f, "milk/2 l/ eggs/6/ Milk/500 ml/ eggs/6/ eggs/a box/ tea// ");
  ui_activate (f->window, "win.redo", NULL);
  list_assert (f, "milk/2.5 l/ eggs/12/ eggs/a box/ tea// ");

  /* nothing is left that adds up */
  ui_activate (list_get_pane (f), "list.merge-duplicates", NULL);
  list_assert (f, "milk/2.5 l/ eggs/12/ eggs/a box/ tea// ");
  test_wait_until (ui_shows (f->window, "Nothing is on this list twice, with quantities that add up."));

  ui_restart (f);
  list_assert (f, "milk/2.5 l/ eggs/12/ eggs/a box/ tea// ");
  ui_settle (f->window);
  g_assert_false (ui_is_shown (get_hint (f)));
}

/* Only what is selected. */
static void
test_selected (UiFixture     *f,
               gconstpointer  data)
{
  open_list (f);
  g_object_set (list_get_pane (f), "selecting", TRUE, NULL);
  ui_settle (f->window);
  list_focus (list_find_row (f, "6 eggs, not selected, item 2 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_space, 0));
  g_assert_false (ui_is_enabled (list_get_pane (f), "list.merge-duplicates", NULL));
  list_focus (list_find_row (f, "2 l milk, not selected, item 1 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_space, 0));
  ui_settle (f->window);
  ui_shot (f->window, "list-merge-selected");

  /* milk and eggs are not the same */
  ui_activate (list_get_pane (f), "list.merge-duplicates", NULL);
  list_assert (f, "milk/2 l/ eggs/6/ Milk/500 ml/ eggs/6/ eggs/a box/ tea// ");
  g_assert_true (ui_shows (f->window, "2 Selected"));
  g_assert_true (ui_shows (f->window, "None of these are the same, with quantities that add up."));

  list_focus (list_find_row (f, "6 eggs, not selected, item 4 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_space, 0));
  ui_settle (f->window);
  ui_click (ui_find (GTK_WIDGET (gtk_widget_get_template_child (ui_find_type (f->window, SIGNET_TYPE_ITEMS_VIEW, 0),
                                                                SIGNET_TYPE_ITEMS_VIEW, "selection_bar")), "Merge"));
  list_assert (f, "milk/2 l/ eggs/12/ Milk/500 ml/ eggs/a box/ tea// ");
  g_assert_false (ui_shows (f->window, "3 Selected"));
  test_wait_until (ui_shows (f->window, "“eggs” is now 12"));
  ui_activate (f->window, "win.undo", NULL);
  list_assert (f, "milk/2 l/ eggs/6/ Milk/500 ml/ eggs/6/ eggs/a box/ tea// ");
}

/* It is noticed when a list opens and when many items come at once; the offer can be taken, and turned down. */
static void
test_hint (UiFixture     *f,
           gconstpointer  data)
{
  g_autoptr (SignetList) other = signet_list_new (NULL, "Barbecue");
  g_autoptr (GPtrArray) coal = g_ptr_array_new_with_free_func (g_object_unref);
  SignetList *first;

  open_list (f);
  g_assert_false (ui_is_shown (get_hint (f)));
  first = list_get (f);
  signet_list_store_add (signet_context_get_list_store (f->context), other);
  signet_list_pane_set_list (list_get_pane (f), other);
  ui_settle (f->window);
  g_assert_false (ui_is_shown (get_hint (f)));

  signet_list_pane_set_list (list_get_pane (f), first);
  test_wait_until (ui_is_shown (get_hint (f)));
  g_assert_true (ui_shows (f->window, "“milk” and “eggs” are on this list more than once."));
  ui_settle (f->window);
  ui_shot (f->window, "list-merge-hint");

  /* it follows what is done */
  signet_list_remove (first, 2);
  test_wait_until (ui_shows (f->window, "“eggs” is on this list twice."));
  g_object_set (list_get_pane (f), "search", TRUE, NULL);
  g_assert_false (ui_is_shown (get_hint (f)));
  g_object_set (list_get_pane (f), "search", FALSE, NULL);
  ui_settle (f->window);
  g_assert_true (ui_is_shown (get_hint (f)));
  list_focus (ui_find (get_hint (f), "Merge"));
  ui_click (ui_find (get_hint (f), "Merge"));
  list_assert (f, "milk/2 l/ eggs/12/ eggs/a box/ tea// ");
  test_wait_until (!ui_is_shown (get_hint (f)));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), ui_find (f->window, "Add an item")));

  /* several lines that were pasted */
  signet_list_pane_set_list (list_get_pane (f), other);
  ui_settle (f->window);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (coal, signet_item_new ("coal"));
  g_signal_emit_by_name (ui_find_type (f->window, g_type_from_name ("SignetAddEntry"), 0), "add", coal);
  test_wait_until (ui_is_shown (get_hint (f)));
  g_assert_true (ui_shows (f->window, "“coal” is on this list several times."));
  ui_click (ui_find (get_hint (f), "Leave duplicates"));
  g_assert_false (ui_is_shown (get_hint (f)));
  list_assert (f, "coal// coal// coal// ");

  /* not asked again */
  signet_list_pane_set_list (list_get_pane (f), first);
  ui_settle (f->window);
  signet_list_pane_set_list (list_get_pane (f), other);
  ui_settle (f->window);
  g_assert_false (ui_is_shown (get_hint (f)));
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-duplicates/menu", test_menu);
  ui_add ("/list-duplicates/selected", test_selected);
  ui_add ("/list-duplicates/hint", test_hint);

  return g_test_run ();
}
