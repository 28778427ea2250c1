/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token-view.h"

#include "signet-token-buffer.h"

#include <string.h>

static const char * const part_colors[SIGNET_TOKEN_N_PARTS] = {
  [SIGNET_TOKEN_HEADER] = "signet_token_header",
  [SIGNET_TOKEN_PAYLOAD] = "signet_token_payload",
  [SIGNET_TOKEN_SIGNATURE] = "signet_token_signature",
};

struct _SignetTokenView
{
  GtkTextView parent_instance;

  /* borrowed: the view owns it */
  SignetTokenBuffer *buffer;

  /* owned */
  char *pending;           /* nullable: goes into the buffer once there is a width */

  /* plain */
  guint pending_id;
  gboolean plain;          /* no token: all of it is one part without a colour */
};

G_DEFINE_FINAL_TYPE (SignetTokenView, signet_token_view, GTK_TYPE_TEXT_VIEW)

enum
{
  PROP_0,
  PROP_PLAIN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_TOKEN_CHANGED,
  SIGNAL_PASTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
token_changed_cb (SignetTokenView *self)
{
  g_signal_emit (self, signals[SIGNAL_TOKEN_CHANGED], 0);
}

static void
paste_done_cb (SignetTokenView *self)
{
  g_signal_emit (self, signals[SIGNAL_PASTED], 0);
}

/* A break in the middle of a line on the screen would look like the end of something.  Text that is
 * there already stays as it is: who reads it piece by piece, as screen readers do, relies on that. */
static void
fit_lines (SignetTokenView *self,
           int              width)
{
  static const char probe[] = "eyJhbGciOiJSUzI1NiIsImtpZCI6InZSRVlZVFg1TERFTGdGbHRzSmNWYmZDQUFC";
  GtkTextView *view = GTK_TEXT_VIEW (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), probe);
  guint line_length = SIGNET_TOKEN_MAX_LINE;
  int probe_width, room;

  pango_layout_get_size (layout, &probe_width, NULL);
  /* GtkTextView keeps a pixel for the cursor behind the last character */
  room = (width - gtk_text_view_get_left_margin (view) - gtk_text_view_get_right_margin (view) - 1) * PANGO_SCALE;
  if (probe_width > 0 && room > 0)
    {
      guint n = (guint) ((gint64) room * (gint64) strlen (probe) / probe_width);

      if (n > 0 && n <= SIGNET_TOKEN_MAX_LINE)
        line_length = SIGNET_TOKEN_MAX_LINE / n * n;
    }

  signet_token_buffer_set_line_length (self->buffer, line_length);
}

static gboolean
pending_cb (gpointer data)
{
  SignetTokenView *self = data;
  g_autofree char *token = g_steal_pointer (&self->pending);

  self->pending_id = 0;
  signet_token_buffer_set_token (self->buffer, token);

  return G_SOURCE_REMOVE;
}

/* Before its first layout a view that is about to be shown does not know where the screen breaks lines.
 * What nobody edits can wait for that one frame. */
static gboolean
must_wait (SignetTokenView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return !self->plain && !gtk_text_view_get_editable (GTK_TEXT_VIEW (self)) &&
         gtk_widget_get_width (GTK_WIDGET (self)) == 0 && root != NULL && gtk_widget_get_mapped (GTK_WIDGET (root));
}

static void
signet_token_view_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  SignetTokenView *self = SIGNET_TOKEN_VIEW (widget);

  GTK_WIDGET_CLASS (signet_token_view_parent_class)->size_allocate (widget, width, height, baseline);

  fit_lines (self, width);
  if (self->pending != NULL && self->pending_id == 0)
    self->pending_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, pending_cb, self, NULL);
}

static void
signet_token_view_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  SignetTokenView *self = SIGNET_TOKEN_VIEW (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  GTK_WIDGET_CLASS (signet_token_view_parent_class)->css_changed (widget, change);

  for (SignetTokenPart part = 0; !self->plain && part < SIGNET_TOKEN_N_PARTS; part++)
    {
      GtkTextTag *tag = signet_token_buffer_get_tag (self->buffer, part);
      g_autoptr (GdkRGBA) old = NULL;
      GdkRGBA color;

      g_object_get (tag, "foreground-rgba", &old, NULL);
      if (gtk_style_context_lookup_color (context, part_colors[part], &color)
          && (old == NULL || !gdk_rgba_equal (old, &color)))
        g_object_set (tag, "foreground-rgba", &color, NULL);
    }
}

static gboolean
copy_selection (SignetTokenView *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (!gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end))
    return FALSE;

  text = signet_token_buffer_dup_range (self->buffer, &start, &end);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);

  return TRUE;
}

static void
signet_token_view_copy_clipboard (GtkTextView *view)
{
  copy_selection (SIGNET_TOKEN_VIEW (view));
}

static void
signet_token_view_cut_clipboard (GtkTextView *view)
{
  if (copy_selection (SIGNET_TOKEN_VIEW (view)))
    gtk_text_buffer_delete_selection (gtk_text_view_get_buffer (view), TRUE, gtk_text_view_get_editable (view));
}

static void
signet_token_view_backspace (GtkTextView *view)
{
  signet_token_buffer_step_over_break (SIGNET_TOKEN_VIEW (view)->buffer, TRUE);

  GTK_TEXT_VIEW_CLASS (signet_token_view_parent_class)->backspace (view);
}

static void
signet_token_view_delete_from_cursor (GtkTextView   *view,
                                      GtkDeleteType  type,
                                      int            count)
{
  if (type == GTK_DELETE_CHARS)
    signet_token_buffer_step_over_break (SIGNET_TOKEN_VIEW (view)->buffer, count < 0);

  GTK_TEXT_VIEW_CLASS (signet_token_view_parent_class)->delete_from_cursor (view, type, count);
}

static void
signet_token_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_PLAIN:
      g_value_set_boolean (value, SIGNET_TOKEN_VIEW (object)->plain);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_token_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_PLAIN:
      SIGNET_TOKEN_VIEW (object)->plain = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_token_view_constructed (GObject *object)
{
  SignetTokenView *self = SIGNET_TOKEN_VIEW (object);
  g_autoptr (SignetTokenBuffer) buffer = signet_token_buffer_new (self->plain);

  G_OBJECT_CLASS (signet_token_view_parent_class)->constructed (object);

  self->buffer = buffer;
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self), GTK_TEXT_BUFFER (buffer));
  g_signal_connect_object (buffer, "token-changed", G_CALLBACK (token_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "paste-done", G_CALLBACK (paste_done_cb), self, G_CONNECT_SWAPPED);
}

static void
signet_token_view_dispose (GObject *object)
{
  g_clear_handle_id (&SIGNET_TOKEN_VIEW (object)->pending_id, g_source_remove);

  G_OBJECT_CLASS (signet_token_view_parent_class)->dispose (object);
}

static void
signet_token_view_finalize (GObject *object)
{
  g_free (SIGNET_TOKEN_VIEW (object)->pending);

  G_OBJECT_CLASS (signet_token_view_parent_class)->finalize (object);
}

static void
signet_token_view_class_init (SignetTokenViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkTextViewClass *view_class = GTK_TEXT_VIEW_CLASS (klass);

  object_class->get_property = signet_token_view_get_property;
  object_class->set_property = signet_token_view_set_property;
  object_class->constructed = signet_token_view_constructed;
  object_class->dispose = signet_token_view_dispose;
  object_class->finalize = signet_token_view_finalize;
  widget_class->size_allocate = signet_token_view_size_allocate;
  widget_class->css_changed = signet_token_view_css_changed;
  view_class->copy_clipboard = signet_token_view_copy_clipboard;
  view_class->cut_clipboard = signet_token_view_cut_clipboard;
  view_class->backspace = signet_token_view_backspace;
  view_class->delete_from_cursor = signet_token_view_delete_from_cursor;

  properties[PROP_PLAIN] =
    g_param_spec_boolean ("plain", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_TOKEN_CHANGED] =
    g_signal_new ("token-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PASTED] =
    g_signal_new ("pasted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_token_view_init (SignetTokenView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);

  gtk_text_view_set_wrap_mode (view, GTK_WRAP_CHAR);
  gtk_text_view_set_monospace (view, TRUE);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_input_hints (view, GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI);
  gtk_widget_add_css_class (GTK_WIDGET (self), "token");
}

GtkWidget *
signet_token_view_new (void)
{
  return g_object_new (SIGNET_TYPE_TOKEN_VIEW, NULL);
}

/**
 * signet_token_view_dup_token:
 * @self: the view
 *
 * Returns: (transfer full): the text in it, which need not be a token, without the line breaks
 *   that were put in for display; those that a user pasted or typed stay
 */
char *
signet_token_view_dup_token (SignetTokenView *self)
{
  g_return_val_if_fail (SIGNET_IS_TOKEN_VIEW (self), NULL);

  return self->pending != NULL ? g_strdup (self->pending) : signet_token_buffer_dup_token (self->buffer);
}

/**
 * signet_token_view_set_token:
 * @self: the view
 * @token: UTF-8
 *
 * Replaces the whole text; undo brings the old one back. In a view that cannot be edited and was never laid
 * out it is seen with the first layout.
 */
void
signet_token_view_set_token (SignetTokenView *self,
                             const char      *token)
{
  g_return_if_fail (SIGNET_IS_TOKEN_VIEW (self));
  g_return_if_fail (token != NULL);

  g_clear_handle_id (&self->pending_id, g_source_remove);
  g_clear_pointer (&self->pending, g_free);
  if (must_wait (self))
    self->pending = g_strdup (token);
  else
    signet_token_buffer_set_token (self->buffer, token);
}

/**
 * signet_token_view_is_empty:
 * @self: the view
 *
 * Returns: whether there is no text in it
 */
gboolean
signet_token_view_is_empty (SignetTokenView *self)
{
  g_return_val_if_fail (SIGNET_IS_TOKEN_VIEW (self), TRUE);

  return self->pending == NULL && gtk_text_buffer_get_char_count (GTK_TEXT_BUFFER (self->buffer)) == 0;
}
