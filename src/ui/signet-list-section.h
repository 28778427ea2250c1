/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-row.h"

G_BEGIN_DECLS

/* For signet-list-rows.c: an aisle with the rows that are shown of it. */
typedef struct
{
  char          *aisle;     /* (nullable): NULL: none */
  gboolean       bought;
  GPtrArray     *places;    /* of SignetListPlace, borrowed, in the order of the list */
  SignetListRow *heading;   /* (nullable): stands before them */
} SignetListSection;

/* Beside each item: its row, where it stands in the list, and in which section it is shown. */
typedef struct
{
  SignetListRow     *row;
  SignetListSection *section;   /* (nullable): NULL: filtered out */
  guint              index;
  char              *folded;    /* (nullable): the words that a filter looks into, once asked for */
  gulong             notify_id;
} SignetListPlace;

SignetListSection *signet_list_section_new          (const char *aisle, gboolean bought);   /* aisle: (nullable) */
void               signet_list_section_free         (gpointer section);
/* its rows in the model */
guint              signet_list_section_get_n_rows   (SignetListSection *self);
/* (transfer none): the heading counted */
SignetListRow     *signet_list_section_get_row      (SignetListSection *self, guint nth);
/* which of its places the one of that index is, or would be */
guint              signet_list_section_find         (SignetListSection *self, guint index);
/* both return its place among the rows of the section, the heading counted */
guint              signet_list_section_insert       (SignetListSection *self, SignetListPlace *place);
guint              signet_list_section_remove       (SignetListSection *self, SignetListPlace *place);
/* the row of a place in it is told whether it is the first, the last; one of a place that is in none, that it is neither */
void               signet_list_place_update_edges   (SignetListPlace *place);
/* the heading comes or goes, as it should; aisles: whether any aisle is shown. Returns whether it did */
gboolean           signet_list_section_update_heading (SignetListSection *self, gboolean aisles);

SignetListPlace   *signet_list_place_new            (SignetItem *item);
/* does not disconnect from the item */
void               signet_list_place_free           (gpointer place);
/* the place of a row of an item that has one */
SignetListPlace   *signet_list_place_of             (SignetListRow *row);                    /* (nullable) */
/* after the item changed */
void               signet_list_place_forget_words   (SignetListPlace *place);
/* folded: (nullable): casefolded */
gboolean           signet_list_place_matches        (SignetListPlace *place, const char *folded);

G_END_DECLS
