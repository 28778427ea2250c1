/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* GTaskThreadFunc; task_data: the name of a file, or a file: URL.  Returns GBytes of at most JOT_JWKS_MAX_SIZE + 16 KiB.
 * errors: JOT_ERROR_KEY_SET_UNAVAILABLE with JOT_REASON_FILE */
void signet_jwks_file_read (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable);

G_END_DECLS
