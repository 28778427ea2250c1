/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-file.h"
#include "signet-list-store.h"

G_BEGIN_DECLS

/* Shared by signet-list-store.c (which lists there are), -write.c (saving and flushing) and -read.c
 * (loading, and following what others do in the folder). */

/* Edits of so long are saved together; the rest of the 100 ms is for the disk. */
#define SIGNET_LIST_STORE_COALESCE_MS 30

/* How soon after a change in the folder the file is read. */
#define SIGNET_LIST_STORE_RESCAN_MS 20

struct _SignetListStore
{
  GObject parent_instance;

  /* owned */
  char         *folder;
  GFileMonitor *monitor;   /* (nullable) */
  GPtrArray    *lists;     /* of SignetList: the model */
  GHashTable   *entries;   /* id → SignetListEntry: also of lists whose file is yet to be deleted */
  GList        *flushes;   /* of GTask */
};

/* What we know of one file, and what we want it to be. */
typedef struct
{
  SignetListStore *store;       /* borrowed: outlives us */
  char            *id;
  SignetList      *list;        /* (nullable): NULL until the first file is read */
  gboolean         is_deleted;  /* the file is to go; list is kept for the messages */
  char            *checksum;    /* (nullable): of the bytes that we wrote or read last */
  guint64          wanted;      /* counts edits */
  guint64          saved;       /* the edit that is on disk */
  gint64           edited;      /* monotonic time of the first edit that no write has taken up */
  guint64          generation;  /* changes whenever a write starts or ends */
  gboolean         is_writing;
  gboolean         is_reading;
  gboolean         must_read;   /* the file changed while it could not be read */
  guint            n_changes;   /* while a foreign version is taken over */
  gboolean         is_taking;
  guint            save_source;
  guint            read_source;
  guint            retry_ms;
} SignetListEntry;

enum
{
  SIGNAL_SAVE_FAILED,
  SIGNAL_SAVED,
  SIGNAL_DAMAGED,
  SIGNAL_CHANGED_OUTSIDE,
  SIGNAL_CONFLICT,
  N_SIGNALS,
};

extern guint _signet_list_store_signals[N_SIGNALS];

/* signet-list-store.c */
/* (nullable) */
SignetListEntry *_signet_list_store_lookup         (SignetListStore *self, const char *id);
SignetListEntry *_signet_list_store_ensure         (SignetListStore *self, const char *id);
void             _signet_list_store_show           (SignetListStore *self, SignetList *list);
void             _signet_list_store_hide           (SignetListStore *self, SignetList *list);
/* list: (nullable) */
void             _signet_list_entry_set_list       (SignetListEntry *entry, SignetList *list);
gboolean         _signet_list_entry_is_unsaved     (SignetListEntry *entry);
/* forgets an entry that stands for nothing any more */
void             _signet_list_entry_drop_if_idle   (SignetListEntry *entry);
void             _signet_list_entry_changed_cb     (SignetList *list, SignetListEntry *entry);

/* signet-list-store-write.c */
void             _signet_list_entry_save_now       (SignetListEntry *entry);
void             _signet_list_entry_save_soon      (SignetListEntry *entry, guint ms);
/* blocks; for the very end */
void             _signet_list_store_save_leftovers (SignetListStore *self);

/* signet-list-store-read.c */
void             _signet_list_entry_read_soon      (SignetListEntry *entry, guint ms);

G_END_DECLS
