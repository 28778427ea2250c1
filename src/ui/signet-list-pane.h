/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The page of the grocery lists.  Properties: "list" (nullable, notify): the list that is
 * open; "show-sidebar" (writable, notify); "search" (writable, notify): whether items are
 * looked for.  Actions: list.*, item.*; see signet-list-pane-actions.c */
#define SIGNET_TYPE_LIST_PANE (signet_list_pane_get_type ())
G_DECLARE_FINAL_TYPE (SignetListPane, signet_list_pane, SIGNET, LIST_PANE, AdwBin)

GtkWidget *signet_list_pane_new (SignetContext *context);

G_END_DECLS
