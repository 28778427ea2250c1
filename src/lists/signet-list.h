/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A grocery list: a GListModel of SignetItem, each of which is in it once and in no other
 * list.  Properties: "id" (UUID), "name" (writable, never empty), "n-items", "n-done".
 * Signal "changed": emitted once for each edit of the list or of one of its items, after
 * the model's own signals. */
#define SIGNET_TYPE_LIST (signet_list_get_type ())
G_DECLARE_FINAL_TYPE (SignetList, signet_list, SIGNET, LIST, GObject)

/* id: (nullable): a fresh UUID where NULL; name: "List" where it is empty */
SignetList *signet_list_new         (const char *id, const char *name);
const char *signet_list_get_id      (SignetList *self);
const char *signet_list_get_name    (SignetList *self);
/* an empty name leaves the old one */
void        signet_list_set_name    (SignetList *self, const char *name);
guint       signet_list_get_n_items (SignetList *self);
guint       signet_list_get_n_done  (SignetList *self);
SignetItem *signet_list_get_item    (SignetList *self, guint position);           /* (transfer none) (nullable) */
gboolean    signet_list_find        (SignetList *self, SignetItem *item, guint *position);
void        signet_list_append      (SignetList *self, SignetItem *item);         /* item: (transfer none) */
void        signet_list_insert      (SignetList *self, guint position, SignetItem *item);
void        signet_list_splice      (SignetList *self, guint position, guint n_removed, GPtrArray *added); /* of SignetItem, (nullable) */
void        signet_list_remove      (SignetList *self, guint position);
void        signet_list_move        (SignetList *self, guint from, guint to);
/* everything between the two is one edit: one "changed", if anything was edited */
/* whether signet_list_end_edit() is still to come */
gboolean    signet_list_is_in_edit  (SignetList *self);
void        signet_list_begin_edit  (SignetList *self);
void        signet_list_end_edit    (SignetList *self);
/* takes over name and items of other: a change by another process; emits "changed" only if something differs */
void        signet_list_take_from   (SignetList *self, SignetList *other);

/* (transfer full): a new list of the same items, none of them bought; members of the file that this version does not
 * know are not copied.  name: (nullable): the same where NULL */
SignetList *signet_list_copy        (SignetList *self, const char *name);

/* {"name","items":[{"item","quantity","aisle","note","done"}]}; members that this
 * version does not know are kept and written again */
GBytes     *signet_list_to_json     (SignetList *self);
SignetList *signet_list_new_from_json (const char *id, GBytes *json, GError **error);  /* DAMAGED */

G_END_DECLS
