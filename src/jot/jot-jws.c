/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-jws-private.h"

#include "jot-base64url.h"
#include "jot-error.h"

#include <string.h>

struct _JotJws
{
  gatomicrefcount ref_count;

  char    *signing_input;
  gsize    signing_input_length;
  gsize    header_length;        /* of the first part, encoded */
  JotJson *header;
  GBytes  *payload;
  GBytes  *signature;
};

G_DEFINE_BOXED_TYPE (JotJws, jot_jws, jot_jws_ref, jot_jws_unref)

static GError *
describe_size (gsize length)
{
  return jot_error_new (JOT_ERROR_TOO_LARGE, JOT_REASON_SIZE, 0, length, NULL, NULL,
                        "the token has %" G_GSIZE_FORMAT " bytes", length);
}

/* Finds the two dots. RFC 7515 §7.1 */
static gboolean
split (const char   *token,
       gsize         length,
       const char  **first,
       const char  **second,
       GError      **error)
{
  guint n_parts = length > 0 ? 1 : 0;

  *first = *second = NULL;
  for (const char *p = token; (p = memchr (p, '.', length - (gsize) (p - token))) != NULL; p++)
    {
      n_parts++;
      if (*first == NULL)
        *first = p;
      else if (*second == NULL)
        *second = p;
    }

  if (n_parts == 3)
    return TRUE;

  g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_PARTS, 0, n_parts, "3", NULL,
                                           "the token has %u parts", n_parts));
  return FALSE;
}

static GBytes *
decode_part (const char  *text,
             gsize        length,
             guint        part,
             GError     **error)
{
  gsize size;
  guint8 *data = jot_base64url_decode (text, (gssize) length, part, &size, error);

  return data != NULL ? g_bytes_new_take (data, size) : NULL;
}

/* RFC 7515 §4, §5.2 steps 3 and 4: one strict JSON object; alg is there and a string, kid a string. */
static JotJson *
parse_header (GBytes  *bytes,
              GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (JotJson) json = jot_json_parse (data, (gssize) size, error);
  JotJsonNode root, alg, kid;

  if (json == NULL)
    return NULL;

  root = jot_json_get_root (json);
  if (jot_json_node_get_kind (root) != JOT_JSON_OBJECT)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_NOT_OBJECT, 1, 0, NULL, NULL,
                                               "the header is no JSON object"));
      return NULL;
    }

  alg = jot_json_node_get_member (root, "alg");
  kid = jot_json_node_get_member (root, "kid");
  if (jot_json_node_get_kind (alg) == JOT_JSON_INVALID)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_MISSING, 1, 0, "alg", NULL,
                                               "the header has no “alg”"));
      return NULL;
    }
  if (jot_json_node_get_kind (alg) != JOT_JSON_STRING ||
      (jot_json_node_get_kind (kid) != JOT_JSON_INVALID && jot_json_node_get_kind (kid) != JOT_JSON_STRING))
    {
      gboolean is_alg = jot_json_node_get_kind (alg) != JOT_JSON_STRING;
      g_autofree char *found = jot_json_node_to_compact (is_alg ? alg : kid);

      g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_MEMBER_TYPE, 1, 0,
                                               is_alg ? "alg" : "kid", found,
                                               "“%s” in the header is no string", is_alg ? "alg" : "kid"));
      return NULL;
    }

  return g_steal_pointer (&json);
}

/* The parse of another token's header, where this one is spelled the same. */
static JotJson *
reuse_header (const JotJws *other,
              const char   *text,
              gsize         length)
{
  if (other == NULL || other->header_length != length || memcmp (other->signing_input, text, length) != 0)
    return NULL;

  return jot_json_ref (other->header);
}

/**
 * jot_jws_parse:
 * @token: a JWS in compact form (RFC 7515 §7.1)
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Size, two dots, strict base64url, strict JSON header, in this order. Checks nothing against
 * any key.
 *
 * Returns: (transfer full) (nullable): the parts. Errors: %JOT_ERROR_TOO_LARGE, %JOT_ERROR_MALFORMED
 */
JotJws *
jot_jws_parse (const char  *token,
               gssize       length,
               GError     **error)
{
  return jot_jws_parse_following (NULL, token, length, error);
}

/* As jot_jws_parse(). previous: (nullable): a token taken apart earlier, whose header need not be
 * decoded and parsed again where this one's is the same, letter by letter. */
JotJws *
jot_jws_parse_following (const JotJws  *previous,
                         const char    *token,
                         gssize         length,
                         GError       **error)
{
  gsize n = length < 0 ? strlen (token) : (gsize) length;
  g_autoptr (JotJws) self = NULL;
  g_autoptr (GBytes) header = NULL;
  const char *first, *second;

  if (n > JOT_MAX_TOKEN_SIZE)
    {
      g_propagate_error (error, describe_size (n));
      return NULL;
    }
  if (!split (token, n, &first, &second, error))
    return NULL;

  self = g_new0 (JotJws, 1);
  g_atomic_ref_count_init (&self->ref_count);

  self->header_length = (gsize) (first - token);
  self->header = reuse_header (previous, token, self->header_length);
  if (self->header == NULL)
    {
      header = decode_part (token, self->header_length, 1, error);
      if (header == NULL)
        return NULL;
    }
  self->payload = decode_part (first + 1, (gsize) (second - first - 1), 2, error);
  if (self->payload == NULL)
    return NULL;
  self->signature = decode_part (second + 1, n - (gsize) (second + 1 - token), 3, error);
  if (self->signature == NULL)
    return NULL;

  if (self->header == NULL)
    self->header = parse_header (header, error);
  if (self->header == NULL)
    return NULL;

  self->signing_input_length = (gsize) (second - token);
  self->signing_input = g_strndup (token, self->signing_input_length);

  return g_steal_pointer (&self);
}

/**
 * jot_jws_ref:
 * @jws: a token taken apart
 *
 * Returns: (transfer full): @jws
 */
JotJws *
jot_jws_ref (JotJws *jws)
{
  g_return_val_if_fail (jws != NULL, NULL);

  g_atomic_ref_count_inc (&jws->ref_count);
  return jws;
}

/**
 * jot_jws_unref:
 * @jws: (transfer full): a token taken apart
 */
void
jot_jws_unref (JotJws *jws)
{
  g_return_if_fail (jws != NULL);

  if (!g_atomic_ref_count_dec (&jws->ref_count))
    return;

  g_free (jws->signing_input);
  g_clear_pointer (&jws->header, jot_json_unref);
  g_clear_pointer (&jws->payload, g_bytes_unref);
  g_clear_pointer (&jws->signature, g_bytes_unref);
  g_free (jws);
}

/**
 * jot_jws_get_header:
 * @jws: a token taken apart
 *
 * Returns: the header, an object that borrows @jws
 */
JotJsonNode
jot_jws_get_header (const JotJws *jws)
{
  g_return_val_if_fail (jws != NULL, ((JotJsonNode) { NULL, 0 }));

  return jot_json_get_root (jws->header);
}

/**
 * jot_jws_get_kid:
 * @jws: a token taken apart
 *
 * Returns: (transfer none) (nullable): the key ID (RFC 7515 §4.1.4)
 */
const char *
jot_jws_get_kid (const JotJws *jws)
{
  return jot_json_node_get_string_member (jot_jws_get_header (jws), "kid");
}

/**
 * jot_jws_get_alg_name:
 * @jws: a token taken apart
 *
 * Returns: (transfer none): what the token says in "alg" (RFC 7515 §4.1.1)
 */
const char *
jot_jws_get_alg_name (const JotJws *jws)
{
  return jot_json_node_get_string_member (jot_jws_get_header (jws), "alg");
}

/**
 * jot_jws_get_payload:
 * @jws: a token taken apart
 *
 * Returns: (transfer none): the payload: any bytes, also none
 */
GBytes *
jot_jws_get_payload (const JotJws *jws)
{
  g_return_val_if_fail (jws != NULL, NULL);

  return jws->payload;
}

/**
 * jot_jws_get_signature:
 * @jws: a token taken apart
 *
 * Returns: (transfer none): the signature
 */
GBytes *
jot_jws_get_signature (const JotJws *jws)
{
  g_return_val_if_fail (jws != NULL, NULL);

  return jws->signature;
}

const char *
jot_jws_get_signing_input (const JotJws *jws,
                           gsize        *length)
{
  g_return_val_if_fail (jws != NULL, NULL);

  *length = jws->signing_input_length;
  return jws->signing_input;
}

/**
 * jot_jws_to_compact:
 * @jws: a token taken apart
 *
 * Returns: (transfer full): the token, exactly as it was
 */
char *
jot_jws_to_compact (const JotJws *jws)
{
  g_autofree char *signature = NULL;

  g_return_val_if_fail (jws != NULL, NULL);

  signature = jot_base64url_encode (g_bytes_get_data (jws->signature, NULL), g_bytes_get_size (jws->signature));
  return g_strdup_printf ("%.*s.%s", (int) jws->signing_input_length, jws->signing_input, signature);
}

/**
 * jot_jws_is_signed_by:
 * @jws: a token taken apart
 * @key: a key, whatever its ID
 *
 * Tells who may have signed a token that was refused. It makes nothing valid: that takes jot_verify().
 *
 * Returns: whether @key fits the algorithm of @jws, is safe from forging, and made its signature
 */
gboolean
jot_jws_is_signed_by (const JotJws *jws,
                      const JotJwk *key)
{
  const JotAlg *alg;
  const char *input;
  gsize length;

  g_return_val_if_fail (jws != NULL && key != NULL, FALSE);

  alg = jot_jws_get_alg_name (jws) != NULL ? jot_alg_find (jot_jws_get_alg_name (jws)) : NULL;
  if (alg == NULL || !jot_jwk_check_fit (key, alg, NULL) || !jot_jwk_check_strength (key, NULL))
    return FALSE;

  input = jot_jws_get_signing_input (jws, &length);
  return jot_jwk_verify (key, alg, input, length, g_bytes_get_data (jws->signature, NULL), g_bytes_get_size (jws->signature),
                         NULL);
}

/**
 * jot_jws_sign:
 * @key: a private key
 * @payload: any bytes
 * @length: how many
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the compact form (RFC 7515 §5.1) with the header
 *   {"alg","kid","typ":"JWT"}. Errors: %JOT_ERROR_TOO_LARGE for what jot_jws_parse() would not
 *   read, %JOT_ERROR_CRYPTO
 */
char *
jot_jws_sign (JotPrivateKey  *key,
              const void     *payload,
              gsize           length,
              GError        **error)
{
  g_autofree char *header = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *input = NULL;
  g_autofree char *third = NULL;
  g_autofree char *token = NULL;
  g_autoptr (GBytes) signature = NULL;
  gsize token_length;

  g_return_val_if_fail (key != NULL, NULL);

  header = g_strdup_printf ("{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}",
                            jot_alg_get_name (jot_private_key_get_alg (key)),
                            jot_jwk_get_thumbprint (jot_private_key_get_public (key)));
  first = jot_base64url_encode (header, strlen (header));
  second = jot_base64url_encode (payload, length);
  input = g_strconcat (first, ".", second, NULL);

  signature = jot_private_key_sign (key, input, strlen (input), error);
  if (signature == NULL)
    return NULL;

  third = jot_base64url_encode (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  token = g_strconcat (input, ".", third, NULL);
  token_length = strlen (token);
  if (token_length > JOT_MAX_TOKEN_SIZE)
    {
      g_propagate_error (error, describe_size (token_length));
      return NULL;
    }

  return g_steal_pointer (&token);
}
