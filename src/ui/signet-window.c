/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-window.h"

#include "signet-application-private.h"
#include "signet-window-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (SignetWindow, signet_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_PAGE,
  PROP_SIDEBAR,
  PROP_SEARCH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
page_changed_cb (SignetWindow *self)
{
  gboolean is_list, is_verify;

  g_assert (SIGNET_IS_WINDOW (self));

  is_list = g_strcmp0 (signet_window_get_page (self), "list") == 0;
  if (!is_list && self->list_pane != NULL)
    g_object_set (self->list_pane, "selecting", FALSE, NULL);
  gtk_stack_set_visible_child (self->start_stack, is_list ? self->list_start : self->no_start);
  is_verify = g_strcmp0 (signet_window_get_page (self), "verify") == 0;
  gtk_stack_set_visible_child (self->end_stack, is_list ? self->list_end : is_verify ? self->verify_end : self->no_end);
  _signet_window_actions_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
sidebar_changed_cb (SignetWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR]);
}

static void
search_changed_cb (SignetWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

static gboolean
is_selecting (SignetWindow *self)
{
  gboolean selecting = FALSE;

  if (self->list_pane != NULL)
    g_object_get (self->list_pane, "selecting", &selecting, NULL);

  return selecting;
}

static gboolean
reveal_cb (gpointer data)
{
  SignetWindow *self = data;

  self->reveal_id = 0;
  adw_view_switcher_bar_set_reveal (self->switcher_bar,
                                    adw_view_switcher_title_get_title_visible (self->switcher)
                                    && !is_selecting (self));

  return G_SOURCE_REMOVE;
}

/* The title gives way to the bar below while sizes are being allocated, when nobody may ask for another
 * size: without animations, which would ask once more, the bar never came up. So it is told afterwards. */
static void
title_visible_cb (SignetWindow *self)
{
  g_assert (SIGNET_IS_WINDOW (self));

  if (self->reveal_id == 0)
    self->reveal_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, reveal_cb, self, NULL);
}

/* While items are selected the header says how many, and there is no way to the other pages. */
static void
selection_changed_cb (SignetWindow *self)
{
  g_autofree char *title = NULL;
  guint n = 0;

  g_assert (SIGNET_IS_WINDOW (self));

  g_object_get (self->list_pane, "n-selected", &n, NULL);
  /* Translators: how many items are selected, as the title of the window */
  title = n > 0 ? g_strdup_printf (ngettext ("%u Selected", "%u Selected", n), n) : g_strdup (_("Select Items"));
  adw_window_title_set_title (self->selection_title, title);
  gtk_stack_set_visible_child (self->headers, is_selecting (self) ? self->selection_header : self->page_header);
  title_visible_cb (self);
  _signet_window_actions_update (self);
}

static void
cancel_selection_cb (SignetWindow *self)
{
  g_object_set (self->list_pane, "selecting", FALSE, NULL);
}

static void
select_all_cb (SignetWindow *self)
{
  signet_list_pane_select_all (self->list_pane);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  SignetWindow *self = SIGNET_WINDOW (widget);

  if (!is_selecting (self))
    return GDK_EVENT_PROPAGATE;

  cancel_selection_cb (self);

  return GDK_EVENT_STOP;
}

static void
list_opened_cb (SignetWindow *self)
{
  SignetList *list = signet_list_pane_get_list (self->list_pane);

  g_assert (SIGNET_IS_WINDOW (self));

  g_signal_group_set_target (self->list_signals, list);
  signet_sign_pane_set_list (self->sign_pane, list);
  _signet_window_actions_update (self);
}

static void
list_chosen_cb (SignetWindow *self,
                SignetList   *list)
{
  signet_list_pane_set_list (self->list_pane, list);
}

/* On every page: who publishes may forget that. */
static void
publishing_changed_cb (SignetWindow *self)
{
  SignetPublishing *publishing = signet_context_get_publishing (self->context);
  gboolean visible = signet_publishing_is_visible (publishing);
  const char *words = visible ? _("Publishing on this network") : _("Publishing on this computer");

  g_assert (SIGNET_IS_WINDOW (self));

  /* to set it is to ask for it to be shown */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (self->publishing_button), words) != 0)
    gtk_widget_set_tooltip_text (self->publishing_button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->publishing_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (visible)
    gtk_widget_add_css_class (self->publishing_button, "state-caution");
  else
    gtk_widget_remove_css_class (self->publishing_button, "state-caution");
  gtk_widget_set_visible (self->publishing_button, signet_publishing_is_enabled (publishing));
}

/* What was published when the program ended is published again. */
static void
resume_publishing (SignetWindow *self)
{
  SignetPublishing *publishing = signet_context_get_publishing (self->context);
  const char *problem;

  g_assert (SIGNET_IS_WINDOW (self));

  g_signal_connect_object (publishing, "notify", G_CALLBACK (publishing_changed_cb), self, G_CONNECT_SWAPPED);
  publishing_changed_cb (self);
  signet_publishing_resume (publishing);
  signet_elsewhere_start (signet_context_get_elsewhere (self->context, SIGNET_ELSEWHERE_FOLDER));
  signet_elsewhere_start (signet_context_get_elsewhere (self->context, SIGNET_ELSEWHERE_WEB));
  problem = signet_publishing_get_problem (publishing);
  if (problem != NULL)
    signet_window_add_toast (self, problem);
}

static void
add_pages (SignetWindow *self)
{
  GtkWidget *pane;

  g_assert (SIGNET_IS_WINDOW (self));

  pane = signet_list_pane_new (self->context);
  self->list_pane = SIGNET_LIST_PANE (pane);
  adw_view_stack_add_titled_with_icon (self->pages, pane, "list", C_("page", "List"), "view-list-bullet-symbolic");

  pane = signet_sign_pane_new (self->context);
  self->sign_pane = SIGNET_SIGN_PANE (pane);
  adw_view_stack_add_titled_with_icon (self->pages, pane, "sign", C_("page", "Sign"), "document-edit-symbolic");

  pane = signet_verify_pane_new (self->context);
  self->verify_pane = SIGNET_VERIFY_PANE (pane);
  adw_view_stack_add_titled_with_icon (self->pages, pane, "verify", C_("page", "Verify"), "security-high-symbolic");

  g_signal_connect_object (self->pages, "notify::visible-child-name",
                           G_CALLBACK (page_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_pane, "notify::list",
                           G_CALLBACK (list_opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_pane, "list-chosen",
                           G_CALLBACK (list_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_pane, "notify::loaded",
                           G_CALLBACK (_signet_window_actions_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_pane, "notify::show-sidebar",
                           G_CALLBACK (sidebar_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_pane, "notify::search",
                           G_CALLBACK (search_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_pane, "notify::n-selected",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  page_changed_cb (self);
  /* its button was made before there was a sidebar */
  sidebar_changed_cb (self);
}

static void
restore_size (SignetWindow *self)
{
  GSettings *settings = signet_context_get_settings (self->context);

  g_assert (SIGNET_IS_WINDOW (self));

  if (settings == NULL)
    return;

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
keep_size (SignetWindow *self)
{
  GSettings *settings = signet_context_get_settings (self->context);
  int width = 0, height = 0;

  g_assert (SIGNET_IS_WINDOW (self));

  if (settings == NULL)
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width >= 360 && height >= 294)
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* Keeps window and program until the last edit is on disk. */
typedef struct
{
  SignetWindow *window;
  GApplication *application;
} Saving;

static void
saving_free (Saving *saving)
{
  g_application_release (saving->application);
  g_object_unref (saving->application);
  g_object_unref (saving->window);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
discard_response_cb (SignetWindow *self,
                     const char   *response)
{
  g_assert (SIGNET_IS_WINDOW (self));

  if (g_strcmp0 (response, "discard") != 0)
    return;

  self->saved = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_whether_to_discard (SignetWindow *self)
{
  GtkWidget *dialog;

  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Close Without Saving?"),
                                   _("The last changes to your lists could not be saved. If you close Signet now, they are lost."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "discard", _("_Close Anyway"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* (nullable): the lists or the templates, where something of them is not on disk yet */
static SignetListStore *
get_unsaved (SignetWindow *self)
{
  SignetListStore *lists = signet_context_get_list_store (self->context);
  SignetListStore *templates = signet_context_get_templates (self->context);

  if (signet_list_store_has_unsaved (lists))
    return lists;

  return signet_list_store_has_unsaved (templates) ? templates : NULL;
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Saving) saving = data;
  SignetWindow *self = saving->window;

  if (!signet_list_store_flush_finish (SIGNET_LIST_STORE (object), result, NULL))
    {
      self->saving = FALSE;
      if (SIGNET_IS_APPLICATION (saving->application) &&
          _signet_application_is_terminated (SIGNET_APPLICATION (saving->application)))
        {
          g_printerr (_("The last changes to your lists could not be saved.\n"));
          self->saved = TRUE;
          gtk_window_close (GTK_WINDOW (self));
          return;
        }

      ask_whether_to_discard (self);
      return;
    }

  if (get_unsaved (self) != NULL)
    {
      signet_list_store_flush_async (get_unsaved (self), NULL, flushed_cb, g_steal_pointer (&saving));
      return;
    }

  self->saving = FALSE;
  self->saved = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
learned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GApplication) application = data;

  /* it tells of trouble by itself, and keeps no window open for it */
  signet_household_flush_finish (SIGNET_HOUSEHOLD (object), result, NULL);
  g_application_release (application);
}

/* What was learned outlives the window, and the program waits for it. */
static void
save_household (SignetWindow *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));

  g_application_hold (application);
  signet_household_flush_async (signet_context_get_household (self->context), NULL, learned_cb, g_object_ref (application));
}

static gboolean
signet_window_close_request (GtkWindow *window)
{
  SignetWindow *self = SIGNET_WINDOW (window);
  SignetListStore *store = get_unsaved (self);
  Saving *saving;

  if (self->saving)
    return GDK_EVENT_STOP;

  save_household (self);
  if (self->saved || store == NULL)
    {
      keep_size (self);
      return GTK_WINDOW_CLASS (signet_window_parent_class)->close_request (window);
    }

  saving = g_new0 (Saving, 1);
  saving->window = g_object_ref (self);
  saving->application = g_object_ref (G_APPLICATION (gtk_window_get_application (window)));
  g_application_hold (saving->application);
  self->saving = TRUE;
  signet_list_store_flush_async (store, NULL, flushed_cb, saving);

  return GDK_EVENT_STOP;
}

static void
signet_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SignetWindow *self = SIGNET_WINDOW (object);
  gboolean flag = FALSE;

  switch (prop_id)
    {
    case PROP_PAGE:
      g_value_set_string (value, signet_window_get_page (self));
      break;
    case PROP_SIDEBAR:
      if (self->list_pane != NULL)
        g_object_get (self->list_pane, "show-sidebar", &flag, NULL);
      g_value_set_boolean (value, flag);
      break;
    case PROP_SEARCH:
      if (self->list_pane != NULL)
        g_object_get (self->list_pane, "search", &flag, NULL);
      g_value_set_boolean (value, flag);
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
    case PROP_SIDEBAR:
      if (self->list_pane != NULL)
        g_object_set (self->list_pane, "show-sidebar", g_value_get_boolean (value), NULL);
      break;
    case PROP_SEARCH:
      if (self->list_pane != NULL)
        g_object_set (self->list_pane, "search", g_value_get_boolean (value), NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_window_dispose (GObject *object)
{
  SignetWindow *self = SIGNET_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_window_parent_class)->dispose (object);
}

static void
signet_window_finalize (GObject *object)
{
  SignetWindow *self = SIGNET_WINDOW (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (signet_window_parent_class)->finalize (object);
}

static void
signet_window_class_init (SignetWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = signet_window_get_property;
  object_class->set_property = signet_window_set_property;
  object_class->dispose = signet_window_dispose;
  object_class->finalize = signet_window_finalize;

  GTK_WINDOW_CLASS (klass)->close_request = signet_window_close_request;

  properties[PROP_PAGE] =
    g_param_spec_string ("page", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDEBAR] =
    g_param_spec_boolean ("sidebar", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCH] =
    g_param_spec_boolean ("search", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, headers);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, page_header);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, selection_header);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, selection_title);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, start_stack);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, end_stack);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, list_start);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, list_end);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, no_start);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, no_end);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, verify_end);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, publishing_button);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, SignetWindow, switcher_bar);

  gtk_widget_class_bind_template_callback (widget_class, cancel_selection_cb);
  gtk_widget_class_bind_template_callback (widget_class, select_all_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);

  _signet_window_class_actions_init (widget_class);
}

static void
signet_window_init (SignetWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->list_signals = g_signal_group_new (SIGNET_TYPE_LIST);
  g_signal_group_connect_swapped (self->list_signals, "changed",
                                  G_CALLBACK (_signet_window_actions_update), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  _signet_window_add_drop_targets (self);
  g_signal_connect_object (self->switcher, "notify::title-visible",
                           G_CALLBACK (title_visible_cb), self, G_CONNECT_SWAPPED);
  title_visible_cb (self);
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
  self->context = g_object_ref (signet_application_get_context (application));
  restore_size (self);
  add_pages (self);
  resume_publishing (self);

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
 * signet_window_open_entry:
 * @self: the window
 * @entry: what was signed or checked, its token kept
 *
 * Puts it into the verifier, with whom it was checked, and turns to it.
 */
void
signet_window_open_entry (SignetWindow       *self,
                          SignetHistoryEntry *entry)
{
  g_return_if_fail (SIGNET_IS_WINDOW (self));
  g_return_if_fail (signet_history_entry_get_token (entry) != NULL);

  signet_window_set_page (self, "verify");
  signet_verify_pane_open_entry (self->verify_pane, entry);
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
