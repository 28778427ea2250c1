/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-trust-book.h"

G_BEGIN_DECLS

/* The file of the trust book, for workers: everything blocks.  errors: SIGNET_SIGNERS_ERROR */

/* (transfer full): for SignetSigner */
GPtrArray *signet_signers_new     (void);
int        signet_signers_compare (gconstpointer a, gconstpointer b);
gboolean   signet_signers_find    (GPtrArray *signers, const char *name, guint *index);

/* one lock for all processes; the descriptor holds it until it is closed.  -1: error is set */
int        signet_signers_file_lock               (const char *path, GError **error);
/* (transfer full) (nullable) (element-type SignetSigner): by name */
GPtrArray *signet_signers_file_read               (const char *path, GError **error);
/* the same, with the lock: a damaged file is put aside */
GPtrArray *signet_signers_file_read_or_keep_aside (const char *path, GError **error);
/* with the lock; durably */
gboolean   signet_signers_file_write              (const char *path, GPtrArray *signers, GError **error);

G_END_DECLS
