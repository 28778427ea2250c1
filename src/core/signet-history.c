/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history.h"

#include "signet-history-files.h"

#include <glib/gstdio.h>
#include <string.h>

#define RESCAN_MS 100

struct _SignetHistory
{
  GObject parent_instance;

  /* owned */
  char         *folder;
  GListStore   *store;
  GFileMonitor *monitor;

  /* plain */
  gint64        keep;          /* seconds, G_MAXINT64: for ever */
  guint         n_damaged;
  guint         rescan_id;
  gboolean      loaded;
};

G_DEFINE_FINAL_TYPE (SignetHistory, signet_history, G_TYPE_OBJECT)

typedef enum { JOB_READ, JOB_WRITE, JOB_REPLACE, JOB_REMOVE } JobKind;

/* A snapshot for the worker, and what comes of it. */
typedef struct
{
  JobKind     kind;
  char       *folder;
  GHashTable *known;      /* read: ids that are in the model */
  gint64      keep_from;  /* read: seconds since 1970; G_MININT64: keep all */
  char       *id;         /* write, replace */
  char       *text;       /* write, replace */
  GPtrArray  *entries;    /* read: new ones; write: the one; remove: those */
  GHashTable *seen;       /* read: ids of all files */
  guint       n_damaged;
} Job;

static Job *
job_new (SignetHistory *self,
         JobKind        kind)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->folder = g_strdup (self->folder);
  job->keep_from = G_MININT64;
  job->entries = g_ptr_array_new_with_free_func (g_object_unref);

  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->folder);
  g_clear_pointer (&job->known, g_hash_table_unref);
  g_clear_pointer (&job->seen, g_hash_table_unref);
  g_free (job->id);
  g_free (job->text);
  g_ptr_array_unref (job->entries);
  g_free (job);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  return strcmp (signet_history_entry_get_id ((SignetHistoryEntry *) b),
                 signet_history_entry_get_id ((SignetHistoryEntry *) a));
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  return compare_entries (*(gconstpointer *) a, *(gconstpointer *) b, user_data);
}

static void
run_job (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  gboolean done = FALSE;

  switch (job->kind)
    {
    case JOB_READ:
      done = signet_history_files_read (job->folder, job->known, job->keep_from, job->entries, job->seen, &job->n_damaged, &error);
      break;
    case JOB_WRITE:
      done = signet_history_files_write (job->folder, job->id, job->text, &error);
      break;
    case JOB_REPLACE:
      done = signet_history_files_replace (job->folder, job->id, job->text, &error);
      break;
    case JOB_REMOVE:
      done = signet_history_files_remove (job->folder, job->entries, &error);
      break;
    }

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
find_position (SignetHistory *self,
               const char    *id,
               guint         *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (g_str_equal (signet_history_entry_get_id (entry), id))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
insert (SignetHistory      *self,
        SignetHistoryEntry *entry)
{
  guint position;

  if (!find_position (self, signet_history_entry_get_id (entry), &position))
    g_list_store_insert_sorted (self->store, entry, compare_entries, NULL);
}

static void
remove_id (SignetHistory *self,
           const char    *id)
{
  guint position;

  if (find_position (self, id, &position))
    g_list_store_remove (self->store, position);
}

/* What was known when reading began and is no longer there has been forgotten by another process. */
static void
take_read (SignetHistory *self,
           Job           *job)
{
  GHashTableIter iter;
  gpointer id;

  self->n_damaged = job->n_damaged;
  if (g_hash_table_size (job->known) == 0 && g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    {
      g_ptr_array_sort_with_data (job->entries, compare_pointers, NULL);
      g_list_store_splice (self->store, 0, 0, job->entries->pdata, job->entries->len);
    }
  else
    {
      for (guint i = 0; i < job->entries->len; i++)
        insert (self, job->entries->pdata[i]);
    }

  g_hash_table_iter_init (&iter, job->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (job->seen, id))
      remove_id (self, id);
}

static void
job_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetHistory *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (job->kind == JOB_READ)
    take_read (self, job);
  else if (job->kind == JOB_WRITE && self->loaded)
    insert (self, job->entries->pdata[0]);
  /* before the worker does: they belong to this thread */
  g_ptr_array_set_size (job->entries, 0);
  g_task_return_boolean (task, TRUE);
}

static void
start_job (SignetHistory       *self,
           Job                 *job,
           gpointer             source_tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  /* no source object: the worker must never be the last to let go of us */
  g_autoptr (GTask) work = g_task_new (NULL, NULL, job_done_cb, task);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (work, job, job_free);
  g_task_run_in_thread (work, run_job);
}

static Job *
read_job_new (SignetHistory *self)
{
  Job *job = job_new (self, JOB_READ);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  job->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  job->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      g_hash_table_add (job->known, g_strdup (signet_history_entry_get_id (entry)));
    }

  return job;
}

static gboolean
rescan_cb (gpointer data)
{
  SignetHistory *self = data;

  self->rescan_id = 0;
  start_job (self, read_job_new (self), rescan_cb, NULL, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
folder_changed_cb (SignetHistory *self)
{
  if (self->rescan_id == 0)
    self->rescan_id = g_timeout_add (RESCAN_MS, rescan_cb, self);
}

static void
signet_history_dispose (GObject *object)
{
  SignetHistory *self = SIGNET_HISTORY (object);

  g_clear_handle_id (&self->rescan_id, g_source_remove);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (signet_history_parent_class)->dispose (object);
}

static void
signet_history_finalize (GObject *object)
{
  SignetHistory *self = SIGNET_HISTORY (object);

  g_clear_object (&self->store);
  g_free (self->folder);

  G_OBJECT_CLASS (signet_history_parent_class)->finalize (object);
}

static void
signet_history_class_init (SignetHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = signet_history_dispose;
  object_class->finalize = signet_history_finalize;
}

static void
signet_history_init (SignetHistory *self)
{
  self->store = g_list_store_new (SIGNET_TYPE_HISTORY_ENTRY);
  self->keep = G_MAXINT64;
}

/**
 * signet_history_new:
 * @folder: (nullable): where its files are; $XDG_DATA_HOME/signet/history where %NULL
 *
 * Returns: (transfer full): a history, of which nothing is read yet
 */
SignetHistory *
signet_history_new (const char *folder)
{
  SignetHistory *self = g_object_new (SIGNET_TYPE_HISTORY, NULL);

  self->folder = folder != NULL ? g_strdup (folder) : g_build_filename (g_get_user_data_dir (), "signet", "history", NULL);

  return self;
}

/**
 * signet_history_get_model:
 * @self: a history
 *
 * Returns: (transfer none): its entries, newest first; empty until it is loaded
 */
GListModel *
signet_history_get_model (SignetHistory *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY (self), NULL);

  return G_LIST_MODEL (self->store);
}

/**
 * signet_history_get_n_damaged:
 * @self: a history
 *
 * Returns: how many files could not be read when the folder was read last; they stay where they are
 */
guint
signet_history_get_n_damaged (SignetHistory *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY (self), 0);

  return self->n_damaged;
}

/**
 * signet_history_set_keep:
 * @self: a history
 * @seconds: how long entries are kept; %G_MAXINT64: for ever, 0: not at all
 *
 * What is too old goes when the history is loaded or added to the next time, so that a choice can be taken back.
 */
void
signet_history_set_keep (SignetHistory *self,
                         gint64         seconds)
{
  g_return_if_fail (SIGNET_IS_HISTORY (self));
  g_return_if_fail (seconds >= 0);

  self->keep = seconds;
}

/**
 * signet_history_watch:
 * @self: a history
 *
 * What another process adds or forgets comes into the model from now on. Call it before the folder is loaded, so
 * that no change falls between the two.
 */
void
signet_history_watch (SignetHistory *self)
{
  g_autoptr (GFile) folder = NULL;

  g_return_if_fail (SIGNET_IS_HISTORY (self));

  if (self->monitor != NULL)
    return;

  g_mkdir_with_parents (self->folder, 0700);
  folder = g_file_new_for_path (self->folder);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (folder_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Entries before that time are too old. */
static gint64
get_keep_from (SignetHistory *self,
               gint64         now)
{
  return self->keep == G_MAXINT64 ? G_MININT64 : self->keep == 0 ? G_MAXINT64 : now - self->keep;
}

/* The oldest come last. */
static void
forget_old (SignetHistory *self,
            gint64         now)
{
  gint64 keep_from = get_keep_from (self, now);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->store)); i > 0; i--)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->store), i - 1);

      if (signet_history_entry_get_time (entry) >= keep_from)
        break;
      g_ptr_array_add (old, g_steal_pointer (&entry));
    }
  if (old->len > 0)
    signet_history_forget_async (self, old, NULL, NULL, NULL);
}

/**
 * signet_history_load_async:
 * @self: a history
 * @now: seconds since 1970
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads the folder, and forgets what is too old.
 */
void
signet_history_load_async (SignetHistory       *self,
                           gint64               now,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Job *job;

  g_return_if_fail (SIGNET_IS_HISTORY (self));

  forget_old (self, now);
  self->loaded = TRUE;
  job = read_job_new (self);
  job->keep_from = get_keep_from (self, now);
  start_job (self, job, signet_history_load_async, cancellable, callback, user_data);
}

static gboolean
finish (SignetHistory  *self,
        GAsyncResult   *result,
        GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * signet_history_load_finish:
 * @self: a history
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the folder could be read; one that is missing is an empty history
 */
gboolean
signet_history_load_finish (SignetHistory  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return finish (self, result, error);
}

/**
 * signet_history_add_async:
 * @self: a history
 * @entry: what to remember
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Also brings back what was forgotten. Forgets what is too old by then.
 */
void
signet_history_add_async (SignetHistory       *self,
                          SignetHistoryEntry  *entry,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Job *job;

  g_return_if_fail (SIGNET_IS_HISTORY (self));
  g_return_if_fail (SIGNET_IS_HISTORY_ENTRY (entry));

  if (self->keep == 0)
    {
      g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

      g_task_set_source_tag (task, signet_history_add_async);
      g_task_return_boolean (task, TRUE);
      return;
    }

  forget_old (self, signet_history_entry_get_time (entry));
  job = job_new (self, JOB_WRITE);
  job->id = g_strdup (signet_history_entry_get_id (entry));
  job->text = signet_history_entry_to_json (entry);
  g_ptr_array_add (job->entries, g_object_ref (entry));
  start_job (self, job, signet_history_add_async, cancellable, callback, user_data);
}

/**
 * signet_history_add_finish:
 * @self: a history
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it is on disk, durably
 */
gboolean
signet_history_add_finish (SignetHistory  *self,
                           GAsyncResult   *result,
                           GError        **error)
{
  return finish (self, result, error);
}

/**
 * signet_history_replace:
 * @self: a history
 * @entry: what takes the place of the entry of its id
 *
 * Does nothing where there is no such entry.
 */
void
signet_history_replace (SignetHistory      *self,
                        SignetHistoryEntry *entry)
{
  guint position;
  Job *job;

  g_return_if_fail (SIGNET_IS_HISTORY (self));
  g_return_if_fail (SIGNET_IS_HISTORY_ENTRY (entry));

  if (!find_position (self, signet_history_entry_get_id (entry), &position))
    return;

  g_list_store_splice (self->store, position, 1, (gpointer *) &entry, 1);
  job = job_new (self, JOB_REPLACE);
  job->id = g_strdup (signet_history_entry_get_id (entry));
  job->text = signet_history_entry_to_json (entry);
  start_job (self, job, signet_history_replace, NULL, NULL, NULL);
}

/**
 * signet_history_forget_async:
 * @self: a history
 * @entries: (element-type SignetHistoryEntry): what to forget
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_history_forget_async (SignetHistory       *self,
                             GPtrArray           *entries,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Job *job;

  g_return_if_fail (SIGNET_IS_HISTORY (self));
  g_return_if_fail (entries != NULL);

  job = job_new (self, JOB_REMOVE);
  for (guint i = 0; i < entries->len; i++)
    {
      g_ptr_array_add (job->entries, g_object_ref (entries->pdata[i]));
      remove_id (self, signet_history_entry_get_id (entries->pdata[i]));
    }
  start_job (self, job, signet_history_forget_async, cancellable, callback, user_data);
}

/**
 * signet_history_forget_finish:
 * @self: a history
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether all of them are gone from the disk
 */
gboolean
signet_history_forget_finish (SignetHistory  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return finish (self, result, error);
}
