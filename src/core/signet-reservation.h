/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"
#include "signet-signer.h"

G_BEGIN_DECLS

/* What a key set leaves in doubt, whichever of its tokens is valid: design.md §5 “Verdict”, amber.  All translated and
 * (transfer full); ages are told by the wall clock, whenever a token is checked as of. */

/* it is out of date, and nobody answers */
char *signet_reservation_describe_stale   (SignetKeySet *set);
/* only what is known of the signer could serve */
char *signet_reservation_describe_offline (SignetSigner *signer);
/* it came over plain http */
char *signet_reservation_describe_http    (void);
/* whether it did, or the issuer who told where it is was asked in that way.  set, issuer: (nullable) */
gboolean signet_reservation_is_over_http  (SignetKeySet *set, const char *issuer);
/* (nullable): all of it in one line, as the verdict begins it.  issuer: (nullable); signer: (nullable): whose tokens they
 * must be; own: all keys of the set are the user's */
char *signet_reservation_dup_message      (SignetKeySet *set, const char *issuer, SignetSigner *signer, gboolean own);

G_END_DECLS
