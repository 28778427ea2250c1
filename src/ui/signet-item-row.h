/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item-editor.h"
#include "signet-list-row.h"

G_BEGIN_DECLS

/* What a row of the list page looks like; recycled, so that all of it follows the row.
 * Signals: "tick"; "select": it shall be selected, or no more; "edit"; "menu" (double x, double y); "edited"; "edit-cancelled";
 * "wants-editor": put one in with signet_item_row_set_editor(). */
#define SIGNET_TYPE_ITEM_ROW (signet_item_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetItemRow, signet_item_row, SIGNET, ITEM_ROW, AdwBin)

GtkWidget        *signet_item_row_new           (void);
SignetListRow    *signet_item_row_get_row       (SignetItemRow *self);                        /* (transfer none) (nullable) */
void              signet_item_row_set_row       (SignetItemRow *self, SignetListRow *row);    /* row: (nullable) */
SignetItemEditor *signet_item_row_get_editor    (SignetItemRow *self);                        /* (transfer none) (nullable) */
void              signet_item_row_set_editor    (SignetItemRow *self, SignetItemEditor *editor);
/* whether its box means "selected", and a click selects */
void              signet_item_row_set_selecting (SignetItemRow *self, gboolean selecting);
/* (transfer none): what it is dragged by */
GtkWidget        *signet_item_row_get_handle    (SignetItemRow *self);
/* shows the eye where it came to */
void              signet_item_row_flash         (SignetItemRow *self);

G_END_DECLS
