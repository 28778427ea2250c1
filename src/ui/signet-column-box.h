/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The container for SignetColumns: any number of children, Tab goes through them in
 * child order and not by where they stand.  Properties "threshold" and "spacing" as there. */
#define SIGNET_TYPE_COLUMN_BOX (signet_column_box_get_type ())
G_DECLARE_FINAL_TYPE (SignetColumnBox, signet_column_box, SIGNET, COLUMN_BOX, GtkWidget)

GtkWidget *signet_column_box_new    (void);
void       signet_column_box_append (SignetColumnBox *self, GtkWidget *child);
void       signet_column_box_remove (SignetColumnBox *self, GtkWidget *child);

G_END_DECLS
