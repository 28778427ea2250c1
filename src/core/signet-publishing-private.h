/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-network.h"
#include "signet-publishing.h"

G_BEGIN_DECLS

SignetPublishing *signet_publishing_new         (const char *keys_path, GSettings *settings);
/* for tests: another network than that of this computer, before it is made visible */
void              signet_publishing_set_network (SignetPublishing *self, SignetNetwork *network);

G_END_DECLS
