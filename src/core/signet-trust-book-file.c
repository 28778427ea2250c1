/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-trust-book-file.h"

#include "signet-read-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define VERSION 1
#define MAX_FILE_SIZE (16 * 1024 * 1024)
/* Others hold the lock for one small file only */
#define LOCK_SECONDS 20
#define LOCK_POLL_US 10000

GPtrArray *
signet_signers_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) signet_signer_unref);
}

static gboolean
fail_file (GError     **error,
           const char  *path,
           int          code)
{
  g_set_error (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_FILE, "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* One lock file for all processes; the descriptor holds it, so that it dies with us. -1: error is set */
int
signet_signers_file_lock (const char  *path,
                          GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_build_filename (folder, "signers.lock", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gint64 limit = g_get_monotonic_time () + LOCK_SECONDS * G_USEC_PER_SEC;
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail_file (error, name, errno);
      return -1;
    }

  while (fcntl (fd, F_OFD_SETLK, &lock) != 0)
    {
      int code = errno;

      if ((code == EAGAIN || code == EACCES || code == EINTR) && g_get_monotonic_time () < limit)
        {
          g_usleep (LOCK_POLL_US);
          continue;
        }
      fail_file (error, name, code);
      close (fd);
      return -1;
    }

  return fd;
}

int
signet_signers_compare (gconstpointer a,
                        gconstpointer b)
{
  return strcmp (signet_signer_get_name (*(SignetSigner * const *) a), signet_signer_get_name (*(SignetSigner * const *) b));
}

gboolean
signet_signers_find (GPtrArray  *signers,
                     const char *name,
                     guint      *index)
{
  for (guint i = 0; i < signers->len; i++)
    if (g_str_equal (signet_signer_get_name (signers->pdata[i]), name))
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
fail_damaged (GError     **error,
              const char  *what)
{
  g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_DAMAGED, what);
  return FALSE;
}

/* errors: DAMAGED, NEWER */
static GPtrArray *
parse (const char  *text,
       gsize        length,
       GError     **error)
{
  g_autoptr (GPtrArray) signers = signet_signers_new ();
  g_autoptr (JotJson) json = jot_json_parse (text, (gssize) length, NULL);
  JotJsonNode list, node;
  JotJsonIter iter;
  double version;
  guint i;

  if (json == NULL || !jot_json_node_get_number (jot_json_node_get_member (jot_json_get_root (json), "version"), &version) ||
      version < VERSION)
    {
      fail_damaged (error, "it is not JSON of Signet");
      return NULL;
    }
  if (version > VERSION)
    {
      g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NEWER, "made by a newer Signet");
      return NULL;
    }
  list = jot_json_node_get_member (jot_json_get_root (json), "signers");
  if (jot_json_node_get_kind (list) != JOT_JSON_ARRAY)
    {
      fail_damaged (error, "there are no signers");
      return NULL;
    }

  jot_json_iter_init (&iter, list);
  while (jot_json_iter_next (&iter, NULL, &node))
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (SignetSigner) signer = signet_signer_new_from_json (node, &local_error);

      if (signer == NULL || signet_signers_find (signers, signet_signer_get_name (signer), &i))
        {
          fail_damaged (error, signer == NULL ? local_error->message : "one name twice");
          return NULL;
        }
      g_ptr_array_add (signers, g_steal_pointer (&signer));
    }
  g_ptr_array_sort (signers, signet_signers_compare);

  return g_steal_pointer (&signers);
}

/* errors: DAMAGED, NEWER, FILE; a file that is not there is an empty book */
GPtrArray *
signet_signers_file_read (const char  *path,
                          GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = signet_read_file (path, MAX_FILE_SIZE, TRUE, &local_error);
  gsize length;
  const char *text;

  if (bytes == NULL && (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
                        g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR)))
    return signet_signers_new ();
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    {
      fail_damaged (error, "it is too large");
      return NULL;
    }
  if (bytes == NULL)
    {
      g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_FILE, local_error->message);
      return NULL;
    }

  text = g_bytes_get_data (bytes, &length);
  return parse (length > 0 ? text : "", length, error);
}

/* Called with the lock. Never over one that was kept before. */
static void
keep_aside (const char  *path,
            GError     **error)
{
  for (guint i = 1; i < 1000; i++)
    {
      g_autofree char *aside = i == 1 ? g_strconcat (path, ".damaged", NULL) : g_strdup_printf ("%s.damaged-%u", path, i);

      if (link (path, aside) != 0)
        {
          if (errno == EEXIST)
            continue;
          break;
        }
      if (unlink (path) != 0)
        break;
      g_clear_error (error);
      g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_DAMAGED, aside);
      return;
    }

  {
    int code = errno;

    g_clear_error (error);
    fail_file (error, path, code);
  }
}

/* Called with the lock. */
GPtrArray *
signet_signers_file_read_or_keep_aside (const char  *path,
                                        GError     **error)
{
  GError *local_error = NULL;
  GPtrArray *signers = signet_signers_file_read (path, &local_error);

  if (signers != NULL)
    return signers;
  if (g_error_matches (local_error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_DAMAGED))
    keep_aside (path, &local_error);
  g_propagate_error (error, local_error);

  return NULL;
}

gboolean
signet_signers_file_write (const char  *path,
                           GPtrArray   *signers,
                           GError     **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;

  g_string_append_printf (out, "{\"version\":%d,\"signers\":[", VERSION);
  for (guint i = 0; i < signers->len; i++)
    {
      g_string_append (out, i > 0 ? ",\n" : "\n");
      signet_signer_append_json (signers->pdata[i], out);
    }
  g_string_append (out, "\n]}\n");

  if (g_file_set_contents_full (path, out->str, (gssize) out->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &local_error))
    return TRUE;

  g_set_error_literal (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_FILE, local_error->message);
  return FALSE;
}
