/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

/* What is on the list already. */

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

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-twice/merge", test_merge);
  ui_add ("/list-twice/separately", test_separately);

  return g_test_run ();
}
