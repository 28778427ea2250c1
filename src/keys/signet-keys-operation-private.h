/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-keys-operation.h"
#include "signet-wait.h"

G_BEGIN_DECLS

/* Shared by signet-keys-operation.c and signet-keys-exchange.c; all run in the worker. infos are those of
 * keys.json, not yet seen by anybody else. */

/* (transfer none) (nullable).  index: (out) (optional) */
SignetKeyInfo *signet_keys_find_state (GPtrArray *infos, SignetKeyState state, guint *index);
/* (transfer full) (nullable): the private JWK; NULL without an error: the keyring has none */
JotSecret     *signet_keys_lookup     (SignetKeysOperation *operation, SignetWait *wait, const char *kid, GError **error);
/* (transfer full) (element-type SignetStoredKey): what the keyring holds, the oldest first */
GPtrArray     *signet_keys_list       (SignetKeysOperation *operation, SignetWait *wait, GError **error);
/* stores the private half, looks it up again, and notes that keys.json does not name it yet */
gboolean       signet_keys_keep       (SignetKeysOperation *operation, SignetWait *wait, JotPrivateKey *key, GError **error);
gboolean       signet_keys_save       (SignetKeysOperation *operation, GPtrArray *infos, GError **error);
/* loads the private half of a key into operation->loaded.  errors: MISSING, DAMAGED */
gboolean       signet_keys_load       (SignetKeysOperation *operation, SignetWait *wait, SignetKeyInfo *info, GError **error);

gboolean       signet_keys_run_import  (SignetKeysOperation *operation, SignetWait *wait, GPtrArray *infos, GError **error);
gboolean       signet_keys_run_backup  (SignetKeysOperation *operation, SignetWait *wait, GPtrArray *infos, GError **error);
gboolean       signet_keys_run_restore (SignetKeysOperation *operation, SignetWait *wait, GPtrArray *infos, GError **error);
gboolean       signet_keys_run_recover (SignetKeysOperation *operation, SignetWait *wait, GPtrArray *infos, GError **error);

G_END_DECLS
