/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-changed-key.h"
#include "signet-remember-group.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The answer of the verifier: verdict, a question about the signer, the list, details. Not visible while there is none. */
#define SIGNET_TYPE_ANSWER (signet_answer_get_type ())
G_DECLARE_FINAL_TYPE (SignetAnswer, signet_answer, SIGNET, ANSWER, GtkBox)

void signet_answer_set_report    (SignetAnswer *self, SignetReport *report);   /* report: (nullable) */
void signet_answer_set_checking  (SignetAnswer *self, const char *source);
/* now: seconds since 1970 */
void signet_answer_set_time      (SignetAnswer *self, gint64 now);
void signet_answer_focus_verdict (SignetAnswer *self);
/* label: (nullable): offers to check in the way that the token suggests, by an action with a text as its target */
void signet_answer_set_suggestion (SignetAnswer *self, const char *label, const char *action, const char *target);
/* both (transfer none) */
SignetRememberGroup *signet_answer_get_remember    (SignetAnswer *self);
SignetChangedKey    *signet_answer_get_changed_key (SignetAnswer *self);

G_END_DECLS
