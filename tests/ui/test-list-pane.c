/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
read_files (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", "lists", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GString *all = g_string_new (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *text = test_read_file (folder, name);

        g_string_append (all, text);
      }

  return g_string_free (all, FALSE);
}

static gboolean
is_on_disk (const char *text)
{
  g_autofree char *files = read_files ();

  return strstr (files, text) != NULL;
}

static void
test_first_start (UiFixture     *f,
                  gconstpointer  data)
{
  ui_open_window (f);

  g_assert_cmpuint (g_list_model_get_n_items (list_get_all (f)), ==, 1);
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Groceries");
  g_assert_true (ui_shows (f->window, "An Empty List"));
  g_assert_false (ui_is_enabled (f->window, "win.review", NULL));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), ui_find (f->window, "Add an item")));
  ui_shot (f->window, "list-empty");
}

static void
test_add (UiFixture     *f,
          gconstpointer  data)
{
  GtkWidget *entry;

  ui_open_window (f);
  entry = ui_find (f->window, "Add an item");

  ui_type (entry, "2 l mi");
  g_assert_true (ui_shows (f->window, "Adds"));
  g_assert_true (ui_shows (f->window, "mi"));
  g_assert_true (ui_shows (f->window, "2 l"));
  ui_shot (f->window, "list-typing");

  ui_enter (entry, "2 l milk");
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ ");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_false (ui_shows (f->window, "Adds"));
  list_find_row (f, "2 l milk, not bought, item 1 of 1");
  g_assert_true (ui_is_enabled (f->window, "win.review", NULL));

  ui_enter (entry, "   ");
  ui_enter (entry, "");
  list_assert (f, "milk/2 l/ ");

  /* what is typed is text */
  ui_enter (entry, "Mac & <b>cheese</b>");
  ui_settle (f->window);
  list_find_row (f, "Mac & <b>cheese</b>, not bought, item 2 of 2");
  g_assert_true (ui_shows (f->window, "Mac & <b>cheese</b>"));
}

static void
test_paste (UiFixture     *f,
            gconstpointer  data)
{
  GtkWidget *entry;

  ui_open_window (f);
  list_add (f, "tea");
  entry = ui_find (f->window, "Add an item");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (entry), "- [ ] 2 l milk\n- [x] eggs\n\n* bread\n");
  list_focus (entry);
  g_signal_emit_by_name (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "paste-clipboard");
  test_wait_until (signet_list_get_n_items (list_get (f)) == 4);
  list_assert (f, "tea// milk/2 l/ eggs//x bread// ");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "3 items added"));

  list_undo_by_toast (f);
  list_assert (f, "tea// ");
}

static void
test_tick (UiFixture     *f,
           gconstpointer  data)
{
  ui_open_window (f);
  list_fill (f);

  list_focus (list_find_row (f, "bread, not bought, item 3 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_space, 0));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ eggs/12/ bread//x butter// apples/3/ Mac & cheese// ");
  list_find_row (f, "bread, bought, item 6 of 6");
  g_assert_true (ui_shows (f->window, "Bought"));
  /* the one that took its place has the focus */
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == list_find_row (f, "butter, not bought, item 3 of 6"));
  ui_shot (f->window, "list-bought");

  /* the box itself */
  {
    GtkWidget *check = ui_find_type (list_find_row (f, "bread, bought, item 6 of 6"), GTK_TYPE_CHECK_BUTTON, 0);

    g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  }
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
  g_assert_false (ui_shows (f->window, "Bought"));
}

static void
test_clear_ticked (UiFixture     *f,
                   gconstpointer  data)
{
  ui_open_window (f);
  list_fill (f);
  g_assert_false (ui_is_enabled (list_get_pane (f), "list.clear-ticked", NULL));

  for (guint i = 0; i < 2; i++)
    signet_item_set_done (signet_list_get_item (list_get (f), i), TRUE);
  ui_settle (f->window);
  g_assert_false (ui_shows (f->window, "Everything is in the basket."));
  for (guint i = 2; i < 6; i++)
    signet_item_set_done (signet_list_get_item (list_get (f), i), TRUE);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Everything is in the basket."));
  ui_shot (f->window, "list-all-bought");
  for (guint i = 2; i < 6; i++)
    signet_item_set_done (signet_list_get_item (list_get (f), i), FALSE);
  ui_settle (f->window);
  g_assert_false (ui_shows (f->window, "Everything is in the basket."));
  ui_activate (list_get_pane (f), "list.clear-ticked", NULL);
  ui_settle (f->window);
  list_assert (f, "bread// butter// apples/3/ Mac & cheese// ");
  g_assert_true (ui_shows (f->window, "2 items cleared"));
  list_undo_by_toast (f);
  list_assert (f, "milk/2 l/x eggs/12/x bread// butter// apples/3/ Mac & cheese// ");
}

static void
type_into_editor (UiFixture  *f,
                  guint       nth,
                  const char *text)
{
  GtkWidget *editor = ui_find_type (f->window, g_type_from_name ("SignetItemEditor"), 0);

  g_assert_nonnull (editor);
  ui_type (ui_find_type (editor, GTK_TYPE_ENTRY, nth), text);
}

static void
test_edit (UiFixture     *f,
           gconstpointer  data)
{
  SignetItem *item;
  GtkWidget *editor;

  ui_open_window (f);
  list_fill (f);
  item = signet_list_get_item (list_get (f), 1);

  list_focus (list_find_row (f, "12 eggs, not bought, item 2 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_F2, 0));
  ui_settle (f->window);
  editor = ui_find_type (f->window, g_type_from_name ("SignetItemEditor"), 0);
  g_assert_nonnull (editor);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), editor));
  ui_shot (f->window, "list-editing");

  type_into_editor (f, 0, "brown eggs");
  type_into_editor (f, 1, "6");
  type_into_editor (f, 2, "Dairy");
  type_into_editor (f, 3, "from the market & fresh");
  ui_activate (editor, "editor.done", NULL);
  ui_settle (f->window);
  g_assert_cmpstr (signet_item_get_name (item), ==, "brown eggs");
  g_assert_cmpstr (signet_item_get_quantity (item), ==, "6");
  g_assert_cmpstr (signet_item_get_aisle (item), ==, "Dairy");
  g_assert_cmpstr (signet_item_get_note (item), ==, "from the market & fresh");
  g_assert_null (ui_find_type (f->window, g_type_from_name ("SignetItemEditor"), 0));
  g_assert_true (ui_shows (f->window, "Dairy"));
  g_assert_true (ui_shows (f->window, "from the market & fresh"));

  /* Cancel leaves it */
  list_focus (list_find_row (f, "6 brown eggs, not bought, item 1 of 6"));
  ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_F2, 0);
  ui_settle (f->window);
  type_into_editor (f, 0, "candy");
  editor = ui_find_type (f->window, g_type_from_name ("SignetItemEditor"), 0);
  ui_activate (editor, "editor.cancel", NULL);
  ui_settle (f->window);
  g_assert_cmpstr (signet_item_get_name (item), ==, "brown eggs");

  ui_activate (f->window, "win.undo", NULL);
  g_assert_cmpstr (signet_item_get_name (item), ==, "eggs");
  g_assert_null (signet_item_get_aisle (item));
  ui_activate (f->window, "win.redo", NULL);
  g_assert_cmpstr (signet_item_get_name (item), ==, "brown eggs");
}

static void
test_remove (UiFixture     *f,
             gconstpointer  data)
{
  ui_open_window (f);
  list_fill (f);

  list_focus (list_find_row (f, "Mac & cheese, not bought, item 6 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_Delete, 0));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ ");
  g_assert_true (ui_shows (f->window, "“Mac & cheese” deleted"));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == list_find_row (f, "3 apples, not bought, item 5 of 5"));
  ui_shot (f->window, "list-toast");

  /* another edit in between does not confuse the toast */
  list_add (f, "candy");
  list_undo_by_toast (f);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// candy// ");
}

static void
test_move (UiFixture     *f,
           gconstpointer  data)
{
  ui_open_window (f);
  list_fill (f);

  list_focus (list_find_row (f, "bread, not bought, item 3 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_Up, GDK_ALT_MASK));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ bread// eggs/12/ butter// apples/3/ Mac & cheese// ");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == list_find_row (f, "bread, not bought, item 2 of 6"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_Down, GDK_ALT_MASK));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");

  /* nowhere to go */
  list_focus (list_find_row (f, "2 l milk, not bought, item 1 of 6"));
  ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_Up, GDK_ALT_MASK);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");
}

/* Answers the question for a name. */
static void
name_it (UiFixture  *f,
         const char *name)
{
  GtkWidget *dialog = ui_wait_dialog (f);

  ui_type (ui_find (dialog, "Name of the list"), name);
  ui_respond (dialog, "accept");
  ui_settle (f->window);
}

static void
assert_lists (UiFixture  *f,
              const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list_get_all (f)); i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (list_get_all (f), i);

      g_string_append_printf (names, "%s%s ", signet_list_get_name (list), list == list_get (f) ? "*" : "");
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_lists (UiFixture     *f,
            gconstpointer  data)
{
  GtkListBox *sidebar;

  ui_open_window (f);
  list_add (f, "milk");
  list_add (f, "eggs");

  ui_activate (f->window, "win.new-list", NULL);
  name_it (f, "Barbecue & more");
  assert_lists (f, "Groceries Barbecue & more* ");
  list_assert (f, "");
  list_add (f, "charcoal");

  ui_activate (list_get_pane (f), "list.rename", NULL);
  name_it (f, "Barbecue");
  assert_lists (f, "Groceries Barbecue* ");

  ui_activate (list_get_pane (f), "list.duplicate", NULL);
  ui_settle (f->window);
  g_assert_cmpuint (g_list_model_get_n_items (list_get_all (f)), ==, 3);
  list_assert (f, "charcoal// ");
  /* a copy of its own */
  list_add (f, "matches");

  /* by the sidebar */
  sidebar = GTK_LIST_BOX (ui_find (f->window, "Lists"));
  g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (sidebar)), ==, 2);
  g_signal_emit_by_name (gtk_list_box_get_row_at_index (sidebar, 1), "activate");
  list_assert (f, "charcoal// ");
  g_signal_emit_by_name (gtk_list_box_get_row_at_index (sidebar, 0), "activate");
  list_assert (f, "milk// eggs// ");
  ui_shot (f->window, "list-sidebar");

  /* deleted: the neighbour is shown; undone: it is back at its place, and shown */
  ui_activate (list_get_pane (f), "list.delete", NULL);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "List “Groceries” deleted"));
  g_assert_cmpuint (g_list_model_get_n_items (list_get_all (f)), ==, 2);
  list_assert (f, "charcoal// ");
  list_undo_by_toast (f);
  g_assert_cmpuint (g_list_model_get_n_items (list_get_all (f)), ==, 3);
  list_assert (f, "milk// eggs// ");

  /* F2 in the sidebar: of the list that has the focus, which is opened */
  list_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (sidebar, 1)));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_F2, 0));
  name_it (f, "Allotment");
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Allotment");
  ui_activate (f->window, "win.undo", NULL);
  g_signal_emit_by_name (gtk_list_box_get_row_at_index (sidebar, 0), "activate");

  /* cancelled questions change nothing */
  ui_activate (list_get_pane (f), "list.rename", NULL);
  ui_respond (ui_wait_dialog (f), "cancel");
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Groceries");
}

static void
test_reorder_lists (UiFixture     *f,
                    gconstpointer  data)
{
  GtkListBox *sidebar;
  GtkWidget *row;

  ui_open_window (f);
  signet_list_store_create (signet_context_get_list_store (f->context), "Barbecue");
  signet_list_store_create (signet_context_get_list_store (f->context), "Hardware");
  ui_settle (f->window);
  sidebar = GTK_LIST_BOX (ui_find (f->window, "Lists"));
  row = GTK_WIDGET (gtk_list_box_get_row_at_index (sidebar, 2));
  list_focus (row);

  g_assert_true (ui_press (row, GDK_KEY_Up, GDK_ALT_MASK));
  ui_settle (f->window);
  assert_lists (f, "Groceries* Hardware Barbecue ");
  /* the focus went along */
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == GTK_WIDGET (gtk_list_box_get_row_at_index (sidebar, 1)));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_Up, GDK_ALT_MASK));
  /* nowhere to go */
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_Up, GDK_ALT_MASK));
  ui_settle (f->window);
  assert_lists (f, "Hardware Groceries* Barbecue ");
  ui_activate (f->window, "win.undo", NULL);
  ui_settle (f->window);
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Hardware");
  assert_lists (f, "Groceries Hardware* Barbecue ");
  ui_activate (f->window, "win.redo", NULL);
  ui_restart (f);
  assert_lists (f, "Hardware* Groceries Barbecue ");
}

static void
test_no_lists (UiFixture     *f,
               gconstpointer  data)
{
  ui_open_window (f);
  ui_activate (list_get_pane (f), "list.delete", NULL);
  ui_settle (f->window);
  g_assert_null (list_get (f));
  g_assert_true (ui_shows (f->window, "No Lists"));
  g_assert_false (ui_is_shown (ui_find (f->window, "Add an item")));
  g_assert_false (ui_is_enabled (list_get_pane (f), "list.rename", NULL));
  g_assert_false (ui_is_enabled (f->window, "win.search", NULL));

  ui_activate (f->window, "win.new-list", NULL);
  name_it (f, "Groceries");
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "An Empty List"));
}

static void
test_search (UiFixture     *f,
             gconstpointer  data)
{
  GtkWidget *entry;

  ui_open_window (f);
  list_fill (f);
  g_assert_true (ui_press (ui_find (f->window, "Add an item"), GDK_KEY_f, GDK_CONTROL_MASK));
  ui_settle (f->window);
  entry = ui_find (f->window, "Search this list");
  g_assert_false (ui_is_shown (ui_find (f->window, "Add an item")));

  ui_type (entry, "B");
  test_wait_until (ui_shows (f->window, "2 of 6 items"));
  ui_settle (f->window);
  list_find_row (f, "bread, not bought, item 1 of 2");
  g_assert_false (ui_shows (f->window, "milk"));
  ui_shot (f->window, "list-search");

  /* text, not markup */
  ui_type (entry, "<i>M&M");
  test_wait_until (ui_shows (f->window, "No “<i>M&M” on This List"));
  ui_type (entry, "choc");
  test_wait_until (ui_shows (f->window, "No “choc” on This List"));
  ui_shot (f->window, "list-no-match");
  ui_click (ui_find (f->window, "Add “choc”"));
  ui_settle (f->window);
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// choc// ");
  g_assert_true (ui_is_shown (ui_find (f->window, "Add an item")));
  g_assert_true (ui_shows (f->window, "milk"));
}

/* Every edit is on disk soon after, without anybody asking for it, and back after a restart. */
static void
test_saved (UiFixture     *f,
            gconstpointer  data)
{
  SignetListStore *store;

  ui_open_window (f);
  store = signet_context_get_list_store (f->context);
  list_add (f, "2 l milk");
  test_wait_until (!signet_list_store_has_unsaved (store));
  g_assert_true (is_on_disk ("{\"item\": \"milk\", \"quantity\": \"2 l\", \"done\": false}"));
  signet_item_set_done (signet_list_get_item (list_get (f), 0), TRUE);
  test_wait_until (!signet_list_store_has_unsaved (store));
  g_assert_true (is_on_disk ("\"done\": true"));

  ui_activate (f->window, "win.new-list", NULL);
  name_it (f, "Barbecue");
  list_add (f, "charcoal");
  ui_restart (f);
  /* the list that was open last is open */
  assert_lists (f, "Groceries Barbecue* ");
  list_assert (f, "charcoal// ");
}

static void
test_undo (UiFixture     *f,
           gconstpointer  data)
{
  GtkWidget *row;

  ui_open_window (f);
  list_add (f, "milk");
  list_add (f, "eggs");
  ui_settle (f->window);
  row = list_find_row (f, "eggs, not bought, item 2 of 2");
  list_focus (row);
  g_assert_true (ui_press (row, GDK_KEY_z, GDK_CONTROL_MASK));
  ui_settle (f->window);
  list_assert (f, "milk// ");
  g_assert_true (ui_press (f->window, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  list_assert (f, "milk// eggs// ");
  for (guint i = 0; i < 5; i++)
    ui_activate (f->window, "win.undo", NULL);
  list_assert (f, "");
}

static void
test_damaged (UiFixture     *f,
              gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", "lists", NULL);
  g_autofree char *names = NULL;

  g_mkdir_with_parents (folder, 0700);
  test_write_file (folder, "11111111-1111-4111-8111-111111111111.json", "nonsense");
  ui_open_window (f);
  g_assert_true (ui_shows (f->window, "The file of a list was damaged. It was kept as "
                                      "“11111111-1111-4111-8111-111111111111.json.broken”."));
  ui_shot (f->window, "list-trouble");
}

static void
test_full_disk (UiFixture     *f,
                gconstpointer  data)
{
  g_autofree char *parent = g_build_filename (g_get_user_data_dir (), "signet", NULL);
  g_autofree char *folder = g_build_filename (parent, "lists", NULL);

  ui_open_window (f);
  list_add (f, "milk");
  test_wait_until (!signet_list_store_has_unsaved (signet_context_get_list_store (f->context)));

  /* a file where the folder was keeps even root from writing */
  {
    g_autofree char *aside = g_build_filename (parent, "aside", NULL);

    g_assert_cmpint (g_rename (folder, aside), ==, 0);
    test_write_file (parent, "lists", "in the way");
    list_add (f, "eggs");
    test_wait_until (ui_shows (f->window, "This list could not be saved. It stays here until it can."));
    g_assert_true (ui_shows (f->window, "eggs"));

    g_assert_cmpint (g_unlink (folder), ==, 0);
    g_assert_cmpint (g_rename (aside, folder), ==, 0);
  }
  ui_click (ui_find (list_get_pane (f), "Try Again"));
  test_wait_until (!signet_list_store_has_unsaved (signet_context_get_list_store (f->context)));
  ui_settle (f->window);
  g_assert_false (ui_shows (f->window, "This list could not be saved. It stays here until it can."));
  g_assert_true (is_on_disk ("\"eggs\""));
}

/* "signet import" beside the open window, in the middle of our own edits */
static void
test_import_beside (UiFixture     *f,
                    gconstpointer  data)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "Barbecue.txt", NULL);
  g_autofree char *id = NULL;
  GAsyncResult *slot = NULL;

  ui_open_window (f);
  list_add (f, "milk");
  test_write_file (folder, "Barbecue.txt", "2 kg charcoal\nmatches\n");
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("SIGNET"), "import", path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, test_done_cb, &slot);
  while (slot == NULL)
    {
      list_add (f, "eggs");
      ui_settle (f->window);
    }
  result = test_wait_result (&slot);
  g_subprocess_communicate_utf8_finish (process, result, &id, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  /* here without a restart, and the list that is open stays open */
  test_wait_until (g_list_model_get_n_items (list_get_all (f)) == 2);
  assert_lists (f, "Groceries* Barbecue ");
  {
    g_autoptr (SignetList) imported = g_list_model_get_item (list_get_all (f), 1);

    g_assert_cmpstr (g_strchomp (id), ==, signet_list_get_id (imported));
    signet_list_pane_set_list (list_get_pane (f), imported);
    list_assert (f, "charcoal/2 kg/ matches// ");
  }
  /* milk, eggs, and what the other process learned */
  test_wait_until (signet_household_get_n_items (signet_context_get_household (f->context)) == 4);
  ui_restart (f);
  assert_lists (f, "Groceries Barbecue* ");
}

/* For looking at: the page as the pictures show it */
static void
test_full (UiFixture     *f,
           gconstpointer  data)
{
  static const struct { const char *name, *quantity, *aisle, *note; gboolean done; } items[] = {
    { "milk", "2 l", "Dairy", "whole, not semi-skimmed", FALSE }, { "butter", "250 g", "Dairy", NULL, FALSE },
    { "yoghurt", "6", "Dairy", NULL, FALSE }, { "bread", "1", "Bakery", "sliced", FALSE },
    { "apples", "6", "Fruit and vegetables", NULL, FALSE }, { "carrots", "1 kg", "Fruit and vegetables", NULL, FALSE },
    { "healthy stuff", NULL, NULL, NULL, FALSE }, { "eggs", "12", "Dairy", NULL, TRUE }, { "coffee", "500 g", NULL, NULL, TRUE },
  };
  static const int widths[] = { 900, 600, 360 };

  ui_open_window (f);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_full (items[i].name, items[i].quantity, items[i].aisle, items[i].note,
                                                          items[i].done);

      signet_list_append (list_get (f), item);
    }
  signet_list_set_name (list_get (f), "Weekly shop");
  for (guint i = 0; i < 3; i++)
    {
      SignetList *other = signet_list_store_create (signet_context_get_list_store (f->context), i == 0 ? "Barbecue on Saturday with the neighbours" : "Hardware");
      g_autoptr (SignetItem) item = signet_item_new ("x");

      signet_list_append (other, item);
    }

  ui_restart (f);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (ui_find (f->window, "Show Lists"))));

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *name = g_strdup_printf ("list-%d", widths[i]);

      gtk_window_set_default_size (GTK_WINDOW (f->window), widths[i], 640);
      test_wait_until (gtk_widget_get_width (f->window) <= widths[i]);
      ui_settle (f->window);
      g_assert_cmpint (gtk_widget_get_width (f->window), >, widths[i] - 40);
      ui_shot (f->window, name);
    }

  /* folded, the lists lie over the page until one is chosen */
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (ui_find (f->window, "Show Lists"))));
  ui_activate (f->window, "win.sidebar", NULL);
  ui_settle (f->window);
  ui_shot (f->window, "list-sidebar-360");
  g_signal_emit_by_name (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_find (f->window, "Lists")), 0), "activate");
  ui_settle (f->window);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (ui_find (f->window, "Show Lists"))));

  list_focus (list_find_row (f, "250 g butter, not bought, item 2 of 9"));
  ui_press (gtk_root_get_focus (GTK_ROOT (f->window)), GDK_KEY_F2, 0);
  ui_settle (f->window);
  ui_shot (f->window, "list-editing-360");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-pane/first-start", test_first_start);
  ui_add ("/list-pane/add", test_add);
  ui_add ("/list-pane/paste", test_paste);
  ui_add ("/list-pane/tick", test_tick);
  ui_add ("/list-pane/clear-ticked", test_clear_ticked);
  ui_add ("/list-pane/edit", test_edit);
  ui_add ("/list-pane/remove", test_remove);
  ui_add ("/list-pane/move", test_move);
  ui_add ("/list-pane/lists", test_lists);
  ui_add ("/list-pane/reorder-lists", test_reorder_lists);
  ui_add ("/list-pane/no-lists", test_no_lists);
  ui_add ("/list-pane/search", test_search);
  ui_add ("/list-pane/saved", test_saved);
  ui_add ("/list-pane/undo", test_undo);
  ui_add ("/list-pane/damaged", test_damaged);
  ui_add ("/list-pane/full-disk", test_full_disk);
  ui_add ("/list-pane/import-beside", test_import_beside);
  ui_add ("/list-pane/full", test_full);

  return g_test_run ();
}
