/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-file.h"

#include "jot-error.h"
#include "jot-jwks.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/**
 * signet_jwks_file_read:
 * @task: without a source object; data: the name of a file, or a file: URL
 * @source_object: unused
 * @task_data: the data of @task
 * @cancellable: unused
 *
 * A #GTaskThreadFunc that returns the #GBytes of a key set in a file, of a limited size.
 */
void
signet_jwks_file_read (GTask        *task,
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
