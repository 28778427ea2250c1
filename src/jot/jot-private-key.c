/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-private-key.h"

#include "jot-alg-private.h"
#include "jot-base64url.h"
#include "jot-error.h"
#include "jot-jwk-private.h"

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

static JotPrivateKey *
new_from_numbers (const JotAlg      *alg,
                  JotPrivateHandle  *handle,
                  JotNumbers        *numbers,
                  GError           **error)
{
  g_autoptr (JotJwk) public = jot_jwk_new_from_numbers (alg->kty, alg->crv, numbers, error);
  g_autoptr (JotPrivateKey) self = NULL;

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
  JotPrivateKey *self = NULL;
  JotNumbers numbers = { 0 };

  g_return_val_if_fail (alg != NULL && alg->can_sign, NULL);

  handle = jot_private_handle_generate (alg, bits > 0 ? bits : 2048, error);
  if (handle == NULL)
    return NULL;

  if (jot_private_handle_export (handle, alg, &numbers, error))
    self = new_from_numbers (alg, handle, &numbers, error);
  else
    jot_private_handle_free (handle);
  jot_numbers_clear (&numbers);

  return self;
}

static void
fail_member (GError    **error,
             const char *name)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, 0, 0, name, NULL,
                                           "the private key has no usable “%s”", name));
}

/**
 * jot_private_key_new_from_jwk:
 * @text: a private JWK (RFC 7517 §9.3, RFC 7518 §6.2.2 and §6.3.2, RFC 8037 §2) with its "alg"
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Our own copies of @text are wiped. An OKP key without "x" is refused before GnuTLS sees it.
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
  JotNumbers numbers = { 0 };
  JotPrivateKey *self = NULL;
  JotPrivateHandle *handle;
  const JotAlg *alg;
  JotJsonNode root;
  gboolean complete = TRUE;

  if (json == NULL)
    return NULL;

  root = jot_json_get_root (json);
  alg = jot_alg_find (jot_json_node_get_string_member (root, "alg"));
  if (alg == NULL || !alg->can_sign)
    {
      fail_member (error, "alg");
      return NULL;
    }
  if (g_strcmp0 (jot_json_node_get_string_member (root, "kty"), alg->kty) != 0 ||
      (alg->crv != NULL && g_strcmp0 (jot_json_node_get_string_member (root, "crv"), alg->crv) != 0))
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_TYPE, 0, 0, alg->kty,
                                               jot_json_node_get_string_member (root, "kty"),
                                               "the private key is not of the kind that its “alg” needs"));
      return NULL;
    }

  for (guint i = 0; complete && i < G_N_ELEMENTS (members); i++)
    if (has_member (i, alg) &&
        !jot_jwk_read_number (root, members[i].name, G_STRUCT_MEMBER_P (&numbers, members[i].offset), NULL))
      {
        fail_member (error, members[i].name);
        complete = FALSE;
      }

  if (complete)
    {
      handle = jot_private_handle_new (alg, &numbers, error);
      if (handle != NULL)
        self = new_from_numbers (alg, handle, &numbers, error);
    }
  jot_numbers_clear (&numbers);

  return self;
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
  g_autofree char *buffer = NULL;
  gsize room = 512;
  char *out;

  g_return_val_if_fail (key != NULL, NULL);

  if (!jot_private_handle_export (key->handle, key->alg, &numbers, error))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    room += ((JotNumber *) G_STRUCT_MEMBER_P (&numbers, members[i].offset))->size * 4 / 3 + 16;
  out = buffer = g_malloc (room);

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
        char *encoded = jot_base64url_encode (number->data, number->size);

        append (&out, ",\"");
        append (&out, members[i].name);
        append (&out, "\":\"");
        append (&out, encoded);
        append (&out, "\"");
        explicit_bzero (encoded, strlen (encoded));
        g_free (encoded);
      }
  append (&out, "}");

  secret = jot_secret_new (buffer, (gsize) (out - buffer));
  explicit_bzero (buffer, room);
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
