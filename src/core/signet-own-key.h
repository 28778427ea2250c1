/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_OWN_KEY_NEXT,
  SIGNET_OWN_KEY_CURRENT,
  SIGNET_OWN_KEY_RETIRED,
  SIGNET_OWN_KEY_REVOKED,
} SignetOwnKeyState;

/* What is public about one of our own keys, at one time: immutable. */
#define SIGNET_TYPE_OWN_KEY (signet_own_key_get_type ())
G_DECLARE_FINAL_TYPE (SignetOwnKey, signet_own_key, SIGNET, OWN_KEY, GObject)

SignetOwnKeyState  signet_own_key_get_state           (SignetOwnKey *self);
const char        *signet_own_key_get_kid             (SignetOwnKey *self);
/* six groups of five digits */
const char        *signet_own_key_get_fingerprint     (SignetOwnKey *self);
/* "RSA, 2048 bits, RS256" */
const char        *signet_own_key_get_kind            (SignetOwnKey *self);
/* the public JWK */
const char        *signet_own_key_get_public          (SignetOwnKey *self);
/* seconds since 1970, 0: never */
gint64             signet_own_key_get_created         (SignetOwnKey *self);
gint64             signet_own_key_get_retired         (SignetOwnKey *self);
gint64             signet_own_key_get_revoked         (SignetOwnKey *self);
/* 0: it is not; G_MAXINT64: as long as it is not revoked */
gint64             signet_own_key_get_published_until (SignetOwnKey *self);
/* what is known of: a key from a backup or from the keyring may have signed elsewhere, see has_signed */
guint              signet_own_key_get_n_signed        (SignetOwnKey *self);
/* whether it has signed, or may have */
gboolean           signet_own_key_has_signed          (SignetOwnKey *self);

G_END_DECLS
