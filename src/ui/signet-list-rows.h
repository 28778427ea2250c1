/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"
#include "signet-list-row.h"
#include "signet-list.h"

G_BEGIN_DECLS

/* The rows of a list in the order in which they are shown: aisle after aisle, each with
 * its heading, items without an aisle then, and what was bought last.  Follows the list;
 * an edit touches only the rows it concerns.
 *
 * GTK 4.8 has no sections, so this is one flat model: signet_list_rows_get_model(). */
#define SIGNET_TYPE_LIST_ROWS (signet_list_rows_get_type ())
G_DECLARE_FINAL_TYPE (SignetListRows, signet_list_rows, SIGNET, LIST_ROWS, GObject)

SignetListRows *signet_list_rows_new          (void);
GListModel     *signet_list_rows_get_model    (SignetListRows *self);                    /* (transfer none): of SignetListRow */
void            signet_list_rows_set_list     (SignetListRows *self, SignetList *list);  /* list: (nullable) */
/* aisles stand in its order; those it does not know behind them, as they appear in the list */
void            signet_list_rows_set_household (SignetListRows *self, SignetHousehold *household);
/* (nullable): only items whose words contain it */
void            signet_list_rows_set_filter   (SignetListRows *self, const char *text);
/* TRUE at first; else all items in the order of the list */
void            signet_list_rows_set_grouped  (SignetListRows *self, gboolean grouped);
gboolean        signet_list_rows_is_grouped   (SignetListRows *self);
/* items that are shown, without headings */
guint           signet_list_rows_get_n_shown  (SignetListRows *self);
SignetListRow  *signet_list_rows_get_row      (SignetListRows *self, SignetItem *item);  /* (transfer none) (nullable) */
/* (transfer none) (nullable) */
SignetListRow  *signet_list_rows_get_first_below (SignetListRows *self, SignetListRow *heading);
/* position: (out) (optional): in the model; nth: (out) (optional): counted without headings, from 0 */
gboolean        signet_list_rows_find         (SignetListRows *self, SignetListRow *row, guint *position, guint *nth);

G_END_DECLS
