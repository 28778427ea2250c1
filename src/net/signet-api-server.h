/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-api-call.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The HTTP interface within the server's thread: what may be asked, the limits, and handing over.  All but new and
 * free belong to that thread. */
typedef struct _SignetApiServer SignetApiServer;

/* Of a request that is handed over: it waits for us now, no longer for its client. */
typedef void (*SignetApiWaiting) (SoupServerMessage *message, gpointer user_data);

/* context: of the thread.  The handler is called in the thread-default context of the caller. */
SignetApiServer *signet_api_server_new     (GMainContext *context, SignetApiHandler handler, gpointer handler_data,
                                            SignetApiWaiting waiting, gpointer waiting_data);
gboolean         signet_api_server_is_path (const char *path);
/* before the body: gives a status to what is refused, else keeps the body, up to its limit */
void             signet_api_server_begin   (SignetApiServer *self, SoupServerMessage *message, const char *path);
/* with the whole body */
void             signet_api_server_answer  (SignetApiServer *self, SoupServerMessage *message, const char *path);
/* nothing is answered any more */
void             signet_api_server_end     (SignetApiServer *self);
/* after the thread has ended */
void             signet_api_server_free    (SignetApiServer *self);

G_END_DECLS
