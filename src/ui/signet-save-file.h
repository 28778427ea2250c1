/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes a file that the user chose, in a worker: whole and durably, or not at all. */
void     signet_save_file_async  (GFile *file, GBytes *bytes, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean signet_save_file_finish (GAsyncResult *result, GError **error);

G_END_DECLS
