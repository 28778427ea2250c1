/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"
#include "signet-jwks-cache.h"
#include "signet-test.h"
#include "test-server.h"

#include <string.h>

#define START 1700000000

/* Sets of one key each: never used to check anything, so that any modulus will do */
#define KEY(kid) "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" kid "\"," \
                 "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define SET(keys) "{\"keys\":[" keys "]}"

typedef struct
{
  TestServer      *server;
  SignetJwksCache *cache;
  gint64           now;
} Fixture;

static gint64
get_now (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();

  f->now = START;
  f->server = test_server_new ();
  f->cache = signet_jwks_cache_new (fetcher, get_now, f);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")) });
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->cache);
  test_server_free (f->server);
}

static SignetKeySet *
get_from (Fixture             *f,
          const char          *source,
          const char          *kid,
          SignetJwksGetFlags   flags,
          GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_jwks_cache_get_async (f->cache, source, kid, flags, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_jwks_cache_get_finish (f->cache, result, error);
}

static SignetKeySet *
get (Fixture    *f,
     const char *kid,
     GError    **error)
{
  return get_from (f, test_server_get_url (f->server), kid, SIGNET_JWKS_GET_DEFAULT, error);
}

/* What it is, and after how many requests in all */
static void
assert_set (Fixture    *f,
            const char *kid,
            const char *held,
            guint       n_requests)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) set = get (f, kid, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (jot_jwks_get_size (signet_key_set_get_jwks (set)), ==, held != NULL ? 1 : 0);
  if (held != NULL)
    g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (set), held));
  g_assert_false (signet_key_set_is_stale (set));
  g_assert_cmpuint (test_server_count_requests (f->server), ==, n_requests);
}

static void
assert_fails (Fixture   *f,
              JotError   code,
              JotReason  reason,
              guint      n_requests)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) set = get (f, "one", &error);

  g_assert_null (set);
  g_assert_error (error, JOT_ERROR, (int) code);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, reason);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, n_requests);
}

static void
test_facts (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) set = NULL;
  g_autoptr (SignetKeySet) peeked = NULL;

  g_assert_null (signet_jwks_cache_peek (f->cache, test_server_get_url (f->server), NULL, SIGNET_JWKS_GET_DEFAULT));

  set = get (f, "one", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_set_get_source (set), ==, test_server_get_url (f->server));
  g_assert_cmpstr (signet_key_set_get_host (set), ==, "127.0.0.1");
  g_assert_cmpint (signet_key_set_get_origin (set), ==, SIGNET_JWKS_ORIGIN_LOOPBACK);
  g_assert_cmpint (signet_key_set_get_fetched (set), ==, START);
  g_assert_cmpint (signet_key_set_get_good_until (set), ==, START + 600);

  peeked = signet_jwks_cache_peek (f->cache, test_server_get_url (f->server), "one", SIGNET_JWKS_GET_DEFAULT);
  g_assert_true (peeked == set);
}

typedef struct
{
  const char *headers;
  guint age;
} AgeCase;

/* fresh until one second before, fetched again then */
static void
test_age (Fixture       *f,
          gconstpointer  data)
{
  const AgeCase *c = data;

  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")), .headers = c->headers });
  assert_set (f, "one", "one", 1);
  f->now = START + c->age - 1;
  assert_set (f, "one", "one", 1);
  assert_set (f, NULL, "one", 1);
  f->now = START + c->age;
  assert_set (f, "one", "one", 2);
}

static void
test_etag (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  gsize sent;

  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")), .etag = "\"a\"" });
  assert_set (f, "one", "one", 1);
  first = test_server_dup_request (f->server);
  g_assert_null (strstr (first, "If-None-Match"));
  sent = test_server_get_sent (f->server);

  /* the same set for another 10 minutes, without its bytes */
  f->now += 600;
  assert_set (f, "one", "one", 2);
  second = test_server_dup_request (f->server);
  g_assert_nonnull (strstr (second, "\r\nIf-None-Match: \"a\"\r\n"));
  g_assert_cmpuint (test_server_get_sent (f->server), ==, sent);
  f->now += 599;
  assert_set (f, "one", "one", 2);

  f->now += 1;
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("two")), .etag = "\"b\"" });
  assert_set (f, "two", "two", 3);
  f->now += 600;
  assert_set (f, "two", "two", 4);
  third = test_server_dup_request (f->server);
  g_assert_nonnull (strstr (third, "\r\nIf-None-Match: \"b\"\r\n"));
}

/* A server that says "nothing changed" to one who has nothing */
static void
test_senseless_304 (Fixture       *f,
                    gconstpointer  data)
{
  test_server_set_answer (f->server, (TestAnswer) { .status = 304 });
  assert_fails (f, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 1);

  f->now += 30;
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")) });
  assert_set (f, "one", "one", 2);
  /* it was never asked whether it changed */
  f->now += 600 + 3600;
  test_server_set_answer (f->server, (TestAnswer) { .status = 304 });
  assert_fails (f, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 3);
}

static void
test_single_flight (Fixture       *f,
                    gconstpointer  data)
{
  GAsyncResult *slots[5] = { NULL };

  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")), .drip_ms = 1 });
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    signet_jwks_cache_get_async (f->cache, test_server_get_url (f->server), "one",
                                 i == 3 ? SIGNET_JWKS_GET_REFRESH : SIGNET_JWKS_GET_DEFAULT, NULL, test_done_cb, &slots[i]);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&slots[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetKeySet) set = signet_jwks_cache_get_finish (f->cache, result, &error);

      g_assert_no_error (error);
      g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (set), "one"));
    }
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
}

/* An unknown kid asks again, at most once in 30 s since the last attempt, whatever came of that. */
static void
test_unknown_kid (Fixture       *f,
                  gconstpointer  data)
{
  assert_set (f, "one", "one", 1);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("two")) });
  f->now = START + 29;
  assert_set (f, "two", "one", 1);
  f->now = START + 30;
  assert_set (f, "two", "two", 2);

  /* attempts that fail count as well */
  test_server_set_answer (f->server, (TestAnswer) { .status = 500 });
  f->now = START + 60;
  assert_set (f, "three", "two", 3);
  f->now = START + 89;
  assert_set (f, "three", "two", 3);
  f->now = START + 90;
  assert_set (f, "three", "two", 4);
}

static void
test_cooldown_of_failures (Fixture       *f,
                           gconstpointer  data)
{
  test_server_set_answer (f->server, (TestAnswer) { .status = 500 });
  assert_fails (f, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 1);
  f->now += 29;
  assert_fails (f, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 1);

  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")) });
  f->now += 1;
  assert_set (f, "one", "one", 2);
}

static void
test_refresh (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) early = NULL;
  g_autoptr (SignetKeySet) late = NULL;

  assert_set (f, "one", "one", 1);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("two")) });
  f->now += 29;
  early = get_from (f, test_server_get_url (f->server), "one", SIGNET_JWKS_GET_REFRESH, &error);
  g_assert_no_error (error);
  g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (early), "one"));
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);

  f->now += 1;
  late = get_from (f, test_server_get_url (f->server), "one", SIGNET_JWKS_GET_REFRESH, &error);
  g_assert_no_error (error);
  g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (late), "two"));
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);
}

/* The last good set serves for an hour after it went stale, and says that it is. */
static void
test_outage (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) first = NULL;
  g_autoptr (SignetKeySet) last = NULL;

  assert_set (f, "one", "one", 1);
  test_server_set_answer (f->server, (TestAnswer) { .status = 503 });
  f->now = START + 600;
  first = get (f, "one", &error);
  g_assert_no_error (error);
  g_assert_true (signet_key_set_is_stale (first));
  g_assert_cmpint (signet_key_set_get_fetched (first), ==, START);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);

  f->now = START + 600 + 3599;
  last = get (f, "one", &error);
  g_assert_no_error (error);
  g_assert_true (signet_key_set_is_stale (last));

  f->now = START + 600 + 3600;
  assert_fails (f, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 3);

  /* back again */
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")) });
  f->now += 30;
  assert_set (f, "one", "one", 4);
}

/* Something else at that address is no outage: while the set is fresh it serves, then no longer. */
static void
test_invalid_answer (Fixture       *f,
                     gconstpointer  data)
{
  static const struct { const char *body; JotReason reason; } cases[] = {
    { "<!DOCTYPE html><p>Hello", JOT_REASON_SET_WEB_PAGE },
    { "{\"keys\":{}}", JOT_REASON_SET_SHAPE },
    { SET ("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"AA\"}"),
      JOT_REASON_SET_PRIVATE },
  };
  guint n = 1;

  assert_set (f, "one", "one", n);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      test_server_set_answer (f->server, (TestAnswer) { .body = cases[i].body });
      f->now += 30;
      assert_set (f, "other", "one", ++n);
    }

  f->now = START + 600;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      test_server_set_answer (f->server, (TestAnswer) { .body = cases[i].body });
      assert_fails (f, JOT_ERROR_KEY_SET_INVALID, cases[i].reason, ++n);
      f->now += 30;
    }
}

static void
test_empty_set (Fixture       *f,
                gconstpointer  data)
{
  assert_set (f, "one", "one", 1);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET ("") });
  f->now += 30;
  assert_set (f, "two", NULL, 2);
  /* what was there is gone, so that it is asked for again */
  f->now += 29;
  assert_set (f, "one", NULL, 2);
  f->now += 1;
  assert_set (f, "one", NULL, 3);
}

/* A certificate that is not right is no outage. */
static void
test_tls_failure (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (TestServer) server = test_server_new_tls ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) set = get_from (f, test_server_get_url (server), "one", SIGNET_JWKS_GET_DEFAULT, &error);

  if (g_strcmp0 (g_getenv ("SIGNET_TEST_TOOL"), "valgrind") == 0)
    {
      g_test_skip ("no handshake is done within the limits of a fetch");
      return;
    }

  g_assert_null (set);
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, JOT_REASON_CERTIFICATE);
}

static void
test_clock_back (Fixture       *f,
                 gconstpointer  data)
{
  assert_set (f, "one", "one", 1);
  f->now = START - 86400;
  /* an attempt in the future keeps nobody from asking */
  assert_set (f, "two", "one", 2);
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) second_result = NULL;
  g_autoptr (SignetKeySet) first = NULL;
  g_autoptr (SignetKeySet) second = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slots[2] = { NULL };
  const char *url = test_server_get_url (f->server);

  /* one gives up, the fetch goes on for the other */
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")), .drip_ms = 2 });
  signet_jwks_cache_get_async (f->cache, url, "one", 0, cancellable, test_done_cb, &slots[0]);
  signet_jwks_cache_get_async (f->cache, url, "one", 0, NULL, test_done_cb, &slots[1]);
  test_wait_until (test_server_count_requests (f->server) == 1);
  g_cancellable_cancel (cancellable);
  first_result = test_wait_result (&slots[0]);
  first = signet_jwks_cache_get_finish (f->cache, first_result, &error);
  g_assert_null (first);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  second_result = test_wait_result (&slots[1]);
  second = signet_jwks_cache_get_finish (f->cache, second_result, &error);
  g_assert_no_error (error);
  g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (second), "one"));

  /* already given up: nothing is asked */
  slots[0] = NULL;
  signet_jwks_cache_get_async (f->cache, "http://127.0.0.1:1/", NULL, 0, cancellable, test_done_cb, &slots[0]);
  g_clear_object (&first_result);
  first_result = test_wait_result (&slots[0]);
  first = signet_jwks_cache_get_finish (f->cache, first_result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
}

static void
test_owner_gone (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  g_autoptr (SignetKeySet) set = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  gpointer watched = f->cache;

  signet_jwks_cache_get_async (f->cache, test_server_get_url (f->server), "one", 0, NULL, test_done_cb, &slot);
  g_object_add_weak_pointer (G_OBJECT (f->cache), &watched);
  g_object_unref (f->cache);
  test_wait_until (slot != NULL);
  g_assert_nonnull (watched);
  set = signet_jwks_cache_get_finish (watched, slot, &error);
  g_assert_no_error (error);
  g_object_unref (slot);
  test_wait_until (watched == NULL);

  f->cache = signet_jwks_cache_new (fetcher, get_now, f);
}

static void
test_file (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys: of mine.json", NULL);
  g_autofree char *url = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) first = NULL;
  g_autoptr (SignetKeySet) second = NULL;
  g_autoptr (SignetKeySet) missing = NULL;
  g_autoptr (SignetKeySet) large = NULL;
  g_autofree char *spaces = g_strnfill (JOT_JWKS_MAX_SIZE + 1, ' ');

  test_write_file (folder, "keys: of mine.json", SET (KEY ("one")));
  first = get_from (f, path, "one", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (signet_key_set_get_origin (first), ==, SIGNET_JWKS_ORIGIN_FILE);
  g_assert_null (signet_key_set_get_host (first));
  g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (first), "one"));

  /* never out of date, and the same by its URL */
  test_write_file (folder, "keys: of mine.json", SET (KEY ("two")));
  second = get_from (f, url, "two", 0, &error);
  g_assert_no_error (error);
  g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (second), "two"));

  test_write_file (folder, "keys: of mine.json", spaces);
  large = get_from (f, path, NULL, 0, &error);
  g_assert_null (large);
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_INVALID);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, JOT_REASON_SET_TOO_LARGE);
  g_clear_error (&error);

  missing = get_from (f, "/nowhere/keys.json", NULL, 0, &error);
  g_assert_null (missing);
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, JOT_REASON_FILE);
  g_assert_cmpstr (jot_error_get_details (error)->found, ==, "keys.json");
  g_clear_error (&error);

  missing = get_from (f, "file:nonsense", NULL, 0, &error);
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
  g_clear_error (&error);

  missing = get_from (f, folder, NULL, 0, &error);
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
}

/* Who may ask for any URL cannot fill the memory with what is known of them. */
static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  const char *url = test_server_get_url (f->server);
  g_autofree char *first = g_strconcat (url, "?0", NULL);
  g_autofree char *last = g_strconcat (url, "?99", NULL);
  g_autoptr (SignetKeySet) kept = NULL;
  g_autoptr (SignetKeySet) again = NULL;
  guint n_known = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s?%u", url, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetKeySet) set = get_from (f, other, "one", SIGNET_JWKS_GET_DEFAULT, &error);
      /* one that is asked for all the time */
      g_autoptr (SignetKeySet) usual = get (f, "one", &error);

      g_assert_no_error (error);
    }

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s?%u", url, i);

      n_known += signet_jwks_cache_get_last_attempt (f->cache, other) != G_MININT64;
    }
  g_assert_cmpuint (n_known, ==, 63);
  g_assert_cmpint (signet_jwks_cache_get_last_attempt (f->cache, first), ==, G_MININT64);
  g_assert_cmpint (signet_jwks_cache_get_last_attempt (f->cache, last), ==, START);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 101);
  kept = get (f, "one", NULL);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 101);
  again = get_from (f, first, "one", SIGNET_JWKS_GET_DEFAULT, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 102);
}

typedef struct
{
  GAsyncResult *result;
  GCancellable *other;
} Canceller;

static void
cancel_other_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Canceller *canceller = user_data;

  canceller->result = g_object_ref (result);
  g_cancellable_cancel (canceller->other);
}

/* One of those who waited cancels another when it is told: that one is told once. */
static void
test_cancel_each_other (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { .other = cancellable };
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (SignetKeySet) set = NULL;
  g_autoptr (SignetKeySet) none = NULL;
  g_autoptr (GError) error = NULL;
  const char *url = test_server_get_url (f->server);

  signet_jwks_cache_get_async (f->cache, url, "one", SIGNET_JWKS_GET_DEFAULT, NULL, cancel_other_cb, &canceller);
  signet_jwks_cache_get_async (f->cache, url, "one", SIGNET_JWKS_GET_DEFAULT, cancellable, test_done_cb, &slot);
  first = test_wait_result (&canceller.result);
  second = test_wait_result (&slot);

  set = signet_jwks_cache_get_finish (f->cache, first, &error);
  g_assert_no_error (error);
  g_assert_nonnull (set);
  none = signet_jwks_cache_get_finish (f->cache, second, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  static const AgeCase ages[] = {
    { NULL, 600 },
    { "Cache-Control: max-age=300\r\n", 300 },
    { "Cache-Control: max-age=29\r\n", 30 },
    { "Cache-Control: max-age=31\r\n", 31 },
    { "Cache-Control: no-store\r\n", 30 },
    { "Cache-Control: max-age=86399\r\n", 86399 },
    { "Cache-Control: max-age=86401\r\n", 86400 },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/cache/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("facts", test_facts);
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cache/age/%u", i);

      g_test_add (path, Fixture, &ages[i], set_up, test_age, tear_down);
    }
  ADD ("etag", test_etag);
  ADD ("senseless-304", test_senseless_304);
  ADD ("single-flight", test_single_flight);
  ADD ("unknown-kid", test_unknown_kid);
  ADD ("cooldown-of-failures", test_cooldown_of_failures);
  ADD ("refresh", test_refresh);
  ADD ("outage", test_outage);
  ADD ("invalid-answer", test_invalid_answer);
  ADD ("empty-set", test_empty_set);
  ADD ("tls-failure", test_tls_failure);
  ADD ("clock-back", test_clock_back);
  ADD ("cancel", test_cancel);
  ADD ("cancel-each-other", test_cancel_each_other);
  ADD ("many", test_many);
  ADD ("owner-gone", test_owner_gone);
  ADD ("file", test_file);

  return g_test_run ();
}
