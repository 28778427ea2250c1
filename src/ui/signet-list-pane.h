/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The page of the grocery lists.  Properties, all with notify: "list" (read-only, nullable):
 * the list that is open; "loaded" (read-only): whether the lists were read; "show-sidebar";
 * "search": whether items are looked for; "selecting": whether items are selected;
 * "n-selected" (read-only); "group": whether items stand under their aisles.
 * Actions: list.rename, list.duplicate, list.delete, list.move-up, list.move-down, list.select, list.select-all, list.group,
 * list.save-as-template, list.new-from-template (s), list.arrange-aisles, list.merge-duplicates,
 * list.clear-ticked, list.open-file, list.export, list.print.
 * Asks the window for win.toast, win.undo-toast, win.review, win.check-token, win.new-list, win.templates. */
#define SIGNET_TYPE_LIST_PANE (signet_list_pane_get_type ())
G_DECLARE_FINAL_TYPE (SignetListPane, signet_list_pane, SIGNET, LIST_PANE, AdwBin)

GtkWidget  *signet_list_pane_new        (SignetContext *context);
SignetList *signet_list_pane_get_list   (SignetListPane *self);                     /* (transfer none) (nullable) */
void        signet_list_pane_set_list   (SignetListPane *self, SignetList *list);   /* list: (nullable) */
void        signet_list_pane_select_all (SignetListPane *self);
/* asks for a name first */
void        signet_list_pane_new_list   (SignetListPane *self);
/* to make a list of one, to rename or delete them */
void        signet_list_pane_show_templates (SignetListPane *self);
/* adds what is in the file to the open list, or makes a list of it where this has items */
void        signet_list_pane_open_file  (SignetListPane *self, GFile *file);
/* its ending says which format; a toast tells how it went */
void        signet_list_pane_export_file (SignetListPane *self, GFile *file);
void        signet_list_pane_undo       (SignetListPane *self);
void        signet_list_pane_redo       (SignetListPane *self);
void        signet_list_pane_undo_one   (SignetListPane *self, guint edit);

G_END_DECLS
