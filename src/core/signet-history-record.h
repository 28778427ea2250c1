/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history.h"
#include "signet-report.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): what the history remembers of a check; NULL where there is nothing to remember: no whole
 * token, or nobody was named to check it with.  now: seconds since 1970 */
SignetHistoryEntry *signet_report_new_entry             (SignetReport *report, gint64 now);
/* Remembers a check in the loaded history, unless it came to the same before, also by signing here; takes the place of
 * earlier ones of the same token that came to nothing.  Done at once where there is nothing to do */
void                signet_history_record_check_async   (SignetHistory *history, SignetReport *report, gint64 now,
                                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                                         gpointer user_data);
/* errors: G_FILE_ERROR, G_IO_ERROR */
gboolean            signet_history_record_check_finish  (SignetHistory *history, GAsyncResult *result, GError **error);

G_END_DECLS
