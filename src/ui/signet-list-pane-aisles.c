/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-aisles-dialog.h"
#include "signet-list-pane-private.h"

void
_signet_list_pane_arrange_aisles_action (GtkWidget  *widget,
                                         const char *action,
                                         GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  GtkWidget *dialog = signet_aisles_dialog_new (self->edits, self->list);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (dialog));
}
