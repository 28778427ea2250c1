/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-json.h"
#include "jot-private-key.h"

G_BEGIN_DECLS

#define JOT_MAX_TOKEN_SIZE (256 * 1024)

/* A JWS in compact form taken apart (RFC 7515 §7.1), nothing of it checked against
 * any key.  Immutable and refcounted. */
typedef struct _JotJws JotJws;

#define JOT_TYPE_JWS (jot_jws_get_type ())
GType        jot_jws_get_type       (void);
/* size, dots, base64url, header JSON: MALFORMED, TOO_LARGE.  crit, kid and alg are judged by jot_verify */
JotJws      *jot_jws_parse          (const char *token, gssize length, GError **error);
JotJws      *jot_jws_ref            (JotJws *jws);
void         jot_jws_unref          (JotJws *jws);
JotJsonNode  jot_jws_get_header     (const JotJws *jws);
/* (nullable) */
const char  *jot_jws_get_kid        (const JotJws *jws);
const char  *jot_jws_get_alg_name   (const JotJws *jws);
/* (transfer none): the decoded payload bytes, any content, also empty */
GBytes      *jot_jws_get_payload    (const JotJws *jws);
GBytes      *jot_jws_get_signature  (const JotJws *jws);
/* (transfer full): the token as it was taken apart */
char        *jot_jws_to_compact     (const JotJws *jws);
/* whether the signature is one of that key: tells who signed what was refused, and makes nothing valid */
gboolean     jot_jws_is_signed_by   (const JotJws *jws, const JotJwk *key);

/* (transfer full): the compact form with the header {"alg","kid","typ":"JWT"}.  errors: TOO_LARGE, CRYPTO */
char        *jot_jws_sign           (JotPrivateKey *key, const void *payload, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotJws, jot_jws_unref)

G_END_DECLS
