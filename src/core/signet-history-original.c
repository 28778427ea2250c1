/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history.h"

static gboolean
is_of_signer (SignetHistoryEntry        *entry,
              const SignetOriginalQuery *query)
{
  const char *signer = signet_history_entry_get_signer (entry);

  if (query->signer != NULL && g_strcmp0 (signer, query->signer) == 0)
    return TRUE;
  if (query->own && signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED)
    return TRUE;

  return query->signer == NULL && !query->own && query->source != NULL && signer == NULL &&
         signet_history_entry_get_kind (entry) == SIGNET_HISTORY_CHECKED &&
         g_strcmp0 (signet_history_entry_get_source (entry), query->source) == 0;
}

/* Whether both are versions of one token: by "jti", or where neither has one by the time of signing. */
static gboolean
is_same_token (SignetHistoryEntry        *entry,
               const SignetOriginalQuery *query)
{
  const char *token_id = signet_history_entry_get_token_id (entry);
  gint64 issued_at;

  if (query->token_id != NULL || token_id != NULL)
    return g_strcmp0 (query->token_id, token_id) == 0;

  return query->has_issued_at && signet_history_entry_get_issued_at (entry, &issued_at) && issued_at == query->issued_at;
}

/**
 * signet_history_find_original:
 * @self: a history
 * @query: of which token
 * @is_same: (out): whether it is the same token, as it was signed; else it is an earlier one
 *
 * Returns: (transfer none) (nullable): a proved entry with a list
 */
SignetHistoryEntry *
signet_history_find_original (SignetHistory             *self,
                              const SignetOriginalQuery *query,
                              gboolean                  *is_same)
{
  SignetHistoryEntry *newest = NULL;
  gint64 newest_issued_at = 0;
  GListModel *model;
  guint n;

  g_return_val_if_fail (SIGNET_IS_HISTORY (self), NULL);
  g_return_val_if_fail (query != NULL && is_same != NULL, NULL);

  model = signet_history_get_model (self);
  n = g_list_model_get_n_items (model);
  for (guint i = 0; i < n; i++)
    {
      /* the model keeps it alive */
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (model, i);
      gint64 issued_at = G_MININT64;

      if (!signet_history_entry_is_proved (entry) || !signet_history_entry_has_list (entry) || !is_of_signer (entry, query) ||
          g_strcmp0 (signet_history_entry_get_sha256 (entry), query->sha256) == 0)
        continue;
      if (is_same_token (entry, query))
        {
          *is_same = TRUE;
          return entry;
        }

      /* what was signed later is no last list; the order of checking does not matter */
      if (signet_history_entry_get_issued_at (entry, &issued_at) && query->has_issued_at && issued_at > query->issued_at)
        continue;
      if (newest == NULL || issued_at > newest_issued_at)
        {
          newest = entry;
          newest_issued_at = issued_at;
        }
    }

  *is_same = FALSE;
  return newest;
}
