/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-publish-group.h"
#include "signet-sign-pane.h"
#include "signet-sign-preview.h"
#include "signet-sign-problem.h"
#include "signet-sign-settings.h"
#include "signet-token-card.h"

G_BEGIN_DECLS

/* Shared by signet-sign-pane.c and signet-sign-pane-actions.c. */
struct _SignetSignPane
{
  AdwBin parent_instance;

  /* template widgets */
  GtkStack *stack;
  GtkWidget *ready_page;
  SignetSignProblem *problem_page;
  SignetSignSettings *settings;
  GtkButton *sign_button;
  GtkStack *answer;
  SignetSignPreview *preview;
  SignetTokenCard *card;
  SignetPublishGroup *publish_group;

  /* owned */
  SignetContext *context;
  SignetListSigning *signing;
  SignetPublishing *publishing;
  SignetList *list;
  GSignalGroup *list_signals;
  GCancellable *cancellable;
  char *id;         /* the "jti" of what is shown */
  char *token;      /* nullable: while the answer is a token */
  GBytes *claims;   /* what is being signed, or was */

  /* borrowed */
  GtkWidget *focus_next;   /* part of this page: gets the focus by focus_id */

  /* plain */
  guint focus_id;
  guint focus_frames;
  gint64 issued_at; /* of claims */
  gboolean is_signing;
};

void _signet_sign_pane_class_actions_init (GtkWidgetClass *widget_class);
void _signet_sign_pane_add_shortcuts      (SignetSignPane *self);
/* the one place that says what can be done now */
void _signet_sign_pane_actions_update     (SignetSignPane *self);
/* signs the list as it stands */
void _signet_sign_pane_run                (SignetSignPane *self);
/* leaves the page of a problem */
void _signet_sign_pane_back               (SignetSignPane *self);
void _signet_sign_pane_show_problem       (SignetSignPane *self, const GError *error);

G_END_DECLS
