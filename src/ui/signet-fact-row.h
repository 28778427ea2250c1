/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row of Claims or Key Set: what it is, its technical name, its value.  Properties,
 * all writable, none of them markup, empty or NULL hides: "caption" ("Signed at"),
 * "code" ("iat"), "value" ("today at 14:02"), "note" (a warning), "pill" ("Used here"). */
#define SIGNET_TYPE_FACT_ROW (signet_fact_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetFactRow, signet_fact_row, SIGNET, FACT_ROW, AdwPreferencesRow)

/* code, note, pill: (nullable) */
GtkWidget *signet_fact_row_new (const char *caption, const char *code, const char *value,
                                const char *note, const char *pill);

G_END_DECLS
