/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-set-private.h"

G_DEFINE_BOXED_TYPE (SignetKeySet, signet_key_set, signet_key_set_ref, signet_key_set_unref)

SignetKeySet *
signet_key_set_new (JotJwks          *jwks,
                    const char       *source,
                    SignetJwksOrigin  origin,
                    gint64            fetched,
                    gint64            good_until,
                    gboolean          stale)
{
  SignetKeySet *self = g_new0 (SignetKeySet, 1);
  g_autoptr (GUri) uri = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->jwks = jot_jwks_ref (jwks);
  self->source = g_strdup (source);
  self->origin = origin;
  self->fetched = fetched;
  self->good_until = good_until;
  self->stale = stale;
  if (origin != SIGNET_JWKS_ORIGIN_FILE)
    {
      uri = g_uri_parse (source, G_URI_FLAGS_NONE, NULL);
      self->host = uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
    }

  return self;
}

/**
 * signet_key_set_ref:
 * @self: a key set
 *
 * Returns: (transfer full): @self
 */
SignetKeySet *
signet_key_set_ref (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * signet_key_set_unref:
 * @self: (transfer full): a key set
 */
void
signet_key_set_unref (SignetKeySet *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  jot_jwks_unref (self->jwks);
  g_free (self->source);
  g_free (self->host);
  g_free (self);
}

/**
 * signet_key_set_get_jwks:
 * @self: a key set
 *
 * Returns: (transfer none): the keys
 */
JotJwks *
signet_key_set_get_jwks (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->jwks;
}

/**
 * signet_key_set_get_source:
 * @self: a key set
 *
 * Returns: (transfer none): the URL or file name as it was asked for
 */
const char *
signet_key_set_get_source (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

/**
 * signet_key_set_get_host:
 * @self: a key set
 *
 * Returns: (transfer none) (nullable): the host of its URL, %NULL for a file
 */
const char *
signet_key_set_get_host (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->host;
}

/**
 * signet_key_set_get_origin:
 * @self: a key set
 *
 * Returns: how it came
 */
SignetJwksOrigin
signet_key_set_get_origin (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, SIGNET_JWKS_ORIGIN_LAN_HTTP);

  return self->origin;
}

/**
 * signet_key_set_get_fetched:
 * @self: a key set
 *
 * Returns: when it was fetched, seconds since 1970
 */
gint64
signet_key_set_get_fetched (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fetched;
}

/**
 * signet_key_set_get_good_until:
 * @self: a key set
 *
 * Returns: until when it is fresh, seconds since 1970
 */
gint64
signet_key_set_get_good_until (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->good_until;
}

/**
 * signet_key_set_is_stale:
 * @self: a key set
 *
 * Returns: whether it serves past its time because the server does not answer
 */
gboolean
signet_key_set_is_stale (SignetKeySet *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->stale;
}
