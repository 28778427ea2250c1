/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-signer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Somebody of the trust book: since when they are known, and with which keys. */
#define SIGNET_TYPE_SIGNERS_ROW (signet_signers_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignersRow, signet_signers_row, SIGNET, SIGNERS_ROW, AdwExpanderRow)

/* now: seconds since 1970 */
GtkWidget    *signet_signers_row_new        (SignetSigner *signer, gint64 now);
/* (transfer none) */
SignetSigner *signet_signers_row_get_signer (SignetSignersRow *self);

G_END_DECLS
