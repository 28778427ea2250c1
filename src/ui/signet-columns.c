/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-columns.h"

#include "signet-columns-child.h"

#define FIRST_SHARE   0.43
#define FIRST_MAXIMUM 400

struct _SignetColumns
{
  GtkLayoutManager parent_instance;

  int threshold;
  int spacing;
};

G_DEFINE_FINAL_TYPE (SignetColumns, signet_columns, GTK_TYPE_LAYOUT_MANAGER)

enum
{
  PROP_0,
  PROP_THRESHOLD,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
get_column (SignetColumns *self,
            GtkWidget     *child)
{
  GtkLayoutChild *data = gtk_layout_manager_get_layout_child (GTK_LAYOUT_MANAGER (self), child);

  return signet_columns_child_get_column (SIGNET_COLUMNS_CHILD (data));
}

static gboolean
is_wide_only (SignetColumns *self,
              GtkWidget     *child)
{
  GtkLayoutChild *data = gtk_layout_manager_get_layout_child (GTK_LAYOUT_MANAGER (self), child);

  return signet_columns_child_is_wide_only (SIGNET_COLUMNS_CHILD (data));
}

static int
get_minimum (GtkWidget *child)
{
  int minimum = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

/* The two columns of a width, or all of it in the first where there is one only. */
static gboolean
divide (SignetColumns *self,
        GtkWidget     *widget,
        int            width,
        int            widths[2])
{
  int minimum = 0;

  widths[0] = widths[1] = width;

  if (width < self->threshold)
    return FALSE;

  widths[0] = MIN ((int) ((width - self->spacing) * FIRST_SHARE), FIRST_MAXIMUM);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_should_layout (child) && get_column (self, child) == 0)
        minimum = MAX (minimum, get_minimum (child));
    }

  widths[0] = MAX (widths[0], minimum);
  widths[1] = width - self->spacing - widths[0];

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_should_layout (child)
          && get_column (self, child) == 1
          && get_minimum (child) > widths[1])
        {
          widths[0] = widths[1] = width;
          return FALSE;
        }
    }

  return TRUE;
}

static int
get_row_width (SignetColumns *self,
               GtkWidget     *widget)
{
  int width = 0, n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural = 0;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      width += natural + (n++ > 0 ? self->spacing : 0);
    }

  return width;
}

static void
measure_width (SignetColumns *self,
               GtkWidget     *widget,
               int           *minimum,
               int           *natural)
{
  int columns[2] = { 0, 0 };

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0, child_natural = 0, column;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      column = get_column (self, child);
      columns[column] = MAX (columns[column], child_natural);
      *minimum = MAX (*minimum, child_minimum);
    }

  if (self->threshold < 0)
    *natural = get_row_width (self, widget);
  else if (columns[0] > 0 && columns[1] > 0)
    *natural = columns[0] + self->spacing + columns[1];
  else
    *natural = MAX (columns[0], columns[1]);
  *natural = MAX (*natural, *minimum);
}

static void
measure_height (SignetColumns *self,
                GtkWidget     *widget,
                int            for_size,
                int           *minimum,
                int           *natural)
{
  int heights[2][2] = { { 0, 0 }, { 0, 0 } };
  int counts[2] = { 0, 0 };
  int widths[2] = { -1, -1 };
  gboolean beside = FALSE, stacked = FALSE;

  if (self->threshold < 0)
    stacked = for_size >= 0 && for_size < get_row_width (self, widget);
  else if (for_size >= 0)
    beside = divide (self, widget, for_size, widths);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0, child_natural = 0, column;

      if (!gtk_widget_should_layout (child) || (widths[0] > 0 && !beside && is_wide_only (self, child)))
        continue;

      column = beside ? get_column (self, child) : 0;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL,
                          stacked ? for_size : widths[column],
                          &child_minimum, &child_natural, NULL, NULL);
      if (self->threshold < 0 && !stacked)
        {
          heights[0][0] = MAX (heights[0][0], child_minimum);
          heights[0][1] = MAX (heights[0][1], child_natural);
          continue;
        }

      if (counts[column]++ > 0)
        {
          child_minimum += self->spacing;
          child_natural += self->spacing;
        }
      heights[column][0] += child_minimum;
      heights[column][1] += child_natural;
    }

  *minimum = MAX (heights[0][0], heights[1][0]);
  *natural = MAX (heights[0][1], heights[1][1]);

  /* children below each other always get their natural height: less would cut the last off */
  if (self->threshold >= 0 || stacked)
    *minimum = *natural;
}

static void
place (GtkWidget *widget,
       GtkWidget *child,
       int        x,
       int        y,
       int        width,
       int        height)
{
  GtkAllocation allocation = { x, y, width, height };

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    allocation.x = gtk_widget_get_width (widget) - x - width;

  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
allocate_columns (SignetColumns *self,
                  GtkWidget     *widget,
                  int            width)
{
  int widths[2], tops[2] = { 0, 0 };
  gboolean beside = divide (self, widget, width, widths);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int column, minimum = 0, natural = 0;

      if (!gtk_widget_should_layout (child))
        continue;
      if (is_wide_only (self, child))
        {
          gtk_widget_set_child_visible (child, beside);
          if (!beside)
            continue;
        }

      column = beside ? get_column (self, child) : 0;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, widths[column], &minimum, &natural, NULL, NULL);
      place (widget, child,
             column == 1 ? widths[0] + self->spacing : 0, tops[column],
             widths[column], natural);
      tops[column] += natural + self->spacing;
    }
}

static void
allocate_row (SignetColumns *self,
              GtkWidget     *widget,
              int            width,
              int            height)
{
  int extra = width - get_row_width (self, widget);
  int x = 0, n_expand = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_should_layout (child) && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
        n_expand++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural = 0;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      if (n_expand > 0 && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
        {
          int share = extra / n_expand--;

          natural += share;
          extra -= share;
        }
      place (widget, child, x, 0, natural, height);
      x += natural + self->spacing;
    }
}

static void
allocate_stacked (SignetColumns *self,
                  GtkWidget     *widget,
                  int            width)
{
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_last_child (widget);
       child != NULL;
       child = gtk_widget_get_prev_sibling (child))
    {
      int natural = 0;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      place (widget, child, 0, y, width, natural);
      y += natural + self->spacing;
    }
}

static GtkSizeRequestMode
signet_columns_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
signet_columns_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  SignetColumns *self = SIGNET_COLUMNS (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, widget, minimum, natural);
  else
    measure_height (self, widget, for_size, minimum, natural);
}

static void
signet_columns_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  SignetColumns *self = SIGNET_COLUMNS (manager);

  if (self->threshold >= 0)
    allocate_columns (self, widget, width);
  else if (width >= get_row_width (self, widget))
    allocate_row (self, widget, width, height);
  else
    allocate_stacked (self, widget, width);
}

static GtkLayoutChild *
signet_columns_create_layout_child (GtkLayoutManager *manager,
                                    GtkWidget        *widget,
                                    GtkWidget        *for_child)
{
  return signet_columns_child_new (manager, for_child);
}

static void
signet_columns_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SignetColumns *self = SIGNET_COLUMNS (object);

  switch (prop_id)
    {
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_columns_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SignetColumns *self = SIGNET_COLUMNS (object);

  switch (prop_id)
    {
    case PROP_THRESHOLD:
      signet_columns_set_threshold (self, g_value_get_int (value));
      break;
    case PROP_SPACING:
      signet_columns_set_spacing (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_columns_class_init (SignetColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = signet_columns_get_property;
  object_class->set_property = signet_columns_set_property;

  layout_class->get_request_mode = signet_columns_get_request_mode;
  layout_class->measure = signet_columns_measure;
  layout_class->allocate = signet_columns_allocate;
  layout_class->create_layout_child = signet_columns_create_layout_child;
  layout_class->layout_child_type = SIGNET_TYPE_COLUMNS_CHILD;

  properties[PROP_THRESHOLD] =
    g_param_spec_int ("threshold", NULL, NULL, -1, G_MAXINT, 700,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 24,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
signet_columns_init (SignetColumns *self)
{
  self->threshold = 700;
  self->spacing = 24;
}

/**
 * signet_columns_new:
 *
 * Returns: (transfer full): a layout manager with a threshold of 700 and a spacing of 24
 */
GtkLayoutManager *
signet_columns_new (void)
{
  return g_object_new (SIGNET_TYPE_COLUMNS, NULL);
}

/**
 * signet_columns_get_threshold:
 * @self: a layout manager
 *
 * Returns: the least width for two columns, -1 for a row of buttons
 */
int
signet_columns_get_threshold (SignetColumns *self)
{
  g_return_val_if_fail (SIGNET_IS_COLUMNS (self), -1);

  return self->threshold;
}

/**
 * signet_columns_set_threshold:
 * @self: a layout manager
 * @threshold: the least width for two columns, -1 for a row of buttons
 *
 * Changes where one column becomes two.
 */
void
signet_columns_set_threshold (SignetColumns *self,
                              int            threshold)
{
  g_return_if_fail (SIGNET_IS_COLUMNS (self));
  g_return_if_fail (threshold >= -1);

  if (self->threshold == threshold)
    return;

  self->threshold = threshold;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THRESHOLD]);
}

/**
 * signet_columns_get_spacing:
 * @self: a layout manager
 *
 * Returns: the pixels between two children, and between the columns
 */
int
signet_columns_get_spacing (SignetColumns *self)
{
  g_return_val_if_fail (SIGNET_IS_COLUMNS (self), 0);

  return self->spacing;
}

/**
 * signet_columns_set_spacing:
 * @self: a layout manager
 * @spacing: pixels between two children, and between the columns
 *
 * Changes the gaps.
 */
void
signet_columns_set_spacing (SignetColumns *self,
                            int            spacing)
{
  g_return_if_fail (SIGNET_IS_COLUMNS (self));
  g_return_if_fail (spacing >= 0);

  if (self->spacing == spacing)
    return;

  self->spacing = spacing;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPACING]);
}
