/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-aisle-row.h"
#include "signet-aisles-dialog.h"
#include "signet-items-view.h"
#include "signet-list-row.h"

static SignetListPane *
open_list (UiFixture *f)
{
  static const char * const items[][2] = {
    { "milk", "Dairy" }, { "rolls", "Bakery" }, { "butter", "Dairy" }, { "apples", "Fruit" }, { "string", NULL },
  };

  ui_open_window (f);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_full (items[i][0], NULL, items[i][1], NULL, FALSE);

      signet_list_append (list_get (f), item);
    }
  ui_settle (f->window);

  return list_get_pane (f);
}

/* The list as it stands on the screen: "[Dairy] milk butter [Bakery] …" */
static void
assert_shown (UiFixture  *f,
              const char *expected)
{
  SignetItemsView *view = SIGNET_ITEMS_VIEW (ui_find_type (f->window, SIGNET_TYPE_ITEMS_VIEW, 0));
  GListModel *model = signet_items_view_get_model (view);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SignetListRow) row = g_list_model_get_item (model, i);
      SignetItem *item = signet_list_row_get_item (row);

      if (item != NULL)
        g_string_append_printf (text, "%s ", signet_item_get_name (item));
      else
        g_string_append_printf (text, "[%s] ", signet_list_row_get_title (row));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static GtkWidget *
open_dialog (UiFixture *f)
{
  GtkWidget *dialog;

  ui_activate (list_get_pane (f), "list.arrange-aisles", NULL);
  dialog = ui_wait_dialog (f);
  g_assert_true (SIGNET_IS_AISLES_DIALOG (dialog));

  return dialog;
}

static void
close_window (GtkWidget *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_close (GTK_WINDOW (window));
  test_wait_until (watched == NULL);
}

static GtkListBox *
get_list_box (GtkWidget *dialog)
{
  return GTK_LIST_BOX (ui_find (dialog, "Aisles"));
}

/* "Dairy Bakery Fruit " */
static void
assert_aisles (GtkWidget  *dialog,
               const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (get_list_box (dialog), i)) != NULL; i++)
    g_string_append_printf (text, "%s ", signet_aisle_row_get_aisle (SIGNET_AISLE_ROW (row)));
  g_assert_cmpstr (text->str, ==, expected);
}

static GtkWidget *
get_row (GtkWidget *dialog,
         int        nth)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (get_list_box (dialog), nth));
}

static void
drop (GtkWidget *dragged,
      GtkWidget *onto,
      gboolean   below)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (onto);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GTK_TYPE_LIST_BOX_ROW);
  g_value_set_object (&value, dragged);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        {
          g_signal_emit_by_name (controller, "drop", &value, 5.0, below ? gtk_widget_get_height (onto) - 2.0 : 2.0, &taken);
          g_assert_true (taken);
          return;
        }
    }
  g_assert_not_reached ();
}

/* By the buttons, by keys, by dropping: the list behind follows at once, and the next start has it. */
static void
test_arrange (UiFixture     *f,
              gconstpointer  data)
{
  GtkWidget *dialog;

  open_list (f);
  assert_shown (f, "[Dairy] milk butter [Bakery] rolls [Fruit] apples [Other] string ");

  dialog = open_dialog (f);
  assert_aisles (dialog, "Dairy Bakery Fruit ");
  ui_find (dialog, "Dairy, 2 items, 1 of 3");
  g_assert_false (gtk_widget_get_sensitive (ui_find (dialog, "Move “Dairy” up")));
  g_assert_false (gtk_widget_get_sensitive (ui_find (dialog, "Move “Fruit” down")));
  g_assert_false (gtk_widget_get_visible (ui_find (dialog, "Forget “Fruit”")));
  ui_shot (dialog, "aisles-dialog");

  ui_click (ui_find (dialog, "Move “Fruit” up"));
  assert_aisles (dialog, "Dairy Fruit Bakery ");
  assert_shown (f, "[Dairy] milk butter [Fruit] apples [Bakery] rolls [Other] string ");

  list_focus (get_row (dialog, 1));
  g_assert_true (ui_press (gtk_root_get_focus (GTK_ROOT (dialog)), GDK_KEY_Up, GDK_ALT_MASK));
  assert_aisles (dialog, "Fruit Dairy Bakery ");
  ui_find (dialog, "Fruit, 1 item, 1 of 3");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (dialog)) == get_row (dialog, 0));
  /* there is nothing above it */
  ui_press (gtk_root_get_focus (GTK_ROOT (dialog)), GDK_KEY_Up, GDK_ALT_MASK);
  assert_aisles (dialog, "Fruit Dairy Bakery ");

  ui_settle (dialog);
  drop (get_row (dialog, 2), get_row (dialog, 0), TRUE);
  assert_aisles (dialog, "Fruit Bakery Dairy ");
  drop (get_row (dialog, 2), get_row (dialog, 0), FALSE);
  assert_aisles (dialog, "Dairy Fruit Bakery ");
  drop (get_row (dialog, 0), get_row (dialog, 2), TRUE);
  assert_aisles (dialog, "Fruit Bakery Dairy ");
  assert_shown (f, "[Fruit] apples [Bakery] rolls [Dairy] milk butter [Other] string ");

  close_window (dialog);
  ui_restart (f);
  test_wait_until (signet_household_get_aisle_place (signet_context_get_household (f->context), "Fruit") == 0);
  assert_shown (f, "[Fruit] apples [Bakery] rolls [Dairy] milk butter [Other] string ");
  /* what is new stands behind */
  list_add (f, "soap");
  {
    g_autoptr (SignetItem) item = signet_item_new_full ("tea", NULL, "Drinks", NULL, FALSE);

    signet_list_insert (list_get (f), 0, item);
  }
  assert_shown (f, "[Fruit] apples [Bakery] rolls [Dairy] milk butter [Drinks] tea [Other] string soap ");
}

/* In the dialog, and later in the window; back to how the list itself has them. */
static void
test_undo (UiFixture     *f,
           gconstpointer  data)
{
  GtkWidget *dialog;

  open_list (f);
  list_add (f, "soap");
  dialog = open_dialog (f);
  ui_click (ui_find (dialog, "Move “Fruit” up"));
  ui_click (ui_find (dialog, "Move “Fruit” up"));
  assert_aisles (dialog, "Fruit Dairy Bakery ");

  g_assert_true (ui_press (get_row (dialog, 0), GDK_KEY_z, GDK_CONTROL_MASK));
  assert_aisles (dialog, "Dairy Fruit Bakery ");
  g_assert_true (ui_press (get_row (dialog, 0), GDK_KEY_z, GDK_CONTROL_MASK));
  assert_aisles (dialog, "Dairy Bakery Fruit ");
  assert_shown (f, "[Dairy] milk butter [Bakery] rolls [Fruit] apples [Other] string soap ");
  /* what was done before is not undone here */
  ui_press (get_row (dialog, 0), GDK_KEY_z, GDK_CONTROL_MASK);
  assert_shown (f, "[Dairy] milk butter [Bakery] rolls [Fruit] apples [Other] string soap ");
  g_assert_true (ui_press (get_row (dialog, 0), GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  assert_aisles (dialog, "Dairy Fruit Bakery ");
  close_window (dialog);

  ui_activate (f->window, "win.undo", NULL);
  assert_shown (f, "[Dairy] milk butter [Bakery] rolls [Fruit] apples [Other] string soap ");
  ui_activate (f->window, "win.redo", NULL);
  assert_shown (f, "[Dairy] milk butter [Fruit] apples [Bakery] rolls [Other] string soap ");
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

static void
answer_name (const char *name)
{
  GtkWidget *question;

  test_wait_until ((question = get_question ()) != NULL);
  ui_settle (question);
  ui_type (ui_find (question, "Name of the aisle"), name);
  ui_respond (question, "accept");
}

/* Everywhere: on other lists as well, and where the household finds things. */
static void
test_rename (UiFixture     *f,
             gconstpointer  data)
{
  g_autoptr (SignetList) other = signet_list_new (NULL, "Barbecue");
  g_autoptr (SignetItem) cheese = signet_item_new_full ("cheese", NULL, "Dairy", NULL, TRUE);
  SignetHousehold *household;
  GtkWidget *dialog;

  open_list (f);
  household = signet_context_get_household (f->context);
  signet_list_append (other, cheese);
  signet_list_store_add (signet_context_get_list_store (f->context), other);
  signet_household_added (household, cheese);

  dialog = open_dialog (f);
  ui_find (dialog, "Dairy, 3 items, 1 of 3");
  ui_click (ui_find (dialog, "Move “Dairy” down"));
  assert_aisles (dialog, "Bakery Dairy Fruit ");

  ui_click (ui_find (dialog, "Rename “Dairy”"));
  answer_name ("Fridge & <cold>");
  test_wait_until (ui_shows (dialog, "“Dairy” is now “Fridge & <cold>”"));
  assert_aisles (dialog, "Bakery Fridge & <cold> Fruit ");
  assert_shown (f, "[Bakery] rolls [Fridge & <cold>] milk butter [Fruit] apples [Other] string ");
  g_assert_cmpstr (signet_item_get_aisle (cheese), ==, "Fridge & <cold>");
  g_assert_cmpstr (signet_household_get_aisle (household, "cheese"), ==, "Fridge & <cold>");
  ui_find (dialog, "Fridge & <cold>, 3 items, 2 of 3");
  ui_settle (dialog);
  ui_shot (dialog, "aisles-dialog-renamed");

  ui_click (ui_find (dialog, "Undo"));
  assert_aisles (dialog, "Bakery Dairy Fruit ");
  assert_shown (f, "[Bakery] rolls [Dairy] milk butter [Fruit] apples [Other] string ");
  g_assert_cmpstr (signet_item_get_aisle (cheese), ==, "Dairy");
  g_assert_cmpstr (signet_household_get_aisle (household, "cheese"), ==, "Dairy");

  /* two would become one */
  ui_click (ui_find (dialog, "Rename “Dairy”"));
  answer_name ("Fruit");
  test_wait_until (ui_shows (dialog, "There is a “Fruit” already."));
  assert_aisles (dialog, "Bakery Dairy Fruit ");
  assert_shown (f, "[Bakery] rolls [Dairy] milk butter [Fruit] apples [Other] string ");
  close_window (dialog);
}

static void
drag_near (GtkScrolledWindow *scroller,
           const char        *signal,
           double             y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (scroller));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_CONTROLLER_MOTION (controller) && g_str_equal (signal, "leave"))
        g_signal_emit_by_name (controller, signal);
      else if (GTK_IS_DROP_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, signal, 10.0, y);
    }
}

static gboolean
is_in_sight (GtkWidget         *row,
             GtkScrolledWindow *scroller)
{
  double x, y;

  return gtk_widget_translate_coordinates (row, GTK_WIDGET (scroller), 0, 0, &x, &y) && y >= 0
         && y + gtk_widget_get_height (row) <= gtk_widget_get_height (GTK_WIDGET (scroller));
}

/* More aisles than the dialog is high: while one is dragged near the edge, the others come by. */
static void
test_long (UiFixture     *f,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) aisles = g_ptr_array_new_with_free_func (g_free);
  GtkScrolledWindow *scroller;
  GtkAdjustment *adjustment;
  GtkWidget *dialog;
  double end, here;

  open_list (f);
  for (guint i = 0; i < 13; i++)
    g_ptr_array_add (aisles, g_strdup_printf ("Aisle %u", i));
  g_ptr_array_add (aisles, NULL);
  signet_household_set_aisles (signet_context_get_household (f->context), (const char * const *) aisles->pdata);
  dialog = open_dialog (f);
  scroller = GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (get_list_box (dialog)), GTK_TYPE_SCROLLED_WINDOW));
  adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  g_assert_cmpfloat (end, >, 200);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  drag_near (scroller, "enter", gtk_widget_get_height (GTK_WIDGET (scroller)) / 2.0);
  ui_settle (dialog);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  drag_near (scroller, "motion", gtk_widget_get_height (GTK_WIDGET (scroller)) - 1.0);
  test_wait_until (gtk_adjustment_get_value (adjustment) >= end - 1);
  drag_near (scroller, "motion", 1.0);
  test_wait_until (gtk_adjustment_get_value (adjustment) < end - 50);
  drag_near (scroller, "leave", 0);
  here = gtk_adjustment_get_value (adjustment);
  ui_settle (dialog);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, here);

  /* by keys, the view goes with the aisle that moves */
  gtk_adjustment_set_value (adjustment, 0);
  list_focus (get_row (dialog, 0));
  ui_settle (dialog);
  for (guint i = 0; i < 14; i++)
    g_assert_true (ui_press (get_row (dialog, (int) i), GDK_KEY_Down, GDK_ALT_MASK));
  g_assert_cmpstr (signet_aisle_row_get_aisle (SIGNET_AISLE_ROW (get_row (dialog, 14))), ==, "Aisle 0");
  /* it has its new place only in the next frame */
  ui_settle (dialog);
  test_wait_until (is_in_sight (get_row (dialog, 14), scroller));
  for (guint i = 14; i > 0; i--)
    g_assert_true (ui_press (get_row (dialog, (int) i), GDK_KEY_Up, GDK_ALT_MASK));
  /* it has its new place only in the next frame */
  ui_settle (dialog);
  test_wait_until (is_in_sight (get_row (dialog, 0), scroller));

  /* gone while it scrolls */
  drag_near (scroller, "enter", 1.0);
  close_window (dialog);
}

/* An aisle that nothing is in can go; without any there is a word of what to do. */
static void
test_forget (UiFixture     *f,
             gconstpointer  data)
{
  static const char * const aisles[] = { "Toys", "Dairy", NULL };
  SignetHousehold *household;
  GtkWidget *dialog;

  open_list (f);
  household = signet_context_get_household (f->context);
  signet_household_set_aisles (household, aisles);
  dialog = open_dialog (f);
  assert_aisles (dialog, "Toys Dairy Bakery Fruit ");
  ui_find (dialog, "Toys, Nothing from here now, 1 of 4");
  ui_click (ui_find (dialog, "Forget “Toys”"));
  assert_aisles (dialog, "Dairy Bakery Fruit ");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (dialog)) == get_row (dialog, 0));
  ui_click (ui_find (dialog, "Undo"));
  assert_aisles (dialog, "Toys Dairy Bakery Fruit ");
  close_window (dialog);

  signet_list_splice (list_get (f), 0, signet_list_get_n_items (list_get (f)), NULL);
  signet_household_set_aisles (household, (const char * const []) { NULL });
  dialog = open_dialog (f);
  g_assert_true (ui_shows (dialog, "No Aisles Yet"));
  ui_shot (dialog, "aisles-dialog-empty");
  close_window (dialog);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/aisles-dialog/arrange", test_arrange);
  ui_add ("/aisles-dialog/undo", test_undo);
  ui_add ("/aisles-dialog/rename", test_rename);
  ui_add ("/aisles-dialog/long", test_long);
  ui_add ("/aisles-dialog/forget", test_forget);

  return g_test_run ();
}
