/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-crypto.h"
#include "jot-jwk.h"

G_BEGIN_DECLS

/* Takes the public numbers out of numbers (n and e, or x and y).  kty, crv: static.
 * errors: JOT_ERROR_KEY_MISMATCH */
JotJwk  *jot_jwk_new_from_numbers (const char *kty, const char *crv, JotNumbers *numbers, GError **error);
/* "d", "k" or another member that only a private or symmetric key has; NULL: none */
const char *jot_jwk_find_private_member (JotJsonNode node);
/* reads a member as a number; secret: into memory that is not swapped. errors: JOT_ERROR_KEY_MISMATCH */
gboolean jot_jwk_read_number      (JotJsonNode node, const char *name, gboolean secret, JotNumber *number, GError **error);

G_END_DECLS
