/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives a widget with a text or a title another accessible name than that; again after the text changed. */
void signet_set_accessible_name (gpointer accessible, const char *name);

G_END_DECLS
