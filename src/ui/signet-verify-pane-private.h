/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-answer.h"
#include "signet-requirements.h"
#include "signet-token-view.h"
#include "signet-verify-pane.h"

G_BEGIN_DECLS

/* Shared by signet-verify-pane.c, signet-verify-pane-actions.c and signet-verify-pane-clock.c. */
struct _SignetVerifyPane
{
  AdwBin parent_instance;

  /* template widgets */
  GtkScrolledWindow *scroller;
  GtkWidget *columns;
  SignetTokenView *token_view;
  GtkWidget *placeholder;
  GtkLabel *removed_label;
  AdwEntryRow *url_row;
  SignetRequirements *requirements;
  GtkWidget *check_button;
  GtkWidget *empty;
  SignetAnswer *answer;

  /* owned */
  SignetContext *context;
  SignetReport *report;             /* nullable: the verdict for what stands here now */
  GHashTable *allowed_hosts;        /* of "host:port": plain http in the local network was agreed to */
  char *source;                     /* nullable: key set that is being asked for */
  GCancellable *cancellable;        /* of the page */
  GCancellable *check_cancellable;  /* nullable: of the check that is under way */

  /* plain */
  guint serial;                     /* of the last check: answers to older ones are dropped */
  guint typing_id;
  guint spinner_id;
  guint clock_id;
  guint scroll_id;
  int n_chars;                      /* in the token view */
  gboolean setting;                 /* it is us who changes the token */
  gboolean url_edited;              /* since the last check */
  gboolean added;                   /* the list of the report was added to ours */
};

typedef enum
{
  SIGNET_CHECK_QUIETLY = 0,
  SIGNET_CHECK_FOCUS   = 1 << 0,    /* the user waits for it: focus and scroll to the verdict */
  SIGNET_CHECK_REFRESH = 1 << 1,    /* ask for the key set again */
} SignetCheckFlags;

void _signet_verify_pane_class_actions_init (GtkWidgetClass *widget_class);
void _signet_verify_pane_add_shortcuts      (SignetVerifyPane *self);
void _signet_verify_pane_actions_update     (SignetVerifyPane *self);
void _signet_verify_pane_check              (SignetVerifyPane *self, SignetCheckFlags flags);
/* lets the verdict count down, and turn when its time has come */
void _signet_verify_pane_schedule_clock     (SignetVerifyPane *self);
/* whether the key set at the address could come over http, were it agreed to; host: (out) (transfer full) (nullable) */
gboolean _signet_verify_pane_can_allow_http (SignetVerifyPane *self, char **host);
/* there is no verdict any more; a check under way is given up */
void _signet_verify_pane_drop_verdict       (SignetVerifyPane *self);

G_END_DECLS
