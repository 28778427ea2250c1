/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jwks.h"

G_BEGIN_DECLS

#define SIGNET_SIGNER_ANNOUNCE_SECONDS 86400
#define SIGNET_SIGNER_OFFLINE_SECONDS (30 * 86400)
#define SIGNET_SIGNER_MAX_NAME 80   /* characters */

/* A person of the trust book: name, address of the key set, the public keys seen there.  Immutable,
 * refcounted; may be used from any thread.  Time is an argument, in seconds since 1970. */
typedef struct _SignetSigner SignetSigner;

/* A key that was seen in the key set of a signer, or on a key card. */
typedef struct
{
  JotJwk   *jwk;
  char     *kid;         /* as in the set */
  gint64    first_seen;
  gint64    last_seen;
  gint64    announced;   /* since when it is in sets that also held a pinned key; 0: never was */
  gint64    withdrawn;   /* when a well-formed set no longer held it; 0: it is in the last one */
  gboolean  pinned;      /* by the user, or accepted because it was announced early enough */
} SignetSignerKey;

#define SIGNET_TYPE_SIGNER (signet_signer_get_type ())
GType         signet_signer_get_type          (void);
/* url: (nullable): NULL for a key card.  thumbprint: (nullable): the one key to pin, all where NULL;
 * NULL is returned where the set has no such key, or none at all that can be used */
SignetSigner *signet_signer_new               (const char *name, const char *url, const JotJwks *jwks, const char *thumbprint,
                                               gint64 now);
SignetSigner *signet_signer_ref               (SignetSigner *self);
void          signet_signer_unref             (SignetSigner *self);
const char   *signet_signer_get_name          (const SignetSigner *self);
const char   *signet_signer_get_url           (const SignetSigner *self);   /* (nullable) */
gint64        signet_signer_get_added         (const SignetSigner *self);
gint64        signet_signer_get_fetched       (const SignetSigner *self);   /* when its key set was fetched last */
/* (transfer none) (element-type SignetSignerKey): in the order in which they were seen */
GPtrArray    *signet_signer_get_keys          (const SignetSigner *self);
/* (transfer none) (nullable): by thumbprint */
const SignetSignerKey *signet_signer_find_key (const SignetSigner *self, const JotJwk *jwk);
/* "pinned", "announced", "new", "withdrawn"; stable */
const char   *signet_signer_key_get_state     (const SignetSignerKey *key, gint64 now);

/* The rules of trust. */
/* (transfer full): what a well-formed set, fetched at now, makes of it */
SignetSigner *signet_signer_take_set          (SignetSigner *self, const JotJwks *jwks, gint64 now);
/* (transfer full): with that key pinned from now on, also one that was withdrawn: the user said so */
SignetSigner *signet_signer_pin               (SignetSigner *self, const JotJwk *jwk, const char *kid, gint64 now);
/* (transfer none) (nullable): the key to compare a new one with: of the pinned ones that was seen last */
const SignetSignerKey *signet_signer_get_known_key (const SignetSigner *self);
/* whether what the key signs is the signer's */
gboolean      signet_signer_trusts            (const SignetSigner *self, const JotJwk *jwk, gint64 now);
/* whether what is known of the signer may serve while the key set cannot be fetched */
gboolean      signet_signer_serves_offline    (const SignetSigner *self, gint64 now);
/* (transfer full): the keys known that were not withdrawn, trusted or not */
JotJwks      *signet_signer_dup_jwks          (const SignetSigner *self);

/* whether a person can be called so: 1 to 80 characters that can be seen */
gboolean      signet_signer_is_name           (const char *name);
/* errors: G_IO_ERROR_INVALID_DATA */
SignetSigner *signet_signer_new_from_json     (JotJsonNode node, GError **error);
void          signet_signer_append_json       (const SignetSigner *self, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetSigner, signet_signer_unref)

G_END_DECLS
