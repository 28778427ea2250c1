/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signing-keys-private.h"

/* Keys that come from elsewhere or go there: the asynchronous side. What is done is in signet-keys-exchange.c. */

/**
 * signet_signing_keys_import_async:
 * @self: our keys
 * @data: what the file of the key holds: a private JWK (RFC 7517) or PEM
 * @passphrase: (nullable): of an encrypted key
 * @alg: (nullable): what to sign with it; %NULL: what the key says, or the first that it fits
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes over a key that a user already has: current where there is none, else in the place of the next.
 */
void
signet_signing_keys_import_async (SignetSigningKeys   *self,
                                  JotSecret           *data,
                                  JotSecret           *passphrase,
                                  const JotAlg        *alg,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  SignetKeysOperation *operation;

  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));
  g_return_if_fail (data != NULL);

  operation = _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_IMPORT);
  operation->data = jot_secret_ref (data);
  operation->passphrase = passphrase != NULL ? jot_secret_ref (passphrase) : NULL;
  operation->alg = alg;
  _signet_signing_keys_start (self, operation, signet_signing_keys_import_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_import_finish:
 * @self: our keys
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key. Errors: %SIGNET_KEYS_ERROR, PASSPHRASE and BACKUP among them
 */
SignetKeyInfo *
signet_signing_keys_import_finish (SignetSigningKeys  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_signing_keys_backup_async:
 * @self: our keys
 * @passphrase: what to encrypt them with
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * All keys but revoked ones.
 */
void
signet_signing_keys_backup_async (SignetSigningKeys   *self,
                                  JotSecret           *passphrase,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  SignetKeysOperation *operation;

  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));
  g_return_if_fail (passphrase != NULL);

  operation = _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_BACKUP);
  operation->passphrase = jot_secret_ref (passphrase);
  _signet_signing_keys_start (self, operation, signet_signing_keys_backup_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_backup_finish:
 * @self: our keys
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the text of the file. Errors: %SIGNET_KEYS_ERROR, %JOT_ERROR_CRYPTO
 */
char *
signet_signing_keys_backup_finish (SignetSigningKeys  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_signing_keys_restore_async:
 * @self: our keys
 * @data: what the file of the backup holds
 * @passphrase: what opens it
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * All keys of the backup come back, or none. What is here already stays as it is, but for a private half that
 * the keyring has lost; a key that is revoked here stays revoked. One that comes from another machine is retired,
 * and current only where there is no current key.
 */
void
signet_signing_keys_restore_async (SignetSigningKeys   *self,
                                   JotSecret           *data,
                                   JotSecret           *passphrase,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  SignetKeysOperation *operation;

  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));
  g_return_if_fail (data != NULL && passphrase != NULL);

  operation = _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_RESTORE);
  operation->data = jot_secret_ref (data);
  operation->passphrase = jot_secret_ref (passphrase);
  _signet_signing_keys_start (self, operation, signet_signing_keys_restore_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_restore_finish:
 * @self: our keys
 * @result: what the callback got
 * @n_restored: (out) (optional): how many private keys came back
 * @error: return location for an error
 *
 * Returns: whether the backup was read. Errors: %SIGNET_KEYS_ERROR, PASSPHRASE and BACKUP among them
 */
gboolean
signet_signing_keys_restore_finish (SignetSigningKeys  *self,
                                    GAsyncResult       *result,
                                    guint              *n_restored,
                                    GError            **error)
{
  gssize n;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  n = g_task_propagate_int (G_TASK (result), error);
  if (n >= 0 && n_restored != NULL)
    *n_restored = (guint) n;

  return n >= 0;
}

/**
 * signet_signing_keys_recover_async:
 * @self: our keys
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes up all keys that the keyring holds and keys.json does not name, as after the file was lost or damaged.
 * They are retired, and stay published until they are revoked; where there is no current key the one that was made
 * last becomes it. A key that is revoked here stays revoked.
 */
void
signet_signing_keys_recover_async (SignetSigningKeys   *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));

  _signet_signing_keys_start (self, _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_RECOVER),
                              signet_signing_keys_recover_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_recover_finish:
 * @self: our keys
 * @result: what the callback got
 * @n_recovered: (out) (optional): how many keys were taken up
 * @error: return location for an error
 *
 * Returns: whether the keyring was read. Errors: %SIGNET_KEYS_ERROR; DAMAGED where it holds nothing but what is no key
 */
gboolean
signet_signing_keys_recover_finish (SignetSigningKeys  *self,
                                    GAsyncResult       *result,
                                    guint              *n_recovered,
                                    GError            **error)
{
  return signet_signing_keys_restore_finish (self, result, n_recovered, error);
}
