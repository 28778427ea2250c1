/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-keys-backup.h"

#include "jot-error.h"

#include <string.h>

#define FIRST_LINE "Signet key backup 1"
#define LAST_LINE "End of backup"
#define PEM_BEGIN "-----BEGIN ENCRYPTED PRIVATE KEY-----"
#define PEM_END "-----END ENCRYPTED PRIVATE KEY-----"
/* Ours have some KB; more keys than that nobody has. */
#define MAX_SIZE (1024 * 1024)
#define MAX_KEYS 200
/* What a JSON number holds exactly. */
#define MAX_TIME (G_GINT64_CONSTANT (1) << 53)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetBackupKey, signet_backup_key_free)

void
signet_backup_key_free (SignetBackupKey *self)
{
  g_clear_pointer (&self->key, jot_private_key_unref);
  g_free (self);
}

static void
append_time (GString    *out,
             const char *name,
             gint64      seconds)
{
  if (seconds == G_MAXINT64)
    g_string_append_printf (out, "%s: never\n", name);
  else
    g_string_append_printf (out, "%s: %" G_GINT64_FORMAT "\n", name, seconds);
}

gboolean
signet_keys_backup_append (GString              *out,
                           const SignetKeyInfo  *info,
                           JotPrivateKey        *key,
                           JotSecret            *passphrase,
                           GError              **error)
{
  g_autoptr (JotSecret) pem = jot_private_key_to_pem (key, jot_secret_get_data (passphrase), error);

  if (pem == NULL)
    return FALSE;

  g_string_append_printf (out, "\nKey: %s\nAlgorithm: %s\nState: %s\n", signet_key_info_get_kid (info),
                          jot_alg_get_name (signet_key_info_get_alg (info)),
                          signet_key_state_get_name (signet_key_info_get_state (info)));
  append_time (out, "Created", signet_key_info_get_created (info));
  append_time (out, "Latest-Expiry", signet_key_info_get_latest_exp (info));
  g_string_append_len (out, jot_secret_get_data (pem), (gssize) jot_secret_get_size (pem));
  if (out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');

  return TRUE;
}

char *
signet_keys_backup_wrap (GString *keys,
                         guint    n_keys)
{
  return g_strdup_printf (FIRST_LINE "\nKeys: %u\n%s\n" LAST_LINE "\n", n_keys, keys->str);
}

static gboolean
fail (GError     **error,
      const char  *what)
{
  g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_BACKUP, "%s", what);

  return FALSE;
}

/* Where the value of "name: value" starts; NULL for another line. */
static const char *
get_value (const char *line,
           const char *name)
{
  gsize length = strlen (name);

  return strncmp (line, name, length) == 0 && line[length] == ':' && line[length + 1] == ' ' ? line + length + 2 : NULL;
}

static gboolean
read_time (const char *line,
           const char *name,
           gint64     *seconds)
{
  const char *value = get_value (line, name);

  if (g_strcmp0 (value, "never") == 0)
    {
      *seconds = G_MAXINT64;
      return TRUE;
    }

  return value != NULL && g_ascii_string_to_signed (value, 10, 0, MAX_TIME, seconds, NULL);
}

static gboolean
read_state (const char     *line,
            SignetKeyState *state)
{
  const char *value = get_value (line, "State");

  for (SignetKeyState s = SIGNET_KEY_STATE_NEXT; s <= SIGNET_KEY_STATE_REVOKED; s++)
    if (g_strcmp0 (value, signet_key_state_get_name (s)) == 0)
      {
        *state = s;
        return TRUE;
      }

  return FALSE;
}

/* From its "Key:" line on; *lines is moved behind it. */
static SignetBackupKey *
read_key (char      ***lines,
          JotSecret   *passphrase,
          GError     **error)
{
  g_autoptr (SignetBackupKey) self = g_new0 (SignetBackupKey, 1);
  g_autoptr (GString) pem = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;
  char **line = *lines;
  const char *kid = get_value (line[0], "Key");
  const JotAlg *alg;

  if (g_strv_length (line) < 7 || kid == NULL)
    {
      fail (error, "the file ends too early");
      return NULL;
    }
  alg = jot_alg_find (get_value (line[1], "Algorithm"));
  if (alg == NULL || !jot_alg_can_sign (alg) || !read_state (line[2], &self->state) ||
      !read_time (line[3], "Created", &self->created) || !read_time (line[4], "Latest-Expiry", &self->latest_exp) ||
      strcmp (line[5], PEM_BEGIN) != 0)
    {
      fail (error, "what it says about a key makes no sense");
      return NULL;
    }

  for (line += 5; *line != NULL; line++)
    {
      g_string_append (pem, *line);
      g_string_append_c (pem, '\n');
      if (strcmp (*line, PEM_END) == 0)
        break;
    }
  if (*line == NULL)
    {
      fail (error, "the file ends too early");
      return NULL;
    }
  *lines = line + 1;

  self->key = jot_private_key_new_from_data (pem->str, (gssize) pem->len, jot_secret_get_data (passphrase), alg, &local_error);
  if (self->key == NULL && jot_error_get_details (local_error)->reason == JOT_REASON_PASSPHRASE)
    g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE, "the passphrase does not open the file");
  else if (self->key == NULL)
    fail (error, local_error->message);
  else if (!g_str_equal (jot_jwk_get_thumbprint (jot_private_key_get_public (self->key)), kid))
    fail (error, "a key is not the one that it says");
  else
    return g_steal_pointer (&self);

  return NULL;
}

GPtrArray *
signet_keys_backup_read (const char  *text,
                         gsize        length,
                         JotSecret   *passphrase,
                         GError     **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_backup_key_free);
  g_autofree char *copy = NULL;
  g_auto (GStrv) all = NULL;
  char **lines;
  guint64 n_keys = 0;

  if (length > MAX_SIZE || memchr (text, '\0', length) != NULL)
    {
      fail (error, "it is no backup of Signet");
      return NULL;
    }
  copy = g_strndup (text, length);
  all = g_strsplit (copy, "\n", -1);
  for (lines = all; *lines != NULL; lines++)
    g_strchomp (*lines);

  lines = all;
  if (lines[0] == NULL || strcmp (lines[0], FIRST_LINE) != 0)
    {
      fail (error, lines[0] != NULL && g_str_has_prefix (lines[0], "Signet key backup ") ? "it was made by a newer Signet"
                                                                                       : "it is no backup of Signet");
      return NULL;
    }
  if (lines[1] == NULL || get_value (lines[1], "Keys") == NULL ||
      !g_ascii_string_to_unsigned (get_value (lines[1], "Keys"), 10, 1, MAX_KEYS, &n_keys, NULL))
    {
      fail (error, "it does not say how many keys it holds");
      return NULL;
    }

  for (lines += 2; *lines != NULL && strcmp (*lines, LAST_LINE) != 0;)
    {
      SignetBackupKey *key;

      if (**lines == '\0')
        {
          lines++;
          continue;
        }
      key = read_key (&lines, passphrase, error);
      if (key == NULL)
        return NULL;
      g_ptr_array_add (keys, key);
    }

  if (*lines == NULL || keys->len != n_keys)
    {
      fail (error, "the file ends too early");
      return NULL;
    }

  return g_steal_pointer (&keys);
}
