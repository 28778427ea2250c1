/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-items-view-private.h"

/* Editing an item in its own row. */

/* What was typed into the fields of a row that is out of sight */
#define DRAFT "signet-draft"

static void
close_editor (SignetItemsView *self,
              SignetItemRow   *widget,
              gboolean         save)
{
  g_autoptr (SignetListRow) row = g_object_ref (signet_item_row_get_row (widget));
  SignetItemEditor *editor = signet_item_row_get_editor (widget);
  g_autoptr (SignetItem) after = NULL;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (save && editor != NULL)
    after = signet_item_editor_make_item (editor);

  g_object_set_data (G_OBJECT (row), DRAFT, NULL);
  signet_list_row_set_editing (row, FALSE);
  if (after != NULL && *signet_item_get_name (after) != '\0')
    signet_list_edits_change (self->edits, self->list, signet_list_row_get_item (row), after);
  _signet_items_view_want (self, row, TRUE, FALSE);
}

void
_signet_items_view_close_editors (SignetItemsView *self,
                                  SignetListRow   *except)
{
  for (guint i = self->bound->len; i > 0; i--)
    {
      SignetItemRow *widget = g_ptr_array_index (self->bound, i - 1);

      if (signet_item_row_get_editor (widget) != NULL && signet_item_row_get_row (widget) != except)
        {
          close_editor (self, widget, TRUE);
          return;
        }
    }
}

void
_signet_items_view_edit (SignetItemsView *self,
                         SignetListRow   *row)
{
  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  _signet_items_view_close_editors (self, row);
  signet_list_row_set_editing (row, TRUE);
  _signet_items_view_want (self, row, TRUE, FALSE);
}

void
_signet_items_view_row_edit_cb (SignetItemsView *self,
                                SignetItemRow   *widget)
{
  _signet_items_view_edit (self, signet_item_row_get_row (widget));
}

void
_signet_items_view_row_edited_cb (SignetItemsView *self,
                                  SignetItemRow   *widget)
{
  close_editor (self, widget, TRUE);
}

void
_signet_items_view_row_edit_cancelled_cb (SignetItemsView *self,
                                          SignetItemRow   *widget)
{
  close_editor (self, widget, FALSE);
}

void
_signet_items_view_row_wants_editor_cb (SignetItemsView *self,
                                        SignetItemRow   *widget)
{
  SignetListRow *row = signet_item_row_get_row (widget);
  SignetItem *draft = g_object_get_data (G_OBJECT (row), DRAFT);
  SignetItem *item = draft != NULL ? draft : signet_list_row_get_item (row);
  g_autoptr (GPtrArray) aisles = _signet_items_view_dup_aisles (self);

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  g_ptr_array_add (aisles, NULL);

  signet_item_row_set_editor (widget, SIGNET_ITEM_EDITOR (signet_item_editor_new (item, (const char * const *) aisles->pdata)));
}

void
_signet_items_view_keep_draft (SignetItemRow *widget)
{
  SignetItemEditor *editor = signet_item_row_get_editor (widget);

  if (editor != NULL)
    g_object_set_data_full (G_OBJECT (signet_item_row_get_row (widget)), DRAFT,
                            signet_item_editor_make_item (editor), g_object_unref);
}
