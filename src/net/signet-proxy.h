/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Main thread only.
 * (transfer none) (nullable): NULL where the desktop cannot say what its proxy is: then there is none */
GProxyResolver *signet_proxy_get_resolver (void);

G_END_DECLS
