/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-info-private.h"

G_DEFINE_BOXED_TYPE (SignetKeyInfo, signet_key_info, signet_key_info_ref, signet_key_info_unref)

SignetKeyInfo *
signet_key_info_new (const JotAlg   *alg,
                     JotJwk         *public,
                     SignetKeyState  state,
                     gint64          created)
{
  SignetKeyInfo *self = g_new0 (SignetKeyInfo, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->alg = alg;
  self->public = jot_jwk_ref (public);
  self->state = state;
  self->created = created;

  return self;
}

SignetKeyInfo *
signet_key_info_copy (const SignetKeyInfo *self)
{
  SignetKeyInfo *copy = signet_key_info_new (self->alg, self->public, self->state, self->created);

  copy->retired = self->retired;
  copy->revoked = self->revoked;
  copy->latest_exp = self->latest_exp;
  copy->n_signed = self->n_signed;

  return copy;
}

/**
 * signet_key_info_ref:
 * @self: metadata of a key
 *
 * Returns: (transfer full): @self
 */
SignetKeyInfo *
signet_key_info_ref (SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * signet_key_info_unref:
 * @self: (transfer full): metadata of a key
 */
void
signet_key_info_unref (SignetKeyInfo *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  jot_jwk_unref (self->public);
  g_free (self);
}

/**
 * signet_key_info_get_kid:
 * @self: metadata of a key
 *
 * Returns: (transfer none): its key ID, the RFC 7638 thumbprint
 */
const char *
signet_key_info_get_kid (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return jot_jwk_get_thumbprint (self->public);
}

/**
 * signet_key_info_get_alg:
 * @self: metadata of a key
 *
 * Returns: (transfer none): the algorithm it signs with
 */
const JotAlg *
signet_key_info_get_alg (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->alg;
}

/**
 * signet_key_info_get_state:
 * @self: metadata of a key
 *
 * Returns: where in its life it is
 */
SignetKeyState
signet_key_info_get_state (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, SIGNET_KEY_STATE_REVOKED);

  return self->state;
}

/**
 * signet_key_info_get_created:
 * @self: metadata of a key
 *
 * Returns: when it was made, seconds since 1970
 */
gint64
signet_key_info_get_created (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->created;
}

/**
 * signet_key_info_get_retired:
 * @self: metadata of a key
 *
 * Returns: when another one took its place, seconds since 1970; 0: never
 */
gint64
signet_key_info_get_retired (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->retired;
}

/**
 * signet_key_info_get_revoked:
 * @self: metadata of a key
 *
 * Returns: when it was revoked, seconds since 1970; 0: never
 */
gint64
signet_key_info_get_revoked (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->revoked;
}

/**
 * signet_key_info_get_latest_exp:
 * @self: metadata of a key
 *
 * Returns: the latest "exp" of any token made with it, seconds since 1970; 0 before the first,
 *   %G_MAXINT64 after one that never expires
 */
gint64
signet_key_info_get_latest_exp (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->latest_exp;
}

/**
 * signet_key_info_get_n_signed:
 * @self: metadata of a key
 *
 * Returns: how many tokens were made with it
 */
guint
signet_key_info_get_n_signed (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_signed;
}

/**
 * signet_key_info_get_public:
 * @self: metadata of a key
 *
 * Returns: (transfer none): the public key
 */
JotJwk *
signet_key_info_get_public (const SignetKeyInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->public;
}

/**
 * signet_key_state_get_name:
 * @state: a state
 *
 * Returns: (transfer none): its stable name, as in keys.json and on the command line
 */
const char *
signet_key_state_get_name (SignetKeyState state)
{
  switch (state)
    {
    case SIGNET_KEY_STATE_NEXT: return "next";
    case SIGNET_KEY_STATE_CURRENT: return "current";
    case SIGNET_KEY_STATE_RETIRED: return "retired";
    case SIGNET_KEY_STATE_REVOKED: return "revoked";
    }

  g_return_val_if_reached (NULL);
}
