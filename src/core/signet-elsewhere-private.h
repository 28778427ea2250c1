/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-elsewhere.h"
#include "signet-network.h"

G_BEGIN_DECLS

/* settings: (nullable): where it is kept; without them nothing is ever set up */
SignetElsewhere *signet_elsewhere_new         (SignetElsewhereKind kind, const char *keys_path, GSettings *settings);
/* for tests, which have no time: before the start */
void             signet_elsewhere_set_retry   (SignetElsewhere *self, guint first_ms);
void             signet_elsewhere_set_network (SignetElsewhere *self, SignetNetwork *network);

G_END_DECLS
