/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line of text out of anything: valid UTF-8, control characters, tabs and line
 * breaks turned into spaces, bidi overrides and isolates dropped, trimmed.
 * text: (nullable).  (transfer full) (nullable): NULL where nothing is left. */
char *signet_clean_line (const char *text);

/* (transfer full): what two spellings of one name have in common, in any case and whatever the accents are made of; text
 * must be UTF-8 */
char *signet_fold       (const char *text);

G_END_DECLS
