/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "publisher-fixture.h"
#include "signet-test.h"

#include <string.h>
#include <sys/socket.h>

/* What the publisher does not let its clients do. */

#define REQUEST "GET " SIGNET_JWKS_PATH " HTTP/1.1\r\nHost: localhost\r\n\r\n"

static gsize
get_peak_memory (void)
{
  g_autofree char *status = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents ("/proc/self/status", &status, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (status, "VmHWM:"));

  return g_ascii_strtoull (strstr (status, "VmHWM:") + strlen ("VmHWM:") + 1, NULL, 10) * 1024;
}

/* A large body goes nowhere. */
static void
test_large_body (PublisherFixture *f,
                 gconstpointer     data)
{
  enum { MEGABYTES = 64 };
  g_autofree char *megabyte = g_strnfill (1024 * 1024, 'x');
  g_autofree char *head = g_strdup_printf ("POST " SIGNET_JWKS_PATH " HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n",
                                           MEGABYTES * 1024 * 1024);
  g_autoptr (GSocketConnection) connection = publisher_connect (f);
  g_autoptr (HttpReply) reply = NULL;
  gsize before = get_peak_memory ();

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer keeps what was freed");
  return;
#endif

  http_send (connection, head);
  for (guint i = 0; i < MEGABYTES; i++)
    http_send (connection, megabyte);
  reply = http_read_reply (connection, FALSE);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 413);
  if (g_getenv ("SIGNET_TEST_TOOL") != NULL)
    g_test_skip ("the memory is mostly that of the tool that watches");
  else
    g_assert_cmpuint (get_peak_memory () - before, <, MEGABYTES / 4 * 1024 * 1024);
}

/* Far more than there is room for, each of which has begun a request and never ends it. */
static void
test_slow_clients (PublisherFixture *f,
                   gconstpointer     data)
{
  g_autoptr (GPtrArray) slow = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 200; i++)
    {
      GSocketConnection *connection = publisher_connect (f);

      g_ptr_array_add (slow, connection);
      http_send (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nX-Drip: a");
      if (i % 20 == 19)
        {
          g_autoptr (HttpReply) reply = publisher_get_set (f, NULL);

          g_assert_cmpuint (reply->status, ==, 200);
          g_assert_cmpstr (reply->body, ==, SET_ONE);
        }
    }

  /* the first had to go, the last is still there */
  g_assert_null (http_read_reply (g_ptr_array_index (slow, 0), FALSE));
  http_send (g_ptr_array_index (slow, 199), "\r\nHost: localhost\r\n\r\n");
  {
    g_autoptr (HttpReply) reply = http_read_reply (g_ptr_array_index (slow, 199), FALSE);

    g_assert_nonnull (reply);
    g_assert_cmpuint (reply->status, ==, 200);
  }
}

/* Seen by the network: by the address that was called, and by sixteen of one computer at most. */
static void
test_network (PublisherFixture *f,
              gconstpointer     data)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *own = test_dup_own_address ();
  g_autofree char *request = NULL;
  g_autofree char *foreign = g_strdup ("GET /.well-known/jwks.json HTTP/1.1\r\nHost: 203.0.113.7\r\n\r\n");
  g_autoptr (GSocketConnection) over = NULL;
  g_autoptr (GError) error = NULL;

  if (own == NULL)
    {
      g_test_skip ("this computer has no address but the loopback");
      return;
    }

  publisher_start (f, "0.0.0.0", FALSE);
  request = g_strdup_printf ("GET /.well-known/jwks.json HTTP/1.1\r\nHost: %s:%u\r\n\r\n", own, f->port);
  for (guint i = 0; i < 16; i++)
    {
      GSocketConnection *connection = http_try_connect (own, f->port, &error);
      g_autoptr (HttpReply) reply = NULL;

      g_assert_no_error (error);
      g_ptr_array_add (held, connection);
      reply = http_ask (connection, i == 0 ? foreign : request);
      g_assert_cmpuint (reply->status, ==, i == 0 ? 421 : 200);
      if (i == 0)
        {
          /* that one is closed, and another has its place */
          g_assert_null (http_read_reply (connection, FALSE));
          g_ptr_array_set_size (held, 0);
          g_ptr_array_add (held, http_try_connect (own, f->port, &error));
          g_assert_no_error (error);
        }
    }

  over = http_try_connect (own, f->port, &error);
  g_assert_no_error (error);
  g_assert_null (http_read_reply (over, FALSE));

  /* which shuts out nobody else */
  {
    g_autoptr (HttpReply) reply = publisher_get_set (f, NULL);

    g_assert_cmpuint (reply->status, ==, 200);
  }
}

static void
test_nonsense (PublisherFixture *f,
               gconstpointer     data)
{
  static const char * const requests[] = {
    "\r\n\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/9.9\r\n\r\n", "GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET http://evil.example/.well-known/jwks.json HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  };
  g_autoptr (HttpReply) reply = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (GSocketConnection) connection = publisher_connect (f);
      g_autoptr (HttpReply) answer = NULL;

      http_send (connection, requests[i]);
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
      answer = http_read_reply (connection, FALSE);
      if (answer != NULL)
        g_assert_cmpuint (answer->status, >=, 400);
    }

  reply = publisher_get_set (f, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* As many as there is room for, who came back or not; for one more the one goes who waits longest, and only that one. */
static void
test_full (PublisherFixture *f,
           gconstpointer     data)
{
  enum { ROOM = 64 };
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i <= ROOM; i++)
    {
      g_autoptr (HttpReply) reply = NULL;

      g_ptr_array_add (clients, publisher_connect (f));
      reply = http_ask (clients->pdata[i], REQUEST);
      g_assert_cmpuint (reply->status, ==, 200);
    }

  g_assert_null (http_read_reply (clients->pdata[0], FALSE));
  for (guint i = 1; i <= ROOM; i++)
    {
      g_autoptr (HttpReply) reply = http_ask (clients->pdata[i], REQUEST);

      g_assert_cmpuint (reply->status, ==, 200);
    }
}

/* Who reads slowly gets the key set that was there when the request came, whole; the next one gets the new one. */
static void
test_slow_reader (PublisherFixture *f,
                  gconstpointer     data)
{
  enum { SIZE = 16 * 1024 * 1024 };   /* more than the kernel takes off the server's hands */
  g_autoptr (GBytes) old = g_bytes_new_take (g_strnfill (SIZE, 'x'), SIZE);
  g_autoptr (GSocketConnection) connection = publisher_connect (f);
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (HttpReply) next = NULL;
  g_autoptr (HttpReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  publisher_publish_bytes (f, old);
  http_send (connection, REQUEST);
  g_socket_condition_timed_wait (socket, G_IO_IN, TEST_LIMIT_SECONDS * G_TIME_SPAN_SECOND, NULL, &error);
  g_assert_no_error (error);

  publisher_publish (f, SET_TWO);
  next = publisher_get_set (f, NULL);
  g_assert_cmpstr (next->body, ==, SET_TWO);
  g_assert_cmpint (g_socket_get_available_bytes (socket), <, SIZE);

  reply = http_read_reply (connection, FALSE);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  http_assert_header (reply, "Content-Length", G_STRINGIFY (16777216));
  g_assert_cmpuint (strlen (reply->body), ==, SIZE);
  g_assert_cmpuint (strspn (reply->body, "x"), ==, SIZE);
}

/* Who asks for much and reads nothing stops the server in the middle of a head or a body, wherever the kernel is full. */
static void
test_slow_pipeline (PublisherFixture *f,
                    gconstpointer     data)
{
  enum { SIZE = 50 * 1000, REQUESTS = 400 };
  g_autofree char *text = g_strnfill (SIZE, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (text, SIZE);
  g_autoptr (GSocketConnection) connection = publisher_connect (f);
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GError) error = NULL;

  publisher_publish_bytes (f, bytes);
  for (guint i = 0; i < REQUESTS; i++)
    http_send (connection, REQUEST);
  g_socket_condition_timed_wait (socket, G_IO_IN, TEST_LIMIT_SECONDS * G_TIME_SPAN_SECOND, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < REQUESTS; i++)
    {
      g_autoptr (HttpReply) reply = http_read_reply (connection, FALSE);

      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, text);
    }
}

static guint
count_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

/* Who goes leaves nothing behind, whatever the moment: libsoup 3.2 keeps what ends between two requests. */
static void
test_gone (PublisherFixture *f,
           gconstpointer     data)
{
  static const char * const requests[] = {
    "",
    REQUEST,
    REQUEST REQUEST,
    "\r\n",
    "GET " SIGNET_JWKS_PATH " HT",
    "GET " SIGNET_JWKS_PATH " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
  };
  enum { ROUNDS = 20, OTHERS = 8 };
  guint before = count_files ();

  for (guint i = 0; i < ROUNDS * 2 * G_N_ELEMENTS (requests); i++)
    {
      const char *request = requests[i % G_N_ELEMENTS (requests)];
      gboolean rudely = i / G_N_ELEMENTS (requests) % 2 == 1;
      g_autoptr (GSocketConnection) connection = publisher_connect (f);

      http_send (connection, request);
      for (const char *answered = request; (answered = strstr (answered, "\r\n\r\n")) != NULL; answered += 4)
        {
          g_autoptr (HttpReply) reply = http_read_reply (connection, FALSE);

          g_assert_nonnull (reply);
          g_assert_cmpuint (reply->status, ==, 200);
        }
      if (rudely)
        {
          struct linger at_once = { .l_onoff = 1 };

          setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER,
                      &at_once, sizeof at_once);
        }
    }

  test_wait_until (count_files () <= before + OTHERS);
}

/* The same for those that the server sends away. */
static void
test_sent_away (PublisherFixture *f,
                gconstpointer     data)
{
  enum { ROOM = 64, OTHERS = 8 };
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  guint before = count_files ();

  for (guint i = 0; i < 3 * ROOM; i++)
    {
      g_autoptr (HttpReply) reply = NULL;

      g_ptr_array_add (clients, publisher_connect (f));
      reply = http_ask (clients->pdata[i], REQUEST);
      g_assert_cmpuint (reply->status, ==, 200);
    }
  test_wait_until (count_files () <= before + 4 * ROOM + OTHERS);

  g_ptr_array_set_size (clients, 0);
  test_wait_until (count_files () <= before + OTHERS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, data, func) g_test_add ("/publisher/guards/" path, PublisherFixture, data, publisher_set_up, func, publisher_tear_down)
  ADD ("large-body", NULL, test_large_body);
  ADD ("slow-clients", NULL, test_slow_clients);
  ADD ("full", NULL, test_full);
  ADD ("gone", NULL, test_gone);
  ADD ("sent-away", NULL, test_sent_away);
  ADD ("slow-reader", NULL, test_slow_reader);
  ADD ("slow-pipeline", NULL, test_slow_pipeline);
  ADD ("network", "stopped", test_network);
  ADD ("nonsense", NULL, test_nonsense);

  return g_test_run ();
}
