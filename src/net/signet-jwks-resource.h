/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-publisher.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The key set as a resource of a SoupServer, for its thread: which requests it takes, and what it answers. */
typedef struct _SignetJwksResource SignetJwksResource;

/* (transfer full) */
SignetJwksResource *signet_jwks_resource_new    (SignetJwksProvider provider, gpointer provider_data, gboolean cors);
void                signet_jwks_resource_free   (SignetJwksResource *self);
/* As soon as the headers are there, whatever the path is: refuses what is not for it. */
void                signet_jwks_resource_begin  (SignetJwksResource *self, SoupServerMessage *message, const char *path);
/* When the request is whole and was not refused. */
void                signet_jwks_resource_answer (SignetJwksResource *self, SoupServerMessage *message);
/* with an empty answer, after which the connection ends */
void                signet_jwks_resource_refuse (SoupServerMessage *message, guint status);

G_END_DECLS
