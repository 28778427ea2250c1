/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-api.h"
#include "signet-network.h"
#include "signet-publishing.h"

G_BEGIN_DECLS

SignetPublishing *signet_publishing_new         (const char *keys_path, GSettings *settings);
/* who makes what answers programs of this computer, where the settings want it; context: (nullable): nobody any more */
void              signet_publishing_set_context (SignetPublishing *self, SignetContext *context);
/* for tests: another network than that of this computer, before it is made visible */
void              signet_publishing_set_network (SignetPublishing *self, SignetNetwork *network);

G_END_DECLS
