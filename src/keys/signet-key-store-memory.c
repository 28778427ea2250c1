/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-store.h"

/* A key store for tests: as long-lived as the object. Any thread. */
#define SIGNET_TYPE_KEY_STORE_MEMORY (signet_key_store_memory_get_type ())
G_DECLARE_FINAL_TYPE (SignetKeyStoreMemory, signet_key_store_memory, SIGNET, KEY_STORE_MEMORY, GObject)

struct _SignetKeyStoreMemory
{
  GObject parent_instance;

  GMutex      mutex;
  GHashTable *secrets;  /* kid → JotSecret; guarded by mutex */
};

static void
memory_store_async (SignetKeyStore      *store,
                    const char          *kid,
                    const char          *alg,
                    JotSecret           *jwk,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  SignetKeyStoreMemory *self = SIGNET_KEY_STORE_MEMORY (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (g_task_return_error_if_cancelled (task))
    return;

  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->secrets, g_strdup (kid), jot_secret_ref (jwk));
  g_mutex_unlock (&self->mutex);
  g_task_return_boolean (task, TRUE);
}

static gboolean
memory_boolean_finish (SignetKeyStore  *store,
                       GAsyncResult    *result,
                       GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
memory_lookup_async (SignetKeyStore      *store,
                     const char          *kid,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  SignetKeyStoreMemory *self = SIGNET_KEY_STORE_MEMORY (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  JotSecret *secret;

  if (g_task_return_error_if_cancelled (task))
    return;

  g_mutex_lock (&self->mutex);
  secret = g_hash_table_lookup (self->secrets, kid);
  if (secret != NULL)
    jot_secret_ref (secret);
  g_mutex_unlock (&self->mutex);
  g_task_return_pointer (task, secret, (GDestroyNotify) jot_secret_unref);
}

static JotSecret *
memory_lookup_finish (SignetKeyStore  *store,
                      GAsyncResult    *result,
                      GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
memory_clear_async (SignetKeyStore      *store,
                    const char          *kid,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  SignetKeyStoreMemory *self = SIGNET_KEY_STORE_MEMORY (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (g_task_return_error_if_cancelled (task))
    return;

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->secrets, kid);
  g_mutex_unlock (&self->mutex);
  g_task_return_boolean (task, TRUE);
}

static void
memory_list_async (SignetKeyStore      *store,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  SignetKeyStoreMemory *self = SIGNET_KEY_STORE_MEMORY (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *keys;
  GHashTableIter iter;
  gpointer kid;

  if (g_task_return_error_if_cancelled (task))
    return;

  keys = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_stored_key_free);
  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &kid, NULL))
    g_ptr_array_add (keys, signet_stored_key_new (g_strdup (kid), 0));
  g_mutex_unlock (&self->mutex);
  g_task_return_pointer (task, keys, (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
memory_list_finish (SignetKeyStore  *store,
                    GAsyncResult    *result,
                    GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
signet_key_store_memory_iface_init (SignetKeyStoreInterface *iface)
{
  iface->store_async = memory_store_async;
  iface->store_finish = memory_boolean_finish;
  iface->lookup_async = memory_lookup_async;
  iface->lookup_finish = memory_lookup_finish;
  iface->clear_async = memory_clear_async;
  iface->clear_finish = memory_boolean_finish;
  iface->list_async = memory_list_async;
  iface->list_finish = memory_list_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetKeyStoreMemory, signet_key_store_memory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SIGNET_TYPE_KEY_STORE, signet_key_store_memory_iface_init))

static void
signet_key_store_memory_finalize (GObject *object)
{
  SignetKeyStoreMemory *self = SIGNET_KEY_STORE_MEMORY (object);

  g_hash_table_unref (self->secrets);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (signet_key_store_memory_parent_class)->finalize (object);
}

static void
signet_key_store_memory_class_init (SignetKeyStoreMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_key_store_memory_finalize;
}

static void
signet_key_store_memory_init (SignetKeyStoreMemory *self)
{
  g_mutex_init (&self->mutex);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) jot_secret_unref);
}

/**
 * signet_key_store_memory_new:
 *
 * Returns: (transfer full): an empty store
 */
SignetKeyStore *
signet_key_store_memory_new (void)
{
  return SIGNET_KEY_STORE (g_object_new (SIGNET_TYPE_KEY_STORE_MEMORY, NULL));
}
