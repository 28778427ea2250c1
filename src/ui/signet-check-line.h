/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line of Checks: icon, name, what came of it. */
#define SIGNET_TYPE_CHECK_LINE (signet_check_line_get_type ())
G_DECLARE_FINAL_TYPE (SignetCheckLine, signet_check_line, SIGNET, CHECK_LINE, GtkListBoxRow)

GtkWidget *signet_check_line_new (void);
/* row is not kept. vouched: the whole token holds, only then is a passed check green */
void       signet_check_line_set (SignetCheckLine *self, const SignetCheckRow *row, gboolean vouched);

G_END_DECLS
