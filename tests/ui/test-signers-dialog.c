/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signer-form.h"
#include "signet-signers-dialog.h"
#include "verify-fixture.h"

#include <string.h>

static GtkWidget *
open_dialog (VerifyFixture *f)
{
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (f->ui.application), "signers", NULL);
  dialog = ui_wait_dialog (&f->ui);
  g_assert_true (SIGNET_IS_SIGNERS_DIALOG (dialog));

  return dialog;
}

static GtkWidget *
find_window (GType type)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type) && ui_is_shown (l->data))
      return l->data;

  return NULL;
}

static GtkWidget *
open_form (GtkWidget *dialog)
{
  GtkWidget *form;

  ui_activate (dialog, "signers.add", NULL);
  test_wait_until (find_window (SIGNET_TYPE_SIGNER_FORM) != NULL);
  form = find_window (SIGNET_TYPE_SIGNER_FORM);
  ui_settle (form);

  return form;
}

static SignetSigner *
find_signer (VerifyFixture *f,
             const char    *name)
{
  return signet_trust_book_find (signet_context_get_trust_book (f->ui.context), name);
}

static char *
dup_fingerprint (VerifyFixture *f)
{
  return jot_jwk_dup_fingerprint (jot_private_key_get_public (f->key));
}

static GtkWidget *
get_child (GtkWidget  *widget,
           const char *id)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), id);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

static void
close_window (GtkWidget *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_close (GTK_WINDOW (window));
  test_wait_until (watched == NULL);
}

/* Added by the address of their key set; the fingerprint is there to be compared, and copied. */
static void
test_add (VerifyFixture *f,
          gconstpointer  data)
{
  g_autofree char *fingerprint = dup_fingerprint (f);
  GtkWidget *dialog = open_dialog (f);
  g_autofree char *copied = NULL;
  GtkWidget *form;

  g_assert_true (ui_shows (dialog, "Nobody Yet"));
  ui_shot (dialog, "signers-empty");
  form = open_form (dialog);
  g_assert_false (ui_is_enabled (form, "signer.add", NULL));
  ui_type (get_child (form, "name_row"), "Mac & <b>Cheese</b>");
  g_assert_false (ui_is_enabled (form, "signer.add", NULL));
  ui_type (get_child (form, "source_row"), test_server_get_url (f->server));
  ui_shot (form, "signers-form");
  ui_click (get_child (form, "add_button"));
  test_wait_until (find_window (SIGNET_TYPE_SIGNER_FORM) == NULL);

  g_assert_cmpstr (signet_signer_get_url (find_signer (f, "Mac & <b>Cheese</b>")), ==, test_server_get_url (f->server));
  ui_settle (dialog);
  g_assert_true (ui_shows (dialog, "Mac & <b>Cheese</b>"));
  g_assert_true (ui_shows (dialog, fingerprint));
  g_assert_true (ui_shows (dialog, test_server_get_url (f->server)));
  g_assert_true (ui_shows (dialog, "Call Mac & <b>Cheese</b> and compare the fingerprint"));
  ui_shot (dialog, "signers");

  ui_click (ui_find (dialog, "Copy Fingerprint"));
  g_assert_true (ui_shows (dialog, "Call Mac & <b>Cheese</b> and compare the fingerprint") || ui_shows (dialog, "Fingerprint copied"));
  {
    GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (dialog));
    g_auto (GValue) value = G_VALUE_INIT;

    g_value_init (&value, G_TYPE_STRING);
    g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
    copied = g_value_dup_string (&value);
  }
  g_assert_cmpstr (copied, ==, fingerprint);
  close_window (dialog);
}

/* What is wrong is said where it was typed, and nothing is added. */
static void
test_refused (VerifyFixture *f,
              gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (f);
  GtkWidget *form = open_form (dialog);
  GtkWidget *name = get_child (form, "name_row");
  GtkWidget *source = get_child (form, "source_row");
  GtkWidget *complaint = get_child (form, "complaint");

  ui_type (name, "Whitney");
  ui_type (source, "/nowhere/at/all");
  ui_click (get_child (form, "add_button"));
  test_wait_until (ui_is_shown (complaint));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (complaint)), ==, "That file could not be read.");
  g_assert_true (gtk_widget_has_css_class (source, "error"));

  test_server_set_answer (f->server, (TestAnswer) { .body = "<html>" });
  ui_type (source, test_server_get_url (f->server));
  g_assert_false (ui_is_shown (complaint));
  ui_click (get_child (form, "add_button"));
  test_wait_until (ui_is_shown (complaint));
  g_assert_true (gtk_widget_has_css_class (source, "error"));

  /* open connections: a computer of the local network may be asked, any other never */
  ui_type (source, "http://192.0.2.1/jwks.json");
  ui_click (get_child (form, "add_button"));
  test_wait_until (ui_is_shown (complaint));
  g_assert_false (ui_is_shown (get_child (form, "allow_button")));
  ui_type (source, "http://192.168.255.254:7515/jwks.json");
  ui_click (get_child (form, "add_button"));
  test_wait_until (ui_is_shown (complaint));
  g_assert_true (ui_is_shown (get_child (form, "allow_button")));
  ui_shot (form, "signers-form-http");
  g_assert_null (find_signer (f, "Whitney"));

  /* the control: another address */
  verify_publish (f, f->set);
  ui_type (source, test_server_get_url (f->server));
  {
    g_autofree char *folder = test_make_folder ();
    g_autofree char *path = g_build_filename (folder, "whitney.jwks", NULL);

    test_write_file (folder, "whitney.jwks", f->set);
    ui_type (source, path);
    ui_click (get_child (form, "add_button"));
    test_wait_until (find_signer (f, "Whitney") != NULL);
  }
  close_window (dialog);
}

/* A key card says whose it is; a name that is taken is refused. */
static void
test_card (VerifyFixture *f,
           gconstpointer  data)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "whitney.jwks", NULL);
  g_autofree char *card = g_strdup_printf ("{\"name\":\"Whitney\",%s", f->set + 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *dialog = open_dialog (f);
  GtkWidget *form = open_form (dialog);
  GtkEditable *name = GTK_EDITABLE (get_child (form, "name_row"));
  GtkWidget *complaint;

  test_write_file (folder, "whitney.jwks", card);
  signet_signer_form_set_file (SIGNET_SIGNER_FORM (form), file);
  test_wait_until (g_str_equal (gtk_editable_get_text (name), "Whitney"));
  ui_click (get_child (form, "add_button"));
  test_wait_until (find_signer (f, "Whitney") != NULL);
  g_assert_null (signet_signer_get_url (find_signer (f, "Whitney")));
  test_wait_until (find_window (SIGNET_TYPE_SIGNER_FORM) == NULL);

  form = open_form (dialog);
  name = GTK_EDITABLE (get_child (form, "name_row"));
  complaint = get_child (form, "complaint");
  gtk_editable_set_text (name, "Brian");
  signet_signer_form_set_file (SIGNET_SIGNER_FORM (form), file);
  ui_settle (form);
  /* what was typed stays */
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Brian");
  gtk_editable_set_text (name, "Whitney");
  ui_click (get_child (form, "add_button"));
  g_assert_true (ui_is_shown (complaint));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (name), "error"));
  ui_activate (form, "window.close", NULL);
  close_window (dialog);
}

/* Removing asks, and forgets. */
static void
test_remove (VerifyFixture *f,
             gconstpointer  data)
{
  g_autoptr (JotJwks) jwks = jot_jwks_parse (f->set, -1, NULL);
  g_autoptr (SignetSigner) whitney = signet_signer_new ("Whitney", NULL, jwks, NULL, signet_verifier_get_now ());
  GtkWidget *dialog;
  GtkWidget *question;

  signet_trust_book_add_async (signet_context_get_trust_book (f->ui.context), whitney, NULL, NULL, NULL);
  test_wait_until (find_signer (f, "Whitney") != NULL);
  dialog = open_dialog (f);
  for (guint i = 0; i < 2; i++)
    {
      ui_activate (dialog, "signers.remove", "s", "Whitney");
      test_wait_until (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
      question = find_window (ADW_TYPE_MESSAGE_DIALOG);
      ui_settle (question);
      g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (question)), ==, "cancel");
      ui_respond (question, i == 0 ? "cancel" : "remove");
      if (i == 0)
        g_assert_nonnull (find_signer (f, "Whitney"));
    }
  test_wait_until (find_signer (f, "Whitney") == NULL);
  g_assert_true (ui_shows (dialog, "Nobody Yet"));
  close_window (dialog);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  verify_add ("/signers-dialog/add", test_add);
  verify_add ("/signers-dialog/refused", test_refused);
  verify_add ("/signers-dialog/card", test_card);
  verify_add ("/signers-dialog/remove", test_remove);

  return g_test_run ();
}
