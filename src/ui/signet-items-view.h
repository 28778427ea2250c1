/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-edits.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The items of one list, aisle after aisle.  Actions, on the item whose menu is open or
 * that has the focus, or on all that are selected: item.tick, item.edit, item.delete,
 * item.move-up, item.move-down, item.aisle (s), item.new-aisle, item.select.
 * Signals: "removed" (GPtrArray of SignetItem, guint edit); "changed": what is shown is
 * different or a different number; "leave": the focus has nowhere to go here;
 * "selection-changed": also when selecting began or ended. */
#define SIGNET_TYPE_ITEMS_VIEW (signet_items_view_get_type ())
G_DECLARE_FINAL_TYPE (SignetItemsView, signet_items_view, SIGNET, ITEMS_VIEW, AdwBin)

void        signet_items_view_set_edits   (SignetItemsView *self, SignetListEdits *edits);
void        signet_items_view_set_list    (SignetItemsView *self, SignetList *list);   /* list: (nullable) */
void        signet_items_view_set_filter  (SignetItemsView *self, const char *text);   /* text: (nullable) */
/* whether items stand under their aisles */
void        signet_items_view_set_grouped (SignetItemsView *self, gboolean grouped);
gboolean    signet_items_view_is_grouped  (SignetItemsView *self);
guint       signet_items_view_get_n_shown (SignetItemsView *self);
GListModel *signet_items_view_get_model   (SignetItemsView *self);                     /* (transfer none): of SignetListRow */
/* scrolls there and flashes it */
void        signet_items_view_show_item   (SignetItemsView *self, SignetItem *item);
/* makes them stand out, or no longer.  items: (element-type SignetItem) */
void        signet_items_view_mark_items  (SignetItemsView *self, GPtrArray *items, gboolean marked);
void        signet_items_view_focus_item  (SignetItemsView *self, SignetItem *item);

/* while it is: boxes and clicks select, and actions concern what is selected */
gboolean    signet_items_view_is_selecting   (SignetItemsView *self);
void        signet_items_view_set_selecting  (SignetItemsView *self, gboolean selecting);
guint       signet_items_view_get_n_selected (SignetItemsView *self);
/* (transfer full) (element-type SignetItem): in the order of the list; none while nothing is being selected */
GPtrArray  *signet_items_view_dup_selected   (SignetItemsView *self);
/* begins to select where need be */
void        signet_items_view_select_all     (SignetItemsView *self);

G_END_DECLS
