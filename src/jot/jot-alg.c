/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-alg-private.h"

#include <string.h>

/* RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2. The one table: whoever wants to know
 * something about an algorithm reads it here. */
static const JotAlg table[] = {
  { "RS256",   JOT_FAMILY_RSA_PKCS1, "RSA", NULL,      256, 0,  0,   TRUE },
  { "RS384",   JOT_FAMILY_RSA_PKCS1, "RSA", NULL,      384, 0,  0,   TRUE },
  { "RS512",   JOT_FAMILY_RSA_PKCS1, "RSA", NULL,      512, 0,  0,   TRUE },
  { "PS256",   JOT_FAMILY_RSA_PSS,   "RSA", NULL,      256, 0,  0,   TRUE },
  { "PS384",   JOT_FAMILY_RSA_PSS,   "RSA", NULL,      384, 0,  0,   TRUE },
  { "PS512",   JOT_FAMILY_RSA_PSS,   "RSA", NULL,      512, 0,  0,   TRUE },
  { "ES256",   JOT_FAMILY_ECDSA,     "EC",  "P-256",   256, 32, 64,  TRUE },
  { "ES384",   JOT_FAMILY_ECDSA,     "EC",  "P-384",   384, 48, 96,  TRUE },
  { "ES512",   JOT_FAMILY_ECDSA,     "EC",  "P-521",   512, 66, 132, TRUE },
  { "EdDSA",   JOT_FAMILY_EDDSA,     "OKP", "Ed25519", 512, 32, 64,  TRUE },
  { "Ed25519", JOT_FAMILY_EDDSA,     "OKP", "Ed25519", 512, 32, 64,  FALSE },
};

/**
 * jot_alg_find:
 * @name: (nullable): the name in "alg"
 *
 * Returns: (transfer none) (nullable): the row of exactly that name (RFC 7515 §4.1.1:
 *   case-sensitive), %NULL where there is none
 */
const JotAlg *
jot_alg_find (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].name, name) == 0)
      return &table[i];

  return NULL;
}

/* kty, crv: (nullable). What a key that names no algorithm is made for, and the static spelling of both. */
const JotAlg *
jot_alg_find_kind (const char *kty,
                   const char *crv)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (kty, table[i].kty) == 0 && (table[i].crv == NULL || g_strcmp0 (crv, table[i].crv) == 0))
      return &table[i];

  return NULL;
}

/**
 * jot_alg_get_default:
 *
 * Returns: (transfer none): the row for new keys, RS256: every checker knows it
 */
const JotAlg *
jot_alg_get_default (void)
{
  return &table[0];
}

/**
 * jot_alg_get_name:
 * @alg: a row
 *
 * Returns: (transfer none): its name in "alg"
 */
const char *
jot_alg_get_name (const JotAlg *alg)
{
  g_return_val_if_fail (alg != NULL, NULL);

  return alg->name;
}

/**
 * jot_alg_get_kty:
 * @alg: a row
 *
 * Returns: (transfer none): the key type it needs (RFC 7518 §6.1)
 */
const char *
jot_alg_get_kty (const JotAlg *alg)
{
  g_return_val_if_fail (alg != NULL, NULL);

  return alg->kty;
}

/**
 * jot_alg_get_crv:
 * @alg: a row
 *
 * Returns: (transfer none) (nullable): the one curve it is for, %NULL for RSA
 */
const char *
jot_alg_get_crv (const JotAlg *alg)
{
  g_return_val_if_fail (alg != NULL, NULL);

  return alg->crv;
}

/**
 * jot_alg_get_set:
 * @alg: a row
 *
 * Returns: the set of @alg alone
 */
JotAlgSet
jot_alg_get_set (const JotAlg *alg)
{
  g_return_val_if_fail (alg != NULL, 0);

  return (JotAlgSet) 1 << (alg - table);
}

/**
 * jot_alg_can_sign:
 * @alg: a row
 *
 * Returns: whether new keys may be made for it
 */
gboolean
jot_alg_can_sign (const JotAlg *alg)
{
  g_return_val_if_fail (alg != NULL, FALSE);

  return alg->can_sign;
}

/**
 * jot_alg_get_nth:
 * @i: a number from 0
 *
 * Returns: (transfer none) (nullable): that row, %NULL behind the last
 */
const JotAlg *
jot_alg_get_nth (guint i)
{
  return i < G_N_ELEMENTS (table) ? &table[i] : NULL;
}
