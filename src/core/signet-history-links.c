/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history-links.h"

#include "signet-list-changes.h"
#include "signet-list.h"

static gboolean
is_as_signed (SignetList *list,
              GPtrArray  *items)
{
  g_autoptr (GPtrArray) now = g_ptr_array_new ();
  g_autoptr (SignetListChanges) changes = NULL;

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    g_ptr_array_add (now, signet_list_get_item (list, i));
  changes = signet_list_changes_new (items, now);

  return signet_list_changes_is_empty (changes);
}

/* (transfer full) (nullable) */
static SignetList *
find_list (GListModel         *lists,
           SignetHistoryEntry *entry)
{
  const char *name = signet_history_entry_get_list_name (entry);
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) items = NULL;
  guint n = g_list_model_get_n_items (lists);

  for (guint i = 0; name != NULL && i < n; i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (lists, i);

      if (g_str_equal (signet_list_get_name (list), name))
        g_ptr_array_add (named, g_steal_pointer (&list));
    }
  if (named->len == 0)
    return NULL;

  if (named->len > 1)
    items = signet_history_entry_dup_items (entry);
  for (guint i = 0; items != NULL && i < named->len; i++)
    if (is_as_signed (named->pdata[i], items))
      return g_object_ref (named->pdata[i]);

  return g_object_ref (named->pdata[0]);
}

/**
 * signet_history_link_lists:
 * @history: a loaded history
 * @lists: (element-type SignetList): all stored lists
 *
 * Finds the lists of entries that only name one.
 */
void
signet_history_link_lists (SignetHistory *history,
                           GListModel    *lists)
{
  GListModel *model;
  g_autoptr (GPtrArray) linked = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (SIGNET_IS_HISTORY (history));
  g_return_if_fail (G_IS_LIST_MODEL (lists));

  model = signet_history_get_model (history);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (model, i);
      g_autoptr (SignetList) list = NULL;

      if (signet_history_entry_get_kind (entry) != SIGNET_HISTORY_SIGNED || !signet_history_entry_has_list (entry)
          || signet_history_entry_get_list_id (entry) != NULL)
        continue;

      list = find_list (lists, entry);
      if (list != NULL)
        g_ptr_array_add (linked, signet_history_entry_new_linked (entry, signet_list_get_id (list)));
    }

  /* afterwards: the model tells of each */
  for (guint i = 0; i < linked->len; i++)
    signet_history_replace (history, linked->pdata[i]);
}
