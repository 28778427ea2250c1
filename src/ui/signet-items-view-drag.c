/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-items-view-private.h"

/* Moving an item by its handle. */

static SignetItemsView *
get_view (GtkWidget *widget)
{
  return SIGNET_ITEMS_VIEW (gtk_widget_get_ancestor (widget, SIGNET_TYPE_ITEMS_VIEW));
}

static GdkContentProvider *
prepare_cb (SignetItemRow *widget,
            double         x,
            double         y,
            GtkDragSource *source)
{
  SignetListRow *row = signet_item_row_get_row (widget);
  g_autoptr (GdkPaintable) paintable = NULL;
  graphene_point_t at = GRAPHENE_POINT_INIT (0, 0);

  g_assert (SIGNET_IS_ITEM_ROW (widget));

  if (row == NULL || signet_list_row_get_item (row) == NULL || signet_list_row_is_editing (row))
    return NULL;

  paintable = gtk_widget_paintable_new (GTK_WIDGET (widget));
  if (!gtk_widget_compute_point (signet_item_row_get_handle (widget), GTK_WIDGET (widget),
                                 &GRAPHENE_POINT_INIT (x, y), &at))
    at = GRAPHENE_POINT_INIT (0, 0);
  gtk_drag_source_set_icon (source, paintable, (int) at.x, (int) at.y);

  return gdk_content_provider_new_typed (SIGNET_TYPE_LIST_ROW, row);
}

static void
show_place (GtkWidget *widget,
            gboolean   above,
            gboolean   below)
{
  if (above)
    gtk_widget_add_css_class (widget, "drop-above");
  else
    gtk_widget_remove_css_class (widget, "drop-above");
  if (below)
    gtk_widget_add_css_class (widget, "drop-below");
  else
    gtk_widget_remove_css_class (widget, "drop-below");
}

/* Below a heading begins its aisle, so whatever is dropped on it goes below. */
static gboolean
is_below (SignetItemRow *widget,
          double         y)
{
  SignetListRow *row = signet_item_row_get_row (widget);

  return row != NULL
         && (signet_list_row_get_item (row) == NULL || y > gtk_widget_get_height (GTK_WIDGET (widget)) / 2.0);
}

static GdkDragAction
motion_cb (SignetItemRow *widget,
           double         x,
           double         y)
{
  gboolean below = is_below (widget, y);

  show_place (GTK_WIDGET (widget), !below, below);

  return GDK_ACTION_MOVE;
}

static void
leave_cb (SignetItemRow *widget)
{
  show_place (GTK_WIDGET (widget), FALSE, FALSE);
}

/* An item becomes what its new neighbours are: of that aisle, or bought. */
static void
join (SignetItemsView *self,
      SignetItem      *item,
      SignetItem      *neighbour)
{
  g_autoptr (SignetItem) after = signet_item_copy (item);

  signet_item_set_done (after, signet_item_get_done (neighbour));
  if (signet_list_rows_is_grouped (self->rows) && !signet_item_get_done (neighbour))
    signet_item_set_aisle (after, signet_item_get_aisle (neighbour));
  if (signet_item_get_done (after) != signet_item_get_done (item)
      || g_strcmp0 (signet_item_get_aisle (after), signet_item_get_aisle (item)) != 0)
    signet_list_edits_change (self->edits, self->list, item, after);
}

static gboolean
drop (SignetItemsView *self,
      SignetListRow   *row,
      SignetListRow   *target,
      gboolean         below)
{
  SignetItem *item, *neighbour;
  guint position, from, to;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (signet_list_row_get_item (target) == NULL)
    {
      target = signet_list_rows_get_first_below (self->rows, target);
      below = FALSE;
    }
  if (target == NULL || target == row
      || !signet_list_rows_find (self->rows, row, &position, NULL))
    return FALSE;

  item = signet_list_row_get_item (row);
  neighbour = signet_list_row_get_item (target);
  if (!signet_list_find (self->list, item, &from) || !signet_list_find (self->list, neighbour, &to))
    return FALSE;

  if (below)
    to++;
  if (from < to)
    to--;

  signet_list_edits_begin_group (self->edits, self->list);
  join (self, item, neighbour);
  if (from != to)
    signet_list_edits_move (self->edits, self->list, from, to);
  signet_list_edits_end_group (self->edits);
  signet_items_view_focus_item (self, item);

  return TRUE;
}

static gboolean
drop_cb (SignetItemRow *widget,
         const GValue  *value,
         double         x,
         double         y)
{
  SignetItemsView *self = get_view (GTK_WIDGET (widget));
  SignetListRow *target = signet_item_row_get_row (widget);

  leave_cb (widget);
  if (self == NULL || target == NULL)
    return FALSE;

  return drop (self, g_value_get_object (value), target, is_below (widget, y));
}

void
_signet_items_view_set_up_drag (SignetItemRow *widget)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (SIGNET_TYPE_LIST_ROW, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (signet_item_row_get_handle (widget), GTK_EVENT_CONTROLLER (source));

  g_signal_connect_object (target, "enter", G_CALLBACK (motion_cb), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (widget), GTK_EVENT_CONTROLLER (target));
}
