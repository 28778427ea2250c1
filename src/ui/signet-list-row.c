/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-row.h"

struct _SignetListRow
{
  GObject parent_instance;

  /* owned */
  SignetItem *item;
  char *title;

  /* plain */
  guint bought : 1;
  guint first : 1;
  guint last : 1;
  guint editing : 1;
  guint selected : 1;
  guint marked : 1;
};

G_DEFINE_FINAL_TYPE (SignetListRow, signet_list_row, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FIRST,
  PROP_LAST,
  PROP_EDITING,
  PROP_SELECTED,
  PROP_MARKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
signet_list_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SignetListRow *self = SIGNET_LIST_ROW (object);

  switch (prop_id)
    {
    case PROP_FIRST:
      g_value_set_boolean (value, self->first);
      break;
    case PROP_LAST:
      g_value_set_boolean (value, self->last);
      break;
    case PROP_EDITING:
      g_value_set_boolean (value, self->editing);
      break;
    case PROP_SELECTED:
      g_value_set_boolean (value, self->selected);
      break;
    case PROP_MARKED:
      g_value_set_boolean (value, self->marked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_list_row_finalize (GObject *object)
{
  SignetListRow *self = SIGNET_LIST_ROW (object);

  g_clear_object (&self->item);
  g_free (self->title);

  G_OBJECT_CLASS (signet_list_row_parent_class)->finalize (object);
}

static void
signet_list_row_class_init (SignetListRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_list_row_get_property;
  object_class->finalize = signet_list_row_finalize;

  properties[PROP_FIRST] =
    g_param_spec_boolean ("first", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LAST] =
    g_param_spec_boolean ("last", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDITING] =
    g_param_spec_boolean ("editing", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MARKED] =
    g_param_spec_boolean ("marked", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
signet_list_row_init (SignetListRow *self)
{
}

/**
 * signet_list_row_new_for_item:
 * @item: the item
 *
 * Returns: (transfer full): the row of @item
 */
SignetListRow *
signet_list_row_new_for_item (SignetItem *item)
{
  SignetListRow *self;

  g_return_val_if_fail (SIGNET_IS_ITEM (item), NULL);

  self = g_object_new (SIGNET_TYPE_LIST_ROW, NULL);
  self->item = g_object_ref (item);

  return self;
}

/**
 * signet_list_row_new_heading:
 * @title: the aisle, as text
 * @bought: whether it heads what is in the basket
 *
 * Returns: (transfer full): a row without an item
 */
SignetListRow *
signet_list_row_new_heading (const char *title,
                             gboolean    bought)
{
  SignetListRow *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (SIGNET_TYPE_LIST_ROW, NULL);
  self->title = g_strdup (title);
  self->bought = bought;

  return self;
}

/**
 * signet_list_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): its item, %NULL for a heading
 */
SignetItem *
signet_list_row_get_item (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), NULL);

  return self->item;
}

/**
 * signet_list_row_get_title:
 * @self: a row
 *
 * Returns: (nullable): the heading, %NULL for an item
 */
const char *
signet_list_row_get_title (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), NULL);

  return self->title;
}

/**
 * signet_list_row_is_bought:
 * @self: a row
 *
 * Returns: whether it heads what is in the basket
 */
gboolean
signet_list_row_is_bought (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), FALSE);

  return self->bought;
}

/**
 * signet_list_row_is_first:
 * @self: a row
 *
 * Returns: whether it is the first item of its aisle
 */
gboolean
signet_list_row_is_first (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), FALSE);

  return self->first;
}

/**
 * signet_list_row_is_last:
 * @self: a row
 *
 * Returns: whether it is the last item of its aisle
 */
gboolean
signet_list_row_is_last (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), FALSE);

  return self->last;
}

/**
 * signet_list_row_set_edges:
 * @self: a row
 * @first: whether it is the first item of its aisle
 * @last: whether it is the last one
 *
 * Says which of its corners are round.
 */
void
signet_list_row_set_edges (SignetListRow *self,
                           gboolean       first,
                           gboolean       last)
{
  g_return_if_fail (SIGNET_IS_LIST_ROW (self));

  if (self->first != !!first)
    {
      self->first = !!first;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST]);
    }
  if (self->last != !!last)
    {
      self->last = !!last;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST]);
    }
}

/**
 * signet_list_row_is_editing:
 * @self: a row
 *
 * Returns: whether its fields are open
 */
gboolean
signet_list_row_is_editing (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), FALSE);

  return self->editing;
}

/**
 * signet_list_row_set_editing:
 * @self: a row of an item
 * @editing: whether its fields are open
 *
 * Opens or closes the fields.
 */
void
signet_list_row_set_editing (SignetListRow *self,
                             gboolean       editing)
{
  g_return_if_fail (SIGNET_IS_LIST_ROW (self));
  g_return_if_fail (!editing || self->item != NULL);

  if (self->editing == !!editing)
    return;

  self->editing = !!editing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITING]);
}

/**
 * signet_list_row_is_selected:
 * @self: a row
 *
 * Returns: whether it is one of those that are about to be edited together
 */
gboolean
signet_list_row_is_selected (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), FALSE);

  return self->selected;
}

/**
 * signet_list_row_set_selected:
 * @self: a row of an item
 * @selected: whether it is one of those that are about to be edited together
 *
 * Picks the row, or leaves it out.
 */
void
signet_list_row_set_selected (SignetListRow *self,
                              gboolean       selected)
{
  g_return_if_fail (SIGNET_IS_LIST_ROW (self));
  g_return_if_fail (!selected || self->item != NULL);

  if (self->selected == !!selected)
    return;

  self->selected = !!selected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/**
 * signet_list_row_is_marked:
 * @self: a row
 *
 * Returns: whether it stands out, as something that is to be seen
 */
gboolean
signet_list_row_is_marked (SignetListRow *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_ROW (self), FALSE);

  return self->marked;
}

/**
 * signet_list_row_set_marked:
 * @self: a row of an item
 * @marked: whether it stands out, as something that is to be seen
 *
 * Marks the row.
 */
void
signet_list_row_set_marked (SignetListRow *self,
                            gboolean       marked)
{
  g_return_if_fail (SIGNET_IS_LIST_ROW (self));

  if (self->marked == !!marked)
    return;

  self->marked = !!marked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MARKED]);
}
