/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Trusted Signers: the people whose lists one checks. */
#define SIGNET_TYPE_SIGNERS_DIALOG (signet_signers_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignersDialog, signet_signers_dialog, SIGNET, SIGNERS_DIALOG, AdwWindow)

/* (transfer none): a window, to be made transient for another */
GtkWidget *signet_signers_dialog_new (SignetContext *context);

G_END_DECLS
