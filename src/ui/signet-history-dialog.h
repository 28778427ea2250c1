/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* History: what was signed and checked here, day by day.
 * Signal "open" (entry): it is to be shown in the verifier; the window closes itself. */
#define SIGNET_TYPE_HISTORY_DIALOG (signet_history_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SignetHistoryDialog, signet_history_dialog, SIGNET, HISTORY_DIALOG, AdwWindow)

/* (transfer none): a window, to be made transient for another */
GtkWidget *signet_history_dialog_new (SignetContext *context);

G_END_DECLS
