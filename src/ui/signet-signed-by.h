/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-trust-book.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Whose token it must be: somebody of the trust book, or someone else, of whom only a key set is known.
 * Signal "chosen": another than before, by the user or since they are gone from the book. */
#define SIGNET_TYPE_SIGNED_BY (signet_signed_by_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignedBy, signet_signed_by, SIGNET, SIGNED_BY, AdwComboRow)

void          signet_signed_by_set_book   (SignetSignedBy *self, SignetTrustBook *book);
/* (transfer none) (nullable): NULL: someone else */
SignetSigner *signet_signed_by_get_signer (SignetSignedBy *self);
/* whether there is somebody of that name; emits nothing.  name: (nullable): someone else */
gboolean      signet_signed_by_select     (SignetSignedBy *self, const char *name);

G_END_DECLS
