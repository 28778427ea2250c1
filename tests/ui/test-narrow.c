/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-outside-bar.h"

/* The window goes down to 360 px, and with text of twice the size as well: whatever it shows. */

#define NARROW 360

static int
get_minimum (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

/* Who it is that needs so much: down to the last that does. */
static void
explain (GtkWidget *widget,
         GString   *text)
{
  g_autofree char *name = ui_dup_name (widget);

  g_string_append_printf (text, "\n  %s%s%s: %d", G_OBJECT_TYPE_NAME (widget), name != NULL ? " " : "",
                          name != NULL ? name : "", get_minimum (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child) && !GTK_IS_NATIVE (child) && get_minimum (child) > NARROW - 80)
      explain (child, text);
}

static void
assert_narrow (gpointer    widget,
               const char *state)
{
  g_autoptr (GString) text = g_string_new (NULL);
  /* libadwaita asks for that much inside a window of preferences; here a window has an edge outside as well */
  int height;
  int limit = ADW_IS_PREFERENCES_WINDOW (widget) ? NARROW + 10 : NARROW;

  ui_settle (widget);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, NARROW, &height, NULL, NULL, NULL);
  g_test_message ("%s: %d x %d", state, get_minimum (widget), height);
  if (get_minimum (widget) <= limit)
    return;

  explain (widget, text);
  g_error ("%s is too wide:%s", state, text->str);
}

static void
test_list (UiFixture     *f,
           gconstpointer  data)
{
  ui_open_window (f);
  assert_narrow (f->window, "an empty list");
  list_fill (f);
  list_add (f, "a very long name of something that nobody would ever buy, and that cannot be broken: Donaudampfschifffahrt");
  list_add (f, "2000 jars of tea");
  assert_narrow (f->window, "a list");
  ui_type (ui_find (f->window, "Add an item"), "2 l milk");
  assert_narrow (f->window, "what is there already");
  ui_type (ui_find (f->window, "Add an item"), "");
  list_focus (list_find_row (f, "12 eggs, not bought, item 2 of 8"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_F2, 0));
  assert_narrow (f->window, "an item that is being edited");
  g_object_set (list_get_pane (f), "selecting", TRUE, NULL);
  assert_narrow (f->window, "items that are being selected");
  ui_shot (f->window, data != NULL ? "narrow-selecting-large" : "narrow-selecting");
  g_object_set (list_get_pane (f), "selecting", FALSE, "search", TRUE, NULL);
  assert_narrow (f->window, "search");
  g_object_set (list_get_pane (f), "search", FALSE, NULL);

  /* what is said above the items */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_full ("bread", NULL, "Bakery, at the very end of the shop", NULL, FALSE);

      signet_list_insert (list_get (f), 0, item);
    }
  {
    SignetList *list = g_object_ref (list_get (f));

    signet_list_pane_set_list (list_get_pane (f), NULL);
    signet_list_pane_set_list (list_get_pane (f), list);
    g_object_unref (list);
  }
  test_wait_until (ui_shows (f->window, "“bread” is on this list several times."));
  {
    g_autoptr (SignetList) before = signet_list_new (NULL, "A long name of a list, and another word");
    g_autoptr (SignetOutsideChanges) changes = signet_outside_changes_new (before, list_get (f));

    signet_outside_bar_set_changes (SIGNET_OUTSIDE_BAR (ui_find_type (f->window, SIGNET_TYPE_OUTSIDE_BAR, 0)), changes);
    assert_narrow (f->window, "a change outside");
    ui_shot (f->window, data != NULL ? "narrow-outside-large" : "narrow-outside");
    signet_outside_bar_set_changes (SIGNET_OUTSIDE_BAR (ui_find_type (f->window, SIGNET_TYPE_OUTSIDE_BAR, 0)), NULL);
  }
  assert_narrow (f->window, "a hint");
  ui_shot (f->window, data != NULL ? "narrow-hint-large" : "narrow-hint");
  g_signal_emit_by_name (signet_context_get_list_store (f->context), "conflict", list_get (f), "weekly.json.conflict");
  test_wait_until (ui_shows (f->window, "Another program changed “Groceries” at the same time. Your version counts; the other one was kept."));
  assert_narrow (f->window, "a conflict");
}

static void
test_pages (UiFixture     *f,
            gconstpointer  data)
{
  ui_open_window (f);
  list_fill (f);
  ui_activate (f->window, "win.page", "s", "sign");
  assert_narrow (f->window, "page Sign");
  ui_activate (f->window, "win.page", "s", "verify");
  assert_narrow (f->window, "page Verify");
}

static GtkWidget *
assert_dialog_narrow (UiFixture  *f,
                      const char *state)
{
  GtkWidget *dialog = ui_wait_dialog (f);
  int dpi;
  g_autofree char *name = NULL;

  assert_narrow (dialog, state);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  name = g_strdup_printf ("narrow-%s%s", state, dpi > 96 * 1024 ? "-large" : "");
  gtk_window_set_default_size (GTK_WINDOW (dialog), NARROW, 560);
  ui_shot (dialog, name);

  return dialog;
}

static void
close_dialog (GtkWidget *dialog)
{
  gpointer watched = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &watched);
  gtk_window_close (GTK_WINDOW (dialog));
  test_wait_until (watched == NULL);
}

static void
test_dialogs (UiFixture     *f,
              gconstpointer  data)
{
  static const char * const actions[] = { "keys", "signers", "history", "preferences" };
  g_autoptr (SignetItem) item = signet_item_new_full ("bread", NULL, "Bakery, at the very end of the shop", NULL, FALSE);

  ui_open_window (f);
  list_fill (f);
  signet_list_append (list_get (f), item);
  ui_activate (list_get_pane (f), "list.arrange-aisles", NULL);
  close_dialog (assert_dialog_narrow (f, "Arrange Aisles"));
  ui_activate (f->window, "win.templates", NULL);
  close_dialog (assert_dialog_narrow (f, "no templates"));
  ui_activate (list_get_pane (f), "list.save-as-template", NULL);
  ui_activate (f->window, "win.templates", NULL);
  close_dialog (assert_dialog_narrow (f, "Templates"));

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (f->application), actions[i], NULL);
      close_dialog (assert_dialog_narrow (f, actions[i]));
    }
}

static void
set_up (UiFixture     *f,
        gconstpointer  data)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (data != NULL ? 192 : 96) * 1024, NULL);
  ui_set_up (f, data);
  g_settings_set_int (signet_context_get_settings (f->context), "window-width", NARROW);
}

static void
add (const char *path,
     UiTestFunc  func)
{
  g_autofree char *large = g_strconcat (path, "/large-text", NULL);

  g_test_add (path, UiFixture, NULL, set_up, func, ui_tear_down);
  g_test_add (large, UiFixture, "large", set_up, func, ui_tear_down);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  add ("/narrow/list", test_list);
  add ("/narrow/pages", test_pages);
  add ("/narrow/dialogs", test_dialogs);

  return g_test_run ();
}
