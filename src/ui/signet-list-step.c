/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-step.h"

static void
copy_fields (SignetItem *from,
             SignetItem *to)
{
  /* one edit, however many fields differ */
  g_object_freeze_notify (G_OBJECT (to));
  signet_item_set_name (to, signet_item_get_name (from));
  signet_item_set_quantity (to, signet_item_get_quantity (from));
  signet_item_set_aisle (to, signet_item_get_aisle (from));
  signet_item_set_note (to, signet_item_get_note (from));
  signet_item_set_done (to, signet_item_get_done (from));
  g_object_thaw_notify (G_OBJECT (to));
}

static gboolean
find_item (SignetList *list,
           SignetItem *item,
           guint       hint,
           guint      *position)
{
  if (hint < signet_list_get_n_items (list) && signet_list_get_item (list, hint) == item)
    {
      *position = hint;
      return TRUE;
    }

  return signet_list_find (list, item, position);
}

/* Runs of neighbours go in as one, so that a paste is one change to the list. */
static void
insert_items (SignetListStep *step)
{
  guint i = 0;

  while (i < step->items->len)
    {
      g_autoptr (GPtrArray) run = g_ptr_array_new_with_free_func (g_object_unref);
      guint start = g_array_index (step->positions, guint, i);

      do
        g_ptr_array_add (run, g_object_ref (g_ptr_array_index (step->items, i++)));
      while (i < step->items->len
             && g_array_index (step->positions, guint, i) == start + run->len);

      signet_list_splice (step->list, MIN (start, signet_list_get_n_items (step->list)), 0, run);
    }
}

static void
remove_items (SignetListStep *step)
{
  guint i = step->items->len;

  while (i > 0)
    {
      guint end, start, n = 1;

      i--;
      if (!find_item (step->list, g_ptr_array_index (step->items, i),
                      g_array_index (step->positions, guint, i), &end))
        continue;

      start = end;
      while (i > 0 && start > 0
             && signet_list_get_item (step->list, start - 1) == g_ptr_array_index (step->items, i - 1))
        {
          start--;
          i--;
          n++;
        }
      signet_list_splice (step->list, start, n, NULL);
    }
}

/* Something else may have moved the item meanwhile, so it is looked for. */
static void
move_item (SignetListStep *step,
           guint           from,
           guint           to)
{
  guint n = signet_list_get_n_items (step->list);
  guint position;

  if (n > 0 && find_item (step->list, step->item, from, &position))
    signet_list_move (step->list, position, MIN (to, n - 1));
}

static void
apply_parts (SignetListStep  *step,
             SignetListStore *store,
             gboolean         forward)
{
  signet_list_begin_edit (step->list);
  for (guint i = 0; i < step->parts->len; i++)
    signet_list_step_apply (g_ptr_array_index (step->parts, forward ? i : step->parts->len - 1 - i), store, forward);
  signet_list_end_edit (step->list);
}

SignetListStep *
signet_list_step_new (SignetListStepKind  kind,
                      SignetList         *list)
{
  SignetListStep *step = g_new0 (SignetListStep, 1);

  step->kind = kind;
  step->list = g_object_ref (list);

  return step;
}

void
signet_list_step_free (gpointer data)
{
  SignetListStep *step = data;

  g_clear_object (&step->list);
  g_clear_object (&step->store);
  g_clear_pointer (&step->items, g_ptr_array_unref);
  g_clear_pointer (&step->positions, g_array_unref);
  g_clear_object (&step->item);
  g_clear_object (&step->before);
  g_clear_object (&step->after);
  g_clear_pointer (&step->parts, g_ptr_array_unref);
  g_clear_object (&step->household);
  g_clear_pointer (&step->forgotten, signet_suggestion_free);
  g_strfreev (step->old_aisles);
  g_strfreev (step->new_aisles);
  g_free (step->old_name);
  g_free (step->new_name);
  g_free (step);
}

/**
 * signet_list_step_apply:
 * @step: the edit
 * @store: where its list is, or shall be, unless that is a template
 * @forward: whether to do it, else it is taken back
 */
void
signet_list_step_apply (SignetListStep  *step,
                        SignetListStore *store,
                        gboolean         forward)
{
  if (step->store != NULL)
    store = step->store;

  switch (step->kind)
    {
    case SIGNET_LIST_STEP_INSERT:
    case SIGNET_LIST_STEP_REMOVE:
      if ((step->kind == SIGNET_LIST_STEP_INSERT) == forward)
        insert_items (step);
      else
        remove_items (step);
      break;

    case SIGNET_LIST_STEP_CHANGE:
      copy_fields (forward ? step->after : step->before, step->item);
      break;

    case SIGNET_LIST_STEP_MOVE:
      move_item (step, forward ? step->from : step->to, forward ? step->to : step->from);
      break;

    case SIGNET_LIST_STEP_RENAME:
      signet_list_set_name (step->list, forward ? step->new_name : step->old_name);
      break;

    case SIGNET_LIST_STEP_ADD_LIST:
    case SIGNET_LIST_STEP_DELETE_LIST:
      if ((step->kind == SIGNET_LIST_STEP_ADD_LIST) == forward)
        signet_list_store_add (store, step->list);
      else
        signet_list_store_delete (store, step->list);
      break;

    case SIGNET_LIST_STEP_MOVE_LIST:
      signet_list_store_move (store, step->list, forward ? step->to : step->from);
      break;

    case SIGNET_LIST_STEP_ARRANGE_AISLES:
      signet_household_set_aisles (step->household,
                                   (const char * const *) (forward ? step->new_aisles : step->old_aisles));
      break;

    case SIGNET_LIST_STEP_RENAME_AISLE:
      signet_household_rename_aisle (step->household, forward ? step->old_name : step->new_name,
                                     forward ? step->new_name : step->old_name);
      break;

    case SIGNET_LIST_STEP_FORGET:
      if (forward)
        signet_household_forget (step->household, step->forgotten->name);
      else
        signet_household_remember (step->household, step->forgotten);
      break;

    case SIGNET_LIST_STEP_GROUP:
      apply_parts (step, store, forward);
      break;

    default:
      g_assert_not_reached ();
    }
}
