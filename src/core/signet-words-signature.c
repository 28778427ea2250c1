/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-words-private.h"

#include <glib/gi18n.h>

static SignetWords *
words_for_change (const SignetWordsContext *context)
{
  g_autofree char *changes = NULL;
  g_autofree char *claims = NULL;
  g_autofree char *sentence = NULL;

  if (context->changes != NULL)
    changes = signet_list_changes_dup_sentence (context->changes, SIGNET_CHANGE_TONE_ALARMING, context->signer, context->own);
  if (context->altered_claims != NULL)
    claims = signet_words_clean (context->altered_claims, 120);

  if (changes != NULL && *changes == '\0')
    g_clear_pointer (&changes, g_free);
  if (claims == NULL && changes == NULL)
    sentence = g_strdup (_("Its text is not the one that was signed."));
  else if (claims == NULL)
    sentence = g_steal_pointer (&changes);
  else if (changes == NULL)
    /* Translators: %s are the names of claims, “exp”, “sub” */
    sentence = context->is_list ? g_strdup_printf (_("Its items are the same, but something else was changed: %s."), claims)
                                : g_strdup_printf (_("This was changed: %s."), claims);
  else
    /* Translators: whole sentences about items, then the names of claims, “exp”, “sub” */
    sentence = g_strdup_printf (_("%s Something else was changed, too: %s."), changes, claims);

  return signet_words_new (context->is_list ? _("This list was changed after it was signed")
                                            : _("This token was changed after it was signed"),
                           g_steal_pointer (&sentence),
                           context->own ? g_strdup (_("Do not rely on it. What you signed is in the history."))
                           : context->is_list ? signet_words_ask (context, _("Ask %s to send the list again."),
                                                                  _("Ask the sender to send the list again."))
                                              : signet_words_ask (context, _("Ask %s to send it again."),
                                                                  _("Ask the sender to send it again.")));
}

SignetWords *
signet_words_for_signature (const SignetWordsContext *context)
{
  const char *title = _("The signature does not fit");
  char *again = signet_words_ask (context, _("Do not rely on it. Ask %s to send it again."),
                                  _("Do not rely on it. Ask the sender to send it again."));
  g_autofree char *other = context->other_signer != NULL ? signet_words_clean (context->other_signer, 0) : NULL;

  switch (context->cause)
    {
    case SIGNET_CAUSE_CHANGED:
      g_free (again);
      return words_for_change (context);

    case SIGNET_CAUSE_DAMAGED:
      g_free (again);
      return signet_words_new (_("The signature is damaged"),
                               context->own
                                 ? g_strdup (_("The text is exactly what you signed, but the signature is not whole."))
                                 : signet_words_ask (context,
                                                     _("The text is exactly what %s signed, but the signature is not whole."),
                                                     _("The text is exactly what was signed, but the signature is not whole.")),
                               g_strdup (_("Copy it again, from the first character to the last.")));

    case SIGNET_CAUSE_OTHER_SIGNER:
      /* Translators: %s is a person */
      return signet_words_new (title, g_strdup_printf (_("%s signed it, with a key other than the one it names."), other), again);

    case SIGNET_CAUSE_OTHER_KEY:
      return signet_words_new (title, g_strdup (_("It was signed with another key of this key set than the one it names.")), again);

    case SIGNET_CAUSE_OWN_KEY:
      return signet_words_new (title, g_strdup (_("You signed it yourself, and it names a key of somebody else.")), again);

    case SIGNET_CAUSE_NONCE:
      g_free (again);
      return signet_words_new (title,
                               g_strdup (_("Its header has a “nonce”: some services alter such tokens after signing, "
                                           "so that only they themselves can check them.")),
                               g_strdup (_("Ask for a token that is meant for you.")));

    case SIGNET_CAUSE_UNKNOWN:
      return signet_words_new (title,
                               g_strdup (_("Either the text was changed after it was signed, or someone else signed it.")),
                               again);
    }

  g_free (again);
  g_return_val_if_reached (NULL);
}
