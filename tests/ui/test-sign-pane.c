/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-json.h"
#include "signet-context-private.h"
#include "signet-sign-pane.h"
#include "signet-token-view.h"
#include "ui-fixture.h"

#include <string.h>

/* The page that signs, with keys in memory. */

static SignetSignPane *
get_pane (UiFixture *f)
{
  return SIGNET_SIGN_PANE (ui_find_type (f->window, SIGNET_TYPE_SIGN_PANE, 0));
}

static SignetList *
get_list (UiFixture *f)
{
  g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (signet_context_get_list_store (f->context)), 0);

  return list;
}

static void
add_item (UiFixture  *f,
          const char *text)
{
  g_autoptr (SignetItem) item = signet_item_new_from_text (text);

  signet_list_append (get_list (f), item);
}

static void
open_page (UiFixture *f)
{
  ui_open_window (f);
  add_item (f, "2 l milk");
  add_item (f, "eggs");
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
}

static void
sign (UiFixture *f)
{
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
  ui_settle (f->window);
}

static gboolean
has_focus (UiFixture  *f,
           const char *name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (f->window));

  return focus != NULL && focus == ui_find (f->window, name);
}

/* The claims of a token, which is checked against our own key set first. */
static JotClaims *
check (UiFixture  *f,
       const char *token)
{
  SignetVerifier *verifier = signet_context_get_verifier (f->context);
  g_autoptr (GBytes) keys = NULL;
  g_autoptr (SignetPublicKeys) reader = signet_public_keys_new (signet_context_get_keys_path (f->context));
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys.jwks", NULL);
  g_autoptr (SignetReport) report = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *tampered = g_strdup (token);
  char *payload = strchr (tampered, '.') + 5;
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  GAsyncResult *slot = NULL;

  keys = signet_public_keys_read (reader, signet_verifier_get_now (), &error);
  g_assert_no_error (error);
  g_file_set_contents (path, g_bytes_get_data (keys, NULL), (gssize) g_bytes_get_size (keys), &error);
  g_assert_no_error (error);

  request.source = path;
  request.token = token;
  signet_verifier_check_async (verifier, &request, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  report = signet_verifier_check_finish (verifier, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signet_report_get_code (report), ==, NULL);
  g_assert_true (signet_report_is_proved (report));

  /* and one character less right is refused */
  *payload = *payload == 'A' ? 'B' : 'A';
  request.token = tampered;
  slot = NULL;
  g_clear_object (&result);
  signet_verifier_check_async (verifier, &request, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  {
    g_autoptr (SignetReport) refused = signet_verifier_check_finish (verifier, result, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (signet_report_get_code (refused), ==, "bad-signature");
  }

  return jot_claims_ref (signet_report_get_claims (report));
}

static void
test_sign (UiFixture     *f,
           gconstpointer  data)
{
  SignetTokenView *view;
  g_autofree char *shown = NULL;
  g_autofree char *iss = NULL;
  g_autoptr (JotClaims) claims = NULL;
  g_autoptr (GPtrArray) items = NULL;
  JotJsonNode root;
  const char *token;
  double iat, exp;

  open_page (f);
  g_assert_true (ui_shows (f->window, "What Will Be Signed"));
  g_assert_true (ui_shows (f->window, "milk"));
  g_assert_true (ui_shows (f->window, "2 l"));
  g_assert_true (ui_shows (f->window, "Made when you first sign, and kept in your keyring"));
  g_assert_true (ui_shows (f->window, "2 items"));
  g_assert_false (ui_shows (f->window, "Signed Token"));
  g_assert_false (ui_is_enabled (get_pane (f), "sign.copy-token", NULL));

  ui_type (ui_find (f->window, "For"), " Brian ");
  ui_type (ui_find (f->window, "Your Name"), "Whitney");
  iss = g_settings_get_string (signet_context_get_settings (f->context), "name");
  g_assert_cmpstr (iss, ==, "Whitney");

  ui_click (ui_find (f->window, "Sign list"));
  /* the first key takes its time */
  g_assert_false (ui_is_enabled (get_pane (f), "sign.run", NULL));
  g_assert_true (ui_shows (f->window, "Being made. This takes a few seconds, once."));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
  test_wait_until (has_focus (f, "Copy token"));

  g_assert_true (ui_is_enabled (get_pane (f), "sign.run", NULL));
  g_assert_false (ui_shows (f->window, "Being made. This takes a few seconds, once."));
  g_assert_true (ui_shows (f->window, "Signed Token"));
  g_assert_true (ui_shows (f->window, "Sign Again"));
  g_assert_true (ui_shows (f->window, "2 items · signed just now"));
  g_assert_true (ui_shows (f->window, "Send the token to Brian. Nobody else can check it yet: see “Let Others Check”."));
  g_assert_false (gtk_widget_has_css_class (ui_find (f->window, "Sign list"), "suggested-action"));
  g_assert_true (gtk_widget_has_css_class (ui_find (f->window, "Copy token"), "suggested-action"));

  token = signet_sign_pane_get_token (get_pane (f));
  view = SIGNET_TOKEN_VIEW (ui_find (f->window, "Signed token"));
  g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (view)));
  shown = signet_token_view_dup_token (view);
  g_assert_cmpstr (shown, ==, token);

  claims = check (f, token);
  root = jot_claims_get_root (claims);
  g_assert_cmpstr (jot_json_node_get_string_member (root, "iss"), ==, "Whitney");
  g_assert_cmpstr (jot_json_node_get_string_member (root, "sub"), ==, "Brian");
  g_assert_cmpstr (signet_token_get_list_name (claims), ==, "Groceries");
  g_assert_true (jot_json_node_get_number (jot_json_node_get_member (root, "iat"), &iat));
  g_assert_true (jot_json_node_get_number (jot_json_node_get_member (root, "exp"), &exp));
  g_assert_cmpfloat (exp - iat, ==, 86400);
  items = signet_token_read_items (claims);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpstr (signet_item_get_quantity (items->pdata[0]), ==, "2 l");
  g_assert_cmpstr (signet_item_get_name (items->pdata[1]), ==, "eggs");
}

/* Each edit of what was signed takes the token away; a tick is none. */
static void
test_back_to_preview (UiFixture     *f,
                      gconstpointer  data)
{
  AdwComboRow *valid;
  g_autofree char *first = NULL;

  open_page (f);
  sign (f);
  first = g_strdup (signet_sign_pane_get_token (get_pane (f)));

  signet_item_set_done (signet_list_get_item (get_list (f), 0), TRUE);
  g_assert_cmpstr (signet_sign_pane_get_token (get_pane (f)), ==, first);

  sign (f);
  test_wait_until (g_strcmp0 (signet_sign_pane_get_token (get_pane (f)), first) != 0);

  add_item (f, "bread");
  ui_settle (f->window);
  g_assert_null (signet_sign_pane_get_token (get_pane (f)));
  g_assert_true (ui_shows (f->window, "What Will Be Signed"));
  g_assert_true (ui_shows (f->window, "bread"));
  g_assert_true (ui_shows (f->window, "Sign List"));
  g_assert_true (ui_shows (f->window, "3 items"));
  g_assert_true (gtk_widget_has_css_class (ui_find (f->window, "Sign list"), "suggested-action"));
  g_assert_false (ui_is_enabled (get_pane (f), "sign.copy-token", NULL));

  sign (f);
  ui_type (ui_find (f->window, "For"), "Anna");
  g_assert_null (signet_sign_pane_get_token (get_pane (f)));

  sign (f);
  ui_type (ui_find (f->window, "Your Name"), "Tom");
  g_assert_null (signet_sign_pane_get_token (get_pane (f)));

  sign (f);
  valid = ADW_COMBO_ROW (ui_find (f->window, "Valid For"));
  adw_combo_row_set_selected (valid, 6);
  g_assert_null (signet_sign_pane_get_token (get_pane (f)));
  g_assert_true (ui_shows (f->window, "It never runs out. Only revoking your key ends it."));

  sign (f);
  {
    g_autoptr (JotClaims) claims = check (f, signet_sign_pane_get_token (get_pane (f)));
    JotJsonNode exp = jot_json_node_get_member (jot_claims_get_root (claims), "exp");

    g_assert_cmpint (jot_json_node_get_kind (exp), ==, JOT_JSON_INVALID);
  }
  g_assert_true (ui_shows (f->window, "For Anna · never runs out"));

  signet_list_set_name (get_list (f), "Mac & <cheese>");
  g_assert_null (signet_sign_pane_get_token (get_pane (f)));
  ui_settle (f->window);
  g_assert_true (ui_shows (get_pane (f), "Mac & <cheese>"));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (UiFixture *f)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (f->window), NULL, read_cb, &text);
  test_wait_until (text != NULL);

  return text;
}

static void
test_share (UiFixture     *f,
            gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *message = NULL;
  g_autofree char *found = NULL;

  open_page (f);
  sign (f);
  token = g_strdup (signet_sign_pane_get_token (get_pane (f)));

  ui_click (ui_find (f->window, "Copy token"));
  copied = read_clipboard (f);
  g_assert_cmpstr (copied, ==, token);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Token copied"));

  ui_activate (get_pane (f), "sign.copy-message", NULL);
  message = read_clipboard (f);
  g_assert_true (g_str_has_prefix (message, "My list “Groceries”, signed."));
  found = signet_token_extract (message, NULL);
  g_assert_cmpstr (found, ==, token);

  g_assert_true (ui_is_enabled (get_pane (f), "sign.email", NULL));
}

static void
test_json (UiFixture     *f,
           gconstpointer  data)
{
  GtkTextBuffer *buffer;
  g_autofree char *text = NULL;
  g_autofree char *compact = NULL;
  g_autoptr (JotJson) json = NULL;
  GtkTextIter start, end;

  open_page (f);
  ui_type (ui_find (f->window, "For"), "Brian");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_find (f->window, "Show as JSON")), TRUE);
  ui_settle (f->window);

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_find (f->window, "What will be signed, as JSON")));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_true (g_str_has_prefix (text, "{\n  \"sub\": \"Brian\",\n  \"iat\": "));

  json = jot_json_parse (text, -1, NULL);
  g_assert_nonnull (json);
  compact = jot_json_node_to_compact (jot_json_get_root (json));
  g_assert_nonnull (strstr (compact, "\"listName\":\"Groceries\",\"groceryList\":[{\"item\":\"milk\",\"quantity\":\"2 l\"},\"eggs\"]}"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_find (f->window, "Show as JSON")), FALSE);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "2 l"));
}

static void
test_empty_and_long (UiFixture     *f,
                     gconstpointer  data)
{
  ui_open_window (f);
  g_assert_false (ui_is_enabled (f->window, "win.review", NULL));
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Nothing to sign yet"));
  g_assert_false (gtk_widget_is_sensitive (ui_find (f->window, "Sign list")));
  ui_click (ui_find (f->window, "Go to the List"));
  g_assert_cmpstr (signet_window_get_page (SIGNET_WINDOW (f->window)), ==, "list");

  for (guint i = 1; i <= 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("thing %u", i);
      g_autoptr (SignetItem) item = signet_item_new (name);

      signet_list_append (get_list (f), item);
    }
  ui_activate (f->window, "win.review", NULL);
  ui_settle (f->window);
  test_wait_until (has_focus (f, "Sign list"));
  g_assert_true (ui_shows (get_pane (f), "thing 50"));
  g_assert_false (ui_shows (get_pane (f), "thing 51"));
  ui_click (ui_find (f->window, "and 10 more"));
  ui_settle (f->window);
  g_assert_true (ui_shows (get_pane (f), "thing 60"));
  g_assert_false (ui_shows (get_pane (f), "and 10 more"));
  g_assert_true (gtk_widget_is_sensitive (ui_find (f->window, "Sign list")));
}

static void
test_change (UiFixture     *f,
             gconstpointer  data)
{
  SignetList *other;
  g_autoptr (SignetItem) item = signet_item_new ("charcoal");
  GtkListBox *lists;

  open_page (f);
  g_assert_false (ui_is_shown (ui_find (f->window, "Change")));

  other = signet_list_store_create (signet_context_get_list_store (f->context), "Barbecue");
  signet_list_append (other, item);
  sign (f);
  g_assert_true (ui_is_shown (ui_find (f->window, "Change")));

  lists = GTK_LIST_BOX (ui_find (f->window, "Lists to sign"));
  g_signal_emit_by_name (lists, "row-activated", gtk_list_box_get_row_at_index (lists, 1));
  ui_settle (f->window);
  g_assert_null (signet_sign_pane_get_token (get_pane (f)));
  g_assert_true (ui_shows (get_pane (f), "Barbecue"));
  g_assert_true (ui_shows (get_pane (f), "charcoal"));
  g_assert_false (ui_shows (get_pane (f), "eggs"));
}

static void
test_keys (UiFixture     *f,
           gconstpointer  data)
{
  g_autofree char *copied = NULL;

  open_page (f);
  gtk_widget_grab_focus (ui_find (f->window, "For"));
  g_assert_false (ui_press (gtk_window_get_focus (GTK_WINDOW (f->window)), GDK_KEY_s, GDK_CONTROL_MASK));
  g_assert_true (ui_press (gtk_window_get_focus (GTK_WINDOW (f->window)), GDK_KEY_Return, GDK_CONTROL_MASK));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
  g_assert_true (ui_press (gtk_window_get_focus (GTK_WINDOW (f->window)), GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  copied = read_clipboard (f);
  g_assert_cmpstr (copied, ==, signet_sign_pane_get_token (get_pane (f)));
}

/* The preference is among the choices, whatever it is. */
static void
test_lifetime (UiFixture     *f,
               gconstpointer  data)
{
  GSettings *settings = signet_context_get_settings (f->context);
  GListModel *model;
  AdwComboRow *valid;
  guint n;

  open_page (f);
  valid = ADW_COMBO_ROW (ui_find (f->window, "Valid For"));
  n = g_list_model_get_n_items (adw_combo_row_get_model (valid));
  g_assert_cmpuint (n, ==, 7);
  g_assert_cmpuint (adw_combo_row_get_selected (valid), ==, 2);

  g_settings_set_int (settings, "valid-for", 2 * 86400);
  model = adw_combo_row_get_model (valid);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n + 1);
  g_assert_cmpuint (adw_combo_row_get_selected (valid), ==, 3);
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (model), 3), ==, "2 days");

  g_settings_set_int (settings, "valid-for", 0);
  g_assert_cmpuint (adw_combo_row_get_selected (valid), ==, 6);
}

/* The window goes while the key is being made, and takes everything with it. */
static void
test_close (UiFixture     *f,
            gconstpointer  data)
{
  open_page (f);
  ui_click (ui_find (f->window, "Sign list"));
  g_assert_false (ui_is_enabled (get_pane (f), "sign.run", NULL));
  ui_close (f);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);
  ui_add ("/sign-pane/sign", test_sign);
  ui_add ("/sign-pane/back-to-preview", test_back_to_preview);
  ui_add ("/sign-pane/share", test_share);
  ui_add ("/sign-pane/json", test_json);
  ui_add ("/sign-pane/empty-and-long", test_empty_and_long);
  ui_add ("/sign-pane/change", test_change);
  ui_add ("/sign-pane/keys", test_keys);
  ui_add ("/sign-pane/lifetime", test_lifetime);
  ui_add ("/sign-pane/close", test_close);

  return g_test_run ();
}
