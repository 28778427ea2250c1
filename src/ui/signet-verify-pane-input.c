/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token.h"
#include "signet-token-file.h"
#include "signet-verify-pane-private.h"

#include <glib/gi18n.h>

#define TYPING_PAUSE 150   /* ms */

static void
show_removed (SignetVerifyPane *self,
              const char       *removed)
{
  gtk_label_set_text (self->removed_label, removed != NULL ? removed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->removed_label), removed != NULL);
}

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

  self->own = FALSE;
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

void
_signet_verify_pane_put_token (SignetVerifyPane *self,
                               const char       *text)
{
  g_autofree char *removed = NULL;
  g_autofree char *token = signet_token_extract (text, &removed);

  self->own = FALSE;
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
    _signet_verify_pane_put_token (self, text);
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}

static void
url_edited_cb (SignetVerifyPane *self)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  self->own = FALSE;
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
signer_chosen_cb (SignetVerifyPane *self)
{
  g_assert (SIGNET_IS_VERIFY_PANE (self));

  _signet_verify_pane_signer_chosen (self);
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
    _signet_verify_pane_toast (self, _("That file could not be read."));
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

/* Text that is dragged within the token is edited there. */
static gboolean
token_drop_accept_cb (GtkDropTarget *target,
                      GdkDrop       *drop)
{
  g_autoptr (GdkContentFormats) formats = NULL;

  formats = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (gdk_drop_get_formats (drop)));

  return gdk_drop_get_drag (drop) == NULL && gdk_content_formats_contain_gtype (formats, G_TYPE_STRING);
}

/* A file goes to us before the text view takes its name. So does text on the token, which would else land in the midst
 * of the one before; other fields take text for themselves. */
static void
add_drop_target (SignetVerifyPane    *self,
                 GtkWidget           *widget,
                 GType                type,
                 GtkPropagationPhase  phase)
{
  GtkDropTarget *target = gtk_drop_target_new (type, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), phase);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  if (widget != GTK_WIDGET (self))
    g_signal_connect (target, "accept", G_CALLBACK (token_drop_accept_cb), NULL);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

void
_signet_verify_pane_add_drop_targets (SignetVerifyPane *self)
{
  add_drop_target (self, GTK_WIDGET (self), GDK_TYPE_FILE_LIST, GTK_PHASE_CAPTURE);
  add_drop_target (self, GTK_WIDGET (self), G_TYPE_STRING, GTK_PHASE_BUBBLE);
  add_drop_target (self, GTK_WIDGET (self->token_view), G_TYPE_STRING, GTK_PHASE_CAPTURE);
}

void
_signet_verify_pane_class_input_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, token_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pasted_cb);
  gtk_widget_class_bind_template_callback (widget_class, url_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, url_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, url_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, requirements_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, requirements_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, signer_chosen_cb);
}
