/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-window.h"

#include "signet-list-pane.h"
#include "signet-sign-pane.h"
#include "signet-verify-pane.h"

#include <glib/gi18n.h>

struct _SignetWindow
{
  AdwApplicationWindow parent_instance;

  /* template widgets */
  AdwToastOverlay *toasts;
  AdwViewStack *pages;

  /* borrowed */
  SignetListPane *list_pane;
  SignetSignPane *sign_pane;
  SignetVerifyPane *verify_pane;
};

G_DEFINE_FINAL_TYPE (SignetWindow, signet_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_PAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
page_changed_cb (SignetWindow *self)
{
  g_assert (SIGNET_IS_WINDOW (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
add_pages (SignetWindow  *self,
           SignetContext *context)
{
  GtkWidget *pane;

  g_assert (SIGNET_IS_WINDOW (self));

  pane = signet_list_pane_new (context);
  self->list_pane = SIGNET_LIST_PANE (pane);
  adw_view_stack_add_titled_with_icon (self->pages, pane, "list", C_("page", "List"), "view-list-bullet-symbolic");

  pane = signet_sign_pane_new (context);
  self->sign_pane = SIGNET_SIGN_PANE (pane);
  adw_view_stack_add_titled_with_icon (self->pages, pane, "sign", C_("page", "Sign"), "document-edit-symbolic");

  pane = signet_verify_pane_new (context);
  self->verify_pane = SIGNET_VERIFY_PANE (pane);
  adw_view_stack_add_titled_with_icon (self->pages, pane, "verify", C_("page", "Verify"), "security-high-symbolic");
}

static void
signet_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SignetWindow *self = SIGNET_WINDOW (object);

  switch (prop_id)
    {
    case PROP_PAGE:
      g_value_set_string (value, signet_window_get_page (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_window_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SignetWindow *self = SIGNET_WINDOW (object);

  switch (prop_id)
    {
    case PROP_PAGE:
      signet_window_set_page (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_window_class_init (SignetWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = signet_window_get_property;
  object_class->set_property = signet_window_set_property;

  properties[PROP_PAGE] =
    g_param_spec_string ("page", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, pages);

  gtk_widget_class_install_property_action (widget_class, "win.page", "page");
}

static void
signet_window_init (SignetWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->pages, "notify::visible-child-name",
                           G_CALLBACK (page_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * signet_window_new:
 * @application: the application, which has the services
 *
 * Returns: (transfer none): a window that @application owns, not yet shown
 */
SignetWindow *
signet_window_new (SignetApplication *application)
{
  SignetWindow *self;

  g_return_val_if_fail (SIGNET_IS_APPLICATION (application), NULL);

  self = g_object_new (SIGNET_TYPE_WINDOW, "application", application, NULL);
  add_pages (self, signet_application_get_context (application));

  return self;
}

/**
 * signet_window_get_page:
 * @self: the window
 *
 * Returns: "list", "sign" or "verify"
 */
const char *
signet_window_get_page (SignetWindow *self)
{
  g_return_val_if_fail (SIGNET_IS_WINDOW (self), NULL);

  return adw_view_stack_get_visible_child_name (self->pages);
}

/**
 * signet_window_set_page:
 * @self: the window
 * @page: "list", "sign" or "verify"; anything else is ignored, as it may come over D-Bus
 *
 * Turns to a page.
 */
void
signet_window_set_page (SignetWindow *self,
                        const char   *page)
{
  g_return_if_fail (SIGNET_IS_WINDOW (self));

  if (page != NULL && adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
}

/**
 * signet_window_check:
 * @self: the window
 * @token: what is to be checked, as it was read
 *
 * Puts @token into the verifier and turns to it.
 */
void
signet_window_check (SignetWindow *self,
                     const char   *token)
{
  g_return_if_fail (SIGNET_IS_WINDOW (self));
  g_return_if_fail (token != NULL);

  signet_window_set_page (self, "verify");
  signet_verify_pane_set_token (self->verify_pane, token);
}

/**
 * signet_window_add_toast:
 * @self: the window
 * @title: a sentence, not markup
 *
 * Says something in passing.
 */
void
signet_window_add_toast (SignetWindow *self,
                         const char   *title)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (SIGNET_IS_WINDOW (self));
  g_return_if_fail (title != NULL);

  markup = g_markup_escape_text (title, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}
