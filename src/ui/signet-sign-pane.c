/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-sign-pane.h"

#include "signet-accessible-name.h"
#include "signet-column-box.h"
#include "signet-focus.h"
#include "signet-sign-pane-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (SignetSignPane, signet_sign_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_PUBLISHING,
  PROP_VISIBLE_ON_NETWORK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_LIST_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
get_options (SignetSignPane     *self,
             SignetTokenOptions *options,
             gint64              issued_at)
{
  *options = (SignetTokenOptions) { .issued_at = issued_at, .id = self->id };
  signet_sign_settings_get_options (self->settings, options);
}

/* Whether the claims that were signed, or are being signed, are still those of this page. */
static gboolean
is_current (SignetSignPane *self)
{
  SignetTokenOptions options;
  g_autoptr (GBytes) now = NULL;

  if (self->list == NULL || self->claims == NULL)
    return FALSE;

  get_options (self, &options, self->issued_at);
  now = signet_token_build_claims (self->list, &options);

  return g_bytes_equal (now, self->claims);
}

static void
update (SignetSignPane *self)
{
  gboolean has_token = self->token != NULL;

  g_assert (SIGNET_IS_SIGN_PANE (self));

  signet_sign_settings_set_signed (self->settings, has_token);
  gtk_button_set_label (self->sign_button, has_token ? _("Sign Again") : _("Sign List"));
  /* its name stays the same; a mnemonic would be added to it */
  signet_set_accessible_name (self->sign_button, _("Sign list"));
  if (has_token)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->sign_button), "suggested-action");
    }
  else
    {
      SignetTokenOptions options;

      gtk_widget_add_css_class (GTK_WIDGET (self->sign_button), "suggested-action");
      get_options (self, &options, signet_verifier_get_now ());
      signet_sign_preview_set (self->preview, self->list, &options);
    }
  gtk_stack_set_visible_child (self->answer, GTK_WIDGET (has_token ? (gpointer) self->card : self->preview));
  _signet_sign_pane_actions_update (self);
}

static void
changed_cb (SignetSignPane *self)
{
  g_assert (SIGNET_IS_SIGN_PANE (self));

  /* a tick is an edit of the list and none of what was signed */
  if (self->token != NULL && !is_current (self))
    g_clear_pointer (&self->token, g_free);

  update (self);
}

static void
list_chosen_cb (SignetSignPane *self,
                SignetList     *list)
{
  g_signal_emit (self, signals[SIGNAL_LIST_CHOSEN], 0, list);
}

static void
update_reach (SignetSignPane *self)
{
  SignetElsewhere *folder = signet_context_get_elsewhere (self->context, SIGNET_ELSEWHERE_FOLDER);
  SignetElsewhere *web = signet_context_get_elsewhere (self->context, SIGNET_ELSEWHERE_WEB);

  signet_token_card_set_reach (self->card, signet_publishing_reaches_others (self->publishing),
                               signet_elsewhere_was_written (folder) || signet_elsewhere_was_written (web));
}

static void
publishing_changed_cb (SignetSignPane *self)
{
  update_reach (self);
  _signet_sign_pane_actions_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PUBLISHING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE_ON_NETWORK]);
}

/* The whole of a widget, not just what of it has the focus. */
static void
scroll_to (SignetSignPane *self,
           GtkWidget      *widget)
{
  GtkScrolledWindow *page = GTK_SCROLLED_WINDOW (self->ready_page);
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (page)));
  graphene_rect_t bounds;

  if (gtk_widget_is_ancestor (widget, content) && gtk_widget_compute_bounds (widget, content, &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (page),
                               (double) bounds.origin.y, (double) (bounds.origin.y + bounds.size.height));
}

static gboolean
focus_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       data)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);

  if (self->focus_frames-- > 0)
    return G_SOURCE_CONTINUE;

  self->focus_id = 0;
  if (gtk_widget_get_mapped (self->focus_next))
    {
      scroll_to (self, self->focus_next);
      gtk_widget_grab_focus (self->focus_next);
    }

  return G_SOURCE_REMOVE;
}

/* Once it is laid out: the page scrolls to where a widget stands when it gets the focus,
 * and a text view takes a frame more until it knows its height. */
static void
focus_later (SignetSignPane *self,
             GtkWidget      *widget)
{
  self->focus_next = widget;
  self->focus_frames = 2;
  if (self->focus_id == 0)
    self->focus_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
}

static void
show_token (SignetSignPane *self,
            char           *token)
{
  SignetTokenOptions options;

  self->token = token;
  get_options (self, &options, self->issued_at);
  signet_token_card_set (self->card, token, options.subject,
                         options.lifetime > 0 ? self->issued_at + options.lifetime : G_MAXINT64);
  gtk_stack_set_visible_child (self->stack, self->ready_page);
  update (self);
  focus_later (self, GTK_WIDGET (self->card));
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetSignPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  token = signet_list_signing_sign_finish (SIGNET_LIST_SIGNING (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->is_signing = FALSE;
  _signet_sign_pane_actions_update (self);
  if (token == NULL)
    _signet_sign_pane_show_problem (self, error);
  else if (is_current (self))
    show_token (self, g_steal_pointer (&token));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _("The list changed while it was being signed. Sign it again."));
}

void
_signet_sign_pane_run (SignetSignPane *self)
{
  SignetTokenOptions options;
  gint64 exp;

  g_assert (SIGNET_IS_SIGN_PANE (self));
  g_assert (self->list != NULL && !self->is_signing);

  /* each token has an id of its own */
  g_free (self->id);
  self->id = g_uuid_string_random ();
  g_clear_pointer (&self->claims, g_bytes_unref);

  self->issued_at = signet_verifier_get_now ();
  get_options (self, &options, self->issued_at);
  self->claims = signet_token_build_claims (self->list, &options);
  exp = options.lifetime > 0 ? self->issued_at + options.lifetime : G_MAXINT64;

  self->is_signing = TRUE;
  signet_list_signing_sign_made_async (self->signing, signet_list_get_id (self->list), self->claims, exp, self->cancellable,
                                       signed_cb, g_object_ref (self));
  update (self);
}

void
_signet_sign_pane_back (SignetSignPane *self)
{
  g_assert (SIGNET_IS_SIGN_PANE (self));

  gtk_stack_set_visible_child (self->stack, self->ready_page);
  focus_later (self, GTK_WIDGET (self));
}

void
_signet_sign_pane_show_problem (SignetSignPane *self,
                                const GError   *error)
{
  g_assert (SIGNET_IS_SIGN_PANE (self));

  signet_sign_problem_set_error (self->problem_page, error,
                                 self->list != NULL ? signet_list_get_name (self->list) : NULL);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->problem_page));
  focus_later (self, GTK_WIDGET (self->problem_page));
}

static void
not_remembered_cb (SignetSignPane *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _("The list is signed, but could not be added to the history."));
}

static void
set_context (SignetSignPane *self,
             SignetContext  *context)
{
  self->context = g_object_ref (context);
  self->signing = g_object_ref (signet_context_get_list_signing (context));
  self->publishing = g_object_ref (signet_context_get_publishing (context));

  signet_sign_settings_set_context (self->settings, context);
  signet_publish_group_set_context (self->publish_group, context);
  g_signal_connect_object (self->signing, "notify::busy",
                           G_CALLBACK (_signet_sign_pane_actions_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->signing, "notify::has-key",
                           G_CALLBACK (_signet_sign_pane_actions_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->signing, "not-remembered",
                           G_CALLBACK (not_remembered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->publishing, "notify",
                           G_CALLBACK (publishing_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (signet_context_get_elsewhere (context, SIGNET_ELSEWHERE_FOLDER), "notify::status",
                           G_CALLBACK (update_reach), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (signet_context_get_elsewhere (context, SIGNET_ELSEWHERE_WEB), "notify::status",
                           G_CALLBACK (update_reach), self, G_CONNECT_SWAPPED);
  publishing_changed_cb (self);
  update (self);
}

static gboolean
signet_sign_pane_grab_focus (GtkWidget *widget)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (widget);

  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->problem_page))
    return gtk_widget_grab_focus (GTK_WIDGET (self->problem_page));

  return gtk_widget_grab_focus (GTK_WIDGET (self->sign_button));
}

static void
signet_sign_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (object);

  switch (prop_id)
    {
    case PROP_PUBLISHING:
      g_value_set_boolean (value, self->publishing != NULL && signet_publishing_is_enabled (self->publishing));
      break;
    case PROP_VISIBLE_ON_NETWORK:
      g_value_set_boolean (value, self->publishing != NULL && signet_publishing_is_visible (self->publishing));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_sign_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (object);

  switch (prop_id)
    {
    case PROP_PUBLISHING:
      if (self->publishing != NULL)
        signet_publishing_set_enabled (self->publishing, g_value_get_boolean (value));
      break;
    case PROP_VISIBLE_ON_NETWORK:
      if (self->publishing != NULL)
        signet_publishing_set_visible (self->publishing, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_sign_pane_dispose (GObject *object)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->list);
  g_clear_object (&self->publishing);
  g_clear_object (&self->signing);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_sign_pane_parent_class)->dispose (object);
}

static void
signet_sign_pane_finalize (GObject *object)
{
  SignetSignPane *self = SIGNET_SIGN_PANE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->claims, g_bytes_unref);
  g_free (self->token);
  g_free (self->id);

  G_OBJECT_CLASS (signet_sign_pane_parent_class)->finalize (object);
}

static void
signet_sign_pane_class_init (SignetSignPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = signet_sign_pane_get_property;
  object_class->set_property = signet_sign_pane_set_property;
  object_class->dispose = signet_sign_pane_dispose;
  object_class->finalize = signet_sign_pane_finalize;

  widget_class->focus = signet_focus_child;
  widget_class->grab_focus = signet_sign_pane_grab_focus;

  properties[PROP_PUBLISHING] =
    g_param_spec_boolean ("publishing", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VISIBLE_ON_NETWORK] =
    g_param_spec_boolean ("visible-on-network", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_LIST_CHOSEN] =
    g_signal_new ("list-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);
  g_type_ensure (SIGNET_TYPE_PUBLISH_GROUP);
  g_type_ensure (SIGNET_TYPE_SIGN_PREVIEW);
  g_type_ensure (SIGNET_TYPE_SIGN_PROBLEM);
  g_type_ensure (SIGNET_TYPE_SIGN_SETTINGS);
  g_type_ensure (SIGNET_TYPE_TOKEN_CARD);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-sign-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, ready_page);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, problem_page);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, settings);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, sign_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, answer);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, preview);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, card);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPane, publish_group);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen_cb);

  _signet_sign_pane_class_actions_init (widget_class);
}

static void
signet_sign_pane_init (SignetSignPane *self)
{
  self->cancellable = g_cancellable_new ();
  self->id = g_uuid_string_random ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->list_signals = g_signal_group_new (SIGNET_TYPE_LIST);
  g_signal_group_connect_swapped (self->list_signals, "changed", G_CALLBACK (changed_cb), self);
  _signet_sign_pane_add_shortcuts (self);
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
  SignetSignPane *self;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  self = g_object_new (SIGNET_TYPE_SIGN_PANE, NULL);
  set_context (self, context);

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

  if (!g_set_object (&self->list, list))
    return;

  g_signal_group_set_target (self->list_signals, list);
  signet_sign_settings_set_list (self->settings, list);
  gtk_stack_set_visible_child (self->stack, self->ready_page);
  changed_cb (self);
}

/**
 * signet_sign_pane_get_token:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the token of the list as it stands, where it was signed
 */
const char *
signet_sign_pane_get_token (SignetSignPane *self)
{
  g_return_val_if_fail (SIGNET_IS_SIGN_PANE (self), NULL);

  return self->token;
}

/**
 * signet_sign_pane_show_publishing:
 * @self: the page
 *
 * Turns to "Let Others Check", also from the page of a problem.
 */
void
signet_sign_pane_show_publishing (SignetSignPane *self)
{
  g_return_if_fail (SIGNET_IS_SIGN_PANE (self));

  gtk_stack_set_visible_child (self->stack, self->ready_page);
  focus_later (self, GTK_WIDGET (self->publish_group));
}
