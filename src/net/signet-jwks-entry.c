/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-entry.h"

#include "jot-error.h"
#include "signet-jwks-policy.h"
#include "signet-key-set-private.h"

void
signet_jwks_entry_init (SignetJwksEntry *entry,
                        const char      *source)
{
  *entry = (SignetJwksEntry) { .source = g_strdup (source), .last_attempt = G_MININT64 };
}

void
signet_jwks_entry_clear (SignetJwksEntry *entry)
{
  g_free (entry->source);
  g_clear_pointer (&entry->set, signet_key_set_unref);
  g_clear_pointer (&entry->body, g_bytes_unref);
  g_free (entry->etag);
  g_clear_error (&entry->last_error);
}

/* Whether there is a set, and it came in a way that is agreed to now as well. */
static gboolean
is_at_hand (const SignetJwksEntry *entry,
            SignetJwksGetFlags     flags)
{
  return entry->set != NULL && signet_jwks_policy_allows (entry->set->origin, flags);
}

/* A set that can answer for kid without asking anybody. */
gboolean
signet_jwks_entry_is_good (const SignetJwksEntry *entry,
                           const char            *kid,
                           SignetJwksGetFlags     flags,
                           gint64                 now)
{
  return is_at_hand (entry, flags) && now < entry->set->good_until &&
         (kid == NULL || jot_jwks_has_kid (entry->set->jwks, kid));
}

/* The address was not allowed to be asked. */
static gboolean
is_refused (const GError *error)
{
  const JotErrorDetails *details = error != NULL ? jot_error_get_details (error) : NULL;

  return details != NULL &&
         (details->reason == JOT_REASON_HTTP_NOT_ALLOWED || details->reason == JOT_REASON_LAN_NOT_ALLOWED);
}

/* Within 30 s of an attempt, whoever made it, nothing is asked again, whatever came of it; an address that was not
 * allowed to be asked does not count. */
gboolean
signet_jwks_entry_is_cooling (const SignetJwksEntry *entry,
                              SignetJwksGetFlags     flags,
                              gint64                 now)
{
  if ((entry->set != NULL && !is_at_hand (entry, flags)) || is_refused (entry->last_error))
    return FALSE;
  if (entry->set != NULL && entry->last_error == NULL && now >= entry->set->good_until)
    return FALSE;

  return signet_jwks_policy_is_cooling (entry->last_attempt, now);
}

/* The answer from what is at hand after an attempt: the set, also past its time during an outage. */
SignetKeySet *
signet_jwks_entry_answer (const SignetJwksEntry  *entry,
                          SignetJwksGetFlags      flags,
                          gint64                  now,
                          GError                **error)
{
  gboolean at_hand = is_at_hand (entry, flags);

  if (entry->last_error == NULL && at_hand)
    return signet_key_set_ref (entry->set);

  if (at_hand && now < entry->set->good_until)
    return signet_key_set_ref (entry->set);
  if (at_hand && signet_jwks_policy_is_outage (entry->last_error) && now < entry->set->good_until + SIGNET_JWKS_OUTAGE_AGE)
    return signet_key_set_new (entry->set->jwks, entry->source, entry->set->origin, entry->set->fetched,
                               entry->set->good_until, TRUE);

  if (error != NULL)
    *error = entry->last_error != NULL
               ? g_error_copy (entry->last_error)
               : jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_HTTP_NOT_ALLOWED, 0, 0, NULL,
                                entry->set != NULL ? entry->set->host : NULL, "keys are not fetched from this address");
  return NULL;
}

/* A good answer replaces what is there, also with fewer keys; anything else leaves it. */
void
signet_jwks_entry_take_answer (SignetJwksEntry  *entry,
                               SignetJwksAnswer *answer,
                               GError           *error,
                               gint64            now)
{
  gint64 max_age;
  g_autoptr (JotJwks) jwks = NULL;

  g_clear_error (&entry->last_error);
  if (answer != NULL)
    {
      GBytes *body = signet_jwks_answer_get_body (answer);

      if (body != NULL)
        jwks = jot_jwks_parse (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &error);
      else if (entry->set != NULL && entry->etag != NULL)
        jwks = jot_jwks_ref (entry->set->jwks);
      else
        error = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_STATUS, 0, 304, NULL, entry->source,
                               "the server says that nothing changed, and was not asked that");
    }
  if (jwks == NULL)
    {
      entry->last_error = error;
      return;
    }

  max_age = signet_jwks_policy_limit_age (signet_jwks_answer_get_max_age (answer));
  g_clear_pointer (&entry->set, signet_key_set_unref);
  entry->set = signet_key_set_new (jwks, entry->source, signet_jwks_answer_get_origin (answer), now, now + max_age, FALSE);
  if (signet_jwks_answer_get_body (answer) != NULL)
    {
      g_clear_pointer (&entry->body, g_bytes_unref);
      entry->body = g_bytes_ref (signet_jwks_answer_get_body (answer));
    }
  /* a 304 without it confirms the one that was sent */
  if (signet_jwks_answer_get_body (answer) != NULL || signet_jwks_answer_get_etag (answer) != NULL)
    {
      g_free (entry->etag);
      entry->etag = g_strdup (signet_jwks_answer_get_etag (answer));
    }
}

/* What another process, or an earlier run, learned since. */
void
signet_jwks_entry_take_stored (SignetJwksEntry        *entry,
                               const SignetJwksStored *stored)
{
  if (entry->set == NULL || stored->fetched > entry->set->fetched)
    {
      g_clear_pointer (&entry->set, signet_key_set_unref);
      g_clear_pointer (&entry->body, g_bytes_unref);
      entry->set = signet_key_set_new (stored->jwks, entry->source, stored->origin, stored->fetched, stored->good_until, FALSE);
      entry->body = g_bytes_ref (stored->body);
      g_free (entry->etag);
      entry->etag = g_strdup (stored->etag);
      g_clear_error (&entry->last_error);
    }
  if (stored->attempted > entry->last_attempt)
    {
      entry->last_attempt = stored->attempted;
      g_clear_error (&entry->last_error);
      entry->last_error = stored->error != NULL ? g_error_copy (stored->error) : NULL;
    }
}

gboolean
signet_jwks_entry_is_worth_storing (const SignetJwksEntry *entry)
{
  return entry->set != NULL && entry->body != NULL && !is_refused (entry->last_error);
}

void
signet_jwks_entry_store (const SignetJwksEntry *entry,
                         SignetJwksStored      *stored)
{
  *stored = (SignetJwksStored) {
    .body = g_bytes_ref (entry->body),
    .jwks = jot_jwks_ref (entry->set->jwks),
    .origin = entry->set->origin,
    .etag = g_strdup (entry->etag),
    .fetched = entry->set->fetched,
    .good_until = entry->set->good_until,
    .attempted = entry->last_attempt,
    .error = entry->last_error != NULL ? g_error_copy (entry->last_error) : NULL,
  };
}
