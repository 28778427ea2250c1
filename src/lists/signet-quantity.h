/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adds two quantities as quick entry writes them: "2 l" and "500 ml" are "2.5 l", "1 can" and "1 can" are "2 cans",
 * "½" and "1" are "1½".  NULL is one piece, so that milk and milk are 2.
 * (transfer full) (nullable): NULL where they do not add: other units, ranges, words */
char *signet_quantity_add (const char *a, const char *b);

G_END_DECLS
