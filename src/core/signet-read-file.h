/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): a whole file of at most max bytes; never waits for a pipe.  follow: also where it is a symbolic
 * link.  Blocks: for workers.  errors: G_FILE_ERROR (NOENT: there is none), G_IO_ERROR_INVALID_DATA: it is larger */
GBytes *signet_read_file (const char *path, gsize max, gboolean follow, GError **error);

G_END_DECLS
