/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Has the desktop start Signet at the login, without a window: by a file in ~/.config/autostart, or, in a sandbox, by
 * the Background portal, which may ask the user.  errors: G_IO_ERROR, G_FILE_ERROR, G_DBUS_ERROR;
 * G_IO_ERROR_PERMISSION_DENIED: the user or the desktop does not allow it */
void     signet_autostart_set_async     (gboolean on, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean signet_autostart_set_finish    (GAsyncResult *result, GError **error);
/* whether it is set up, as far as that can be seen: in a sandbox it cannot, then the answer is wish */
gboolean signet_autostart_is_on         (gboolean wish);
/* for tests */
void     signet_autostart_set_sandboxed (gboolean sandboxed);

G_END_DECLS
