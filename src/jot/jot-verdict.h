/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-claims.h"
#include "jot-error.h"
#include "jot-jwks.h"
#include "jot-jws.h"
#include "jot-policy.h"

G_BEGIN_DECLS

/* The checks, in the order in which they are made; it never changes. */
typedef enum
{
  JOT_CHECK_SIZE,
  JOT_CHECK_FORM,          /* three parts */
  JOT_CHECK_ENCODING,      /* base64url */
  JOT_CHECK_HEADER,        /* strict JSON object */
  JOT_CHECK_CRITICAL,      /* crit, zip, b64 */
  JOT_CHECK_KEY_ID,
  JOT_CHECK_ALGORITHM,
  JOT_CHECK_TYPE,          /* only where demanded */
  JOT_CHECK_KEY_FOUND,
  JOT_CHECK_KEY_FIT,
  JOT_CHECK_KEY_STRENGTH,
  JOT_CHECK_SIGNATURE,
  JOT_CHECK_PAYLOAD,       /* strict JSON object, dates are dates */
  JOT_CHECK_EXPIRY,
  JOT_CHECK_NOT_BEFORE,
  JOT_CHECK_ISSUER,        /* only where demanded */
  JOT_CHECK_AUDIENCE,      /* only where demanded; a note where present all the same */
  JOT_CHECK_ISSUED_AT,     /* a note where in the future */
  JOT_CHECK_FOREIGN_KEYS,  /* a note where the header has jwk, jku, x5c, x5u; never followed */
  JOT_N_CHECKS
} JotCheck;

typedef enum
{
  JOT_OUTCOME_NOT_REACHED,
  JOT_OUTCOME_PASSED,
  JOT_OUTCOME_NOTE,          /* passed, and there is something to say */
  JOT_OUTCOME_NOT_DEMANDED,
  JOT_OUTCOME_FAILED,
} JotOutcome;

/* What came of checking one token: immutable, refcounted, never a mere boolean. */
typedef struct _JotVerdict JotVerdict;

#define JOT_TYPE_VERDICT (jot_verdict_get_type ())
GType         jot_verdict_get_type      (void);

/* One of jwks and key is given: with key (--key) no kid is needed.  With neither, all
 * that can be judged without a key is, and the error is KEY_SET_UNAVAILABLE.
 * now: seconds since 1970.  Never returns NULL, never sets an error: it is in the verdict. */
JotVerdict   *jot_verify                (const char *token, gssize length,
                                         JotJwks *jwks, JotJwk *key,
                                         const JotPolicy *policy, gint64 now);
/* previous: (nullable): the verdict on another token; a header that is spelled the same is not parsed again */
JotVerdict   *jot_verify_following      (const JotVerdict *previous, const char *token, gssize length,
                                         JotJwks *jwks, JotJwk *key,
                                         const JotPolicy *policy, gint64 now);
JotVerdict   *jot_verdict_ref           (JotVerdict *verdict);
void          jot_verdict_unref         (JotVerdict *verdict);
/* (nullable): NULL means valid */
const GError *jot_verdict_get_error     (const JotVerdict *verdict);
gboolean      jot_verdict_is_valid      (const JotVerdict *verdict);
/* TRUE as soon as the signature held, also where a claim was refused afterwards */
gboolean      jot_verdict_is_proved     (const JotVerdict *verdict);
gint64        jot_verdict_get_time      (const JotVerdict *verdict);
JotOutcome    jot_verdict_get_outcome   (const JotVerdict *verdict, JotCheck check);
/* (nullable): data for words, not prose; meaning by check, see jot-verdict-private.h */
const char   *jot_verdict_get_expected  (const JotVerdict *verdict, JotCheck check);
const char   *jot_verdict_get_found     (const JotVerdict *verdict, JotCheck check);
/* (transfer none) (nullable): NULL where the token could not be taken apart */
JotJws       *jot_verdict_get_jws       (const JotVerdict *verdict);
/* (transfer none) (nullable): NULL unless the signature held and the payload is an object */
JotClaims    *jot_verdict_get_claims    (const JotVerdict *verdict);
/* (transfer none) (nullable): the key that was selected */
JotJwk       *jot_verdict_get_key       (const JotVerdict *verdict);
/* "key-strength", as in reports; stable */
const char   *jot_check_get_name        (JotCheck check);
/* "passed", "failed", "not-reached", "note", "not-demanded"; stable */
const char   *jot_outcome_get_name      (JotOutcome outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotVerdict, jot_verdict_unref)

G_END_DECLS
