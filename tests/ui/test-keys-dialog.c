/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-fixture.h"

#include "signet-application-private.h"
#include "signet-context-private.h"
#include "signet-keys-dialog-private.h"
#include "signet-keys-error.h"
#include "signet-keys-row.h"

#include <glib/gstdio.h>
#include <string.h>

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/* Signs claims, and with the first makes a current key and a next one. */
static void
sign (UiFixture  *f,
      const char *claims,
      gint64      exp)
{
  SignetListSigning *signing = signet_context_get_list_signing (f->context);
  g_autoptr (GBytes) bytes = g_bytes_new (claims, strlen (claims));
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  g_settings_set_string (signet_context_get_settings (f->context), "key-kind", "ES256");
  signet_list_signing_sign_claims_async (signing, bytes, exp, NULL, done_cb, &result);
  test_wait_until (result != NULL);
  token = signet_list_signing_sign_finish (signing, result, &error);
  g_assert_no_error (error);
}

static SignetKeysDialog *
open_dialog (UiFixture *f)
{
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (f->application), "keys", NULL);
  dialog = ui_wait_dialog (f);
  g_assert_true (SIGNET_IS_KEYS_DIALOG (dialog));

  return SIGNET_KEYS_DIALOG (dialog);
}

static void
close_dialog (SignetKeysDialog *self)
{
  gpointer watched = self;

  g_object_add_weak_pointer (G_OBJECT (self), &watched);
  g_assert_true (ui_press (self, GDK_KEY_Escape, 0));
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

static GtkWidget *
wait_question (const char *heading)
{
  GtkWidget *question;

  test_wait_until ((question = get_question ()) != NULL);
  ui_settle (question);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==, heading);

  return question;
}

static const char *
get_body (GtkWidget *question)
{
  return adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question));
}

static SignetOwnKey *
find (UiFixture         *f,
      SignetOwnKeyState  state)
{
  return signet_own_keys_find (signet_context_get_own_keys (f->context), state);
}

static guint
count_valid (UiFixture  *f,
             const char *kid)
{
  g_autoptr (GPtrArray) lists = signet_own_keys_dup_valid_lists (signet_context_get_own_keys (f->context), kid,
                                                                 g_get_real_time () / G_USEC_PER_SEC);

  return lists->len;
}

static SignetKeysRow *
get_row (SignetKeysDialog  *self,
         SignetOwnKeyState  state)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (signet_own_key_get_state (signet_keys_row_get_key (self->rows->pdata[i])) == state)
      return self->rows->pdata[i];

  return NULL;
}

static void
test_empty (UiFixture     *f,
            gconstpointer  data)
{
  SignetKeysDialog *self;
  GtkWidget *question;

  ui_open_window (f);
  self = open_dialog (f);
  ui_shot (self, "keys-empty");
  g_assert_true (ui_shows (self, "No Key Yet"));
  g_assert_false (ui_is_enabled (self, "keys.back-up", NULL));
  g_assert_false (ui_is_enabled (self, "keys.rotate", NULL));
  g_assert_true (ui_is_enabled (self, "keys.restore", NULL));

  /* of the kind that was chosen */
  ui_activate (self, "keys.create", NULL);
  question = wait_question ("Make a New Key?");
  ui_shot (question, "keys-create");
  g_assert_true (ui_is_shown (ui_find_type (question, ADW_TYPE_COMBO_ROW, 1)));
  for (guint i = 0; ; i++)
    {
      AdwComboRow *row = ADW_COMBO_ROW (ui_find_type (question, ADW_TYPE_COMBO_ROW, 0));
      const char *kind = gtk_string_list_get_string (GTK_STRING_LIST (adw_combo_row_get_model (row)), i);

      g_assert_nonnull (kind);
      if (g_str_equal (kind, "ES384 (curve P-384)"))
        {
          adw_combo_row_set_selected (row, i);
          break;
        }
    }
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (ui_find_type (question, ADW_TYPE_COMBO_ROW, 1))));
  ui_respond (question, "accept");

  test_wait_until (find (f, SIGNET_OWN_KEY_CURRENT) != NULL && !self->is_busy);
  g_assert_cmpstr (signet_own_key_get_kind (find (f, SIGNET_OWN_KEY_CURRENT)), ==, "Curve P-384, ES384");
  g_assert_nonnull (find (f, SIGNET_OWN_KEY_NEXT));
  ui_settle (self);
  g_assert_true (ui_shows (self, "In Use"));
  g_assert_true (ui_is_enabled (self, "keys.back-up", NULL));
  close_dialog (self);
}

static void
test_states (UiFixture     *f,
             gconstpointer  data)
{
  SignetKeysDialog *self;
  SignetKeysRow *row;
  SignetOwnKey *key;

  sign (f, "{\"sub\":\"Brian\",\"listName\":\"Weekly shop\",\"groceryList\":[]}", G_MAXINT64);
  sign (f, "{\"listName\":\"Old\",\"exp\":1000,\"groceryList\":[]}", 1000);
  ui_open_window (f);
  self = open_dialog (f);
  g_assert_true (ui_shows (self, "Waiting"));
  g_assert_true (ui_shows (self, "In Use"));
  g_assert_false (ui_shows (self, "Retired"));
  g_assert_false (ui_is_shown (self->strip));

  key = find (f, SIGNET_OWN_KEY_CURRENT);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (get_row (self, SIGNET_OWN_KEY_CURRENT)), TRUE);
  ui_settle (self);
  row = get_row (self, SIGNET_OWN_KEY_CURRENT);
  g_assert_true (ui_shows (row, signet_own_key_get_fingerprint (key)));
  g_assert_true (ui_shows (row, signet_own_key_get_kid (key)));
  g_assert_true (ui_shows (row, "Curve P-256, ES256"));
  test_wait_until (ui_shows (get_row (self, SIGNET_OWN_KEY_CURRENT), "2, of which 1 is still valid"));
  ui_shot (self, "keys");
  gtk_window_set_default_size (GTK_WINDOW (self), 360, 640);
  ui_shot (self, "keys-360");

  ui_activate (get_row (self, SIGNET_OWN_KEY_CURRENT), "keys.copy", "s", signet_own_key_get_kid (key));
  g_assert_nonnull (strstr (signet_own_key_get_public (key), signet_own_key_get_kid (key)));
  g_assert_null (strstr (signet_own_key_get_public (key), "\"d\""));
  close_dialog (self);
}

/* After 90 days a new key is advised, and not a day before. */
static void
test_old (UiFixture     *f,
          gconstpointer  data)
{
  const char *path = signet_context_get_keys_path (f->context);
  const int ages[] = { 89, 94 };
  SignetKeysDialog *self;

  sign (f, "{\"listName\":\"Weekly shop\",\"groceryList\":[]}", G_MAXINT64);
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      gint64 now = g_get_real_time () / G_USEC_PER_SEC;
      g_autofree char *made = g_strdup_printf ("\"created\":%" G_GINT64_FORMAT, now - ages[i] * G_GINT64_CONSTANT (86400));
      g_autofree char *text = NULL;
      g_autofree char *aged = NULL;
      g_autoptr (GRegex) created = g_regex_new ("\"created\" *: *[0-9]+", 0, 0, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      aged = g_regex_replace_literal (created, text, -1, 0, made, 0, NULL);
      g_assert_cmpstr (aged, !=, text);
      g_assert_true (g_file_set_contents (path, aged, -1, NULL));
      signet_signing_keys_load (signet_context_get_signing_keys (f->context), &error);
      g_assert_no_error (error);
      if (f->window == NULL)
        ui_open_window (f);
      ui_activate (f->window, "win.page", "s", "sign");
      test_wait_until (ui_shows (f->window, "94 days old: a new one is advised") == (ages[i] >= 90));
      self = open_dialog (f);
      test_wait_until (signet_own_key_get_created (find (f, SIGNET_OWN_KEY_CURRENT)) < now - ages[i] * 86400 + 1);
      ui_settle (self);
      g_assert_cmpint (ui_shows (self, "This key is 94 days old. A new one now and then limits what a stolen key can do."), ==,
                       ages[i] >= 90);
      ui_shot (self, ages[i] >= 90 ? "keys-old" : "keys-young");
      close_dialog (self);
    }
}

static void
test_rotate (UiFixture     *f,
             gconstpointer  data)
{
  g_autofree char *current = NULL;
  g_autofree char *next = NULL;
  SignetKeysDialog *self;
  GtkWidget *question;

  sign (f, "{\"listName\":\"Weekly shop\",\"groceryList\":[]}", G_MAXINT64);
  current = g_strdup (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_CURRENT)));
  next = g_strdup (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_NEXT)));
  ui_open_window (f);
  self = open_dialog (f);

  /* asked, and not done */
  ui_activate (self, "keys.rotate", NULL);
  question = wait_question ("Start Using the Next Key?");
  ui_shot (question, "keys-rotate");
  g_assert_nonnull (strstr (get_body (question), "Lists signed so far stay valid."));
  g_assert_nonnull (strstr (get_body (question), "may refuse your lists for up to a day"));
  ui_respond (question, "cancel");
  g_assert_false (self->is_busy);
  g_assert_cmpstr (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_CURRENT)), ==, current);

  ui_activate (self, "keys.rotate", NULL);
  ui_respond (wait_question ("Start Using the Next Key?"), "accept");
  test_wait_until (!self->is_busy);
  g_assert_cmpstr (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_CURRENT)), ==, next);
  g_assert_cmpstr (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_RETIRED)), ==, current);
  g_assert_nonnull (find (f, SIGNET_OWN_KEY_NEXT));
  ui_settle (self);
  g_assert_true (ui_shows (self, "Retired"));
  g_assert_true (ui_shows (self, "1 list signed · 1 is still valid"));
  ui_shot (self, "keys-rotated");
  close_dialog (self);
}

static void
test_revoke (UiFixture     *f,
             gconstpointer  data)
{
  g_autofree char *kid = NULL;
  SignetKeysDialog *self;
  GtkWidget *question;

  sign (f, "{\"sub\":\"Brian\",\"listName\":\"Weekly shop\",\"groceryList\":[]}", G_MAXINT64);
  sign (f, "{\"listName\":\"Old\",\"exp\":1000,\"groceryList\":[]}", 1000);
  kid = g_strdup (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_CURRENT)));
  ui_open_window (f);
  self = open_dialog (f);
  test_wait_until (count_valid (f, kid) == 1);

  /* names what dies with it and nothing else; asked, and not done */
  ui_activate (get_row (self, SIGNET_OWN_KEY_CURRENT), "keys.revoke", "s", kid);
  question = wait_question ("Revoke This Key?");
  ui_shot (question, "keys-revoke");
  g_assert_cmpstr (get_body (question), ==,
                   "1 signed list becomes invalid at once: Weekly shop (for Brian). This cannot be undone.");
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (question)), ==, "cancel");
  ui_respond (question, "cancel");
  g_assert_false (self->is_busy);
  g_assert_cmpstr (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_CURRENT)), ==, kid);

  ui_activate (get_row (self, SIGNET_OWN_KEY_CURRENT), "keys.revoke", "s", kid);
  ui_respond (wait_question ("Revoke This Key?"), "accept");
  test_wait_until (!self->is_busy);
  g_assert_cmpstr (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_REVOKED)), ==, kid);
  g_assert_nonnull (get_row (self, SIGNET_OWN_KEY_REVOKED));
  ui_settle (self);
  g_assert_true (ui_shows (self, "Not published any more: what they signed does not count"));
  g_assert_false (ui_shows (self, "Published until their last list has expired"));
  ui_shot (self, "keys-revoked");
  g_assert_cmpint (signet_own_key_get_published_until (find (f, SIGNET_OWN_KEY_REVOKED)), ==, 0);
  close_dialog (self);
}

static void
test_back_up (UiFixture     *f,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "backup.pem", NULL);
  g_autofree char *kid = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *backup = NULL;
  g_autofree char *locked = g_test_build_filename (G_TEST_DIST, "vectors", "keys", "p256.encrypted.pem", NULL);
  const char *keys_path = signet_context_get_keys_path (f->context);
  SignetKeysDialog *self;
  GtkWidget *question;
  GtkEditable *first, *second;

  sign (f, "{\"listName\":\"Weekly shop\",\"groceryList\":[]}", G_MAXINT64);
  kid = g_strdup (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_CURRENT)));
  ui_open_window (f);
  self = open_dialog (f);

  /* a new passphrase must be typed twice */
  ui_activate (self, "keys.back-up", NULL);
  question = wait_question ("Back Up Your Keys");
  g_assert_cmpstr (get_body (question), ==, "Without this passphrase nobody can use the file, not even you.");
  first = GTK_EDITABLE (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 0));
  second = GTK_EDITABLE (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 1));
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (question), "accept"));
  ui_type (first, "correct horse");
  ui_type (second, "correct house");
  ui_shot (question, "keys-passphrase");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (question), "accept"));
  ui_type (second, "correct horse");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (question), "accept"));
  ui_respond (question, "cancel");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  ui_activate (self, "keys.back-up", NULL);
  question = wait_question ("Back Up Your Keys");
  ui_type (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "correct horse");
  ui_type (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 1), "correct horse");
  g_assert_cmpint (g_chdir (g_get_user_data_dir ()), ==, 0);
  ui_respond (question, "accept");
  ui_choose_file (path);
  test_wait_until (ui_shows (self, "Keys backed up"));
  g_assert_false (self->is_busy);
  g_assert_true (g_file_get_contents (path, &backup, NULL, NULL));
  g_assert_true (g_str_has_prefix (backup, "Signet key backup 1\n"));

  /* the machine that they come to has none */
  g_assert_cmpint (g_remove (keys_path), ==, 0);
  close_dialog (self);
  ui_close (f);
  g_clear_object (&f->key_store);
  f->key_store = signet_key_store_memory_new ();
  f->context = signet_context_new ();
  signet_context_set_key_store (f->context, f->key_store);
  _signet_application_set_context (f->application, f->context);
  ui_open_window (f);
  self = open_dialog (f);
  g_assert_true (ui_shows (self, "No Key Yet"));

  /* wrong: says so, changes nothing, and asks again */
  ui_activate (self, "keys.restore", NULL);
  ui_choose_file (path);
  question = wait_question ("Restore Your Keys");
  ui_type (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "wrong");
  ui_respond (question, "accept");
  question = wait_question ("Wrong Passphrase");
  ui_shot (question, "keys-wrong-passphrase");
  g_assert_cmpstr (get_body (question), ==, "That passphrase does not open this file. Nothing was changed.");
  keys_path = signet_context_get_keys_path (f->context);
  g_assert_false (g_file_get_contents (keys_path, &before, NULL, NULL) && strstr (before, kid) != NULL);
  g_assert_null (find (f, SIGNET_OWN_KEY_CURRENT));
  ui_respond (question, "retry");
  question = wait_question ("Restore Your Keys");
  ui_type (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "correct horse");
  ui_respond (question, "accept");
  test_wait_until (find (f, SIGNET_OWN_KEY_CURRENT) != NULL && !self->is_busy);
  g_assert_cmpstr (signet_own_key_get_kid (find (f, SIGNET_OWN_KEY_CURRENT)), ==, kid);
  g_assert_true (g_file_get_contents (keys_path, &after, NULL, NULL));
  g_assert_nonnull (strstr (after, kid));
  sign (f, "{\"listName\":\"Restored\",\"groceryList\":[]}", G_MAXINT64);
  g_assert_cmpuint (signet_own_key_get_n_signed (find (f, SIGNET_OWN_KEY_CURRENT)), ==, 1);

  /* no key: says so */
  g_assert_true (g_file_set_contents (path, "milk", -1, NULL));
  ui_activate (self, "keys.import", NULL);
  ui_choose_file (path);
  question = wait_question ("This File Cannot Be Used");
  g_assert_nonnull (strstr (get_body (question), "Nothing was changed."));
  ui_respond (question, "close");

  /* a key that is locked: asked for its passphrase, and it becomes the next */
  ui_activate (self, "keys.import", NULL);
  ui_choose_file (locked);
  question = wait_question ("Import a Key");
  ui_type (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "wrong");
  ui_respond (question, "accept");
  question = wait_question ("Wrong Passphrase");
  ui_respond (question, "retry");
  question = wait_question ("Import a Key");
  ui_type (ui_find_type (question, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "correct horse");
  ui_respond (question, "accept");
  test_wait_until (ui_shows (self, "Key imported"));
  g_assert_nonnull (find (f, SIGNET_OWN_KEY_NEXT));
  close_dialog (self);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/keys-dialog/empty", test_empty);
  ui_add ("/keys-dialog/states", test_states);
  ui_add ("/keys-dialog/old", test_old);
  ui_add ("/keys-dialog/rotate", test_rotate);
  ui_add ("/keys-dialog/revoke", test_revoke);
  ui_add ("/keys-dialog/back-up", test_back_up);

  return g_test_run ();
}
