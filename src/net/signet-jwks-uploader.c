/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-uploader.h"

#include "signet-address.h"
#include "signet-proxy.h"

#include <libsoup/soup.h>
#include <string.h>

#define CONNECT_SECONDS 5
#define TOTAL_SECONDS 30

struct _SignetJwksUploader
{
  GObject parent_instance;

  /* Owned */
  SoupSession *session;         /* for https, with the proxy of the desktop */
  SoupSession *direct_session;  /* for http, where the peer is judged: never over a proxy */
};

G_DEFINE_FINAL_TYPE (SignetJwksUploader, signet_jwks_uploader, G_TYPE_OBJECT)

G_DEFINE_QUARK (signet-upload-error-quark, signet_upload_error)

/* One PUT. */
typedef struct
{
  SoupMessage  *message;
  GCancellable *cancellable;   /* ours: cancelled by the caller, a timer or the peer's address */
  GCancellable *outer;         /* nullable */
  gulong        outer_id;
  GSource      *connect_timer;
  GSource      *total_timer;
  gboolean      is_http;
  gboolean      timed_out;
  gboolean      peer_refused;
} Put;

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
put_free (gpointer data)
{
  Put *put = data;

  clear_timer (&put->connect_timer);
  clear_timer (&put->total_timer);
  if (put->outer != NULL)
    g_cancellable_disconnect (put->outer, put->outer_id);
  g_clear_object (&put->outer);
  g_clear_object (&put->message);
  g_clear_object (&put->cancellable);
  g_free (put);
}

static void
signet_jwks_uploader_finalize (GObject *object)
{
  SignetJwksUploader *self = SIGNET_JWKS_UPLOADER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->direct_session);

  G_OBJECT_CLASS (signet_jwks_uploader_parent_class)->finalize (object);
}

static void
signet_jwks_uploader_class_init (SignetJwksUploaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_jwks_uploader_finalize;
}

static void
signet_jwks_uploader_init (SignetJwksUploader *self)
{
}

static SoupSession *
get_session (SignetJwksUploader *self,
             gboolean            is_direct)
{
  SoupSession **session = is_direct ? &self->direct_session : &self->session;

  if (*session != NULL)
    return *session;

  *session = g_object_new (SOUP_TYPE_SESSION,
                           "timeout", TOTAL_SECONDS,
                           "proxy-resolver", is_direct ? NULL : signet_proxy_get_resolver (),
                           NULL);
  soup_session_set_user_agent (*session, "Signet/" PACKAGE_VERSION);

  return *session;
}

static gboolean
timeout_cb (gpointer user_data)
{
  Put *put = user_data;

  put->timed_out = TRUE;
  g_cancellable_cancel (put->cancellable);

  return G_SOURCE_REMOVE;
}

static GSource *
start_timer (guint  seconds,
             Put   *put)
{
  GSource *timer = g_timeout_source_new_seconds (seconds);

  g_source_set_callback (timer, timeout_cb, put, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());

  return timer;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* The address that was really connected to decides, before the credentials are sent to it. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  Put *put = user_data;

  if (event != G_SOCKET_CLIENT_CONNECTED)
    return;

  clear_timer (&put->connect_timer);
  if (put->is_http && signet_address_classify_peer (connection) == SIGNET_ADDRESS_PUBLIC)
    {
      put->peer_refused = TRUE;
      g_cancellable_cancel (put->cancellable);
    }
}

static GError *
make_failure (const Put    *put,
              const GError *cause)
{
  if (put->outer != NULL && g_cancellable_is_cancelled (put->outer))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the upload was cancelled");
  if (put->peer_refused)
    return g_error_new_literal (SIGNET_UPLOAD_ERROR, SIGNET_UPLOAD_ERROR_HTTP_NOT_ALLOWED,
                                "the name leads to an address beyond the local network");
  if (put->timed_out || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (SIGNET_UPLOAD_ERROR, SIGNET_UPLOAD_ERROR_TIMEOUT, "no answer in time");
  if (cause->domain == G_TLS_ERROR)
    return g_error_new_literal (SIGNET_UPLOAD_ERROR, SIGNET_UPLOAD_ERROR_CERTIFICATE, cause->message);

  return g_error_new_literal (SIGNET_UPLOAD_ERROR, SIGNET_UPLOAD_ERROR_CONNECTION, cause->message);
}

/* 0: done (RFC 9110 §9.3.4: 201 where it was not there before, else 204 or 200) */
static int
judge_status (guint status)
{
  if (status >= 300 && status < 400)
    return SIGNET_UPLOAD_ERROR_REDIRECT;

  switch (status)
    {
    case 200:
    case 201:
    case 204:
      return 0;
    case 401:
    case 407:
      return SIGNET_UPLOAD_ERROR_UNAUTHORIZED;
    case 403:
      return SIGNET_UPLOAD_ERROR_FORBIDDEN;
    case 404:
    case 409:
      return SIGNET_UPLOAD_ERROR_NOT_FOUND;
    case 405:
    case 501:
      return SIGNET_UPLOAD_ERROR_NOT_ALLOWED;
    case 413:
    case 507:
      return SIGNET_UPLOAD_ERROR_FULL;
    default:
      return SIGNET_UPLOAD_ERROR_STATUS;
    }
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Put *put = g_task_get_task_data (task);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  guint status;
  int code;

  stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, make_failure (put, error));
      return;
    }

  status = soup_message_get_status (put->message);
  code = judge_status (status);
  if (code == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, SIGNET_UPLOAD_ERROR, code, "%u", status);
  /* what else it has to say is of no interest */
  g_cancellable_cancel (put->cancellable);
}

/* (transfer full) (nullable) */
static GUri *
parse_url (const char  *url,
           GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GInetAddress) address = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    {
      g_set_error_literal (error, SIGNET_UPLOAD_ERROR, SIGNET_UPLOAD_ERROR_BAD_URL,
                           "no http or https address without credentials");
      return NULL;
    }

  /* An address in numbers is judged at once: one that is refused is not even called */
  address = g_inet_address_new_from_string (host);
  if (g_str_equal (g_uri_get_scheme (uri), "http") && address != NULL &&
      signet_address_classify (address) == SIGNET_ADDRESS_PUBLIC)
    {
      g_set_error_literal (error, SIGNET_UPLOAD_ERROR, SIGNET_UPLOAD_ERROR_HTTP_NOT_ALLOWED,
                           "plain http beyond the local network");
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/* At once, without being asked (RFC 7617, RFC 6750): the user said that they are for this address. libsoup keeps
 * the header until the message goes; what is ours of it is wiped. */
static void
add_credentials (SoupMessage *message,
                 const char  *user,
                 JotSecret   *secret)
{
  const char *data = jot_secret_get_data (secret);
  char *header;

  if (*user == '\0')
    {
      header = g_strconcat ("Bearer ", data, NULL);
    }
  else
    {
      char *both = g_strconcat (user, ":", data, NULL);
      char *encoded = g_base64_encode ((const guchar *) both, strlen (both));

      header = g_strconcat ("Basic ", encoded, NULL);
      explicit_bzero (both, strlen (both));
      explicit_bzero (encoded, strlen (encoded));
      g_free (both);
      g_free (encoded);
    }

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", header);
  explicit_bzero (header, strlen (header));
  g_free (header);
}

/**
 * signet_jwks_uploader_new:
 *
 * Returns: (transfer full): an uploader; nothing is connected yet
 */
SignetJwksUploader *
signet_jwks_uploader_new (void)
{
  return g_object_new (SIGNET_TYPE_JWKS_UPLOADER, NULL);
}

/**
 * signet_jwks_uploader_check_url:
 * @url: what the user typed
 * @error: return location for an error
 *
 * Returns: whether it can be put there, as far as that can be said without calling it.
 *   Errors: %SIGNET_UPLOAD_ERROR_BAD_URL, %SIGNET_UPLOAD_ERROR_HTTP_NOT_ALLOWED
 */
gboolean
signet_jwks_uploader_check_url (const char  *url,
                                GError     **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, FALSE);

  uri = parse_url (url, error);

  return uri != NULL;
}

/**
 * signet_jwks_uploader_put_async:
 * @self: an uploader
 * @url: where to; foreign text
 * @set: the key set
 * @user: the user name; "": @secret is a bearer token
 * @secret: (nullable): the password or token
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * One PUT; no redirect takes the credentials elsewhere.
 */
void
signet_jwks_uploader_put_async (SignetJwksUploader  *self,
                                const char          *url,
                                GBytes              *set,
                                const char          *user,
                                JotSecret           *secret,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  GError *error = NULL;
  Put *put;

  g_return_if_fail (SIGNET_IS_JWKS_UPLOADER (self));
  g_return_if_fail (url != NULL);
  g_return_if_fail (set != NULL);
  g_return_if_fail (user != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_jwks_uploader_put_async);
  g_task_set_check_cancellable (task, FALSE);

  put = g_new0 (Put, 1);
  g_task_set_task_data (task, put, put_free);
  uri = parse_url (url, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  put->is_http = g_str_equal (g_uri_get_scheme (uri), "http");
  put->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    {
      put->outer = g_object_ref (cancellable);
      put->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                             g_object_ref (put->cancellable), g_object_unref);
    }

  /* a new connection each time, so that its address is always judged */
  put->message = soup_message_new_from_uri (SOUP_METHOD_PUT, uri);
  soup_message_set_flags (put->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION |
                                        SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_set_request_body_from_bytes (put->message, "application/json", set);
  if (secret != NULL)
    add_credentials (put->message, user, secret);
  g_signal_connect (put->message, "network-event", G_CALLBACK (network_event_cb), put);

  put->connect_timer = start_timer (CONNECT_SECONDS, put);
  put->total_timer = start_timer (TOTAL_SECONDS, put);
  soup_session_send_async (get_session (self, put->is_http), put->message, G_PRIORITY_DEFAULT, put->cancellable,
                           sent_cb, g_object_ref (task));
}

/**
 * signet_jwks_uploader_put_finish:
 * @self: an uploader
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the server has it. Errors: SIGNET_UPLOAD_ERROR, %G_IO_ERROR_CANCELLED
 */
gboolean
signet_jwks_uploader_put_finish (SignetJwksUploader  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
