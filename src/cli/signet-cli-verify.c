/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-cli-lines.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  char     *jwks;
  char     *signer;
  char     *key;
  char     *issuer;
  char     *audience;
  char     *alg;
  char     *type;
  char     *at;
  char     *leeway;
  gboolean  signature_only;
  gboolean  refresh;
  gboolean  allow_http;
  gboolean  report;
  gboolean  lines;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->jwks);
  g_free (options->signer);
  g_free (options->key);
  g_free (options->issuer);
  g_free (options->audience);
  g_free (options->alg);
  g_free (options->type);
  g_free (options->at);
  g_free (options->leeway);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_integer (const char *text,
               gint64      min,
               gint64      max,
               gint64     *value)
{
  return g_ascii_string_to_signed (text, 10, min, max, value, NULL);
}

/* RFC 3339 with a time zone, or seconds since 1970. */
static gboolean
parse_time (const char *text,
            gint64     *seconds)
{
  g_autofree char *upper = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (parse_integer (text, -(G_GINT64_CONSTANT (1) << 53), G_GINT64_CONSTANT (1) << 53, seconds))
    return TRUE;

  /* "t" and "z" are as good (RFC 3339 §5.6), but not for GLib */
  upper = g_ascii_strup (text, -1);
  time = g_date_time_new_from_iso8601 (upper, NULL);
  if (time == NULL)
    return FALSE;

  *seconds = g_date_time_to_unix (time);
  return TRUE;
}

static gboolean
parse_algs (const char *text,
            JotAlgSet  *set)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *set = 0;
  for (guint i = 0; names[i] != NULL; i++)
    {
      const JotAlg *alg = jot_alg_find (names[i]);

      if (alg == NULL)
        {
          signet_cli_misuse (_("Signet does not know the algorithm “%s”"), names[i]);
          return FALSE;
        }
      *set |= jot_alg_get_set (alg);
    }

  if (*set == 0)
    {
      signet_cli_misuse (_("No algorithm is named"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_given (const char *option)
{
  return option != NULL && *option != '\0';
}

/* FALSE: a sentence was printed. The request borrows the strings of options. */
static gboolean
fill_request (const Options      *options,
              SignetCheckRequest *request)
{
  if ((options->jwks != NULL) + (options->signer != NULL) + (options->key != NULL) > 1)
    {
      signet_cli_misuse (_("Give one of --jwks, --signer and --key, not several"));
      return FALSE;
    }
  if (!is_given (options->jwks) && !is_given (options->signer) && !is_given (options->key))
    {
      /* the issuer alone says where its key set is */
      if (!is_given (options->issuer) || !signet_verifier_is_issuer (options->issuer))
        {
          signet_cli_misuse (_("Say what to check with: --jwks URL-or-FILE, --signer NAME, --key FILE or --issuer URL"));
          return FALSE;
        }
      request->discover = options->issuer;
    }
  if (options->leeway != NULL && !parse_integer (options->leeway, 0, G_MAXINT32, &request->policy.leeway))
    {
      signet_cli_misuse (_("“%s” is not a number of seconds"), options->leeway);
      return FALSE;
    }
  if (options->at != NULL && !parse_time (options->at, &request->at))
    {
      signet_cli_misuse (_("“%s” is not a time such as 2026-11-03T14:02:00Z or 1793714520"), options->at);
      return FALSE;
    }
  if (options->alg != NULL && !parse_algs (options->alg, &request->policy.algs))
    return FALSE;
  if (options->lines && options->report)
    {
      signet_cli_misuse (_("Give either --lines or --report, not both"));
      return FALSE;
    }

  request->source = options->jwks;
  request->policy.issuer = options->issuer;
  request->policy.audience = options->audience;
  request->policy.type = options->type;
  request->policy.signature_only = options->signature_only;
  request->refresh = options->refresh;
  request->allow_http = options->allow_http;

  return TRUE;
}

/* The key of --key, or why it cannot be had as a GError of the domain JOT_ERROR. */
static JotJwk *
read_key (const char  *path,
          GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = signet_cli_read (path, JOT_JWKS_MAX_SIZE, &local_error);
  g_autoptr (JotJwk) key = NULL;
  gsize size;

  if (bytes == NULL)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_FILE, 0, 0, NULL, path,
                                               "%s", local_error->message));
      return NULL;
    }
  if (g_bytes_get_size (bytes) > JOT_JWKS_MAX_SIZE)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_LARGE, 0,
                                               JOT_JWKS_MAX_SIZE, NULL, NULL, "the key file is too large"));
      return NULL;
    }

  /* an empty GBytes has no data at all */
  size = g_bytes_get_size (bytes);
  key = jot_jwk_new_from_data (size > 0 ? g_bytes_get_data (bytes, NULL) : "", (gssize) size, &local_error);
  if (key == NULL)
    {
      const JotErrorDetails *details = jot_error_get_details (local_error);

      g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_SET_INVALID,
                                               details != NULL && details->reason == JOT_REASON_SET_PRIVATE
                                                 ? JOT_REASON_SET_PRIVATE : JOT_REASON_KEY_UNUSABLE,
                                               0, 0, NULL, NULL, "%s", local_error->message));
    }

  return g_steal_pointer (&key);
}

/* (transfer none) (nullable): the signer of --signer, else *status is the exit status */
static SignetSigner *
find_signer (SignetContext *context,
             const char    *name,
             int           *status)
{
  g_autoptr (GError) error = NULL;
  SignetTrustBook *book = signet_cli_load_trust_book (context, &error);
  SignetSigner *signer = book != NULL ? signet_trust_book_find (book, name) : NULL;

  if (signer == NULL && error == NULL)
    {
      g_set_error_literal (&error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NOT_FOUND, name);
      signet_cli_fail (error);
      *status = SIGNET_EXIT_MISUSE;
    }
  else if (signer == NULL)
    {
      *status = signet_cli_fail (error);
    }

  return signer;
}

/* What the signer publishes now is remembered, whatever became of the token. */
static void
note_set (SignetContext *context,
          SignetReport  *report)
{
  SignetTrustBook *book = signet_context_get_trust_book (context);
  JotJwks *jwks = signet_report_get_new_set (report);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  if (jwks == NULL)
    return;

  signet_trust_book_note_async (book, signet_report_get_signer (report), jwks, signet_report_get_fetched (report), NULL,
                                signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_trust_book_finish (book, result, &error))
    signet_cli_fail (error);
}

/* What is known of lists and people says more about a refused signature, and about a list. That they cannot be read
 * is told, and changes nothing. */
static SignetReport *
compare (SignetContext *context,
         SignetReport  *report,
         gboolean       as_report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) book_error = NULL;
  g_autoptr (SignetHistory) history = NULL;
  SignetTrustBook *book;

  if (!g_error_matches (signet_report_get_error (report), JOT_ERROR, JOT_ERROR_BAD_SIGNATURE) && !as_report)
    return signet_report_ref (report);

  /* not that of the context, which asks for the settings */
  history = signet_history_new (NULL);
  if (!signet_cli_read_history (history, &error))
    {
      signet_cli_fail (error);
      return signet_report_ref (report);
    }
  book = signet_cli_load_trust_book (context, &book_error);
  if (book == NULL)
    signet_cli_fail (book_error);

  return signet_report_compare (report, history, book);
}

/* Both fingerprints, for people to compare. */
static void
print_fingerprints (SignetReport *report)
{
  GPtrArray *keys = signet_signer_get_keys (signet_report_get_signer (report));
  g_autofree char *found = jot_jwk_dup_fingerprint (jot_verdict_get_key (signet_report_get_verdict (report)));

  /* Translators: %s is a fingerprint */
  g_printerr (_("The key of this token: %s\n"), found);
  for (guint i = 0; i < keys->len; i++)
    {
      const SignetSignerKey *key = keys->pdata[i];
      g_autofree char *known = jot_jwk_dup_fingerprint (key->jwk);

      if (key->pinned)
        /* Translators: %s is a fingerprint */
        g_printerr (_("A key that you know: %s\n"), known);
    }
}

static int
print_result (SignetReport *report,
              gboolean      as_report)
{
  const GError *error = signet_report_get_error (report);
  g_autofree char *message = NULL;
  gboolean written = TRUE;

  if (as_report)
    {
      g_autofree char *json = signet_report_to_json (report);
      g_autofree char *line = g_strconcat (json, "\n", NULL);

      written = signet_cli_print (line, strlen (line));
    }
  else if (error == NULL)
    {
      GBytes *payload = jot_jws_get_payload (jot_verdict_get_jws (signet_report_get_verdict (report)));

      written = signet_cli_print (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload)) &&
                signet_cli_print ("\n", 1);
    }

  if (!written)
    return SIGNET_EXIT_FAILED;

  if (error == NULL)
    {
      if (signet_report_get_state (report) == SIGNET_REPORT_VALID_BUT)
        g_printerr ("%s: %s. %s\n", signet_report_get_word (report), signet_report_get_title (report),
                    signet_report_get_sentence (report));
      return SIGNET_EXIT_DONE;
    }

  message = signet_report_dup_message (report);
  if (signet_report_get_state (report) == SIGNET_REPORT_NOT_TRUSTED)
    {
      g_printerr ("%s: %s [%s]\n", signet_report_get_word (report), message, jot_error_get_code_name (error->code));
      print_fingerprints (report);
    }
  else
    {
      g_printerr ("%s [%s]\n", message, jot_error_get_code_name (error->code));
    }
  return jot_error_is_refusal (error->code) ? SIGNET_EXIT_REFUSED : SIGNET_EXIT_FAILED;
}

/* Who asked for the set to be fetched, or misses a key in it, learns why nobody was asked. */
static void
print_patience (SignetReport *report,
                gboolean      refresh,
                gint64        start)
{
  g_autofree char *patience = NULL;

  if (!refresh && !g_error_matches (signet_report_get_error (report), JOT_ERROR, JOT_ERROR_KEY_NOT_FOUND))
    return;

  patience = signet_report_dup_patience (report, start, signet_verifier_get_now ());
  if (patience != NULL)
    g_printerr ("%s\n", patience);
}

/**
 * signet_cli_verify:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet verify`: checks a token and prints its payload when it is valid; nothing of
 * a token reaches stdout before that.
 *
 * Returns: an exit status
 */
int
signet_cli_verify (int    argc,
                   char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "jwks", 0, 0, G_OPTION_ARG_FILENAME, &options.jwks, N_("The key set to check with"), N_("URL-or-FILE") },
    { "signer", 0, 0, G_OPTION_ARG_STRING, &options.signer, N_("Somebody you know instead, see “signet signers”"), N_("NAME") },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options.key, N_("One key instead, as PEM or JWK; no key ID is needed"), N_("FILE") },
    { "issuer", 0, 0, G_OPTION_ARG_STRING, &options.issuer, N_("Demand this issuer (iss); a URL alone tells where its key set is"), N_("NAME") },
    { "audience", 0, 0, G_OPTION_ARG_STRING, &options.audience, N_("Demand this audience (aud)"), N_("NAME") },
    { "alg", 0, 0, G_OPTION_ARG_STRING, &options.alg, N_("Accept these algorithms only"), N_("A[,B]") },
    { "type", 0, 0, G_OPTION_ARG_STRING, &options.type, N_("Demand this type (typ)"), N_("T") },
    { "leeway", 0, 0, G_OPTION_ARG_STRING, &options.leeway, N_("Seconds by which clocks may differ (0)"), N_("SECONDS") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_("Check as of then: RFC 3339, or seconds since 1970"), N_("TIME") },
    { "signature-only", 0, 0, G_OPTION_ARG_NONE, &options.signature_only, N_("Leave the claims alone; take any payload"), NULL },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &options.refresh, N_("Fetch the key set anew"), NULL },
    { "allow-http", 0, 0, G_OPTION_ARG_NONE, &options.allow_http, N_("Take a key set over http from the local network"), NULL },
    { "report", 0, 0, G_OPTION_ARG_NONE, &options.report, N_("Print the whole report as JSON"), NULL },
    { "lines", 0, 0, G_OPTION_ARG_NONE, &options.lines, N_("Check many tokens, one a line on standard input"), NULL },
    { NULL }
  };
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (JotJwk) key = NULL;
  g_autoptr (GError) key_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetReport) report = NULL;
  g_autoptr (SignetReport) compared = NULL;
  g_autofree char *token = NULL;
  SignetVerifier *verifier;
  GAsyncResult *slot = NULL;
  gint64 start;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("[TOKEN]"),
                         _("Checks the token, given or on standard input, and prints its payload when it is valid."),
                         &status))
    return status;
  if (argc > 2 || (argc > 1 && options.lines))
    return signet_cli_misuse (options.lines ? _("With --lines the tokens come on standard input")
                                            : _("Give one token; use --lines for many"));
  if (!fill_request (&options, &request))
    return SIGNET_EXIT_MISUSE;

  if (options.key != NULL)
    key = read_key (options.key, &key_error);
  request.key = key;
  request.key_error = key_error;

  context = signet_context_new ();
  verifier = signet_context_get_verifier (context);
  if (options.signer != NULL)
    {
      request.signer = find_signer (context, options.signer, &status);
      if (request.signer == NULL)
        return status;
    }
  if (options.lines)
    return signet_cli_verify_lines (context, &request);

  token = signet_cli_read_token (argc > 1 ? argv[1] : NULL, &error);
  if (token == NULL)
    return signet_cli_fail (error);
  request.token = token;

  start = signet_verifier_get_now ();
  signet_verifier_check_async (verifier, &request, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  report = signet_verifier_check_finish (verifier, result, &error);
  if (report == NULL)
    return signet_cli_fail (error);
  note_set (context, report);
  compared = compare (context, report, options.report);
  status = print_result (compared, options.report);
  print_patience (compared, options.refresh, start);

  return status;
}
