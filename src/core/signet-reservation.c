/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-reservation.h"

#include "signet-verifier.h"
#include "signet-words.h"

#include <glib/gi18n.h>

/**
 * signet_reservation_describe_stale:
 * @set: a key set that is out of date
 *
 * Returns: (transfer full): how old it is, and what that means
 */
char *
signet_reservation_describe_stale (SignetKeySet *set)
{
  const char *foreign_host = signet_key_set_get_host (set);
  g_autofree char *host = foreign_host != NULL ? signet_words_clean (foreign_host, 80) : g_strdup (_("The address"));
  g_autofree char *age = signet_words_duration (MAX (signet_verifier_get_now () - signet_key_set_get_fetched (set), 0));

  /* Translators: a host name, a length of time */
  return g_strdup_printf (_("%s does not answer now, so Signet used the key set it fetched %s ago. "
                            "A key revoked since then would not be noticed."), host, age);
}

/**
 * signet_reservation_describe_offline:
 * @signer: somebody whose key set cannot be had
 *
 * Returns: (transfer full): for how long nobody could be asked
 */
char *
signet_reservation_describe_offline (SignetSigner *signer)
{
  g_autofree char *name = signet_words_clean (signet_signer_get_name (signer), 0);
  g_autofree char *age = signet_words_duration (MAX (signet_verifier_get_now () - signet_signer_get_fetched (signer), 0));

  /* Translators: a person, a length of time */
  return g_strdup_printf (_("The key set of %s cannot be reached and was fetched %s ago, "
                            "so nobody could be asked whether the key was withdrawn since."), name, age);
}

/**
 * signet_reservation_describe_http:
 *
 * Returns: (transfer full): what an open connection means
 */
char *
signet_reservation_describe_http (void)
{
  return g_strdup (_("Someone on the way could have swapped them. Compare the fingerprint with the signer."));
}

/**
 * signet_reservation_is_over_http:
 * @set: (nullable): a key set
 * @issuer: (nullable): who told where it is
 *
 * An issuer who tells over http where the keys are is as good as keys that come over it.
 *
 * Returns: whether somebody on the way could have swapped the keys
 */
gboolean
signet_reservation_is_over_http (SignetKeySet *set,
                                 const char   *issuer)
{
  SignetJwksOrigin origin = set != NULL ? signet_key_set_get_origin (set) : SIGNET_JWKS_ORIGIN_FILE;

  return origin == SIGNET_JWKS_ORIGIN_LOOPBACK || origin == SIGNET_JWKS_ORIGIN_LAN_HTTP ||
         (issuer != NULL && g_ascii_strncasecmp (issuer, "https:", 6) != 0);
}

/**
 * signet_reservation_dup_message:
 * @set: a key set
 * @issuer: (nullable): who told where it is
 * @signer: (nullable): whose tokens they must be
 * @own: whether all keys of it are the user's
 *
 * Returns: (transfer full) (nullable): what holds for each token that is valid by @set; %NULL where nothing is left
 *   in doubt
 */
char *
signet_reservation_dup_message (SignetKeySet *set,
                                const char   *issuer,
                                SignetSigner *signer,
                                gboolean      own)
{
  gboolean open = signet_reservation_is_over_http (set, issuer) && signer == NULL && !own;
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;

  if (!open && !signet_key_set_is_stale (set))
    return NULL;

  if (open)
    {
      title = g_strdup (_("The keys came over an open connection"));
      sentence = signet_reservation_describe_http ();
    }
  if (signet_key_set_is_stale (set))
    {
      g_autofree char *before = g_steal_pointer (&sentence);
      g_autofree char *stale = NULL;

      if (signer != NULL && signet_key_set_get_fetched (set) == signet_key_set_get_good_until (set))
        stale = signet_reservation_describe_offline (signer);
      else
        stale = signet_reservation_describe_stale (set);
      /* Translators: two sentences, one after the other */
      sentence = before != NULL ? g_strdup_printf (_("%s %s"), before, stale) : g_steal_pointer (&stale);
    }
  if (title == NULL)
    {
      gint64 now = signet_verifier_get_now ();
      g_autofree char *when = signet_words_time (signet_key_set_get_fetched (set), now);

      /* Translators: %s is a time, "today at 14:02" */
      title = g_strdup_printf (_("The keys are from %s"), when);
    }

  return g_strdup_printf ("%s: %s. %s", _("Valid, but…"), title, sentence);
}
