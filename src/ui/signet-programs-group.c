/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-programs-group.h"

#include "signet-accessible-name.h"
#include "signet-program-token.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetProgramsGroup
{
  AdwPreferencesGroup parent_instance;

  /* template widgets */
  GtkSwitch *interface_switch;
  GtkWidget *token_row;
  GtkLabel *token_label;
  GtkLabel *note_label;

  /* owned */
  GSettings *settings;
  GCancellable *cancellable;

  /* plain */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (SignetProgramsGroup, signet_programs_group, ADW_TYPE_PREFERENCES_GROUP)

/* What is to become of the token that the keyring gives. */
typedef enum
{
  SHOW,
  COPY,
} Purpose;

typedef struct
{
  SignetProgramsGroup *self;
  Purpose purpose;
} Getting;

static void
set_note (SignetProgramsGroup *self,
          const char          *words,
          gboolean             is_trouble)
{
  gtk_label_set_text (self->note_label, words);
  if (is_trouble)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "state-caution");
      gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "quiet");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "state-caution");
      gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "quiet");
    }
}

static void
actions_update (SignetProgramsGroup *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "programs.copy-token", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "programs.new-token", !self->busy);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autofree Getting *getting = user_data;
  g_autoptr (SignetProgramsGroup) self = getting->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JotSecret) token = signet_program_token_get_finish (result, &error);

  /* the preferences were closed */
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->busy = FALSE;
  actions_update (self);
  if (token == NULL)
    {
      g_autoptr (SignetWords) words = signet_words_for_problem (error, NULL);

      set_note (self, words->title, TRUE);
      return;
    }

  if (getting->purpose == COPY)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), jot_secret_get_data (token));
      set_note (self, _("Copied. The keyring keeps it."), FALSE);
      return;
    }

  gtk_label_set_text (self->token_label, jot_secret_get_data (token));
  signet_set_accessible_name (self->token_label, _("Token for programs"));
  gtk_widget_set_visible (GTK_WIDGET (self->token_label), TRUE);
  set_note (self, _("Shown once. The keyring keeps it."), FALSE);
}

static void
get_token (SignetProgramsGroup *self,
           gboolean             renew,
           Purpose              purpose)
{
  Getting *getting;

  if (self->busy)
    return;

  getting = g_new0 (Getting, 1);
  getting->self = g_object_ref (self);
  getting->purpose = purpose;
  self->busy = TRUE;
  actions_update (self);
  signet_program_token_get_async (renew, self->cancellable, got_cb, getting);
}

/* The user turned it on or off, or some other program did. */
static void
active_changed_cb (SignetProgramsGroup *self)
{
  gboolean active = gtk_switch_get_active (self->interface_switch);

  g_assert (SIGNET_IS_PROGRAMS_GROUP (self));

  gtk_widget_set_visible (self->token_row, active);
  if (active)
    get_token (self, FALSE, SHOW);
}

static void
copy_token_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  get_token (SIGNET_PROGRAMS_GROUP (widget), FALSE, COPY);
}

static void
new_token_response_cb (SignetProgramsGroup *self,
                       const char          *response)
{
  if (g_strcmp0 (response, "make") == 0)
    get_token (self, TRUE, SHOW);
}

static void
new_token_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  GtkWidget *dialog;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("Make a New Token?"),
                                   _("Programs that use the old one can no longer have anything signed."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "make", _("_Make a New Token"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "make", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (new_token_response_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
signet_programs_group_dispose (GObject *object)
{
  SignetProgramsGroup *self = SIGNET_PROGRAMS_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (signet_programs_group_parent_class)->dispose (object);
}

static void
signet_programs_group_finalize (GObject *object)
{
  g_clear_object (&SIGNET_PROGRAMS_GROUP (object)->cancellable);

  G_OBJECT_CLASS (signet_programs_group_parent_class)->finalize (object);
}

static void
signet_programs_group_class_init (SignetProgramsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_programs_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_programs_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-programs-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetProgramsGroup, interface_switch);
  gtk_widget_class_bind_template_child (widget_class, SignetProgramsGroup, token_row);
  gtk_widget_class_bind_template_child (widget_class, SignetProgramsGroup, token_label);
  gtk_widget_class_bind_template_child (widget_class, SignetProgramsGroup, note_label);
  gtk_widget_class_install_action (widget_class, "programs.copy-token", NULL, copy_token_action);
  gtk_widget_class_install_action (widget_class, "programs.new-token", NULL, new_token_action);
}

static void
signet_programs_group_init (SignetProgramsGroup *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  /* the row labels its activatable widget, which would make the name a double one */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->interface_switch), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->interface_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("HTTP interface"),
                                  -1);
}

/**
 * signet_programs_group_set_settings:
 * @self: the group
 * @settings: the settings
 *
 * To be called once.
 */
void
signet_programs_group_set_settings (SignetProgramsGroup *self,
                                    GSettings           *settings)
{
  g_return_if_fail (SIGNET_IS_PROGRAMS_GROUP (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "http-interface", self->interface_switch, "active", G_SETTINGS_BIND_DEFAULT);
  gtk_widget_set_visible (self->token_row, gtk_switch_get_active (self->interface_switch));
  /* shown once: not each time that the preferences are opened */
  set_note (self, _("The keyring keeps it."), FALSE);
  g_signal_connect_object (self->interface_switch, "notify::active", G_CALLBACK (active_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
