/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-items-view-private.h"

#include <glib/gi18n.h>

/* Selecting several items, to act on all of them. */

static gboolean
are_all_done (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (!signet_item_get_done (signet_list_row_get_item (g_ptr_array_index (rows, i))))
      return FALSE;

  return rows->len > 0;
}

/* (element-type SignetListRow) (transfer full): those that are selected, as they stand in the list */
static GPtrArray *
get_selected (SignetItemsView *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = self->list != NULL ? signet_list_get_n_items (self->list) : 0;

  for (guint i = 0; i < n; i++)
    {
      SignetListRow *row = signet_list_rows_get_row (self->rows, signet_list_get_item (self->list, i));

      if (row != NULL && signet_list_row_is_selected (row))
        g_ptr_array_add (rows, g_object_ref (row));
    }

  return rows;
}

GPtrArray *
_signet_items_view_get_targets (SignetItemsView *self)
{
  SignetListRow *row;
  GPtrArray *rows;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (self->selecting)
    return get_selected (self);

  rows = g_ptr_array_new_with_free_func (g_object_unref);
  row = _signet_items_view_get_current_row (self);
  if (row != NULL)
    g_ptr_array_add (rows, g_object_ref (row));

  return rows;
}

void
_signet_items_view_selection_update (SignetItemsView *self)
{
  g_autoptr (GPtrArray) rows = self->selecting ? get_selected (self) : NULL;
  guint n = rows != NULL ? rows->len : 0;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (self->selecting)
    gtk_button_set_label (self->tick_button, are_all_done (rows) ? _("Un_tick") : _("_Tick"));
  _signet_items_view_actions_update (self, n);
  if (self->n_selected == n)
    return;

  self->n_selected = n;
  g_signal_emit (self, _signet_items_view_signals[SIGNAL_SELECTION_CHANGED], 0);
}

void
_signet_items_view_toggle_selected (SignetItemsView *self,
                                    SignetListRow   *row)
{
  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  signet_items_view_set_selecting (self, TRUE);
  signet_list_row_set_selected (row, !signet_list_row_is_selected (row));
  _signet_items_view_selection_update (self);
  _signet_items_view_queue_refresh (self);
}

void
_signet_items_view_row_select_cb (SignetItemsView *self,
                                  SignetItemRow   *widget)
{
  _signet_items_view_toggle_selected (self, signet_item_row_get_row (widget));
}

/**
 * signet_items_view_is_selecting:
 * @self: the view
 *
 * Returns: whether items are being selected
 */
gboolean
signet_items_view_is_selecting (SignetItemsView *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEMS_VIEW (self), FALSE);

  return self->selecting;
}

/**
 * signet_items_view_set_selecting:
 * @self: the view
 * @selecting: whether items are being selected
 *
 * While they are, boxes and clicks select, and the actions concern what is selected.
 */
void
signet_items_view_set_selecting (SignetItemsView *self,
                                 gboolean         selecting)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  if (self->selecting == !!selecting)
    return;

  if (selecting)
    {
      _signet_items_view_close_editors (self, NULL);
    }
  else
    {
      g_autoptr (GPtrArray) rows = get_selected (self);

      for (guint i = 0; i < rows->len; i++)
        signet_list_row_set_selected (g_ptr_array_index (rows, i), FALSE);
    }

  self->selecting = !!selecting;
  for (guint i = 0; i < self->bound->len; i++)
    signet_item_row_set_selecting (g_ptr_array_index (self->bound, i), self->selecting);
  gtk_widget_set_visible (self->selection_bar, self->selecting);
  _signet_items_view_selection_update (self);
  _signet_items_view_queue_refresh (self);
  g_signal_emit (self, _signet_items_view_signals[SIGNAL_SELECTION_CHANGED], 0);
}

/**
 * signet_items_view_get_n_selected:
 * @self: the view
 *
 * Returns: how many items are selected
 */
guint
signet_items_view_get_n_selected (SignetItemsView *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEMS_VIEW (self), 0);

  return self->n_selected;
}

/**
 * signet_items_view_dup_selected:
 * @self: the view
 *
 * Returns: (transfer full) (element-type SignetItem): what is selected, in the order of the list
 */
GPtrArray *
signet_items_view_dup_selected (SignetItemsView *self)
{
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *items;

  g_return_val_if_fail (SIGNET_IS_ITEMS_VIEW (self), NULL);

  rows = get_selected (self);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (items, g_object_ref (signet_list_row_get_item (g_ptr_array_index (rows, i))));

  return items;
}

/**
 * signet_items_view_select_all:
 * @self: the view
 *
 * Selects every item that is shown.
 */
void
signet_items_view_select_all (SignetItemsView *self)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  if (self->list == NULL)
    return;

  signet_items_view_set_selecting (self, TRUE);
  for (guint i = 0; i < signet_list_get_n_items (self->list); i++)
    {
      SignetListRow *row = signet_list_rows_get_row (self->rows, signet_list_get_item (self->list, i));

      if (signet_list_rows_find (self->rows, row, NULL, NULL))
        signet_list_row_set_selected (row, TRUE);
    }
  _signet_items_view_selection_update (self);
  _signet_items_view_queue_refresh (self);
}
