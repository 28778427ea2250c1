/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history-entry.h"

G_BEGIN_DECLS

/* The folder of the history, for workers: everything blocks.  errors: G_FILE_ERROR, G_IO_ERROR */

/* known: ids that need not be read.  keep_from: what is older goes.  entries: those that were read are added.  seen: the ids of
 * all that are there are added.  A folder that is missing is empty */
gboolean signet_history_files_read   (const char *folder, GHashTable *known, gint64 keep_from, GPtrArray *entries,
                                      GHashTable *seen, guint *n_damaged, GError **error);
/* durably */
gboolean signet_history_files_write  (const char *folder, const char *id, const char *text, GError **error);
/* durably, in place of a file that is there; nothing where there is none */
gboolean signet_history_files_replace (const char *folder, const char *id, const char *text, GError **error);
/* entries: (element-type SignetHistoryEntry).  All that can go go; the first that cannot is the error */
gboolean signet_history_files_remove (const char *folder, GPtrArray *entries, GError **error);

G_END_DECLS
