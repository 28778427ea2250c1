/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-discovery.h"

#include "jot-error.h"
#include "jot-json.h"

#include <string.h>

#define OPENID "/.well-known/openid-configuration"
#define OAUTH "/.well-known/oauth-authorization-server"

typedef struct
{
  char     *issuer;
  gboolean  allow_http;
  gboolean  oauth;       /* the second address is asked */
} Search;

void
signet_discovered_clear (SignetDiscovered *discovered)
{
  g_clear_pointer (&discovered->url, g_free);
}

static void
discovered_free (gpointer data)
{
  signet_discovered_clear (data);
  g_free (data);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->issuer);
  g_free (search);
}

/* What is escaped in a host comes out as it was meant, and would end it in another address. */
static gboolean
is_host (const char *host)
{
  if (host == NULL || *host == '\0')
    return FALSE;
  if (g_hostname_is_ip_address (host))
    return TRUE;
  for (const char *p = host; *p != '\0'; p++)
    if (g_ascii_isprint (*p) ? !g_ascii_isalnum (*p) && strchr ("-._", *p) == NULL : g_ascii_iscntrl (*p))
      return FALSE;

  return TRUE;
}

/* (transfer full) (nullable) */
static GUri *
parse_issuer (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri == NULL || !is_host (g_uri_get_host (uri)) || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      (g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") != 0 && g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") != 0))
    return NULL;

  return g_steal_pointer (&uri);
}

static gboolean
is_https (const char *url)
{
  return g_ascii_strncasecmp (url, "https:", 6) == 0;
}

/**
 * signet_discovery_is_issuer:
 * @text: foreign text
 *
 * Returns: whether @text can be the address of an issuer (RFC 8414 §2)
 */
gboolean
signet_discovery_is_issuer (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  uri = parse_issuer (text);
  return uri != NULL;
}

/**
 * signet_discovery_build_url:
 * @issuer: the address of an issuer
 * @oauth: whether by RFC 8414, else by OpenID Connect
 *
 * OpenID Connect appends its path to that of the issuer (Discovery 1.0 §4), RFC 8414 §3.1 inserts its own before it;
 * a slash at the end of the issuer goes in both.
 *
 * Returns: (transfer full) (nullable): the address of its description
 */
char *
signet_discovery_build_url (const char *issuer,
                            gboolean    oauth)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) described = NULL;
  g_autofree char *path = NULL;
  g_autofree char *full = NULL;
  gsize length;

  g_return_val_if_fail (issuer != NULL, NULL);

  uri = parse_issuer (issuer);
  if (uri == NULL)
    return NULL;

  path = g_strdup (g_uri_get_path (uri));
  length = strlen (path);
  if (length > 0 && path[length - 1] == '/')
    path[length - 1] = '\0';
  full = oauth ? g_strconcat (OAUTH, path, NULL) : g_strconcat (path, OPENID, NULL);
  described = g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri), full,
                           NULL, NULL);

  return g_uri_to_string (described);
}

static char *
fail_description (GError     **error,
                  JotReason    reason,
                  const char  *expected,
                  const char  *found,
                  const char  *message)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_SET_INVALID, reason, 0, 0, expected, found, "%s", message));
  return NULL;
}

/**
 * signet_discovery_parse:
 * @body: what the address answered
 * @issuer: whose description it must be
 * @error: return location for an error
 *
 * The issuer must be spelled exactly as it was asked for (RFC 8414 §3.3), and one that is reached over https has its
 * keys there, too.
 *
 * Returns: (transfer full) (nullable): where its key set is
 */
char *
signet_discovery_parse (GBytes      *body,
                        const char  *issuer,
                        GError     **error)
{
  g_autoptr (JotJson) json = NULL;
  const char *data;
  const char *found;
  const char *url;
  gsize size;

  g_return_val_if_fail (body != NULL && issuer != NULL, NULL);

  data = g_bytes_get_data (body, &size);
  json = jot_json_parse (size > 0 ? data : "", (gssize) size, NULL);
  if (json == NULL || jot_json_node_get_kind (jot_json_get_root (json)) != JOT_JSON_OBJECT)
    return fail_description (error, JOT_REASON_DISCOVERY, NULL, issuer, "the description of the issuer is no JSON object");

  found = jot_json_node_get_string_member (jot_json_get_root (json), "issuer");
  if (g_strcmp0 (found, issuer) != 0)
    return fail_description (error, JOT_REASON_DISCOVERY_ISSUER, issuer, found, "it is the description of another issuer");

  url = jot_json_node_get_string_member (jot_json_get_root (json), "jwks_uri");
  if (url == NULL || (is_https (issuer) && !is_https (url)))
    return fail_description (error, JOT_REASON_DISCOVERY, NULL, issuer, "the description of the issuer names no key set");

  return g_strdup (url);
}

static void ask (GTask *task);

/* Only an address that has nothing of the kind is a reason to try the other one. */
static gboolean
is_absent (const GError *error)
{
  const JotErrorDetails *details = jot_error_get_details (error);

  return details != NULL && details->reason == JOT_REASON_STATUS;
}

static void
described_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *search = g_task_get_task_data (task);
  g_autoptr (SignetJwksAnswer) answer = NULL;
  g_autofree char *url = NULL;
  SignetDiscovered *discovered;
  GBytes *body;
  GError *error = NULL;

  answer = signet_jwks_fetcher_fetch_finish (SIGNET_JWKS_FETCHER (source), result, &error);
  body = answer != NULL ? signet_jwks_answer_get_body (answer) : NULL;
  if (answer != NULL && body == NULL)
    error = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 0, 304, NULL, search->issuer,
                           "the server says that nothing changed, and was not asked that");
  if (error != NULL && is_absent (error) && !search->oauth)
    {
      g_clear_error (&error);
      search->oauth = TRUE;
      ask (g_steal_pointer (&task));
      return;
    }

  if (error == NULL)
    url = signet_discovery_parse (body, search->issuer, &error);
  if (url == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  discovered = g_new0 (SignetDiscovered, 1);
  discovered->url = g_steal_pointer (&url);
  discovered->origin = signet_jwks_answer_get_origin (answer);
  discovered->max_age = signet_jwks_answer_get_max_age (answer);
  g_task_return_pointer (task, discovered, discovered_free);
}

/* task: (transfer full) */
static void
ask (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  SignetJwksFetcher *fetcher = g_task_get_source_object (task);
  g_autofree char *url = signet_discovery_build_url (search->issuer, search->oauth);

  signet_jwks_fetcher_fetch_async (fetcher, url, NULL, search->allow_http, g_task_get_cancellable (task), described_cb, task);
}

/**
 * signet_discovery_find_async:
 * @fetcher: what fetches
 * @issuer: the address of an issuer; foreign text
 * @allow_http: whether http is allowed to an address of the local network
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_discovery_find_async (SignetJwksFetcher   *fetcher,
                             const char          *issuer,
                             gboolean             allow_http,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  g_return_if_fail (SIGNET_IS_JWKS_FETCHER (fetcher));
  g_return_if_fail (issuer != NULL);

  task = g_task_new (fetcher, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_discovery_find_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!signet_discovery_is_issuer (issuer))
    {
      g_task_return_error (task, jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_BAD_URL, 0, 0, NULL, issuer,
                                                "no http or https address of an issuer"));
      return;
    }

  search = g_new0 (Search, 1);
  search->issuer = g_strdup (issuer);
  search->allow_http = allow_http;
  g_task_set_task_data (task, search, search_free);
  ask (g_steal_pointer (&task));
}

/**
 * signet_discovery_find_finish:
 * @fetcher: what fetches
 * @result: what the callback got
 * @discovered: (out caller-allocates): zeroed; what the issuer says
 * @error: return location for an error
 *
 * Returns: whether it says something
 */
gboolean
signet_discovery_find_finish (SignetJwksFetcher  *fetcher,
                              GAsyncResult       *result,
                              SignetDiscovered   *discovered,
                              GError            **error)
{
  g_autofree SignetDiscovered *found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, fetcher), FALSE);
  g_return_val_if_fail (discovered != NULL, FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;

  *discovered = *found;
  return TRUE;
}
