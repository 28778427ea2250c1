/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-verify-pane.h"

#include "signet-accessible-name.h"
#include "signet-accessible-name.h"
#include "signet-column-box.h"
#include "signet-token.h"
#include "signet-token-file.h"
#include "signet-verify-pane-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define TYPING_PAUSE  150   /* ms */
#define SPINNER_DELAY 300   /* ms */
#define SCROLL_MARGIN 24

G_DEFINE_FINAL_TYPE (SignetVerifyPane, signet_verify_pane, ADW_TYPE_BIN)

/* --- What is shown --- */

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

static void
update (SignetVerifyPane *self)
{
  gboolean has_verdict = self->report != NULL && signet_report_get_state (self->report) != SIGNET_REPORT_NOT_CHECKED;

  if (has_verdict)
    gtk_widget_remove_css_class (self->check_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->check_button, "suggested-action");
  gtk_widget_set_visible (self->placeholder, signet_token_view_is_empty (self->token_view));
  gtk_widget_set_visible (self->empty, self->report == NULL && self->check_cancellable == NULL);
  _signet_verify_pane_actions_update (self);
}

static void
show_removed (SignetVerifyPane *self,
              const char       *removed)
{
  gtk_label_set_text (self->removed_label, removed != NULL ? removed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->removed_label), removed != NULL);
}

/* --- Checking --- */

static void
show_report (SignetVerifyPane *self,
             SignetReport     *report,
             SignetCheckFlags  flags)
{
  if (report != NULL)
    signet_report_ref (report);
  g_clear_pointer (&self->report, signet_report_unref);
  self->report = report;
  self->added = FALSE;

  signet_answer_set_report (self->answer, report);
  update (self);
  _signet_verify_pane_schedule_clock (self);

  if (report != NULL && (flags & SIGNET_CHECK_FOCUS) != 0)
    {
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        signet_answer_focus_verdict (self->answer);
      scroll_to_answer (self);
    }
}

static void
give_up_check (SignetVerifyPane *self)
{
  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_cancellable_cancel (self->check_cancellable);
  g_clear_object (&self->check_cancellable);
  self->serial++;
}

/* What an answer that comes later needs to know. */
typedef struct
{
  SignetVerifyPane *self;
  guint             serial;
  SignetCheckFlags  flags;
} Check;

static void
check_free (Check *check)
{
  g_object_unref (check->self);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Check) check = data;
  SignetVerifyPane *self = check->self;
  g_autoptr (SignetReport) report = signet_verifier_check_finish (SIGNET_VERIFIER (object), result, NULL);

  /* only for a check that was given up there is no report */
  if (report == NULL || check->serial != self->serial)
    return;

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_object (&self->check_cancellable);
  show_report (self, report, check->flags);
}

static gboolean
spinner_cb (gpointer data)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (data);

  self->spinner_id = 0;
  signet_answer_set_checking (self->answer, self->source);

  return G_SOURCE_REMOVE;
}

/* (transfer full) (nullable): what is agreed to is one service on one computer */
static char *
dup_host (const char *source)
{
  g_autoptr (GUri) uri = g_uri_parse (source, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") != 0)
    return NULL;

  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
}

static gboolean
is_allowed (SignetVerifyPane *self,
            const char       *source)
{
  g_autofree char *host = dup_host (source);

  return host != NULL && g_hash_table_contains (self->allowed_hosts, host);
}

gboolean
_signet_verify_pane_can_allow_http (SignetVerifyPane  *self,
                                    char             **host)
{
  const GError *error = self->report != NULL ? signet_report_get_error (self->report) : NULL;
  const JotErrorDetails *details = error != NULL ? jot_error_get_details (error) : NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (details == NULL || details->reason != JOT_REASON_HTTP_NOT_ALLOWED || is_allowed (self, self->source))
    return FALSE;

  /* an address in numbers that is none of a local network is never asked over http */
  uri = g_uri_parse (self->source, G_URI_FLAGS_NONE, NULL);
  address = uri != NULL ? g_inet_address_new_from_string (g_uri_get_host (uri)) : NULL;
  if (address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4
      && !g_inet_address_get_is_site_local (address) && !g_inet_address_get_is_link_local (address))
    return FALSE;

  if (host != NULL)
    *host = dup_host (self->source);

  return TRUE;
}

void
_signet_verify_pane_check (SignetVerifyPane *self,
                           SignetCheckFlags  flags)
{
  SignetVerifier *verifier = signet_context_get_verifier (self->context);
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autofree char *text = signet_token_view_dup_token (self->token_view);
  g_autofree char *token = signet_token_extract (text, NULL);
  g_autoptr (SignetReport) report = NULL;
  Check *check;

  give_up_check (self);
  self->url_edited = FALSE;
  if (*token == '\0' || !signet_requirements_get (self->requirements, &request))
    {
      show_report (self, NULL, flags);
      return;
    }

  g_free (self->source);
  self->source = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url_row))));
  request.token = token;
  request.source = *self->source != '\0' ? self->source : NULL;
  request.allow_http = is_allowed (self, self->source);
  request.refresh = (flags & SIGNET_CHECK_REFRESH) != 0;

  report = signet_verifier_check_now (verifier, &request);
  if (report != NULL)
    {
      show_report (self, report, flags);
      return;
    }

  self->check_cancellable = g_cancellable_new ();
  self->spinner_id = g_timeout_add (SPINNER_DELAY, spinner_cb, self);
  show_report (self, NULL, flags);
  check = g_new0 (Check, 1);
  check->self = g_object_ref (self);
  check->serial = self->serial;
  check->flags = flags;
  signet_verifier_check_async (verifier, &request, self->check_cancellable, checked_cb, check);
}

void
_signet_verify_pane_drop_verdict (SignetVerifyPane *self)
{
  give_up_check (self);
  show_report (self, NULL, SIGNET_CHECK_QUIETLY);
}

/* --- Input --- */

static gboolean
typed_cb (gpointer data)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (data);

  self->typing_id = 0;
  _signet_verify_pane_check (self, SIGNET_CHECK_QUIETLY);

  return G_SOURCE_REMOVE;
}

/* One character more or less was typed: more may follow.  Anything else is whole. */
static void
token_changed_cb (SignetVerifyPane *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->token_view));
  int n_chars = gtk_text_buffer_get_char_count (buffer);
  gboolean typed = ABS (n_chars - self->n_chars) <= 1 && n_chars > 0;

  g_assert (SIGNET_IS_VERIFY_PANE (self));

  self->n_chars = n_chars;
  if (self->setting)
    return;

  show_removed (self, NULL);
  if (!typed)
    {
      _signet_verify_pane_check (self, SIGNET_CHECK_QUIETLY);
      return;
    }

  /* no verdict may stand beside a token for which it was not given */
  _signet_verify_pane_drop_verdict (self);
  self->typing_id = g_timeout_add (TYPING_PAUSE, typed_cb, self);
}

static void
put_token (SignetVerifyPane *self,
           const char       *text)
{
  g_autofree char *removed = NULL;
  g_autofree char *token = signet_token_extract (text, &removed);

  self->setting = TRUE;
  signet_token_view_set_token (self->token_view, token);
  self->setting = FALSE;
  show_removed (self, removed);
}

static void
pasted_cb (SignetVerifyPane *self)
{
  g_autofree char *text = signet_token_view_dup_token (self->token_view);
  g_autofree char *token = signet_token_extract (text, NULL);

  g_assert (SIGNET_IS_VERIFY_PANE (self));

  if (g_strcmp0 (text, token) != 0)
    put_token (self, text);
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}

static void
url_edited_cb (SignetVerifyPane *self)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  self->url_edited = TRUE;
  /* where no key set was asked, the verdict does not speak of one */
  if (self->report == NULL || signet_report_get_code (self->report) != NULL
      || signet_report_get_state (self->report) != SIGNET_REPORT_NOT_CHECKED)
    _signet_verify_pane_drop_verdict (self);
}

static void
url_left_cb (SignetVerifyPane *self)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  if (self->url_edited)
    _signet_verify_pane_check (self, SIGNET_CHECK_QUIETLY);
}

static void
url_activated_cb (SignetVerifyPane *self)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}

static void
requirements_edited_cb (SignetVerifyPane *self)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  _signet_verify_pane_drop_verdict (self);
}

static void
requirements_changed_cb (SignetVerifyPane *self)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  _signet_verify_pane_check (self, SIGNET_CHECK_QUIETLY);
}

static void
file_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (SignetVerifyPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = signet_token_file_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (token != NULL)
    signet_verify_pane_set_token (self, token);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("That file could not be read."));
}

static gboolean
drop_cb (SignetVerifyPane *self,
         const GValue     *value)
{
  g_autoptr (GSList) files = NULL;

  g_assert (SIGNET_IS_VERIFY_PANE (self));

  if (G_VALUE_HOLDS_STRING (value))
    {
      signet_verify_pane_set_token (self, g_value_get_string (value));
      return TRUE;
    }

  files = gdk_file_list_get_files (g_value_get_boxed (value));
  if (files == NULL)
    return FALSE;

  signet_token_file_read_async (files->data, self->cancellable, file_read_cb, g_object_ref (self));

  return TRUE;
}

/* A file goes to us before the text view takes its name; text goes to the text view first. */
static void
add_drop_target (SignetVerifyPane    *self,
                 GType                type,
                 GtkPropagationPhase  phase)
{
  GtkDropTarget *target = gtk_drop_target_new (type, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), phase);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
signet_verify_pane_dispose (GObject *object)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (object);

  give_up_check (self);
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
  g_clear_pointer (&self->allowed_hosts, g_hash_table_unref);
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
  g_type_ensure (SIGNET_TYPE_TOKEN_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-verify-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, columns);
  gtk_widget_class_bind_template_child_full (widget_class, "paste_button", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, token_view);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, placeholder);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, removed_label);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, url_row);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, requirements);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, check_button);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, empty);
  gtk_widget_class_bind_template_child (widget_class, SignetVerifyPane, answer);
  gtk_widget_class_bind_template_callback (widget_class, token_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pasted_cb);
  gtk_widget_class_bind_template_callback (widget_class, url_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, url_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, url_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, requirements_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, requirements_changed_cb);

  _signet_verify_pane_class_actions_init (widget_class);
}

static void
signet_verify_pane_init (SignetVerifyPane *self)
{
  self->cancellable = g_cancellable_new ();
  self->allowed_hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  signet_set_accessible_name (self->url_row, _("Key set URL"));
  signet_set_accessible_name (self->check_button, _("Check"));
  add_drop_target (self, GDK_TYPE_FILE_LIST, GTK_PHASE_CAPTURE);
  add_drop_target (self, G_TYPE_STRING, GTK_PHASE_BUBBLE);
  _signet_verify_pane_add_shortcuts (self);
  update (self);
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

  put_token (self, token);
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}
