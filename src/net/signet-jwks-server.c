/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-server.h"

#include "signet-address.h"
#include "signet-api-server.h"
#include "signet-jwks-resource.h"
#include "signet-own-name.h"
#include "signet-request-watch.h"

#include <libsoup/soup.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define BACKLOG 1024         /* what does not fit waits a whole second, until the kernel of the client tries again */
#define MAX_CONNECTIONS 64
#define MAX_PER_LAN_ADDRESS 16
#define IDLE_SECONDS 10      /* no byte for this long */
#define REQUEST_SECONDS 15   /* from the last answer to the next one, or from the connection to the first */
#define BACK_OFF_MS 5        /* after accept() failed */
#define ACCEPT_AT_ONCE 16

/* libsoup listens for itself with a backlog of 10, gives up for good after one failed
 * accept(), and waits for slow clients without end. So we accept ourselves and hand it the
 * connections. */
struct _SignetJwksServer
{
  /* Set before the thread starts, then only read */
  GThread            *thread;
  GMainContext       *context;
  GMainLoop          *loop;
  GSocket            *listener;
  GInetAddress       *address;    /* at which it listens */
  guint               port;
  SignetApiServer    *api;        /* nullable */

  /* The thread's own */
  SoupServer         *soup;
  SignetJwksResource *key_set;
  GSource            *accept_source;
  GSource            *retry_source;
  GSource            *deadline_source;  /* one for all: a source for each request would cost as much as its answer */
  GQueue              connections;      /* of Connection, the one that waits longest first */
};

typedef struct
{
  SignetJwksServer   *server;    /* NULL: it has ended */
  GSocket            *socket;    /* borrowed: it holds us */
  SignetRequestWatch *watch;     /* weak: it holds the socket */
  GSocketAddress     *remote;    /* by which libsoup's messages know us */
  gint64              since;     /* monotonic time of the end of its last request */
  gboolean            is_asking; /* the head of its request is whole */
  gboolean            is_ours;   /* its request is whole: it waits for our answer, and has no deadline */
  char               *host;      /* nullable: the last Host that was ours */
  char               *target;    /* nullable: and the host of the request line then */
  GList               link;      /* in connections */
} Connection;

static GQuark
get_connection_quark (void)
{
  return g_quark_from_static_string ("signet-jwks-connection");
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    {
      g_source_destroy (*source);
      g_clear_pointer (source, g_source_unref);
    }
}

static GSource *
attach (SignetJwksServer *self,
        GSource          *source,
        GSourceFunc       callback,
        gpointer          user_data)
{
  g_source_set_callback (source, callback, user_data, NULL);
  g_source_attach (source, self->context);

  return source;
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  if (connection->server != NULL)
    g_queue_unlink (&connection->server->connections, &connection->link);
  g_object_set_qdata (G_OBJECT (connection->remote), get_connection_quark (), NULL);
  g_clear_weak_pointer (&connection->watch);
  g_object_unref (connection->remote);
  g_free (connection->host);
  g_free (connection->target);
  g_free (connection);
}

/* A request that still waits for an answer of the HTTP interface holds its socket: that outlives the server. */
static void
forget_server (Connection *connection)
{
  g_queue_unlink (&connection->server->connections, &connection->link);
  connection->server = NULL;
}

static void
cut (Connection *connection)
{
  g_socket_shutdown (connection->socket, TRUE, TRUE, NULL);
}

/* In seconds.  libsoup waits without end for the first byte of another request, whatever the timeout of the socket. */
static guint
get_patience (Connection *connection)
{
  gboolean has_begun = connection->is_asking ||
                       (connection->watch != NULL && signet_request_watch_has_begun (connection->watch));

  return has_begun ? REQUEST_SECONDS : IDLE_SECONDS;
}

/* Looks once a second after those whose time is over. */
static gboolean
deadline_cb (gpointer user_data)
{
  SignetJwksServer *self = user_data;
  gint64 now = g_source_get_time (self->deadline_source);

  for (GList *l = self->connections.head, *next; l != NULL; l = next)
    {
      Connection *connection = l->data;

      next = l->next;
      if (!connection->is_ours && now - connection->since >= get_patience (connection) * G_USEC_PER_SEC)
        cut (connection);
    }
  if (!g_queue_is_empty (&self->connections))
    return G_SOURCE_CONTINUE;

  clear_source (&self->deadline_source);

  return G_SOURCE_REMOVE;
}

/* From here on a new request has its time; of all that wait this one has waited least. */
static void
restart_deadline (Connection *connection)
{
  SignetJwksServer *self = connection->server;

  connection->is_asking = FALSE;
  connection->is_ours = FALSE;
  connection->since = g_get_monotonic_time ();
  g_queue_unlink (&self->connections, &connection->link);
  g_queue_push_tail_link (&self->connections, &connection->link);
  if (self->deadline_source == NULL)
    self->deadline_source = attach (self, g_timeout_source_new_seconds (1), deadline_cb, self);
}

/* Sends away who has waited longest. Who waits for an answer of the HTTP interface is spared: there are fewer of
 * these than connections.  Whoever else is in the list has an unfinished request, or none. */
static void
cut_oldest (SignetJwksServer *self)
{
  GList *link = self->connections.head;
  Connection *oldest;

  if (link == NULL)
    return;

  while (link->next != NULL && ((Connection *) link->data)->is_ours)
    link = link->next;
  oldest = link->data;
  cut (oldest);
  /* frees it: out of the way now; libsoup drops the socket when it sees the end */
  g_object_set_qdata (G_OBJECT (oldest->socket), get_connection_quark (), NULL);
}

static guint
count_from (SignetJwksServer *self,
            GInetAddress     *remote)
{
  guint n = 0;

  for (GList *l = self->connections.head; l != NULL; l = l->next)
    {
      GSocketAddress *other = ((Connection *) l->data)->remote;

      n += g_inet_address_equal (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (other)), remote);
    }

  return n;
}

static void
take_connection (SignetJwksServer *self,
                 GSocket          *socket)
{
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (stream, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (stream, NULL);
  g_autoptr (SignetRequestWatch) watch = signet_request_watch_new (stream);
  GInetAddress *address;
  Connection *connection;

  if (!G_IS_INET_SOCKET_ADDRESS (remote) || local == NULL)
    return;

  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));
  if (signet_address_classify (address) != SIGNET_ADDRESS_LOOPBACK && count_from (self, address) >= MAX_PER_LAN_ADDRESS)
    return;
  if (self->connections.length >= MAX_CONNECTIONS)
    cut_oldest (self);

  g_socket_set_timeout (socket, IDLE_SECONDS);
  /* without it keep-alive answers wait for the client's delayed ACK */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);

  connection = g_new0 (Connection, 1);
  connection->server = self;
  connection->socket = socket;
  g_set_weak_pointer (&connection->watch, watch);
  connection->remote = g_object_ref (remote);
  connection->link.data = connection;
  g_queue_push_tail_link (&self->connections, &connection->link);
  restart_deadline (connection);
  g_object_set_qdata_full (G_OBJECT (socket), get_connection_quark (), connection, connection_free);
  g_object_set_qdata (G_OBJECT (remote), get_connection_quark (), connection);

  soup_server_accept_iostream (self->soup, G_IO_STREAM (watch), local, remote, NULL);
}

static void start_accepting (SignetJwksServer *self);

static gboolean
retry_cb (gpointer user_data)
{
  SignetJwksServer *self = user_data;

  clear_source (&self->retry_source);
  start_accepting (self);

  return G_SOURCE_REMOVE;
}

/* Many at once, since each turn of the loop looks after all that are connected; fewer than these, or the request of
 * who came first would be cut before it is read. */
static gboolean
accept_cb (GSocket      *listener,
           GIOCondition  condition,
           gpointer      user_data)
{
  SignetJwksServer *self = user_data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < ACCEPT_AT_ONCE; i++)
    {
      g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, &error);

      if (socket == NULL)
        break;
      take_connection (self, socket);
    }
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;

  /* Out of file descriptors, most likely. libsoup lets go of them as soon as it sees the end. */
  for (guint n = self->connections.length / 4 + 1; n > 0; n--)
    cut_oldest (self);
  clear_source (&self->accept_source);
  self->retry_source = attach (self, g_timeout_source_new (BACK_OFF_MS), retry_cb, self);

  return G_SOURCE_REMOVE;
}

static void
start_accepting (SignetJwksServer *self)
{
  self->accept_source = attach (self, g_socket_create_source (self->listener, G_IO_IN, NULL),
                                G_SOURCE_FUNC (accept_cb), self);
}

/* A name that somebody's DNS points at us (DNS rebinding) is not ours, neither in the one Host that there may be nor
 * in the request line, which goes before it (RFC 9112 §3.2). */
static gboolean
is_our_host (Connection        *connection,
             SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Host");
  const char *target = g_uri_get_host (soup_server_message_get_uri (message));
  GSocketAddress *local = soup_server_message_get_local_address (message);
  GInetAddress *bound = connection->server->address;
  g_autofree char *name = NULL;

  if (header == NULL)
    return soup_server_message_get_http_version (message) == SOUP_HTTP_1_0 && signet_own_name_matches (target, local, bound);
  if (connection->host != NULL && strcmp (header, connection->host) == 0 && strcmp (target, connection->target) == 0)
    return TRUE;

  name = signet_own_name_from_host (header);
  if (!signet_own_name_matches (name, local, bound) || !signet_own_name_matches (target, local, bound))
    return FALSE;

  g_free (connection->host);
  g_free (connection->target);
  connection->host = g_strdup (header);
  connection->target = g_strdup (target);

  return TRUE;
}

/* (nullable).  libsoup does not know the socket of a connection that it was handed, but the address. */
static Connection *
get_connection (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_qdata (G_OBJECT (remote), get_connection_quark ()) : NULL;
}

/* Whether it is of the HTTP interface, which is for programs of this computer, also while the network may have the
 * key set: for others there is no such path. */
static gboolean
is_for_api (SignetJwksServer  *self,
            SoupServerMessage *message,
            const char        *path)
{
  GSocketAddress *addresses[] = { soup_server_message_get_local_address (message),
                                  soup_server_message_get_remote_address (message) };

  if (self->api == NULL || !signet_api_server_is_path (path))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      if (!G_IS_INET_SOCKET_ADDRESS (addresses[i]) ||
          signet_address_classify (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (addresses[i]))) != SIGNET_ADDRESS_LOOPBACK)
        return FALSE;
    }

  return TRUE;
}

/* Before any body is read: who asks for what we do not give is told so and sent away. */
static void
early_cb (SoupServer        *soup,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  SignetJwksServer *self = user_data;
  Connection *connection = get_connection (message);

  /* libsoup answers only after the body of a request; at least it need not keep it */
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);

  if (connection != NULL)
    connection->is_asking = TRUE;

  if (connection == NULL || !is_our_host (connection, message))
    signet_jwks_resource_refuse (message, SOUP_STATUS_MISDIRECTED_REQUEST);
  else if (connection->watch == NULL || signet_request_watch_saw_trick (connection->watch))
    signet_jwks_resource_refuse (message, SOUP_STATUS_NOT_FOUND);
  else if (is_for_api (self, message, path))
    signet_api_server_begin (self->api, message, path);
  else
    signet_jwks_resource_begin (self->key_set, message, path);
}

static void
answer_cb (SoupServer        *soup,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  SignetJwksServer *self = user_data;
  Connection *connection;

  if (soup_server_message_get_status (message) != 0)
    return;

  if (is_for_api (self, message, path))
    signet_api_server_answer (self->api, message, path);
  else
    signet_jwks_resource_answer (self->key_set, message);

  connection = get_connection (message);
  if (connection != NULL && connection->watch != NULL && soup_server_message_get_method (message) == SOUP_METHOD_GET &&
      soup_server_message_get_status (message) == SOUP_STATUS_OK &&
      soup_server_message_get_response_body (message)->length > 0)
    signet_request_watch_join_body (connection->watch);
}

static void
request_over_cb (SoupServer        *soup,
                 SoupServerMessage *message,
                 gpointer           user_data)
{
  Connection *connection = get_connection (message);

  if (connection != NULL)
    restart_deadline (connection);
}

/* The keyring may ask somebody: that is not the client's time. */
static void
waiting_cb (SoupServerMessage *message,
            gpointer           user_data)
{
  Connection *connection = get_connection (message);

  if (connection != NULL)
    connection->is_ours = TRUE;
}

/* With no listener of its own libsoup closes a connection after each answer. This one is at a port of the loopback
 * that nobody is told, and what is connected to it all the same is never accepted, as libsoup would do without any
 * limit: libsoup listens in the main context that is the default now, which nobody runs. */
static void
add_deaf_listener (SoupServer *soup)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GMainContext) nobodys = g_main_context_new ();

  if (socket == NULL || !g_socket_bind (socket, any, FALSE, NULL))
    return;

  g_socket_set_listen_backlog (socket, 0);
  g_main_context_push_thread_default (nobodys);
  if (g_socket_listen (socket, NULL))
    soup_server_listen_socket (soup, socket, 0, NULL);
  g_main_context_pop_thread_default (nobodys);
}

static gpointer
serve (gpointer data)
{
  SignetJwksServer *self = data;

  /* before the server is made: it takes the context from here */
  g_main_context_push_thread_default (self->context);

  self->soup = g_object_new (SOUP_TYPE_SERVER, "raw-paths", TRUE, NULL);
  soup_server_add_early_handler (self->soup, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, answer_cb, self, NULL);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (request_over_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (request_over_cb), self);
  add_deaf_listener (self->soup);

  start_accepting (self);
  g_main_loop_run (self->loop);

  clear_source (&self->accept_source);
  clear_source (&self->retry_source);
  clear_source (&self->deadline_source);
  if (self->api != NULL)
    signet_api_server_end (self->api);
  for (GList *l = self->connections.head, *next; l != NULL; l = next)
    {
      next = l->next;
      cut (l->data);
    }
  soup_server_disconnect (self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_object (&self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  while (!g_queue_is_empty (&self->connections))
    forget_server (self->connections.head->data);

  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static GSocket *
listen_at (GInetAddress  *address,
           guint          port,
           guint         *bound_port,
           GError       **error)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (address, (guint16) port);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) listener = NULL;

  listener = g_socket_new (g_inet_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (listener == NULL)
    return NULL;

  g_socket_set_blocking (listener, FALSE);
  g_socket_set_listen_backlog (listener, BACKLOG);
  if (!g_socket_bind (listener, wanted, TRUE, error) || !g_socket_listen (listener, error))
    return NULL;

  bound = g_socket_get_local_address (listener, error);
  if (bound == NULL)
    return NULL;
  *bound_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return g_steal_pointer (&listener);
}

static void
server_free (SignetJwksServer *self)
{
  g_clear_object (&self->listener);
  g_clear_object (&self->address);
  g_clear_pointer (&self->api, signet_api_server_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->key_set, signet_jwks_resource_free);
  g_free (self);
}

SignetJwksServer *
signet_jwks_server_start (const char          *address,
                          guint                port,
                          gboolean             cors,
                          SignetJwksProvider   provider,
                          gpointer             provider_data,
                          SignetApiHandler     api_handler,
                          gpointer             api_data,
                          GError             **error)
{
  SignetJwksServer *self;
  g_autoptr (GInetAddress) inet_address = g_inet_address_new_from_string (address);

  /* libsoup would make 4464 of 70000 */
  if (inet_address == NULL || port > 65535)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s, port %u, is no address to listen at", address, port);
      return NULL;
    }

  self = g_new0 (SignetJwksServer, 1);
  self->address = g_object_ref (inet_address);
  self->listener = listen_at (inet_address, port, &self->port, error);
  if (self->listener == NULL)
    {
      server_free (self);
      return NULL;
    }

  g_queue_init (&self->connections);
  /* what the network may read, any page may read; on this computer alone that is not a given */
  self->key_set = signet_jwks_resource_new (provider, provider_data,
                                            cors || signet_address_classify (inet_address) != SIGNET_ADDRESS_LOOPBACK);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  if (api_handler != NULL)
    self->api = signet_api_server_new (self->context, api_handler, api_data, waiting_cb, self);
  self->thread = g_thread_new ("jwks-publisher", serve, self);

  return self;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

void
signet_jwks_server_stop (SignetJwksServer *self)
{
  GSource *quit = g_idle_source_new ();

  /* as a source of its context, not by g_main_loop_quit() from here: that would be lost
   * were the loop not running yet */
  g_source_set_callback (quit, quit_cb, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_source_unref (quit);
  g_thread_join (self->thread);
  server_free (self);
}

guint
signet_jwks_server_get_port (SignetJwksServer *self)
{
  return self->port;
}
