/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-keys-error.h"
#include "signet-wait.h"

G_BEGIN_DECLS

/* Seconds for an answer of the keyring (10), and for one of a person to its question (120). */
guint    signet_keyring_probe_get_seconds        (void);
guint    signet_keyring_probe_get_prompt_seconds (void);
/* For tests, which have no 120 seconds; before anything else. */
void     signet_keyring_probe_set_seconds        (guint keyring, guint prompt);

/* Makes sure that the default collection of the Secret Service is there and unlocked, asking the
 * user where it is locked.  libsecret does not tell a locked keyring from one without our key.
 * Does nothing in a sandbox, where libsecret uses the Secret portal instead, and for its file backend.
 * Call it in a worker. errors: NO_KEYRING, LOCKED, DISMISSED, NO_ANSWER, FAILED, G_IO_ERROR_CANCELLED */
gboolean signet_keyring_probe_unlock (SignetWait *wait, GError **error);

/* Puts what D-Bus, GIO or libsecret said into our codes. */
GError  *signet_keyring_probe_translate (SignetWait *wait, const GError *error);

G_END_DECLS
