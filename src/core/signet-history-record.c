/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history-record.h"

#include "jot-error.h"

/**
 * signet_report_new_entry:
 * @report: what came of a check
 * @now: seconds since 1970
 *
 * Returns: (transfer full) (nullable): what the history remembers of it
 */
SignetHistoryEntry *
signet_report_new_entry (SignetReport *report,
                         gint64        now)
{
  const GError *error;
  JotJws *jws;
  SignetSigner *signer;
  SignetHistoryRecord record = { .kind = SIGNET_HISTORY_CHECKED, .time = now };
  g_autofree char *token = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  error = signet_report_get_error (report);
  jws = jot_verdict_get_jws (signet_report_get_verdict (report));
  if (jws == NULL || (error != NULL && signet_report_get_code (report) == NULL))
    return NULL;

  token = jot_jws_to_compact (jws);
  signer = signet_report_get_signer (report);
  record.token = token;
  if (error != NULL)
    record.outcome = jot_error_get_code_name (error->code);
  else
    record.outcome = signet_report_get_state (report) == SIGNET_REPORT_VALID ? "valid" : "valid-but";
  record.proved = signet_report_is_proved (report);
  record.signer = signer != NULL ? signet_signer_get_name (signer) : NULL;
  record.source = signet_report_get_source (report);

  return signet_history_entry_new (&record);
}

static gboolean
is_valid_outcome (SignetHistoryEntry *entry)
{
  return g_str_has_prefix (signet_history_entry_get_outcome (entry), "valid");
}

static gboolean
is_undecided (SignetHistoryEntry *entry)
{
  const char *outcome = signet_history_entry_get_outcome (entry);

  return g_str_equal (outcome, jot_error_get_code_name (JOT_ERROR_KEY_SET_UNAVAILABLE)) ||
         g_str_equal (outcome, jot_error_get_code_name (JOT_ERROR_KEY_SET_INVALID));
}

/* Whether the newer of two entries of one token says nothing that the older did not. */
static gboolean
says_the_same (SignetHistoryEntry *older,
               SignetHistoryEntry *newer)
{
  if (signet_history_entry_get_kind (older) == SIGNET_HISTORY_SIGNED && is_valid_outcome (newer))
    return signet_history_entry_get_signer (newer) == NULL;

  return g_str_equal (signet_history_entry_get_outcome (older), signet_history_entry_get_outcome (newer)) &&
         g_strcmp0 (signet_history_entry_get_signer (older), signet_history_entry_get_signer (newer)) == 0;
}

/**
 * signet_history_record_check_async:
 * @history: a loaded history
 * @report: what came of a check
 * @now: seconds since 1970
 * @cancellable: (nullable): to wait no longer
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Remembers a check that tells something new.
 */
void
signet_history_record_check_async (SignetHistory       *history,
                                   SignetReport        *report,
                                   gint64               now,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (SignetHistoryEntry) entry = NULL;
  g_autoptr (GPtrArray) outdated = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *model;
  gboolean is_known = FALSE;
  guint n;

  g_return_if_fail (SIGNET_IS_HISTORY (history));
  g_return_if_fail (report != NULL);

  model = signet_history_get_model (history);
  n = g_list_model_get_n_items (model);
  entry = signet_report_new_entry (report, now);
  for (guint i = 0; entry != NULL && i < n; i++)
    {
      g_autoptr (SignetHistoryEntry) older = g_list_model_get_item (model, i);

      if (!g_str_equal (signet_history_entry_get_sha256 (older), signet_history_entry_get_sha256 (entry)))
        continue;
      is_known |= says_the_same (older, entry);
      if (is_undecided (older) && !is_undecided (entry))
        g_ptr_array_add (outdated, g_steal_pointer (&older));
    }

  if (outdated->len > 0)
    signet_history_forget_async (history, outdated, NULL, NULL, NULL);
  if (entry != NULL && !is_known)
    {
      signet_history_add_async (history, entry, cancellable, callback, user_data);
    }
  else
    {
      g_autoptr (GTask) task = g_task_new (history, cancellable, callback, user_data);

      g_task_set_source_tag (task, signet_history_record_check_async);
      g_task_return_boolean (task, TRUE);
    }
}

/**
 * signet_history_record_check_finish:
 * @history: a history
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it is on disk, durably, where there was anything to remember
 */
gboolean
signet_history_record_check_finish (SignetHistory  *history,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  return signet_history_add_finish (history, result, error);
}
