/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-api-server.h"

#include <string.h>

/* Fewer than connections, so that there is always one that may make room for who wants the key set */
#define MAX_CALLS 32

struct _SignetApiServer
{
  /* Set before the thread starts, then only read */
  GMainContext     *context;
  GMainContext     *main_context;
  SignetApiHandler  handler;
  gpointer          handler_data;
  SignetApiWaiting  waiting;
  gpointer          waiting_data;

  /* The thread's own */
  GQueue            calls;          /* of SignetApiCall, handed over and not answered */
};

struct _SignetApiCall
{
  /* Read by both threads */
  SignetApiHandler   handler;
  gpointer           handler_data;
  char              *path;
  char              *bearer;     /* nullable */
  GBytes            *body;
  GMainContext      *context;    /* of the server's thread; NULL once answered */

  /* The answer */
  guint              status;
  char              *type;
  char              *code;       /* nullable */
  GBytes            *answer;

  /* The server thread's own */
  SignetApiServer   *server;     /* NULL: the client is gone, or the server */
  SoupServerMessage *message;
  gulong             finished_id;
  GList              link;
};

/* What is read of a request until it is whole. */
typedef struct
{
  GByteArray *bytes;   /* NULL: too much came */
} Body;

static void
call_free (gpointer data)
{
  SignetApiCall *call = data;

  g_clear_pointer (&call->context, g_main_context_unref);
  g_clear_object (&call->message);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->answer, g_bytes_unref);
  g_free (call->path);
  g_free (call->bearer);
  g_free (call->type);
  g_free (call->code);
  g_free (call);
}

/* From here on nobody waits for the answer. */
static void
forget_client (SignetApiCall *call)
{
  if (call->server == NULL)
    return;

  g_signal_handler_disconnect (call->message, call->finished_id);
  g_queue_unlink (&call->server->calls, &call->link);
  call->server = NULL;
}

static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  forget_client (user_data);
}

static void
respond (SoupServerMessage *message,
         guint              status,
         const char        *type,
         const char        *code,
         GBytes            *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  /* who watches the paths of requests looks for them after heads, not after bodies */
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (code != NULL)
    soup_message_headers_replace (headers, "Signet-Error", code);
  soup_message_headers_replace (headers, "Content-Type", type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
  soup_message_headers_set_content_length (headers, (goffset) g_bytes_get_size (body));
  soup_server_message_set_status (message, status, NULL);
}

static void
respond_text (SoupServerMessage *message,
              guint              status,
              const char        *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  respond (message, status, "text/plain; charset=utf-8", NULL, body);
}

static void
body_free (gpointer data)
{
  Body *body = data;

  g_clear_pointer (&body->bytes, g_byte_array_unref);
  g_free (body);
}

static GQuark
get_body_quark (void)
{
  return g_quark_from_static_string ("signet-api-body");
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  Body *body = user_data;
  gsize size;
  gconstpointer data = g_bytes_get_data (chunk, &size);

  if (body->bytes == NULL || size == 0)
    return;

  if (body->bytes->len + size > SIGNET_API_MAX_BODY)
    {
      g_clear_pointer (&body->bytes, g_byte_array_unref);
      respond_text (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "Payload Too Large");
      return;
    }
  g_byte_array_append (body->bytes, data, (guint) size);
}

/* RFC 6750 §2.1; the scheme in any case (RFC 9110 §11.1). */
static const char *
get_bearer (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0)
    return NULL;

  header += 7;
  while (*header == ' ')
    header++;

  return *header != '\0' ? header : NULL;
}

SignetApiServer *
signet_api_server_new (GMainContext     *context,
                       SignetApiHandler  handler,
                       gpointer          handler_data,
                       SignetApiWaiting  waiting,
                       gpointer          waiting_data)
{
  SignetApiServer *self = g_new0 (SignetApiServer, 1);

  self->context = g_main_context_ref (context);
  self->main_context = g_main_context_ref_thread_default ();
  self->handler = handler;
  self->handler_data = handler_data;
  self->waiting = waiting;
  self->waiting_data = waiting_data;
  g_queue_init (&self->calls);

  return self;
}

gboolean
signet_api_server_is_path (const char *path)
{
  return strcmp (path, SIGNET_API_ENCODE_PATH) == 0 || strcmp (path, SIGNET_API_DECODE_PATH) == 0;
}

void
signet_api_server_begin (SignetApiServer   *self,
                         SoupServerMessage *message,
                         const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  Body *body;

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", "POST");
      respond_text (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "Method Not Allowed");
      return;
    }
  if (strcmp (path, SIGNET_API_ENCODE_PATH) == 0 && get_bearer (message) == NULL)
    {
      respond_text (message, SOUP_STATUS_UNAUTHORIZED, "Unauthorized");
      return;
    }
  /* a form or plain text is what a web page could send without asking */
  if (type == NULL || g_ascii_strcasecmp (type, "application/json") != 0)
    {
      respond_text (message, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type");
      return;
    }
  if (soup_message_headers_get_content_length (headers) > SIGNET_API_MAX_BODY)
    {
      respond_text (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "Payload Too Large");
      return;
    }

  body = g_new0 (Body, 1);
  body->bytes = g_byte_array_new ();
  g_object_set_qdata_full (G_OBJECT (message), get_body_quark (), body, body_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), body);
}

static gboolean
handed_over_cb (gpointer user_data)
{
  SignetApiCall *call = user_data;

  call->handler (call, call->handler_data);

  return G_SOURCE_REMOVE;
}

void
signet_api_server_answer (SignetApiServer   *self,
                          SoupServerMessage *message,
                          const char        *path)
{
  Body *body = g_object_get_qdata (G_OBJECT (message), get_body_quark ());
  SignetApiCall *call;
  GSource *source;

  if (self->calls.length >= MAX_CALLS)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", "1");
      respond_text (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "Busy");
      return;
    }

  call = g_new0 (SignetApiCall, 1);
  call->handler = self->handler;
  call->handler_data = self->handler_data;
  call->path = g_strdup (path);
  call->bearer = g_strdup (get_bearer (message));
  call->body = g_byte_array_free_to_bytes (g_steal_pointer (&body->bytes));
  call->context = g_main_context_ref (self->context);
  call->server = self;
  call->message = g_object_ref (message);
  call->finished_id = g_signal_connect (message, "finished", G_CALLBACK (finished_cb), call);
  call->link.data = call;
  g_queue_push_tail_link (&self->calls, &call->link);

  soup_server_message_pause (message);
  self->waiting (message, self->waiting_data);

  /* never dispatched from here, whoever owns that context */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, handed_over_cb, call, NULL);
  g_source_attach (source, self->main_context);
  g_source_unref (source);
}

void
signet_api_server_end (SignetApiServer *self)
{
  while (self->calls.head != NULL)
    forget_client (self->calls.head->data);
}

void
signet_api_server_free (SignetApiServer *self)
{
  g_assert (self->calls.length == 0);

  g_main_context_unref (self->context);
  g_main_context_unref (self->main_context);
  g_free (self);
}

const char *
signet_api_call_get_path (SignetApiCall *call)
{
  return call->path;
}

const char *
signet_api_call_get_bearer (SignetApiCall *call)
{
  return call->bearer;
}

GBytes *
signet_api_call_get_body (SignetApiCall *call)
{
  return call->body;
}

/* In the server's thread, or nowhere when that has ended. */
static gboolean
answered_cb (gpointer user_data)
{
  SignetApiCall *call = user_data;

  if (call->server == NULL)
    return G_SOURCE_REMOVE;

  forget_client (call);
  respond (call->message, call->status, call->type, call->code, call->answer);
  soup_server_message_unpause (call->message);

  return G_SOURCE_REMOVE;
}

/**
 * signet_api_call_answer:
 * @call: (transfer full): a request
 * @status: the HTTP status
 * @type: a Content-Type
 * @code: (nullable): for the header Signet-Error
 * @body: what to send
 *
 * May be called when the client or the server is gone: then nothing is sent.
 */
void
signet_api_call_answer (SignetApiCall *call,
                        guint          status,
                        const char    *type,
                        const char    *code,
                        GBytes        *body)
{
  g_autoptr (GMainContext) context = g_steal_pointer (&call->context);
  GSource *source = g_idle_source_new ();

  call->status = status;
  call->type = g_strdup (type);
  call->code = g_strdup (code);
  call->answer = g_bytes_ref (body);

  /* a context that nobody runs any more frees the call when it is freed itself */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, answered_cb, call, call_free);
  g_source_attach (source, context);
  g_source_unref (source);
}
