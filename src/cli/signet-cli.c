/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-words.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const struct
{
  const char *name;
  SignetVerb  run;
  const char *summary;
} verbs[] = {
  { "sign", signet_cli_sign, N_("Sign a JSON object or a stored list") },
  { "verify", signet_cli_verify, N_("Check a token and print what was signed") },
  { "inspect", signet_cli_inspect, N_("Decode a token without checking it") },
  { "keys", signet_cli_keys, N_("List, make, rotate, revoke and export your keys") },
  { "signers", signet_cli_signers, N_("List, add and remove the people whose keys you know") },
  { "jwks", signet_cli_jwks, N_("Print the public key set") },
  { "serve", signet_cli_serve, N_("Publish the key set over HTTP") },
  { "api-token", signet_cli_api_token, N_("Print what programs need to have something signed over HTTP") },
  { "lists", signet_cli_lists, N_("Show which lists there are") },
  { "show", signet_cli_show, N_("Show a list") },
  { "import", signet_cli_import, N_("Add a list from a file") },
  { "export", signet_cli_export, N_("Print a list as a file for others") },
  { "history", signet_cli_history, N_("Show what was signed and checked") },
  { NULL, NULL, NULL }
};

/* A stream that the caller closed stays closed, in the sense that using it fails: else the
 * first file to be opened would take its number, and be read for stdin or written for stdout. */
static void
prepare_streams (void)
{
  static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF)
      {
        int opened = open ("/dev/null", modes[fd]);

        g_assert (opened == fd || opened < 0);
      }

  /* A closed pipe is an answer of write(), not a silent death */
  signal (SIGPIPE, SIG_IGN);
}

/* A user without a name and without a home, as in a container, has the root for one, which GLib says as well, but with
 * a page of warnings. */
static void
provide_home (void)
{
  if (g_getenv ("HOME") == NULL && getpwuid (getuid ()) == NULL)
    g_setenv ("HOME", "/", FALSE);
}

/* Where nothing can be written dconf reads the settings all the same, but fills the terminal with complaints. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "GLIB_DOMAIN") == 0 && g_strcmp0 (fields[i].value, "dconf") == 0)
      return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, user_data);
}

static gboolean
print_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n  signet [%s]\n  signet %s [%s…]\n\n%s\n",
                          _("Usage:"), _("TOKEN-FILE"), _("VERB"), _("OPTION"),
                          _("Signed lists that nobody can quietly change. Without a verb the window opens."));
  g_string_append_printf (out, "\n%s\n", _("Verbs:"));
  for (guint i = 0; verbs[i].name != NULL; i++)
    g_string_append_printf (out, "  %-9s  %s\n", verbs[i].name, _(verbs[i].summary));
  g_string_append_printf (out, "\n%s\n", _("“signet VERB --help” explains a verb; the manual page is signet(1)."));

  return signet_cli_print (out->str, out->len);
}

/* Replaces this process by the window; comes back only when that failed. */
static int
open_window (int    argc,
             char **argv)
{
  const char *path = g_getenv ("SIGNET_WINDOW");
  g_autoptr (GPtrArray) args = g_ptr_array_new ();

  if (path == NULL)
    path = LIBEXECDIR "/signet-window";

  g_ptr_array_add (args, (gpointer) path);
  for (int i = 1; i < argc; i++)
    g_ptr_array_add (args, argv[i]);
  g_ptr_array_add (args, NULL);

  execv (path, (char **) args->pdata);
  g_printerr (_("The window could not be opened: %s: %s\n"), path, g_strerror (errno));

  return SIGNET_EXIT_FAILED;
}

static SignetVerb
find_verb (const char *name)
{
  for (guint i = 0; verbs[i].name != NULL; i++)
    if (strcmp (name, verbs[i].name) == 0)
      return verbs[i].run;

  return NULL;
}

static int
fail_no_verb (const char *name)
{
  g_autofree char *what = signet_words_clean (name, 0);

  return signet_cli_misuse (_("There is no verb “%s”. “signet --help” lists what there is."), what);
}

/* "help keys create" is "keys create --help". */
static int
explain_verb (int    argc,
              char **argv)
{
  g_autofree char **args = g_new0 (char *, (gsize) argc + 2);
  SignetVerb verb = find_verb (argv[0]);

  if (verb == NULL)
    return fail_no_verb (argv[0]);

  memcpy (args, argv, (gsize) argc * sizeof *args);
  args[argc] = (char *) "--help";

  return verb (argc + 1, args);
}

/**
 * signet_cli_run:
 * @argc: number of arguments
 * @argv: the arguments of the program
 *
 * Runs the verb, or the window for no verb and for a file.
 *
 * Returns: an exit status
 */
int
signet_cli_run (int    argc,
                char **argv)
{
  const char *first = argc > 1 ? argv[1] : NULL;
  g_autofree char *what = NULL;
  SignetVerb verb;

  if (first == NULL)
    return open_window (argc, argv);

  verb = find_verb (first);
  if (verb != NULL)
    {
      prepare_streams ();
      g_log_set_writer_func (write_log, NULL, NULL);
      provide_home ();
      return verb (argc - 1, argv + 1);
    }

  if (first[0] != '-' && strcmp (first, "help") != 0 &&
      (strpbrk (first, "./") != NULL || g_file_test (first, G_FILE_TEST_EXISTS)))
    return open_window (argc, argv);

  prepare_streams ();
  if (strcmp (first, "help") == 0 && argc > 2)
    return explain_verb (argc - 2, argv + 2);
  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0 || strcmp (first, "help") == 0)
    return print_help () ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;
  if (strcmp (first, "--version") == 0)
    return signet_cli_print ("signet " PACKAGE_VERSION "\n", strlen ("signet " PACKAGE_VERSION "\n"))
             ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;

  if (first[0] != '-')
    return fail_no_verb (first);
  what = signet_words_clean (first, 0);
  return signet_cli_misuse (_("There is no option “%s”. “signet --help” lists what there is."), what);
}

/**
 * signet_cli_parse:
 * @argc: (inout): number of arguments, the verb first
 * @argv: (inout): the arguments; options are taken out
 * @entries: the options of the verb
 * @parameters: (nullable): what follows the options, for the help
 * @summary: one sentence on the verb
 * @status: (out): the exit status to return when this is %FALSE
 *
 * Returns: %TRUE to go on; %FALSE when help was printed or the options are wrong
 */
gboolean
signet_cli_parse (int                *argc,
                  char             ***argv,
                  const GOptionEntry *entries,
                  const char         *parameters,
                  const char         *summary,
                  int                *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autofree char *prgname = g_strdup_printf ("signet %s", (*argv)[0]);
  g_autoptr (GError) error = NULL;
  g_autofree char *help = NULL;

  g_set_prgname (prgname);
  g_option_context_set_summary (context, summary);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  for (int i = 1; i < *argc; i++)
    {
      if (strcmp ((*argv)[i], "--") == 0)
        break;
      if (strcmp ((*argv)[i], "--help") == 0 || strcmp ((*argv)[i], "-h") == 0)
        {
          help = g_option_context_get_help (context, TRUE, NULL);
          *status = signet_cli_print (help, strlen (help)) ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;
          return FALSE;
        }
    }

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = error->domain == G_CONVERT_ERROR
                  ? signet_cli_misuse (_("The value of an option holds bytes that are no text"))
                  : signet_cli_misuse ("%s", error->message);
      return FALSE;
    }

  /* GOption leaves a "--" before arguments that begin with a dash */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      (*argv)[1] = (*argv)[0];
      (*argv)++;
      (*argc)--;
    }

  return TRUE;
}

/* Ends a sentence with a full stop where it has none. */
static const char *
get_stop (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && strchr (".!?", text[length - 1]) != NULL ? "" : ".";
}

/**
 * signet_cli_fail:
 * @error: why something was refused or could not be done
 *
 * Prints the words for @error to stderr, and for a refusal its code in brackets.
 *
 * Returns: the exit status for it
 */
int
signet_cli_fail (const GError *error)
{
  g_return_val_if_fail (error != NULL, SIGNET_EXIT_FAILED);

  if (error->domain == JOT_ERROR)
    {
      SignetWordsContext context = { .now = g_get_real_time () / G_USEC_PER_SEC };
      g_autofree char *message = signet_words_dup_message (error, &context);

      g_printerr ("%s [%s]\n", message, jot_error_get_code_name (error->code));
    }
  else if (error->domain == G_FILE_ERROR)
    {
      g_printerr ("%s%s\n", error->message, get_stop (error->message));
    }
  else
    {
      g_autoptr (SignetWords) words = signet_words_for_problem (error, NULL);

      g_printerr ("%s. %s%s\n", words->title, words->sentence, get_stop (words->sentence));
    }

  if (error->domain == JOT_ERROR && jot_error_is_refusal (error->code))
    return SIGNET_EXIT_REFUSED;

  return SIGNET_EXIT_FAILED;
}

/**
 * signet_cli_misuse:
 * @format: what is wrong with the command, a whole sentence
 *
 * Returns: %SIGNET_EXIT_MISUSE
 */
int
signet_cli_misuse (const char *format,
                   ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_printerr ("%s%s\n", text, get_stop (text));

  return SIGNET_EXIT_MISUSE;
}

/**
 * signet_cli_done_cb:
 * @source: what ran
 * @result: its result
 * @user_data: a #GAsyncResult ** that holds %NULL
 *
 * Keeps @result for signet_cli_wait().
 */
void
signet_cli_done_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/**
 * signet_cli_wait:
 * @slot: what was given to signet_cli_done_cb()
 *
 * Runs the main context until the result is there.
 *
 * Returns: (transfer full): the result
 */
GAsyncResult *
signet_cli_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (slot);
}
