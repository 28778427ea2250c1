/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"
#include "test-server.h"

#include <glib/gstdio.h>
#include <string.h>

#define PAYLOAD "{\"groceryList\":[\"milk\"]}"

/* How one run of the program after another gets a key set: with how many requests in all. */
typedef struct
{
  TestServer *server;
  char       *url;
  char       *token;
} Fixture;

static char *
make_set (const char *kid)
{
  JotJwk *jwk = jot_private_key_get_public (cli_get_key ());
  g_autofree char *key = jot_jwk_to_public_json (jwk, kid != NULL ? kid : jot_jwk_get_thumbprint (jwk), jot_alg_get_default ());

  return g_strdup_printf ("{\"keys\":[%s]}", key);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *set = make_set (NULL);

  f->server = test_server_new ();
  f->url = g_strdup (test_server_get_url (f->server));
  f->token = cli_sign (PAYLOAD);
  test_server_set_answer (f->server, (TestAnswer) { .body = set });
  cli_forget_key_sets ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->server, test_server_free);
  g_free (f->url);
  g_free (f->token);
}

static void
assert_valid (Fixture    *f,
              const char *option,
              guint       n_requests)
{
  g_autoptr (CliRun) run = cli_run (f->token, -1, "verify", "--jwks", f->url, option, NULL);

  g_test_message ("%s", run->err);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->out, ==, PAYLOAD "\n");
  if (n_requests > 0)
    g_assert_cmpuint (test_server_count_requests (f->server), ==, n_requests);
}

/* Makes it look as if that had been written so many seconds earlier: what is awaited with the clock of a test elsewhere. */
static void
make_older (const char *name,
            gint64      seconds)
{
  static const char * const members[] = { "\"fetched\":", "\"found\":", "\"goodUntil\":", "\"attempted\":" };
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "signet", name, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *path = g_build_filename (folder, g_dir_read_name (dir), NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *member = strstr (text, members[i]);
      gint64 time;
      char *end;
      g_autofree char *old = NULL;
      g_autofree char *new = NULL;

      if (member == NULL || !g_ascii_isdigit (member[strlen (members[i])]))
        continue;
      n++;
      time = g_ascii_strtoll (member + strlen (members[i]), &end, 10);
      old = g_strndup (member, (gsize) (end - member));
      new = g_strdup_printf ("%s%" G_GINT64_FORMAT, members[i], time - seconds);
      g_assert_cmpuint (g_string_replace (changed, old, new, 0), ==, 1);
    }
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (g_file_set_contents_full (path, changed->str, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

/* The next run asks nobody, also with the server away; --refresh does, once in half a minute, and says so. */
static void
test_kept (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (CliRun) early = NULL;
  g_autoptr (CliRun) refreshed = NULL;
  g_autoptr (CliRun) nothing = NULL;

  assert_valid (f, NULL, 1);
  assert_valid (f, NULL, 1);
  make_older ("key-sets", 5);
  early = cli_run (f->token, -1, "verify", "--refresh", "--jwks", f->url, NULL);
  g_assert_cmpint (early->status, ==, 0);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
  g_assert_nonnull (strstr (early->err, "seconds ago, and is asked for once in 30 seconds at most.\n"));
  make_older ("key-sets", 25);
  refreshed = cli_run (f->token, -1, "verify", "--refresh", "--jwks", f->url, NULL);
  g_assert_cmpint (refreshed->status, ==, 0);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);
  g_assert_null (strstr (refreshed->err, "seconds ago"));
  assert_valid (f, "--refresh", 2);
  g_clear_pointer (&f->server, test_server_free);
  assert_valid (f, NULL, 0);

  cli_forget_key_sets ();
  nothing = cli_run (f->token, -1, "verify", "--jwks", f->url, NULL);
  g_assert_cmpint (nothing->status, ==, 3);
}

/* An old set has to serve: amber, and it says how old it is. */
static void
test_stale (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "signet", "key-sets", NULL);
  g_autoptr (GDir) dir = NULL;
  g_autofree char *path = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const struct { gint64 age; int status; const char *message; } rows[] = {
    { 600 + 3590, 0, "The keys are from" },
    { 600 + 3600, 3, "[key-set-unavailable]" },
  };

  assert_valid (f, NULL, 1);
  dir = g_dir_open (folder, 0, NULL);
  path = g_build_filename (folder, g_dir_read_name (dir), NULL);
  g_clear_pointer (&f->server, test_server_free);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *set = make_set (NULL);
      g_autofree char *escaped = g_strescape (set, NULL);
      g_autofree char *text = NULL;
      g_autoptr (CliRun) run = NULL;

      text = g_strdup_printf ("{\"version\":1,\"source\":\"%s\",\"origin\":\"http-loopback\",\"fetched\":%" G_GINT64_FORMAT
                              ",\"goodUntil\":%" G_GINT64_FORMAT ",\"attempted\":0,\"body\":\"%s\"}", f->url,
                              now - rows[i].age, now - rows[i].age + 600, escaped);
      g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
      run = cli_run (f->token, -1, "verify", "--jwks", f->url, NULL);
      g_test_message ("%s", run->err);
      g_assert_cmpint (run->status, ==, rows[i].status);
      if (i == 0)
        g_assert_nonnull (strstr (run->err, "does not answer now, so Signet used the key set it fetched 1 h 9 min ago"));
      else
        g_assert_nonnull (strstr (run->err, rows[i].message));
    }
}

/* No folder of one's own is needed, be it for reading or writing. */
static void
test_no_home (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *token = cli_write ("token", f->token);
  g_autofree char *script =
    g_strdup_printf ("HOME=/nonexistent XDG_CACHE_HOME=/proc/none XDG_DATA_HOME=/proc/none \"$SIGNET\" verify --jwks %s < %s",
                     f->url, token);

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (CliRun) run = cli_run_shell (script);

      g_assert_cmpint (run->status, ==, 0);
      g_assert_cmpstr (run->out, ==, PAYLOAD "\n");
      g_assert_cmpuint (test_server_count_requests (f->server), ==, i);
    }
}

/* The issuer alone tells where its keys are, and is demanded of the token. */
static void
test_discovery (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *set = make_set (NULL);
  g_autofree char *issuer = g_strdup_printf ("http://127.0.0.1:%u", test_server_get_port (f->server));
  g_autofree char *description = g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}", issuer, issuer);
  g_autofree char *payload = g_strdup_printf ("{\"iss\":\"%s\"}", issuer);
  g_autofree char *token = cli_sign (payload);
  g_autofree char *input = g_strconcat (token, "\n", NULL);
  g_autofree char *paths = NULL;
  g_autoptr (CliRun) valid = NULL;
  g_autoptr (CliRun) other = NULL;
  g_autoptr (CliRun) slash = NULL;
  g_autoptr (CliRun) name = NULL;
  g_autoptr (CliRun) lines = NULL;
  g_autoptr (CliRun) typed = NULL;

  test_server_set_path (f->server, "/.well-known/openid-configuration", (TestAnswer) { .body = description });
  test_server_set_path (f->server, "/keys", (TestAnswer) { .body = set });
  valid = cli_run (token, -1, "verify", "--issuer", issuer, NULL);
  g_test_message ("%s", valid->err);
  g_assert_cmpint (valid->status, ==, 0);
  g_assert_true (g_str_has_prefix (valid->out, payload));
  paths = test_server_dup_paths (f->server);
  g_assert_cmpstr (paths, ==, "/.well-known/openid-configuration /keys ");

  lines = cli_run (input, -1, "verify", "--lines", "--issuer", issuer, NULL);
  g_assert_cmpint (lines->status, ==, 0);
  g_assert_true (g_str_has_prefix (lines->out, "{\"valid\":true,"));

  /* a token of another issuer, an issuer spelled otherwise, and one that is a name */
  other = cli_run (f->token, -1, "verify", "--issuer", issuer, NULL);
  g_assert_cmpint (other->status, ==, 1);
  g_assert_nonnull (strstr (other->err, "[wrong-issuer]"));
  {
    g_autofree char *longer = g_strconcat (issuer, "/", NULL);

    slash = cli_run (token, -1, "verify", "--issuer", longer, NULL);
    g_assert_cmpint (slash->status, ==, 3);
    g_assert_nonnull (strstr (slash->err, "[key-set-invalid]"));
  }
  name = cli_run (token, -1, "verify", "--issuer", "Whitney", NULL);
  g_assert_cmpint (name->status, ==, 2);

  /* a key set that was typed is never guessed at */
  typed = cli_run (token, -1, "verify", "--jwks", issuer, NULL);
  g_assert_cmpint (typed->status, ==, 3);
  g_clear_pointer (&paths, g_free);
  paths = test_server_dup_paths (f->server);
  g_assert_true (g_str_has_suffix (paths, " / "));
}

/* Also where the issuer tells where its keys are nobody is needed for a while, and what is old says so. */
static void
test_issuer_away (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *set = make_set (NULL);
  g_autofree char *issuer = g_strdup_printf ("http://127.0.0.1:%u", test_server_get_port (f->server));
  g_autofree char *description = g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}", issuer, issuer);
  g_autofree char *payload = g_strdup_printf ("{\"iss\":\"%s\"}", issuer);
  g_autofree char *token = cli_sign (payload);
  g_autofree char *input = g_strconcat (token, "\n", NULL);
  g_autoptr (CliRun) online = NULL;
  g_autoptr (CliRun) fresh = NULL;
  g_autoptr (CliRun) stale = NULL;
  g_autoptr (CliRun) lines = NULL;
  g_autoptr (CliRun) late = NULL;

  test_server_set_path (f->server, "/.well-known/openid-configuration", (TestAnswer) { .body = description });
  test_server_set_path (f->server, "/keys", (TestAnswer) { .body = set });
  online = cli_run (token, -1, "verify", "--issuer", issuer, NULL);
  g_assert_cmpint (online->status, ==, 0);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);

  g_clear_pointer (&f->server, test_server_free);
  fresh = cli_run (token, -1, "verify", "--issuer", issuer, NULL);
  g_assert_cmpint (fresh->status, ==, 0);
  g_assert_null (strstr (fresh->err, "does not answer"));

  make_older ("issuers", 600 + 3540);
  make_older ("key-sets", 600 + 3540);
  stale = cli_run (token, -1, "verify", "--issuer", issuer, NULL);
  g_test_message ("%s", stale->err);
  g_assert_cmpint (stale->status, ==, 0);
  g_assert_nonnull (strstr (stale->err, "does not answer now, so Signet used the key set it fetched 1 h 9 min ago"));
  lines = cli_run (input, -1, "verify", "--lines", "--issuer", issuer, NULL);
  g_assert_cmpint (lines->status, ==, 0);

  make_older ("issuers", 60);
  make_older ("key-sets", 60);
  late = cli_run (token, -1, "verify", "--issuer", issuer, NULL);
  g_assert_cmpint (late->status, ==, 3);
  g_assert_nonnull (strstr (late->err, "[key-set-unavailable]"));
}

/* On a line there is no place for doubts: they are said once, and only where there are any. */
static void
test_lines (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *list = cli_sign ("{\"groceryList\":[\"milk\"]}");
  g_autofree char *token = cli_sign ("{\"a\":1}");
  g_autofree char *input = g_strdup_printf ("%s\n%s\n%s\n", token, list, list);
  g_autofree char *set = make_set (NULL);
  g_autofree char *path = cli_write ("set.jwks", set);
  g_autoptr (CliRun) open = cli_run (input, -1, "verify", "--lines", "--jwks", f->url, NULL);
  g_autoptr (CliRun) from_file = cli_run (input, -1, "verify", "--lines", "--jwks", path, NULL);
  g_autoptr (CliRun) tokens = cli_run (token, -1, "verify", "--lines", "--jwks", path, NULL);
  g_autoptr (CliRun) stale = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (open->status, ==, 0);
  g_assert_cmpstr (open->err, ==, "Valid, but…: The keys came over an open connection. Someone on the way could have swapped "
                                  "them. Compare the fingerprint with the signer.\n"
                                  "Valid, but…: 2 lists are of a signer whom you have not met.\n");
  lines = g_strsplit (open->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);

  g_assert_cmpint (from_file->status, ==, 0);
  g_assert_cmpstr (from_file->err, ==, "Valid, but…: 2 lists are of a signer whom you have not met.\n");
  g_assert_cmpstr (from_file->out, ==, open->out);
  g_assert_cmpint (tokens->status, ==, 0);
  g_assert_cmpstr (tokens->err, ==, "");

  make_older ("key-sets", 4000);
  g_clear_pointer (&f->server, test_server_free);
  stale = cli_run (input, -1, "verify", "--lines", "--jwks", f->url, NULL);
  g_assert_cmpint (stale->status, ==, 0);
  g_assert_nonnull (strstr (stale->err, "127.0.0.1 does not answer now, so Signet used the key set it fetched 1 h 6 min ago."));
  g_assert_cmpstr (stale->out, ==, open->out);
}

/* A key that is not in the set that is at hand has it asked for again, as for a single token: once, and no sooner than
 * half a minute after the last time. */
static void
test_lines_renew (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (JotPrivateKey) other = jot_private_key_generate (jot_alg_find ("EdDSA"), 0, NULL);
  JotJwk *keys[] = { jot_private_key_get_public (cli_get_key ()), jot_private_key_get_public (other) };
  g_autofree char *first = jot_jwk_to_public_json (keys[0], jot_jwk_get_thumbprint (keys[0]), jot_alg_get_default ());
  g_autofree char *second = jot_jwk_to_public_json (keys[1], jot_jwk_get_thumbprint (keys[1]), jot_alg_find ("EdDSA"));
  g_autofree char *both = g_strdup_printf ("{\"keys\":[%s,%s]}", first, second);
  g_autofree char *old = cli_sign ("{\"a\":1}");
  g_autofree char *new = jot_jws_sign (other, "{\"a\":2}", strlen ("{\"a\":2}"), NULL);
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (CliRun) early = NULL;
  g_autoptr (CliRun) late = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (input, "%s\n%s\n", old, new);
  assert_valid (f, NULL, 1);
  test_server_set_answer (f->server, (TestAnswer) { .body = both });
  early = cli_run (input->str, (gssize) input->len, "verify", "--lines", "--jwks", f->url, NULL);
  g_assert_cmpint (early->status, ==, 1);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
  lines = g_strsplit (early->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2001);
  for (guint i = 0; i < 2000; i++)
    g_assert_true (g_str_has_prefix (lines[i], i % 2 == 0 ? "{\"valid\":true," : "{\"valid\":false,\"error\":\"key-not-found\""));

  make_older ("key-sets", 31);
  late = cli_run (input->str, (gssize) input->len, "verify", "--lines", "--jwks", f->url, NULL);
  g_test_message ("%s", late->err);
  g_assert_cmpint (late->status, ==, 0);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);
  g_clear_pointer (&lines, g_strfreev);
  lines = g_strsplit (late->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2001);
  for (guint i = 0; i < 2000; i++)
    g_assert_true (g_str_has_suffix (lines[i], i % 2 == 0 ? "\"payload\":{\"a\":1}}" : "\"payload\":{\"a\":2}}"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/cli/key-sets/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("kept", test_kept);
  ADD ("stale", test_stale);
  ADD ("no-home", test_no_home);
  ADD ("discovery", test_discovery);
  ADD ("issuer-away", test_issuer_away);
  ADD ("lines", test_lines);
  ADD ("lines-renew", test_lines_renew);

  return g_test_run ();
}
