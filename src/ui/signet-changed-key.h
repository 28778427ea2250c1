/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The loud question beside a token whose key is not the one known: both fingerprints, and two answers.
 * Not visible where there is nothing to ask. */
#define SIGNET_TYPE_CHANGED_KEY (signet_changed_key_get_type ())
G_DECLARE_FINAL_TYPE (SignetChangedKey, signet_changed_key, SIGNET, CHANGED_KEY, AdwBin)

void signet_changed_key_set_report (SignetChangedKey *self, SignetReport *report);   /* report: (nullable) */
/* the question was answered: the fingerprints stay, the buttons go */
void signet_changed_key_settle     (SignetChangedKey *self);

G_END_DECLS
