/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A token that was just signed, and what to do with it.  Its buttons fire the actions
 * sign.copy-token, sign.save-token, sign.copy-message and sign.email. */
#define SIGNET_TYPE_TOKEN_CARD (signet_token_card_get_type ())
G_DECLARE_FINAL_TYPE (SignetTokenCard, signet_token_card, SIGNET, TOKEN_CARD, AdwPreferencesGroup)

/* subject: "" where it is for nobody in particular; exp: seconds since 1970, G_MAXINT64: never */
void signet_token_card_set       (SignetTokenCard *self, const char *token, const char *subject, gint64 exp);
/* whether others can have the key set now, from this computer, or a copy of it elsewhere: decides what is to be done next */
void signet_token_card_set_reach (SignetTokenCard *self, gboolean reaches_others, gboolean is_elsewhere);

G_END_DECLS
