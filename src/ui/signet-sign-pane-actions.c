/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-sign-pane-private.h"
#include "signet-token-saving.h"

#include <glib/gi18n.h>
#include <string.h>

/* What mail programs take in the address that opens them. */
#define MAX_MAIL 16384

static void
toast (SignetSignPane *self,
       const char     *words)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", words);
}

static void
copy (SignetSignPane *self,
      const char     *text,
      const char     *words)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  toast (self, words);
}

static void
run_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  _signet_sign_pane_run (SIGNET_SIGN_PANE (widget));
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  _signet_sign_pane_back (SIGNET_SIGN_PANE (widget));
}

static void
renewed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (SignetSignPane) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = signet_list_signing_renew_finish (SIGNET_LIST_SIGNING (object), result, &error);

  /* the key was made, also where the window was closed in the meantime */
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (done)
    _signet_sign_pane_back (self);
  else
    _signet_sign_pane_show_problem (self, error);
}

static void
new_key_response_cb (SignetSignPane *self,
                     const char     *response)
{
  g_assert (SIGNET_IS_SIGN_PANE (self));

  if (g_strcmp0 (response, "make") == 0)
    signet_list_signing_renew_async (self->signing, self->cancellable, renewed_cb, g_object_ref (self));
}

static void
new_key_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  GtkWidget *dialog;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("Make a New Key?"),
                                   _("Signet signs with the new key from now on. Lists already signed stay valid. "
                                     "People who remember your old key are asked whether they trust the new one."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "make", _("_Make a New Key"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "make", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (new_key_response_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
copy_token_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);

  copy (self, self->token, _("Token copied"));
}

/* A message that the verifier of the other one finds the token in. */
static char *
dup_message (SignetSignPane *self)
{
  /* Translators: a message to whoever shops; a token follows. %s is the name of a list */
  g_autofree char *words = g_strdup_printf (_("My list “%s”, signed. To check it, open Signet, choose Verify, "
                                              "and paste this whole message."),
                                            signet_list_get_name (self->list));

  if (signet_publishing_reaches_others (self->publishing))
    {
      /* Translators: the end of a message to whoever shops; %s is a web address */
      g_autofree char *address = g_strdup_printf (_("Address for checking: %s"),
                                                  signet_publishing_get_url (self->publishing));

      return g_strdup_printf ("%s\n\n%s\n\n%s\n", words, self->token, address);
    }

  return g_strdup_printf ("%s\n\n%s\n", words, self->token);
}

static void
copy_message_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);
  g_autofree char *message = dup_message (self);

  copy (self, message, _("Message copied"));
}

static void
email_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);
  g_autofree char *message = dup_message (self);
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);
  g_autofree char *body = g_strjoinv ("\r\n", lines);   /* RFC 6068 §5 */
  g_autofree char *subject = g_uri_escape_string (signet_list_get_name (self->list), NULL, FALSE);
  g_autofree char *escaped = g_uri_escape_string (body, NULL, FALSE);
  g_autofree char *uri = g_strdup_printf ("mailto:?subject=%s&body=%s", subject, escaped);

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

static void
save_token_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);

  signet_token_saving_run (widget, signet_list_get_name (self->list), self->token);
}

static void
copy_address_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);

  copy (self, signet_publishing_get_url (self->publishing), _("Address copied"));
}

static void
use_another_port_action (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  signet_publishing_use_another_port (SIGNET_SIGN_PANE (widget)->publishing);
}

static void
try_elsewhere_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  SignetContext *context = SIGNET_SIGN_PANE (widget)->context;

  if (g_variant_get_uint32 (parameter) <= SIGNET_ELSEWHERE_WEB)
    signet_elsewhere_try_now (signet_context_get_elsewhere (context, g_variant_get_uint32 (parameter)));
}

static void
card_saved_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (SignetSignPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  /* the window was closed: the file may be there all the same */
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (signet_publishing_save_card_finish (self->publishing, result, &error))
    {
      g_autofree char *name = g_file_get_basename (G_FILE (object));
      g_autofree char *display = g_filename_display_name (name);

      /* Translators: the name of a file that the key card was written to */
      words = g_strdup_printf (_("Saved as “%s”"), display);
    }
  else
    {
      /* Translators: %s is what the system says */
      words = g_strdup_printf (_("The key card could not be saved: %s"), error->message);
    }
  toast (self, words);
}

static void
card_file_chosen_cb (GtkNativeDialog *dialog,
                     int              response,
                     SignetSignPane  *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->publishing != NULL)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      signet_publishing_save_card_async (self->publishing, file, self->cancellable, card_saved_cb, g_object_ref (self));
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
save_card_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);
  GtkFileChooserNative *dialog;
  g_autofree char *file_name = signet_publishing_dup_card_name (self->publishing);

  dialog = gtk_file_chooser_native_new (_("Save My Key Card"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file_name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (card_file_chosen_cb), g_object_ref (self),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
_signet_sign_pane_class_actions_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sign.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "sign.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "sign.new-key", NULL, new_key_action);
  gtk_widget_class_install_action (widget_class, "sign.copy-token", NULL, copy_token_action);
  gtk_widget_class_install_action (widget_class, "sign.save-token", NULL, save_token_action);
  gtk_widget_class_install_action (widget_class, "sign.copy-message", NULL, copy_message_action);
  gtk_widget_class_install_action (widget_class, "sign.email", NULL, email_action);
  gtk_widget_class_install_property_action (widget_class, "publish.enabled", "publishing");
  gtk_widget_class_install_property_action (widget_class, "publish.network", "visible-on-network");
  gtk_widget_class_install_action (widget_class, "publish.copy-address", NULL, copy_address_action);
  gtk_widget_class_install_action (widget_class, "publish.use-another-port", NULL, use_another_port_action);
  gtk_widget_class_install_action (widget_class, "publish.try-elsewhere", "u", try_elsewhere_action);
  gtk_widget_class_install_action (widget_class, "publish.save-card", NULL, save_card_action);
}

void
_signet_sign_pane_actions_update (SignetSignPane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_items = self->list != NULL && signet_list_get_n_items (self->list) > 0;
  gboolean is_busy = self->is_signing || (self->signing != NULL && signet_list_signing_is_busy (self->signing));
  gboolean has_token = self->token != NULL;
  gboolean has_key = self->signing != NULL && signet_list_signing_has_key (self->signing);
  gboolean is_in_trouble = self->publishing != NULL && signet_publishing_get_problem (self->publishing) != NULL;

  gtk_widget_action_set_enabled (widget, "sign.run", has_items && !is_busy);
  gtk_widget_action_set_enabled (widget, "sign.new-key", !is_busy);
  gtk_widget_action_set_enabled (widget, "sign.copy-token", has_token);
  gtk_widget_action_set_enabled (widget, "sign.save-token", has_token);
  gtk_widget_action_set_enabled (widget, "sign.copy-message", has_token);
  gtk_widget_action_set_enabled (widget, "sign.email", has_token && strlen (self->token) <= MAX_MAIL);
  gtk_widget_action_set_enabled (widget, "publish.copy-address", self->publishing != NULL);
  gtk_widget_action_set_enabled (widget, "publish.use-another-port", is_in_trouble);
  gtk_widget_action_set_enabled (widget, "publish.save-card", self->publishing != NULL && has_key);
}

static void
add_shortcut (GtkShortcutController *controller,
              guint                  keyval,
              GdkModifierType        modifiers,
              const char            *action)
{
  gtk_shortcut_controller_add_shortcut (controller,
                                        gtk_shortcut_new (gtk_keyval_trigger_new (keyval, modifiers),
                                                          gtk_named_action_new (action)));
}

/* While this page is shown the keys work wherever the focus is, also in the header bar. */
void
_signet_sign_pane_add_shortcuts (SignetSignPane *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), GDK_KEY_Return, GDK_CONTROL_MASK, "sign.run");
  add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "sign.run");
  add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "sign.copy-token");
  add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), GDK_KEY_s, GDK_CONTROL_MASK, "sign.save-token");
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
