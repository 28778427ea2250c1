/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-save-file.h"

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GFile *file = source_object;
  const char *path = g_file_peek_path (file);
  gsize size;
  const char *data = g_bytes_get_data (task_data, &size);
  GError *error = NULL;
  gboolean done;

  if (path != NULL)
    done = g_file_set_contents_full (path, data != NULL ? data : "", (gssize) size,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &error);
  else
    done = g_file_replace_contents (file, data, size, NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable, &error);

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * signet_save_file_async:
 * @file: where to
 * @bytes: what
 * @cancellable: (nullable): cancels it
 * @callback: called when it was written
 * @user_data: for @callback
 *
 * Writes a file; one that is there is replaced as a whole.
 */
void
signet_save_file_async (GFile               *file,
                        GBytes              *bytes,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (bytes != NULL);

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_save_file_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * signet_save_file_finish:
 * @result: what the callback was given
 * @error: (nullable): why it could not be written
 *
 * Returns: whether it was written
 */
gboolean
signet_save_file_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
