/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"

G_BEGIN_DECLS

/* A row of the list page: an item, or the heading of an aisle.  Properties with notify:
 * "first", "last" (of its aisle: round corners), "editing", "selected", "marked". */
#define SIGNET_TYPE_LIST_ROW (signet_list_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetListRow, signet_list_row, SIGNET, LIST_ROW, GObject)

SignetListRow *signet_list_row_new_for_item (SignetItem *item);
/* bought: the heading of what is in the basket */
SignetListRow *signet_list_row_new_heading  (const char *title, gboolean bought);
SignetItem    *signet_list_row_get_item     (SignetListRow *self);   /* (nullable): NULL for a heading */
const char    *signet_list_row_get_title    (SignetListRow *self);   /* (nullable): NULL for an item */
gboolean       signet_list_row_is_bought    (SignetListRow *self);   /* heading of what is in the basket */
gboolean       signet_list_row_is_first     (SignetListRow *self);
gboolean       signet_list_row_is_last      (SignetListRow *self);
void           signet_list_row_set_edges    (SignetListRow *self, gboolean first, gboolean last);
gboolean       signet_list_row_is_editing   (SignetListRow *self);
void           signet_list_row_set_editing  (SignetListRow *self, gboolean editing);
gboolean       signet_list_row_is_selected  (SignetListRow *self);
void           signet_list_row_set_selected (SignetListRow *self, gboolean selected);
gboolean       signet_list_row_is_marked    (SignetListRow *self);
void           signet_list_row_set_marked   (SignetListRow *self, gboolean marked);

G_END_DECLS
