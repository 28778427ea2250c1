/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-publisher.h"
#include "signet-test.h"

#include <string.h>

#define MAX_CALLS 32
#define BODY "{\"a\":1}"

/* The handler keeps what it gets until the test answers. */
typedef struct
{
  SignetJwksPublisher *publisher;
  guint                port;
  GQueue               calls;   /* of SignetApiCall */
} Fixture;

static GBytes *
provide (gpointer user_data)
{
  static GBytes *bytes;

  if (g_once_init_enter (&bytes))
    g_once_init_leave (&bytes, g_bytes_new_static ("{\"keys\":[]}", 11));

  return g_bytes_ref (bytes);
}

static void
handle (SignetApiCall *call,
        gpointer       user_data)
{
  Fixture *f = user_data;

  g_queue_push_tail (&f->calls, call);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_queue_init (&f->calls);
  f->publisher = signet_jwks_publisher_new (provide, NULL, NULL);
  signet_jwks_publisher_set_api (f->publisher, handle, f);
  signet_jwks_publisher_start (f->publisher, "127.0.0.1", 0, FALSE, &error);
  g_assert_no_error (error);
  f->port = signet_jwks_publisher_get_port (f->publisher);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->publisher);
  g_assert_true (g_queue_is_empty (&f->calls));
}

static GSocketConnection *
send_request (guint       port,
              const char *address,
              const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, TEST_LIMIT_SECONDS);
  connection = g_socket_client_connect_to_host (client, address, (guint16) port, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request),
                             NULL, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static GSocketConnection *
post_at (guint       port,
         const char *address,
         const char *path)
{
  g_autofree char *request = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"
                                              "Authorization: Bearer secret\r\nContent-Type: application/json\r\n"
                                              "Content-Length: %zu\r\n\r\n" BODY, path, address, strlen (BODY));

  return send_request (port, address, request);
}

static GSocketConnection *
post (Fixture    *f,
      const char *path)
{
  return post_at (f->port, "127.0.0.1", path);
}

/* (transfer full): all that the server sends until it closes */
static char *
read_all (GSocketConnection *connection)
{
  GString *answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer,
                                   NULL, &error)) > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_no_error (error);

  return g_string_free (answer, FALSE);
}

static char *
get_key_set (Fixture *f)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  const char *request = "GET " SIGNET_JWKS_PATH " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  g_socket_client_set_timeout (client, TEST_LIMIT_SECONDS);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) f->port, NULL, NULL);
  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request),
                             NULL, NULL, NULL);

  return read_all (connection);
}

static void
answer_first (Fixture    *f,
              guint       status,
              const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  signet_api_call_answer (g_queue_pop_head (&f->calls), status, "text/plain", "a-code", body);
}

static void
test_answer (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GSocketConnection) connection = post (f, SIGNET_API_ENCODE_PATH);
  g_autofree char *answer = NULL;
  SignetApiCall *call;

  test_wait_until (!g_queue_is_empty (&f->calls));
  call = g_queue_peek_head (&f->calls);
  g_assert_cmpstr (signet_api_call_get_path (call), ==, SIGNET_API_ENCODE_PATH);
  g_assert_cmpstr (signet_api_call_get_bearer (call), ==, "secret");
  g_assert_cmpmem (g_bytes_get_data (signet_api_call_get_body (call), NULL),
                   g_bytes_get_size (signet_api_call_get_body (call)), BODY, strlen (BODY));

  answer_first (f, 422, "no");
  answer = read_all (connection);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 422 "));
  g_assert_nonnull (strstr (answer, "\r\nSignet-Error: a-code\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nCache-Control: no-store\r\n"));
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\nno"));
}

/* A body is not looked at for paths, so that nothing may come after it, trick or not. */
static void
test_closes (Fixture       *f,
             gconstpointer  data)
{
  static const char * const next[] = { SIGNET_JWKS_PATH, "/.well-known/%6awks.json" };

  for (guint i = 0; i < G_N_ELEMENTS (next); i++)
    {
      g_autofree char *request = g_strdup_printf ("POST " SIGNET_API_DECODE_PATH " HTTP/1.1\r\nHost: localhost\r\n"
                                                  "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n" BODY
                                                  "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", strlen (BODY), next[i]);
      g_autoptr (GSocketConnection) connection = send_request (f->port, "127.0.0.1", request);
      g_autofree char *answer = NULL;

      test_wait_until (!g_queue_is_empty (&f->calls));
      answer_first (f, 200, "yes");
      answer = read_all (connection);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
      g_assert_nonnull (strstr (answer, "\r\nConnection: close\r\n"));
      g_assert_true (g_str_has_suffix (answer, "\r\n\r\nyes"));
    }
}

/* As many as may wait do; one more is told so; the key set comes at once all the same. */
static void
test_full (Fixture       *f,
           gconstpointer  data)
{
  GSocketConnection *connections[MAX_CALLS];
  g_autoptr (GSocketConnection) one_more = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *key_set = NULL;

  for (guint i = 0; i < MAX_CALLS; i++)
    connections[i] = post (f, SIGNET_API_DECODE_PATH);
  test_wait_until (g_queue_get_length (&f->calls) == MAX_CALLS);

  one_more = post (f, SIGNET_API_DECODE_PATH);
  refused = read_all (one_more);
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 503 "));
  g_assert_nonnull (strstr (refused, "\r\nRetry-After: 1\r\n"));
  key_set = get_key_set (f);
  g_assert_true (g_str_has_prefix (key_set, "HTTP/1.1 200 "));

  for (guint i = 0; i < MAX_CALLS; i++)
    {
      g_autofree char *answer = NULL;

      g_assert_cmpuint (g_queue_get_length (&f->calls), ==, MAX_CALLS - i);
      answer_first (f, 200, "yes");
    }
  for (guint i = 0; i < MAX_CALLS; i++)
    {
      g_autofree char *answer = read_all (connections[i]);

      g_assert_true (g_str_has_suffix (answer, "\r\n\r\nyes"));
      g_object_unref (connections[i]);
    }
}

/* Whoever waits for our answer is not the one who makes room for others. */
static void
test_spared (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GSocketConnection) connection = post (f, SIGNET_API_DECODE_PATH);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *key_set = NULL;
  g_autofree char *answer = NULL;

  test_wait_until (!g_queue_is_empty (&f->calls));
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GSocketClient) client = g_socket_client_new ();
      GSocketConnection *other = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) f->port, NULL, NULL);

      g_assert_nonnull (other);
      g_ptr_array_add (others, other);
    }
  key_set = get_key_set (f);
  g_assert_true (g_str_has_prefix (key_set, "HTTP/1.1 200 "));

  answer_first (f, 200, "yes");
  answer = read_all (connection);
  g_test_message ("%s", answer);
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\nyes"));
}

/* A client that has gone is no harm, and neither is one more after it. */
static void
test_client_gone (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (GSocketConnection) gone = post (f, SIGNET_API_ENCODE_PATH);

  test_wait_until (!g_queue_is_empty (&f->calls));
  g_io_stream_close (G_IO_STREAM (gone), NULL, NULL);
  answer_first (f, 200, "yes");
  test_answer (f, data);
}

/* Stopped while requests wait: they are cut off, and answering them later is no harm. */
static void
test_stopped (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (GSocketConnection) first = post (f, SIGNET_API_ENCODE_PATH);
  g_autoptr (GSocketConnection) second = NULL;
  char byte;

  /* one after the other, as they need not arrive in the order of sending */
  test_wait_until (g_queue_get_length (&f->calls) == 1);
  second = post (f, SIGNET_API_DECODE_PATH);
  test_wait_until (g_queue_get_length (&f->calls) == 2);
  answer_first (f, 200, "yes");
  signet_jwks_publisher_stop (f->publisher);
  answer_first (f, 200, "yes");
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (second)), &byte, 1, NULL, NULL), <=, 0);
}

/* While the network may have the key set, it may not have this. */
static void
test_network (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *own = test_dup_own_address ();
  g_autoptr (SignetJwksPublisher) publisher = NULL;
  g_autoptr (GSocketConnection) near = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GSocketConnection) far = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *far_answer = NULL;
  g_autofree char *near_answer = NULL;
  guint port;

  if (own == NULL)
    {
      g_test_skip ("This computer has no other address");
      return;
    }

  publisher = signet_jwks_publisher_new (provide, NULL, NULL);
  signet_jwks_publisher_set_api (publisher, handle, f);
  signet_jwks_publisher_start (publisher, "0.0.0.0", 0, FALSE, &error);
  g_assert_no_error (error);
  port = signet_jwks_publisher_get_port (publisher);

  far = post_at (port, own, "/decode");
  far_answer = read_all (far);
  g_assert_true (g_str_has_prefix (far_answer, "HTTP/1.1 404 "));
  g_assert_true (g_queue_is_empty (&f->calls));

  near = post_at (port, "127.0.0.1", "/decode");
  test_wait_until (!g_queue_is_empty (&f->calls));
  body = provide (NULL);
  signet_api_call_answer (g_queue_pop_head (&f->calls), 200, "application/json", NULL, body);
  near_answer = read_all (near);
  g_assert_true (g_str_has_prefix (near_answer, "HTTP/1.1 200 "));
}

#define ADD(path, func) g_test_add ("/net/api/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("answer", test_answer);
  ADD ("closes", test_closes);
  ADD ("full", test_full);
  ADD ("spared", test_spared);
  ADD ("client-gone", test_client_gone);
  ADD ("stopped", test_stopped);
  ADD ("network", test_network);

  return g_test_run ();
}
