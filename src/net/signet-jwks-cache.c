/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-cache.h"

#include "signet-cache-file.h"
#include "signet-jwks-entry.h"
#include "signet-jwks-file.h"

#include <string.h>

/* Of how many URLs something is known at once: who may ask for any, over the HTTP interface, must not fill the memory. */
#define MAX_ENTRIES 64

/* What is known of one URL. */
typedef struct
{
  SignetJwksEntry  known;
  GPtrArray       *waiting;    /* of Waiter: who is told what the fetch in flight brings; may be empty */
  gboolean         in_flight;
  gboolean         answering;  /* those who waited are being told, who may ask for something else */
  guint64          used;       /* the greater, the later it was asked for */
} Entry;

/* What somebody asked for. */
typedef struct
{
  char               *source;
  char               *kid;     /* nullable */
  SignetJwksGetFlags  flags;
} Request;

/* Somebody who waits for a fetch; gone from the list when cancelled. */
typedef struct
{
  GTask  *task;
  Entry  *entry;
  gulong  cancelled_id;
} Waiter;

struct _SignetJwksCache
{
  GObject parent_instance;

  /* Owned */
  SignetJwksFetcher *fetcher;
  GHashTable        *entries;  /* URL → Entry */
  char              *folder;   /* nullable */
  guint64            n_asked;

  /* Borrowed */
  SignetClock  clock;
  gpointer     clock_data;
};

G_DEFINE_FINAL_TYPE (SignetJwksCache, signet_jwks_cache, G_TYPE_OBJECT)

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->source);
  g_free (request->kid);
  g_free (request);
}

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  g_object_unref (waiter->task);
  g_free (waiter);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  signet_jwks_entry_clear (&entry->known);
  g_ptr_array_unref (entry->waiting);
  g_free (entry);
}

static void
signet_jwks_cache_finalize (GObject *object)
{
  SignetJwksCache *self = SIGNET_JWKS_CACHE (object);

  g_clear_object (&self->fetcher);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self->folder);

  G_OBJECT_CLASS (signet_jwks_cache_parent_class)->finalize (object);
}

static void
signet_jwks_cache_class_init (SignetJwksCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_jwks_cache_finalize;
}

static void
signet_jwks_cache_init (SignetJwksCache *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
}

static gint64
get_now (SignetJwksCache *self)
{
  return self->clock (self->clock_data);
}

static gboolean
is_url (const char *source)
{
  g_autofree char *scheme = g_uri_parse_scheme (source);

  /* one letter is a drive, not a scheme; a file name with a colon has no "//" behind it */
  return scheme != NULL && strstr (source, "://") != NULL && g_ascii_strcasecmp (scheme, "file") != 0;
}

/* The one that nobody has asked for the longest, and that nobody waits for. */
static void
forget_oldest (SignetJwksCache *self)
{
  GHashTableIter iter;
  gpointer value;
  Entry *oldest = NULL;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (!entry->in_flight && !entry->answering && (oldest == NULL || entry->used < oldest->used))
        oldest = entry;
    }
  if (oldest != NULL)
    g_hash_table_remove (self->entries, oldest->known.source);
}

static Entry *
get_entry (SignetJwksCache *self,
           const char      *source)
{
  Entry *entry = g_hash_table_lookup (self->entries, source);

  if (entry == NULL)
    {
      if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
        forget_oldest (self);
      entry = g_new0 (Entry, 1);
      signet_jwks_entry_init (&entry->known, source);
      entry->waiting = g_ptr_array_new_with_free_func (waiter_free);
      g_hash_table_insert (self->entries, entry->known.source, entry);
    }
  entry->used = ++self->n_asked;

  return entry;
}

static SignetJwksGetFlags
get_flags (GTask *task)
{
  return ((Request *) g_task_get_task_data (task))->flags;
}

static void
answer_all (SignetJwksCache *self,
            Entry           *entry)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&entry->waiting);

  entry->waiting = g_ptr_array_new_with_free_func (waiter_free);
  entry->answering = TRUE;
  /* whom one of them cancels is told so by its task, and not by us as well */
  for (guint i = 0; i < waiting->len; i++)
    {
      Waiter *waiter = waiting->pdata[i];

      if (waiter->cancelled_id != 0)
        g_signal_handler_disconnect (g_task_get_cancellable (waiter->task), waiter->cancelled_id);
    }
  for (guint i = 0; i < waiting->len; i++)
    {
      Waiter *waiter = waiting->pdata[i];
      GError *error = NULL;
      SignetKeySet *set = signet_jwks_entry_answer (&entry->known, get_flags (waiter->task), get_now (self), &error);

      if (set != NULL)
        g_task_return_pointer (waiter->task, set, (GDestroyNotify) signet_key_set_unref);
      else
        g_task_return_error (waiter->task, error);
    }
  entry->answering = FALSE;
}

/* For whom a fetch is under way; main thread. */
typedef struct
{
  SignetJwksCache *cache;
  char            *source;
} Flight;

static void
flight_free (Flight *flight)
{
  g_object_unref (flight->cache);
  g_free (flight->source);
  g_free (flight);
}

static void
end_flight (Flight *flight)
{
  Entry *entry = get_entry (flight->cache, flight->source);

  entry->in_flight = FALSE;
  answer_all (flight->cache, entry);
  flight_free (flight);
}

/* What a worker writes. The worker may be the last to free it: nothing in it belongs to the main thread. */
typedef struct
{
  char             *folder;
  char             *source;
  gint64            now;
  SignetJwksStored  stored;
} Write;

static void
write_free (gpointer data)
{
  Write *job = data;

  g_free (job->folder);
  g_free (job->source);
  signet_jwks_stored_clear (&job->stored);
  g_free (job);
}

static void
run_write (GTask        *task,
           gpointer      source_object,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Write *job = task_data;

  signet_jwks_disk_write (job->folder, job->source, &job->stored);
  /* what no check could use any more, not even while the server is away */
  signet_cache_file_prune (job->folder, job->now - SIGNET_JWKS_MAX_AGE - SIGNET_JWKS_OUTAGE_AGE);
  g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  end_flight (user_data);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Flight *flight = user_data;
  SignetJwksCache *self = flight->cache;
  Entry *entry = get_entry (self, flight->source);
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Write *job;

  answer = signet_jwks_fetcher_fetch_finish (SIGNET_JWKS_FETCHER (source), result, &error);
  signet_jwks_entry_take_answer (&entry->known, answer, error, get_now (self));
  if (self->folder == NULL || !signet_jwks_entry_is_worth_storing (&entry->known))
    {
      end_flight (flight);
      return;
    }

  job = g_new0 (Write, 1);
  job->folder = g_strdup (self->folder);
  job->source = g_strdup (flight->source);
  job->now = get_now (self);
  signet_jwks_entry_store (&entry->known, &job->stored);
  /* a program that ends with its answer would take the file along: they are answered after it was written */
  task = g_task_new (NULL, NULL, written_cb, flight);
  g_task_set_task_data (task, job, write_free);
  g_task_run_in_thread (task, run_write);
}

/* One who waits no longer; the fetch goes on for the others. */
static void
waiter_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (GTask) task = g_object_ref (waiter->task);

  waiter->cancelled_id = 0;
  g_ptr_array_remove_fast (waiter->entry->waiting, waiter);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody waits for it any more");
}

static void
wait_for_fetch (SignetJwksCache *self,
                Entry           *entry,
                gboolean         allow_http,
                GTask           *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter;
  Flight *flight;

  if (g_task_return_error_if_cancelled (task))
    return;

  waiter = g_new0 (Waiter, 1);
  waiter->task = g_object_ref (task);
  waiter->entry = entry;
  if (cancellable != NULL)
    waiter->cancelled_id = g_signal_connect (cancellable, "cancelled", G_CALLBACK (waiter_cancelled_cb), waiter);
  g_ptr_array_add (entry->waiting, waiter);
  if (entry->in_flight)
    return;

  flight = g_new0 (Flight, 1);
  flight->cache = g_object_ref (self);
  flight->source = g_strdup (entry->known.source);
  entry->in_flight = TRUE;
  entry->known.last_attempt = get_now (self);
  signet_jwks_fetcher_fetch_async (self->fetcher, entry->known.source, entry->known.etag, allow_http, NULL, fetched_cb, flight);
}

/* A file is read each time: it costs next to nothing, and it is never out of date. */
static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetJwksCache *self = g_task_get_source_object (task);
  const char *name = ((Request *) g_task_get_task_data (task))->source;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JotJwks) jwks = NULL;
  GError *error = NULL;
  gint64 now = get_now (self);

  bytes = g_task_propagate_pointer (G_TASK (result), &error);
  if (bytes != NULL)
    jwks = jot_jwks_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);

  if (g_task_return_error_if_cancelled (task))
    g_clear_error (&error);
  else if (jwks == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, signet_key_set_new (jwks, name, SIGNET_JWKS_ORIGIN_FILE, now, now, FALSE),
                           (GDestroyNotify) signet_key_set_unref);
}

static void
answer_or_fetch (SignetJwksCache *self,
                 Entry           *entry,
                 GTask           *task)
{
  Request *request = g_task_get_task_data (task);
  gint64 now = get_now (self);

  if ((request->flags & SIGNET_JWKS_GET_REFRESH) == 0 && signet_jwks_entry_is_good (&entry->known, request->kid, request->flags, now))
    {
      g_task_return_pointer (task, signet_key_set_ref (entry->known.set), (GDestroyNotify) signet_key_set_unref);
    }
  else if (!entry->in_flight && signet_jwks_entry_is_cooling (&entry->known, request->flags, now))
    {
      GError *error = NULL;
      SignetKeySet *set = signet_jwks_entry_answer (&entry->known, request->flags, now, &error);

      if (set != NULL)
        g_task_return_pointer (task, set, (GDestroyNotify) signet_key_set_unref);
      else
        g_task_return_error (task, error);
    }
  else
    {
      wait_for_fetch (self, entry, (request->flags & SIGNET_JWKS_GET_ALLOW_HTTP) != 0, task);
    }
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetJwksCache *self = g_task_get_source_object (task);
  Entry *entry = get_entry (self, ((Request *) g_task_get_task_data (task))->source);
  g_auto (SignetJwksStored) stored = { NULL };

  if (signet_jwks_disk_look_finish (result, &stored) && !entry->in_flight)
    signet_jwks_entry_take_stored (&entry->known, &stored);
  answer_or_fetch (self, entry, task);
}

/**
 * signet_jwks_cache_new:
 * @fetcher: (transfer none): what fetches
 * @clock: the time, injected for tests
 * @clock_data: for @clock
 *
 * Returns: (transfer full): a cache that holds nothing yet
 */
SignetJwksCache *
signet_jwks_cache_new (SignetJwksFetcher *fetcher,
                       SignetClock        clock,
                       gpointer           clock_data)
{
  SignetJwksCache *self;

  g_return_val_if_fail (SIGNET_IS_JWKS_FETCHER (fetcher), NULL);
  g_return_val_if_fail (clock != NULL, NULL);

  self = g_object_new (SIGNET_TYPE_JWKS_CACHE, NULL);
  self->fetcher = g_object_ref (fetcher);
  self->clock = clock;
  self->clock_data = clock_data;

  return self;
}

/**
 * signet_jwks_cache_keep_in:
 * @self: a cache
 * @folder: where files may be; made when first needed
 *
 * From now on key sets outlive the program, and are shared with others that use the same folder.
 */
void
signet_jwks_cache_keep_in (SignetJwksCache *self,
                           const char      *folder)
{
  g_return_if_fail (SIGNET_IS_JWKS_CACHE (self));
  g_return_if_fail (folder != NULL);

  g_free (self->folder);
  self->folder = g_strdup (folder);
}

/**
 * signet_jwks_cache_get_fetcher:
 * @self: a cache
 *
 * Returns: (transfer none): what fetches for it
 */
SignetJwksFetcher *
signet_jwks_cache_get_fetcher (SignetJwksCache *self)
{
  g_return_val_if_fail (SIGNET_IS_JWKS_CACHE (self), NULL);

  return self->fetcher;
}

/**
 * signet_jwks_cache_get_async:
 * @self: a cache
 * @source: an http or https URL, a file: URL or a file name
 * @kid: (nullable): the key that is needed; a fresh set without it is asked for again
 * @flags: how
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_jwks_cache_get_async (SignetJwksCache     *self,
                             const char          *source,
                             const char          *kid,
                             SignetJwksGetFlags   flags,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Request *request;
  Entry *entry;
  gint64 now;

  g_return_if_fail (SIGNET_IS_JWKS_CACHE (self));
  g_return_if_fail (source != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_jwks_cache_get_async);
  request = g_new0 (Request, 1);
  request->source = g_strdup (source);
  request->kid = g_strdup (kid);
  request->flags = flags;
  g_task_set_task_data (task, request, request_free);

  if (!is_url (source))
    {
      /* no source object: the worker must never be the last to let go of the cache */
      g_autoptr (GTask) reading = g_task_new (NULL, NULL, file_read_cb, g_object_ref (task));

      g_task_set_task_data (reading, g_strdup (source), g_free);
      g_task_run_in_thread (reading, signet_jwks_file_read);
      return;
    }

  now = get_now (self);
  entry = get_entry (self, source);
  if (self->folder == NULL || entry->in_flight || signet_jwks_entry_is_cooling (&entry->known, flags, now) ||
      ((flags & SIGNET_JWKS_GET_REFRESH) == 0 && signet_jwks_entry_is_good (&entry->known, kid, flags, now)))
    answer_or_fetch (self, entry, task);
  else
    signet_jwks_disk_look_async (self->folder, source, now, looked_cb, g_object_ref (task));
}

/**
 * signet_jwks_cache_get_finish:
 * @self: a cache
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key set. Errors: %JOT_ERROR_KEY_SET_UNAVAILABLE,
 *   %JOT_ERROR_KEY_SET_INVALID, %G_IO_ERROR_CANCELLED
 */
SignetKeySet *
signet_jwks_cache_get_finish (SignetJwksCache  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_jwks_cache_get_last_attempt:
 * @self: a cache
 * @source: a URL
 *
 * Returns: when it was last asked, in seconds since 1970; %G_MININT64 where nothing is known of that
 */
gint64
signet_jwks_cache_get_last_attempt (SignetJwksCache *self,
                                    const char      *source)
{
  Entry *entry;

  g_return_val_if_fail (SIGNET_IS_JWKS_CACHE (self), G_MININT64);
  g_return_val_if_fail (source != NULL, G_MININT64);

  entry = g_hash_table_lookup (self->entries, source);

  return entry != NULL ? entry->known.last_attempt : G_MININT64;
}

/**
 * signet_jwks_cache_peek:
 * @self: a cache
 * @source: a URL
 * @kid: (nullable): the key that is needed
 * @flags: how it may have come
 *
 * Returns: (transfer full) (nullable): the set at hand where it answers for @kid, or where asking again
 *   would be too early; %NULL where it takes a fetch
 */
SignetKeySet *
signet_jwks_cache_peek (SignetJwksCache    *self,
                        const char         *source,
                        const char         *kid,
                        SignetJwksGetFlags  flags)
{
  Entry *entry;
  gint64 now;

  g_return_val_if_fail (SIGNET_IS_JWKS_CACHE (self), NULL);
  g_return_val_if_fail (source != NULL, NULL);

  entry = g_hash_table_lookup (self->entries, source);
  if (entry == NULL || entry->in_flight)
    return NULL;

  now = get_now (self);
  if (signet_jwks_entry_is_good (&entry->known, kid, flags, now))
    return signet_key_set_ref (entry->known.set);

  return signet_jwks_entry_is_cooling (&entry->known, flags, now) ? signet_jwks_entry_answer (&entry->known, flags, now, NULL) : NULL;
}
