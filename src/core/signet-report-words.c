/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-report-private.h"

#include "signet-reservation.h"
#include "signet-verifier.h"
#include "signet-words.h"

#include <glib/gi18n.h>

static char *
join_sentences (const char *first,
                const char *second)
{
  if (first == NULL || *first == '\0')
    return g_strdup (second);

  /* Translators: two sentences, one after the other */
  return g_strdup_printf (_("%s %s"), first, second);
}

/* "Nothing was changed since today at 14:02. It is valid until tomorrow at 14:02." */
static char *
describe_validity (SignetReport *self)
{
  gint64 now = jot_verdict_get_time (self->verdict);
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;
  g_autofree char *first = NULL;
  gint64 seconds;

  if (self->claims == NULL ||
      jot_verdict_get_outcome (self->verdict, JOT_CHECK_PAYLOAD) == JOT_OUTCOME_NOT_DEMANDED)
    return g_strdup (_("Its signature is right. What it says was not looked at."));

  if (jot_claims_get_issued_at (self->claims, &seconds) && seconds <= now)
    {
      since = signet_words_time (seconds, now);
      /* Translators: %s is a time, "today at 14:02" */
      first = g_strdup_printf (_("Nothing was changed since %s."), since);
    }
  else
    {
      first = g_strdup (_("Nothing was changed since it was signed."));
    }

  if (!jot_claims_get_expiry (self->claims, &seconds))
    return join_sentences (first, _("It never runs out."));

  until = signet_words_time (seconds, now);
  {
    /* Translators: %s is a time, "tomorrow at 14:02" */
    g_autofree char *second = g_strdup_printf (_("It is valid until %s."), until);

    return join_sentences (first, second);
  }
}

static void
describe_unknown_signer (SignetReport *self,
                         const char   *host)
{
  const char *issuer = self->claims != NULL ? jot_claims_get_issuer (self->claims) : NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  /* Translators: %s is a host name */
  first = host != NULL ? g_strdup_printf (_("The signature is right for the key at %s."), host)
                       : g_strdup (_("The signature is right for the key in the file."));
  if (issuer != NULL && *issuer != '\0')
    {
      g_autofree char *name = signet_words_clean (issuer, 0);

      /* Translators: a person, twice */
      second = g_strdup_printf (_("Whether that key is %s’s, only %s can tell you."), name, name);
    }
  else
    {
      second = g_strdup (_("Whose key that is, only its owner can tell you."));
    }

  self->title = g_strdup (_("You have not met this signer before"));
  self->sentence = join_sentences (first, second);
}

/* A key of somebody in the trust book; with their computer off a reservation is made. */
static void
describe_known_signer (SignetReport *self,
                       gboolean      is_list)
{
  g_autofree char *name = signet_words_clean (signet_signer_get_name (self->signer), 0);

  /* Translators: %s is a person */
  self->title = g_strdup_printf (is_list ? _("%s signed this list") : _("%s signed this token"), name);
  if (self->offline)
    {
      self->state = SIGNET_REPORT_VALID_BUT;
      self->sentence = signet_reservation_describe_offline (self->signer);
    }
  else
    {
      self->sentence = describe_validity (self);
    }
}

/* (transfer full) (nullable): who vouches for the key set: the issuer who told where it is, else its host */
static char *
dup_host (SignetReport *self)
{
  g_autoptr (GUri) uri = self->issuer != NULL ? g_uri_parse (self->issuer, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : self->set != NULL ? signet_key_set_get_host (self->set) : NULL;

  return host != NULL ? signet_words_clean (host, 80) : NULL;
}

/* What a valid verdict is worth: the rules of "Valid" and "Valid, but…". */
void
signet_report_describe_valid (SignetReport *self)
{
  g_autofree char *host = dup_host (self);
  gboolean is_list = self->items != NULL;
  gboolean over_http = signet_reservation_is_over_http (self->set, self->issuer);

  self->state = SIGNET_REPORT_VALID;

  if (self->signer != NULL)
    describe_known_signer (self, is_list);
  else if (self->own)
    {
      self->title = g_strdup (is_list ? _("You signed this list") : _("You signed this token"));
      self->sentence = describe_validity (self);
    }
  else if (is_list)
    {
      self->state = SIGNET_REPORT_VALID_BUT;
      describe_unknown_signer (self, host);
      if (over_http)
        {
          g_autofree char *before = g_steal_pointer (&self->sentence);

          self->sentence = join_sentences (before, _("The keys came over an open connection."));
        }
    }
  else if (over_http)
    {
      self->state = SIGNET_REPORT_VALID_BUT;
      self->title = g_strdup (_("The keys came over an open connection"));
      self->sentence = signet_reservation_describe_http ();
    }
  else
    {
      /* Translators: %s is a host name */
      self->title = host != NULL ? g_strdup_printf (_("%s signed this token"), host)
                                 : g_strdup (_("The key in the file signed this token"));
      self->sentence = describe_validity (self);
    }

  if (self->set != NULL && signet_key_set_is_stale (self->set) && !self->offline)
    {
      g_autofree char *stale = signet_reservation_describe_stale (self->set);
      g_autofree char *before = g_steal_pointer (&self->sentence);

      if (self->state == SIGNET_REPORT_VALID)
        {
          g_autofree char *when = signet_words_time (signet_key_set_get_fetched (self->set), signet_verifier_get_now ());

          g_free (self->title);
          /* Translators: %s is a time, "today at 14:02" */
          self->title = g_strdup_printf (_("The keys are from %s"), when);
          self->sentence = g_steal_pointer (&stale);
        }
      else
        {
          self->sentence = join_sentences (before, stale);
        }
      self->state = SIGNET_REPORT_VALID_BUT;
    }
}

void
signet_report_describe_error (SignetReport *self)
{
  gboolean proved = signet_report_is_proved (self);
  SignetWordsContext context = {
    .is_list = self->items != NULL,
    .signer = self->signer != NULL ? signet_signer_get_name (self->signer)
              : proved && self->claims != NULL ? jot_claims_get_issuer (self->claims) : NULL,
    .host = self->set != NULL ? signet_key_set_get_host (self->set) : NULL,
    .now = jot_verdict_get_time (self->verdict),
    .cause = self->cause,
    .changes = self->changes,
    .altered_claims = self->altered_claims,
    .other_signer = self->other_signer,
    .own = self->own,
  };
  g_autoptr (SignetWords) words = signet_words_for_verdict (self->error, &context);

  if (self->error->code == JOT_ERROR_SIGNER_KEY_CHANGED)
    self->state = SIGNET_REPORT_NOT_TRUSTED;
  else if (jot_error_is_refusal (self->error->code))
    self->state = SIGNET_REPORT_REFUSED;
  else
    self->state = SIGNET_REPORT_NOT_CHECKED;

  self->title = g_steal_pointer (&words->title);
  self->sentence = g_steal_pointer (&words->sentence);
  self->advice = g_steal_pointer (&words->advice);
}

/**
 * signet_report_dup_claims_summary:
 * @self: a report
 * @now: seconds since 1970; the summary counts down
 *
 * Returns: (transfer full): "From Whitney, for Brian, expires in 23 h 41 min", translated
 */
char *
signet_report_dup_claims_summary (SignetReport *self,
                                  gint64        now)
{
  g_autoptr (GPtrArray) parts = NULL;
  const char *issuer;
  const char *subject;
  gint64 seconds;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->claims == NULL)
    return g_strdup (_("None that can be read"));

  parts = g_ptr_array_new_with_free_func (g_free);
  issuer = jot_claims_get_issuer (self->claims);
  subject = jot_claims_get_subject (self->claims);

  if (!signet_report_is_proved (self))
    {
      g_autofree char *time = NULL;

      if (!jot_claims_get_expiry (self->claims, &seconds))
        return g_strdup (_("Says that it never runs out"));
      time = signet_words_time (seconds, now);
      /* Translators: %s is a time */
      return seconds <= now ? g_strdup_printf (_("Says it was valid until %s"), time)
                            : g_strdup_printf (_("Says it is valid until %s"), time);
    }

  if (issuer != NULL && *issuer != '\0')
    {
      g_autofree char *clean = signet_words_clean (issuer, 0);

      g_ptr_array_add (parts, g_strdup_printf (_("From %s"), clean));
    }
  if (subject != NULL && *subject != '\0')
    {
      g_autofree char *clean = signet_words_clean (subject, 0);

      g_ptr_array_add (parts, g_strdup_printf (parts->len > 0 ? _("for %s") : _("For %s"), clean));
    }
  if (!jot_claims_get_expiry (self->claims, &seconds))
    g_ptr_array_add (parts, g_strdup (parts->len > 0 ? _("never runs out") : _("Never runs out")));
  else if (seconds <= now)
    g_ptr_array_add (parts, g_strdup (parts->len > 0 ? _("expired") : _("Expired")));
  else
    {
      g_autofree char *duration = signet_words_duration (seconds - now);

      /* Translators: %s is a length of time */
      g_ptr_array_add (parts, g_strdup_printf (parts->len > 0 ? _("expires in %s") : _("Expires in %s"), duration));
    }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (_(", "), (char **) parts->pdata);
}

/**
 * signet_report_dup_key_set_summary:
 * @self: a report
 * @now: seconds since 1970
 *
 * Returns: (transfer full): "2 keys, fetched just now from 192.168.1.23", translated
 */
char *
signet_report_dup_key_set_summary (SignetReport *self,
                                   gint64        now)
{
  g_autoptr (GPtrArray) parts = NULL;
  guint n_skipped = 0;
  gint64 fetched;
  const char *host;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->set == NULL)
    return g_strdup (_("None"));

  parts = g_ptr_array_new_with_free_func (g_free);
  fetched = signet_key_set_get_fetched (self->set);
  host = signet_key_set_get_host (self->set);
  for (guint i = 0; i < self->key_rows->len; i++)
    n_skipped += ((SignetKeyRow *) g_ptr_array_index (self->key_rows, i))->problem != NULL;

  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u key", "%u keys", self->key_rows->len), self->key_rows->len));
  if (n_skipped > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u skipped", "%u skipped", n_skipped), n_skipped));
  if (host == NULL)
    g_ptr_array_add (parts, g_strdup (_("from a file")));
  else
    {
      g_autofree char *clean = signet_words_clean (host, 80);
      g_autofree char *when = signet_words_time (fetched, now);

      if (now - fetched < 60)
        /* Translators: %s is a host name */
        g_ptr_array_add (parts, g_strdup_printf (_("fetched just now from %s"), clean));
      else
        /* Translators: a time, "today at 14:02", and a host name */
        g_ptr_array_add (parts, g_strdup_printf (_("fetched %s from %s"), when, clean));
    }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (_(", "), (char **) parts->pdata);
}

/**
 * signet_report_dup_header_summary:
 * @self: a report
 *
 * Returns: (transfer full): "RS256, 9 claims", translated
 */
char *
signet_report_dup_header_summary (SignetReport *self)
{
  JotJws *jws;
  g_autofree char *alg = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  jws = jot_verdict_get_jws (self->verdict);
  if (jws == NULL)
    return g_strdup (_("None that can be read"));

  alg = signet_words_clean (jot_jws_get_alg_name (jws) != NULL ? jot_jws_get_alg_name (jws) : "", 20);
  if (self->claims == NULL)
    return g_steal_pointer (&alg);

  /* Translators: an algorithm, a number of claims */
  return g_strdup_printf (ngettext ("%s, %u claim", "%s, %u claims", self->claim_rows->len), alg, self->claim_rows->len);
}
