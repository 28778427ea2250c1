/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-store.h"

G_DEFINE_INTERFACE (SignetKeyStore, signet_key_store, G_TYPE_OBJECT)

static void
signet_key_store_default_init (SignetKeyStoreInterface *iface)
{
}

/**
 * signet_key_store_store_async:
 * @self: a store
 * @kid: the key ID
 * @alg: the name of the algorithm
 * @jwk: the private JWK
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps a key, in the place of one with that ID.
 */
void
signet_key_store_store_async (SignetKeyStore      *self,
                              const char          *kid,
                              const char          *alg,
                              JotSecret           *jwk,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_KEY_STORE (self));

  SIGNET_KEY_STORE_GET_IFACE (self)->store_async (self, kid, alg, jwk, cancellable, callback, user_data);
}

/**
 * signet_key_store_store_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the key is kept. Errors: %SIGNET_KEYS_ERROR, %G_IO_ERROR_CANCELLED
 */
gboolean
signet_key_store_store_finish (SignetKeyStore  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (SIGNET_IS_KEY_STORE (self), FALSE);

  return SIGNET_KEY_STORE_GET_IFACE (self)->store_finish (self, result, error);
}

/**
 * signet_key_store_lookup_async:
 * @self: a store
 * @kid: the key ID
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_key_store_lookup_async (SignetKeyStore      *self,
                               const char          *kid,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_KEY_STORE (self));

  SIGNET_KEY_STORE_GET_IFACE (self)->lookup_async (self, kid, cancellable, callback, user_data);
}

/**
 * signet_key_store_lookup_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the private JWK; %NULL without an error: there is no such key.
 *   Errors: %SIGNET_KEYS_ERROR, %G_IO_ERROR_CANCELLED
 */
JotSecret *
signet_key_store_lookup_finish (SignetKeyStore  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (SIGNET_IS_KEY_STORE (self), NULL);

  return SIGNET_KEY_STORE_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * signet_key_store_clear_async:
 * @self: a store
 * @kid: the key ID
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_key_store_clear_async (SignetKeyStore      *self,
                              const char          *kid,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_KEY_STORE (self));

  SIGNET_KEY_STORE_GET_IFACE (self)->clear_async (self, kid, cancellable, callback, user_data);
}

/**
 * signet_key_store_clear_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the key is gone; also where there was none. Errors: %SIGNET_KEYS_ERROR,
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
signet_key_store_clear_finish (SignetKeyStore  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (SIGNET_IS_KEY_STORE (self), FALSE);

  return SIGNET_KEY_STORE_GET_IFACE (self)->clear_finish (self, result, error);
}
