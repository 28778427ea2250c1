/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a file, writes the token as it is now into it, and tells by win.toast how that went.
 * widget: the page; list_name: (nullable): what to call the file */
void signet_token_saving_run (GtkWidget *widget, const char *list_name, const char *token);

G_END_DECLS
