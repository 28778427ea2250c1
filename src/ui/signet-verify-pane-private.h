/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-answer.h"
#include "signet-requirements.h"
#include "signet-signed-by.h"
#include "signet-token-view.h"
#include "signet-verify-pane.h"

G_BEGIN_DECLS

/* Shared by signet-verify-pane.c and signet-verify-pane-*.c. */
struct _SignetVerifyPane
{
  AdwBin parent_instance;

  /* template widgets */
  GtkScrolledWindow *scroller;
  GtkWidget *columns;
  SignetTokenView *token_view;
  GtkWidget *placeholder;
  GtkLabel *removed_label;
  SignetSignedBy *signed_by;
  AdwEntryRow *url_row;
  SignetRequirements *requirements;
  GtkWidget *check_button;
  GtkWidget *empty;
  SignetAnswer *answer;

  /* owned */
  SignetContext *context;
  SignetReport *report;             /* nullable: the verdict for what stands here now */
  char *source;                     /* nullable: key set that is being asked for, or a name */
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
  gboolean own;                     /* what was opened is ours: it is checked with our keys */
  gboolean url_edited;              /* since the last check */
  gboolean added;                   /* the list of the report was added to ours */
};

typedef enum
{
  SIGNET_CHECK_QUIETLY = 0,
  SIGNET_CHECK_FOCUS   = 1 << 0,    /* the user waits for it: focus and scroll to the verdict */
  SIGNET_CHECK_REFRESH = 1 << 1,    /* ask for the key set again */
} SignetCheckFlags;

/* signet-verify-pane.c */
/* report: (nullable): what is known of the token that stands here now */
void     _signet_verify_pane_show_report        (SignetVerifyPane *self, SignetReport *report, SignetCheckFlags flags);
/* after something else can be done than before */
void     _signet_verify_pane_update             (SignetVerifyPane *self);
void     _signet_verify_pane_toast              (SignetVerifyPane *self, const char *sentence);

/* signet-verify-pane-check.c */
void     _signet_verify_pane_check              (SignetVerifyPane *self, SignetCheckFlags flags);
void     _signet_verify_pane_give_up_check      (SignetVerifyPane *self);
/* there is no verdict any more; a check under way is given up */
void     _signet_verify_pane_drop_verdict       (SignetVerifyPane *self);
/* whether the key set at the address could come over http, were it agreed to */
gboolean _signet_verify_pane_can_allow_http     (SignetVerifyPane *self);

/* signet-verify-pane-input.c */
void     _signet_verify_pane_class_input_init   (GtkWidgetClass *widget_class);
void     _signet_verify_pane_add_drop_targets   (SignetVerifyPane *self);
/* text: what was pasted or read: puts the token in it in place of the one before, and says what was left out */
void     _signet_verify_pane_put_token          (SignetVerifyPane *self, const char *text);

/* signet-verify-pane-signers.c */
void     _signet_verify_pane_class_signers_init (GtkWidgetClass *widget_class);
void     _signet_verify_pane_load_book          (SignetVerifyPane *self);
/* writes down what the signer publishes now, and tells of a key that was accepted quietly */
void     _signet_verify_pane_note_signer        (SignetVerifyPane *self);
/* offers to ask whom the token says it is from, if we know them or their keys can be found; whether it did */
gboolean _signet_verify_pane_suggest            (SignetVerifyPane *self);
/* after another choice of who signed */
void     _signet_verify_pane_signer_chosen      (SignetVerifyPane *self);

/* signet-verify-pane-history.c */
void     _signet_verify_pane_load_history       (SignetVerifyPane *self);
/* remembers what came of the check */
void     _signet_verify_pane_record             (SignetVerifyPane *self);

/* signet-verify-pane-actions.c */
void     _signet_verify_pane_class_actions_init (GtkWidgetClass *widget_class);
void     _signet_verify_pane_add_shortcuts      (SignetVerifyPane *self);
void     _signet_verify_pane_actions_update     (SignetVerifyPane *self);

/* signet-verify-pane-clock.c */
/* lets the verdict count down, and turn when its time has come */
void     _signet_verify_pane_schedule_clock     (SignetVerifyPane *self);

G_END_DECLS
