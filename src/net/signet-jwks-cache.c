/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-cache.h"

#include "jot-error.h"
#include "signet-key-set-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MIN_AGE 30
#define MAX_AGE 86400
#define DEFAULT_AGE 600
#define COOLDOWN 30
#define OUTAGE_AGE 3600

/* What is known of one URL. */
typedef struct
{
  char         *source;
  SignetKeySet *set;           /* nullable: the last good one */
  char         *etag;          /* nullable: of set */
  gint64        last_attempt;  /* seconds since 1970, G_MININT64: none */
  GError       *last_error;    /* nullable: of that attempt */
  GPtrArray    *waiting;       /* of Waiter: who is told what the fetch in flight brings; may be empty */
  gboolean      in_flight;
} Entry;

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

  /* Borrowed */
  SignetClock  clock;
  gpointer     clock_data;
};

G_DEFINE_FINAL_TYPE (SignetJwksCache, signet_jwks_cache, G_TYPE_OBJECT)

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

/* A set that can answer for kid without asking anybody. */
static gboolean
is_good (const Entry *entry,
         const char  *kid,
         gint64       now)
{
  return entry->set != NULL && now < entry->set->good_until &&
         (kid == NULL || jot_jwks_has_kid (entry->set->jwks, kid));
}

/* Within 30 s of an attempt nothing is asked again, whatever came of it; an address that was not
 * allowed to be asked does not count. */
static gboolean
is_cooling (const Entry *entry,
            gint64       now)
{
  const JotErrorDetails *details = jot_error_get_details (entry->last_error);

  if (details != NULL &&
      (details->reason == JOT_REASON_HTTP_NOT_ALLOWED || details->reason == JOT_REASON_LAN_NOT_ALLOWED))
    return FALSE;

  return entry->last_attempt != G_MININT64 && now >= entry->last_attempt && now - entry->last_attempt < COOLDOWN;
}

/* The answer from what is at hand after an attempt: the set, also past its time during an outage. */
static SignetKeySet *
answer_from (const Entry  *entry,
             gint64        now,
             GError      **error)
{
  gboolean outage;

  if (entry->last_error == NULL && entry->set != NULL)
    return signet_key_set_ref (entry->set);

  outage = g_error_matches (entry->last_error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE) &&
           jot_error_get_details (entry->last_error)->reason != JOT_REASON_CERTIFICATE;
  if (entry->set != NULL && now < entry->set->good_until)
    return signet_key_set_ref (entry->set);
  if (entry->set != NULL && outage && now < entry->set->good_until + OUTAGE_AGE)
    return signet_key_set_new (entry->set->jwks, entry->source, entry->set->origin, entry->set->fetched,
                               entry->set->good_until, TRUE);

  if (error != NULL)
    *error = g_error_copy (entry->last_error);
  return NULL;
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
      SignetKeySet *set = answer_from (entry, get_now (self), &error);

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
  max_age = max_age < 0 ? DEFAULT_AGE : CLAMP (max_age, MIN_AGE, MAX_AGE);
  g_clear_pointer (&entry->set, signet_key_set_unref);
  entry->set = signet_key_set_new (jwks, entry->source, signet_jwks_answer_get_origin (answer), now, now + max_age, FALSE);
  /* a 304 without it confirms the one that was sent */
  if (signet_jwks_answer_get_body (answer) != NULL || signet_jwks_answer_get_etag (answer) != NULL)
    {
      g_free (entry->etag);
      entry->etag = g_strdup (signet_jwks_answer_get_etag (answer));
    }
}

typedef struct
{
  SignetJwksCache *cache;
  char            *source;
} Flight;

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Flight *flight = user_data;
  g_autoptr (SignetJwksCache) self = flight->cache;
  g_autofree char *url = flight->source;
  g_autoptr (SignetJwksAnswer) answer = NULL;
  GError *error = NULL;
  Entry *entry = get_entry (self, url);

  g_free (flight);
  answer = signet_jwks_fetcher_fetch_finish (SIGNET_JWKS_FETCHER (source), result, &error);
  entry->in_flight = FALSE;
  take_answer (self, entry, answer, error);
  answer_all (self, entry);
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

/* Runs in a worker: reads a file of bounded size. */
static void
read_file (GTask        *task,
           gpointer      source_object,
           gpointer      task_data,
           GCancellable *cancellable)
{
  const char *source = task_data;
  g_autofree char *path = NULL;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gssize n = 0;
  int fd, failure;

  path = g_ascii_strncasecmp (source, "file:", 5) == 0 ? g_filename_from_uri (source, NULL, NULL) : g_strdup (source);
  errno = EINVAL;
  fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  while (fd >= 0 && data->len <= JOT_JWKS_MAX_SIZE)
    {
      guint8 buffer[16384];

      n = read (fd, buffer, sizeof buffer);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      g_byte_array_append (data, buffer, (guint) n);
    }
  failure = errno;
  if (fd < 0 || n < 0)
    {
      g_autofree char *display = g_filename_display_basename (path != NULL ? path : source);

      g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_FILE, 0, 0, NULL, display,
                                                "%s: %s", display, g_strerror (failure)));
    }
  else
    {
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&data)), (GDestroyNotify) g_bytes_unref);
    }
  if (fd >= 0)
    close (fd);
}

/* A file is read each time: it costs next to nothing, and it is never out of date. */
static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetJwksCache *self = g_task_get_source_object (task);
  const char *name = g_task_get_task_data (task);
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
  Entry *entry;
  gint64 now;

  g_return_if_fail (SIGNET_IS_JWKS_CACHE (self));
  g_return_if_fail (source != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_jwks_cache_get_async);
  g_task_set_task_data (task, g_strdup (source), g_free);

  if (!is_url (source))
    {
      /* no source object: the worker must never be the last to let go of the cache */
      g_autoptr (GTask) reading = g_task_new (NULL, NULL, file_read_cb, g_object_ref (task));

      g_task_set_task_data (reading, g_strdup (source), g_free);
      g_task_run_in_thread (reading, read_file);
      return;
    }

  now = get_now (self);
  entry = get_entry (self, source);
  if ((flags & SIGNET_JWKS_GET_REFRESH) == 0 && is_good (entry, kid, now))
    {
      g_task_return_pointer (task, signet_key_set_ref (entry->set), (GDestroyNotify) signet_key_set_unref);
    }
  else if (!entry->in_flight && is_cooling (entry, now))
    {
      GError *error = NULL;
      SignetKeySet *set = answer_from (entry, now, &error);

      if (set != NULL)
        g_task_return_pointer (task, set, (GDestroyNotify) signet_key_set_unref);
      else
        g_task_return_error (task, error);
    }
  else
    {
      wait_for_fetch (self, entry, (flags & SIGNET_JWKS_GET_ALLOW_HTTP) != 0, task);
    }
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
 *
 * Returns: (transfer full) (nullable): the set at hand where it answers for @kid, or where asking again
 *   would be too early; %NULL where it takes a fetch
 */
SignetKeySet *
signet_jwks_cache_peek (SignetJwksCache *self,
                        const char      *source,
                        const char      *kid)
{
  Entry *entry;
  gint64 now;

  g_return_val_if_fail (SIGNET_IS_JWKS_CACHE (self), NULL);
  g_return_val_if_fail (source != NULL, NULL);

  entry = g_hash_table_lookup (self->entries, source);
  if (entry == NULL || entry->in_flight)
    return NULL;

  now = get_now (self);
  if (is_good (entry, kid, now))
    return signet_key_set_ref (entry->set);

  return is_cooling (entry, now) ? answer_from (entry, now, NULL) : NULL;
}
