/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"
#include "signet-list-section.h"

G_BEGIN_DECLS

/* For signet-list-rows.c: the sections of a list in their order. Aisles come first, in the order of the household; then what
 * has no aisle, and what was bought. None is freed before signet_list_sections_clear(). */
typedef struct
{
  GPtrArray         *all;         /* of SignetListSection */
  SignetListSection *other;       /* borrowed, as is bought: the last two */
  SignetListSection *bought;
  GHashTable        *by_aisle;    /* aisle → SignetListSection, not owned */
  SignetHousehold   *household;   /* (nullable) */
} SignetListSections;

SignetListSections *signet_list_sections_new            (void);
void                signet_list_sections_free           (SignetListSections *self);
/* forgets all aisles, and what is shown */
void                signet_list_sections_clear          (SignetListSections *self);
/* the one that item belongs to; made where there is none */
SignetListSection  *signet_list_sections_get_for        (SignetListSections *self, SignetItem *item, gboolean grouped);
/* the nth in the order; NULL behind the last */
SignetListSection  *signet_list_sections_get            (SignetListSections *self, guint nth);
gboolean            signet_list_sections_have_aisles    (SignetListSections *self);
guint               signet_list_sections_get_n_items    (SignetListSections *self);
/* how many rows stand before those of section; n_items: (out): how many of them are items */
guint               signet_list_sections_count_before   (SignetListSections *self, SignetListSection *section, guint *n_items);
/* (transfer full) (nullable) */
SignetListRow      *signet_list_sections_dup_row        (SignetListSections *self, guint position);
/* (transfer full) (element-type SignetListRow): all of them */
GPtrArray          *signet_list_sections_dup_rows       (SignetListSections *self);
/* puts the SignetListPlace into edges that are the first or last ones of a section */
void                signet_list_sections_collect_edges  (SignetListSections *self, GHashTable *edges);
/* tells their rows, and those of edges, which were there before, where they are now */
void                signet_list_sections_update_edges   (SignetListSections *self, GHashTable *edges);
/* before: (element-type SignetListRow): all out: what lies between the rows that stayed at the start and at the end */
void                signet_list_sections_compare        (SignetListSections *self, GPtrArray *before,
                                                         guint *start, guint *n_removed, guint *n_added);
/* (nullable) */
SignetListSection  *signet_list_sections_find_heading   (SignetListSections *self, SignetListRow *heading);
/* each place with a section is put into that, in the order given; headings follow */
void                signet_list_sections_fill           (SignetListSections *self, GPtrArray *places);
/* sorts the aisles as the household has them now; those it does not know as they come in places */
void                signet_list_sections_sort           (SignetListSections *self, GPtrArray *places);

G_END_DECLS
