/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-own-keys.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One of our own keys, and all that is public about it.  Its buttons fire the actions keys.copy and keys.revoke
 * with the ID of the key. */
#define SIGNET_TYPE_KEYS_ROW (signet_keys_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetKeysRow, signet_keys_row, SIGNET, KEYS_ROW, AdwExpanderRow)

/* n_valid: of the lists that it signed.  now: seconds since 1970 */
GtkWidget    *signet_keys_row_new     (SignetOwnKey *key, guint n_valid, gint64 now);
SignetOwnKey *signet_keys_row_get_key (SignetKeysRow *self);   /* (transfer none) */

G_END_DECLS
