/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"
#include "signet-signed-state.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* All lists by name, with the number of items that are still to be bought.
 * Signals: "chosen" (SignetList *list); "picked" (SignetList *list): its menu opens, and concerns what is open; "move" (SignetList *list, guint position): it shall stand there. */
#define SIGNET_TYPE_LIST_SIDEBAR (signet_list_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (SignetListSidebar, signet_list_sidebar, SIGNET, LIST_SIDEBAR, AdwBin)

void signet_list_sidebar_set_lists    (SignetListSidebar *self, GListModel *lists);
/* what new lists can be made of: action list.new-from-template */
void signet_list_sidebar_set_templates (SignetListSidebar *self, GListModel *templates);
/* shows beside the name whether the list was signed */
void signet_list_sidebar_set_signed   (SignetListSidebar *self, SignetList *list, SignetSignedKind kind);
void signet_list_sidebar_set_selected (SignetListSidebar *self, SignetList *list);   /* list: (nullable) */

G_END_DECLS
