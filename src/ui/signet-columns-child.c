/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-columns-child.h"

struct _SignetColumnsChild
{
  GtkLayoutChild parent_instance;

  int column;
  gboolean wide_only;
};

G_DEFINE_FINAL_TYPE (SignetColumnsChild, signet_columns_child, GTK_TYPE_LAYOUT_CHILD)

enum
{
  PROP_0,
  PROP_COLUMN,
  PROP_WIDE_ONLY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
signet_columns_child_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SignetColumnsChild *self = SIGNET_COLUMNS_CHILD (object);

  switch (prop_id)
    {
    case PROP_COLUMN:
      g_value_set_int (value, self->column);
      break;
    case PROP_WIDE_ONLY:
      g_value_set_boolean (value, self->wide_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_columns_child_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SignetColumnsChild *self = SIGNET_COLUMNS_CHILD (object);
  int column;

  switch (prop_id)
    {
    case PROP_COLUMN:
      column = g_value_get_int (value);
      if (self->column != column)
        {
          self->column = column;
          gtk_layout_manager_layout_changed (gtk_layout_child_get_layout_manager (GTK_LAYOUT_CHILD (self)));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_WIDE_ONLY:
      if (self->wide_only != g_value_get_boolean (value))
        {
          self->wide_only = !self->wide_only;
          gtk_layout_manager_layout_changed (gtk_layout_child_get_layout_manager (GTK_LAYOUT_CHILD (self)));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_columns_child_class_init (SignetColumnsChildClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_columns_child_get_property;
  object_class->set_property = signet_columns_child_set_property;

  properties[PROP_COLUMN] =
    g_param_spec_int ("column", NULL, NULL, 0, 1, 0,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WIDE_ONLY] =
    g_param_spec_boolean ("wide-only", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
signet_columns_child_init (SignetColumnsChild *self)
{
}

GtkLayoutChild *
signet_columns_child_new (GtkLayoutManager *manager,
                          GtkWidget        *child)
{
  return g_object_new (SIGNET_TYPE_COLUMNS_CHILD, "layout-manager", manager, "child-widget", child, NULL);
}

int
signet_columns_child_get_column (SignetColumnsChild *self)
{
  g_return_val_if_fail (SIGNET_IS_COLUMNS_CHILD (self), 0);

  return self->column;
}

gboolean
signet_columns_child_is_wide_only (SignetColumnsChild *self)
{
  g_return_val_if_fail (SIGNET_IS_COLUMNS_CHILD (self), FALSE);

  return self->wide_only;
}
