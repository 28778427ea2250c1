/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-own-name.h"

#include "signet-address.h"

#include <string.h>

/**
 * signet_own_name_from_host:
 * @host: what a Host header holds (RFC 9110 §7.2)
 *
 * Returns: (transfer full): "127.0.0.1:7515" without the port, "[::1]:7515" without port and brackets
 */
char *
signet_own_name_from_host (const char *host)
{
  const char *end = strchr (host, ']');

  if (host[0] == '[' && end != NULL)
    return g_strndup (host + 1, (gsize) (end - host - 1));

  end = strrchr (host, ':');
  return end != NULL ? g_strndup (host, (gsize) (end - host)) : g_strdup (host);
}

/**
 * signet_own_name_matches:
 * @name: what a client calls a server
 * @local: the address at which it reached the server
 * @bound: the address at which the server listens, which may be every one ("0.0.0.0")
 *
 * Returns: whether @name is "localhost", an address of the loopback, that of @local or @bound, in numbers
 */
gboolean
signet_own_name_matches (const char     *name,
                         GSocketAddress *local,
                         GInetAddress   *bound)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (name, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (name);
  if (address == NULL)
    return FALSE;

  return signet_address_classify (address) == SIGNET_ADDRESS_LOOPBACK || g_inet_address_equal (address, bound) ||
         (G_IS_INET_SOCKET_ADDRESS (local) &&
          g_inet_address_equal (address, g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local))));
}
