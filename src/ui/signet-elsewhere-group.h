/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "Also Publish Elsewhere" of the preferences: a folder, a web share. */
#define SIGNET_TYPE_ELSEWHERE_GROUP (signet_elsewhere_group_get_type ())
G_DECLARE_FINAL_TYPE (SignetElsewhereGroup, signet_elsewhere_group, SIGNET, ELSEWHERE_GROUP, AdwPreferencesGroup)

/* to be called once */
void signet_elsewhere_group_set_context (SignetElsewhereGroup *self, SignetContext *context);

G_END_DECLS
