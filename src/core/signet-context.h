/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-elsewhere.h"
#include "signet-history-now.h"
#include "signet-history.h"
#include "signet-household.h"
#include "signet-list-signing.h"
#include "signet-list-store.h"
#include "signet-own-keys.h"
#include "signet-publishing.h"
#include "signet-trust-book.h"
#include "signet-verifier.h"

G_BEGIN_DECLS

/* Builds the services on first use and owns them; one per program. */
#define SIGNET_TYPE_CONTEXT (signet_context_get_type ())
G_DECLARE_FINAL_TYPE (SignetContext, signet_context, SIGNET, CONTEXT, GObject)

SignetContext     *signet_context_new              (void);
/* all (transfer none) */
GSettings         *signet_context_get_settings     (SignetContext *self);   /* (nullable) */
SignetListStore   *signet_context_get_list_store   (SignetContext *self);
SignetListStore   *signet_context_get_templates    (SignetContext *self);   /* not loaded yet */
SignetHousehold   *signet_context_get_household    (SignetContext *self);   /* not loaded yet */
SignetHistory     *signet_context_get_history      (SignetContext *self);   /* not loaded yet */
SignetTrustBook   *signet_context_get_trust_book   (SignetContext *self);   /* not loaded yet */
SignetListSigning *signet_context_get_list_signing (SignetContext *self);
SignetOwnKeys     *signet_context_get_own_keys     (SignetContext *self);
SignetPublishing  *signet_context_get_publishing   (SignetContext *self);
SignetElsewhere   *signet_context_get_elsewhere    (SignetContext *self, SignetElsewhereKind kind);   /* not started yet */
SignetVerifier    *signet_context_get_verifier     (SignetContext *self);

/* what has become of an entry of the history, by our own keys, the loaded trust book and the clock */
SignetHistoryNow   signet_context_judge_entry       (SignetContext *self, SignetHistoryEntry *entry);
/* drops the private key that is kept for the next signature: the session was locked */
void               signet_context_forget_key       (SignetContext *self);

G_END_DECLS
