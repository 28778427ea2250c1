/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-test.h"
#include "test-server.h"

#include <string.h>

/* The server that the tests of the client rely on: what it is told to do, it does. */

static char *
ask (TestServer *server,
     const char *more)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *request = g_strdup_printf ("GET /jwks.json HTTP/1.1\r\nHost: x\r\n%s\r\n", more);
  GInputStream *input;
  GString *answer = g_string_new (NULL);
  char buffer[4096];
  guint n_before = test_server_count_requests (server);
  gssize n;

  /* the service accepts on the main context, so this must not block it */
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  g_socket_client_connect_to_host_async (client, "127.0.0.1", (guint16) test_server_get_port (server), NULL,
                                         test_done_cb, &slot);
  result = test_wait_result (&slot);
  connection = g_socket_client_connect_to_host_finish (client, result, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request),
                             NULL, NULL, &error);
  g_assert_no_error (error);
  test_wait_until (test_server_count_requests (server) > n_before);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (answer, buffer, n);

  return g_string_free (answer, FALSE);
}

static const char *
get_body (const char *answer)
{
  const char *end = strstr (answer, "\r\n\r\n");

  g_assert_nonnull (end);
  return end + 4;
}

static void
test_plain (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *first = ask (server, "");
  g_autofree char *second = NULL;
  g_autofree char *request = test_server_dup_request (server);

  g_assert_true (g_str_has_prefix (first, "HTTP/1.1 200 "));
  g_assert_cmpstr (get_body (first), ==, "{\"keys\":[]}");
  g_assert_true (g_str_has_prefix (request, "GET /jwks.json HTTP/1.1\r\n"));
  g_assert_cmpuint (test_server_count_requests (server), ==, 1);
  g_assert_cmpuint (test_server_get_sent (server), ==, strlen ("{\"keys\":[]}"));

  test_server_set_answer (server, (TestAnswer) { .status = 302, .body = "away", .headers = "Location: http://x/\r\n" });
  second = ask (server, "");
  g_assert_true (g_str_has_prefix (second, "HTTP/1.1 302 "));
  g_assert_nonnull (strstr (second, "\r\nLocation: http://x/\r\n"));
  g_assert_cmpstr (get_body (second), ==, "away");
  g_assert_cmpuint (test_server_count_requests (server), ==, 2);
}

static void
test_etag (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  test_server_set_answer (server, (TestAnswer) { .etag = "\"one\"" });
  first = ask (server, "If-None-Match: \"two\"\r\n");
  g_assert_true (g_str_has_prefix (first, "HTTP/1.1 200 "));
  second = ask (server, "If-None-Match: \"one\"\r\n");
  g_assert_true (g_str_has_prefix (second, "HTTP/1.1 304 "));
  g_assert_cmpstr (get_body (second), ==, "");
}

static void
test_sizes (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *full = NULL;
  g_autofree char *zipped = NULL;
  g_autofree char *cut = NULL;

  test_server_set_answer (server, (TestAnswer) { .body = "{}", .size = 5000 });
  full = ask (server, "");
  g_assert_cmpuint (strlen (get_body (full)), ==, 5000);

  test_server_set_answer (server, (TestAnswer) { .size = 1000000, .gzip = TRUE });
  zipped = ask (server, "");
  g_assert_nonnull (strstr (zipped, "\r\nContent-Encoding: gzip\r\n"));
  g_assert_cmpint (get_body (zipped)[0], ==, '\x1f');
  g_assert_cmpuint (test_server_get_sent (server), <, 5000 + 10000);

  test_server_set_answer (server, (TestAnswer) { .size = 500, .is_cut = TRUE });
  cut = ask (server, "");
  g_assert_nonnull (strstr (cut, "\r\nContent-Length: 500\r\n"));
  g_assert_cmpuint (strlen (get_body (cut)), ==, 250);
}

static void
test_drip (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *answer = NULL;
  gint64 start = g_get_monotonic_time ();

  test_server_set_answer (server, (TestAnswer) { .body = "0123456789", .drip_ms = 5 });
  answer = ask (server, "");
  g_assert_cmpstr (get_body (answer), ==, "0123456789");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 10 * 5000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/test-server/plain", test_plain);
  g_test_add_func ("/test-server/etag", test_etag);
  g_test_add_func ("/test-server/sizes", test_sizes);
  g_test_add_func ("/test-server/drip", test_drip);

  return g_test_run ();
}
