/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-add-entry.h"

#include "signet-focus.h"
#include "signet-list-format.h"
#include "signet-list-merge.h"
#include "signet-suggestions.h"

#include <glib/gi18n.h>

struct _SignetAddEntry
{
  AdwBin parent_instance;

  /* template widgets */
  GtkEntry *entry;
  GtkStack *stack;
  GtkWidget *hint;
  GtkWidget *understood;
  GtkLabel *name_chip;
  GtkLabel *quantity_chip;
  GtkLabel *aisle_chip;
  GtkWidget *twice;
  GtkLabel *twice_label;

  /* a child beside the template */
  SignetSuggestions *suggestions;

  /* owned */
  SignetList *list;
  SignetHousehold *household;
  char *sentence;     /* (nullable): what was understood, for screen readers */

  /* plain */
  gboolean clearing;
  gboolean suggest;
};

G_DEFINE_FINAL_TYPE (SignetAddEntry, signet_add_entry, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SUGGEST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_ADD,
  SIGNAL_MERGE,
  SIGNAL_FORGET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_chip (GtkLabel   *chip,
          const char *text)
{
  gtk_label_set_text (chip, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (chip), text != NULL);
}

/* What is read aloud for the chips. */
static char *
describe (SignetItem *item)
{
  const char *name = signet_item_get_name (item);
  const char *quantity = signet_item_get_quantity (item);
  const char *aisle = signet_item_get_aisle (item);

  if (quantity != NULL && aisle != NULL)
    /* Translators: name, quantity and aisle of what is being typed: "Adds milk, 2 l, to Dairy" */
    return g_strdup_printf (_("Adds %s, %s, to %s"), name, quantity, aisle);
  if (quantity != NULL)
    /* Translators: name and quantity of what is being typed: "Adds milk, 2 l" */
    return g_strdup_printf (_("Adds %s, %s"), name, quantity);
  if (aisle != NULL)
    /* Translators: name and aisle of what is being typed: "Adds milk to Dairy" */
    return g_strdup_printf (_("Adds %s to %s"), name, aisle);

  /* Translators: name of what is being typed: "Adds milk" */
  return g_strdup_printf (_("Adds %s"), name);
}

/* (nullable): NULL where nothing is typed */
static SignetItem *
read_item (SignetAddEntry *self,
           const char     *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr (SignetItem) item = NULL;

  if (*stripped == '\0')
    return NULL;

  item = signet_item_new_from_text (stripped);
  if (item == NULL || *signet_item_get_name (item) == '\0')
    return NULL;

  if (self->household != NULL && signet_item_get_aisle (item) == NULL)
    signet_item_set_aisle (item, signet_household_get_aisle (self->household, signet_item_get_name (item)));

  return g_steal_pointer (&item);
}

static void
clear (SignetAddEntry *self)
{
  self->clearing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  self->clearing = FALSE;
}

/* (transfer full) (nullable) */
static SignetListMerge *
plan_merge (SignetAddEntry *self,
            SignetItem     *item)
{
  return self->list != NULL && item != NULL ? signet_list_plan_addition (self->list, item) : NULL;
}

/* sentence: (transfer full) (nullable) */
static void
take_sentence (SignetAddEntry *self,
               char           *sentence)
{
  g_free (self->sentence);
  self->sentence = sentence;
  if (sentence != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
update_understood (SignetAddEntry *self,
                   SignetItem     *item)
{
  g_autoptr (SignetListMerge) merge = plan_merge (self, item);

  if (merge != NULL)
    {
      /* Translators: name and quantity: "milk is on the list: Enter makes it 4 l" */
      char *sentence = g_strdup_printf (_("%s is on the list: Enter makes it %s"), signet_item_get_name (merge->item),
                                        signet_item_get_quantity (merge->after));
      gtk_label_set_text (self->twice_label, sentence);
      gtk_stack_set_visible_child (self->stack, self->twice);
      take_sentence (self, sentence);
      return;
    }

  if (item == NULL)
    {
      gtk_stack_set_visible_child (self->stack, self->hint);
      take_sentence (self, NULL);
      return;
    }

  set_chip (self->name_chip, signet_item_get_name (item));
  set_chip (self->quantity_chip, signet_item_get_quantity (item));
  set_chip (self->aisle_chip, signet_item_get_aisle (item));
  gtk_stack_set_visible_child (self->stack, self->understood);
  take_sentence (self, describe (item));
}

/* item: (nullable): what is typed */
static void
update_all (SignetAddEntry *self,
            SignetItem     *item)
{
  update_understood (self, item);
  signet_suggestions_update (self->suggestions, self->suggest ? item : NULL, self->list);
}

/* Lines can come from a message or another program, with bullets and boxes. */
static void
add_lines (SignetAddEntry *self,
           const char     *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (SignetList) list = signet_list_format_parse (bytes, "", NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; list != NULL && i < signet_list_get_n_items (list); i++)
    g_ptr_array_add (items, g_object_ref (signet_list_get_item (list, i)));

  clear (self);
  update_all (self, NULL);
  if (items->len > 0)
    g_signal_emit (self, signals[SIGNAL_ADD], 0, items);
}

static void
changed_cb (SignetAddEntry *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autoptr (SignetItem) item = NULL;

  g_assert (SIGNET_IS_ADD_ENTRY (self));

  if (self->clearing)
    return;

  if (strpbrk (text, "\n\r") != NULL)
    {
      add_lines (self, text);
      return;
    }

  item = read_item (self, text);
  update_all (self, item);
}

static void
add_item (SignetAddEntry *self,
          SignetItem     *item,
          gboolean        may_merge)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SignetListMerge) merge = may_merge ? plan_merge (self, item) : NULL;

  g_ptr_array_add (items, g_object_ref (item));
  clear (self);
  update_all (self, NULL);
  if (merge != NULL)
    g_signal_emit (self, signals[SIGNAL_MERGE], 0, merge->item, merge->after);
  else
    g_signal_emit (self, signals[SIGNAL_ADD], 0, items);
}

static void
add_typed (SignetAddEntry *self,
           gboolean        may_merge)
{
  g_autoptr (SignetItem) item = read_item (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (item != NULL)
    add_item (self, item, may_merge);
}

static void
activate_cb (SignetAddEntry *self)
{
  g_assert (SIGNET_IS_ADD_ENTRY (self));

  add_typed (self, TRUE);
}

static void
separately_cb (SignetAddEntry *self)
{
  g_assert (SIGNET_IS_ADD_ENTRY (self));

  add_typed (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
picked_cb (SignetAddEntry *self,
           SignetItem     *item)
{
  g_assert (SIGNET_IS_ADD_ENTRY (self));

  add_item (self, item, TRUE);
}

static void
forget_cb (SignetAddEntry   *self,
           SignetSuggestion *suggestion)
{
  g_assert (SIGNET_IS_ADD_ENTRY (self));

  g_signal_emit (self, signals[SIGNAL_FORGET], 0, suggestion);
  changed_cb (self);
}

static void
chosen_cb (SignetAddEntry *self,
           const char     *sentence)
{
  g_assert (SIGNET_IS_ADD_ENTRY (self));

  if (sentence != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  else
    take_sentence (self, g_steal_pointer (&self->sentence));
}

static gboolean
signet_add_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SIGNET_ADD_ENTRY (widget)->entry));
}

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
allocate (GtkWidget *widget,
          int        width,
          int        height,
          int        baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
  signet_suggestions_present (SIGNET_ADD_ENTRY (widget)->suggestions, width);
}

static void
signet_add_entry_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SignetAddEntry *self = SIGNET_ADD_ENTRY (object);

  switch (prop_id)
    {
    case PROP_SUGGEST:
      g_value_set_boolean (value, self->suggest);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_add_entry_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SignetAddEntry *self = SIGNET_ADD_ENTRY (object);

  switch (prop_id)
    {
    case PROP_SUGGEST:
      self->suggest = g_value_get_boolean (value);
      changed_cb (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_add_entry_dispose (GObject *object)
{
  SignetAddEntry *self = SIGNET_ADD_ENTRY (object);

  if (self->suggestions != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->suggestions));
  self->suggestions = NULL;
  g_clear_object (&self->list);
  g_clear_object (&self->household);

  G_OBJECT_CLASS (signet_add_entry_parent_class)->dispose (object);
}

static void
signet_add_entry_finalize (GObject *object)
{
  SignetAddEntry *self = SIGNET_ADD_ENTRY (object);

  g_free (self->sentence);

  G_OBJECT_CLASS (signet_add_entry_parent_class)->finalize (object);
}

static void
signet_add_entry_class_init (SignetAddEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = signet_add_entry_get_property;
  object_class->set_property = signet_add_entry_set_property;
  object_class->dispose = signet_add_entry_dispose;
  object_class->finalize = signet_add_entry_finalize;
  widget_class->focus = signet_focus_child;
  widget_class->grab_focus = signet_add_entry_grab_focus;

  properties[PROP_SUGGEST] =
    g_param_spec_boolean ("suggest", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ADD] =
    g_signal_new ("add", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_MERGE] =
    g_signal_new ("merge", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SIGNET_TYPE_ITEM, SIGNET_TYPE_ITEM);
  signals[SIGNAL_FORGET] =
    g_signal_new ("forget", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-add-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, hint);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, understood);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, name_chip);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, quantity_chip);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, aisle_chip);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, twice);
  gtk_widget_class_bind_template_child (widget_class, SignetAddEntry, twice_label);
  gtk_widget_class_bind_template_callback (widget_class, separately_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
signet_add_entry_init (SignetAddEntry *self)
{
  self->suggest = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* a popover follows its parent only where that tells it to */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_custom_layout_new (NULL, measure, allocate));
  self->suggestions = signet_suggestions_new (GTK_WIDGET (self), GTK_EDITABLE (self->entry));
  g_signal_connect_object (self->suggestions, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->suggestions, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->suggestions, "forget", G_CALLBACK (forget_cb), self, G_CONNECT_SWAPPED);
}

/**
 * signet_add_entry_set_list:
 * @self: the entry
 * @list: (nullable): where the items go
 *
 * What is on @list already is not added again, but becomes more, unless the user wants it otherwise.
 */
void
signet_add_entry_set_list (SignetAddEntry *self,
                           SignetList     *list)
{
  g_return_if_fail (SIGNET_IS_ADD_ENTRY (self));

  if (g_set_object (&self->list, list))
    changed_cb (self);
}

/**
 * signet_add_entry_set_household:
 * @self: the entry
 * @household: what is bought here
 *
 * What is typed goes to the aisle where @household finds it, and what begins like it and was bought before is suggested.
 */
void
signet_add_entry_set_household (SignetAddEntry  *self,
                                SignetHousehold *household)
{
  g_return_if_fail (SIGNET_IS_ADD_ENTRY (self));
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (household));

  g_set_object (&self->household, household);
  signet_suggestions_set_household (self->suggestions, household);
}
