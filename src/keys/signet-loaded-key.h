/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-private-key.h"

G_BEGIN_DECLS

/* The private key at hand for the next signature, for as long as signatures come: it is dropped after 5 minutes
 * without one. While there is one the process cannot be dumped, see signet_keys_hold_memory(). Main thread only. */
#define SIGNET_LOADED_KEY_IDLE_MSEC (5 * 60 * 1000)

typedef struct _SignetLoadedKey SignetLoadedKey;

SignetLoadedKey *signet_loaded_key_new      (guint idle_msec);
void             signet_loaded_key_free     (SignetLoadedKey *self);
/* takes the place of the one that is there; the time starts anew.  key: (transfer none) (nullable): none is at hand.
 * In a sandbox none is kept: the portals, Save… among them, look at us through /proc, which is closed while we may
 * not be dumped. */
void             signet_loaded_key_set      (SignetLoadedKey *self, JotPrivateKey *key);
JotPrivateKey   *signet_loaded_key_get      (SignetLoadedKey *self);   /* (transfer none) (nullable) */
/* for tests: the time from the next signet_loaded_key_set() on */
void             signet_loaded_key_set_idle (SignetLoadedKey *self, guint idle_msec);
guint            signet_loaded_key_get_idle (SignetLoadedKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetLoadedKey, signet_loaded_key_free)

G_END_DECLS
