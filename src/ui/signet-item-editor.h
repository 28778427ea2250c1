/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The fields of an item, in place of its row.  Signals: "done" (not with an empty name),
 * "cancelled". */
#define SIGNET_TYPE_ITEM_EDITOR (signet_item_editor_get_type ())
G_DECLARE_FINAL_TYPE (SignetItemEditor, signet_item_editor, SIGNET, ITEM_EDITOR, AdwBin)

/* aisles: (nullable): names to choose from */
GtkWidget  *signet_item_editor_new       (SignetItem *item, const char * const *aisles);
/* (transfer full): an item with what stands in the fields */
SignetItem *signet_item_editor_make_item (SignetItemEditor *self);

G_END_DECLS
