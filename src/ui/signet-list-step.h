/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"
#include "signet-list-store.h"

G_BEGIN_DECLS

typedef enum
{
  SIGNET_LIST_STEP_INSERT,
  SIGNET_LIST_STEP_REMOVE,
  SIGNET_LIST_STEP_CHANGE,
  SIGNET_LIST_STEP_MOVE,
  SIGNET_LIST_STEP_RENAME,
  SIGNET_LIST_STEP_ADD_LIST,
  SIGNET_LIST_STEP_DELETE_LIST,
  SIGNET_LIST_STEP_MOVE_LIST,
  SIGNET_LIST_STEP_ARRANGE_AISLES,
  SIGNET_LIST_STEP_RENAME_AISLE,
  SIGNET_LIST_STEP_FORGET,
  SIGNET_LIST_STEP_GROUP,
} SignetListStepKind;

/* One edit, for signet-list-edits.c: what is needed to do it and to take it back. */
typedef struct
{
  guint               id;
  SignetListStepKind  kind;
  SignetList         *list;
  SignetListStore    *store;       /* (nullable): of the templates, where list is one */
  GPtrArray          *items;       /* insert, remove */
  GArray             *positions;   /* of items, ascending */
  SignetItem         *item;        /* change, move */
  SignetItem         *before;
  SignetItem         *after;
  guint               from;        /* move, of an item or of the list itself */
  guint               to;
  char               *old_name;    /* rename, of the list or of an aisle */
  char               *new_name;
  SignetHousehold    *household;   /* of aisles; forget */
  SignetSuggestion   *forgotten;
  GStrv               old_aisles;
  GStrv               new_aisles;
  GPtrArray          *parts;       /* group: SignetListStep, in the order in which they were done */
} SignetListStep;

SignetListStep *signet_list_step_new   (SignetListStepKind kind, SignetList *list);
void            signet_list_step_free  (gpointer step);
void            signet_list_step_apply (SignetListStep *step, SignetListStore *store, gboolean forward);

G_END_DECLS
