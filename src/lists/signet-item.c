/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-item.h"

#include "signet-clean.h"
#include "signet-item-private.h"
#include "signet-quick-entry.h"

#include <string.h>

struct _SignetItem
{
  GObject parent_instance;

  /* owned */
  SignetItemFields fields;
};

G_DEFINE_FINAL_TYPE (SignetItem, signet_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_QUANTITY,
  PROP_AISLE,
  PROP_NOTE,
  PROP_DONE,
  N_PROPS,
};

enum
{
  SIGNAL_EDITED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The name of an item that was given none: an item always has one. */
#define NO_NAME "?"

/* Takes a cleaned value; TRUE if that changed the field. */
static gboolean
take_text (char **field,
           char  *value)
{
  if (g_strcmp0 (*field, value) == 0)
    {
      g_free (value);
      return FALSE;
    }

  g_free (*field);
  *field = value;

  return TRUE;
}

static void
drop_json (SignetItem *self)
{
  g_clear_pointer (&self->fields.json, g_ref_string_release);
}

static void
set_text (SignetItem  *self,
          char       **field,
          const char  *value,
          guint        property)
{
  if (take_text (field, signet_clean_line (value)))
    {
      drop_json (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
    }
}

/* Called once for all properties that changed while notification was frozen: so an edit
 * of several values within g_object_freeze_notify() is one edit. */
static void
signet_item_dispatch_properties_changed (GObject     *object,
                                         guint        n_pspecs,
                                         GParamSpec **pspecs)
{
  g_object_ref (object);
  G_OBJECT_CLASS (signet_item_parent_class)->dispatch_properties_changed (object, n_pspecs, pspecs);
  g_signal_emit (object, signals[SIGNAL_EDITED], 0);
  g_object_unref (object);
}

static void
signet_item_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SignetItem *self = SIGNET_ITEM (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->fields.name);
      break;

    case PROP_QUANTITY:
      g_value_set_string (value, self->fields.quantity);
      break;

    case PROP_AISLE:
      g_value_set_string (value, self->fields.aisle);
      break;

    case PROP_NOTE:
      g_value_set_string (value, self->fields.note);
      break;

    case PROP_DONE:
      g_value_set_boolean (value, self->fields.done);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_item_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SignetItem *self = SIGNET_ITEM (object);

  switch (prop_id)
    {
    case PROP_NAME:
      signet_item_set_name (self, g_value_get_string (value));
      break;

    case PROP_QUANTITY:
      signet_item_set_quantity (self, g_value_get_string (value));
      break;

    case PROP_AISLE:
      signet_item_set_aisle (self, g_value_get_string (value));
      break;

    case PROP_NOTE:
      signet_item_set_note (self, g_value_get_string (value));
      break;

    case PROP_DONE:
      signet_item_set_done (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_item_finalize (GObject *object)
{
  SignetItem *self = SIGNET_ITEM (object);

  signet_item_fields_clear (&self->fields);

  G_OBJECT_CLASS (signet_item_parent_class)->finalize (object);
}

static void
signet_item_class_init (SignetItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispatch_properties_changed = signet_item_dispatch_properties_changed;
  object_class->get_property = signet_item_get_property;
  object_class->set_property = signet_item_set_property;
  object_class->finalize = signet_item_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NO_NAME, flags);
  properties[PROP_QUANTITY] = g_param_spec_string ("quantity", NULL, NULL, NULL, flags);
  properties[PROP_AISLE] = g_param_spec_string ("aisle", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_DONE] = g_param_spec_boolean ("done", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* After the notify signals of one edit: what a SignetList listens to. */
  signals[SIGNAL_EDITED] = g_signal_new ("edited", SIGNET_TYPE_ITEM, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_item_init (SignetItem *self)
{
  self->fields.name = g_strdup (NO_NAME);
}

SignetItem *
signet_item_new (const char *name)
{
  return signet_item_new_full (name, NULL, NULL, NULL, FALSE);
}

SignetItem *
signet_item_new_full (const char *name,
                      const char *quantity,
                      const char *aisle,
                      const char *note,
                      gboolean    done)
{
  SignetItem *self = g_object_new (SIGNET_TYPE_ITEM, NULL);
  char *clean_name = signet_clean_line (name);

  if (clean_name != NULL)
    take_text (&self->fields.name, clean_name);
  self->fields.quantity = signet_clean_line (quantity);
  self->fields.aisle = signet_clean_line (aisle);
  self->fields.note = signet_clean_line (note);
  self->fields.done = !!done;

  return self;
}

SignetItem *
signet_item_new_from_text (const char *text)
{
  g_autofree char *name = NULL;
  g_autofree char *quantity = NULL;

  if (!signet_quick_entry_parse (text, &name, &quantity))
    return NULL;

  return signet_item_new_full (name, quantity, NULL, NULL, FALSE);
}

SignetItem *
signet_item_new_take_fields (SignetItemFields *fields)
{
  SignetItem *self = g_object_new (SIGNET_TYPE_ITEM, NULL);

  signet_item_fields_clear (&self->fields);
  self->fields = *fields;
  memset (fields, 0, sizeof *fields);

  return self;
}

SignetItem *
signet_item_copy (SignetItem *self)
{
  SignetItemFields fields;

  g_return_val_if_fail (SIGNET_IS_ITEM (self), NULL);

  fields = self->fields;
  fields.name = g_strdup (fields.name);
  fields.quantity = g_strdup (fields.quantity);
  fields.aisle = g_strdup (fields.aisle);
  fields.note = g_strdup (fields.note);
  fields.extra = g_strdup (fields.extra);
  if (fields.json != NULL)
    g_ref_string_acquire (fields.json);

  return signet_item_new_take_fields (&fields);
}

gboolean
signet_item_equal (SignetItem *self,
                   SignetItem *other)
{
  const SignetItemFields *a = &self->fields;
  const SignetItemFields *b = &other->fields;

  return a->done == b->done &&
         g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->quantity, b->quantity) == 0 &&
         g_strcmp0 (a->aisle, b->aisle) == 0 &&
         g_strcmp0 (a->note, b->note) == 0 &&
         g_strcmp0 (a->extra, b->extra) == 0;
}

void
signet_item_take_from (SignetItem *self,
                       SignetItem *other)
{
  g_assert (SIGNET_IS_ITEM (self));
  g_assert (SIGNET_IS_ITEM (other));

  g_object_freeze_notify (G_OBJECT (self));

  if (take_text (&self->fields.extra, g_strdup (other->fields.extra)))
    drop_json (self);

  signet_item_set_name (self, other->fields.name);
  signet_item_set_quantity (self, other->fields.quantity);
  signet_item_set_aisle (self, other->fields.aisle);
  signet_item_set_note (self, other->fields.note);
  signet_item_set_done (self, other->fields.done);

  g_object_thaw_notify (G_OBJECT (self));
}

GRefString *
signet_item_dup_json (SignetItem *self)
{
  g_assert (SIGNET_IS_ITEM (self));

  return signet_item_fields_dup_json (&self->fields);
}

const char *
signet_item_get_name (SignetItem *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM (self), NULL);

  return self->fields.name;
}

void
signet_item_set_name (SignetItem *self,
                      const char *name)
{
  char *clean_name;

  g_return_if_fail (SIGNET_IS_ITEM (self));

  clean_name = signet_clean_line (name);
  if (clean_name != NULL && take_text (&self->fields.name, clean_name))
    {
      drop_json (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
    }
}

const char *
signet_item_get_quantity (SignetItem *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM (self), NULL);

  return self->fields.quantity;
}

void
signet_item_set_quantity (SignetItem *self,
                          const char *quantity)
{
  g_return_if_fail (SIGNET_IS_ITEM (self));

  set_text (self, &self->fields.quantity, quantity, PROP_QUANTITY);
}

const char *
signet_item_get_aisle (SignetItem *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM (self), NULL);

  return self->fields.aisle;
}

void
signet_item_set_aisle (SignetItem *self,
                       const char *aisle)
{
  g_return_if_fail (SIGNET_IS_ITEM (self));

  set_text (self, &self->fields.aisle, aisle, PROP_AISLE);
}

const char *
signet_item_get_note (SignetItem *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM (self), NULL);

  return self->fields.note;
}

void
signet_item_set_note (SignetItem *self,
                      const char *note)
{
  g_return_if_fail (SIGNET_IS_ITEM (self));

  set_text (self, &self->fields.note, note, PROP_NOTE);
}

gboolean
signet_item_get_done (SignetItem *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEM (self), FALSE);

  return self->fields.done;
}

void
signet_item_set_done (SignetItem *self,
                      gboolean    done)
{
  g_return_if_fail (SIGNET_IS_ITEM (self));

  done = !!done;
  if (self->fields.done == done)
    return;

  self->fields.done = done;
  drop_json (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}
