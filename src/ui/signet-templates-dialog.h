/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-edits.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* “Templates”: to make a list of one, and to rename and delete them.
 * Signal "chosen" (SignetList *template): a list shall be made of it; the dialog closes then. */
#define SIGNET_TYPE_TEMPLATES_DIALOG (signet_templates_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SignetTemplatesDialog, signet_templates_dialog, SIGNET, TEMPLATES_DIALOG, AdwWindow)

/* edits: with templates */
GtkWidget *signet_templates_dialog_new (SignetListEdits *edits);

G_END_DECLS
