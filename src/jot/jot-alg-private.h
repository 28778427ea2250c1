/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-alg.h"

G_BEGIN_DECLS

typedef enum
{
  JOT_FAMILY_RSA_PKCS1,
  JOT_FAMILY_RSA_PSS,
  JOT_FAMILY_ECDSA,
  JOT_FAMILY_EDDSA,
} JotFamily;

/* Everything that is known about an algorithm. */
struct _JotAlg
{
  const char *name;
  JotFamily   family;
  const char *kty;
  const char *crv;              /* NULL for RSA */
  guint       hash_bits;
  gsize       coordinate_size;  /* bytes of x and y; 0 for RSA */
  gsize       signature_size;   /* bytes; 0: those of the modulus */
  gboolean    can_sign;         /* new keys may be made for it */
};

/* (nullable): the first row for keys of that type and curve; crv counts only where the type has curves */
const JotAlg *jot_alg_find_kind (const char *kty, const char *crv);

G_END_DECLS
