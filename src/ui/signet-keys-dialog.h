/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-own-keys.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Our own keys, and what can be done with them.  Actions: keys.back-up, keys.restore, keys.import, keys.create,
 * keys.recover, keys.rotate, keys.copy(s), keys.revoke(s). */
#define SIGNET_TYPE_KEYS_DIALOG (signet_keys_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SignetKeysDialog, signet_keys_dialog, SIGNET, KEYS_DIALOG, AdwWindow)

GtkWidget *signet_keys_dialog_new (SignetOwnKeys *keys);

G_END_DECLS
