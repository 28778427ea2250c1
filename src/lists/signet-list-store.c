/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-store-private.h"

#include "signet-list-private.h"

static void signet_list_store_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetListStore, signet_list_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, signet_list_store_model_init))

guint _signet_list_store_signals[N_SIGNALS];

/* Entries */

void
_signet_list_entry_set_list (SignetListEntry *entry,
                             SignetList      *list)
{
  if (entry->list != NULL)
    g_signal_handlers_disconnect_by_func (entry->list, _signet_list_entry_changed_cb, entry);
  g_set_object (&entry->list, list);
  if (list != NULL)
    g_signal_connect (list, "changed", G_CALLBACK (_signet_list_entry_changed_cb), entry);
}

static void
entry_free (SignetListEntry *entry)
{
  _signet_list_entry_set_list (entry, NULL);
  g_clear_handle_id (&entry->save_source, g_source_remove);
  g_clear_handle_id (&entry->read_source, g_source_remove);
  g_free (entry->checksum);
  g_free (entry->id);
  g_free (entry);
}

SignetListEntry *
_signet_list_store_lookup (SignetListStore *self,
                           const char      *id)
{
  return g_hash_table_lookup (self->entries, id);
}

SignetListEntry *
_signet_list_store_ensure (SignetListStore *self,
                           const char      *id)
{
  SignetListEntry *entry = _signet_list_store_lookup (self, id);

  if (entry == NULL)
    {
      entry = g_new0 (SignetListEntry, 1);
      entry->store = self;
      entry->id = g_strdup (id);
      g_hash_table_insert (self->entries, entry->id, entry);
    }

  return entry;
}

gboolean
_signet_list_entry_is_unsaved (SignetListEntry *entry)
{
  return entry->saved != entry->wanted;
}

/* Forgets an entry that stands for nothing any more. */
void
_signet_list_entry_drop_if_idle (SignetListEntry *entry)
{
  if (entry->is_writing || entry->is_reading || entry->must_read || entry->read_source != 0 ||
      _signet_list_entry_is_unsaved (entry) || (entry->list != NULL && !entry->is_deleted))
    return;

  g_hash_table_remove (entry->store->entries, entry->id);
}

/* The model */

static int
compare_lists (gconstpointer a,
               gconstpointer b)
{
  SignetList *first = *(SignetList **) a;
  SignetList *second = *(SignetList **) b;
  gint64 first_created = signet_list_get_created (first);
  gint64 second_created = signet_list_get_created (second);

  if (first_created != second_created)
    return first_created < second_created ? -1 : 1;

  return g_strcmp0 (signet_list_get_id (first), signet_list_get_id (second));
}

void
_signet_list_store_show (SignetListStore *self,
                         SignetList      *list)
{
  guint position = self->lists->len;

  while (position > 0 && compare_lists (&g_ptr_array_index (self->lists, position - 1), &list) > 0)
    position--;

  g_ptr_array_insert (self->lists, position, g_object_ref (list));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

void
_signet_list_store_hide (SignetListStore *self,
                         SignetList      *list)
{
  guint position;

  if (!g_ptr_array_find (self->lists, list, &position))
    return;

  g_ptr_array_remove_index (self->lists, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

void
_signet_list_entry_changed_cb (SignetList      *list,
                               SignetListEntry *entry)
{
  if (entry->is_taking && entry->n_changes++ == 0)
    return;

  if (entry->is_deleted)
    return;

  entry->wanted++;
  if (entry->edited == 0)
    entry->edited = g_get_monotonic_time ();
  _signet_list_entry_save_soon (entry, SIGNET_LIST_STORE_COALESCE_MS);
}

/* The type */

static GType
signet_list_store_get_item_type (GListModel *model)
{
  return SIGNET_TYPE_LIST;
}

static guint
signet_list_store_get_n_items (GListModel *model)
{
  return SIGNET_LIST_STORE (model)->lists->len;
}

static gpointer
signet_list_store_get_item (GListModel *model,
                            guint       position)
{
  SignetListStore *self = SIGNET_LIST_STORE (model);

  return position < self->lists->len ? g_object_ref (g_ptr_array_index (self->lists, position)) : NULL;
}

static void
signet_list_store_model_init (GListModelInterface *iface)
{
  iface->get_item_type = signet_list_store_get_item_type;
  iface->get_n_items = signet_list_store_get_n_items;
  iface->get_item = signet_list_store_get_item;
}

static void
signet_list_store_finalize (GObject *object)
{
  SignetListStore *self = SIGNET_LIST_STORE (object);

  _signet_list_store_save_leftovers (self);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->lists);
  g_free (self->folder);

  G_OBJECT_CLASS (signet_list_store_parent_class)->finalize (object);
}

static void
signet_list_store_class_init (SignetListStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = signet_list_store_finalize;

  _signet_list_store_signals[SIGNAL_SAVE_FAILED] =
    g_signal_new ("save-failed", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SIGNET_TYPE_LIST, G_TYPE_ERROR);
  _signet_list_store_signals[SIGNAL_SAVED] =
    g_signal_new ("saved", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);
  _signet_list_store_signals[SIGNAL_DAMAGED] =
    g_signal_new ("damaged", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  _signet_list_store_signals[SIGNAL_CHANGED_OUTSIDE] =
    g_signal_new ("changed-outside", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SIGNET_TYPE_LIST, SIGNET_TYPE_LIST);
  _signet_list_store_signals[SIGNAL_CONFLICT] =
    g_signal_new ("conflict", SIGNET_TYPE_LIST_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SIGNET_TYPE_LIST, G_TYPE_STRING);
}

static void
signet_list_store_init (SignetListStore *self)
{
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) entry_free);
}

SignetListStore *
signet_list_store_new (const char *folder)
{
  SignetListStore *self = g_object_new (SIGNET_TYPE_LIST_STORE, NULL);

  self->folder = folder != NULL ? g_strdup (folder)
                                : g_build_filename (g_get_user_data_dir (), "signet", "lists", NULL);

  return self;
}

const char *
signet_list_store_get_folder (SignetListStore *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_STORE (self), NULL);

  return self->folder;
}

gboolean
signet_list_store_has_unsaved (SignetListStore *self)
{
  GHashTableIter iter;
  SignetListEntry *entry;

  g_return_val_if_fail (SIGNET_IS_LIST_STORE (self), FALSE);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (_signet_list_entry_is_unsaved (entry))
      return TRUE;

  return FALSE;
}

void
signet_list_store_add (SignetListStore *self,
                       SignetList      *list)
{
  SignetListEntry *entry;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));
  g_return_if_fail (SIGNET_IS_LIST (list));

  entry = _signet_list_store_ensure (self, signet_list_get_id (list));
  g_return_if_fail (entry->list == NULL || entry->is_deleted);

  /* New lists go last, also after the clock went back. */
  if (signet_list_get_created (list) == 0)
    {
      gint64 created = g_get_real_time ();

      if (self->lists->len > 0)
        created = MAX (created,
                       signet_list_get_created (g_ptr_array_index (self->lists, self->lists->len - 1)) + 1);
      signet_list_set_created (list, created);
    }

  entry->is_deleted = FALSE;
  _signet_list_entry_set_list (entry, list);
  entry->wanted++;
  _signet_list_entry_save_soon (entry, SIGNET_LIST_STORE_COALESCE_MS);
  _signet_list_store_show (self, list);
}

SignetList *
signet_list_store_create (SignetListStore *self,
                          const char      *name)
{
  g_autoptr (SignetList) list = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST_STORE (self), NULL);

  list = signet_list_new (NULL, name);
  signet_list_store_add (self, list);

  return list;   /* the model holds it */
}

void
signet_list_store_delete (SignetListStore *self,
                          SignetList      *list)
{
  SignetListEntry *entry;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));
  g_return_if_fail (SIGNET_IS_LIST (list));

  entry = _signet_list_store_lookup (self, signet_list_get_id (list));
  g_return_if_fail (entry != NULL && entry->list == list && !entry->is_deleted);

  entry->is_deleted = TRUE;
  entry->wanted++;
  _signet_list_entry_save_now (entry);
  _signet_list_store_hide (self, list);
}

static void
set_created (SignetListStore *self,
             SignetList      *list,
             gint64           created)
{
  SignetListEntry *entry = _signet_list_store_lookup (self, signet_list_get_id (list));

  signet_list_set_created (list, created);
  entry->wanted++;
  _signet_list_entry_save_soon (entry, SIGNET_LIST_STORE_COALESCE_MS);
}

static gint64
get_created (SignetListStore *self,
             guint            position)
{
  return signet_list_get_created (g_ptr_array_index (self->lists, position));
}

void
signet_list_store_move (SignetListStore *self,
                        SignetList      *list,
                        guint            position)
{
  guint from;
  guint first, last;

  g_return_if_fail (SIGNET_IS_LIST_STORE (self));
  g_return_if_fail (g_ptr_array_find (self->lists, list, &from));
  g_return_if_fail (position < self->lists->len);

  if (from == position)
    return;

  g_ptr_array_insert (self->lists, (int) position, g_ptr_array_steal_index (self->lists, from));

  if (position == 0)
    set_created (self, list, MAX (get_created (self, 1) - G_USEC_PER_SEC, 1));
  else if (position == self->lists->len - 1)
    set_created (self, list, get_created (self, position - 1) + G_USEC_PER_SEC);
  else
    set_created (self, list, (get_created (self, position - 1) + get_created (self, position + 1)) / 2);

  /* Where there was no room between the neighbours, those behind make some. */
  for (guint i = 1; i < self->lists->len; i++)
    if (get_created (self, i) <= get_created (self, i - 1))
      set_created (self, g_ptr_array_index (self->lists, i), get_created (self, i - 1) + 1);

  first = MIN (from, position);
  last = MAX (from, position);
  g_list_model_items_changed (G_LIST_MODEL (self), first, last - first + 1, last - first + 1);
}

SignetList *
signet_list_store_find (SignetListStore  *self,
                        const char       *name_or_id,
                        GError          **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  SignetList *found = NULL;
  guint n_found = 0;

  g_return_val_if_fail (SIGNET_IS_LIST_STORE (self), NULL);
  g_return_val_if_fail (name_or_id != NULL, NULL);

  for (guint i = 0; i < self->lists->len; i++)
    {
      SignetList *list = g_ptr_array_index (self->lists, i);

      if (g_str_equal (signet_list_get_id (list), name_or_id))
        return list;

      if (!g_str_equal (signet_list_get_name (list), name_or_id))
        continue;

      n_found++;
      found = list;
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", signet_list_get_id (list));
    }

  if (n_found == 1)
    return found;

  if (n_found == 0)
    g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_NOT_FOUND,
                 "There is no list “%s”", name_or_id);
  else
    g_set_error_literal (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_AMBIGUOUS, ids->str);

  return NULL;
}
