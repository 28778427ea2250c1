/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include <string.h>

static void
sign (UiFixture *f)
{
  SignetTokenOptions options = { .issuer = "Whitney", .subject = "Brian", .lifetime = 86400 };
  SignetListSigning *signing = signet_context_get_list_signing (f->context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_sign_async (signing, list_get (f), &options, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signing, result, &error);
  g_assert_no_error (error);
}

static GtkWidget *
get_sign_button (UiFixture *f)
{
  return ui_find (list_get_pane (f), "Review and sign");
}

/* Whether a label says something that begins like that, where the user can see it */
static gboolean
shows_start (gpointer    root,
             const char *start)
{
  GtkWidget *label;

  for (guint i = 0; (label = ui_find_type (root, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (label)), start) && gtk_widget_get_mapped (label))
      return TRUE;

  return FALSE;
}

static GtkPopover *
open_popover (UiFixture *f)
{
  GtkWidget *button = ui_find_type (ui_find_type (f->window, g_type_from_name ("SignetSignedButton"), 0),
                                    GTK_TYPE_MENU_BUTTON, 0);

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle (f->window);
  test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)))));

  return gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
}

static void
test_states (UiFixture     *f,
             gconstpointer  data)
{
  GtkPopover *popover;

  ui_open_window (f);
  list_fill (f);
  test_wait_until (ui_shows (list_get_pane (f), "Not signed yet"));
  g_assert_true (gtk_widget_has_css_class (get_sign_button (f), "suggested-action"));

  sign (f);
  test_wait_until (shows_start (list_get_pane (f), "Signed today at "));
  g_assert_false (gtk_widget_has_css_class (get_sign_button (f), "suggested-action"));
  ui_find (f->window, "Groceries, 6 items, Signed");
  ui_shot (f->window, "list-signed");

  popover = open_popover (f);
  g_assert_true (shows_start (popover, "The signed list works until tomorrow at "));
  g_assert_false (ui_is_shown (ui_find (popover, "Sign Again…")));
  ui_click (ui_find (popover, "Copy Signed Token"));
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Token copied"));

  /* an edit: what is different is said */
  list_add (f, "cookies");
  signet_item_set_quantity (signet_list_get_item (list_get (f), 1), "6");
  test_wait_until (ui_shows (list_get_pane (f), "2 changes since signed"));
  g_assert_true (gtk_widget_has_css_class (get_sign_button (f), "suggested-action"));
  popover = open_popover (f);
  g_assert_true (ui_shows (popover, "cookies"));
  g_assert_true (ui_shows (popover, "Added"));
  g_assert_true (ui_shows (popover, "Changed"));
  g_assert_true (ui_shows (popover, "6, was 12"));
  ui_shot (f->window, "list-signed-changed");
  ui_click (ui_find (popover, "Sign Again…"));
  ui_settle (f->window);
  g_assert_cmpstr (signet_window_get_page (SIGNET_WINDOW (f->window)), ==, "sign");

  /* taken back: signed as it is */
  signet_window_set_page (SIGNET_WINDOW (f->window), "list");
  ui_activate (f->window, "win.undo", NULL);
  signet_item_set_quantity (signet_list_get_item (list_get (f), 1), "12");
  test_wait_until (shows_start (list_get_pane (f), "Signed today at "));

  /* also after a restart */
  ui_restart (f);
  test_wait_until (shows_start (list_get_pane (f), "Signed today at "));
  popover = open_popover (f);
  ui_click (ui_find (popover, "Show"));
  ui_settle (f->window);
  g_assert_cmpstr (signet_window_get_page (SIGNET_WINDOW (f->window)), ==, "verify");
}

static void
test_sidebar (UiFixture     *f,
              gconstpointer  data)
{
  SignetList *other;

  ui_open_window (f);
  list_fill (f);
  sign (f);
  other = signet_list_store_create (signet_context_get_list_store (f->context), "Barbecue");
  test_wait_until (ui_try_find (f->window, "Groceries, 6 items, Signed") != NULL);
  ui_find (f->window, "Barbecue, 0 items");

  signet_list_pane_set_list (list_get_pane (f), other);
  test_wait_until (ui_shows (list_get_pane (f), "Not signed yet"));
  ui_find (f->window, "Groceries, 6 items, Signed");
}

/* An entry that names a list only, as older versions wrote it, and claims of a script. */
static void
sign_unlinked (UiFixture *f)
{
  SignetTokenOptions options = { .issuer = "Whitney", .lifetime = 86400, .issued_at = g_get_real_time () / G_USEC_PER_SEC };
  SignetListSigning *signing = signet_context_get_list_signing (f->context);
  g_autoptr (GBytes) claims = signet_token_build_claims (list_get (f), &options);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_sign_claims_async (signing, claims, options.issued_at + 86400, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signing, result, &error);
  g_assert_no_error (error);
}

static SignetHistoryEntry *
get_entry (UiFixture *f)
{
  g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (signet_history_get_model (signet_context_get_history (f->context)), 0);

  return entry;
}

/* A list is known by what it is and not by its name: two of one name, one that is renamed, and entries of old. */
static void
test_names (UiFixture     *f,
            gconstpointer  data)
{
  g_autoptr (SignetList) first = NULL;
  GtkPopover *popover;

  ui_open_window (f);
  list_fill (f);
  first = g_object_ref (list_get (f));
  sign_unlinked (f);
  test_wait_until (shows_start (list_get_pane (f), "Signed today at "));
  g_assert_cmpstr (signet_history_entry_get_list_id (get_entry (f)), ==, signet_list_get_id (first));

  /* its twin was never signed */
  ui_activate (list_get_pane (f), "list.duplicate", NULL);
  signet_list_set_name (list_get (f), "Groceries");
  test_wait_until (ui_shows (list_get_pane (f), "Not signed yet"));

  signet_list_pane_set_list (list_get_pane (f), first);
  test_wait_until (shows_start (list_get_pane (f), "Signed today at "));
  signet_list_set_name (first, "Weekly shop");
  test_wait_until (ui_shows (list_get_pane (f), "Renamed since signed"));
  popover = open_popover (f);
  g_assert_true (ui_shows (popover, "It was called “Groceries”."));
  ui_shot (f->window, "list-signed-renamed");
  gtk_popover_popdown (popover);

  g_clear_object (&first);
  ui_restart (f);
  test_wait_until (ui_shows (list_get_pane (f), "Renamed since signed"));
  g_assert_null (ui_try_find (f->window, "Groceries, 6 items, Changed since signed"));
  ui_find (f->window, "Groceries, 6 items");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-signed/states", test_states);
  ui_add ("/list-signed/sidebar", test_sidebar);
  ui_add ("/list-signed/names", test_names);

  return g_test_run ();
}
