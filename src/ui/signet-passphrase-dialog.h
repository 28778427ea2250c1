/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-secret.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_PASSPHRASE_ONCE,
  SIGNET_PASSPHRASE_TWICE,   /* a new one, that must not be mistyped */
} SignetPassphraseKind;

/* Asks for a passphrase.  heading, body, accept: translated, accept with its mnemonic */
void       signet_passphrase_dialog_run_async  (GtkWindow *parent, SignetPassphraseKind kind, const char *heading, const char *body,
                                                const char *accept, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (nullable): never empty. errors: G_IO_ERROR_CANCELLED: dismissed */
JotSecret *signet_passphrase_dialog_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
