/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-report-json.h"

#include "jot-base64url.h"
#include "signet-report-private.h"
#include "signet-words.h"

static void
append_name (GString    *out,
             const char *name)
{
  if (out->len > 0 && out->str[out->len - 1] != '{' && out->str[out->len - 1] != '[')
    g_string_append_c (out, ',');
  jot_json_append_string (out, name);
  g_string_append_c (out, ':');
}

static void
append_null (GString    *out,
             const char *name)
{
  append_name (out, name);
  g_string_append (out, "null");
}

static void
append_string (GString    *out,
               const char *name,
               const char *value)
{
  g_autofree char *valid = NULL;

  if (value == NULL)
    {
      append_null (out, name);
      return;
    }
  append_name (out, name);
  valid = g_utf8_make_valid (value, -1);
  jot_json_append_string (out, valid);
}

static void
append_number (GString    *out,
               const char *name,
               gint64      value)
{
  append_name (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

static void
append_boolean (GString    *out,
                const char *name,
                gboolean    value)
{
  append_name (out, name);
  g_string_append (out, value ? "true" : "false");
}

static void
append_node (GString     *out,
             const char  *name,
             JotJsonNode  node)
{
  g_autofree char *text = jot_json_node_to_compact (node);

  append_name (out, name);
  g_string_append (out, text);
}

void
signet_report_append_text_member (GString    *out,
                                  const char *name,
                                  GBytes     *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (JotJson) json = jot_json_parse (data, (gssize) size, NULL);

  if (json != NULL && jot_json_node_get_kind (jot_json_get_root (json)) == JOT_JSON_OBJECT)
    {
      append_node (out, name, jot_json_get_root (json));
    }
  else
    {
      g_autofree char *longer = g_strconcat (name, "Base64url", NULL);
      g_autofree char *encoded = jot_base64url_encode (data, size);

      append_string (out, longer, encoded);
    }
}

static void
append_payload (GString    *out,
                JotVerdict *verdict)
{
  JotClaims *claims = jot_verdict_get_claims (verdict);

  if (claims != NULL)
    append_node (out, "payload", jot_claims_get_root (claims));
  else
    signet_report_append_text_member (out, "payload", jot_jws_get_payload (jot_verdict_get_jws (verdict)));
}

static void
append_error (GString      *out,
              const GError *error,
              const char   *message)
{
  append_string (out, "error", jot_error_get_code_name (error->code));
  append_string (out, "message", message);
}

void
signet_report_append_refusal (GString      *out,
                              const GError *error,
                              gint64        now)
{
  SignetWordsContext context = { .now = now };
  g_autofree char *message = signet_words_dup_message (error, &context);

  g_string_append (out, "{\"valid\":false");
  append_error (out, error, message);
  g_string_append_c (out, '}');
}

void
signet_report_append_line (GString    *out,
                           JotVerdict *verdict)
{
  if (!jot_verdict_is_valid (verdict))
    {
      signet_report_append_refusal (out, jot_verdict_get_error (verdict), jot_verdict_get_time (verdict));
      return;
    }

  g_string_append (out, "{\"valid\":true");
  append_node (out, "header", jot_jws_get_header (jot_verdict_get_jws (verdict)));
  append_payload (out, verdict);
  g_string_append_c (out, '}');
}

/* (nullable): what the page says of a check that was made */
static const char *
find_detail (SignetReport *self,
             JotCheck      check)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      const SignetCheckRow *row = self->checks->pdata[i];

      if (row->check == check && row->outcome != JOT_OUTCOME_NOT_REACHED && *row->detail != '\0')
        return row->detail;
    }

  return NULL;
}

/* What was expected and found as it stands, for programs; else the words of the page. */
static void
append_checks (GString      *out,
               SignetReport *self)
{
  JotVerdict *verdict = self->verdict;

  append_name (out, "checks");
  g_string_append_c (out, '[');
  for (guint i = 0; i < JOT_N_CHECKS; i++)
    {
      const char *expected = jot_verdict_get_expected (verdict, i);
      const char *found = jot_verdict_get_found (verdict, i);
      g_autofree char *detail = NULL;

      if (expected != NULL && found != NULL)
        detail = g_strdup_printf ("expected %s, found %s", expected, found);
      else if (expected != NULL)
        detail = g_strdup_printf ("expected %s", expected);

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, '{');
      append_string (out, "name", jot_check_get_name (i));
      append_string (out, "outcome", jot_outcome_get_name (jot_verdict_get_outcome (verdict, i)));
      append_string (out, "detail", detail != NULL ? detail : found != NULL ? found : find_detail (self, i));
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
append_fingerprint (GString *out,
                    JotJwk  *key)
{
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (key);

  append_string (out, "fingerprint", fingerprint);
}

static void
append_key_set (GString      *out,
                SignetKeySet *set,
                JotJwk       *used)
{
  JotJwks *jwks = signet_key_set_get_jwks (set);

  append_name (out, "keySet");
  g_string_append_c (out, '{');
  append_string (out, "source", signet_key_set_get_source (set));
  append_string (out, "host", signet_key_set_get_host (set));
  append_number (out, "fetched", signet_key_set_get_fetched (set));
  append_number (out, "goodUntil", signet_key_set_get_good_until (set));
  append_boolean (out, "stale", signet_key_set_is_stale (set));
  append_name (out, "keys");
  g_string_append_c (out, '[');
  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, '{');
      append_string (out, "kid", entry->kid);
      append_string (out, "kty", entry->kty);
      append_string (out, "use", entry->use);
      append_string (out, "alg", entry->alg);
      append_string (out, "problem", entry->problem);
      if (entry->key != NULL)
        {
          append_string (out, "crv", jot_jwk_get_crv (entry->key));
          append_number (out, "bits", jot_jwk_get_bits (entry->key));
          append_string (out, "thumbprint", jot_jwk_get_thumbprint (entry->key));
          append_fingerprint (out, entry->key);
        }
      append_boolean (out, "used", entry->key != NULL && entry->key == used);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}

/* "valid-but" and the like: the state as programs see it */
static const char *
get_state_name (SignetReportState state)
{
  switch (state)
    {
    case SIGNET_REPORT_VALID: return "valid";
    case SIGNET_REPORT_VALID_BUT: return "valid-but";
    case SIGNET_REPORT_REFUSED: return "refused";
    case SIGNET_REPORT_NOT_TRUSTED: return "not-trusted";
    case SIGNET_REPORT_NOT_CHECKED: return "not-checked";
    }

  g_return_val_if_reached (NULL);
}

/* The key with which the one of the token is to be compared. known: (nullable) */
static void
append_known_key (GString               *out,
                  const SignetSignerKey *known)
{
  if (known == NULL)
    {
      append_null (out, "knownKey");
      return;
    }

  append_name (out, "knownKey");
  g_string_append_c (out, '{');
  append_string (out, "thumbprint", jot_jwk_get_thumbprint (known->jwk));
  append_fingerprint (out, known->jwk);
  append_number (out, "firstSeen", known->first_seen);
  append_number (out, "lastSeen", known->last_seen);
  g_string_append_c (out, '}');
}

/* Who signed it, as far as anybody vouches for that, and with which key. */
static void
append_signer (GString      *out,
               SignetReport *self)
{
  JotJwk *key = jot_verdict_get_key (self->verdict);
  const SignetSignerKey *known = self->signer != NULL && key != NULL ? signet_signer_find_key (self->signer, key) : NULL;

  if (self->signer == NULL && !self->own)
    {
      append_null (out, "signer");
      return;
    }

  append_name (out, "signer");
  g_string_append_c (out, '{');
  append_string (out, "name", self->signer != NULL ? signet_signer_get_name (self->signer) : NULL);
  append_boolean (out, "own", self->own);
  if (self->signer != NULL)
    {
      append_number (out, "added", signet_signer_get_added (self->signer));
      append_number (out, "fetched", signet_signer_get_fetched (self->signer));
      append_boolean (out, "offline", self->offline);
    }
  if (key != NULL)
    {
      append_string (out, "thumbprint", jot_jwk_get_thumbprint (key));
      append_fingerprint (out, key);
    }
  if (known != NULL)
    {
      append_string (out, "state", signet_signer_key_get_state (known, jot_verdict_get_time (self->verdict)));
      append_number (out, "firstSeen", known->first_seen);
      append_number (out, "lastSeen", known->last_seen);
    }
  if (self->state == SIGNET_REPORT_NOT_TRUSTED)
    append_known_key (out, signet_signer_get_known_key (self->signer));
  g_string_append_c (out, '}');
}

/* What was changed, or is new since the last list. */
static void
append_changes (GString      *out,
                SignetReport *self)
{
  SignetListChanges *changes = signet_report_get_changes (self);
  GPtrArray *rows;
  gint64 seconds;

  if (changes == NULL)
    {
      append_null (out, "changes");
      return;
    }

  append_name (out, "changes");
  g_string_append_c (out, '{');
  if (!signet_history_entry_get_issued_at (self->original, &seconds))
    seconds = signet_history_entry_get_time (self->original);
  append_number (out, "since", seconds);
  append_boolean (out, "sameToken", self->is_original_same);
  append_boolean (out, "orderChanged", signet_list_changes_is_order_changed (changes));
  append_name (out, "items");
  g_string_append_c (out, '[');
  rows = signet_list_changes_get_rows (changes);
  for (guint i = 0; i < rows->len; i++)
    {
      const SignetListChange *row = rows->pdata[i];

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, '{');
      append_string (out, "change", signet_change_kind_get_name (row->kind));
      append_string (out, "item", row->name);
      append_string (out, "detail", row->detail);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}

/* The words of the page; programs go by "valid" and "error". */
static void
append_words (GString      *out,
              SignetReport *self)
{
  append_string (out, "verdict", get_state_name (self->state));
  append_string (out, "title", self->title);
  append_string (out, "sentence", self->sentence);
  append_string (out, "advice", self->advice);
}

/**
 * signet_report_to_json:
 * @self: a report
 *
 * Header and payload are the verified text: numbers and escapes as they stand, only
 * white space outside strings removed. "header" and "keySet" are null where there is none.
 *
 * Returns: (transfer full): the JSON object of `signet verify --report`
 */
char *
signet_report_to_json (SignetReport *self)
{
  g_autoptr (GString) out = NULL;
  JotJws *jws;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new ("{");
  jws = jot_verdict_get_jws (self->verdict);

  if (self->error != NULL && !jot_error_is_refusal (self->error->code))
    {
      append_null (out, "valid");
    }
  else
    {
      append_boolean (out, "valid", self->error == NULL);
    }
  if (self->error != NULL)
    {
      g_autofree char *message = signet_report_dup_message (self);

      append_error (out, self->error, message);
    }
  if (jws != NULL)
    append_node (out, "header", jot_jws_get_header (jws));
  else
    append_null (out, "header");
  if (self->error == NULL)
    append_payload (out, self->verdict);
  append_checks (out, self);
  if (self->set != NULL)
    append_key_set (out, self->set, jot_verdict_get_key (self->verdict));
  else
    append_null (out, "keySet");
  append_words (out, self);
  append_signer (out, self);
  append_changes (out, self);
  g_string_append_c (out, '}');

  return g_string_free (g_steal_pointer (&out), FALSE);
}
