/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Builders for the items of a token, proved or not. Nothing in them is markup. */

/* an item that only can be looked at: name, note, quantity */
GtkWidget *signet_item_line_new           (SignetItem *item);
/* "2 l milk, organic", for screen readers.  (transfer full) */
char      *signet_item_line_dup_name      (SignetItem *item);

G_END_DECLS
