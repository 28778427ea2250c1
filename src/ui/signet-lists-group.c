/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-lists-group.h"

#include "signet-accessible-name.h"

#include <glib/gi18n.h>

struct _SignetListsGroup
{
  AdwPreferencesGroup parent_instance;

  /* template widgets */
  GtkWidget *group_row;
  GtkSwitch *group_switch;
  GtkWidget *suggest_row;
  GtkSwitch *suggest_switch;
  AdwActionRow *forget_row;
  GtkButton *forget_button;

  /* owned */
  SignetHousehold *household;
};

G_DEFINE_FINAL_TYPE (SignetListsGroup, signet_lists_group, ADW_TYPE_PREFERENCES_GROUP)

static void
update (SignetListsGroup *self)
{
  guint n = signet_household_get_n_items (self->household);
  g_autofree char *words = NULL;

  if (n > 0)
    words = g_strdup_printf (ngettext ("%u item, with its aisle", "%u items, with their aisles", n), n);
  adw_action_row_set_subtitle (self->forget_row, n > 0 ? words : _("Nothing was added or bought yet"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lists.forget-bought", n > 0);
}

static void
forget_response_cb (SignetListsGroup *self,
                    const char       *response)
{
  g_assert (SIGNET_IS_LISTS_GROUP (self));

  if (g_strcmp0 (response, "forget") != 0)
    return;

  signet_household_forget_all (self->household);
  update (self);
}

static void
forget_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, _("Forget What Was Bought?"),
                                                _("Signet forgets which items you added and bought, and in which aisle each is. Your lists "
                                                  "and the order of the aisles stay as they are. This cannot be undone.")));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "forget", _("_Forget"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "forget", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (forget_response_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
signet_lists_group_finalize (GObject *object)
{
  SignetListsGroup *self = SIGNET_LISTS_GROUP (object);

  g_clear_object (&self->household);

  G_OBJECT_CLASS (signet_lists_group_parent_class)->finalize (object);
}

static void
signet_lists_group_class_init (SignetListsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_lists_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-lists-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetListsGroup, group_row);
  gtk_widget_class_bind_template_child (widget_class, SignetListsGroup, group_switch);
  gtk_widget_class_bind_template_child (widget_class, SignetListsGroup, suggest_row);
  gtk_widget_class_bind_template_child (widget_class, SignetListsGroup, suggest_switch);
  gtk_widget_class_bind_template_child (widget_class, SignetListsGroup, forget_row);
  gtk_widget_class_bind_template_child (widget_class, SignetListsGroup, forget_button);
  gtk_widget_class_install_action (widget_class, "lists.forget-bought", NULL, forget_action);
}

static void
signet_lists_group_init (SignetListsGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* the row labels its activatable widget, which would make the name a double one */
  signet_set_accessible_name (self->group_switch, _("Group by aisle"));
  signet_set_accessible_name (self->suggest_switch, _("Suggest items"));
  signet_set_accessible_name (self->forget_button, _("Forget what was bought"));
}

/**
 * signet_lists_group_set_context:
 * @self: the group
 * @context: the services; without the schema of the settings only forgetting is left
 */
void
signet_lists_group_set_context (SignetListsGroup *self,
                                SignetContext    *context)
{
  GSettings *settings;

  g_return_if_fail (SIGNET_IS_LISTS_GROUP (self));
  g_return_if_fail (SIGNET_IS_CONTEXT (context));

  settings = signet_context_get_settings (context);
  gtk_widget_set_sensitive (self->group_row, settings != NULL);
  gtk_widget_set_sensitive (self->suggest_row, settings != NULL);
  if (settings != NULL)
    {
      g_settings_bind (settings, "group-by-aisle", self->group_switch, "active", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "suggest-items", self->suggest_switch, "active", G_SETTINGS_BIND_DEFAULT);
    }

  g_set_object (&self->household, signet_context_get_household (context));
  update (self);
}
