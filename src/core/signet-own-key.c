/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-own-keys-private.h"

#include "signet-key-metadata.h"

#include <glib/gi18n.h>

struct _SignetOwnKey
{
  GObject parent_instance;

  /* Owned */
  SignetKeyInfo *info;
  char          *fingerprint;
  char          *kind;
  char          *public_json;
};

G_DEFINE_FINAL_TYPE (SignetOwnKey, signet_own_key, G_TYPE_OBJECT)

static void
signet_own_key_finalize (GObject *object)
{
  SignetOwnKey *self = SIGNET_OWN_KEY (object);

  g_clear_pointer (&self->info, signet_key_info_unref);
  g_free (self->fingerprint);
  g_free (self->kind);
  g_free (self->public_json);

  G_OBJECT_CLASS (signet_own_key_parent_class)->finalize (object);
}

static void
signet_own_key_class_init (SignetOwnKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_own_key_finalize;
}

static void
signet_own_key_init (SignetOwnKey *self)
{
}

static char *
describe_kind (const JotAlg *alg,
               JotJwk       *jwk)
{
  const char *crv = jot_alg_get_crv (alg);

  if (crv != NULL)
    /* Translators: a kind of key: the name of its elliptic curve and of its signature algorithm */
    return g_strdup_printf (_("Curve %s, %s"), crv, jot_alg_get_name (alg));

  /* Translators: a kind of key: RSA is a name, the second word is the name of a signature algorithm */
  return g_strdup_printf (_("RSA, %u bits, %s"), jot_jwk_get_bits (jwk), jot_alg_get_name (alg));
}

/**
 * signet_own_key_new:
 * @info: what is known of a key
 *
 * Returns: (transfer full): the same for the window
 */
SignetOwnKey *
signet_own_key_new (SignetKeyInfo *info)
{
  SignetOwnKey *self = g_object_new (SIGNET_TYPE_OWN_KEY, NULL);
  JotJwk *jwk = signet_key_info_get_public (info);
  const JotAlg *alg = signet_key_info_get_alg (info);

  self->info = signet_key_info_ref (info);
  self->fingerprint = jot_jwk_dup_fingerprint (jwk);
  self->kind = describe_kind (alg, jwk);
  self->public_json = jot_jwk_to_public_json (jwk, signet_key_info_get_kid (info), alg);

  return self;
}

SignetOwnKeyState
signet_own_key_get_state (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), SIGNET_OWN_KEY_REVOKED);

  switch (signet_key_info_get_state (self->info))
    {
    case SIGNET_KEY_STATE_NEXT: return SIGNET_OWN_KEY_NEXT;
    case SIGNET_KEY_STATE_CURRENT: return SIGNET_OWN_KEY_CURRENT;
    case SIGNET_KEY_STATE_RETIRED: return SIGNET_OWN_KEY_RETIRED;
    case SIGNET_KEY_STATE_REVOKED: return SIGNET_OWN_KEY_REVOKED;
    }

  g_return_val_if_reached (SIGNET_OWN_KEY_REVOKED);
}

const char *
signet_own_key_get_kid (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), NULL);

  return signet_key_info_get_kid (self->info);
}

const char *
signet_own_key_get_fingerprint (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), NULL);

  return self->fingerprint;
}

const char *
signet_own_key_get_kind (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), NULL);

  return self->kind;
}

const char *
signet_own_key_get_public (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), NULL);

  return self->public_json;
}

gint64
signet_own_key_get_created (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), 0);

  return signet_key_info_get_created (self->info);
}

gint64
signet_own_key_get_retired (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), 0);

  return signet_key_info_get_retired (self->info);
}

gint64
signet_own_key_get_revoked (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), 0);

  return signet_key_info_get_revoked (self->info);
}

gint64
signet_own_key_get_published_until (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), 0);

  return signet_key_metadata_get_published_until (self->info);
}

gboolean
signet_own_key_has_signed (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), FALSE);

  return signet_key_info_get_n_signed (self->info) > 0 || signet_key_info_get_latest_exp (self->info) > 0;
}

guint
signet_own_key_get_n_signed (SignetOwnKey *self)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEY (self), 0);

  return signet_key_info_get_n_signed (self->info);
}
