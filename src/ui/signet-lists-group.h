/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Preferences of the lists: how they are shown, what is suggested, and that it can be forgotten. */
#define SIGNET_TYPE_LISTS_GROUP (signet_lists_group_get_type ())
G_DECLARE_FINAL_TYPE (SignetListsGroup, signet_lists_group, SIGNET, LISTS_GROUP, AdwPreferencesGroup)

void signet_lists_group_set_context (SignetListsGroup *self, SignetContext *context);

G_END_DECLS
