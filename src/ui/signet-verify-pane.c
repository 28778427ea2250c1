/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-verify-pane.h"

struct _SignetVerifyPane
{
  AdwBin parent_instance;

  /* owned */
  SignetContext *context;
};

G_DEFINE_FINAL_TYPE (SignetVerifyPane, signet_verify_pane, ADW_TYPE_BIN)

static void
signet_verify_pane_dispose (GObject *object)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (object);

  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_verify_pane_parent_class)->dispose (object);
}

static void
signet_verify_pane_class_init (SignetVerifyPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_verify_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-verify-pane.ui");
}

static void
signet_verify_pane_init (SignetVerifyPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_verify_pane_new:
 * @context: the services
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
signet_verify_pane_new (SignetContext *context)
{
  SignetVerifyPane *self = g_object_new (SIGNET_TYPE_VERIFY_PANE, NULL);

  g_set_object (&self->context, context);

  return GTK_WIDGET (self);
}

/**
 * signet_verify_pane_set_token:
 * @self: the page
 * @token: what is to be checked, as it was pasted or read
 *
 * Puts a token into the page and checks it.
 */
void
signet_verify_pane_set_token (SignetVerifyPane *self,
                              const char       *token)
{
  g_return_if_fail (SIGNET_IS_VERIFY_PANE (self));
  g_return_if_fail (token != NULL);
}
