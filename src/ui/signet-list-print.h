/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"
#include "signet-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Prints a list as it stands: boxes to tick, aisle after aisle, what is bought last.
 * household: (nullable): in the order of whose aisles.
 * stamp: (nullable): what stands below a list that was signed, "Signed by Whitney …", and
 * the fingerprint of the key. (transfer full) */
GtkPrintOperation *signet_list_print_new (SignetList *list, gboolean grouped, SignetHousehold *household, const char *stamp);

G_END_DECLS
