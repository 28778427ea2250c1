/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"
#include "signet-discovery.h"
#include "signet-test.h"
#include "test-server.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct { const char *issuer, *openid, *oauth; } rows[] = {
    { "https://a.example", "https://a.example/.well-known/openid-configuration",
      "https://a.example/.well-known/oauth-authorization-server" },
    { "https://a.example/", "https://a.example/.well-known/openid-configuration",
      "https://a.example/.well-known/oauth-authorization-server" },
    { "https://a.example/b/c", "https://a.example/b/c/.well-known/openid-configuration",
      "https://a.example/.well-known/oauth-authorization-server/b/c" },
    { "https://a.example:8443/b/", "https://a.example:8443/b/.well-known/openid-configuration",
      "https://a.example:8443/.well-known/oauth-authorization-server/b" },
    { "https://[::1]:1/b%20c", "https://[::1]:1/b%20c/.well-known/openid-configuration",
      "https://[::1]:1/.well-known/oauth-authorization-server/b%20c" },
    { "http://127.0.0.1:1", "http://127.0.0.1:1/.well-known/openid-configuration",
      "http://127.0.0.1:1/.well-known/oauth-authorization-server" },
    { "https://a.%2fexample", NULL, NULL },
    { "https://a.example%3a1", NULL, NULL },
    { "https://a.example%00", NULL, NULL },
    { "Whitney", NULL, NULL },
    { "", NULL, NULL },
    { "https://", NULL, NULL },
    { "https:///b", NULL, NULL },
    { "file:///etc/passwd", NULL, NULL },
    { "https://a.example?x", NULL, NULL },
    { "https://a.example#x", NULL, NULL },
    { "https://user@a.example", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *openid = signet_discovery_build_url (rows[i].issuer, FALSE);
      g_autofree char *oauth = signet_discovery_build_url (rows[i].issuer, TRUE);

      g_assert_cmpstr (openid, ==, rows[i].openid);
      g_assert_cmpstr (oauth, ==, rows[i].oauth);
      g_assert_cmpint (signet_discovery_is_issuer (rows[i].issuer), ==, rows[i].openid != NULL);
    }
}

static void
test_parse (void)
{
  static const struct { const char *issuer, *body, *url; JotReason reason; } rows[] = {
    { "https://a.example", "{\"issuer\":\"https://a.example\",\"jwks_uri\":\"https://b.example/k\",\"more\":[]}", "https://b.example/k", 0 },
    { "http://127.0.0.1", "{\"issuer\":\"http://127.0.0.1\",\"jwks_uri\":\"http://127.0.0.1/k\"}", "http://127.0.0.1/k", 0 },
    /* exactly, not nearly */
    { "https://a.example", "{\"issuer\":\"https://a.example/\",\"jwks_uri\":\"https://b.example/k\"}", NULL, JOT_REASON_DISCOVERY_ISSUER },
    { "https://a.example/", "{\"issuer\":\"https://a.example\",\"jwks_uri\":\"https://b.example/k\"}", NULL, JOT_REASON_DISCOVERY_ISSUER },
    { "https://a.example", "{\"issuer\":\"https://A.example\",\"jwks_uri\":\"https://b.example/k\"}", NULL, JOT_REASON_DISCOVERY_ISSUER },
    { "https://a.example", "{\"jwks_uri\":\"https://b.example/k\"}", NULL, JOT_REASON_DISCOVERY_ISSUER },
    { "https://a.example", "{\"issuer\":1,\"jwks_uri\":\"https://b.example/k\"}", NULL, JOT_REASON_DISCOVERY_ISSUER },
    { "https://a.example", "{\"issuer\":\"https://a.example\"}", NULL, JOT_REASON_DISCOVERY },
    { "https://a.example", "{\"issuer\":\"https://a.example\",\"jwks_uri\":[]}", NULL, JOT_REASON_DISCOVERY },
    /* what came safely leads to nothing that does not */
    { "https://a.example", "{\"issuer\":\"https://a.example\",\"jwks_uri\":\"http://127.0.0.1/k\"}", NULL, JOT_REASON_DISCOVERY },
    { "https://a.example", "{\"issuer\":\"https://a.example\",\"jwks_uri\":\"file:///k\"}", NULL, JOT_REASON_DISCOVERY },
    { "https://a.example", "{\"issuer\":\"https://evil.example\",\"issuer\":\"https://a.example\",\"jwks_uri\":\"https://b.example/k\"}",
      NULL, JOT_REASON_DISCOVERY },
    { "https://a.example", "<html>", NULL, JOT_REASON_DISCOVERY },
    { "https://a.example", "[]", NULL, JOT_REASON_DISCOVERY },
    { "https://a.example", "", NULL, JOT_REASON_DISCOVERY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (rows[i].body, strlen (rows[i].body));
      g_autoptr (GError) error = NULL;
      g_autofree char *url = signet_discovery_parse (body, rows[i].issuer, &error);

      g_assert_cmpstr (url, ==, rows[i].url);
      if (url != NULL)
        continue;
      g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_INVALID);
      g_assert_cmpint (jot_error_get_details (error)->reason, ==, rows[i].reason);
    }
}

typedef struct
{
  TestServer        *server;
  SignetJwksFetcher *fetcher;
  char              *issuer;
  char              *description;
  char              *wanted;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->server = test_server_new ();
  f->fetcher = signet_jwks_fetcher_new ();
  f->issuer = g_strdup_printf ("http://127.0.0.1:%u/tenant", test_server_get_port (f->server));
  f->wanted = g_strconcat (f->issuer, "/keys", NULL);
  f->description = g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}", f->issuer, f->wanted);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->fetcher);
  test_server_free (f->server);
  g_free (f->issuer);
  g_free (f->description);
  g_free (f->wanted);
}

static char *
find (Fixture     *f,
      const char  *issuer,
      GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  SignetDiscovered discovered = { NULL };
  GAsyncResult *slot = NULL;

  signet_discovery_find_async (f->fetcher, issuer, FALSE, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  if (!signet_discovery_find_finish (f->fetcher, result, &discovered, error))
    {
      g_assert_null (discovered.url);
      return NULL;
    }

  g_assert_cmpint (discovered.origin, ==, SIGNET_JWKS_ORIGIN_LOOPBACK);
  return discovered.url;
}

#define OPENID "/tenant/.well-known/openid-configuration"
#define OAUTH "/.well-known/oauth-authorization-server/tenant"

/* One address after the other, and no others. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  const struct { const char *path, *paths; } rows[] = {
    { OPENID, OPENID " " },
    { OAUTH, OPENID " " OAUTH " " },
  };
  const char *path = rows[GPOINTER_TO_UINT (data)].path;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *paths = NULL;

  test_server_set_path (f->server, path, (TestAnswer) { .body = f->description });
  url = find (f, f->issuer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (url, ==, f->wanted);
  paths = test_server_dup_paths (f->server);
  g_assert_cmpstr (paths, ==, rows[GPOINTER_TO_UINT (data)].paths);
}

typedef struct
{
  const char *name;
  TestAnswer  openid;
  JotError    code;
  JotReason   reason;
  guint       n_requests;
} FailCase;

static const FailCase fails[] = {
  { "absent", { .status = 404 }, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 2 },
  { "server-error", { .status = 500 }, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 2 },
  { "other-issuer", { .body = "{\"issuer\":\"http://127.0.0.1\",\"jwks_uri\":\"http://127.0.0.1/k\"}" },
    JOT_ERROR_KEY_SET_INVALID, JOT_REASON_DISCOVERY_ISSUER, 1 },
  { "web-page", { .body = "<html>" }, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_DISCOVERY, 1 },
  { "redirect", { .status = 302, .headers = "Location: /elsewhere\r\n" }, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_REDIRECT, 1 },
  { "too-large", { .size = 256 * 1024 + 1 }, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_LARGE, 1 },
  { "not-modified", { .status = 304 }, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 2 },
};

/* An answer that is wrong is no reason to try the other address: only one that is not there. */
static void
test_fails (Fixture       *f,
            gconstpointer  data)
{
  const FailCase *c = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  test_server_set_path (f->server, OPENID, c->openid);
  url = find (f, f->issuer, &error);
  g_assert_null (url);
  g_assert_error (error, JOT_ERROR, (int) c->code);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, c->reason);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, c->n_requests);
}

/* The rules of the fetcher hold: nothing over http from elsewhere, and what is no address is not asked. */
static void
test_policy (Fixture       *f,
             gconstpointer  data)
{
  static const struct { const char *issuer; JotReason reason; } rows[] = {
    { "http://192.0.2.1", JOT_REASON_HTTP_NOT_ALLOWED },
    { "http://192.168.0.1", JOT_REASON_HTTP_NOT_ALLOWED },
    { "Whitney", JOT_REASON_BAD_URL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = find (f, rows[i].issuer, &error);

      g_assert_null (url);
      g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
      g_assert_cmpint (jot_error_get_details (error)->reason, ==, rows[i].reason);
    }
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (SignetDiscovered) discovered = { NULL };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  test_server_set_path (f->server, OPENID, (TestAnswer) { .is_silent = TRUE });
  signet_discovery_find_async (f->fetcher, f->issuer, FALSE, cancellable, test_done_cb, &slot);
  test_wait_until (test_server_count_requests (f->server) == 1);
  g_cancellable_cancel (cancellable);
  result = test_wait_result (&slot);
  g_assert_false (signet_discovery_find_finish (f->fetcher, result, &discovered, &error));
  g_assert_null (discovered.url);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/discovery/addresses", test_addresses);
  g_test_add_func ("/discovery/parse", test_parse);
  g_test_add ("/discovery/openid", Fixture, GUINT_TO_POINTER (0), set_up, test_order, tear_down);
  g_test_add ("/discovery/oauth", Fixture, GUINT_TO_POINTER (1), set_up, test_order, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (fails); i++)
    {
      g_autofree char *path = g_strconcat ("/discovery/fails/", fails[i].name, NULL);

      g_test_add (path, Fixture, &fails[i], set_up, test_fails, tear_down);
    }
  g_test_add ("/discovery/policy", Fixture, NULL, set_up, test_policy, tear_down);
  g_test_add ("/discovery/cancel", Fixture, NULL, set_up, test_cancel, tear_down);

  return g_test_run ();
}
