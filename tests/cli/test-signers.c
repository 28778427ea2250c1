/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-json.h"
#include "signet-test.h"
#include "test-server.h"

#include <string.h>

#define DAY 86400
#define LIST "{\"iss\":\"Tom\",\"listName\":\"Weekly shop\",\"groceryList\":[\"milk\"]}"

/* Three keys, made once for the program. */
static JotPrivateKey *keys[3];

typedef struct
{
  TestServer *server;
  const char *url;
} Fixture;

static void
make_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;

      keys[i] = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);
      g_assert_no_error (error);
    }
}

static JotJwk *
get_public (char name)
{
  return jot_private_key_get_public (keys[name - 'a']);
}

static char *
make_jwk (char name)
{
  return jot_jwk_to_public_json (get_public (name), jot_jwk_get_thumbprint (get_public (name)), jot_alg_find ("ES256"));
}

/* "ab": a set of the first and the second key */
static char *
make_set (const char *names)
{
  GString *out = g_string_new ("{\"keys\":[");

  for (const char *p = names; *p != '\0'; p++)
    {
      g_autofree char *jwk = make_jwk (*p);

      g_string_append_printf (out, "%s%s", p > names ? "," : "", jwk);
    }
  g_string_append (out, "]}");

  return g_string_free (out, FALSE);
}

static void
publish (Fixture    *f,
         const char *names)
{
  g_autofree char *set = make_set (names);

  test_server_set_answer (f->server, (TestAnswer) { .body = set });
}

static char *
sign (char        name,
      const char *payload)
{
  g_autoptr (GError) error = NULL;
  char *token = jot_jws_sign (keys[name - 'a'], payload, strlen (payload), &error);

  g_assert_no_error (error);
  return token;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->server = test_server_new ();
  f->url = test_server_get_url (f->server);
  publish (f, "a");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->server, test_server_free);
}

static void
run_well (CliRun *run)
{
  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->status, ==, 0);
}

static void
add (Fixture *f)
{
  g_autoptr (CliRun) run = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, NULL);

  run_well (run);
}

/* Checks a token of the key, a while after the last time; code: (nullable): NULL for a valid one. */
static CliRun *
verify (char        name,
        int         status,
        const char *code)
{
  g_autofree char *token = sign (name, LIST);
  CliRun *run;

  cli_forget_key_sets ();
  run = cli_run (token, -1, "verify", "--signer", "Whitney", NULL);

  g_test_message ("%s", run->err);
  g_assert_cmpint (run->status, ==, status);
  g_assert_cmpstr (run->out, ==, status == 0 ? LIST "\n" : "");
  if (code != NULL)
    g_assert_nonnull (strstr (run->err, code));
  else
    g_assert_null (strchr (run->err, '['));

  return run;
}

static char *
get_book_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "signet", "signers.json", NULL);
}

/* The book as it would be had everything happened so many seconds earlier. */
static void
age_book (gint64 seconds)
{
  static const char * const names[] = { "added", "fetched", "firstSeen", "lastSeen", "announced" };
  g_autofree char *path = get_book_path ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *pattern = g_strdup_printf ("\"%s\":", names[i]);
      g_auto (GStrv) parts = g_strsplit (text, pattern, -1);
      g_autoptr (GString) out = g_string_new (parts[0]);

      for (guint k = 1; parts[k] != NULL; k++)
        {
          char *rest;
          gint64 time = g_ascii_strtoll (parts[k], &rest, 10);

          g_string_append_printf (out, "%s%" G_GINT64_FORMAT "%s", pattern, time > 0 ? time - seconds : 0, rest);
        }
      g_free (text);
      text = g_string_free (g_steal_pointer (&out), FALSE);
    }
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* (transfer full): state of the key as `signers --json` says it, "unknown" where it is not there */
static char *
get_state (char name)
{
  g_autoptr (CliRun) run = cli_run (NULL, 0, "signers", "--json", NULL);
  g_autoptr (JotJson) json = jot_json_parse (run->out, -1, NULL);
  JotJsonNode signer, key;
  JotJsonIter iter;

  g_assert_nonnull (json);
  jot_json_iter_init (&iter, jot_json_get_root (json));
  g_assert_true (jot_json_iter_next (&iter, NULL, &signer));
  g_assert_cmpstr (jot_json_node_get_string_member (signer, "name"), ==, "Whitney");
  jot_json_iter_init (&iter, jot_json_node_get_member (signer, "keys"));
  while (jot_json_iter_next (&iter, NULL, &key))
    if (g_strcmp0 (jot_json_node_get_string_member (key, "thumbprint"), jot_jwk_get_thumbprint (get_public (name))) == 0)
      return g_strdup (jot_json_node_get_string_member (key, "state"));

  return g_strdup ("unknown");
}

#define assert_state(name, expected)                  \
  G_STMT_START                                        \
    {                                                 \
      g_autofree char *state_ = get_state (name);     \
      g_assert_cmpstr (state_, ==, expected);         \
    }                                                 \
  G_STMT_END

static void
test_add (Fixture       *f,
          gconstpointer  data)
{
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (get_public ('a'));
  g_autofree char *added = g_strdup_printf ("%s  %s\n", fingerprint, jot_jwk_get_thumbprint (get_public ('a')));
  g_autofree char *listed = g_strdup_printf ("Whitney  %s\n  pinned     %s", f->url, added);
  g_autoptr (CliRun) empty = cli_run (NULL, 0, "signers", NULL);
  g_autoptr (CliRun) run = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, NULL);
  g_autoptr (CliRun) list = cli_run (NULL, 0, "signers", NULL);
  g_autoptr (CliRun) same = cli_run (NULL, 0, "signers", "list", NULL);
  g_autoptr (CliRun) again = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, NULL);
  g_autoptr (CliRun) removed = cli_run (NULL, 0, "signers", "remove", "Whitney", NULL);
  g_autoptr (CliRun) gone = cli_run (NULL, 0, "signers", "--json", NULL);
  g_autoptr (CliRun) unknown = cli_run (NULL, 0, "signers", "remove", "Whitney", NULL);

  g_assert_cmpint (empty->status, ==, 0);
  g_assert_cmpstr (empty->out, ==, "");
  run_well (run);
  g_assert_cmpstr (run->out, ==, added);
  g_assert_cmpstr (list->out, ==, listed);
  g_assert_cmpstr (same->out, ==, listed);
  g_assert_cmpint (again->status, ==, 2);
  g_assert_nonnull (strstr (again->err, "“Whitney”"));
  /* nothing was asked for the name that is taken */
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
  run_well (removed);
  g_assert_cmpstr (gone->out, ==, "[]\n");
  g_assert_cmpint (unknown->status, ==, 2);
}

static void
test_fingerprint (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (get_public ('b'));
  g_autofree char *other = jot_jwk_dup_fingerprint (get_public ('c'));
  g_autoptr (CliRun) wrong = NULL;
  g_autoptr (CliRun) short_one = NULL;
  g_autoptr (CliRun) right = NULL;
  g_autoptr (CliRun) list = NULL;
  g_autoptr (CliRun) valid = NULL;
  g_autoptr (CliRun) refused = NULL;

  publish (f, "ab");
  wrong = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, "--fingerprint", other, NULL);
  g_assert_cmpint (wrong->status, ==, 3);
  short_one = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, "--fingerprint", "12345", NULL);
  g_assert_cmpint (short_one->status, ==, 2);
  list = cli_run (NULL, 0, "signers", "--json", NULL);
  g_assert_cmpstr (list->out, ==, "[]\n");

  right = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, "--fingerprint", fingerprint, NULL);
  run_well (right);
  g_assert_nonnull (strstr (right->out, fingerprint));
  /* the other key of the set was not vouched for by anybody yet */
  valid = verify ('b', 0, NULL);
  refused = verify ('a', 1, "[signer-key-changed]");
  assert_state ('a', "announced");
}

static void
test_pinned (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *token = sign ('a', LIST);
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) stranger = NULL;

  add (f);
  run = verify ('a', 0, NULL);
  /* green: not a word */
  g_assert_cmpstr (run->err, ==, "");
  /* of a stranger the same token is valid, but */
  stranger = cli_run (token, -1, "verify", "--jwks", f->url, NULL);
  g_assert_cmpint (stranger->status, ==, 0);
  g_assert_true (g_str_has_prefix (stranger->err, "Valid, but…"));
}

/* The signer's server now offers a key that nobody announced. */
static void
test_changed (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *old = jot_jwk_dup_fingerprint (get_public ('a'));
  g_autofree char *new = jot_jwk_dup_fingerprint (get_public ('b'));
  g_autofree char *token = sign ('b', LIST);
  g_autofree char *expired = sign ('b', "{\"exp\":1000,\"groceryList\":[\"candy\"]}");
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (CliRun) late = NULL;
  g_autoptr (CliRun) report = NULL;
  g_autoptr (CliRun) withdrawn = NULL;
  const char *known;

  add (f);
  publish (f, "b");
  run = verify ('b', 1, "[signer-key-changed]");
  g_assert_true (g_str_has_prefix (run->err, "Not trusted: "));
  g_assert_nonnull (strstr (run->err, "Whitney’s key set now holds a key that it never announced."));
  g_assert_nonnull (strstr (run->err, old));
  g_assert_nonnull (strstr (run->err, new));
  assert_state ('a', "withdrawn");
  assert_state ('b', "new");

  /* time does not make it better: the set did not hold a pinned key */
  age_book (9 * DAY);
  again = verify ('b', 1, "[signer-key-changed]");
  /* nor does it matter what else is wrong */
  late = cli_run (expired, -1, "verify", "--signer", "Whitney", NULL);
  g_assert_cmpint (late->status, ==, 1);
  g_assert_nonnull (strstr (late->err, "[signer-key-changed]"));
  report = cli_run (token, -1, "verify", "--signer", "Whitney", "--report", NULL);
  g_assert_cmpint (report->status, ==, 1);
  g_assert_true (g_str_has_prefix (report->out, "{\"valid\":false,\"error\":\"signer-key-changed\","));
  g_assert_null (strstr (report->out, "groceryList"));
  /* both fingerprints, as on the page */
  known = strstr (report->out, "\"knownKey\":{");
  g_assert_nonnull (known);
  g_assert_nonnull (strstr (known, old));
  g_assert_null (strstr (known, new));
  g_assert_nonnull (strstr (report->out, new));

  withdrawn = verify ('a', 1, "[key-not-found]");
}

/* A key that was announced beside a pinned one is accepted after 24 hours, quietly. */
static void
test_announced (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (CliRun) first = NULL;
  g_autoptr (CliRun) early = NULL;
  g_autoptr (CliRun) due = NULL;

  add (f);
  publish (f, "ab");
  first = verify ('a', 0, NULL);
  assert_state ('b', "announced");
  age_book (DAY - 3600);
  early = verify ('b', 1, "[signer-key-changed]");
  assert_state ('b', "announced");
  age_book (3600);
  publish (f, "b");
  due = verify ('b', 0, NULL);
  g_assert_cmpstr (due->err, ==, "");
  assert_state ('b', "pinned");
  assert_state ('a', "withdrawn");
}

static void
test_offline (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) other = NULL;
  g_autoptr (CliRun) almost = NULL;
  g_autoptr (CliRun) late = NULL;

  add (f);
  g_clear_pointer (&f->server, test_server_free);

  run = verify ('a', 0, NULL);
  g_assert_true (g_str_has_prefix (run->err, "Valid, but…: Whitney signed this list. "));
  g_assert_nonnull (strstr (run->err, "nobody could be asked whether the key was withdrawn"));
  other = verify ('b', 3, "[key-set-unavailable]");
  age_book (30 * DAY - 600);
  almost = verify ('a', 0, NULL);
  age_book (600 + 1);
  late = verify ('a', 3, "[key-set-unavailable]");
}

/* A withdrawn key does not come back because the server is off. */
static void
test_withdrawn_offline (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (CliRun) before = NULL;
  g_autoptr (CliRun) after = NULL;
  g_autoptr (CliRun) other = NULL;

  publish (f, "ab");
  add (f);
  publish (f, "b");
  before = verify ('b', 0, NULL);
  g_clear_pointer (&f->server, test_server_free);
  after = verify ('a', 1, "[key-not-found]");
  other = verify ('b', 0, NULL);
}

/* An answer that is no key set says nothing about the keys. */
static void
test_invalid_answer (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (CliRun) invalid = NULL;
  g_autoptr (CliRun) well = NULL;

  add (f);
  test_server_set_answer (f->server, (TestAnswer) { .body = "<html>" });
  invalid = verify ('a', 3, "[key-set-invalid]");
  assert_state ('a', "pinned");
  publish (f, "a");
  well = verify ('a', 0, NULL);
}

/* A key card in a file: a set, a JWK or PEM. Nobody is asked. */
static void
test_key_card (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *jwk = make_jwk ('a');
  g_autofree char *set = make_set ("a");
  g_autofree char *pem = jot_jwk_to_pem (get_public ('a'), &error);
  const char *texts[] = { jwk, set, pem };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = cli_write ("card", texts[i]);
      g_autoptr (CliRun) added = cli_run (NULL, 0, "signers", "add", "Whitney", path, NULL);
      g_autoptr (CliRun) valid = NULL;
      g_autoptr (CliRun) other = NULL;
      g_autoptr (CliRun) removed = NULL;

      run_well (added);
      age_book (900 * DAY);
      valid = verify ('a', 0, NULL);
      g_assert_cmpstr (valid->err, ==, "");
      other = verify ('b', 1, "[key-not-found]");
      removed = cli_run (NULL, 0, "signers", "remove", "Whitney", NULL);
      run_well (removed);
    }
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 0);
}

/* Whoever has the new fingerprint from the signer trusts the new key with it, and no other. */
static void
test_trust_new (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (get_public ('b'));
  g_autofree char *other = jot_jwk_dup_fingerprint (get_public ('c'));
  g_autofree char *elsewhere = g_strconcat (f->url, "?", NULL);
  g_autoptr (CliRun) before = NULL;
  g_autoptr (CliRun) without = NULL;
  g_autoptr (CliRun) wrong = NULL;
  g_autoptr (CliRun) moved = NULL;
  g_autoptr (CliRun) right = NULL;
  g_autoptr (CliRun) after = NULL;

  add (f);
  publish (f, "b");
  before = verify ('b', 1, "[signer-key-changed]");
  without = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, NULL);
  g_assert_cmpint (without->status, ==, 2);
  wrong = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, "--fingerprint", other, NULL);
  g_assert_cmpint (wrong->status, ==, 3);
  /* the same key at another address is not the signer's */
  moved = cli_run (NULL, 0, "signers", "add", "Whitney", elsewhere, "--fingerprint", fingerprint, NULL);
  g_assert_cmpint (moved->status, ==, 2);
  assert_state ('b', "new");

  right = cli_run (NULL, 0, "signers", "add", "Whitney", f->url, "--fingerprint", fingerprint, NULL);
  run_well (right);
  g_assert_true (g_str_has_prefix (right->out, fingerprint));
  assert_state ('b', "pinned");
  after = verify ('b', 0, NULL);
}

/* Many tokens of one signer: of each line the key is judged, too. */
static void
test_lines (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *known = sign ('a', LIST);
  g_autofree char *unknown = sign ('b', LIST);
  g_autofree char *expired = sign ('b', "{\"exp\":1000}");
  g_autofree char *input = g_strdup_printf ("%s\n%s\n%s\n", known, unknown, expired);
  g_autofree char *good = g_strdup_printf ("%s\n%s\n", known, known);
  g_autofree char *set = make_set ("a");
  g_autofree char *card = cli_write ("card.jwks", set);
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) all = NULL;
  g_autoptr (CliRun) offline = NULL;
  g_autoptr (CliRun) removed = NULL;
  g_autoptr (CliRun) added = NULL;
  g_autoptr (CliRun) by_card = NULL;
  g_auto (GStrv) lines = NULL;

  add (f);
  publish (f, "ab");
  cli_forget_key_sets ();
  run = cli_run (input, -1, "verify", "--lines", "--signer", "Whitney", NULL);
  g_assert_cmpint (run->status, ==, 1);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "{\"valid\":true,"));
  g_assert_true (g_str_has_prefix (lines[1], "{\"valid\":false,\"error\":\"signer-key-changed\""));
  g_assert_true (g_str_has_prefix (lines[2], "{\"valid\":false,\"error\":\"signer-key-changed\""));
  /* what was published is remembered */
  assert_state ('b', "announced");

  all = cli_run (good, -1, "verify", "--lines", "--signer", "Whitney", NULL);
  run_well (all);
  g_clear_pointer (&f->server, test_server_free);
  cli_forget_key_sets ();
  offline = cli_run (good, -1, "verify", "--lines", "--signer", "Whitney", NULL);
  g_assert_cmpint (offline->status, ==, 0);

  removed = cli_run (NULL, 0, "signers", "remove", "Whitney", NULL);
  run_well (removed);
  added = cli_run (NULL, 0, "signers", "add", "Whitney", card, NULL);
  run_well (added);
  by_card = cli_run (input, -1, "verify", "--lines", "--signer", "Whitney", NULL);
  g_assert_cmpint (by_card->status, ==, 1);
  g_assert_true (g_str_has_prefix (by_card->out, "{\"valid\":true,"));
  g_assert_nonnull (strstr (by_card->out, "\"key-not-found\""));
}

/* What cannot be added leaves nothing behind. */
static void
test_add_fails (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *text = cli_write ("text", "milk");
  g_autofree char *none = cli_write ("none", "{\"keys\":[]}");
  const struct { const char *source; int status; const char *words; } rows[] = {
    { text, 3, "[key-set-invalid]" },
    { none, 3, "Nothing was added." },
    { "/nonexistent", 3, "could not be read" },
    { "ftp://whitney.example/", 3, "[key-set-unavailable]" },
  };
  g_autoptr (CliRun) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL, 0, "signers", "add", "Whitney", rows[i].source, NULL);

      g_test_message ("%s: %s", rows[i].source, run->err);
      g_assert_cmpint (run->status, ==, rows[i].status);
      g_assert_nonnull (strstr (run->err, rows[i].words));
    }
  list = cli_run (NULL, 0, "signers", "--json", NULL);
  g_assert_cmpstr (list->out, ==, "[]\n");
}

static void
test_misuse (Fixture       *f,
             gconstpointer  data)
{
  static const char * const rows[][8] = {
    { "signers", "nonsense" },
    { "signers", "list", "x" },
    { "signers", "add", "Whitney" },
    { "signers", "add", "", "x" },
    { "signers", "add", "Whit\nney", "x" },
    { "signers", "add", "Whitney", "x", "y" },
    { "signers", "remove" },
    { "signers", "--nonsense" },
    { "verify", "--signer", "Nobody", "x" },
    { "verify", "--signer", "", "x" },
    { "verify", "--signer", "Whitney", "--jwks", "x", "x" },
    { "verify", "--signer", "Whitney", "--key", "x", "x" },
  };
  g_autoptr (CliRun) help = cli_run (NULL, 0, "signers", "--help", NULL);
  g_autoptr (CliRun) well = NULL;

  add (f);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run_args (NULL, 0, rows[i]);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
  g_assert_cmpint (help->status, ==, 0);
  g_assert_nonnull (strstr (help->out, "remove"));
  well = verify ('a', 0, NULL);
}

static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = get_book_path ();
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CliRun) well = NULL;
  g_autoptr (CliRun) damaged = NULL;
  g_autoptr (CliRun) after = NULL;

  add (f);
  well = verify ('a', 0, NULL);
  g_file_set_contents (path, "{", -1, &error);
  g_assert_no_error (error);
  damaged = verify ('a', 3, NULL);
  kept = g_strconcat (path, ".damaged", NULL);
  g_assert_nonnull (strstr (damaged->err, kept));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  after = verify ('a', 2, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  make_keys ();

#define ADD(name, function) g_test_add ("/cli/signers/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("add", test_add);
  ADD ("fingerprint", test_fingerprint);
  ADD ("pinned", test_pinned);
  ADD ("changed", test_changed);
  ADD ("announced", test_announced);
  ADD ("offline", test_offline);
  ADD ("withdrawn-offline", test_withdrawn_offline);
  ADD ("invalid-answer", test_invalid_answer);
  ADD ("key-card", test_key_card);
  ADD ("add-fails", test_add_fails);
  ADD ("trust-new", test_trust_new);
  ADD ("lines", test_lines);
  ADD ("misuse", test_misuse);
  ADD ("damaged", test_damaged);

  return g_test_run ();
}
