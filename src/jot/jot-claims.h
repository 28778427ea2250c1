/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-json.h"

G_BEGIN_DECLS

/* The payload of a token read as claims (RFC 7519 §4), whether proved or not.
 * Immutable and refcounted. */
typedef struct _JotClaims JotClaims;

#define JOT_TYPE_CLAIMS (jot_claims_get_type ())
GType        jot_claims_get_type     (void);
/* errors: JOT_ERROR_BAD_CLAIMS */
JotClaims   *jot_claims_parse        (const char *payload, gssize length, GError **error);
JotClaims   *jot_claims_ref          (JotClaims *claims);
void         jot_claims_unref        (JotClaims *claims);
JotJsonNode  jot_claims_get_root     (const JotClaims *claims);
/* (nullable) */
const char  *jot_claims_get_issuer   (const JotClaims *claims);
const char  *jot_claims_get_subject  (const JotClaims *claims);
const char  *jot_claims_get_id       (const JotClaims *claims);
/* aud is a string or an array of them; FALSE where there is none equal */
gboolean     jot_claims_has_audience (const JotClaims *claims, const char *audience);
/* seconds since 1970, FALSE where the claim is absent */
gboolean     jot_claims_get_expiry     (const JotClaims *claims, gint64 *seconds);
gboolean     jot_claims_get_not_before (const JotClaims *claims, gint64 *seconds);
gboolean     jot_claims_get_issued_at  (const JotClaims *claims, gint64 *seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotClaims, jot_claims_unref)

G_END_DECLS
