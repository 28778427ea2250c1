/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the files of lists and of the household have in common.  For workers: everything blocks. */

/* Reads a regular file; a FIFO of that name must not hang us.  modified: (out): microseconds since 1970.
 * Returns 0 or an errno; EFBIG and EINVAL for what cannot be ours. */
int   _signet_file_read       (const char *path, GBytes **bytes, gint64 *modified);
/* Moves a file to PATH.SUFFIX, PATH.SUFFIX.2, …, whichever is free, and overwrites nothing.
 * (transfer full) (nullable): the base name it has then; NULL and errno */
char *_signet_file_move_aside (const char *path, const char *suffix);

/* The turn of this process, by a lock on the file at path, which is made and stays; and of this worker, by turn.  -1 where
 * there is no lock to be had: better to write without than not at all. */
int   _signet_file_lock       (GMutex *turn, const char *path);
void  _signet_file_unlock     (GMutex *turn, int fd);

G_END_DECLS
