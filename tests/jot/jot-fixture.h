/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-verdict.h"

G_BEGIN_DECLS

/* The text of tests/vectors/NAME without the line break at its end. (transfer full) */
char          *fixture_read      (const char *name);
JotJwk        *fixture_read_jwk  (const char *name);
JotJwks       *fixture_read_jwks (const char *name);

/* (transfer none): the private key in tests/vectors/keys/NAME.pem, for that algorithm. Loaded once. */
JotPrivateKey *fixture_get_key   (const char *name, const char *alg);
/* (transfer none): a key of the kind that the algorithm needs */
JotPrivateKey *fixture_get_key_for (const char *alg);

/* (transfer full): the public JWK in tests/vectors/keys/NAME.pub.jwk with more members: "\"kid\":\"k\"" */
char          *fixture_jwk       (const char *name, const char *more);
/* The set {"keys":[…]}; entries: joined with commas, up to NULL */
JotJwks       *fixture_set       (const char *entry, ...) G_GNUC_NULL_TERMINATED;

/* (transfer full): a token with exactly these parts */
char          *fixture_join      (const char *header, const void *payload, gsize payload_length,
                                  const void *signature, gsize signature_length);
/* (transfer full): the same, with the signature that the key makes */
char          *fixture_sign      (JotPrivateKey *key, const char *header, const char *payload);
/* (transfer full): a byte of text replaced */
char          *fixture_replace   (const char *text, const char *old, const char *new);

/* (transfer full): as of 1000, with no more demanded than that */
JotVerdict    *fixture_verify     (const char *token, JotJwks *jwks);
JotVerdict    *fixture_verify_key (const char *token, JotJwk *key);

#define fixture_assert_error(error, wanted_code, wanted_reason) \
  G_STMT_START { \
    const GError *e_ = (error); \
    g_assert_nonnull (e_); \
    g_assert_true (e_->domain == JOT_ERROR); \
    g_assert_cmpstr (jot_error_get_code_name (e_->code), ==, jot_error_get_code_name (wanted_code)); \
    g_assert_cmpint (jot_error_get_details (e_)->reason, ==, (wanted_reason)); \
  } G_STMT_END

#define fixture_assert_valid(verdict) \
  G_STMT_START { \
    g_assert_no_error ((GError *) jot_verdict_get_error (verdict)); \
    g_assert_true (jot_verdict_is_valid (verdict)); \
    g_assert_true (jot_verdict_is_proved (verdict)); \
  } G_STMT_END

#define fixture_assert_refused(verdict, code, reason) \
  G_STMT_START { \
    fixture_assert_error (jot_verdict_get_error (verdict), code, reason); \
    g_assert_false (jot_verdict_is_valid (verdict)); \
  } G_STMT_END

G_END_DECLS
