/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a child of SignetColumns stands: layout properties "column" and "wide-only". */
#define SIGNET_TYPE_COLUMNS_CHILD (signet_columns_child_get_type ())
G_DECLARE_FINAL_TYPE (SignetColumnsChild, signet_columns_child, SIGNET, COLUMNS_CHILD, GtkLayoutChild)

GtkLayoutChild *signet_columns_child_new          (GtkLayoutManager *manager, GtkWidget *child);
int             signet_columns_child_get_column   (SignetColumnsChild *self);
gboolean        signet_columns_child_is_wide_only (SignetColumnsChild *self);

G_END_DECLS
