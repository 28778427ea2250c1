/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jwk.h"
#include "jot-secret.h"

G_BEGIN_DECLS

/* One loaded private key and the algorithm it is for; the one type that holds
 * private key bytes.  Refcounted; wiped on the last unref. */
typedef struct _JotPrivateKey JotPrivateKey;

#define JOT_TYPE_PRIVATE_KEY (jot_private_key_get_type ())
GType          jot_private_key_get_type     (void);
/* blocks for up to seconds: call in a worker.  bits counts for RSA only (2048, 3072, 4096; 0: 2048).
 * errors: JOT_ERROR_CRYPTO */
JotPrivateKey *jot_private_key_generate     (const JotAlg *alg, guint bits, GError **error);
/* the private JWK text, with its "alg".  errors: JOT_ERROR_MALFORMED, KEY_MISMATCH, WEAK_KEY */
JotPrivateKey *jot_private_key_new_from_jwk (const char *text, gssize length, GError **error);
/* a JWK or PEM that a user already has. passphrase: (nullable).  alg: (nullable): what the key says, or the first
 * that it fits.  errors: JOT_ERROR_MALFORMED, KEY_MISMATCH (also PASSPHRASE), WEAK_KEY */
JotPrivateKey *jot_private_key_new_from_data (const char *data, gssize length, const char *passphrase,
                                              const JotAlg *alg, GError **error);
/* encrypted PKCS#8, PEM; takes long on purpose */
JotSecret     *jot_private_key_to_pem       (JotPrivateKey *key, const char *passphrase, GError **error);
/* {"kty","kid","alg", all members} */
JotSecret     *jot_private_key_to_jwk       (JotPrivateKey *key, GError **error);
JotPrivateKey *jot_private_key_ref          (JotPrivateKey *key);
void           jot_private_key_unref        (JotPrivateKey *key);
JotJwk        *jot_private_key_get_public   (JotPrivateKey *key);   /* (transfer none), kid = thumbprint */
const JotAlg  *jot_private_key_get_alg      (JotPrivateKey *key);
/* (transfer full): the raw JWS signature. errors: JOT_ERROR_CRYPTO */
GBytes        *jot_private_key_sign         (JotPrivateKey *key, const void *data, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotPrivateKey, jot_private_key_unref)

G_END_DECLS
