/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history-entry.h"

G_BEGIN_DECLS

/* What was signed and checked here, newest first, a small file each in a folder of its own: nothing is ever
 * rewritten, and window and command line add to it without a lock.  Main thread only; files are read and
 * written by a worker. */
#define SIGNET_TYPE_HISTORY (signet_history_get_type ())
G_DECLARE_FINAL_TYPE (SignetHistory, signet_history, SIGNET, HISTORY, GObject)

/* folder: (nullable): $XDG_DATA_HOME/signet/history where NULL */
SignetHistory      *signet_history_new           (const char *folder);
/* (transfer none): a GListModel of SignetHistoryEntry, newest first; empty until it is loaded */
GListModel         *signet_history_get_model     (SignetHistory *self);
/* how many files could not be read; they stay where they are */
guint               signet_history_get_n_damaged (SignetHistory *self);
/* reads the folder once and watches it; entries older than keep_seconds (0: none) are forgotten */
void                signet_history_load_async    (SignetHistory *self, gint64 now, gint64 keep_seconds, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_history_load_finish   (SignetHistory *self, GAsyncResult *result, GError **error);
/* on disk, durably, before it is done.  errors: G_FILE_ERROR, G_IO_ERROR */
void                signet_history_add_async     (SignetHistory *self, SignetHistoryEntry *entry, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_history_add_finish    (SignetHistory *self, GAsyncResult *result, GError **error);
/* entries: (element-type SignetHistoryEntry): gone from the model at once, and from the disk */
void                signet_history_forget_async  (SignetHistory *self, GPtrArray *entries, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_history_forget_finish (SignetHistory *self, GAsyncResult *result, GError **error);
/* (transfer none) (nullable): the newest proved list with that token id, else of that signer (trust book), else signed
 * by one of our own keys kid; each (nullable) */
SignetHistoryEntry *signet_history_find_list     (SignetHistory *self, const char *token_id, const char *signer, const char *kid);

G_END_DECLS
