/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-private-key.h"
#include "signet-key-metadata.h"
#include "signet-key-store.h"

G_BEGIN_DECLS

typedef enum
{
  SIGNET_KEYS_OPERATION_SIGN,
  SIGNET_KEYS_OPERATION_CREATE,
  SIGNET_KEYS_OPERATION_ROTATE,
  SIGNET_KEYS_OPERATION_REVOKE,
  SIGNET_KEYS_OPERATION_IMPORT,
  SIGNET_KEYS_OPERATION_BACKUP,
  SIGNET_KEYS_OPERATION_RESTORE,
  SIGNET_KEYS_OPERATION_RECOVER,
} SignetKeysOperationKind;

/* One change to our keys: a snapshot that goes to a worker, and what comes back. */
typedef struct
{
  SignetKeysOperationKind kind;
  char           *path;      /* keys.json */
  SignetKeyStore *store;
  GBytes         *payload;   /* sign */
  gint64          exp;       /* sign */
  const JotAlg   *alg;       /* of a key to make; import: nullable */
  guint           bits;
  char           *kid;       /* revoke */
  JotSecret      *data;      /* import, restore: what the file holds */
  JotSecret      *passphrase; /* backup, restore; import: nullable */
  gint64          now;
  guint           n_forgotten; /* of whoever started it */
  GPtrArray      *made;      /* kids in the keyring that keys.json does not name yet */

  /* in and out */
  JotPrivateKey  *loaded;    /* nullable: the private key at hand */
  int             lock;      /* keys.lock, while it runs: not empty once there were keys */

  /* out */
  GPtrArray      *infos;     /* nullable: what keys.json holds now */
  SignetKeyInfo  *info;      /* nullable: the key that was made or promoted */
  char           *token;     /* sign */
  char           *backup;    /* backup: nullable */
  guint           n_restored; /* restore, recover */
} SignetKeysOperation;

SignetKeysOperation *signet_keys_operation_new  (SignetKeysOperationKind kind, const char *path, SignetKeyStore *store);
void                 signet_keys_operation_free (SignetKeysOperation *operation);
/* Blocks: call it in a worker. Holds the lock across processes from before keys.json is read until it is written.
 * errors: SIGNET_KEYS_ERROR, JOT_ERROR, G_IO_ERROR_CANCELLED */
gboolean             signet_keys_operation_run  (SignetKeysOperation *operation, GCancellable *cancellable, GError **error);

/* PR_SET_DUMPABLE is off while anybody holds: no core dump, no reading of our memory by others of the same user. */
void                 signet_keys_hold_memory    (void);
void                 signet_keys_release_memory (void);

G_END_DECLS
