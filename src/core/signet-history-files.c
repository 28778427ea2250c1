/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history-files.h"

#include "signet-read-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define SUFFIX ".json"
/* A token of 256 KiB, its header once more, and the rest */
#define MAX_FILE_SIZE (1024 * 1024)

static char *
build_path (const char *folder,
            const char *id)
{
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

static gboolean
fail_errno (GError     **error,
            const char  *path)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* NULL without an error: the file is gone. */
static SignetHistoryEntry *
read_entry (const char  *path,
            const char  *id,
            GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = signet_read_file (path, MAX_FILE_SIZE, FALSE, &local_error);
  gsize length;
  const char *text;

  if (bytes == NULL)
    {
      if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  text = g_bytes_get_data (bytes, &length);
  return signet_history_entry_new_from_json (id, length > 0 ? text : "", (gssize) length, error);
}

gboolean
signet_history_files_read (const char  *folder,
                           GHashTable  *known,
                           gint64       keep_from,
                           GPtrArray   *entries,
                           GHashTable  *seen,
                           guint       *n_damaged,
                           GError     **error)
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *name;

  dir = g_dir_open (folder, 0, &local_error);
  if (dir == NULL)
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (SignetHistoryEntry) entry = NULL;
      g_autoptr (GError) entry_error = NULL;
      g_autofree char *id = NULL;
      g_autofree char *path = NULL;

      if (name[0] == '.' || !g_str_has_suffix (name, SUFFIX))
        continue;
      id = g_strndup (name, strlen (name) - strlen (SUFFIX));
      if (g_hash_table_contains (known, id))
        {
          g_hash_table_add (seen, g_steal_pointer (&id));
          continue;
        }

      path = g_build_filename (folder, name, NULL);
      entry = read_entry (path, id, &entry_error);
      if (entry_error != NULL)
        *n_damaged += 1;
      if (entry == NULL)
        continue;
      if (signet_history_entry_get_time (entry) < keep_from && g_unlink (path) == 0)
        continue;

      g_ptr_array_add (entries, g_steal_pointer (&entry));
      g_hash_table_add (seen, g_steal_pointer (&id));
    }

  return TRUE;
}

gboolean
signet_history_files_write (const char  *folder,
                            const char  *id,
                            const char  *text,
                            GError     **error)
{
  g_autofree char *path = build_path (folder, id);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_errno (error, folder);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

gboolean
signet_history_files_replace (const char  *folder,
                              const char  *id,
                              const char  *text,
                              GError     **error)
{
  g_autofree char *path = build_path (folder, id);

  return !g_file_test (path, G_FILE_TEST_EXISTS) || signet_history_files_write (folder, id, text, error);
}

gboolean
signet_history_files_remove (const char  *folder,
                             GPtrArray   *entries,
                             GError     **error)
{
  gboolean done = TRUE;

  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *path = build_path (folder, signet_history_entry_get_id (entries->pdata[i]));

      if (g_unlink (path) != 0 && errno != ENOENT && done)
        done = fail_errno (error, path);
    }

  return done;
}
