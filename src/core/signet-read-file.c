/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-read-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/**
 * signet_read_file:
 * @path: a file of ours, which may be anything by now
 * @max: how much of it makes sense, in bytes
 * @follow: whether it may be a symbolic link
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): all of it. Errors: %G_FILE_ERROR, %G_IO_ERROR_INVALID_DATA
 */
GBytes *
signet_read_file (const char  *path,
                  gsize        max,
                  gboolean     follow,
                  GError     **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint8 buffer[16384];
  ssize_t n = -1;
  int code;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW), 0);

  if (fd >= 0)
    while (data->len <= max && ((n = read (fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR)))
      if (n > 0)
        g_byte_array_append (data, buffer, (guint) n);
  code = errno;
  if (fd >= 0)
    close (fd);

  if (data->len > max)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is too large", path);
      return NULL;
    }
  if (fd < 0 || n < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}
