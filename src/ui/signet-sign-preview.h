/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-token.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What would be signed: the items in their order, or the exact claims as JSON. */
#define SIGNET_TYPE_SIGN_PREVIEW (signet_sign_preview_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignPreview, signet_sign_preview, SIGNET, SIGN_PREVIEW, AdwPreferencesGroup)

/* list: (nullable).  options: copied; of use for the JSON.  Cheap: nothing is built before it is shown */
void signet_sign_preview_set (SignetSignPreview *self, SignetList *list, const SignetTokenOptions *options);

G_END_DECLS
