/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GtkWidgetClass.focus for an AdwBin or AdwPreferencesGroup that has a grab_focus of its own.
 * Theirs grabs the focus when it should let go of it, so that Shift+Tab never leaves. */
gboolean signet_focus_child (GtkWidget *widget, GtkDirectionType direction);

G_END_DECLS
