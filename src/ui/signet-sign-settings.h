/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Which list is signed, for whom and for how long, by whom and with which key.
 *
 * Signals:
 *  "changed":                        what would be signed is no longer the same
 *  "list-chosen" (SignetList *list): the user wants to sign another list */
#define SIGNET_TYPE_SIGN_SETTINGS (signet_sign_settings_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignSettings, signet_sign_settings, SIGNET, SIGN_SETTINGS, AdwPreferencesGroup)

/* to be called once */
void        signet_sign_settings_set_context  (SignetSignSettings *self, SignetContext *context);
void        signet_sign_settings_set_list     (SignetSignSettings *self, SignetList *list);   /* list: (nullable) */
/* whether the list as it stands has just been signed */
void        signet_sign_settings_set_signed   (SignetSignSettings *self, gboolean is_signed);
/* issuer, subject and lifetime as they stand; the strings are borrowed until the next "changed" */
void        signet_sign_settings_get_options  (SignetSignSettings *self, SignetTokenOptions *options);

G_END_DECLS
