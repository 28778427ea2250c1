/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-report-private.h"

#include "signet-words.h"

#include <glib/gi18n.h>

static void
check_row_free (gpointer data)
{
  SignetCheckRow *row = data;

  g_free (row->title);
  g_free (row->detail);
  g_free (row);
}

static void
claim_row_free (gpointer data)
{
  SignetClaimRow *row = data;

  g_free (row->name);
  g_free (row->title);
  g_free (row->value);
  g_free (row);
}

static void
key_row_free (gpointer data)
{
  SignetKeyRow *row = data;

  g_free (row->title);
  g_free (row->kid);
  g_free (row->use);
  g_free (row->problem);
  g_free (row);
}

static const char *
get_check_title (JotCheck check)
{
  switch (check)
    {
    case JOT_CHECK_SIZE: return _("Size");
    case JOT_CHECK_FORM: return _("Form");
    case JOT_CHECK_ENCODING: return _("Encoding");
    case JOT_CHECK_HEADER: return _("Header");
    case JOT_CHECK_CRITICAL: return _("Special demands");
    case JOT_CHECK_KEY_ID: return _("Key ID");
    case JOT_CHECK_ALGORITHM: return _("Algorithm");
    case JOT_CHECK_TYPE: return _("Type");
    case JOT_CHECK_KEY_FOUND: return _("Key in the key set");
    case JOT_CHECK_KEY_FIT: return _("Key fits");
    case JOT_CHECK_KEY_STRENGTH: return _("Key strength");
    case JOT_CHECK_SIGNATURE: return _("Signature");
    case JOT_CHECK_PAYLOAD: return _("Claims");
    case JOT_CHECK_EXPIRY: return _("Expiry");
    case JOT_CHECK_NOT_BEFORE: return _("Start");
    case JOT_CHECK_ISSUER: return _("Issuer");
    case JOT_CHECK_AUDIENCE: return _("Audience");
    case JOT_CHECK_ISSUED_AT: return _("Date of signing");
    case JOT_CHECK_FOREIGN_KEYS: return _("Key brought along");
    case JOT_N_CHECKS: break;
    }

  g_return_val_if_reached ("");
}

/* The key ID as people can look at it: "vREY…rCE0". */
static char *
shorten_kid (const char *kid)
{
  g_autofree char *clean = signet_words_clean (kid, 200);
  glong length = g_utf8_strlen (clean, -1);
  g_autofree char *head = NULL;

  if (length <= 12)
    return g_steal_pointer (&clean);

  head = g_utf8_substring (clean, 0, 4);
  return g_strdup_printf ("%s…%s", head, g_utf8_offset_to_pointer (clean, length - 4));
}

static char *
describe_passed (SignetReport *self,
                 JotCheck      check)
{
  JotJws *jws = jot_verdict_get_jws (self->verdict);
  JotJwk *key = jot_verdict_get_key (self->verdict);
  gint64 now = jot_verdict_get_time (self->verdict);
  const char *found = jot_verdict_get_found (self->verdict, check);
  gint64 seconds;

  switch (check)
    {
    case JOT_CHECK_FORM:
      return g_strdup (_("Three parts"));
    case JOT_CHECK_CRITICAL:
      return g_strdup (_("None"));
    case JOT_CHECK_KEY_ID:
      if (jws != NULL && jot_jws_get_kid (jws) != NULL)
        return signet_words_clean (jot_jws_get_kid (jws), 64);
      break;
    case JOT_CHECK_ALGORITHM:
      if (jws != NULL && jot_jws_get_alg_name (jws) != NULL)
        return signet_words_clean (jot_jws_get_alg_name (jws), 20);
      break;
    case JOT_CHECK_KEY_FIT:
      if (key != NULL)
        return g_strdup (jot_jwk_get_crv (key) != NULL ? jot_jwk_get_crv (key) : jot_jwk_get_kty (key));
      break;
    case JOT_CHECK_KEY_STRENGTH:
      if (key != NULL)
        return g_strdup_printf (ngettext ("%u bit", "%u bits", jot_jwk_get_bits (key)), jot_jwk_get_bits (key));
      break;
    case JOT_CHECK_SIGNATURE:
      if (key != NULL)
        {
          g_autofree char *kid = shorten_kid (jot_jwk_get_thumbprint (key));
          const SignetSignerKey *known = self->signer != NULL ? signet_signer_find_key (self->signer, key) : NULL;

          if (known != NULL && signet_report_is_proved (self))
            {
              g_autofree char *since = signet_words_time (known->first_seen, now);

              /* Translators: a short form of the ID of a key; "today at 14:02" or "3 November" */
              return self->announced ? g_strdup_printf (_("Made with the new key %s, announced beforehand, seen first %s"),
                                                        kid, since)
                                     : g_strdup_printf (_("Made with key %s, known since %s"), kid, since);
            }
          /* Translators: %s is a short form of the ID of a key */
          return g_strdup_printf (_("Made with key %s"), kid);
        }
      break;
    case JOT_CHECK_EXPIRY:
      if (self->claims != NULL)
        {
          g_autofree char *time = NULL;

          if (!jot_claims_get_expiry (self->claims, &seconds))
            return g_strdup (_("Never runs out"));
          if (seconds <= now)
            return g_strdup (_("Within the tolerance"));
          /* a length of time would be wrong in a minute */
          time = signet_words_time (seconds, now);
          /* Translators: %s is a time, "tomorrow at 14:02" */
          return g_strdup_printf (_("Counts until %s"), time);
        }
      break;
    case JOT_CHECK_NOT_BEFORE:
      if (self->claims != NULL)
        {
          g_autofree char *time = NULL;

          if (!jot_claims_get_not_before (self->claims, &seconds))
            return g_strdup (_("No start given"));
          time = signet_words_time (seconds, now);
          /* Translators: %s is a time, "yesterday at 14:02" */
          return g_strdup_printf (_("Counts since %s"), time);
        }
      break;
    case JOT_CHECK_SIZE:
    case JOT_CHECK_ENCODING:
    case JOT_CHECK_HEADER:
    case JOT_CHECK_TYPE:
    case JOT_CHECK_KEY_FOUND:
    case JOT_CHECK_PAYLOAD:
    case JOT_CHECK_ISSUER:
    case JOT_CHECK_AUDIENCE:
    case JOT_CHECK_ISSUED_AT:
    case JOT_CHECK_FOREIGN_KEYS:
    case JOT_N_CHECKS:
      break;
    }

  return found != NULL ? signet_words_clean (found, 64) : g_strdup ("");
}

static char *
describe_note (SignetReport *self,
               JotCheck      check)
{
  const char *found = jot_verdict_get_found (self->verdict, check);
  g_autofree char *clean = signet_words_clean (found != NULL ? found : "", 60);

  if (check == JOT_CHECK_FOREIGN_KEYS)
    /* Translators: %s is a header member, "jku" */
    return g_strdup_printf (_("The header brings a key or its address along (%s). Signet never follows it."), clean);
  if (check == JOT_CHECK_AUDIENCE)
    return g_strdup (_("It names whom it is for, and you did not require anybody."));
  if (check == JOT_CHECK_ISSUED_AT)
    return g_strdup (_("It says that it was signed in the future. One of the clocks is wrong."));
  if (check == JOT_CHECK_EXPIRY || check == JOT_CHECK_SIGNATURE)
    return describe_passed (self, check);

  return g_steal_pointer (&clean);
}

static char *
describe_failed (SignetReport *self,
                 JotCheck      check,
                 const char   *sentence)
{
  const char *expected = jot_verdict_get_expected (self->verdict, check);
  const char *found = jot_verdict_get_found (self->verdict, check);

  if (expected != NULL && found != NULL &&
      (check == JOT_CHECK_ALGORITHM || check == JOT_CHECK_TYPE || check == JOT_CHECK_KEY_FIT ||
       check == JOT_CHECK_ISSUER || check == JOT_CHECK_AUDIENCE))
    {
      g_autofree char *clean_expected = signet_words_clean (expected, 0);
      g_autofree char *clean_found = signet_words_clean (found, 0);

      /* Translators: two values, "Expected RS256, found HS256" */
      return g_strdup_printf (_("Expected %s, found %s"), clean_expected, clean_found);
    }

  return g_strdup (sentence);
}

/* Checks that are shown only when they have something to say. */
static gboolean
is_quiet (JotCheck   check,
          JotOutcome outcome)
{
  if (outcome == JOT_OUTCOME_NOT_DEMANDED)
    return TRUE;

  return (check == JOT_CHECK_ISSUED_AT || check == JOT_CHECK_FOREIGN_KEYS || check == JOT_CHECK_TYPE ||
          check == JOT_CHECK_ISSUER || check == JOT_CHECK_AUDIENCE) &&
         (outcome == JOT_OUTCOME_NOT_REACHED ||
          (outcome == JOT_OUTCOME_PASSED && (check == JOT_CHECK_ISSUED_AT || check == JOT_CHECK_FOREIGN_KEYS)));
}

/* As jot has it; a new key that was accepted quietly is worth a note. */
static JotOutcome
get_outcome (SignetReport *self,
             JotCheck      check)
{
  return check == JOT_CHECK_SIGNATURE && signet_report_is_key_announced (self)
           ? JOT_OUTCOME_NOTE : jot_verdict_get_outcome (self->verdict, check);
}

void
signet_report_build_checks (SignetReport *self)
{
  guint n = 0;
  guint n_notes = 0;
  const char *failed = NULL;
  gboolean unfinished = FALSE;

  self->checks = g_ptr_array_new_with_free_func (check_row_free);

  for (guint i = 0; i < JOT_N_CHECKS; i++)
    {
      JotOutcome outcome = get_outcome (self, i);
      SignetCheckRow *row;

      if (is_quiet (i, outcome))
        continue;

      row = g_new0 (SignetCheckRow, 1);
      row->check = i;
      row->outcome = outcome;
      row->title = g_strdup (get_check_title (i));
      switch (outcome)
        {
        case JOT_OUTCOME_PASSED:
          row->detail = describe_passed (self, i);
          break;
        case JOT_OUTCOME_NOTE:
          row->detail = describe_note (self, i);
          n_notes++;
          break;
        case JOT_OUTCOME_FAILED:
          row->detail = describe_failed (self, i, self->sentence);
          failed = row->title;
          break;
        case JOT_OUTCOME_NOT_REACHED:
          row->detail = g_strdup (_("Not reached"));
          unfinished = TRUE;
          break;
        case JOT_OUTCOME_NOT_DEMANDED:
          break;
        }
      n += i != JOT_CHECK_FOREIGN_KEYS && i != JOT_CHECK_ISSUED_AT;
      g_ptr_array_add (self->checks, row);
    }

  if (failed != NULL)
    {
      g_autofree char *lower = g_utf8_strdown (failed, -1);

      /* Translators: how many checks there are, the one that failed: "1 of 14 failed: signature" */
      self->checks_summary = g_strdup_printf (_("1 of %u failed: %s"), n, lower);
    }
  else if (self->state == SIGNET_REPORT_NOT_TRUSTED)
    self->checks_summary = g_strdup (_("All passed, but the key is not one that you know"));
  else if (unfinished)
    self->checks_summary = g_strdup (_("Not finished: there is no key to check with"));
  else if (n_notes > 0)
    self->checks_summary = g_strdup_printf (ngettext ("All %u passed, %u note", "All %u passed, %u notes", n_notes),
                                            n, n_notes);
  else
    self->checks_summary = g_strdup_printf (ngettext ("All %u passed", "All %u passed", n), n);
}

static const char *
get_claim_title (const char *name)
{
  static const struct { const char *name, *title; } titles[] = {
    { "iss", N_("Signed by") },
    { "sub", N_("For") },
    { "aud", N_("Meant for") },
    { "iat", N_("Signed at") },
    { "nbf", N_("Counts from") },
    { "exp", N_("Valid until") },
    { "jti", N_("ID of the token") },
    { "listName", N_("Name of the list") },
    { "groceryList", N_("Items") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (name, titles[i].name))
      return _(titles[i].title);

  return NULL;
}

static char *
describe_claim (const char *name,
                JotJsonNode node,
                gint64      now)
{
  g_autofree char *text = NULL;
  double seconds;

  if ((g_str_equal (name, "iat") || g_str_equal (name, "nbf") || g_str_equal (name, "exp")) &&
      jot_json_node_get_number (node, &seconds))
    return signet_words_time ((gint64) seconds, now);
  if (g_str_equal (name, "groceryList") && jot_json_node_get_kind (node) == JOT_JSON_ARRAY)
    {
      guint n = jot_json_node_get_size (node);

      return g_strdup_printf (ngettext ("%u item", "%u items", n), n);
    }
  if (jot_json_node_get_string (node) != NULL)
    return signet_words_clean (jot_json_node_get_string (node), 400);

  text = jot_json_node_to_compact (node);
  return signet_words_clean (text, 400);
}

void
signet_report_build_claim_rows (SignetReport *self)
{
  JotJsonIter iter;
  JotJsonNode value;
  const char *name;

  self->claim_rows = g_ptr_array_new_with_free_func (claim_row_free);
  if (self->claims == NULL)
    return;

  jot_json_iter_init (&iter, jot_claims_get_root (self->claims));
  while (jot_json_iter_next (&iter, &name, &value))
    {
      SignetClaimRow *row = g_new0 (SignetClaimRow, 1);
      const char *title = get_claim_title (name);

      row->name = signet_words_clean (name, 60);
      row->title = title != NULL ? g_strdup (title) : g_strdup (row->name);
      row->value = describe_claim (name, value, jot_verdict_get_time (self->verdict));
      g_ptr_array_add (self->claim_rows, row);
    }
}

void
signet_report_build_key_rows (SignetReport *self)
{
  JotJwks *jwks = self->set != NULL ? signet_key_set_get_jwks (self->set) : NULL;
  JotJwk *used = jot_verdict_get_key (self->verdict);

  self->key_rows = g_ptr_array_new_with_free_func (key_row_free);
  for (guint i = 0; jwks != NULL && i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);
      SignetKeyRow *row = g_new0 (SignetKeyRow, 1);
      g_autoptr (GString) use = g_string_new (NULL);

      if (entry->key != NULL && jot_jwk_get_crv (entry->key) != NULL)
        row->title = g_strdup (jot_jwk_get_crv (entry->key));
      else if (entry->key != NULL)
        row->title = g_strdup_printf (ngettext ("RSA, %u bit", "RSA, %u bits", jot_jwk_get_bits (entry->key)),
                                      jot_jwk_get_bits (entry->key));
      else
        row->title = entry->kty != NULL ? signet_words_clean (entry->kty, 20) : g_strdup (_("Unknown"));

      if (entry->alg != NULL)
        g_string_append (use, entry->alg);
      if (entry->use != NULL)
        g_string_append_printf (use, "%s%s", use->len > 0 ? " · " : "", entry->use);
      row->use = signet_words_clean (use->str, 60);
      row->kid = entry->kid != NULL ? signet_words_clean (entry->kid, 80) : NULL;
      row->problem = entry->problem != NULL ? signet_words_clean (entry->problem, 200) : NULL;
      row->used = entry->key != NULL && entry->key == used;
      g_ptr_array_add (self->key_rows, row);
    }
}
