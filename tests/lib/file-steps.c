/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into a program with LD_PRELOAD: what it does to files below $FILE_STEPS_ROOT.
 *
 * $FILE_STEPS_LOG: a line for each step that succeeded: create, overwrite, write, fsync, rename, link, unlink and
 * the path, after rename and link also the new one, between tabs.
 * $FILE_STEPS_FULL: the disk is full below that path: no byte can be written there.
 * $FILE_STEPS_KILL: the process kills itself at this instant, counted from 1; each step but write has two, before and
 * after it. */

/* open() and open64() are two names here */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int instants;

static void *
next (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

static int
is_below_root (const char *path)
{
  const char *root = getenv ("FILE_STEPS_ROOT");

  return root != NULL && path != NULL && strncmp (path, root, strlen (root)) == 0;
}

static const char *
get_path (int   fd,
          char  path[PATH_MAX])
{
  char link[64];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = '\0';

  return path;
}

static int
is_full (int fd)
{
  const char *full = getenv ("FILE_STEPS_FULL");
  char path[PATH_MAX];

  return full != NULL && strncmp (get_path (fd, path), full, strlen (full)) == 0;
}

static void
instant (const char *path)
{
  const char *kill_at = getenv ("FILE_STEPS_KILL");

  if (kill_at == NULL || !is_below_root (path) || atomic_fetch_add (&instants, 1) + 1 != atoi (kill_at))
    return;

  /* valgrind looks for leaks even then; not in a program that takes the place of this one */
  if (getenv ("SIGNET_TEST_TOOL") != NULL)
    execl ("/bin/sh", "sh", "-c", "kill -KILL $$", NULL);
  kill (getpid (), SIGKILL);
}

static void
done (const char *step,
      const char *path,
      const char *to)
{
  const char *log = getenv ("FILE_STEPS_LOG");
  char line[2 * PATH_MAX + 64];
  int length, fd, error = errno;

  if (log == NULL || !(is_below_root (path) || is_below_root (to)))
    return;

  length = snprintf (line, sizeof line, "%s\t%s%s%s\n", step, path, to != NULL ? "\t" : "", to != NULL ? to : "");
  fd = (int) syscall (SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || syscall (SYS_write, fd, line, (size_t) length) != length)
    abort ();
  syscall (SYS_close, fd);
  errno = error;
}

static int
open_file (const char *name,
           const char *path,
           int         flags,
           mode_t      mode)
{
  int (*real) (const char *, int, ...) = next (name);
  int changes = (flags & O_ACCMODE) != O_RDONLY;
  int fd;

  if (!changes)
    return real (path, flags, mode);

  instant (path);
  fd = real (path, flags, mode);
  if (fd >= 0)
    done ((flags & O_EXCL) != 0 ? "create" : "overwrite", path, NULL);
  instant (path);

  return fd;
}

#define OPEN(name)                                              \
  int                                                           \
  name (const char *path, int flags, ...)                       \
  {                                                             \
    mode_t mode = 0;                                            \
                                                                \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0)                   \
      {                                                         \
        va_list arguments;                                      \
        va_start (arguments, flags);                            \
        mode = va_arg (arguments, mode_t);                      \
        va_end (arguments);                                     \
      }                                                         \
    return open_file (#name, path, flags, mode);                \
  }

OPEN (open)
OPEN (open64)

ssize_t
write (int         fd,
       const void *data,
       size_t      size)
{
  ssize_t (*real) (int, const void *, size_t) = next ("write");
  ssize_t n;
  char path[PATH_MAX];

  if (is_full (fd))
    {
      errno = ENOSPC;
      return -1;
    }

  n = real (fd, data, size);

  if (n > 0)
    done ("write", get_path (fd, path), NULL);

  return n;
}

ssize_t
writev (int                 fd,
        const struct iovec *parts,
        int                 n_parts)
{
  ssize_t (*real) (int, const struct iovec *, int) = next ("writev");
  ssize_t n = real (fd, parts, n_parts);
  char path[PATH_MAX];

  if (n > 0)
    done ("write", get_path (fd, path), NULL);

  return n;
}

static int
sync_file (const char *name,
           int         fd)
{
  int (*real) (int) = next (name);
  char path[PATH_MAX];
  int failed;

  get_path (fd, path);
  instant (path);
  failed = real (fd);
  if (!failed)
    done ("fsync", path, NULL);
  instant (path);

  return failed;
}

int
fsync (int fd)
{
  return sync_file ("fsync", fd);
}

int
fdatasync (int fd)
{
  return sync_file ("fdatasync", fd);
}

static int
two_names (const char *name,
           const char *from,
           const char *to)
{
  int (*real) (const char *, const char *) = next (name);
  int failed;

  instant (to);
  failed = real (from, to);
  if (!failed)
    done (name, from, to);
  instant (to);

  return failed;
}

int
rename (const char *from,
        const char *to)
{
  return two_names ("rename", from, to);
}

int
link (const char *from,
      const char *to)
{
  return two_names ("link", from, to);
}

int
unlink (const char *path)
{
  int (*real) (const char *) = next ("unlink");
  int failed;

  instant (path);
  failed = real (path);
  if (!failed)
    done ("unlink", path, NULL);
  instant (path);

  return failed;
}
