/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-policy.h"

#include "jot-error.h"

/**
 * signet_jwks_policy_limit_age:
 * @max_age: what a server said, in seconds; negative where it said nothing
 *
 * Returns: for how many seconds its answer is good (RFC 9111 §4.2, within limits of ours)
 */
gint64
signet_jwks_policy_limit_age (gint64 max_age)
{
  return max_age < 0 ? SIGNET_JWKS_DEFAULT_AGE : CLAMP (max_age, SIGNET_JWKS_MIN_AGE, SIGNET_JWKS_MAX_AGE);
}

/**
 * signet_jwks_policy_allows:
 * @origin: the way in which something came
 * @flags: what is agreed to now
 *
 * Returns: whether it may serve
 */
gboolean
signet_jwks_policy_allows (SignetJwksOrigin   origin,
                           SignetJwksGetFlags flags)
{
  return origin != SIGNET_JWKS_ORIGIN_LAN_HTTP || (flags & SIGNET_JWKS_GET_ALLOW_HTTP) != 0;
}

/**
 * signet_jwks_policy_is_cooling:
 * @last_attempt: seconds since 1970, or %G_MININT64
 * @now: likewise
 *
 * Returns: whether the attempt was so short a time ago that nobody is asked again
 */
gboolean
signet_jwks_policy_is_cooling (gint64 last_attempt,
                               gint64 now)
{
  return last_attempt != G_MININT64 && now >= last_attempt && now - last_attempt < SIGNET_JWKS_COOLDOWN;
}

/**
 * signet_jwks_policy_is_outage:
 * @error: (nullable): of the last attempt
 *
 * Returns: whether nobody answered, for which what is at hand may serve longer; a wrong certificate is something else
 */
gboolean
signet_jwks_policy_is_outage (const GError *error)
{
  return g_error_matches (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE) &&
         jot_error_get_details (error)->reason != JOT_REASON_CERTIFICATE;
}
