/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The text of a token, broken into lines, since one very long line stalls GtkTextView.  The
 * breaks made here are for display only: what is read from the buffer has none of them.
 * The parts of a token are tagged.
 *
 * Signal "token-changed": once for each change, whoever made it. */
#define SIGNET_TYPE_TOKEN_BUFFER (signet_token_buffer_get_type ())
G_DECLARE_FINAL_TYPE (SignetTokenBuffer, signet_token_buffer, SIGNET, TOKEN_BUFFER, GtkTextBuffer)

#define SIGNET_TOKEN_MAX_LINE 200

typedef enum
{
  SIGNET_TOKEN_HEADER,
  SIGNET_TOKEN_PAYLOAD,
  SIGNET_TOKEN_SIGNATURE,
  SIGNET_TOKEN_N_PARTS
} SignetTokenPart;

/* plain: any text with long lines; all of it is in the tag of the header */
SignetTokenBuffer *signet_token_buffer_new             (gboolean plain);
/* (transfer none) */
GtkTextTag        *signet_token_buffer_get_tag         (SignetTokenBuffer *self, SignetTokenPart part);
/* (transfer full) */
char              *signet_token_buffer_dup_token       (SignetTokenBuffer *self);
char              *signet_token_buffer_dup_range       (SignetTokenBuffer *self, const GtkTextIter *start, const GtkTextIter *end);
void               signet_token_buffer_set_token       (SignetTokenBuffer *self, const char *token);
/* at most SIGNET_TOKEN_MAX_LINE; counts for what is put in from now on */
void               signet_token_buffer_set_line_length (SignetTokenBuffer *self, guint line_length);
/* moves the cursor past a break of ours that it stands at, so that a key means the character beyond */
void               signet_token_buffer_step_over_break (SignetTokenBuffer *self, gboolean backward);

G_END_DECLS
