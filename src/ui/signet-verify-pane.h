/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SIGNET_TYPE_VERIFY_PANE (signet_verify_pane_get_type ())
G_DECLARE_FINAL_TYPE (SignetVerifyPane, signet_verify_pane, SIGNET, VERIFY_PANE, AdwBin)

GtkWidget *signet_verify_pane_new       (SignetContext *context);
void       signet_verify_pane_set_token (SignetVerifyPane *self, const char *token);
/* a token of the history, checked as it was: with our own keys, with somebody of the trust book, or with a key set */
void       signet_verify_pane_open_entry (SignetVerifyPane *self, SignetHistoryEntry *entry);

G_END_DECLS
