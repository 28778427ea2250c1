/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-private-key.h"

#include "jot-alg-private.h"
#include "jot-base64url.h"
#include "jot-error.h"
#include "jot-jwk-private.h"
#include "jot-secret-private.h"

#include <string.h>

struct _JotPrivateKey
{
  gatomicrefcount ref_count;

  const JotAlg     *alg;
  JotPrivateHandle *handle;
  JotJwk           *public;
};

G_DEFINE_BOXED_TYPE (JotPrivateKey, jot_private_key, jot_private_key_ref, jot_private_key_unref)

/* Members of a private JWK beside kty, kid and alg, in the order in which they are written. */
static const struct
{
  const char *name;
  gsize       offset;
  const char *kty;      /* NULL: EC and OKP; y only EC */
} members[] = {
  { "n", G_STRUCT_OFFSET (JotNumbers, n), "RSA" },
  { "e", G_STRUCT_OFFSET (JotNumbers, e), "RSA" },
  { "d", G_STRUCT_OFFSET (JotNumbers, d), "RSA" },
  { "p", G_STRUCT_OFFSET (JotNumbers, p), "RSA" },
  { "q", G_STRUCT_OFFSET (JotNumbers, q), "RSA" },
  { "dp", G_STRUCT_OFFSET (JotNumbers, dp), "RSA" },
  { "dq", G_STRUCT_OFFSET (JotNumbers, dq), "RSA" },
  { "qi", G_STRUCT_OFFSET (JotNumbers, qi), "RSA" },
  { "x", G_STRUCT_OFFSET (JotNumbers, x), NULL },
  { "y", G_STRUCT_OFFSET (JotNumbers, y), "EC" },
  { "d", G_STRUCT_OFFSET (JotNumbers, d), NULL },
};

static gboolean
has_member (guint         i,
            const JotAlg *alg)
{
  if (members[i].kty == NULL)
    return alg->crv != NULL;

  return g_str_equal (members[i].kty, alg->kty);
}

/* Whether the halves belong together: GnuTLS does not compare the exponents of an RSA key (RFC 8017
 * §3.2), and signs nothing with one whose d is of another. */
static gboolean
check_pair (JotPrivateKey  *self,
            GError        **error)
{
  static const char text[] = "pair";
  g_autoptr (GBytes) signature = jot_private_handle_sign (self->handle, self->alg, text, strlen (text), NULL);

  if (signature != NULL &&
      jot_jwk_verify (self->public, self->alg, text, strlen (text),
                      g_bytes_get_data (signature, NULL), g_bytes_get_size (signature), NULL))
    return TRUE;

  g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, 0, 0, NULL,
                                           "its halves do not belong together",
                                           "the halves of the private key do not belong together"));
  return FALSE;
}

/* Takes the handle. */
static JotPrivateKey *
new_from_handle (const JotAlg      *alg,
                 JotPrivateHandle  *handle,
                 GError           **error)
{
  JotNumbers numbers = { 0 };
  g_autoptr (JotJwk) public = NULL;
  g_autoptr (JotPrivateKey) self = NULL;

  if (jot_private_handle_export (handle, alg, &numbers, error))
    public = jot_jwk_new_from_numbers (alg->kty, alg->crv, &numbers, error);
  jot_numbers_clear (&numbers);
  if (public == NULL || !jot_jwk_check_strength (public, error))
    {
      jot_private_handle_free (handle);
      return NULL;
    }

  self = g_new0 (JotPrivateKey, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->alg = alg;
  self->handle = handle;
  self->public = g_steal_pointer (&public);

  return check_pair (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * jot_private_key_generate:
 * @alg: what the key is for
 * @bits: of an RSA modulus: 2048, 3072 or 4096; 0: 2048. Does not count for others
 * @error: return location for an error
 *
 * Blocks for up to seconds: call it in a worker.
 *
 * Returns: (transfer full) (nullable): a new key. Errors: %JOT_ERROR_CRYPTO
 */
JotPrivateKey *
jot_private_key_generate (const JotAlg  *alg,
                          guint          bits,
                          GError       **error)
{
  JotPrivateHandle *handle;

  g_return_val_if_fail (alg != NULL && alg->can_sign, NULL);

  handle = jot_private_handle_generate (alg, bits > 0 ? bits : 2048, error);

  return handle != NULL ? new_from_handle (alg, handle, error) : NULL;
}

static void
fail_member (GError    **error,
             const char *name)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, 0, 0, name, NULL,
                                           "the private key has no usable “%s”", name));
}

static void
fail_kind (GError       **error,
           const JotAlg  *alg,
           const char    *found)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, 0, 0,
                                           alg->crv != NULL ? alg->crv : alg->kty, found,
                                           "the private key is not of the kind that “%s” needs", alg->name));
}

/* alg: (nullable): what is wanted. The algorithm that the JWK names, which has to be that; else that; else
 * the first that the key fits. */
static const JotAlg *
choose_alg (JotJsonNode    jwk,
            const JotAlg  *alg,
            GError       **error)
{
  const char *kty = jot_json_node_get_string_member (jwk, "kty");
  const char *crv = jot_json_node_get_string_member (jwk, "crv");
  const char *name = jot_json_node_get_string_member (jwk, "alg");
  const char *use = jot_json_node_get_string_member (jwk, "use");
  const JotAlg *chosen = name != NULL ? jot_alg_find (name) : alg != NULL ? alg : jot_alg_find_kind (kty, crv);

  if (chosen == NULL || !chosen->can_sign)
    {
      fail_member (error, name != NULL ? "alg" : "kty");
      return NULL;
    }
  if (alg != NULL && alg != chosen)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_ALG, 0, 0, alg->name, name,
                                               "the private key is for %s, not for %s", name, alg->name));
      return NULL;
    }
  if (g_strcmp0 (kty, chosen->kty) != 0 || (chosen->crv != NULL && g_strcmp0 (crv, chosen->crv) != 0))
    {
      fail_kind (error, chosen, crv != NULL ? crv : kty);
      return NULL;
    }
  /* RFC 7517 §4.2 */
  if (use != NULL && !g_str_equal (use, "sig"))
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_USE, 0, 0, "sig", use,
                                               "the private key is for “%s”", use));
      return NULL;
    }

  return chosen;
}

static JotPrivateKey *
new_from_json (JotJsonNode    jwk,
               const JotAlg  *wanted,
               GError       **error)
{
  const JotAlg *alg = choose_alg (jwk, wanted, error);
  JotNumbers numbers = { 0 };
  JotPrivateHandle *handle = NULL;
  gboolean complete = alg != NULL;

  for (guint i = 0; complete && i < G_N_ELEMENTS (members); i++)
    {
      JotNumber *number = G_STRUCT_MEMBER_P (&numbers, members[i].offset);

      if (!has_member (i, alg))
        continue;
      /* RFC 7518 §6.2.2.1, RFC 8037 §2: of an EC or OKP key each has exactly the length of the curve */
      complete = jot_jwk_read_number (jwk, members[i].name, TRUE, number, NULL) &&
                 (alg->crv == NULL || number->size == alg->coordinate_size);
      if (!complete)
        fail_member (error, members[i].name);
    }

  if (complete)
    handle = jot_private_handle_new (alg, &numbers, error);
  jot_numbers_clear (&numbers);

  return handle != NULL ? new_from_handle (alg, handle, error) : NULL;
}

/**
 * jot_private_key_new_from_jwk:
 * @text: a private JWK (RFC 7517 §9.3, RFC 7518 §6.2.2 and §6.3.2, RFC 8037 §2) with its "alg"
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Our own copies of @text are not swapped, and wiped. An OKP key without "x" is refused before GnuTLS sees it.
 *
 * Returns: (transfer full) (nullable): the key. Errors: %JOT_ERROR_MALFORMED,
 *   %JOT_ERROR_KEY_MISMATCH, %JOT_ERROR_WEAK_KEY
 */
JotPrivateKey *
jot_private_key_new_from_jwk (const char  *text,
                              gssize       length,
                              GError     **error)
{
  g_autoptr (JotJson) json = jot_json_parse_secret (text, length, error);

  if (json == NULL)
    return NULL;
  if (jot_json_node_get_string_member (jot_json_get_root (json), "alg") == NULL)
    {
      fail_member (error, "alg");
      return NULL;
    }

  return new_from_json (jot_json_get_root (json), NULL, error);
}

static JotPrivateKey *
new_from_pem (const char    *pem,
              gsize          length,
              const char    *passphrase,
              const JotAlg  *alg,
              GError       **error)
{
  const char *kty, *crv;
  JotPrivateHandle *handle = jot_private_handle_new_from_pem (pem, length, passphrase, &kty, &crv, error);

  if (handle == NULL)
    return NULL;
  if (alg == NULL)
    alg = jot_alg_find_kind (kty, crv);
  if (!g_str_equal (kty, alg->kty) || g_strcmp0 (crv, alg->crv) != 0)
    {
      fail_kind (error, alg, crv != NULL ? crv : kty);
      jot_private_handle_free (handle);
      return NULL;
    }

  return new_from_handle (alg, handle, error);
}

/**
 * jot_private_key_new_from_data:
 * @data: a file that holds a private key: a JWK, or PEM (PKCS#8, plain or encrypted, PKCS#1, SEC 1)
 * @length: its length in bytes, -1: up to its NUL
 * @passphrase: (nullable): of an encrypted key
 * @alg: (nullable): what the key is for; %NULL: what it says, else RS256, or what its curve is for
 * @error: return location for an error
 *
 * Takes in a key that a user already has. Our own copies of @data are not swapped, and wiped; wiping
 * @data itself is up to the caller.
 *
 * Returns: (transfer full) (nullable): the key. Errors: %JOT_ERROR_MALFORMED, %JOT_ERROR_KEY_MISMATCH (with
 *   PASSPHRASE where that is missing or wrong), %JOT_ERROR_WEAK_KEY
 */
JotPrivateKey *
jot_private_key_new_from_data (const char    *data,
                               gssize         length,
                               const char    *passphrase,
                               const JotAlg  *alg,
                               GError       **error)
{
  gsize n = length < 0 ? strlen (data) : (gsize) length;
  g_autoptr (JotJson) json = NULL;

  g_return_val_if_fail (alg == NULL || alg->can_sign, NULL);

  if (g_strstr_len (data, (gssize) n, "-----BEGIN ") != NULL)
    return new_from_pem (data, n, passphrase, alg, error);

  json = jot_json_parse_secret (data, (gssize) n, error);

  return json != NULL ? new_from_json (jot_json_get_root (json), alg, error) : NULL;
}

/**
 * jot_private_key_to_pem:
 * @key: a key
 * @passphrase: what to encrypt it with
 * @error: return location for an error
 *
 * Takes a second or so, on purpose: guessing the passphrase shall take long.
 *
 * Returns: (transfer full) (nullable): the key as PEM, “ENCRYPTED PRIVATE KEY” (RFC 7468 §11).
 *   Errors: %JOT_ERROR_CRYPTO
 */
JotSecret *
jot_private_key_to_pem (JotPrivateKey  *key,
                        const char     *passphrase,
                        GError        **error)
{
  g_return_val_if_fail (key != NULL && passphrase != NULL, NULL);

  return jot_private_handle_to_pem (key->handle, passphrase, error);
}

/* Appends without ever leaving a copy behind: out has room for all. */
static void
append (char       **out,
        const char  *text)
{
  gsize length = strlen (text);

  memcpy (*out, text, length);
  *out += length;
}

/**
 * jot_private_key_to_jwk:
 * @key: a key
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the private JWK with kty, kid and alg. Errors: %JOT_ERROR_CRYPTO
 */
JotSecret *
jot_private_key_to_jwk (JotPrivateKey  *key,
                        GError        **error)
{
  JotNumbers numbers = { 0 };
  JotSecret *secret;
  gsize room = 512;
  gsize mapped;
  char *buffer, *out;

  g_return_val_if_fail (key != NULL, NULL);

  if (!jot_private_handle_export (key->handle, key->alg, &numbers, error))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    room += JOT_BASE64URL_ROOM (((JotNumber *) G_STRUCT_MEMBER_P (&numbers, members[i].offset))->size) + 16;
  out = buffer = jot_secret_memory_new (room, &mapped);

  append (&out, "{\"kty\":\"");
  append (&out, key->alg->kty);
  append (&out, "\",\"kid\":\"");
  append (&out, jot_jwk_get_thumbprint (key->public));
  append (&out, "\",\"alg\":\"");
  append (&out, key->alg->name);
  if (key->alg->crv != NULL)
    {
      append (&out, "\",\"crv\":\"");
      append (&out, key->alg->crv);
    }
  append (&out, "\"");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (has_member (i, key->alg))
      {
        const JotNumber *number = G_STRUCT_MEMBER_P (&numbers, members[i].offset);

        append (&out, ",\"");
        append (&out, members[i].name);
        append (&out, "\":\"");
        out += jot_base64url_encode_to (number->data, number->size, out);
        append (&out, "\"");
      }
  append (&out, "}");

  secret = jot_secret_new (buffer, (gsize) (out - buffer));
  jot_secret_memory_free (buffer, mapped);
  jot_numbers_clear (&numbers);

  return secret;
}

/**
 * jot_private_key_ref:
 * @key: a key
 *
 * Returns: (transfer full): @key
 */
JotPrivateKey *
jot_private_key_ref (JotPrivateKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  g_atomic_ref_count_inc (&key->ref_count);
  return key;
}

/**
 * jot_private_key_unref:
 * @key: (transfer full): a key
 */
void
jot_private_key_unref (JotPrivateKey *key)
{
  g_return_if_fail (key != NULL);

  if (!g_atomic_ref_count_dec (&key->ref_count))
    return;

  jot_private_handle_free (key->handle);
  jot_jwk_unref (key->public);
  g_free (key);
}

/**
 * jot_private_key_get_public:
 * @key: a key
 *
 * Returns: (transfer none): its public half
 */
JotJwk *
jot_private_key_get_public (JotPrivateKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->public;
}

/**
 * jot_private_key_get_alg:
 * @key: a key
 *
 * Returns: (transfer none): what it is for
 */
const JotAlg *
jot_private_key_get_alg (JotPrivateKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->alg;
}

/**
 * jot_private_key_sign:
 * @key: a key
 * @data: what to sign
 * @length: its length in bytes
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the JWS signature (RFC 7518 §3.3–3.5, RFC 8037 §3.1).
 *   Errors: %JOT_ERROR_CRYPTO
 */
GBytes *
jot_private_key_sign (JotPrivateKey  *key,
                      const void     *data,
                      gsize           length,
                      GError        **error)
{
  g_return_val_if_fail (key != NULL, NULL);

  return jot_private_handle_sign (key->handle, key->alg, data, length, error);
}
