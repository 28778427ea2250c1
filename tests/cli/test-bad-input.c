/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include <string.h>

/* Every verb that reads gets what no verb can use: each says so in one sentence on one line,
 * prints nothing, and ends with the right status. In the scripts $S is a key set, $K a key,
 * $T a valid token and $F a file with it. */
typedef struct
{
  const char *script;
  int         status;
  const char *says;
} Row;

static const Row rows[] = {
  /* positive controls */
  { "\"$SIGNET\" verify --jwks \"$S\" $T", 0, NULL },
  { "\"$SIGNET\" verify --key \"$K\" $T", 0, NULL },
  { "\"$SIGNET\" verify --jwks \"$S\" <\"$F\"", 0, NULL },
  { "\"$SIGNET\" verify --lines --jwks \"$S\" <\"$F\"", 0, NULL },
  { "\"$SIGNET\" inspect <\"$F\"", 3, NULL },
  { "echo '{}' | \"$SIGNET\" sign", 0, NULL },
  { "echo milk | \"$SIGNET\" import -", 0, NULL },
  /* CR LF */
  { "printf '%s\\r\\n' $T | \"$SIGNET\" verify --jwks \"$S\"", 0, NULL },
  { "printf '%s\\r\\n' $T | \"$SIGNET\" verify --lines --jwks \"$S\"", 0, NULL },
  { "printf '%s\\r\\n' $T | \"$SIGNET\" inspect", 3, NULL },
  { "printf '{\\r\\n}\\r\\n' | \"$SIGNET\" sign", 0, NULL },
  { "printf 'milk\\r\\n' | \"$SIGNET\" import -", 0, NULL },
  { "sed 's/$/\\r/' \"$S\" >\"$S.crlf\" && \"$SIGNET\" verify --jwks \"$S.crlf\" $T", 0, NULL },
  { "sed 's/$/\\r/' \"$K\" >\"$K.crlf\" && \"$SIGNET\" verify --key \"$K.crlf\" $T", 0, NULL },
  /* no file */
  { "\"$SIGNET\" verify --jwks /nonexistent $T", 3, "[key-set-unavailable]" },
  { "\"$SIGNET\" verify --key /nonexistent $T", 3, "[key-set-unavailable]" },
  { "\"$SIGNET\" verify --lines --jwks /nonexistent <\"$F\"", 3, "[key-set-unavailable]" },
  { "\"$SIGNET\" sign /nonexistent", 2, "“/nonexistent” could not be read" },
  { "\"$SIGNET\" import /nonexistent", 2, "“/nonexistent” could not be read" },
  { "\"$SIGNET\" keys import /nonexistent", 2, "“/nonexistent” could not be read" },
  { "\"$SIGNET\" keys restore /nonexistent", 2, "“/nonexistent” could not be read" },
  { "\"$SIGNET\" keys import \"$F\"", 3, "This File Cannot Be Used" },
  { "\"$SIGNET\" verify --jwks '' $T", 2, "Say what to check with" },
  { "\"$SIGNET\" verify --key '' $T", 2, "Say what to check with" },
  { "\"$SIGNET\" sign ''", 2, "could not be read" },
  { "\"$SIGNET\" import ''", 2, "could not be read" },
  /* a directory */
  { "\"$SIGNET\" verify --jwks / $T", 3, "[key-set-unavailable]" },
  { "\"$SIGNET\" verify --key / $T", 3, "[key-set-unavailable]" },
  { "\"$SIGNET\" verify --jwks \"$S\" </", 3, "Standard input could not be read" },
  { "\"$SIGNET\" verify --lines --jwks \"$S\" </", 3, "Standard input could not be read" },
  { "\"$SIGNET\" inspect </", 3, "Standard input could not be read" },
  { "\"$SIGNET\" sign /", 2, "“/” could not be read" },
  { "\"$SIGNET\" sign </", 3, "Standard input could not be read" },
  { "\"$SIGNET\" import /", 2, "“/” could not be read" },
  { "\"$SIGNET\" keys import /", 2, "“/” could not be read" },
  { "\"$SIGNET\" keys import - </", 3, "Standard input could not be read" },
  { "\"$SIGNET\" keys import - </dev/zero", 3, "This File Cannot Be Used" },
  { "\"$SIGNET\" import - </", 3, "Standard input could not be read" },
  /* nothing */
  { "\"$SIGNET\" verify --jwks /dev/null $T", 3, "[key-set-invalid]" },
  { "\"$SIGNET\" verify --key /dev/null $T", 3, "[key-set-invalid]" },
  { "\"$SIGNET\" verify --jwks \"$S\" </dev/null", 1, "[malformed]" },
  { "\"$SIGNET\" inspect </dev/null", 1, "[malformed]" },
  { "\"$SIGNET\" sign </dev/null", 2, "JSON" },
  { "\"$SIGNET\" import /dev/null", 2, "Nothing" },
  /* binary garbage */
  { "\"$SIGNET\" verify --jwks \"$SIGNET\" $T", 3, "[key-set-invalid]" },
  { "\"$SIGNET\" verify --key \"$SIGNET\" $T", 3, "[key-set-invalid]" },
  { "head -c 100000 \"$SIGNET\" | \"$SIGNET\" verify --jwks \"$S\"", 1, "[malformed]" },
  { "head -c 100000 \"$SIGNET\" | \"$SIGNET\" inspect", 1, "[malformed]" },
  { "head -c 100000 \"$SIGNET\" | \"$SIGNET\" sign", 2, "UTF-8" },
  { "head -c 100000 \"$SIGNET\" | \"$SIGNET\" import -", 2, "no text" },
  /* bytes that are no text, in what is text otherwise */
  { "printf 'ey\\377J.a.b' | \"$SIGNET\" verify --jwks \"$S\"", 1, "[malformed]" },
  { "\"$SIGNET\" verify --jwks \"$S\" \"$(printf 'ey\\377J.a.b')\"", 1, "[malformed]" },
  { "printf 'ey\\377J.a.b' | \"$SIGNET\" inspect", 1, "[malformed]" },
  { "printf '{\"a\":\"\\377\"}' | \"$SIGNET\" sign", 2, "UTF-8" },
  { "printf 'caf\\351\\n' | \"$SIGNET\" import -", 0, NULL },
  { "printf 'caf\\351\\001\\n' | \"$SIGNET\" import -", 2, "no text" },
  { "\"$SIGNET\" sign --issuer \"$(printf 'a\\377')\" </dev/null", 2, "" },
  { "\"$SIGNET\" show \"$(printf 'a\\377')\"", 2, "" },
  /* a byte order mark, which cannot be seen */
  { "printf '\\357\\273\\277%s' $T | \"$SIGNET\" verify --jwks \"$S\"", 1, "U+FEFF at position 1" },
  /* a line without end */
  { "\"$SIGNET\" verify --jwks \"$S\" </dev/zero", 1, "[too-large]" },
  { "\"$SIGNET\" inspect </dev/zero", 1, "[too-large]" },
  { "\"$SIGNET\" sign </dev/zero", 2, "256 KiB" },
  { "\"$SIGNET\" sign /dev/zero", 2, "256 KiB" },
  { "\"$SIGNET\" import /dev/zero", 2, "8 MiB" },
  { "\"$SIGNET\" verify --jwks /dev/zero $T", 3, "[key-set-invalid]" },
  { "\"$SIGNET\" verify --key /dev/zero $T", 3, "[key-set-invalid]" },
  /* stdin closed */
  { "\"$SIGNET\" verify --jwks \"$S\" <&-", 3, "standard input is closed" },
  { "\"$SIGNET\" verify --key \"$K\" <&-", 3, "standard input is closed" },
  { "\"$SIGNET\" verify --lines --jwks \"$S\" <&-", 3, "standard input is closed" },
  { "\"$SIGNET\" inspect <&-", 3, "standard input is closed" },
  { "\"$SIGNET\" sign <&-", 3, "standard input is closed" },
  { "\"$SIGNET\" import - <&-", 3, "standard input is closed" },
  /* names and values that are no UTF-8 */
  { "N=\"$S\"$(printf '\\377'); cp \"$S\" \"$N\" && \"$SIGNET\" verify --jwks \"$N\" $T", 0, NULL },
  { "\"$SIGNET\" verify --jwks /nonexistent/$(printf '\\377') $T", 3, "[key-set-unavailable]" },
  { "\"$SIGNET\" verify --jwks \"$S\" --issuer $(printf '\\377') $T", 2, "bytes that are no text" },
  /* stdout closed, or full */
  { "\"$SIGNET\" verify --jwks \"$S\" $T >&-", 3, "standard output is closed" },
  { "\"$SIGNET\" verify --lines --jwks \"$S\" <\"$F\" >&-", 3, "standard output is closed" },
  { "\"$SIGNET\" verify --report --jwks \"$S\" $T >&-", 3, "standard output is closed" },
  { "\"$SIGNET\" inspect $T >&-", 3, "standard output is closed" },
  { "echo '{}' | \"$SIGNET\" sign >&-", 3, "standard output is closed" },
  { "echo milk | \"$SIGNET\" import - >&-", 3, "standard output is closed" },
  { "\"$SIGNET\" --help >&-", 3, "standard output is closed" },
  { "\"$SIGNET\" verify --jwks \"$S\" $T >/dev/full", 3, "No space left" },
  { "\"$SIGNET\" jwks >/dev/full", 3, "No space left" },
  { "\"$SIGNET\" --version >/dev/full", 3, "No space left" },
  /* a pipe that nobody reads */
  { "{ \"$SIGNET\" verify --jwks \"$S\" $T; echo $? >\"$F.status\"; } | true; exit $(cat \"$F.status\")", -1, NULL },
  { "{ yes $T | \"$SIGNET\" verify --lines --jwks \"$S\"; echo $? >\"$F.status\"; } | head -n 1 >/dev/null;"
    " exit $(cat \"$F.status\")", 3, "Broken pipe" },
};

static void
test_rows (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  JotJwk *jwk = jot_private_key_get_public (cli_get_key ());
  g_autofree char *json = jot_jwk_to_public_json (jwk, "k", jot_alg_get_default ());
  g_autofree char *key = cli_write ("key.json", json);
  g_autofree char *token = cli_sign ("{}");
  g_autofree char *file = cli_write ("token", token);

  cli_use_file_keyring ();
  g_setenv ("S", jwks, TRUE);
  g_setenv ("K", key, TRUE);
  g_setenv ("T", token, TRUE);
  g_setenv ("F", file, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run_shell (rows[i].script);

      g_test_message ("%s: %d %s", rows[i].script, run->status, run->err);
      /* -1: whether a short answer still fits into the pipe is chance, but no signal may kill */
      if (rows[i].status == -1)
        g_assert_true (run->status == 0 || run->status == 3);
      else
        g_assert_cmpint (run->status, ==, rows[i].status);
      if (rows[i].says == NULL)
        continue;

      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, rows[i].says));
      g_assert_cmpuint (strlen (run->err), >, 10);
      g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
      g_assert_true (g_utf8_validate (run->err, -1, NULL));
    }
}

/* The most memory that a process has had, in KiB. */
static guint64
read_peak (const char *pid)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "status", NULL);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nVmHWM:");

  return line != NULL ? g_ascii_strtoull (line + strlen ("\nVmHWM:"), NULL, 10) : 0;
}

/* 256 MB on one line cost no more than a few lines of the usual size. */
static void
test_memory (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *chunk = g_strnfill (1024 * 1024, 'a');
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  GOutputStream *in;
  guint64 peak;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                              g_getenv ("SIGNET"), "verify", "--lines", "--jwks", jwks, NULL);
  g_assert_no_error (error);
  in = g_subprocess_get_stdin_pipe (process);
  for (guint i = 0; i < 256; i++)
    {
      g_output_stream_write_all (in, chunk, 1024 * 1024, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  peak = read_peak (g_subprocess_get_identifier (process));
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);

  g_assert_true (g_str_has_prefix (out, "{\"valid\":false,\"error\":\"too-large\""));
  g_assert_nonnull (strstr (out, "It has 262144 KiB"));
  if (peak == 0)
    g_test_skip ("no /proc");
  else if (g_getenv ("SIGNET_TEST_TOOL") != NULL)
    g_test_skip ("the memory is mostly that of the tool that watches");
  else
    g_assert_cmpuint (peak, <, 64 * 1024);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/bad-input/rows", test_rows);
  g_test_add_func ("/cli/bad-input/memory", test_memory);

  return g_test_run ();
}
