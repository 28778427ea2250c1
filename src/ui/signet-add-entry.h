/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Where items are typed or pasted, and below it what Signet understood.
 * Signal: "add" (GPtrArray *items): one after Enter, many after several lines were pasted. */
#define SIGNET_TYPE_ADD_ENTRY (signet_add_entry_get_type ())
G_DECLARE_FINAL_TYPE (SignetAddEntry, signet_add_entry, SIGNET, ADD_ENTRY, AdwBin)

GtkEditable *signet_add_entry_get_editable (SignetAddEntry *self);

G_END_DECLS
