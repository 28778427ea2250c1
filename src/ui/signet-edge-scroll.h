/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Scrolls up and down while something is dragged near the edge of scroller: what is longer than the window goes on
 * beyond it. */
void signet_edge_scroll_set_up (GtkScrolledWindow *scroller);
/* brings widget, which was put elsewhere in what scrolls, into sight once it has its place there */
void signet_edge_scroll_show   (GtkWidget *widget);

G_END_DECLS
