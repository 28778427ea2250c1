/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-focus.h"

/**
 * signet_focus_child:
 * @widget: a widget with one child
 * @direction: where the focus goes
 *
 * Returns: whether the focus found a place in the child
 */
gboolean
signet_focus_child (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  return child != NULL && gtk_widget_child_focus (child, direction);
}
