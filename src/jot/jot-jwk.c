/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-jwk-private.h"

#include "jot-alg-private.h"
#include "jot-base64url.h"
#include "jot-error.h"
#include "jot-strength.h"

#include <string.h>

struct _JotJwk
{
  gatomicrefcount ref_count;

  const char      *kty;         /* static */
  const char      *crv;         /* static, nullable */
  char            *kid;         /* nullable */
  char            *use;         /* nullable */
  char            *alg;         /* nullable */
  char            *key_ops;     /* nullable: its JSON text */
  gboolean         may_verify;  /* no key_ops, or "verify" among them */
  char            *n, *e;       /* base64url, minimal; RSA */
  char            *x, *y;       /* base64url; EC and OKP */
  guint            bits;
  char            *thumbprint;
  GError          *weakness;    /* nullable: JOT_ERROR_WEAK_KEY */
  JotPublicHandle *handle;      /* NULL where weak */
};

G_DEFINE_BOXED_TYPE (JotJwk, jot_jwk, jot_jwk_ref, jot_jwk_unref)

static void
fail_unusable (GError    **error,
               const char *what)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, 0, 0, NULL, what,
                                           "%s", what));
}

const char *
jot_jwk_find_private_member (JotJsonNode node)
{
  /* RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2 */
  static const char * const members[] = { "d", "p", "q", "dp", "dq", "qi", "oth", "k" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (jot_json_node_get_kind (jot_json_node_get_member (node, members[i])) != JOT_JSON_INVALID)
      return members[i];

  return NULL;
}

gboolean
jot_jwk_read_number (JotJsonNode   node,
                     const char   *name,
                     gboolean      secret,
                     JotNumber    *number,
                     GError      **error)
{
  const char *text = jot_json_node_get_string_member (node, name);
  gsize length = text != NULL ? strlen (text) : 0;
  g_autofree char *what = NULL;

  if (length > 0)
    {
      jot_number_alloc (number, length / 4 * 3 + 3, secret);
      if (jot_base64url_decode_to (text, length, 0, number->data, &number->size, NULL))
        return TRUE;
    }

  what = g_strdup_printf ("“%s” is missing or no base64url", name);
  fail_unusable (error, what);
  return FALSE;
}

/* RFC 7518 §2: a Base64urlUInt has no zeros in front. One before a modulus, as some write it (§6.3.1.1), is
 * taken off, so that the thumbprint is that of the minimal form. */
static gboolean
check_minimal (JotNumber  *number,
               gboolean    may_trim,
               GError    **error)
{
  if (may_trim && number->size > 1 && number->data[0] == 0)
    memmove (number->data, number->data + 1, --number->size);
  if (number->data[0] != 0)
    return TRUE;

  fail_unusable (error, "a number begins with zeros");
  return FALSE;
}

/* RFC 7638 §3: the required members, in lexical order, without white space. */
static char *
compute_thumbprint (const JotJwk *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  if (self->crv == NULL)
    text = g_strdup_printf ("{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}", self->e, self->n);
  else if (self->y != NULL)
    text = g_strdup_printf ("{\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}", self->crv, self->x, self->y);
  else
    text = g_strdup_printf ("{\"crv\":\"%s\",\"kty\":\"OKP\",\"x\":\"%s\"}", self->crv, self->x);

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return jot_base64url_encode (digest, length);
}

/* Sets the members that make the key; FALSE where their form is wrong. */
static gboolean
take_numbers (JotJwk      *self,
              JotNumbers  *numbers,
              GError     **error)
{
  g_autoptr (GError) import_error = NULL;

  if (self->crv == NULL)
    {
      if (!check_minimal (&numbers->n, TRUE, error) || !check_minimal (&numbers->e, FALSE, error))
        return FALSE;
      self->n = jot_base64url_encode (numbers->n.data, numbers->n.size);
      self->e = jot_base64url_encode (numbers->e.data, numbers->e.size);
      self->bits = jot_number_count_bits (&numbers->n);
      self->weakness = jot_strength_judge_rsa (&numbers->n, &numbers->e);
    }
  else
    {
      gsize size = jot_alg_find_kind (self->kty, self->crv)->coordinate_size;
      gboolean is_ec = g_str_equal (self->kty, "EC");

      /* RFC 7518 §6.2.1.2, RFC 8037 §2: exactly the length of the curve */
      if (numbers->x.size != size || (is_ec && numbers->y.size != size))
        {
          fail_unusable (error, "a coordinate has not the length of its curve");
          return FALSE;
        }
      self->x = jot_base64url_encode (numbers->x.data, numbers->x.size);
      self->y = is_ec ? jot_base64url_encode (numbers->y.data, numbers->y.size) : NULL;
      self->bits = g_str_equal (self->crv, "P-521") ? 521 : (guint) size * 8;
      if (!is_ec)
        self->weakness = jot_strength_judge_ed25519 (&numbers->x);
    }

  self->thumbprint = compute_thumbprint (self);
  if (self->weakness == NULL)
    {
      self->handle = jot_public_handle_new (self->kty, self->crv, numbers, &import_error);
      if (g_error_matches (import_error, JOT_ERROR, JOT_ERROR_WEAK_KEY))
        self->weakness = g_steal_pointer (&import_error);
      else if (import_error != NULL)
        g_propagate_error (error, g_steal_pointer (&import_error));
    }

  return self->handle != NULL || self->weakness != NULL;
}

JotJwk *
jot_jwk_new_from_numbers (const char  *kty,
                          const char  *crv,
                          JotNumbers  *numbers,
                          GError     **error)
{
  g_autoptr (JotJwk) self = g_new0 (JotJwk, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kty = kty;
  self->crv = crv;
  self->may_verify = TRUE;

  return take_numbers (self, numbers, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_string (JotJsonNode   node,
             const char   *name,
             char        **value,
             GError      **error)
{
  JotJsonNode member = jot_json_node_get_member (node, name);
  g_autofree char *what = NULL;

  if (jot_json_node_get_kind (member) == JOT_JSON_INVALID)
    return TRUE;
  *value = g_strdup (jot_json_node_get_string (member));
  if (*value != NULL)
    return TRUE;

  what = g_strdup_printf ("“%s” is no string", name);
  fail_unusable (error, what);
  return FALSE;
}

/* RFC 7517 §4.3 */
static gboolean
read_key_ops (JotJwk       *self,
              JotJsonNode   node,
              GError      **error)
{
  JotJsonNode ops = jot_json_node_get_member (node, "key_ops");
  JotJsonNode op;
  JotJsonIter iter;

  self->may_verify = TRUE;
  if (jot_json_node_get_kind (ops) == JOT_JSON_INVALID)
    return TRUE;
  if (jot_json_node_get_kind (ops) != JOT_JSON_ARRAY)
    {
      fail_unusable (error, "“key_ops” is no array");
      return FALSE;
    }

  self->key_ops = jot_json_node_to_compact (ops);
  self->may_verify = FALSE;
  jot_json_iter_init (&iter, ops);
  while (jot_json_iter_next (&iter, NULL, &op))
    {
      if (jot_json_node_get_string (op) == NULL)
        {
          fail_unusable (error, "“key_ops” holds something that is no string");
          return FALSE;
        }
      self->may_verify = self->may_verify || g_str_equal (jot_json_node_get_string (op), "verify");
    }

  return TRUE;
}

/**
 * jot_jwk_new_from_json:
 * @node: an object
 * @error: return location for an error
 *
 * Reads a public key (RFC 7517 §4, RFC 7518 §6.2.1 and §6.3.1, RFC 8037 §2). Private members
 * are not looked at, unknown ones ignored. A key that is too weak is read all the same:
 * jot_jwk_check_strength() tells.
 *
 * Returns: (transfer full) (nullable): the key. Errors: %JOT_ERROR_KEY_MISMATCH with KEY_UNUSABLE
 */
JotJwk *
jot_jwk_new_from_json (JotJsonNode   node,
                       GError      **error)
{
  g_autoptr (JotJwk) self = g_new0 (JotJwk, 1);
  JotNumbers numbers = { 0 };
  const JotAlg *kind;
  const char *kty;
  gboolean read;

  g_atomic_ref_count_init (&self->ref_count);

  if (jot_json_node_get_kind (node) != JOT_JSON_OBJECT)
    {
      fail_unusable (error, "it is no object");
      return NULL;
    }
  kty = jot_json_node_get_string_member (node, "kty");
  if (kty == NULL)
    {
      fail_unusable (error, "“kty” is missing");
      return NULL;
    }
  kind = jot_alg_find_kind (kty, jot_json_node_get_string_member (node, "crv"));
  if (kind == NULL)
    {
      fail_unusable (error, "a kind of key that is not supported");
      return NULL;
    }
  self->kty = kind->kty;
  self->crv = kind->crv;
  if (!read_string (node, "kid", &self->kid, error) ||
      !read_string (node, "use", &self->use, error) ||
      !read_string (node, "alg", &self->alg, error) ||
      !read_key_ops (self, node, error))
    return NULL;

  if (self->crv == NULL)
    read = jot_jwk_read_number (node, "n", FALSE, &numbers.n, error) &&
           jot_jwk_read_number (node, "e", FALSE, &numbers.e, error);
  else
    read = jot_jwk_read_number (node, "x", FALSE, &numbers.x, error) &&
           (g_str_equal (self->kty, "OKP") || jot_jwk_read_number (node, "y", FALSE, &numbers.y, error));
  read = read && take_numbers (self, &numbers, error);
  jot_numbers_clear (&numbers);

  return read ? g_steal_pointer (&self) : NULL;
}

/**
 * jot_jwk_new_from_data:
 * @data: a file that holds one key: a JWK, or PEM (SPKI, PKCS#1 or a certificate)
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the public key. A file with a private or symmetric key
 *   is refused: %JOT_ERROR_KEY_SET_INVALID with SET_PRIVATE. Else %JOT_ERROR_KEY_MISMATCH or
 *   %JOT_ERROR_MALFORMED
 */
JotJwk *
jot_jwk_new_from_data (const char  *data,
                       gssize       length,
                       GError     **error)
{
  gsize n = length < 0 ? strlen (data) : (gsize) length;
  g_autoptr (JotJson) json = NULL;
  const char *kty, *crv, *member;

  if (g_strstr_len (data, (gssize) n, "-----BEGIN ") != NULL)
    {
      JotNumbers numbers = { 0 };
      JotJwk *self = NULL;

      if (g_strstr_len (data, (gssize) n, "PRIVATE KEY-----") != NULL)
        {
          g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE, 0, 0, NULL, NULL,
                                                   "the file holds a private key"));
          return NULL;
        }
      if (jot_public_read_pem (data, n, &kty, &crv, &numbers, error))
        self = jot_jwk_new_from_numbers (kty, crv, &numbers, error);
      jot_numbers_clear (&numbers);
      return self;
    }

  json = jot_json_parse (data, (gssize) n, error);
  if (json == NULL)
    return NULL;
  member = jot_jwk_find_private_member (jot_json_get_root (json));
  if (member != NULL)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_SET_INVALID, JOT_REASON_SET_PRIVATE, 0, 0, NULL, member,
                                               "the key has the private member “%s”", member));
      return NULL;
    }

  return jot_jwk_new_from_json (jot_json_get_root (json), error);
}

/**
 * jot_jwk_ref:
 * @jwk: a key
 *
 * Returns: (transfer full): @jwk
 */
JotJwk *
jot_jwk_ref (JotJwk *jwk)
{
  g_return_val_if_fail (jwk != NULL, NULL);

  g_atomic_ref_count_inc (&jwk->ref_count);
  return jwk;
}

/**
 * jot_jwk_unref:
 * @jwk: (transfer full): a key
 */
void
jot_jwk_unref (JotJwk *jwk)
{
  g_return_if_fail (jwk != NULL);

  if (!g_atomic_ref_count_dec (&jwk->ref_count))
    return;

  g_free (jwk->kid);
  g_free (jwk->use);
  g_free (jwk->alg);
  g_free (jwk->key_ops);
  g_free (jwk->n);
  g_free (jwk->e);
  g_free (jwk->x);
  g_free (jwk->y);
  g_free (jwk->thumbprint);
  g_clear_error (&jwk->weakness);
  jot_public_handle_free (jwk->handle);
  g_free (jwk);
}

#define GETTER(type, name, field) \
type \
jot_jwk_get_ ## name (const JotJwk *jwk) \
{ \
  g_return_val_if_fail (jwk != NULL, 0); \
\
  return jwk->field; \
}

GETTER (const char *, kid, kid)
GETTER (const char *, use, use)
GETTER (const char *, alg, alg)
GETTER (const char *, kty, kty)
GETTER (const char *, crv, crv)
GETTER (guint, bits, bits)
GETTER (const char *, thumbprint, thumbprint)

/**
 * jot_thumbprint_to_fingerprint:
 * @thumbprint: an RFC 7638 SHA-256 thumbprint in base64url, or any text
 *
 * Returns: (transfer full) (nullable): the thumbprint for people: six groups of five digits, group i
 *   the bytes 5i to 5i+4, big-endian, mod 100000; %NULL where @thumbprint is none
 */
char *
jot_thumbprint_to_fingerprint (const char *thumbprint)
{
  g_autofree guint8 *digest = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  gsize size;

  g_return_val_if_fail (thumbprint != NULL, NULL);

  digest = jot_base64url_decode (thumbprint, -1, 0, &size, NULL);
  if (digest == NULL || size != 32)
    return NULL;

  for (guint i = 0; i < 6; i++)
    {
      guint64 value = 0;

      for (guint j = 0; j < 5; j++)
        value = value << 8 | digest[5 * i + j];
      g_string_append_printf (out, "%s%05u", i > 0 ? " " : "", (guint) (value % 100000));
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * jot_jwk_dup_fingerprint:
 * @jwk: a key
 *
 * Returns: (transfer full): its thumbprint for people, see jot_thumbprint_to_fingerprint()
 */
char *
jot_jwk_dup_fingerprint (const JotJwk *jwk)
{
  g_return_val_if_fail (jwk != NULL, NULL);

  return jot_thumbprint_to_fingerprint (jwk->thumbprint);
}

/**
 * jot_jwk_to_public_json:
 * @jwk: a key
 * @kid: the key ID to write
 * @alg: (nullable): the algorithm to write; %NULL for a key that may be used with any that fits
 *
 * Returns: (transfer full): kty, kid, use, alg and the public members, and nothing else
 */
char *
jot_jwk_to_public_json (const JotJwk *jwk,
                        const char   *kid,
                        const JotAlg *alg)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (jwk != NULL && kid != NULL, NULL);

  out = g_string_new (NULL);
  g_string_append_printf (out, "{\"kty\":\"%s\",\"kid\":", jwk->kty);
  jot_json_append_string (out, kid);
  g_string_append (out, ",\"use\":\"sig\"");
  if (alg != NULL)
    g_string_append_printf (out, ",\"alg\":\"%s\"", alg->name);
  if (jwk->crv == NULL)
    g_string_append_printf (out, ",\"n\":\"%s\",\"e\":\"%s\"}", jwk->n, jwk->e);
  else if (jwk->y != NULL)
    g_string_append_printf (out, ",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}", jwk->crv, jwk->x, jwk->y);
  else
    g_string_append_printf (out, ",\"crv\":\"%s\",\"x\":\"%s\"}", jwk->crv, jwk->x);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * jot_jwk_to_pem:
 * @jwk: a key
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key as PEM, “PUBLIC KEY” (RFC 7468 §13). Errors:
 *   %JOT_ERROR_WEAK_KEY, %JOT_ERROR_CRYPTO
 */
char *
jot_jwk_to_pem (const JotJwk  *jwk,
                GError       **error)
{
  g_return_val_if_fail (jwk != NULL, NULL);

  return jot_jwk_check_strength (jwk, error) ? jot_public_handle_to_pem (jwk->handle, error) : NULL;
}

static gboolean
is_kind_of (const JotJwk *jwk,
            const JotAlg *alg)
{
  return g_str_equal (jwk->kty, alg->kty) && g_strcmp0 (jwk->crv, alg->crv) == 0;
}

/**
 * jot_jwk_check_fit:
 * @jwk: a key
 * @alg: the algorithm of a token
 * @error: return location for an error
 *
 * Returns: whether the key is made for @alg: kty and crv (RFC 7518 §3.1), use (RFC 7517
 *   §4.2), key_ops (§4.3), alg equal (§4.4, RFC 8725 §3.1). Errors: %JOT_ERROR_KEY_MISMATCH
 */
gboolean
jot_jwk_check_fit (const JotJwk  *jwk,
                   const JotAlg  *alg,
                   GError       **error)
{
  JotReason reason = JOT_REASON_NONE;
  const char *expected = NULL;
  const char *found = NULL;

  g_return_val_if_fail (jwk != NULL && alg != NULL, FALSE);

  if (!is_kind_of (jwk, alg))
    {
      reason = JOT_REASON_KEY_TYPE;
      expected = alg->crv != NULL ? alg->crv : alg->kty;
      found = jwk->crv != NULL ? jwk->crv : jwk->kty;
    }
  else if (jwk->use != NULL && !g_str_equal (jwk->use, "sig"))
    {
      reason = JOT_REASON_KEY_USE;
      expected = "sig";
      found = jwk->use;
    }
  else if (!jwk->may_verify)
    {
      reason = JOT_REASON_KEY_OPS;
      expected = "verify";
      found = jwk->key_ops;
    }
  else if (jwk->alg != NULL && !g_str_equal (jwk->alg, alg->name))
    {
      reason = JOT_REASON_KEY_ALG;
      expected = alg->name;
      found = jwk->alg;
    }

  if (reason == JOT_REASON_NONE)
    return TRUE;

  g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, reason, 0, 0, expected, found,
                                           "the key does not fit: expected %s, found %s", expected, found));
  return FALSE;
}

/**
 * jot_jwk_check_strength:
 * @jwk: a key
 * @error: return location for an error
 *
 * Returns: whether the key is safe from forging (RFC 8725 §3.5). Errors: %JOT_ERROR_WEAK_KEY
 */
gboolean
jot_jwk_check_strength (const JotJwk  *jwk,
                        GError       **error)
{
  g_return_val_if_fail (jwk != NULL, FALSE);

  if (jwk->weakness == NULL)
    return TRUE;

  if (error != NULL)
    *error = g_error_copy (jwk->weakness);
  return FALSE;
}

/**
 * jot_jwk_verify:
 * @jwk: a key that fits @alg and is strong enough
 * @alg: the algorithm
 * @data: what was signed
 * @length: its length in bytes
 * @signature: the JWS signature
 * @signature_length: its length in bytes
 * @error: return location for an error
 *
 * Returns: whether the signature holds. Errors: %JOT_ERROR_BAD_SIGNATURE; a weak key verifies nothing
 */
gboolean
jot_jwk_verify (const JotJwk  *jwk,
                const JotAlg  *alg,
                const void    *data,
                gsize          length,
                const void    *signature,
                gsize          signature_length,
                GError       **error)
{
  gsize size;

  g_return_val_if_fail (jwk != NULL && alg != NULL, FALSE);
  g_return_val_if_fail (is_kind_of (jwk, alg), FALSE);

  if (!jot_jwk_check_strength (jwk, error))
    return FALSE;

  /* RFC 8017 §8.1.2, §8.2.2: the length of the modulus; RFC 7518 §3.4: twice the curve's */
  size = alg->signature_size > 0 ? alg->signature_size : (jwk->bits + 7) / 8;
  if (signature_length != size)
    {
      g_autofree char *expected = g_strdup_printf ("%" G_GSIZE_FORMAT, size);
      g_autofree char *found = g_strdup_printf ("%" G_GSIZE_FORMAT, signature_length);

      g_propagate_error (error, jot_error_new (JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE_SIZE, 3, 0, expected, found,
                                               "a signature of %s bytes, expected %s", found, expected));
      return FALSE;
    }
  if (!jot_public_handle_verify (jwk->handle, alg, data, length, signature, signature_length))
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_BAD_SIGNATURE, JOT_REASON_SIGNATURE, 3, 0, NULL, NULL,
                                               "the signature does not fit"));
      return FALSE;
    }

  return TRUE;
}
