/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-api-call.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Publishes a key set at /.well-known/jwks.json from a thread of its own.
 * Properties: "running", "url" (nullable). Main thread only. */
#define SIGNET_TYPE_JWKS_PUBLISHER (signet_jwks_publisher_get_type ())
G_DECLARE_FINAL_TYPE (SignetJwksPublisher, signet_jwks_publisher, SIGNET, JWKS_PUBLISHER, GObject)

#define SIGNET_JWKS_PATH "/.well-known/jwks.json"
#define SIGNET_JWKS_DEFAULT_PORT 7515

/* Called in the publisher's thread for each answer; must be quick: (transfer full) the bytes to
 * serve, the same GBytes while nothing changed (ETag and headers are prepared once per GBytes). */
typedef GBytes *(*SignetJwksProvider) (gpointer user_data);

SignetJwksPublisher *signet_jwks_publisher_new        (SignetJwksProvider provider, gpointer user_data, GDestroyNotify destroy);
/* handler: (nullable): answers POST /encode and /decode from now on; not while it runs.  Without one these are 404 */
void                 signet_jwks_publisher_set_api    (SignetJwksPublisher *self, SignetApiHandler handler, gpointer user_data);
/* address: "127.0.0.1", "::1", "0.0.0.0", … ; port 0 takes a free one.  Bound when it returns.
 * errors: G_IO_ERROR_ADDRESS_IN_USE and other G_IO_ERRORs */
gboolean             signet_jwks_publisher_start      (SignetJwksPublisher *self, const char *address, guint port,
                                                       gboolean cors, GError **error);
/* ends the thread; what is being sent is cut off */
void                 signet_jwks_publisher_stop       (SignetJwksPublisher *self);
gboolean             signet_jwks_publisher_is_running (SignetJwksPublisher *self);
guint                signet_jwks_publisher_get_port   (SignetJwksPublisher *self);
/* (nullable): "http://127.0.0.1:7515/.well-known/jwks.json" */
const char          *signet_jwks_publisher_get_url    (SignetJwksPublisher *self);

G_END_DECLS
