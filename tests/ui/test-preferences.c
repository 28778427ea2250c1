/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-preferences.h"

#include "list-fixture.h"
#include "signet-application-private.h"
#include "signet-context-private.h"
#include "test-server.h"

#include <glib/gstdio.h>
#include <string.h>

static AdwComboRow *
find_combo (GtkWidget  *window,
            const char *title)
{
  GtkWidget *row;

  for (guint i = 0; (row = ui_find_type (window, ADW_TYPE_COMBO_ROW, i)) != NULL; i++)
    if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0)
      return ADW_COMBO_ROW (row);

  g_assert_not_reached ();
}

static char *
dup_chosen (AdwComboRow *row)
{
  return g_strdup (gtk_string_object_get_string (adw_combo_row_get_selected_item (row)));
}

static void
choose (AdwComboRow *row,
        const char  *words)
{
  GListModel *model = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);

      if (g_strcmp0 (gtk_string_object_get_string (item), words) == 0)
        {
          adw_combo_row_set_selected (row, i);
          return;
        }
    }

  g_error ("“%s” cannot be chosen", words);
}

static GtkWidget *
open_preferences (UiFixture *f)
{
  ui_open_window (f);
  gtk_widget_activate_action (f->window, "app.preferences", NULL);

  return ui_wait_dialog (f);
}

/* Each row shows its setting and changes it, and only it. */
static void
test_rows (UiFixture     *f,
           gconstpointer  data)
{
  GtkWidget *window = open_preferences (f);
  GSettings *settings = signet_context_get_settings (f->context);
  AdwComboRow *kind = find_combo (window, "Kind of New Keys");
  AdwComboRow *size = find_combo (window, "Size of New RSA Keys");
  AdwComboRow *valid = find_combo (window, "Valid For");
  g_autofree char *first_kind = dup_chosen (kind);
  g_autofree char *first_size = dup_chosen (size);
  g_autofree char *first_valid = dup_chosen (valid);
  g_autofree char *name = NULL;
  g_autofree char *key_kind = NULL;

  g_assert_cmpstr (first_kind, ==, "RS256 (RSA)");
  g_assert_cmpstr (first_size, ==, "2048 bits");
  g_assert_cmpstr (first_valid, ==, "1 day");
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (kind)), ==, 10);
  g_assert_null (g_settings_get_user_value (settings, "key-kind"));

  choose (size, "3072 bits");
  g_assert_cmpint (g_settings_get_int (settings, "key-bits"), ==, 3072);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (size)));
  choose (kind, "ES256 (curve P-256)");
  key_kind = g_settings_get_string (settings, "key-kind");
  g_assert_cmpstr (key_kind, ==, "ES256");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (size)));
  choose (valid, "7 days");
  g_assert_cmpint (g_settings_get_int (settings, "valid-for"), ==, 7 * 86400);

  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (window, ADW_TYPE_ENTRY_ROW, 0)), "Whitney");
  name = g_settings_get_string (settings, "name");
  g_assert_cmpstr (name, ==, "Whitney");
  ui_shot (window, "preferences");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The spin button that goes up to that. */
static GtkSpinButton *
find_spin_button (GtkWidget *window,
                  double     upper)
{
  GtkWidget *button;

  for (guint i = 0; (button = ui_find_type (window, GTK_TYPE_SPIN_BUTTON, i)) != NULL; i++)
    if (gtk_adjustment_get_upper (gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (button))) == upper)
      return GTK_SPIN_BUTTON (button);

  g_assert_not_reached ();
}

/* How long the history is kept, and the tolerance, with which the verifier begins. */
static void
test_checking (UiFixture     *f,
               gconstpointer  data)
{
  static const struct { const char *words, *value; } rows[] = {
    { "1 year", "year" }, { "30 days", "month" }, { "Never", "never" }, { "Forever", "forever" },
  };
  GtkWidget *window = open_preferences (f);
  GSettings *settings = signet_context_get_settings (f->context);
  AdwComboRow *history = find_combo (window, "Keep History");
  g_autofree char *first = dup_chosen (history);
  GtkSpinButton *page = find_spin_button (f->window, 300);

  g_assert_cmpstr (first, ==, "Forever");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *value = NULL;

      choose (history, rows[i].words);
      value = g_settings_get_string (settings, "keep-history");
      g_assert_cmpstr (value, ==, rows[i].value);
    }

  g_assert_cmpint (gtk_spin_button_get_value_as_int (page), ==, 0);
  gtk_spin_button_set_value (find_spin_button (window, 300), 60);
  g_assert_cmpint (g_settings_get_int (settings, "tolerance"), ==, 60);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (page), ==, 60);
  /* for one check, and not for ever */
  gtk_spin_button_set_value (page, 5);
  g_assert_cmpint (g_settings_get_int (settings, "tolerance"), ==, 60);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), "checking");
  ui_shot (window, "preferences-checking");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A key that is made afterwards is of that kind. */
static void
test_kind_counts (UiFixture     *f,
                  gconstpointer  data)
{
  GtkWidget *window = open_preferences (f);
  SignetSigningKeys *keys = signet_context_get_signing_keys (f->context);
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  choose (find_combo (window, "Kind of New Keys"), "EdDSA (curve Ed25519)");
  gtk_window_destroy (GTK_WINDOW (window));

  signet_signing_keys_sign_async (keys, payload, 4000000000, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_signing_keys_sign_finish (keys, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (jot_alg_get_name (signet_key_info_get_alg (signet_signing_keys_get_current (keys))), ==, "EdDSA");
  signet_signing_keys_forget_loaded (keys);
}

/* A value that is none of the choices stands among them and stays. */
static void
test_odd_value (UiFixture     *f,
                gconstpointer  data)
{
  GSettings *settings = signet_context_get_settings (f->context);
  g_autofree char *chosen = NULL;
  GtkWidget *window;

  g_settings_set_int (settings, "valid-for", 2 * 86400);
  window = open_preferences (f);
  chosen = dup_chosen (find_combo (window, "Valid For"));
  g_assert_cmpstr (chosen, ==, "2 days");
  g_assert_cmpint (g_settings_get_int (settings, "valid-for"), ==, 2 * 86400);
  gtk_window_destroy (GTK_WINDOW (window));
}

static SignetElsewhere *
get_elsewhere (UiFixture           *f,
               SignetElsewhereKind  kind)
{
  return signet_context_get_elsewhere (f->context, kind);
}

static AdwPreferencesRow *
find_row (GtkWidget  *window,
          const char *title)
{
  GtkWidget *row;

  for (guint i = 0; (row = ui_find_type (window, ADW_TYPE_PREFERENCES_ROW, i)) != NULL; i++)
    if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0)
      return ADW_PREFERENCES_ROW (row);

  g_assert_not_reached ();
}

static gpointer
show_publishing (GtkWidget *window)
{
  gpointer group = ui_find_type (window, g_type_from_name ("SignetElsewhereGroup"), 0);

  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (window),
                                           ADW_PREFERENCES_PAGE (gtk_widget_get_ancestor (group, ADW_TYPE_PREFERENCES_PAGE)));
  ui_settle (window);

  return group;
}

/* What has been set up is said, and can be ended. The chooser is the desktop’s. */
static void
test_folder (UiFixture     *f,
             gconstpointer  data)
{
  GtkWidget *window = open_preferences (f);
  gpointer group = show_publishing (window);
  AdwActionRow *row = ADW_ACTION_ROW (find_row (window, "Folder"));
  g_autofree char *folder = test_make_folder ();

  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Not set up");
  g_assert_true (ui_is_enabled (group, "elsewhere.choose-folder", NULL));
  g_assert_false (ui_is_enabled (group, "elsewhere.stop-folder", NULL));

  signet_elsewhere_set_folder (get_elsewhere (f, SIGNET_ELSEWHERE_FOLDER), folder);
  test_wait_until (signet_elsewhere_was_written (get_elsewhere (f, SIGNET_ELSEWHERE_FOLDER)));
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (row), "Folder “"));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (row), "”\nWritten today at "));
  ui_shot (window, "preferences-folder");

  ui_click (ui_find (group, "Stop Writing to the Folder"));
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Not set up");
  g_assert_null (signet_elsewhere_get_target (get_elsewhere (f, SIGNET_ELSEWHERE_FOLDER)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkSwitch *
get_switch (GtkWidget  *window,
            const char *name)
{
  return GTK_SWITCH (ui_find (window, name));
}

/* Publishing goes on without the window, where that is wanted, until the program is to end. */
static void
test_keep_publishing (UiFixture     *f,
                      gconstpointer  data)
{
  GtkWidget *window = open_preferences (f);
  GSettings *settings = signet_context_get_settings (f->context);
  SignetPublishing *publishing = signet_context_get_publishing (f->context);
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);

  show_publishing (window);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (get_switch (window, "Start at login"))));
  signet_publishing_set_enabled (publishing, TRUE);
  g_assert_false (_signet_application_is_held (f->application));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_switch (window, "Keep publishing"))));
  ui_settle (window);
  g_assert_true (g_settings_get_boolean (settings, "keep-publishing"));
  g_assert_true (_signet_application_is_held (f->application));
  signet_publishing_set_enabled (publishing, FALSE);
  g_assert_false (_signet_application_is_held (f->application));
  signet_publishing_set_enabled (publishing, TRUE);
  g_assert_true (_signet_application_is_held (f->application));

  /* the file is what counts */
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (get_switch (window, "Start at login"))));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_switch (window, "Start at login"))));
  test_wait_until (g_settings_get_boolean (settings, "start-at-login"));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  ui_shot (window, "preferences-publishing");
  test_wait_until (gtk_widget_get_sensitive (GTK_WIDGET (get_switch (window, "Start at login"))));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_switch (window, "Start at login"))));
  test_wait_until (!g_settings_get_boolean (settings, "start-at-login"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  gtk_window_destroy (GTK_WINDOW (window));

  _signet_application_end_hold (f->application);
  g_assert_false (_signet_application_is_held (f->application));
}

/* What cannot be set up is said, and the switch turns back. */
static void
test_login_fails (UiFixture     *f,
                  gconstpointer  data)
{
  GtkWidget *window;
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  GtkSwitch *login;
  AdwActionRow *row;

  g_rmdir (path);
  g_mkdir_with_parents (g_get_user_config_dir (), 0700);
  g_assert_true (g_file_set_contents (path, "no folder", -1, NULL));
  g_settings_set_boolean (signet_context_get_settings (f->context), "keep-publishing", TRUE);
  window = open_preferences (f);
  show_publishing (window);
  login = get_switch (window, "Start at login");
  row = ADW_ACTION_ROW (find_row (window, "Start at Login"));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (login)));
  test_wait_until (g_str_has_prefix (adw_action_row_get_subtitle (row), "This could not be set up: "));
  g_assert_false (gtk_switch_get_active (login));
  g_assert_false (g_settings_get_boolean (signet_context_get_settings (f->context), "start-at-login"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_cmpint (g_remove (path), ==, 0);
}

static const char *
get_shown_token (GtkWidget *window)
{
  GtkWidget *label = ui_try_find (window, "Token for programs");

  return label != NULL && ui_is_shown (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* the question that is asked over the preferences */
static GtkWidget *
find_question (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_mapped (l->data))
      return l->data;

  return NULL;
}

static void
answer (const char *response)
{
  test_wait_until (find_question () != NULL);
  ui_settle (find_question ());
  ui_respond (find_question (), response);
}

/* The token is shown when the interface is turned on, and when a new one is made, and not again. */
static void
test_programs (UiFixture     *f,
               gconstpointer  data)
{
  GtkWidget *window = open_preferences (f);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *copied = NULL;
  char *text = NULL;

  show_publishing (window);
  g_assert_null (get_shown_token (window));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_switch (window, "HTTP interface"))));
  test_wait_until (get_shown_token (window) != NULL);
  g_assert_true (g_settings_get_boolean (signet_context_get_settings (f->context), "http-interface"));
  g_assert_true (ui_shows (window, "Shown once. The keyring keeps it."));
  first = g_strdup (get_shown_token (window));
  g_assert_cmpuint (strlen (first), ==, 43);
  gtk_widget_grab_focus (ui_find (window, "Copy the token for programs"));
  ui_settle (window);
  ui_shot (window, "preferences-programs");
  gtk_window_destroy (GTK_WINDOW (window));

  gtk_widget_activate_action (f->window, "app.preferences", NULL);
  window = ui_wait_dialog (f);
  show_publishing (window);
  g_assert_null (get_shown_token (window));
  ui_click (ui_find (window, "Copy the token for programs"));
  test_wait_until (ui_shows (window, "Copied. The keyring keeps it."));
  g_assert_null (get_shown_token (window));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, read_cb, &text);
  test_wait_until (text != NULL);
  copied = text;
  g_assert_cmpstr (copied, ==, first);

  ui_click (ui_find (window, "Make a New One…"));
  answer ("cancel");
  g_assert_null (get_shown_token (window));
  ui_click (ui_find (window, "Make a New One…"));
  answer ("make");
  test_wait_until (get_shown_token (window) != NULL);
  second = g_strdup (get_shown_token (window));
  g_assert_cmpuint (strlen (second), ==, 43);
  g_assert_cmpstr (first, !=, second);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
says (gpointer    group,
      const char *text)
{
  ui_settle (group);
  return ui_shows (group, text);
}

static void
test_web_share (UiFixture     *f,
                gconstpointer  data)
{
  static const char * const open_note = "Without https others on the network can read the password.";
  static const char * const bad = "Nothing can be written there: beyond the local network the address must begin with https.";
  g_autoptr (TestServer) server = test_server_new ();
  GtkWidget *window = open_preferences (f);
  gpointer group = show_publishing (window);
  SignetElsewhere *web = get_elsewhere (f, SIGNET_ELSEWHERE_WEB);
  AdwExpanderRow *row = ADW_EXPANDER_ROW (find_row (window, "Web Share"));
  AdwPreferencesRow *url = find_row (window, "Web Address of the File");
  AdwPreferencesRow *user = find_row (window, "User Name");
  AdwPreferencesRow *secret = find_row (window, "Password, or Token");
  g_autofree char *request = NULL;
  g_autofree char *kept = NULL;

  adw_expander_row_set_expanded (row, TRUE);
  ui_settle (window);
  g_assert_cmpstr (adw_expander_row_get_subtitle (row), ==, "Not set up");
  g_assert_false (ui_is_enabled (group, "elsewhere.save-web", NULL));
  g_assert_false (ui_is_enabled (group, "elsewhere.stop-web", NULL));

  /* public http is none */
  gtk_editable_set_text (GTK_EDITABLE (url), "http://8.8.8.8/jwks.json");
  ui_click (ui_find (group, "Save the web share"));
  g_assert_true (says (group, bad));
  g_assert_null (signet_elsewhere_get_target (web));

  gtk_editable_set_text (GTK_EDITABLE (url), test_server_get_url (server));
  g_assert_false (says (group, bad));
  gtk_editable_set_text (GTK_EDITABLE (user), "whitney");
  gtk_editable_set_text (GTK_EDITABLE (secret), "s3cret");
  g_assert_true (says (group, open_note));
  ui_shot (window, "preferences-web");
  ui_click (ui_find (group, "Save the web share"));
  test_wait_until (signet_elsewhere_was_written (web));
  request = test_server_dup_request (server);
  g_assert_true (g_str_has_prefix (request, "PUT /jwks.json "));
  g_assert_nonnull (strstr (request, "Authorization: Basic d2hpdG5leTpzM2NyZXQ=\r\n"));
  g_assert_nonnull (strstr (adw_expander_row_get_subtitle (row), "”\nWritten today at "));
  test_wait_until (*gtk_editable_get_text (GTK_EDITABLE (secret)) == '\0');
  kept = g_settings_get_string (signet_context_get_settings (f->context), "elsewhere-user");
  g_assert_cmpstr (kept, ==, "whitney");
  g_assert_false (ui_is_enabled (group, "elsewhere.save-web", NULL));

  ui_click (ui_find (group, "Stop writing to the web share"));
  test_wait_until (*gtk_editable_get_text (GTK_EDITABLE (url)) == '\0');
  g_assert_null (signet_elsewhere_get_target (web));
  g_assert_cmpstr (adw_expander_row_get_subtitle (row), ==, "Not set up");
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_known (UiFixture *f)
{
  return signet_household_get_n_items (signet_context_get_household (f->context));
}

/* How lists are shown and what is suggested; what was learned is forgotten after a question, and stays so. */
static void
test_lists (UiFixture     *f,
            gconstpointer  data)
{
  GtkWidget *window;
  SignetListPane *pane;
  gboolean is_grouped;

  ui_open_window (f);
  list_fill (f);
  g_assert_cmpuint (count_known (f), ==, 6);
  gtk_widget_activate_action (f->window, "app.preferences", NULL);
  window = ui_wait_dialog (f);

  pane = list_get_pane (f);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (ui_find (window, "Group by aisle"))));
  gtk_switch_set_active (GTK_SWITCH (ui_find (window, "Group by aisle")), FALSE);
  g_object_get (pane, "group", &is_grouped, NULL);
  g_assert_false (is_grouped);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (ui_find (window, "Suggest items"))));
  gtk_switch_set_active (GTK_SWITCH (ui_find (window, "Suggest items")), FALSE);
  g_assert_false (g_settings_get_boolean (signet_context_get_settings (f->context), "suggest-items"));

  g_assert_true (ui_shows (window, "6 items, with their aisles"));
  ui_shot (window, "preferences-lists");
  ui_click (ui_find (window, "Forget what was bought"));
  test_wait_until (find_question () != NULL);
  ui_shot (find_question (), "preferences-forget");
  ui_respond (find_question (), "cancel");
  g_assert_cmpuint (count_known (f), ==, 6);
  ui_click (ui_find (window, "Forget what was bought"));
  test_wait_until (find_question () != NULL);
  ui_respond (find_question (), "forget");
  g_assert_cmpuint (count_known (f), ==, 0);
  g_assert_true (ui_shows (window, "Nothing was added or bought yet"));
  g_assert_false (ui_is_enabled (ui_find (window, "Forget what was bought"), "lists.forget-bought", NULL));
  g_assert_cmpuint (signet_list_get_n_items (list_get (f)), ==, 6);
  gtk_window_destroy (GTK_WINDOW (window));

  list_add (f, "tea");
  ui_restart (f);
  g_assert_cmpuint (signet_list_get_n_items (list_get (f)), ==, 7);
  test_wait_until (count_known (f) == 1);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *keyring = NULL;

  ui_init (&argc, &argv);
  keyring = g_build_filename (g_get_tmp_dir (), "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);

  ui_add ("/preferences/rows", test_rows);
  ui_add ("/preferences/checking", test_checking);
  ui_add ("/preferences/kind-counts", test_kind_counts);
  ui_add ("/preferences/odd-value", test_odd_value);

  ui_add ("/preferences/folder", test_folder);
  ui_add ("/preferences/web-share", test_web_share);
  ui_add ("/preferences/keep-publishing", test_keep_publishing);
  ui_add ("/preferences/login-fails", test_login_fails);
  ui_add ("/preferences/programs", test_programs);
  ui_add ("/preferences/lists", test_lists);

  return g_test_run ();
}
