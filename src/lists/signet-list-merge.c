/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-merge.h"

#include "signet-clean.h"
#include "signet-list-private.h"
#include "signet-quantity.h"

#include <string.h>

void
signet_list_merge_free (SignetListMerge *self)
{
  g_object_unref (self->item);
  g_object_unref (self->after);
  g_ptr_array_unref (self->removed);
  g_free (self);
}

static SignetListMerge *
merge_new (SignetItem *item)
{
  SignetListMerge *self = g_new0 (SignetListMerge, 1);

  self->item = g_object_ref (item);
  self->after = signet_item_copy (item);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/* So many of one name that do not add are looked at: whoever made more of them has no use for this. */
#define MAX_SAME 64

static gboolean
is_other_aisle (const char *a,
                const char *b)
{
  return a != NULL && b != NULL && strcmp (a, b) != 0;
}

/* The note of both; the same one only once. */
static void
join_notes (SignetItem *into,
            const char *note)
{
  const char *own = signet_item_get_note (into);
  g_autofree char *joined = NULL;

  if (note == NULL || g_strcmp0 (own, note) == 0)
    return;

  joined = own != NULL ? g_strdup_printf ("%s; %s", own, note) : g_strdup (note);
  signet_item_set_note (into, joined);
}

/* (transfer full) (nullable): the quantity of both; NULL: item is something else */
static char *
dup_sum (SignetItem *first,
         SignetItem *item)
{
  if (signet_item_get_done (item) || signet_item_get_done (first) ||
      is_other_aisle (signet_item_get_aisle (first), signet_item_get_aisle (item)))
    return NULL;

  return signet_quantity_add (signet_item_get_quantity (first), signet_item_get_quantity (item));
}

/* Adds item to what self makes; FALSE: it is something else. */
static gboolean
take (SignetListMerge *self,
      SignetItem      *item)
{
  g_autofree char *quantity = dup_sum (self->after, item);

  if (quantity == NULL)
    return FALSE;

  signet_item_set_quantity (self->after, quantity);
  if (signet_item_get_aisle (self->after) == NULL)
    signet_item_set_aisle (self->after, signet_item_get_aisle (item));
  join_notes (self->after, signet_item_get_note (item));

  return TRUE;
}

SignetListMerge *
signet_list_plan_addition (SignetList *self,
                           SignetItem *item)
{
  g_autofree char *wanted = NULL;
  SignetItem *there;

  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);
  g_return_val_if_fail (SIGNET_IS_ITEM (item), NULL);

  wanted = signet_fold (signet_item_get_name (item));
  for (guint i = 0; (there = signet_list_find_key (self, wanted, &i)) != NULL; i++)
    {
      g_autoptr (SignetListMerge) merge = merge_new (there);

      if (take (merge, item))
        return g_steal_pointer (&merge);
    }

  return NULL;
}

/* An item that is the first of its kind; most are the only one, and cost no more than this. */
typedef struct _First First;
struct _First
{
  SignetItem      *item;
  SignetListMerge *merge;   /* (nullable): once there is another */
  First           *next;    /* of the same name: flour by the kilo, and flour by the bag */
};

static gboolean
take_as (First      *first,
         SignetItem *item)
{
  if (first->merge == NULL)
    {
      g_autofree char *sum = dup_sum (first->item, item);

      if (sum == NULL)
        return FALSE;
      first->merge = merge_new (first->item);
    }

  if (!take (first->merge, item))
    return FALSE;

  g_ptr_array_add (first->merge->removed, g_object_ref (item));

  return TRUE;
}

GPtrArray *
signet_list_plan_merges (SignetList *self)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);

  items = g_ptr_array_sized_new (signet_list_get_n_items (self));
  for (guint i = 0; i < signet_list_get_n_items (self); i++)
    g_ptr_array_add (items, signet_list_get_item (self, i));

  return signet_list_plan_merges_of (self, items);
}

GPtrArray *
signet_list_plan_merges_of (SignetList *self,
                            GPtrArray  *items)
{
  g_autoptr (GPtrArray) merges = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_list_merge_free);
  g_autoptr (GPtrArray) firsts = g_ptr_array_new_full (items->len, g_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);

  for (guint i = 0; i < items->len; i++)
    {
      SignetItem *item = items->pdata[i];
      g_autofree char *key = NULL;
      First *first, *last = NULL;
      guint n_same = 0;

      if (signet_item_get_done (item))
        continue;

      key = signet_fold (signet_item_get_name (item));
      for (first = g_hash_table_lookup (by_key, key); first != NULL && !take_as (first, item); first = first->next)
        {
          last = first;
          n_same++;
        }
      if (first != NULL || n_same >= MAX_SAME)
        continue;

      first = g_new0 (First, 1);
      first->item = item;
      g_ptr_array_add (firsts, first);
      if (last != NULL)
        last->next = first;
      else
        g_hash_table_insert (by_key, g_steal_pointer (&key), first);
    }

  for (guint i = 0; i < firsts->len; i++)
    {
      First *first = firsts->pdata[i];

      if (first->merge != NULL)
        g_ptr_array_add (merges, first->merge);
    }

  return g_steal_pointer (&merges);
}

SignetItem *
signet_list_find_name (SignetList *self,
                       const char *name)
{
  g_autofree char *key = NULL;
  SignetItem *item;

  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = signet_fold (name);
  for (guint i = 0; (item = signet_list_find_key (self, key, &i)) != NULL; i++)
    if (!signet_item_get_done (item))
      return item;

  return NULL;
}
