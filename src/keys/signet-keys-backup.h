/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-private-key.h"
#include "signet-key-info.h"
#include "signet-keys-error.h"

G_BEGIN_DECLS

/* The text of a backup: for each key some lines in the clear (state and times, nothing that is secret), then
 * the private half as encrypted PKCS#8 in PEM (RFC 7468 §11), which other programs read, too. */

/* A key out of a backup. */
typedef struct
{
  JotPrivateKey  *key;
  SignetKeyState  state;        /* when it was backed up */
  gint64          created;      /* seconds since 1970 */
  gint64          latest_exp;   /* as in SignetKeyInfo */
} SignetBackupKey;

void       signet_backup_key_free    (SignetBackupKey *self);
/* Appends one key; blocks for a part of a second on purpose.  errors: JOT_ERROR_CRYPTO */
gboolean   signet_keys_backup_append (GString *out, const SignetKeyInfo *info, JotPrivateKey *key,
                                      JotSecret *passphrase, GError **error);
/* Puts what frames the keys round them. */
char      *signet_keys_backup_wrap   (GString *keys, guint n_keys);
/* (transfer full) (element-type SignetBackupKey): all keys, or none.  Blocks likewise.
 * errors: SIGNET_KEYS_ERROR_PASSPHRASE, _BACKUP */
GPtrArray *signet_keys_backup_read   (const char *text, gsize length, JotSecret *passphrase, GError **error);

G_END_DECLS
