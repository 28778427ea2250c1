/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-server.h"

#include <string.h>

struct _TestServer
{
  GSocketService  *service;
  GTlsCertificate *certificate;   /* nullable */
  GCancellable    *ended;
  char            *url;
  guint            port;

  /* shared with the threads */
  GMutex      lock;
  GCond       changed;
  TestAnswer  answer;      /* with strings of its own */
  GHashTable *paths;       /* path → TestAnswer */
  GString    *asked;       /* paths */
  guint       n_answers;   /* that were set */
  guint       n_requests;
  guint       n_open;
  gsize       sent;
  char       *request;
};

static void
clear_answer (TestAnswer *answer)
{
  g_free ((char *) answer->body);
  g_free ((char *) answer->headers);
  g_free ((char *) answer->etag);
}

static void
copy_answer (const TestAnswer *from,
             TestAnswer       *to)
{
  *to = *from;
  to->body = g_strdup (from->body);
  to->headers = g_strdup (from->headers);
  to->etag = g_strdup (from->etag);
}

static void
free_answer (gpointer data)
{
  clear_answer (data);
  g_free (data);
}

/* (transfer none): what the request gets; called with the lock */
static const TestAnswer *
find_answer (TestServer *self,
             const char *request)
{
  static const TestAnswer nothing = { .status = 404, .body = "nothing here" };
  g_auto (GStrv) words = g_strsplit (request, " ", 3);
  const char *path = words[0] != NULL && words[1] != NULL ? words[1] : "";
  const TestAnswer *answer = g_hash_table_lookup (self->paths, path);

  g_string_append_printf (self->asked, "%s ", path);
  if (answer != NULL)
    return answer;

  return g_hash_table_size (self->paths) > 0 ? &nothing : &self->answer;
}

/* Up to the empty line; nothing here sends bodies. NULL: the client left. */
static char *
read_head (TestServer   *self,
           GInputStream *input)
{
  GString *head = g_string_new (NULL);
  char byte;

  while (g_input_stream_read (input, &byte, 1, self->ended, NULL) == 1)
    {
      g_string_append_c (head, byte);
      if (g_str_has_suffix (head->str, "\r\n\r\n"))
        return g_string_free (head, FALSE);
    }
  g_string_free (head, TRUE);

  return NULL;
}

static GBytes *
make_body (const TestAnswer *answer)
{
  const char *text = answer->body != NULL ? answer->body : "{\"keys\":[]}";
  gsize length = strlen (text);
  gsize size = MAX (answer->size, length);
  char *body = g_malloc (size);

  memset (body, ' ', size);
  memcpy (body, text, length);
  if (answer->gzip)
    {
      g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
      g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
      g_autoptr (GOutputStream) zipped = g_converter_output_stream_new (memory, G_CONVERTER (compressor));

      g_assert_true (g_output_stream_write_all (zipped, body, size, NULL, NULL, NULL));
      g_assert_true (g_output_stream_close (zipped, NULL, NULL));
      g_free (body);
      return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
    }

  return g_bytes_new_take (body, size);
}

static gboolean
has_etag (const char *request,
          const char *etag)
{
  g_autofree char *line = g_strdup_printf ("\r\nIf-None-Match: %s\r\n", etag);

  return strstr (request, line) != NULL;
}

static gboolean
write_body (TestServer    *self,
            GOutputStream *output,
            GBytes        *body,
            gsize          size,
            guint          drip_ms)
{
  const char *data = g_bytes_get_data (body, NULL);
  gsize step = drip_ms > 0 ? 1 : 16 * 1024;

  for (gsize at = 0; at < size; at += step)
    {
      gsize n = MIN (step, size - at);

      /* counted first: a client that has it all must find it counted */
      g_mutex_lock (&self->lock);
      self->sent += n;
      g_mutex_unlock (&self->lock);
      if (!g_output_stream_write_all (output, data + at, n, NULL, self->ended, NULL))
        return FALSE;

      g_mutex_lock (&self->lock);
      if (drip_ms > 0 && !g_cancellable_is_cancelled (self->ended))
        g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + drip_ms * 1000);
      g_mutex_unlock (&self->lock);
    }

  return TRUE;
}

/* Waits until the client goes, or the server. */
static void
wait_for_end (TestServer   *self,
              GInputStream *input)
{
  char byte;

  while (g_input_stream_read (input, &byte, 1, self->ended, NULL) == 1)
    ;
}

static void
answer_request (TestServer    *self,
                GIOStream     *stream,
                const char    *request,
                TestAnswer    *answer)
{
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  g_autoptr (GBytes) body = make_body (answer);
  g_autoptr (GString) head = g_string_new (NULL);
  guint status = answer->status != 0 ? answer->status : 200;
  gsize size = g_bytes_get_size (body);

  if (answer->is_silent)
    {
      wait_for_end (self, g_io_stream_get_input_stream (stream));
      return;
    }
  if (answer->etag != NULL && has_etag (request, answer->etag))
    status = 304;

  g_string_append_printf (head, "HTTP/1.1 %u Whatever\r\nConnection: close\r\n", status);
  if (status != 304)
    g_string_append_printf (head, "Content-Length: %" G_GSIZE_FORMAT "\r\nContent-Type: text/plain\r\n", size);
  if (answer->gzip)
    g_string_append (head, "Content-Encoding: gzip\r\n");
  if (answer->etag != NULL)
    g_string_append_printf (head, "ETag: %s\r\n", answer->etag);
  if (answer->headers != NULL)
    g_string_append (head, answer->headers);
  g_string_append (head, "\r\n");

  if (g_output_stream_write_all (output, head->str, head->len, NULL, self->ended, NULL) && status != 304)
    write_body (self, output, body, answer->is_cut ? size / 2 : size, answer->drip_ms);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  TestServer *self = user_data;
  g_autoptr (GIOStream) stream = G_IO_STREAM (g_object_ref (connection));
  g_autofree char *request = NULL;
  TestAnswer answer;
  guint n_answers;

  g_mutex_lock (&self->lock);
  self->n_open++;
  g_mutex_unlock (&self->lock);

  if (self->certificate != NULL)
    {
      g_object_unref (stream);
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
    }

  request = read_head (self, g_io_stream_get_input_stream (stream));
  if (request != NULL)
    {
      g_mutex_lock (&self->lock);
      self->n_requests++;
      g_free (self->request);
      self->request = g_strdup (request);
      copy_answer (find_answer (self, request), &answer);
      n_answers = self->n_answers;
      while (answer.is_held && n_answers == self->n_answers && !g_cancellable_is_cancelled (self->ended))
        g_cond_wait (&self->changed, &self->lock);
      g_mutex_unlock (&self->lock);

      answer_request (self, stream, request, &answer);
      clear_answer (&answer);
    }
  g_io_stream_close (stream, NULL, NULL);

  g_mutex_lock (&self->lock);
  self->n_open--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static TestServer *
make_server (const char *address,
             gboolean    has_tls)
{
  TestServer *self = g_new0 (TestServer, 1);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->ended = g_cancellable_new ();
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_answer);
  self->asked = g_string_new (NULL);
  if (has_tls)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "lib", "wrong-certificate.pem", NULL);

      self->certificate = g_tls_certificate_new_from_file (path, &error);
      g_assert_no_error (error);
    }

  self->service = g_threaded_socket_service_new (-1);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->url = g_strdup_printf ("%s://%s:%u/jwks.json", has_tls ? "https" : "http", address, self->port);

  return self;
}

TestServer *
test_server_new (void)
{
  return make_server ("127.0.0.1", FALSE);
}

TestServer *
test_server_new_at (const char *address)
{
  return make_server (address, FALSE);
}

TestServer *
test_server_new_tls (void)
{
  return make_server ("127.0.0.1", TRUE);
}

void
test_server_free (TestServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->ended);

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  while (self->n_open > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_object_unref (self->ended);
  clear_answer (&self->answer);
  g_hash_table_unref (self->paths);
  g_string_free (self->asked, TRUE);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->request);
  g_free (self->url);
  g_free (self);
}

void
test_server_set_answer (TestServer *self,
                        TestAnswer  answer)
{
  g_mutex_lock (&self->lock);
  clear_answer (&self->answer);
  copy_answer (&answer, &self->answer);
  self->n_answers++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
test_server_set_path (TestServer *self,
                      const char *path,
                      TestAnswer  answer)
{
  TestAnswer *copy = g_new0 (TestAnswer, 1);

  copy_answer (&answer, copy);
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->paths, g_strdup (path), copy);
  g_mutex_unlock (&self->lock);
}

char *
test_server_dup_paths (TestServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->asked->str);
}

const char *
test_server_get_url (TestServer *self)
{
  return self->url;
}

guint
test_server_get_port (TestServer *self)
{
  return self->port;
}

guint
test_server_count_requests (TestServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_requests;
}

guint
test_server_count_open (TestServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_open;
}

gsize
test_server_get_sent (TestServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->sent;
}

char *
test_server_dup_request (TestServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->request);
}
