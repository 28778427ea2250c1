/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token-file.h"

#include "signet-save-file.h"

#include <string.h>

/* Above what a token may have, with room for words around it. */
#define MAX_SIZE (1024 * 1024)

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           g_utf8_make_valid (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes)),
                           g_free);
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (object), result, &error);

  if (stream == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), MAX_SIZE, G_PRIORITY_DEFAULT,
                                     cancellable, read_cb, g_steal_pointer (&task));
}

/**
 * signet_token_file_read_async:
 * @file: a file
 * @cancellable: (nullable): cancels it
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Reads what may be a token.
 */
void
signet_token_file_read_async (GFile               *file,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_token_file_read_async);
  g_file_read_async (file, G_PRIORITY_DEFAULT, cancellable, open_cb, g_steal_pointer (&task));
}

/**
 * signet_token_file_read_finish:
 * @result: what the callback was given
 * @error: (nullable): why it could not be read
 *
 * Returns: (transfer full) (nullable): the text of the file
 */
char *
signet_token_file_read_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_token_file_write_async:
 * @file: where to
 * @token: the token
 * @cancellable: (nullable): cancels it
 * @callback: called when it was written
 * @user_data: for @callback
 *
 * Writes a token as one line; a file that is there is replaced as a whole.
 */
void
signet_token_file_write_async (GFile               *file,
                               const char          *token,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autofree char *line = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (token != NULL);

  line = g_strconcat (token, "\n", NULL);
  bytes = g_bytes_new (line, strlen (line));
  signet_save_file_async (file, bytes, cancellable, callback, user_data);
}

/**
 * signet_token_file_write_finish:
 * @result: what the callback was given
 * @error: (nullable): why it could not be written
 *
 * Returns: whether it was written
 */
gboolean
signet_token_file_write_finish (GAsyncResult  *result,
                                GError       **error)
{
  return signet_save_file_finish (result, error);
}
