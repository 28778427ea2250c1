/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-http-consent.h"
#include "signet-signed-list.h"
#include "signet-token-saving.h"
#include "signet-token.h"
#include "signet-verify-pane-private.h"

#include <glib/gi18n.h>

static void
clipboard_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (SignetVerifyPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (text != NULL)
    signet_verify_pane_set_token (self, text);
  else
    _signet_verify_pane_toast (self, _("There is no text to paste."));
}

static void
paste_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), self->cancellable,
                                 clipboard_read_cb, g_object_ref (self));
}

/* The second time it asks again for the key set, as a person expects who presses it. */
static void
check_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);

  _signet_verify_pane_check (self, self->report != NULL ? SIGNET_CHECK_FOCUS | SIGNET_CHECK_REFRESH
                                                        : SIGNET_CHECK_FOCUS);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  _signet_verify_pane_drop_verdict (SIGNET_VERIFY_PANE (widget));
}

/* A public address is refused all the same. */
static void
allow_http_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);

  signet_http_consent_give (signet_context_get_settings (self->context), self->source);
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS | SIGNET_CHECK_REFRESH);
}

static void
copy_report_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);
  g_autofree char *json = signet_report_to_json (self->report);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), json);
  _signet_verify_pane_toast (self, _("Report copied"));
}

/* (transfer full) (nullable): the payload as it stands, if it is text */
static char *
dup_payload (SignetReport *report)
{
  JotJws *jws = jot_verdict_get_jws (signet_report_get_verdict (report));
  GBytes *payload = jws != NULL ? jot_jws_get_payload (jws) : NULL;
  const char *data;
  gsize size;

  if (payload == NULL)
    return NULL;

  data = g_bytes_get_data (payload, &size);

  return size > 0 && g_utf8_validate (data, (gssize) size, NULL) ? g_strndup (data, size) : NULL;
}

static void
copy_payload_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);
  g_autofree char *payload = dup_payload (self->report);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), payload);
  _signet_verify_pane_toast (self, signet_report_is_proved (self->report) ? _("Payload copied") : _("Payload copied. Nothing proves it."));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);
  g_autofree char *text = signet_token_view_dup_token (self->token_view);
  g_autofree char *token = signet_token_extract (text, NULL);

  signet_token_saving_run (widget, self->report != NULL ? signet_report_get_list_name (self->report) : NULL, token);
}

static void
add_to_lists_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);
  GPtrArray *items = signet_report_get_items (self->report);
  const char *list_name = signet_report_get_list_name (self->report);
  g_autoptr (SignetList) list = NULL;
  g_autofree char *title = NULL;

  list = signet_list_new (NULL, list_name != NULL && *list_name != '\0' ? list_name : _("The List"));
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (SignetItem) item = signet_item_copy (g_ptr_array_index (items, i));

      signet_list_append (list, item);
    }
  signet_list_store_add (signet_context_get_list_store (self->context), list);

  self->added = TRUE;
  _signet_verify_pane_actions_update (self);
  /* Translators: a list was added to those of the user */
  title = g_strdup_printf (_("“%s” added"), signet_list_get_name (list));
  gtk_widget_activate_action (widget, "win.list-toast", "(ss)", title, signet_list_get_id (list));
}

static void
file_chosen_cb (SignetVerifyPane *self,
                int               response,
                GtkNativeDialog  *dialog)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL && g_utf8_validate (path, -1, NULL))
        {
          gtk_editable_set_text (GTK_EDITABLE (self->url_row), path);
        }
      else
        {
          g_autofree char *uri = g_file_get_uri (file);

          gtk_editable_set_text (GTK_EDITABLE (self->url_row), uri);
        }
      _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_key_set_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Choose a Key Set File"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), widget, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
_signet_verify_pane_class_actions_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "verify.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "verify.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "verify.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "verify.allow-http", NULL, allow_http_action);
  gtk_widget_class_install_action (widget_class, "verify.copy-report", NULL, copy_report_action);
  gtk_widget_class_install_action (widget_class, "verify.copy-payload", NULL, copy_payload_action);
  gtk_widget_class_install_action (widget_class, "verify.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "verify.add-to-lists", NULL, add_to_lists_action);
  gtk_widget_class_install_action (widget_class, "verify.choose-key-set", NULL, choose_key_set_action);
}

static gboolean
shortcut_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  const char *action = g_variant_get_string (args, NULL);

  /* the shortcuts are those of the page that is seen, wherever the focus is in the window */
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  /* with nothing to cancel Escape is for others */
  if (g_str_equal (action, "verify.cancel") && SIGNET_VERIFY_PANE (widget)->check_cancellable == NULL)
    return FALSE;

  return gtk_widget_activate_action (widget, action, NULL);
}

static GtkEventController *
new_shortcuts (GtkPropagationPhase phase)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_event_controller_set_propagation_phase (controller, phase);

  return controller;
}

static void
add_shortcut (GtkEventController *controller,
              const char         *trigger,
              const char         *action)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                                            gtk_callback_action_new (shortcut_cb, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_string (action));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
}

void
_signet_verify_pane_add_shortcuts (SignetVerifyPane *self)
{
  GtkEventController *late = new_shortcuts (GTK_PHASE_BUBBLE);
  GtkEventController *early = new_shortcuts (GTK_PHASE_CAPTURE);

  /* a text field pastes into itself */
  add_shortcut (late, "<Control>v|<Control><Shift>v", "verify.paste");
  add_shortcut (late, "<Control>s", "verify.save");
  add_shortcut (late, "Escape", "verify.cancel");
  /* before the token takes it for the end of a line */
  add_shortcut (early, "<Control>Return|<Control>KP_Enter", "verify.check");

  gtk_widget_add_controller (GTK_WIDGET (self), late);
  gtk_widget_add_controller (GTK_WIDGET (self), early);
}

/* The one place that says what can be done now. */
void
_signet_verify_pane_actions_update (SignetVerifyPane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_report = self->report != NULL;
  gboolean not_trusted = has_report && signet_report_get_state (self->report) == SIGNET_REPORT_NOT_TRUSTED;
  g_autofree char *payload = has_report ? dup_payload (self->report) : NULL;

  gtk_widget_action_set_enabled (widget, "verify.check", !signet_token_view_is_empty (self->token_view));
  gtk_widget_action_set_enabled (widget, "verify.save", !signet_token_view_is_empty (self->token_view));
  gtk_widget_action_set_enabled (widget, "verify.cancel", self->check_cancellable != NULL);
  gtk_widget_action_set_enabled (widget, "verify.allow-http", _signet_verify_pane_can_allow_http (self));
  gtk_widget_action_set_enabled (widget, "verify.copy-report", has_report);
  gtk_widget_action_set_enabled (widget, "verify.copy-payload", payload != NULL);
  gtk_widget_action_set_enabled (widget, "verify.add-to-lists",
                                 has_report && signet_report_get_items (self->report) != NULL
                                 && signet_signed_list_is_trusted (self->report) && !self->added);
  gtk_widget_action_set_enabled (widget, "verify.remember", has_report && signet_report_is_signer_unknown (self->report));
  gtk_widget_action_set_enabled (widget, "verify.keep-known-key", not_trusted);
  gtk_widget_action_set_enabled (widget, "verify.trust-new-key", not_trusted);
}
