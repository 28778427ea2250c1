/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"
#include "signet-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What this household bought before and begins like what is being typed: a few rows below an entry, which keeps the
 * focus.  Down and Up choose a row, Enter takes the chosen one and without one is the entry's; Tab writes the first, or
 * the chosen one, into the entry.  Delete asks to forget the chosen one.  Escape closes, and a second one empties the entry.
 *
 * Signals: "picked" (SignetItem *item): a row was taken; "chosen" (char *sentence): a row was chosen, which the entry is
 * described by, for screen readers; NULL: none is any more; "forget" (gpointer suggestion): a SignetSuggestion; then
 * signet_suggestions_update() is called */
#define SIGNET_TYPE_SUGGESTIONS (signet_suggestions_get_type ())
G_DECLARE_FINAL_TYPE (SignetSuggestions, signet_suggestions, SIGNET, SUGGESTIONS, GtkPopover)

/* parent: below it they open, as wide as it is; it calls signet_suggestions_present() whenever it is allocated, and
 * unparents them.  entry: a descendant of it */
SignetSuggestions *signet_suggestions_new           (GtkWidget *parent, GtkEditable *entry);
void               signet_suggestions_present       (SignetSuggestions *self, int width);
void               signet_suggestions_set_household (SignetSuggestions *self, SignetHousehold *household);
/* typed: (nullable): as the entry understands it; list: (nullable): where it would go.  Closes where there is nothing to
 * suggest, or the entry has not the focus */
void               signet_suggestions_update        (SignetSuggestions *self, SignetItem *typed, SignetList *list);

G_END_DECLS
