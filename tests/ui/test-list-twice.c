/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

/* What is on the list already, and what was on it before. */

static void
type (UiFixture  *f,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_find (f->window, "Add an item")), text);
  ui_settle (f->window);
}

static void
test_merge (UiFixture     *f,
            gconstpointer  data)
{
  ui_open_window (f);
  list_add (f, "2 l milk");
  list_add (f, "eggs");
  list_assert (f, "milk/2 l/ eggs// ");

  type (f, "2 l Milk");
  g_assert_true (ui_shows (f->window, "milk is on the list: Enter makes it 4 l"));
  g_assert_true (ui_shows (f->window, "Add Separately"));
  ui_shot (f->window, "list-twice");
  list_add (f, "2 l Milk");
  list_assert (f, "milk/4 l/ eggs// ");
  g_assert_true (ui_shows (f->window, "“milk” is now 4 l"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_find (f->window, "Add an item"))), ==, "");
  g_assert_false (ui_shows (f->window, "Add Separately"));

  list_undo_by_toast (f);
  list_assert (f, "milk/2 l/ eggs// ");
}

static void
test_separately (UiFixture     *f,
                 gconstpointer  data)
{
  GtkWidget *dialog;

  ui_open_window (f);
  list_add (f, "2 l milk");

  /* nothing that could be added up */
  type (f, "2 jars milk");
  g_assert_false (ui_shows (f->window, "Add Separately"));

  type (f, "500 ml milk");
  ui_click (ui_find (f->window, "Add Separately"));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ milk/500 ml/ ");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_find (f->window, "Add an item"))), ==, "");

  /* another list is asked anew */
  ui_activate (f->window, "win.new-list", NULL);
  dialog = ui_wait_dialog (f);
  ui_type (ui_find (dialog, "Name of the list"), "Barbecue");
  ui_respond (dialog, "accept");
  ui_settle (f->window);
  list_assert (f, "");
  type (f, "2 l milk");
  g_assert_false (ui_shows (f->window, "Add Separately"));
}

/* Where an item was put it goes the next time, also after the program was closed; a tick is counted, and one that was
 * undone is not. */
static void
test_aisle (UiFixture     *f,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) suggestions = NULL;
  SignetItem *milk;
  GtkWidget *editor;

  ui_open_window (f);
  list_add (f, "2 l milk");
  ui_settle (f->window);
  milk = signet_list_get_item (list_get (f), 0);
  list_focus (list_find_row (f, "2 l milk, not bought, item 1 of 1"));
  ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_F2, 0);
  ui_settle (f->window);
  editor = ui_find_type (f->window, g_type_from_name ("SignetItemEditor"), 0);
  ui_type (ui_find_type (editor, GTK_TYPE_ENTRY, 2), "Dairy");
  ui_activate (editor, "editor.done", NULL);
  ui_settle (f->window);
  g_assert_cmpstr (signet_item_get_aisle (milk), ==, "Dairy");

  list_focus (list_find_row (f, "2 l milk, not bought, item 1 of 1"));
  ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_space, 0);
  ui_settle (f->window);
  g_assert_true (signet_item_get_done (milk));
  suggestions = signet_household_suggest (signet_context_get_household (f->context), "mi", 5);
  g_assert_cmpuint (suggestions->len, ==, 1);
  g_assert_cmpuint (((SignetSuggestion *) suggestions->pdata[0])->n_bought, ==, 1);
  g_clear_pointer (&suggestions, g_ptr_array_unref);

  ui_activate (f->window, "win.undo", NULL);
  g_assert_false (signet_item_get_done (milk));
  suggestions = signet_household_suggest (signet_context_get_household (f->context), "mi", 5);
  g_assert_cmpuint (((SignetSuggestion *) suggestions->pdata[0])->n_bought, ==, 0);

  ui_restart (f);
  test_wait_until (signet_household_get_n_items (signet_context_get_household (f->context)) == 1);
  list_add (f, "3 jars MILK");
  g_assert_cmpuint (signet_list_get_n_items (list_get (f)), ==, 2);
  g_assert_cmpstr (signet_item_get_aisle (signet_list_get_item (list_get (f), 1)), ==, "Dairy");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-twice/merge", test_merge);
  ui_add ("/list-twice/separately", test_separately);
  ui_add ("/list-twice/aisle", test_aisle);

  return g_test_run ();
}
