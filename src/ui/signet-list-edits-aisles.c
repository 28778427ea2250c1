/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-edits-private.h"

#include "signet-clean.h"

/* The aisles of the household: their order, and what they are called. */

/* Aisles in the order in which they were found, and how many items are in each. */
typedef struct
{
  GPtrArray  *names;     /* of char *, owned */
  GArray     *n_items;   /* of guint, beside names */
  GHashTable *by_name;   /* name, owned by names → its number from 1 */
} Aisles;

static guint
note_aisle (Aisles     *aisles,
            const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (aisles->by_name, name));
  guint none = 0;
  char *copy;

  if (number > 0)
    return number - 1;

  copy = g_strdup (name);
  g_ptr_array_add (aisles->names, copy);
  g_array_append_val (aisles->n_items, none);
  g_hash_table_insert (aisles->by_name, copy, GUINT_TO_POINTER (aisles->names->len));

  return aisles->names->len - 1;
}

static void
note_list (Aisles     *aisles,
           SignetList *list)
{
  guint n = signet_list_get_n_items (list);

  for (guint i = 0; i < n; i++)
    {
      const char *aisle = signet_item_get_aisle (signet_list_get_item (list, i));

      if (aisle != NULL)
        {
          guint at = note_aisle (aisles, aisle);

          g_array_index (aisles->n_items, guint, at)++;
        }
    }
}

GStrv
signet_list_edits_dup_aisles (SignetListEdits  *self,
                              SignetList       *list,
                              GArray          **n_items)
{
  Aisles aisles = { g_ptr_array_new (), g_array_new (FALSE, FALSE, sizeof (guint)), g_hash_table_new (g_str_hash, g_str_equal) };
  const char * const *known;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), NULL);
  g_return_val_if_fail (SIGNET_IS_LIST (list), NULL);

  known = self->household != NULL ? signet_household_get_aisles (self->household) : NULL;
  for (guint i = 0; known != NULL && known[i] != NULL; i++)
    note_aisle (&aisles, known[i]);
  note_list (&aisles, list);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      g_autoptr (SignetList) other = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (other != list)
        note_list (&aisles, other);
    }

  g_hash_table_unref (aisles.by_name);
  if (n_items != NULL)
    *n_items = aisles.n_items;
  else
    g_array_unref (aisles.n_items);
  g_ptr_array_add (aisles.names, NULL);

  return (GStrv) g_ptr_array_free (aisles.names, FALSE);
}

guint
signet_list_edits_arrange_aisles (SignetListEdits    *self,
                                  SignetList         *list,
                                  const char * const *aisles)
{
  const char * const *old;
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (aisles != NULL, 0);
  g_return_val_if_fail (self->household != NULL, 0);

  old = signet_household_get_aisles (self->household);
  if (g_strv_equal (old, aisles))
    return 0;

  step = signet_list_step_new (SIGNET_LIST_STEP_ARRANGE_AISLES, list);
  step->household = g_object_ref (self->household);
  step->old_aisles = g_strdupv ((GStrv) old);
  step->new_aisles = g_strdupv ((GStrv) aisles);

  return _signet_list_edits_do (self, step);
}

static void
rename_on_list (SignetListEdits *self,
                SignetList      *list,
                const char      *from,
                const char      *to)
{
  signet_list_begin_edit (list);
  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);
      g_autoptr (SignetItem) after = NULL;

      if (g_strcmp0 (signet_item_get_aisle (item), from) != 0)
        continue;
      after = signet_item_copy (item);
      signet_item_set_aisle (after, to);
      signet_list_edits_change (self, list, item, after);
    }
  signet_list_end_edit (list);
}

static void
rename_in_store (SignetListEdits *self,
                 SignetListStore *store,
                 const char      *from,
                 const char      *to)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (store), i);

      rename_on_list (self, list, from, to);
    }
}

guint
signet_list_edits_rename_aisle (SignetListEdits *self,
                                SignetList      *list,
                                const char      *from,
                                const char      *to)
{
  g_auto (GStrv) aisles = NULL;
  g_autofree char *clean = NULL;
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (from != NULL && to != NULL, 0);
  g_return_val_if_fail (self->household != NULL, 0);

  /* two that become one could not be told apart again */
  clean = signet_clean_line (to);
  aisles = signet_list_edits_dup_aisles (self, list, NULL);
  if (clean == NULL || g_strv_contains ((const char * const *) aisles, clean))
    return 0;

  signet_list_edits_begin_group (self, list);
  step = signet_list_step_new (SIGNET_LIST_STEP_RENAME_AISLE, list);
  step->household = g_object_ref (self->household);
  step->old_name = g_strdup (from);
  step->new_name = g_strdup (clean);
  _signet_list_edits_do (self, step);
  rename_in_store (self, self->store, from, clean);
  if (self->templates != NULL)
    rename_in_store (self, self->templates, from, clean);

  return signet_list_edits_end_group (self);
}
