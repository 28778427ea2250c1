/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"
#include "signet-suggestions.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* What was bought before is suggested while somebody types. */

static GtkEditable *
get_entry (UiFixture *f)
{
  return GTK_EDITABLE (ui_find (f->window, "Add an item"));
}

static GtkWidget *
get_popover (UiFixture *f)
{
  return ui_find_type (f->window, SIGNET_TYPE_SUGGESTIONS, 0);
}

static void
buy (UiFixture  *f,
     const char *text,
     const char *aisle,
     guint       n)
{
  SignetHousehold *household = signet_context_get_household (f->context);
  g_autoptr (SignetItem) item = signet_item_new_from_text (text);

  signet_item_set_aisle (item, aisle);
  signet_household_added (household, item);
  for (guint i = 0; i < n; i++)
    signet_household_bought (household, item, TRUE);
}

static void
open_with_habits (UiFixture *f)
{
  ui_open_window (f);
  buy (f, "2 l milk", "Dairy", 14);
  buy (f, "milk chocolate", "Sweets", 3);
  buy (f, "milk rice", "Dairy", 1);
  buy (f, "mint", NULL, 0);
  buy (f, "eggs, a dozen", "Dairy", 9);
  buy (f, "Mac & <b>cheese</b>", NULL, 2);
  list_focus (GTK_WIDGET (get_entry (f)));
}

static void
type (UiFixture  *f,
      const char *text)
{
  ui_type (get_entry (f), text);
  ui_settle (f->window);
}

static gboolean
press (UiFixture *f,
       guint      keyval)
{
  gboolean handled = ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), keyval, 0);

  ui_settle (f->window);

  return handled;
}

/* "milk|2 l · Dairy · bought 14 times, …"; "" while it is closed. The chosen one has a star. */
static char *
dup_shown (UiFixture *f)
{
  GString *out = g_string_new (NULL);
  GtkWidget *popover = get_popover (f);
  GtkWidget *row;

  if (!gtk_widget_get_mapped (popover))
    return g_string_free (out, FALSE);

  for (guint i = 0; (row = ui_find_type (popover, GTK_TYPE_LIST_BOX_ROW, i)) != NULL; i++)
    if (ui_is_shown (row))
      g_string_append_printf (out, "%s%s%s|%s", out->len > 0 ? ", " : "",
                              gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)) ? "*" : "",
                              gtk_label_get_text (GTK_LABEL (ui_find_type (row, GTK_TYPE_LABEL, 0))),
                              gtk_label_get_text (GTK_LABEL (ui_find_type (row, GTK_TYPE_LABEL, 1))));

  return g_string_free (out, FALSE);
}

static void
assert_shown (UiFixture  *f,
              const char *expected)
{
  g_autofree char *shown = dup_shown (f);

  g_assert_cmpstr (shown, ==, expected);
}

#define MILK "milk|2 l · Dairy · bought 14 times"
#define REST ", milk chocolate|Sweets · bought 3 times, milk rice|Dairy · bought once"

static void
assert_described (UiFixture  *f,
                  const char *description)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_entry (f)), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

/* Most often bought first, and nothing while there is nothing to say. */
static void
test_shows (UiFixture     *f,
            gconstpointer  data)
{
  GtkWidget *contents;

  open_with_habits (f);
  assert_shown (f, "");
  type (f, "milk");
  assert_shown (f, MILK REST);
  contents = gtk_widget_get_parent (gtk_popover_get_child (GTK_POPOVER (get_popover (f))));
  g_assert_cmpint (gtk_widget_get_allocated_width (contents), ==,
                   gtk_widget_get_allocated_width (gtk_widget_get_parent (GTK_WIDGET (get_popover (f)))));
  g_assert_false (gtk_popover_get_autohide (GTK_POPOVER (get_popover (f))));
  ui_shot (f->window, "suggestions-below");
  ui_shot (get_popover (f), "suggestions");

  type (f, "3 jars of mi");
  assert_shown (f, MILK REST ", mint|");
  type (f, "hees");
  assert_shown (f, "");
  type (f, "CHEE");
  assert_shown (f, "Mac & <b>cheese</b>|bought 2 times");
  type (f, "");
  assert_shown (f, "");

  /* without the focus nobody types */
  list_focus (ui_find (f->window, "List Menu"));
  type (f, "milk");
  assert_shown (f, "");
  list_focus (GTK_WIDGET (get_entry (f)));
  type (f, "milk r");
  assert_shown (f, "milk rice|Dairy · bought once");
  list_focus (ui_find (f->window, "List Menu"));
  ui_settle (f->window);
  assert_shown (f, "");
}

/* Enter adds what was typed, unless a row was chosen with Down. */
static void
test_enter (UiFixture     *f,
            gconstpointer  data)
{
  open_with_habits (f);
  type (f, "mil");
  assert_shown (f, MILK REST);
  press (f, GDK_KEY_Return);
  list_assert (f, "mil// ");
  assert_shown (f, "");

  type (f, "milk");
  assert_described (f, "Adds milk to Dairy");
  g_assert_true (press (f, GDK_KEY_Down));
  assert_shown (f, "*" MILK REST);
  assert_described (f, "milk, 2 l, Dairy, bought 14 times, suggestion 1 of 3");
  g_assert_true (press (f, GDK_KEY_Up));
  assert_shown (f, MILK REST);
  assert_described (f, "Adds milk to Dairy");
  for (guint i = 0; i < 4; i++)
    g_assert_true (press (f, GDK_KEY_Down));
  assert_shown (f, MILK ", milk chocolate|Sweets · bought 3 times, *milk rice|Dairy · bought once");
  g_assert_true (press (f, GDK_KEY_Up));
  g_assert_true (press (f, GDK_KEY_Return));
  list_assert (f, "mil// milk chocolate// ");
  g_assert_cmpstr (signet_item_get_aisle (signet_list_get_item (list_get (f), 1)), ==, "Sweets");
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "");
  g_assert_true (gtk_widget_get_focus_child (GTK_WIDGET (get_entry (f))) != NULL);
  assert_shown (f, "");

  /* as many as usual, or as many as were typed */
  type (f, "milk");
  press (f, GDK_KEY_Down);
  press (f, GDK_KEY_Return);
  type (f, "6 egg");
  press (f, GDK_KEY_Down);
  press (f, GDK_KEY_KP_Enter);
  list_assert (f, "mil// milk chocolate// milk/2 l/ eggs/6/ ");

  /* what is on the list becomes more, as if it were typed */
  type (f, "milk");
  assert_shown (f, "milk|2 l · Dairy · on the list, milk chocolate|Sweets · on the list, milk rice|Dairy · bought once");
  press (f, GDK_KEY_Down);
  press (f, GDK_KEY_Return);
  list_assert (f, "mil// milk chocolate// milk/4 l/ eggs/6/ ");
}

static void
test_tab_and_escape (UiFixture     *f,
                     gconstpointer  data)
{
  open_with_habits (f);
  type (f, "mi");
  g_assert_true (press (f, GDK_KEY_Tab));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "2 l milk");
  g_assert_cmpint (gtk_editable_get_position (get_entry (f)), ==, 8);
  assert_shown (f, "");
  assert_described (f, "Adds milk, 2 l, to Dairy");
  /* the next one is for the focus again */
  g_assert_false (press (f, GDK_KEY_Tab));
  list_add (f, "2 l milk");
  list_assert (f, "milk/2 l/ ");

  type (f, "3 eg");
  g_assert_true (press (f, GDK_KEY_Tab));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "3 eggs");
  type (f, "eg");
  g_assert_true (press (f, GDK_KEY_Tab));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "a dozen eggs");
  type (f, "milk ");
  press (f, GDK_KEY_Down);
  press (f, GDK_KEY_Down);
  g_assert_true (press (f, GDK_KEY_Tab));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "milk chocolate");

  type (f, "mil");
  g_assert_true (press (f, GDK_KEY_Escape));
  assert_shown (f, "");
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "mil");
  g_assert_true (press (f, GDK_KEY_Escape));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "");
  g_assert_false (press (f, GDK_KEY_Tab));

  /* with a modifier a key is somebody else's; so are all while an input method is at work */
  type (f, "mil");
  g_assert_false (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_Tab, GDK_SHIFT_MASK));
  g_assert_true (press (f, GDK_KEY_Down));
  g_signal_emit_by_name (gtk_editable_get_delegate (get_entry (f)), "preedit-changed", "か");
  press (f, GDK_KEY_Return);
  list_assert (f, "milk/2 l/ mil// ");
  g_signal_emit_by_name (gtk_editable_get_delegate (get_entry (f)), "preedit-changed", "");
  type (f, "eg");
  g_assert_true (press (f, GDK_KEY_Down));
  press (f, GDK_KEY_Return);
  list_assert (f, "milk/2 l/ mil// eggs/a dozen/ ");
}

static void
test_click (UiFixture     *f,
            gconstpointer  data)
{
  GtkWidget *rows;

  open_with_habits (f);
  type (f, "milk");
  rows = ui_find (get_popover (f), "Suggestions");
  g_assert_false (gtk_widget_get_focusable (ui_find (rows, "milk rice, Dairy, bought once")));
  g_signal_emit_by_name (rows, "row-activated", ui_find (rows, "milk rice, Dairy, bought once"));
  ui_settle (f->window);
  list_assert (f, "milk rice// ");
  assert_shown (f, "");
  g_assert_true (gtk_widget_get_focus_child (GTK_WIDGET (get_entry (f))) != NULL);
}

/* Search and selection take the place of the entry; and who does not want suggestions gets none. */
static void
test_hidden (UiFixture     *f,
             gconstpointer  data)
{
  GSettings *settings;
  int before, after;

  open_with_habits (f);
  list_fill (f);
  settings = signet_context_get_settings (f->context);

  type (f, "milk");
  before = gtk_widget_get_height (ui_find (f->window, "Items"));
  assert_shown (f, "milk|2 l · Dairy · on the list" REST);
  ui_activate (f->window, "win.search", NULL);
  ui_settle (f->window);
  assert_shown (f, "");
  ui_activate (f->window, "win.search", NULL);
  ui_settle (f->window);
  assert_shown (f, "");

  type (f, "mil");
  after = gtk_widget_get_height (ui_find (f->window, "Items"));
  g_assert_cmpint (after, ==, before);
  assert_shown (f, "milk|2 l · Dairy · on the list" REST);
  ui_activate (f->window, "win.page", "s", "verify");
  ui_settle (f->window);
  assert_shown (f, "");
  ui_activate (f->window, "win.page", "s", "list");
  ui_settle (f->window);
  assert_shown (f, "");

  list_focus (GTK_WIDGET (get_entry (f)));
  type (f, "milk");
  assert_shown (f, "milk|2 l · Dairy · on the list" REST);
  g_object_set (list_get_pane (f), "selecting", TRUE, NULL);
  ui_settle (f->window);
  assert_shown (f, "");
  g_object_set (list_get_pane (f), "selecting", FALSE, NULL);
  ui_settle (f->window);
  assert_shown (f, "");

  list_focus (GTK_WIDGET (get_entry (f)));
  type (f, "mil");
  assert_shown (f, "milk|2 l · Dairy · on the list" REST);
  g_settings_set_boolean (settings, "suggest-items", FALSE);
  ui_settle (f->window);
  assert_shown (f, "");
  type (f, "milk");
  assert_shown (f, "");
  g_settings_set_boolean (settings, "suggest-items", TRUE);
  ui_settle (f->window);
  assert_shown (f, "milk|2 l · Dairy · on the list" REST);
}

/* Delete forgets the chosen one, and can be taken back as it was. */
static void
test_forget (UiFixture     *f,
             gconstpointer  data)
{
  open_with_habits (f);
  type (f, "milk");
  press (f, GDK_KEY_Delete);
  assert_shown (f, MILK REST);
  press (f, GDK_KEY_Down);
  press (f, GDK_KEY_Delete);
  assert_shown (f, "*milk chocolate|Sweets · bought 3 times, milk rice|Dairy · bought once");
  g_assert_true (ui_shows (f->window, "“milk” is not suggested any more"));
  press (f, GDK_KEY_Down);
  press (f, GDK_KEY_Delete);
  assert_shown (f, "*milk chocolate|Sweets · bought 3 times");
  press (f, GDK_KEY_Delete);
  assert_shown (f, "");
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f)), ==, "milk");

  for (guint i = 0; i < 3; i++)
    ui_activate (f->window, "win.undo", NULL);
  type (f, "mil");
  assert_shown (f, MILK REST);
  ui_activate (f->window, "win.redo", NULL);
  type (f, "milk");
  assert_shown (f, "milk chocolate|Sweets · bought 3 times, milk rice|Dairy · bought once");
  ui_restart (f);
  test_wait_until (signet_household_get_n_items (signet_context_get_household (f->context)) == 5);
}

/* However an item comes to the list, it goes where it was found before. */
static void
test_aisles (UiFixture     *f,
             gconstpointer  data)
{
  open_with_habits (f);
  type (f, "6 eggs\nMILK\nbread\n");
  list_assert (f, "eggs/6/ MILK// bread// ");
  g_assert_cmpstr (signet_item_get_aisle (signet_list_get_item (list_get (f), 0)), ==, "Dairy");
  g_assert_cmpstr (signet_item_get_aisle (signet_list_get_item (list_get (f), 1)), ==, "Dairy");
  g_assert_null (signet_item_get_aisle (signet_list_get_item (list_get (f), 2)));

  ui_activate (f->window, "win.search", NULL);
  ui_type (ui_find (f->window, "Search this list"), "milk rice");
  ui_settle (f->window);
  ui_click (ui_find (f->window, "Add “milk rice”"));
  ui_settle (f->window);
  g_assert_cmpstr (signet_item_get_aisle (signet_list_get_item (list_get (f), 3)), ==, "Dairy");
}

/* A whole list that is added, from a file, a token or another list, is learned like its items. */
static void
test_lists (UiFixture     *f,
            gconstpointer  data)
{
  SignetHousehold *household;

  ui_open_window (f);
  household = signet_context_get_household (f->context);
  list_fill (f);
  signet_household_forget_all (household);
  ui_activate (list_get_pane (f), "list.save-as-template", NULL);
  ui_settle (f->window);
  g_assert_cmpuint (signet_household_get_n_items (household), ==, 0);
  ui_activate (list_get_pane (f), "list.duplicate", NULL);
  ui_settle (f->window);
  g_assert_cmpuint (signet_household_get_n_items (household), ==, 6);
}

static void
test_damaged (UiFixture     *f,
              gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", NULL);
  g_autofree char *kept = g_build_filename (folder, "household.json.broken", NULL);
  g_autofree char *text = NULL;

  g_mkdir_with_parents (folder, 0700);
  test_write_file (folder, "household.json", "nonsense");
  ui_open_window (f);
  test_wait_until (ui_shows (f->window, "The file of what was bought before was damaged. It was kept as "
                                        "“household.json.broken”. Suggestions begin anew."));
  ui_shot (f->window, "suggestions-damaged");
  g_assert_true (g_file_get_contents (kept, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "nonsense");

  list_add (f, "milk");
  list_focus (GTK_WIDGET (get_entry (f)));
  type (f, "mi");
  assert_shown (f, "milk|on the list");
}

static void
test_unreadable (UiFixture     *f,
                 gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", NULL);
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autofree char *sentence = g_strdup_printf ("What was bought before could not be read: %s: %s", path, g_strerror (ELOOP));
  g_autofree char *target = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_assert_cmpint (symlink ("household.json", path), ==, 0);
  ui_open_window (f);
  test_wait_until (ui_shows (f->window, sentence));
  list_add (f, "milk");
  list_focus (GTK_WIDGET (get_entry (f)));
  type (f, "mi");
  assert_shown (f, "milk|on the list");
  ui_close (f);
  target = g_file_read_link (path, NULL);
  g_assert_cmpstr (target, ==, "household.json");
}

static gboolean
says_trouble (UiFixture *f)
{
  return ui_shows (f->window, "What was bought could not be noted for suggestions. It stays here until it can.");
}

/* No file can grow beyond what the list needs: what was learned waits, and is there after all. */
static void
test_not_saved (UiFixture     *f,
                gconstpointer  data)
{
  SignetHousehold *household;
  struct rlimit before, small;

  ui_open_window (f);
  household = signet_context_get_household (f->context);
  for (guint i = 0; i < 4000; i++)
    {
      g_autofree char *name = g_strdup_printf ("thing no %u", i);
      g_autoptr (SignetItem) item = signet_item_new (name);

      signet_household_added (household, item);
    }

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 64 * 1024;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  list_add (f, "milk");
  test_wait_until (says_trouble (f));
  test_wait_until (!signet_list_store_has_unsaved (signet_context_get_list_store (f->context)));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  ui_shot (f->window, "suggestions-not-saved");

  signet_household_flush_async (household, NULL, NULL, NULL);
  test_wait_until ((ui_settle (f->window), !says_trouble (f)));

  ui_restart (f);
  test_wait_until (signet_household_get_n_items (signet_context_get_household (f->context)) == 4001);
  list_focus (GTK_WIDGET (get_entry (f)));
  type (f, "mi");
  assert_shown (f, "milk|on the list");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/suggestions/shows", test_shows);
  ui_add ("/suggestions/enter", test_enter);
  ui_add ("/suggestions/tab-and-escape", test_tab_and_escape);
  ui_add ("/suggestions/click", test_click);
  ui_add ("/suggestions/hidden", test_hidden);
  ui_add ("/suggestions/forget", test_forget);
  ui_add ("/suggestions/aisles", test_aisles);
  ui_add ("/suggestions/lists", test_lists);
  ui_add ("/suggestions/damaged", test_damaged);
  ui_add ("/suggestions/unreadable", test_unreadable);
  ui_add ("/suggestions/not-saved", test_not_saved);

  return g_test_run ();
}
