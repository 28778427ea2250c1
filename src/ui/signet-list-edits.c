/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-edits-private.h"

#define MAX_STEPS 200

G_DEFINE_FINAL_TYPE (SignetListEdits, signet_list_edits, G_TYPE_OBJECT)

/* A tick that is taken back, by whatever way, was no purchase. */
static void
learn (SignetListEdits *self,
       SignetListStep  *step,
       gboolean         forward,
       gboolean         is_new)
{
  if (self->household == NULL)
    return;

  if (step->kind == SIGNET_LIST_STEP_GROUP)
    for (guint i = 0; i < step->parts->len; i++)
      learn (self, g_ptr_array_index (step->parts, i), forward, is_new);
  else if (step->kind == SIGNET_LIST_STEP_INSERT && is_new)
    for (guint i = 0; i < step->items->len; i++)
      signet_household_added (self->household, g_ptr_array_index (step->items, i));
  else if (step->kind == SIGNET_LIST_STEP_CHANGE && signet_item_get_done (step->before) != signet_item_get_done (step->after))
    signet_household_bought (self->household, step->after, signet_item_get_done (forward ? step->after : step->before));
  else if (step->kind == SIGNET_LIST_STEP_CHANGE && is_new)
    signet_household_added (self->household, step->after);
  else if (step->kind == SIGNET_LIST_STEP_ADD_LIST && is_new && step->store == NULL)
    for (guint i = 0; i < signet_list_get_n_items (step->list); i++)
      signet_household_added (self->household, signet_list_get_item (step->list, i));
}

/* Keeps a step that was done; what was undone cannot come back now. */
static guint
keep_step (SignetListEdits *self,
           SignetListStep  *step)
{
  g_ptr_array_set_size (self->undone, 0);
  if (self->done->len >= MAX_STEPS)
    g_ptr_array_remove_index (self->done, 0);
  g_ptr_array_add (self->done, step);

  return step->id;
}

guint
_signet_list_edits_do (SignetListEdits *self,
                       SignetListStep  *step)
{
  signet_list_step_apply (step, self->store, TRUE);
  learn (self, step, TRUE, TRUE);
  if (self->group != NULL)
    {
      g_ptr_array_add (self->group->parts, step);
      return self->group->id;
    }

  step->id = ++self->last_id;

  return keep_step (self, step);
}

static SignetList *
get_shown_list (SignetListStep *step,
                gboolean        forward)
{
  gboolean gone = forward ? step->kind == SIGNET_LIST_STEP_DELETE_LIST : step->kind == SIGNET_LIST_STEP_ADD_LIST;

  /* a template is not shown */
  return gone || step->store != NULL ? NULL : step->list;
}

static gboolean
turn (SignetListEdits  *self,
      GPtrArray        *from,
      guint             index,
      GPtrArray        *to,
      SignetList      **list)
{
  gboolean forward = from == self->undone;
  SignetListStep *step = g_ptr_array_steal_index (from, index);

  g_ptr_array_add (to, step);
  signet_list_step_apply (step, self->store, forward);
  learn (self, step, forward, FALSE);
  if (list != NULL)
    *list = get_shown_list (step, forward);

  return TRUE;
}

static void
signet_list_edits_finalize (GObject *object)
{
  SignetListEdits *self = SIGNET_LIST_EDITS (object);

  g_clear_object (&self->store);
  g_clear_object (&self->household);
  g_clear_object (&self->templates);
  g_clear_pointer (&self->group, signet_list_step_free);
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);

  G_OBJECT_CLASS (signet_list_edits_parent_class)->finalize (object);
}

static void
signet_list_edits_class_init (SignetListEditsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_list_edits_finalize;
}

static void
signet_list_edits_init (SignetListEdits *self)
{
  self->done = g_ptr_array_new_with_free_func (signet_list_step_free);
  self->undone = g_ptr_array_new_with_free_func (signet_list_step_free);
}

/**
 * signet_list_edits_new:
 * @store: the lists
 *
 * Returns: (transfer full): edits of these lists, none yet
 */
SignetListEdits *
signet_list_edits_new (SignetListStore *store)
{
  SignetListEdits *self;

  g_return_val_if_fail (SIGNET_IS_LIST_STORE (store), NULL);

  self = g_object_new (SIGNET_TYPE_LIST_EDITS, NULL);
  self->store = g_object_ref (store);

  return self;
}

/**
 * signet_list_edits_set_household:
 * @self: the edits
 * @household: what is bought here
 *
 * Lets @household learn from every edit, and unlearn a purchase that is undone.
 */
void
signet_list_edits_set_household (SignetListEdits *self,
                                 SignetHousehold *household)
{
  g_return_if_fail (SIGNET_IS_LIST_EDITS (self));
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (household));

  g_set_object (&self->household, household);
}

/**
 * signet_list_edits_get_household:
 * @self: the edits
 *
 * Returns: (transfer none) (nullable): who learns from the edits
 */
SignetHousehold *
signet_list_edits_get_household (SignetListEdits *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), NULL);

  return self->household;
}

/**
 * signet_list_edits_begin_group:
 * @self: the edits
 * @list: the list that all of them are of
 *
 * What follows, up to signet_list_edits_end_group(), is one edit: done together,
 * undone together, saved together.
 */
void
signet_list_edits_begin_group (SignetListEdits *self,
                               SignetList      *list)
{
  g_return_if_fail (SIGNET_IS_LIST_EDITS (self));
  g_return_if_fail (SIGNET_IS_LIST (list));
  g_return_if_fail (self->group == NULL);

  self->group = signet_list_step_new (SIGNET_LIST_STEP_GROUP, list);
  self->group->id = ++self->last_id;
  self->group->parts = g_ptr_array_new_with_free_func (signet_list_step_free);
  signet_list_begin_edit (list);
}

/**
 * signet_list_edits_end_group:
 * @self: the edits
 *
 * Returns: the id of the edit; 0 where nothing was done
 */
guint
signet_list_edits_end_group (SignetListEdits *self)
{
  SignetListStep *group;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (self->group != NULL, 0);

  group = g_steal_pointer (&self->group);
  signet_list_end_edit (group->list);
  if (group->parts->len > 0)
    return keep_step (self, group);

  signet_list_step_free (group);

  return 0;
}

/**
 * signet_list_edits_insert:
 * @self: the edits
 * @list: a list
 * @position: where the first of @items goes
 * @items: (element-type SignetItem): what is added
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_insert (SignetListEdits *self,
                          SignetList      *list,
                          guint            position,
                          GPtrArray       *items)
{
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  step = signet_list_step_new (SIGNET_LIST_STEP_INSERT, list);
  step->items = g_ptr_array_new_with_free_func (g_object_unref);
  step->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < items->len; i++)
    {
      guint at = position + i;

      g_ptr_array_add (step->items, g_object_ref (g_ptr_array_index (items, i)));
      g_array_append_val (step->positions, at);
    }

  return _signet_list_edits_do (self, step);
}

/**
 * signet_list_edits_remove:
 * @self: the edits
 * @list: a list
 * @items: (element-type SignetItem): items of it, in any order
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_remove (SignetListEdits *self,
                          SignetList      *list,
                          GPtrArray       *items)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (wanted, g_ptr_array_index (items, i));

  step = signet_list_step_new (SIGNET_LIST_STEP_REMOVE, list);
  step->items = g_ptr_array_new_with_free_func (g_object_unref);
  step->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);

      if (!g_hash_table_contains (wanted, item))
        continue;
      g_ptr_array_add (step->items, g_object_ref (item));
      g_array_append_val (step->positions, i);
    }

  return _signet_list_edits_do (self, step);
}

/**
 * signet_list_edits_change:
 * @self: the edits
 * @list: the list that @item belongs to
 * @item: an item
 * @after: an item with the new fields; it is copied
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_change (SignetListEdits *self,
                          SignetList      *list,
                          SignetItem      *item,
                          SignetItem      *after)
{
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (SIGNET_IS_ITEM (item), 0);
  g_return_val_if_fail (SIGNET_IS_ITEM (after), 0);

  step = signet_list_step_new (SIGNET_LIST_STEP_CHANGE, list);
  step->item = g_object_ref (item);
  step->before = signet_item_copy (item);
  step->after = signet_item_copy (after);

  return _signet_list_edits_do (self, step);
}

/**
 * signet_list_edits_move:
 * @self: the edits
 * @list: a list
 * @from: where an item stands
 * @to: where it shall stand
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_move (SignetListEdits *self,
                        SignetList      *list,
                        guint            from,
                        guint            to)
{
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (from < signet_list_get_n_items (list), 0);

  step = signet_list_step_new (SIGNET_LIST_STEP_MOVE, list);
  step->item = g_object_ref (signet_list_get_item (list, from));
  step->from = from;
  step->to = to;

  return _signet_list_edits_do (self, step);
}

/**
 * signet_list_edits_rename:
 * @self: the edits
 * @list: a list
 * @name: its new name
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_rename (SignetListEdits *self,
                          SignetList      *list,
                          const char      *name)
{
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (name != NULL, 0);

  step = signet_list_step_new (SIGNET_LIST_STEP_RENAME, list);
  step->old_name = g_strdup (signet_list_get_name (list));
  step->new_name = g_strdup (name);

  return _signet_list_edits_do (self, step);
}

/**
 * signet_list_edits_add_list:
 * @self: the edits
 * @list: a new list
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_add_list (SignetListEdits *self,
                            SignetList      *list)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  return _signet_list_edits_do (self, signet_list_step_new (SIGNET_LIST_STEP_ADD_LIST, list));
}

/**
 * signet_list_edits_delete_list:
 * @self: the edits
 * @list: a list of the store
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_delete_list (SignetListEdits *self,
                               SignetList      *list)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  return _signet_list_edits_do (self, signet_list_step_new (SIGNET_LIST_STEP_DELETE_LIST, list));
}

/**
 * signet_list_edits_move_list:
 * @self: the edits
 * @list: a list of the store
 * @position: where it shall stand among the lists
 *
 * Returns: the id of the edit; 0 where it stands there already
 */
guint
signet_list_edits_move_list (SignetListEdits *self,
                             SignetList      *list,
                             guint            position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  step = signet_list_step_new (SIGNET_LIST_STEP_MOVE_LIST, list);
  for (step->from = 0; step->from < n; step->from++)
    {
      g_autoptr (SignetList) other = g_list_model_get_item (G_LIST_MODEL (self->store), step->from);

      if (other == list)
        break;
    }
  step->to = MIN (position, n > 0 ? n - 1 : 0);
  if (step->from >= n || step->from == step->to)
    {
      signet_list_step_free (step);
      return 0;
    }

  return _signet_list_edits_do (self, step);
}

/**
 * signet_list_edits_forget:
 * @self: the edits
 * @list: the list that is shown meanwhile
 * @suggestion: what was suggested
 *
 * Has the household forget it.
 *
 * Returns: the id of the edit
 */
guint
signet_list_edits_forget (SignetListEdits        *self,
                          SignetList             *list,
                          const SignetSuggestion *suggestion)
{
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (suggestion != NULL, 0);
  g_return_val_if_fail (self->household != NULL, 0);

  step = signet_list_step_new (SIGNET_LIST_STEP_FORGET, list);
  step->household = g_object_ref (self->household);
  step->forgotten = signet_suggestion_copy (suggestion);

  return _signet_list_edits_do (self, step);
}

/**
 * signet_list_edits_undo:
 * @self: the edits
 * @list: (out) (optional) (transfer none) (nullable): the list concerned, while it exists
 *
 * Takes the last edit back.
 *
 * Returns: whether there was one
 */
gboolean
signet_list_edits_undo (SignetListEdits  *self,
                        SignetList      **list)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), FALSE);

  return self->done->len > 0 && turn (self, self->done, self->done->len - 1, self->undone, list);
}

/**
 * signet_list_edits_redo:
 * @self: the edits
 * @list: (out) (optional) (transfer none) (nullable): the list concerned, while it exists
 *
 * Does again what was undone last.
 *
 * Returns: whether there was anything
 */
gboolean
signet_list_edits_redo (SignetListEdits  *self,
                        SignetList      **list)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), FALSE);

  return self->undone->len > 0 && turn (self, self->undone, self->undone->len - 1, self->done, list);
}

/**
 * signet_list_edits_undo_one:
 * @self: the edits
 * @id: which edit
 * @list: (out) (optional) (transfer none) (nullable): the list concerned, while it exists
 *
 * Takes one edit back, also where others came after it.
 *
 * Returns: whether it was there and not yet undone
 */
gboolean
signet_list_edits_undo_one (SignetListEdits  *self,
                            guint             id,
                            SignetList      **list)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), FALSE);

  for (guint i = self->done->len; i > 0; i--)
    {
      SignetListStep *step = g_ptr_array_index (self->done, i - 1);

      if (step->id == id)
        return turn (self, self->done, i - 1, self->undone, list);
    }

  return FALSE;
}
