/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-fetcher.h"

G_BEGIN_DECLS

/* for tests: other limits than 3 s and 5 s */
void _signet_jwks_fetcher_set_limits (SignetJwksFetcher *self, guint connect_ms, guint total_ms);

G_END_DECLS
