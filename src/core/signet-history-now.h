/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history-entry.h"
#include "signet-trust-book.h"

G_BEGIN_DECLS

/* of signet-signing-keys.h, which the window does not see */
typedef struct _SignetSigningKeys SignetSigningKeys;

/* What has become of a token since it was signed or checked. */
typedef enum
{
  SIGNET_HISTORY_NOW_VALID,
  SIGNET_HISTORY_NOW_EXPIRED,
  SIGNET_HISTORY_NOW_REVOKED,      /* signed with a key of ours that is revoked, or of a signer who withdrew it */
  SIGNET_HISTORY_NOW_REFUSED,
  SIGNET_HISTORY_NOW_NOT_CHECKED,  /* could not be checked then, or might be judged otherwise today */
} SignetHistoryNow;

/* keys: our own, loaded.  now: seconds since 1970 */
SignetHistoryNow  signet_history_entry_judge (SignetHistoryEntry *entry, SignetSigningKeys *keys, gint64 now);
/* whether its signer, by the loaded book, does not publish that key any more: what was valid is no longer */
gboolean          signet_history_entry_is_withdrawn (SignetHistoryEntry *entry, SignetTrustBook *book);
/* "valid", "expired", "revoked", "refused", "not-checked"; stable */
const char       *signet_history_now_get_name (SignetHistoryNow state);
/* the same, translated, for people */
const char       *signet_history_now_get_word (SignetHistoryNow state);

G_END_DECLS
