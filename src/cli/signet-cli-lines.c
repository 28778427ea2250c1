/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli-lines.h"

#include "signet-cli-lines-keys.h"
#include "signet-report-json.h"
#include "signet-signer-check.h"

#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Lines are read into batches, batches are checked by one worker for each core, and
 * written in the order in which they were read. A batch is full with so many bytes; so
 * many may be under way. Together that bounds the memory, however many lines come. */
#define BATCH_SIZE (64 * 1024)
#define MAX_BATCHES_PER_CORE 4
/* Of one line no more is kept: one byte over the limit says "too large". */
#define MAX_LINE (JOT_MAX_TOKEN_SIZE + 1)

typedef struct
{
  GByteArray *text;      /* lines, each ended by a newline */
  GArray     *sizes;     /* guint64: the true size of each line */
  GString    *out;
  guint       n_refused;
  guint       n_unmet;   /* valid lists of those whom the user has not met */
  guint       n_missing; /* tokens whose key is not in the set */
  gboolean    done;
  SignetLineKeys *keys;  /* with what it is checked */
} Batch;

typedef struct
{
  /* Set before the workers start, then only read */
  JotJwk    *key;
  JotPolicy  policy;
  gint64     at;

  GMutex     mutex;
  GCond      cond;       /* a batch is done; guarded by mutex */
} Shared;

typedef struct
{
  /* The reading and writing thread alone */
  SignetContext            *context;
  const SignetCheckRequest *request;
  SignetLineKeys           *keys;   /* for the next batch */
  Shared      *shared;
  GThreadPool *pool;
  GQueue       under_way;  /* of Batch, in input order */
  Batch       *batch;      /* being filled */
  guint64      line_size;  /* of the line being read, all of it */
  gsize        line_kept;  /* of it in the batch */
  guint64      n_refused;
  guint64      n_unmet;
  gboolean     broken;     /* stdout cannot be written */
  gint64       renewed;    /* when they were last asked for again; 0: never */
  gboolean     stuck;      /* there are no keys any more; said why */
  int          status;     /* then */
} Stream;

static Batch *
batch_new (void)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->text = g_byte_array_sized_new (BATCH_SIZE + 4096);
  batch->sizes = g_array_new (FALSE, FALSE, sizeof (guint64));

  return batch;
}

static void
batch_free (Batch *batch)
{
  g_byte_array_unref (batch->text);
  g_array_unref (batch->sizes);
  g_clear_pointer (&batch->keys, signet_line_keys_unref);
  if (batch->out != NULL)
    g_string_free (batch->out, TRUE);
  g_free (batch);
}

/* A list is worth what is known of who signed it. */
static gboolean
is_unmet_list (SignetLineKeys *keys,
               JotVerdict     *verdict)
{
  JotClaims *claims = jot_verdict_get_claims (verdict);
  JotJwk *key = jot_verdict_get_key (verdict);

  return keys->signer == NULL && claims != NULL && key != NULL &&
         jot_json_node_get_kind (jot_json_node_get_member (jot_claims_get_root (claims), "groceryList")) == JOT_JSON_ARRAY &&
         (keys->own == NULL || !g_hash_table_contains (keys->own, jot_jwk_get_thumbprint (key)));
}

static void
check_line (Shared      *shared,
            Batch       *batch,
            const char  *line,
            gsize        length,
            guint64      size,
            gint64       now,
            JotVerdict **previous)
{
  SignetLineKeys *keys = batch->keys;
  g_autoptr (GError) distrust = NULL;
  JotVerdict *verdict;

  while (length > 0 && strchr (" \t\r", line[length - 1]) != NULL && line[length - 1] != '\0')
    length--, size--;
  while (length > 0 && (*line == ' ' || *line == '\t'))
    line++, length--, size--;

  if (size > JOT_MAX_TOKEN_SIZE)
    {
      g_autoptr (GError) error = jot_error_new (JOT_ERROR_TOO_LARGE, JOT_REASON_SIZE, 0, size, NULL, NULL,
                                                "the line has %" G_GUINT64_FORMAT " bytes", size);

      batch->n_refused++;
      signet_report_append_refusal (batch->out, error, now);
      g_string_append_c (batch->out, '\n');
      return;
    }

  verdict = jot_verify_following (*previous, line, (gssize) length, keys->set != NULL ? signet_key_set_get_jwks (keys->set) : NULL,
                                  shared->key, &shared->policy, now);
  distrust = signet_revoked_check_verdict (keys->revoked, verdict);
  if (distrust == NULL)
    distrust = signet_signer_check_verdict (keys->signer, verdict);
  if (distrust != NULL || !jot_verdict_is_valid (verdict))
    batch->n_refused++;
  else if (is_unmet_list (keys, verdict))
    batch->n_unmet++;
  if (g_error_matches (jot_verdict_get_error (verdict), JOT_ERROR, JOT_ERROR_KEY_NOT_FOUND))
    batch->n_missing++;
  if (distrust != NULL)
    signet_report_append_refusal (batch->out, distrust, now);
  else
    signet_report_append_line (batch->out, verdict);
  g_string_append_c (batch->out, '\n');
  g_clear_pointer (previous, jot_verdict_unref);
  *previous = verdict;
}

/* Runs in a worker. */
static void
check_batch (gpointer data,
             gpointer user_data)
{
  Batch *batch = data;
  Shared *shared = user_data;
  gint64 now = shared->at != G_MININT64 ? shared->at : signet_verifier_get_now ();
  const char *line = (const char *) batch->text->data;
  g_autoptr (JotVerdict) previous = NULL;

  batch->out = g_string_sized_new (batch->text->len + 4096);
  for (guint i = 0; i < batch->sizes->len; i++)
    {
      gsize left = batch->text->len - (gsize) (line - (const char *) batch->text->data);
      const char *end = memchr (line, '\n', left);

      g_assert (end != NULL);
      check_line (shared, batch, line, (gsize) (end - line), g_array_index (batch->sizes, guint64, i), now, &previous);
      line = end + 1;
    }

  g_mutex_lock (&shared->mutex);
  batch->done = TRUE;
  g_cond_signal (&shared->cond);
  g_mutex_unlock (&shared->mutex);
}

/* Asks for the key set again, as for a single token: FALSE where it is too early, and where nothing else comes of it. */
static gboolean
renew_keys (Stream *stream)
{
  g_autoptr (SignetLineKeys) before = NULL;
  g_autoptr (SignetLineKeys) after = NULL;
  gint64 now = signet_verifier_get_now ();

  if (stream->stuck || !signet_line_keys_can_renew (stream->keys, stream->renewed, now))
    return FALSE;

  stream->renewed = now;
  after = signet_line_keys_get (stream->context, stream->request, TRUE, &stream->status);
  if (after == NULL)
    {
      /* those at hand serve for as long as they are good */
      stream->stuck = signet_line_keys_are_old (stream->keys, now);
      return FALSE;
    }

  before = g_steal_pointer (&stream->keys);
  stream->keys = g_steal_pointer (&after);
  signet_line_keys_warn (stream->keys, before);

  return TRUE;
}

/* Tokens with a key that was not in the set are checked once more with a newer one. */
static void
check_again (Stream *stream,
             Batch  *batch)
{
  if (batch->keys == stream->keys && !renew_keys (stream))
    return;

  signet_line_keys_unref (batch->keys);
  batch->keys = signet_line_keys_ref (stream->keys);
  g_string_free (batch->out, TRUE);
  batch->out = NULL;
  batch->n_refused = batch->n_unmet = batch->n_missing = 0;
  check_batch (batch, stream->shared);
}

/* Writes the oldest batches: all that are done, and waits until at most max are left. */
static void
write_batches (Stream *stream,
               guint   max)
{
  Batch *batch;

  while ((batch = g_queue_peek_head (&stream->under_way)) != NULL)
    {
      gboolean done;

      g_mutex_lock (&stream->shared->mutex);
      while (!batch->done && stream->under_way.length > max)
        g_cond_wait (&stream->shared->cond, &stream->shared->mutex);
      done = batch->done;
      g_mutex_unlock (&stream->shared->mutex);
      if (!done)
        return;

      g_queue_pop_head (&stream->under_way);
      if (batch->n_missing > 0)
        check_again (stream, batch);
      stream->n_refused += batch->n_refused;
      stream->n_unmet += batch->n_unmet;
      if (!stream->broken && !signet_cli_print (batch->out->str, batch->out->len))
        stream->broken = TRUE;
      batch_free (batch);
    }
}

static void
start_batch (Stream *stream)
{
  if (signet_line_keys_are_old (stream->keys, signet_verifier_get_now ()))
    renew_keys (stream);
  stream->batch->keys = signet_line_keys_ref (stream->keys);
  g_queue_push_tail (&stream->under_way, stream->batch);
  g_thread_pool_push (stream->pool, stream->batch, NULL);
}

static void
send_batch (Stream *stream)
{
  if (stream->batch->sizes->len == 0)
    return;

  if (stream->line_size > 0)
    {
      /* the line that is not whole yet goes on in the next batch */
      Batch *next = batch_new ();
      gsize kept = stream->line_kept;

      g_byte_array_append (next->text, stream->batch->text->data + stream->batch->text->len - kept, (guint) kept);
      g_byte_array_set_size (stream->batch->text, stream->batch->text->len - (guint) kept);
      start_batch (stream);
      stream->batch = next;
    }
  else
    {
      start_batch (stream);
      stream->batch = batch_new ();
    }

  write_batches (stream, MAX_BATCHES_PER_CORE * g_get_num_processors ());
}

static void
end_line (Stream *stream)
{
  g_byte_array_append (stream->batch->text, (const guint8 *) "\n", 1);
  g_array_append_val (stream->batch->sizes, stream->line_size);
  stream->line_size = 0;
  stream->line_kept = 0;
  if (stream->batch->text->len >= BATCH_SIZE)
    send_batch (stream);
}

static void
take_bytes (Stream     *stream,
            const char *data,
            gsize       size)
{
  while (size > 0)
    {
      const char *end = memchr (data, '\n', size);
      gsize n = end != NULL ? (gsize) (end - data) : size;
      gsize kept = MIN (n, MAX_LINE - MIN (stream->line_kept, MAX_LINE));

      g_byte_array_append (stream->batch->text, (const guint8 *) data, (guint) kept);
      stream->line_kept += kept;
      stream->line_size += n;
      if (end == NULL)
        return;

      end_line (stream);
      data = end + 1;
      size -= n + 1;
    }
}

/* Reads all of stdin; FALSE, with a sentence printed, where that fails. */
static gboolean
read_all (Stream *stream)
{
  g_autofree char *buffer = g_malloc (BATCH_SIZE);
  g_autoptr (GError) error = NULL;
  gssize n;

  do
    {
      struct pollfd ready = { .fd = STDIN_FILENO, .events = POLLIN };

      /* Nothing to read at once: let those see their answers who wait for them */
      if (poll (&ready, 1, 0) == 0)
        {
          send_batch (stream);
          write_batches (stream, 0);
        }

      n = signet_cli_read_stdin (buffer, BATCH_SIZE, &error);
      if (n < 0)
        {
          signet_cli_fail (error);
          return FALSE;
        }
      take_bytes (stream, buffer, (gsize) n);
    }
  while (n != 0 && !stream->broken && !stream->stuck);

  if (stream->line_size > 0)
    end_line (stream);
  send_batch (stream);

  return TRUE;
}

int
signet_cli_verify_lines (SignetContext            *context,
                         const SignetCheckRequest *request)
{
  Shared shared = { .key = request->key, .policy = request->policy, .at = request->at };
  Stream stream = { .context = context, .request = request, .shared = &shared };
  gboolean read_well;

  stream.keys = signet_line_keys_get (context, request, request->refresh, &stream.status);
  if (stream.keys == NULL)
    return stream.status;
  signet_line_keys_warn (stream.keys, NULL);

  g_mutex_init (&shared.mutex);
  g_cond_init (&shared.cond);
  g_queue_init (&stream.under_way);
  stream.batch = batch_new ();
  stream.pool = g_thread_pool_new (check_batch, &shared, (int) g_get_num_processors (), TRUE, NULL);

  read_well = read_all (&stream);
  write_batches (&stream, 0);

  g_thread_pool_free (stream.pool, FALSE, TRUE);
  batch_free (stream.batch);
  signet_line_keys_unref (stream.keys);
  g_mutex_clear (&shared.mutex);
  g_cond_clear (&shared.cond);

  if (stream.n_unmet > 0)
    {
      gulong n = (gulong) stream.n_unmet;

      g_printerr (ngettext ("Valid, but…: %lu list is of a signer whom you have not met.\n",
                            "Valid, but…: %lu lists are of a signer whom you have not met.\n", n), n);
    }
  if (!read_well || stream.broken)
    return SIGNET_EXIT_FAILED;
  if (stream.stuck)
    return stream.status;

  return stream.n_refused > 0 ? SIGNET_EXIT_REFUSED : SIGNET_EXIT_DONE;
}
