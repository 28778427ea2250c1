/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a token, or takes one: its three parts in colour, wrapped anywhere, in lines of at most
 * 200 characters, because one very long line stalls GtkTextView. Neither what is copied nor
 * dup_token has the breaks between these lines.
 *
 * Property "plain" (construct-only): any text that may have long lines, without the colours.
 * Signals: "token-changed", whoever changed it; "pasted", when the user has pasted into it. */
#define SIGNET_TYPE_TOKEN_VIEW (signet_token_view_get_type ())
G_DECLARE_FINAL_TYPE (SignetTokenView, signet_token_view, SIGNET, TOKEN_VIEW, GtkTextView)

GtkWidget *signet_token_view_new       (void);
/* (transfer full): the text, also where it is no token, without the breaks made here */
char      *signet_token_view_dup_token (SignetTokenView *self);
void       signet_token_view_set_token (SignetTokenView *self, const char *token);
gboolean   signet_token_view_is_empty  (SignetTokenView *self);

G_END_DECLS
