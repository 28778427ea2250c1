/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"
#include "signet-jwks-cache.h"
#include "signet-signing-keys.h"

G_BEGIN_DECLS

/* for tests: another store than the keyring, before anything else is asked for */
void               signet_context_set_key_store    (SignetContext *self, SignetKeyStore *store);
/* What the command line may use and the window may not see. All (transfer none). */
SignetSigningKeys *signet_context_get_signing_keys (SignetContext *self);
SignetJwksCache   *signet_context_get_jwks_cache   (SignetContext *self);
const char        *signet_context_get_keys_path    (SignetContext *self);

G_END_DECLS
