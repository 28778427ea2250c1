/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-pane.h"

struct _SignetListPane
{
  AdwBin parent_instance;

  /* owned */
  SignetContext *context;
};

G_DEFINE_FINAL_TYPE (SignetListPane, signet_list_pane, ADW_TYPE_BIN)

static void
signet_list_pane_dispose (GObject *object)
{
  SignetListPane *self = SIGNET_LIST_PANE (object);

  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_list_pane_parent_class)->dispose (object);
}

static void
signet_list_pane_class_init (SignetListPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_list_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-list-pane.ui");
}

static void
signet_list_pane_init (SignetListPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_list_pane_new:
 * @context: the services
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
signet_list_pane_new (SignetContext *context)
{
  SignetListPane *self = g_object_new (SIGNET_TYPE_LIST_PANE, NULL);

  g_set_object (&self->context, context);

  return GTK_WIDGET (self);
}
