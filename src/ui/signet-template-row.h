/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A template, and what is on it.  Activated, it is chosen.
 * Signals: "rename"; "delete". */
#define SIGNET_TYPE_TEMPLATE_ROW (signet_template_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetTemplateRow, signet_template_row, SIGNET, TEMPLATE_ROW, AdwActionRow)

GtkWidget  *signet_template_row_new      (SignetList *template);
SignetList *signet_template_row_get_list (SignetTemplateRow *self);   /* (transfer none) */

G_END_DECLS
