/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-signing-keys.h"

G_BEGIN_DECLS

/* Waits until *flag is set; fails the test after 20 seconds. */
void           keys_wait_for     (gboolean *flag);
/* GAsyncReadyCallback; user_data: a GAsyncResult ** that holds NULL */
void           keys_done_cb      (GObject *source, GAsyncResult *result, gpointer user_data);
/* (transfer full) */
GAsyncResult  *keys_wait_result  (GAsyncResult **slot);

/* Sets *gone (0 before) when the object is finalized, also where a worker that is just ending lets go of it last;
 * keys_wait_gone() waits for that and fails the test after 20 seconds. */
void           keys_watch_gone   (gpointer object, int *gone);
void           keys_wait_gone    (int *gone);

/* a new, empty folder below the directories of the test */
char          *keys_make_folder  (void);
char          *keys_read_file    (const char *folder, const char *name);
void           keys_write_file   (const char *folder, const char *name, const char *text);

gboolean       keys_store        (SignetKeyStore *store, const char *kid, const char *secret, GError **error);
/* (transfer full) (nullable) */
char          *keys_lookup       (SignetKeyStore *store, const char *kid, GError **error);
gboolean       keys_clear        (SignetKeyStore *store, const char *kid, GError **error);

char          *keys_sign         (SignetSigningKeys *keys, gint64 exp, GError **error);
SignetKeyInfo *keys_create       (SignetSigningKeys *keys, const char *alg, GError **error);
SignetKeyInfo *keys_rotate       (SignetSigningKeys *keys, GError **error);
gboolean       keys_revoke       (SignetSigningKeys *keys, const char *kid, GError **error);

/* asserts that the key set at path checks the token */
void           keys_assert_valid (const char *path, const char *token, gint64 now);

G_END_DECLS
