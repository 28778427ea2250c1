/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-json.h"
#include "signet-test.h"
#include "test-server.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATH "/.well-known/jwks.json"
#define OBJECT "{\"userId\":\"u1\",\"groceryList\":[\"milk\"]}"
#define LIMIT (512 * 1024)
#define N_CLIENTS 16

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

typedef struct
{
  CliServer *server;
  char      *url;     /* of the key set */
  guint      port;
  char      *token;   /* the bearer token */
} Fixture;

static char *
get_api_token (const char *option)
{
  g_autoptr (CliRun) run = cli_run (NULL, 0, "api-token", option, NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (run->out_size, ==, 44);   /* 32 bytes as base64url, and a newline */
  g_strchomp (run->out);

  return g_strdup (run->out);
}

static void
set_up_server (Fixture    *f,
               const char *option)
{
  g_autoptr (GUri) uri = NULL;

  f->server = cli_server_new (&f->url, "--port", "0", option, NULL);
  uri = g_uri_parse (f->url, G_URI_FLAGS_NONE, NULL);
  f->port = (guint) g_uri_get_port (uri);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  cli_use_file_keyring ();
  f->token = get_api_token (NULL);
  set_up_server (f, data != NULL ? data : "--api");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *said = NULL;

  g_assert_cmpint (cli_server_stop_full (f->server, SIGTERM, &said), ==, 0);
  /* what a service says is kept in the journal */
  g_assert_true (f->token == NULL || strstr (said, f->token) == NULL);
  g_free (f->url);
  g_free (f->token);
}

/* Sends the bytes and reads until the server closes; it may block: the server is another process. */
static Reply *
talk (guint       port,
      const char *head,
      const char *body,
      gsize       body_size)
{
  Reply *reply = g_new0 (Reply, 1);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GOutputStream *out;
  char buffer[4096];
  const char *end;
  gssize n;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_assert_no_error (error);
  out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (out, body, body_size, NULL, NULL, &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer,
                                   NULL, &error)) > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_no_error (error);

  g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 "));
  end = strstr (answer->str, "\r\n\r\n");
  g_assert_nonnull (end);
  reply->status = (guint) g_ascii_strtoull (answer->str + 9, NULL, 10);
  reply->head = g_strndup (answer->str, (gsize) (end + 2 - answer->str));
  reply->body = g_strdup (end + 4);

  return reply;
}

/* headers: whole lines */
static Reply *
ask (Fixture    *f,
     const char *line,
     const char *headers,
     const char *body)
{
  g_autofree char *head = g_strdup_printf ("%s HTTP/1.1\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n",
                                           line, strlen (body), headers);

  return talk (f->port, head, body, strlen (body));
}

#define HOST "Host: localhost\r\n"
#define JSON_TYPE "Content-Type: application/json\r\n"

static Reply *
encode (Fixture    *f,
        const char *token,
        const char *body)
{
  g_autofree char *headers = g_strdup_printf (HOST JSON_TYPE "Authorization: Bearer %s\r\n", token);

  return ask (f, "POST /encode", headers, body);
}

static Reply *
decode (Fixture    *f,
        const char *uri,
        const char *token)
{
  g_autofree char *body = g_strdup_printf ("{\"jwksUri\":\"%s\",\"token\":\"%s\"}", uri, token);

  return ask (f, "POST /decode", HOST JSON_TYPE, body);
}

/* (transfer full): the token of {"token":"…"}, which is all that there is. */
static char *
get_token (Reply *reply)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotJson) json = jot_json_parse (reply->body, -1, &error);
  const char *token;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_no_error (error);
  g_assert_cmpuint (jot_json_node_get_size (jot_json_get_root (json)), ==, 1);
  token = jot_json_node_get_string_member (jot_json_get_root (json), "token");
  g_assert_nonnull (token);

  return g_strdup (token);
}

/* What is signed here is what "signet sign" signs, and both ways of checking agree on it. */
static void
test_round_trip (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (Reply) encoded = encode (f, f->token, OBJECT);
  g_autofree char *token = get_token (encoded);
  g_autoptr (Reply) decoded = decode (f, f->url, token);
  g_autoptr (CliRun) verified = cli_run (token, -1, "verify", "--jwks", f->url, NULL);
  g_autofree char *line = NULL;

  g_assert_nonnull (strstr (encoded->head, "\r\nContent-Type: application/json\r\n"));
  g_assert_cmpuint (decoded->status, ==, 200);
  g_assert_nonnull (strstr (decoded->head, "\r\nContent-Type: application/json\r\n"));
  g_assert_true (g_str_has_prefix (decoded->body, "{\"sub\":\"u1\",\"iat\":"));
  g_assert_nonnull (strstr (decoded->body, "\"exp\":"));
  g_assert_true (g_str_has_suffix (decoded->body, "\"groceryList\":[\"milk\"],\"userId\":\"u1\"}"));
  g_assert_cmpint (verified->status, ==, 0);
  line = g_strconcat (decoded->body, "\n", NULL);
  g_assert_cmpstr (verified->out, ==, line);
}

/* Each row is one change away from one that is answered with 200 or 422. */
static void
test_statuses (Fixture       *f,
               gconstpointer  data)
{
#define AUTH "Authorization: Bearer TOKEN\r\n"
  static const struct { const char *line, *headers, *body; guint status; const char *header, *answer; } rows[] = {
    { "POST /encode", HOST JSON_TYPE AUTH, OBJECT, 200 },
    { "POST /encode", HOST JSON_TYPE "authorization: bearer TOKEN\r\n", OBJECT, 200 },
    { "POST /encode", HOST AUTH "Content-Type: application/json; charset=utf-8\r\n", OBJECT, 200 },
    { "POST /encode", HOST JSON_TYPE AUTH, "{}", 200 },
    { "POST /encode", HOST JSON_TYPE, OBJECT, 401, "WWW-Authenticate: Bearer" },
    { "POST /encode", HOST JSON_TYPE "Authorization: Bearer TOKENx\r\n", OBJECT, 401, "WWW-Authenticate: Bearer" },
    { "POST /encode", HOST JSON_TYPE "Authorization: Bearer xTOKEN\r\n", OBJECT, 401, "WWW-Authenticate: Bearer" },
    { "POST /encode", HOST JSON_TYPE "Authorization: Bearer \r\n", OBJECT, 401, "WWW-Authenticate: Bearer" },
    { "POST /encode", HOST JSON_TYPE "Authorization: Basic TOKEN\r\n", OBJECT, 401, "WWW-Authenticate: Bearer" },
    { "POST /encode", HOST JSON_TYPE AUTH, "", 400, NULL, "Bad Payload" },
    { "POST /encode", HOST JSON_TYPE AUTH, "{", 400, NULL, "Bad Payload" },
    { "POST /encode", HOST JSON_TYPE AUTH, "[1]", 400, NULL, "Bad Payload" },
    { "POST /encode", HOST JSON_TYPE AUTH, "{\"a\":1,\"a\":2}", 400, NULL, "Bad Payload" },
    { "POST /encode", HOST JSON_TYPE AUTH, "{\"exp\":\"soon\"}", 400, NULL, "Bad Payload" },
    { "POST /encode", HOST AUTH, OBJECT, 415 },
    { "POST /encode", HOST AUTH "Content-Type: text/plain\r\n", OBJECT, 415 },
    { "POST /encode", HOST AUTH "Content-Type: application/x-www-form-urlencoded\r\n", OBJECT, 415 },
    { "POST /encode", "Host: evil.example\r\n" JSON_TYPE AUTH, OBJECT, 421 },
    { "PUT /encode", HOST JSON_TYPE AUTH, OBJECT, 405, "Allow: POST" },
    { "GET /encode", HOST JSON_TYPE AUTH, "", 405, "Allow: POST" },
    { "OPTIONS /encode", HOST JSON_TYPE AUTH "Origin: http://x\r\n", "", 405, "Allow: POST" },
    { "POST /encodeX", HOST JSON_TYPE AUTH, OBJECT, 404 },
    { "POST //encode", HOST JSON_TYPE AUTH, OBJECT, 404 },
    { "POST /encode/", HOST JSON_TYPE AUTH, OBJECT, 404 },
    { "POST /decode", HOST JSON_TYPE, "{\"jwksUri\":\"http://10.0.0.1/\",\"token\":\"x\"}", 422, "Signet-Error: malformed" },
    { "POST /decode", HOST JSON_TYPE, "{\"jwksUri\":\"http://10.0.0.1/\"}", 400, NULL, "Bad Payload" },
    { "POST /decode", HOST JSON_TYPE, "{\"token\":\"x\"}", 400, NULL, "Bad Payload" },
    { "POST /decode", HOST JSON_TYPE, "{\"jwksUri\":1,\"token\":\"x\"}", 400, NULL, "Bad Payload" },
    { "POST /decode", HOST JSON_TYPE, "x", 400, NULL, "Bad Payload" },
    { "POST /decode", HOST JSON_TYPE, "", 400, NULL, "Bad Payload" },
    { "POST /decode", HOST, "{\"jwksUri\":\"http://10.0.0.1/\",\"token\":\"x\"}", 415 },
    { "POST /decode", "Host: evil.example\r\n" JSON_TYPE, "{\"jwksUri\":\"http://10.0.0.1/\",\"token\":\"x\"}", 421 },
    { "DELETE /decode", HOST JSON_TYPE, "{\"jwksUri\":\"http://10.0.0.1/\",\"token\":\"x\"}", 405, "Allow: POST" },
    { "POST " PATH, HOST JSON_TYPE, "{}", 413 },
    { "GET " PATH, HOST, "", 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) headers = g_string_new (rows[i].headers);
      g_autoptr (Reply) reply = NULL;

      g_string_replace (headers, "TOKEN", f->token, 0);
      reply = ask (f, rows[i].line, headers->str, rows[i].body);
      g_test_message ("row %u: %s: %s", i, rows[i].line, reply->body);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
      if (rows[i].header != NULL)
        {
          g_autofree char *line = g_strdup_printf ("\r\n%s\r\n", rows[i].header);

          g_assert_nonnull (strstr (reply->head, line));
        }
      if (rows[i].answer != NULL)
        g_assert_cmpstr (reply->body, ==, rows[i].answer);
      g_assert_null (strstr (reply->head, "Access-Control"));
      g_assert_null (strstr (reply->body, f->token));
    }
}

/* --cors is for the key set alone. */
static void
test_no_cors (void)
{
  Fixture f = { 0 };
  g_autoptr (Reply) key_set = NULL;
  g_autoptr (Reply) encoded = NULL;

  cli_use_file_keyring ();
  f.token = get_api_token (NULL);
  f.server = cli_server_new (&f.url, "--port", "0", "--api", "--cors", NULL);
  f.port = (guint) g_ascii_strtoull (strrchr (f.url, ':') + 1, NULL, 10);
  key_set = ask (&f, "GET " PATH, HOST, "");
  encoded = encode (&f, f.token, OBJECT);

  g_assert_nonnull (strstr (key_set->head, "Access-Control-Allow-Origin"));
  g_assert_cmpuint (encoded->status, ==, 200);
  g_assert_null (strstr (encoded->head, "Access-Control"));
  tear_down (&f, NULL);
}

static void
test_off (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr (Reply) encoded = encode (f, f->token, OBJECT);
  g_autoptr (Reply) decoded = decode (f, f->url, "x");
  g_autoptr (Reply) key_set = ask (f, "GET " PATH, HOST, "");

  g_assert_cmpuint (encoded->status, ==, 404);
  g_assert_cmpuint (decoded->status, ==, 404);
  g_assert_cmpuint (key_set->status, ==, 200);
}

/* The last byte that is allowed, and the first that is not, whether the size is told or not. */
static void
test_limit (Fixture       *f,
            gconstpointer  data)
{
  static const struct { gsize size; gboolean chunked; guint status; } rows[] = {
    { LIMIT, FALSE, 200 }, { LIMIT + 1, FALSE, 413 }, { LIMIT, TRUE, 200 }, { LIMIT + 1, TRUE, 413 },
    { LIMIT * 8, TRUE, 413 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) body = g_string_new (NULL);
      g_autofree char *size = NULL;
      g_autofree char *head = NULL;
      g_autofree char *spaces = g_strnfill (rows[i].size - 2, ' ');
      g_autoptr (Reply) reply = NULL;

      if (rows[i].chunked)
        g_string_append_printf (body, "%zx\r\n{%s}\r\n0\r\n\r\n", rows[i].size, spaces);
      else
        g_string_append_printf (body, "{%s}", spaces);
      size = rows[i].chunked ? g_strdup ("Transfer-Encoding: chunked")
                             : g_strdup_printf ("Content-Length: %zu", rows[i].size);
      head = g_strdup_printf ("POST /encode HTTP/1.1\r\nConnection: close\r\n" HOST JSON_TYPE
                              "Authorization: Bearer %s\r\n%s\r\n\r\n", f->token, size);
      reply = talk (f->port, head, body->str, body->len);
      g_test_message ("row %u", i);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
    }
}

/* Refused with its sentence and code; the same token with its own key set is not. */
static void
test_refusals (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (Reply) encoded = encode (f, f->token, OBJECT);
  g_autofree char *token = get_token (encoded);
  g_autofree char *changed = g_strdup (token);
  g_autofree char *keys = g_build_filename (g_get_user_data_dir (), "signet", "keys.json", NULL);
  g_autofree char *file_url = g_strconcat ("file://", keys, NULL);
  char *p = strchr (changed, '.') + 20;
  const struct { const char *uri, *token; guint status; const char *code, *words; } rows[] = {
    { f->url, token, 200 },
    { f->url, changed, 422, "bad-signature", "signed" },
    { f->url, "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", 422, "no-key-id", "Token has no Key ID" },
    { "https://10.0.0.1/jwks.json", token, 422, "key-set-unavailable", "local network" },
    { "https://192.168.1.1/jwks.json", token, 422, "key-set-unavailable", "local network" },
    { "https://[fe80::1]/jwks.json", token, 422, "key-set-unavailable", "local network" },
    { "http://192.168.1.1/jwks.json", token, 422, "key-set-unavailable", "http" },
    { "http://8.8.8.8/jwks.json", token, 422, "key-set-unavailable", "http" },
    { keys, token, 422, "key-set-unavailable", "address of a key set" },
    { file_url, token, 422, "key-set-unavailable", "address of a key set" },
  };

  *p = *p == 'A' ? 'B' : 'A';
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = decode (f, rows[i].uri, rows[i].token);

      g_test_message ("row %u: %s", i, reply->body);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
      if (rows[i].code != NULL)
        {
          g_autofree char *line = g_strdup_printf ("\r\nSignet-Error: %s\r\n", rows[i].code);

          g_assert_nonnull (strstr (reply->head, line));
          g_assert_nonnull (strstr (reply->body, rows[i].words));
          g_assert_null (strstr (reply->body, "milk"));
        }
    }
}

/* A new token is good at once, and the one before not for much longer, without a restart. */
static void
test_new_token (void)
{
  Fixture fixture = { 0 };
  Fixture *f = &fixture;
  g_autofree char *same = NULL;
  g_autofree char *renewed = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (Reply) before = NULL;
  g_autoptr (Reply) after = NULL;
  g_autoptr (Reply) old = NULL;
  g_autoptr (Reply) still = NULL;
  gint64 end;

  /* libsecret reads its file once for each process: this takes a keyring that is one */
  if (g_strcmp0 (g_getenv ("SIGNET_TEST_KEYRING"), "unlocked") != 0)
    {
      g_test_skip ("there is no keyring to throw away");
      return;
    }

  g_unsetenv ("SECRET_BACKEND");
  /* that keyring has keys of other tests: these are not lost ones */
  folder = g_build_filename (g_get_user_data_dir (), "signet", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  test_write_file (folder, "keys.json", "{\"version\":1,\"keys\":[]}");
  f->token = get_api_token (NULL);
  set_up_server (f, "--api");
  same = get_api_token (NULL);
  before = encode (f, f->token, OBJECT);
  g_assert_cmpstr (same, ==, f->token);
  g_assert_cmpuint (before->status, ==, 200);

  renewed = get_api_token ("--new");
  g_assert_cmpstr (renewed, !=, f->token);
  end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  do
    {
      g_clear_pointer (&old, reply_free);
      old = encode (f, f->token, OBJECT);
    }
  while (old->status == 200 && g_get_monotonic_time () < end);
  g_assert_cmpuint (old->status, ==, 401);
  after = encode (f, renewed, OBJECT);
  g_assert_cmpuint (after->status, ==, 200);

  g_free (f->token);
  f->token = get_api_token ("--new");
  still = encode (f, f->token, OBJECT);
  g_assert_cmpuint (still->status, ==, 200);
  tear_down (f, NULL);
}

static gpointer
encode_thread (gpointer data)
{
  Fixture *f = data;

  return encode (f, f->token, OBJECT);
}

static void
test_parallel (Fixture       *f,
               gconstpointer  data)
{
  GThread *threads[N_CLIENTS];
  g_autoptr (GHashTable) tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < N_CLIENTS; i++)
    threads[i] = g_thread_new ("client", encode_thread, f);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      g_autoptr (Reply) reply = g_thread_join (threads[i]);
      char *token = get_token (reply);
      g_autoptr (Reply) decoded = decode (f, f->url, token);

      g_assert_cmpuint (decoded->status, ==, 200);
      g_hash_table_add (tokens, token);
    }
  g_assert_cmpuint (g_hash_table_size (tokens), ==, N_CLIENTS);
}

/* Without a keyring nothing is signed, and that is said; checking and publishing need none. */
static void
test_no_keyring (void)
{
  Fixture f = { 0 };
  g_autofree char *bus = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_autoptr (Reply) encoded = NULL;
  g_autoptr (Reply) decoded = NULL;
  g_autoptr (Reply) key_set = NULL;
  g_autoptr (CliRun) run = NULL;

  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  set_up_server (&f, "--api");
  run = cli_run (NULL, 0, "api-token", NULL);
  if (bus != NULL)
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  else
    g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");

  encoded = encode (&f, "x", OBJECT);
  decoded = decode (&f, "http://10.0.0.1/", "x");
  key_set = ask (&f, "GET " PATH, HOST, "");
  g_assert_cmpint (run->status, ==, 3);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_cmpuint (encoded->status, ==, 503);
  g_assert_nonnull (strstr (encoded->body, "keyring"));
  g_assert_nonnull (strstr (run->err, encoded->body));
  g_assert_cmpuint (decoded->status, ==, 422);
  g_assert_cmpuint (key_set->status, ==, 200);
  tear_down (&f, NULL);
}

static void
test_misuse (void)
{
  static const char *rows[][6] = {
    { "serve", "--api", "--address", "0.0.0.0", "--port", "0" }, { "serve", "--api", "--address", "::", "--port", "0" },
    { "serve", "--api", "--address", "192.0.2.1" }, { "api-token", "x" }, { "api-token", "--nonsense" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *args[G_N_ELEMENTS (rows[0]) + 1] = { NULL };
      g_autoptr (CliRun) run = NULL;

      memcpy (args, rows[i], sizeof rows[i]);
      run = cli_run_args (NULL, 0, args);
      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
}

/* The service manager is told when there is something to connect to, and before it ends. */
static void
test_notify (gconstpointer data)
{
  gboolean is_abstract = GPOINTER_TO_INT (data);
  g_autofree char *folder = g_dir_make_tmp ("signet-XXXXXX", NULL);
  g_autofree char *name = g_strdup_printf ("%s/notify", folder);
  g_autofree char *url = NULL;
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const struct timeval limit = { .tv_sec = 20 };
  CliServer *server;
  char buffer[64];
  gssize n;
  int fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  if (is_abstract)
    name[0] = '@';
  memcpy (address.sun_path, name, strlen (name));
  if (is_abstract)
    address.sun_path[0] = '\0';
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address,
                         (socklen_t) (offsetof (struct sockaddr_un, sun_path) + strlen (name))), ==, 0);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), ==, 0);

  g_setenv ("NOTIFY_SOCKET", name, TRUE);
  server = cli_server_new (&url, "--port", "0", NULL);
  g_unsetenv ("NOTIFY_SOCKET");
  n = recv (fd, buffer, sizeof buffer, 0);
  g_assert_cmpint (n, ==, strlen ("READY=1"));
  g_assert_cmpmem (buffer, (gsize) n, "READY=1", strlen ("READY=1"));

  g_assert_cmpint (cli_server_stop (server, SIGTERM), ==, 0);
  n = recv (fd, buffer, sizeof buffer, 0);
  g_assert_cmpint (n, ==, strlen ("STOPPING=1"));
  g_assert_cmpmem (buffer, (gsize) n, "STOPPING=1", strlen ("STOPPING=1"));

  close (fd);
  unlink (address.sun_path);
  rmdir (folder);
}

typedef struct
{
  Fixture    *f;
  const char *uri, *token;
  Reply      *reply;
  int         done;     /* atomic */
} Asking;

static gpointer
ask_in_thread (gpointer data)
{
  Asking *asking = data;

  asking->reply = decode (asking->f, asking->uri, asking->token);
  g_atomic_int_set (&asking->done, TRUE);

  return NULL;
}

/* The same while our main context runs, in which the server of the key set is. */
static Reply *
decode_beside (Fixture    *f,
               const char *uri,
               const char *token)
{
  Asking asking = { f, uri, token, NULL, FALSE };
  GThread *thread = g_thread_new ("decode", ask_in_thread, &asking);

  test_wait_until (g_atomic_int_get (&asking.done));
  g_thread_join (thread);

  return asking.reply;
}

/* From the local network comes only what the user has remembered, and only while they do. */
static void
test_trust_book (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *own = test_dup_own_address ();
  g_autoptr (GInetAddress) address = own != NULL ? g_inet_address_new_from_string (own) : NULL;
  g_autoptr (TestServer) server = NULL;
  g_autoptr (Reply) encoded = NULL;
  g_autoptr (CliRun) jwks = NULL;
  g_autofree char *token = NULL;

  if (address == NULL || !g_inet_address_get_is_site_local (address))
    {
      g_test_skip ("This computer is on no local network");
      return;
    }

  encoded = encode (f, f->token, OBJECT);
  token = get_token (encoded);
  jwks = cli_run (NULL, 0, "jwks", NULL);
  server = test_server_new_at (own);
  test_server_set_answer (server, (TestAnswer) { .body = jwks->out });

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CliRun) run = NULL;
      g_autoptr (Reply) decoded = NULL;

      if (i == 1)
        run = cli_run (NULL, 0, "signers", "add", "Anna", test_server_get_url (server), "--allow-http", NULL);
      else if (i == 2)
        run = cli_run (NULL, 0, "signers", "remove", "Anna", NULL);
      if (run != NULL)
        g_assert_cmpint (run->status, ==, 0);
      decoded = decode_beside (f, test_server_get_url (server), token);
      g_assert_cmpuint (decoded->status, ==, i == 1 ? 200 : 422);
    }
}

#define ADD(path, func) g_test_add ("/cli/api/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("statuses", test_statuses);
  g_test_add ("/cli/api/off", Fixture, "--cors", set_up, test_off, tear_down);
  ADD ("limit", test_limit);
  ADD ("refusals", test_refusals);
  ADD ("parallel", test_parallel);
  ADD ("trust-book", test_trust_book);
  g_test_add_func ("/cli/api/no-cors", test_no_cors);
  g_test_add_func ("/cli/api/new-token", test_new_token);
  g_test_add_func ("/cli/api/no-keyring", test_no_keyring);
  g_test_add_func ("/cli/api/misuse", test_misuse);
  g_test_add_data_func ("/cli/api/notify/path", GINT_TO_POINTER (FALSE), test_notify);
  g_test_add_data_func ("/cli/api/notify/abstract", GINT_TO_POINTER (TRUE), test_notify);

  return g_test_run ();
}
