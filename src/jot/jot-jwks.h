/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jwk.h"

G_BEGIN_DECLS

#define JOT_JWKS_MAX_SIZE (256 * 1024)
#define JOT_JWKS_MAX_KEYS 500

/* A key set (RFC 7517 §5), immutable and refcounted. */
typedef struct _JotJwks JotJwks;

/* One entry as it stood in the set. All (nullable). */
typedef struct
{
  JotJwk *key;       /* NULL: the entry cannot be used, see problem */
  char   *kid;
  char   *kty;
  char   *use;
  char   *alg;
  char   *problem;   /* precise English, NULL where the key can be used */
} JotJwksEntry;

#define JOT_TYPE_JWKS (jot_jwks_get_type ())
GType               jot_jwks_get_type   (void);
/* errors: JOT_ERROR_KEY_SET_INVALID */
JotJwks            *jot_jwks_parse      (const char *data, gssize length, GError **error);
/* a set of one; for --key */
JotJwks            *jot_jwks_new_single (JotJwk *jwk);
JotJwks            *jot_jwks_ref        (JotJwks *jwks);
void                jot_jwks_unref      (JotJwks *jwks);
guint               jot_jwks_get_size   (const JotJwks *jwks);      /* entries, usable or not */
const JotJwksEntry *jot_jwks_get_entry  (const JotJwks *jwks, guint i);
gboolean            jot_jwks_has_kid    (const JotJwks *jwks, const char *kid);
/* (transfer none).  errors: KEY_NOT_FOUND, KEY_MISMATCH, AMBIGUOUS_KEY */
JotJwk             *jot_jwks_select     (const JotJwks *jwks, const char *kid, const JotAlg *alg, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotJwks, jot_jwks_unref)

G_END_DECLS
