/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* No file of ours gets near; one that large is none. */
#define MAX_SIZE (256 * 1024 * 1024)

/* How long to wait for another Signet's turn, in steps of 10 ms. */
#define LOCK_STEPS 200

int
_signet_file_read (const char  *path,
                   GBytes     **bytes,
                   gint64      *modified)
{
  g_autoptr (GByteArray) data = NULL;
  struct stat info;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  int result = 0;

  if (fd < 0)
    return errno;

  if (fstat (fd, &info) != 0)
    result = errno;
  else if (!S_ISREG (info.st_mode))
    result = EINVAL;
  else if (info.st_size > MAX_SIZE)
    result = EFBIG;

  data = g_byte_array_new ();
  while (result == 0)
    {
      guint8 buffer[65536];
      ssize_t n = read (fd, buffer, sizeof buffer);

      if (n == 0)
        break;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        result = errno;
      else if (data->len + n > MAX_SIZE)
        result = EFBIG;
      else
        g_byte_array_append (data, buffer, n);
    }

  close (fd);

  if (result == 0)
    {
      *bytes = g_byte_array_free_to_bytes (g_steal_pointer (&data));
      *modified = info.st_mtim.tv_sec * (gint64) G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
    }

  return result;
}

char *
_signet_file_move_aside (const char *path,
                         const char *suffix)
{
  for (guint i = 1; i < 10000; i++)
    {
      g_autofree char *target = i == 1 ? g_strdup_printf ("%s.%s", path, suffix)
                                       : g_strdup_printf ("%s.%s.%u", path, suffix, i);

      if (renameat2 (AT_FDCWD, path, AT_FDCWD, target, RENAME_NOREPLACE) == 0)
        return g_path_get_basename (target);

      /* Some file systems know neither the flag nor hard links. */
      if (errno == EINVAL || errno == ENOSYS)
        {
          if (g_file_test (target, G_FILE_TEST_EXISTS))
            continue;
          if (g_rename (path, target) == 0)
            return g_path_get_basename (target);
        }

      if (errno != EEXIST)
        break;
    }

  return NULL;
}

int
_signet_file_lock (GMutex     *turn,
                   const char *path)
{
  int fd;

  g_mutex_lock (turn);
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  for (guint i = 0; fd >= 0 && i < LOCK_STEPS; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        break;
      g_usleep (10000);
    }

  return fd;
}

void
_signet_file_unlock (GMutex *turn,
                     int     fd)
{
  if (fd >= 0)
    close (fd);
  g_mutex_unlock (turn);
}
