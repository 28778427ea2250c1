/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-elsewhere-group.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SignetElsewhereGroup
{
  AdwPreferencesGroup parent_instance;

  /* template widgets */
  AdwActionRow *folder_row;
  GtkWidget *stop_folder_button;
  AdwExpanderRow *web_row;
  GtkEditable *url_row;
  GtkEditable *user_row;
  GtkEditable *secret_row;
  GtkLabel *web_note;

  /* owned */
  SignetElsewhere *folder;
  SignetElsewhere *web;

  /* plain */
  gboolean edited;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (SignetElsewhereGroup, signet_elsewhere_group, ADW_TYPE_PREFERENCES_GROUP)

static void
set_note (SignetElsewhereGroup *self,
          const char           *words)
{
  gtk_label_set_text (self->web_note, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->web_note), words != NULL);
}

/* (transfer full): "Folder “web”: written today at 14:02" */
static char *
describe (SignetElsewhere *elsewhere)
{
  g_autofree char *title = signet_elsewhere_dup_title (elsewhere);
  g_autofree char *status = signet_elsewhere_dup_status (elsewhere);

  return title != NULL ? g_strdup_printf ("%s\n%s", title, status) : g_strdup (_("Not set up"));
}

static void
actions_update (SignetElsewhereGroup *self)
{
  gboolean has_url = *gtk_editable_get_text (self->url_row) != '\0';
  gboolean has_folder = self->folder != NULL && signet_elsewhere_get_target (self->folder) != NULL;
  gboolean has_web = self->web != NULL && signet_elsewhere_get_target (self->web) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "elsewhere.stop-folder", has_folder);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "elsewhere.stop-web", has_web && !self->saving);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "elsewhere.save-web", has_url && self->edited && !self->saving);
  gtk_widget_set_visible (self->stop_folder_button, has_folder);
}

static void
update (SignetElsewhereGroup *self)
{
  g_autofree char *folder = describe (self->folder);
  g_autofree char *web = describe (self->web);

  g_assert (SIGNET_IS_ELSEWHERE_GROUP (self));

  adw_action_row_set_subtitle (self->folder_row, folder);
  adw_expander_row_set_subtitle (self->web_row, web);
  actions_update (self);
}

static void
show_web (SignetElsewhereGroup *self)
{
  const char *url = signet_elsewhere_get_target (self->web);

  gtk_editable_set_text (self->url_row, url != NULL ? url : "");
  gtk_editable_set_text (self->user_row, url != NULL ? signet_elsewhere_get_user (self->web) : "");
  gtk_editable_set_text (self->secret_row, "");
  self->edited = FALSE;
  set_note (self, NULL);
  actions_update (self);
}

static void
web_edited_cb (SignetElsewhereGroup *self)
{
  const char *url = gtk_editable_get_text (self->url_row);
  gboolean has_secret = *gtk_editable_get_text (self->secret_row) != '\0';

  g_assert (SIGNET_IS_ELSEWHERE_GROUP (self));

  self->edited = TRUE;
  set_note (self, has_secret && g_ascii_strncasecmp (url, "http://", 7) == 0
                  ? _("Without https others on the network can read the password.") : NULL);
  actions_update (self);
}

static void
entry_activated_cb (SignetElsewhereGroup *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "elsewhere.save-web", NULL);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SignetElsewhereGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = signet_elsewhere_set_web_finish (SIGNET_ELSEWHERE (object), result, &error);

  self->saving = FALSE;
  if (self->web == NULL)
    return;

  if (done)
    {
      show_web (self);
    }
  else
    {
      set_note (self, _("The keyring did not keep the password. Nothing was changed."));
      actions_update (self);
    }
}

static void
save_web_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SignetElsewhereGroup *self = SIGNET_ELSEWHERE_GROUP (widget);
  g_autofree char *url = g_strstrip (g_strdup (gtk_editable_get_text (self->url_row)));
  g_autofree char *problem = signet_elsewhere_dup_url_problem (url);
  const char *secret = gtk_editable_get_text (self->secret_row);
  g_autoptr (JotSecret) held = NULL;

  if (problem != NULL)
    {
      /* Translators: a reason, "the server does not answer" */
      g_autofree char *words = g_strdup_printf (_("Nothing can be written there: %s."), problem);

      set_note (self, words);
      return;
    }

  self->saving = TRUE;
  actions_update (self);
  if (*secret != '\0')
    held = jot_secret_new (secret, strlen (secret));
  signet_elsewhere_set_web_async (self->web, url, gtk_editable_get_text (self->user_row), held, saved_cb,
                                  g_object_ref (self));
}

static void
stop_web_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SignetElsewhereGroup *self = SIGNET_ELSEWHERE_GROUP (widget);

  self->saving = TRUE;
  signet_elsewhere_set_web_async (self->web, NULL, "", NULL, saved_cb, g_object_ref (self));
}

static void
stop_folder_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  signet_elsewhere_set_folder (SIGNET_ELSEWHERE_GROUP (widget)->folder, NULL);
}

static void
folder_chosen_cb (GtkNativeDialog      *dialog,
                  int                   response,
                  SignetElsewhereGroup *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->folder != NULL)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      const char *path = g_file_peek_path (file);

      if (path != NULL)
        signet_elsewhere_set_folder (self->folder, path);
      else
        adw_action_row_set_subtitle (self->folder_row, _("Signet can only write to folders of this computer, "
                                                         "or to those that it has mounted."));
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_folder_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  SignetElsewhereGroup *self = SIGNET_ELSEWHERE_GROUP (widget);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Folder for the Key Set"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (folder_chosen_cb), g_object_ref (self),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
signet_elsewhere_group_dispose (GObject *object)
{
  SignetElsewhereGroup *self = SIGNET_ELSEWHERE_GROUP (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->web);

  G_OBJECT_CLASS (signet_elsewhere_group_parent_class)->dispose (object);
}

static void
signet_elsewhere_group_class_init (SignetElsewhereGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_elsewhere_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-elsewhere-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereGroup, folder_row);
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereGroup, stop_folder_button);
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereGroup, web_row);
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereGroup, url_row);
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereGroup, user_row);
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereGroup, secret_row);
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereGroup, web_note);
  gtk_widget_class_bind_template_callback (widget_class, web_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_install_action (widget_class, "elsewhere.choose-folder", NULL, choose_folder_action);
  gtk_widget_class_install_action (widget_class, "elsewhere.stop-folder", NULL, stop_folder_action);
  gtk_widget_class_install_action (widget_class, "elsewhere.save-web", NULL, save_web_action);
  gtk_widget_class_install_action (widget_class, "elsewhere.stop-web", NULL, stop_web_action);
}

static void
signet_elsewhere_group_init (SignetElsewhereGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_elsewhere_group_set_context:
 * @self: the group
 * @context: the services
 *
 * To be called once.
 */
void
signet_elsewhere_group_set_context (SignetElsewhereGroup *self,
                                    SignetContext        *context)
{
  g_return_if_fail (SIGNET_IS_ELSEWHERE_GROUP (self));
  g_return_if_fail (SIGNET_IS_CONTEXT (context));
  g_return_if_fail (self->folder == NULL);

  self->folder = g_object_ref (signet_context_get_elsewhere (context, SIGNET_ELSEWHERE_FOLDER));
  self->web = g_object_ref (signet_context_get_elsewhere (context, SIGNET_ELSEWHERE_WEB));
  g_signal_connect_object (self->folder, "notify::status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->web, "notify::status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  show_web (self);
  update (self);
}
