/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-answer-private.h"

G_DEFINE_BOXED_TYPE (SignetJwksAnswer, signet_jwks_answer, signet_jwks_answer_ref, signet_jwks_answer_unref)

SignetJwksAnswer *
signet_jwks_answer_new (GBytes           *body,
                        SignetJwksOrigin  origin,
                        const char       *etag,
                        gint64            max_age)
{
  SignetJwksAnswer *self = g_new0 (SignetJwksAnswer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  self->origin = origin;
  self->etag = g_strdup (etag);
  self->max_age = max_age;

  return self;
}

/**
 * signet_jwks_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
SignetJwksAnswer *
signet_jwks_answer_ref (SignetJwksAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * signet_jwks_answer_unref:
 * @self: (transfer full): an answer
 */
void
signet_jwks_answer_unref (SignetJwksAnswer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->etag);
  g_free (self);
}

/**
 * signet_jwks_answer_get_body:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): what was sent, %NULL with status 304
 */
GBytes *
signet_jwks_answer_get_body (SignetJwksAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}

/**
 * signet_jwks_answer_get_origin:
 * @self: an answer
 *
 * Returns: how it came
 */
SignetJwksOrigin
signet_jwks_answer_get_origin (SignetJwksAnswer *self)
{
  g_return_val_if_fail (self != NULL, SIGNET_JWKS_ORIGIN_LAN_HTTP);

  return self->origin;
}

/**
 * signet_jwks_answer_get_etag:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): its ETag
 */
const char *
signet_jwks_answer_get_etag (SignetJwksAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->etag;
}

/**
 * signet_jwks_answer_get_max_age:
 * @self: an answer
 *
 * Returns: how long it is fresh, in seconds as the server says; -1 where it says nothing
 */
gint64
signet_jwks_answer_get_max_age (SignetJwksAnswer *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->max_age;
}
