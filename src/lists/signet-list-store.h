/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"
#include "signet-lists-error.h"

G_BEGIN_DECLS

/* All lists of a folder: a GListModel of SignetList in the order of their creation, which
 * each file tells in a member "created" (where it is missing: when the file was written).
 * A list that is moved is given a time between those of its new neighbours.
 * Edits save themselves: coalesced, in a worker, atomically and durably, within 100 ms.
 * A failed save keeps the edit and is tried again, less and less often, and by a flush.
 * Main thread only; flush before letting go.
 *
 * Changes that other processes make to the files are taken over.  Where one meets an edit
 * of ours that is not on disk yet, ours is written and theirs is kept beside it as
 * ID.json.conflict (.conflict.2, …): nothing is lost and nothing is mixed.  A file that is
 * no list is moved to ID.json.broken (.broken.2, …).
 *
 * Signals:
 *  "save-failed" (SignetList *list, GError *error): the list stays in memory and is tried again
 *  "saved"       (SignetList *list)
 *  "damaged"     (char *kept_as): a file could not be read; it was kept under that base name
 *  "changed-outside" (SignetList *list, SignetList *before): another program changed it, and it was taken over;
 *                before is a copy of how it was, ticks included, and in no store
 *  "conflict"    (SignetList *list, char *kept_as): another program's version was kept under
 *                that base name, because ours had an edit of its own */
#define SIGNET_TYPE_LIST_STORE (signet_list_store_get_type ())
G_DECLARE_FINAL_TYPE (SignetListStore, signet_list_store, SIGNET, LIST_STORE, GObject)

/* folder: (nullable): $XDG_DATA_HOME/signet/lists where NULL; made when first needed, mode 0700 */
SignetListStore *signet_list_store_new          (const char *folder);
const char      *signet_list_store_get_folder   (SignetListStore *self);
void             signet_list_store_load_async   (SignetListStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean         signet_list_store_load_finish  (SignetListStore *self, GAsyncResult *result, GError **error);
/* writes and waits until everything edited so far is on disk; error: the last failure */
void             signet_list_store_flush_async  (SignetListStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean         signet_list_store_flush_finish (SignetListStore *self, GAsyncResult *result, GError **error);
gboolean         signet_list_store_has_unsaved  (SignetListStore *self);
SignetList      *signet_list_store_create       (SignetListStore *self, const char *name);   /* (transfer none), appended */
void             signet_list_store_add          (SignetListStore *self, SignetList *list);   /* an imported one, or one deleted before, which gets its place back */
/* puts list at that place of the model; saved with it */
void             signet_list_store_move         (SignetListStore *self, SignetList *list, guint position);
void             signet_list_store_delete       (SignetListStore *self, SignetList *list);
/* (transfer none): by id, else by exact name; errors: NOT_FOUND, AMBIGUOUS */
SignetList      *signet_list_store_find         (SignetListStore *self, const char *name_or_id, GError **error);

G_END_DECLS
