/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-reading.h"
#include "verify-fixture.h"

#include <string.h>

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (VerifyFixture *f)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (f->ui.window), NULL, read_cb, &text);
  test_wait_until (text != NULL);

  return text;
}

static void
assert_clipboard (VerifyFixture *f,
                  const char    *expected)
{
  g_autofree char *text = read_clipboard (f);

  g_assert_cmpstr (text, ==, expected);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (f->ui.window), "nothing yet");
}

static GtkWidget *
get_focus (VerifyFixture *f)
{
  return gtk_window_get_focus (GTK_WINDOW (f->ui.window));
}

static void
unfold (VerifyFixture *f)
{
  static const char * const folds[] = { "checks_row", "claims_row", "key_set_row", "text_row" };

  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    {
      GtkWidget *fold = verify_child (f, "SignetCheckDetails", folds[i]);

      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (fold), gtk_widget_get_visible (fold));
    }
  /* what was not laid out yet is no stop */
  ui_settle (f->ui.window);
}

/* Tab goes round the page, forward and back by the same stops, each once, and by one for all rows of a group. */
static guint
count_reading_stops (VerifyFixture *f)
{
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);
  GtkWidget *first = verify_child (f, NULL, "paste_button");

  gtk_widget_grab_focus (first);
  do
    {
      GtkWidget *stop = get_focus (f);
      GtkWidget *group = gtk_widget_get_ancestor (stop, SIGNET_TYPE_READING);

      g_assert_false (g_ptr_array_find (stops, stop, NULL));
      g_ptr_array_add (stops, stop);
      if (group != NULL)
        g_assert_true (g_hash_table_add (groups, group));
      gtk_widget_child_focus (f->ui.window, GTK_DIR_TAB_FORWARD);
    }
  while (get_focus (f) != first);

  for (guint i = stops->len; i > 0; i--)
    {
      gtk_widget_child_focus (f->ui.window, GTK_DIR_TAB_BACKWARD);
      g_assert_true (get_focus (f) == stops->pdata[i - 1]);
    }

  return g_hash_table_size (groups);
}

static void
test_tab (VerifyFixture *f,
          gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  unfold (f);
  /* the items and the claims */
  g_assert_cmpuint (count_reading_stops (f), ==, 2);

  verify_set_url (f, test_server_get_url (f->server));
  verify_press_check (f);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  unfold (f);
  /* the items, checks, claims and keys */
  g_assert_cmpuint (count_reading_stops (f), ==, 4);

  signet_verify_pane_set_token (f->pane, VERIFY_FORGED);
  verify_assert_verdict (f, "Refused\nToken has no Key ID");
  ui_settle (f->ui.window);
  /* a refusal opens its checks */
  g_assert_cmpuint (count_reading_stops (f), ==, 2);
}

/* the keyboard goes from row to row, also from one aisle to the next, and copies one or all */
static void
test_keyboard (VerifyFixture *f,
               gconstpointer  data)
{
  static const char * const items[] = { "Mac & <b>cheese</b>, <u>green</u>", "tea", "2 l milk, organic" };
  g_autofree char *token = NULL;
  GtkWidget *reading;

  token = verify_sign (f, "{\"listName\":\"Weekly shop\",\"groceryList\":[{\"item\":\"milk\",\"quantity\":\"2 l\",\"aisle\":\"Dairy\","
                          "\"note\":\"organic\"},{\"item\":\"Mac & <b>cheese</b>\",\"note\":\"<u>green</u>\"},\"tea\"]}");
  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  ui_settle (f->ui.window);

  reading = verify_child (f, "SignetSignedList", "reading");
  g_assert_true (gtk_widget_child_focus (reading, GTK_DIR_TAB_FORWARD));
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_assert_true (GTK_IS_LIST_BOX_ROW (get_focus (f)));
      gtk_test_accessible_assert_property (get_focus (f), GTK_ACCESSIBLE_PROPERTY_LABEL, items[i]);
      g_assert_true (ui_press (get_focus (f), GDK_KEY_c, GDK_CONTROL_MASK));
      assert_clipboard (f, items[i]);
      g_assert_true (ui_press (get_focus (f), GDK_KEY_Down, 0));
    }
  /* that was the last one */
  gtk_test_accessible_assert_property (get_focus (f), GTK_ACCESSIBLE_PROPERTY_LABEL, items[2]);
  g_assert_true (ui_press (get_focus (f), GDK_KEY_Up, 0));
  gtk_test_accessible_assert_property (get_focus (f), GTK_ACCESSIBLE_PROPERTY_LABEL, items[1]);

  g_assert_true (ui_press (get_focus (f), GDK_KEY_Menu, 0));
  g_assert_true (ui_is_shown (ui_find_type (reading, GTK_TYPE_POPOVER_MENU, 0)));
  ui_settle (reading);
  ui_shot (f->pane, "verify-menu");
  ui_activate (reading, "reading.copy", NULL);
  assert_clipboard (f, items[1]);
  ui_activate (reading, "reading.copy-all", NULL);
  assert_clipboard (f, "Mac & <b>cheese</b>, <u>green</u>\ntea\n2 l milk, organic");
  gtk_popover_popdown (GTK_POPOVER (ui_find_type (reading, GTK_TYPE_POPOVER_MENU, 0)));
}

/* words that are selected are copied, not the row that they stand in; Tab goes on from there */
static void
test_selection (VerifyFixture *f,
                gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  GtkListBoxRow *check;
  GtkWidget *label;
  g_autofree char *text = NULL;

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  unfold (f);

  ui_shot (f->pane, "verify-unfolded");

  check = verify_get_check (f, "Algorithm");
  label = ui_find_type (check, GTK_TYPE_LABEL, 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "EdDSA");
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (label)));
  g_assert_true (gtk_widget_grab_focus (label));
  gtk_label_select_region (GTK_LABEL (label), 2, 5);
  g_assert_true (ui_press (label, GDK_KEY_c, GDK_CONTROL_MASK));
  assert_clipboard (f, "DSA");

  gtk_label_select_region (GTK_LABEL (label), 0, 0);
  g_assert_true (ui_press (label, GDK_KEY_c, GDK_CONTROL_MASK));
  assert_clipboard (f, "Algorithm, passed, EdDSA");

  g_assert_true (gtk_widget_child_focus (f->ui.window, GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_widget_is_ancestor (get_focus (f), GTK_WIDGET (verify_child (f, "SignetCheckDetails", "checks"))));

  /* a fact by itself, and with its name among others */
  g_assert_true (gtk_widget_grab_focus (ui_find_type (verify_child (f, "SignetCheckDetails", "key_set"), GTK_TYPE_LIST_BOX_ROW, 0)));
  g_assert_true (ui_press (get_focus (f), GDK_KEY_c, GDK_CONTROL_MASK));
  assert_clipboard (f, test_server_get_url (f->server));
  ui_click (ui_find (f->pane, "Copy Key Set"));
  text = read_clipboard (f);
  g_assert_true (g_str_has_prefix (text, "Address: http://127.0.0.1:"));
  g_assert_nonnull (strstr (text, "\nFetched: "));
  g_assert_nonnull (strstr (text, ". Used here"));
}

/* the buttons copy what is not shown, too */
static void
test_buttons (VerifyFixture *f,
              gconstpointer  data)
{
  g_autoptr (GString) payload = g_string_new ("{\"groceryList\":[\"first\"");
  g_autofree char *token = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 1; i < 1000; i++)
    g_string_append_printf (payload, ",\"item %u\"", i);
  g_string_append (payload, "]}");
  token = verify_sign (f, payload->str);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_null (ui_try_find (verify_find (f, "SignetSignedList"), "Copy Claims"));
  g_assert_false (ui_is_shown (ui_find (f->pane, "Copy List")));

  verify_set_url (f, test_server_get_url (f->server));
  verify_press_check (f);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  ui_click (ui_find (f->pane, "Copy List"));
  text = read_clipboard (f);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1000);
  g_assert_cmpstr (lines[0], ==, "first");
  g_assert_cmpstr (lines[999], ==, "item 999");

  g_assert_false (ui_is_shown (ui_find (f->pane, "Copy Checks")));
  unfold (f);
  ui_click (ui_find (f->pane, "Copy Checks"));
  g_clear_pointer (&text, g_free);
  text = read_clipboard (f);
  g_assert_nonnull (strstr (text, "\nSignature, passed"));
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  verify_add ("/verify-copy/tab", test_tab);
  verify_add ("/verify-copy/keyboard", test_keyboard);
  verify_add ("/verify-copy/selection", test_selection);
  verify_add ("/verify-copy/buttons", test_buttons);

  return g_test_run ();
}
