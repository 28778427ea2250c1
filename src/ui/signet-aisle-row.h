/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One aisle among those that are arranged.
 * Signals: "move" (int by): up (-1) or down (1); "rename"; "forget". */
#define SIGNET_TYPE_AISLE_ROW (signet_aisle_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetAisleRow, signet_aisle_row, SIGNET, AISLE_ROW, AdwActionRow)

GtkWidget  *signet_aisle_row_new       (const char *aisle);
const char *signet_aisle_row_get_aisle (SignetAisleRow *self);
guint       signet_aisle_row_get_place (SignetAisleRow *self);
/* place: from 0, of n.  n_items: on all lists; what has none can be forgotten */
void        signet_aisle_row_set_place (SignetAisleRow *self, guint place, guint n, guint n_items);

G_END_DECLS
