/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small files in the folder of a cache, each about one address.  They are a convenience: one that is missing, foreign or
 * no plain file is as good as none, and a folder that cannot be written is no trouble.  Everything may be called from
 * any thread. */

/* (transfer full) (nullable) */
char *signet_cache_file_read  (const char *folder, const char *source, gsize max_size, gsize *length);
/* whatever goes wrong, the old file stays or goes as a whole */
void  signet_cache_file_write (const char *folder, const char *source, const char *text, gsize length);
/* removes files that nobody wrote since then */
void  signet_cache_file_prune (const char *folder, gint64 before);

G_END_DECLS
