/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-api-call.h"
#include "signet-context.h"

G_BEGIN_DECLS

/* Answers the HTTP interface: /encode signs for whoever has the bearer token of the keyring, /decode checks.
 * Signal "token-failed" (GError): the token could not be had from the keyring when it was prepared. */
#define SIGNET_TYPE_API (signet_api_get_type ())
G_DECLARE_FINAL_TYPE (SignetApi, signet_api, SIGNET, API, GObject)

SignetApi *signet_api_new     (SignetContext *context);
/* has the keyring make a token where there is none, so that there is one to ask for */
void       signet_api_prepare (SignetApi *self);
/* a SignetApiHandler; user_data: the SignetApi */
void       signet_api_handle  (SignetApiCall *call, gpointer user_data);

G_END_DECLS
