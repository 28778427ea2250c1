/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Memory for private bytes on their way, while they are no JotSecret yet: at least size zero bytes in pages that
 * are not swapped, dumped or inherited. mapped: (out): pass it to free, which wipes */
gpointer jot_secret_memory_new  (gsize size, gsize *mapped);
void     jot_secret_memory_free (gpointer memory, gsize mapped);

G_END_DECLS
