/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-keys-error.h"
#include "signet-wait.h"

G_BEGIN_DECLS

/* Seconds for an answer of the keyring, and for one of a person to its question. */
#define SIGNET_KEYRING_SECONDS 10
#define SIGNET_PROMPT_SECONDS 120

/* Makes sure that the default collection of the Secret Service is there and unlocked, asking the
 * user where it is locked.  libsecret does not tell a locked keyring from one without our key.
 * Does nothing in a sandbox, where libsecret uses the Secret portal instead, and for its file backend.
 * Call it in a worker. errors: NO_KEYRING, LOCKED, DISMISSED, NO_ANSWER, FAILED, G_IO_ERROR_CANCELLED */
gboolean signet_keyring_probe_unlock (SignetWait *wait, GError **error);

/* Puts what D-Bus, GIO or libsecret said into our codes. */
GError  *signet_keyring_probe_translate (SignetWait *wait, const GError *error);

G_END_DECLS
