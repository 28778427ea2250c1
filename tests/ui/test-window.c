/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-fixture.h"

/* In a narrow window the pages are chosen below, in a wide one above: always in one of the two. */
static void
test_switchers (UiFixture     *f,
                gconstpointer  data)
{
  static const struct
  {
    int      width;
    gboolean below;
  } rows[] = { { 900, FALSE }, { 520, TRUE }, { 900, FALSE }, { 480, TRUE } };
  GtkWidget *bar, *title;

  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":minimize,maximize,close", NULL);
  ui_open_window (f);
  bar = ui_find_type (f->window, ADW_TYPE_VIEW_SWITCHER_BAR, 0);
  title = ui_find_type (f->window, ADW_TYPE_VIEW_SWITCHER_TITLE, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (f->window), rows[i].width, 640);
      test_wait_until (adw_view_switcher_title_get_title_visible (ADW_VIEW_SWITCHER_TITLE (title)) == rows[i].below &&
                       (gtk_widget_get_height (bar) > 30) == rows[i].below);
    }
}

/* Tab and Shift+Tab both go round the whole window, on each page */
static void
test_tab (UiFixture     *f,
          gconstpointer  data)
{
  static const char * const pages[] = { "list", "sign", "verify" };
  GtkWindow *window;

  ui_open_window (f);
  window = GTK_WINDOW (f->window);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *start;

      signet_window_set_page (SIGNET_WINDOW (f->window), pages[i]);
      ui_settle (f->window);
      for (guint backward = 0; backward < 2; backward++)
        {
          g_autoptr (GHashTable) stops = g_hash_table_new (NULL, NULL);
          gboolean in_header = FALSE, in_page = FALSE;

          start = gtk_window_get_focus (window);
          g_assert_nonnull (start);
          do
            {
              GtkWidget *stop = gtk_window_get_focus (window);
              gboolean is_header = gtk_widget_get_ancestor (stop, ADW_TYPE_HEADER_BAR) != NULL;

              /* never back to where it was before it is through */
              g_assert_true (g_hash_table_add (stops, stop));
              in_header |= is_header;
              in_page |= !is_header;
              gtk_widget_child_focus (f->window, backward ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
            }
          while (gtk_window_get_focus (window) != start);
          g_assert_true (in_header && in_page);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/window/switchers", test_switchers);
  ui_add ("/window/tab", test_tab);

  return g_test_run ();
}
