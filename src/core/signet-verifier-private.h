/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"
#include "signet-verifier.h"

G_BEGIN_DECLS

/* keys_path: (nullable): keys.json, to recognize keys of our own */
SignetVerifier *signet_verifier_new             (SignetJwksCache *cache, const char *keys_path);
/* where issuers say that their key sets are outlives the program */
void            signet_verifier_keep_issuers_in (SignetVerifier *self, const char *folder);

G_END_DECLS
