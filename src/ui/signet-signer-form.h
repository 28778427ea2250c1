/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks whom to add to the trust book, and where their keys are.
 * Signal "added" (name): it was done; the window closes itself. */
#define SIGNET_TYPE_SIGNER_FORM (signet_signer_form_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignerForm, signet_signer_form, SIGNET, SIGNER_FORM, AdwWindow)

/* (transfer none): a window, to be made transient for another */
GtkWidget *signet_signer_form_new      (SignetContext *context);
/* takes the keys from a file; a key card suggests its name */
void       signet_signer_form_set_file (SignetSignerForm *self, GFile *file);

G_END_DECLS
