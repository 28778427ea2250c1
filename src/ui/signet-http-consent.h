/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A key set over plain http from the local network: asked once per host and port, then remembered. */

/* settings: (nullable): without them an agreement lasts as long as the program.  source: URL or file name */
gboolean signet_http_consent_is_given (GSettings *settings, const char *source);
void     signet_http_consent_give     (GSettings *settings, const char *source);
/* whether it failed with error for want of that agreement alone: a public address is never asked over http.
 * error: (nullable) */
gboolean signet_http_consent_can_ask  (GSettings *settings, const char *source, const GError *error);

G_END_DECLS
