/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-words.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* What is read of a token at most, so that "too large" can say how large. */
#define MAX_TOKEN_INPUT (16 * 1024 * 1024)

/**
 * signet_cli_print:
 * @data: bytes
 * @length: how many
 *
 * Writes to stdout whatever the locale, all of it.
 *
 * Returns: %FALSE, with a sentence on stderr, when stdout is full or closed
 */
gboolean
signet_cli_print (const void *data,
                  gsize       length)
{
  const char *p = data;

  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, p, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EBADF)
        {
          g_printerr (_("The result could not be written: standard output is closed.\n"));
          return FALSE;
        }
      if (n < 0)
        {
          g_printerr (_("The result could not be written: %s.\n"), g_strerror (errno));
          return FALSE;
        }
      p += n;
      length -= (gsize) n;
    }

  return TRUE;
}

/**
 * signet_cli_print_string:
 * @out: what to print
 *
 * Returns: an exit status
 */
int
signet_cli_print_string (const GString *out)
{
  return signet_cli_print (out->str, out->len) ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;
}

static void
set_read_error (GError     **error,
                const char  *path,
                int          saved_errno)
{
  int code = (int) g_file_error_from_errno (saved_errno);

  if (path != NULL)
    {
      g_autofree char *display = g_filename_display_name (path);
      g_autofree char *name = signet_words_clean (display, 200);

      g_set_error (error, G_FILE_ERROR, code, _("“%s” could not be read: %s"), name, g_strerror (saved_errno));
    }
  else if (saved_errno == EBADF)
    {
      g_set_error_literal (error, G_FILE_ERROR, code, _("Nothing could be read: standard input is closed"));
    }
  else
    {
      g_set_error (error, G_FILE_ERROR, code, _("Standard input could not be read: %s"), g_strerror (saved_errno));
    }
}

/**
 * signet_cli_read_stdin:
 * @buffer: where to
 * @size: how many bytes at most
 * @error: return location for an error
 *
 * Returns: how many bytes were read, 0 at the end, -1 on an error of %G_FILE_ERROR
 */
gssize
signet_cli_read_stdin (void    *buffer,
                       gsize    size,
                       GError **error)
{
  gssize n;

  do
    n = read (STDIN_FILENO, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    set_read_error (error, NULL, errno);

  return n;
}

/**
 * signet_cli_read:
 * @path: (nullable): a file; stdin where %NULL or "-"
 * @max: how many bytes to read at most
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what was read, at most @max + 1 bytes: one
 *   more than @max says that there is more. Errors: %G_FILE_ERROR
 */
GBytes *
signet_cli_read (const char  *path,
                 gsize        max,
                 GError     **error)
{
  gboolean is_stdin = path == NULL || strcmp (path, "-") == 0;
  int fd = is_stdin ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gssize n;

  if (fd < 0)
    {
      set_read_error (error, path, errno);
      return NULL;
    }

  do
    {
      guint8 buffer[65536];

      n = read (fd, buffer, MIN (sizeof buffer, max + 1 - out->len));
      if (n > 0)
        g_byte_array_append (out, buffer, (guint) n);
    }
  while ((n > 0 && out->len <= max) || (n < 0 && errno == EINTR));

  if (n < 0)
    set_read_error (error, is_stdin ? NULL : path, errno);
  if (!is_stdin)
    close (fd);

  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

typedef struct
{
  int         fd;
  const char *path;   /* nullable: stdin */
} Input;

static gssize
fill (char     *buffer,
      gsize     size,
      gpointer  user_data,
      GError  **error)
{
  Input *input = user_data;
  gsize length = 0;
  gssize n;

  do
    {
      n = read (input->fd, buffer + length, size - length);
      if (n > 0)
        length += (gsize) n;
    }
  while ((n > 0 && length < size) || (n < 0 && errno == EINTR));

  if (n >= 0)
    return (gssize) length;

  set_read_error (error, input->path, errno);
  return -1;
}

/**
 * signet_cli_read_secret:
 * @path: a file; stdin where "-"
 * @max: how many bytes to read at most
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): as signet_cli_read(), but no copy stays behind. Errors: %G_FILE_ERROR
 */
JotSecret *
signet_cli_read_secret (const char  *path,
                        gsize        max,
                        GError     **error)
{
  gboolean is_stdin = strcmp (path, "-") == 0;
  Input input = { .fd = is_stdin ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC), .path = is_stdin ? NULL : path };
  JotSecret *secret;

  if (input.fd < 0)
    {
      set_read_error (error, path, errno);
      return NULL;
    }

  secret = jot_secret_new_filled (max + 1, fill, &input, error);
  if (!is_stdin)
    close (input.fd);

  return secret;
}

/* A C string of the bytes without white space round them. A NUL in them is turned into
 * a character that no token has, so that nothing behind it is passed over. */
static char *
clean_token (const char *data,
             gsize       size)
{
  char *token = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    token[i] = data[i] != '\0' ? data[i] : '\001';
  token[size] = '\0';

  return g_strstrip (token);
}

/**
 * signet_cli_read_token:
 * @argument: (nullable): the token as an argument; stdin where %NULL or "-"
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token without white space round it. Errors:
 *   %G_FILE_ERROR
 */
char *
signet_cli_read_token (const char  *argument,
                       GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *data;
  gsize size;

  if (argument != NULL && strcmp (argument, "-") != 0)
    return clean_token (argument, strlen (argument));

  bytes = signet_cli_read (NULL, MAX_TOKEN_INPUT, error);
  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &size);
  return clean_token (data, size);
}

/**
 * signet_cli_load_history:
 * @context: the services
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the history, read now. Errors: %G_FILE_ERROR
 */
SignetHistory *
signet_cli_load_history (SignetContext  *context,
                         GError        **error)
{
  SignetHistory *history = signet_context_get_history (context);

  return signet_cli_read_history (history, error) ? history : NULL;
}

/**
 * signet_cli_read_history:
 * @history: a history
 * @error: return location for an error
 *
 * Returns: whether it was read. Errors: %G_FILE_ERROR
 */
gboolean
signet_cli_read_history (SignetHistory  *history,
                         GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_history_load_async (history, signet_verifier_get_now (), NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);

  return signet_history_load_finish (history, result, error);
}
