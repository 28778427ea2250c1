/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-cli.h"
#include "signet-jwks-cache.h"

G_BEGIN_DECLS

/* With what many tokens are checked: a key set, and what is known with it of the one who must have signed them.
 * Immutable, refcounted from any thread; made by the main thread. */
typedef struct
{
  gatomicrefcount  ref_count;
  SignetKeySet    *set;        /* nullable: a single key is used */
  const char      *issuer;     /* nullable: who told where it is; borrowed from the request */
  SignetSigner    *signer;     /* nullable: whose tokens they must be */
  GHashTable      *own;        /* nullable: (element-type utf8): thumbprints of own keys in set */
  GHashTable      *revoked;    /* nullable: (element-type utf8 JotJwk): own keys that do not count */
  guint            n_others;   /* keys in set that are not own */
  gint64           attempted;  /* when the address was last asked, seconds since 1970; G_MININT64: there is none */
} SignetLineKeys;

/* (transfer full) (nullable): NULL, and a sentence is printed: *status is the exit status */
SignetLineKeys *signet_line_keys_get    (SignetContext *context, const SignetCheckRequest *request, gboolean refresh, int *status);
SignetLineKeys *signet_line_keys_ref    (SignetLineKeys *self);
void            signet_line_keys_unref  (SignetLineKeys *self);
/* says once what they leave in doubt, whichever token is valid by them.  before: (nullable): those of which it was said */
void            signet_line_keys_warn   (SignetLineKeys *self, SignetLineKeys *before);
/* whether the address would be asked by now, were it a single token with a key that is not in the set */
gboolean        signet_line_keys_can_renew (SignetLineKeys *self, gint64 last, gint64 now);
/* whether they are out of date */
gboolean        signet_line_keys_are_old   (SignetLineKeys *self, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetLineKeys, signet_line_keys_unref)

G_END_DECLS
