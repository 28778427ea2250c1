/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history-dialog.h"
#include "verify-fixture.h"

#include <string.h>

#define VALID "Valid, but…\nYou have not met this signer before"

static GListModel *
get_model (VerifyFixture *f)
{
  return signet_history_get_model (signet_context_get_history (f->ui.context));
}

static guint
count (VerifyFixture *f)
{
  return g_list_model_get_n_items (get_model (f));
}

/* Within one second entries have no order. */
static gboolean
has_outcome (VerifyFixture *f,
             const char    *outcome)
{
  for (guint i = 0; i < count (f); i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (get_model (f), i);

      if (g_str_equal (signet_history_entry_get_outcome (entry), outcome))
        return TRUE;
    }

  return FALSE;
}

static char *
make_list (VerifyFixture *f,
           JotPrivateKey *key,
           const char    *id,
           const char    *items)
{
  gint64 now = signet_verifier_get_now ();
  g_autofree char *payload =
    g_strdup_printf ("{\"iss\":\"Whitney\",\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT ",\"jti\":\"%s\","
                     "\"listName\":\"Weekly shop\",\"groceryList\":[%s]}", now - 60, now + 3600, id, items);

  return verify_sign_with (key, payload);
}

/* The signature of one token under the text of another. */
static char *
forge (const char *text,
       const char *signed_token)
{
  const char *signature = strrchr (signed_token, '.');
  g_autofree char *head = g_strndup (text, (gsize) (strrchr (text, '.') - text));

  return g_strconcat (head, signature, NULL);
}

static GtkWidget *
open_dialog (VerifyFixture *f)
{
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (f->ui.application), "history", NULL);
  dialog = ui_wait_dialog (&f->ui);
  g_assert_true (SIGNET_IS_HISTORY_DIALOG (dialog));

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

static GtkWidget *
get_child (GtkWidget  *widget,
           const char *id)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), id);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

static GtkSingleSelection *
get_selection (GtkWidget *dialog)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (get_child (dialog, "list_view"))));
}

/* Of the rows, days included, the one of that list. */
static guint
find_row (GtkWidget  *dialog,
          const char *list_name)
{
  GListModel *model = G_LIST_MODEL (get_selection (dialog));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (SIGNET_IS_HISTORY_ENTRY (item)
          && g_strcmp0 (signet_history_entry_get_list_name (SIGNET_HISTORY_ENTRY (item)), list_name) == 0)
        return i;
    }

  g_assert_not_reached ();
}

static void
check (VerifyFixture *f,
       const char    *token,
       const char    *verdict)
{
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, verdict);
}

/* Each check once, whatever it came to; but neither what nobody was asked about nor what is no token. */
static void
test_record (VerifyFixture *f,
             gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *forged = g_strdup (token);
  char *signature = strrchr (forged, '.') + 1;

  signature[4] = signature[4] == 'A' ? 'B' : 'A';
  check (f, token, "Not checked\nAnyone could have written this");
  verify_set_url (f, test_server_get_url (f->server));
  check (f, "e30.e30", "Refused\nThis is not a whole token");
  check (f, token, VALID);
  test_wait_until (count (f) == 1);
  g_assert_true (has_outcome (f, "valid-but"));
  g_assert_false (has_outcome (f, "bad-signature"));

  verify_press_check (f);
  verify_assert_verdict (f, VALID);
  check (f, forged, "Refused\nThe signature is damaged");
  test_wait_until (count (f) == 2);
  g_assert_true (has_outcome (f, "bad-signature"));

  verify_restart (f);
  test_wait_until (count (f) == 2);
}

/* Whoever wants nothing kept gets nothing kept. */
static void
test_keep_nothing (VerifyFixture *f,
                   gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *other = make_list (f, f->key, "1", "\"milk\"");

  verify_set_url (f, test_server_get_url (f->server));
  g_settings_set_string (signet_context_get_settings (f->ui.context), "keep-history", "never");
  check (f, token, VALID);
  g_settings_set_string (signet_context_get_settings (f->ui.context), "keep-history", "forever");
  check (f, other, VALID);
  test_wait_until (count (f) == 1);
}

/* Cookies and candy: what was added after signing is named. */
static void
test_changes (VerifyFixture *f,
              gconstpointer  data)
{
  g_autoptr (JotPrivateKey) stranger = verify_make_key ();
  g_autofree char *token = make_list (f, f->key, "1", "\"milk\",{\"item\":\"eggs\",\"quantity\":\"6\"},\"tea\"");
  g_autofree char *text = make_list (f, f->key, "1", "\"milk\",{\"item\":\"eggs\",\"quantity\":\"12\"},\"<b>cookies</b>\",\"candy\"");
  g_autofree char *changed = forge (text, token);
  g_autofree char *next = make_list (f, f->key, "2", "\"milk\",\"bread\"");

  verify_set_url (f, test_server_get_url (f->server));
  check (f, token, VALID);
  test_wait_until (count (f) == 1);
  g_assert_false (ui_shows (f->pane, "What Changed"));

  check (f, changed, "Refused\nThis list was changed after it was signed");
  g_assert_true (ui_shows (f->pane, "What Changed"));
  g_assert_true (ui_shows (f->pane, "Added"));
  g_assert_true (ui_shows (f->pane, "Changed"));
  g_assert_true (ui_shows (f->pane, "Removed"));
  g_assert_true (ui_shows (f->pane, "12, was 6"));
  g_assert_nonnull (strstr (verify_get_sentence (f), "2 items were added"));
  ui_shot (f->ui.window, "verify-changed");

  /* after a valid one change is normal */
  check (f, next, VALID);
  g_assert_true (ui_shows (f->pane, "New Since the Last List"));
  g_assert_true (ui_shows (f->pane, "Added"));
  ui_shot (f->ui.window, "verify-new");
}

static void
move_focus (GtkWidget        *dialog,
            GtkDirectionType  direction,
            const char       *expected)
{
  GtkWidget *focus;
  g_autofree char *name = NULL;

  gtk_widget_child_focus (dialog, direction);
  focus = gtk_window_get_focus (GTK_WINDOW (dialog));
  g_assert_nonnull (focus);
  name = ui_dup_name (focus);
  g_test_message ("%s “%s”", G_OBJECT_TYPE_NAME (focus), name);
  g_assert_nonnull (name);
  g_assert_true (g_str_has_prefix (name, expected));
}

/* The keyboard is in the search at first, comes to the entries, and through the days. */
static void
test_keyboard (VerifyFixture *f,
               gconstpointer  data)
{
  g_autofree char *shop = make_list (f, f->key, "1", "\"milk\",\"Äpfel\"");
  GtkWidget *dialog;

  verify_set_url (f, test_server_get_url (f->server));
  check (f, shop, VALID);
  test_wait_until (count (f) == 1);

  dialog = open_dialog (f);
  ui_settle (dialog);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)), get_child (dialog, "search")));
  move_focus (dialog, GTK_DIR_TAB_FORWARD, "Today");
  move_focus (dialog, GTK_DIR_DOWN, "Weekly shop");
  close_dialog (dialog);
}

static void
test_dialog (VerifyFixture *f,
             gconstpointer  data)
{
  g_autofree char *shop = make_list (f, f->key, "1", "\"milk\",\"Äpfel\"");
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *forged = g_strdup (shop);
  char *signature = strrchr (forged, '.') + 1;
  GtkWidget *dialog = open_dialog (f);
  GtkWidget *search;

  signature[4] = signature[4] == 'A' ? 'B' : 'A';
  g_assert_true (ui_shows (dialog, "Nothing Checked Yet"));
  g_assert_false (ui_is_enabled (dialog, "history.forget-everything", NULL));
  ui_shot (dialog, "history-empty");
  close_dialog (dialog);

  verify_set_url (f, test_server_get_url (f->server));
  check (f, shop, VALID);
  test_wait_until (count (f) == 1);
  check (f, token, VALID);
  test_wait_until (count (f) == 2);
  signet_verify_pane_set_token (f->pane, forged);
  test_wait_until (count (f) == 3);

  dialog = open_dialog (f);
  g_assert_true (ui_shows (dialog, "Today"));
  g_assert_true (ui_shows (dialog, "Weekly shop"));
  g_assert_true (ui_shows (dialog, "Tea & <i>more</i>"));
  g_assert_true (ui_shows (dialog, "Valid, but…"));
  g_assert_true (ui_shows (dialog, "Refused"));
  ui_shot (dialog, "history");

  /* found by an item, whatever the case */
  search = get_child (dialog, "search");
  ui_type (search, "äPFEL");
  test_wait_until (!ui_shows (dialog, "Tea & <i>more</i>"));
  g_assert_true (ui_shows (dialog, "Weekly shop"));
  ui_type (search, "whitney more");
  test_wait_until (ui_shows (dialog, "Tea & <i>more</i>") && !ui_shows (dialog, "Weekly shop"));
  ui_type (search, "caviar");
  test_wait_until (ui_shows (dialog, "Nothing Found"));
  ui_type (search, "");
  test_wait_until (ui_shows (dialog, "Weekly shop"));

  /* the day is no entry */
  g_assert_false (ui_is_enabled (dialog, "history.forget", NULL));
  gtk_single_selection_set_selected (get_selection (dialog), find_row (dialog, "Tea & <i>more</i>"));
  ui_settle (dialog);
  g_assert_true (ui_press (get_child (dialog, "list_view"), GDK_KEY_Delete, 0));
  test_wait_until (count (f) == 2);
  test_wait_until (!ui_shows (dialog, "Tea & <i>more</i>"));
  ui_activate (dialog, "history.undo", NULL);
  test_wait_until (count (f) == 3);
  test_wait_until (ui_shows (dialog, "Tea & <i>more</i>"));

  /* Enter opens it, with the key set that it was checked with */
  verify_set_url (f, "");
  g_signal_emit_by_name (get_child (dialog, "list_view"), "activate", find_row (dialog, "Tea & <i>more</i>"));
  verify_assert_verdict (f, VALID);
  g_assert_true (ui_shows (f->pane, "Tea & <i>more</i>"));
}

static void
test_forget_everything (VerifyFixture *f,
                        gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  GtkWidget *dialog;

  verify_set_url (f, test_server_get_url (f->server));
  check (f, token, VALID);
  test_wait_until (count (f) == 1);
  dialog = open_dialog (f);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GList) toplevels = NULL;
      GtkWidget *question = NULL;

      ui_activate (dialog, "history.forget-everything", NULL);
      toplevels = gtk_window_list_toplevels ();
      for (GList *l = toplevels; l != NULL; l = l->next)
        if (ADW_IS_MESSAGE_DIALOG (l->data))
          question = l->data;
      g_assert_nonnull (question);
      ui_settle (question);
      g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (question)), ==, "cancel");
      ui_respond (question, i == 0 ? "cancel" : "forget");
      g_assert_cmpuint (count (f), ==, i == 0 ? 1 : 0);
    }
  test_wait_until (ui_shows (dialog, "Nothing Checked Yet"));
  close_dialog (dialog);

  verify_restart (f);
  g_assert_cmpuint (count (f), ==, 0);
}

/* Of tokens that may open doors only a trace is kept. */
static void
test_not_kept (VerifyFixture *f,
               gconstpointer  data)
{
  g_autofree char *token = verify_sign (f, "{\"iss\":\"login.example.com\",\"scope\":\"all\"}");
  GtkWidget *dialog;

  verify_set_url (f, test_server_get_url (f->server));
  check (f, token, "Valid, but…\nThe keys came over an open connection");
  test_wait_until (count (f) == 1);
  dialog = open_dialog (f);
  g_assert_true (ui_shows (dialog, "A token without a list"));
  g_signal_emit_by_name (get_child (dialog, "list_view"), "activate", 1u);
  test_wait_until (ui_shows (dialog, "This token was not kept: it may still open doors."));
  close_dialog (dialog);
}

/* What was signed here is checked with our own keys, whoever publishes them. */
static void
test_own (VerifyFixture *f,
          gconstpointer  data)
{
  static const char claims[] = "{\"listName\":\"Barbecue\",\"groceryList\":[\"corn\"]}";
  SignetListSigning *signing = signet_context_get_list_signing (f->ui.context);
  g_autoptr (GBytes) bytes = g_bytes_new_static (claims, strlen (claims));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;
  GtkWidget *dialog;

  signet_list_signing_sign_claims_async (signing, bytes, G_MAXINT64, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signing, result, &error);
  g_assert_no_error (error);
  test_wait_until (count (f) == 1);

  dialog = open_dialog (f);
  g_assert_true (ui_shows (dialog, "Signed"));
  g_signal_emit_by_name (get_child (dialog, "list_view"), "activate", find_row (dialog, "Barbecue"));
  verify_assert_verdict (f, "Valid\nYou signed this list");
  verify_press_check (f);
  verify_assert_verdict (f, "Valid\nYou signed this list");

  /* pasted it is anybody's */
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  verify_add ("/verify-history/record", test_record);
  verify_add ("/verify-history/keep-nothing", test_keep_nothing);
  verify_add ("/verify-history/changes", test_changes);
  verify_add ("/verify-history/keyboard", test_keyboard);
  verify_add ("/verify-history/dialog", test_dialog);
  verify_add ("/verify-history/forget-everything", test_forget_everything);
  verify_add ("/verify-history/not-kept", test_not_kept);
  verify_add ("/verify-history/own", test_own);

  return g_test_run ();
}
