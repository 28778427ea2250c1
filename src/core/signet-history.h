/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history-entry.h"

G_BEGIN_DECLS

/* Of which token the original is wanted.  Whoever it claims to be from, only what the same signer is known to have
 * signed is an original.  Strings are borrowed, all (nullable). */
typedef struct
{
  const char *sha256;      /* of the token, which is no original of its own */
  const char *token_id;    /* its "jti" */
  gboolean    has_issued_at;
  gint64      issued_at;   /* its "iat" */
  const char *signer;      /* who it must be from, by the trust book */
  const char *source;      /* where the signer is nobody who is known: the key set it was checked with */
  gboolean    own;         /* it must be from the user */
} SignetOriginalQuery;

/* What was signed and checked here, newest first, a small file each in a folder of its own: what is written
 * tells the same for ever (but for the list that an entry is of: signet-history-links.h), and window and command line add to it without a lock.  Main thread only; files are read and
 * written by a worker. */
#define SIGNET_TYPE_HISTORY (signet_history_get_type ())
G_DECLARE_FINAL_TYPE (SignetHistory, signet_history, SIGNET, HISTORY, GObject)

/* folder: (nullable): $XDG_DATA_HOME/signet/history where NULL */
SignetHistory      *signet_history_new           (const char *folder);
/* (transfer none): a GListModel of SignetHistoryEntry, newest first; empty until it is loaded */
GListModel         *signet_history_get_model     (SignetHistory *self);
/* how many files could not be read; they stay where they are */
guint               signet_history_get_n_damaged (SignetHistory *self);
/* how long entries are kept, in seconds; G_MAXINT64 (as it is at first): for ever, 0: nothing is added any more.
 * What is older goes with the next load or add */
void                signet_history_set_keep      (SignetHistory *self, gint64 seconds);
/* what another process adds or forgets comes into the model by itself; before the folder is loaded */
void                signet_history_watch         (SignetHistory *self);
/* reads the folder.  now: seconds since 1970 */
void                signet_history_load_async    (SignetHistory *self, gint64 now, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_history_load_finish   (SignetHistory *self, GAsyncResult *result, GError **error);
/* entry: has the id of one that is in the model, and takes its place; on disk soon, unless that is forgotten meanwhile */
void                signet_history_replace       (SignetHistory *self, SignetHistoryEntry *entry);
/* on disk, durably, before it is done; where nothing is kept it is done at once.  errors: G_FILE_ERROR, G_IO_ERROR */
void                signet_history_add_async     (SignetHistory *self, SignetHistoryEntry *entry, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_history_add_finish    (SignetHistory *self, GAsyncResult *result, GError **error);
/* entries: (element-type SignetHistoryEntry): gone from the model at once, and from the disk */
void                signet_history_forget_async  (SignetHistory *self, GPtrArray *entries, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_history_forget_finish (SignetHistory *self, GAsyncResult *result, GError **error);
/* (transfer none) (nullable): the proved list that the token is said to be, else the newest other one of that signer */
SignetHistoryEntry *signet_history_find_original (SignetHistory *self, const SignetOriginalQuery *query, gboolean *is_same);

G_END_DECLS
