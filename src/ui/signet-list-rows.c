/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-rows.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <string.h>

/* More changes at once than this, and building anew is cheaper. */
#define MANY 64

/* An aisle with its rows, the heading first where it has one; never freed before the list changes. */
typedef struct
{
  char          *aisle;     /* NULL: none */
  gboolean       bought;
  GListStore    *store;
  SignetListRow *heading;   /* NULL: not shown */
  SignetListRow *first;
  SignetListRow *last;
} Section;

/* Beside each row: where it stands in the list, and in which section it is shown. */
typedef struct
{
  SignetListRow *row;
  Section       *section;   /* NULL: filtered out */
  guint          index;
  gulong         notify_id;
} Place;

struct _SignetListRows
{
  GObject parent_instance;

  /* owned */
  SignetList *list;
  SignetHousehold *household;   /* (nullable) */
  GListStore *stores;
  GtkFlattenListModel *model;
  GPtrArray *sections;
  GPtrArray *places;        /* in list order */
  GHashTable *by_item;      /* SignetItem → Place, not owned */
  char *filter;             /* casefolded */

  /* plain */
  gulong changed_id;
  gboolean grouped;
};

G_DEFINE_FINAL_TYPE (SignetListRows, signet_list_rows, G_TYPE_OBJECT)

static GQuark place_quark;

static void
section_free (gpointer data)
{
  Section *section = data;

  g_free (section->aisle);
  g_clear_object (&section->store);
  g_clear_object (&section->heading);
  g_free (section);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_signal_handler_disconnect (signet_list_row_get_item (place->row), place->notify_id);
  g_object_set_qdata (G_OBJECT (place->row), place_quark, NULL);
  g_object_unref (place->row);
  g_free (place);
}

static guint
section_get_n_items (Section *section)
{
  return g_list_model_get_n_items (G_LIST_MODEL (section->store)) - (section->heading != NULL);
}

/* (transfer none): the store keeps it */
static SignetListRow *
section_get_row (Section *section,
                 guint    position)
{
  g_autoptr (SignetListRow) row = g_list_model_get_item (G_LIST_MODEL (section->store), position);

  return row;
}

/* Where in its store a row with this place in the list stands, or would stand. */
static guint
section_find (Section *section,
              guint    index)
{
  guint low = section->heading != NULL;
  guint high = g_list_model_get_n_items (G_LIST_MODEL (section->store));

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      Place *place = g_object_get_qdata (G_OBJECT (section_get_row (section, middle)), place_quark);

      if (place->index < index)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
section_update_edges (Section *section)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (section->store));
  SignetListRow *first = NULL, *last = NULL;

  if (section_get_n_items (section) > 0)
    {
      first = section_get_row (section, section->heading != NULL);
      last = section_get_row (section, n - 1);
    }

  if (section->first != NULL && section->first != first && section->first != last)
    signet_list_row_set_edges (section->first, FALSE, FALSE);
  if (section->last != NULL && section->last != first && section->last != last)
    signet_list_row_set_edges (section->last, FALSE, FALSE);
  if (first != NULL)
    signet_list_row_set_edges (first, TRUE, first == last);
  if (last != NULL && last != first)
    signet_list_row_set_edges (last, FALSE, TRUE);

  g_set_object (&section->first, first);
  g_set_object (&section->last, last);
}

static guint
get_aisle_place (SignetListRows *self,
                 const char     *aisle)
{
  return self->household != NULL ? signet_household_get_aisle_place (self->household, aisle) : G_MAXUINT;
}

static Section *
get_section (SignetListRows *self,
             SignetItem     *item)
{
  gboolean bought = signet_item_get_done (item);
  const char *aisle = bought || !self->grouped ? NULL : signet_item_get_aisle (item);
  Section *section;
  guint position;

  g_assert (SIGNET_IS_LIST_ROWS (self));

  for (guint i = 0; i < self->sections->len; i++)
    {
      section = g_ptr_array_index (self->sections, i);
      if (section->bought == bought && g_strcmp0 (section->aisle, aisle) == 0)
        return section;
    }

  section = g_new0 (Section, 1);
  section->aisle = g_strdup (aisle);
  section->bought = bought;
  section->store = g_list_store_new (SIGNET_TYPE_LIST_ROW);

  /* the last two are always there: without an aisle, and bought */
  position = self->sections->len >= 2 ? self->sections->len - 2 : self->sections->len;
  while (position > 0
         && get_aisle_place (self, aisle)
            < get_aisle_place (self, ((Section *) g_ptr_array_index (self->sections, position - 1))->aisle))
    position--;
  g_ptr_array_insert (self->sections, position, section);
  g_list_store_insert (self->stores, position, section->store);

  return section;
}

/* A heading stands where items stand; what has no aisle needs one only beside aisles. */
static gboolean
wants_heading (Section  *section,
               gboolean  has_items,
               gboolean  has_aisles)
{
  return has_items && (section->aisle != NULL || section->bought || has_aisles);
}

static SignetListRow *
create_heading (Section *section)
{
  if (section->bought)
    return signet_list_row_new_heading (_("Bought"), TRUE);

  /* Translators: heading of items that have no aisle, beside others that have one */
  return signet_list_row_new_heading (section->aisle != NULL ? section->aisle : C_("aisle", "Other"), FALSE);
}

static void
update_headings (SignetListRows *self)
{
  gboolean has_aisles = FALSE;

  g_assert (SIGNET_IS_LIST_ROWS (self));

  for (guint i = 0; i < self->sections->len && !has_aisles; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      has_aisles = section->aisle != NULL && section_get_n_items (section) > 0;
    }

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);
      gboolean wanted = wants_heading (section, section_get_n_items (section) > 0, has_aisles);

      if (wanted && section->heading == NULL)
        {
          section->heading = create_heading (section);
          g_list_store_insert (section->store, 0, section->heading);
        }
      else if (!wanted && section->heading != NULL)
        {
          g_clear_object (&section->heading);
          g_list_store_remove (section->store, 0);
        }
    }
}

static gboolean
contains (const char *text,
          const char *folded_needle)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;
  folded = g_utf8_casefold (text, -1);

  return strstr (folded, folded_needle) != NULL;
}

static gboolean
matches (SignetListRows *self,
         SignetItem     *item)
{
  return self->filter == NULL
         || contains (signet_item_get_name (item), self->filter)
         || contains (signet_item_get_aisle (item), self->filter)
         || contains (signet_item_get_note (item), self->filter);
}

static void
show_place (SignetListRows *self,
            Place          *place)
{
  SignetItem *item = signet_list_row_get_item (place->row);
  Section *section;

  g_assert (place->section == NULL);

  if (!matches (self, item))
    return;

  section = get_section (self, item);
  place->section = section;
  g_list_store_insert (section->store, section_find (section, place->index), place->row);
  section_update_edges (section);
}

static void
hide_place (SignetListRows *self,
            Place          *place)
{
  Section *section = g_steal_pointer (&place->section);

  if (section == NULL)
    return;

  g_list_store_remove (section->store, section_find (section, place->index));
  signet_list_row_set_edges (place->row, FALSE, FALSE);
  section_update_edges (section);
}

static void
item_changed_cb (SignetListRows *self,
                 GParamSpec     *pspec,
                 SignetItem     *item)
{
  Place *place = g_hash_table_lookup (self->by_item, item);

  g_assert (SIGNET_IS_LIST_ROWS (self));
  g_assert (place != NULL);

  if (place->section == (matches (self, item) ? get_section (self, item) : NULL))
    return;

  hide_place (self, place);
  show_place (self, place);
  update_headings (self);
}

static Place *
place_new (SignetListRows *self,
           SignetItem     *item)
{
  Place *place = g_new0 (Place, 1);

  place->row = signet_list_row_new_for_item (item);
  place->notify_id = g_signal_connect_object (item, "notify", G_CALLBACK (item_changed_cb),
                                              self, G_CONNECT_SWAPPED);
  g_object_set_qdata (G_OBJECT (place->row), place_quark, place);
  g_hash_table_insert (self->by_item, item, place);

  return place;
}

static void
renumber (SignetListRows *self,
          guint           from)
{
  for (guint i = from; i < self->places->len; i++)
    ((Place *) g_ptr_array_index (self->places, i))->index = i;
}

/* Fills every section anew, headings included, and shows all of them as one change: the view
 * builds its rows only once, and keeps those that it shows already. */
static void
show_all (SignetListRows *self)
{
  g_autoptr (GHashTable) rows = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) stores = g_ptr_array_new ();
  gboolean has_aisles = FALSE;

  g_assert (SIGNET_IS_LIST_ROWS (self));

  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);
      SignetItem *item = signet_list_row_get_item (place->row);
      GPtrArray *array;

      place->section = matches (self, item) ? get_section (self, item) : NULL;
      signet_list_row_set_edges (place->row, FALSE, FALSE);
      if (place->section == NULL)
        continue;

      array = g_hash_table_lookup (rows, place->section);
      if (array == NULL)
        {
          array = g_ptr_array_new ();
          g_hash_table_insert (rows, place->section, array);
        }
      g_ptr_array_add (array, place->row);
    }

  for (guint i = 0; i < self->sections->len && !has_aisles; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      has_aisles = section->aisle != NULL && g_hash_table_contains (rows, section);
    }

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);
      GPtrArray *array = g_hash_table_lookup (rows, section);

      if (!wants_heading (section, array != NULL, has_aisles))
        g_clear_object (&section->heading);
      else if (section->heading == NULL)
        section->heading = create_heading (section);
      if (section->heading != NULL)
        g_ptr_array_insert (array, 0, section->heading);
      g_object_unref (section->store);
      section->store = g_list_store_new (SIGNET_TYPE_LIST_ROW);
      if (array != NULL)
        g_list_store_splice (section->store, 0, 0, array->pdata, array->len);
      section_update_edges (section);
      g_ptr_array_add (stores, section->store);
    }
  g_list_store_splice (self->stores, 0, g_list_model_get_n_items (G_LIST_MODEL (self->stores)),
                       stores->pdata, stores->len);
}

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  guint first = get_aisle_place (data, (*(Section **) a)->aisle);
  guint second = get_aisle_place (data, (*(Section **) b)->aisle);

  return (first > second) - (first < second);
}

/* Puts the aisles into the order that the household has now; what it does not know, as it appears in the list. */
static void
aisles_changed_cb (SignetListRows *self)
{
  g_autoptr (GHashTable) by_aisle = NULL;
  g_autoptr (GPtrArray) aisles = NULL;
  GHashTableIter iter;
  gpointer section;

  g_assert (SIGNET_IS_LIST_ROWS (self));

  if (self->sections->len <= 2)
    return;

  by_aisle = g_hash_table_new (g_str_hash, g_str_equal);
  aisles = g_ptr_array_new ();
  for (guint i = 0; i < self->sections->len - 2; i++)
    g_hash_table_insert (by_aisle, ((Section *) g_ptr_array_index (self->sections, i))->aisle,
                         g_ptr_array_index (self->sections, i));
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);
      const char *aisle = signet_item_get_aisle (signet_list_row_get_item (place->row));

      if (aisle != NULL && g_hash_table_steal_extended (by_aisle, aisle, NULL, &section))
        g_ptr_array_add (aisles, section);
    }
  g_hash_table_iter_init (&iter, by_aisle);
  while (g_hash_table_iter_next (&iter, NULL, &section))
    g_ptr_array_add (aisles, section);

  /* stable: those of one place stay as they are */
  g_ptr_array_sort_with_data (aisles, compare_places, self);
  if (memcmp (aisles->pdata, self->sections->pdata, aisles->len * sizeof (gpointer)) == 0)
    return;
  memcpy (self->sections->pdata, aisles->pdata, aisles->len * sizeof (gpointer));
  show_all (self);
}

static void
list_changed_cb (SignetListRows *self,
                 guint           position,
                 guint           n_removed,
                 guint           n_added,
                 SignetList     *list)
{
  gboolean many = n_removed + n_added > MANY;

  g_assert (SIGNET_IS_LIST_ROWS (self));

  for (guint i = 0; i < n_removed; i++)
    {
      Place *place = g_ptr_array_index (self->places, position + i);
      SignetItem *item = signet_list_row_get_item (place->row);

      if (!many)
        hide_place (self, place);
      if (g_hash_table_lookup (self->by_item, item) == place)
        g_hash_table_remove (self->by_item, item);
    }

  if (many)
    {
      /* nothing of the sections counts until they are filled anew */
      for (guint i = 0; i < self->sections->len; i++)
        {
          Section *section = g_ptr_array_index (self->sections, i);

          g_clear_object (&section->first);
          g_clear_object (&section->last);
        }
    }

  if (n_removed > 0)
    g_ptr_array_remove_range (self->places, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (self->places, position + i,
                        place_new (self, signet_list_get_item (list, position + i)));
  renumber (self, position);

  if (many)
    {
      show_all (self);
      return;
    }

  for (guint i = 0; i < n_added; i++)
    show_place (self, g_ptr_array_index (self->places, position + i));
  update_headings (self);
}

static void
clear (SignetListRows *self)
{
  g_list_store_remove_all (self->stores);
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      g_clear_object (&section->first);
      g_clear_object (&section->last);
    }
  g_ptr_array_set_size (self->sections, 0);
  g_ptr_array_set_size (self->places, 0);
  g_hash_table_remove_all (self->by_item);
  if (self->list != NULL)
    g_clear_signal_handler (&self->changed_id, self->list);
  g_clear_object (&self->list);
}

static void
add_fixed_section (SignetListRows *self,
                   gboolean        bought)
{
  Section *section = g_new0 (Section, 1);

  section->bought = bought;
  section->store = g_list_store_new (SIGNET_TYPE_LIST_ROW);
  g_ptr_array_add (self->sections, section);
  g_list_store_append (self->stores, section->store);
}

static void
signet_list_rows_dispose (GObject *object)
{
  SignetListRows *self = SIGNET_LIST_ROWS (object);

  clear (self);

  G_OBJECT_CLASS (signet_list_rows_parent_class)->dispose (object);
}

static void
signet_list_rows_finalize (GObject *object)
{
  SignetListRows *self = SIGNET_LIST_ROWS (object);

  g_clear_object (&self->household);
  g_clear_object (&self->model);
  g_clear_object (&self->stores);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->places);
  g_hash_table_unref (self->by_item);
  g_free (self->filter);

  G_OBJECT_CLASS (signet_list_rows_parent_class)->finalize (object);
}

static void
signet_list_rows_class_init (SignetListRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = signet_list_rows_dispose;
  object_class->finalize = signet_list_rows_finalize;

  place_quark = g_quark_from_static_string ("signet-list-rows-place");
}

static void
signet_list_rows_init (SignetListRows *self)
{
  self->grouped = TRUE;
  self->sections = g_ptr_array_new_with_free_func (section_free);
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->by_item = g_hash_table_new (NULL, NULL);
  self->stores = g_list_store_new (G_TYPE_LIST_MODEL);
  self->model = gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->stores)));
}

/**
 * signet_list_rows_new:
 *
 * Returns: (transfer full): rows of no list yet
 */
SignetListRows *
signet_list_rows_new (void)
{
  return g_object_new (SIGNET_TYPE_LIST_ROWS, NULL);
}

/**
 * signet_list_rows_get_model:
 * @self: the rows
 *
 * Returns: (transfer none): all rows, headings included
 */
GListModel *
signet_list_rows_get_model (SignetListRows *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), NULL);

  return G_LIST_MODEL (self->model);
}

/**
 * signet_list_rows_set_list:
 * @self: the rows
 * @list: (nullable): a list
 *
 * Shows another list, in the order its aisles appear in.
 */
void
signet_list_rows_set_list (SignetListRows *self,
                           SignetList     *list)
{
  g_return_if_fail (SIGNET_IS_LIST_ROWS (self));
  g_return_if_fail (list == NULL || SIGNET_IS_LIST (list));

  if (self->list == list)
    return;

  clear (self);
  if (list == NULL)
    return;

  self->list = g_object_ref (list);
  self->changed_id = g_signal_connect_object (list, "items-changed", G_CALLBACK (list_changed_cb),
                                              self, G_CONNECT_SWAPPED);
  add_fixed_section (self, FALSE);
  add_fixed_section (self, TRUE);

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    g_ptr_array_add (self->places, place_new (self, signet_list_get_item (list, i)));
  renumber (self, 0);
  show_all (self);
}

/**
 * signet_list_rows_set_household:
 * @self: the rows
 * @household: whose aisles these are
 *
 * Shows the aisles in the order in which @household walks by them, from now on. To be called once.
 */
void
signet_list_rows_set_household (SignetListRows  *self,
                                SignetHousehold *household)
{
  g_return_if_fail (SIGNET_IS_LIST_ROWS (self));
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (household));

  if (!g_set_object (&self->household, household))
    return;

  g_signal_connect_object (household, "aisles-changed", G_CALLBACK (aisles_changed_cb), self, G_CONNECT_SWAPPED);
  aisles_changed_cb (self);
}

/**
 * signet_list_rows_set_filter:
 * @self: the rows
 * @text: (nullable): what to look for; %NULL or "" shows all
 *
 * Shows only items with @text in their name, aisle or note, in any case.
 */
void
signet_list_rows_set_filter (SignetListRows *self,
                             const char     *text)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (SIGNET_IS_LIST_ROWS (self));

  if (text != NULL && *text != '\0')
    folded = g_utf8_casefold (text, -1);
  if (g_strcmp0 (folded, self->filter) == 0)
    return;

  g_free (self->filter);
  self->filter = g_steal_pointer (&folded);
  show_all (self);
}

/**
 * signet_list_rows_set_grouped:
 * @self: the rows
 * @grouped: whether items stand under their aisles
 *
 * Shows aisle after aisle, or all items in the order of the list.
 */
void
signet_list_rows_set_grouped (SignetListRows *self,
                              gboolean        grouped)
{
  g_return_if_fail (SIGNET_IS_LIST_ROWS (self));

  if (self->grouped == !!grouped)
    return;

  self->grouped = !!grouped;
  show_all (self);
}

/**
 * signet_list_rows_is_grouped:
 * @self: the rows
 *
 * Returns: whether items stand under their aisles
 */
gboolean
signet_list_rows_is_grouped (SignetListRows *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), FALSE);

  return self->grouped;
}

/**
 * signet_list_rows_get_n_shown:
 * @self: the rows
 *
 * Returns: how many items are shown
 */
guint
signet_list_rows_get_n_shown (SignetListRows *self)
{
  guint n = 0;

  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), 0);

  for (guint i = 0; i < self->sections->len; i++)
    n += section_get_n_items (g_ptr_array_index (self->sections, i));

  return n;
}

/**
 * signet_list_rows_get_row:
 * @self: the rows
 * @item: an item of the list
 *
 * Returns: (transfer none) (nullable): the row of @item, also where it is filtered out
 */
SignetListRow *
signet_list_rows_get_row (SignetListRows *self,
                          SignetItem     *item)
{
  Place *place;

  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), NULL);

  place = g_hash_table_lookup (self->by_item, item);

  return place != NULL ? place->row : NULL;
}

/**
 * signet_list_rows_get_first_below:
 * @self: the rows
 * @heading: a row without an item
 *
 * Returns: (transfer none) (nullable): the first item under @heading
 */
SignetListRow *
signet_list_rows_get_first_below (SignetListRows *self,
                                  SignetListRow  *heading)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), NULL);

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (section->heading == heading && heading != NULL)
        return section->first;
    }

  return NULL;
}

/**
 * signet_list_rows_find:
 * @self: the rows
 * @row: a row
 * @position: (out) (optional): where it stands in the model
 * @nth: (out) (optional): which item it is, headings not counted, from 0
 *
 * Returns: whether @row is an item's and shown
 */
gboolean
signet_list_rows_find (SignetListRows *self,
                       SignetListRow  *row,
                       guint          *position,
                       guint          *nth)
{
  guint before = 0, items_before = 0;
  Place *place;

  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), FALSE);
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (row), FALSE);

  place = g_object_get_qdata (G_OBJECT (row), place_quark);
  if (place == NULL || place->section == NULL)
    return FALSE;

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (section == place->section)
        {
          guint at = section_find (section, place->index);

          if (position != NULL)
            *position = before + at;
          if (nth != NULL)
            *nth = items_before + at - (section->heading != NULL);
          return TRUE;
        }
      before += g_list_model_get_n_items (G_LIST_MODEL (section->store));
      items_before += section_get_n_items (section);
    }

  return FALSE;
}
