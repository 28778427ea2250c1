/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-joined-output.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>

typedef struct
{
  GIOStream             *ends[2];
  GPollableOutputStream *output;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) socket = g_socket_new_from_fd (fds[i], &error);

      g_assert_no_error (error);
      f->ends[i] = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
    }
  f->output = G_POLLABLE_OUTPUT_STREAM (signet_joined_output_new (g_io_stream_get_output_stream (f->ends[0])));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->output);
  for (guint i = 0; i < 2; i++)
    g_assert_finalize_object (f->ends[i]);
}

/* What has arrived, without waiting. */
static gsize
receive (Fixture *f,
         char    *buffer,
         gsize    size)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (f->ends[1]));
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (input, buffer, size, NULL, &error);

  if (n < 0)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  return (gsize) MAX (n, 0);
}

static gsize
send_some (Fixture    *f,
           const char *bytes,
           gsize       size)
{
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_output_stream_write_nonblocking (f->output, bytes, size, NULL, &error);

  if (n < 0)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  return (gsize) MAX (n, 0);
}

/* Only the one piece is held, and both come in their order. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  char buffer[16] = "";

  g_assert_cmpuint (send_some (f, "one", 3), ==, 3);
  g_assert_cmpuint (receive (f, buffer, sizeof buffer), ==, 3);
  g_assert_cmpmem (buffer, 3, "one", 3);

  signet_joined_output_hold_next (SIGNET_JOINED_OUTPUT (f->output));
  g_assert_cmpuint (send_some (f, "two", 3), ==, 3);
  g_assert_cmpuint (receive (f, buffer, sizeof buffer), ==, 0);

  g_assert_cmpuint (send_some (f, "three", 5), ==, 5);
  g_assert_cmpuint (receive (f, buffer, sizeof buffer), ==, 8);
  g_assert_cmpmem (buffer, 8, "twothree", 8);

  g_assert_cmpuint (send_some (f, "four", 4), ==, 4);
  g_assert_cmpuint (receive (f, buffer, sizeof buffer), ==, 4);
}

/* However little the kernel takes at once, in the middle of either piece. */
static void
test_no_room (Fixture       *f,
              gconstpointer  data)
{
  enum { HEAD = 1000 * 1000, BODY = 2 * 1000 * 1000 };   /* more than the buffer of a socket */
  g_autofree char *head = g_strnfill (HEAD, 'h');
  g_autofree char *body = g_strnfill (BODY, 'b');
  g_autofree char *got = g_malloc (HEAD + BODY + 64 * 1024);
  gsize sent = 0;
  gsize received = 0;

  signet_joined_output_hold_next (SIGNET_JOINED_OUTPUT (f->output));
  g_assert_cmpuint (send_some (f, head, HEAD), ==, HEAD);
  while (received < HEAD + BODY)
    {
      sent += send_some (f, body + sent, BODY - sent);
      received += receive (f, got + received, 64 * 1024);
      g_assert_cmpuint (received, <=, HEAD + sent);
    }

  g_assert_cmpuint (sent, ==, BODY);
  g_assert_cmpuint (receive (f, got + received, 1), ==, 0);
  g_assert_cmpmem (got, HEAD, head, HEAD);
  g_assert_cmpmem (got + HEAD, BODY, body, BODY);
}

/* The other side is gone. */
static void
test_gone (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  signet_joined_output_hold_next (SIGNET_JOINED_OUTPUT (f->output));
  g_assert_cmpuint (send_some (f, "one", 3), ==, 3);
  g_io_stream_close (f->ends[1], NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpint (g_pollable_output_stream_write_nonblocking (f->output, "two", 3, NULL, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/joined-output/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/joined-output/no-room", Fixture, NULL, set_up, test_no_room, tear_down);
  g_test_add ("/joined-output/gone", Fixture, NULL, set_up, test_gone, tear_down);

  return g_test_run ();
}
