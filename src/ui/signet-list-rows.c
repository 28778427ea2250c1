/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-rows.h"

#include "signet-list-sections.h"

#include <string.h>

/* More changes at once than this, and building anew is cheaper. */
#define MANY 64

/* The index of a place whose item is not in the list just now. */
#define NOWHERE G_MAXUINT

struct _SignetListRows
{
  GObject parent_instance;

  /* owned */
  SignetList *list;
  SignetListSections *sections;
  GPtrArray *places;        /* of SignetListPlace, in list order */
  GHashTable *by_item;      /* SignetItem → SignetListPlace, not owned */
  char *filter;             /* (nullable): casefolded */

  /* plain */
  gulong changed_id;
  gulong edited_id;
  guint n_moved;            /* items that belong elsewhere since the list was told to be edited */
  guint n_rows;             /* as it was told */
  gboolean grouped;
};

static void signet_list_rows_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetListRows, signet_list_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, signet_list_rows_model_init))

static GType
signet_list_rows_get_item_type (GListModel *model)
{
  return SIGNET_TYPE_LIST_ROW;
}

static guint
signet_list_rows_get_n_items (GListModel *model)
{
  return SIGNET_LIST_ROWS (model)->n_rows;
}

static gpointer
signet_list_rows_get_item (GListModel *model,
                           guint       position)
{
  return signet_list_sections_dup_row (SIGNET_LIST_ROWS (model)->sections, position);
}

static void
signet_list_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = signet_list_rows_get_item_type;
  iface->get_n_items = signet_list_rows_get_n_items;
  iface->get_item = signet_list_rows_get_item;
}

/* A row was put into section, or taken out. */
static void
tell_one (SignetListRows    *self,
          SignetListSection *section,
          guint              nth,
          gboolean           added)
{
  guint n_items;
  guint position = signet_list_sections_count_before (self->sections, section, &n_items) + nth;

  self->n_rows += added ? 1 : -1;
  g_list_model_items_changed (G_LIST_MODEL (self), position, !added, added);
}

/* Tells of everything between the rows that stayed at the start and those that stayed at the end. */
static void
tell_all (SignetListRows *self,
          GPtrArray      *before)
{
  guint start, n_removed, n_added;

  signet_list_sections_compare (self->sections, before, &start, &n_removed, &n_added);
  self->n_rows += n_added - n_removed;
  if (n_removed > 0 || n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, n_removed, n_added);
}

static void
update_headings (SignetListRows *self)
{
  gboolean aisles = signet_list_sections_have_aisles (self->sections);
  SignetListSection *section;

  g_assert (SIGNET_IS_LIST_ROWS (self));

  for (guint i = 0; (section = signet_list_sections_get (self->sections, i)) != NULL; i++)
    if (signet_list_section_update_heading (section, aisles))
      tell_one (self, section, 0, section->heading != NULL);
}

/* (nullable): where a place is to be shown */
static SignetListSection *
choose_section (SignetListRows  *self,
                SignetListPlace *place)
{
  if (!signet_list_place_matches (place, self->filter))
    return NULL;

  return signet_list_sections_get_for (self->sections, signet_list_row_get_item (place->row), self->grouped);
}

static void
show_place (SignetListRows  *self,
            SignetListPlace *place)
{
  SignetListSection *section = choose_section (self, place);

  if (section != NULL)
    tell_one (self, section, signet_list_section_insert (section, place), TRUE);
}

static void
hide_place (SignetListRows  *self,
            SignetListPlace *place)
{
  SignetListSection *section = place->section;

  if (section != NULL)
    tell_one (self, section, signet_list_section_remove (section, place), FALSE);
}

static void
item_changed_cb (SignetListRows *self,
                 GParamSpec     *pspec,
                 SignetItem     *item)
{
  SignetListPlace *place = g_hash_table_lookup (self->by_item, item);

  g_assert (SIGNET_IS_LIST_ROWS (self));
  g_assert (place != NULL);

  signet_list_place_forget_words (place);
  if (place->section == choose_section (self, place))
    return;

  /* of very many the rest waits for the end of the edit */
  if (signet_list_is_in_edit (self->list) && ++self->n_moved > MANY)
    return;

  hide_place (self, place);
  show_place (self, place);
  update_headings (self);
}

static SignetListPlace *
add_place (SignetListRows *self,
           SignetItem     *item)
{
  SignetListPlace *place = signet_list_place_new (item);

  place->notify_id = g_signal_connect_object (item, "notify", G_CALLBACK (item_changed_cb), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->by_item, item, place);

  return place;
}

static void
drop_place (SignetListRows  *self,
            SignetListPlace *place)
{
  SignetItem *item = signet_list_row_get_item (place->row);

  g_signal_handler_disconnect (item, place->notify_id);
  if (g_hash_table_lookup (self->by_item, item) == place)
    g_hash_table_remove (self->by_item, item);
  signet_list_place_free (place);
}

/* Fills every section anew and shows all of them as one change: the view keeps the widgets of the rows that it shows already.
 * before: the rows as they were shown; edges: of the places at an edge, those that are still there */
static void
fill (SignetListRows *self,
      GPtrArray      *before,
      GHashTable     *edges)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      SignetListPlace *shown = g_ptr_array_index (self->places, i);

      shown->section = choose_section (self, shown);
    }
  signet_list_sections_fill (self->sections, self->places);
  signet_list_sections_update_edges (self->sections, edges);
  tell_all (self, before);
}

static void
show_all (SignetListRows *self)
{
  g_autoptr (GPtrArray) before = signet_list_sections_dup_rows (self->sections);
  g_autoptr (GHashTable) edges = g_hash_table_new (NULL, NULL);

  g_assert (SIGNET_IS_LIST_ROWS (self));

  signet_list_sections_collect_edges (self->sections, edges);
  fill (self, before, edges);
}

static void
list_edited_cb (SignetListRows *self)
{
  g_assert (SIGNET_IS_LIST_ROWS (self));

  if (self->n_moved > MANY)
    show_all (self);
  self->n_moved = 0;
}

static void
aisles_changed_cb (SignetListRows *self)
{
  g_autoptr (GPtrArray) before = signet_list_sections_dup_rows (self->sections);

  g_assert (SIGNET_IS_LIST_ROWS (self));

  signet_list_sections_sort (self->sections, self->places);
  tell_all (self, before);
}

/* After removed left the list and others came to position: an item that only moved keeps its place.
 * edges: (nullable) where nothing was removed: what is not in the list any more is taken out of it */
static void
take_places (SignetListRows *self,
             guint           position,
             guint           n_added,
             GPtrArray      *removed,
             GHashTable     *edges)
{
  g_autofree gpointer *added = g_new (gpointer, n_added);
  guint n = self->places->len;

  for (guint i = 0; i < removed->len; i++)
    ((SignetListPlace *) removed->pdata[i])->index = NOWHERE;
  for (guint i = 0; i < n_added; i++)
    {
      SignetItem *item = signet_list_get_item (self->list, position + i);
      SignetListPlace *place = g_hash_table_lookup (self->by_item, item);

      if (place == NULL || place->index != NOWHERE)
        place = add_place (self, item);
      place->index = position + i;
      added[i] = place;
    }

  /* what stands behind moves at once, not for each */
  g_ptr_array_set_size (self->places, (int) MAX (n, n + n_added - removed->len));
  memmove (self->places->pdata + position + n_added, self->places->pdata + position + removed->len,
           (n - position - removed->len) * sizeof (gpointer));
  memcpy (self->places->pdata + position, added, n_added * sizeof (gpointer));
  g_ptr_array_set_size (self->places, (int) (n + n_added - removed->len));
  for (guint i = position + n_added; n_added != removed->len && i < self->places->len; i++)
    ((SignetListPlace *) g_ptr_array_index (self->places, i))->index = i;

  for (guint i = 0; i < removed->len; i++)
    {
      SignetListPlace *place = removed->pdata[i];

      if (place->index != NOWHERE)
        continue;
      g_hash_table_remove (edges, place);
      drop_place (self, place);
    }
}

static void
list_changed_cb (SignetListRows *self,
                 guint           position,
                 guint           n_removed,
                 guint           n_added,
                 SignetList     *list)
{
  gboolean many = n_removed + n_added > MANY;
  g_autoptr (GPtrArray) before = many ? signet_list_sections_dup_rows (self->sections) : NULL;
  g_autoptr (GPtrArray) removed = g_ptr_array_sized_new (n_removed);
  g_autoptr (GHashTable) edges = g_hash_table_new (NULL, NULL);

  g_assert (SIGNET_IS_LIST_ROWS (self));

  for (guint i = 0; i < n_removed; i++)
    g_ptr_array_add (removed, g_ptr_array_index (self->places, position + i));

  if (many)
    {
      signet_list_sections_collect_edges (self->sections, edges);
      take_places (self, position, n_added, removed, edges);
      fill (self, before, edges);
      return;
    }

  for (guint i = 0; i < n_removed; i++)
    hide_place (self, removed->pdata[i]);
  take_places (self, position, n_added, removed, edges);
  for (guint i = 0; i < n_added; i++)
    show_place (self, g_ptr_array_index (self->places, position + i));
  update_headings (self);
}

static void
clear (SignetListRows *self)
{
  guint n_rows = self->n_rows;

  for (guint i = 0; i < self->places->len; i++)
    drop_place (self, g_ptr_array_index (self->places, i));
  g_ptr_array_set_size (self->places, 0);
  signet_list_sections_clear (self->sections);

  if (self->list != NULL)
    {
      g_clear_signal_handler (&self->changed_id, self->list);
      g_clear_signal_handler (&self->edited_id, self->list);
    }
  g_clear_object (&self->list);

  self->n_moved = 0;
  self->n_rows = 0;
  if (n_rows > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_rows, 0);
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

  signet_list_sections_free (self->sections);
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
}

static void
signet_list_rows_init (SignetListRows *self)
{
  self->grouped = TRUE;
  self->sections = signet_list_sections_new ();
  self->places = g_ptr_array_new ();
  self->by_item = g_hash_table_new (NULL, NULL);
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

  return G_LIST_MODEL (self);
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
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();

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
  self->edited_id = g_signal_connect_object (list, "changed", G_CALLBACK (list_edited_cb), self, G_CONNECT_SWAPPED);
  take_places (self, 0, signet_list_get_n_items (list), nothing, NULL);
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

  if (!g_set_object (&self->sections->household, household))
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
  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), 0);

  return signet_list_sections_get_n_items (self->sections);
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
  SignetListPlace *place;

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
  SignetListSection *section;

  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), NULL);
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (heading), NULL);


  section = signet_list_sections_find_heading (self->sections, heading);

  return section != NULL ? signet_list_section_get_row (section, 1) : NULL;
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
  guint rows_before, items_before, at;
  SignetListPlace *place;

  g_return_val_if_fail (SIGNET_IS_LIST_ROWS (self), FALSE);
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (row), FALSE);

  place = signet_list_place_of (row);
  if (place == NULL || place->section == NULL)
    return FALSE;

  rows_before = signet_list_sections_count_before (self->sections, place->section, &items_before);
  at = signet_list_section_find (place->section, place->index);
  if (position != NULL)
    *position = rows_before + (place->section->heading != NULL) + at;
  if (nth != NULL)
    *nth = items_before + at;

  return TRUE;
}
