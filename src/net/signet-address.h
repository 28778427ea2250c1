/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_ADDRESS_LOOPBACK,  /* 127/8, ::1 */
  SIGNET_ADDRESS_LAN,       /* RFC 1918, 169.254/16, fc00::/7, fe80::/10 */
  SIGNET_ADDRESS_PUBLIC,    /* everything else */
} SignetAddressKind;

SignetAddressKind signet_address_classify      (GInetAddress *address);
/* of whom a connection leads to; PUBLIC where that cannot be said */
SignetAddressKind signet_address_classify_peer (GIOStream *connection);

G_END_DECLS
