/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-fixture.h"

/* The helper that the tests of the window rely on. */

static void
test_names (UiFixture     *f,
            gconstpointer  data)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *button = gtk_button_new_with_mnemonic ("_Sign List");
  GtkWidget *named = gtk_button_new_with_label ("Copy");
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *button_name = NULL;
  g_autofree char *named_name = NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (named), GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy token", -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Key Set URL");
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), named);
  gtk_box_append (GTK_BOX (box), row);

  button_name = ui_dup_name (button);
  g_assert_cmpstr (button_name, ==, "Sign List");
  named_name = ui_dup_name (named);
  g_assert_cmpstr (named_name, ==, "Copy token");
  g_assert_true (ui_find (box, "Sign List") == button);
  g_assert_true (ui_find (box, "Copy token") == named);
  g_assert_true (ui_find (box, "Key Set URL") == row);
  g_assert_null (ui_try_find (box, "Sign list"));

  /* what is written on it is not its name any more, but that of the label inside */
  g_assert_true (GTK_IS_LABEL (ui_find (box, "Copy")));

  g_assert_true (ui_find_type (box, GTK_TYPE_BUTTON, 1) == named);
  g_assert_null (ui_find_type (box, GTK_TYPE_TEXT_VIEW, 0));
}

static void
test_shown (UiFixture     *f,
            gconstpointer  data)
{
  ui_open_window (f);

  g_assert_true (ui_shows (f->window, "An Empty List"));
  g_assert_false (ui_shows (f->window, "No Lists"));
  g_assert_nonnull (ui_try_find (f->window, "No Lists"));

  ui_activate (f->window, "win.page", "s", "verify");
  ui_settle (f->window);
  g_assert_false (ui_shows (f->window, "An Empty List"));
}

static void
test_actions (UiFixture     *f,
              gconstpointer  data)
{
  SignetWindow *window;

  ui_open_window (f);
  window = SIGNET_WINDOW (f->window);

  g_assert_true (ui_is_enabled (f->window, "win.sidebar", NULL));
  g_assert_false (ui_is_enabled (f->window, "win.review", NULL));
  g_assert_false (ui_is_enabled (f->window, "win.there-is-none", NULL));

  ui_activate (f->window, "win.page", "s", "sign");
  g_assert_cmpstr (signet_window_get_page (window), ==, "sign");
  g_assert_false (ui_is_enabled (f->window, "win.sidebar", NULL));

  g_assert_true (ui_press (f->window, GDK_KEY_1, GDK_ALT_MASK));
  g_assert_cmpstr (signet_window_get_page (window), ==, "list");
  g_assert_false (ui_press (f->window, GDK_KEY_F12, 0));
}

static void
test_restart (UiFixture     *f,
              gconstpointer  data)
{
  GtkWidget *first;

  ui_open_window (f);
  first = f->window;
  g_assert_false (ui_shows (f->window, "milk"));
  ui_enter (ui_find (f->window, "Add an item"), "2 l milk");
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "milk"));
  g_assert_true (ui_is_enabled (f->window, "win.review", NULL));

  g_object_add_weak_pointer (G_OBJECT (first), (gpointer *) &first);
  ui_restart (f);
  g_assert_null (first);
  g_assert_true (ui_shows (f->window, "milk"));
}

/* Nothing is left over from the test before: neither files nor settings. */
static void
test_fresh (UiFixture     *f,
            gconstpointer  data)
{
  GSettings *settings = signet_context_get_settings (f->context);

  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 900);
  g_settings_set_int (settings, "window-width", 400);
  ui_open_window (f);
  g_assert_true (ui_shows (f->window, "An Empty List"));
  ui_enter (ui_find (f->window, "Add an item"), "milk");
}

static void
test_dialog (UiFixture     *f,
             gconstpointer  data)
{
  GtkWidget *dialog;

  ui_open_window (f);
  ui_activate (f->window, "win.new-list", NULL);
  dialog = ui_wait_dialog (f);
  ui_respond (dialog, "cancel");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/fixture/names", test_names);
  ui_add ("/fixture/shown", test_shown);
  ui_add ("/fixture/actions", test_actions);
  ui_add ("/fixture/restart", test_restart);
  ui_add ("/fixture/fresh", test_fresh);
  ui_add ("/fixture/fresh-again", test_fresh);
  ui_add ("/fixture/dialog", test_dialog);

  return g_test_run ();
}
