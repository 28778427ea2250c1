/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "disk-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct _DiskStore
{
  GObject parent_instance;

  char       *folder;
  GHashTable *unwritten;   /* kid → JotSecret; late: what is not on disk yet. One thread at a time */
  gboolean    late;
};

static gboolean
write_secret (DiskStore   *self,
              const char  *kid,
              JotSecret   *jwk,
              GError     **error)
{
  g_autofree char *path = g_build_filename (self->folder, kid, NULL);

  return g_file_set_contents_full (path, jot_secret_get_data (jwk), (gssize) jot_secret_get_size (jwk),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static void
disk_store_store_async (SignetKeyStore      *store,
                        const char          *kid,
                        const char          *alg,
                        JotSecret           *jwk,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  DiskStore *self = TEST_DISK_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  if (self->late)
    g_hash_table_replace (self->unwritten, g_strdup (kid), jot_secret_ref (jwk));

  if (self->late || write_secret (self, kid, jwk, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
disk_store_boolean_finish (SignetKeyStore  *store,
                           GAsyncResult    *result,
                           GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static JotSecret *
read_secret (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  JotSecret *secret = NULL;
  struct stat seen;
  void *memory;

  if (fd < 0)
    return NULL;

  if (fstat (fd, &seen) == 0 && seen.st_size > 0)
    {
      memory = mmap (NULL, (size_t) seen.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
      g_assert_true (memory != MAP_FAILED);
      secret = jot_secret_new (memory, (gsize) seen.st_size);
      munmap (memory, (size_t) seen.st_size);
    }
  close (fd);

  return secret;
}

static void
disk_store_lookup_async (SignetKeyStore      *store,
                         const char          *kid,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  DiskStore *self = TEST_DISK_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *path = g_build_filename (self->folder, kid, NULL);
  JotSecret *secret = g_hash_table_lookup (self->unwritten, kid);

  secret = secret != NULL ? jot_secret_ref (secret) : read_secret (path);
  g_task_return_pointer (task, secret, (GDestroyNotify) jot_secret_unref);
}

static JotSecret *
disk_store_lookup_finish (SignetKeyStore  *store,
                          GAsyncResult    *result,
                          GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
disk_store_clear_async (SignetKeyStore      *store,
                        const char          *kid,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  DiskStore *self = TEST_DISK_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *path = g_build_filename (self->folder, kid, NULL);

  g_hash_table_remove (self->unwritten, kid);
  if (g_unlink (path) == 0 || errno == ENOENT)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
}

static void
disk_store_list_async (SignetKeyStore      *store,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  DiskStore *self = TEST_DISK_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_stored_key_free);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  /* what is being written has a dot in its name */
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strchr (name, '.') == NULL)
      g_ptr_array_add (keys, signet_stored_key_new (g_strdup (name), 0));
  g_task_return_pointer (task, keys, (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
disk_store_list_finish (SignetKeyStore  *store,
                        GAsyncResult    *result,
                        GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
disk_store_iface_init (SignetKeyStoreInterface *iface)
{
  iface->store_async = disk_store_store_async;
  iface->store_finish = disk_store_boolean_finish;
  iface->lookup_async = disk_store_lookup_async;
  iface->lookup_finish = disk_store_lookup_finish;
  iface->clear_async = disk_store_clear_async;
  iface->clear_finish = disk_store_boolean_finish;
  iface->list_async = disk_store_list_async;
  iface->list_finish = disk_store_list_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DiskStore, disk_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SIGNET_TYPE_KEY_STORE, disk_store_iface_init))

static void
disk_store_finalize (GObject *object)
{
  DiskStore *self = TEST_DISK_STORE (object);

  g_free (self->folder);
  g_hash_table_unref (self->unwritten);

  G_OBJECT_CLASS (disk_store_parent_class)->finalize (object);
}

static void
disk_store_class_init (DiskStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = disk_store_finalize;
}

static void
disk_store_init (DiskStore *self)
{
  self->unwritten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) jot_secret_unref);
}

SignetKeyStore *
disk_store_new (const char *folder,
                gboolean    late)
{
  DiskStore *self = g_object_new (TYPE_DISK_STORE, NULL);

  self->folder = g_strdup (folder);
  self->late = late;

  return SIGNET_KEY_STORE (self);
}

void
disk_store_flush (SignetKeyStore *store)
{
  DiskStore *self = TEST_DISK_STORE (store);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer kid, jwk;

  g_hash_table_iter_init (&iter, self->unwritten);
  while (g_hash_table_iter_next (&iter, &kid, &jwk))
    {
      write_secret (self, kid, jwk, &error);
      g_assert_no_error (error);
    }
}
