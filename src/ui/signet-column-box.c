/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-column-box.h"

#include "signet-columns.h"

struct _SignetColumnBox
{
  GtkWidget parent_instance;
};

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetColumnBox, signet_column_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static GtkBuildableIface *parent_buildable_iface;

enum
{
  PROP_0,
  PROP_THRESHOLD,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
signet_column_box_add_child (GtkBuildable *buildable,
                             GtkBuilder   *builder,
                             GObject      *child,
                             const char   *type)
{
  if (GTK_IS_WIDGET (child))
    signet_column_box_append (SIGNET_COLUMN_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = signet_column_box_add_child;
}

/* GTK sorts by position, so that Tab would jump between the columns row by row. */
static gboolean
signet_column_box_focus (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *child;

  if (!forward && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (signet_column_box_parent_class)->focus (widget, direction);

  child = gtk_widget_get_focus_child (widget);
  if (child == NULL)
    child = forward ? gtk_widget_get_first_child (widget) : gtk_widget_get_last_child (widget);

  while (child != NULL)
    {
      if (gtk_widget_child_focus (child, direction))
        return TRUE;
      child = forward ? gtk_widget_get_next_sibling (child) : gtk_widget_get_prev_sibling (child);
    }

  return FALSE;
}

static SignetColumns *
get_columns (SignetColumnBox *self)
{
  return SIGNET_COLUMNS (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
}

static void
signet_column_box_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SignetColumnBox *self = SIGNET_COLUMN_BOX (object);

  switch (prop_id)
    {
    case PROP_THRESHOLD:
      g_value_set_int (value, signet_columns_get_threshold (get_columns (self)));
      break;
    case PROP_SPACING:
      g_value_set_int (value, signet_columns_get_spacing (get_columns (self)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_column_box_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SignetColumnBox *self = SIGNET_COLUMN_BOX (object);

  switch (prop_id)
    {
    case PROP_THRESHOLD:
      signet_columns_set_threshold (get_columns (self), g_value_get_int (value));
      break;
    case PROP_SPACING:
      signet_columns_set_spacing (get_columns (self), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_column_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (signet_column_box_parent_class)->dispose (object);
}

static void
signet_column_box_class_init (SignetColumnBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = signet_column_box_get_property;
  object_class->set_property = signet_column_box_set_property;
  object_class->dispose = signet_column_box_dispose;

  widget_class->focus = signet_column_box_focus;

  properties[PROP_THRESHOLD] =
    g_param_spec_int ("threshold", NULL, NULL, -1, G_MAXINT, 700,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 24,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, SIGNET_TYPE_COLUMNS);
  gtk_widget_class_set_css_name (widget_class, "columns");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
signet_column_box_init (SignetColumnBox *self)
{
}

/**
 * signet_column_box_new:
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
signet_column_box_new (void)
{
  return g_object_new (SIGNET_TYPE_COLUMN_BOX, NULL);
}

/**
 * signet_column_box_append:
 * @self: the box
 * @child: a widget without a parent
 *
 * Adds @child behind the others.
 */
void
signet_column_box_append (SignetColumnBox *self,
                          GtkWidget       *child)
{
  g_return_if_fail (SIGNET_IS_COLUMN_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

/**
 * signet_column_box_remove:
 * @self: the box
 * @child: one of its children
 *
 * Takes @child out.
 */
void
signet_column_box_remove (SignetColumnBox *self,
                          GtkWidget       *child)
{
  g_return_if_fail (SIGNET_IS_COLUMN_BOX (self));
  g_return_if_fail (gtk_widget_get_parent (child) == GTK_WIDGET (self));

  gtk_widget_unparent (child);
}
