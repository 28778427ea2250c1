/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token-view.h"

#include <string.h>

/* Lines are no longer than this; shorter where they then end with a line on the screen. */
#define MAX_LINE_LENGTH 200

enum
{
  PART_HEADER,
  PART_PAYLOAD,
  PART_SIGNATURE,
  N_PARTS
};

static const char * const part_colors[N_PARTS] = {
  "signet_token_header",
  "signet_token_payload",
  "signet_token_signature",
};

struct _SignetTokenView
{
  GtkTextView parent_instance;

  /* borrowed from the buffer */
  GtkTextTag *part_tags[N_PARTS];
  GtkTextTag *dot_tags[N_PARTS - 1];
  GtkTextTag *break_tag;   /* on line breaks that are ours */

  /* plain */
  gboolean plain;          /* no token: all of it is one part without a colour */
  guint frozen;            /* token-changed has to wait */
  gboolean replaying;      /* undo or redo: the text comes broken as it was */
  guint line_length;
  guint reflow_id;
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

static GtkTextBuffer *
get_buffer (SignetTokenView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

/* The text between two places without the breaks that are ours. */
static char *
dup_range (SignetTokenView   *self,
           const GtkTextIter *start,
           const GtkTextIter *end)
{
  GString *text = g_string_new (NULL);
  GtkTextIter from = *start;

  while (gtk_text_iter_compare (&from, end) < 0)
    {
      GtkTextIter to = from;
      gboolean is_break = gtk_text_iter_has_tag (&from, self->break_tag);

      if (!gtk_text_iter_forward_to_tag_toggle (&to, self->break_tag) || gtk_text_iter_compare (&to, end) > 0)
        to = *end;
      if (!is_break)
        {
          g_autofree char *piece = gtk_text_iter_get_slice (&from, &to);

          g_string_append (text, piece);
        }
      from = to;
    }

  return g_string_free (text, FALSE);
}

/* Breaks text into lines of line_length, column being where its first and rest what stands behind its last
 * character in their lines. breaks: where, in characters of what is returned.
 * Returns: (transfer full) (nullable): NULL where no break is needed */
static char *
break_lines (const char *text,
             gsize       length,
             guint       line_length,
             guint       column,
             guint       rest,
             GArray     *breaks)
{
  const char *end = text + length;
  g_autoptr (GString) out = g_string_sized_new (length + length / line_length + 2);
  guint offset = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p), offset++)
    {
      if (*p == '\n' || *p == '\r')
        {
          column = 0;
        }
      else if (column < line_length)
        {
          column++;
        }
      else
        {
          g_array_append_val (breaks, offset);
          g_string_append_c (out, '\n');
          offset++;
          column = 1;
        }
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }

  if (column + rest > MAX_LINE_LENGTH && column > 0)
    {
      g_array_append_val (breaks, offset);
      g_string_append_c (out, '\n');
    }

  return breaks->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* Puts a tag on exactly that range; nothing is drawn anew where it is there already. */
static void
place_tag (GtkTextBuffer *buffer,
           GtkTextTag    *tag,
           int            from,
           int            to)
{
  GtkTextIter start, end, iter;
  gboolean starts, is_placed;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  iter = start;
  starts = gtk_text_iter_has_tag (&iter, tag);
  if (from == to)
    {
      is_placed = !starts && !gtk_text_iter_forward_to_tag_toggle (&iter, tag);
    }
  else
    {
      is_placed = starts == (from == 0)
                  && (starts || gtk_text_iter_forward_to_tag_toggle (&iter, tag))
                  && gtk_text_iter_get_offset (&iter) == from
                  && gtk_text_iter_forward_to_tag_toggle (&iter, tag)
                  && gtk_text_iter_get_offset (&iter) == to
                  && !gtk_text_iter_forward_to_tag_toggle (&iter, tag);
    }
  if (is_placed)
    return;

  gtk_text_buffer_remove_tag (buffer, tag, &start, &end);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, to);
  gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
}

static void
place_tags (SignetTokenView *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  const char *from;
  int offset = 0;

  if (self->plain)
    {
      place_tag (buffer, self->part_tags[PART_HEADER], 0, gtk_text_buffer_get_char_count (buffer));
      return;
    }

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_slice (buffer, &start, &end, TRUE);
  from = text;
  for (int i = 0; i < N_PARTS; i++)
    {
      const char *dot = i < N_PARTS - 1 ? strchr (from, '.') : NULL;
      int length = (int) g_utf8_strlen (from, dot != NULL ? dot - from : -1);

      place_tag (buffer, self->part_tags[i], offset, offset + length);
      offset += length;
      from += dot != NULL ? dot - from : (gssize) strlen (from);
      if (i < N_PARTS - 1)
        {
          place_tag (buffer, self->dot_tags[i], offset, offset + (dot != NULL));
          offset += dot != NULL;
          from += dot != NULL;
        }
    }
}

static void
text_changed (SignetTokenView *self)
{
  if (self->frozen > 0)
    return;

  place_tags (self);
  g_signal_emit (self, signals[SIGNAL_TOKEN_CHANGED], 0);
}

static void
tag_breaks (SignetTokenView *self,
            int              offset,
            GArray          *breaks)
{
  GtkTextBuffer *buffer = get_buffer (self);

  for (guint i = 0; i < breaks->len; i++)
    {
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start, offset + (int) g_array_index (breaks, guint, i));
      end = start;
      gtk_text_iter_forward_char (&end);
      gtk_text_buffer_apply_tag (buffer, self->break_tag, &start, &end);
    }
}

static void
text_inserting_cb (SignetTokenView *self,
                   GtkTextIter     *location,
                   const char      *text,
                   int              length,
                   GtkTextBuffer   *buffer)
{
  g_autoptr (GArray) breaks = NULL;
  g_autofree char *broken = NULL;
  GtkTextIter line_end;
  guint column, rest;
  int offset;

  g_assert (SIGNET_IS_TOKEN_VIEW (self));

  if (self->frozen > 0 || self->replaying)
    return;

  column = (guint) gtk_text_iter_get_line_offset (location);
  line_end = *location;
  if (!gtk_text_iter_ends_line (&line_end))
    gtk_text_iter_forward_to_line_end (&line_end);
  rest = (guint) gtk_text_iter_get_line_offset (&line_end) - column;

  breaks = g_array_new (FALSE, FALSE, sizeof (guint));
  broken = break_lines (text, length < 0 ? strlen (text) : (gsize) length, self->line_length, column, rest, breaks);
  if (broken == NULL)
    return;

  g_signal_stop_emission_by_name (buffer, "insert-text");
  offset = gtk_text_iter_get_offset (location);
  self->frozen++;
  gtk_text_buffer_insert (buffer, location, broken, -1);
  tag_breaks (self, offset, breaks);
  self->frozen--;
  text_changed (self);
}

/* Text that undo brings back has lost its tags. A break behind a full line is ours; one behind a
 * shorter line stays as if the user had made it, which does no harm inside a token. */
static void
text_inserted_cb (SignetTokenView *self,
                  GtkTextIter     *location,
                  const char      *text,
                  int              length,
                  GtkTextBuffer   *buffer)
{
  GtkTextIter iter = *location;

  g_assert (SIGNET_IS_TOKEN_VIEW (self));

  if (!self->replaying)
    return;

  gtk_text_iter_backward_chars (&iter, (int) g_utf8_strlen (text, length));
  while (gtk_text_iter_compare (&iter, location) < 0)
    {
      GtkTextIter next = iter;

      if (!gtk_text_iter_ends_line (&next))
        gtk_text_iter_forward_to_line_end (&next);
      if (gtk_text_iter_compare (&next, location) >= 0)
        return;
      iter = next;
      gtk_text_iter_forward_char (&next);
      if (gtk_text_iter_get_line_offset (&iter) == (int) self->line_length)
        gtk_text_buffer_apply_tag (buffer, self->break_tag, &iter, &next);
      iter = next;
    }
}

/* Two lines that became one may be too long together. */
static void
text_deleted_cb (SignetTokenView *self,
                 GtkTextIter     *start,
                 GtkTextIter     *end,
                 GtkTextBuffer   *buffer)
{
  GtkTextIter line_end = *start;

  g_assert (SIGNET_IS_TOKEN_VIEW (self));

  if (self->frozen > 0 || self->replaying)
    return;

  if (!gtk_text_iter_ends_line (&line_end))
    gtk_text_iter_forward_to_line_end (&line_end);
  if (gtk_text_iter_get_line_offset (&line_end) <= MAX_LINE_LENGTH)
    return;

  self->frozen++;
  gtk_text_buffer_insert_with_tags (buffer, start, "\n", 1, self->break_tag, NULL);
  *end = *start;
  self->frozen--;
  place_tags (self);
}

static void
replay_started_cb (SignetTokenView *self)
{
  self->replaying = TRUE;
  self->frozen++;
}

static void
replay_ended_cb (SignetTokenView *self)
{
  self->replaying = FALSE;
  self->frozen--;
  text_changed (self);
}

static void
paste_done_cb (SignetTokenView *self)
{
  g_assert (SIGNET_IS_TOKEN_VIEW (self));

  g_signal_emit (self, signals[SIGNAL_PASTED], 0);
}

static void
update_colors (SignetTokenView *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (self->plain)
    return;

  for (int i = 0; i < N_PARTS; i++)
    {
      g_autoptr (GdkRGBA) old = NULL;
      GdkRGBA color;

      g_object_get (self->part_tags[i], "foreground-rgba", &old, NULL);
      if (gtk_style_context_lookup_color (context, part_colors[i], &color)
          && (old == NULL || !gdk_rgba_equal (old, &color)))
        g_object_set (self->part_tags[i], "foreground-rgba", &color, NULL);
    }
}

static void
signet_token_view_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (signet_token_view_parent_class)->css_changed (widget, change);

  update_colors (SIGNET_TOKEN_VIEW (widget));
}

/* Where a place is in the text without our breaks. */
static int
get_token_offset (SignetTokenView   *self,
                  const GtkTextIter *iter)
{
  GtkTextIter start;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  text = dup_range (self, &start, iter);

  return (int) g_utf8_strlen (text, -1);
}

static void
get_iter_at_token_offset (SignetTokenView *self,
                          GtkTextIter     *iter,
                          int              offset)
{
  gtk_text_buffer_get_start_iter (get_buffer (self), iter);
  while (!gtk_text_iter_is_end (iter) && (offset > 0 || gtk_text_iter_has_tag (iter, self->break_tag)))
    {
      offset -= !gtk_text_iter_has_tag (iter, self->break_tag);
      gtk_text_iter_forward_char (iter);
    }
}

/* Breaks the same text in other places; that cannot be undone, nor anything before it. */
static gboolean
reflow_cb (gpointer data)
{
  SignetTokenView *self = SIGNET_TOKEN_VIEW (data);
  GtkTextBuffer *buffer = get_buffer (self);
  g_autoptr (GArray) breaks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *text = signet_token_view_dup_token (self);
  g_autofree char *broken = break_lines (text, strlen (text), self->line_length, 0, 0, breaks);
  GtkTextIter insert, bound;
  int insert_offset, bound_offset;

  self->reflow_id = 0;
  gtk_text_buffer_get_iter_at_mark (buffer, &insert, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_get_iter_at_mark (buffer, &bound, gtk_text_buffer_get_selection_bound (buffer));
  insert_offset = get_token_offset (self, &insert);
  bound_offset = get_token_offset (self, &bound);

  self->frozen++;
  gtk_text_buffer_set_text (buffer, broken != NULL ? broken : text, -1);
  tag_breaks (self, 0, breaks);
  get_iter_at_token_offset (self, &insert, insert_offset);
  get_iter_at_token_offset (self, &bound, bound_offset);
  gtk_text_buffer_select_range (buffer, &insert, &bound);
  self->frozen--;
  place_tags (self);

  return G_SOURCE_REMOVE;
}

/* A break in the middle of a line on the screen would look like the end of something. */
static void
fit_lines (SignetTokenView *self,
           int              width)
{
  static const char probe[] = "eyJhbGciOiJSUzI1NiIsImtpZCI6InZSRVlZVFg1TERFTGdGbHRzSmNWYmZDQUFC";
  GtkTextView *view = GTK_TEXT_VIEW (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), probe);
  guint line_length = MAX_LINE_LENGTH;
  int probe_width, room;

  pango_layout_get_size (layout, &probe_width, NULL);
  room = (width - gtk_text_view_get_left_margin (view) - gtk_text_view_get_right_margin (view)) * PANGO_SCALE;
  if (probe_width > 0 && room > 0)
    {
      guint n = (guint) ((gint64) room * (gint64) strlen (probe) / probe_width);

      if (n > 0 && n <= MAX_LINE_LENGTH)
        line_length = MAX_LINE_LENGTH / n * n;
    }

  if (line_length == self->line_length)
    return;

  self->line_length = line_length;
  if (self->reflow_id == 0 && gtk_text_buffer_get_char_count (get_buffer (self)) > (int) line_length)
    self->reflow_id = g_idle_add_full (GTK_PRIORITY_RESIZE, reflow_cb, self, NULL);
}

static void
signet_token_view_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  GTK_WIDGET_CLASS (signet_token_view_parent_class)->size_allocate (widget, width, height, baseline);

  fit_lines (SIGNET_TOKEN_VIEW (widget), width);
}

static void
signet_token_view_dispose (GObject *object)
{
  g_clear_handle_id (&SIGNET_TOKEN_VIEW (object)->reflow_id, g_source_remove);

  G_OBJECT_CLASS (signet_token_view_parent_class)->dispose (object);
}

static gboolean
copy_selection (SignetTokenView *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (!gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end))
    return FALSE;

  text = dup_range (self, &start, &end);
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

/* A break of ours is no character that a key could take away: the one beyond it is meant. */
static void
step_over_break (SignetTokenView *self,
                 gboolean         backward)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter iter, beyond;

  if (gtk_text_buffer_get_has_selection (buffer))
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  beyond = iter;
  if (backward && gtk_text_iter_backward_char (&beyond) && gtk_text_iter_has_tag (&beyond, self->break_tag))
    gtk_text_buffer_place_cursor (buffer, &beyond);
  else if (!backward && gtk_text_iter_has_tag (&iter, self->break_tag) && gtk_text_iter_forward_char (&beyond))
    gtk_text_buffer_place_cursor (buffer, &beyond);
}

static void
signet_token_view_backspace (GtkTextView *view)
{
  step_over_break (SIGNET_TOKEN_VIEW (view), TRUE);

  GTK_TEXT_VIEW_CLASS (signet_token_view_parent_class)->backspace (view);
}

static void
signet_token_view_delete_from_cursor (GtkTextView   *view,
                                      GtkDeleteType  type,
                                      int            count)
{
  if (type == GTK_DELETE_CHARS)
    step_over_break (SIGNET_TOKEN_VIEW (view), count < 0);

  GTK_TEXT_VIEW_CLASS (signet_token_view_parent_class)->delete_from_cursor (view, type, count);
}

static GtkTextBuffer *
signet_token_view_create_buffer (GtkTextView *view)
{
  SignetTokenView *self = SIGNET_TOKEN_VIEW (view);
  GtkTextBuffer *buffer = gtk_text_buffer_new (NULL);

  /* wrapping anywhere would paint hyphens that the token does not have */
  for (int i = 0; i < N_PARTS; i++)
    self->part_tags[i] = gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE, NULL);
  for (int i = 0; i < N_PARTS - 1; i++)
    self->dot_tags[i] = gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE,
                                                    "weight", PANGO_WEIGHT_BOLD, NULL);
  self->break_tag = gtk_text_buffer_create_tag (buffer, NULL, NULL);

  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (text_inserting_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (text_inserted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (text_deleted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (text_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "paste-done", G_CALLBACK (paste_done_cb), self, G_CONNECT_SWAPPED);
  for (int i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "undo" : "redo";

      g_signal_connect_object (buffer, name, G_CALLBACK (replay_started_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (buffer, name, G_CALLBACK (replay_ended_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }

  return buffer;
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
signet_token_view_class_init (SignetTokenViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkTextViewClass *view_class = GTK_TEXT_VIEW_CLASS (klass);

  object_class->get_property = signet_token_view_get_property;
  object_class->set_property = signet_token_view_set_property;
  object_class->dispose = signet_token_view_dispose;
  widget_class->size_allocate = signet_token_view_size_allocate;
  widget_class->css_changed = signet_token_view_css_changed;
  view_class->copy_clipboard = signet_token_view_copy_clipboard;
  view_class->cut_clipboard = signet_token_view_cut_clipboard;
  view_class->backspace = signet_token_view_backspace;
  view_class->delete_from_cursor = signet_token_view_delete_from_cursor;
  view_class->create_buffer = signet_token_view_create_buffer;

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

  self->line_length = MAX_LINE_LENGTH;
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_CHAR);
  gtk_text_view_set_monospace (view, TRUE);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_input_hints (view, GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI);
  gtk_widget_add_css_class (GTK_WIDGET (self), "token");
  /* made now: its tags belong to us from the start */
  get_buffer (self);
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
  GtkTextIter start, end;

  g_return_val_if_fail (SIGNET_IS_TOKEN_VIEW (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);

  return dup_range (self, &start, &end);
}

/**
 * signet_token_view_set_token:
 * @self: the view
 * @token: UTF-8
 *
 * Replaces the whole text; undo brings the old one back.
 */
void
signet_token_view_set_token (SignetTokenView *self,
                             const char      *token)
{
  GtkTextBuffer *buffer;
  g_autoptr (GArray) breaks = NULL;
  g_autofree char *broken = NULL;
  GtkTextIter start, end;

  g_return_if_fail (SIGNET_IS_TOKEN_VIEW (self));
  g_return_if_fail (token != NULL);

  buffer = get_buffer (self);
  breaks = g_array_new (FALSE, FALSE, sizeof (guint));
  broken = break_lines (token, strlen (token), self->line_length, 0, 0, breaks);

  self->frozen++;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, broken != NULL ? broken : token, -1);
  tag_breaks (self, 0, breaks);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_buffer_end_user_action (buffer);
  self->frozen--;
  text_changed (self);
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

  return gtk_text_buffer_get_char_count (get_buffer (self)) == 0;
}
