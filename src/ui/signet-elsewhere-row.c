/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-elsewhere-row.h"

struct _SignetElsewhereRow
{
  AdwActionRow parent_instance;

  /* template widgets */
  GtkImage *image;
  GtkWidget *button;

  /* owned */
  SignetElsewhere *elsewhere;

  /* plain */
  SignetElsewhereKind kind;
};

G_DEFINE_FINAL_TYPE (SignetElsewhereRow, signet_elsewhere_row, ADW_TYPE_ACTION_ROW)

static void
update (SignetElsewhereRow *self)
{
  g_autofree char *title = signet_elsewhere_dup_title (self->elsewhere);
  g_autofree char *status = signet_elsewhere_dup_status (self->elsewhere);
  gboolean failing = signet_elsewhere_is_failing (self->elsewhere);

  g_assert (SIGNET_IS_ELSEWHERE_ROW (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title != NULL ? title : "");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), status != NULL ? status : "");
  if (failing)
    {
      gtk_image_set_from_icon_name (self->image, "dialog-warning-symbolic");
      gtk_widget_add_css_class (GTK_WIDGET (self->image), "state-caution");
    }
  else
    {
      gtk_image_set_from_icon_name (self->image, self->kind == SIGNET_ELSEWHERE_FOLDER ? "folder-symbolic"
                                                                                       : "network-server-symbolic");
      gtk_widget_remove_css_class (GTK_WIDGET (self->image), "state-caution");
    }
  gtk_widget_set_visible (self->button, failing);
  gtk_widget_set_visible (GTK_WIDGET (self), title != NULL);
}

static void
signet_elsewhere_row_dispose (GObject *object)
{
  g_clear_object (&SIGNET_ELSEWHERE_ROW (object)->elsewhere);

  G_OBJECT_CLASS (signet_elsewhere_row_parent_class)->dispose (object);
}

static void
signet_elsewhere_row_class_init (SignetElsewhereRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_elsewhere_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-elsewhere-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereRow, image);
  gtk_widget_class_bind_template_child (widget_class, SignetElsewhereRow, button);
}

static void
signet_elsewhere_row_init (SignetElsewhereRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_elsewhere_row_set_elsewhere:
 * @self: the row
 * @elsewhere: the copy of the key set
 * @kind: which of them it is
 *
 * To be called once.
 */
void
signet_elsewhere_row_set_elsewhere (SignetElsewhereRow  *self,
                                    SignetElsewhere     *elsewhere,
                                    SignetElsewhereKind  kind)
{
  g_return_if_fail (SIGNET_IS_ELSEWHERE_ROW (self));
  g_return_if_fail (SIGNET_IS_ELSEWHERE (elsewhere));
  g_return_if_fail (self->elsewhere == NULL);

  self->kind = kind;
  self->elsewhere = g_object_ref (elsewhere);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "u", (guint) kind);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "publish.try-elsewhere");
  g_signal_connect_object (elsewhere, "notify::status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
