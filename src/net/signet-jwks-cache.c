/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-cache.h"

#include "jot-error.h"
#include "signet-jwks-disk.h"
#include "signet-jwks-file.h"
#include "signet-key-set-private.h"

#include <string.h>

#define COOLDOWN 30

/* What is known of one URL. */
typedef struct
{
  char         *source;
  SignetKeySet *set;           /* nullable: the last good one */
  GBytes       *body;          /* nullable: of set */
  char         *etag;          /* nullable: of set */
  gint64        last_attempt;  /* seconds since 1970, G_MININT64: none */
  GError       *last_error;    /* nullable: of that attempt */
  GPtrArray    *waiting;       /* of Waiter: who is told what the fetch in flight brings; may be empty */
  gint64        refetched;     /* when a set at hand was last asked for again, here or elsewhere; 0: never */
  gboolean      in_flight;
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

  g_free (entry->source);
  g_clear_pointer (&entry->set, signet_key_set_unref);
  g_clear_pointer (&entry->body, g_bytes_unref);
  g_free (entry->etag);
  g_clear_error (&entry->last_error);
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

static Entry *
get_entry (SignetJwksCache *self,
           const char      *source)
{
  Entry *entry = g_hash_table_lookup (self->entries, source);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->source = g_strdup (source);
      entry->last_attempt = G_MININT64;
      entry->waiting = g_ptr_array_new_with_free_func (waiter_free);
      g_hash_table_insert (self->entries, entry->source, entry);
    }

  return entry;
}

/* Whether there is a set, and it came in a way that is agreed to now as well. */
static gboolean
is_at_hand (const Entry        *entry,
            SignetJwksGetFlags  flags)
{
  return entry->set != NULL &&
         (entry->set->origin != SIGNET_JWKS_ORIGIN_LAN_HTTP || (flags & SIGNET_JWKS_GET_ALLOW_HTTP) != 0);
}

/* A set that can answer for kid without asking anybody. */
static gboolean
is_good (const Entry        *entry,
         const char         *kid,
         SignetJwksGetFlags  flags,
         gint64              now)
{
  return is_at_hand (entry, flags) && now < entry->set->good_until &&
         (kid == NULL || jot_jwks_has_kid (entry->set->jwks, kid));
}

static gboolean
is_within_cooldown (gint64 then,
                    gint64 now)
{
  return now >= then && now - then < COOLDOWN;
}

/* Within 30 s of an attempt nothing is asked again, whatever came of it; an address that was not
 * allowed to be asked does not count. Of the attempts of other processes those count that asked for a
 * set again: one that could not be had at all may be there now. */
static gboolean
is_cooling (const Entry        *entry,
            SignetJwksGetFlags  flags,
            gint64              now)
{
  const JotErrorDetails *details = jot_error_get_details (entry->last_error);

  if (entry->set != NULL && !is_at_hand (entry, flags))
    return FALSE;
  if (details != NULL &&
      (details->reason == JOT_REASON_HTTP_NOT_ALLOWED || details->reason == JOT_REASON_LAN_NOT_ALLOWED))
    return FALSE;
  if (entry->set != NULL && entry->last_error == NULL && now >= entry->set->good_until)
    return FALSE;

  return (entry->last_attempt != G_MININT64 && is_within_cooldown (entry->last_attempt, now)) ||
         (entry->refetched > 0 && is_within_cooldown (entry->refetched, now));
}

/* The answer from what is at hand after an attempt: the set, also past its time during an outage. */
static SignetKeySet *
answer_from (const Entry         *entry,
             SignetJwksGetFlags   flags,
             gint64               now,
             GError             **error)
{
  gboolean at_hand = is_at_hand (entry, flags);
  gboolean outage;

  if (entry->last_error == NULL && at_hand)
    return signet_key_set_ref (entry->set);

  outage = g_error_matches (entry->last_error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE) &&
           jot_error_get_details (entry->last_error)->reason != JOT_REASON_CERTIFICATE;
  if (at_hand && now < entry->set->good_until)
    return signet_key_set_ref (entry->set);
  if (at_hand && outage && now < entry->set->good_until + SIGNET_JWKS_OUTAGE_AGE)
    return signet_key_set_new (entry->set->jwks, entry->source, entry->set->origin, entry->set->fetched,
                               entry->set->good_until, TRUE);

  if (error != NULL)
    *error = entry->last_error != NULL
               ? g_error_copy (entry->last_error)
               : jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_HTTP_NOT_ALLOWED, 0, 0, NULL,
                                entry->set != NULL ? entry->set->host : NULL, "keys are not fetched from this address");
  return NULL;
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
  for (guint i = 0; i < waiting->len; i++)
    {
      Waiter *waiter = waiting->pdata[i];
      GError *error = NULL;
      SignetKeySet *set = answer_from (entry, get_flags (waiter->task), get_now (self), &error);

      if (waiter->cancelled_id != 0)
        g_signal_handler_disconnect (g_task_get_cancellable (waiter->task), waiter->cancelled_id);
      if (set != NULL)
        g_task_return_pointer (waiter->task, set, (GDestroyNotify) signet_key_set_unref);
      else
        g_task_return_error (waiter->task, error);
    }
}

/* A good answer replaces what is there, also with fewer keys; anything else leaves it. */
static void
take_answer (SignetJwksCache  *self,
             Entry            *entry,
             SignetJwksAnswer *answer,
             GError           *error)
{
  gint64 now = get_now (self);
  gint64 max_age;
  g_autoptr (JotJwks) jwks = NULL;

  if (entry->set != NULL)
    entry->refetched = entry->last_attempt;
  g_clear_error (&entry->last_error);
  if (answer != NULL)
    {
      GBytes *body = signet_jwks_answer_get_body (answer);

      if (body != NULL)
        jwks = jot_jwks_parse (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &error);
      else if (entry->set != NULL && entry->etag != NULL)
        jwks = jot_jwks_ref (entry->set->jwks);
      else
        error = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 0, 304, NULL, entry->source,
                               "the server says that nothing changed, and was not asked that");
    }
  if (jwks == NULL)
    {
      entry->last_error = error;
      return;
    }

  max_age = signet_jwks_answer_get_max_age (answer);
  max_age = max_age < 0 ? SIGNET_JWKS_DEFAULT_AGE : CLAMP (max_age, SIGNET_JWKS_MIN_AGE, SIGNET_JWKS_MAX_AGE);
  g_clear_pointer (&entry->set, signet_key_set_unref);
  entry->set = signet_key_set_new (jwks, entry->source, signet_jwks_answer_get_origin (answer), now, now + max_age, FALSE);
  if (signet_jwks_answer_get_body (answer) != NULL)
    {
      g_clear_pointer (&entry->body, g_bytes_unref);
      entry->body = g_bytes_ref (signet_jwks_answer_get_body (answer));
    }
  /* a 304 without it confirms the one that was sent */
  if (signet_jwks_answer_get_body (answer) != NULL || signet_jwks_answer_get_etag (answer) != NULL)
    {
      g_free (entry->etag);
      entry->etag = g_strdup (signet_jwks_answer_get_etag (answer));
    }
}

/* What the worker writes, and for whom. */
typedef struct
{
  SignetJwksCache  *cache;
  char             *folder;
  char             *source;
  gint64            now;
  SignetJwksStored  stored;
} Flight;

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  g_object_unref (flight->cache);
  g_free (flight->folder);
  g_free (flight->source);
  signet_jwks_stored_clear (&flight->stored);
  g_free (flight);
}

static void
run_write (GTask        *task,
           gpointer      source_object,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Flight *flight = task_data;

  signet_jwks_disk_write (flight->folder, flight->source, &flight->stored);
  signet_jwks_disk_prune (flight->folder, flight->now);
  g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Flight *flight = g_task_get_task_data (G_TASK (result));
  Entry *entry = get_entry (flight->cache, flight->source);

  entry->in_flight = FALSE;
  answer_all (flight->cache, entry);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Flight *flight = user_data;
  SignetJwksCache *self = flight->cache;
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Entry *entry = get_entry (self, flight->source);

  answer = signet_jwks_fetcher_fetch_finish (SIGNET_JWKS_FETCHER (source), result, &error);
  take_answer (self, entry, answer, error);
  if (self->folder == NULL || entry->set == NULL || entry->body == NULL)
    {
      entry->in_flight = FALSE;
      answer_all (self, entry);
      flight_free (flight);
      return;
    }

  flight->folder = g_strdup (self->folder);
  flight->now = get_now (self);
  flight->stored = (SignetJwksStored) {
    .body = g_bytes_ref (entry->body),
    .jwks = jot_jwks_ref (entry->set->jwks),
    .origin = entry->set->origin,
    .etag = g_strdup (entry->etag),
    .fetched = entry->set->fetched,
    .good_until = entry->set->good_until,
    .refetched = entry->refetched,
    .error = entry->last_error != NULL ? g_error_copy (entry->last_error) : NULL,
  };
  /* a program that ends with its answer would take the file along: they are answered after it was written */
  task = g_task_new (NULL, NULL, written_cb, NULL);
  g_task_set_task_data (task, flight, flight_free);
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
  flight->source = g_strdup (entry->source);
  entry->in_flight = TRUE;
  entry->last_attempt = get_now (self);
  signet_jwks_fetcher_fetch_async (self->fetcher, entry->source, entry->etag, allow_http, NULL, fetched_cb, flight);
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

/* What another process, or an earlier run, learned since. */
static void
take_stored (Entry            *entry,
             SignetJwksStored *stored)
{
  if (entry->set == NULL || stored->fetched > entry->set->fetched)
    {
      g_clear_pointer (&entry->set, signet_key_set_unref);
      g_clear_pointer (&entry->body, g_bytes_unref);
      entry->set = signet_key_set_new (stored->jwks, entry->source, stored->origin, stored->fetched, stored->good_until, FALSE);
      entry->body = g_bytes_ref (stored->body);
      g_free (entry->etag);
      entry->etag = g_strdup (stored->etag);
      g_clear_error (&entry->last_error);
    }
  if (stored->refetched > entry->refetched)
    {
      entry->refetched = stored->refetched;
      g_clear_error (&entry->last_error);
      entry->last_error = stored->error != NULL ? g_error_copy (stored->error) : NULL;
    }
}

static void
answer_or_fetch (SignetJwksCache *self,
                 Entry           *entry,
                 GTask           *task)
{
  Request *request = g_task_get_task_data (task);
  gint64 now = get_now (self);

  if ((request->flags & SIGNET_JWKS_GET_REFRESH) == 0 && is_good (entry, request->kid, request->flags, now))
    {
      g_task_return_pointer (task, signet_key_set_ref (entry->set), (GDestroyNotify) signet_key_set_unref);
    }
  else if (!entry->in_flight && is_cooling (entry, request->flags, now))
    {
      GError *error = NULL;
      SignetKeySet *set = answer_from (entry, request->flags, now, &error);

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

typedef struct
{
  char             *folder;
  char             *source;
  gint64            now;
  SignetJwksStored  stored;
  gboolean          found;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->folder);
  g_free (look->source);
  signet_jwks_stored_clear (&look->stored);
  g_free (look);
}

static void
run_look (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Look *look = task_data;

  look->found = signet_jwks_disk_read (look->folder, look->source, look->now, &look->stored);
  g_task_return_boolean (task, TRUE);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetJwksCache *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (G_TASK (result));
  Entry *entry = get_entry (self, look->source);

  if (look->found && !entry->in_flight)
    take_stored (entry, &look->stored);
  answer_or_fetch (self, entry, task);
}

static void
look_on_disk (SignetJwksCache *self,
              const char      *source,
              GTask           *task)
{
  Look *look = g_new0 (Look, 1);
  /* no source object: the worker must never be the last to let go of the cache */
  g_autoptr (GTask) work = g_task_new (NULL, NULL, looked_cb, g_object_ref (task));

  look->folder = g_strdup (self->folder);
  look->source = g_strdup (source);
  look->now = get_now (self);
  g_task_set_task_data (work, look, look_free);
  g_task_run_in_thread (work, run_look);
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
  if (self->folder == NULL || entry->in_flight || is_cooling (entry, flags, now) ||
      ((flags & SIGNET_JWKS_GET_REFRESH) == 0 && is_good (entry, kid, flags, now)))
    answer_or_fetch (self, entry, task);
  else
    look_on_disk (self, source, task);
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
  if (is_good (entry, kid, flags, now))
    return signet_key_set_ref (entry->set);

  return is_cooling (entry, flags, now) ? answer_from (entry, flags, now, NULL) : NULL;
}
