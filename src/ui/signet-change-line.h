/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-changes.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating): name, what was altered, and a word for how, on one short line */
GtkWidget *signet_change_line_new (const SignetListChange *change);

G_END_DECLS
