/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token-buffer.h"

#include <string.h>

struct _SignetTokenBuffer
{
  GtkTextBuffer parent_instance;

  /* borrowed from the tag table */
  GtkTextTag *part_tags[SIGNET_TOKEN_N_PARTS];
  GtkTextTag *dot_tags[SIGNET_TOKEN_N_PARTS - 1];
  GtkTextTag *break_tag;   /* on line breaks that are ours */

  /* plain */
  gboolean plain;
  guint line_length;
  guint frozen;            /* token-changed has to wait */
  gboolean replaying;      /* undo or redo: the text comes broken as it was */
};

G_DEFINE_FINAL_TYPE (SignetTokenBuffer, signet_token_buffer, GTK_TYPE_TEXT_BUFFER)

enum
{
  SIGNAL_TOKEN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Breaks text into lines, column being where its first and rest what stands behind its last
 * character in their lines. breaks: where, in characters of what is returned.
 * Returns: (transfer full) (nullable): NULL where no break is needed */
static char *
break_lines (SignetTokenBuffer *self,
             const char        *text,
             gsize              length,
             guint              column,
             guint              rest,
             GArray            *breaks)
{
  const char *end = text + length;
  g_autoptr (GString) out = g_string_sized_new (length + length / self->line_length + 2);
  guint offset = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p), offset++)
    {
      if (*p == '\n' || *p == '\r')
        {
          column = 0;
        }
      else if (column < self->line_length)
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

  if (column + rest > SIGNET_TOKEN_MAX_LINE && column > 0)
    {
      g_array_append_val (breaks, offset);
      g_string_append_c (out, '\n');
    }

  return breaks->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static void
tag_breaks (SignetTokenBuffer *self,
            int                offset,
            GArray            *breaks)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);

  for (guint i = 0; i < breaks->len; i++)
    {
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start, offset + (int) g_array_index (breaks, guint, i));
      end = start;
      gtk_text_iter_forward_char (&end);
      gtk_text_buffer_apply_tag (buffer, self->break_tag, &start, &end);
    }
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
place_tags (SignetTokenBuffer *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  const char *from;
  int offset = 0;

  if (self->plain)
    {
      place_tag (buffer, self->part_tags[0], 0, gtk_text_buffer_get_char_count (buffer));
      return;
    }

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_slice (buffer, &start, &end, TRUE);
  from = text;
  for (int i = 0; i < SIGNET_TOKEN_N_PARTS; i++)
    {
      const char *dot = i < SIGNET_TOKEN_N_PARTS - 1 ? strchr (from, '.') : NULL;
      int length = (int) g_utf8_strlen (from, dot != NULL ? dot - from : -1);

      place_tag (buffer, self->part_tags[i], offset, offset + length);
      offset += length;
      from += dot != NULL ? dot - from : (gssize) strlen (from);
      if (i < SIGNET_TOKEN_N_PARTS - 1)
        {
          place_tag (buffer, self->dot_tags[i], offset, offset + (dot != NULL));
          offset += dot != NULL;
          from += dot != NULL;
        }
    }
}

static void
token_changed (SignetTokenBuffer *self)
{
  if (self->frozen > 0)
    return;

  place_tags (self);
  g_signal_emit (self, signals[SIGNAL_TOKEN_CHANGED], 0);
}

static int
get_line_end (const GtkTextIter *iter)
{
  GtkTextIter end = *iter;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);

  return gtk_text_iter_get_line_offset (&end);
}

/* Text that undo brings back has lost its tags. A break behind a full line is ours; one behind a
 * shorter line stays as if the user had made it, which does no harm inside a token. */
static void
tag_replayed_breaks (SignetTokenBuffer *self,
                     GtkTextIter       *end,
                     glong              n_chars)
{
  GtkTextIter iter = *end;

  gtk_text_iter_backward_chars (&iter, (int) n_chars);
  while (gtk_text_iter_compare (&iter, end) < 0)
    {
      GtkTextIter next;

      if (!gtk_text_iter_ends_line (&iter))
        gtk_text_iter_forward_to_line_end (&iter);
      if (gtk_text_iter_compare (&iter, end) >= 0)
        return;
      next = iter;
      gtk_text_iter_forward_char (&next);
      if (gtk_text_iter_get_line_offset (&iter) == (int) self->line_length)
        gtk_text_buffer_apply_tag (GTK_TEXT_BUFFER (self), self->break_tag, &iter, &next);
      iter = next;
    }
}

static void
signet_token_buffer_insert_text (GtkTextBuffer *buffer,
                                 GtkTextIter   *location,
                                 const char    *text,
                                 int            length)
{
  SignetTokenBuffer *self = SIGNET_TOKEN_BUFFER (buffer);
  GtkTextBufferClass *parent_class = GTK_TEXT_BUFFER_CLASS (signet_token_buffer_parent_class);
  g_autoptr (GArray) breaks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *broken = NULL;
  int column = gtk_text_iter_get_line_offset (location);
  int offset = gtk_text_iter_get_offset (location);

  if (self->replaying)
    {
      parent_class->insert_text (buffer, location, text, length);
      tag_replayed_breaks (self, location, g_utf8_strlen (text, length));
      return;
    }

  broken = break_lines (self, text, (gsize) length, (guint) column, (guint) (get_line_end (location) - column), breaks);
  if (broken == NULL)
    {
      parent_class->insert_text (buffer, location, text, length);
      return;
    }

  self->frozen++;
  parent_class->insert_text (buffer, location, broken, (int) strlen (broken));
  tag_breaks (self, offset, breaks);
  self->frozen--;
  token_changed (self);
}

/* Two lines that became one may be too long together. */
static void
signet_token_buffer_delete_range (GtkTextBuffer *buffer,
                                  GtkTextIter   *start,
                                  GtkTextIter   *end)
{
  SignetTokenBuffer *self = SIGNET_TOKEN_BUFFER (buffer);

  self->frozen++;
  GTK_TEXT_BUFFER_CLASS (signet_token_buffer_parent_class)->delete_range (buffer, start, end);
  if (!self->replaying && get_line_end (start) > SIGNET_TOKEN_MAX_LINE)
    {
      gtk_text_buffer_insert_with_tags (buffer, start, "\n", 1, self->break_tag, NULL);
      *end = *start;
    }
  self->frozen--;
  token_changed (self);
}

static void
signet_token_buffer_changed (GtkTextBuffer *buffer)
{
  GTK_TEXT_BUFFER_CLASS (signet_token_buffer_parent_class)->changed (buffer);

  token_changed (SIGNET_TOKEN_BUFFER (buffer));
}

static void
replay (SignetTokenBuffer *self,
        void             (*func) (GtkTextBuffer *))
{
  self->replaying = TRUE;
  self->frozen++;
  func (GTK_TEXT_BUFFER (self));
  self->frozen--;
  self->replaying = FALSE;
  token_changed (self);
}

static void
signet_token_buffer_undo (GtkTextBuffer *buffer)
{
  replay (SIGNET_TOKEN_BUFFER (buffer), GTK_TEXT_BUFFER_CLASS (signet_token_buffer_parent_class)->undo);
}

static void
signet_token_buffer_redo (GtkTextBuffer *buffer)
{
  replay (SIGNET_TOKEN_BUFFER (buffer), GTK_TEXT_BUFFER_CLASS (signet_token_buffer_parent_class)->redo);
}

static void
signet_token_buffer_constructed (GObject *object)
{
  SignetTokenBuffer *self = SIGNET_TOKEN_BUFFER (object);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);

  G_OBJECT_CLASS (signet_token_buffer_parent_class)->constructed (object);

  /* wrapping anywhere would paint hyphens that the token does not have */
  for (int i = 0; i < SIGNET_TOKEN_N_PARTS; i++)
    self->part_tags[i] = gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE, NULL);
  for (int i = 0; i < SIGNET_TOKEN_N_PARTS - 1; i++)
    self->dot_tags[i] = gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE,
                                                    "weight", PANGO_WEIGHT_BOLD, NULL);
  self->break_tag = gtk_text_buffer_create_tag (buffer, NULL, NULL);
}

static void
signet_token_buffer_class_init (SignetTokenBufferClass *klass)
{
  GtkTextBufferClass *buffer_class = GTK_TEXT_BUFFER_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = signet_token_buffer_constructed;

  buffer_class->insert_text = signet_token_buffer_insert_text;
  buffer_class->delete_range = signet_token_buffer_delete_range;
  buffer_class->changed = signet_token_buffer_changed;
  buffer_class->undo = signet_token_buffer_undo;
  buffer_class->redo = signet_token_buffer_redo;

  signals[SIGNAL_TOKEN_CHANGED] =
    g_signal_new ("token-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_token_buffer_init (SignetTokenBuffer *self)
{
  self->line_length = SIGNET_TOKEN_MAX_LINE;
}

SignetTokenBuffer *
signet_token_buffer_new (gboolean plain)
{
  SignetTokenBuffer *self = g_object_new (SIGNET_TYPE_TOKEN_BUFFER, NULL);

  self->plain = plain;

  return self;
}

/**
 * signet_token_buffer_get_tag:
 * @self: a buffer
 * @part: a part of the token
 *
 * Returns: (transfer none): the tag that this part has
 */
GtkTextTag *
signet_token_buffer_get_tag (SignetTokenBuffer *self,
                             SignetTokenPart    part)
{
  g_return_val_if_fail (SIGNET_IS_TOKEN_BUFFER (self), NULL);
  g_return_val_if_fail (part < SIGNET_TOKEN_N_PARTS, NULL);

  return self->part_tags[part];
}

/**
 * signet_token_buffer_dup_range:
 * @self: a buffer
 * @start: where to begin
 * @end: where to end
 *
 * Returns: (transfer full): the text between the two without the breaks that are ours
 */
char *
signet_token_buffer_dup_range (SignetTokenBuffer *self,
                               const GtkTextIter *start,
                               const GtkTextIter *end)
{
  GString *text;
  GtkTextIter from;

  g_return_val_if_fail (SIGNET_IS_TOKEN_BUFFER (self), NULL);
  g_return_val_if_fail (start != NULL && end != NULL, NULL);

  text = g_string_new (NULL);
  from = *start;
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

/**
 * signet_token_buffer_dup_token:
 * @self: a buffer
 *
 * Returns: (transfer full): the text, which need not be a token, without the breaks that are
 *   ours; those that a user pasted or typed stay
 */
char *
signet_token_buffer_dup_token (SignetTokenBuffer *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (SIGNET_IS_TOKEN_BUFFER (self), NULL);

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self), &start, &end);

  return signet_token_buffer_dup_range (self, &start, &end);
}

/**
 * signet_token_buffer_set_token:
 * @self: a buffer
 * @token: UTF-8
 *
 * Replaces the whole text; undo brings the old one back.
 */
void
signet_token_buffer_set_token (SignetTokenBuffer *self,
                               const char        *token)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_if_fail (SIGNET_IS_TOKEN_BUFFER (self));
  g_return_if_fail (token != NULL);

  buffer = GTK_TEXT_BUFFER (self);
  self->frozen++;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, token, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_buffer_end_user_action (buffer);
  self->frozen--;
  token_changed (self);
}

/**
 * signet_token_buffer_set_line_length:
 * @self: a buffer
 * @line_length: how many characters a line shall have, at most %SIGNET_TOKEN_MAX_LINE
 *
 * Says where lines are to be broken from now on.
 */
void
signet_token_buffer_set_line_length (SignetTokenBuffer *self,
                                     guint              line_length)
{
  g_return_if_fail (SIGNET_IS_TOKEN_BUFFER (self));
  g_return_if_fail (line_length > 0 && line_length <= SIGNET_TOKEN_MAX_LINE);

  self->line_length = line_length;
}

/**
 * signet_token_buffer_step_over_break:
 * @self: a buffer
 * @backward: whether the character before the cursor is meant
 *
 * A break of ours is no character that a key could take away: the one beyond it is meant.
 */
void
signet_token_buffer_step_over_break (SignetTokenBuffer *self,
                                     gboolean           backward)
{
  GtkTextBuffer *buffer;
  GtkTextIter iter, beyond;

  g_return_if_fail (SIGNET_IS_TOKEN_BUFFER (self));

  buffer = GTK_TEXT_BUFFER (self);
  if (gtk_text_buffer_get_has_selection (buffer))
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  beyond = iter;
  if (backward && gtk_text_iter_backward_char (&beyond) && gtk_text_iter_has_tag (&beyond, self->break_tag))
    gtk_text_buffer_place_cursor (buffer, &beyond);
  else if (!backward && gtk_text_iter_has_tag (&iter, self->break_tag) && gtk_text_iter_forward_char (&beyond))
    gtk_text_buffer_place_cursor (buffer, &beyond);
}
