/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"

G_BEGIN_DECLS

/* Items of a list that are the same thing: one name, whatever its case, not bought yet, in one aisle or one of them in
 * none, and quantities that add (signet-quantity.h). */

typedef struct
{
  SignetItem *item;      /* in the list: the first of them */
  SignetItem *after;     /* what it becomes: quantities added, notes joined */
  GPtrArray  *removed;   /* of SignetItem, in the list: the others */
} SignetListMerge;

void             signet_list_merge_free      (SignetListMerge *self);
/* "milk is on the list: Enter makes it 4 l": what adding item, which is not in the list, would make of one that is;
 * removed is empty.  (transfer full) (nullable): NULL: nothing is the same */
SignetListMerge *signet_list_plan_addition   (SignetList *self, SignetItem *item);
/* (transfer full) (element-type SignetListMerge): everything in the list that can be merged; changes nothing */
GPtrArray       *signet_list_plan_merges     (SignetList *self);
/* items: (element-type SignetItem): of the list: the same, of these alone, in their order */
GPtrArray       *signet_list_plan_merges_of  (SignetList *self, GPtrArray *items);

/* (transfer none) (nullable): the first item of that name, whatever its case, that is yet to be bought */
SignetItem      *signet_list_find_name       (SignetList *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetListMerge, signet_list_merge_free)

G_END_DECLS
