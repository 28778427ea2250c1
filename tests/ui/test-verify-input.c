/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-token-view.h"
#include "verify-fixture.h"

#include <string.h>

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  SignetReport **report = data;

  *report = signet_verifier_check_finish (SIGNET_VERIFIER (object), result, NULL);
}

/* an address or a requirement is edited: the verdict was given for another */
static void
test_stale_verdict (VerifyFixture *f,
                    gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  GtkTextIter iter;

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  /* typed: at once there is no verdict, and after a pause another */
  gtk_text_buffer_get_end_iter (verify_get_buffer (f), &iter);
  gtk_text_buffer_insert (verify_get_buffer (f), &iter, "A", 1);
  g_assert_null (verify_get_verdict (f));
  verify_assert_verdict (f, "Refused\nThe signature is damaged");
  gtk_text_buffer_get_end_iter (verify_get_buffer (f), &iter);
  gtk_text_buffer_backspace (verify_get_buffer (f), &iter, TRUE, TRUE);
  g_assert_null (verify_get_verdict (f));
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  verify_set_url (f, "http://127.0.0.1:1/");
  g_assert_null (verify_get_verdict (f));

  gtk_text_buffer_set_text (verify_get_buffer (f), "", -1);
  g_assert_null (verify_get_verdict (f));
  g_assert_true (ui_shows (f->pane, "Was This List Changed?"));
}

/* while the key set for one token is waited for, another is put in */
static void
test_late_answer (VerifyFixture *f,
                  gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autoptr (SignetReport) late = NULL;
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;

  verify_set_url (f, test_server_get_url (f->server));
  verify_hold (f);
  signet_verify_pane_set_token (f->pane, token);
  test_wait_until ((int) test_server_count_requests (f->server) == 1);
  test_wait_until (ui_shows (f->pane, "Waiting for 127.0.0.1. Signet gives up after 5 seconds."));
  g_assert_null (verify_get_verdict (f));

  signet_verify_pane_set_token (f->pane, VERIFY_FORGED);
  verify_assert_verdict (f, "Refused\nToken has no Key ID");

  /* one more who waits for the same answer, and gets it after the page would */
  request.token = token;
  request.source = test_server_get_url (f->server);
  signet_verifier_check_async (signet_context_get_verifier (f->ui.context), &request, NULL, checked_cb, &late);
  verify_publish (f, f->set);
  test_wait_until (late != NULL);
  g_assert_cmpint (signet_report_get_state (late), ==, SIGNET_REPORT_VALID_BUT);
  verify_assert_verdict (f, "Refused\nToken has no Key ID");
  g_assert_cmpint ((int) test_server_count_requests (f->server), ==, 1);

  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
}

/* (nullable): the toast */
static GtkWidget *
find_patience (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), "is asked for once in 30 seconds at most") != NULL)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_patience (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_cancel (VerifyFixture *f,
             gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  verify_set_url (f, test_server_get_url (f->server));
  verify_hold (f);
  signet_verify_pane_set_token (f->pane, token);
  test_wait_until (ui_shows (f->pane, "Cancel"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->pane), "verify.cancel", NULL));
  g_assert_false (ui_shows (f->pane, "Cancel"));
  g_assert_null (verify_get_verdict (f));

  /* the same again joins what is under way */
  verify_press_check (f);
  verify_publish (f, f->set);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
}

/* whoever checks again at once learns why nobody was asked */
static void
test_patience (VerifyFixture *f,
               gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  gint64 then;

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_cmpint ((int) test_server_count_requests (f->server), ==, 1);
  then = signet_verifier_get_now ();
  test_wait_until (signet_verifier_get_now () > then);
  g_assert_null (find_patience (f->ui.window));

  verify_press_check (f);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  test_wait_until (find_patience (f->ui.window) != NULL);
  g_assert_cmpint ((int) test_server_count_requests (f->server), ==, 1);
}

/* what people paste is a message */
static void
test_paste (VerifyFixture *f,
            gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *message = g_strdup_printf ("Bearer %.40s\n%s", token, token + 40);
  g_autofree char *got = NULL;
  GtkWidget *verdict = verify_child (f, "SignetVerdictCard", "verdict");

  verify_set_url (f, test_server_get_url (f->server));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (f->ui.window), message);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->pane), "verify.paste", NULL));
  test_wait_until (verify_get_verdict (f) != NULL);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_true (ui_shows (f->pane, "Removed “Bearer ” and 1 line break."));
  got = signet_token_view_dup_token (SIGNET_TOKEN_VIEW (verify_child (f, NULL, "token_view")));
  g_assert_cmpstr (got, ==, token);
  /* a screen reader reads what has the focus */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->ui.window)) == verdict);

  /* the note is about what was pasted */
  signet_verify_pane_set_token (f->pane, token);
  g_assert_false (ui_shows (f->pane, "Removed “Bearer ” and 1 line break."));
}

/* a file lands before its name lands in the text */
static void
test_drop (VerifyFixture *f,
           gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "list.jwt", NULL);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->pane));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;
  GdkFileList *list;
  gboolean dropped = FALSE;

  test_write_file (folder, "list.jwt", token);
  list = gdk_file_list_new_from_array (&file, 1);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, list);

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !dropped; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller)
          && gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)), GDK_TYPE_FILE_LIST))
        {
          g_assert_cmpint (gtk_event_controller_get_propagation_phase (controller), ==, GTK_PHASE_CAPTURE);
          g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &dropped);
        }
    }
  g_assert_true (dropped);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_true (ui_shows (f->pane, "Mac & <b>cheese</b>"));
}

/* what lands on the token takes the place of the one before, whatever is round it */
static void
test_drop_on_token (VerifyFixture *f,
                    gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *message = g_strdup_printf ("My list: %s\nWhitney", token);
  GtkWidget *view = verify_child (f, NULL, "token_view");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  g_autofree char *got = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean dropped = FALSE;

  signet_verify_pane_set_token (f->pane, VERIFY_FORGED);
  verify_assert_verdict (f, "Refused\nToken has no Key ID");
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, message);
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !dropped; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &dropped);
    }
  g_assert_true (dropped);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  got = signet_token_view_dup_token (SIGNET_TOKEN_VIEW (view));
  g_assert_cmpstr (got, ==, token);
  g_assert_true (ui_shows (f->pane, "Removed the text around the token."));
}

/* text on any page, where there is a token in it */
static void
test_drop_text (VerifyFixture *f,
                gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *message = g_strdup_printf ("My list: %s\nWhitney", token);
  const char *texts[] = { "milk\neggs", message };

  signet_window_set_page (SIGNET_WINDOW (f->ui.window), "sign");
  for (guint n = 0; n < G_N_ELEMENTS (texts); n++)
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (f->ui.window);
      g_auto (GValue) value = G_VALUE_INIT;
      gboolean dropped = FALSE;

      g_value_init (&value, G_TYPE_STRING);
      g_value_set_string (&value, texts[n]);
      for (guint i = 0; i < g_list_model_get_n_items (controllers) && !dropped; i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

          if (GTK_IS_DROP_TARGET (controller)
              && gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)), G_TYPE_STRING))
            g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &dropped);
        }
      g_assert_cmpint (dropped, ==, n == 1);
      g_assert_cmpstr (signet_window_get_page (SIGNET_WINDOW (f->ui.window)), ==, n == 1 ? "verify" : "sign");
    }
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  verify_add ("/verify-input/stale-verdict", test_stale_verdict);
  verify_add ("/verify-input/late-answer", test_late_answer);
  verify_add ("/verify-input/cancel", test_cancel);
  verify_add ("/verify-input/patience", test_patience);
  verify_add ("/verify-input/paste", test_paste);
  verify_add ("/verify-input/drop", test_drop);
  verify_add ("/verify-input/drop-on-token", test_drop_on_token);
  verify_add ("/verify-input/drop-text", test_drop_text);

  return g_test_run ();
}
