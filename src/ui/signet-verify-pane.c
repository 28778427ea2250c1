/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-verify-pane.h"

#include "signet-accessible-name.h"
#include "signet-column-box.h"
#include "signet-verify-pane-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define SCROLL_MARGIN 24

G_DEFINE_FINAL_TYPE (SignetVerifyPane, signet_verify_pane, ADW_TYPE_BIN)

static gboolean
is_narrow (SignetVerifyPane *self)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (GTK_WIDGET (self->answer), self->columns, &bounds)
         && bounds.origin.x < 1 && bounds.origin.y > 1;
}

/* Runs before the layout of a frame: the first time there is none yet for what was just shown. */
static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);
  gint64 *first_frame = data;
  graphene_rect_t bounds;

  if (*first_frame < 0)
    *first_frame = gdk_frame_clock_get_frame_counter (clock);
  if (gdk_frame_clock_get_frame_counter (clock) == *first_frame)
    return G_SOURCE_CONTINUE;

  self->scroll_id = 0;
  if (gtk_widget_get_visible (GTK_WIDGET (self->answer)) && is_narrow (self)
      && gtk_widget_compute_bounds (GTK_WIDGET (self->answer), self->columns, &bounds))
    {
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
      double top = gtk_widget_get_margin_top (self->columns);

      gtk_adjustment_set_value (adjustment, floor (bounds.origin.y + top - SCROLL_MARGIN));
    }

  return G_SOURCE_REMOVE;
}

/* Where the answer stands below the token it would often be out of sight. */
static void
scroll_to_answer (SignetVerifyPane *self)
{
  gint64 *first_frame;

  if (self->scroll_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll_id);

  first_frame = g_new (gint64, 1);
  *first_frame = -1;
  self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, first_frame, g_free);
}

void
_signet_verify_pane_update (SignetVerifyPane *self)
{
  gboolean has_verdict = self->report != NULL && signet_report_get_state (self->report) != SIGNET_REPORT_NOT_CHECKED;

  /* one button is suggested at a time */
  if (has_verdict || _signet_verify_pane_suggest (self))
    gtk_widget_remove_css_class (self->check_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->check_button, "suggested-action");
  gtk_widget_set_visible (self->placeholder, signet_token_view_is_empty (self->token_view));
  gtk_widget_set_visible (self->empty, self->report == NULL && self->check_cancellable == NULL);
  _signet_verify_pane_actions_update (self);
}

void
_signet_verify_pane_toast (SignetVerifyPane *self,
                           const char       *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

void
_signet_verify_pane_show_report (SignetVerifyPane *self,
                                 SignetReport     *report,
                                 SignetCheckFlags  flags)
{
  if (report != NULL)
    signet_report_ref (report);
  g_clear_pointer (&self->report, signet_report_unref);
  self->report = report;
  self->added = FALSE;

  signet_answer_set_report (self->answer, report);
  _signet_verify_pane_update (self);
  _signet_verify_pane_schedule_clock (self);

  if (report != NULL && (flags & SIGNET_CHECK_FOCUS) != 0)
    {
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        signet_answer_focus_verdict (self->answer);
      scroll_to_answer (self);
    }
}

static void
signet_verify_pane_dispose (GObject *object)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (object);

  _signet_verify_pane_give_up_check (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_verify_pane_parent_class)->dispose (object);
}

static void
signet_verify_pane_finalize (GObject *object)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (object);

  g_clear_pointer (&self->report, signet_report_unref);
  g_clear_pointer (&self->source, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (signet_verify_pane_parent_class)->finalize (object);
}

static void
signet_verify_pane_class_init (SignetVerifyPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_verify_pane_dispose;
  object_class->finalize = signet_verify_pane_finalize;

  g_type_ensure (SIGNET_TYPE_ANSWER);
  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);
  g_type_ensure (SIGNET_TYPE_REQUIREMENTS);
  g_type_ensure (SIGNET_TYPE_SIGNED_BY);
  g_type_ensure (SIGNET_TYPE_TOKEN_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-verify-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, columns);
  gtk_widget_class_bind_template_child_full (widget_class, "paste_button", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, token_view);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, placeholder);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, removed_label);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, signed_by);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, url_row);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, requirements);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, check_button);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, empty);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, answer);

  _signet_verify_pane_class_input_init (widget_class);
  _signet_verify_pane_class_actions_init (widget_class);
  _signet_verify_pane_class_signers_init (widget_class);
}

static void
signet_verify_pane_init (SignetVerifyPane *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  signet_set_accessible_name (self->url_row, _("Key set URL"));
  signet_set_accessible_name (self->check_button, _("Check"));
  _signet_verify_pane_add_drop_targets (self);
  _signet_verify_pane_add_shortcuts (self);
  _signet_verify_pane_update (self);
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
  SignetVerifyPane *self;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  self = g_object_new (SIGNET_TYPE_VERIFY_PANE, NULL);
  self->context = g_object_ref (context);
  signet_requirements_follow (self->requirements, signet_context_get_settings (context));
  _signet_verify_pane_load_book (self);
  _signet_verify_pane_load_history (self);

  return GTK_WIDGET (self);
}

/**
 * signet_verify_pane_set_token:
 * @self: the page
 * @token: what is to be checked, as it was pasted or read
 *
 * Puts a token into the page in place of the one before, says what was left out of @token,
 * and checks it.
 */
void
signet_verify_pane_set_token (SignetVerifyPane *self,
                              const char       *token)
{
  g_return_if_fail (SIGNET_IS_VERIFY_PANE (self));
  g_return_if_fail (token != NULL);

  _signet_verify_pane_put_token (self, token);
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}

/**
 * signet_verify_pane_open_entry:
 * @self: the page
 * @entry: what was signed or checked, its token kept
 *
 * Puts its token into the page and checks it as it was checked before: with our own keys where it was signed here,
 * else with who signed it, if they are in the trust book still, or with the same key set.
 */
void
signet_verify_pane_open_entry (SignetVerifyPane   *self,
                               SignetHistoryEntry *entry)
{
  const char *signer, *source;
  gboolean is_known;

  g_return_if_fail (SIGNET_IS_VERIFY_PANE (self));
  g_return_if_fail (signet_history_entry_get_token (entry) != NULL);

  signer = signet_history_entry_get_signer (entry);
  source = signet_history_entry_get_source (entry);
  is_known = signer != NULL && signet_signed_by_select (self->signed_by, signer);
  if (!is_known)
    {
      signet_signed_by_select (self->signed_by, NULL);
      gtk_editable_set_text (GTK_EDITABLE (self->url_row), source != NULL ? source : "");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), !is_known);

  _signet_verify_pane_put_token (self, signet_history_entry_get_token (entry));
  self->own = signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED;
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}
