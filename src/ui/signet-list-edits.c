/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-edits.h"

#define MAX_STEPS 200

typedef enum
{
  STEP_INSERT,
  STEP_REMOVE,
  STEP_CHANGE,
  STEP_MOVE,
  STEP_RENAME,
  STEP_ADD_LIST,
  STEP_DELETE_LIST,
} StepKind;

/* One edit: what is needed to do it and to take it back. */
typedef struct
{
  guint       id;
  StepKind    kind;
  SignetList *list;
  GPtrArray  *items;       /* insert, remove */
  GArray     *positions;   /* of items, ascending */
  SignetItem *item;        /* change */
  SignetItem *before;
  SignetItem *after;
  guint       from;        /* move */
  guint       to;
  char       *old_name;    /* rename */
  char       *new_name;
} Step;

struct _SignetListEdits
{
  GObject parent_instance;

  /* owned */
  SignetListStore *store;
  GPtrArray *done;
  GPtrArray *undone;

  /* plain */
  guint last_id;
};

G_DEFINE_FINAL_TYPE (SignetListEdits, signet_list_edits, G_TYPE_OBJECT)

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_object (&step->list);
  g_clear_pointer (&step->items, g_ptr_array_unref);
  g_clear_pointer (&step->positions, g_array_unref);
  g_clear_object (&step->item);
  g_clear_object (&step->before);
  g_clear_object (&step->after);
  g_free (step->old_name);
  g_free (step->new_name);
  g_free (step);
}

static void
copy_fields (SignetItem *from,
             SignetItem *to)
{
  signet_item_set_name (to, signet_item_get_name (from));
  signet_item_set_quantity (to, signet_item_get_quantity (from));
  signet_item_set_aisle (to, signet_item_get_aisle (from));
  signet_item_set_note (to, signet_item_get_note (from));
  signet_item_set_done (to, signet_item_get_done (from));
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
insert_items (Step *step)
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
remove_items (Step *step)
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

static void
move_item (SignetList *list,
           guint       from,
           guint       to)
{
  guint n = signet_list_get_n_items (list);

  if (from < n && to < n)
    signet_list_move (list, from, to);
}

static void
apply (SignetListEdits *self,
       Step            *step,
       gboolean         forward)
{
  switch (step->kind)
    {
    case STEP_INSERT:
    case STEP_REMOVE:
      if ((step->kind == STEP_INSERT) == forward)
        insert_items (step);
      else
        remove_items (step);
      break;

    case STEP_CHANGE:
      copy_fields (forward ? step->after : step->before, step->item);
      break;

    case STEP_MOVE:
      move_item (step->list, forward ? step->from : step->to, forward ? step->to : step->from);
      break;

    case STEP_RENAME:
      signet_list_set_name (step->list, forward ? step->new_name : step->old_name);
      break;

    case STEP_ADD_LIST:
    case STEP_DELETE_LIST:
      if ((step->kind == STEP_ADD_LIST) == forward)
        signet_list_store_add (self->store, step->list);
      else
        signet_list_store_delete (self->store, step->list);
      break;

    default:
      g_assert_not_reached ();
    }
}

static Step *
step_new (StepKind    kind,
          SignetList *list)
{
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
  step->list = g_object_ref (list);

  return step;
}

/* Does the step for the first time and keeps it; what was undone cannot come back now. */
static guint
do_step (SignetListEdits *self,
         Step            *step)
{
  step->id = ++self->last_id;
  g_ptr_array_set_size (self->undone, 0);
  if (self->done->len >= MAX_STEPS)
    g_ptr_array_remove_index (self->done, 0);
  g_ptr_array_add (self->done, step);
  apply (self, step, TRUE);

  return step->id;
}

static SignetList *
get_shown_list (Step     *step,
                gboolean  forward)
{
  gboolean gone = forward ? step->kind == STEP_DELETE_LIST : step->kind == STEP_ADD_LIST;

  return gone ? NULL : step->list;
}

static gboolean
turn (SignetListEdits  *self,
      GPtrArray        *from,
      guint             index,
      GPtrArray        *to,
      SignetList      **list)
{
  gboolean forward = from == self->undone;
  Step *step = g_ptr_array_steal_index (from, index);

  g_ptr_array_add (to, step);
  apply (self, step, forward);
  if (list != NULL)
    *list = get_shown_list (step, forward);

  return TRUE;
}

static void
signet_list_edits_finalize (GObject *object)
{
  SignetListEdits *self = SIGNET_LIST_EDITS (object);

  g_clear_object (&self->store);
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
  self->done = g_ptr_array_new_with_free_func (step_free);
  self->undone = g_ptr_array_new_with_free_func (step_free);
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
  Step *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  step = step_new (STEP_INSERT, list);
  step->items = g_ptr_array_new_with_free_func (g_object_unref);
  step->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < items->len; i++)
    {
      guint at = position + i;

      g_ptr_array_add (step->items, g_object_ref (g_ptr_array_index (items, i)));
      g_array_append_val (step->positions, at);
    }

  return do_step (self, step);
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
  Step *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (wanted, g_ptr_array_index (items, i));

  step = step_new (STEP_REMOVE, list);
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

  return do_step (self, step);
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
  Step *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (SIGNET_IS_ITEM (item), 0);
  g_return_val_if_fail (SIGNET_IS_ITEM (after), 0);

  step = step_new (STEP_CHANGE, list);
  step->item = g_object_ref (item);
  step->before = signet_item_copy (item);
  step->after = signet_item_copy (after);

  return do_step (self, step);
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
  Step *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);

  step = step_new (STEP_MOVE, list);
  step->from = from;
  step->to = to;

  return do_step (self, step);
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
  Step *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (name != NULL, 0);

  step = step_new (STEP_RENAME, list);
  step->old_name = g_strdup (signet_list_get_name (list));
  step->new_name = g_strdup (name);

  return do_step (self, step);
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

  return do_step (self, step_new (STEP_ADD_LIST, list));
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

  return do_step (self, step_new (STEP_DELETE_LIST, list));
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
      Step *step = g_ptr_array_index (self->done, i - 1);

      if (step->id == id)
        return turn (self, self->done, i - 1, self->undone, list);
    }

  return FALSE;
}

/**
 * signet_list_edits_can_undo:
 * @self: the edits
 *
 * Returns: whether there is an edit to take back
 */
gboolean
signet_list_edits_can_undo (SignetListEdits *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), FALSE);

  return self->done->len > 0;
}

/**
 * signet_list_edits_can_redo:
 * @self: the edits
 *
 * Returns: whether there is an edit to do again
 */
gboolean
signet_list_edits_can_redo (SignetListEdits *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), FALSE);

  return self->undone->len > 0;
}
