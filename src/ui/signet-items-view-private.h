/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item-row.h"
#include "signet-items-view.h"
#include "signet-list-rows.h"

G_BEGIN_DECLS

/* Shared by signet-items-view.c and signet-items-view-actions.c. */
struct _SignetItemsView
{
  AdwBin parent_instance;

  /* template widgets */
  GtkListView *list_view;
  GMenuModel *item_menu;

  /* borrowed */
  GtkPopover *menu;
  SignetListRow *menu_row;   /* of the menu that is open */

  /* owned */
  SignetListEdits *edits;
  SignetList *list;
  SignetListRows *rows;
  GPtrArray *bound;          /* SignetItemRow, not owned: those that show a row */
  SignetListRow *wanted;     /* gets the focus, or its fields, once it has a widget */

  /* plain */
  guint refresh_id;
  guint wanted_id;
  gboolean wanted_flash;
  gboolean wanted_focus;
};

enum
{
  SIGNAL_REMOVED,
  SIGNAL_CHANGED,
  SIGNAL_LEAVE,
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
void           _signet_items_view_edit               (SignetItemsView *self, SignetListRow *row);

/* signet-items-view-actions.c */
void           _signet_items_view_class_actions_init (GtkWidgetClass *widget_class);
void           _signet_items_view_tick               (SignetItemsView *self, SignetListRow *row);
void           _signet_items_view_menu_cb            (SignetItemsView *self, double x, double y, SignetItemRow *widget);
gboolean       _signet_items_view_key_pressed_cb     (SignetItemsView *self, guint keyval, guint keycode, GdkModifierType state);

G_END_DECLS
