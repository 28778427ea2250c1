/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-wait.h"

G_BEGIN_DECLS

/* What is to be done with the keyring, by calls of libsecret that wait carries through.  errors: any */
typedef gboolean (*SignetKeyringFunc) (SignetWait *wait, gpointer user_data, GError **error);

/* In a worker: unlocks the keyring, runs func, and once more with a new session where that is worth it: a daemon
 * that was restarted leaves one that nobody knows.  errors: SIGNET_KEYS_ERROR, JOT_ERROR, G_IO_ERROR_CANCELLED */
gboolean signet_keyring_run (GCancellable *cancellable, SignetKeyringFunc func, gpointer user_data, GError **error);

G_END_DECLS
