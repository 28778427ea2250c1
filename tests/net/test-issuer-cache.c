/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"
#include "signet-issuer-cache.h"
#include "signet-test.h"
#include "test-server.h"

#include <string.h>

#define START G_GINT64_CONSTANT (1700000000)
#define OPENID "/.well-known/openid-configuration"
#define DEFAULT SIGNET_JWKS_GET_DEFAULT
#define REFRESH SIGNET_JWKS_GET_REFRESH

/* What one program after another finds in the same folder. */
typedef struct
{
  TestServer *server;
  char       *folder;
  char       *issuer;
  gint64      now;
} Fixture;

static gint64
get_now (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
}

static char *
describe (Fixture    *f,
          const char *url)
{
  return g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}", f->issuer, url);
}

static void
set_answer (Fixture    *f,
            const char *url,
            const char *headers)
{
  g_autofree char *description = describe (f, url);

  test_server_set_path (f->server, OPENID, (TestAnswer) { .body = description, .headers = headers });
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *folder = test_make_folder ();

  f->now = START;
  f->folder = g_build_filename (folder, "signet", "issuers", NULL);
  f->server = test_server_new ();
  f->issuer = g_strdup_printf ("http://127.0.0.1:%u", test_server_get_port (f->server));
  set_answer (f, "https://a.example/one", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_free (f->folder);
  g_free (f->issuer);
  test_server_free (f->server);
}

static char *
get (Fixture             *f,
     SignetIssuerCache   *cache,
     SignetJwksGetFlags   flags,
     GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_issuer_cache_get_async (cache, f->issuer, flags, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_issuer_cache_get_finish (cache, result, error);
}

/* Another program: it knows what is in the folder, and ends with its answer. */
static char *
run (Fixture             *f,
     SignetJwksGetFlags   flags,
     GError             **error)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  SignetIssuerCache *cache = signet_issuer_cache_new (fetcher, get_now, f);
  char *url;

  signet_issuer_cache_keep_in (cache, f->folder);
  url = get (f, cache, flags, error);
  test_assert_gone (&cache);

  return url;
}

static void
assert_run (Fixture            *f,
            SignetJwksGetFlags  flags,
            const char         *expected,
            guint               n_requests)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = run (f, flags, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (url, ==, expected);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, n_requests);
}

static void
assert_run_fails (Fixture   *f,
                  JotError   code,
                  JotReason  reason,
                  guint      n_requests)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = run (f, DEFAULT, &error);

  g_assert_null (url);
  g_assert_error (error, JOT_ERROR, (int) code);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, reason);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, n_requests);
}

/* As long as the issuer says, within the limits of key sets. */
static void
test_age (Fixture       *f,
          gconstpointer  data)
{
  static const struct { const char *headers; gint64 age; } rows[] = {
    { NULL, 600 }, { "Cache-Control: max-age=3600\r\n", 3600 }, { "Cache-Control: max-age=1\r\n", 30 },
    { "Cache-Control: max-age=1000000\r\n", 86400 },
  };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      f->now += 100000;
      set_answer (f, "https://a.example/one", rows[i].headers);
      assert_run (f, DEFAULT, "https://a.example/one", ++n);
      f->now += rows[i].age - 1;
      assert_run (f, DEFAULT, "https://a.example/one", n);
      f->now += 1;
      set_answer (f, "https://a.example/two", NULL);
      assert_run (f, DEFAULT, "https://a.example/two", ++n);
    }
}

/* With the issuer away the address serves as long as a set of that age could. */
static void
test_outage (Fixture       *f,
             gconstpointer  data)
{
  assert_run (f, DEFAULT, "https://a.example/one", 1);
  test_server_set_path (f->server, OPENID, (TestAnswer) { .body = "{\"issuer\":\"cut\"}", .is_cut = TRUE });
  f->now = START + 600;
  assert_run (f, DEFAULT, "https://a.example/one", 2);
  f->now = START + 86400 + 3599;
  assert_run (f, DEFAULT, "https://a.example/one", 3);
  f->now = START + 86400 + 3600;
  assert_run_fails (f, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_CONNECTION, 4);
}

/* What it says is final, also that it is somebody else. */
static void
test_invalid (Fixture       *f,
              gconstpointer  data)
{
  assert_run (f, DEFAULT, "https://a.example/one", 1);
  test_server_set_path (f->server, OPENID, (TestAnswer) { .body = "{\"issuer\":\"https://b.example\",\"jwks_uri\":\"https://b.example/\"}" });
  f->now = START + 600;
  assert_run_fails (f, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_DISCOVERY_ISSUER, 2);
  f->now = START + 630;
  set_answer (f, "https://a.example/two", NULL);
  assert_run (f, DEFAULT, "https://a.example/two", 3);
}

static void
test_refresh (Fixture       *f,
              gconstpointer  data)
{
  assert_run (f, DEFAULT, "https://a.example/one", 1);
  set_answer (f, "https://a.example/two", NULL);
  f->now = START + 29;
  assert_run (f, REFRESH, "https://a.example/one", 1);
  f->now = START + 30;
  assert_run (f, DEFAULT, "https://a.example/one", 1);
  assert_run (f, REFRESH, "https://a.example/two", 2);
}

/* In one program a failure counts for half a minute; cancelling is none. */
static void
test_cooldown (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  g_autoptr (SignetIssuerCache) cache = signet_issuer_cache_new (fetcher, get_now, f);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  test_server_set_path (f->server, OPENID, (TestAnswer) { .body = "{\"issuer\":\"cut\"}", .is_cut = TRUE });
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (get (f, cache, DEFAULT, &error));
      g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
      g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
      f->now += 29;
    }
  f->now = START + 30;

  test_server_set_path (f->server, OPENID, (TestAnswer) { .is_silent = TRUE });
  signet_issuer_cache_get_async (cache, f->issuer, DEFAULT, cancellable, test_done_cb, &slot);
  test_wait_until (test_server_count_requests (f->server) == 2);
  g_cancellable_cancel (cancellable);
  result = test_wait_result (&slot);
  {
    g_autoptr (GError) error = NULL;
    g_autofree char *url = NULL;

    g_assert_null (signet_issuer_cache_get_finish (cache, result, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_null (signet_issuer_cache_peek (cache, f->issuer, DEFAULT));

    set_answer (f, "https://a.example/one", NULL);
    g_clear_error (&error);
    url = get (f, cache, DEFAULT, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (url, ==, "https://a.example/one");
    g_assert_cmpstr (signet_issuer_cache_peek (cache, f->issuer, DEFAULT), ==, "https://a.example/one");
  }
}

typedef struct
{
  const char *name;
  const char *old;
  const char *new;
  gboolean    is_good;  /* the control: it still serves */
} Damage;

static const Damage damages[] = {
  { "as-it-is", "\"version\":1", "\"version\":1", TRUE },
  { "version", "\"version\":1", "\"version\":2", FALSE },
  { "no-json", "}", "", FALSE },
  { "other-issuer", "\"issuer\":\"http://127", "\"issuer\":\"http://128", FALSE },
  { "origin", "http-loopback", "file", FALSE },
  { "lan", "http-loopback", "http-local-network", FALSE },
  { "url", "\"url\":", "\"uri\":", FALSE },
  { "found-now", "\"found\":1700000000", "\"found\":1700000010", TRUE },
  { "found-later", "\"found\":1700000000", "\"found\":1700000011", FALSE },
  { "found-text", "\"found\":1700000000", "\"found\":\"1700000000\"", FALSE },
  { "attempted-later", "\"attempted\":1700000000", "\"attempted\":1700000011", FALSE },
  { "longest", "\"goodUntil\":1700000600", "\"goodUntil\":1700086400", TRUE },
  { "too-long", "\"goodUntil\":1700000600", "\"goodUntil\":1700086401", FALSE },
};

/* A file that is no good is as good as none. */
static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  const Damage *damage = data;
  g_autofree char *names = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;

  assert_run (f, DEFAULT, "https://a.example/one", 1);
  names = test_list_folder (f->folder);
  name = g_strndup (names, strcspn (names, " "));
  path = g_build_filename (f->folder, name, NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, damage->old, damage->new, 0), ==, 1);
  g_assert_true (g_file_set_contents_full (path, changed->str, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));

  f->now = START + 10;
  assert_run (f, DEFAULT, "https://a.example/one", damage->is_good ? 1 : 2);
  if (g_str_equal (damage->name, "lan"))
    {
      g_assert_true (g_file_set_contents_full (path, changed->str, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
      assert_run (f, SIGNET_JWKS_GET_ALLOW_HTTP, "https://a.example/one", 2);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/issuer-cache/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("age", test_age);
  ADD ("outage", test_outage);
  ADD ("invalid", test_invalid);
  ADD ("refresh", test_refresh);
  ADD ("cooldown", test_cooldown);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/issuer-cache/damaged/", damages[i].name, NULL);

      g_test_add (path, Fixture, &damages[i], set_up, test_damaged, tear_down);
    }

  return g_test_run ();
}
