/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history-now.h"

#include "jot-error.h"
#include "signet-signing-keys.h"

#include <glib/gi18n.h>

static gboolean
is_revoked (SignetHistoryEntry *entry,
            SignetSigningKeys  *keys)
{
  const char *kid = signet_history_entry_get_kid (entry);
  SignetKeyInfo *info = kid != NULL ? signet_signing_keys_find (keys, kid) : NULL;

  return info != NULL && signet_key_info_get_state (info) == SIGNET_KEY_STATE_REVOKED;
}

static gboolean
has_outcome (SignetHistoryEntry *entry,
             JotError            code)
{
  return g_str_equal (signet_history_entry_get_outcome (entry), jot_error_get_code_name (code));
}

/**
 * signet_history_entry_judge:
 * @entry: what was signed or checked
 * @keys: our own keys, loaded
 * @now: seconds since 1970
 *
 * Asks nobody: what another signer has withdrawn since shows only when the token is checked again.
 *
 * Returns: what has become of it
 */
SignetHistoryNow
signet_history_entry_judge (SignetHistoryEntry *entry,
                            SignetSigningKeys  *keys,
                            gint64              now)
{
  const char *outcome;
  gint64 expiry;

  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (entry), SIGNET_HISTORY_NOW_NOT_CHECKED);

  outcome = signet_history_entry_get_outcome (entry);
  if (has_outcome (entry, JOT_ERROR_KEY_SET_UNAVAILABLE) || has_outcome (entry, JOT_ERROR_KEY_SET_INVALID) ||
      has_outcome (entry, JOT_ERROR_NOT_YET_VALID))
    return SIGNET_HISTORY_NOW_NOT_CHECKED;
  if (is_revoked (entry, keys))
    return SIGNET_HISTORY_NOW_REVOKED;
  if (has_outcome (entry, JOT_ERROR_EXPIRED))
    return SIGNET_HISTORY_NOW_EXPIRED;
  if (!g_str_equal (outcome, "valid") && !g_str_equal (outcome, "valid-but"))
    return SIGNET_HISTORY_NOW_REFUSED;

  return signet_history_entry_get_expiry (entry, &expiry) && now >= expiry ? SIGNET_HISTORY_NOW_EXPIRED
                                                                           : SIGNET_HISTORY_NOW_VALID;
}

/**
 * signet_history_entry_is_withdrawn:
 * @entry: what was checked
 * @book: whom the user knows, loaded
 *
 * Returns: whether the signer of @entry has withdrawn its key, as far as @book knows
 */
gboolean
signet_history_entry_is_withdrawn (SignetHistoryEntry *entry,
                                   SignetTrustBook    *book)
{
  const char *name;
  SignetSigner *signer;
  GPtrArray *keys;

  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (entry), FALSE);
  g_return_val_if_fail (SIGNET_IS_TRUST_BOOK (book), FALSE);

  name = signet_history_entry_get_signer (entry);
  signer = name != NULL ? signet_trust_book_find (book, name) : NULL;
  keys = signer != NULL ? signet_signer_get_keys (signer) : NULL;
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    {
      const SignetSignerKey *key = keys->pdata[i];

      if (key->withdrawn != 0 && g_strcmp0 (key->kid, signet_history_entry_get_kid (entry)) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * signet_history_now_get_name:
 * @state: what has become of a token
 *
 * Returns: (transfer none): its stable name
 */
const char *
signet_history_now_get_name (SignetHistoryNow state)
{
  switch (state)
    {
    case SIGNET_HISTORY_NOW_VALID: return "valid";
    case SIGNET_HISTORY_NOW_EXPIRED: return "expired";
    case SIGNET_HISTORY_NOW_REVOKED: return "revoked";
    case SIGNET_HISTORY_NOW_REFUSED: return "refused";
    case SIGNET_HISTORY_NOW_NOT_CHECKED: return "not-checked";
    }

  g_return_val_if_reached (NULL);
}

/**
 * signet_history_now_get_word:
 * @state: what has become of a token
 *
 * Returns: (transfer none): one translated word for it
 */
const char *
signet_history_now_get_word (SignetHistoryNow state)
{
  switch (state)
    {
    case SIGNET_HISTORY_NOW_VALID: return C_("history", "Valid");
    case SIGNET_HISTORY_NOW_EXPIRED: return C_("history", "Expired");
    case SIGNET_HISTORY_NOW_REVOKED: return C_("history", "Revoked");
    case SIGNET_HISTORY_NOW_REFUSED: return C_("history", "Refused");
    case SIGNET_HISTORY_NOW_NOT_CHECKED: return C_("history", "Not checked");
    }

  g_return_val_if_reached (NULL);
}
