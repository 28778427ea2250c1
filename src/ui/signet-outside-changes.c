/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-outside-changes.h"

static GPtrArray *
get_items (SignetList *list)
{
  guint n = signet_list_get_n_items (list);
  GPtrArray *items = g_ptr_array_sized_new (n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, signet_list_get_item (list, i));

  return items;
}

static gboolean
has_same_fields (SignetItem *a,
                 SignetItem *b)
{
  return g_strcmp0 (signet_item_get_quantity (a), signet_item_get_quantity (b)) == 0
         && g_strcmp0 (signet_item_get_aisle (a), signet_item_get_aisle (b)) == 0
         && g_strcmp0 (signet_item_get_note (a), signet_item_get_note (b)) == 0;
}

static void
queue_free (gpointer queue)
{
  g_queue_free (queue);
}

/* (transfer full): name → GQueue of SignetItem, in the order of the list */
static GHashTable *
index_by_name (GPtrArray *items)
{
  GHashTable *by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, queue_free);

  for (guint i = 0; i < items->len; i++)
    {
      SignetItem *item = items->pdata[i];
      GQueue *same = g_hash_table_lookup (by_name, signet_item_get_name (item));

      if (same == NULL)
        {
          same = g_queue_new ();
          g_hash_table_insert (by_name, (char *) signet_item_get_name (item), same);
        }
      g_queue_push_tail (same, item);
    }

  return by_name;
}

/* Each item is compared with the first of its name that no other was compared with. */
static void
look_at (SignetOutsideChanges *self,
         SignetItem           *item,
         GHashTable           *by_name)
{
  GQueue *same = g_hash_table_lookup (by_name, signet_item_get_name (item));
  SignetItem *was = same != NULL ? g_queue_pop_head (same) : NULL;
  gboolean is_ticked = signet_item_get_done (item);

  if (was != NULL && has_same_fields (was, item) && signet_item_get_done (was) == is_ticked)
    return;

  g_ptr_array_add (self->touched, g_object_ref (item));
  if (was != NULL && signet_item_get_done (was) != is_ticked)
    {
      if (is_ticked)
        self->n_ticked++;
      else
        self->n_unticked++;
    }
}

/**
 * signet_outside_changes_new:
 * @before: the list as it was
 * @list: the list as it is
 *
 * Returns: (transfer full): what is different
 */
SignetOutsideChanges *
signet_outside_changes_new (SignetList *before,
                            SignetList *list)
{
  SignetOutsideChanges *self;
  g_autoptr (GPtrArray) old_items = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GHashTable) by_name = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST (before), NULL);
  g_return_val_if_fail (SIGNET_IS_LIST (list), NULL);

  old_items = get_items (before);
  items = get_items (list);
  by_name = index_by_name (old_items);

  self = g_new0 (SignetOutsideChanges, 1);
  self->changes = signet_list_changes_new (old_items, items);
  self->touched = g_ptr_array_new_with_free_func (g_object_unref);
  if (g_strcmp0 (signet_list_get_name (before), signet_list_get_name (list)) != 0)
    self->old_name = g_strdup (signet_list_get_name (before));
  for (guint i = 0; i < items->len; i++)
    look_at (self, items->pdata[i], by_name);

  return self;
}

/**
 * signet_outside_changes_free:
 * @self: (transfer full): changes
 */
void
signet_outside_changes_free (SignetOutsideChanges *self)
{
  signet_list_changes_unref (self->changes);
  g_ptr_array_unref (self->touched);
  g_free (self->old_name);
  g_free (self);
}
