/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "verify-fixture.h"

#include <string.h>

#define UNKNOWN "Valid, but…\nYou have not met this signer before"
#define KNOWN   "Valid\nWhitney signed this list"
#define CHANGED "Not trusted\nThis is not the key you know"

static SignetTrustBook *
get_book (VerifyFixture *f)
{
  return signet_context_get_trust_book (f->ui.context);
}

/* Whitney, as seen days ago: with the key of the fixture, and another one that she announced. */
static void
add_whitney (VerifyFixture *f,
             const char    *set,
             guint          days)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotJwks) jwks = jot_jwks_parse (set, -1, &error);
  g_autoptr (SignetSigner) signer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  g_assert_no_error (error);
  signer = signet_signer_new ("Whitney", test_server_get_url (f->server), jwks,
                              jot_jwk_get_thumbprint (jot_private_key_get_public (f->key)),
                              signet_verifier_get_now () - days * 86400);
  signet_trust_book_add_async (get_book (f), signer, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_trust_book_finish (get_book (f), result, &error);
  g_assert_no_error (error);
}

static AdwComboRow *
get_row (VerifyFixture *f)
{
  return ADW_COMBO_ROW (verify_child (f, NULL, "signed_by"));
}

/* As a user would: the nth in the list of people. */
static void
choose (VerifyFixture *f,
        guint          n)
{
  adw_combo_row_set_selected (get_row (f), n);
}

static char *
dup_fingerprint (JotPrivateKey *key)
{
  return jot_jwk_dup_fingerprint (jot_private_key_get_public (key));
}

static gboolean
trusts (VerifyFixture *f,
        JotPrivateKey *key)
{
  SignetSigner *whitney = signet_trust_book_find (get_book (f), "Whitney");

  return whitney != NULL && signet_signer_trusts (whitney, jot_private_key_get_public (key), signet_verifier_get_now ());
}

/* An unknown signer is remembered, and known from then on, also after a restart. */
static void
test_remember (VerifyFixture *f,
               gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *fingerprint = dup_fingerprint (f->key);
  GtkWidget *name;

  g_assert_true (ui_shows (f->pane, "Someone else"));
  g_assert_false (ui_is_enabled (f->pane, "verify.remember", NULL));
  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, UNKNOWN);
  g_assert_true (ui_shows (f->pane, "Remember This Signer?"));
  g_assert_true (ui_shows (f->pane, fingerprint));
  ui_shot (f->ui.window, "verify-unknown");

  /* whatever the token calls itself, the user says who it is */
  name = verify_child (f, "SignetRememberGroup", "name_row");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "Whitney");
  ui_type (name, "   ");
  ui_click (ui_find (f->pane, "Remember Signer"));
  g_assert_true (ui_shows (f->pane, "Say who it is: a name that you will know again."));
  g_assert_null (signet_trust_book_find (get_book (f), "Whitney"));
  ui_type (name, "Whitney");
  g_assert_false (ui_shows (f->pane, "Say who it is: a name that you will know again."));
  ui_click (ui_find (f->pane, "Remember Signer"));
  test_wait_until (g_strcmp0 (verify_get_verdict (f), KNOWN) == 0);
  g_assert_false (ui_shows (f->pane, "Remember This Signer?"));
  g_assert_false (ui_is_shown (verify_child (f, NULL, "url_row")));
  g_assert_true (trusts (f, f->key));
  ui_shot (f->ui.window, "verify-valid");

  verify_restart (f);
  test_wait_until (signet_trust_book_find (get_book (f), "Whitney") != NULL);
  choose (f, 0);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, KNOWN);
}

static void
test_name_taken (VerifyFixture *f,
                 gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autoptr (JotPrivateKey) other = verify_make_key ();
  g_autofree char *set = verify_make_set (f->key, other);
  GtkWidget *complaint;

  add_whitney (f, set, 0);
  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, UNKNOWN);
  ui_click (ui_find (f->pane, "Remember Signer"));
  complaint = verify_child (f, "SignetRememberGroup", "complaint");
  test_wait_until (ui_is_shown (complaint));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (complaint)), "Whitney"));
  verify_assert_verdict (f, UNKNOWN);
}

/* What the token says about itself is an offer, and no more. */
static void
test_suggestion (VerifyFixture *f,
                 gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *forged = NULL;
  g_autoptr (JotPrivateKey) other = verify_make_key ();
  g_autofree char *payload = verify_make_payload ();

  add_whitney (f, f->set, 0);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 0);
  ui_shot (f->ui.window, "verify-suggestion");
  ui_click (gtk_widget_get_ancestor (ui_find (f->pane, "Check with the Key of Whitney"), GTK_TYPE_BUTTON));
  verify_assert_verdict (f, KNOWN);
  g_assert_cmpuint (adw_combo_row_get_selected (get_row (f)), ==, 0);
  g_assert_false (ui_shows (f->pane, "Check with the Key of Whitney"));

  forged = verify_sign_with (other, payload);
  signet_verify_pane_set_token (f->pane, forged);
  verify_assert_verdict (f, "Refused\nThe signing key is not in the key set");
}

/* The signer's computer is off: the key that is known serves, and it says so. */
static void
test_offline (VerifyFixture *f,
              gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  add_whitney (f, f->set, 3);
  test_server_set_answer (f->server, (TestAnswer) { .status = 503 });
  choose (f, 0);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nWhitney signed this list");
  g_assert_nonnull (strstr (verify_get_sentence (f), "nobody could be asked whether the key was withdrawn"));
  ui_shot (f->ui.window, "verify-offline");
}

/* Another key than the known one is loud, and the user answers. */
static void
test_key_changed (VerifyFixture *f,
                  gconstpointer  data)
{
  g_autoptr (JotPrivateKey) other = verify_make_key ();
  g_autofree char *set = verify_make_set (other, NULL);
  g_autofree char *payload = verify_make_payload ();
  g_autofree char *token = verify_sign_with (other, payload);
  g_autofree char *old_digits = dup_fingerprint (f->key);
  g_autofree char *new_digits = dup_fingerprint (other);
  GtkWidget *dialog;

  add_whitney (f, f->set, 3);
  verify_publish (f, set);
  choose (f, 0);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, CHANGED);
  g_assert_true (ui_shows (f->pane, "Compare by Phone"));
  g_assert_true (ui_shows (f->pane, old_digits));
  g_assert_true (ui_shows (f->pane, new_digits));
  g_assert_true (ui_shows (f->pane, "Never announced by the known key"));
  g_assert_true (ui_shows (f->pane, "What the Token Says"));
  g_assert_false (ui_shows (f->pane, "Add to My Lists"));
  g_assert_true (gtk_widget_has_css_class (ui_find (f->pane, "Keep the Known Key"), "suggested-action"));
  ui_shot (f->ui.window, "verify-key-changed");

  ui_click (ui_find (f->pane, "Trust the New Key…"));
  dialog = ui_wait_dialog (&f->ui);
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)), ==, "cancel");
  g_assert_cmpint (adw_message_dialog_get_response_appearance (ADW_MESSAGE_DIALOG (dialog), "trust"), ==, ADW_RESPONSE_DESTRUCTIVE);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), new_digits));
  ui_shot (dialog, "verify-trust");
  ui_respond (dialog, "cancel");
  verify_assert_verdict (f, CHANGED);
  g_assert_false (trusts (f, other));

  ui_click (ui_find (f->pane, "Keep the Known Key"));
  g_assert_false (ui_shows (f->pane, "Keep the Known Key"));
  verify_assert_verdict (f, CHANGED);
  g_assert_false (trusts (f, other));

  verify_press_check (f);
  verify_assert_verdict (f, CHANGED);
  ui_click (ui_find (f->pane, "Trust the New Key…"));
  ui_respond (ui_wait_dialog (&f->ui), "trust");
  test_wait_until (g_strcmp0 (verify_get_verdict (f), KNOWN) == 0);
  g_assert_true (trusts (f, other));
  g_assert_false (ui_shows (f->pane, "Compare by Phone"));
}

/* A key that the known one announced days ago needs no question; what was seen is written down. */
static void
test_announced (VerifyFixture *f,
                gconstpointer  data)
{
  g_autoptr (JotPrivateKey) other = verify_make_key ();
  g_autofree char *set = verify_make_set (f->key, other);
  g_autofree char *alone = verify_make_set (other, NULL);
  g_autofree char *payload = verify_make_payload ();
  g_autofree char *token = verify_sign_with (other, payload);

  add_whitney (f, set, 3);
  verify_publish (f, alone);
  choose (f, 0);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, KNOWN);
  test_wait_until (ui_shows (f->ui.window, "Whitney has a new key, announced beforehand"));
  g_assert_false (ui_shows (f->pane, "Compare by Phone"));
  /* the old key is gone from the set: withdrawn */
  test_wait_until (!trusts (f, f->key));
  g_assert_true (trusts (f, other));
}

/* Somebody who is removed while chosen is not asked any more. */
static void
test_removed (VerifyFixture *f,
              gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  add_whitney (f, f->set, 0);
  choose (f, 0);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, KNOWN);
  signet_trust_book_remove_async (get_book (f), "Whitney", NULL, NULL, NULL);
  test_wait_until (g_strcmp0 (verify_get_verdict (f), "Not checked\nAnyone could have written this") == 0);
  g_assert_true (ui_is_shown (verify_child (f, NULL, "url_row")));
}

/* The issuer that a token names can be asked where its keys are; it alone is believed then. */
static void
test_issuer (VerifyFixture *f,
             gconstpointer  data)
{
  g_autofree char *issuer = g_strdup_printf ("http://127.0.0.1:%u", test_server_get_port (f->server));
  g_autofree char *description = g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}", issuer, issuer);
  g_autofree char *payload = g_strdup_printf ("{\"iss\":\"%s\",\"scope\":\"read\"}", issuer);
  g_autofree char *token = verify_sign (f, payload);
  g_autofree char *other = verify_sign (f, "{\"iss\":\"Whitney\",\"scope\":\"read\"}");
  g_autofree char *label = g_strdup_printf ("Ask %s for Its Keys", issuer);

  test_server_set_path (f->server, "/keys", (TestAnswer) { .body = f->set });
  test_server_set_path (f->server, "/.well-known/openid-configuration", (TestAnswer) { .body = description });

  /* a name is no address */
  signet_verify_pane_set_token (f->pane, other);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_false (ui_is_shown (verify_child (f, "SignetVerdictCard", "suggestion")));

  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 0);
  g_assert_true (ui_shows (f->pane, label));
  ui_shot (f->ui.window, "verify-issuer");
  ui_click (verify_child (f, "SignetVerdictCard", "suggestion"));
  verify_assert_verdict (f, "Valid, but…\nThe keys came over an open connection");
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);

  /* what the issuer did not sign as its own is not the issuer's */
  signet_verify_pane_set_token (f->pane, other);
  verify_assert_verdict (f, "Refused\nSomeone else issued this");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  verify_add ("/verify-signers/remember", test_remember);
  verify_add ("/verify-signers/name-taken", test_name_taken);
  verify_add ("/verify-signers/suggestion", test_suggestion);
  verify_add ("/verify-signers/offline", test_offline);
  verify_add ("/verify-signers/key-changed", test_key_changed);
  verify_add ("/verify-signers/announced", test_announced);
  verify_add ("/verify-signers/removed", test_removed);
  verify_add ("/verify-signers/issuer", test_issuer);

  return g_test_run ();
}
