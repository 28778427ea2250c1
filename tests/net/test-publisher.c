/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "publisher-fixture.h"
#include "signet-test.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static void
test_get (PublisherFixture *f,
          gconstpointer     data)
{
  g_autoptr (HttpReply) reply = publisher_get_set (f, NULL);
  g_autofree char *etag = http_dup_header (reply, "ETag");
  g_autofree char *server = http_dup_header (reply, "Server");
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/.well-known/jwks.json", f->port);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, SET_ONE);
  http_assert_header (reply, "Content-Type", "application/json");
  http_assert_header (reply, "Cache-Control", "public, max-age=300");
  http_assert_header (reply, "Vary", "Accept");
  http_assert_header (reply, "X-Content-Type-Options", "nosniff");
  http_assert_header (reply, "Access-Control-Allow-Origin", NULL);
  g_assert_nonnull (etag);
  g_assert_cmpint (etag[0], ==, '"');
  g_assert_true (g_str_has_suffix (etag, "\"") && strlen (etag) > 16);
  /* which versions run here is nobody's business */
  g_assert_true (server == NULL || strpbrk (server, "0123456789") == NULL);

  g_assert_true (signet_jwks_publisher_is_running (f->publisher));
  g_assert_cmpstr (signet_jwks_publisher_get_url (f->publisher), ==, url);
}

static void
test_head (PublisherFixture *f,
           gconstpointer     data)
{
  g_autoptr (GSocketConnection) connection = publisher_connect (f);
  g_autoptr (HttpReply) get = http_ask (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  g_autoptr (HttpReply) head = http_ask (connection, "HEAD /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  /* no body came that would be in the way of the next answer */
  g_autoptr (HttpReply) again = http_ask (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  static const char * const names[] = { "Content-Type", "Content-Length", "ETag", "Vary", "Cache-Control" };

  g_assert_cmpuint (head->status, ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = http_dup_header (get, names[i]);

      g_assert_nonnull (value);
      http_assert_header (head, names[i], value);
    }
  g_assert_cmpstr (again->body, ==, SET_ONE);
}

static void
test_options (PublisherFixture *f,
              gconstpointer     data)
{
  g_autoptr (HttpReply) reply = publisher_ask (f, "OPTIONS", SIGNET_JWKS_PATH, "Origin: http://page.example\r\n");

  g_assert_cmpuint (reply->status, ==, 204);
  http_assert_header (reply, "Allow", "GET, HEAD, OPTIONS");
  http_assert_header (reply, "Access-Control-Allow-Origin", NULL);
  http_assert_header (reply, "Access-Control-Allow-Methods", NULL);
}

static void
test_paths (PublisherFixture *f,
            gconstpointer     data)
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
    { "/.well-known/jwks.json#x", 404 },
    /* libsoup takes any white space for the one that ends the method */
    { " /.well-known/jwks.json", 404 },
    { " /x/../.well-known/jwks.json", 404 },
    { "\t/x/../.well-known/jwks.json", 404 },
    { "/.well-known/jwks.json\t", 404 },
    { "/decode", 404 },
  };
  g_autoptr (HttpReply) post = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HttpReply) reply = publisher_ask (f, "GET", cases[i].path, NULL);

      g_test_message ("%s", cases[i].path);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      http_assert_header (reply, "X-Content-Type-Options", "nosniff");
    }

  /* what is not here is not here, with a body as well */
  post = publisher_ask_with_body (f, "POST", "/encode", "Content-Type: application/json\r\nContent-Length: 2\r\n", "{}");
  g_assert_cmpuint (post->status, ==, 404);
}

static void
test_methods (PublisherFixture *f,
              gconstpointer     data)
{
  static const char * const methods[] = { "POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "BREW" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (HttpReply) reply = publisher_ask (f, methods[i], SIGNET_JWKS_PATH, NULL);

      g_test_message ("%s", methods[i]);
      g_assert_cmpuint (reply->status, ==, 405);
      http_assert_header (reply, "Allow", "GET, HEAD, OPTIONS");
      g_assert_cmpstr (reply->body, ==, "");
    }
}

static void
test_bodies (PublisherFixture *f,
             gconstpointer     data)
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
      g_autoptr (HttpReply) reply = publisher_ask_with_body (f, cases[i].method, SIGNET_JWKS_PATH, cases[i].headers, cases[i].body);

      g_test_message ("%s %s", cases[i].method, cases[i].headers);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

/* A name that somebody's DNS points here (DNS rebinding) is not ours. */
static void
test_hosts (PublisherFixture *f,
            gconstpointer     data)
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
      g_autoptr (HttpReply) reply = publisher_get_set (f, header);

      g_test_message ("%s", cases[i].host);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].status != 200)
        {
          g_assert_null (strstr (reply->body, "kid"));
          g_assert_true (g_str_has_prefix (reply->head, "HTTP/1.1 421 Misdirected Request\r\n"));
        }
    }
}

/* At every address: what it says of itself can be asked there, and the one that it was given may be named. */
static void
test_any_address (PublisherFixture *f,
                  gconstpointer     data)
{
  static const struct { const char *address; const char *header; } cases[] = {
    { "0.0.0.0", "Host: 0.0.0.0\r\n" }, { "::", "Host: [::]\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSocketConnection) connection = NULL;
      g_autoptr (GInetAddress) address = NULL;
      g_autoptr (GUri) uri = NULL;
      g_auto (GStrv) parts = NULL;
      g_autofree char *request = NULL;
      g_autoptr (HttpReply) reply = NULL;
      g_autoptr (HttpReply) named = NULL;
      g_autoptr (HttpReply) other = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].address);
      if (!signet_jwks_publisher_start (f->publisher, cases[i].address, 0, FALSE, &error))
        {
          g_test_skip (error->message);
          return;
        }
      f->port = signet_jwks_publisher_get_port (f->publisher);
      uri = g_uri_parse (signet_jwks_publisher_get_url (f->publisher), G_URI_FLAGS_NONE, &error);
      g_assert_no_error (error);
      address = g_inet_address_new_from_string (g_uri_get_host (uri));
      g_assert_nonnull (address);
      g_assert_false (g_inet_address_get_is_any (address));

      connection = http_try_connect (g_uri_get_host (uri), f->port, &error);
      g_assert_no_error (error);
      parts = g_strsplit (signet_jwks_publisher_get_url (f->publisher), "/", 4);
      request = g_strdup_printf ("GET /%s HTTP/1.1\r\nHost: %s\r\n\r\n", parts[3], parts[2]);
      reply = http_ask (connection, request);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, SET_ONE);

      named = publisher_get_set (f, cases[i].header);
      g_assert_cmpuint (named->status, ==, 200);
      other = publisher_get_set (f, "Host: evil.example\r\n");
      g_assert_cmpuint (other->status, ==, 421);
      signet_jwks_publisher_stop (f->publisher);
    }
}

/* Of two hosts both must be ours, and there is but one header of that name. */
static void
test_two_hosts (PublisherFixture *f,
                gconstpointer     data)
{
  static const struct { const char *request; guint status; } cases[] = {
    { "GET http://localhost/.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 200 },
    { "GET http://127.0.0.1:80/.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 200 },
    { "GET http://[::1]/.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 200 },
    { "GET http://evil.example/.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 421 },
    { "GET http://localhost@evil.example/.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 421 },
    { "GET http://localhost/.well-known/jwks.json HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421 },
    { "GET /.well-known/jwks.json HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n", 421 },
    { "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 421 },
    { "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 200 },
    { "GET /.well-known/jwks.json HTTP/1.1\r\n\r\n", 400 },
    { "GET /.well-known/jwks.json HTTP/1.0\r\n\r\n", 200 },
    { "GET http://localhost/.well-known/jwks.json HTTP/1.0\r\n\r\n", 200 },
    { "GET http://evil.example/.well-known/jwks.json HTTP/1.0\r\n\r\n", 421 },
    { "GET /.well-known/jwks.json HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421 },
  };
  g_autoptr (GSocketConnection) connection = publisher_connect (f);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HttpReply) reply = NULL;

      g_test_message ("%s", cases[i].request);
      reply = http_ask (connection, cases[i].request);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      /* one connection, as long as there is nothing to refuse */
      if (cases[i].status != 200 || strstr (cases[i].request, "HTTP/1.0") != NULL)
        {
          g_object_unref (connection);
          connection = publisher_connect (f);
        }
    }
}

static void
test_accept (PublisherFixture *f,
             gconstpointer     data)
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
      g_autoptr (HttpReply) reply = publisher_get_set (f, header);

      g_test_message ("%s", cases[i].accept);
      g_assert_cmpuint (reply->status, ==, 200);
      http_assert_header (reply, "Content-Type", cases[i].type);
      http_assert_header (reply, "Vary", "Accept");
      g_assert_cmpstr (reply->body, ==, SET_ONE);
    }
}

static char *
get_etag (PublisherFixture *f,
          const char       *headers)
{
  g_autoptr (HttpReply) reply = publisher_get_set (f, headers);

  return http_dup_header (reply, "ETag");
}

static guint
ask_if_none_match (PublisherFixture *f,
                   const char       *tags,
                   const char       *more)
{
  g_autofree char *headers = g_strdup_printf ("If-None-Match: %s\r\n%s", tags, more);
  g_autoptr (HttpReply) reply = publisher_get_set (f, headers);

  if (reply->status == 304)
    {
      g_autofree char *etag = http_dup_header (reply, "ETag");
      g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, strlen (SET_ONE));

      g_assert_nonnull (etag);
      http_assert_header (reply, "Content-Length", length);
      http_assert_header (reply, "Vary", "Accept");
      http_assert_header (reply, "Cache-Control", "public, max-age=300");
    }

  return reply->status;
}

static void
test_etag (PublisherFixture *f,
           gconstpointer     data)
{
  const char *jwk_set = "Accept: application/jwk-set+json\r\n";
  g_autofree char *json = get_etag (f, NULL);
  g_autofree char *json_again = get_etag (f, NULL);
  g_autofree char *other = get_etag (f, jwk_set);
  g_autofree char *list = g_strdup_printf ("\"x\", %s", json);
  g_autofree char *weak = g_strdup_printf ("W/%s", json);
  g_autofree char *changed = NULL;
  g_autofree char *known = NULL;
  g_autoptr (HttpReply) head = NULL;

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

  /* HEAD says what GET would */
  known = g_strdup_printf ("If-None-Match: %s\r\n", json);
  head = publisher_ask (f, "HEAD", SIGNET_JWKS_PATH, known);
  g_assert_cmpuint (head->status, ==, 304);

  publisher_publish (f, SET_TWO);
  changed = get_etag (f, NULL);
  g_assert_cmpstr (changed, !=, json);
  g_assert_cmpuint (ask_if_none_match (f, json, ""), ==, 200);
}

/* A part of a key set is of no use to anybody: the whole is what is sent, and as long as is said. */
static void
test_ranges (PublisherFixture *f,
             gconstpointer     data)
{
  static const char * const ranges[] = { "0-3", "-1", "1-", "0-0,2-2", "9999-", "3-1" };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *headers = g_strdup_printf ("Range: bytes=%s\r\n", ranges[i]);
      g_autoptr (HttpReply) reply = publisher_get_set (f, headers);

      g_test_message ("%s", ranges[i]);
      g_assert_cmpuint (reply->status, ==, 200);
      http_assert_header (reply, "Content-Range", NULL);
      g_assert_cmpstr (reply->body, ==, SET_ONE);
    }
}

/* One connection, many requests, and each sees the keys of its moment. */
static void
test_keep_alive (PublisherFixture *f,
                 gconstpointer     data)
{
  const char *request = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const char *condition = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: *\r\n\r\n";
  g_autofree char *twice = g_strconcat (request, request, NULL);
  g_autoptr (GSocketConnection) connection = publisher_connect (f);
  g_autoptr (HttpReply) first = NULL;
  g_autoptr (HttpReply) second = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (HttpReply) reply = NULL;

      publisher_publish (f, i % 2 == 0 ? SET_ONE : SET_TWO);
      reply = http_ask (connection, request);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, i % 2 == 0 ? SET_ONE : SET_TWO);
    }

  /* what has not changed has no body that would be in the way of the next answer */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HttpReply) unchanged = http_ask (connection, condition);
      g_autoptr (HttpReply) reply = http_ask (connection, request);

      g_assert_cmpuint (unchanged->status, ==, 304);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, SET_TWO);
    }

  /* two at once */
  first = http_ask (connection, twice);
  second = http_read_reply (connection, FALSE);
  g_assert_cmpstr (first->body, ==, SET_TWO);
  g_assert_nonnull (second);
  g_assert_cmpstr (second->body, ==, SET_TWO);
}

static void
test_cors (PublisherFixture *f,
           gconstpointer     data)
{
  g_autoptr (HttpReply) get = NULL;
  g_autoptr (HttpReply) options = NULL;
  g_autoptr (HttpReply) elsewhere = NULL;

  publisher_start (f, "127.0.0.1", TRUE);
  get = publisher_get_set (f, "Origin: http://page.example\r\n");
  http_assert_header (get, "Access-Control-Allow-Origin", "*");
  options = publisher_ask (f, "OPTIONS", SIGNET_JWKS_PATH, NULL);
  http_assert_header (options, "Access-Control-Allow-Origin", "*");
  http_assert_header (options, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
  http_assert_header (options, "Access-Control-Max-Age", "300");
  http_assert_header (options, "Allow", "GET, HEAD, OPTIONS");
  signet_jwks_publisher_stop (f->publisher);

  /* what the network sees, web pages may see */
  publisher_start (f, "0.0.0.0", FALSE);
  elsewhere = publisher_get_set (f, NULL);
  http_assert_header (elsewhere, "Access-Control-Allow-Origin", "*");
}

static void
test_ipv6 (PublisherFixture *f,
           gconstpointer     data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (HttpReply) reply = NULL;
  g_autofree char *url = NULL;

  if (!signet_jwks_publisher_start (f->publisher, "::1", 0, FALSE, &error))
    {
      g_test_skip (error->message);
      return;
    }

  f->port = signet_jwks_publisher_get_port (f->publisher);
  url = g_strdup_printf ("http://[::1]:%u/.well-known/jwks.json", f->port);
  g_assert_cmpstr (signet_jwks_publisher_get_url (f->publisher), ==, url);
  connection = http_try_connect ("::1", f->port, &error);
  g_assert_no_error (error);
  reply = http_ask (connection, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: [::1]\r\n\r\n");
  g_assert_cmpuint (reply->status, ==, 200);
  http_assert_header (reply, "Access-Control-Allow-Origin", NULL);
}

/* How many of our sockets are at a port of the loopback other than the publisher's, and *port one of those that listen. */
static guint
count_elsewhere (PublisherFixture *f,
                 gboolean          listening,
                 guint            *port)
{
  guint n = 0;

  for (int fd = 0; fd < 1024; fd++)
    {
      struct sockaddr_in address = { 0 };
      socklen_t size = sizeof address;
      int listens = 0;
      socklen_t listens_size = sizeof listens;

      if (getsockname (fd, (struct sockaddr *) &address, &size) != 0 || address.sin_family != AF_INET ||
          getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_size) != 0 ||
          (listens != 0) != listening || ntohs (address.sin_port) == f->port)
        continue;
      if (listening)
        *port = ntohs (address.sin_port);
      else if (ntohs (address.sin_port) != *port)
        continue;
      n++;
    }

  return n;
}

/* A second port that libsoup wants is no way round the limits: nobody is let in there. */
static void
test_second_port (PublisherFixture *f,
                  gconstpointer     data)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (HttpReply) first = publisher_get_set (f, NULL);
  guint port = 0;

  /* the server's thread has begun */
  g_assert_cmpuint (first->status, ==, 200);
  if (count_elsewhere (f, TRUE, &port) == 0)
    {
      g_test_skip ("there is none");
      return;
    }

  address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  for (guint i = 0; i < 10; i++)
    {
      GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_ptr_array_add (held, socket);
      g_socket_set_blocking (socket, FALSE);
      g_socket_connect (socket, address, NULL, NULL);
    }

  /* the server's thread has gone round its main loop since */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (HttpReply) reply = publisher_get_set (f, NULL);

      g_assert_cmpuint (reply->status, ==, 200);
    }
  g_assert_cmpuint (count_elsewhere (f, FALSE, &port), ==, 0);
}

static void
test_stop (PublisherFixture *f,
           gconstpointer     data)
{
  g_autoptr (GSocketConnection) idle = publisher_connect (f);
  g_autoptr (GSocketConnection) half = publisher_connect (f);
  g_autoptr (GSocketConnection) refused = NULL;
  g_autoptr (HttpReply) before = NULL;
  g_autoptr (HttpReply) after = NULL;
  g_autoptr (GError) error = NULL;
  guint port = f->port;
  gint64 start_time;

  before = http_ask (idle, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  g_assert_cmpuint (before->status, ==, 200);
  http_send (half, "GET /.well-kn");

  start_time = g_get_monotonic_time ();
  signet_jwks_publisher_stop (f->publisher);
  /* nobody is waited for: both could have taken 10 s and more */
  g_assert_cmpint (g_get_monotonic_time () - start_time, <, 5 * G_TIME_SPAN_SECOND);
  g_assert_false (signet_jwks_publisher_is_running (f->publisher));
  g_assert_null (signet_jwks_publisher_get_url (f->publisher));
  g_assert_cmpuint (signet_jwks_publisher_get_port (f->publisher), ==, 0);
  g_assert_null (http_read_reply (idle, FALSE));
  g_assert_null (http_read_reply (half, FALSE));
  refused = http_try_connect ("127.0.0.1", port, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_clear_error (&error);

  /* again, at the very port */
  signet_jwks_publisher_start (f->publisher, "127.0.0.1", port, FALSE, &error);
  g_assert_no_error (error);
  after = publisher_get_set (f, NULL);
  g_assert_cmpuint (after->status, ==, 200);
}

static void
test_start_errors (PublisherFixture *f,
                   gconstpointer     data)
{
  g_autoptr (SignetJwksPublisher) second = signet_jwks_publisher_new (publisher_provide, f, NULL);
  g_autoptr (HttpReply) reply = NULL;
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
  reply = publisher_get_set (f, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/publisher/" path, PublisherFixture, NULL, publisher_set_up, func, publisher_tear_down)
#define ADD_STOPPED(path, func) g_test_add ("/publisher/" path, PublisherFixture, "stopped", publisher_set_up, func, publisher_tear_down)
  ADD ("get", test_get);
  ADD ("head", test_head);
  ADD ("options", test_options);
  ADD ("paths", test_paths);
  ADD ("methods", test_methods);
  ADD ("bodies", test_bodies);
  ADD ("hosts", test_hosts);
  ADD ("two-hosts", test_two_hosts);
  ADD ("accept", test_accept);
  ADD ("etag", test_etag);
  ADD ("ranges", test_ranges);
  ADD ("keep-alive", test_keep_alive);
  ADD_STOPPED ("cors", test_cors);
  ADD_STOPPED ("ipv6", test_ipv6);
  ADD_STOPPED ("any-address", test_any_address);
  ADD ("second-port", test_second_port);
  ADD ("stop", test_stop);
  ADD ("start-errors", test_start_errors);

  return g_test_run ();
}
