/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list.h"

#include "signet-clean.h"
#include "signet-item-private.h"
#include "signet-list-cache.h"
#include "signet-list-private.h"

#include <string.h>

struct _SignetList
{
  GObject parent_instance;

  /* owned */
  char      *id;
  char      *name;
  char      *extra;     /* (nullable): members of the file that we do not know */
  GPtrArray *items;     /* of SignetItem */
  SignetListCache *cache;

  /* plain */
  gint64     created;
  guint      n_done;          /* what was last notified */
  guint      n_items;         /* likewise */
  guint      edit_depth;
  gboolean   was_edited;      /* within the outermost edit */
};

static void signet_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetList, signet_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, signet_list_model_init))

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_N_ITEMS,
  PROP_N_DONE,
  N_PROPS,
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The name of a list that was given none. */
#define NO_NAME "List"

static void
notify_count (SignetList *self,
              guint      *known,
              guint       now,
              guint       property)
{
  if (*known == now)
    return;

  *known = now;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Every edit ends here: the counts, then one "changed". */
static void
edited (SignetList *self)
{
  if (self->edit_depth > 0)
    {
      self->was_edited = TRUE;
      return;
    }

  g_object_ref (self);
  notify_count (self, &self->n_items, self->items->len, PROP_N_ITEMS);
  notify_count (self, &self->n_done, signet_list_get_n_done (self), PROP_N_DONE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_object_unref (self);
}

static void
item_edited_cb (SignetItem *item,
                SignetList *self)
{
  signet_list_cache_edited (self->cache, item);
  edited (self);
}

static void
connect_item (SignetList *self,
              SignetItem *item)
{
  g_signal_connect (item, "edited", G_CALLBACK (item_edited_cb), self);
}

static void
release_item (SignetList *self,
              SignetItem *item)
{
  g_signal_handlers_disconnect_by_func (item, item_edited_cb, self);
  g_object_unref (item);
}

static GType
signet_list_get_item_type (GListModel *model)
{
  return SIGNET_TYPE_ITEM;
}

static guint
signet_list_count_items (GListModel *model)
{
  return SIGNET_LIST (model)->items->len;
}

static gpointer
signet_list_dup_item (GListModel *model,
                      guint       position)
{
  SignetList *self = SIGNET_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
signet_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = signet_list_get_item_type;
  iface->get_n_items = signet_list_count_items;
  iface->get_item = signet_list_dup_item;
}

static void
signet_list_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SignetList *self = SIGNET_LIST (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_N_ITEMS:
      g_value_set_uint (value, self->items->len);
      break;

    case PROP_N_DONE:
      g_value_set_uint (value, signet_list_get_n_done (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_list_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SignetList *self = SIGNET_LIST (object);

  switch (prop_id)
    {
    case PROP_NAME:
      signet_list_set_name (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_list_finalize (GObject *object)
{
  SignetList *self = SIGNET_LIST (object);

  for (guint i = 0; i < self->items->len; i++)
    release_item (self, g_ptr_array_index (self->items, i));

  signet_list_cache_free (self->cache);
  g_ptr_array_unref (self->items);
  g_free (self->id);
  g_free (self->name);
  g_free (self->extra);

  G_OBJECT_CLASS (signet_list_parent_class)->finalize (object);
}

static void
signet_list_class_init (SignetListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_list_get_property;
  object_class->set_property = signet_list_set_property;
  object_class->finalize = signet_list_finalize;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NO_NAME,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_DONE] =
    g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SIGNET_TYPE_LIST, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_list_init (SignetList *self)
{
  self->items = g_ptr_array_new ();
  self->cache = signet_list_cache_new (self->items);
  self->name = g_strdup (NO_NAME);
}

SignetList *
signet_list_new (const char *id,
                 const char *name)
{
  SignetList *self = g_object_new (SIGNET_TYPE_LIST, NULL);
  char *clean_name = signet_clean_line (name);

  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  if (clean_name != NULL)
    {
      g_free (self->name);
      self->name = clean_name;
    }

  return self;
}

SignetList *
signet_list_new_take_contents (const char         *id,
                               SignetListContents *contents,
                               const char         *fallback_name)
{
  SignetList *self = signet_list_new (id, contents->name != NULL ? contents->name : fallback_name);

  self->created = contents->created;
  self->extra = g_steal_pointer (&contents->extra);

  for (guint i = 0; i < contents->items->len; i++)
    {
      SignetItem *item = signet_item_new_take_fields (&g_array_index (contents->items, SignetItemFields, i));

      connect_item (self, item);
      g_ptr_array_add (self->items, item);
    }

  signet_list_cache_spliced (self->cache, 0, 0, self->items->len);
  self->n_items = self->items->len;
  self->n_done = signet_list_get_n_done (self);
  signet_list_contents_free (contents);

  return self;
}

const char *
signet_list_get_id (SignetList *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);

  return self->id;
}

const char *
signet_list_get_name (SignetList *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);

  return self->name;
}

void
signet_list_set_name (SignetList *self,
                      const char *name)
{
  g_autofree char *clean_name = NULL;

  g_return_if_fail (SIGNET_IS_LIST (self));

  clean_name = signet_clean_line (name);
  if (clean_name == NULL || g_str_equal (clean_name, self->name))
    return;

  g_free (self->name);
  self->name = g_steal_pointer (&clean_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  edited (self);
}

guint
signet_list_get_n_items (SignetList *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST (self), 0);

  return self->items->len;
}

guint
signet_list_get_n_done (SignetList *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST (self), 0);

  return signet_list_cache_get_n_done (self->cache);
}

SignetItem *
signet_list_get_item (SignetList *self,
                      guint       position)
{
  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);

  return position < self->items->len ? g_ptr_array_index (self->items, position) : NULL;
}

gboolean
signet_list_find (SignetList *self,
                  SignetItem *item,
                  guint      *position)
{
  g_return_val_if_fail (SIGNET_IS_LIST (self), FALSE);

  return g_ptr_array_find (self->items, item, position);
}

SignetItem *
signet_list_find_key (SignetList *self,
                      const char *key,
                      guint      *position)
{
  g_assert (SIGNET_IS_LIST (self));

  return signet_list_cache_find_key (self->cache, key, position) ? g_ptr_array_index (self->items, *position) : NULL;
}

void
signet_list_append (SignetList *self,
                    SignetItem *item)
{
  g_return_if_fail (SIGNET_IS_LIST (self));

  signet_list_insert (self, self->items->len, item);
}

void
signet_list_insert (SignetList *self,
                    guint       position,
                    SignetItem *item)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  g_return_if_fail (SIGNET_IS_ITEM (item));

  g_ptr_array_add (added, item);
  signet_list_splice (self, position, 0, added);
}

void
signet_list_splice (SignetList *self,
                    guint       position,
                    guint       n_removed,
                    GPtrArray  *added)
{
  guint n_added = added != NULL ? added->len : 0;
  g_autoptr (GPtrArray) released = NULL;

  g_return_if_fail (SIGNET_IS_LIST (self));
  g_return_if_fail (position <= self->items->len && n_removed <= self->items->len - position);

  if (n_removed == 0 && n_added == 0)
    return;

  released = g_ptr_array_new_full (n_removed, g_object_unref);
  for (guint i = 0; i < n_removed; i++)
    g_ptr_array_add (released, g_ptr_array_index (self->items, position + i));

  if (n_added > n_removed)
    {
      guint old_length = self->items->len;
      guint tail = old_length - position - n_removed;

      g_ptr_array_set_size (self->items, old_length + n_added - n_removed);
      memmove (self->items->pdata + position + n_added, self->items->pdata + position + n_removed,
               tail * sizeof (gpointer));
    }
  else if (n_removed > n_added)
    g_ptr_array_remove_range (self->items, position + n_added, n_removed - n_added);

  for (guint i = 0; i < n_added; i++)
    self->items->pdata[position + i] = g_object_ref (g_ptr_array_index (added, i));

  /* An item may be on both sides: let go of the old before taking up the new. */
  for (guint i = 0; i < released->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (released, i), item_edited_cb, self);
  for (guint i = 0; i < n_added; i++)
    connect_item (self, g_ptr_array_index (added, i));

  signet_list_cache_spliced (self->cache, position, n_removed, n_added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  edited (self);
}

void
signet_list_remove (SignetList *self,
                    guint       position)
{
  signet_list_splice (self, position, 1, NULL);
}

void
signet_list_move (SignetList *self,
                  guint       from,
                  guint       to)
{
  SignetItem *item;
  guint first;
  guint last;

  g_return_if_fail (SIGNET_IS_LIST (self));
  g_return_if_fail (from < self->items->len && to < self->items->len);

  if (from == to)
    return;

  item = g_ptr_array_steal_index (self->items, from);
  g_ptr_array_insert (self->items, to, item);
  signet_list_cache_spliced (self->cache, from, 1, 0);
  signet_list_cache_spliced (self->cache, to, 0, 1);

  /* Told in one piece: a view then keeps the row of the item, and its focus. */
  first = MIN (from, to);
  last = MAX (from, to);
  g_list_model_items_changed (G_LIST_MODEL (self), first, last - first + 1, last - first + 1);
  edited (self);
}

void
signet_list_begin_edit (SignetList *self)
{
  g_return_if_fail (SIGNET_IS_LIST (self));

  self->edit_depth++;
}

gboolean
signet_list_is_in_edit (SignetList *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST (self), FALSE);

  return self->edit_depth > 0;
}

void
signet_list_end_edit (SignetList *self)
{
  g_return_if_fail (SIGNET_IS_LIST (self));
  g_return_if_fail (self->edit_depth > 0);

  self->edit_depth--;
  if (self->edit_depth == 0 && self->was_edited)
    {
      self->was_edited = FALSE;
      edited (self);
    }
}

/* The items of self between skipped ends, by name: each name's first comes first. */
static GHashTable *
index_by_name (SignetList *self,
               guint       start,
               guint       end)
{
  GHashTable *by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_queue_free);

  for (guint i = start; i < end; i++)
    {
      SignetItem *item = g_ptr_array_index (self->items, i);
      GQueue *same = g_hash_table_lookup (by_name, signet_item_get_name (item));

      if (same == NULL)
        {
          same = g_queue_new ();
          g_hash_table_insert (by_name, (gpointer) signet_item_get_name (item), same);
        }
      g_queue_push_tail (same, item);
    }

  return by_name;
}

/* Makes the items equal to those of other and keeps the objects whose name is still
 * there, so that rows, selection and focus stay with them. */
static void
take_items (SignetList *self,
            SignetList *other)
{
  GPtrArray *old = self->items;
  GPtrArray *new = other->items;
  g_autoptr (GHashTable) by_name = NULL;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) partners = g_ptr_array_new ();
  guint start = 0;
  guint end = 0;
  guint n_removed;
  gboolean is_same;

  while (start < MIN (old->len, new->len) &&
         signet_item_equal (g_ptr_array_index (old, start), g_ptr_array_index (new, start)))
    start++;

  while (end < MIN (old->len, new->len) - start &&
         signet_item_equal (g_ptr_array_index (old, old->len - 1 - end), g_ptr_array_index (new, new->len - 1 - end)))
    end++;

  by_name = index_by_name (self, start, old->len - end);
  n_removed = old->len - end - start;
  is_same = n_removed == new->len - end - start;

  for (guint i = start; i < new->len - end; i++)
    {
      SignetItem *item = g_ptr_array_index (new, i);
      GQueue *same = g_hash_table_lookup (by_name, signet_item_get_name (item));
      SignetItem *kept = same != NULL ? g_queue_pop_head (same) : NULL;

      g_ptr_array_add (partners, kept != NULL ? item : NULL);
      g_ptr_array_add (added, kept != NULL ? g_object_ref (kept) : signet_item_copy (item));
      is_same = is_same && kept == g_ptr_array_index (old, i);
    }

  /* Values first: then the model tells of places only, and of none if none changed. */
  g_hash_table_remove_all (by_name);
  for (guint i = 0; i < added->len; i++)
    {
      SignetItem *item = g_ptr_array_index (added, i);
      SignetItem *partner = g_ptr_array_index (partners, i);

      if (partner != NULL && !signet_item_equal (item, partner))
        {
          /* which tells only of what this version knows */
          signet_item_take_from (item, partner);
          signet_list_cache_edited (self->cache, item);
          self->was_edited = TRUE;
        }
    }

  if (!is_same)
    signet_list_splice (self, start, n_removed, added);
}

void
signet_list_take_from (SignetList *self,
                       SignetList *other)
{
  g_return_if_fail (SIGNET_IS_LIST (self));
  g_return_if_fail (SIGNET_IS_LIST (other) && other != self);

  signet_list_begin_edit (self);

  signet_list_set_name (self, other->name);
  if (g_strcmp0 (self->extra, other->extra) != 0)
    {
      g_free (self->extra);
      self->extra = g_strdup (other->extra);
      self->was_edited = TRUE;
    }
  take_items (self, other);

  signet_list_end_edit (self);
}

SignetList *
signet_list_copy (SignetList *self,
                  const char *name)
{
  SignetList *copy;
  g_autoptr (GPtrArray) items = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);

  items = g_ptr_array_new_full (self->items->len, g_object_unref);
  for (guint i = 0; i < self->items->len; i++)
    {
      SignetItem *item = signet_item_copy (g_ptr_array_index (self->items, i));

      signet_item_set_done (item, FALSE);
      g_ptr_array_add (items, item);
    }

  copy = signet_list_new (NULL, name != NULL ? name : self->name);
  signet_list_splice (copy, 0, 0, items);

  return copy;
}

gint64
signet_list_get_created (SignetList *self)
{
  g_assert (SIGNET_IS_LIST (self));

  return self->created;
}

void
signet_list_set_created (SignetList *self,
                         gint64      created)
{
  g_assert (SIGNET_IS_LIST (self));

  self->created = created;
}

SignetListSnapshot *
signet_list_snapshot (SignetList *self)
{
  SignetListSnapshot *snapshot = g_new0 (SignetListSnapshot, 1);

  g_assert (SIGNET_IS_LIST (self));

  snapshot->name = g_strdup (self->name);
  snapshot->extra = g_strdup (self->extra);
  snapshot->created = self->created;
  snapshot->items = signet_list_cache_dup_json (self->cache);

  return snapshot;
}

GBytes *
signet_list_to_json (SignetList *self)
{
  g_autoptr (SignetListSnapshot) snapshot = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST (self), NULL);

  snapshot = signet_list_snapshot (self);

  return signet_list_snapshot_to_json (snapshot);
}

SignetList *
signet_list_new_from_json (const char  *id,
                           GBytes      *json,
                           GError     **error)
{
  g_autoptr (SignetListContents) contents = NULL;
  gsize length;
  const char *text;

  g_return_val_if_fail (json != NULL, NULL);

  text = g_bytes_get_data (json, &length);
  contents = signet_list_contents_new_from_file (text != NULL ? text : "", length, error);

  return contents != NULL ? signet_list_new_take_contents (id, g_steal_pointer (&contents), NULL) : NULL;
}
