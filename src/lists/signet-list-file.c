/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-file.h"

#include "signet-file-private.h"
#include "signet-lists-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".json"

/* How young damage may be to be somebody's half-written file, microseconds. */
#define SETTLE_TIME (2 * G_USEC_PER_SEC)

/* How old a file is that nobody will finish. */
#define LEFTOVER_SECONDS 3600

void
signet_list_file_free (SignetListFile *self)
{
  g_clear_pointer (&self->contents, signet_list_contents_free);
  g_free (self->id);
  g_free (self->checksum);
  g_free (self->kept_as);
  g_free (self);
}

static SignetListFile *
file_new (const char *id)
{
  SignetListFile *self = g_new0 (SignetListFile, 1);

  self->id = g_strdup (id);

  return self;
}

char *
signet_list_file_name_to_id (const char *base_name)
{
  if (base_name[0] == '.' || !g_str_has_suffix (base_name, SUFFIX) ||
      !g_utf8_validate (base_name, -1, NULL))
    return NULL;

  return g_strndup (base_name, strlen (base_name) - strlen (SUFFIX));
}

static char *
build_path (const char *folder,
            const char *id)
{
  g_autofree char *base_name = g_strconcat (id, SUFFIX, NULL);

  return g_build_filename (folder, base_name, NULL);
}

static void
set_errno_error (GError     **error,
                 int          code,
                 const char  *path)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
}

/* Workers of this process take turns by this, so that only another process is waited for in steps. */
static GMutex own_turn;

static int
lock_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ".lock", NULL);

  return _signet_file_lock (&own_turn, path);
}

static void
unlock_folder (int fd)
{
  _signet_file_unlock (&own_turn, fd);
}

/* Puts a copy of what is at path beside it; the file itself stays until it is replaced. */
static char *
copy_aside (const char  *path,
            GBytes      *bytes,
            const char  *suffix,
            GError     **error)
{
  for (guint i = 1; i < 10000; i++)
    {
      g_autofree char *target = i == 1 ? g_strdup_printf ("%s.%s", path, suffix)
                                       : g_strdup_printf ("%s.%s.%u", path, suffix, i);
      int fd = g_open (target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

      if (fd < 0 && errno == EEXIST)
        continue;

      if (fd < 0)
        {
          set_errno_error (error, errno, target);
          return NULL;
        }
      close (fd);

      /* The name is ours now, empty: fill it. */
      if (!g_file_set_contents_full (target, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, error))
        {
          g_unlink (target);
          return NULL;
        }

      return g_path_get_basename (target);
    }

  set_errno_error (error, EEXIST, path);

  return NULL;
}

static char *
dup_checksum (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static SignetListFile *
read_file (const char *folder,
           const char *id,
           const char *known,
           gboolean    patient)
{
  g_autoptr (SignetListFile) self = file_new (id);
  g_autofree char *path = build_path (folder, id);
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  gsize length;
  int result = _signet_file_read (path, &bytes, &self->modified);

  if (result == ENOENT)
    return g_steal_pointer (&self);

  if (result == 0)
    {
      text = g_bytes_get_data (bytes, &length);
      self->checksum = dup_checksum (bytes);
      if (g_strcmp0 (self->checksum, known) == 0)
        return g_steal_pointer (&self);

      self->contents = signet_list_contents_new_from_file (text != NULL ? text : "", length, NULL);
      if (self->contents != NULL)
        return g_steal_pointer (&self);

      if (patient && ABS (g_get_real_time () - self->modified) < SETTLE_TIME)
        return g_steal_pointer (&self);
    }

  /* Not a list.  Where it cannot even be moved it stays where it is, and as no list has
   * its name nothing will write over it. */
  self->kept_as = _signet_file_move_aside (path, "broken");
  if (self->kept_as == NULL)
    self->kept_as = g_path_get_basename (path);
  else
    g_clear_pointer (&self->checksum, g_free);

  return g_steal_pointer (&self);
}

SignetListFile *
signet_list_file_read_change (const char *folder,
                              const char *id,
                              const char *known)
{
  return read_file (folder, id, known, TRUE);
}

/* Whoever was killed between making a file and giving it its name leaves "ID.json.XXXXXX", X being one of 36 signs.
 * After an hour nobody is about to name it. */
static void
remove_leftover (const char *folder,
                 const char *base_name)
{
  gsize length = strlen (base_name);
  const char *suffix = base_name + length - 6;
  g_autofree char *path = NULL;
  struct stat info;

  if (length <= strlen (SUFFIX ".XXXXXX") || strncmp (suffix - strlen (SUFFIX "."), SUFFIX ".", strlen (SUFFIX ".")) != 0)
    return;

  for (guint i = 0; i < 6; i++)
    if (!g_ascii_isupper (suffix[i]) && !g_ascii_isdigit (suffix[i]))
      return;

  path = g_build_filename (folder, base_name, NULL);
  if (g_lstat (path, &info) == 0 && S_ISREG (info.st_mode) &&
      info.st_mtim.tv_sec < g_get_real_time () / G_USEC_PER_SEC - LEFTOVER_SECONDS)
    g_unlink (path);
}

GPtrArray *
signet_list_file_read_all (const char  *folder,
                           GError     **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_list_file_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local_error);
  const char *base_name;

  if (dir == NULL)
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&files);

      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  while ((base_name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *id = signet_list_file_name_to_id (base_name);

      if (id != NULL)
        g_ptr_array_add (files, read_file (folder, id, NULL, FALSE));
      else
        remove_leftover (folder, base_name);
    }

  return g_steal_pointer (&files);
}

/* Keeps what is at path aside if it is not what was expected.  TRUE: path may be
 * replaced. */
static gboolean
keep_foreign (SignetListFile  *self,
              const char      *path,
              const char      *expected,
              const char      *ours,
              GError         **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  int result = _signet_file_read (path, &bytes, &self->modified);

  if (result == ENOENT)
    return TRUE;

  if (result == EINVAL || result == EFBIG)
    {
      self->kept_as = _signet_file_move_aside (path, "conflict");
      if (self->kept_as == NULL)
        set_errno_error (error, errno, path);
      return self->kept_as != NULL;
    }

  if (result != 0)
    {
      set_errno_error (error, result, path);
      return FALSE;
    }

  found = dup_checksum (bytes);
  if (g_strcmp0 (found, expected) == 0 || g_strcmp0 (found, ours) == 0)
    return TRUE;

  self->kept_as = copy_aside (path, bytes, "conflict", error);

  return self->kept_as != NULL;
}

SignetListFile *
signet_list_file_write (const char                *folder,
                        const char                *id,
                        const SignetListSnapshot  *snapshot,
                        const char                *expected,
                        GError                   **error)
{
  g_autoptr (SignetListFile) self = file_new (id);
  g_autofree char *path = build_path (folder, id);
  g_autoptr (GBytes) json = signet_list_snapshot_to_json (snapshot);
  gboolean is_done;
  int lock;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      set_errno_error (error, errno, folder);
      return NULL;
    }

  self->checksum = dup_checksum (json);

  lock = lock_folder (folder);
  is_done = keep_foreign (self, path, expected, self->checksum, error) &&
            g_file_set_contents_full (path, g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, error);
  unlock_folder (lock);

  return is_done ? g_steal_pointer (&self) : NULL;
}

SignetListFile *
signet_list_file_delete (const char  *folder,
                         const char  *id,
                         const char  *expected,
                         GError     **error)
{
  g_autoptr (SignetListFile) self = file_new (id);
  g_autofree char *path = build_path (folder, id);
  gboolean is_done = TRUE;
  int lock = lock_folder (folder);

  if (!keep_foreign (self, path, expected, NULL, error))
    is_done = FALSE;
  else if (g_unlink (path) != 0 && errno != ENOENT)
    {
      set_errno_error (error, errno, path);
      is_done = FALSE;
    }
  unlock_folder (lock);

  return is_done ? g_steal_pointer (&self) : NULL;
}
