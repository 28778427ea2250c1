/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-preferences.h"

#include "signet-context-private.h"
#include "ui-fixture.h"

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

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/preferences/rows", test_rows);
  ui_add ("/preferences/kind-counts", test_kind_counts);
  ui_add ("/preferences/odd-value", test_odd_value);

  return g_test_run ();
}
