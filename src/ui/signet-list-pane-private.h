/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-add-entry.h"
#include "signet-items-view.h"
#include "signet-list-edits.h"
#include "signet-list-pane.h"
#include "signet-list-sidebar.h"
#include "signet-outside-bar.h"
#include "signet-signed-button.h"

G_BEGIN_DECLS

/* Shared by the signet-list-pane*.c. */
struct _SignetListPane
{
  AdwBin parent_instance;

  /* template widgets */
  AdwFlap *flap;
  SignetListSidebar *sidebar;
  GtkWidget *content;
  GtkInfoBar *trouble;
  GtkLabel *trouble_label;
  GtkWidget *trouble_button;
  SignetOutsideBar *outside_bar;
  GtkWidget *header;
  GtkLabel *title;
  SignetSignedButton *signed_button;
  GtkWidget *list_menu_button;
  GtkWidget *sign_button;
  GtkStack *entry_stack;
  GtkWidget *basket_label;
  GtkWidget *twice_box;
  GtkLabel *twice_label;
  SignetAddEntry *add_entry;
  GtkWidget *search_box;
  GtkEditable *search_entry;
  GtkLabel *search_count;
  GtkStack *stack;
  GtkWidget *items_page;
  GtkWidget *empty_page;
  GtkWidget *no_match_page;
  GtkButton *add_found_button;
  GtkWidget *no_lists_page;
  GtkWidget *blank_page;
  SignetItemsView *items;

  /* owned */
  SignetContext *context;
  SignetListStore *store;
  SignetListEdits *edits;
  SignetList *list;
  GSignalGroup *list_signals;
  GFile *trouble_file;      /* (nullable): that the button of the trouble opens */
  GHashTable *outside;      /* ID → SignetList as it was before other programs changed it */
  GPtrArray *marked;        /* (nullable): of SignetItem */
  GHashTable *left_twice;   /* IDs of lists whose duplicates shall stay */
  GCancellable *cancellable;

  /* plain */
  gboolean loaded;
  gboolean search;
  gboolean has_twice;    /* and says so */
  gboolean watches_signed;
  gboolean signed_all;   /* not the open list alone */
  guint twice_id;
  guint signed_id;
  guint signed_timer;
  guint actions_known;   /* what the actions were last set for */
  const char *learning_trouble;   /* (nullable): said while what was bought cannot be saved; static */
};

/* signet-list-pane.c: everything that depends on the open list and on what is shown of it */
void _signet_list_pane_update             (SignetListPane *self);
/* signet-list-pane-entry.c */
void _signet_list_pane_class_entry_init   (GtkWidgetClass *widget_class);
void _signet_list_pane_set_search         (SignetListPane *self, gboolean search);
void _signet_list_pane_update_search_count (SignetListPane *self);
void _signet_list_pane_update_no_match    (SignetListPane *self);
void _signet_list_pane_class_actions_init (GtkWidgetClass *widget_class);
void _signet_list_pane_actions_update     (SignetListPane *self);
void _signet_list_pane_open_file_action   (GtkWidget *widget, const char *action, GVariant *parameter);
void _signet_list_pane_export_action      (GtkWidget *widget, const char *action, GVariant *parameter);
void _signet_list_pane_print_action       (GtkWidget *widget, const char *action, GVariant *parameter);
void _signet_list_pane_arrange_aisles_action (GtkWidget *widget, const char *action, GVariant *parameter);
void _signet_list_pane_merge_duplicates_action (GtkWidget *widget, const char *action, GVariant *parameter);
/* says soon what is on the open list twice, and offers to merge it */
void _signet_list_pane_queue_twice        (SignetListPane *self);
/* the same, where it said so before */
void _signet_list_pane_requeue_twice      (SignetListPane *self);
void _signet_list_pane_forget_twice       (SignetListPane *self);
void _signet_list_pane_twice_closed_cb    (SignetListPane *self);
void _signet_list_pane_save_as_template_action (GtkWidget *widget, const char *action, GVariant *parameter);
void _signet_list_pane_new_from_template_action (GtkWidget *widget, const char *action, GVariant *parameter);
void _signet_list_pane_start_templates    (SignetListPane *self);
void _signet_list_pane_add_drop_target    (SignetListPane *self);
void _signet_list_pane_watch_signed       (SignetListPane *self);
void _signet_list_pane_forget_signed      (SignetListPane *self);
/* what is said of the open list follows soon */
void _signet_list_pane_queue_signed       (SignetListPane *self);
/* (transfer full) (nullable): what stands below the list on paper */
char *_signet_list_pane_dup_stamp         (SignetListPane *self);
/* from the edits, for suggestions */
void _signet_list_pane_start_learning     (SignetListPane *self);
void _signet_list_pane_watch_outside      (SignetListPane *self);
/* the open list is another one */
void _signet_list_pane_update_outside     (SignetListPane *self);
void _signet_list_pane_unmark             (SignetListPane *self);
void _signet_list_pane_watch_trouble      (SignetListPane *self);
void _signet_list_pane_set_trouble        (SignetListPane *self, const char *sentence, gboolean can_try);
void _signet_list_pane_trouble_response_cb (SignetListPane *self, int response);
/* says so in passing, with a button that undoes edit */
void _signet_list_pane_undo_toast         (SignetListPane *self, const char *title, guint edit);

G_END_DECLS
