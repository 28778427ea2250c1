/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-fetcher-private.h"

#include "jot-error.h"
#include "jot-jwks.h"
#include "signet-address.h"
#include "signet-jwks-answer-private.h"
#include "signet-proxy.h"

#include <libsoup/soup.h>

#define CONNECT_MS 3000
#define TOTAL_MS 5000
#define CHUNK (16 * 1024)

struct _SignetJwksFetcher
{
  GObject parent_instance;

  /* Owned */
  SoupSession *session;         /* for https, with the proxy of the desktop */
  SoupSession *direct_session;  /* where the peer is judged: never over a proxy */

  /* Plain */
  guint connect_ms;
  guint total_ms;
  gboolean refuse_lan;
};

G_DEFINE_FINAL_TYPE (SignetJwksFetcher, signet_jwks_fetcher, G_TYPE_OBJECT)

/* One fetch. */
typedef struct
{
  SoupMessage      *message;
  GCancellable     *cancellable;   /* ours: cancelled by the caller, a timer or the peer's address */
  GCancellable     *outer;         /* nullable */
  gulong            outer_id;
  GSource          *connect_timer;
  GSource          *total_timer;
  GInputStream     *stream;
  GByteArray       *body;
  char             *host;
  guint             connect_ms;
  guint             total_ms;
  guint             passed_ms;     /* the limit that ran out, 0: none */
  gboolean          is_http;
  gboolean          allow_lan;
  gboolean          refuse_lan;    /* https too, and so never over a proxy, whose address would be judged */
  gboolean          peer_refused;
  SignetJwksOrigin  origin;
} Fetch;

static void
clear_timer (GSource **timer)
{
  if (*timer != NULL)
    {
      g_source_destroy (*timer);
      g_clear_pointer (timer, g_source_unref);
    }
}

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  clear_timer (&fetch->connect_timer);
  clear_timer (&fetch->total_timer);
  if (fetch->outer != NULL)
    g_cancellable_disconnect (fetch->outer, fetch->outer_id);
  g_clear_object (&fetch->outer);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->cancellable);
  g_clear_object (&fetch->stream);
  g_clear_pointer (&fetch->body, g_byte_array_unref);
  g_free (fetch->host);
  g_free (fetch);
}

static void
signet_jwks_fetcher_finalize (GObject *object)
{
  SignetJwksFetcher *self = SIGNET_JWKS_FETCHER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->direct_session);

  G_OBJECT_CLASS (signet_jwks_fetcher_parent_class)->finalize (object);
}

static void
signet_jwks_fetcher_class_init (SignetJwksFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_jwks_fetcher_finalize;
}

static void
signet_jwks_fetcher_init (SignetJwksFetcher *self)
{
  self->connect_ms = CONNECT_MS;
  self->total_ms = TOTAL_MS;
}

static SoupSession *
get_session (SignetJwksFetcher *self,
             gboolean           is_direct)
{
  if (is_direct && self->direct_session == NULL)
    self->direct_session = g_object_new (SOUP_TYPE_SESSION,
                                         "user-agent", "Signet/" PACKAGE_VERSION,
                                         "timeout", TOTAL_MS / 1000,
                                         "proxy-resolver", NULL,
                                         NULL);
  if (!is_direct && self->session == NULL)
    self->session = g_object_new (SOUP_TYPE_SESSION,
                                  "user-agent", "Signet/" PACKAGE_VERSION,
                                  "timeout", TOTAL_MS / 1000,
                                  "proxy-resolver", signet_proxy_get_resolver (),
                                  NULL);

  return is_direct ? self->direct_session : self->session;
}

/* Gives back why the fetch failed; fetch says more than the error does. */
static void
return_failure (GTask  *task,
                GError *error)
{
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) cause = error;
  JotReason reason = JOT_REASON_CONNECTION;
  guint64 position = 0;

  if (fetch->outer != NULL && g_cancellable_is_cancelled (fetch->outer))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the fetch was cancelled");
      return;
    }

  if (fetch->peer_refused)
    {
      reason = fetch->is_http ? JOT_REASON_HTTP_NOT_ALLOWED : JOT_REASON_LAN_NOT_ALLOWED;
    }
  else if (fetch->passed_ms > 0 || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    {
      guint ms = fetch->passed_ms > 0 ? fetch->passed_ms : fetch->total_ms;

      reason = JOT_REASON_TIMEOUT;
      position = (ms + 999) / 1000;
    }
  else if (cause->domain == G_TLS_ERROR)
    {
      reason = JOT_REASON_CERTIFICATE;
    }

  g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, reason, 0, position, NULL, fetch->host,
                                            "%s: %s", fetch->host, cause->message));
}

static gboolean
connect_timeout_cb (gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->passed_ms = fetch->connect_ms;
  g_cancellable_cancel (fetch->cancellable);

  return G_SOURCE_REMOVE;
}

static gboolean
total_timeout_cb (gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->passed_ms = fetch->total_ms;
  g_cancellable_cancel (fetch->cancellable);

  return G_SOURCE_REMOVE;
}

static GSource *
start_timer (guint       ms,
             GSourceFunc callback,
             Fetch      *fetch)
{
  GSource *timer = g_timeout_source_new (ms);

  g_source_set_callback (timer, callback, fetch, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());

  return timer;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* Whether keys may be had from there. */
static gboolean
is_peer_allowed (const Fetch       *fetch,
                 SignetAddressKind  kind)
{
  if (!fetch->is_http)
    return kind != SIGNET_ADDRESS_LAN || !fetch->refuse_lan;

  return kind == SIGNET_ADDRESS_LOOPBACK || (kind == SIGNET_ADDRESS_LAN && fetch->allow_lan);
}

/* The address that was really connected to decides, before anything is sent to it: a name
 * may mean something else with every look-up. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  Fetch *fetch = user_data;
  SignetAddressKind kind;

  if (event != G_SOCKET_CLIENT_CONNECTED)
    return;

  clear_timer (&fetch->connect_timer);
  if (!fetch->is_http && !fetch->refuse_lan)
    return;

  kind = signet_address_classify_peer (connection);
  if (fetch->is_http)
    fetch->origin = kind == SIGNET_ADDRESS_LOOPBACK ? SIGNET_JWKS_ORIGIN_LOOPBACK : SIGNET_JWKS_ORIGIN_LAN_HTTP;
  if (!is_peer_allowed (fetch, kind))
    {
      fetch->peer_refused = TRUE;
      g_cancellable_cancel (fetch->cancellable);
    }
}

/* max-age of Cache-Control (RFC 9111 §5.2.2.1); no-store and no-cache are an age of 0. */
static gint64
get_max_age (SoupMessageHeaders *headers)
{
  const char *header = soup_message_headers_get_list (headers, "Cache-Control");
  g_autoptr (GHashTable) params = NULL;
  const char *value;
  gint64 max_age = -1;

  if (header == NULL)
    return -1;

  params = soup_header_parse_param_list (header);
  value = g_hash_table_lookup (params, "max-age");
  if (g_hash_table_contains (params, "no-store") || g_hash_table_contains (params, "no-cache"))
    max_age = 0;
  else if (value == NULL || !g_ascii_string_to_signed (value, 10, 0, G_MAXINT64, &max_age, NULL))
    max_age = -1;
  soup_header_free_param_list (g_steal_pointer (&params));

  return max_age;
}

static void
return_answer (GTask  *task,
               GBytes *body)
{
  Fetch *fetch = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  SignetJwksAnswer *answer;

  answer = signet_jwks_answer_new (body, fetch->origin, soup_message_headers_get_one (headers, "ETag"),
                                   get_max_age (headers));
  g_task_return_pointer (task, answer, (GDestroyNotify) signet_jwks_answer_unref);
}

/* libsoup takes a connection that ends too early for the end of the body, compressed or not. */
static gboolean
is_whole (Fetch *fetch)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  SoupMessageMetrics *metrics = soup_message_get_metrics (fetch->message);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH ||
         soup_message_metrics_get_response_body_bytes_received (metrics) ==
           (guint64) soup_message_headers_get_content_length (headers);
}

static void
chunk_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GBytes) chunk = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  gconstpointer data;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL)
    {
      return_failure (task, g_steal_pointer (&error));
      return;
    }

  data = g_bytes_get_data (chunk, &size);
  if (size == 0 && !is_whole (fetch))
    {
      return_failure (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the connection ended too early"));
      return;
    }
  if (size == 0)
    {
      g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&fetch->body));

      return_answer (task, body);
      return;
    }

  /* the limit is on what comes out of any compression, while it comes */
  if (fetch->body->len + size > JOT_JWKS_MAX_SIZE)
    {
      g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_TOO_LARGE, 0, JOT_JWKS_MAX_SIZE,
                                                NULL, fetch->host, "%s sends more than %d bytes", fetch->host,
                                                JOT_JWKS_MAX_SIZE));
      g_cancellable_cancel (fetch->cancellable);
      return;
    }

  g_byte_array_append (fetch->body, data, (guint) size);
  g_input_stream_read_bytes_async (fetch->stream, CHUNK, G_PRIORITY_DEFAULT, fetch->cancellable, chunk_read_cb,
                                   g_steal_pointer (&task));
}

static void
headers_got_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint status;

  fetch->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (fetch->stream == NULL)
    {
      return_failure (task, g_steal_pointer (&error));
      return;
    }

  status = soup_message_get_status (fetch->message);
  if (status == SOUP_STATUS_NOT_MODIFIED)
    {
      return_answer (task, NULL);
      return;
    }
  if (status != SOUP_STATUS_OK)
    {
      JotReason reason = status >= 300 && status < 400 ? JOT_REASON_REDIRECT : JOT_REASON_STATUS;

      g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, reason, 0, status, NULL, fetch->host,
                                                "%s answers with the status %u", fetch->host, status));
      g_cancellable_cancel (fetch->cancellable);
      return;
    }

  fetch->body = g_byte_array_new ();
  g_input_stream_read_bytes_async (fetch->stream, CHUNK, G_PRIORITY_DEFAULT, fetch->cancellable, chunk_read_cb,
                                   g_steal_pointer (&task));
}

/* http or https, with a host and without credentials; NULL: found says what to name. */
static GUri *
parse_url (const char  *url,
           char       **found)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  *found = host != NULL && *host != '\0' ? g_strdup (host) : g_utf8_make_valid (url, -1);
  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    return NULL;

  return g_steal_pointer (&uri);
}

/**
 * signet_jwks_fetcher_new:
 *
 * Returns: (transfer full): a fetcher; nothing is connected yet
 */
SignetJwksFetcher *
signet_jwks_fetcher_new (void)
{
  return g_object_new (SIGNET_TYPE_JWKS_FETCHER, NULL);
}

/**
 * signet_jwks_fetcher_refuse_lan:
 * @self: a fetcher
 *
 * From now on nothing is fetched from addresses of the local network, whatever the scheme, and nothing over a
 * proxy: for URLs that somebody else chose.
 */
void
signet_jwks_fetcher_refuse_lan (SignetJwksFetcher *self)
{
  g_return_if_fail (SIGNET_IS_JWKS_FETCHER (self));

  self->refuse_lan = TRUE;
}

/**
 * _signet_jwks_fetcher_set_limits:
 * @self: a fetcher
 * @connect_ms: how long connecting may take
 * @total_ms: how long a fetch may take in all
 *
 * For tests, which cannot wait for the real limits.
 */
void
_signet_jwks_fetcher_set_limits (SignetJwksFetcher *self,
                                 guint              connect_ms,
                                 guint              total_ms)
{
  g_return_if_fail (SIGNET_IS_JWKS_FETCHER (self));

  self->connect_ms = connect_ms;
  self->total_ms = total_ms;
}

/**
 * signet_jwks_fetcher_fetch_async:
 * @self: a fetcher
 * @url: where the key set is; foreign text
 * @etag: (nullable): of the set at hand, to be told that it has not changed
 * @allow_http: whether http is allowed to an address of the local network
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * One GET, bounded in every direction: no redirects, cookies or credentials; 3 s to connect, 5 s in
 * all, 256 KiB; https, or http to an address that is ours to trust.
 */
void
signet_jwks_fetcher_fetch_async (SignetJwksFetcher   *self,
                                 const char          *url,
                                 const char          *etag,
                                 gboolean             allow_http,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;
  Fetch *fetch;

  g_return_if_fail (SIGNET_IS_JWKS_FETCHER (self));
  g_return_if_fail (url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_jwks_fetcher_fetch_async);
  g_task_set_check_cancellable (task, FALSE);

  fetch = g_new0 (Fetch, 1);
  g_task_set_task_data (task, fetch, fetch_free);

  uri = parse_url (url, &fetch->host);
  if (uri == NULL)
    {
      g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_BAD_URL, 0, 0, NULL, fetch->host,
                                                "no http or https address without credentials"));
      return;
    }

  fetch->is_http = g_str_equal (g_uri_get_scheme (uri), "http");
  fetch->allow_lan = allow_http && !self->refuse_lan;
  fetch->refuse_lan = self->refuse_lan;
  /* An address in numbers is judged at once: one that is refused is not even called */
  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  if (address != NULL && !is_peer_allowed (fetch, signet_address_classify (address)))
    {
      g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE,
                                                fetch->is_http ? JOT_REASON_HTTP_NOT_ALLOWED : JOT_REASON_LAN_NOT_ALLOWED,
                                                0, 0, NULL, fetch->host, "keys are not fetched from this address"));
      return;
    }

  fetch->origin = fetch->is_http ? SIGNET_JWKS_ORIGIN_LAN_HTTP : SIGNET_JWKS_ORIGIN_HTTPS;
  fetch->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    {
      fetch->outer = g_object_ref (cancellable);
      fetch->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                               g_object_ref (fetch->cancellable), g_object_unref);
    }

  /* a new connection each time, so that its address is always judged */
  fetch->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_set_flags (fetch->message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE |
                          SOUP_MESSAGE_COLLECT_METRICS);
  soup_message_headers_append (soup_message_get_request_headers (fetch->message), "Accept",
                               "application/jwk-set+json, application/json;q=0.9, */*;q=0.1");
  if (etag != NULL)
    soup_message_headers_append (soup_message_get_request_headers (fetch->message), "If-None-Match", etag);
  g_signal_connect (fetch->message, "network-event", G_CALLBACK (network_event_cb), fetch);

  fetch->connect_ms = self->connect_ms;
  fetch->total_ms = self->total_ms;
  fetch->connect_timer = start_timer (fetch->connect_ms, connect_timeout_cb, fetch);
  fetch->total_timer = start_timer (fetch->total_ms, total_timeout_cb, fetch);
  soup_session_send_async (get_session (self, fetch->is_http || fetch->refuse_lan), fetch->message, G_PRIORITY_DEFAULT, fetch->cancellable,
                           headers_got_cb, g_object_ref (task));
}

/**
 * signet_jwks_fetcher_fetch_finish:
 * @self: a fetcher
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer. Errors: %JOT_ERROR_KEY_SET_UNAVAILABLE with its reason,
 *   %JOT_ERROR_KEY_SET_INVALID for too much, %G_IO_ERROR_CANCELLED
 */
SignetJwksAnswer *
signet_jwks_fetcher_fetch_finish (SignetJwksFetcher  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
