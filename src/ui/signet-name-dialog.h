/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for the name of a list or of an aisle.  Async, with the name as the answer. */
void  signet_name_dialog_run_async  (GtkWindow *parent, const char *heading, const char *accept, const char *label,
                                     const char *name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (nullable): NULL with G_IO_ERROR_CANCELLED where the question was dismissed */
char *signet_name_dialog_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
