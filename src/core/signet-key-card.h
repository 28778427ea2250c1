/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who signs and with which public keys, in one file, NAME.jwks, for those who cannot reach the computer of the signer: a
 * JWK set (RFC 7517 §5) with two more members, "name" and "url", which other programs ignore.  Immutable. */
typedef struct _SignetKeyCard SignetKeyCard;

/* (transfer full) (nullable): the text of a card.  name, url: (nullable).  set: a key set of ours.
 * errors: JOT_ERROR_KEY_SET_INVALID, also where the set has no keys */
GBytes        *signet_key_card_build    (const char *name, const char *url, GBytes *set, GError **error);

/* (transfer full) (nullable).  errors: JOT_ERROR_KEY_SET_INVALID */
SignetKeyCard *signet_key_card_parse    (GBytes *text, GError **error);
void           signet_key_card_free     (SignetKeyCard *self);
const char    *signet_key_card_get_name (const SignetKeyCard *self);   /* (nullable) */
const char    *signet_key_card_get_url  (const SignetKeyCard *self);   /* (nullable) */
guint          signet_key_card_get_size (const SignetKeyCard *self);   /* how many keys */

/* Writes the card of keys.json at keys_path, as a whole and durably, in a worker.  name, url: (nullable) */
void           signet_key_card_save_async  (const char *keys_path, const char *name, const char *url, GFile *file,
                                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       signet_key_card_save_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetKeyCard, signet_key_card_free)

G_END_DECLS
