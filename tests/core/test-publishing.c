/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-context-private.h"
#include "signet-jwks-fetcher.h"
#include "signet-test.h"

#include <string.h>

typedef struct
{
  SignetContext    *context;
  SignetKeyStore   *store;
  SignetPublishing *publishing;
  GSettings        *settings;
} Fixture;

/* Keeps a port of this computer to itself. */
typedef struct
{
  GSocketListener *listener;
  guint port;
} Taken;

static Taken
take_port (void)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  Taken taken = { g_socket_listener_new (), 0 };

  g_socket_listener_add_address (taken.listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  taken.port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return taken;
}

static void
give_back (Taken taken)
{
  g_socket_listener_close (taken.listener);
  g_object_unref (taken.listener);
}

static void
make_context (Fixture *f)
{
  f->context = signet_context_new ();
  signet_context_set_key_store (f->context, f->store);
  f->settings = signet_context_get_settings (f->context);
  g_assert_nonnull (f->settings);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  Taken free_port = take_port ();

  f->store = signet_key_store_memory_new ();
  make_context (f);
  /* settings in memory outlive a context, as they should */
  g_settings_reset (f->settings, "publish");
  g_settings_set_int (f->settings, "port", (int) free_port.port);
  give_back (free_port);
  f->publishing = signet_context_get_publishing (f->context);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->context);
  test_assert_gone (&f->store);
}

static char *
fetch (const char *url)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_jwks_fetcher_fetch_async (fetcher, url, NULL, FALSE, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  answer = signet_jwks_fetcher_fetch_finish (fetcher, result, &error);

  return answer != NULL ? g_strndup (g_bytes_get_data (signet_jwks_answer_get_body (answer), NULL),
                                     g_bytes_get_size (signet_jwks_answer_get_body (answer)))
                        : NULL;
}

static void
assert_set (Fixture    *f,
            const char *expected)
{
  g_autofree char *body = fetch (signet_publishing_get_url (f->publishing));

  g_assert_cmpstr (body, ==, expected);
}

static void
sign (SignetContext *context)
{
  g_autoptr (GBytes) claims = g_bytes_new_static ("{}", 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_sign_claims_async (signet_context_get_list_signing (context), claims, G_MAXINT64, NULL,
                                         test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signet_context_get_list_signing (context), result, &error);
  g_assert_no_error (error);
}

static void
test_switch (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *url = NULL;
  g_autofree char *off = NULL;

  g_assert_false (signet_publishing_is_enabled (f->publishing));
  g_assert_null (signet_publishing_get_problem (f->publishing));
  url = g_strdup_printf ("http://127.0.0.1:%d/.well-known/jwks.json", g_settings_get_int (f->settings, "port"));
  /* said before it is there */
  g_assert_cmpstr (signet_publishing_get_url (f->publishing), ==, url);
  off = fetch (url);
  g_assert_null (off);

  signet_publishing_set_enabled (f->publishing, TRUE);
  g_assert_true (signet_publishing_is_enabled (f->publishing));
  g_assert_cmpstr (signet_publishing_get_url (f->publishing), ==, url);
  g_assert_true (g_settings_get_boolean (f->settings, "publish"));
  assert_set (f, "{\"keys\":[]}");

  signet_publishing_set_enabled (f->publishing, FALSE);
  g_assert_false (signet_publishing_is_enabled (f->publishing));
  g_assert_false (g_settings_get_boolean (f->settings, "publish"));
  off = fetch (url);
  g_assert_null (off);
}

/* A key that another process makes is in the very next answer, its public half and nothing else. */
static void
test_next_answer (Fixture       *f,
                  gconstpointer  data)
{
  static const char * const private_members[] = { "\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"", "\"k\"" };
  g_autoptr (SignetContext) other = signet_context_new ();
  g_autofree char *body = NULL;

  signet_context_set_key_store (other, f->store);
  signet_publishing_set_enabled (f->publishing, TRUE);
  assert_set (f, "{\"keys\":[]}");

  sign (other);
  body = fetch (signet_publishing_get_url (f->publishing));
  g_assert_true (g_str_has_prefix (body, "{\"keys\":[{"));
  g_assert_nonnull (strstr (body, "\"kty\":\"RSA\""));
  g_assert_nonnull (strstr (body, "\"use\":\"sig\""));
  g_assert_nonnull (strstr (body, "\"n\":\""));
  for (guint i = 0; i < G_N_ELEMENTS (private_members); i++)
    g_assert_null (strstr (body, private_members[i]));

  test_assert_gone (&other);
}

static void
test_port_taken (Fixture       *f,
                 gconstpointer  data)
{
  Taken taken = take_port ();
  g_autofree char *port = g_strdup_printf ("%u", taken.port);
  guint other;

  signet_publishing_set_port (f->publishing, taken.port);
  signet_publishing_set_enabled (f->publishing, TRUE);
  g_assert_false (signet_publishing_is_enabled (f->publishing));
  g_assert_nonnull (signet_publishing_get_problem (f->publishing));
  g_assert_nonnull (strstr (signet_publishing_get_problem (f->publishing), port));

  /* elsewhere, and there from then on */
  signet_publishing_use_another_port (f->publishing);
  g_assert_true (signet_publishing_is_enabled (f->publishing));
  g_assert_null (signet_publishing_get_problem (f->publishing));
  other = signet_publishing_get_port (f->publishing);
  g_assert_cmpuint (other, !=, taken.port);
  g_assert_cmpint (g_settings_get_int (f->settings, "port"), ==, (int) other);
  assert_set (f, "{\"keys\":[]}");

  /* or when the other program is gone */
  signet_publishing_set_enabled (f->publishing, FALSE);
  signet_publishing_set_port (f->publishing, taken.port);
  give_back (taken);
  signet_publishing_set_enabled (f->publishing, TRUE);
  g_assert_true (signet_publishing_is_enabled (f->publishing));
  assert_set (f, "{\"keys\":[]}");
}

/* What was wanted is tried again at the next start, also where it failed. */
static void
test_resume (Fixture       *f,
             gconstpointer  data)
{
  signet_publishing_resume (f->publishing);
  g_assert_false (signet_publishing_is_enabled (f->publishing));

  signet_publishing_set_enabled (f->publishing, TRUE);
  test_assert_gone (&f->context);
  make_context (f);
  f->publishing = signet_context_get_publishing (f->context);
  g_assert_false (signet_publishing_is_enabled (f->publishing));
  signet_publishing_resume (f->publishing);
  g_assert_true (signet_publishing_is_enabled (f->publishing));
  assert_set (f, "{\"keys\":[]}");
}

/* The status of POST /decode with a body that is no JSON. */
static guint
post_decode (const char *url)
{
  static const char * const body = "nonsense";
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *request = g_strdup_printf ("POST /decode HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                              "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                              strlen (body), body);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (uri), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request), NULL,
                             NULL, &error);
  g_assert_no_error (error);
  /* the main context is what answers */
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), 64, G_PRIORITY_DEFAULT, NULL,
                                   test_done_cb, &slot);
  result = test_wait_result (&slot);
  answer = g_input_stream_read_bytes_finish (g_io_stream_get_input_stream (G_IO_STREAM (connection)), result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (answer), >, 12);
  g_assert_true (strncmp (g_bytes_get_data (answer, NULL), "HTTP/1.1 ", 9) == 0);

  return (guint) g_ascii_strtoull ((const char *) g_bytes_get_data (answer, NULL) + 9, NULL, 10);
}

/* Programs are answered while the settings want it, from the moment that they do; the key set stays where it is. */
static void
test_http_interface (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *url = NULL;

  g_settings_reset (f->settings, "http-interface");
  signet_publishing_set_enabled (f->publishing, TRUE);
  url = g_strdup (signet_publishing_get_url (f->publishing));
  g_assert_cmpuint (post_decode (url), ==, 404);

  g_settings_set_boolean (f->settings, "http-interface", TRUE);
  g_assert_cmpuint (post_decode (url), ==, 400);
  g_assert_cmpstr (signet_publishing_get_url (f->publishing), ==, url);
  assert_set (f, "{\"keys\":[]}");

  g_settings_set_boolean (f->settings, "http-interface", FALSE);
  g_assert_cmpuint (post_decode (url), ==, 404);
  assert_set (f, "{\"keys\":[]}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/core/publishing/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("switch", test_switch);
  ADD ("next-answer", test_next_answer);
  ADD ("port-taken", test_port_taken);
  ADD ("resume", test_resume);
  ADD ("http-interface", test_http_interface);

  return g_test_run ();
}
