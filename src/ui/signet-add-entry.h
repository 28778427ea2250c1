/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"
#include "signet-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Where items are typed or pasted, below it what Signet understood, and what it suggests.
 * Property: "suggest", writable.
 * Signals: "add" (GPtrArray *items): one after Enter, many after several lines were pasted;
 *  "merge" (SignetItem *item, SignetItem *after): Enter, and what was typed is on the list already: item shall become
 *  after;
 *  "forget" (gpointer suggestion): a SignetSuggestion that shall not be made again. */
#define SIGNET_TYPE_ADD_ENTRY (signet_add_entry_get_type ())
G_DECLARE_FINAL_TYPE (SignetAddEntry, signet_add_entry, SIGNET, ADD_ENTRY, AdwBin)

/* list: (nullable): where the items go */
void         signet_add_entry_set_list     (SignetAddEntry *self, SignetList *list);
/* knows the aisle of what is typed, and what else begins like it */
void         signet_add_entry_set_household (SignetAddEntry *self, SignetHousehold *household);

G_END_DECLS
