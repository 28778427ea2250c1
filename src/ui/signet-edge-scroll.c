/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-edge-scroll.h"

/* This near to the edge it scrolls, by so much a frame at most. */
#define EDGE 40
#define STEP 12.0

typedef struct
{
  GtkScrolledWindow *scroller;
  double step;       /* a frame; up where it is negative */
  guint tick_id;
} EdgeScroll;

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  EdgeScroll *edge = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (edge->scroller);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + edge->step);

  return G_SOURCE_CONTINUE;
}

static void
set_step (EdgeScroll *edge,
          double      step)
{
  edge->step = step;
  if (step != 0 && edge->tick_id == 0)
    {
      edge->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (edge->scroller), tick_cb, edge, NULL);
    }
  else if (step == 0 && edge->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (edge->scroller), edge->tick_id);
      edge->tick_id = 0;
    }
}

static void
motion_cb (EdgeScroll *edge,
           double      x,
           double      y)
{
  double from_end = gtk_widget_get_height (GTK_WIDGET (edge->scroller)) - y;

  if (y < EDGE)
    set_step (edge, -STEP * (EDGE - MAX (y, 0)) / EDGE);
  else if (from_end < EDGE)
    set_step (edge, STEP * (EDGE - MAX (from_end, 0)) / EDGE);
  else
    set_step (edge, 0);
}

static void
leave_cb (EdgeScroll *edge)
{
  set_step (edge, 0);
}

/**
 * signet_edge_scroll_set_up:
 * @scroller: what scrolls
 *
 * Scrolls @scroller while something is dragged near its upper or lower edge.
 */
void
signet_edge_scroll_set_up (GtkScrolledWindow *scroller)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();
  EdgeScroll *edge;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller));

  edge = g_new0 (EdgeScroll, 1);
  edge->scroller = scroller;
  /* goes after the widget has given up controllers and callbacks */
  g_object_set_data_full (G_OBJECT (scroller), "signet-edge-scroll", edge, g_free);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), edge);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), edge);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), edge);
  gtk_widget_add_controller (GTK_WIDGET (scroller), motion);
}

static void
scroll_to (GtkWidget *widget)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  double x, top;

  /* in what is scrolled, wherever that is now */
  if (viewport == NULL
      || !gtk_widget_translate_coordinates (widget, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), 0, 0, &x, &top))
    return;

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  gtk_adjustment_clamp_page (adjustment, top - EDGE, top + gtk_widget_get_height (widget) + EDGE);
}

/* The first frame lays it out, so the second knows where it is. */
static gboolean
show_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  gint64 *first = data;

  if (*first == 0)
    *first = gdk_frame_clock_get_frame_counter (clock);
  if (gdk_frame_clock_get_frame_counter (clock) == *first)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
      return G_SOURCE_CONTINUE;
    }

  scroll_to (widget);

  return G_SOURCE_REMOVE;
}

/**
 * signet_edge_scroll_show:
 * @widget: a widget in a #GtkScrolledWindow that scrolls with a #GtkViewport
 *
 * Brings @widget into sight, with a little of what is above and below it.
 */
void
signet_edge_scroll_show (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_add_tick_callback (widget, show_cb, g_new0 (gint64, 1), g_free);
}
