/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL where the schema is not installed: then the defaults
 * of the functions below count.  Never aborts, unlike g_settings_new(). */
GSettings *signet_settings_new          (void);
/* settings: (nullable).  (transfer full): "" where there is none */
char      *signet_settings_dup_name     (GSettings *settings);
/* seconds a new token is valid for, 0: no end; default 86400 */
gint64     signet_settings_get_lifetime (GSettings *settings);
/* (transfer full): the algorithm of new keys; default "RS256" */
char      *signet_settings_dup_key_kind (GSettings *settings);
/* of new RSA keys: 2048, 3072 or 4096; default 2048 */
guint      signet_settings_get_key_bits (GSettings *settings);
/* seconds, G_MAXINT64: for ever (the default), 0: not at all */
gint64     signet_settings_get_keep_history (GSettings *settings);
/* default 7515 */
guint      signet_settings_get_port     (GSettings *settings);

G_END_DECLS
