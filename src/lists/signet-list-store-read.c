/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-store-private.h"

#include "signet-list-private.h"

/* How soon a file that looks half-written is looked at again. */
#define SETTLE_MS 2100

/* Reading */

/* (transfer full): list as it is, ticks included */
static SignetList *
dup_as_it_is (SignetList *list)
{
  guint n = signet_list_get_n_items (list);
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (n, g_object_unref);
  SignetList *copy = signet_list_new (NULL, signet_list_get_name (list));

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, signet_item_copy (signet_list_get_item (list, i)));
  signet_list_splice (copy, 0, 0, items);

  return copy;
}

static void
take_over (SignetListEntry *entry,
           SignetListFile  *file)
{
  SignetListStore *self = entry->store;
  g_autoptr (SignetList) found = signet_list_new_take_contents (entry->id, g_steal_pointer (&file->contents), entry->id);
  g_autoptr (SignetList) before = NULL;

  g_free (entry->checksum);
  entry->checksum = g_steal_pointer (&file->checksum);

  if (signet_list_get_created (found) == 0)
    signet_list_set_created (found, entry->list != NULL && !entry->is_deleted ? signet_list_get_created (entry->list)
                                                                              : file->modified);

  if (entry->list == NULL || entry->is_deleted)
    {
      entry->is_deleted = FALSE;
      _signet_list_entry_set_list (entry, found);
      _signet_list_store_show (self, found);
      return;
    }

  /* copied only where somebody looks at it */
  if (g_signal_has_handler_pending (self, _signet_list_store_signals[SIGNAL_CHANGED_OUTSIDE], 0, TRUE))
    before = dup_as_it_is (entry->list);
  entry->is_taking = TRUE;
  entry->n_changes = 0;
  signet_list_take_from (entry->list, found);
  entry->is_taking = FALSE;

  if (entry->n_changes > 0 && before != NULL)
    {
      g_autoptr (SignetList) list = g_object_ref (entry->list);

      g_signal_emit (self, _signet_list_store_signals[SIGNAL_CHANGED_OUTSIDE], 0, list, before);
    }
}

/* The file is gone.  With the whole folder gone, everything stays in memory: a folder
 * does not vanish because somebody threw a list away. */
static void
take_away (SignetListEntry *entry)
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

  g_signal_handlers_disconnect_by_func (list, _signet_list_entry_changed_cb, entry);
  _signet_list_store_hide (self, list);
}

static void
apply_file (SignetListEntry *entry,
            SignetListFile  *file)
{
  SignetListStore *self = entry->store;

  if (file->kept_as != NULL)
    {
      g_signal_emit (self, _signet_list_store_signals[SIGNAL_DAMAGED], 0, file->kept_as);

      /* What we hold is the last good version: put it back. */
      if (entry->list != NULL && !entry->is_deleted)
        {
          g_clear_pointer (&entry->checksum, g_free);
          entry->wanted++;
          _signet_list_entry_save_soon (entry, SIGNET_LIST_STORE_COALESCE_MS);
        }
    }
  else if (g_strcmp0 (file->checksum, entry->checksum) == 0)
    return;
  else if (file->contents == NULL && file->checksum != NULL)
    _signet_list_entry_read_soon (entry, SETTLE_MS);
  else if (file->contents != NULL)
    take_over (entry, file);
  else
    take_away (entry);
}

typedef struct
{
  char    *folder;
  char    *id;
  char    *known;        /* (nullable) */
  guint64  generation;
} ReadJob;

static void
read_job_free (ReadJob *job)
{
  g_free (job->folder);
  g_free (job->id);
  g_free (job->known);
  g_free (job);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  ReadJob *job = task_data;

  g_task_return_pointer (task, signet_list_file_read_change (job->folder, job->id, job->known),
                         (GDestroyNotify) signet_list_file_free);
}

static void
read_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SignetListStore) self = user_data;
  ReadJob *job = g_task_get_task_data (G_TASK (result));
  SignetListEntry *entry = _signet_list_store_lookup (self, job->id);
  g_autoptr (SignetListFile) file = g_task_propagate_pointer (G_TASK (result), NULL);

  g_assert (entry != NULL && entry->is_reading);

  entry->is_reading = FALSE;

  if (entry->must_read && !entry->is_writing)
    _signet_list_entry_read_soon (entry, SIGNET_LIST_STORE_RESCAN_MS);

  /* With an edit of ours under way, writing it finds the foreign version and keeps it;
   * what was read before a write of ours ended says nothing about now. */
  if (file->kept_as == NULL && (_signet_list_entry_is_unsaved (entry) || entry->is_writing))
    entry->must_read = TRUE;
  else if (file->kept_as == NULL && entry->generation != job->generation)
    _signet_list_entry_read_soon (entry, SIGNET_LIST_STORE_RESCAN_MS);
  else
    apply_file (entry, file);

  _signet_list_entry_drop_if_idle (entry);
}

static gboolean
read_due_cb (gpointer user_data)
{
  SignetListEntry *entry = user_data;
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
  job->known = g_strdup (entry->checksum);
  job->generation = entry->generation;

  task = g_task_new (NULL, NULL, read_done_cb, g_object_ref (entry->store));
  g_task_set_source_tag (task, read_due_cb);
  g_task_set_task_data (task, job, (GDestroyNotify) read_job_free);
  g_task_run_in_thread (task, read_thread);

  return G_SOURCE_REMOVE;
}

void
_signet_list_entry_read_soon (SignetListEntry *entry,
                              guint            ms)
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
    _signet_list_entry_read_soon (_signet_list_store_ensure (self, id), SIGNET_LIST_STORE_RESCAN_MS);
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
      SignetListEntry *entry = _signet_list_store_ensure (self, file->id);

      /* A second load only looks for what the monitor may have missed. */
      if (entry->list != NULL || entry->generation > 0)
        _signet_list_entry_read_soon (entry, SIGNET_LIST_STORE_RESCAN_MS);
      else
        apply_file (entry, file);

      _signet_list_entry_drop_if_idle (entry);
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
