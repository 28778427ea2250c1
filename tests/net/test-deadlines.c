/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "publisher-fixture.h"
#include "signet-api-call.h"
#include "signet-test.h"

#include <string.h>

/* Nobody keeps a place for ever. This takes as long as the server's patience lasts, a quarter of a minute; which of
 * them goes before the other is what tells one limit from the other. */

#define REQUEST "GET " SIGNET_JWKS_PATH " HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define DECODE "POST " SIGNET_API_DECODE_PATH " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" \
               "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

typedef struct
{
  const char        *name;
  GSocketConnection *connection;
  gboolean           gone;
} Client;

static void
hold (SignetApiCall *call,
      gpointer       user_data)
{
  SignetApiCall **slot = user_data;

  g_assert_null (*slot);
  *slot = call;
}

/* What was sent before does not count. */
static void
look_whether_gone (Client *client)
{
  GSocket *socket = g_socket_connection_get_socket (client->connection);
  char buffer[4096];
  gssize n;

  if (client->gone)
    return;

  while ((n = g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, NULL)) > 0)
    ;
  client->gone = n == 0 || g_socket_condition_check (socket, G_IO_HUP) != 0;
}

static void
test_deadlines (PublisherFixture *f,
                gconstpointer     data)
{
  enum { SIZE = 16 * 1024 * 1024 };   /* more than the kernel takes off the server's hands */
  enum { DRIPPING, SILENT, HALF, IDLE, N_CLIENTS };
  Client clients[N_CLIENTS] = { { "dripping" }, { "silent" }, { "half" }, { "idle" } };
  g_autoptr (GBytes) large = g_bytes_new_take (g_strnfill (SIZE, 'x'), SIZE);
  g_autoptr (GBytes) answer = g_bytes_new_static ("{}", 2);
  g_autoptr (GSocketConnection) waiting = NULL;
  g_autoptr (GSocketConnection) stuck = NULL;
  g_autoptr (HttpReply) idle = NULL;
  g_autoptr (HttpReply) answered = NULL;
  g_autoptr (HttpReply) after = NULL;
  g_autofree char *buffer = g_malloc (SIZE);
  SignetApiCall *call = NULL;
  gboolean idle_first = FALSE;
  gint64 end;
  gsize n = 0;

  signet_jwks_publisher_set_api (f->publisher, hold, &call);
  publisher_start (f, "127.0.0.1", FALSE);

  /* the keyring asks its owner something, say: the one client whom nobody blames */
  waiting = publisher_connect (f);
  http_send (waiting, DECODE);
  test_wait_until (call != NULL);

  publisher_publish_bytes (f, large);
  stuck = publisher_connect (f);
  http_send (stuck, REQUEST);
  g_socket_condition_wait (g_socket_connection_get_socket (stuck), G_IO_IN, NULL, NULL);
  publisher_publish (f, SET_ONE);

  for (guint i = 0; i < N_CLIENTS; i++)
    clients[i].connection = publisher_connect (f);
  http_send (clients[DRIPPING].connection, "GET ");
  http_send (clients[HALF].connection, "GET /.well-known/jwks.json HTTP/1.1\r\nHo");
  idle = http_ask (clients[IDLE].connection, REQUEST);
  g_assert_cmpuint (idle->status, ==, 200);

  end = g_get_monotonic_time () + 3 * TEST_LIMIT_SECONDS * G_TIME_SPAN_SECOND;
  while (!clients[DRIPPING].gone)
    {
      /* a byte now and then, which is what keeps it from being idle */
      g_socket_condition_timed_wait (g_socket_connection_get_socket (clients[DRIPPING].connection), G_IO_IN,
                                     G_TIME_SPAN_SECOND / 4, NULL, NULL);
      g_socket_send_with_blocking (g_socket_connection_get_socket (clients[DRIPPING].connection), "x", 1, FALSE, NULL, NULL);
      for (guint i = 0; i < N_CLIENTS; i++)
        look_whether_gone (&clients[i]);
      /* some seconds earlier, so that a slow machine sees it as well */
      idle_first |= clients[SILENT].gone && clients[HALF].gone && clients[IDLE].gone && !clients[DRIPPING].gone;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
    }
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      g_test_message ("%s", clients[i].name);
      g_assert_true (clients[i].gone);
      g_object_unref (clients[i].connection);
    }
  if (g_getenv ("SIGNET_TEST_TOOL") == NULL)
    g_assert_true (idle_first);

  /* whoever does not read what it asked for is no better */
  while (n < SIZE)
    {
      gssize got = g_socket_receive (g_socket_connection_get_socket (stuck), buffer, SIZE, NULL, NULL);

      if (got <= 0)
        break;
      n += (gsize) got;
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, SIZE);

  signet_api_call_answer (call, 200, "application/json", NULL, answer);
  answered = http_read_reply (waiting, FALSE);
  g_assert_nonnull (answered);
  g_assert_cmpuint (answered->status, ==, 200);
  g_assert_cmpstr (answered->body, ==, "{}");

  after = publisher_get_set (f, NULL);
  g_assert_cmpuint (after->status, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/publisher/deadlines", PublisherFixture, "stopped", publisher_set_up, test_deadlines, publisher_tear_down);

  return g_test_run ();
}
