/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-keys-dialog.h"

G_BEGIN_DECLS

struct _SignetKeysDialog
{
  AdwWindow parent_instance;

  /* template widgets */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkWidget *strip;
  GtkLabel *strip_label;
  AdwPreferencesGroup *next_group;
  AdwPreferencesGroup *current_group;
  AdwPreferencesGroup *retired_group;
  AdwPreferencesGroup *revoked_group;
  GtkSpinner *spinner;

  /* owned */
  SignetOwnKeys *keys;
  GPtrArray *rows;   /* of SignetKeysRow, borrowed from the groups */

  /* plain */
  gboolean is_busy;
};

void _signet_keys_dialog_set_busy           (SignetKeysDialog *self, gboolean is_busy);
void _signet_keys_dialog_toast              (SignetKeysDialog *self, const char *title);
/* says why something could not be done; (transfer none): the dialog, with the one response "close" */
AdwMessageDialog *_signet_keys_dialog_tell (SignetKeysDialog *self, const GError *error);
void _signet_keys_dialog_class_actions_init (GtkWidgetClass *widget_class);
void _signet_keys_dialog_class_files_init   (GtkWidgetClass *widget_class);
void _signet_keys_dialog_actions_update     (SignetKeysDialog *self);

G_END_DECLS
