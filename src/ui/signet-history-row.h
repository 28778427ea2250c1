/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history-now.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Builders for what was signed and checked. Nothing in them is markup. */

/* "Today", "Yesterday", "3 November".  (transfer full) */
char      *signet_history_row_dup_day  (SignetHistoryEntry *entry, gint64 now);
/* the verdict then as an icon, list, time and person, and the verdict now as a pill */
GtkWidget *signet_history_row_new      (SignetHistoryEntry *entry, SignetHistoryNow state);
/* the same in words, for screen readers.  (transfer full) */
char      *signet_history_row_dup_name (SignetHistoryEntry *entry, SignetHistoryNow state);

G_END_DECLS
