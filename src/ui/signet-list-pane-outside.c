/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-pane-private.h"
#include "signet-outside-changes.h"

/* What other programs did to the lists, said until it was seen. */

void
_signet_list_pane_unmark (SignetListPane *self)
{
  if (self->marked == NULL)
    return;

  signet_items_view_mark_items (self->items, self->marked, FALSE);
  g_clear_pointer (&self->marked, g_ptr_array_unref);
}

/* (transfer full) (nullable): what has happened to the open list */
static SignetOutsideChanges *
dup_changes (SignetListPane *self)
{
  SignetList *before = self->list != NULL ? g_hash_table_lookup (self->outside, signet_list_get_id (self->list)) : NULL;

  return before != NULL ? signet_outside_changes_new (before, self->list) : NULL;
}

void
_signet_list_pane_update_outside (SignetListPane *self)
{
  g_autoptr (SignetOutsideChanges) changes = dup_changes (self);

  _signet_list_pane_unmark (self);
  signet_outside_bar_set_changes (self->outside_bar, changes);
}

/* Of several changes in a row the first knows how the list was. */
static void
changed_outside_cb (SignetListPane *self,
                    SignetList     *list,
                    SignetList     *before)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  if (!g_hash_table_contains (self->outside, signet_list_get_id (list)))
    g_hash_table_insert (self->outside, g_strdup (signet_list_get_id (list)), g_object_ref (before));
  if (list == self->list)
    {
      _signet_list_pane_update_outside (self);
      _signet_list_pane_queue_twice (self);
    }
}

static void
closed_cb (SignetListPane *self)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  if (self->list != NULL)
    g_hash_table_remove (self->outside, signet_list_get_id (self->list));
  _signet_list_pane_update_outside (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Marked until the list changes again. */
static void
show_cb (SignetListPane *self)
{
  g_autoptr (SignetOutsideChanges) changes = dup_changes (self);

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (changes == NULL)
    return;

  g_hash_table_remove (self->outside, signet_list_get_id (self->list));
  _signet_list_pane_update_outside (self);
  g_object_set (self, "search", FALSE, NULL);
  if (changes->touched->len == 0)
    return;

  self->marked = g_ptr_array_ref (changes->touched);
  signet_items_view_mark_items (self->items, self->marked, TRUE);
  signet_items_view_focus_item (self->items, self->marked->pdata[0]);
}

void
_signet_list_pane_watch_outside (SignetListPane *self)
{
  g_signal_connect_object (self->store, "changed-outside", G_CALLBACK (changed_outside_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outside_bar, "show-changes", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outside_bar, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}
