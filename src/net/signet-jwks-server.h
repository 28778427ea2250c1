/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-publisher.h"

G_BEGIN_DECLS

/* The thread behind a publisher: accept loop, guards and answers. */
typedef struct _SignetJwksServer SignetJwksServer;

/* (transfer full) (nullable): bound and serving; api_handler: (nullable): see signet_jwks_publisher_set_api().
 * errors: G_IO_ERROR */
SignetJwksServer *signet_jwks_server_start    (const char *address, guint port, gboolean cors,
                                               SignetJwksProvider provider, gpointer provider_data,
                                               SignetApiHandler api_handler, gpointer api_data, GError **error);
/* (transfer full): waits for the thread */
void              signet_jwks_server_stop     (SignetJwksServer *self);
guint             signet_jwks_server_get_port (SignetJwksServer *self);

G_END_DECLS
