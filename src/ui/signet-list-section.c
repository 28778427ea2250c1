/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-section.h"

#include <glib/gi18n.h>
#include <string.h>

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("signet-list-place");
}

SignetListSection *
signet_list_section_new (const char *aisle,
                         gboolean    bought)
{
  SignetListSection *self = g_new0 (SignetListSection, 1);

  self->aisle = g_strdup (aisle);
  self->bought = bought;
  self->places = g_ptr_array_new ();

  return self;
}

void
signet_list_section_free (gpointer section)
{
  SignetListSection *self = section;

  g_free (self->aisle);
  g_ptr_array_unref (self->places);
  g_clear_object (&self->heading);
  g_free (self);
}

guint
signet_list_section_get_n_rows (SignetListSection *self)
{
  return self->places->len + (self->heading != NULL);
}

SignetListRow *
signet_list_section_get_row (SignetListSection *self,
                             guint              nth)
{
  SignetListPlace *place;

  if (self->heading != NULL && nth == 0)
    return self->heading;
  place = g_ptr_array_index (self->places, nth - (self->heading != NULL));

  return place->row;
}

guint
signet_list_section_find (SignetListSection *self,
                          guint              index)
{
  guint low = 0;
  guint high = self->places->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      SignetListPlace *place = g_ptr_array_index (self->places, middle);

      if (place->index < index)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
update_edges_at (SignetListSection *self,
                 guint              nth)
{
  if (nth < self->places->len)
    signet_list_place_update_edges (g_ptr_array_index (self->places, nth));
}

guint
signet_list_section_insert (SignetListSection *self,
                            SignetListPlace   *place)
{
  guint nth = signet_list_section_find (self, place->index);

  g_assert (place->section == NULL);

  g_ptr_array_insert (self->places, (int) nth, place);
  place->section = self;
  update_edges_at (self, nth);
  update_edges_at (self, nth + 1);
  if (nth > 0)
    update_edges_at (self, nth - 1);

  return nth + (self->heading != NULL);
}

guint
signet_list_section_remove (SignetListSection *self,
                            SignetListPlace   *place)
{
  guint nth = signet_list_section_find (self, place->index);

  g_assert (place->section == self && g_ptr_array_index (self->places, nth) == place);

  g_ptr_array_remove_index (self->places, nth);
  place->section = NULL;
  signet_list_place_update_edges (place);
  update_edges_at (self, nth);
  if (nth > 0)
    update_edges_at (self, nth - 1);

  return nth + (self->heading != NULL);
}

void
signet_list_place_update_edges (SignetListPlace *place)
{
  GPtrArray *places = place->section != NULL ? place->section->places : NULL;

  signet_list_row_set_edges (place->row,
                             places != NULL && places->pdata[0] == place,
                             places != NULL && places->pdata[places->len - 1] == place);
}

/* A heading stands where items stand; what has no aisle needs one only beside aisles. */
gboolean
signet_list_section_update_heading (SignetListSection *self,
                                    gboolean           aisles)
{
  gboolean wanted = self->places->len > 0 && (self->aisle != NULL || self->bought || aisles);

  if (wanted == (self->heading != NULL))
    return FALSE;

  if (!wanted)
    g_clear_object (&self->heading);
  else if (self->bought)
    self->heading = signet_list_row_new_heading (_("Bought"), TRUE);
  else
    /* Translators: heading of items that have no aisle, beside others that have one */
    self->heading = signet_list_row_new_heading (self->aisle != NULL ? self->aisle : C_("aisle", "Other"), FALSE);

  return TRUE;
}

SignetListPlace *
signet_list_place_new (SignetItem *item)
{
  SignetListPlace *place = g_new0 (SignetListPlace, 1);

  place->row = signet_list_row_new_for_item (item);
  g_object_set_qdata (G_OBJECT (place->row), get_quark (), place);

  return place;
}

void
signet_list_place_free (gpointer data)
{
  SignetListPlace *place = data;

  g_object_set_qdata (G_OBJECT (place->row), get_quark (), NULL);
  g_object_unref (place->row);
  g_free (place->folded);
  g_free (place);
}

SignetListPlace *
signet_list_place_of (SignetListRow *row)
{
  return g_object_get_qdata (G_OBJECT (row), get_quark ());
}

void
signet_list_place_forget_words (SignetListPlace *place)
{
  g_clear_pointer (&place->folded, g_free);
}

/* Lines of what can be looked for: no text that is looked for goes beyond one. */
static char *
fold_words (SignetItem *item)
{
  const char *aisle = signet_item_get_aisle (item);
  const char *note = signet_item_get_note (item);
  g_autofree char *words = g_strconcat (signet_item_get_name (item), "\n", aisle != NULL ? aisle : "", "\n",
                                        note != NULL ? note : "", NULL);

  return g_utf8_casefold (words, -1);
}

gboolean
signet_list_place_matches (SignetListPlace *place,
                           const char      *folded)
{
  if (folded == NULL)
    return TRUE;
  if (place->folded == NULL)
    place->folded = fold_words (signet_list_row_get_item (place->row));

  return strstr (place->folded, folded) != NULL;
}
