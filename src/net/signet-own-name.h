/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* By what names a server on this computer may be called, so that none which somebody's DNS points at it will do. */
char    *signet_own_name_from_host (const char *host);
gboolean signet_own_name_matches   (const char *name, GSocketAddress *local, GInetAddress *bound);

G_END_DECLS
