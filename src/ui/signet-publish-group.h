/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "Let Others Check": publishes the key set and says where.  Fires the actions
 * publish.enabled, publish.network, publish.copy-address, publish.use-another-port,
 * publish.try-elsewhere and publish.save-card. */
#define SIGNET_TYPE_PUBLISH_GROUP (signet_publish_group_get_type ())
G_DECLARE_FINAL_TYPE (SignetPublishGroup, signet_publish_group, SIGNET, PUBLISH_GROUP, AdwPreferencesGroup)

/* to be called once */
void signet_publish_group_set_context (SignetPublishGroup *self, SignetContext *context);

G_END_DECLS
