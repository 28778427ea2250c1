/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-alg.h"

G_BEGIN_DECLS

/* The edge to GnuTLS: jot-crypto.c alone includes it. Numbers are big-endian bytes. */
typedef struct _JotPublicHandle JotPublicHandle;
typedef struct _JotPrivateHandle JotPrivateHandle;

typedef struct
{
  guint8 *data;
  gsize   size;
} JotNumber;

/* The members of a private key in the order of the table in jot-private-key.c: RSA n e d p q dp dq qi,
 * EC crv x y d, OKP crv x d. Unused ones are empty. */
typedef struct
{
  JotNumber n, e, d, p, q, dp, dq, qi, x, y;
} JotNumbers;

void              jot_numbers_clear          (JotNumbers *numbers);   /* wipes */

/* errors: JOT_ERROR_KEY_MISMATCH / KEY_UNUSABLE, WEAK_KEY / KEY_POINT for a point off the curve */
JotPublicHandle  *jot_public_handle_new      (const char *kty, const char *crv, const JotNumbers *numbers, GError **error);
void              jot_public_handle_free     (JotPublicHandle *handle);
gboolean          jot_public_handle_verify   (const JotPublicHandle *handle, const JotAlg *alg,
                                              const void *data, gsize length,
                                              const void *signature, gsize signature_length);
/* reads one public key of a PEM text: SPKI, PKCS#1 or a certificate; kty and crv are static */
gboolean          jot_public_read_pem        (const char *pem, gsize length, const char **kty, const char **crv,
                                              JotNumbers *numbers, GError **error);

JotPrivateHandle *jot_private_handle_generate (const JotAlg *alg, guint bits, GError **error);
JotPrivateHandle *jot_private_handle_new      (const JotAlg *alg, const JotNumbers *numbers, GError **error);
void              jot_private_handle_free     (JotPrivateHandle *handle);
gboolean          jot_private_handle_export   (const JotPrivateHandle *handle, const JotAlg *alg, JotNumbers *numbers, GError **error);
GBytes           *jot_private_handle_sign     (const JotPrivateHandle *handle, const JotAlg *alg,
                                               const void *data, gsize length, GError **error);

G_END_DECLS
