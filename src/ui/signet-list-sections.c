/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-sections.h"

SignetListSections *
signet_list_sections_new (void)
{
  SignetListSections *self = g_new0 (SignetListSections, 1);

  self->all = g_ptr_array_new_with_free_func (signet_list_section_free);
  self->by_aisle = g_hash_table_new (g_str_hash, g_str_equal);
  signet_list_sections_clear (self);

  return self;
}

void
signet_list_sections_free (SignetListSections *self)
{
  g_hash_table_unref (self->by_aisle);
  g_ptr_array_unref (self->all);
  g_clear_object (&self->household);
  g_free (self);
}

void
signet_list_sections_clear (SignetListSections *self)
{
  g_hash_table_remove_all (self->by_aisle);
  g_ptr_array_set_size (self->all, 0);
  self->other = signet_list_section_new (NULL, FALSE);
  self->bought = signet_list_section_new (NULL, TRUE);
  g_ptr_array_add (self->all, self->other);
  g_ptr_array_add (self->all, self->bought);
}

static guint
get_aisle_place (SignetListSections *self,
                 SignetListSection  *section)
{
  return self->household != NULL ? signet_household_get_aisle_place (self->household, section->aisle) : G_MAXUINT;
}

static SignetListSection *
add_aisle (SignetListSections *self,
           const char         *aisle)
{
  SignetListSection *section = signet_list_section_new (aisle, FALSE);
  guint position = self->all->len - 2;

  while (position > 0
         && get_aisle_place (self, section) < get_aisle_place (self, g_ptr_array_index (self->all, position - 1)))
    position--;
  g_ptr_array_insert (self->all, (int) position, section);
  g_hash_table_insert (self->by_aisle, section->aisle, section);

  return section;
}

SignetListSection *
signet_list_sections_get_for (SignetListSections *self,
                              SignetItem         *item,
                              gboolean            grouped)
{
  const char *aisle = signet_item_get_aisle (item);
  SignetListSection *section;

  if (signet_item_get_done (item))
    return self->bought;
  if (aisle == NULL || !grouped)
    return self->other;

  section = g_hash_table_lookup (self->by_aisle, aisle);

  return section != NULL ? section : add_aisle (self, aisle);
}

SignetListSection *
signet_list_sections_get (SignetListSections *self,
                          guint               nth)
{
  return nth < self->all->len ? g_ptr_array_index (self->all, nth) : NULL;
}

gboolean
signet_list_sections_have_aisles (SignetListSections *self)
{
  SignetListSection *section;

  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    if (section->aisle != NULL && section->places->len > 0)
      return TRUE;

  return FALSE;
}

guint
signet_list_sections_get_n_items (SignetListSections *self)
{
  SignetListSection *section;
  guint n = 0;

  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    n += section->places->len;

  return n;
}

guint
signet_list_sections_count_before (SignetListSections *self,
                                   SignetListSection  *section,
                                   guint              *n_items)
{
  SignetListSection *other;
  guint n = 0;

  *n_items = 0;
  for (guint i = 0; (other = signet_list_sections_get (self, i)) != section; i++)
    {
      n += signet_list_section_get_n_rows (other);
      *n_items += other->places->len;
    }

  return n;
}

SignetListRow *
signet_list_sections_dup_row (SignetListSections *self,
                              guint               position)
{
  SignetListSection *section;

  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    {
      guint n = signet_list_section_get_n_rows (section);

      if (position < n)
        return g_object_ref (signet_list_section_get_row (section, position));
      position -= n;
    }

  return NULL;
}

GPtrArray *
signet_list_sections_dup_rows (SignetListSections *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  SignetListSection *section;

  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    for (guint j = 0; j < signet_list_section_get_n_rows (section); j++)
      g_ptr_array_add (rows, g_object_ref (signet_list_section_get_row (section, j)));

  return rows;
}

void
signet_list_sections_collect_edges (SignetListSections *self,
                                    GHashTable         *edges)
{
  SignetListSection *section;

  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    if (section->places->len > 0)
      {
        g_hash_table_add (edges, g_ptr_array_index (section->places, 0));
        g_hash_table_add (edges, g_ptr_array_index (section->places, section->places->len - 1));
      }
}

void
signet_list_sections_update_edges (SignetListSections *self,
                                   GHashTable         *edges)
{
  GHashTableIter iter;
  gpointer place;

  signet_list_sections_collect_edges (self, edges);
  g_hash_table_iter_init (&iter, edges);
  while (g_hash_table_iter_next (&iter, &place, NULL))
    signet_list_place_update_edges (place);
}

void
signet_list_sections_compare (SignetListSections *self,
                              GPtrArray          *before,
                              guint              *start,
                              guint              *n_removed,
                              guint              *n_added)
{
  g_autoptr (GPtrArray) after = signet_list_sections_dup_rows (self);
  guint most = MIN (before->len, after->len);
  guint end = 0;

  *start = 0;
  while (*start < most && before->pdata[*start] == after->pdata[*start])
    (*start)++;
  while (end < most - *start && before->pdata[before->len - 1 - end] == after->pdata[after->len - 1 - end])
    end++;

  *n_removed = before->len - *start - end;
  *n_added = after->len - *start - end;
}

SignetListSection *
signet_list_sections_find_heading (SignetListSections *self,
                                   SignetListRow      *heading)
{
  SignetListSection *section;

  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    if (section->heading == heading)
      return section;

  return NULL;
}

void
signet_list_sections_fill (SignetListSections *self,
                           GPtrArray          *places)
{
  SignetListSection *section;
  gboolean aisles;

  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    g_ptr_array_set_size (section->places, 0);
  for (guint i = 0; i < places->len; i++)
    {
      SignetListPlace *place = g_ptr_array_index (places, i);

      if (place->section != NULL)
        g_ptr_array_add (place->section->places, place);
    }

  aisles = signet_list_sections_have_aisles (self);
  for (guint i = 0; (section = signet_list_sections_get (self, i)) != NULL; i++)
    signet_list_section_update_heading (section, aisles);
}

static int
compare_sections (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  guint first = get_aisle_place (data, *(SignetListSection **) a);
  guint second = get_aisle_place (data, *(SignetListSection **) b);

  return (first > second) - (first < second);
}

void
signet_list_sections_sort (SignetListSections *self,
                           GPtrArray          *places)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) aisles = g_ptr_array_new ();

  for (guint i = 0; i < places->len; i++)
    {
      SignetListPlace *place = g_ptr_array_index (places, i);
      const char *aisle = signet_item_get_aisle (signet_list_row_get_item (place->row));
      SignetListSection *section = aisle != NULL ? g_hash_table_lookup (self->by_aisle, aisle) : NULL;

      if (section != NULL && g_hash_table_add (seen, section))
        g_ptr_array_add (aisles, section);
    }
  for (guint i = 0; i < self->all->len - 2; i++)
    if (g_hash_table_add (seen, g_ptr_array_index (self->all, i)))
      g_ptr_array_add (aisles, g_ptr_array_index (self->all, i));

  /* stable: those of one place stay as they are */
  g_ptr_array_sort_with_data (aisles, compare_sections, self);
  for (guint i = 0; i < aisles->len; i++)
    g_ptr_array_index (self->all, i) = g_ptr_array_index (aisles, i);
}
