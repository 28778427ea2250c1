/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads what a person types into one line: "2 l milk", "milk x2", "500g flour",
 * "eggs, a dozen".  When unsure, everything is the name.
 * name: (out) (transfer full); quantity: (out) (transfer full) (nullable)
 * Returns FALSE, and NULL in both, where text holds nothing. */
gboolean signet_quick_entry_parse (const char *text, char **name, char **quantity);
/* (transfer full): what a person would type for that, and signet_quick_entry_parse() reads so; the name alone where no
 * spelling is read as both.  quantity: (nullable) */
char    *signet_quick_entry_format (const char *name, const char *quantity);

G_END_DECLS
