/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-keys-operation.h"
#include "signet-loaded-key.h"
#include "signet-signing-keys.h"

G_BEGIN_DECLS

/* (transfer none) */
SignetLoadedKey     *_signet_signing_keys_get_loaded    (SignetSigningKeys *self);
/* (transfer full) */
SignetKeysOperation *_signet_signing_keys_new_operation (SignetSigningKeys *self, SignetKeysOperationKind kind);
/* Runs it in a worker, takes over what came of it on the main thread, and then tells the caller.
 * operation: (transfer full).  source_tag: of the function that was called */
void                 _signet_signing_keys_start         (SignetSigningKeys *self, SignetKeysOperation *operation,
                                                         gpointer source_tag, GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
