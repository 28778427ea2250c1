/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"
#include "jot-jwks.h"
#include "signet-address.h"
#include "signet-jwks-fetcher-private.h"
#include "signet-test.h"
#include "test-server.h"

#include <string.h>

/* Names mean what the test says, and no name server is asked. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;

  char *address;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
lookup_by_name_async (GResolver                *resolver,
                      const char               *name,
                      GResolverNameLookupFlags  flags,
                      GCancellable             *cancellable,
                      GAsyncReadyCallback       callback,
                      gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, g_list_append (NULL, g_inet_address_new_from_string (TEST_RESOLVER (resolver)->address)),
                         (GDestroyNotify) g_resolver_free_addresses);
}

static void
lookup_by_name (GResolver           *resolver,
                const char          *name,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  lookup_by_name_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback, user_data);
}

static GList *
lookup_by_name_finish (GResolver     *resolver,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_finalize (GObject *object)
{
  g_free (TEST_RESOLVER (object)->address);

  G_OBJECT_CLASS (test_resolver_parent_class)->finalize (object);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_resolver_finalize;
  resolver_class->lookup_by_name_async = lookup_by_name;
  resolver_class->lookup_by_name_finish = lookup_by_name_finish;
  resolver_class->lookup_by_name_with_flags_async = lookup_by_name_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_by_name_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* From now on every name means address. */
static void
resolve_to (const char *address)
{
  g_autoptr (TestResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);

  resolver->address = g_strdup (address);
  g_resolver_set_default (G_RESOLVER (resolver));
}

typedef struct
{
  TestServer        *server;
  SignetJwksFetcher *fetcher;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->server = test_server_new ();
  f->fetcher = signet_jwks_fetcher_new ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->fetcher);
  test_server_free (f->server);
}

static SignetJwksAnswer *
fetch_full (Fixture       *f,
            const char    *url,
            const char    *etag,
            gboolean       allow_http,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_jwks_fetcher_fetch_async (f->fetcher, url, etag, allow_http, cancellable, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_jwks_fetcher_fetch_finish (f->fetcher, result, error);
}

static SignetJwksAnswer *
fetch (Fixture  *f,
       GError  **error)
{
  return fetch_full (f, test_server_get_url (f->server), NULL, FALSE, NULL, error);
}

static void
assert_reason (SignetJwksAnswer *answer,
               const GError     *error,
               JotError          code,
               JotReason         reason)
{
  g_assert_null (answer);
  g_assert_error (error, JOT_ERROR, (int) code);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, reason);
}

static void
assert_body (SignetJwksAnswer *answer,
             const GError     *error,
             const char       *body)
{
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_assert_nonnull (signet_jwks_answer_get_body (answer));
  g_assert_cmpmem (g_bytes_get_data (signet_jwks_answer_get_body (answer), NULL),
                   g_bytes_get_size (signet_jwks_answer_get_body (answer)), body, strlen (body));
}

static void
test_plain (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;

  test_server_set_answer (f->server, (TestAnswer) {
    .body = "{\"keys\":[1]}", .etag = "\"a\"",
    .headers = "Cache-Control: public, max-age=77\r\nSet-Cookie: a=b\r\nContent-Type: image/png\r\n" });
  answer = fetch (f, &error);
  assert_body (answer, error, "{\"keys\":[1]}");
  g_assert_cmpint (signet_jwks_answer_get_origin (answer), ==, SIGNET_JWKS_ORIGIN_LOOPBACK);
  g_assert_cmpstr (signet_jwks_answer_get_etag (answer), ==, "\"a\"");
  g_assert_cmpint (signet_jwks_answer_get_max_age (answer), ==, 77);

  /* the cookie does not come back */
  g_clear_pointer (&answer, signet_jwks_answer_unref);
  answer = fetch (f, &error);
  assert_body (answer, error, "{\"keys\":[1]}");
  request = test_server_dup_request (f->server);
  g_assert_true (g_str_has_prefix (request, "GET /jwks.json HTTP/1.1\r\n"));
  g_assert_null (strstr (request, "\r\nCookie:"));
  g_assert_null (strstr (request, "\r\nAuthorization:"));
  g_assert_null (strstr (request, "\r\nIf-None-Match:"));
  g_assert_nonnull (strstr (request, "\r\nAccept: application/jwk-set+json"));
}

static void
test_max_age (Fixture       *f,
              gconstpointer  data)
{
  static const struct { const char *headers; gint64 max_age; } cases[] = {
    { NULL, -1 },
    { "Cache-Control: max-age=0\r\n", 0 },
    { "Cache-Control: max-age=31536000\r\n", 31536000 },
    { "Cache-Control: no-store\r\n", 0 },
    { "Cache-Control: no-cache, max-age=60\r\n", 0 },
    { "Cache-Control: max-age=soon\r\n", -1 },
    { "Cache-Control: max-age=-5\r\n", -1 },
    { "Cache-Control: max-age=99999999999999999999\r\n", -1 },
    { "Cache-Control: public\r\nCache-Control: max-age=61\r\n", 61 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetJwksAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      test_server_set_answer (f->server, (TestAnswer) { .headers = cases[i].headers });
      answer = fetch (f, &error);
      g_assert_no_error (error);
      g_test_message ("%s", cases[i].headers != NULL ? cases[i].headers : "nothing");
      g_assert_cmpint (signet_jwks_answer_get_max_age (answer), ==, cases[i].max_age);
    }
}

static void
test_not_modified (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (SignetJwksAnswer) same = NULL;
  g_autoptr (SignetJwksAnswer) other = NULL;
  g_autoptr (GError) error = NULL;

  test_server_set_answer (f->server, (TestAnswer) { .etag = "\"a\"", .headers = "Cache-Control: max-age=40\r\n" });
  same = fetch_full (f, test_server_get_url (f->server), "\"a\"", FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (signet_jwks_answer_get_body (same));
  g_assert_cmpint (signet_jwks_answer_get_max_age (same), ==, 40);

  other = fetch_full (f, test_server_get_url (f->server), "\"b\"", FALSE, NULL, &error);
  assert_body (other, error, "{\"keys\":[]}");
}

static void
test_status (Fixture       *f,
             gconstpointer  data)
{
  static const struct { guint status; JotReason reason; } cases[] = {
    { 201, JOT_REASON_STATUS }, { 204, JOT_REASON_STATUS }, { 206, JOT_REASON_STATUS },
    { 301, JOT_REASON_REDIRECT }, { 302, JOT_REASON_REDIRECT }, { 307, JOT_REASON_REDIRECT },
    { 308, JOT_REASON_REDIRECT }, { 401, JOT_REASON_STATUS }, { 404, JOT_REASON_STATUS },
    { 429, JOT_REASON_STATUS }, { 500, JOT_REASON_STATUS }, { 503, JOT_REASON_STATUS },
  };
  g_autoptr (TestServer) elsewhere = test_server_new ();
  g_autofree char *headers = g_strdup_printf ("Location: %s\r\nWWW-Authenticate: Basic realm=\"x\"\r\n",
                                              test_server_get_url (elsewhere));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetJwksAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      test_server_set_answer (f->server, (TestAnswer) { .status = cases[i].status, .headers = headers });
      answer = fetch (f, &error);
      g_test_message ("%u", cases[i].status);
      assert_reason (answer, error, JOT_ERROR_KEY_SET_UNAVAILABLE, cases[i].reason);
      g_assert_cmpuint (jot_error_get_details (error)->position, ==, cases[i].status);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, "127.0.0.1");
    }

  g_assert_cmpuint (test_server_count_requests (f->server), ==, G_N_ELEMENTS (cases));
  g_assert_cmpuint (test_server_count_requests (elsewhere), ==, 0);
}

/* 256 KiB pass, one byte more does not, and no more than that is read of what never ends. */
static void
test_size (Fixture       *f,
           gconstpointer  data)
{
  for (guint gzip = 0; gzip < 2; gzip++)
    {
      g_autoptr (SignetJwksAnswer) fits = NULL;
      g_autoptr (SignetJwksAnswer) over = NULL;
      g_autoptr (GError) error = NULL;

      test_server_set_answer (f->server, (TestAnswer) { .size = JOT_JWKS_MAX_SIZE, .gzip = gzip });
      fits = fetch (f, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (signet_jwks_answer_get_body (fits)), ==, JOT_JWKS_MAX_SIZE);

      test_server_set_answer (f->server, (TestAnswer) { .size = JOT_JWKS_MAX_SIZE + 1, .gzip = gzip });
      over = fetch (f, &error);
      assert_reason (over, error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_LARGE);
    }
}

static void
test_endless (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (SignetJwksAnswer) plain = NULL;
  g_autoptr (SignetJwksAnswer) bomb = NULL;
  g_autoptr (GError) error = NULL;

  test_server_set_answer (f->server, (TestAnswer) { .size = 64 * 1024 * 1024 });
  plain = fetch (f, &error);
  assert_reason (plain, error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_LARGE);
  test_wait_until (test_server_count_open (f->server) == 0);
  /* what the buffers of two sockets hold comes on top */
  g_assert_cmpuint (test_server_get_sent (f->server), <, 16 * 1024 * 1024);
  g_clear_error (&error);

  /* a server under valgrind takes longer to pack as much than the client waits */
  test_server_set_answer (f->server, (TestAnswer) { .size = g_getenv ("SIGNET_TEST_TOOL") != NULL ? 8 * 1024 * 1024 : 64 * 1024 * 1024,
                                                    .gzip = TRUE });
  bomb = fetch (f, &error);
  assert_reason (bomb, error, JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_LARGE);
}

static void
test_timeout (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (SignetJwksAnswer) silent = NULL;
  g_autoptr (SignetJwksAnswer) drip = NULL;
  g_autoptr (SignetJwksAnswer) fast = NULL;
  g_autoptr (GError) error = NULL;

  _signet_jwks_fetcher_set_limits (f->fetcher, 200, 300);
  test_server_set_answer (f->server, (TestAnswer) { .is_silent = TRUE });
  silent = fetch (f, &error);
  assert_reason (silent, error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_TIMEOUT);
  g_assert_cmpuint (jot_error_get_details (error)->position, ==, 1);
  g_clear_error (&error);

  /* each byte comes soon after the last, and still it takes too long */
  test_server_set_answer (f->server, (TestAnswer) { .size = 1000, .drip_ms = 20 });
  drip = fetch (f, &error);
  assert_reason (drip, error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_TIMEOUT);
  g_clear_error (&error);
  /* and the connection is given up */
  test_wait_until (test_server_count_open (f->server) == 0);

  _signet_jwks_fetcher_set_limits (f->fetcher, 20000, 20000);
  test_server_set_answer (f->server, (TestAnswer) { .body = "{\"keys\":[]}", .drip_ms = 1 });
  fast = fetch (f, &error);
  assert_body (fast, error, "{\"keys\":[]}");
}

static void
test_broken (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (SignetJwksAnswer) cut = NULL;
  g_autoptr (SignetJwksAnswer) nobody = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  for (guint gzip = 0; gzip < 2; gzip++)
    {
      test_server_set_answer (f->server, (TestAnswer) { .size = 1000, .is_cut = TRUE, .gzip = gzip });
      cut = fetch (f, &error);
      assert_reason (cut, error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_CONNECTION);
      g_clear_error (&error);
    }

  url = g_strdup (test_server_get_url (f->server));
  test_server_free (f->server);
  nobody = fetch_full (f, url, NULL, FALSE, NULL, &error);
  assert_reason (nobody, error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_CONNECTION);
  f->server = test_server_new ();
}

static void
test_urls (Fixture       *f,
           gconstpointer  data)
{
  guint port = test_server_get_port (f->server);
  const struct { char *url; JotReason reason; } cases[] = {
    { g_strdup_printf ("http://user@127.0.0.1:%u/", port), JOT_REASON_BAD_URL },
    { g_strdup_printf ("http://user:secret@127.0.0.1:%u/", port), JOT_REASON_BAD_URL },
    { g_strdup_printf ("http://@127.0.0.1:%u/", port), JOT_REASON_BAD_URL },
    { g_strdup_printf ("ftp://127.0.0.1:%u/", port), JOT_REASON_BAD_URL },
    { g_strdup_printf ("http://:%u/", port), JOT_REASON_BAD_URL },
    { g_strdup ("http:///x"), JOT_REASON_BAD_URL },
    { g_strdup ("127.0.0.1"), JOT_REASON_BAD_URL },
    { g_strdup (""), JOT_REASON_BAD_URL },
    { g_strdup ("http://\xff/"), JOT_REASON_BAD_URL },
    { g_strdup ("http://127.0.0.1:99999/"), JOT_REASON_BAD_URL },
    { g_strdup ("http://192.168.1.23/"), JOT_REASON_HTTP_NOT_ALLOWED },
    { g_strdup ("http://[fe80::1]/"), JOT_REASON_HTTP_NOT_ALLOWED },
    { g_strdup ("http://203.0.113.7/"), JOT_REASON_HTTP_NOT_ALLOWED },
    { g_strdup ("http://[::ffff:203.0.113.7]/"), JOT_REASON_HTTP_NOT_ALLOWED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetJwksAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *url = cases[i].url;
      g_autofree char *printable = g_utf8_make_valid (url, -1);   /* TAP is text */

      g_test_message ("%s", printable);
      answer = fetch_full (f, url, NULL, FALSE, NULL, &error);
      assert_reason (answer, error, JOT_ERROR_KEY_SET_UNAVAILABLE, cases[i].reason);
      g_assert_null (strstr (error->message, "secret"));
      g_assert_true (g_utf8_validate (jot_error_get_details (error)->found, -1, NULL));
    }
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 0);
}

/* The name sounds public and is not: what counts is who answers. */
static void
test_name (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *url = g_strdup_printf ("http://keys.example:%u/", test_server_get_port (f->server));
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  resolve_to ("127.0.0.1");
  answer = fetch_full (f, url, NULL, FALSE, NULL, &error);
  assert_body (answer, error, "{\"keys\":[]}");
  g_assert_cmpint (signet_jwks_answer_get_origin (answer), ==, SIGNET_JWKS_ORIGIN_LOOPBACK);
}

/* Where URLs are chosen by somebody else, the local network is out of bounds, over TLS too: the peer is left before
 * the handshake.  The same one is otherwise refused for its certificate alone. */
static void
test_refuse_lan (Fixture       *f,
                 gconstpointer  data)
{
  static const char * const lan[] = { "https://10.0.0.1/", "https://192.168.1.1/", "https://169.254.169.254/", "https://[fe80::1]/" };
  g_autoptr (TestServer) loopback = test_server_new_tls ();
  g_autofree char *own = test_dup_own_address ();
  g_autoptr (GInetAddress) address = own != NULL ? g_inet_address_new_from_string (own) : NULL;
  g_autoptr (SignetJwksAnswer) plain = NULL;
  g_autoptr (SignetJwksAnswer) tls = NULL;
  g_autoptr (GError) plain_error = NULL;
  g_autoptr (GError) tls_error = NULL;

  signet_jwks_fetcher_refuse_lan (f->fetcher);
  for (guint i = 0; i < G_N_ELEMENTS (lan); i++)
    {
      g_autoptr (SignetJwksAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      answer = fetch_full (f, lan[i], NULL, TRUE, NULL, &error);
      assert_reason (answer, error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_LAN_NOT_ALLOWED);
    }

  plain = fetch_full (f, test_server_get_url (f->server), NULL, FALSE, NULL, &plain_error);
  assert_body (plain, plain_error, "{\"keys\":[]}");
  tls = fetch_full (f, test_server_get_url (loopback), NULL, FALSE, NULL, &tls_error);
  assert_reason (tls, tls_error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_CERTIFICATE);

  if (address != NULL && signet_address_classify (address) == SIGNET_ADDRESS_LAN)
    {
      g_autoptr (TestServer) server = test_server_new_at (own);
      const char * const schemes[] = { "http", "https" };
      const JotReason reasons[] = { JOT_REASON_HTTP_NOT_ALLOWED, JOT_REASON_LAN_NOT_ALLOWED };

      resolve_to (own);
      for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
        {
          g_autofree char *url = g_strdup_printf ("%s://router.example:%u/", schemes[i], test_server_get_port (server));
          g_autoptr (SignetJwksAnswer) answer = NULL;
          g_autoptr (GError) error = NULL;

          answer = fetch_full (f, url, NULL, TRUE, NULL, &error);
          assert_reason (answer, error, JOT_ERROR_KEY_SET_UNAVAILABLE, reasons[i]);
        }
      g_assert_cmpuint (test_server_count_requests (server), ==, 0);
    }
}

/* The name sounds like this computer's own and is not. Nothing leaves this computer: it calls itself. */
static void
test_peer (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *own = test_dup_own_address ();
  g_autoptr (GInetAddress) address = own != NULL ? g_inet_address_new_from_string (own) : NULL;
  g_autoptr (TestServer) server = NULL;
  g_autofree char *url = NULL;

  if (address == NULL)
    {
      g_test_skip ("this computer has no address but the loopback");
      return;
    }

  server = test_server_new_at (own);
  url = g_strdup_printf ("http://router.local:%u/", test_server_get_port (server));
  resolve_to (own);
  for (guint allow = 0; allow < 2; allow++)
    {
      g_autoptr (SignetJwksAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      answer = fetch_full (f, url, NULL, allow, NULL, &error);
      if (allow && signet_address_classify (address) == SIGNET_ADDRESS_LAN)
        {
          assert_body (answer, error, "{\"keys\":[]}");
          g_assert_cmpint (signet_jwks_answer_get_origin (answer), ==, SIGNET_JWKS_ORIGIN_LAN_HTTP);
        }
      else
        {
          assert_reason (answer, error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_HTTP_NOT_ALLOWED);
          g_assert_cmpstr (jot_error_get_details (error)->found, ==, "router.local");
          g_assert_cmpuint (test_server_count_requests (server), ==, 0);
        }
    }
}

static void
test_addresses (void)
{
  static const struct { const char *text; SignetAddressKind kind; } cases[] = {
    { "127.0.0.1", SIGNET_ADDRESS_LOOPBACK }, { "127.255.255.254", SIGNET_ADDRESS_LOOPBACK },
    { "::1", SIGNET_ADDRESS_LOOPBACK }, { "::ffff:127.0.0.1", SIGNET_ADDRESS_LOOPBACK },
    { "126.255.255.255", SIGNET_ADDRESS_PUBLIC }, { "128.0.0.1", SIGNET_ADDRESS_PUBLIC },
    { "0.0.0.0", SIGNET_ADDRESS_PUBLIC }, { "::", SIGNET_ADDRESS_PUBLIC }, { "::2", SIGNET_ADDRESS_PUBLIC },
    { "10.0.0.1", SIGNET_ADDRESS_LAN }, { "9.255.255.255", SIGNET_ADDRESS_PUBLIC }, { "11.0.0.0", SIGNET_ADDRESS_PUBLIC },
    { "172.16.0.1", SIGNET_ADDRESS_LAN }, { "172.31.255.255", SIGNET_ADDRESS_LAN },
    { "172.15.255.255", SIGNET_ADDRESS_PUBLIC }, { "172.32.0.0", SIGNET_ADDRESS_PUBLIC },
    { "192.168.0.0", SIGNET_ADDRESS_LAN }, { "192.167.255.255", SIGNET_ADDRESS_PUBLIC },
    { "192.169.0.0", SIGNET_ADDRESS_PUBLIC }, { "169.254.1.1", SIGNET_ADDRESS_LAN },
    { "169.253.1.1", SIGNET_ADDRESS_PUBLIC }, { "100.64.0.1", SIGNET_ADDRESS_PUBLIC },
    { "fc00::1", SIGNET_ADDRESS_LAN }, { "fdff::1", SIGNET_ADDRESS_LAN }, { "fbff::1", SIGNET_ADDRESS_PUBLIC },
    { "fe00::1", SIGNET_ADDRESS_PUBLIC }, { "fe80::1", SIGNET_ADDRESS_LAN }, { "febf::1", SIGNET_ADDRESS_LAN },
    { "fec0::1", SIGNET_ADDRESS_PUBLIC }, { "2001:db8::1", SIGNET_ADDRESS_PUBLIC },
    { "::ffff:192.168.1.1", SIGNET_ADDRESS_LAN }, { "::ffff:8.8.8.8", SIGNET_ADDRESS_PUBLIC },
    { "::127.0.0.1", SIGNET_ADDRESS_PUBLIC }, { "64:ff9b::7f00:1", SIGNET_ADDRESS_PUBLIC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (address);
      g_assert_cmpint (signet_address_classify (address), ==, cases[i].kind);
    }
}

static void
test_tls (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr (TestServer) server = test_server_new_tls ();
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (g_getenv ("SIGNET_TEST_TOOL"), "valgrind") == 0)
    {
      g_test_skip ("no handshake is done within the limits of a fetch");
      return;
    }

  answer = fetch_full (f, test_server_get_url (server), NULL, TRUE, NULL, &error);
  assert_reason (answer, error, JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_CERTIFICATE);
  g_assert_cmpuint (test_server_count_requests (server), ==, 0);
  g_clear_error (&error);

  /* the same fetcher still fetches */
  answer = fetch (f, &error);
  assert_body (answer, error, "{\"keys\":[]}");
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) during = g_cancellable_new ();
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_cancellable_cancel (before);
  answer = fetch_full (f, test_server_get_url (f->server), NULL, FALSE, before, &error);
  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 0);
  g_clear_error (&error);

  test_server_set_answer (f->server, (TestAnswer) { .is_silent = TRUE });
  signet_jwks_fetcher_fetch_async (f->fetcher, test_server_get_url (f->server), NULL, FALSE, during, test_done_cb, &slot);
  test_wait_until (test_server_count_requests (f->server) == 1);
  g_assert_null (slot);
  g_cancellable_cancel (during);
  result = test_wait_result (&slot);
  answer = signet_jwks_fetcher_fetch_finish (f->fetcher, result, &error);
  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_wait_until (test_server_count_open (f->server) == 0);
}

/* Whoever asked lets go at once: the answer comes all the same, and nothing is left after it. */
static void
test_owner_gone (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  gpointer watched = f->fetcher;

  test_server_set_answer (f->server, (TestAnswer) { .drip_ms = 2 });
  signet_jwks_fetcher_fetch_async (f->fetcher, test_server_get_url (f->server), NULL, FALSE, NULL, test_done_cb, &slot);
  g_object_add_weak_pointer (G_OBJECT (f->fetcher), &watched);
  g_object_unref (f->fetcher);

  test_wait_until (slot != NULL);
  g_assert_nonnull (watched);
  answer = signet_jwks_fetcher_fetch_finish (watched, slot, &error);
  assert_body (answer, error, "{\"keys\":[]}");
  g_object_unref (slot);
  test_wait_until (watched == NULL);

  f->fetcher = signet_jwks_fetcher_new ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/fetcher/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("plain", test_plain);
  ADD ("max-age", test_max_age);
  ADD ("not-modified", test_not_modified);
  ADD ("status", test_status);
  ADD ("size", test_size);
  ADD ("endless", test_endless);
  ADD ("timeout", test_timeout);
  ADD ("broken", test_broken);
  ADD ("urls", test_urls);
  ADD ("name", test_name);
  ADD ("peer", test_peer);
  ADD ("refuse-lan", test_refuse_lan);
  g_test_add_func ("/fetcher/addresses", test_addresses);
  ADD ("tls", test_tls);
  ADD ("cancel", test_cancel);
  ADD ("owner-gone", test_owner_gone);

  return g_test_run ();
}
