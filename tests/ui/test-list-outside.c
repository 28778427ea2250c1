/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-items-view.h"
#include "signet-list-row.h"
#include "signet-outside-bar.h"
#include "signet-outside-changes.h"

static GtkInfoBar *
get_bar (UiFixture *f)
{
  GtkWidget *bar = ui_find_type (f->window, SIGNET_TYPE_OUTSIDE_BAR, 0);

  return GTK_INFO_BAR (gtk_widget_get_first_child (bar));
}

static gboolean
is_revealed (UiFixture *f)
{
  return gtk_info_bar_get_revealed (get_bar (f));
}

static void
wait_saved (UiFixture *f)
{
  test_wait_until (!signet_list_store_has_unsaved (signet_context_get_list_store (f->context)));
}

/* What another program does. */
static void
write_file (const char *id,
            const char *json)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "signet", "lists", name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_file_set_contents (path, json, -1, &error);
  g_assert_no_error (error);
}

/* "milk eggs " */
static char *
dup_marked (UiFixture *f)
{
  GListModel *model = signet_items_view_get_model (SIGNET_ITEMS_VIEW (ui_find_type (f->window, SIGNET_TYPE_ITEMS_VIEW, 0)));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SignetListRow) row = g_list_model_get_item (model, i);

      if (signet_list_row_is_marked (row))
        g_string_append_printf (text, "%s ", signet_item_get_name (signet_list_row_get_item (row)));
    }

  return g_string_free (text, FALSE);
}

static void
assert_marked (UiFixture  *f,
               const char *expected)
{
  g_autofree char *text = dup_marked (f);

  g_assert_cmpstr (text, ==, expected);
}

/* It says what is different, and Show goes there; own edits are not said. */
static void
test_show (UiFixture     *f,
           gconstpointer  data)
{
  GtkWidget *row;

  ui_open_window (f);
  list_fill (f);
  wait_saved (f);
  ui_settle (f->window);
  g_assert_false (is_revealed (f));

  write_file (signet_list_get_id (list_get (f)),
              "{\"name\":\"Groceries\",\"items\":[{\"item\":\"milk\",\"quantity\":\"3 l\"},{\"item\":\"eggs\",\"quantity\":\"12\"},"
              "{\"item\":\"bread\",\"done\":true},{\"item\":\"apples\",\"quantity\":\"3\"},{\"item\":\"Mac & cheese\"},"
              "{\"item\":\"<tea>\"}]}");
  test_wait_until (is_revealed (f));
  list_assert (f, "milk/3 l/ eggs/12/ bread//x apples/3/ Mac & cheese// <tea>// ");
  ui_settle (f->window);
  g_assert_true (ui_shows (get_bar (f), "Another program changed this list."));
  g_assert_true (ui_shows (get_bar (f), "<tea>"));
  g_assert_true (ui_shows (get_bar (f), "milk"));
  g_assert_true (ui_shows (get_bar (f), "3 l, was 2 l"));
  g_assert_true (ui_shows (get_bar (f), "butter"));
  g_assert_true (ui_shows (get_bar (f), "Removed"));
  g_assert_true (ui_shows (get_bar (f), "1 item ticked"));
  g_assert_false (ui_shows (get_bar (f), "eggs"));
  ui_shot (f->window, "list-outside");

  /* a second change: what was seen is not forgotten */
  write_file (signet_list_get_id (list_get (f)),
              "{\"name\":\"Shopping\",\"items\":[{\"item\":\"milk\",\"quantity\":\"4 l\"},{\"item\":\"eggs\",\"quantity\":\"12\"},"
              "{\"item\":\"bread\"},{\"item\":\"apples\",\"quantity\":\"3\"},{\"item\":\"Mac & cheese\"},"
              "{\"item\":\"<tea>\"}]}");
  test_wait_until (ui_shows (get_bar (f), "4 l, was 2 l"));
  g_assert_true (ui_shows (get_bar (f), "butter"));
  g_assert_true (ui_shows (get_bar (f), "It was called “Groceries”."));
  g_assert_false (ui_shows (get_bar (f), "1 item ticked"));

  assert_marked (f, "");
  ui_click (ui_find (get_bar (f), "Show"));
  g_assert_false (is_revealed (f));
  assert_marked (f, "milk <tea> ");
  ui_settle (f->window);
  row = list_find_row (f, "4 l milk, not bought, item 1 of 6");
  test_wait_until (gtk_root_get_focus (GTK_ROOT (f->window)) == row);
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_first_child (row), "marked"));
  ui_shot (f->window, "list-outside-shown");

  /* until something else happens */
  list_add (f, "soap");
  assert_marked (f, "");
  g_assert_false (is_revealed (f));
}

/* Another list is told of when it is opened; once it was seen it is done. */
static void
test_other_list (UiFixture     *f,
                 gconstpointer  data)
{
  g_autoptr (SignetList) other = signet_list_new (NULL, "Barbecue");
  g_autoptr (SignetItem) coal = signet_item_new ("coal");
  SignetList *first;

  ui_open_window (f);
  first = list_get (f);
  signet_list_append (other, coal);
  signet_list_store_add (signet_context_get_list_store (f->context), other);
  wait_saved (f);
  write_file (signet_list_get_id (other), "{\"name\":\"Barbecue\",\"items\":[{\"item\":\"coal\",\"done\":true},{\"item\":\"beer\"}]}");
  test_wait_until (signet_list_get_n_items (other) == 2);
  ui_settle (f->window);
  g_assert_false (is_revealed (f));

  signet_list_pane_set_list (list_get_pane (f), other);
  g_assert_true (is_revealed (f));
  ui_settle (f->window);
  g_assert_true (ui_shows (get_bar (f), "beer"));
  g_assert_true (ui_shows (get_bar (f), "1 item ticked"));
  signet_list_pane_set_list (list_get_pane (f), first);
  g_assert_false (is_revealed (f));
  signet_list_pane_set_list (list_get_pane (f), other);
  g_assert_true (is_revealed (f));
  gtk_info_bar_response (get_bar (f), GTK_RESPONSE_CLOSE);
  g_assert_false (is_revealed (f));
  signet_list_pane_set_list (list_get_pane (f), first);
  signet_list_pane_set_list (list_get_pane (f), other);
  g_assert_false (is_revealed (f));
}

/* Both edited the list at once: ours counts, and the other version is a button away. */
static void
test_conflict (UiFixture     *f,
               gconstpointer  data)
{
  ui_open_window (f);
  list_add (f, "milk");
  wait_saved (f);
  list_add (f, "ours");
  write_file (signet_list_get_id (list_get (f)), "{\"name\":\"Groceries\",\"items\":[{\"item\":\"milk\"},{\"item\":\"theirs\"}]}");
  test_wait_until (ui_try_find (f->window, "Open It") != NULL);
  wait_saved (f);
  list_assert (f, "milk// ours// ");
  ui_settle (f->window);
  /* saving was no trouble, and does not take it away */
  g_assert_true (ui_is_shown (ui_find (f->window, "Open It")));
  ui_shot (f->window, "list-conflict");
  ui_click (ui_find (f->window, "Open It"));
  test_wait_until (g_list_model_get_n_items (list_get_all (f)) == 2);
  list_assert (f, "milk// theirs// ");
  test_wait_until (ui_shows (f->window, "List “Groceries” added"));
}

static SignetList *
make_list (const char *name,
           const char *items)
{
  SignetList *list = signet_list_new (NULL, name);
  g_auto (GStrv) words = g_strsplit (items, " ", -1);

  /* "milk|2|x": two of it, ticked */
  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (words[i], "|", 3);
      g_autoptr (SignetItem) item = signet_item_new_full (fields[0], fields[1], NULL, NULL, fields[2] != NULL);

      signet_list_append (list, item);
    }

  return list;
}

/* What is different, of items that have namesakes too. */
static void
test_changes (void)
{
  static const struct { const char *before, *after, *touched; guint n_ticked, n_unticked; } cases[] = {
    { "milk|2|x", "milk|2|x", "", 0, 0 },
    { "milk|2 eggs|1", "eggs|1 milk|2", "", 0, 0 },
    { "milk|2 milk|3", "milk|3 milk|2", "milk milk ", 0, 0 },
    { "milk|2 milk|2", "milk|2 milk|2 milk|2", "milk ", 0, 0 },
    { "milk|2 eggs|1", "eggs|1", "", 0, 0 },
    { "milk|2 eggs|1|x", "milk|2|x eggs|1 tea|1|x", "milk eggs tea ", 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetList) before = make_list ("A", cases[i].before);
      g_autoptr (SignetList) after = make_list (i == 0 ? "A" : "B", cases[i].after);
      g_autoptr (SignetOutsideChanges) changes = NULL;
      g_autoptr (GString) touched = g_string_new (NULL);

      changes = signet_outside_changes_new (before, after);
      for (guint j = 0; j < changes->touched->len; j++)
        g_string_append_printf (touched, "%s ", signet_item_get_name (changes->touched->pdata[j]));
      g_assert_cmpstr (touched->str, ==, cases[i].touched);
      g_assert_cmpuint (changes->n_ticked, ==, cases[i].n_ticked);
      g_assert_cmpuint (changes->n_unticked, ==, cases[i].n_unticked);
      g_assert_cmpstr (changes->old_name, ==, i == 0 ? NULL : "A");
    }
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  g_test_add_func ("/list-outside/changes", test_changes);
  ui_add ("/list-outside/show", test_show);
  ui_add ("/list-outside/other-list", test_other_list);
  ui_add ("/list-outside/conflict", test_conflict);

  return g_test_run ();
}
