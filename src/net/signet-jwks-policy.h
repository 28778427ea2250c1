/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"

G_BEGIN_DECLS

/* How long what came from the network is believed: the same for a key set and for where an issuer says that it is. */

/* max_age: what a server said, seconds; negative: nothing */
gint64   signet_jwks_policy_limit_age  (gint64 max_age);
/* whether what came that way is agreed to now as well */
gboolean signet_jwks_policy_allows     (SignetJwksOrigin origin, SignetJwksGetFlags flags);
/* last_attempt: G_MININT64: none */
gboolean signet_jwks_policy_is_cooling (gint64 last_attempt, gint64 now);
/* error: (nullable): of an attempt; whether it is no more than that nobody answers */
gboolean signet_jwks_policy_is_outage  (const GError *error);

G_END_DECLS
