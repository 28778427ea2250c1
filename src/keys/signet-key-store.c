/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-store.h"

#include <string.h>

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

/**
 * signet_key_store_list_async:
 * @self: a store
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks which keys there are, whatever is known of them elsewhere.
 */
void
signet_key_store_list_async (SignetKeyStore      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_KEY_STORE (self));

  SIGNET_KEY_STORE_GET_IFACE (self)->list_async (self, cancellable, callback, user_data);
}

static int
compare_stored (gconstpointer a,
                gconstpointer b)
{
  const SignetStoredKey *one = *(SignetStoredKey **) a;
  const SignetStoredKey *other = *(SignetStoredKey **) b;

  if (one->created != other->created)
    return one->created < other->created ? -1 : 1;

  return strcmp (one->kid, other->kid);
}

/**
 * signet_key_store_list_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type SignetStoredKey): the keys, the oldest first. Errors:
 *   %SIGNET_KEYS_ERROR, %G_IO_ERROR_CANCELLED
 */
GPtrArray *
signet_key_store_list_finish (SignetKeyStore  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  GPtrArray *keys;

  g_return_val_if_fail (SIGNET_IS_KEY_STORE (self), NULL);

  keys = SIGNET_KEY_STORE_GET_IFACE (self)->list_finish (self, result, error);
  if (keys != NULL)
    g_ptr_array_sort (keys, compare_stored);

  return keys;
}

/**
 * signet_stored_key_new:
 * @kid: (transfer full): its ID
 * @created: when it was stored first, seconds since 1970; 0: not known
 *
 * Returns: (transfer full): what is known of a key
 */
SignetStoredKey *
signet_stored_key_new (char   *kid,
                       gint64  created)
{
  SignetStoredKey *self = g_new0 (SignetStoredKey, 1);

  self->kid = kid;
  self->created = created;

  return self;
}

/**
 * signet_stored_key_free:
 * @self: (transfer full): what is known of a key
 */
void
signet_stored_key_free (SignetStoredKey *self)
{
  g_free (self->kid);
  g_free (self);
}
