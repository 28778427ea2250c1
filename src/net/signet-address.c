/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-address.h"

#include <string.h>

/**
 * signet_address_classify:
 * @address: the address of a connected peer
 *
 * IPv4 addresses mapped into IPv6 (RFC 4291 §2.5.5.2) count as the IPv4 address
 * they stand for.
 *
 * Returns: whether @address is on this computer, on a private network (RFC 1918,
 *   RFC 3927, RFC 4193, RFC 4291 §2.5.6) or anywhere else
 */
SignetAddressKind
signet_address_classify (GInetAddress *address)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), SIGNET_ADDRESS_PUBLIC);

  bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    {
      if (memcmp (bytes, mapped, sizeof mapped) != 0)
        {
          if (g_inet_address_get_is_loopback (address))
            return SIGNET_ADDRESS_LOOPBACK;
          if ((bytes[0] & 0xfe) == 0xfc || (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80))
            return SIGNET_ADDRESS_LAN;
          return SIGNET_ADDRESS_PUBLIC;
        }
      bytes += sizeof mapped;
    }

  if (bytes[0] == 127)
    return SIGNET_ADDRESS_LOOPBACK;
  if (bytes[0] == 10 ||
      (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
      (bytes[0] == 192 && bytes[1] == 168) ||
      (bytes[0] == 169 && bytes[1] == 254))
    return SIGNET_ADDRESS_LAN;

  return SIGNET_ADDRESS_PUBLIC;
}

/**
 * signet_address_classify_peer:
 * @connection: a connection, as #SoupMessage::network-event gives it
 *
 * Returns: what kind of address it leads to, %SIGNET_ADDRESS_PUBLIC where that cannot be said
 */
SignetAddressKind
signet_address_classify_peer (GIOStream *connection)
{
  g_autoptr (GSocketAddress) remote = NULL;

  if (G_IS_SOCKET_CONNECTION (connection))
    remote = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);

  return G_IS_INET_SOCKET_ADDRESS (remote)
         ? signet_address_classify (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)))
         : SIGNET_ADDRESS_PUBLIC;
}
