/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-passphrase-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  AdwMessageDialog *dialog;
  GtkEditable *first;
  GtkEditable *second;   /* nullable */
  GtkWidget *hint;       /* nullable */
} Question;

static void
text_changed_cb (Question *question)
{
  const char *text = gtk_editable_get_text (question->first);
  const char *again = question->second != NULL ? gtk_editable_get_text (question->second) : text;
  gboolean is_same = strcmp (text, again) == 0;

  adw_message_dialog_set_response_enabled (question->dialog, "accept", *text != '\0' && is_same);
  /* not before the second is as long as it should be */
  if (question->hint != NULL)
    gtk_widget_set_opacity (question->hint, !is_same && strlen (again) >= strlen (text) ? 1 : 0);
}

/* The task is ours until it has returned, which a response always makes it do. */
static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          data)
{
  g_autoptr (GTask) task = data;
  Question *question = g_task_get_task_data (task);

  if (g_strcmp0 (response, "accept") == 0)
    {
      const char *text = gtk_editable_get_text (question->first);

      g_task_return_pointer (task, jot_secret_new (text, strlen (text)), (GDestroyNotify) jot_secret_unref);
    }
  else
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Dismissed");
    }
}

static GtkEditable *
add_entry (Question   *question,
           GtkWidget  *list_box,
           const char *title)
{
  GtkWidget *row = adw_password_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (list_box), row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (text_changed_cb), question);

  return GTK_EDITABLE (row);
}

/**
 * signet_passphrase_dialog_run_async:
 * @parent: the window that is asked for
 * @kind: whether it must be typed twice
 * @heading: the question, translated
 * @body: what it is for, translated
 * @accept: the button that answers it, with its mnemonic
 * @callback: called once there is an answer
 * @user_data: for @callback
 *
 * Asks for a passphrase.
 */
void
signet_passphrase_dialog_run_async (GtkWindow            *parent,
                                    SignetPassphraseKind  kind,
                                    const char           *heading,
                                    const char           *body,
                                    const char           *accept,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data)
{
  GTask *task;
  Question *question;
  GtkWidget *box, *list_box;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (task, signet_passphrase_dialog_run_async);
  question = g_new0 (Question, 1);
  g_task_set_task_data (task, question, g_free);

  question->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  adw_message_dialog_add_responses (question->dialog, "cancel", _("_Cancel"), "accept", accept, NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "accept", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "accept");
  adw_message_dialog_set_close_response (question->dialog, "cancel");

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  list_box = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list_box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list_box, "boxed-list");
  gtk_box_append (GTK_BOX (box), list_box);
  question->first = add_entry (question, list_box, _("Passphrase"));
  if (kind == SIGNET_PASSPHRASE_TWICE)
    {
      question->second = add_entry (question, list_box, _("The Same Again"));
      question->hint = gtk_label_new (_("The two are not the same."));
      gtk_label_set_wrap (GTK_LABEL (question->hint), TRUE);
      gtk_widget_add_css_class (question->hint, "caption");
      gtk_widget_add_css_class (question->hint, "state-caution");
      gtk_box_append (GTK_BOX (box), question->hint);
    }
  adw_message_dialog_set_extra_child (question->dialog, box);
  text_changed_cb (question);
  g_signal_connect (question->dialog, "response", G_CALLBACK (response_cb), task);

  gtk_window_present (GTK_WINDOW (question->dialog));
  gtk_widget_grab_focus (GTK_WIDGET (question->first));
}

JotSecret *
signet_passphrase_dialog_run_finish (GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
