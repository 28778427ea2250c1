/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-claims-defaults.h"
#include "signet-cli-stored.h"
#include "signet-context-private.h"
#include "signet-settings.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is read at most, so that what is too long for a token can be refused with its size. */
#define MAX_OBJECT_INPUT (16 * 1024 * 1024)

typedef struct
{
  char *list;
  char *expires_in;
  char *issuer;
  char *subject;
  char *audience;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->list);
  g_free (options->expires_in);
  g_free (options->issuer);
  g_free (options->subject);
  g_free (options->audience);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* "90s", "12h", "30d", "never"; 0: never. */
static gboolean
parse_lifetime (const char *text,
                gint64     *seconds)
{
  static const struct { char unit; gint64 seconds; } units[] = {
    { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 },
  };
  char *end;
  guint64 n;

  if (strcmp (text, "never") == 0)
    {
      *seconds = 0;
      return TRUE;
    }
  if (!g_ascii_isdigit (text[0]))
    return FALSE;

  n = g_ascii_strtoull (text, &end, 10);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (end[0] == units[i].unit && end[1] == '\0' && n > 0 && n <= (guint64) (G_MAXINT32 / units[i].seconds) * 100)
      {
        *seconds = (gint64) n * units[i].seconds;
        return TRUE;
      }

  return FALSE;
}

/* The stored list as the object to complete, and its id. */
static GBytes *
read_list (SignetContext  *context,
           const char     *name,
           char          **id,
           int            *status)
{
  SignetTokenOptions options = { .issued_at = signet_verifier_get_now () };
  SignetList *list = signet_cli_find_list (context, name, status);

  if (list == NULL)
    return NULL;
  if (signet_list_get_n_items (list) == 0)
    {
      *status = signet_cli_misuse (_("The list is empty: there is nothing to sign"));
      return NULL;
    }

  *id = g_strdup (signet_list_get_id (list));

  return signet_token_build_claims (list, &options);
}

static GBytes *
read_object (const char *path,
             int        *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = signet_cli_read (path, MAX_OBJECT_INPUT, &error);

  if (bytes == NULL)
    {
      *status = signet_cli_fail (error);
      if (path != NULL && strcmp (path, "-") != 0)
        *status = SIGNET_EXIT_MISUSE;
    }
  else if (g_bytes_get_size (bytes) > MAX_OBJECT_INPUT)
    {
      *status = signet_cli_misuse (_("This is too long for a token: more than 256 KiB"));
      g_clear_pointer (&bytes, g_bytes_unref);
    }

  return g_steal_pointer (&bytes);
}

static void
not_remembered_cb (SignetListSigning *signing,
                   const GError      *error)
{
  /* Translators: %s is a technical reason */
  g_printerr (_("The token is signed, but could not be added to the history: %s\n"), error->message);
}

/* list_id: (nullable): of the stored list that claims were made of */
static int
sign (SignetContext *context,
      const char    *list_id,
      GBytes        *claims,
      gint64         exp)
{
  SignetListSigning *signing = signet_context_get_list_signing (context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *line = NULL;
  GAsyncResult *slot = NULL;

  g_signal_connect (signing, "not-remembered", G_CALLBACK (not_remembered_cb), NULL);
  signet_list_signing_sign_made_async (signing, list_id, claims, exp, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  token = signet_list_signing_sign_finish (signing, result, &error);
  signet_signing_keys_forget_loaded (signet_context_get_signing_keys (context));
  if (token == NULL)
    {
      signet_cli_fail (error);
      return SIGNET_EXIT_FAILED;
    }

  line = g_strconcat (token, "\n", NULL);
  return signet_cli_print (line, strlen (line)) ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;
}

/**
 * signet_cli_sign:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet sign`: signs a JSON object or a stored list and prints the token.
 *
 * Returns: an exit status
 */
int
signet_cli_sign (int    argc,
                 char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_STRING, &options.list, N_("Sign a stored list instead"), N_("NAME") },
    { "expires-in", 0, 0, G_OPTION_ARG_STRING, &options.expires_in,
      N_("How long it is valid: 90s, 12h, 1d (default), 30d, never"), N_("TIME") },
    { "issuer", 0, 0, G_OPTION_ARG_STRING, &options.issuer, N_("Who signs (iss)"), N_("NAME") },
    { "subject", 0, 0, G_OPTION_ARG_STRING, &options.subject, N_("Whom it is for (sub)"), N_("NAME") },
    { "audience", 0, 0, G_OPTION_ARG_STRING, &options.audience, N_("Who may accept it (aud)"), N_("NAME") },
    { NULL }
  };
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) claims = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *list_id = NULL;
  SignetClaimsDefaults defaults = { 0 };
  gint64 exp;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("[CLAIMS.json]"),
                         _("Signs the JSON object in the file, or on standard input, and prints the token."),
                         &status))
    return status;
  if (argc > 2 || (argc > 1 && options.list != NULL))
    return signet_cli_misuse (_("Give one file or one list to sign"));

  context = signet_context_new ();
  bytes = options.list != NULL ? read_list (context, options.list, &list_id, &status)
                               : read_object (argc > 1 ? argv[1] : NULL, &status);
  if (bytes == NULL)
    return status;

  name = signet_settings_dup_name (signet_context_get_settings (context));
  defaults.issuer = options.issuer;
  defaults.subject = options.subject;
  defaults.audience = options.audience;
  defaults.lifetime_asked = options.expires_in != NULL;
  defaults.lifetime = signet_settings_get_lifetime (signet_context_get_settings (context));
  defaults.name = name;
  defaults.now = signet_verifier_get_now ();
  if (options.expires_in != NULL && !parse_lifetime (options.expires_in, &defaults.lifetime))
    return signet_cli_misuse (_("“%s” is not a length of time such as 90s, 12h, 1d, 30d or never"), options.expires_in);

  claims = signet_claims_complete (bytes, &defaults, &exp, &error);
  if (claims == NULL)
    return signet_cli_misuse ("%s", error->message);

  return sign (context, list_id, claims, exp);
}
