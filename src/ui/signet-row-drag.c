/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-row-drag.h"

typedef struct
{
  GtkListBoxRow *row;
  SignetRowMoveFunc move;
  gpointer user_data;
} RowDrag;

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            RowDrag       *drag)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (drag->row));

  gtk_drag_source_set_icon (source, paintable, (int) x, (int) y);

  return gdk_content_provider_new_typed (GTK_TYPE_LIST_BOX_ROW, drag->row);
}

static void
show_place (RowDrag  *drag,
            gboolean  above,
            gboolean  below)
{
  if (above)
    gtk_widget_add_css_class (GTK_WIDGET (drag->row), "drop-above");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (drag->row), "drop-above");
  if (below)
    gtk_widget_add_css_class (GTK_WIDGET (drag->row), "drop-below");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (drag->row), "drop-below");
}

static gboolean
is_below (RowDrag *drag,
          double   y)
{
  return y > gtk_widget_get_height (GTK_WIDGET (drag->row)) / 2.0;
}

static GdkDragAction
motion_cb (GtkDropTarget *target,
           double         x,
           double         y,
           RowDrag       *drag)
{
  show_place (drag, !is_below (drag, y), is_below (drag, y));

  return GDK_ACTION_MOVE;
}

static void
leave_cb (GtkDropTarget *target,
          RowDrag       *drag)
{
  show_place (drag, FALSE, FALSE);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         RowDrag       *drag)
{
  GtkListBoxRow *dropped = g_value_get_object (value);
  int from, to;

  show_place (drag, FALSE, FALSE);
  if (dropped == NULL || gtk_widget_get_parent (GTK_WIDGET (dropped)) != gtk_widget_get_parent (GTK_WIDGET (drag->row)))
    return FALSE;

  from = gtk_list_box_row_get_index (dropped);
  to = gtk_list_box_row_get_index (drag->row) + is_below (drag, y);
  if (from < to)
    to--;
  if (to != from)
    drag->move (drag->user_data, dropped, (guint) to);

  return TRUE;
}

/**
 * signet_row_drag_set_up:
 * @row: a row, in no list box yet
 * @move: called when a row of the same list box was dropped on @row
 * @user_data: for @move
 *
 * Lets @row be dragged, and others be dropped above and below it.
 */
void
signet_row_drag_set_up (GtkListBoxRow     *row,
                        SignetRowMoveFunc  move,
                        gpointer           user_data)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (GTK_TYPE_LIST_BOX_ROW, GDK_ACTION_MOVE);
  RowDrag *drag;

  g_return_if_fail (GTK_IS_LIST_BOX_ROW (row));
  g_return_if_fail (move != NULL);

  drag = g_new0 (RowDrag, 1);
  drag->row = row;
  drag->move = move;
  drag->user_data = user_data;
  g_object_set_data_full (G_OBJECT (row), "signet-row-drag", drag, g_free);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), drag);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), drag);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), drag);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), drag);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (target));
}
