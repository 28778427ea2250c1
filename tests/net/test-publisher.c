/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-publisher.h"
#include "signet-test.h"

#include <string.h>

#define SET_ONE "{\"keys\":[{\"kid\":\"one\"}]}"
#define SET_TWO "{\"keys\":[{\"kid\":\"one\"},{\"kid\":\"two\"}]}"

/* The publisher has a thread of its own, so that its clients here may block. */
typedef struct
{
  SignetJwksPublisher *publisher;
  guint port;

  GMutex lock;
  GBytes *bytes;   /* what the provider gives, under lock */
} Fixture;

typedef struct
{
  guint status;
  char *head;
  char *body;
} Reply;

static void
reply_free (Reply *reply)
{
  g_free (reply->head);
  g_free (reply->body);
  g_free (reply);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

static GBytes *
provide (gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&f->lock);

  return g_bytes_ref (f->bytes);
}

static void
publish (Fixture    *f,
         const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&f->lock);

  g_clear_pointer (&f->bytes, g_bytes_unref);
  f->bytes = g_bytes_new_static (text, strlen (text));
}

static void
start (Fixture    *f,
       const char *address,
       gboolean    cors)
{
  g_autoptr (GError) error = NULL;

  signet_jwks_publisher_start (f->publisher, address, 0, cors, &error);
  g_assert_no_error (error);
  f->port = signet_jwks_publisher_get_port (f->publisher);
  g_assert_cmpuint (f->port, >, 0);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_mutex_init (&f->lock);
  publish (f, SET_ONE);
  f->publisher = signet_jwks_publisher_new (provide, f, NULL);
  if (data == NULL)
    start (f, "127.0.0.1", FALSE);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->publisher);
  g_bytes_unref (f->bytes);
  g_mutex_clear (&f->lock);
}

static GSocketConnection *
try_connect (const char  *address,
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

static GSocketConnection *
connect_to (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = try_connect ("127.0.0.1", f->port, &error);

  g_assert_no_error (error);
  return connection;
}

static void
send_text (GSocketConnection *connection,
           const char        *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text), NULL,
                             NULL, &error);
  g_assert_no_error (error);
}

static char *
get_header (const Reply *reply,
            const char  *name)
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
static Reply *
read_reply (GSocketConnection *connection,
            gboolean           is_head)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (Reply) reply = g_new0 (Reply, 1);
  GString *head = g_string_new (NULL);
  g_autofree char *length = NULL;
  gsize size;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") && g_input_stream_read (input, &byte, 1, NULL, NULL) == 1)
    g_string_append_c (head, byte);
  reply->head = g_string_free (head, FALSE);
  if (!g_str_has_suffix (reply->head, "\r\n\r\n"))
    return NULL;

  g_assert_true (g_str_has_prefix (reply->head, "HTTP/1."));
  reply->status = (guint) g_ascii_strtoull (reply->head + strlen ("HTTP/1.1 "), NULL, 10);
  length = get_header (reply, "Content-Length");
  size = length != NULL && !is_head && reply->status != 304 ? g_ascii_strtoull (length, NULL, 10) : 0;
  reply->body = g_malloc0 (size + 1);
  g_assert_true (g_input_stream_read_all (input, reply->body, size, NULL, NULL, NULL));

  return g_steal_pointer (&reply);
}

static Reply *
ask_on (GSocketConnection *connection,
        const char        *request)
{
  Reply *reply;

  send_text (connection, request);
  reply = read_reply (connection, g_str_has_prefix (request, "HEAD "));
  g_assert_nonnull (reply);

  return reply;
}

/* headers: whole lines, Host among them where it is not to be the right one */
static Reply *
ask_with_body (Fixture    *f,
               const char *method,
               const char *path,
               const char *headers,
               const char *body)
{
  g_autoptr (GSocketConnection) connection = connect_to (f);
  g_autofree char *host = g_strdup_printf ("Host: 127.0.0.1:%u\r\n", f->port);
  g_autofree char *request = NULL;

  if (headers != NULL && strstr (headers, "Host:") != NULL)
    request = g_strdup_printf ("%s %s HTTP/1.1\r\n%s\r\n%s", method, path, headers, body);
  else
    request = g_strdup_printf ("%s %s HTTP/1.1\r\n%s%s\r\n%s", method, path, host, headers != NULL ? headers : "", body);

  return ask_on (connection, request);
}

static Reply *
ask (Fixture    *f,
     const char *method,
     const char *path,
     const char *headers)
{
  return ask_with_body (f, method, path, headers, "");
}

static Reply *
get_set (Fixture    *f,
         const char *headers)
{
  return ask (f, "GET", SIGNET_JWKS_PATH, headers);
}

static void
assert_header (const Reply *reply,
               const char  *name,
               const char  *value)
{
  g_autofree char *found = get_header (reply, name);

  g_assert_cmpstr (found, ==, value);
}

static void
test_get (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr (Reply) reply = get_set (f, NULL);
  g_autofree char *etag = get_header (reply, "ETag");
  g_autofree char *server = get_header (reply, "Server");
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/.well-known/jwks.json", f->port);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, SET_ONE);
  assert_header (reply, "Content-Type", "application/json");
  assert_header (reply, "Cache-Control", "public, max-age=300");
  assert_header (reply, "Vary", "Accept");
  assert_header (reply, "X-Content-Type-Options", "nosniff");
  assert_header (reply, "Access-Control-Allow-Origin", NULL);
  g_assert_nonnull (etag);
  g_assert_cmpint (etag[0], ==, '"');
  g_assert_true (g_str_has_suffix (etag, "\"") && strlen (etag) > 16);
  /* which versions run here is nobody's business */
  g_assert_true (server == NULL || strpbrk (server, "0123456789") == NULL);

  g_assert_true (signet_jwks_publisher_is_running (f->publisher));
  g_assert_cmpstr (signet_jwks_publisher_get_url (f->publisher), ==, url);
}

static void
test_head (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GSocketConnection) connection = connect_to (f);
  g_autoptr (Reply) get = ask_on (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  g_autoptr (Reply) head = ask_on (connection, "HEAD /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  /* no body came that would be in the way of the next answer */
  g_autoptr (Reply) again = ask_on (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  static const char * const names[] = { "Content-Type", "Content-Length", "ETag", "Vary", "Cache-Control" };

  g_assert_cmpuint (head->status, ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = get_header (get, names[i]);

      g_assert_nonnull (value);
      assert_header (head, names[i], value);
    }
  g_assert_cmpstr (again->body, ==, SET_ONE);
}

static void
test_options (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (Reply) reply = ask (f, "OPTIONS", SIGNET_JWKS_PATH, "Origin: http://page.example\r\n");

  g_assert_cmpuint (reply->status, ==, 204);
  assert_header (reply, "Allow", "GET, HEAD, OPTIONS");
  assert_header (reply, "Access-Control-Allow-Origin", NULL);
  assert_header (reply, "Access-Control-Allow-Methods", NULL);
}

static void
test_paths (Fixture       *f,
            gconstpointer  data)
{
  static const struct { const char *path; guint status; } cases[] = {
    { "/.well-known/jwks.json", 200 },
    { "/.well-known/jwks.json?x=1", 200 },
    { "/", 404 },
    { "/.well-known", 404 },
    { "/.well-known/", 404 },
    { "/.well-known/jwks.json/", 404 },
    { "/.well-known/jwks.json/more", 404 },
    { "/.well-known/jwks.json2", 404 },
    { "/.well-known/jwks", 404 },
    { "/.Well-Known/jwks.json", 404 },
    { "//.well-known/jwks.json", 404 },
    { "/.well-known%2Fjwks.json", 404 },
    { "/decode", 404 },
  };
  g_autoptr (Reply) post = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = ask (f, "GET", cases[i].path, NULL);

      g_test_message ("%s", cases[i].path);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      assert_header (reply, "X-Content-Type-Options", "nosniff");
    }

  /* what is not here is not here, with a body as well */
  post = ask_with_body (f, "POST", "/encode", "Content-Type: application/json\r\nContent-Length: 2\r\n", "{}");
  g_assert_cmpuint (post->status, ==, 404);
}

static void
test_methods (Fixture       *f,
              gconstpointer  data)
{
  static const char * const methods[] = { "POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "BREW" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (Reply) reply = ask (f, methods[i], SIGNET_JWKS_PATH, NULL);

      g_test_message ("%s", methods[i]);
      g_assert_cmpuint (reply->status, ==, 405);
      assert_header (reply, "Allow", "GET, HEAD, OPTIONS");
      g_assert_cmpstr (reply->body, ==, "");
    }
}

static void
test_bodies (Fixture       *f,
             gconstpointer  data)
{
  static const struct { const char *method; const char *headers; const char *body; guint status; } cases[] = {
    { "GET", "Content-Length: 0\r\n", "", 200 },
    { "GET", "Content-Length: 1\r\n", "x", 413 },
    { "POST", "Content-Length: 2\r\n", "{}", 413 },
    { "PUT", "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n", 413 },
    { "GET", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 413 },
    { "POST", "Content-Length: 100000000\r\nExpect: 100-continue\r\n", "", 413 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = ask_with_body (f, cases[i].method, SIGNET_JWKS_PATH, cases[i].headers, cases[i].body);

      g_test_message ("%s %s", cases[i].method, cases[i].headers);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

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
test_large_body (Fixture       *f,
                 gconstpointer  data)
{
  enum { MEGABYTES = 64 };
  g_autofree char *megabyte = g_strnfill (1024 * 1024, 'x');
  g_autofree char *head = g_strdup_printf ("POST " SIGNET_JWKS_PATH " HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n",
                                           MEGABYTES * 1024 * 1024);
  g_autoptr (GSocketConnection) connection = connect_to (f);
  g_autoptr (Reply) reply = NULL;
  gsize before = get_peak_memory ();

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer keeps what was freed");
  return;
#endif

  send_text (connection, head);
  for (guint i = 0; i < MEGABYTES; i++)
    send_text (connection, megabyte);
  reply = read_reply (connection, FALSE);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 413);
  if (g_getenv ("SIGNET_TEST_TOOL") != NULL)
    g_test_skip ("the memory is mostly that of the tool that watches");
  else
    g_assert_cmpuint (get_peak_memory () - before, <, MEGABYTES / 4 * 1024 * 1024);
}

/* A name that somebody's DNS points here (DNS rebinding) is not ours. */
static void
test_hosts (Fixture       *f,
            gconstpointer  data)
{
  static const struct { const char *host; guint status; } cases[] = {
    { "127.0.0.1", 200 }, { "127.0.0.1:7515", 200 }, { "127.8.9.1", 200 }, { "localhost", 200 },
    { "LocalHost:80", 200 }, { "[::1]:7515", 200 }, { "[::1]", 200 },
    { "evil.example", 421 }, { "evil.example:7515", 421 }, { "localhost.evil.example", 421 },
    { "127.0.0.1.evil.example", 421 }, { "192.168.1.23", 421 }, { "[fe80::1]:7515", 421 }, { "203.0.113.7:7515", 421 },
    { "0.0.0.0", 421 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Host: %s\r\n", cases[i].host);
      g_autoptr (Reply) reply = get_set (f, header);

      g_test_message ("%s", cases[i].host);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].status != 200)
        g_assert_null (strstr (reply->body, "kid"));
    }
}

static void
test_accept (Fixture       *f,
             gconstpointer  data)
{
  static const struct { const char *accept; const char *type; } cases[] = {
    { "*/*", "application/json" },
    { "application/json", "application/json" },
    { "application/jwk-set+json", "application/jwk-set+json" },
    { "Application/JWK-Set+JSON", "application/jwk-set+json" },
    { "application/jwk-set+json, application/json;q=0.9, */*;q=0.1", "application/jwk-set+json" },
    { "application/json, application/jwk-set+json;q=0.5", "application/json" },
    { "application/json;q=0.5, application/jwk-set+json", "application/jwk-set+json" },
    { "application/jwk-set+json;q=0, */*", "application/json" },
    { "text/html", "application/json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Accept: %s\r\n", cases[i].accept);
      g_autoptr (Reply) reply = get_set (f, header);

      g_test_message ("%s", cases[i].accept);
      g_assert_cmpuint (reply->status, ==, 200);
      assert_header (reply, "Content-Type", cases[i].type);
      assert_header (reply, "Vary", "Accept");
      g_assert_cmpstr (reply->body, ==, SET_ONE);
    }
}

static char *
get_etag (Fixture    *f,
          const char *headers)
{
  g_autoptr (Reply) reply = get_set (f, headers);

  return get_header (reply, "ETag");
}

static guint
ask_if_none_match (Fixture    *f,
                   const char *tags,
                   const char *more)
{
  g_autofree char *headers = g_strdup_printf ("If-None-Match: %s\r\n%s", tags, more);
  g_autoptr (Reply) reply = get_set (f, headers);

  if (reply->status == 304)
    {
      g_autofree char *etag = get_header (reply, "ETag");

      g_assert_nonnull (etag);
      assert_header (reply, "Vary", "Accept");
      assert_header (reply, "Cache-Control", "public, max-age=300");
    }

  return reply->status;
}

static void
test_etag (Fixture       *f,
           gconstpointer  data)
{
  const char *jwk_set = "Accept: application/jwk-set+json\r\n";
  g_autofree char *json = get_etag (f, NULL);
  g_autofree char *json_again = get_etag (f, NULL);
  g_autofree char *other = get_etag (f, jwk_set);
  g_autofree char *list = g_strdup_printf ("\"x\", %s", json);
  g_autofree char *weak = g_strdup_printf ("W/%s", json);
  g_autofree char *changed = NULL;

  g_assert_cmpstr (json, ==, json_again);
  /* strong: two forms, two tags */
  g_assert_cmpstr (json, !=, other);

  g_assert_cmpuint (ask_if_none_match (f, json, ""), ==, 304);
  g_assert_cmpuint (ask_if_none_match (f, list, ""), ==, 304);
  g_assert_cmpuint (ask_if_none_match (f, weak, ""), ==, 304);
  g_assert_cmpuint (ask_if_none_match (f, "*", ""), ==, 304);
  g_assert_cmpuint (ask_if_none_match (f, "\"x\"", ""), ==, 200);
  g_assert_cmpuint (ask_if_none_match (f, other, ""), ==, 200);
  g_assert_cmpuint (ask_if_none_match (f, other, jwk_set), ==, 304);
  g_assert_cmpuint (ask_if_none_match (f, json, jwk_set), ==, 200);

  publish (f, SET_TWO);
  changed = get_etag (f, NULL);
  g_assert_cmpstr (changed, !=, json);
  g_assert_cmpuint (ask_if_none_match (f, json, ""), ==, 200);
}

/* One connection, many requests, and each sees the keys of its moment. */
static void
test_keep_alive (Fixture       *f,
                 gconstpointer  data)
{
  const char *request = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
  g_autofree char *twice = g_strconcat (request, request, NULL);
  g_autoptr (GSocketConnection) connection = connect_to (f);
  g_autoptr (Reply) first = NULL;
  g_autoptr (Reply) second = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (Reply) reply = NULL;

      publish (f, i % 2 == 0 ? SET_ONE : SET_TWO);
      reply = ask_on (connection, request);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, i % 2 == 0 ? SET_ONE : SET_TWO);
    }

  /* two at once */
  first = ask_on (connection, twice);
  second = read_reply (connection, FALSE);
  g_assert_cmpstr (first->body, ==, SET_TWO);
  g_assert_nonnull (second);
  g_assert_cmpstr (second->body, ==, SET_TWO);
}

static void
test_cors (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (Reply) get = NULL;
  g_autoptr (Reply) options = NULL;
  g_autoptr (Reply) elsewhere = NULL;

  start (f, "127.0.0.1", TRUE);
  get = get_set (f, "Origin: http://page.example\r\n");
  assert_header (get, "Access-Control-Allow-Origin", "*");
  options = ask (f, "OPTIONS", SIGNET_JWKS_PATH, NULL);
  assert_header (options, "Access-Control-Allow-Origin", "*");
  assert_header (options, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
  signet_jwks_publisher_stop (f->publisher);

  /* what the network sees, web pages may see */
  start (f, "0.0.0.0", FALSE);
  elsewhere = get_set (f, NULL);
  assert_header (elsewhere, "Access-Control-Allow-Origin", "*");
}

static void
test_ipv6 (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (Reply) reply = NULL;
  g_autofree char *url = NULL;

  if (!signet_jwks_publisher_start (f->publisher, "::1", 0, FALSE, &error))
    {
      g_test_skip (error->message);
      return;
    }

  f->port = signet_jwks_publisher_get_port (f->publisher);
  url = g_strdup_printf ("http://[::1]:%u/.well-known/jwks.json", f->port);
  g_assert_cmpstr (signet_jwks_publisher_get_url (f->publisher), ==, url);
  connection = try_connect ("::1", f->port, &error);
  g_assert_no_error (error);
  reply = ask_on (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: [::1]\r\n\r\n");
  g_assert_cmpuint (reply->status, ==, 200);
  assert_header (reply, "Access-Control-Allow-Origin", NULL);
}

static void
test_stop (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GSocketConnection) idle = connect_to (f);
  g_autoptr (GSocketConnection) half = connect_to (f);
  g_autoptr (GSocketConnection) refused = NULL;
  g_autoptr (Reply) before = NULL;
  g_autoptr (Reply) after = NULL;
  g_autoptr (GError) error = NULL;
  guint port = f->port;
  gint64 start_time;

  before = ask_on (idle, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  g_assert_cmpuint (before->status, ==, 200);
  send_text (half, "GET /.well-kn");

  start_time = g_get_monotonic_time ();
  signet_jwks_publisher_stop (f->publisher);
  /* nobody is waited for: both could have taken 10 s and more */
  g_assert_cmpint (g_get_monotonic_time () - start_time, <, 5 * G_TIME_SPAN_SECOND);
  g_assert_false (signet_jwks_publisher_is_running (f->publisher));
  g_assert_null (signet_jwks_publisher_get_url (f->publisher));
  g_assert_cmpuint (signet_jwks_publisher_get_port (f->publisher), ==, 0);
  g_assert_null (read_reply (idle, FALSE));
  g_assert_null (read_reply (half, FALSE));
  refused = try_connect ("127.0.0.1", port, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_clear_error (&error);

  /* again, at the very port */
  signet_jwks_publisher_start (f->publisher, "127.0.0.1", port, FALSE, &error);
  g_assert_no_error (error);
  after = get_set (f, NULL);
  g_assert_cmpuint (after->status, ==, 200);
}

static void
test_start_errors (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (SignetJwksPublisher) second = signet_jwks_publisher_new (provide, f, NULL);
  g_autoptr (Reply) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (signet_jwks_publisher_start (second, "127.0.0.1", f->port, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_clear_error (&error);
  g_assert_false (signet_jwks_publisher_is_running (second));

  g_assert_false (signet_jwks_publisher_start (second, "127.0.0.1", 70000, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (signet_jwks_publisher_start (second, "localhost", 0, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);

  g_assert_true (signet_jwks_publisher_start (second, "127.0.0.1", 0, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (signet_jwks_publisher_get_port (second), !=, f->port);

  /* the first did not notice */
  reply = get_set (f, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* Far more than there is room for, each of which has begun a request and never ends it. */
static void
test_slow_clients (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) slow = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 200; i++)
    {
      GSocketConnection *connection = connect_to (f);

      g_ptr_array_add (slow, connection);
      send_text (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nX-Drip: a");
      if (i % 20 == 19)
        {
          g_autoptr (Reply) reply = get_set (f, NULL);

          g_assert_cmpuint (reply->status, ==, 200);
          g_assert_cmpstr (reply->body, ==, SET_ONE);
        }
    }

  /* the first had to go, the last is still there */
  g_assert_null (read_reply (g_ptr_array_index (slow, 0), FALSE));
  send_text (g_ptr_array_index (slow, 199), "\r\nHost: localhost\r\n\r\n");
  {
    g_autoptr (Reply) reply = read_reply (g_ptr_array_index (slow, 199), FALSE);

    g_assert_nonnull (reply);
    g_assert_cmpuint (reply->status, ==, 200);
  }
}

/* Seen by the network: by the address that was called, and by sixteen of one computer at most. */
static void
test_network (Fixture       *f,
              gconstpointer  data)
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

  start (f, "0.0.0.0", FALSE);
  request = g_strdup_printf ("GET /.well-known/jwks.json HTTP/1.1\r\nHost: %s:%u\r\n\r\n", own, f->port);
  for (guint i = 0; i < 16; i++)
    {
      GSocketConnection *connection = try_connect (own, f->port, &error);
      g_autoptr (Reply) reply = NULL;

      g_assert_no_error (error);
      g_ptr_array_add (held, connection);
      reply = ask_on (connection, i == 0 ? foreign : request);
      g_assert_cmpuint (reply->status, ==, i == 0 ? 421 : 200);
      if (i == 0)
        {
          /* that one is closed, and another has its place */
          g_assert_null (read_reply (connection, FALSE));
          g_ptr_array_set_size (held, 0);
          g_ptr_array_add (held, try_connect (own, f->port, &error));
          g_assert_no_error (error);
        }
    }

  over = try_connect (own, f->port, &error);
  g_assert_no_error (error);
  g_assert_null (read_reply (over, FALSE));

  /* which shuts out nobody else */
  {
    g_autoptr (Reply) reply = get_set (f, NULL);

    g_assert_cmpuint (reply->status, ==, 200);
  }
}

static void
test_nonsense (Fixture       *f,
               gconstpointer  data)
{
  static const char * const requests[] = {
    "\r\n\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/9.9\r\n\r\n", "GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET http://evil.example/.well-known/jwks.json HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  };
  g_autoptr (Reply) reply = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (GSocketConnection) connection = connect_to (f);
      g_autoptr (Reply) answer = NULL;

      send_text (connection, requests[i]);
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
      answer = read_reply (connection, FALSE);
      if (answer != NULL)
        g_assert_cmpuint (answer->status, >=, 400);
    }

  reply = get_set (f, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/publisher/" path, Fixture, NULL, set_up, func, tear_down)
#define ADD_STOPPED(path, func) g_test_add ("/publisher/" path, Fixture, "stopped", set_up, func, tear_down)
  ADD ("get", test_get);
  ADD ("head", test_head);
  ADD ("options", test_options);
  ADD ("paths", test_paths);
  ADD ("methods", test_methods);
  ADD ("bodies", test_bodies);
  ADD ("large-body", test_large_body);
  ADD ("hosts", test_hosts);
  ADD ("accept", test_accept);
  ADD ("etag", test_etag);
  ADD ("keep-alive", test_keep_alive);
  ADD_STOPPED ("cors", test_cors);
  ADD_STOPPED ("ipv6", test_ipv6);
  ADD ("stop", test_stop);
  ADD ("start-errors", test_start_errors);
  ADD ("slow-clients", test_slow_clients);
  ADD_STOPPED ("network", test_network);
  ADD ("nonsense", test_nonsense);

  return g_test_run ();
}
