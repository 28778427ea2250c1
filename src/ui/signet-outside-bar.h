/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-outside-changes.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* “Another program changed this list.”, with what it changed.
 * Signals: "show-changes"; "closed": by the user, who has seen it. */
#define SIGNET_TYPE_OUTSIDE_BAR (signet_outside_bar_get_type ())
G_DECLARE_FINAL_TYPE (SignetOutsideBar, signet_outside_bar, SIGNET, OUTSIDE_BAR, AdwBin)

/* changes: (nullable): NULL hides it */
void signet_outside_bar_set_changes (SignetOutsideBar *self, SignetOutsideChanges *changes);

G_END_DECLS
