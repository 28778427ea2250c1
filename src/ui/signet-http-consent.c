/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-http-consent.h"

#include "jot-error.h"

#define KEY "http-hosts"

/* Where there are no settings.  Main thread. */
static GHashTable *hosts;

/* (transfer full) (nullable): what is agreed to is one service on one computer: "192.168.1.23:7515" */
static char *
dup_host (const char *source)
{
  g_autoptr (GUri) uri = source != NULL ? g_uri_parse (source, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autofree char *host = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") != 0)
    return NULL;

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  return g_strdup_printf ("%s:%d", host, g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 80);
}

gboolean
signet_http_consent_is_given (GSettings  *settings,
                              const char *source)
{
  g_autofree char *host = dup_host (source);
  g_auto (GStrv) given = NULL;

  if (host == NULL)
    return FALSE;
  if (settings == NULL)
    return hosts != NULL && g_hash_table_contains (hosts, host);

  given = g_settings_get_strv (settings, KEY);
  return g_strv_contains ((const char * const *) given, host);
}

void
signet_http_consent_give (GSettings  *settings,
                          const char *source)
{
  g_autofree char *host = dup_host (source);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) given = NULL;
  g_auto (GStrv) all = NULL;

  if (host == NULL || signet_http_consent_is_given (settings, source))
    return;

  if (settings == NULL)
    {
      if (hosts == NULL)
        hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_add (hosts, g_steal_pointer (&host));
      return;
    }

  builder = g_strv_builder_new ();
  given = g_settings_get_strv (settings, KEY);
  g_strv_builder_addv (builder, (const char **) given);
  g_strv_builder_add (builder, host);
  all = g_strv_builder_end (builder);
  g_settings_set_strv (settings, KEY, (const char * const *) all);
}

gboolean
signet_http_consent_can_ask (GSettings    *settings,
                             const char   *source,
                             const GError *error)
{
  const JotErrorDetails *details = error != NULL ? jot_error_get_details (error) : NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *host = dup_host (source);

  if (details == NULL || details->reason != JOT_REASON_HTTP_NOT_ALLOWED || host == NULL
      || signet_http_consent_is_given (settings, source))
    return FALSE;

  /* an address in numbers that is none of a local network is never asked over http */
  uri = g_uri_parse (source, G_URI_FLAGS_NONE, NULL);
  address = g_inet_address_new_from_string (g_uri_get_host (uri));

  return address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4
         || g_inet_address_get_is_site_local (address) || g_inet_address_get_is_link_local (address);
}
