/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-sign-pane.h"

struct _SignetSignPane
{
  AdwBin parent_instance;

  /* owned */
  SignetContext *context;
  SignetList *list;
};

G_DEFINE_FINAL_TYPE (SignetSignPane, signet_sign_pane, ADW_TYPE_BIN)

static void
signet_sign_pane_dispose (GObject *object)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (object);

  g_clear_object (&self->context);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (signet_sign_pane_parent_class)->dispose (object);
}

static void
signet_sign_pane_class_init (SignetSignPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_sign_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-sign-pane.ui");
}

static void
signet_sign_pane_init (SignetSignPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_sign_pane_new:
 * @context: the services
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
signet_sign_pane_new (SignetContext *context)
{
  SignetSignPane *self = g_object_new (SIGNET_TYPE_SIGN_PANE, NULL);

  g_set_object (&self->context, context);

  return GTK_WIDGET (self);
}

/**
 * signet_sign_pane_set_list:
 * @self: the page
 * @list: (nullable): the list to sign
 *
 * Turns the page to another list.
 */
void
signet_sign_pane_set_list (SignetSignPane *self,
                           SignetList     *list)
{
  g_return_if_fail (SIGNET_IS_SIGN_PANE (self));

  g_set_object (&self->list, list);
}
