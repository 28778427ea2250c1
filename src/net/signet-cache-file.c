/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cache-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".json"
#define MAX_NUMBER 9007199254740992.0

/* An address makes no file name; its hash does. */
static char *
build_path (const char *folder,
            const char *source)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, source, -1);
  g_autofree char *name = g_strconcat (hash, SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

/* Nobody else may have written it, and it is never a pipe that would keep us waiting. */
static gboolean
is_ours (int   fd,
         gsize max_size)
{
  struct stat info;

  return fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_uid == geteuid () &&
         (info.st_mode & (S_IWGRP | S_IWOTH)) == 0 && (guint64) info.st_size <= max_size;
}

/**
 * signet_cache_file_read:
 * @folder: where the files are
 * @source: what it is about, an address
 * @max_size: how large it may be, in bytes
 * @length: (out): its size
 *
 * Returns: (transfer full) (nullable): the whole file, ended by a NUL that is not counted; %NULL where there is none
 *   of ours
 */
char *
signet_cache_file_read (const char *folder,
                        const char *source,
                        gsize       max_size,
                        gsize      *length)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree char *path = NULL;
  guint8 buffer[16384];
  ssize_t n = -1;
  int fd;

  g_return_val_if_fail (folder != NULL && source != NULL && length != NULL, NULL);

  path = build_path (folder, source);
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0);
  if (fd < 0)
    return NULL;

  if (is_ours (fd, max_size))
    while (data->len <= max_size && ((n = read (fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR)))
      if (n > 0)
        g_byte_array_append (data, buffer, (guint) n);
  close (fd);
  if (n != 0 || data->len == 0 || data->len > max_size)
    return NULL;

  *length = data->len;
  g_byte_array_append (data, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&data), FALSE);
}

/**
 * signet_cache_file_write:
 * @folder: where the files are; made where it is missing
 * @source: what it is about, an address
 * @text: what it shall hold
 * @length: of @text, in bytes
 *
 * What is not on the disk after a crash is fetched again: nothing waits for the disk.
 */
void
signet_cache_file_write (const char *folder,
                         const char *source,
                         const char *text,
                         gsize       length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (folder != NULL && source != NULL && text != NULL);

  path = build_path (folder, source);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("no cache in %s: %s", folder, error != NULL ? error->message : g_strerror (errno));
}

/**
 * signet_cache_file_prune:
 * @folder: where the files are
 * @before: seconds since 1970
 *
 * Removes what was written last before then.
 */
void
signet_cache_file_prune (const char *folder,
                         gint64      before)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_if_fail (folder != NULL);

  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat info;

      if (lstat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_mtime < before)
        g_unlink (path);
    }
}

/**
 * signet_cache_file_get_number:
 * @root: what a file holds
 * @name: of the member
 * @number: (out): a whole number from 0 to 2^53
 *
 * Returns: whether there is such a number
 */
gboolean
signet_cache_file_get_number (JotJsonNode  root,
                              const char  *name,
                              gint64      *number)
{
  double value;

  if (!jot_json_node_get_number (jot_json_node_get_member (root, name), &value) || !(value >= 0 && value <= MAX_NUMBER))
    return FALSE;

  *number = (gint64) value;
  return TRUE;
}

/**
 * signet_cache_file_get_origin:
 * @root: what a file holds
 * @origin: (out): what the member "origin" says
 *
 * Returns: whether it names a way of the network
 */
gboolean
signet_cache_file_get_origin (JotJsonNode       root,
                              SignetJwksOrigin *origin)
{
  const char *name = jot_json_node_get_string_member (root, "origin");

  if (g_strcmp0 (name, "https") == 0)
    *origin = SIGNET_JWKS_ORIGIN_HTTPS;
  else if (g_strcmp0 (name, "http-local-network") == 0)
    *origin = SIGNET_JWKS_ORIGIN_LAN_HTTP;
  else if (g_strcmp0 (name, "http-loopback") == 0)
    *origin = SIGNET_JWKS_ORIGIN_LOOPBACK;
  else
    return FALSE;

  return TRUE;
}

/**
 * signet_cache_file_name_origin:
 * @origin: a way of the network
 *
 * Returns: what the member "origin" is to say
 */
const char *
signet_cache_file_name_origin (SignetJwksOrigin origin)
{
  switch (origin)
    {
    case SIGNET_JWKS_ORIGIN_HTTPS: return "https";
    case SIGNET_JWKS_ORIGIN_LAN_HTTP: return "http-local-network";
    case SIGNET_JWKS_ORIGIN_LOOPBACK: return "http-loopback";
    case SIGNET_JWKS_ORIGIN_FILE: break;
    }

  g_return_val_if_reached (NULL);
}
