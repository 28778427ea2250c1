/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One line of a list.  Properties, all writable with notify: "name" (never NULL),
 * "quantity", "aisle", "note" (NULL or not empty), "done" (bought).  Texts are cleaned
 * to one trimmed line of UTF-8 without control characters.
 *
 * Signal "edited": once for each edit, after its notify signals; several values set
 * between g_object_freeze_notify() and g_object_thaw_notify() are one edit. */
#define SIGNET_TYPE_ITEM (signet_item_get_type ())
G_DECLARE_FINAL_TYPE (SignetItem, signet_item, SIGNET, ITEM, GObject)

/* name: "?" where it is empty */
SignetItem *signet_item_new          (const char *name);
SignetItem *signet_item_new_full     (const char *name, const char *quantity, const char *aisle, const char *note, gboolean done);
/* reads quick entry: "2 l milk", "milk x2" (signet-quick-entry.c)
 * (transfer full) (nullable): NULL where text is empty */
SignetItem *signet_item_new_from_text (const char *text);
/* (transfer full): in no list yet */
SignetItem *signet_item_copy         (SignetItem *self);
const char *signet_item_get_name     (SignetItem *self);
/* an empty name leaves the old one */
void        signet_item_set_name     (SignetItem *self, const char *name);
const char *signet_item_get_quantity (SignetItem *self);
void        signet_item_set_quantity (SignetItem *self, const char *quantity);
const char *signet_item_get_aisle    (SignetItem *self);
void        signet_item_set_aisle    (SignetItem *self, const char *aisle);
const char *signet_item_get_note     (SignetItem *self);
void        signet_item_set_note     (SignetItem *self, const char *note);
gboolean    signet_item_get_done     (SignetItem *self);
void        signet_item_set_done     (SignetItem *self, gboolean done);

G_END_DECLS
