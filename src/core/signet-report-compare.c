/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-report-private.h"

#include "signet-token.h"

#include <glib/gi18n.h>

/* A set may hold 500 keys: so many are tried for whoever signed a refused token. */
#define MAX_KEYS_TRIED 64
#define MAX_CLAIMS_NAMED 3

static gboolean
is_refused_for_signature (SignetReport *self)
{
  return self->error != NULL && self->error->code == JOT_ERROR_BAD_SIGNATURE;
}

static SignetHistoryEntry *
find_original (SignetReport  *self,
               SignetHistory *history,
               gboolean      *is_same)
{
  SignetOriginalQuery query = {
    .signer = self->signer != NULL ? signet_signer_get_name (self->signer) : NULL,
    .source = self->set != NULL ? signet_key_set_get_source (self->set) : NULL,
    .own = self->own,
  };
  g_autofree char *token = jot_jws_to_compact (jot_verdict_get_jws (self->verdict));
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  query.sha256 = sha256;
  query.token_id = jot_claims_get_id (self->claims);
  query.has_issued_at = jot_claims_get_issued_at (self->claims, &query.issued_at);

  return signet_history_find_original (history, &query, is_same);
}

static void
append_name (GString    *out,
             guint       n,
             const char *name)
{
  g_autofree char *clean = signet_words_clean (name, 0);

  if (n == MAX_CLAIMS_NAMED)
    g_string_append (out, _(" and others"));
  if (n >= MAX_CLAIMS_NAMED)
    return;

  /* Translators: names in a row, “exp”, “sub” */
  g_string_append_printf (out, n > 0 ? _(", “%s”") : _("“%s”"), clean);
}

/* The names of claims that one has otherwise or not at all, the list aside; NULL: none */
static char *
find_altered_claims (JotClaims *before,
                     JotClaims *after)
{
  JotJsonNode roots[] = { jot_claims_get_root (after), jot_claims_get_root (before) };
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      JotJsonIter iter;
      JotJsonNode value;
      const char *name;

      jot_json_iter_init (&iter, roots[i]);
      while (jot_json_iter_next (&iter, &name, &value))
        {
          JotJsonNode other = jot_json_node_get_member (roots[1 - i], name);
          gboolean is_missing = jot_json_node_get_kind (other) == JOT_JSON_INVALID;
          g_autofree char *text = NULL;
          g_autofree char *other_text = NULL;

          if (g_str_equal (name, "groceryList") || (i == 1 && !is_missing))
            continue;
          text = jot_json_node_to_compact (value);
          other_text = is_missing ? NULL : jot_json_node_to_compact (other);
          if (g_strcmp0 (text, other_text) != 0)
            append_name (out, n++, name);
        }
    }

  return n > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* Finds what the list is compared with, and compares. */
void
signet_report_find_changes (SignetReport            *self,
                            const SignetReportFacts *facts)
{
  g_autoptr (JotClaims) before = NULL;
  g_autoptr (GPtrArray) items = NULL;
  SignetHistoryEntry *original;

  if (facts->history == NULL || self->claims == NULL || self->items == NULL ||
      !(is_refused_for_signature (self) || signet_report_is_proved (self)))
    return;

  original = find_original (self, facts->history, &self->is_original_same);
  before = original != NULL ? signet_history_entry_dup_claims (original) : NULL;
  items = before != NULL ? signet_token_read_items (before) : NULL;
  if (items == NULL)
    return;

  self->original = g_object_ref (original);
  self->changes = signet_list_changes_new (items, self->items);
  if (self->is_original_same)
    self->altered_claims = find_altered_claims (before, self->claims);
}

/* (nullable): a key of the set that made the signature, whatever its ID */
static gboolean
is_signed_by_set (JotJws  *jws,
                  JotJwks *jwks,
                  guint   *n_tried)
{
  guint n = jwks != NULL ? jot_jwks_get_size (jwks) : 0;

  for (guint i = 0; i < n && *n_tried < MAX_KEYS_TRIED; i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);

      if (entry->key == NULL)
        continue;
      *n_tried += 1;
      if (jot_jws_is_signed_by (jws, entry->key))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_signed_by_signer (JotJws       *jws,
                     SignetSigner *signer,
                     guint        *n_tried)
{
  GPtrArray *keys = signet_signer_get_keys (signer);

  for (guint i = 0; i < keys->len && *n_tried < MAX_KEYS_TRIED; i++)
    {
      const SignetSignerKey *key = keys->pdata[i];

      if (!key->pinned)
        continue;
      *n_tried += 1;
      if (jot_jws_is_signed_by (jws, key->jwk))
        return TRUE;
    }

  return FALSE;
}

/* Who signed it, if not the one that it says: a key that fits leaves no doubt. */
static gboolean
find_other_signer (SignetReport            *self,
                   const SignetReportFacts *facts)
{
  JotJws *jws = jot_verdict_get_jws (self->verdict);
  const char *name = self->signer != NULL ? signet_signer_get_name (self->signer) : NULL;
  guint n_tried = 0;

  if (is_signed_by_set (jws, facts->own_keys, &n_tried))
    {
      self->cause = SIGNET_CAUSE_OWN_KEY;
      return TRUE;
    }
  for (guint i = 0; facts->signers != NULL && i < facts->signers->len; i++)
    if (g_strcmp0 (signet_signer_get_name (facts->signers->pdata[i]), name) != 0 &&
        is_signed_by_signer (jws, facts->signers->pdata[i], &n_tried))
      {
        self->cause = SIGNET_CAUSE_OTHER_SIGNER;
        self->other_signer = g_strdup (signet_signer_get_name (facts->signers->pdata[i]));
        return TRUE;
      }
  if (is_signed_by_set (jws, self->set != NULL ? signet_key_set_get_jwks (self->set) : NULL, &n_tried))
    {
      self->cause = SIGNET_CAUSE_OTHER_KEY;
      return TRUE;
    }

  return FALSE;
}

static gboolean
has_payload_of_original (SignetReport *self)
{
  g_autoptr (GBytes) payload = signet_history_entry_dup_payload (self->original);

  return payload != NULL && g_bytes_equal (payload, jot_jws_get_payload (jot_verdict_get_jws (self->verdict)));
}

/* Says what is likely where a signature does not fit. */
void
signet_report_find_cause (SignetReport            *self,
                          const SignetReportFacts *facts)
{
  JotJsonNode nonce;

  if (!is_refused_for_signature (self) || find_other_signer (self, facts))
    return;

  nonce = jot_json_node_get_member (jot_jws_get_header (jot_verdict_get_jws (self->verdict)), "nonce");
  if (self->original != NULL && has_payload_of_original (self))
    self->cause = SIGNET_CAUSE_DAMAGED;
  else if (self->original != NULL && self->is_original_same)
    self->cause = SIGNET_CAUSE_CHANGED;
  else if (jot_json_node_get_kind (nonce) != JOT_JSON_INVALID)
    self->cause = SIGNET_CAUSE_NONCE;
}

/**
 * signet_report_compare:
 * @self: a report
 * @history: what was signed and checked, loaded
 * @book: (nullable): whom the user knows, loaded
 *
 * Looks for the list that a changed one was before, or that came before a new one, and for whoever made a
 * signature that does not fit.
 *
 * Returns: (transfer full): a report that says so; @self where there is nothing to say
 */
SignetReport *
signet_report_compare (SignetReport    *self,
                       SignetHistory   *history,
                       SignetTrustBook *book)
{
  g_autoptr (GPtrArray) signers = NULL;
  SignetReportFacts facts = { NULL };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SIGNET_IS_HISTORY (history), NULL);

  if (!is_refused_for_signature (self) && self->items == NULL)
    return signet_report_ref (self);

  signers = book != NULL ? signet_trust_book_dup_signers (book) : NULL;
  facts.verdict = self->verdict;
  facts.set = self->set;
  facts.failure = self->error;
  facts.signer = self->signer;
  facts.offline = self->offline;
  facts.announced = self->announced;
  facts.own = self->own;
  facts.demanded = self->demanded;
  facts.issuer = self->issuer;
  facts.attempted = self->attempted;
  facts.history = history;
  facts.signers = signers;
  facts.own_keys = self->own_keys;

  return signet_report_new (&facts);
}

/**
 * signet_report_get_changes:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): what was changed in a list that is refused for its signature, or is new in
 *   one that is proved; %NULL where nothing is, and where there is nothing to compare with
 */
SignetListChanges *
signet_report_get_changes (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->changes != NULL && !signet_list_changes_is_empty (self->changes) ? self->changes : NULL;
}

/**
 * signet_report_dup_changes_title:
 * @self: a report
 *
 * Returns: (transfer full) (nullable): the heading over the changes, translated; %NULL without changes
 */
char *
signet_report_dup_changes_title (SignetReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (signet_report_get_changes (self) == NULL)
    return NULL;

  return g_strdup (is_refused_for_signature (self) ? _("What Changed") : _("New Since the Last List"));
}

/**
 * signet_report_dup_changes_description:
 * @self: a report
 * @now: seconds since 1970
 *
 * Returns: (transfer full) (nullable): what the list is compared with, translated; %NULL without changes
 */
char *
signet_report_dup_changes_description (SignetReport *self,
                                       gint64        now)
{
  const char *name;
  g_autofree char *clean = NULL;
  g_autofree char *when = NULL;
  gint64 seconds;

  g_return_val_if_fail (self != NULL, NULL);

  if (signet_report_get_changes (self) == NULL)
    return NULL;

  if (!signet_history_entry_get_issued_at (self->original, &seconds))
    seconds = signet_history_entry_get_time (self->original);
  when = signet_words_time (seconds, now);
  name = self->signer != NULL ? signet_signer_get_name (self->signer) : signet_history_entry_get_signer (self->original);
  if (signet_history_entry_get_kind (self->original) == SIGNET_HISTORY_SIGNED)
    /* Translators: %s is a time, "today at 14:02" */
    return g_strdup_printf (_("Compared with the list you signed %s"), when);
  if (name == NULL)
    /* Translators: %s is a time, "today at 14:02" */
    return g_strdup_printf (_("Compared with the list signed %s"), when);

  clean = signet_words_clean (name, 0);
  /* Translators: a person, a time, "today at 14:02" */
  return g_strdup_printf (_("Compared with the list %s signed %s"), clean, when);
}
