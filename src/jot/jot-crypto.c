/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-crypto.h"

#include "jot-alg-private.h"
#include "jot-error.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

struct _JotPublicHandle
{
  gnutls_pubkey_t key;
};

struct _JotPrivateHandle
{
  gnutls_privkey_t key;
};

/* Moves what GnuTLS gave out into a number of ours, without leading zeros or padded to size. */
static void
take_datum (JotNumber      *number,
            gnutls_datum_t *datum,
            gsize           size,
            gboolean        secret)
{
  const guint8 *data = datum->data;
  gsize length = datum->size;

  while (length > 1 && *data == 0 && (size == 0 || length > size))
    data++, length--;

  jot_number_alloc (number, MAX (length, size), secret);
  memcpy (number->data + (number->size - length), data, length);

  gnutls_memset (datum->data, 0, datum->size);
  gnutls_free (datum->data);
  datum->data = NULL;
}

static gnutls_datum_t
borrow (const JotNumber *number)
{
  return (gnutls_datum_t) { .data = number->data, .size = (unsigned int) number->size };
}

static const struct
{
  gnutls_ecc_curve_t  curve;
  const char         *crv;
  gsize               size;
} curves[] = {
  { GNUTLS_ECC_CURVE_SECP256R1, "P-256", 32 },
  { GNUTLS_ECC_CURVE_SECP384R1, "P-384", 48 },
  { GNUTLS_ECC_CURVE_SECP521R1, "P-521", 66 },
  { GNUTLS_ECC_CURVE_ED25519, "Ed25519", 32 },
};

static gnutls_ecc_curve_t
get_curve (const char *crv)
{
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    if (g_str_equal (curves[i].crv, crv))
      return curves[i].curve;

  g_return_val_if_reached (GNUTLS_ECC_CURVE_INVALID);
}

static const char *
get_crv (gnutls_ecc_curve_t  curve,
         gsize              *size)
{
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    if (curves[i].curve == curve)
      {
        *size = curves[i].size;
        return curves[i].crv;
      }

  return NULL;
}

static gnutls_sign_algorithm_t
get_sign_algorithm (const JotAlg *alg)
{
  switch (alg->family)
    {
    case JOT_FAMILY_RSA_PKCS1:
      return alg->hash_bits == 256 ? GNUTLS_SIGN_RSA_SHA256
             : alg->hash_bits == 384 ? GNUTLS_SIGN_RSA_SHA384 : GNUTLS_SIGN_RSA_SHA512;
    case JOT_FAMILY_RSA_PSS:
      return alg->hash_bits == 256 ? GNUTLS_SIGN_RSA_PSS_RSAE_SHA256
             : alg->hash_bits == 384 ? GNUTLS_SIGN_RSA_PSS_RSAE_SHA384 : GNUTLS_SIGN_RSA_PSS_RSAE_SHA512;
    case JOT_FAMILY_ECDSA:
      return alg->hash_bits == 256 ? GNUTLS_SIGN_ECDSA_SHA256
             : alg->hash_bits == 384 ? GNUTLS_SIGN_ECDSA_SHA384 : GNUTLS_SIGN_ECDSA_SHA512;
    case JOT_FAMILY_EDDSA:
      return GNUTLS_SIGN_EDDSA_ED25519;
    }

  g_return_val_if_reached (GNUTLS_SIGN_UNKNOWN);
}

static gnutls_digest_algorithm_t
get_digest (const JotAlg *alg)
{
  return alg->hash_bits == 256 ? GNUTLS_DIG_SHA256
         : alg->hash_bits == 384 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA512;
}

static const char unsupported[] = "a kind of key that is not supported";

static void
fail_crypto (GError **error,
             int      code)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_CRYPTO, JOT_REASON_NONE, 0, 0, NULL, NULL,
                                           "GnuTLS: %s", gnutls_strerror (code)));
}

static void
fail_unusable (GError    **error,
               const char *what)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, 0, 0, NULL, what,
                                           "%s", what));
}

/**
 * jot_public_handle_new:
 * @kty: "RSA", "EC" or "OKP"
 * @crv: (nullable): the curve
 * @numbers: n and e, or x and y
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key. Errors: %JOT_ERROR_KEY_MISMATCH, and
 *   %JOT_ERROR_WEAK_KEY for a point that is not on its curve (GnuTLS does not look on import)
 */
JotPublicHandle *
jot_public_handle_new (const char        *kty,
                       const char        *crv,
                       const JotNumbers  *numbers,
                       GError           **error)
{
  JotPublicHandle *handle = g_new0 (JotPublicHandle, 1);
  gboolean is_ec = g_str_equal (kty, "EC");
  int code = gnutls_pubkey_init (&handle->key);

  if (code >= 0 && g_str_equal (kty, "RSA"))
    {
      gnutls_datum_t n = borrow (&numbers->n);
      gnutls_datum_t e = borrow (&numbers->e);

      code = gnutls_pubkey_import_rsa_raw (handle->key, &n, &e);
    }
  else if (code >= 0)
    {
      gnutls_datum_t x = borrow (&numbers->x);
      gnutls_datum_t y = borrow (&numbers->y);

      code = gnutls_pubkey_import_ecc_raw (handle->key, get_curve (crv), &x, is_ec ? &y : NULL);
      if (code >= 0 && is_ec)
        code = gnutls_pubkey_verify_params (handle->key);
    }
  if (code >= 0)
    return handle;

  if (is_ec)
    g_propagate_error (error, jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT, 0, 0, NULL, NULL,
                                             "the point is not on the curve"));
  else
    fail_unusable (error, gnutls_strerror (code));
  jot_public_handle_free (handle);

  return NULL;
}

/**
 * jot_public_handle_free:
 * @handle: (transfer full) (nullable): a key
 */
void
jot_public_handle_free (JotPublicHandle *handle)
{
  if (handle == NULL)
    return;

  if (handle->key != NULL)
    gnutls_pubkey_deinit (handle->key);
  g_free (handle);
}

/**
 * jot_public_handle_verify:
 * @handle: a key that fits @alg
 * @alg: the algorithm
 * @data: what was signed
 * @length: its length in bytes
 * @signature: the JWS signature, of the length that @alg demands
 * @signature_length: its length in bytes
 *
 * May be called from several threads at once: GnuTLS only reads the key.
 *
 * Returns: whether the signature holds (RFC 7518 §3.3–3.5, RFC 8037 §3.1)
 */
gboolean
jot_public_handle_verify (const JotPublicHandle *handle,
                          const JotAlg          *alg,
                          const void            *data,
                          gsize                  length,
                          const void            *signature,
                          gsize                  signature_length)
{
  gnutls_datum_t text = { .data = (unsigned char *) data, .size = (unsigned int) length };
  gnutls_datum_t sig = { .data = (unsigned char *) signature, .size = (unsigned int) signature_length };
  gnutls_datum_t der = { 0 };
  int code;

  if (alg->family == JOT_FAMILY_ECDSA)
    {
      /* RFC 7518 §3.4: r and s, each of the curve's length; GnuTLS speaks DER */
      gnutls_datum_t r = { .data = sig.data, .size = sig.size / 2 };
      gnutls_datum_t s = { .data = sig.data + sig.size / 2, .size = sig.size / 2 };

      if (gnutls_encode_rs_value (&der, &r, &s) < 0)
        return FALSE;
      sig = der;
    }

  code = gnutls_pubkey_verify_data2 (handle->key, get_sign_algorithm (alg), 0, &text, &sig);
  gnutls_free (der.data);

  return code >= 0;
}

/* Takes the numbers out of an imported public key. A key that is tied to PSS (RFC 4055 §1.2) has its own
 * type in GnuTLS and is none of ours: as a JWK it would be good for PKCS#1 too. */
static gboolean
export_public (gnutls_pubkey_t   key,
               const char      **kty,
               const char      **crv,
               JotNumbers       *numbers)
{
  int pk = gnutls_pubkey_get_pk_algorithm (key, NULL);
  gnutls_datum_t a = { 0 };
  gnutls_datum_t b = { 0 };
  gnutls_ecc_curve_t curve;
  gsize size;

  if (pk == GNUTLS_PK_RSA && gnutls_pubkey_export_rsa_raw2 (key, &a, &b, 0) >= 0)
    {
      *kty = "RSA";
      *crv = NULL;
      take_datum (&numbers->n, &a, 0, FALSE);
      take_datum (&numbers->e, &b, 0, FALSE);
      return TRUE;
    }
  if ((pk != GNUTLS_PK_ECDSA && pk != GNUTLS_PK_EDDSA_ED25519) ||
      gnutls_pubkey_export_ecc_raw2 (key, &curve, &a, &b, 0) < 0)
    return FALSE;

  *kty = pk == GNUTLS_PK_ECDSA ? "EC" : "OKP";
  *crv = get_crv (curve, &size);
  if (*crv != NULL)
    {
      take_datum (&numbers->x, &a, size, FALSE);
      if (pk == GNUTLS_PK_ECDSA)
        take_datum (&numbers->y, &b, size, FALSE);
    }
  gnutls_free (a.data);
  gnutls_free (b.data);

  return *crv != NULL;
}

/* “RSA PUBLIC KEY” (RFC 8017 §A.1.1), which GnuTLS does not read, with the header of SubjectPublicKeyInfo
 * (RFC 3279 §2.3.1) put before it. Its lengths are the shortest for every modulus that is long enough. */
static int
import_pkcs1 (gnutls_pubkey_t       key,
              const gnutls_datum_t *text)
{
  guint8 header[] = {
    0x30, 0x82, 0, 0,
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    0x03, 0x82, 0, 0, 0x00,
  };
  gnutls_datum_t inner = { 0 };
  g_autofree guint8 *der = NULL;
  gnutls_datum_t spki;
  gsize size;
  int code = gnutls_pem_base64_decode2 ("RSA PUBLIC KEY", text, &inner);

  if (code < 0)
    return code;

  size = inner.size + 1;
  header[21] = (guint8) (size >> 8);
  header[22] = (guint8) size;
  size += sizeof header - 5;
  header[2] = (guint8) (size >> 8);
  header[3] = (guint8) size;
  der = g_malloc (sizeof header + inner.size);
  memcpy (der, header, sizeof header);
  memcpy (der + sizeof header, inner.data, inner.size);
  spki = (gnutls_datum_t) { .data = der, .size = (unsigned int) (sizeof header + inner.size) };
  gnutls_free (inner.data);

  return gnutls_pubkey_import (key, &spki, GNUTLS_X509_FMT_DER);
}

static int
import_certificate (gnutls_pubkey_t       key,
                    const gnutls_datum_t *text)
{
  gnutls_x509_crt_t certificate = NULL;
  int code = gnutls_x509_crt_init (&certificate);

  if (code >= 0)
    code = gnutls_x509_crt_import (certificate, text, GNUTLS_X509_FMT_PEM);
  if (code >= 0)
    code = gnutls_pubkey_import_x509 (key, certificate, 0);
  if (certificate != NULL)
    gnutls_x509_crt_deinit (certificate);

  return code;
}

/**
 * jot_public_read_pem:
 * @pem: PEM text: SPKI, PKCS#1 or a certificate
 * @length: its length in bytes
 * @kty: (out): "RSA", "EC" or "OKP"
 * @crv: (out) (nullable): the curve
 * @numbers: (out): the members of the key
 * @error: return location for an error
 *
 * Returns: whether there is a key that we can use. Errors: %JOT_ERROR_KEY_MISMATCH
 */
gboolean
jot_public_read_pem (const char   *pem,
                     gsize         length,
                     const char  **kty,
                     const char  **crv,
                     JotNumbers   *numbers,
                     GError      **error)
{
  gnutls_datum_t text = { .data = (unsigned char *) pem, .size = (unsigned int) length };
  gnutls_pubkey_t key = NULL;
  gboolean read = FALSE;
  int code = gnutls_pubkey_init (&key);

  if (code >= 0)
    {
      code = gnutls_pubkey_import (key, &text, GNUTLS_X509_FMT_PEM);
      if (code < 0)
        code = import_pkcs1 (key, &text);
      if (code < 0)
        code = import_certificate (key, &text);
    }
  if (code >= 0)
    read = export_public (key, kty, crv, numbers);
  if (key != NULL)
    gnutls_pubkey_deinit (key);

  if (!read)
    fail_unusable (error, code < 0 ? gnutls_strerror (code) : unsupported);

  return read;
}

/**
 * jot_public_handle_to_pem:
 * @handle: a key
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key as SubjectPublicKeyInfo (RFC 5280 §4.1, RFC 7468 §13).
 *   Errors: %JOT_ERROR_CRYPTO
 */
char *
jot_public_handle_to_pem (const JotPublicHandle  *handle,
                          GError                **error)
{
  gnutls_datum_t pem = { 0 };
  int code = gnutls_pubkey_export2 (handle->key, GNUTLS_X509_FMT_PEM, &pem);
  char *text = NULL;

  if (code >= 0)
    text = g_strndup ((const char *) pem.data, pem.size);
  else
    fail_crypto (error, code);
  gnutls_free (pem.data);

  return text;
}

/**
 * jot_private_handle_generate:
 * @alg: what it is for
 * @bits: of an RSA modulus; does not count for others
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new key. Errors: %JOT_ERROR_CRYPTO
 */
JotPrivateHandle *
jot_private_handle_generate (const JotAlg  *alg,
                             guint          bits,
                             GError       **error)
{
  JotPrivateHandle *handle = g_new0 (JotPrivateHandle, 1);
  gnutls_pk_algorithm_t pk = GNUTLS_PK_RSA;
  int code;

  if (alg->family == JOT_FAMILY_ECDSA || alg->family == JOT_FAMILY_EDDSA)
    {
      pk = alg->family == JOT_FAMILY_ECDSA ? GNUTLS_PK_ECDSA : GNUTLS_PK_EDDSA_ED25519;
      bits = (guint) GNUTLS_CURVE_TO_BITS (get_curve (alg->crv));
    }

  code = gnutls_privkey_init (&handle->key);
  if (code >= 0)
    code = gnutls_privkey_generate (handle->key, pk, bits, 0);
  if (code < 0)
    {
      fail_crypto (error, code);
      jot_private_handle_free (handle);
      return NULL;
    }

  return handle;
}

/**
 * jot_private_handle_new:
 * @alg: what it is for
 * @numbers: the members of the key
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key. Errors: %JOT_ERROR_KEY_MISMATCH
 */
JotPrivateHandle *
jot_private_handle_new (const JotAlg      *alg,
                        const JotNumbers  *numbers,
                        GError           **error)
{
  JotPrivateHandle *handle = g_new0 (JotPrivateHandle, 1);
  int code = gnutls_privkey_init (&handle->key);

  if (code >= 0 && alg->crv == NULL)
    {
      gnutls_datum_t n = borrow (&numbers->n), e = borrow (&numbers->e), d = borrow (&numbers->d);
      gnutls_datum_t p = borrow (&numbers->p), q = borrow (&numbers->q), u = borrow (&numbers->qi);
      gnutls_datum_t dp = borrow (&numbers->dp), dq = borrow (&numbers->dq);

      code = gnutls_privkey_import_rsa_raw (handle->key, &n, &e, &d, &p, &q, &u, &dp, &dq);
    }
  else if (code >= 0)
    {
      gnutls_datum_t x = borrow (&numbers->x), y = borrow (&numbers->y), k = borrow (&numbers->d);

      code = gnutls_privkey_import_ecc_raw (handle->key, get_curve (alg->crv), &x,
                                            alg->family == JOT_FAMILY_ECDSA ? &y : NULL, &k);
    }
  if (code >= 0)
    code = gnutls_privkey_verify_params (handle->key);

  if (code < 0)
    {
      fail_unusable (error, gnutls_strerror (code));
      jot_private_handle_free (handle);
      return NULL;
    }

  return handle;
}

/* GnuTLS speaks of "requested data" and of parsers. */
static const char *
describe_pem_failure (int code)
{
  switch (code)
    {
    case GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE:
    case GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR:
      return "there is no private key in a form that can be read";
    case GNUTLS_E_BASE64_DECODING_ERROR:
    case GNUTLS_E_ASN1_DER_ERROR:
    case GNUTLS_E_ASN1_TAG_ERROR:
      return "the text of the key is damaged, or the key of a kind that is not supported";
    default:
      return gnutls_strerror (code);
    }
}

/**
 * jot_private_handle_new_from_pem:
 * @pem: PEM text: PKCS#8, plain or encrypted (RFC 7468 §10 and §11), PKCS#1 or SEC 1
 * @length: its length in bytes
 * @passphrase: (nullable): of an encrypted key
 * @kty: (out): "RSA", "EC" or "OKP"
 * @crv: (out) (nullable): the curve
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key. Errors: %JOT_ERROR_KEY_MISMATCH, with PASSPHRASE where it
 *   is missing or wrong
 */
JotPrivateHandle *
jot_private_handle_new_from_pem (const char  *pem,
                                 gsize        length,
                                 const char  *passphrase,
                                 const char **kty,
                                 const char **crv,
                                 GError     **error)
{
  gnutls_datum_t text = { .data = (unsigned char *) pem, .size = (unsigned int) length };
  JotPrivateHandle *handle = g_new0 (JotPrivateHandle, 1);
  JotNumbers numbers = { 0 };
  gnutls_pubkey_t public = NULL;
  gboolean known = FALSE;
  int code;

  code = gnutls_privkey_init (&handle->key);
  if (code >= 0)
    code = gnutls_privkey_import_x509_raw (handle->key, &text, GNUTLS_X509_FMT_PEM, passphrase, 0);
  if (code >= 0)
    code = gnutls_privkey_verify_params (handle->key);
  if (code >= 0)
    code = gnutls_pubkey_init (&public);
  if (code >= 0)
    code = gnutls_pubkey_import_privkey (public, handle->key, 0, 0);
  if (code >= 0)
    known = export_public (public, kty, crv, &numbers);
  jot_numbers_clear (&numbers);
  if (public != NULL)
    gnutls_pubkey_deinit (public);
  if (known)
    return handle;

  if (code == GNUTLS_E_DECRYPTION_FAILED)
    g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_PASSPHRASE, 0, 0, NULL, NULL,
                                             passphrase != NULL ? "the passphrase does not open the key"
                                                                : "the key is encrypted"));
  else
    fail_unusable (error, code < 0 ? describe_pem_failure (code) : unsupported);
  jot_private_handle_free (handle);

  return NULL;
}

/**
 * jot_private_handle_to_pem:
 * @handle: a key
 * @passphrase: what to encrypt it with
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key as encrypted PKCS#8 (RFC 8018 §6.2: PBES2, PBKDF2 and
 *   AES-256-CBC). Errors: %JOT_ERROR_CRYPTO
 */
JotSecret *
jot_private_handle_to_pem (const JotPrivateHandle  *handle,
                           const char              *passphrase,
                           GError                 **error)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_datum_t pem = { 0 };
  JotSecret *secret = NULL;
  int code = gnutls_privkey_export_x509 (handle->key, &key);

  if (code >= 0)
    {
      code = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, passphrase, GNUTLS_PKCS_PBES2_AES_256, &pem);
      gnutls_x509_privkey_deinit (key);
    }
  if (code >= 0)
    secret = jot_secret_new (pem.data, pem.size);
  else
    fail_crypto (error, code);
  gnutls_free (pem.data);

  return secret;
}

/**
 * jot_private_handle_free:
 * @handle: (transfer full) (nullable): a key
 */
void
jot_private_handle_free (JotPrivateHandle *handle)
{
  if (handle == NULL)
    return;

  if (handle->key != NULL)
    gnutls_privkey_deinit (handle->key);
  g_free (handle);
}

/**
 * jot_private_handle_export:
 * @handle: a key
 * @alg: what it is for
 * @numbers: (out): its members; wipe with jot_numbers_clear()
 * @error: return location for an error
 *
 * Returns: whether that worked. Errors: %JOT_ERROR_CRYPTO
 */
gboolean
jot_private_handle_export (const JotPrivateHandle  *handle,
                           const JotAlg            *alg,
                           JotNumbers              *numbers,
                           GError                 **error)
{
  int code;

  if (alg->crv == NULL)
    {
      gnutls_datum_t n, e, d, p, q, u, dp, dq;

      code = gnutls_privkey_export_rsa_raw2 (handle->key, &n, &e, &d, &p, &q, &u, &dp, &dq, 0);
      if (code >= 0)
        {
          take_datum (&numbers->n, &n, 0, TRUE);
          take_datum (&numbers->e, &e, 0, TRUE);
          take_datum (&numbers->d, &d, 0, TRUE);
          take_datum (&numbers->p, &p, 0, TRUE);
          take_datum (&numbers->q, &q, 0, TRUE);
          take_datum (&numbers->qi, &u, 0, TRUE);
          take_datum (&numbers->dp, &dp, 0, TRUE);
          take_datum (&numbers->dq, &dq, 0, TRUE);
        }
    }
  else
    {
      gnutls_datum_t x = { 0 }, y = { 0 }, k = { 0 };
      gnutls_ecc_curve_t curve;

      code = gnutls_privkey_export_ecc_raw2 (handle->key, &curve, &x, &y, &k, 0);
      if (code >= 0)
        {
          take_datum (&numbers->x, &x, alg->coordinate_size, TRUE);
          take_datum (&numbers->d, &k, alg->coordinate_size, TRUE);
          if (alg->family == JOT_FAMILY_ECDSA)
            take_datum (&numbers->y, &y, alg->coordinate_size, TRUE);
          else
            gnutls_free (y.data);
        }
    }

  if (code < 0)
    fail_crypto (error, code);

  return code >= 0;
}

/**
 * jot_private_handle_sign:
 * @handle: a key
 * @alg: what it is for
 * @data: what to sign
 * @length: its length in bytes
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the JWS signature. Errors: %JOT_ERROR_CRYPTO
 */
GBytes *
jot_private_handle_sign (const JotPrivateHandle  *handle,
                         const JotAlg            *alg,
                         const void              *data,
                         gsize                    length,
                         GError                 **error)
{
  gnutls_datum_t text = { .data = (unsigned char *) data, .size = (unsigned int) length };
  gnutls_datum_t signature = { 0 };
  unsigned int flags = alg->family == JOT_FAMILY_RSA_PSS ? GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS : 0;
  GBytes *bytes;
  int code;

  code = gnutls_privkey_sign_data (handle->key, get_digest (alg), flags, &text, &signature);
  if (code >= 0 && alg->family == JOT_FAMILY_ECDSA)
    {
      gnutls_datum_t r = { 0 }, s = { 0 };

      code = gnutls_decode_rs_value (&signature, &r, &s);
      gnutls_free (signature.data);
      signature.data = NULL;
      if (code >= 0)
        {
          JotNumber left = { 0 }, right = { 0 };
          guint8 *both = g_malloc (alg->signature_size);

          take_datum (&left, &r, alg->coordinate_size, FALSE);
          take_datum (&right, &s, alg->coordinate_size, FALSE);
          memcpy (both, left.data, alg->coordinate_size);
          memcpy (both + alg->coordinate_size, right.data, alg->coordinate_size);
          jot_number_clear (&left);
          jot_number_clear (&right);
          return g_bytes_new_take (both, alg->signature_size);
        }
    }
  if (code < 0)
    {
      fail_crypto (error, code);
      return NULL;
    }

  bytes = g_bytes_new (signature.data, signature.size);
  gnutls_free (signature.data);

  return bytes;
}

/**
 * jot_crypto_equal:
 * @a: bytes
 * @b: as many bytes
 * @length: how many
 *
 * Returns: whether they are the same, in a time that does not depend on where they differ
 */
gboolean
jot_crypto_equal (const void *a,
                  const void *b,
                  gsize       length)
{
  return gnutls_memcmp (a, b, length) == 0;
}

/**
 * jot_crypto_random:
 * @out: where to
 * @length: how many bytes
 * @error: return location for an error
 *
 * Returns: whether @out is filled with bytes fit for a key. Errors: %JOT_ERROR_CRYPTO
 */
gboolean
jot_crypto_random (void    *out,
                   gsize    length,
                   GError **error)
{
  int code = gnutls_rnd (GNUTLS_RND_KEY, out, length);

  if (code < 0)
    g_propagate_error (error, jot_error_new (JOT_ERROR_CRYPTO, JOT_REASON_NONE, 0, 0, NULL, NULL,
                                             "no random bytes: %s", gnutls_strerror (code)));

  return code >= 0;
}
