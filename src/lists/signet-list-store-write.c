/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-store-private.h"

#include "signet-list-private.h"

/* A failed save is tried again after 0.5 s, 1 s, 2 s, … 30 s. */
#define RETRY_FIRST_MS 500
#define RETRY_LAST_MS 30000

typedef struct
{
  GHashTable *pending;     /* id → guint64 *: the edit that is waited for */
  GError     *error;
  GSource    *cancelled;   /* (nullable) */
} Flush;

static void settle_flushes (SignetListStore *self, SignetListEntry *entry, const GError *error);

/* Writing */

typedef struct
{
  char               *folder;
  char               *id;
  char               *expected;
  SignetListSnapshot *snapshot;   /* (nullable): NULL deletes; freed by the worker, for it has many parts */
  gboolean            is_delete;
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
  SignetListFile *file;

  if (job->is_delete)
    return signet_list_file_delete (job->folder, job->id, job->expected, error);

  file = signet_list_file_write (job->folder, job->id, job->snapshot, job->expected, error);
  g_clear_pointer (&job->snapshot, signet_list_snapshot_free);

  return file;
}

static WriteJob *
write_job_new (SignetListEntry *entry)
{
  WriteJob *job = g_new0 (WriteJob, 1);

  job->folder = g_strdup (entry->store->folder);
  job->id = g_strdup (entry->id);
  job->expected = g_strdup (entry->checksum);
  job->is_delete = entry->is_deleted;
  job->snapshot = job->is_delete ? NULL : signet_list_snapshot (entry->list);
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
written (SignetListEntry *entry,
         WriteJob        *job,
         SignetListFile  *file)
{
  SignetListStore *self = entry->store;
  g_autoptr (SignetList) list = g_object_ref (entry->list);

  g_free (entry->checksum);
  entry->checksum = g_steal_pointer (&file->checksum);
  entry->saved = job->wanted;
  entry->retry_ms = 0;

  if (file->kept_as != NULL)
    g_signal_emit (self, _signet_list_store_signals[SIGNAL_CONFLICT], 0, list, file->kept_as);
  if (!job->is_delete)
    g_signal_emit (self, _signet_list_store_signals[SIGNAL_SAVED], 0, list);
}

/* An edit that came while another was written waited long enough where the disk is slow. */
static guint
get_delay (SignetListEntry *entry)
{
  gint64 waited = entry->edited != 0 ? (g_get_monotonic_time () - entry->edited) / 1000 : 0;

  return entry->store->flushes != NULL ? 0 : (guint) MAX (SIGNET_LIST_STORE_COALESCE_MS - waited, 0);
}

static void
write_done_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SignetListStore) self = user_data;
  WriteJob *job = g_task_get_task_data (G_TASK (result));
  SignetListEntry *entry = _signet_list_store_lookup (self, job->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetListFile) file = g_task_propagate_pointer (G_TASK (result), &error);

  g_assert (entry != NULL && entry->is_writing);

  entry->is_writing = FALSE;
  entry->generation++;

  if (file != NULL)
    {
      written (entry, job, file);
      if (_signet_list_entry_is_unsaved (entry))
        _signet_list_entry_save_soon (entry, get_delay (entry));
    }
  else
    {
      g_autoptr (SignetList) list = g_object_ref (entry->list);

      entry->retry_ms = entry->retry_ms == 0 ? RETRY_FIRST_MS : MIN (entry->retry_ms * 2, RETRY_LAST_MS);
      _signet_list_entry_save_soon (entry, entry->retry_ms);
      g_signal_emit (self, _signet_list_store_signals[SIGNAL_SAVE_FAILED], 0, list, error);
    }

  if (entry->must_read)
    _signet_list_entry_read_soon (entry, SIGNET_LIST_STORE_RESCAN_MS);

  settle_flushes (self, entry, error);
  _signet_list_entry_drop_if_idle (entry);
}

void
_signet_list_entry_save_now (SignetListEntry *entry)
{
  g_autoptr (GTask) task = NULL;
  WriteJob *job;

  g_clear_handle_id (&entry->save_source, g_source_remove);

  if (entry->is_writing || !_signet_list_entry_is_unsaved (entry))
    return;

  job = write_job_new (entry);
  entry->edited = 0;
  entry->is_writing = TRUE;
  entry->generation++;

  /* no source object: the worker must never be the last to let go of the store */
  task = g_task_new (NULL, NULL, write_done_cb, g_object_ref (entry->store));
  g_task_set_source_tag (task, _signet_list_entry_save_now);
  g_task_set_task_data (task, job, (GDestroyNotify) write_job_free);
  g_task_run_in_thread (task, write_thread);
}

static gboolean
save_due_cb (gpointer user_data)
{
  SignetListEntry *entry = user_data;

  entry->save_source = 0;
  _signet_list_entry_save_now (entry);

  return G_SOURCE_REMOVE;
}

/* The first of several edits sets the time; a list whose disk is full keeps its pace. */
void
_signet_list_entry_save_soon (SignetListEntry *entry,
                              guint            ms)
{
  if (entry->save_source == 0 && !entry->is_writing)
    entry->save_source = g_timeout_add (ms, save_due_cb, entry);
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
                SignetListEntry *entry,
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
  SignetListEntry *entry;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));

  flush = g_new0 (Flush, 1);
  flush->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_list_store_flush_async);
  g_task_set_task_data (task, flush, (GDestroyNotify) flush_free);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (_signet_list_entry_is_unsaved (entry))
      {
        g_hash_table_insert (flush->pending, g_strdup (entry->id), g_memdup2 (&entry->wanted, sizeof entry->wanted));
        _signet_list_entry_save_now (entry);
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

/* The end */

/* Whoever lets go of the store flushes first.  Where that was forgotten, waiting for the
 * disk is better than losing an edit; no write is under way, as it would hold a ref. */
void
_signet_list_store_save_leftovers (SignetListStore *self)
{
  GHashTableIter iter;
  SignetListEntry *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (_signet_list_entry_is_unsaved (entry))
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
