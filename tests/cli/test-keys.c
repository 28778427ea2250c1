/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-jwks.h"
#include "signet-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* (transfer full): what a run printed, without its newline; it must have been done without a word. */
static char *
get_output (CliRun *run)
{
  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_suffix (run->out, "\n"));

  return g_strndup (run->out, run->out_size - 1);
}

/* (transfer full): the kid of the key in that state, NULL where there is none */
static char *
find_kid (const char *state)
{
  g_autoptr (CliRun) run = cli_run (NULL, 0, "keys", "--json", NULL);
  g_autoptr (JotJson) json = NULL;
  JotJsonIter iter;
  JotJsonNode key;

  g_assert_cmpint (run->status, ==, 0);
  json = jot_json_parse (run->out, -1, NULL);
  g_assert_nonnull (json);
  jot_json_iter_init (&iter, jot_json_get_root (json));
  while (jot_json_iter_next (&iter, NULL, &key))
    if (g_strcmp0 (jot_json_node_get_string_member (key, "state"), state) == 0)
      return g_strdup (jot_json_node_get_string_member (key, "kid"));

  return NULL;
}

static guint
count_published (void)
{
  g_autoptr (CliRun) run = cli_run (NULL, 0, "jwks", NULL);
  g_autofree char *text = get_output (run);
  g_autoptr (JotJwks) set = NULL;
  g_autoptr (GError) error = NULL;

  set = jot_jwks_parse (text, -1, &error);
  g_assert_no_error (error);

  return jot_jwks_get_size (set);
}

static void
test_none (void)
{
  g_autoptr (CliRun) list = cli_run (NULL, 0, "keys", NULL);
  g_autoptr (CliRun) json = cli_run (NULL, 0, "keys", "list", "--json", NULL);
  g_autoptr (CliRun) jwks = cli_run (NULL, 0, "jwks", NULL);

  g_assert_cmpint (list->status, ==, 0);
  g_assert_cmpstr (list->out, ==, "");
  g_assert_nonnull (strstr (list->err, "There is no key yet"));
  g_assert_cmpstr (json->out, ==, "[]\n");
  g_assert_cmpint (jwks->status, ==, 0);
  g_assert_cmpstr (jwks->out, ==, "{\"keys\":[]}\n");
}

/* The life of keys: made, published, exchanged, revoked. */
static void
test_life (void)
{
  g_autoptr (CliRun) created = NULL;
  g_autoptr (CliRun) created_again = NULL;
  g_autoptr (CliRun) rotated = NULL;
  g_autoptr (CliRun) revoked = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *current = NULL;
  g_autofree char *next = NULL;
  g_autofree char *retired = NULL;
  g_autofree char *gone = NULL;

  cli_use_file_keyring ();
  created = cli_run (NULL, 0, "keys", "create", NULL);
  first = get_output (created);
  current = find_kid ("current");
  g_assert_cmpstr (first, ==, current);

  created_again = cli_run (NULL, 0, "keys", "create", NULL);
  second = get_output (created_again);
  next = find_kid ("next");
  g_assert_cmpstr (second, ==, next);
  g_assert_cmpuint (count_published (), ==, 2);

  rotated = cli_run (NULL, 0, "keys", "rotate", NULL);
  printed = get_output (rotated);
  g_assert_cmpstr (printed, ==, second);
  retired = find_kid ("retired");
  g_assert_cmpstr (retired, ==, first);

  revoked = cli_run (NULL, 0, "keys", "revoke", second, NULL);
  g_assert_cmpint (revoked->status, ==, 0);
  gone = find_kid ("revoked");
  g_assert_cmpstr (gone, ==, second);
}

/* A set that somebody kept holds the key still. Here it is known that it was revoked; what other keys sign counts. */
static void
test_revoked_elsewhere (void)
{
  g_autoptr (CliRun) published = NULL;
  g_autoptr (CliRun) token = NULL;
  g_autoptr (CliRun) before = NULL;
  g_autoptr (CliRun) revoked = NULL;
  g_autoptr (CliRun) after = NULL;
  g_autoptr (CliRun) lines = NULL;
  g_autoptr (CliRun) later = NULL;
  g_autoptr (CliRun) other = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *path = NULL;

  cli_use_file_keyring ();
  token = cli_run ("{\"a\":1}", -1, "sign", NULL);
  g_assert_cmpint (token->status, ==, 0);
  published = cli_run (NULL, 0, "jwks", NULL);
  path = cli_write ("kept.jwks", published->out);
  before = cli_run (token->out, -1, "verify", "--jwks", path, NULL);
  g_assert_cmpint (before->status, ==, 0);

  kid = find_kid ("current");
  revoked = cli_run (NULL, 0, "keys", "revoke", kid, NULL);
  g_assert_cmpint (revoked->status, ==, 0);
  after = cli_run (token->out, -1, "verify", "--jwks", path, NULL);
  g_assert_cmpint (after->status, ==, 1);
  g_assert_cmpstr (after->out, ==, "");
  g_assert_cmpstr (after->err, ==, "The key was revoked. It is a key of your own, and whatever it signed counts no more. [key-not-found]\n");
  lines = cli_run (token->out, -1, "verify", "--lines", "--jwks", path, NULL);
  g_assert_cmpint (lines->status, ==, 1);
  g_assert_true (g_str_has_prefix (lines->out, "{\"valid\":false,\"error\":\"key-not-found\","));

  /* next was in the set that was kept, and signs now */
  later = cli_run ("{\"a\":2}", -1, "sign", NULL);
  g_assert_cmpint (later->status, ==, 0);
  other = cli_run (later->out, -1, "verify", "--jwks", path, NULL);
  g_assert_cmpint (other->status, ==, 0);
}

/* The exported key checks what it signed, and holds nothing private. */
static void
test_export (void)
{
  g_autoptr (CliRun) token = NULL;
  g_autoptr (CliRun) exported = NULL;
  g_autoptr (CliRun) verified = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;

  cli_use_file_keyring ();
  token = cli_run ("{\"a\":1}", -1, "sign", NULL);
  g_assert_cmpint (token->status, ==, 0);
  kid = find_kid ("current");
  exported = cli_run (NULL, 0, "keys", "export", kid, NULL);
  text = get_output (exported);
  g_assert_null (strstr (text, "\"d\""));
  g_assert_null (strstr (text, "\"p\""));

  path = cli_write ("exported.json", text);
  verified = cli_run (token->out, -1, "verify", "--key", path, NULL);
  g_assert_cmpint (verified->status, ==, 0);
  g_assert_nonnull (strstr (verified->out, "\"a\":1"));
}

/* A key of every kind: made, in use, published, and its tokens verify, by the set and by the key alone. */
static void
test_algorithm (gconstpointer data)
{
  const char *alg = data;
  gboolean is_rsa = alg[1] == 'S' && alg[0] != 'E';
  g_autoptr (CliRun) created = NULL;
  g_autoptr (CliRun) signed_ = NULL;
  g_autoptr (CliRun) jwks = NULL;
  g_autoptr (CliRun) pem = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *token = NULL;
  g_autofree char *set_path = NULL;
  g_autofree char *pem_path = NULL;
  g_autoptr (JotJws) jws = NULL;
  g_autoptr (CliRun) by_set = NULL;
  g_autoptr (CliRun) by_key = NULL;
  g_autoptr (CliRun) narrowed = NULL;

  cli_use_file_keyring ();
  created = cli_run (NULL, 0, "keys", "create", "--alg", alg, is_rsa ? "--bits" : NULL, "2048", NULL);
  kid = get_output (created);
  signed_ = cli_run ("{\"a\":1}", -1, "sign", "--expires-in", "never", NULL);
  token = get_output (signed_);
  jws = jot_jws_parse (token, -1, NULL);
  g_assert_cmpstr (jot_jws_get_alg_name (jws), ==, alg);
  g_assert_cmpstr (jot_jws_get_kid (jws), ==, kid);

  jwks = cli_run (NULL, 0, "jwks", NULL);
  set_path = cli_write ("set.json", jwks->out);
  by_set = cli_run (token, -1, "verify", "--jwks", set_path, NULL);
  g_assert_cmpint (by_set->status, ==, 0);
  g_assert_nonnull (strstr (by_set->out, "\"a\":1"));

  pem = cli_run (NULL, 0, "keys", "export", "--pem", kid, NULL);
  g_assert_true (g_str_has_prefix (pem->out, "-----BEGIN PUBLIC KEY-----\n"));
  g_assert_true (g_str_has_suffix (pem->out, "-----END PUBLIC KEY-----\n"));
  pem_path = cli_write ("key.pem", pem->out);
  by_key = cli_run (token, -1, "verify", "--key", pem_path, "--alg", alg, NULL);
  g_assert_cmpint (by_key->status, ==, 0);
  g_assert_cmpstr (by_key->out, ==, by_set->out);

  /* the control: another algorithm is not the one */
  narrowed = cli_run (token, -1, "verify", "--key", pem_path, "--alg", g_str_equal (alg, "RS256") ? "PS256" : "RS256", NULL);
  g_assert_cmpint (narrowed->status, ==, 1);
  g_assert_nonnull (strstr (narrowed->err, "[unsupported-algorithm]"));
}

/* What the preferences say of new keys counts for the first that is made, and for “create”. */
static void
test_preferences (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", "keyfile", NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *backend = g_strdup (g_getenv ("GSETTINGS_BACKEND"));
  g_autoptr (CliRun) signed_ = NULL;
  g_autoptr (CliRun) created = NULL;
  g_autoptr (CliRun) list = NULL;
  g_autoptr (JotJws) jws = NULL;
  g_autoptr (GError) error = NULL;

  cli_use_file_keyring ();
  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_file_set_contents (path, "[io/github/signetlist/Signet]\nkey-kind='ES384'\nkey-bits=3072\n", -1, &error);
  g_assert_no_error (error);
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  signed_ = cli_run ("{}", -1, "sign", NULL);
  created = cli_run (NULL, 0, "keys", "create", "--alg=PS256", NULL);
  list = cli_run (NULL, 0, "keys", "--json", NULL);
  if (backend != NULL)
    g_setenv ("GSETTINGS_BACKEND", backend, TRUE);
  else
    g_unsetenv ("GSETTINGS_BACKEND");

  g_assert_cmpint (signed_->status, ==, 0);
  jws = jot_jws_parse (g_strchomp (signed_->out), -1, NULL);
  g_assert_cmpstr (jot_jws_get_alg_name (jws), ==, "ES384");
  g_assert_cmpint (created->status, ==, 0);
  g_assert_nonnull (strstr (list->out, "\"alg\":\"PS256\",\"bits\":3072"));
}

static void
test_misuse (void)
{
  static const char *rows[][5] = {
    { "keys", "nonsense" }, { "keys", "--nonsense" }, { "keys", "list", "x" }, { "keys", "create", "x" },
    { "keys", "create", "--alg", "HS256" }, { "keys", "create", "--alg", "none" }, { "keys", "create", "--bits", "1024" },
    { "keys", "create", "--alg", "Ed25519" }, { "keys", "create", "--alg", "ES256", "--bits" },
    { "keys", "create", "--alg=ES256", "--bits=2048" }, { "keys", "create", "--alg=rs256" },
    { "keys", "create", "--bits", "many" }, { "keys", "rotate", "x" }, { "keys", "revoke" }, { "keys", "revoke", "nobody" },
    { "keys", "recover", "x" }, { "keys", "import" }, { "keys", "backup" }, { "keys", "restore" }, { "keys", "import", "x", "--alg", "HS256" },
    { "keys", "export" }, { "keys", "export", "nobody" }, { "keys", "export", "a", "b" }, { "jwks", "x" },
  };

  cli_use_file_keyring ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run_args (NULL, 0, rows[i]);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
}

/* keys.json is lost or damaged: no second key, but a sentence; and then the keys come back from the keyring. */
static void
test_recover (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "signet", "keys.json", NULL);
  g_autoptr (CliRun) first = NULL;
  g_autofree char *kid = NULL;

  cli_use_file_keyring ();
  first = cli_run ("{\"a\":1}", -1, "sign", NULL);
  g_assert_cmpint (first->status, ==, 0);
  kid = find_kid ("current");

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (CliRun) lost = NULL;
      g_autoptr (CliRun) recovered = NULL;
      g_autoptr (CliRun) list = NULL;
      g_autoptr (CliRun) again = NULL;
      g_autoptr (CliRun) jwks = NULL;
      g_autoptr (CliRun) verified = NULL;
      g_autofree char *set = NULL;

      if (i == 0)
        {
          g_assert_cmpint (g_unlink (path), ==, 0);
          lost = cli_run ("{}", -1, "sign", NULL);
          g_assert_cmpint (lost->status, ==, 3);
          g_assert_cmpstr (lost->out, ==, "");
          g_assert_true (g_str_has_prefix (lost->err, "Your Keys Are in the Keyring Only. "));
          g_assert_nonnull (strstr (lost->err, "signet keys recover"));
        }
      else
        {
          g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
        }

      recovered = cli_run (NULL, 0, "keys", "recover", NULL);
      g_assert_cmpint (recovered->status, ==, 0);
      g_assert_cmpstr (recovered->err, ==, i == 0 ? "2 keys were recovered.\n" : "3 keys were recovered.\n");
      list = cli_run (NULL, 0, "keys", NULL);
      g_assert_nonnull (strstr (list->out, kid));
      again = cli_run ("{}", -1, "sign", NULL);
      g_assert_cmpint (again->status, ==, 0);
      jwks = cli_run (NULL, 0, "jwks", NULL);
      set = cli_write ("recovered.json", jwks->out);
      verified = cli_run (first->out, -1, "verify", "--jwks", set, NULL);
      g_assert_cmpint (verified->status, ==, 0);
    }
}

/* Another computer is another keyring and another folder. */
#define NEW_COMPUTER "export XDG_DATA_HOME=$PWD/new SECRET_FILE_TEST_PATH=$PWD/new-keyring\n"

static void
test_backup (void)
{
  g_autoptr (CliRun) run = NULL;

  cli_use_file_keyring ();
  run = cli_run_shell ("set -e; cd \"$(mktemp -d)\"\n"
                       "echo 'correct horse' >pass\n"
                       "echo wrong >wrong\n"
                       "token=$(echo '{\"a\":1}' | \"$SIGNET\" sign)\n"
                       "\"$SIGNET\" keys backup backup --passphrase-file pass\n"
                       "test \"$(stat -c %a backup)\" = 600\n"
                       "\"$SIGNET\" keys backup - <pass | head -n 1\n"
                       NEW_COMPUTER
                       "\"$SIGNET\" keys restore backup <wrong || echo status $?\n"
                       "\"$SIGNET\" jwks\n"
                       "\"$SIGNET\" keys restore backup <pass\n"
                       "\"$SIGNET\" jwks >set\n"
                       "\"$SIGNET\" verify --jwks set \"$token\" | grep -o '\"a\":1'\n");
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->out, ==, "Signet key backup 1\nstatus 3\n{\"keys\":[]}\n\"a\":1\n");
  g_assert_cmpstr (run->err, ==, "Wrong Passphrase. That passphrase does not open this file. Nothing was changed.\n"
                                 "2 keys were restored.\n");
}

static void
test_import (void)
{
  g_autofree char *file = cli_write ("key.json", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\","
                                     "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                                     "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
  g_autofree char *other = cli_write ("milk.txt", "milk\neggs\n");
  g_autoptr (CliRun) imported = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (CliRun) refused = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *current = NULL;

  cli_use_file_keyring ();
  refused = cli_run (NULL, 0, "keys", "import", other, NULL);
  g_assert_cmpint (refused->status, ==, 3);
  g_assert_true (g_str_has_prefix (refused->err, "This File Cannot Be Used. "));

  /* RFC 8037 A.2 and A.3 */
  imported = cli_run (NULL, 0, "keys", "import", file, NULL);
  kid = get_output (imported);
  g_assert_cmpstr (kid, ==, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  current = find_kid ("current");
  g_assert_cmpstr (current, ==, kid);

  again = cli_run (NULL, 0, "keys", "import", file, NULL);
  g_assert_cmpint (again->status, ==, 3);
}

/* What is wrong with a file is said in whole sentences, and none of a library's about requested data. */
static void
test_import_reasons (void)
{
  g_autofree char *public = g_test_build_filename (G_TEST_DIST, "vectors", "keys", "ed25519.pub.pem", NULL);
  g_autofree char *damaged = cli_write ("damaged.pem", "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQ\n-----END PRIVATE KEY-----\n");
  g_autofree char *private = g_test_build_filename (G_TEST_DIST, "vectors", "keys", "ed25519.pem", NULL);
  const struct { const char *file; const char *reason; } rows[] = {
    { public, "there is no private key in a form that can be read" },
    { damaged, "the text of the key is damaged, or the key of a kind that is not supported" },
  };
  g_autoptr (CliRun) taken = NULL;

  cli_use_file_keyring ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL, 0, "keys", "import", rows[i].file, NULL);
      g_autofree char *sentence = g_strdup_printf ("This File Cannot Be Used. It holds no key that Signet can take over: "
                                                   "%s. Nothing was changed.\n", rows[i].reason);

      g_assert_cmpint (run->status, ==, 3);
      g_assert_cmpstr (run->err, ==, sentence);
    }

  taken = cli_run (NULL, 0, "keys", "import", private, NULL);
  g_assert_cmpint (taken->status, ==, 0);
}

static gboolean
shows_what_is_typed (int terminal)
{
  struct termios modes;

  g_assert_cmpint (tcgetattr (terminal, &modes), ==, 0);
  return (modes.c_lflag & ECHO) != 0;
}

static gboolean
has_ended (GPid  pid,
           int  *status)
{
  return waitpid (pid, status, WNOHANG) == pid;
}

/* Who thinks better of it at the question for the passphrase gets a terminal back that shows what is typed. */
static void
test_interrupted_question (void)
{
  /* typed: Ctrl+C, or NULL: sent by somebody else */
  static const struct { const char *typed; int signal; } rows[] = { { "secr\003", SIGINT }, { NULL, SIGTERM } };
  g_autofree char *file = cli_write ("backup", "");

  cli_use_file_keyring ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int terminal = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
      int status = 0;
      pid_t pid;

      g_assert_cmpint (terminal, >=, 0);
      g_assert_cmpint (grantpt (terminal), ==, 0);
      g_assert_cmpint (unlockpt (terminal), ==, 0);
      g_assert_true (shows_what_is_typed (terminal));
      pid = fork ();
      g_assert_cmpint (pid, >=, 0);
      if (pid == 0)
        {
          int tty;

          signal (SIGINT, SIG_DFL);
          setsid ();
          tty = open (ptsname (terminal), O_RDWR);
          dup2 (tty, STDIN_FILENO);
          dup2 (tty, STDERR_FILENO);
          execl (g_getenv ("SIGNET"), "signet", "keys", "backup", file, NULL);
          _exit (99);
        }

      test_wait_until (!shows_what_is_typed (terminal));
      if (rows[i].typed != NULL)
        g_assert_cmpint (write (terminal, rows[i].typed, strlen (rows[i].typed)), ==, strlen (rows[i].typed));
      else
        g_assert_cmpint (kill (pid, rows[i].signal), ==, 0);
      test_wait_until (has_ended (pid, &status));
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, rows[i].signal);
      g_assert_true (shows_what_is_typed (terminal));
      close (terminal);
    }
}

/* One thumbprint in 64 begins with a dash; an option still is one. */
static void
test_kid_with_dash (void)
{
  static const char kid[] = "-Y1WdwO2DBxptAYHaIRbwGZHcvxohSeIAkqyh9WSnEU";
  static const char * const verbs[] = { "revoke", "export" };

  cli_use_file_keyring ();
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL, 0, "keys", verbs[i], kid, NULL);
      g_autoptr (CliRun) behind = cli_run (NULL, 0, "keys", verbs[i], "--", kid, NULL);
      g_autoptr (CliRun) unknown = cli_run (NULL, 0, "keys", verbs[i], "AY1WdwO2DBxptAYHaIRbwGZHcvxohSeIAkqyh9WSnEU", NULL);
      g_autoptr (CliRun) exported = cli_run (NULL, 0, "keys", "export", "--pem", kid, NULL);
      g_autoptr (CliRun) option = cli_run (NULL, 0, "keys", verbs[i], "--all", NULL);
      g_autoptr (CliRun) help = cli_run (NULL, 0, "keys", verbs[i], "--help", NULL);

      g_assert_cmpstr (run->err, ==, unknown->err);
      g_assert_null (strstr (run->err, "option"));
      g_assert_null (strstr (exported->err, "option"));
      g_assert_cmpstr (behind->err, ==, run->err);
      g_assert_cmpint (behind->status, ==, run->status);
      g_assert_nonnull (strstr (option->err, "--all"));
      g_assert_nonnull (strstr (option->err, "option"));
      g_assert_cmpint (option->status, ==, 2);
      g_assert_cmpint (help->status, ==, 0);
    }
}

/* Without a keyring no key is made, and what was published stays. */
static void
test_no_keyring (void)
{
  g_autofree char *address = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_autoptr (CliRun) create = NULL;
  guint before;

  cli_use_file_keyring ();
  create = cli_run (NULL, 0, "keys", "create", NULL);
  g_assert_cmpint (create->status, ==, 0);
  before = count_published ();

  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_clear_pointer (&create, cli_run_free);
  create = cli_run (NULL, 0, "keys", "create", NULL);
  g_assert_cmpint (create->status, ==, 3);
  g_assert_cmpstr (create->out, ==, "");
  g_assert_true (g_str_has_prefix (create->err, "No Keyring Found. "));
  g_assert_cmpuint (count_published (), ==, before);
  if (address != NULL)
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

int
main (int    argc,
      char **argv)
{
  const JotAlg *alg;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/keys/none", test_none);
  g_test_add_func ("/cli/keys/life", test_life);
  g_test_add_func ("/cli/keys/revoked-elsewhere", test_revoked_elsewhere);
  g_test_add_func ("/cli/keys/export", test_export);
  g_test_add_func ("/cli/keys/backup", test_backup);
  g_test_add_func ("/cli/keys/import", test_import);
  g_test_add_func ("/cli/keys/import-reasons", test_import_reasons);
  g_test_add_func ("/cli/keys/interrupted-question", test_interrupted_question);
  g_test_add_func ("/cli/keys/recover", test_recover);
  g_test_add_func ("/cli/keys/kid-with-dash", test_kid_with_dash);
  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    if (jot_alg_can_sign (alg))
      {
        g_autofree char *path = g_strdup_printf ("/cli/keys/algorithm/%s", jot_alg_get_name (alg));

        g_test_add_data_func (path, jot_alg_get_name (alg), test_algorithm);
      }
  g_test_add_func ("/cli/keys/preferences", test_preferences);
  g_test_add_func ("/cli/keys/misuse", test_misuse);
  g_test_add_func ("/cli/keys/no-keyring", test_no_keyring);

  return g_test_run ();
}
