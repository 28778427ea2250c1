/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SIGNET_API_ENCODE_PATH "/encode"
#define SIGNET_API_DECODE_PATH "/decode"
#define SIGNET_API_MAX_BODY (512 * 1024)

/* One whole request of the HTTP interface, on its way from the server's thread to the main context and back. */
typedef struct _SignetApiCall SignetApiCall;

/* Called in the main context that the server was started in; call: (transfer full), to be answered once, now or
 * later, from there. */
typedef void (*SignetApiHandler) (SignetApiCall *call, gpointer user_data);

/* SIGNET_API_ENCODE_PATH or SIGNET_API_DECODE_PATH */
const char *signet_api_call_get_path   (SignetApiCall *call);
/* (nullable): what follows "Bearer" in Authorization; foreign text */
const char *signet_api_call_get_bearer (SignetApiCall *call);
GBytes     *signet_api_call_get_body   (SignetApiCall *call);
/* call: (transfer full).  type: a Content-Type; code: (nullable): for the header Signet-Error.  A client that is
 * gone meanwhile, or a server that was stopped, is no error. */
void        signet_api_call_answer     (SignetApiCall *call, guint status, const char *type, const char *code, GBytes *body);

G_END_DECLS
