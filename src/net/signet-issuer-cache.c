/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-issuer-cache.h"

#include "jot-error.h"
#include "jot-json.h"
#include "signet-cache-file.h"
#include "signet-discovery.h"
#include "signet-jwks-policy.h"

#include <string.h>

#define VERSION 1
#define MAX_URL 8192
#define MAX_FILE_SIZE (64 * 1024)

/* What is known of one issuer. */
typedef struct
{
  char             *url;           /* nullable: where its key set is */
  SignetJwksOrigin  origin;        /* of the description that said so */
  gint64            found;         /* seconds since 1970 */
  gint64            good_until;
  gint64            last_attempt;  /* G_MININT64: none */
  GError           *last_error;    /* nullable: of that attempt */
} Entry;

typedef struct
{
  char               *issuer;
  SignetJwksGetFlags  flags;
} Request;

struct _SignetIssuerCache
{
  GObject parent_instance;

  /* Owned */
  SignetJwksFetcher *fetcher;
  GHashTable        *entries;  /* issuer → Entry */
  char              *folder;   /* nullable */

  /* Borrowed */
  SignetClock  clock;
  gpointer     clock_data;
};

G_DEFINE_FINAL_TYPE (SignetIssuerCache, signet_issuer_cache, G_TYPE_OBJECT)

static void
entry_clear (Entry *entry)
{
  g_clear_pointer (&entry->url, g_free);
  g_clear_error (&entry->last_error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

static void
entry_free (gpointer data)
{
  entry_clear (data);
  g_free (data);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->issuer);
  g_free (request);
}

static void
signet_issuer_cache_finalize (GObject *object)
{
  SignetIssuerCache *self = SIGNET_ISSUER_CACHE (object);

  g_clear_object (&self->fetcher);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self->folder);

  G_OBJECT_CLASS (signet_issuer_cache_parent_class)->finalize (object);
}

static void
signet_issuer_cache_class_init (SignetIssuerCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_issuer_cache_finalize;
}

static void
signet_issuer_cache_init (SignetIssuerCache *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
}

static gint64
get_now (SignetIssuerCache *self)
{
  return self->clock (self->clock_data);
}

static Entry *
get_entry (SignetIssuerCache *self,
           const char        *issuer)
{
  Entry *entry = g_hash_table_lookup (self->entries, issuer);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->last_attempt = G_MININT64;
      g_hash_table_insert (self->entries, g_strdup (issuer), entry);
    }

  return entry;
}

/* Whether an address is known, and it came in a way that is agreed to now as well. */
static gboolean
is_at_hand (const Entry        *entry,
            SignetJwksGetFlags  flags)
{
  return entry->url != NULL && signet_jwks_policy_allows (entry->origin, flags);
}

static gboolean
is_good (const Entry        *entry,
         SignetJwksGetFlags  flags,
         gint64              now)
{
  return is_at_hand (entry, flags) && now < entry->good_until;
}

static gboolean
is_refused (const GError *error)
{
  const JotErrorDetails *details = error != NULL ? jot_error_get_details (error) : NULL;

  return details != NULL && (details->reason == JOT_REASON_HTTP_NOT_ALLOWED || details->reason == JOT_REASON_LAN_NOT_ALLOWED ||
                             details->reason == JOT_REASON_BAD_URL);
}

static gboolean
is_cooling (const Entry        *entry,
            SignetJwksGetFlags  flags,
            gint64              now)
{
  if (!signet_jwks_policy_is_cooling (entry->last_attempt, now))
    return FALSE;
  if ((entry->url != NULL && !is_at_hand (entry, flags)) || is_refused (entry->last_error))
    return FALSE;

  return entry->last_error != NULL || is_good (entry, flags, now);
}

/* While the issuer is away. */
static gboolean
serves (const Entry        *entry,
        SignetJwksGetFlags  flags,
        gint64              now)
{
  return is_at_hand (entry, flags) && now < entry->found + SIGNET_JWKS_MAX_AGE + SIGNET_JWKS_OUTAGE_AGE &&
         signet_jwks_policy_is_outage (entry->last_error);
}

/* The answer from what is at hand after an attempt. */
static void
answer (SignetIssuerCache *self,
        GTask             *task)
{
  Request *request = g_task_get_task_data (task);
  Entry *entry = get_entry (self, request->issuer);
  gint64 now = get_now (self);

  if (is_good (entry, request->flags, now) || serves (entry, request->flags, now))
    g_task_return_pointer (task, g_strdup (entry->url), g_free);
  else if (entry->last_error != NULL)
    g_task_return_error (task, g_error_copy (entry->last_error));
  else
    g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_HTTP_NOT_ALLOWED, 0, 0, NULL, NULL,
                                              "the issuer is not asked over http"));
}

/* What a worker reads or writes: nothing in it belongs to the main thread. */
typedef struct
{
  char   *folder;
  char   *issuer;
  gint64  now;
  Entry   entry;
  gboolean found;
} Job;

static Job *
job_new (SignetIssuerCache *self,
         const char        *issuer)
{
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (self->folder);
  job->issuer = g_strdup (issuer);
  job->now = get_now (self);

  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->folder);
  g_free (job->issuer);
  entry_clear (&job->entry);
  g_free (job);
}

static gboolean
get_time (JotJsonNode  root,
          const char  *name,
          gint64       now,
          gint64      *time)
{
  return signet_cache_file_get_number (root, name, time) && *time <= now;
}

/* The limits are those of an answer: no file makes an address good for longer than an issuer could. */
static gboolean
read_entry (JotJsonNode  root,
            const char  *issuer,
            gint64       now,
            Entry       *entry)
{
  const char *url = jot_json_node_get_string_member (root, "url");
  gint64 version;

  if (!get_time (root, "version", VERSION, &version) || version != VERSION ||
      g_strcmp0 (jot_json_node_get_string_member (root, "issuer"), issuer) != 0 ||
      url == NULL || strlen (url) > MAX_URL || !signet_cache_file_get_origin (root, &entry->origin) ||
      !get_time (root, "found", now, &entry->found) || !get_time (root, "attempted", now, &entry->last_attempt) ||
      !get_time (root, "goodUntil", entry->found + SIGNET_JWKS_MAX_AGE, &entry->good_until))
    return FALSE;

  /* what an answer may say */
  if (g_ascii_strncasecmp (issuer, "https:", 6) == 0 &&
      (entry->origin != SIGNET_JWKS_ORIGIN_HTTPS || g_ascii_strncasecmp (url, "https:", 6) != 0))
    return FALSE;

  entry->url = g_strdup (url);
  return TRUE;
}

static void
run_read (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Job *job = task_data;
  g_autofree char *text = NULL;
  g_autoptr (JotJson) json = NULL;
  gsize length = 0;

  text = signet_cache_file_read (job->folder, job->issuer, MAX_FILE_SIZE, &length);
  json = text != NULL ? jot_json_parse (text, (gssize) length, NULL) : NULL;
  job->found = json != NULL && read_entry (jot_json_get_root (json), job->issuer, job->now, &job->entry);
  g_task_return_boolean (task, TRUE);
}

static void
run_write (GTask        *task,
           gpointer      source_object,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "{\"version\":%d,\"origin\":\"%s\",\"found\":%" G_GINT64_FORMAT ",\"goodUntil\":%" G_GINT64_FORMAT
                          ",\"attempted\":%" G_GINT64_FORMAT ",\"issuer\":", VERSION, signet_cache_file_name_origin (job->entry.origin),
                          job->entry.found, job->entry.good_until, job->entry.last_attempt);
  jot_json_append_string (out, job->issuer);
  g_string_append (out, ",\"url\":");
  jot_json_append_string (out, job->entry.url);
  g_string_append (out, "}\n");

  signet_cache_file_write (job->folder, job->issuer, out->str, out->len);
  signet_cache_file_prune (job->folder, job->now - SIGNET_JWKS_MAX_AGE - SIGNET_JWKS_OUTAGE_AGE);
  g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  answer (g_task_get_source_object (task), task);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetIssuerCache *self = g_task_get_source_object (task);
  const char *issuer = ((Request *) g_task_get_task_data (task))->issuer;
  Entry *entry = get_entry (self, issuer);
  g_auto (SignetDiscovered) discovered = { 0 };
  g_autoptr (GTask) work = NULL;
  GError *error = NULL;
  gint64 now = get_now (self);
  Job *job;

  signet_discovery_find_finish (SIGNET_JWKS_FETCHER (source), result, &discovered, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* nothing came of it: whoever asks next need not wait */
      entry->last_attempt = G_MININT64;
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&entry->last_error);
  entry->last_error = error;
  if (error == NULL)
    {
      g_free (entry->url);
      entry->url = g_steal_pointer (&discovered.url);
      entry->origin = discovered.origin;
      entry->found = now;
      entry->good_until = now + signet_jwks_policy_limit_age (discovered.max_age);
    }
  if (self->folder == NULL || entry->url == NULL || is_refused (error) || strlen (entry->url) > MAX_URL)
    {
      answer (self, task);
      return;
    }

  job = job_new (self, issuer);
  job->entry = *entry;
  job->entry.url = g_strdup (entry->url);
  job->entry.last_error = NULL;
  /* a program that ends with its answer would take the file along: it is answered after it was written */
  work = g_task_new (NULL, NULL, written_cb, g_steal_pointer (&task));
  g_task_set_task_data (work, job, job_free);
  g_task_run_in_thread (work, run_write);
}

/* task: (transfer full) */
static void
answer_or_ask (SignetIssuerCache *self,
               GTask             *task)
{
  g_autoptr (GTask) owned = task;
  Request *request = g_task_get_task_data (task);
  Entry *entry = get_entry (self, request->issuer);
  gint64 now = get_now (self);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (((request->flags & SIGNET_JWKS_GET_REFRESH) == 0 && is_good (entry, request->flags, now)) ||
      is_cooling (entry, request->flags, now))
    {
      answer (self, task);
      return;
    }

  entry->last_attempt = now;
  signet_discovery_find_async (self->fetcher, request->issuer, (request->flags & SIGNET_JWKS_GET_ALLOW_HTTP) != 0,
                               g_task_get_cancellable (task), asked_cb, g_steal_pointer (&owned));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetIssuerCache *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (G_TASK (result));
  Entry *entry = get_entry (self, job->issuer);

  if (job->found && (entry->url == NULL || job->entry.found > entry->found))
    {
      g_free (entry->url);
      entry->url = g_steal_pointer (&job->entry.url);
      entry->origin = job->entry.origin;
      entry->found = job->entry.found;
      entry->good_until = job->entry.good_until;
      entry->last_attempt = MAX (entry->last_attempt, job->entry.last_attempt);
    }
  answer_or_ask (self, g_steal_pointer (&task));
}

/**
 * signet_issuer_cache_new:
 * @fetcher: (transfer none): what fetches
 * @clock: the time, injected for tests
 * @clock_data: for @clock
 *
 * Returns: (transfer full): a cache that holds nothing yet
 */
SignetIssuerCache *
signet_issuer_cache_new (SignetJwksFetcher *fetcher,
                         SignetClock        clock,
                         gpointer           clock_data)
{
  SignetIssuerCache *self;

  g_return_val_if_fail (SIGNET_IS_JWKS_FETCHER (fetcher), NULL);
  g_return_val_if_fail (clock != NULL, NULL);

  self = g_object_new (SIGNET_TYPE_ISSUER_CACHE, NULL);
  self->fetcher = g_object_ref (fetcher);
  self->clock = clock;
  self->clock_data = clock_data;

  return self;
}

/**
 * signet_issuer_cache_keep_in:
 * @self: a cache
 * @folder: where files may be; made when first needed
 */
void
signet_issuer_cache_keep_in (SignetIssuerCache *self,
                             const char        *folder)
{
  g_return_if_fail (SIGNET_IS_ISSUER_CACHE (self));
  g_return_if_fail (folder != NULL);

  g_free (self->folder);
  self->folder = g_strdup (folder);
}

/**
 * signet_issuer_cache_get_async:
 * @self: a cache
 * @issuer: the address of an issuer; foreign text
 * @flags: how
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_issuer_cache_get_async (SignetIssuerCache   *self,
                               const char          *issuer,
                               SignetJwksGetFlags   flags,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) work = NULL;
  Request *request;
  Entry *entry;
  gint64 now;

  g_return_if_fail (SIGNET_IS_ISSUER_CACHE (self));
  g_return_if_fail (issuer != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_issuer_cache_get_async);
  request = g_new0 (Request, 1);
  request->issuer = g_strdup (issuer);
  request->flags = flags;
  g_task_set_task_data (task, request, request_free);

  now = get_now (self);
  entry = get_entry (self, issuer);
  if (self->folder == NULL || is_cooling (entry, flags, now) ||
      ((flags & SIGNET_JWKS_GET_REFRESH) == 0 && is_good (entry, flags, now)))
    {
      answer_or_ask (self, g_steal_pointer (&task));
      return;
    }

  /* no source object: the worker must never be the last to let go of the cache */
  work = g_task_new (NULL, NULL, read_cb, g_steal_pointer (&task));
  g_task_set_task_data (work, job_new (self, issuer), job_free);
  g_task_run_in_thread (work, run_read);
}

/**
 * signet_issuer_cache_get_finish:
 * @self: a cache
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the URL of the issuer's key set
 */
char *
signet_issuer_cache_get_finish (SignetIssuerCache  *self,
                                GAsyncResult       *result,
                                GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_issuer_cache_peek:
 * @self: a cache
 * @issuer: the address of an issuer
 * @flags: how it may have come
 *
 * Returns: (transfer none) (nullable): the URL of its key set, where it is known in this program and not out of date
 */
const char *
signet_issuer_cache_peek (SignetIssuerCache  *self,
                          const char         *issuer,
                          SignetJwksGetFlags  flags)
{
  Entry *entry;

  g_return_val_if_fail (SIGNET_IS_ISSUER_CACHE (self), NULL);
  g_return_val_if_fail (issuer != NULL, NULL);

  entry = g_hash_table_lookup (self->entries, issuer);

  return entry != NULL && is_good (entry, flags, get_now (self)) ? entry->url : NULL;
}
