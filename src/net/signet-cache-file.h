/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-json.h"
#include "signet-jwks-fetcher.h"

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

/* What they hold: a whole number that is not negative */
gboolean    signet_cache_file_get_number  (JotJsonNode root, const char *name, gint64 *number);
/* "origin"; FALSE: it is no way of the network */
gboolean    signet_cache_file_get_origin  (JotJsonNode root, SignetJwksOrigin *origin);
const char *signet_cache_file_name_origin (SignetJwksOrigin origin);

G_END_DECLS
