/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli-keys-files.h"

#include "signet-cli-passphrase.h"
#include "signet-context-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* A backup has some KB a key. */
#define MAX_FILE_SIZE (1024 * 1024)

static JotSecret *
read_secret (const char *path,
             int        *status)
{
  g_autoptr (GError) error = NULL;
  JotSecret *secret = signet_cli_read_secret (path, MAX_FILE_SIZE, &error);

  if (secret == NULL)
    {
      *status = signet_cli_fail (error);
      if (strcmp (path, "-") != 0)
        *status = SIGNET_EXIT_MISUSE;
    }

  return secret;
}

/* The options and the one file; FALSE: *status is the exit status. */
static gboolean
parse_file (int                *argc,
            char             ***argv,
            const GOptionEntry *entries,
            const char         *summary,
            int                *status)
{
  if (!signet_cli_parse (argc, argv, entries, _("FILE"), summary, status))
    return FALSE;
  if (*argc == 2)
    return TRUE;

  *status = signet_cli_misuse (_("Give one file"));
  return FALSE;
}

static SignetKeyInfo *
import (SignetSigningKeys  *keys,
        JotSecret          *data,
        JotSecret          *passphrase,
        const JotAlg       *alg,
        GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_import_async (keys, data, passphrase, alg, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);

  return signet_signing_keys_import_finish (keys, result, error);
}

int
signet_cli_keys_import (SignetContext  *context,
                        int             argc,
                        char          **argv)
{
  g_autofree char *file = NULL;
  g_autofree char *alg_name = NULL;
  const GOptionEntry entries[] = {
    { "alg", 0, 0, G_OPTION_ARG_STRING, &alg_name, N_("Sign with algorithm A, where the key does not say it"), N_("A") },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("Read the passphrase from the first line of FILE"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (JotSecret) data = NULL;
  g_autoptr (JotSecret) passphrase = NULL;
  g_autoptr (SignetKeyInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = NULL;
  SignetSigningKeys *keys;
  const JotAlg *alg = NULL;
  int status;

  if (!parse_file (&argc, &argv, entries, _("Takes over a private key that you already have: a JWK, or PEM."), &status))
    return status;
  if (alg_name != NULL)
    {
      alg = jot_alg_find (alg_name);
      if (alg == NULL || !jot_alg_can_sign (alg))
        return signet_cli_misuse (_("There is no algorithm “%s”"), alg_name);
    }
  if (!signet_cli_read_keys (context, &keys, &status))
    return status;
  data = read_secret (argv[1], &status);
  if (data == NULL)
    return status;

  if (file != NULL && (passphrase = signet_cli_read_passphrase (file, FALSE)) == NULL)
    return SIGNET_EXIT_FAILED;
  info = import (keys, data, passphrase, alg, &error);
  if (info == NULL && passphrase == NULL && g_error_matches (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE))
    {
      /* it is encrypted: only now is there something to ask for */
      g_clear_error (&error);
      passphrase = signet_cli_read_passphrase (NULL, FALSE);
      if (passphrase == NULL)
        return SIGNET_EXIT_FAILED;
      info = import (keys, data, passphrase, alg, &error);
    }
  if (info == NULL)
    return signet_cli_fail (error);

  out = g_string_new (signet_key_info_get_kid (info));
  g_string_append_c (out, '\n');

  return signet_cli_print_string (out);
}

int
signet_cli_keys_backup (SignetContext  *context,
                        int             argc,
                        char          **argv)
{
  g_autofree char *file = NULL;
  const GOptionEntry entries[] = {
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("Read the passphrase from the first line of FILE"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (JotSecret) passphrase = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slot = NULL;
  SignetSigningKeys *keys;
  int status;

  if (!parse_file (&argc, &argv, entries,
                   _("Writes your keys to a file, encrypted with a passphrase. Without it nobody can use the file, not even you."),
                   &status))
    return status;
  if (!signet_cli_read_keys (context, &keys, &status))
    return status;
  passphrase = signet_cli_read_passphrase (file, TRUE);
  if (passphrase == NULL)
    return SIGNET_EXIT_FAILED;

  signet_signing_keys_backup_async (keys, passphrase, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  text = signet_signing_keys_backup_finish (keys, result, &error);
  if (text == NULL)
    return signet_cli_fail (error);

  if (strcmp (argv[1], "-") == 0)
    return signet_cli_print (text, strlen (text)) ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;
  if (!g_file_set_contents_full (argv[1], text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error))
    return signet_cli_fail (error);

  return SIGNET_EXIT_DONE;
}

int
signet_cli_keys_restore (SignetContext  *context,
                         int             argc,
                         char          **argv)
{
  g_autofree char *file = NULL;
  const GOptionEntry entries[] = {
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("Read the passphrase from the first line of FILE"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (JotSecret) data = NULL;
  g_autoptr (JotSecret) passphrase = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  SignetSigningKeys *keys;
  guint n = 0;
  int status;

  if (!parse_file (&argc, &argv, entries,
                   _("Brings the keys of a backup back. What is here already stays as it is."), &status))
    return status;
  /* a list of keys that is damaged is what a backup is for */
  keys = signet_context_get_signing_keys (context);
  data = read_secret (argv[1], &status);
  if (data == NULL)
    return status;
  passphrase = signet_cli_read_passphrase (file, FALSE);
  if (passphrase == NULL)
    return SIGNET_EXIT_FAILED;

  signet_signing_keys_restore_async (keys, data, passphrase, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_signing_keys_restore_finish (keys, result, &n, &error))
    return signet_cli_fail (error);

  /* Translators: said after a backup was read */
  g_printerr (ngettext ("%u key was restored.\n", "%u keys were restored.\n", n), n);
  return SIGNET_EXIT_DONE;
}

int
signet_cli_keys_recover (SignetContext  *context,
                         int             argc,
                         char          **argv)
{
  SignetSigningKeys *keys = signet_context_get_signing_keys (context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  guint n = 0;
  int status;

  if (!signet_cli_parse (&argc, &argv, NULL, NULL,
                         _("Takes up the keys that your keyring holds and that are not listed any more, as after the file "
                           "keys.json was lost."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet keys recover” takes no arguments"));

  signet_signing_keys_recover_async (keys, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_signing_keys_recover_finish (keys, result, &n, &error))
    return signet_cli_fail (error);

  /* Translators: said after the keyring was looked through */
  g_printerr (ngettext ("%u key was recovered.\n", "%u keys were recovered.\n", n), n);
  return SIGNET_EXIT_DONE;
}
