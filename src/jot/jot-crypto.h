/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-alg.h"
#include "jot-number.h"
#include "jot-secret.h"

G_BEGIN_DECLS

/* The edge to GnuTLS: jot-crypto.c alone includes it. */
gboolean          jot_crypto_equal           (const void *a, const void *b, gsize length);   /* in constant time */
/* errors: JOT_ERROR_CRYPTO */
gboolean          jot_crypto_random          (void *out, gsize length, GError **error);

typedef struct _JotPublicHandle JotPublicHandle;
typedef struct _JotPrivateHandle JotPrivateHandle;

/* errors: JOT_ERROR_KEY_MISMATCH / KEY_UNUSABLE, WEAK_KEY / KEY_POINT for a point off the curve */
JotPublicHandle  *jot_public_handle_new      (const char *kty, const char *crv, const JotNumbers *numbers, GError **error);
void              jot_public_handle_free     (JotPublicHandle *handle);
gboolean          jot_public_handle_verify   (const JotPublicHandle *handle, const JotAlg *alg,
                                              const void *data, gsize length,
                                              const void *signature, gsize signature_length);
/* reads one public key of a PEM text: SPKI, PKCS#1 or a certificate; kty and crv are static */
gboolean          jot_public_read_pem        (const char *pem, gsize length, const char **kty, const char **crv,
                                              JotNumbers *numbers, GError **error);

/* (transfer full): SPKI */
char             *jot_public_handle_to_pem   (const JotPublicHandle *handle, GError **error);

JotPrivateHandle *jot_private_handle_generate (const JotAlg *alg, guint bits, GError **error);
JotPrivateHandle *jot_private_handle_new      (const JotAlg *alg, const JotNumbers *numbers, GError **error);
/* passphrase: (nullable); kty and crv are static */
JotPrivateHandle *jot_private_handle_new_from_pem (const char *pem, gsize length, const char *passphrase,
                                                   const char **kty, const char **crv, GError **error);
/* (transfer full): PKCS#8, encrypted with passphrase */
JotSecret        *jot_private_handle_to_pem   (const JotPrivateHandle *handle, const char *passphrase, GError **error);
void              jot_private_handle_free     (JotPrivateHandle *handle);
gboolean          jot_private_handle_export   (const JotPrivateHandle *handle, const JotAlg *alg, JotNumbers *numbers, GError **error);
GBytes           *jot_private_handle_sign     (const JotPrivateHandle *handle, const JotAlg *alg,
                                               const void *data, gsize length, GError **error);

G_END_DECLS
