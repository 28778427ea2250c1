/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item-row.h"
#include "signet-items-view.h"
#include "signet-list-rows.h"

G_BEGIN_DECLS

/* Shared by the signet-items-view*.c. */
struct _SignetItemsView
{
  AdwBin parent_instance;

  /* template widgets */
  GtkScrolledWindow *scroller;
  GtkGridView *grid_view;
  GMenuModel *item_menu;
  GMenu *aisle_menu;
  GtkWidget *selection_bar;
  GtkButton *tick_button;
  GtkMenuButton *aisle_button;

  /* borrowed */
  GtkPopover *menu;
  SignetListRow *menu_row;   /* of the menu that is open */

  /* owned */
  SignetListEdits *edits;
  SignetList *list;
  SignetListRows *rows;
  GPtrArray *bound;          /* SignetItemRow, not owned: those that show a row */
  GPtrArray *pool;           /* SignetItemRow: those that show nothing */
  SignetListRow *wanted;     /* gets the focus, or its fields, once it has a widget */

  /* plain */
  guint refresh_id;
  guint wanted_id;
  guint n_selected;
  gboolean selecting;
  gboolean wanted_flash;
  gboolean wanted_focus;
};

enum
{
  SIGNAL_REMOVED,
  SIGNAL_CHANGED,
  SIGNAL_LEAVE,
  SIGNAL_SELECTION_CHANGED,
  N_SIGNALS
};

extern guint _signet_items_view_signals[N_SIGNALS];

/* signet-items-view.c */
/* (nullable): while the row is in sight */
SignetItemRow *_signet_items_view_find_widget        (SignetItemsView *self, SignetListRow *row);
/* (nullable): of the menu that is open, else of the focus */
SignetListRow *_signet_items_view_get_current_row    (SignetItemsView *self);
/* (nullable): NULL for a heading */
SignetListRow *_signet_items_view_get_item_row       (SignetItemsView *self, guint position);
/* scrolls to row; focus and flash follow once it has a widget */
void           _signet_items_view_want               (SignetItemsView *self, SignetListRow *row, gboolean focus, gboolean flash);
/* after a row went away from position */
void           _signet_items_view_focus_near         (SignetItemsView *self, guint position);
/* names, and who shows the number of items, follow soon */
void           _signet_items_view_queue_refresh      (SignetItemsView *self);

/* signet-items-view-editing.c */
void           _signet_items_view_edit               (SignetItemsView *self, SignetListRow *row);
/* except: (nullable) */
void           _signet_items_view_close_editors      (SignetItemsView *self, SignetListRow *except);
/* fields that scroll out of sight keep what was typed */
void           _signet_items_view_keep_draft         (SignetItemRow *widget);
void           _signet_items_view_row_edit_cb        (SignetItemsView *self, SignetItemRow *widget);
void           _signet_items_view_row_edited_cb      (SignetItemsView *self, SignetItemRow *widget);
void           _signet_items_view_row_edit_cancelled_cb (SignetItemsView *self, SignetItemRow *widget);
void           _signet_items_view_row_wants_editor_cb (SignetItemsView *self, SignetItemRow *widget);

/* signet-items-view-selection.c */
/* (element-type SignetListRow) (transfer full): what is selected, else the row of the menu or the focus */
GPtrArray     *_signet_items_view_get_targets        (SignetItemsView *self);
void           _signet_items_view_toggle_selected    (SignetItemsView *self, SignetListRow *row);
void           _signet_items_view_selection_update   (SignetItemsView *self);
void           _signet_items_view_row_select_cb      (SignetItemsView *self, SignetItemRow *widget);

/* signet-items-view-drag.c */
void           _signet_items_view_set_up_drag        (SignetItemRow *widget);

/* signet-items-view-aisles.c */
/* (transfer container) (element-type utf8): those of the list, in the order in which it shows them */
GPtrArray     *_signet_items_view_dup_aisles         (SignetItemsView *self);
void           _signet_items_view_fill_aisle_menu    (SignetItemsView *self);
void           _signet_items_view_create_aisle_menu_cb (GtkMenuButton *button, gpointer self);
void           _signet_items_view_aisle_action       (GtkWidget *widget, const char *name, GVariant *parameter);
void           _signet_items_view_new_aisle_action   (GtkWidget *widget, const char *name, GVariant *parameter);

/* signet-items-view-actions.c */
void           _signet_items_view_class_actions_init (GtkWidgetClass *widget_class);
/* n_selected: where items are selected */
void           _signet_items_view_actions_update     (SignetItemsView *self, guint n_selected);
void           _signet_items_view_tick               (SignetItemsView *self, SignetListRow *row);
void           _signet_items_view_menu_cb            (SignetItemsView *self, double x, double y, SignetItemRow *widget);
gboolean       _signet_items_view_key_pressed_cb     (SignetItemsView *self, guint keyval, guint keycode, GdkModifierType state);

G_END_DECLS
