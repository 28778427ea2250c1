/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Two columns where there is room, one where there is not; nothing is built twice.
 *
 * Each child says with the layout property "column" (0 or 1) where it belongs.  At
 * "threshold" pixels or more, column 0 takes 43 % of the width, at most 400 px, and
 * column 1 the rest; below it all children stand in one column in child order, but those
 * whose layout property "wide-only" is set: they are not shown then.
 *
 * With a threshold of -1 it lays out a row of buttons instead: side by side while their
 * natural widths fit, else below each other in full width, the last child first.
 *
 * |[
 *   <object class="SignetColumnBox">
 *     <child>
 *       <object class="AdwPreferencesGroup">
 *         <layout><property name="column">1</property></layout>
 * ]|
 */
#define SIGNET_TYPE_COLUMNS (signet_columns_get_type ())
G_DECLARE_FINAL_TYPE (SignetColumns, signet_columns, SIGNET, COLUMNS, GtkLayoutManager)

GtkLayoutManager *signet_columns_new           (void);
int               signet_columns_get_threshold (SignetColumns *self);
void              signet_columns_set_threshold (SignetColumns *self, int threshold);
int               signet_columns_get_spacing   (SignetColumns *self);
void              signet_columns_set_spacing   (SignetColumns *self, int spacing);

G_END_DECLS
