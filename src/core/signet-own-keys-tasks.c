/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-own-keys-private.h"

#include "signet-keys-error.h"

#include <string.h>

/* What is done to our own keys: made, rotated, revoked, backed up, imported and restored. */

/* A backup has some KB a key. */
#define MAX_FILE_SIZE (1024 * 1024)

/* What a task needs besides its keys. */
typedef struct
{
  GFile     *file;
  JotSecret *passphrase;   /* nullable */
  char      *text;         /* of a backup */
  guint      n_restored;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->file);
  g_clear_pointer (&job->passphrase, jot_secret_unref);
  g_free (job->text);
  g_free (job);
}

static GTask *
task_new (SignetOwnKeys       *self,
          GFile               *file,
          JotSecret           *passphrase,
          gpointer             tag,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  if (file != NULL)
    job->file = g_object_ref (file);
  if (passphrase != NULL)
    job->passphrase = jot_secret_ref (passphrase);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  /* what was done is told, also where the caller gave up in the meantime */
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static void
return_done (GTask    *task,
             gboolean  done,
             GError   *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SignetKeyInfo) info = signet_signing_keys_create_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, info != NULL, error);
}

void
signet_own_keys_create_async (SignetOwnKeys       *self,
                              const JotAlg        *alg,
                              guint                bits,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));

  signet_signing_keys_create_async (_signet_own_keys_get_keys (self), alg, bits, cancellable, created_cb,
                                    task_new (self, NULL, NULL, signet_own_keys_create_async, cancellable, callback, user_data));
}

static void
rotated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SignetKeyInfo) info = signet_signing_keys_rotate_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, info != NULL, error);
}

void
signet_own_keys_rotate_async (SignetOwnKeys       *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));

  signet_signing_keys_rotate_async (_signet_own_keys_get_keys (self), cancellable, rotated_cb,
                                    task_new (self, NULL, NULL, signet_own_keys_rotate_async, cancellable, callback, user_data));
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean done = signet_signing_keys_revoke_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, done, error);
}

void
signet_own_keys_revoke_async (SignetOwnKeys       *self,
                              const char          *kid,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));

  signet_signing_keys_revoke_async (_signet_own_keys_get_keys (self), kid, cancellable, revoked_cb,
                                    task_new (self, NULL, NULL, signet_own_keys_revoke_async, cancellable, callback, user_data));
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  const char *path = g_file_peek_path (job->file);
  GError *error = NULL;
  gboolean done;

  if (path != NULL)
    done = g_file_set_contents_full (path, job->text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                     &error);
  else
    done = g_file_replace_contents (job->file, job->text, strlen (job->text), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                    cancellable, &error);

  return_done (task, done, error);
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->text = signet_signing_keys_backup_finish (SIGNET_SIGNING_KEYS (source), result, &error);
  if (job->text == NULL)
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, write_in_thread);
}

void
signet_own_keys_back_up_async (SignetOwnKeys       *self,
                               GFile               *file,
                               JotSecret           *passphrase,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));
  g_return_if_fail (G_IS_FILE (file));

  signet_signing_keys_backup_async (_signet_own_keys_get_keys (self), passphrase, cancellable, backed_up_cb,
                                    task_new (self, file, NULL, signet_own_keys_back_up_async, cancellable, callback, user_data));
}

typedef struct
{
  GInputStream *stream;
  GCancellable *cancellable;
} Input;

static gssize
fill (char     *buffer,
      gsize     size,
      gpointer  user_data,
      GError  **error)
{
  Input *input = user_data;
  gsize n;

  return g_input_stream_read_all (input->stream, buffer, size, &n, input->cancellable, error) ? (gssize) n : -1;
}

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (source_object, cancellable, &error);
  Input input = { .cancellable = cancellable };
  g_autoptr (JotSecret) secret = NULL;

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* one byte more than is taken says that there is more */
  input.stream = G_INPUT_STREAM (stream);
  secret = jot_secret_new_filled (MAX_FILE_SIZE + 1, fill, &input, &error);
  if (secret == NULL)
    g_task_return_error (task, error);
  else if (jot_secret_get_size (secret) > MAX_FILE_SIZE)
    g_task_return_new_error (task, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_BACKUP, "it is too large");
  else
    g_task_return_pointer (task, g_steal_pointer (&secret), (GDestroyNotify) jot_secret_unref);
}

static void
read_async (GTask               *task,
            GAsyncReadyCallback  callback)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GTask) reading = g_task_new (job->file, g_task_get_cancellable (task), callback, task);

  g_task_run_in_thread (reading, read_in_thread);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SignetKeyInfo) info = signet_signing_keys_import_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, info != NULL, error);
}

static void
import_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignetOwnKeys *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (JotSecret) data = g_task_propagate_pointer (G_TASK (result), &error);

  if (data == NULL)
    g_task_return_error (task, error);
  else
    signet_signing_keys_import_async (_signet_own_keys_get_keys (self), data, job->passphrase, NULL, cancellable,
                                      imported_cb, g_steal_pointer (&task));
}

void
signet_own_keys_import_async (SignetOwnKeys       *self,
                              GFile               *file,
                              JotSecret           *passphrase,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));
  g_return_if_fail (G_IS_FILE (file));

  read_async (task_new (self, file, passphrase, signet_own_keys_import_async, cancellable, callback, user_data),
              import_read_cb);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = signet_signing_keys_restore_finish (SIGNET_SIGNING_KEYS (source), result, &job->n_restored, &error);

  return_done (task, done, error);
}

static void
restore_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignetOwnKeys *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (JotSecret) data = g_task_propagate_pointer (G_TASK (result), &error);

  if (data == NULL)
    g_task_return_error (task, error);
  else
    signet_signing_keys_restore_async (_signet_own_keys_get_keys (self), data, job->passphrase, cancellable,
                                       restored_cb, g_steal_pointer (&task));
}

void
signet_own_keys_restore_async (SignetOwnKeys       *self,
                               GFile               *file,
                               JotSecret           *passphrase,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));
  g_return_if_fail (G_IS_FILE (file));

  read_async (task_new (self, file, passphrase, signet_own_keys_restore_async, cancellable, callback, user_data),
              restore_read_cb);
}

static void
recovered_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = signet_signing_keys_recover_finish (SIGNET_SIGNING_KEYS (source), result, &job->n_restored, &error);

  return_done (task, done, error);
}

void
signet_own_keys_recover_async (SignetOwnKeys       *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));

  signet_signing_keys_recover_async (_signet_own_keys_get_keys (self), cancellable, recovered_cb,
                                     task_new (self, NULL, NULL, signet_own_keys_recover_async, cancellable, callback, user_data));
}

gboolean
signet_own_keys_finish (SignetOwnKeys  *self,
                        GAsyncResult   *result,
                        guint          *n_restored,
                        GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (n_restored != NULL)
    *n_restored = ((Job *) g_task_get_task_data (G_TASK (result)))->n_restored;

  return g_task_propagate_boolean (G_TASK (result), error);
}
