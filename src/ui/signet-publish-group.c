/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-publish-group.h"

#include "signet-elsewhere-row.h"
#include "signet-focus.h"

#include <glib/gi18n.h>

struct _SignetPublishGroup
{
  AdwPreferencesGroup parent_instance;

  /* template widgets */
  GtkWidget *publish_row;
  GtkSwitch *publish_switch;
  GtkWidget *address_row;
  GtkLabel *address_label;
  GtkLabel *others_label;
  GtkLabel *reach_label;
  GtkSwitch *network_switch;
  GtkWidget *caution_row;
  GtkWidget *problem_row;
  GtkLabel *problem_label;
  SignetElsewhereRow *folder_row;
  SignetElsewhereRow *web_row;

  /* owned */
  SignetPublishing *publishing;

  /* plain */
  guint sync_id;
};

G_DEFINE_FINAL_TYPE (SignetPublishGroup, signet_publish_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
sync_cb (gpointer data)
{
  SignetPublishGroup *self = SIGNET_PUBLISH_GROUP (data);

  self->sync_id = 0;
  gtk_switch_set_active (self->publish_switch, signet_publishing_is_enabled (self->publishing));

  return G_SOURCE_REMOVE;
}

/* What the address is good for. */
static void
update_reach (SignetPublishGroup *self)
{
  gboolean enabled = signet_publishing_is_enabled (self->publishing);
  gboolean visible = signet_publishing_is_visible (self->publishing);
  const char *words = NULL;

  if (!enabled)
    words = _("Nobody can reach it now");
  else if (!visible)
    words = _("Works on this computer only");
  else if (!signet_publishing_reaches_others (self->publishing))
    words = _("This computer is on no local network now: works on this computer only");

  gtk_label_set_text (self->reach_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reach_label), words != NULL);
  if (enabled)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->reach_label), "quiet");
      gtk_widget_add_css_class (GTK_WIDGET (self->reach_label), "state-caution");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->reach_label), "state-caution");
      gtk_widget_add_css_class (GTK_WIDGET (self->reach_label), "quiet");
    }

  gtk_widget_set_visible (self->caution_row, enabled && visible);
}

/* A computer with a cable, a radio and a virtual machine has several. */
static void
update_others (SignetPublishGroup *self)
{
  const char * const *urls = signet_publishing_get_other_urls (self->publishing);
  g_autofree char *lines = g_strjoinv ("\n", (char **) urls);
  /* Translators: %s is one web address or several, each in a line of its own */
  g_autofree char *words = g_strdup_printf (_("On another network of this computer:\n%s"), lines);

  gtk_label_set_text (self->others_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->others_label),
                          urls[0] != NULL && signet_publishing_is_enabled (self->publishing));
}

static void
update (SignetPublishGroup *self)
{
  gboolean enabled = signet_publishing_is_enabled (self->publishing);
  const char *problem = signet_publishing_get_problem (self->publishing);
  const char *url = signet_publishing_get_url (self->publishing);

  g_assert (SIGNET_IS_PUBLISH_GROUP (self));

  /* Back again where publishing failed. Not at once: the switch may be in the middle of telling that
   * it was turned on, and would tell that last to those who cannot see it. */
  if (gtk_switch_get_active (self->publish_switch) != enabled && self->sync_id == 0)
    self->sync_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, sync_cb, self, NULL);

  gtk_label_set_text (self->address_label, url != NULL ? url : "");
  /* a label is named by its text unless told otherwise after that */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->address_label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Key set address"),
                                  -1);
  update_others (self);
  update_reach (self);

  if (gtk_switch_get_active (self->network_switch) != signet_publishing_is_visible (self->publishing))
    gtk_switch_set_active (self->network_switch, signet_publishing_is_visible (self->publishing));

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem_row, problem != NULL);
  gtk_widget_set_visible (self->address_row, problem == NULL);
}

/* Not by an action name: a switch that has one stays where it was put when the action fails. */
static void
active_changed_cb (SignetPublishGroup *self)
{
  g_assert (SIGNET_IS_PUBLISH_GROUP (self));

  if (gtk_switch_get_active (self->publish_switch) != signet_publishing_is_enabled (self->publishing))
    gtk_widget_activate_action (GTK_WIDGET (self), "publish.enabled", NULL);
}

static void
network_active_changed_cb (SignetPublishGroup *self)
{
  g_assert (SIGNET_IS_PUBLISH_GROUP (self));

  if (gtk_switch_get_active (self->network_switch) != signet_publishing_is_visible (self->publishing))
    gtk_widget_activate_action (GTK_WIDGET (self), "publish.network", NULL);
}

static gboolean
signet_publish_group_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SIGNET_PUBLISH_GROUP (widget)->publish_switch));
}

static void
signet_publish_group_dispose (GObject *object)
{
  SignetPublishGroup *self = SIGNET_PUBLISH_GROUP (object);

  g_clear_handle_id (&self->sync_id, g_source_remove);
  g_clear_object (&self->publishing);

  G_OBJECT_CLASS (signet_publish_group_parent_class)->dispose (object);
}

static void
signet_publish_group_class_init (SignetPublishGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_publish_group_dispose;

  widget_class->focus = signet_focus_child;
  widget_class->grab_focus = signet_publish_group_grab_focus;

  g_type_ensure (SIGNET_TYPE_ELSEWHERE_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-publish-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, publish_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, publish_switch);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, address_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, address_label);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, reach_label);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, others_label);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, network_switch);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, caution_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, problem_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, folder_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPublishGroup, web_row);
  gtk_widget_class_bind_template_callback (widget_class, active_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, network_active_changed_cb);
}

static void
signet_publish_group_init (SignetPublishGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* the row labels its activatable widget, which would make the name a double one */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->publish_switch), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->publish_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Publish key set"),
                                  -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->network_switch), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->network_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Visible on this network"),
                                  -1);
}

/**
 * signet_publish_group_set_context:
 * @self: the group
 * @context: the services
 *
 * To be called once.
 */
void
signet_publish_group_set_context (SignetPublishGroup *self,
                                  SignetContext      *context)
{
  g_return_if_fail (SIGNET_IS_PUBLISH_GROUP (self));
  g_return_if_fail (SIGNET_IS_CONTEXT (context));
  g_return_if_fail (self->publishing == NULL);

  self->publishing = g_object_ref (signet_context_get_publishing (context));
  g_signal_connect_object (self->publishing, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_switch_set_active (self->publish_switch, signet_publishing_is_enabled (self->publishing));
  signet_elsewhere_row_set_elsewhere (self->folder_row, signet_context_get_elsewhere (context, SIGNET_ELSEWHERE_FOLDER),
                                      SIGNET_ELSEWHERE_FOLDER);
  signet_elsewhere_row_set_elsewhere (self->web_row, signet_context_get_elsewhere (context, SIGNET_ELSEWHERE_WEB),
                                      SIGNET_ELSEWHERE_WEB);
  update (self);
}
