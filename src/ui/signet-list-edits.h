/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"
#include "signet-list-store.h"

G_BEGIN_DECLS

/* Every edit that the window makes to the lists goes through here, so that it can be
 * undone.  Each edit returns its id, never 0, by which it can be undone out of order:
 * that is what the button on a toast does. */
#define SIGNET_TYPE_LIST_EDITS (signet_list_edits_get_type ())
G_DECLARE_FINAL_TYPE (SignetListEdits, signet_list_edits, SIGNET, LIST_EDITS, GObject)

SignetListEdits *signet_list_edits_new         (SignetListStore *store);
/* learns from now on what is added and bought */
void             signet_list_edits_set_household (SignetListEdits *self, SignetHousehold *household);
SignetHousehold *signet_list_edits_get_household (SignetListEdits *self);   /* (transfer none) (nullable) */
guint            signet_list_edits_insert      (SignetListEdits *self, SignetList *list, guint position, GPtrArray *items);
guint            signet_list_edits_remove      (SignetListEdits *self, SignetList *list, GPtrArray *items);
/* item takes over the fields of after */
guint            signet_list_edits_change      (SignetListEdits *self, SignetList *list, SignetItem *item, SignetItem *after);
guint            signet_list_edits_move        (SignetListEdits *self, SignetList *list, guint from, guint to);
guint            signet_list_edits_rename      (SignetListEdits *self, SignetList *list, const char *name);
guint            signet_list_edits_add_list    (SignetListEdits *self, SignetList *list);
guint            signet_list_edits_delete_list (SignetListEdits *self, SignetList *list);
/* 0: it stands there already */
guint            signet_list_edits_move_list   (SignetListEdits *self, SignetList *list, guint position);

/* Templates are lists in a store of their own. */
void             signet_list_edits_set_templates   (SignetListEdits *self, SignetListStore *templates);
SignetListStore *signet_list_edits_get_templates   (SignetListEdits *self);   /* (transfer none) (nullable) */
/* makes a template of list, which replaces the one of that name.  replaced: (out) (optional) */
guint            signet_list_edits_save_template   (SignetListEdits *self, SignetList *list, gboolean *replaced);
/* makes a list of template, with a name that no list has.  list: (out) (optional) (transfer none) */
guint            signet_list_edits_use_template    (SignetListEdits *self, SignetList *template, SignetList **list);
guint            signet_list_edits_rename_template (SignetListEdits *self, SignetList *template, const char *name);
guint            signet_list_edits_delete_template (SignetListEdits *self, SignetList *template);

/* The order of the aisles is that of the household; list is the one that is shown meanwhile.  0: it changes nothing */
guint            signet_list_edits_arrange_aisles (SignetListEdits *self, SignetList *list, const char * const *aisles);
/* on all lists and templates; 0 where to is an aisle already */
guint            signet_list_edits_rename_aisle   (SignetListEdits *self, SignetList *list, const char *from, const char *to);
/* (transfer full) (array zero-terminated=1): those of the household in its order, then others of list, then those of
 * other lists.  n_items: (out) (optional) (transfer full) (element-type uint): how many items are in each */
GStrv            signet_list_edits_dup_aisles     (SignetListEdits *self, SignetList *list, GArray **n_items);

/* it is not suggested any more; list is the one that is shown meanwhile */
guint            signet_list_edits_forget         (SignetListEdits *self, SignetList *list, const SignetSuggestion *suggestion);

/* everything between the two is one edit; 0: nothing was */
void             signet_list_edits_begin_group (SignetListEdits *self, SignetList *list);
guint            signet_list_edits_end_group   (SignetListEdits *self);

/* list: (out) (transfer none) (nullable): the list that was changed, to be shown; FALSE: nothing to do */
gboolean         signet_list_edits_undo        (SignetListEdits *self, SignetList **list);
gboolean         signet_list_edits_redo        (SignetListEdits *self, SignetList **list);
gboolean         signet_list_edits_undo_one    (SignetListEdits *self, guint id, SignetList **list);

G_END_DECLS
