/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-alg.h"
#include "jot-secret.h"
#include "signet-own-key.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Looks after our own keys: a GListModel of SignetOwnKey, in the order next, current, retired, revoked, the
 * newest of each first.  What was signed with them is read from the history: signal "history-changed".
 * Files are read and written by a worker.  Errors are for signet_words_for_problem(). */
#define SIGNET_TYPE_OWN_KEYS (signet_own_keys_get_type ())
G_DECLARE_FINAL_TYPE (SignetOwnKeys, signet_own_keys, SIGNET, OWN_KEYS, GObject)

/* (transfer none) (nullable): the first in that state */
SignetOwnKey *signet_own_keys_find            (SignetOwnKeys *self, SignetOwnKeyState state);
/* (transfer full) (element-type utf8): the lists signed with a key that are still valid, newest first: "Weekly shop
 * (for Brian)" */
GPtrArray    *signet_own_keys_dup_valid_lists (SignetOwnKeys *self, const char *kid, gint64 now);
/* whether the passphrase was wrong, or none was given for a file that needs one */
gboolean      signet_own_keys_is_passphrase_wrong (const GError *error);

/* current where there is none, else in the place of next.  bits: of an RSA key, else 0 */
void          signet_own_keys_create_async    (SignetOwnKeys *self, const JotAlg *alg, guint bits, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
void          signet_own_keys_rotate_async    (SignetOwnKeys *self, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
void          signet_own_keys_revoke_async    (SignetOwnKeys *self, const char *kid, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
/* all keys but revoked ones, encrypted; a file that is there is replaced as a whole */
void          signet_own_keys_back_up_async   (SignetOwnKeys *self, GFile *file, JotSecret *passphrase, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
/* a JWK or PEM.  passphrase: (nullable) */
void          signet_own_keys_import_async    (SignetOwnKeys *self, GFile *file, JotSecret *passphrase, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
void          signet_own_keys_restore_async   (SignetOwnKeys *self, GFile *file, JotSecret *passphrase, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
/* what the keyring holds and nothing names any more, as after a file was lost */
void          signet_own_keys_recover_async   (SignetOwnKeys *self, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
/* of all of these.  n_restored: (out) (optional): how many keys came back, from a backup or from the keyring */
gboolean      signet_own_keys_finish          (SignetOwnKeys *self, GAsyncResult *result, guint *n_restored, GError **error);

G_END_DECLS
