/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-cli-command.h"
#include "signet-context-private.h"
#include "signet-signer-source.h"
#include "signet-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define FINGERPRINT_DIGITS 30

/* A name that is taken or that nobody has is a mistake of whoever gave it. */
static int
fail (const GError *error)
{
  int status = signet_cli_fail (error);

  return g_error_matches (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NOT_FOUND) ||
         g_error_matches (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_EXISTS) ? SIGNET_EXIT_MISUSE : status;
}

/**
 * signet_cli_load_trust_book:
 * @context: the services
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the trust book, read now. Errors: %SIGNET_SIGNERS_ERROR
 */
SignetTrustBook *
signet_cli_load_trust_book (SignetContext  *context,
                            GError        **error)
{
  SignetTrustBook *book = signet_context_get_trust_book (context);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_trust_book_load_async (book, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);

  return signet_trust_book_finish (book, result, error) ? book : NULL;
}

static void
append_string (GString    *out,
               const char *name,
               const char *value)
{
  g_string_append_printf (out, "\"%s\":", name);
  if (value != NULL)
    jot_json_append_string (out, value);
  else
    g_string_append (out, "null");
}

static void
append_json (GString      *out,
             SignetSigner *signer,
             gint64        now)
{
  GPtrArray *keys = signet_signer_get_keys (signer);

  g_string_append_c (out, '{');
  append_string (out, "name", signet_signer_get_name (signer));
  g_string_append_c (out, ',');
  append_string (out, "url", signet_signer_get_url (signer));
  g_string_append_printf (out, ",\"added\":%" G_GINT64_FORMAT ",\"fetched\":%" G_GINT64_FORMAT ",\"keys\":[",
                          signet_signer_get_added (signer), signet_signer_get_fetched (signer));
  for (guint i = 0; i < keys->len; i++)
    {
      const SignetSignerKey *key = keys->pdata[i];
      g_autofree char *fingerprint = jot_jwk_dup_fingerprint (key->jwk);

      g_string_append (out, i > 0 ? ",{" : "{");
      append_string (out, "kid", key->kid);
      g_string_append_printf (out, ",\"thumbprint\":\"%s\",\"fingerprint\":\"%s\",\"state\":\"%s\""
                              ",\"firstSeen\":%" G_GINT64_FORMAT ",\"lastSeen\":%" G_GINT64_FORMAT "}",
                              jot_jwk_get_thumbprint (key->jwk), fingerprint, signet_signer_key_get_state (key, now),
                              key->first_seen, key->last_seen);
    }
  g_string_append (out, "]}");
}

static void
append_text (GString      *out,
             SignetSigner *signer,
             gint64        now)
{
  GPtrArray *keys = signet_signer_get_keys (signer);
  const char *url = signet_signer_get_url (signer);
  g_autofree char *clean = url != NULL ? signet_words_clean (url, 400) : NULL;

  g_string_append_printf (out, "%s  %s\n", signet_signer_get_name (signer), clean != NULL ? clean : "-");
  for (guint i = 0; i < keys->len; i++)
    {
      const SignetSignerKey *key = keys->pdata[i];
      g_autofree char *fingerprint = jot_jwk_dup_fingerprint (key->jwk);
      g_autofree char *kid = signet_words_clean (key->kid, 200);

      g_string_append_printf (out, "  %-9s  %s  %s\n", signet_signer_key_get_state (key, now), fingerprint, kid);
    }
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
  g_autoptr (GPtrArray) signers = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gint64 now = signet_verifier_get_now ();
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, NULL, _("Lists the people whose keys you know."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet signers list” takes no arguments"));
  if (signet_cli_load_trust_book (context, &error) == NULL)
    return fail (error);

  signers = signet_trust_book_dup_signers (signet_context_get_trust_book (context));
  if (json)
    g_string_append_c (out, '[');
  for (guint i = 0; i < signers->len; i++)
    {
      if (json)
        {
          g_string_append (out, i > 0 ? "," : "");
          append_json (out, signers->pdata[i], now);
        }
      else
        {
          append_text (out, signers->pdata[i], now);
        }
    }
  if (json)
    g_string_append (out, "]\n");
  else if (signers->len == 0)
    g_printerr (_("You know nobody yet. “signet signers add” remembers somebody.\n"));

  return signet_cli_print_string (out);
}

/* Digits alone, however they are grouped; NULL: that is no fingerprint. */
static char *
read_fingerprint (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (*p != ' ' && *p != '-')
      return NULL;

  return digits->len == FINGERPRINT_DIGITS ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}

/* (nullable): the entry of the set whose key has the fingerprint */
static const JotJwksEntry *
find_fingerprint (const JotJwks *jwks,
                  const char    *digits)
{
  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);
      g_autofree char *fingerprint = entry->key != NULL ? jot_jwk_dup_fingerprint (entry->key) : NULL;
      g_autofree char *found = fingerprint != NULL ? read_fingerprint (fingerprint) : NULL;

      if (g_strcmp0 (found, digits) == 0)
        return entry;
    }

  return NULL;
}

static JotJwks *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GBytes) bytes = signet_cli_read (path, JOT_JWKS_MAX_SIZE, error);
  g_autoptr (SignetSignerSource) keys = bytes != NULL ? signet_signer_source_parse (bytes, error) : NULL;

  return keys != NULL ? jot_jwks_ref (keys->jwks) : NULL;
}

static JotJwks *
fetch (SignetContext  *context,
       const char     *url,
       gboolean        allow_http,
       gboolean        refresh,
       GError        **error)
{
  SignetJwksGetFlags flags = (allow_http ? SIGNET_JWKS_GET_ALLOW_HTTP : 0) | (refresh ? SIGNET_JWKS_GET_REFRESH : 0);
  SignetJwksCache *cache = signet_context_get_jwks_cache (context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetKeySet) set = NULL;
  GAsyncResult *slot = NULL;

  signet_jwks_cache_get_async (cache, url, NULL, flags, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  set = signet_jwks_cache_get_finish (cache, result, error);

  return set != NULL ? jot_jwks_ref (signet_key_set_get_jwks (set)) : NULL;
}

static int
add (SignetContext *context,
     SignetSigner  *signer)
{
  SignetTrustBook *book = signet_context_get_trust_book (context);
  GPtrArray *keys = signet_signer_get_keys (signer);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_trust_book_add_async (book, signer, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_trust_book_finish (book, result, &error))
    return fail (error);

  for (guint i = 0; i < keys->len; i++)
    {
      const SignetSignerKey *key = keys->pdata[i];
      g_autofree char *fingerprint = jot_jwk_dup_fingerprint (key->jwk);
      g_autofree char *kid = signet_words_clean (key->kid, 200);

      if (key->pinned)
        g_string_append_printf (out, "%s  %s\n", fingerprint, kid);
    }

  return signet_cli_print_string (out);
}

/* Another key of somebody who is known, of whom the user has the fingerprint. */
static int
pin (SignetContext      *context,
     const char         *name,
     const JotJwksEntry *entry)
{
  SignetTrustBook *book = signet_context_get_trust_book (context);
  const char *kid = entry->kid != NULL ? entry->kid : jot_jwk_get_thumbprint (entry->key);
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (entry->key);
  g_autofree char *clean = signet_words_clean (kid, 200);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_trust_book_pin_async (book, name, entry->key, kid, signet_verifier_get_now (), NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_trust_book_finish (book, result, &error))
    return fail (error);

  g_string_append_printf (out, "%s  %s\n", fingerprint, clean);
  return signet_cli_print_string (out);
}

/* Whether the key set is the signer's own, or a file that the user has. */
static gboolean
is_source_of (SignetSigner *signer,
              const char   *source,
              gboolean      is_url)
{
  return !is_url || g_strcmp0 (signet_signer_get_url (signer), source) == 0;
}

static int
run_add (SignetContext  *context,
         int             argc,
         char          **argv)
{
  g_autofree char *fingerprint = NULL;
  gboolean allow_http = FALSE;
  const GOptionEntry entries[] = {
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING, &fingerprint, N_("Add the key of this fingerprint only"), N_("F") },
    { "allow-http", 0, 0, G_OPTION_ARG_NONE, &allow_http, N_("Take a key set over http from the local network"), NULL },
    { NULL }
  };
  g_autofree char *digits = NULL;
  g_autoptr (JotJwks) jwks = NULL;
  g_autoptr (SignetSigner) signer = NULL;
  g_autoptr (GError) error = NULL;
  SignetTrustBook *book;
  const JotJwksEntry *wanted = NULL;
  SignetSigner *known;
  const char *source;
  gboolean is_url;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("NAME URL|FILE"),
                         _("Remembers a person and the keys in their key set, or on a key card in a file. "
                           "Prints each fingerprint: compare it, by phone say. "
                           "With the fingerprint of a new key of somebody you know, trusts that key, too."), &status))
    return status;
  if (argc != 3)
    return signet_cli_misuse (_("Give a name, and the address of a key set or a file"));
  if (!signet_signer_is_name (argv[1]))
    return signet_cli_misuse (_("A name has 1 to %d characters that can be seen"), SIGNET_SIGNER_MAX_NAME);
  if (fingerprint != NULL && (digits = read_fingerprint (fingerprint)) == NULL)
    return signet_cli_misuse (_("A fingerprint has six groups of five digits"));

  /* before anything is fetched */
  book = signet_cli_load_trust_book (context, &error);
  if (book == NULL)
    return fail (error);
  known = signet_trust_book_find (book, argv[1]);
  if (known != NULL && (digits == NULL || !is_source_of (known, argv[2], strstr (argv[2], "://") != NULL)))
    {
      g_set_error_literal (&error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_EXISTS, argv[1]);
      return fail (error);
    }

  source = argv[2];
  is_url = strstr (source, "://") != NULL;
  jwks = is_url ? fetch (context, source, allow_http, known != NULL, &error) : read_file (source, &error);
  if (jwks == NULL)
    return fail (error);

  if (digits != NULL && (wanted = find_fingerprint (jwks, digits)) == NULL)
    {
      g_printerr (_("No key there has this fingerprint. Nothing was added.\n"));
      return SIGNET_EXIT_FAILED;
    }
  if (known != NULL)
    return pin (context, argv[1], wanted);
  signer = signet_signer_new (argv[1], is_url ? source : NULL, jwks,
                              wanted != NULL ? jot_jwk_get_thumbprint (wanted->key) : NULL, signet_verifier_get_now ());
  if (signer == NULL)
    {
      g_printerr (_("There is no key that Signet can use. Nothing was added.\n"));
      return SIGNET_EXIT_FAILED;
    }

  return add (context, signer);
}

static int
run_remove (SignetContext  *context,
            int             argc,
            char          **argv)
{
  SignetTrustBook *book = signet_context_get_trust_book (context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  int status;

  if (!signet_cli_parse (&argc, &argv, NULL, _("NAME"), _("Forgets a person and their keys."), &status))
    return status;
  if (argc != 2)
    return signet_cli_misuse (_("Give the name of one person"));

  signet_trust_book_remove_async (book, argv[1], NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);

  return signet_trust_book_finish (book, result, &error) ? SIGNET_EXIT_DONE : fail (error);
}

static const SignetCliCommand commands[] = {
  { "list", run_list, N_("List the people whose keys you know, also without a command") },
  { "add", run_add, N_("Remember a person and their keys") },
  { "remove", run_remove, N_("Forget a person and their keys") },
};

static int
refuse_command (const char *name)
{
  return signet_cli_misuse (_("“signet signers” knows list, add and remove, not “%s”"), name);
}

/**
 * signet_cli_signers:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet signers`: lists, adds and removes the people of the trust book.
 *
 * Returns: an exit status
 */
int
signet_cli_signers (int    argc,
                    char **argv)
{
  const SignetCliCommands all = {
    .verb = "signers",
    .commands = commands,
    .n_commands = G_N_ELEMENTS (commands),
    .about = _("The people whose lists you check. Signet remembers their keys and warns you when one changes."),
    .hint = _("“signet signers COMMAND --help” explains a command."),
    .refuse = refuse_command,
  };

  return signet_cli_run_command (&all, argc, argv);
}
