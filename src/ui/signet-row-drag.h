/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows of a GtkListBox that are put elsewhere in it with the mouse. */

/* row shall stand at position, which is not where it stands */
typedef void (*SignetRowMoveFunc) (gpointer user_data, GtkListBoxRow *row, guint position);

/* row: in no list box yet.  user_data outlives it */
void signet_row_drag_set_up (GtkListBoxRow *row, SignetRowMoveFunc move, gpointer user_data);

G_END_DECLS
