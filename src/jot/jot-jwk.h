/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-alg.h"
#include "jot-json.h"

G_BEGIN_DECLS

/* One public key (RFC 7517), immutable and refcounted; may be used from any thread. */
typedef struct _JotJwk JotJwk;

#define JOT_TYPE_JWK (jot_jwk_get_type ())
GType         jot_jwk_get_type           (void);
/* The public part only is taken; private members are never read here.
 * errors: JOT_ERROR_KEY_MISMATCH (unusable: reason KEY_UNUSABLE), JOT_ERROR_MALFORMED */
JotJwk       *jot_jwk_new_from_json      (JotJsonNode node, GError **error);
/* a file that holds one JWK or one PEM "PUBLIC KEY"/"RSA PUBLIC KEY"/"CERTIFICATE" is refused where it is private */
JotJwk       *jot_jwk_new_from_data      (const char *data, gssize length, GError **error);
JotJwk       *jot_jwk_ref                (JotJwk *jwk);
void          jot_jwk_unref              (JotJwk *jwk);
/* (nullable) members as they stood */
const char   *jot_jwk_get_kid            (const JotJwk *jwk);
const char   *jot_jwk_get_use            (const JotJwk *jwk);
const char   *jot_jwk_get_alg            (const JotJwk *jwk);
const char   *jot_jwk_get_kty            (const JotJwk *jwk);
const char   *jot_jwk_get_crv            (const JotJwk *jwk);
guint         jot_jwk_get_bits           (const JotJwk *jwk);
/* RFC 7638 SHA-256 thumbprint, base64url, over the minimal form */
const char   *jot_jwk_get_thumbprint     (const JotJwk *jwk);
/* (transfer full): six groups of five digits, for people to compare by phone:
 * group i = bytes 5i..5i+4 of the thumbprint, big-endian, mod 100000 */
char         *jot_jwk_dup_fingerprint    (const JotJwk *jwk);
/* (transfer full) (nullable): the same of a thumbprint; NULL: it is none */
char         *jot_thumbprint_to_fingerprint (const char *thumbprint);
/* {"kty","kid","use":"sig","alg", public members} and nothing else; alg: (nullable) */
char         *jot_jwk_to_public_json     (const JotJwk *jwk, const char *kid, const JotAlg *alg);
/* (transfer full): PEM, SubjectPublicKeyInfo. errors: JOT_ERROR_WEAK_KEY, CRYPTO */
char         *jot_jwk_to_pem             (const JotJwk *jwk, GError **error);
/* kty, crv, use, key_ops, alg; errors: JOT_ERROR_KEY_MISMATCH */
gboolean      jot_jwk_check_fit          (const JotJwk *jwk, const JotAlg *alg, GError **error);
/* errors: JOT_ERROR_WEAK_KEY */
gboolean      jot_jwk_check_strength     (const JotJwk *jwk, GError **error);
/* errors: JOT_ERROR_BAD_SIGNATURE */
gboolean      jot_jwk_verify             (const JotJwk *jwk, const JotAlg *alg,
                                          const void *data, gsize length,
                                          const void *signature, gsize signature_length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotJwk, jot_jwk_unref)

G_END_DECLS
