/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-cli-stored.h"
#include "signet-context-private.h"
#include "signet-settings.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MAX_DATE 9007199254740992.0 /* 2^53 */

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

static void
append_text (GString    *out,
             const char *name,
             const char *text)
{
  if (out->len > 1)
    g_string_append_c (out, ',');
  jot_json_append_string (out, name);
  g_string_append_c (out, ':');
  g_string_append (out, text);
}

static void
append_string (GString    *out,
               const char *name,
               const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  jot_json_append_string (text, value);
  append_text (out, name, text->str);
}

/* A member that may come from the object, from a flag (which must agree) or from a default. */
static gboolean
append_name_member (GString      *out,
                    JotJsonNode   object,
                    const char   *name,
                    const char   *flag,
                    const char   *fallback)
{
  JotJsonNode node = jot_json_node_get_member (object, name);
  g_autofree char *text = NULL;

  if (jot_json_node_get_kind (node) == JOT_JSON_INVALID)
    {
      const char *value = flag != NULL ? flag : fallback;

      if (value != NULL && *value != '\0')
        append_string (out, name, value);
      return TRUE;
    }

  if (flag != NULL && g_strcmp0 (flag, jot_json_node_get_string (node)) != 0)
    {
      signet_cli_misuse (_("The object has its own “%s”, and it differs from the option"), name);
      return FALSE;
    }

  text = jot_json_node_to_compact (node);
  append_text (out, name, text);
  return TRUE;
}

/* FALSE, with a sentence printed, where the member is there and no date. */
static gboolean
read_date (JotJsonNode  object,
           const char  *name,
           gboolean    *present,
           double      *value)
{
  JotJsonNode node = jot_json_node_get_member (object, name);

  *present = jot_json_node_get_kind (node) != JOT_JSON_INVALID;
  if (*present && (!jot_json_node_get_number (node, value) || fabs (*value) > MAX_DATE))
    {
      signet_cli_misuse (_("“%s” must be a number of seconds since 1970"), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_ordered_claim (const char *name)
{
  static const char * const ordered[] = {
    "iss", "sub", "aud", "iat", "nbf", "exp", "jti", "listName", "groceryList", NULL
  };

  return g_strv_contains (ordered, name);
}

/* Completes the object to claims in their fixed order. NULL: a sentence was printed. */
static GBytes *
complete_claims (JotJsonNode    object,
                 const Options *options,
                 GSettings     *settings,
                 gint64        *exp)
{
  g_autoptr (GString) out = g_string_new ("{");
  g_autofree char *name = signet_settings_dup_name (settings);
  g_autofree char *id = g_uuid_string_random ();
  const char *user = jot_json_node_get_string_member (object, "userId");
  gint64 lifetime = signet_settings_get_lifetime (settings);
  gint64 now = signet_verifier_get_now ();
  gboolean has_iat, has_nbf, has_exp;
  double iat = (double) now, nbf = 0, given_exp = 0;
  JotJsonIter iter;
  JotJsonNode value;
  const char *member;

  if (options->expires_in != NULL && !parse_lifetime (options->expires_in, &lifetime))
    {
      signet_cli_misuse (_("“%s” is not a length of time such as 90s, 12h, 1d, 30d or never"), options->expires_in);
      return NULL;
    }
  if (!read_date (object, "iat", &has_iat, &iat) ||
      !read_date (object, "nbf", &has_nbf, &nbf) ||
      !read_date (object, "exp", &has_exp, &given_exp))
    return NULL;

  if (has_exp && options->expires_in != NULL && (lifetime == 0 || given_exp != floor (iat) + (double) lifetime))
    {
      signet_cli_misuse (_("The object has its own “%s”, and it differs from the option"), "exp");
      return NULL;
    }

  if (!append_name_member (out, object, "iss", options->issuer, name) ||
      !append_name_member (out, object, "sub", options->subject, user) ||
      !append_name_member (out, object, "aud", options->audience, NULL))
    return NULL;

  if (has_iat)
    append_name_member (out, object, "iat", NULL, NULL);
  else
    g_string_append_printf (out, "%s\"iat\":%" G_GINT64_FORMAT, out->len > 1 ? "," : "", now);
  if (has_nbf)
    append_name_member (out, object, "nbf", NULL, NULL);

  *exp = G_MAXINT64;
  if (has_exp)
    {
      append_name_member (out, object, "exp", NULL, NULL);
      *exp = (gint64) ceil (given_exp);
    }
  else if (lifetime > 0)
    {
      *exp = (gint64) floor (iat) + lifetime;
      g_string_append_printf (out, ",\"exp\":%" G_GINT64_FORMAT, *exp);
    }

  append_name_member (out, object, "jti", NULL, id);
  append_name_member (out, object, "listName", NULL, NULL);
  append_name_member (out, object, "groceryList", NULL, NULL);

  jot_json_iter_init (&iter, object);
  while (jot_json_iter_next (&iter, &member, &value))
    if (!is_ordered_claim (member))
      {
        g_autofree char *text = jot_json_node_to_compact (value);

        append_text (out, member, text);
      }
  g_string_append_c (out, '}');

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/* The stored list as the object to complete. */
static GBytes *
read_list (SignetContext *context,
           const char    *name,
           int           *status)
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

  return signet_token_build_claims (list, &options);
}

static GBytes *
read_object (const char *path,
             int        *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = signet_cli_read (path, JOT_MAX_TOKEN_SIZE, &error);

  if (bytes == NULL)
    {
      *status = signet_cli_fail (error);
      if (path != NULL && strcmp (path, "-") != 0)
        *status = SIGNET_EXIT_MISUSE;
    }
  else if (g_bytes_get_size (bytes) > JOT_MAX_TOKEN_SIZE)
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

static int
sign (SignetContext *context,
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
  signet_list_signing_sign_claims_async (signing, claims, exp, NULL, signet_cli_done_cb, &slot);
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
  g_autoptr (JotJson) json = NULL;
  g_autoptr (GError) error = NULL;
  JotJsonNode root;
  gint64 exp;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("[CLAIMS.json]"),
                         _("Signs the JSON object in the file, or on standard input, and prints the token."),
                         &status))
    return status;
  if (argc > 2 || (argc > 1 && options.list != NULL))
    return signet_cli_misuse (_("Give one file or one list to sign"));

  context = signet_context_new ();
  bytes = options.list != NULL ? read_list (context, options.list, &status)
                               : read_object (argc > 1 ? argv[1] : NULL, &status);
  if (bytes == NULL)
    return status;

  json = jot_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  if (json == NULL)
    return signet_cli_misuse (_("What is to be signed is not strict JSON: %s"), error->message);
  root = jot_json_get_root (json);
  if (jot_json_node_get_kind (root) != JOT_JSON_OBJECT)
    return signet_cli_misuse (_("What is to be signed must be one JSON object"));

  claims = complete_claims (root, &options, signet_context_get_settings (context), &exp);
  if (claims == NULL)
    return SIGNET_EXIT_MISUSE;

  return sign (context, claims, exp);
}
