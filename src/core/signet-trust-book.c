/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-trust-book.h"

#include "signet-trust-book-file.h"

#include <unistd.h>

struct _SignetTrustBook
{
  GObject parent_instance;

  /* Owned */
  char      *path;
  GPtrArray *signers;   /* of SignetSigner, sorted by name; replaced as a whole */
};

G_DEFINE_FINAL_TYPE (SignetTrustBook, signet_trust_book, G_TYPE_OBJECT)
G_DEFINE_QUARK (signet-signers-error-quark, signet_signers_error)

typedef enum { JOB_READ, JOB_ADD, JOB_REMOVE, JOB_NOTE, JOB_PIN } JobKind;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A snapshot for the worker, and what comes of it. */
typedef struct
{
  JobKind       kind;
  char         *path;
  SignetSigner *signer;   /* add, note */
  char         *name;     /* remove, pin */
  JotJwks      *jwks;     /* note */
  JotJwk       *jwk;      /* pin */
  char         *kid;      /* pin */
  gint64        time;     /* note: when the set was fetched; pin: now */
  GPtrArray    *signers;  /* result */
} Job;

static Job *
job_new (SignetTrustBook *self,
         JobKind          kind)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->path = g_strdup (self->path);

  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->name);
  g_free (job->kid);
  g_clear_pointer (&job->jwk, jot_jwk_unref);
  g_clear_pointer (&job->signer, signet_signer_unref);
  g_clear_pointer (&job->jwks, jot_jwks_unref);
  g_clear_pointer (&job->signers, g_ptr_array_unref);
  g_free (job);
}

static void
replace (GPtrArray    *signers,
         guint         index,
         SignetSigner *next)
{
  signet_signer_unref (signers->pdata[index]);
  signers->pdata[index] = next;
}

/* Changes signers; changed: whether there is anything to write. */
static gboolean
apply (Job        *job,
       GPtrArray  *signers,
       gboolean   *changed,
       GError    **error)
{
  const char *name = job->name != NULL ? job->name : signet_signer_get_name (job->signer);
  guint i = 0;
  gboolean found = signet_signers_find (signers, name, &i);

  *changed = TRUE;
  switch (job->kind)
    {
    case JOB_ADD:
      if (found)
        {
          g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_EXISTS, name);
          return FALSE;
        }
      g_ptr_array_add (signers, signet_signer_ref (job->signer));
      g_ptr_array_sort (signers, signet_signers_compare);
      return TRUE;

    case JOB_REMOVE:
      if (!found)
        {
          g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NOT_FOUND, name);
          return FALSE;
        }
      g_ptr_array_remove_index (signers, i);
      return TRUE;

    case JOB_NOTE:
      /* also where they were removed and added anew with another address: the set is not theirs */
      *changed = found &&
                 g_strcmp0 (signet_signer_get_url (signers->pdata[i]), signet_signer_get_url (job->signer)) == 0;
      if (*changed)
        replace (signers, i, signet_signer_take_set (signers->pdata[i], job->jwks, job->time));
      return TRUE;

    case JOB_PIN:
      if (!found)
        {
          g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NOT_FOUND, name);
          return FALSE;
        }
      replace (signers, i, signet_signer_pin (signers->pdata[i], job->jwk, job->kid, job->time));
      return TRUE;

    case JOB_READ:
      break;
    }

  g_return_val_if_reached (FALSE);
}

/* A change reads the file anew and writes it under the lock; reading alone takes the lock only to put a
 * damaged file aside, so that it works where nothing can be written. */
static gboolean
run (Job     *job,
     GError **error)
{
  g_autoptr (GPtrArray) signers = NULL;
  gboolean changed = FALSE;
  gboolean done;
  int fd;

  if (job->kind == JOB_READ)
    {
      g_autoptr (GError) local_error = NULL;

      job->signers = signet_signers_file_read (job->path, &local_error);
      if (job->signers != NULL)
        return TRUE;
      if (!g_error_matches (local_error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_DAMAGED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  fd = signet_signers_file_lock (job->path, error);
  if (fd < 0)
    return FALSE;

  signers = signet_signers_file_read_or_keep_aside (job->path, error);
  done = signers != NULL && (job->kind == JOB_READ || apply (job, signers, &changed, error)) &&
         (!changed || signet_signers_file_write (job->path, signers, error));
  if (done)
    job->signers = g_steal_pointer (&signers);
  close (fd);

  return done;
}

static void
run_job (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  GError *error = NULL;

  if (run (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
job_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetTrustBook *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_ptr_array_unref (self->signers);
  self->signers = g_steal_pointer (&job->signers);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_task_return_boolean (task, TRUE);
}

static void
start_job (SignetTrustBook     *self,
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

static void
signet_trust_book_finalize (GObject *object)
{
  SignetTrustBook *self = SIGNET_TRUST_BOOK (object);

  g_free (self->path);
  g_ptr_array_unref (self->signers);

  G_OBJECT_CLASS (signet_trust_book_parent_class)->finalize (object);
}

static void
signet_trust_book_class_init (SignetTrustBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_trust_book_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_trust_book_init (SignetTrustBook *self)
{
  self->signers = signet_signers_new ();
}

/**
 * signet_trust_book_new:
 * @path: (nullable): its file; $XDG_DATA_HOME/signet/signers.json where %NULL
 *
 * Returns: (transfer full): a book, of which nothing is read yet
 */
SignetTrustBook *
signet_trust_book_new (const char *path)
{
  SignetTrustBook *self = g_object_new (SIGNET_TYPE_TRUST_BOOK, NULL);

  self->path = path != NULL ? g_strdup (path) : g_build_filename (g_get_user_data_dir (), "signet", "signers.json", NULL);

  return self;
}

/**
 * signet_trust_book_dup_signers:
 * @self: a book
 *
 * Returns: (transfer full) (element-type SignetSigner): the people in it, by name
 */
GPtrArray *
signet_trust_book_dup_signers (SignetTrustBook *self)
{
  GPtrArray *copy;

  g_return_val_if_fail (SIGNET_IS_TRUST_BOOK (self), NULL);

  copy = signet_signers_new ();
  for (guint i = 0; i < self->signers->len; i++)
    g_ptr_array_add (copy, signet_signer_ref (self->signers->pdata[i]));

  return copy;
}

/**
 * signet_trust_book_find:
 * @self: a book
 * @name: the name of a person
 *
 * Returns: (transfer none) (nullable): the signer of exactly that name
 */
SignetSigner *
signet_trust_book_find (SignetTrustBook *self,
                        const char      *name)
{
  guint i;

  g_return_val_if_fail (SIGNET_IS_TRUST_BOOK (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return signet_signers_find (self->signers, name, &i) ? self->signers->pdata[i] : NULL;
}

/**
 * signet_trust_book_load_async:
 * @self: a book
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads the file. One that is damaged is kept aside, and the book stays as it was.
 */
void
signet_trust_book_load_async (SignetTrustBook     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_TRUST_BOOK (self));

  start_job (self, job_new (self, JOB_READ), signet_trust_book_load_async, cancellable, callback, user_data);
}

/**
 * signet_trust_book_add_async:
 * @self: a book
 * @signer: whom to remember
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_trust_book_add_async (SignetTrustBook     *self,
                             SignetSigner        *signer,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Job *job;

  g_return_if_fail (SIGNET_IS_TRUST_BOOK (self));
  g_return_if_fail (signer != NULL);

  job = job_new (self, JOB_ADD);
  job->signer = signet_signer_ref (signer);
  start_job (self, job, signet_trust_book_add_async, cancellable, callback, user_data);
}

/**
 * signet_trust_book_remove_async:
 * @self: a book
 * @name: whom to forget
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_trust_book_remove_async (SignetTrustBook     *self,
                                const char          *name,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  Job *job;

  g_return_if_fail (SIGNET_IS_TRUST_BOOK (self));
  g_return_if_fail (name != NULL);

  job = job_new (self, JOB_REMOVE);
  job->name = g_strdup (name);
  start_job (self, job, signet_trust_book_remove_async, cancellable, callback, user_data);
}

/**
 * signet_trust_book_note_async:
 * @self: a book
 * @signer: whose address it was
 * @jwks: the well-formed key set that was there
 * @fetched: when
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Writes down what was seen (signet_signer_take_set()), on what the file says by then.
 */
void
signet_trust_book_note_async (SignetTrustBook     *self,
                              SignetSigner        *signer,
                              JotJwks             *jwks,
                              gint64               fetched,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Job *job;

  g_return_if_fail (SIGNET_IS_TRUST_BOOK (self));
  g_return_if_fail (signer != NULL && jwks != NULL);

  job = job_new (self, JOB_NOTE);
  job->signer = signet_signer_ref (signer);
  job->jwks = jot_jwks_ref (jwks);
  job->time = fetched;
  start_job (self, job, signet_trust_book_note_async, cancellable, callback, user_data);
}

/**
 * signet_trust_book_pin_async:
 * @self: a book
 * @name: whose key it is
 * @jwk: the key
 * @kid: its ID in the key set
 * @now: seconds since 1970
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Writes down that the user trusts a key (signet_signer_pin()).
 */
void
signet_trust_book_pin_async (SignetTrustBook     *self,
                             const char          *name,
                             JotJwk              *jwk,
                             const char          *kid,
                             gint64               now,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Job *job;

  g_return_if_fail (SIGNET_IS_TRUST_BOOK (self));
  g_return_if_fail (name != NULL && jwk != NULL && kid != NULL);

  job = job_new (self, JOB_PIN);
  job->name = g_strdup (name);
  job->jwk = jot_jwk_ref (jwk);
  job->kid = g_strdup (kid);
  job->time = now;
  start_job (self, job, signet_trust_book_pin_async, cancellable, callback, user_data);
}

/**
 * signet_trust_book_finish:
 * @self: a book
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it was done. Errors: %SIGNET_SIGNERS_ERROR, %G_IO_ERROR_CANCELLED
 */
gboolean
signet_trust_book_finish (SignetTrustBook  *self,
                          GAsyncResult     *result,
                          GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
