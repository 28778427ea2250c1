/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-signing-keys.h"
#include "signet-test.h"

G_BEGIN_DECLS

/* Sets *gone (0 before) when the object is finalized, in whichever thread; test_wait_until() waits for that. */
void           keys_watch_gone   (gpointer object, int *gone);

gboolean       keys_store        (SignetKeyStore *store, const char *kid, const char *secret, GError **error);
/* (transfer full) (nullable) */
char          *keys_lookup       (SignetKeyStore *store, const char *kid, GError **error);
gboolean       keys_clear        (SignetKeyStore *store, const char *kid, GError **error);

char          *keys_sign         (SignetSigningKeys *keys, gint64 exp, GError **error);
SignetKeyInfo *keys_create       (SignetSigningKeys *keys, const char *alg, GError **error);
SignetKeyInfo *keys_rotate       (SignetSigningKeys *keys, GError **error);
/* n: (out) (optional) */
gboolean       keys_recover      (SignetSigningKeys *keys, guint *n, GError **error);
gboolean       keys_revoke       (SignetSigningKeys *keys, const char *kid, GError **error);

/* asserts that the key set at path checks the token */
void           keys_assert_valid (const char *path, const char *token, gint64 now);

G_END_DECLS
