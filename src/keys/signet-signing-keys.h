/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-key-info.h"
#include "signet-key-store.h"

G_BEGIN_DECLS

/* Our own keys: their life cycle.  Public metadata in keys.json, private halves in
 * the key store.  All that creates or changes keys holds one lock across
 * processes.  Main thread only; RSA generation goes to a worker.
 *
 * Signal "changed": the keys or what is known of them changed, here or by another process.
 * Property "busy": a key is being made. */
#define SIGNET_TYPE_SIGNING_KEYS (signet_signing_keys_get_type ())
G_DECLARE_FINAL_TYPE (SignetSigningKeys, signet_signing_keys, SIGNET, SIGNING_KEYS, GObject)

/* folder: (nullable): $XDG_DATA_HOME/signet where NULL.  store: (transfer none) */
SignetSigningKeys *signet_signing_keys_new           (const char *folder, SignetKeyStore *store);
const char        *signet_signing_keys_get_path      (SignetSigningKeys *self);   /* of keys.json */
/* reads keys.json (a few KB); a missing one is no keys. errors: METADATA */
gboolean           signet_signing_keys_load          (SignetSigningKeys *self, GError **error);
GPtrArray         *signet_signing_keys_dup_infos     (SignetSigningKeys *self);   /* (transfer full) (element-type SignetKeyInfo) */
SignetKeyInfo     *signet_signing_keys_get_current   (SignetSigningKeys *self);   /* (transfer none) (nullable) */
SignetKeyInfo     *signet_signing_keys_find          (SignetSigningKeys *self, const char *kid); /* (transfer none) (nullable) */
gboolean           signet_signing_keys_is_busy       (SignetSigningKeys *self);
/* the algorithm and size of keys made on first use; default RS256, 2048 */
void               signet_signing_keys_set_default   (SignetSigningKeys *self, const JotAlg *alg, guint bits);
/* Signs with the current key; where there is none at all makes current and next first.
 * exp: of the payload, G_MAXINT64: it has none; kept durably before the token is returned.
 * errors: SIGNET_KEYS_ERROR, JOT_ERROR_TOO_LARGE, G_IO_ERROR_CANCELLED */
void               signet_signing_keys_sign_async    (SignetSigningKeys *self, GBytes *payload, gint64 exp,
                                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char              *signet_signing_keys_sign_finish   (SignetSigningKeys *self, GAsyncResult *result, GError **error);
/* current where there is none, else it replaces next */
void               signet_signing_keys_create_async  (SignetSigningKeys *self, const JotAlg *alg, guint bits,
                                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
SignetKeyInfo     *signet_signing_keys_create_finish (SignetSigningKeys *self, GAsyncResult *result, GError **error);
void               signet_signing_keys_rotate_async  (SignetSigningKeys *self, GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer user_data);
SignetKeyInfo     *signet_signing_keys_rotate_finish (SignetSigningKeys *self, GAsyncResult *result, GError **error);
void               signet_signing_keys_revoke_async  (SignetSigningKeys *self, const char *kid, GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean           signet_signing_keys_revoke_finish (SignetSigningKeys *self, GAsyncResult *result, GError **error);
/* A private key that a user already has: a JWK, or PEM (PKCS#8, PKCS#1, SEC 1), with its passphrase where it is
 * encrypted.  alg: (nullable): what the key says, or the first that it fits.  Current where there is none, else in the
 * place of next.  errors: also PASSPHRASE, BACKUP, STATE where it is here already */
void               signet_signing_keys_import_async  (SignetSigningKeys *self, JotSecret *data, JotSecret *passphrase,
                                                      const JotAlg *alg, GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer user_data);
SignetKeyInfo     *signet_signing_keys_import_finish (SignetSigningKeys *self, GAsyncResult *result, GError **error);
/* (transfer full): the text of a file with all keys but revoked ones, encrypted */
void               signet_signing_keys_backup_async  (SignetSigningKeys *self, JotSecret *passphrase, GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer user_data);
char              *signet_signing_keys_backup_finish (SignetSigningKeys *self, GAsyncResult *result, GError **error);
/* n_restored: (out): how many private keys came back; those that are here already stay as they are.
 * errors: also PASSPHRASE, BACKUP */
void               signet_signing_keys_restore_async (SignetSigningKeys *self, JotSecret *data, JotSecret *passphrase,
                                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean           signet_signing_keys_restore_finish (SignetSigningKeys *self, GAsyncResult *result, guint *n_restored,
                                                       GError **error);
/* Takes up what the keyring holds and keys.json does not name: current where there is none, else retired.
 * n_recovered: (out) (optional) */
void               signet_signing_keys_recover_async (SignetSigningKeys *self, GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean           signet_signing_keys_recover_finish (SignetSigningKeys *self, GAsyncResult *result, guint *n_recovered,
                                                       GError **error);
/* drops the loaded private key */
void               signet_signing_keys_forget_loaded (SignetSigningKeys *self);

/* Reads the key set to publish straight from keys.json: {"keys":[current, next,
 * retired while needed]}, public members only, parsed again before it is given out.
 * Needs no keyring and no main loop; one reader belongs to one thread. */
typedef struct _SignetPublicKeys SignetPublicKeys;

SignetPublicKeys *signet_public_keys_new  (const char *path);
void              signet_public_keys_free (SignetPublicKeys *self);
/* (transfer full): the same GBytes as before while the file (one stat) and what is due (now, seconds) did not
 * change.  A file that is gone is {"keys":[]}; one that cannot be read leaves the last good set and sets error */
GBytes           *signet_public_keys_read (SignetPublicKeys *self, gint64 now, GError **error);
/* (transfer full) (nullable) (element-type utf8 JotJwk): the keys that are revoked, by thumbprint; NULL: none.  As of
 * the last read */
GHashTable       *signet_public_keys_dup_revoked (SignetPublicKeys *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetPublicKeys, signet_public_keys_free)

G_END_DECLS
