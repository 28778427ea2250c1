/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-items-view-private.h"

/**
 * signet_items_view_mark_items:
 * @self: the view
 * @items: (element-type SignetItem): items of the list; others are passed over
 * @marked: whether they are marked
 *
 * Makes items stand out, in sight or not.
 */
void
signet_items_view_mark_items (SignetItemsView *self,
                              GPtrArray       *items,
                              gboolean         marked)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  for (guint i = 0; i < items->len; i++)
    {
      SignetListRow *row = signet_list_rows_get_row (self->rows, items->pdata[i]);

      if (row != NULL)
        signet_list_row_set_marked (row, marked);
    }
}
