/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-store.h"

#include "signet-list-file.h"
#include "signet-list-private.h"

/* Edits of so long are saved together; the rest of the 100 ms is for the disk. */
#define COALESCE_MS 30

/* A failed save is tried again after 0.5 s, 1 s, 2 s, … 30 s. */
#define RETRY_FIRST_MS 500
#define RETRY_LAST_MS 30000

/* How soon after a change in the folder the file is read, and how soon again where it
 * looks half-written. */
#define RESCAN_MS 20
#define SETTLE_MS 2100

struct _SignetListStore
{
  GObject parent_instance;

  /* owned */
  char         *folder;
  GFileMonitor *monitor;   /* (nullable) */
  GPtrArray    *lists;     /* of SignetList: the model */
  GHashTable   *entries;   /* id → Entry: also of lists whose file is yet to be deleted */
  GList        *flushes;   /* of GTask */
};

/* What we know of one file, and what we want it to be. */
typedef struct
{
  SignetListStore *store;       /* borrowed: outlives us */
  char            *id;
  SignetList      *list;        /* (nullable): NULL until the first file is read */
  gboolean         is_deleted;  /* the file is to go; list is kept for the messages */
  char            *checksum;    /* (nullable): of the bytes that we wrote or read last */
  guint64          wanted;      /* counts edits */
  guint64          saved;       /* the edit that is on disk */
  guint64          generation;  /* changes whenever a write starts or ends */
  gboolean         is_writing;
  gboolean         is_reading;
  gboolean         must_read;   /* the file changed while it could not be read */
  guint            n_changes;   /* while a foreign version is taken over */
  gboolean         is_taking;
  guint            save_source;
  guint            read_source;
  guint            retry_ms;
} Entry;

typedef struct
{
  GHashTable *pending;     /* id → guint64 *: the edit that is waited for */
  GError     *error;
  GSource    *cancelled;   /* (nullable) */
} Flush;

static void signet_list_store_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetListStore, signet_list_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, signet_list_store_model_init))

enum
{
  SIGNAL_SAVE_FAILED,
  SIGNAL_SAVED,
  SIGNAL_DAMAGED,
  SIGNAL_CHANGED_OUTSIDE,
  SIGNAL_CONFLICT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void save_now (Entry *entry);
static void schedule_save (Entry *entry, guint ms);
static void schedule_read (Entry *entry, guint ms);
static void settle_flushes (SignetListStore *self, Entry *entry, const GError *error);
static void list_changed_cb (SignetList *list, Entry *entry);

/* Entries */

static void
entry_set_list (Entry      *entry,
                SignetList *list)
{
  if (entry->list != NULL)
    g_signal_handlers_disconnect_by_func (entry->list, list_changed_cb, entry);
  g_set_object (&entry->list, list);
  if (list != NULL)
    g_signal_connect (list, "changed", G_CALLBACK (list_changed_cb), entry);
}

static void
entry_free (Entry *entry)
{
  entry_set_list (entry, NULL);
  g_clear_handle_id (&entry->save_source, g_source_remove);
  g_clear_handle_id (&entry->read_source, g_source_remove);
  g_free (entry->checksum);
  g_free (entry->id);
  g_free (entry);
}

static Entry *
lookup_entry (SignetListStore *self,
              const char      *id)
{
  return g_hash_table_lookup (self->entries, id);
}

static Entry *
ensure_entry (SignetListStore *self,
              const char      *id)
{
  Entry *entry = lookup_entry (self, id);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->store = self;
      entry->id = g_strdup (id);
      g_hash_table_insert (self->entries, entry->id, entry);
    }

  return entry;
}

static gboolean
entry_is_unsaved (Entry *entry)
{
  return entry->saved != entry->wanted;
}

/* Forgets an entry that stands for nothing any more. */
static void
drop_if_idle (Entry *entry)
{
  if (entry->is_writing || entry->is_reading || entry->must_read || entry->read_source != 0 ||
      entry_is_unsaved (entry) || (entry->list != NULL && !entry->is_deleted))
    return;

  g_hash_table_remove (entry->store->entries, entry->id);
}

/* The model */

static int
compare_lists (gconstpointer a,
               gconstpointer b)
{
  SignetList *first = *(SignetList **) a;
  SignetList *second = *(SignetList **) b;
  gint64 first_created = signet_list_get_created (first);
  gint64 second_created = signet_list_get_created (second);

  if (first_created != second_created)
    return first_created < second_created ? -1 : 1;

  return g_strcmp0 (signet_list_get_id (first), signet_list_get_id (second));
}

static void
show_list (SignetListStore *self,
           SignetList      *list)
{
  guint position = self->lists->len;

  while (position > 0 && compare_lists (&g_ptr_array_index (self->lists, position - 1), &list) > 0)
    position--;

  g_ptr_array_insert (self->lists, position, g_object_ref (list));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static void
hide_list (SignetListStore *self,
           SignetList      *list)
{
  guint position;

  if (!g_ptr_array_find (self->lists, list, &position))
    return;

  g_ptr_array_remove_index (self->lists, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
list_changed_cb (SignetList *list,
                 Entry      *entry)
{
  if (entry->is_taking && entry->n_changes++ == 0)
    return;

  if (entry->is_deleted)
    return;

  entry->wanted++;
  schedule_save (entry, COALESCE_MS);
}

/* Writing */

typedef struct
{
  char               *folder;
  char               *id;
  char               *expected;
  SignetListSnapshot *snapshot;   /* (nullable): NULL deletes */
  guint64             wanted;
} WriteJob;

static void
write_job_free (WriteJob *job)
{
  g_clear_pointer (&job->snapshot, signet_list_snapshot_free);
  g_free (job->folder);
  g_free (job->id);
  g_free (job->expected);
  g_free (job);
}

static SignetListFile *
write_job_run (WriteJob  *job,
               GError   **error)
{
  if (job->snapshot == NULL)
    return signet_list_file_delete (job->folder, job->id, job->expected, error);

  return signet_list_file_write (job->folder, job->id, job->snapshot, job->expected, error);
}

static WriteJob *
write_job_new (Entry *entry)
{
  WriteJob *job = g_new0 (WriteJob, 1);

  job->folder = g_strdup (entry->store->folder);
  job->id = g_strdup (entry->id);
  job->expected = g_strdup (entry->checksum);
  job->snapshot = entry->is_deleted ? NULL : signet_list_snapshot (entry->list);
  job->wanted = entry->wanted;

  return job;
}

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  SignetListFile *file = write_job_run (task_data, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) signet_list_file_free);
  else
    g_task_return_error (task, error);
}

static void
written (Entry          *entry,
         WriteJob       *job,
         SignetListFile *file)
{
  SignetListStore *self = entry->store;
  g_autoptr (SignetList) list = g_object_ref (entry->list);

  g_free (entry->checksum);
  entry->checksum = g_steal_pointer (&file->checksum);
  entry->saved = job->wanted;
  entry->retry_ms = 0;

  if (file->kept_as != NULL)
    g_signal_emit (self, signals[SIGNAL_CONFLICT], 0, list, file->kept_as);
  if (job->snapshot != NULL)
    g_signal_emit (self, signals[SIGNAL_SAVED], 0, list);
}

static void
write_done_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SignetListStore) self = user_data;
  WriteJob *job = g_task_get_task_data (G_TASK (result));
  Entry *entry = lookup_entry (self, job->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetListFile) file = g_task_propagate_pointer (G_TASK (result), &error);

  g_assert (entry != NULL && entry->is_writing);

  entry->is_writing = FALSE;
  entry->generation++;

  if (file != NULL)
    {
      written (entry, job, file);
      if (entry_is_unsaved (entry))
        schedule_save (entry, self->flushes != NULL ? 0 : COALESCE_MS);
    }
  else
    {
      g_autoptr (SignetList) list = g_object_ref (entry->list);

      entry->retry_ms = entry->retry_ms == 0 ? RETRY_FIRST_MS : MIN (entry->retry_ms * 2, RETRY_LAST_MS);
      schedule_save (entry, entry->retry_ms);
      g_signal_emit (self, signals[SIGNAL_SAVE_FAILED], 0, list, error);
    }

  if (entry->must_read)
    schedule_read (entry, RESCAN_MS);

  settle_flushes (self, entry, error);
  drop_if_idle (entry);
}

static void
save_now (Entry *entry)
{
  g_autoptr (GTask) task = NULL;
  WriteJob *job;

  g_clear_handle_id (&entry->save_source, g_source_remove);

  if (entry->is_writing || !entry_is_unsaved (entry))
    return;

  job = write_job_new (entry);
  entry->is_writing = TRUE;
  entry->generation++;

  /* no source object: the worker must never be the last to let go of the store */
  task = g_task_new (NULL, NULL, write_done_cb, g_object_ref (entry->store));
  g_task_set_source_tag (task, save_now);
  g_task_set_task_data (task, job, (GDestroyNotify) write_job_free);
  g_task_run_in_thread (task, write_thread);
}

static gboolean
save_due_cb (gpointer user_data)
{
  Entry *entry = user_data;

  entry->save_source = 0;
  save_now (entry);

  return G_SOURCE_REMOVE;
}

/* The first of several edits sets the time; a list whose disk is full keeps its pace. */
static void
schedule_save (Entry *entry,
               guint  ms)
{
  if (entry->save_source == 0 && !entry->is_writing)
    entry->save_source = g_timeout_add (ms, save_due_cb, entry);
}

/* Reading */

static void
take_over (Entry          *entry,
           SignetListFile *file)
{
  SignetListStore *self = entry->store;
  g_autoptr (SignetList) found = signet_list_new_from_contents (entry->id, file->contents, entry->id);

  g_free (entry->checksum);
  entry->checksum = g_steal_pointer (&file->checksum);

  if (signet_list_get_created (found) == 0)
    signet_list_set_created (found, entry->list != NULL && !entry->is_deleted ? signet_list_get_created (entry->list)
                                                                              : file->modified);

  if (entry->list == NULL || entry->is_deleted)
    {
      entry->is_deleted = FALSE;
      entry_set_list (entry, found);
      show_list (self, found);
      return;
    }

  entry->is_taking = TRUE;
  entry->n_changes = 0;
  signet_list_take_from (entry->list, found);
  entry->is_taking = FALSE;

  if (entry->n_changes > 0)
    {
      g_autoptr (SignetList) list = g_object_ref (entry->list);

      g_signal_emit (self, signals[SIGNAL_CHANGED_OUTSIDE], 0, list);
    }
}

/* The file is gone.  With the whole folder gone, everything stays in memory: a folder
 * does not vanish because somebody threw a list away. */
static void
take_away (Entry *entry)
{
  SignetListStore *self = entry->store;
  g_autoptr (SignetList) list = g_steal_pointer (&entry->list);

  g_clear_pointer (&entry->checksum, g_free);
  if (list == NULL)
    return;

  if (!g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    {
      entry->list = g_steal_pointer (&list);
      return;
    }

  g_signal_handlers_disconnect_by_func (list, list_changed_cb, entry);
  hide_list (self, list);
}

static void
apply_file (Entry          *entry,
            SignetListFile *file)
{
  SignetListStore *self = entry->store;

  if (file->kept_as != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_DAMAGED], 0, file->kept_as);

      /* What we hold is the last good version: put it back. */
      if (entry->list != NULL && !entry->is_deleted)
        {
          g_clear_pointer (&entry->checksum, g_free);
          entry->wanted++;
          schedule_save (entry, COALESCE_MS);
        }
    }
  else if (file->contents == NULL && file->checksum != NULL)
    schedule_read (entry, SETTLE_MS);
  else if (g_strcmp0 (file->checksum, entry->checksum) == 0)
    return;
  else if (file->contents != NULL)
    take_over (entry, file);
  else
    take_away (entry);
}

typedef struct
{
  char    *folder;
  char    *id;
  guint64  generation;
} ReadJob;

static void
read_job_free (ReadJob *job)
{
  g_free (job->folder);
  g_free (job->id);
  g_free (job);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  ReadJob *job = task_data;

  g_task_return_pointer (task, signet_list_file_read (job->folder, job->id, TRUE),
                         (GDestroyNotify) signet_list_file_free);
}

static void
read_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SignetListStore) self = user_data;
  ReadJob *job = g_task_get_task_data (G_TASK (result));
  Entry *entry = lookup_entry (self, job->id);
  g_autoptr (SignetListFile) file = g_task_propagate_pointer (G_TASK (result), NULL);

  g_assert (entry != NULL && entry->is_reading);

  entry->is_reading = FALSE;

  if (entry->must_read && !entry->is_writing)
    schedule_read (entry, RESCAN_MS);

  /* With an edit of ours under way, writing it finds the foreign version and keeps it;
   * what was read before a write of ours ended says nothing about now. */
  if (file->kept_as == NULL && (entry_is_unsaved (entry) || entry->is_writing))
    entry->must_read = TRUE;
  else if (file->kept_as == NULL && entry->generation != job->generation)
    schedule_read (entry, RESCAN_MS);
  else
    apply_file (entry, file);

  drop_if_idle (entry);
}

static gboolean
read_due_cb (gpointer user_data)
{
  Entry *entry = user_data;
  g_autoptr (GTask) task = NULL;
  ReadJob *job;

  entry->read_source = 0;

  if (entry->is_writing || entry->is_reading)
    {
      entry->must_read = TRUE;
      return G_SOURCE_REMOVE;
    }

  entry->must_read = FALSE;
  entry->is_reading = TRUE;

  job = g_new0 (ReadJob, 1);
  job->folder = g_strdup (entry->store->folder);
  job->id = g_strdup (entry->id);
  job->generation = entry->generation;

  task = g_task_new (NULL, NULL, read_done_cb, g_object_ref (entry->store));
  g_task_set_source_tag (task, read_due_cb);
  g_task_set_task_data (task, job, (GDestroyNotify) read_job_free);
  g_task_run_in_thread (task, read_thread);

  return G_SOURCE_REMOVE;
}

static void
schedule_read (Entry *entry,
               guint  ms)
{
  if (entry->read_source == 0)
    entry->read_source = g_timeout_add (ms, read_due_cb, entry);
}

static void
look_at (SignetListStore *self,
         GFile           *file)
{
  g_autofree char *base_name = file != NULL ? g_file_get_basename (file) : NULL;
  g_autofree char *id = base_name != NULL ? signet_list_file_name_to_id (base_name) : NULL;

  if (id != NULL)
    schedule_read (ensure_entry (self, id), RESCAN_MS);
}

static void
folder_changed_cb (GFileMonitor      *monitor,
                   GFile             *file,
                   GFile             *other_file,
                   GFileMonitorEvent  event,
                   SignetListStore   *self)
{
  look_at (self, file);
  look_at (self, other_file);
}

/* Loading */

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *files = signet_list_file_read_all (task_data, &error);

  if (files != NULL)
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignetListStore *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) files = g_task_propagate_pointer (G_TASK (result), &error);

  if (files == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < files->len; i++)
    {
      SignetListFile *file = g_ptr_array_index (files, i);
      Entry *entry = ensure_entry (self, file->id);

      /* A second load only looks for what the monitor may have missed. */
      if (entry->list != NULL || entry->generation > 0)
        schedule_read (entry, RESCAN_MS);
      else
        apply_file (entry, file);

      drop_if_idle (entry);
    }

  g_task_return_boolean (task, TRUE);
}

static void
watch_folder (SignetListStore *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  if (self->monitor != NULL)
    return;

  /* Without the folder there is nothing to watch; where it cannot be made, saving will
   * say so. */
  g_mkdir_with_parents (self->folder, 0700);

  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor == NULL)
    return;

  g_file_monitor_set_rate_limit (self->monitor, 100);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (folder_changed_cb), self, 0);
}

void
signet_list_store_load_async (SignetListStore     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) worker = NULL;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_list_store_load_async);

  /* Watching starts before reading, so that no change falls between the two. */
  watch_folder (self);

  worker = g_task_new (NULL, NULL, loaded_cb, g_steal_pointer (&task));
  g_task_set_source_tag (worker, signet_list_store_load_async);
  g_task_set_task_data (worker, g_strdup (self->folder), g_free);
  g_task_run_in_thread (worker, load_thread);
}

gboolean
signet_list_store_load_finish (SignetListStore  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Flushing */

static void
flush_free (Flush *flush)
{
  if (flush->cancelled != NULL)
    {
      g_source_destroy (flush->cancelled);
      g_source_unref (flush->cancelled);
    }
  g_clear_error (&flush->error);
  g_hash_table_unref (flush->pending);
  g_free (flush);
}

static void
return_flush (SignetListStore *self,
              GTask           *task)
{
  g_autoptr (GTask) owned = task;
  Flush *flush = g_task_get_task_data (task);

  self->flushes = g_list_remove (self->flushes, task);

  if (flush->cancelled != NULL)
    g_source_destroy (flush->cancelled);

  if (flush->error != NULL)
    g_task_return_error (task, g_steal_pointer (&flush->error));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
flush_cancelled_cb (GCancellable *cancellable,
                    gpointer      user_data)
{
  GTask *task = user_data;

  return_flush (g_task_get_source_object (task), task);

  return G_SOURCE_REMOVE;
}

/* After a write of entry ended, well or not: some flushes may have all they waited for. */
static void
settle_flushes (SignetListStore *self,
                Entry           *entry,
                const GError    *error)
{
  GList *next;

  for (GList *link = self->flushes; link != NULL; link = next)
    {
      Flush *flush = g_task_get_task_data (link->data);
      guint64 *wanted = g_hash_table_lookup (flush->pending, entry->id);

      next = link->next;
      if (wanted == NULL || (error == NULL && entry->saved < *wanted))
        continue;

      if (error != NULL)
        {
          g_clear_error (&flush->error);
          flush->error = g_error_copy (error);
        }

      g_hash_table_remove (flush->pending, entry->id);
      if (g_hash_table_size (flush->pending) == 0)
        return_flush (self, link->data);
    }
}

void
signet_list_store_flush_async (SignetListStore     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Flush *flush;
  GHashTableIter iter;
  Entry *entry;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));

  flush = g_new0 (Flush, 1);
  flush->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_list_store_flush_async);
  g_task_set_task_data (task, flush, (GDestroyNotify) flush_free);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (entry_is_unsaved (entry))
      {
        g_hash_table_insert (flush->pending, g_strdup (entry->id), g_memdup2 (&entry->wanted, sizeof entry->wanted));
        save_now (entry);
      }

  if (g_hash_table_size (flush->pending) == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (cancellable != NULL)
    {
      flush->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (flush->cancelled, G_SOURCE_FUNC (flush_cancelled_cb), task, NULL);
      g_source_attach (flush->cancelled, g_main_context_get_thread_default ());
    }

  self->flushes = g_list_append (self->flushes, g_steal_pointer (&task));
}

gboolean
signet_list_store_flush_finish (SignetListStore  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The type */

static GType
signet_list_store_get_item_type (GListModel *model)
{
  return SIGNET_TYPE_LIST;
}

static guint
signet_list_store_get_n_items (GListModel *model)
{
  return SIGNET_LIST_STORE (model)->lists->len;
}

static gpointer
signet_list_store_get_item (GListModel *model,
                            guint       position)
{
  SignetListStore *self = SIGNET_LIST_STORE (model);

  return position < self->lists->len ? g_object_ref (g_ptr_array_index (self->lists, position)) : NULL;
}

static void
signet_list_store_model_init (GListModelInterface *iface)
{
  iface->get_item_type = signet_list_store_get_item_type;
  iface->get_n_items = signet_list_store_get_n_items;
  iface->get_item = signet_list_store_get_item;
}

/* Whoever lets go of the store flushes first.  Where that was forgotten, waiting for the
 * disk is better than losing an edit; no write is under way, as it would hold a ref. */
static void
save_leftovers (SignetListStore *self)
{
  GHashTableIter iter;
  Entry *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (entry_is_unsaved (entry))
      {
        WriteJob *job = write_job_new (entry);
        g_autoptr (GError) error = NULL;
        g_autoptr (SignetListFile) file = write_job_run (job, &error);

        /* one that failed before was reported by "save-failed" */
        if (file == NULL && entry->retry_ms == 0)
          g_warning ("A list could not be saved: %s", error->message);
        write_job_free (job);
      }
}

static void
signet_list_store_finalize (GObject *object)
{
  SignetListStore *self = SIGNET_LIST_STORE (object);

  save_leftovers (self);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->lists);
  g_free (self->folder);

  G_OBJECT_CLASS (signet_list_store_parent_class)->finalize (object);
}

static void
signet_list_store_class_init (SignetListStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = signet_list_store_finalize;

  signals[SIGNAL_SAVE_FAILED] =
    g_signal_new ("save-failed", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SIGNET_TYPE_LIST, G_TYPE_ERROR);
  signals[SIGNAL_SAVED] =
    g_signal_new ("saved", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);
  signals[SIGNAL_DAMAGED] =
    g_signal_new ("damaged", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CHANGED_OUTSIDE] =
    g_signal_new ("changed-outside", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);
  signals[SIGNAL_CONFLICT] =
    g_signal_new ("conflict", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SIGNET_TYPE_LIST, G_TYPE_STRING);
}

static void
signet_list_store_init (SignetListStore *self)
{
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) entry_free);
}

SignetListStore *
signet_list_store_new (const char *folder)
{
  SignetListStore *self = g_object_new (SIGNET_TYPE_LIST_STORE, NULL);

  self->folder = folder != NULL ? g_strdup (folder)
                                : g_build_filename (g_get_user_data_dir (), "signet", "lists", NULL);

  return self;
}

gboolean
signet_list_store_has_unsaved (SignetListStore *self)
{
  GHashTableIter iter;
  Entry *entry;

  g_return_val_if_fail (SIGNET_IS_LIST_STORE (self), FALSE);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (entry_is_unsaved (entry))
      return TRUE;

  return FALSE;
}

void
signet_list_store_add (SignetListStore *self,
                       SignetList      *list)
{
  Entry *entry;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));
  g_return_if_fail (SIGNET_IS_LIST (list));

  entry = ensure_entry (self, signet_list_get_id (list));
  g_return_if_fail (entry->list == NULL || entry->is_deleted);

  /* New lists go last, also after the clock went back. */
  if (signet_list_get_created (list) == 0)
    {
      gint64 created = g_get_real_time ();

      if (self->lists->len > 0)
        created = MAX (created,
                       signet_list_get_created (g_ptr_array_index (self->lists, self->lists->len - 1)) + 1);
      signet_list_set_created (list, created);
    }

  entry->is_deleted = FALSE;
  entry_set_list (entry, list);
  entry->wanted++;
  schedule_save (entry, COALESCE_MS);
  show_list (self, list);
}

SignetList *
signet_list_store_create (SignetListStore *self,
                          const char      *name)
{
  g_autoptr (SignetList) list = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST_STORE (self), NULL);

  list = signet_list_new (NULL, name);
  signet_list_store_add (self, list);

  return list;   /* the model holds it */
}

void
signet_list_store_delete (SignetListStore *self,
                          SignetList      *list)
{
  Entry *entry;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));
  g_return_if_fail (SIGNET_IS_LIST (list));

  entry = lookup_entry (self, signet_list_get_id (list));
  g_return_if_fail (entry != NULL && entry->list == list && !entry->is_deleted);

  entry->is_deleted = TRUE;
  entry->wanted++;
  save_now (entry);
  hide_list (self, list);
}

SignetList *
signet_list_store_find (SignetListStore  *self,
                        const char       *name_or_id,
                        GError          **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  SignetList *found = NULL;
  guint n_found = 0;

  g_return_val_if_fail (SIGNET_IS_LIST_STORE (self), NULL);
  g_return_val_if_fail (name_or_id != NULL, NULL);

  for (guint i = 0; i < self->lists->len; i++)
    {
      SignetList *list = g_ptr_array_index (self->lists, i);

      if (g_str_equal (signet_list_get_id (list), name_or_id))
        return list;

      if (!g_str_equal (signet_list_get_name (list), name_or_id))
        continue;

      n_found++;
      found = list;
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", signet_list_get_id (list));
    }

  if (n_found == 1)
    return found;

  if (n_found == 0)
    g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_NOT_FOUND,
                 "There is no list “%s”", name_or_id);
  else
    g_set_error_literal (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_AMBIGUOUS, ids->str);

  return NULL;
}
