/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-signed-state.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Whether the list was signed, in words and colour; pressed, it tells more.  Asks the window
 * for win.toast, win.review and win.check-token. */
#define SIGNET_TYPE_SIGNED_BUTTON (signet_signed_button_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignedButton, signet_signed_button, SIGNET, SIGNED_BUTTON, AdwBin)

/* state: (transfer full) (nullable): nothing is said where NULL */
void               signet_signed_button_take_state (SignetSignedButton *self, SignetSignedState *state);

/* for whoever shows the same: "object-select-symbolic", "state-valid"; NULL where it was never signed */
const char        *signet_signed_kind_get_icon     (SignetSignedKind kind);
const char        *signet_signed_kind_get_class    (SignetSignedKind kind);

G_END_DECLS
