/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-pane.h"
#include "signet-sign-pane.h"
#include "signet-verify-pane.h"
#include "signet-window.h"

G_BEGIN_DECLS

/* Shared by signet-window.c and signet-window-actions.c. */
struct _SignetWindow
{
  AdwApplicationWindow parent_instance;

  /* template widgets */
  GtkStack *headers;
  GtkWidget *page_header;
  GtkWidget *selection_header;
  AdwWindowTitle *selection_title;
  GtkStack *start_stack;
  GtkStack *end_stack;
  GtkWidget *list_start;
  GtkWidget *list_end;
  GtkWidget *no_start;
  GtkWidget *no_end;
  GtkWidget *verify_end;
  GtkMenuButton *menu_button;
  GtkWidget *publishing_button;
  AdwToastOverlay *toasts;
  AdwViewStack *pages;
  AdwViewSwitcherTitle *switcher;
  AdwViewSwitcherBar *switcher_bar;

  /* borrowed */
  SignetListPane *list_pane;
  SignetSignPane *sign_pane;
  SignetVerifyPane *verify_pane;

  /* owned */
  SignetContext *context;
  GSignalGroup *list_signals;
  GCancellable *cancellable;

  /* plain */
  gboolean saved;   /* nothing is left to write: may close */
  gboolean saving;
  guint reveal_id;
  guint actions_known;   /* what the actions were last set for */
};

void _signet_window_class_actions_init (GtkWidgetClass *widget_class);
void _signet_window_add_drop_targets    (SignetWindow *self);
void _signet_window_actions_update     (SignetWindow *self);

G_END_DECLS
