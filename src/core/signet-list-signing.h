/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-token.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Signs lists with our own key, and remembers each in the history.  Signal "not-remembered" (GError): the token is
 * signed, and its entry could not be written.  Properties, read-only with notify: "busy" (a key is
 * being made), "has-key", "key-created" (gint64 seconds). */
#define SIGNET_TYPE_LIST_SIGNING (signet_list_signing_get_type ())
G_DECLARE_FINAL_TYPE (SignetListSigning, signet_list_signing, SIGNET, LIST_SIGNING, GObject)

gboolean  signet_list_signing_is_busy         (SignetListSigning *self);
gboolean  signet_list_signing_has_key         (SignetListSigning *self);
gint64    signet_list_signing_get_key_created (SignetListSigning *self);
/* issued_at 0 in options: now.  errors: see signet_words_get_problem() and JOT_ERROR_TOO_LARGE */
void      signet_list_signing_sign_async      (SignetListSigning *self, SignetList *list, const SignetTokenOptions *options,
                                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full): the token */
char     *signet_list_signing_sign_finish     (SignetListSigning *self, GAsyncResult *result, GError **error);
/* signs what was made of a list; exp: of it, G_MAXINT64 where it has none.  list_id: (nullable): of the list, for the history */
void      signet_list_signing_sign_made_async   (SignetListSigning *self, const char *list_id, GBytes *claims, gint64 exp,
                                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* signs any JSON object; exp: of it, G_MAXINT64 where it has none */
void      signet_list_signing_sign_claims_async (SignetListSigning *self, GBytes *claims, gint64 exp,
                                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* makes a new key and signs with it from now on; the one before stays published while it is needed.
 * For a key that the keyring lost.  errors: see signet_words_get_problem() */
void      signet_list_signing_renew_async       (SignetListSigning *self, GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean  signet_list_signing_renew_finish      (SignetListSigning *self, GAsyncResult *result, GError **error);

G_END_DECLS
