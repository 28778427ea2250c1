/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-claims.h"

#include "jot-error.h"

#include <math.h>

enum { EXPIRY, NOT_BEFORE, ISSUED_AT, N_DATES };

struct _JotClaims
{
  gatomicrefcount ref_count;

  JotJson  *json;
  gint64    dates[N_DATES];
  gboolean  has_date[N_DATES];
};

G_DEFINE_BOXED_TYPE (JotClaims, jot_claims, jot_claims_ref, jot_claims_unref)

/* RFC 7519 §2: a NumericDate is any JSON number; ours are finite and within ±2^53. With
 * whole seconds for a clock, a fraction counts from the next second on. */
static gboolean
read_date (JotClaims   *self,
           guint        which,
           const char  *name,
           GError     **error)
{
  JotJsonNode node = jot_json_node_get_member (jot_json_get_root (self->json), name);
  g_autofree char *found = NULL;
  double value;

  if (jot_json_node_get_kind (node) == JOT_JSON_INVALID)
    return TRUE;
  if (jot_json_node_get_number (node, &value))
    {
      self->has_date[which] = TRUE;
      self->dates[which] = (gint64) ceil (value);
      return TRUE;
    }

  found = jot_json_node_to_compact (node);
  g_propagate_error (error, jot_error_new (JOT_ERROR_BAD_CLAIMS, JOT_REASON_CLAIM_NOT_DATE, 2, 0, name, found,
                                           "“%s” is no date", name));
  return FALSE;
}

/**
 * jot_claims_parse:
 * @payload: the payload of a token
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the claims (RFC 7519 §4). Errors: %JOT_ERROR_BAD_CLAIMS
 *   for what is not one strict JSON object or has a date that is none
 */
JotClaims *
jot_claims_parse (const char  *payload,
                  gssize       length,
                  GError     **error)
{
  g_autoptr (JotClaims) self = g_new0 (JotClaims, 1);
  g_autoptr (GError) json_error = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->json = jot_json_parse (payload, length, &json_error);
  if (self->json == NULL)
    {
      const JotErrorDetails *details = jot_error_get_details (json_error);

      g_propagate_error (error, jot_error_new (JOT_ERROR_BAD_CLAIMS, details->reason, 2, details->position,
                                               details->expected, details->found, "%s", json_error->message));
      return NULL;
    }
  if (jot_json_node_get_kind (jot_json_get_root (self->json)) != JOT_JSON_OBJECT)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_BAD_CLAIMS, JOT_REASON_NOT_OBJECT, 2, 0, NULL, NULL,
                                               "the payload is no JSON object"));
      return NULL;
    }

  if (!read_date (self, EXPIRY, "exp", error) ||
      !read_date (self, NOT_BEFORE, "nbf", error) ||
      !read_date (self, ISSUED_AT, "iat", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * jot_claims_ref:
 * @claims: claims
 *
 * Returns: (transfer full): @claims
 */
JotClaims *
jot_claims_ref (JotClaims *claims)
{
  g_return_val_if_fail (claims != NULL, NULL);

  g_atomic_ref_count_inc (&claims->ref_count);
  return claims;
}

/**
 * jot_claims_unref:
 * @claims: (transfer full): claims
 */
void
jot_claims_unref (JotClaims *claims)
{
  g_return_if_fail (claims != NULL);

  if (!g_atomic_ref_count_dec (&claims->ref_count))
    return;

  g_clear_pointer (&claims->json, jot_json_unref);
  g_free (claims);
}

/**
 * jot_claims_get_root:
 * @claims: claims
 *
 * Returns: the object, which borrows @claims
 */
JotJsonNode
jot_claims_get_root (const JotClaims *claims)
{
  g_return_val_if_fail (claims != NULL, ((JotJsonNode) { NULL, 0 }));

  return jot_json_get_root (claims->json);
}

/**
 * jot_claims_get_issuer:
 * @claims: claims
 *
 * Returns: (transfer none) (nullable): "iss" (RFC 7519 §4.1.1), %NULL where it is no string
 */
const char *
jot_claims_get_issuer (const JotClaims *claims)
{
  return jot_json_node_get_string_member (jot_claims_get_root (claims), "iss");
}

/**
 * jot_claims_get_subject:
 * @claims: claims
 *
 * Returns: (transfer none) (nullable): "sub" (RFC 7519 §4.1.2), %NULL where it is no string
 */
const char *
jot_claims_get_subject (const JotClaims *claims)
{
  return jot_json_node_get_string_member (jot_claims_get_root (claims), "sub");
}

/**
 * jot_claims_get_id:
 * @claims: claims
 *
 * Returns: (transfer none) (nullable): "jti" (RFC 7519 §4.1.7), %NULL where it is no string
 */
const char *
jot_claims_get_id (const JotClaims *claims)
{
  return jot_json_node_get_string_member (jot_claims_get_root (claims), "jti");
}

/**
 * jot_claims_has_audience:
 * @claims: claims
 * @audience: who wants to accept the token
 *
 * Returns: whether "aud", a string or an array of them, names exactly @audience (RFC 7519 §4.1.3)
 */
gboolean
jot_claims_has_audience (const JotClaims *claims,
                         const char      *audience)
{
  JotJsonNode aud = jot_json_node_get_member (jot_claims_get_root (claims), "aud");
  JotJsonNode element;
  JotJsonIter iter;

  g_return_val_if_fail (audience != NULL, FALSE);

  if (jot_json_node_get_kind (aud) == JOT_JSON_STRING)
    return g_str_equal (jot_json_node_get_string (aud), audience);
  if (jot_json_node_get_kind (aud) != JOT_JSON_ARRAY)
    return FALSE;

  jot_json_iter_init (&iter, aud);
  while (jot_json_iter_next (&iter, NULL, &element))
    if (g_strcmp0 (jot_json_node_get_string (element), audience) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
get_date (const JotClaims *claims,
          guint            which,
          gint64          *seconds)
{
  g_return_val_if_fail (claims != NULL, FALSE);

  if (claims->has_date[which])
    *seconds = claims->dates[which];

  return claims->has_date[which];
}

/**
 * jot_claims_get_expiry:
 * @claims: claims
 * @seconds: (out): "exp" (RFC 7519 §4.1.4), seconds since 1970
 *
 * Returns: whether there is one
 */
gboolean
jot_claims_get_expiry (const JotClaims *claims,
                       gint64          *seconds)
{
  return get_date (claims, EXPIRY, seconds);
}

/**
 * jot_claims_get_not_before:
 * @claims: claims
 * @seconds: (out): "nbf" (RFC 7519 §4.1.5), seconds since 1970
 *
 * Returns: whether there is one
 */
gboolean
jot_claims_get_not_before (const JotClaims *claims,
                           gint64          *seconds)
{
  return get_date (claims, NOT_BEFORE, seconds);
}

/**
 * jot_claims_get_issued_at:
 * @claims: claims
 * @seconds: (out): "iat" (RFC 7519 §4.1.6), seconds since 1970
 *
 * Returns: whether there is one
 */
gboolean
jot_claims_get_issued_at (const JotClaims *claims,
                          gint64          *seconds)
{
  return get_date (claims, ISSUED_AT, seconds);
}
