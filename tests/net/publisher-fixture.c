/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "publisher-fixture.h"

#include "signet-test.h"

#include <string.h>

void
http_reply_free (HttpReply *reply)
{
  g_free (reply->head);
  g_free (reply->body);
  g_free (reply);
}

GBytes *
publisher_provide (gpointer user_data)
{
  PublisherFixture *f = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&f->lock);

  return g_bytes_ref (f->bytes);
}

void
publisher_publish_bytes (PublisherFixture *f,
                         GBytes           *bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&f->lock);

  g_clear_pointer (&f->bytes, g_bytes_unref);
  f->bytes = g_bytes_ref (bytes);
}

void
publisher_publish (PublisherFixture *f,
                   const char       *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  publisher_publish_bytes (f, bytes);
}

void
publisher_start (PublisherFixture *f,
                 const char       *address,
                 gboolean          cors)
{
  g_autoptr (GError) error = NULL;

  signet_jwks_publisher_start (f->publisher, address, 0, cors, &error);
  g_assert_no_error (error);
  f->port = signet_jwks_publisher_get_port (f->publisher);
  g_assert_cmpuint (f->port, >, 0);
}

void
publisher_set_up (PublisherFixture *f,
                  gconstpointer     data)
{
  g_mutex_init (&f->lock);
  publisher_publish (f, SET_ONE);
  f->publisher = signet_jwks_publisher_new (publisher_provide, f, NULL);
  if (data == NULL)
    publisher_start (f, "127.0.0.1", FALSE);
}

void
publisher_tear_down (PublisherFixture *f,
                     gconstpointer     data)
{
  g_assert_finalize_object (f->publisher);
  g_bytes_unref (f->bytes);
  g_mutex_clear (&f->lock);
}

GSocketConnection *
http_try_connect (const char  *address,
                  guint        port,
                  GError     **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, TEST_LIMIT_SECONDS);
  connection = g_socket_client_connect_to_host (client, address, (guint16) port, NULL, error);
  if (connection != NULL)
    g_socket_set_timeout (g_socket_connection_get_socket (connection), TEST_LIMIT_SECONDS);

  return connection;
}

GSocketConnection *
publisher_connect (PublisherFixture *f)
{
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = http_try_connect ("127.0.0.1", f->port, &error);

  g_assert_no_error (error);
  return connection;
}

void
http_send (GSocketConnection *connection,
           const char        *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text), NULL,
                             NULL, &error);
  g_assert_no_error (error);
}

char *
http_dup_header (const HttpReply *reply,
                 const char      *name)
{
  g_autofree char *start = g_strdup_printf ("\r\n%s: ", name);
  g_autofree char *head = g_ascii_strdown (reply->head, -1);
  g_autofree char *key = g_ascii_strdown (start, -1);
  const char *found = strstr (head, key);
  const char *value;

  if (found == NULL)
    return NULL;
  value = reply->head + (found - head) + strlen (key);

  return g_strndup (value, strcspn (value, "\r"));
}

/* (nullable): NULL where the server closes instead */
HttpReply *
http_read_reply (GSocketConnection *connection,
                 gboolean           is_head)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (HttpReply) reply = g_new0 (HttpReply, 1);
  GString *head = g_string_new (NULL);
  g_autofree char *length = NULL;
  gsize size;
  gsize n;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") && g_input_stream_read (input, &byte, 1, NULL, NULL) == 1)
    g_string_append_c (head, byte);
  reply->head = g_string_free (head, FALSE);
  if (!g_str_has_suffix (reply->head, "\r\n\r\n"))
    return NULL;

  g_assert_true (g_str_has_prefix (reply->head, "HTTP/1."));
  reply->status = (guint) g_ascii_strtoull (reply->head + strlen ("HTTP/1.1 "), NULL, 10);
  length = http_dup_header (reply, "Content-Length");
  size = length != NULL && !is_head && reply->status != 304 ? g_ascii_strtoull (length, NULL, 10) : 0;
  reply->body = g_malloc0 (size + 1);
  g_assert_true (g_input_stream_read_all (input, reply->body, size, &n, NULL, NULL));
  g_assert_cmpuint (n, ==, size);

  return g_steal_pointer (&reply);
}

HttpReply *
http_ask (GSocketConnection *connection,
          const char        *request)
{
  HttpReply *reply;

  http_send (connection, request);
  reply = http_read_reply (connection, g_str_has_prefix (request, "HEAD "));
  g_assert_nonnull (reply);

  return reply;
}

HttpReply *
publisher_ask_with_body (PublisherFixture *f,
                         const char       *method,
                         const char       *path,
                         const char       *headers,
                         const char       *body)
{
  g_autoptr (GSocketConnection) connection = publisher_connect (f);
  g_autofree char *host = g_strdup_printf ("Host: 127.0.0.1:%u\r\n", f->port);
  g_autofree char *request = NULL;

  if (headers != NULL && strstr (headers, "Host:") != NULL)
    request = g_strdup_printf ("%s %s HTTP/1.1\r\n%s\r\n%s", method, path, headers, body);
  else
    request = g_strdup_printf ("%s %s HTTP/1.1\r\n%s%s\r\n%s", method, path, host, headers != NULL ? headers : "", body);

  return http_ask (connection, request);
}

HttpReply *
publisher_ask (PublisherFixture *f,
               const char       *method,
               const char       *path,
               const char       *headers)
{
  return publisher_ask_with_body (f, method, path, headers, "");
}

HttpReply *
publisher_get_set (PublisherFixture *f,
                   const char       *headers)
{
  return publisher_ask (f, "GET", SIGNET_JWKS_PATH, headers);
}

void
http_assert_header (const HttpReply *reply,
                    const char      *name,
                    const char      *value)
{
  g_autofree char *found = http_dup_header (reply, name);

  g_assert_cmpstr (found, ==, value);
}
