/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-words-private.h"

#include "jot-jwk.h"
#include "signet-keys-error.h"
#include "signet-lists-error.h"
#include "signet-trust-book.h"

#include <glib/gi18n.h>
#include <string.h>

/* What could not be done: keys, keyring, lists, people. */

/**
 * signet_words_get_problem:
 * @error: an error
 *
 * Returns: which page of the window @error calls for
 */
SignetProblem
signet_words_get_problem (const GError *error)
{
  g_return_val_if_fail (error != NULL, SIGNET_PROBLEM_OTHER);

  if (error->domain != SIGNET_KEYS_ERROR)
    return SIGNET_PROBLEM_OTHER;

  switch ((SignetKeysError) error->code)
    {
    case SIGNET_KEYS_ERROR_LOCKED: return SIGNET_PROBLEM_LOCKED;
    case SIGNET_KEYS_ERROR_DISMISSED: return SIGNET_PROBLEM_DISMISSED;
    case SIGNET_KEYS_ERROR_NO_KEYRING: return SIGNET_PROBLEM_NO_KEYRING;
    case SIGNET_KEYS_ERROR_NO_ANSWER: return SIGNET_PROBLEM_NO_ANSWER;
    case SIGNET_KEYS_ERROR_MISSING: return SIGNET_PROBLEM_KEY_MISSING;
    case SIGNET_KEYS_ERROR_FULL: return SIGNET_PROBLEM_FULL;
    case SIGNET_KEYS_ERROR_DAMAGED:
    case SIGNET_KEYS_ERROR_METADATA:
    case SIGNET_KEYS_ERROR_NOT_FOUND:
    case SIGNET_KEYS_ERROR_NO_CURRENT:
    case SIGNET_KEYS_ERROR_REVOKED:
    case SIGNET_KEYS_ERROR_EXISTS:
    case SIGNET_KEYS_ERROR_NO_KEY:
    case SIGNET_KEYS_ERROR_PASSPHRASE:
    case SIGNET_KEYS_ERROR_BACKUP:
    case SIGNET_KEYS_ERROR_FAILED:
      return SIGNET_PROBLEM_OTHER;
    case SIGNET_KEYS_ERROR_UNLISTED:
      return SIGNET_PROBLEM_UNLISTED;
    }

  g_return_val_if_reached (SIGNET_PROBLEM_OTHER);
}

/* "48210 93755": enough of a fingerprint to tell one key of ours from another. */
static char *
describe_key (const char *kid)
{
  g_autofree char *fingerprint = jot_thumbprint_to_fingerprint (kid);

  return fingerprint != NULL ? g_strndup (fingerprint, 11) : NULL;
}

static SignetWords *
words_for_missing (const char *kid)
{
  g_autofree char *key = describe_key (kid);

  if (key == NULL)
    return signet_words_new (_("Your Key Is Missing"),
                             g_strdup (_("The keyring no longer holds your key. Restore it from a backup, "
                                         "or make a new one. Lists already signed stay valid.")), NULL);

  return signet_words_new (_("Your Key Is Missing"),
                           /* Translators: %s is the beginning of a fingerprint, "48210 93755" */
                           g_strdup_printf (_("The keyring no longer holds key %s. Restore it from a backup, "
                                              "or make a new one. Lists already signed stay valid."), key), NULL);
}

/* Whatever was asked of our keys, signing a list apart: nothing of it was done. */
static SignetWords *
words_for_undone (SignetKeysError code)
{
  if (code == SIGNET_KEYS_ERROR_DISMISSED)
    return signet_words_new (_("The Keyring Stayed Locked"),
                             g_strdup (_("The question about the keyring was closed, so nothing was done. "
                                         "Signet asks again when you are ready.")), NULL);
  if (code == SIGNET_KEYS_ERROR_NO_ANSWER)
    return signet_words_new (_("The Keyring Does Not Answer"),
                             g_strdup (_("Signet waited 10 seconds. It may be busy or stuck. "
                                         "Nothing was done and no key was lost.")), NULL);

  return signet_words_new (_("The Key Could Not Be Stored"),
                           g_strdup (_("The disk of the keyring is full. Your keys are as they were.")), NULL);
}

static SignetWords *
words_for_keys (const GError *error,
                const char   *list_name)
{
  g_autofree char *name = list_name != NULL ? signet_words_quote (list_name) : NULL;
  g_autofree char *message = signet_words_clean (error->message, 200);

  switch ((SignetKeysError) error->code)
    {
    case SIGNET_KEYS_ERROR_LOCKED:
      if (name == NULL)
        return signet_words_new (_("Your Keyring Is Locked"),
                                 g_strdup (_("Signet keeps your signing key in the keyring of this computer. "
                                             "Unlock it and try again.")), NULL);
      return signet_words_new (_("Your Keyring Is Locked"),
                               /* Translators: %s is the name of a list in quotes */
                               g_strdup_printf (_("Signet keeps your signing key in the keyring of this computer. "
                                                  "Unlock it to sign %s. Your lists and checking work as usual."), name),
                               NULL);
    case SIGNET_KEYS_ERROR_DISMISSED:
      if (name == NULL)
        return words_for_undone (error->code);
      return signet_words_new (_("Nothing Was Signed"),
                               g_strdup (_("The question about the keyring was closed. "
                                           "Signet asks again when you are ready.")), NULL);
    case SIGNET_KEYS_ERROR_NO_KEYRING:
      return signet_words_new (_("No Keyring Found"),
                               g_strdup (_("Signet keeps your signing key in a keyring, and none is running. "
                                           "Install or start one, for instance GNOME Keyring, then try again.")), NULL);
    case SIGNET_KEYS_ERROR_NO_ANSWER:
      if (name == NULL)
        return words_for_undone (error->code);
      return signet_words_new (_("The Keyring Does Not Answer"),
                               g_strdup (_("Signet waited 10 seconds. It may be busy or stuck. "
                                           "Nothing was signed and no key was lost.")), NULL);
    case SIGNET_KEYS_ERROR_MISSING:
      return words_for_missing (error->message);
    case SIGNET_KEYS_ERROR_FULL:
      if (name == NULL)
        return words_for_undone (error->code);
      return signet_words_new (_("The Key Could Not Be Stored"),
                               g_strdup (_("The disk of the keyring is full. No key was made.")), NULL);
    case SIGNET_KEYS_ERROR_DAMAGED:
      return signet_words_new (_("Your Key Cannot Be Read"),
                               g_strdup (_("The keyring returned something that is no key of Signet. "
                                           "Restore it from a backup, or make a new one. Lists already signed stay valid.")), NULL);
    case SIGNET_KEYS_ERROR_UNLISTED:
      return signet_words_new (_("Your Keys Are in the Keyring Only"),
                               g_strdup (name != NULL
                                           ? _("The keyring holds keys of yours, but the file that says what they are for is gone. "
                                               "Nothing was signed and no key was made. Recover these keys, or make a new one.")
                                           : _("The keyring holds keys of yours, but the file that says what they are for is gone. "
                                               "No key was made. “signet keys recover” takes these keys up again, “signet keys create” "
                                               "makes a new one.")), NULL);
    case SIGNET_KEYS_ERROR_METADATA:
      return signet_words_new (_("The List of Your Keys Cannot Be Used"),
                               /* Translators: %s is a technical reason in English */
                               g_strdup_printf (_("The file in which Signet keeps what is public about your keys "
                                                  "could not be read or written: %s"), message), NULL);
    case SIGNET_KEYS_ERROR_NOT_FOUND:
      return signet_words_new (_("There Is No Such Key"),
                               g_strdup (_("None of your keys has this ID. “signet keys” lists them.")), NULL);
    case SIGNET_KEYS_ERROR_NO_CURRENT:
      return signet_words_new (_("There Is No Current Key"),
                               g_strdup (name != NULL ? _("No key of yours signs now. Make a new one.")
                                                      : _("No key of yours signs now. “signet keys create” makes one.")),
                               NULL);
    case SIGNET_KEYS_ERROR_REVOKED:
      return signet_words_new (_("This Key Is Revoked Already"), g_strdup (_("Nothing was changed.")), NULL);
    case SIGNET_KEYS_ERROR_EXISTS:
      return signet_words_new (_("This Key Is Yours Already"), g_strdup (_("Nothing was changed.")), NULL);
    case SIGNET_KEYS_ERROR_NO_KEY:
      return signet_words_new (_("There Is Nothing to Back Up"), g_strdup (_("You have no key yet.")), NULL);
    case SIGNET_KEYS_ERROR_PASSPHRASE:
      return signet_words_new (_("Wrong Passphrase"),
                               g_strdup (_("That passphrase does not open this file. Nothing was changed.")), NULL);
    case SIGNET_KEYS_ERROR_BACKUP:
      /* that of a library is a sentence */
      if (g_str_has_suffix (message, "."))
        message[strlen (message) - 1] = '\0';
      return signet_words_new (_("This File Cannot Be Used"),
                               /* Translators: %s is a technical reason in English */
                               g_strdup_printf (_("It holds no key that Signet can take over: %s. Nothing was changed."), message), NULL);
    case SIGNET_KEYS_ERROR_FAILED:
      return signet_words_new (_("The Keyring Refused"),
                               g_strdup_printf (_("It said: %s"), message), NULL);
    }

  g_return_val_if_reached (NULL);
}

static SignetWords *
words_for_lists (const GError *error)
{
  g_autofree char *message = signet_words_clean (error->message, 300);

  switch ((SignetListsError) error->code)
    {
    case SIGNET_LISTS_ERROR_NOT_FOUND:
      return signet_words_new (_("There Is No Such List"),
                               g_strdup (_("No list has this name. “signet lists” shows them.")), NULL);
    case SIGNET_LISTS_ERROR_AMBIGUOUS:
      return signet_words_new (_("Several Lists Have This Name"),
                               /* Translators: %s are the ids of lists */
                               g_strdup_printf (_("Give the ID of one of them instead: %s"), message), NULL);
    case SIGNET_LISTS_ERROR_DAMAGED:
      return signet_words_new (_("The List Is Damaged"),
                               g_strdup (_("Its file could not be read. It was kept aside.")), NULL);
    case SIGNET_LISTS_ERROR_NOT_TEXT:
      return signet_words_new (_("This Is Not a List"),
                               g_strdup (_("It contains bytes that are no text. Save it as UTF-8 text and try again.")), NULL);
    case SIGNET_LISTS_ERROR_TOO_LARGE:
      return signet_words_new (_("This Is Too Large for a List"),
                               g_strdup (_("Signet reads files of up to 8 MiB.")), NULL);
    case SIGNET_LISTS_ERROR_FORMAT:
      return signet_words_new (_("This Is Not a List"),
                               g_strdup (_("It begins like JSON or CSV, but it is not whole, or holds no items that Signet knows.")), NULL);
    case SIGNET_LISTS_ERROR_EMPTY:
      return signet_words_new (_("There Is Nothing in It"), g_strdup (_("It has no line that could be an item.")), NULL);
    }

  g_return_val_if_reached (NULL);
}

static SignetWords *
words_for_signers (const GError *error)
{
  g_autofree char *message = signet_words_clean (error->message, 300);

  switch ((SignetSignersError) error->code)
    {
    case SIGNET_SIGNERS_ERROR_NOT_FOUND:
      return signet_words_new (_("There Is No Such Signer"),
                               /* Translators: %s is a person */
                               g_strdup_printf (_("You know nobody of the name “%s”. “signet signers” lists whom you know."), message),
                               NULL);
    case SIGNET_SIGNERS_ERROR_EXISTS:
      return signet_words_new (_("This Name Is Taken"),
                               /* Translators: %s is a person */
                               g_strdup_printf (_("You already know somebody of the name “%s”."), message), NULL);
    case SIGNET_SIGNERS_ERROR_DAMAGED:
      return signet_words_new (_("The Trust Book Is Damaged"),
                               /* Translators: %s is the name of a file */
                               g_strdup_printf (_("The file with the people you know could not be read. It was kept as %s."), message),
                               NULL);
    case SIGNET_SIGNERS_ERROR_NEWER:
      return signet_words_new (_("The Trust Book Is Newer"),
                               g_strdup (_("A newer version of Signet wrote it, and this one does not understand it.")), NULL);
    case SIGNET_SIGNERS_ERROR_FILE:
      return signet_words_new (_("The Trust Book Cannot Be Used"),
                               /* Translators: %s is a technical reason in English */
                               g_strdup_printf (_("The file with the people you know could not be read or written: %s"), message),
                               NULL);
    }

  g_return_val_if_reached (NULL);
}

/**
 * signet_words_for_problem:
 * @error: why something could not be done
 * @list_name: (nullable): the list that was to be signed
 *
 * Returns: (transfer full): title, sentence and advice, translated; no such words
 *   say "error"
 */
SignetWords *
signet_words_for_problem (const GError *error,
                          const char   *list_name)
{
  SignetWords *words = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == SIGNET_KEYS_ERROR)
    words = words_for_keys (error, list_name);
  else if (error->domain == SIGNET_LISTS_ERROR)
    words = words_for_lists (error);
  else if (error->domain == SIGNET_SIGNERS_ERROR)
    words = words_for_signers (error);
  else if (g_error_matches (error, JOT_ERROR, JOT_ERROR_TOO_LARGE))
    words = signet_words_new (_("This List Is Too Long to Sign"),
                              g_strdup_printf (_("Its token would have %u KiB; up to 256 are possible."),
                                               (guint) ((jot_error_get_details (error)->position + 1023) / 1024)),
                              g_strdup (_("Split the list and sign each part.")));
  else if (error->domain == JOT_ERROR)
    words = signet_words_for_verdict (error, &(SignetWordsContext) { 0 });

  if (words == NULL)
    words = signet_words_new (_("That Did Not Work"), signet_words_clean (error->message, 300), NULL);

  return words;
}
