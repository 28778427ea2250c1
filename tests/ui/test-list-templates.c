/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-template-row.h"
#include "signet-templates-dialog.h"

static GListModel *
get_templates (UiFixture *f)
{
  return G_LIST_MODEL (signet_context_get_templates (f->context));
}

static GtkWidget *
open_dialog (UiFixture *f)
{
  GtkWidget *dialog;

  ui_activate (f->window, "win.templates", NULL);
  dialog = ui_wait_dialog (f);
  g_assert_true (SIGNET_IS_TEMPLATES_DIALOG (dialog));

  return dialog;
}

/* row: (nullable): activated first, which closes the dialog */
static void
close_by (GtkWidget  *dialog,
          const char *row)
{
  gpointer watched = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &watched);
  if (row != NULL)
    gtk_widget_activate (ui_find (dialog, row));
  else
    gtk_window_close (GTK_WINDOW (dialog));
  test_wait_until (watched == NULL);
}

static GtkWidget *
get_question (void)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && ui_is_shown (l->data))
      return l->data;

  return NULL;
}

/* "Groceries Weekly shop " */
static char *
dup_names (GListModel *lists)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (lists); i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (lists, i);

      g_string_append_printf (names, "%s|", signet_list_get_name (list));
    }

  return g_string_free (names, FALSE);
}

static void
assert_names (GListModel *lists,
              const char *expected)
{
  g_autofree char *names = dup_names (lists);

  g_assert_cmpstr (names, ==, expected);
}

/* Saved, there at the next start, and a list is made of it: without the ticks, with a name of its own. */
static void
test_use (UiFixture     *f,
          gconstpointer  data)
{
  GtkWidget *dialog;

  ui_open_window (f);
  g_assert_false (ui_is_enabled (list_get_pane (f), "list.save-as-template", NULL));
  list_fill (f);
  signet_item_set_done (signet_list_get_item (list_get (f), 0), TRUE);
  ui_activate (list_get_pane (f), "list.save-as-template", NULL);
  g_assert_true (ui_shows (f->window, "Template “Groceries” saved"));
  assert_names (get_templates (f), "Groceries|");
  assert_names (list_get_all (f), "Groceries|");

  ui_restart (f);
  test_wait_until (g_list_model_get_n_items (get_templates (f)) == 1);
  dialog = open_dialog (f);
  g_assert_true (ui_shows (dialog, "milk, eggs, bread, butter, apples, Mac & cheese"));
  ui_shot (dialog, "templates-dialog");
  close_by (dialog, "New list from “Groceries”, 6 items");
  assert_names (list_get_all (f), "Groceries|Groceries 2|");
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Groceries 2");
  list_assert (f, "milk/2 l/ eggs/12/ bread// butter// apples/3/ Mac & cheese// ");

  /* one has nothing to do with the other */
  list_add (f, "tea");
  assert_names (get_templates (f), "Groceries|");
  dialog = open_dialog (f);
  close_by (dialog, "New list from “Groceries”, 6 items");
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "Groceries 3");

  /* where there is no list at all */
  for (guint i = 0; i < 3; i++)
    ui_activate (list_get_pane (f), "list.delete", NULL);
  assert_names (list_get_all (f), "");
  ui_settle (f->window);
  ui_shot (f->window, "list-none");
  ui_click (ui_find (f->window, "From a Template…"));
  close_by (ui_wait_dialog (f), NULL);
  for (guint i = 0; i < 3; i++)
    ui_activate (f->window, "win.undo", NULL);
  assert_names (list_get_all (f), "Groceries|Groceries 2|Groceries 3|");

  /* made by mistake */
  ui_activate (f->window, "win.undo", NULL);
  assert_names (list_get_all (f), "Groceries|Groceries 2|");
  ui_activate (f->window, "win.redo", NULL);
  assert_names (list_get_all (f), "Groceries|Groceries 2|Groceries 3|");
}

/* Saved again it replaces the one of that name, in one step; saving by mistake is undone as well. */
static void
test_replace (UiFixture     *f,
              gconstpointer  data)
{
  g_autoptr (SignetList) template = NULL;

  ui_open_window (f);
  list_add (f, "milk");
  ui_activate (list_get_pane (f), "list.save-as-template", NULL);
  list_undo_by_toast (f);
  assert_names (get_templates (f), "");
  ui_activate (f->window, "win.redo", NULL);
  assert_names (get_templates (f), "Groceries|");

  list_add (f, "tea");
  ui_activate (list_get_pane (f), "list.save-as-template", NULL);
  test_wait_until (ui_shows (f->window, "Template “Groceries” replaced"));
  assert_names (get_templates (f), "Groceries|");
  template = g_list_model_get_item (get_templates (f), 0);
  g_assert_cmpuint (signet_list_get_n_items (template), ==, 2);

  ui_activate (f->window, "win.undo", NULL);
  g_clear_object (&template);
  assert_names (get_templates (f), "Groceries|");
  template = g_list_model_get_item (get_templates (f), 0);
  g_assert_cmpuint (signet_list_get_n_items (template), ==, 1);
  /* what is shown stays */
  list_assert (f, "milk// tea// ");
}

/* Renamed and deleted by buttons and keys, with a way back; without any there is a word of what to do. */
static void
test_manage (UiFixture     *f,
             gconstpointer  data)
{
  GtkWidget *dialog, *question;

  ui_open_window (f);
  dialog = open_dialog (f);
  g_assert_true (ui_shows (dialog, "No Templates Yet"));
  ui_shot (dialog, "templates-dialog-empty");
  close_by (dialog, NULL);

  list_add (f, "milk");
  ui_activate (list_get_pane (f), "list.save-as-template", NULL);
  dialog = open_dialog (f);
  ui_click (ui_find (dialog, "Rename “Groceries”"));
  test_wait_until ((question = get_question ()) != NULL);
  ui_settle (question);
  ui_type (ui_find (question, "Name of the template"), "Weekly <shop> & more");
  ui_respond (question, "accept");
  test_wait_until (ui_shows (dialog, "“Groceries” is now “Weekly <shop> & more”"));
  assert_names (get_templates (f), "Weekly <shop> & more|");
  ui_find (dialog, "New list from “Weekly <shop> & more”, 1 item");
  ui_click (ui_find (dialog, "Undo"));
  assert_names (get_templates (f), "Groceries|");

  list_focus (ui_find (dialog, "New list from “Groceries”, 1 item"));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (dialog)), GDK_KEY_Delete, 0));
  assert_names (get_templates (f), "");
  test_wait_until (ui_shows (dialog, "Template “Groceries” deleted"));
  g_assert_true (ui_shows (dialog, "No Templates Yet"));
  ui_click (ui_find (dialog, "Undo"));
  assert_names (get_templates (f), "Groceries|");

  ui_click (ui_find (dialog, "Delete “Groceries”"));
  assert_names (get_templates (f), "");
  close_by (dialog, NULL);

  /* the list itself is not touched */
  list_assert (f, "milk// ");
  ui_restart (f);
  ui_settle (f->window);
  assert_names (get_templates (f), "");
}

/* In the sidebar's menu by name, whatever is in the name. */
static void
test_menu (UiFixture     *f,
           gconstpointer  data)
{
  g_autoptr (SignetList) template = signet_list_new (NULL, "snake_case <b>");
  g_autoptr (SignetItem) item = signet_item_new ("milk");
  GtkWidget *button;

  ui_open_window (f);
  signet_list_append (template, item);
  signet_list_store_add (signet_context_get_templates (f->context), template);
  button = ui_find (f->window, "New List from Template");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle (f->window);
  g_assert_true (ui_shows (button, "snake_case <b>"));
  g_assert_true (ui_shows (button, "Templates…"));
  ui_shot (f->window, "templates-menu");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));

  ui_activate (button, "list.new-from-template", "s", signet_list_get_id (template));
  g_assert_cmpstr (signet_list_get_name (list_get (f)), ==, "snake_case <b>");
  list_assert (f, "milk// ");
  /* gone meanwhile */
  ui_activate (button, "list.new-from-template", "s", "2b8d2f9e-0000-4000-8000-000000000000");
  assert_names (list_get_all (f), "Groceries|snake_case <b>|");
}

/* The window stays until a template that was saved a moment ago is on disk. */
static void
test_close (UiFixture     *f,
            gconstpointer  data)
{
  SignetListStore *templates;

  ui_open_window (f);
  templates = signet_context_get_templates (f->context);
  list_add (f, "milk");
  test_wait_until (!signet_list_store_has_unsaved (signet_context_get_list_store (f->context)));
  ui_activate (list_get_pane (f), "list.save-as-template", NULL);
  g_assert_true (signet_list_store_has_unsaved (templates));
  gtk_window_close (GTK_WINDOW (f->window));
  g_assert_true (gtk_widget_get_mapped (f->window));
  test_wait_until (!gtk_widget_get_mapped (f->window));
  g_assert_false (signet_list_store_has_unsaved (templates));
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-templates/use", test_use);
  ui_add ("/list-templates/replace", test_replace);
  ui_add ("/list-templates/manage", test_manage);
  ui_add ("/list-templates/menu", test_menu);
  ui_add ("/list-templates/close", test_close);

  return g_test_run ();
}
