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

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/window/switchers", test_switchers);

  return g_test_run ();
}
