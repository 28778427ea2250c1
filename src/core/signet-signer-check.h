/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"
#include "signet-signer.h"
#include "jot-verdict.h"

G_BEGIN_DECLS

/* What the trust book has to say when a token of a signer is checked; may be called from any thread. */

/* (transfer full) (nullable): what is known of the signer, in the place of a key set that cannot be had: failure
 * (nullable) says why.  kid: (nullable): the one that is needed */
SignetKeySet *signet_signer_get_known_keys (SignetSigner *signer, const char *kid, const GError *failure);
/* (transfer full) (nullable): JOT_ERROR_SIGNER_KEY_CHANGED where the signature holds and the key is not the signer's */
GError       *signet_signer_check_verdict  (SignetSigner *signer, JotVerdict *verdict);

/* (transfer full) (nullable): JOT_ERROR_KEY_NOT_FOUND where the signature holds, with a key that the user revoked.
 * revoked: (nullable) (element-type utf8 JotJwk): by thumbprint */
GError       *signet_revoked_check_verdict (GHashTable *revoked, JotVerdict *verdict);

G_END_DECLS
