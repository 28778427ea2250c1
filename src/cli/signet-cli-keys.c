/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-cli-command.h"
#include "signet-cli-keys-files.h"
#include "signet-context-private.h"
#include "signet-history-now.h"
#include "signet-settings.h"
#include "signet-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a SHA-256 thumbprint in base64url */
#define KID_LENGTH 43

gboolean
signet_cli_read_keys (SignetContext      *context,
                      SignetSigningKeys **keys,
                      int                *status)
{
  g_autoptr (GError) error = NULL;

  *keys = signet_context_get_signing_keys (context);
  if (signet_signing_keys_load (*keys, &error))
    return TRUE;

  *status = signet_cli_fail (error);
  return FALSE;
}

/* An ID that no key has is a mistake of whoever gave it, not a trouble with the keyring. */
static int
fail (const GError *error)
{
  int status = signet_cli_fail (error);

  return g_error_matches (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NOT_FOUND) ? SIGNET_EXIT_MISUSE : status;
}

static void
append_time (GString    *out,
             const char *name,
             gint64      seconds)
{
  if (seconds > 0 && seconds < G_MAXINT64)
    g_string_append_printf (out, ",\"%s\":%" G_GINT64_FORMAT, name, seconds);
}

static void
append_json (GString             *out,
             const SignetKeyInfo *info)
{
  JotJwk *public = signet_key_info_get_public (info);
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (public);

  g_string_append_printf (out, "{\"kid\":\"%s\",\"alg\":\"%s\",\"bits\":%u,\"state\":\"%s\",\"fingerprint\":\"%s\",\"signed\":%u",
                          signet_key_info_get_kid (info), jot_alg_get_name (signet_key_info_get_alg (info)),
                          jot_jwk_get_bits (public), signet_key_state_get_name (signet_key_info_get_state (info)),
                          fingerprint, signet_key_info_get_n_signed (info));
  append_time (out, "created", signet_key_info_get_created (info));
  append_time (out, "retired", signet_key_info_get_retired (info));
  append_time (out, "revoked", signet_key_info_get_revoked (info));
  append_time (out, "latestExp", signet_key_info_get_latest_exp (info));
  g_string_append_c (out, '}');
}

static int
run_list (SignetContext  *context,
          int             argc,
          char          **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  SignetSigningKeys *keys;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, NULL, _("Lists your keys."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet keys list” takes no arguments"));

  if (!signet_cli_read_keys (context, &keys, &status))
    return status;

  infos = signet_signing_keys_dup_infos (keys);
  if (json)
    g_string_append_c (out, '[');
  for (guint i = 0; i < infos->len; i++)
    {
      const SignetKeyInfo *info = infos->pdata[i];

      if (json)
        {
          g_string_append (out, i > 0 ? "," : "");
          append_json (out, info);
        }
      else
        {
          g_autofree char *fingerprint = jot_jwk_dup_fingerprint (signet_key_info_get_public (info));
          g_autofree char *created = signet_words_time (signet_key_info_get_created (info), signet_verifier_get_now ());

          g_string_append_printf (out, "%-8s %-6s %s  %s  %s\n",
                                  signet_key_state_get_name (signet_key_info_get_state (info)),
                                  jot_alg_get_name (signet_key_info_get_alg (info)), signet_key_info_get_kid (info),
                                  fingerprint, created);
        }
    }
  if (json)
    g_string_append (out, "]\n");
  else if (infos->len == 0)
    g_printerr (_("There is no key yet. It is made when you first sign.\n"));

  return signet_cli_print_string (out);
}

static int
print_info (SignetKeyInfo *info,
            const GError  *error)
{
  g_autoptr (GString) out = NULL;

  if (info == NULL)
    return signet_cli_fail (error);

  out = g_string_new (signet_key_info_get_kid (info));
  g_string_append_c (out, '\n');

  return signet_cli_print_string (out);
}

static int
run_create (SignetContext  *context,
            int             argc,
            char          **argv)
{
  g_autofree char *alg_name = NULL;
  int bits = 0;
  const GOptionEntry entries[] = {
    { "alg", 0, 0, G_OPTION_ARG_STRING, &alg_name, N_("The algorithm, else that of the preferences (RS256)"), N_("ALG") },
    { "bits", 0, 0, G_OPTION_ARG_INT, &bits, N_("Size of an RSA key: 2048, 3072 or 4096"), N_("BITS") },
    { NULL }
  };
  const JotAlg *alg;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetKeyInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  SignetSigningKeys *keys;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, NULL,
                         _("Makes a new key: the current one where there is none, else the next."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet keys create” takes no arguments"));
  if (alg_name == NULL)
    alg_name = signet_settings_dup_key_kind (signet_context_get_settings (context));
  alg = jot_alg_find (alg_name);
  if (alg == NULL || !jot_alg_can_sign (alg))
    return signet_cli_misuse (_("Signet makes no keys for “%s”"), alg_name);
  if (bits != 0 && jot_alg_get_crv (alg) != NULL)
    return signet_cli_misuse (_("--bits is for RSA keys; one for %s has the size of its curve"), jot_alg_get_name (alg));
  if (bits == 0)
    bits = (int) signet_settings_get_key_bits (signet_context_get_settings (context));
  if (bits != 2048 && bits != 3072 && bits != 4096)
    return signet_cli_misuse (_("An RSA key has 2048, 3072 or 4096 bits"));

  if (!signet_cli_read_keys (context, &keys, &status))
    return status;

  signet_signing_keys_create_async (keys, alg, (guint) bits, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  info = signet_signing_keys_create_finish (keys, result, &error);

  return print_info (info, error);
}

static int
run_rotate (SignetContext  *context,
            int             argc,
            char          **argv)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetKeyInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  SignetSigningKeys *keys;
  int status;

  if (!signet_cli_parse (&argc, &argv, NULL, NULL,
                         _("Retires the current key and starts to use the next; prints its ID."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet keys rotate” takes no arguments"));

  if (!signet_cli_read_keys (context, &keys, &status))
    return status;

  signet_signing_keys_rotate_async (keys, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  info = signet_signing_keys_rotate_finish (keys, result, &error);

  return print_info (info, error);
}

/* One key ID in 64 begins with a dash, which is no option then: these verbs have none so long. */
static gboolean
parse_kid (int                  argc,
           char               **argv,
           const GOptionEntry  *entries,
           const char          *summary,
           const char         **kid,
           int                 *status)
{
  g_autofree char **shielded = g_new0 (char *, argc + 2);
  char **args = shielded;
  int n = 0;

  for (int i = 0; i < argc; i++)
    {
      if (i > 0 && i == argc - 1 && argv[i][0] == '-' && strlen (argv[i]) == KID_LENGTH && strcmp (argv[i - 1], "--") != 0)
        shielded[n++] = (char *) "--";
      shielded[n++] = argv[i];
    }
  if (!signet_cli_parse (&n, &args, entries, _("KID"), summary, status))
    return FALSE;
  if (n != 2)
    {
      *status = signet_cli_misuse (_("Give the ID of one key"));
      return FALSE;
    }

  *kid = args[1];
  return TRUE;
}

/* What stops being valid with a key, as far as it was signed here. */
static void
print_victims (SignetContext     *context,
               SignetSigningKeys *keys,
               const char        *kid)
{
  SignetHistory *history = signet_cli_load_history (context, NULL);
  GListModel *model = history != NULL ? signet_history_get_model (history) : NULL;
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;
  gint64 now = signet_verifier_get_now ();

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (model, i);
      const char *name = signet_history_entry_get_list_name (entry);
      const char *subject = signet_history_entry_get_subject (entry);
      g_autofree char *clean = NULL;

      if (signet_history_entry_get_kind (entry) != SIGNET_HISTORY_SIGNED ||
          g_strcmp0 (signet_history_entry_get_kid (entry), kid) != 0 ||
          signet_history_entry_judge (entry, keys, now) != SIGNET_HISTORY_NOW_VALID)
        continue;

      clean = name != NULL ? signet_words_clean (name, 60) : NULL;
      if (subject != NULL)
        {
          g_autofree char *person = signet_words_clean (subject, 40);

          /* Translators: a list, and whom it is for */
          g_printerr (_("Becomes invalid: %s (for %s)\n"), clean != NULL ? clean : _("a token"), person);
        }
      else
        {
          g_printerr (_("Becomes invalid: %s\n"), clean != NULL ? clean : _("a token"));
        }
    }
}

static int
run_revoke (SignetContext  *context,
            int             argc,
            char          **argv)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  SignetSigningKeys *keys;
  const char *kid;
  int status;

  if (!parse_kid (argc, argv, NULL, _("Revokes a key: what it signed becomes invalid at once. This cannot be undone."),
                  &kid, &status))
    return status;
  if (!signet_cli_read_keys (context, &keys, &status))
    return status;

  print_victims (context, keys, kid);
  signet_signing_keys_revoke_async (keys, kid, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);

  return signet_signing_keys_revoke_finish (keys, result, &error) ? SIGNET_EXIT_DONE : fail (error);
}

static int
run_export (SignetContext  *context,
            int             argc,
            char          **argv)
{
  gboolean pem = FALSE;
  const GOptionEntry entries[] = {
    { "pem", 0, 0, G_OPTION_ARG_NONE, &pem, N_("Print PEM instead"), NULL },
    { NULL }
  };
  SignetKeyInfo *info;
  g_autofree char *text = NULL;
  g_autoptr (GString) out = NULL;
  g_autoptr (GError) error = NULL;
  SignetSigningKeys *keys;
  const char *kid;
  int status;

  if (!parse_kid (argc, argv, entries, _("Prints the public half of a key as a JWK."), &kid, &status))
    return status;
  if (!signet_cli_read_keys (context, &keys, &status))
    return status;

  info = signet_signing_keys_find (keys, kid);
  if (info == NULL)
    {
      g_set_error (&error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NOT_FOUND, "no key has the ID %s", kid);
      return fail (error);
    }

  if (pem)
    text = jot_jwk_to_pem (signet_key_info_get_public (info), &error);
  else
    text = jot_jwk_to_public_json (signet_key_info_get_public (info), signet_key_info_get_kid (info),
                                   signet_key_info_get_alg (info));
  if (text == NULL)
    return fail (error);

  out = g_string_new (g_strchomp (text));
  g_string_append_c (out, '\n');

  return signet_cli_print_string (out);
}

static const SignetCliCommand commands[] = {
  { "list", run_list, N_("List your keys, also without a command") },
  { "create", run_create, N_("Make a new key: the current one where there is none, else the next") },
  { "rotate", run_rotate, N_("Retire the current key and start to use the next") },
  { "revoke", run_revoke, N_("Revoke a key: what it signed becomes invalid at once") },
  { "export", run_export, N_("Print the public half of a key") },
  { "import", signet_cli_keys_import, N_("Take over a private key that you already have") },
  { "backup", signet_cli_keys_backup, N_("Write your keys to an encrypted file") },
  { "restore", signet_cli_keys_restore, N_("Bring the keys of a backup back") },
  { "recover", signet_cli_keys_recover, N_("Take up keys of the keyring that are not listed any more") },
};

static int
refuse_command (const char *name)
{
  return signet_cli_misuse (_("“signet keys” knows list, create, rotate, revoke, export, import, backup, restore and recover, not “%s”"), name);
}

/**
 * signet_cli_keys:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet keys`: lists, makes, rotates, revokes, exports, imports, backs up, restores and recovers the keys of one's own.
 *
 * Returns: an exit status
 */
int
signet_cli_keys (int    argc,
                 char **argv)
{
  const SignetCliCommands all = {
    .verb = "keys",
    .commands = commands,
    .n_commands = G_N_ELEMENTS (commands),
    .about = _("The keys with which you sign. Their private halves are in your keyring."),
    .hint = _("“signet keys COMMAND --help” explains a command."),
    .refuse = refuse_command,
  };

  return signet_cli_run_command (&all, argc, argv);
}
