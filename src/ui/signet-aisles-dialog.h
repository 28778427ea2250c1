/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-edits.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* “Arrange Aisles”: in which order one walks by them.  Every move counts at once, and can be undone here and,
 * later, in the window. */
#define SIGNET_TYPE_AISLES_DIALOG (signet_aisles_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SignetAislesDialog, signet_aisles_dialog, SIGNET, AISLES_DIALOG, AdwWindow)

/* edits: with a household.  list: the one that is open */
GtkWidget *signet_aisles_dialog_new (SignetListEdits *edits, SignetList *list);

G_END_DECLS
