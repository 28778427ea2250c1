/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "verify-fixture.h"

#include <math.h>

static void
test_empty (VerifyFixture *f,
            gconstpointer  data)
{
  int minimum;

  g_assert_null (verify_get_verdict (f));
  g_assert_true (ui_shows (f->pane, "Was This List Changed?"));
  g_assert_false (gtk_widget_is_sensitive (verify_child (f, NULL, "check_button")));

  gtk_widget_measure (GTK_WIDGET (f->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  /* in one column it would only push the token away */
  gtk_window_set_default_size (GTK_WINDOW (f->ui.window), 400, 640);
  test_wait_until (gtk_widget_get_width (GTK_WIDGET (f->pane)) < 700);
  g_assert_false (ui_shows (f->pane, "Was This List Changed?"));
  gtk_window_set_default_size (GTK_WINDOW (f->ui.window), 900, 640);
  test_wait_until (gtk_widget_get_width (GTK_WIDGET (f->pane)) > 700);
  g_assert_true (ui_shows (f->pane, "Was This List Changed?"));
}

/* Tab goes once round the page, in both directions the same way */
static void
test_tab (VerifyFixture *f,
          gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  GtkWindow *window = GTK_WINDOW (f->ui.window);
  GtkWidget *first = verify_child (f, NULL, "paste_button");
  guint i;

  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  /* what was not laid out yet is no stop */
  ui_settle (f->ui.window);
  gtk_widget_grab_focus (first);
  do
    {
      g_ptr_array_add (stops, gtk_window_get_focus (window));
      g_assert_cmpuint (stops->len, <, 50);
      gtk_widget_child_focus (f->ui.window, GTK_DIR_TAB_FORWARD);
    }
  while (gtk_window_get_focus (window) != first);

  g_assert_true (stops->pdata[1] == verify_child (f, NULL, "token_view"));
  g_assert_true (g_ptr_array_find (stops, verify_child (f, NULL, "check_button"), &i));
  g_assert_true (stops->pdata[i + 1] == verify_child (f, "SignetVerdictCard", "verdict"));
  g_assert_cmpuint (i + 2, <, stops->len);

  for (i = stops->len; i > 0; i--)
    {
      gtk_widget_child_focus (f->ui.window, GTK_DIR_TAB_BACKWARD);
      g_assert_true (gtk_window_get_focus (window) == stops->pdata[i - 1]);
    }
}

/* the narrowest window has room for letters twice as large */
static void
test_large_text (VerifyFixture *f,
                 gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  GtkSettings *settings = gtk_widget_get_settings (f->ui.window);
  int dpi, minimum;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (verify_child (f, "SignetCheckDetails", "checks_row")), TRUE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (verify_child (f, "SignetCheckDetails", "claims_row")), TRUE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (verify_child (f, "SignetCheckDetails", "key_set_row")), TRUE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (verify_child (f, "SignetCheckDetails", "text_row")), TRUE);
  gtk_widget_measure (GTK_WIDGET (f->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* what stands below the token comes into view when somebody waits for it */
static void
test_narrow (VerifyFixture *f,
             gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (verify_child (f, NULL, "scroller"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  graphene_rect_t bounds;

  verify_set_url (f, test_server_get_url (f->server));
  gtk_window_set_default_size (GTK_WINDOW (f->ui.window), 400, 500);
  test_wait_until (gtk_widget_get_width (GTK_WIDGET (f->pane)) < 700);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  signet_verify_pane_set_token (f->pane, token);
  test_wait_until (verify_get_verdict (f) != NULL);
  test_wait_until (gtk_adjustment_get_value (adjustment) > 0
              && gtk_widget_compute_bounds (verify_find (f, "SignetVerdictCard"), GTK_WIDGET (f->pane), &bounds)
              && fabs (bounds.origin.y - 24) <= 1);
}

static void
test_markup (VerifyFixture *f,
             gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_true (ui_shows (f->pane, "Mac & <b>cheese</b>"));
  g_assert_true (ui_shows (f->pane, "<u>green</u>"));

  verify_set_url (f, test_server_get_url (f->server));
  verify_press_check (f);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_true (ui_shows (f->pane, "Mac & <b>cheese</b>"));
  g_assert_true (ui_shows (f->pane, "<u>green</u>"));
  g_assert_nonnull (strstr (verify_get_sentence (f), "Whitney"));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (verify_child (f, "SignetCheckDetails", "claims_row")), TRUE);
  g_assert_true (ui_shows (f->pane, "Tea & <i>more</i>"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (verify_child (f, "SignetCheckDetails", "key_set_row")), TRUE);
  g_assert_true (ui_shows (f->pane, "Used here"));
  g_assert_true (ui_shows (f->pane, test_server_get_url (f->server)));
}

/* more items than anybody looks at are not all built */
static void
test_many_items (VerifyFixture *f,
                 gconstpointer  data)
{
  g_autoptr (GString) payload = g_string_new ("{\"groceryList\":[\"first\"");
  g_autofree char *token = NULL;
  GtkWidget *more;

  for (guint i = 1; i < 1000; i++)
    g_string_append_printf (payload, ",\"item %u\"", i);
  g_string_append (payload, "]}");
  token = verify_sign (f, payload->str);

  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_true (ui_shows (f->pane, "item 49"));
  g_assert_false (ui_shows (f->pane, "item 50"));
  g_assert_true (ui_shows (f->pane, "and 950 more"));
  more = verify_child (f, "SignetSignedList", "more_button");
  g_signal_emit_by_name (more, "clicked");
  g_assert_true (ui_shows (f->pane, "item 549"));
  g_signal_emit_by_name (more, "clicked");
  g_assert_true (ui_shows (f->pane, "item 999"));
  g_assert_false (ui_is_shown (more));
}

static void
test_add_to_lists (VerifyFixture *f,
                   gconstpointer  data)
{
  GListModel *lists = G_LIST_MODEL (signet_context_get_list_store (f->ui.context));
  g_autofree char *token = verify_sign_list (f);
  g_autoptr (SignetList) list = NULL;
  guint n;

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  n = g_list_model_get_n_items (lists);
  g_assert_true (gtk_widget_is_sensitive (verify_child (f, "SignetSignedList", "add_button")));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->pane), "verify.add-to-lists", NULL));
  g_assert_cmpuint (g_list_model_get_n_items (lists), ==, n + 1);
  list = g_list_model_get_item (lists, n);
  g_assert_cmpstr (signet_list_get_name (list), ==, "Tea & <i>more</i>");
  g_assert_cmpstr (signet_item_get_quantity (signet_list_get_item (list, 0)), ==, "2 l");
  g_assert_cmpuint (signet_list_get_n_items (list), ==, 3);
  /* once is enough */
  g_assert_false (gtk_widget_is_sensitive (verify_child (f, "SignetSignedList", "add_button")));
}

/* A key card is chosen as a file, and what it says of its address is not followed. */
static void
test_key_card (VerifyFixture *f,
               gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "Whitney.jwks", NULL);
  g_autofree char *card = g_strconcat ("{\"name\":\"Whitney\",\"url\":\"", test_server_get_url (f->server), "\",", f->set + 1, NULL);
  g_autoptr (JotPrivateKey) other = verify_make_key ();
  g_autofree char *other_set = verify_make_set (other, NULL);

  test_write_file (folder, "Whitney.jwks", card);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  ui_activate (f->pane, "verify.choose-key-set", NULL);
  ui_choose_file (path);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 0);

  /* the card of somebody else */
  test_write_file (folder, "Whitney.jwks", other_set);
  verify_press_check (f);
  verify_assert_verdict (f, "Refused\nThe signing key is not in the key set");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  verify_add ("/verify-pane/empty", test_empty);
  verify_add ("/verify-pane/tab", test_tab);
  verify_add ("/verify-pane/large-text", test_large_text);
  verify_add ("/verify-pane/narrow", test_narrow);
  verify_add ("/verify-pane/key-card", test_key_card);
  verify_add ("/verify-pane/markup", test_markup);
  verify_add ("/verify-pane/many-items", test_many_items);
  verify_add ("/verify-pane/add-to-lists", test_add_to_lists);

  return g_test_run ();
}
