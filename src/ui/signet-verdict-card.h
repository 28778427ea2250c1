/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The answer in one look: state in a word, title, icon and tint, then the sentence and what
 * to do next.  Or, while a key set is on its way, whom Signet waits for. */
#define SIGNET_TYPE_VERDICT_CARD (signet_verdict_card_get_type ())
G_DECLARE_FINAL_TYPE (SignetVerdictCard, signet_verdict_card, SIGNET, VERDICT_CARD, GtkBox)

/* report: (nullable): hides the card */
void signet_verdict_card_set_report   (SignetVerdictCard *self, SignetReport *report);
/* source: where the key set is asked for */
void signet_verdict_card_set_checking (SignetVerdictCard *self, const char *source);
/* puts the focus on the verdict, so that it is read aloud */
void signet_verdict_card_focus        (SignetVerdictCard *self);
/* label: (nullable): offers to check in another way, by an action with a text as its target */
void signet_verdict_card_set_suggestion (SignetVerdictCard *self, const char *label, const char *action, const char *target);

G_END_DECLS
