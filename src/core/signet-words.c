/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-words-private.h"

#include <glib/gi18n.h>
#include <string.h>

SignetWords *
signet_words_new (const char *title,
                  char       *sentence,
                  char       *advice)
{
  SignetWords *words = g_new0 (SignetWords, 1);

  words->title = g_strdup (title);
  words->sentence = sentence;
  words->advice = advice;

  return words;
}

/**
 * signet_words_copy:
 * @words: words
 *
 * Returns: (transfer full): a copy
 */
SignetWords *
signet_words_copy (const SignetWords *words)
{
  g_return_val_if_fail (words != NULL, NULL);

  return signet_words_new (words->title, g_strdup (words->sentence), g_strdup (words->advice));
}

/**
 * signet_words_free:
 * @words: (transfer full) (nullable): words
 */
void
signet_words_free (SignetWords *words)
{
  if (words == NULL)
    return;

  g_free (words->title);
  g_free (words->sentence);
  g_free (words->advice);
  g_free (words);
}

/* Foreign text in curly quotes; "" where there is none. */
char *
signet_words_quote (const char *text)
{
  g_autofree char *clean = signet_words_clean (text != NULL ? text : "", 0);

  /* Translators: quotation marks round foreign text */
  return g_strdup_printf (_("“%s”"), clean);
}

/* "Ask Whitney …" where a name is known, else the second sentence. */
char *
signet_words_ask (const SignetWordsContext *context,
                  const char               *format,
                  const char               *nobody)
{
  g_autofree char *name = NULL;

  if (context->signer == NULL || *context->signer == '\0')
    return g_strdup (nobody);

  name = signet_words_clean (context->signer, 0);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, name);
#pragma GCC diagnostic pop
}

/* A character in quotes; one that cannot be seen, such as a byte order mark, by its number. */
static char *
quote_character (const char *text)
{
  g_autofree char *clean = signet_words_clean (text != NULL ? text : "", 0);
  gunichar c = *clean == '\0' && text != NULL ? g_utf8_get_char_validated (text, -1) : 0;

  if (c != 0 && c < 0x110000)
    return g_strdup_printf ("U+%04X", c);

  return signet_words_quote (text);
}

static char *
describe_malformed (const JotErrorDetails *details)
{
  g_autofree char *found = details->reason == JOT_REASON_CHARACTER ? quote_character (details->found)
                                                                   : signet_words_quote (details->found);

  switch ((guint) details->reason)
    {
    case JOT_REASON_PARTS:
      if (details->position == 0)
        return g_strdup (_("There is nothing to read."));
      /* Translators: the token has %d parts */
      return g_strdup_printf (ngettext ("A token has three parts joined by dots; this has %d.",
                                        "A token has three parts joined by dots; this has %d.",
                                        (gulong) details->position),
                              (int) details->position);
    case JOT_REASON_CHARACTER:
      /* Translators: the number of the part, the character, its position */
      return g_strdup_printf (_("Part %u contains %s at position %u, which does not belong there."),
                              details->part, found, (guint) details->position + 1);
    case JOT_REASON_PADDING:
      return g_strdup_printf (_("Part %u ends with “=”, which does not belong there."), details->part);
    case JOT_REASON_LENGTH:
    case JOT_REASON_TRAILING_BITS:
      return g_strdup_printf (_("Part %u is cut off or was changed: it does not end where it should."),
                              details->part);
    case JOT_REASON_NOT_UTF8:
      return g_strdup (_("Its first part is no text."));
    case JOT_REASON_NOT_JSON:
    case JOT_REASON_NOT_OBJECT:
      return g_strdup (_("Its first part is not the header of a token."));
    case JOT_REASON_DUPLICATE_MEMBER:
      return g_strdup_printf (_("Its header says %s twice."), found);
    case JOT_REASON_MEMBER_MISSING:
      return g_strdup_printf (_("Its header lacks “%s”."), details->expected);
    case JOT_REASON_MEMBER_TYPE:
      return g_strdup_printf (_("In its header “%s” is %s, which makes no sense."),
                              details->expected, found);
    case JOT_REASON_TYPE:
      if (details->found == NULL)
        return g_strdup_printf (_("You require the type “%s”; the token names none."), details->expected);
      return g_strdup_printf (_("You require the type “%s”; the token says %s."), details->expected, found);
    default:
      break;
    }

  return g_strdup (_("Its form is not that of a token."));
}

static char *
describe_algorithm (const JotErrorDetails *details)
{
  g_autofree char *clean = signet_words_clean (details->found != NULL ? details->found : "", 0);

  if (details->reason == JOT_REASON_ALG_HMAC)
    /* Translators: %s is the name of an algorithm, HS256 */
    return g_strdup_printf (_("It was made with a shared secret (%s): whoever can check it can also forge it."),
                            clean);
  if (details->reason == JOT_REASON_ALG_NONE)
    return g_strdup (_("It is not signed at all."));
  if (details->reason == JOT_REASON_ALG_NOT_ALLOWED)
    return g_strdup_printf (_("It was made with %s, which you do not accept here."), clean);

  return g_strdup_printf (_("Signet does not know “%s”."), clean);
}

static char *
describe_critical (const JotErrorDetails *details)
{
  g_autofree char *found = signet_words_quote (details->found);

  if (details->reason == JOT_REASON_ZIP)
    return g_strdup (_("It says that it is compressed (“zip”), and Signet does not read that."));
  if (details->reason == JOT_REASON_B64)
    return g_strdup (_("It says that its text is not encoded (“b64”), and Signet does not read that."));

  return g_strdup_printf (_("It says that %s must be understood, and Signet does not understand it."), found);
}

static char *
describe_key_not_found (const JotErrorDetails    *details,
                        const SignetWordsContext *context)
{
  g_autofree char *host = signet_words_clean (context->host != NULL ? context->host : "", 0);
  guint64 n = details->position;

  if (n == 0)
    return g_strdup (_("The key set is empty."));
  if (*host == '\0')
    return g_strdup_printf (ngettext ("The key set holds %d key, and it has not the ID of this token.",
                                      "The key set holds %d keys, none with the ID of this token.", (gulong) n),
                            (int) n);

  /* Translators: a host name, a number of keys */
  return g_strdup_printf (ngettext ("%s publishes %d key, and it has not the ID of this token.",
                                    "%s publishes %d keys, none with the ID of this token.", (gulong) n),
                          host, (int) n);
}

static char *
describe_key_mismatch (const JotErrorDetails *details)
{
  g_autofree char *expected = signet_words_clean (details->expected != NULL ? details->expected : "", 0);
  g_autofree char *found = signet_words_clean (details->found != NULL ? details->found : "", 0);

  if (details->reason == JOT_REASON_KEY_ALG)
    return g_strdup_printf (_("The token says %s; the key in the set is for %s."), expected, found);
  if (details->reason == JOT_REASON_KEY_TYPE)
    return g_strdup_printf (_("The token needs a key of the kind %s; the key in the set is %s."), expected, found);
  if (details->reason == JOT_REASON_KEY_USE || details->reason == JOT_REASON_KEY_OPS)
    return g_strdup_printf (_("The key in the set is for “%s”, not for signatures."), found);
  if (details->reason == JOT_REASON_KEY_UNUSABLE)
    /* Translators: %s is a technical reason in English */
    return g_strdup_printf (_("The key in the set cannot be used: %s."), found);

  return g_strdup (_("The key in the set does not fit the token."));
}

static char *
describe_weak_key (const JotErrorDetails *details)
{
  if (details->reason == JOT_REASON_KEY_SIZE)
    {
      guint64 bits = details->found != NULL ? g_ascii_strtoull (details->found, NULL, 10) : 0;

      if (bits > 8192)
        return g_strdup_printf (_("It has %d bits; more than 8192 only serve to keep your computer busy."),
                                (int) bits);
      return g_strdup_printf (_("It has %d bits; at least 2048 are needed to be safe from forging."),
                              (int) bits);
    }
  if (details->reason == JOT_REASON_KEY_ROCA)
    return g_strdup (_("It was made by a faulty chip (ROCA): its private half can be computed."));
  if (details->reason == JOT_REASON_KEY_EXPONENT)
    return g_strdup (_("Its public exponent is not safe from forging."));
  if (details->reason == JOT_REASON_KEY_POINT)
    return g_strdup (_("It is no sound point of its curve, so that signatures can be forged."));

  return g_strdup (_("It is not safe from forging."));
}

static char *
describe_bad_claims (const JotErrorDetails *details)
{
  g_autofree char *found = signet_words_clean (details->found != NULL ? details->found : "", 0);

  if (details->reason == JOT_REASON_CLAIM_NOT_DATE)
    {
      g_autofree char *bare = g_strdup (found);
      gsize length = strlen (bare);

      if (length >= 2 && bare[0] == '"' && bare[length - 1] == '"')
        {
          bare[length - 1] = '\0';
          memmove (bare, bare + 1, length - 1);
        }
      if (g_strcmp0 (details->expected, "exp") == 0)
        return g_strdup_printf (_("The signature is right, but the expiry is “%s”, which is not a time."), bare);
      return g_strdup_printf (_("The signature is right, but “%s” is “%s”, which is not a time."),
                              details->expected, bare);
    }
  if (details->reason == JOT_REASON_CLAIM_TYPE)
    return g_strdup_printf (_("The signature is right, but “%s” is “%s”, which makes no sense."),
                            details->expected, found);
  if (details->reason == JOT_REASON_DUPLICATE_MEMBER)
    return g_strdup_printf (_("The signature is right, but it says “%s” twice."), found);
  if (details->reason == JOT_REASON_NOT_OBJECT)
    return g_strdup (_("The signature is right, but there are no claims in it."));

  return g_strdup (_("The signature is right, but what was signed is not JSON."));
}

static gint64
parse_seconds (const JotErrorDetails *details)
{
  return details->found != NULL ? g_ascii_strtoll (details->found, NULL, 10) : 0;
}

static char *
describe_wrong_claim (const JotErrorDetails *details)
{
  g_autofree char *expected = signet_words_quote (details->expected);
  g_autofree char *found = signet_words_quote (details->found);

  if (details->found == NULL)
    return g_strdup_printf (_("You require %s; the token names nobody."), expected);

  return g_strdup_printf (_("You require %s; the token says %s."), expected, found);
}

static char *
describe_unavailable (const JotErrorDetails    *details,
                      const SignetWordsContext *context)
{
  g_autofree char *found = signet_words_clean (details->found != NULL ? details->found
                                               : context->host != NULL ? context->host : "", 0);

  if (*found == '\0')
    {
      g_free (found);
      found = g_strdup (_("The address"));
    }

  switch ((guint) details->reason)
    {
    case JOT_REASON_TIMEOUT:
      return g_strdup_printf (ngettext ("%s did not answer within %d second.",
                                        "%s did not answer within %d seconds.", (gulong) details->position),
                              found, (int) details->position);
    case JOT_REASON_CERTIFICATE:
      return g_strdup_printf (_("The certificate of %s is not valid."), found);
    case JOT_REASON_REDIRECT:
      return g_strdup_printf (_("%s sent the request elsewhere, which Signet does not follow."), found);
    case JOT_REASON_STATUS:
      /* Translators: a host name, an HTTP status */
      return g_strdup_printf (_("%s answered with the status %d instead of a key set."), found,
                              (int) details->position);
    case JOT_REASON_CONNECTION:
      return g_strdup_printf (_("%s could not be reached."), found);
    case JOT_REASON_BAD_URL:
      return g_strdup_printf (_("“%s” is not the address of a key set."), found);
    case JOT_REASON_HTTP_NOT_ALLOWED:
      return g_strdup_printf (_("%s offers its keys over an open connection (http), "
                                "where anybody on the way could swap them."), found);
    case JOT_REASON_LAN_NOT_ALLOWED:
      return g_strdup_printf (_("%s is on the local network, and keys from there are not asked for."), found);
    case JOT_REASON_FILE:
      return g_strdup_printf (_("The file “%s” could not be read."), found);
    default:
      break;
    }

  return g_strdup_printf (_("%s could not be reached."), found);
}

static char *
describe_invalid_set (const JotErrorDetails *details)
{
  if (details->reason == JOT_REASON_SET_WEB_PAGE)
    return g_strdup (_("The address answered with a web page."));
  if (details->reason == JOT_REASON_SET_PRIVATE)
    return g_strdup (_("It contains private keys."));
  if (details->reason == JOT_REASON_SET_TOO_LARGE)
    return g_strdup_printf (_("It is larger than %d KiB."), (int) (details->position / 1024));
  if (details->reason == JOT_REASON_SET_TOO_MANY)
    return g_strdup_printf (_("It holds more than %d keys."), (int) details->position);
  if (details->reason == JOT_REASON_KEY_UNUSABLE)
    return g_strdup (_("It contains no key that Signet can use."));
  if (details->reason == JOT_REASON_DISCOVERY)
    return g_strdup (_("The issuer does not say where its key set is."));
  if (details->reason == JOT_REASON_DISCOVERY_ISSUER)
    {
      g_autofree char *expected = signet_words_quote (details->expected);
      g_autofree char *found = signet_words_quote (details->found);

      /* Translators: two addresses in quotes */
      return details->found != NULL ? g_strdup_printf (_("You require the issuer %s; the address speaks for %s."), expected, found)
                                    : g_strdup_printf (_("You require the issuer %s; the address names none."), expected);
    }
  if (details->reason == JOT_REASON_SET_SHAPE)
    return g_strdup (_("It is not a key set: the list “keys” is missing."));

  return g_strdup (_("It is not JSON."));
}

/**
 * signet_words_for_verdict:
 * @error: an error of the domain %JOT_ERROR
 * @context: whom and what the words speak of
 *
 * The one place where a refusal code becomes words. There is no default case: a
 * new code does not compile until it has words.
 *
 * Returns: (transfer full): title, sentence and what to do next, translated
 */
SignetWords *
signet_words_for_verdict (const GError             *error,
                          const SignetWordsContext *context)
{
  const JotErrorDetails *d = jot_error_get_details (error);

  g_return_val_if_fail (d != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  switch ((JotError) error->code)
    {
    case JOT_ERROR_MALFORMED:
      if (d->reason == JOT_REASON_TYPE)
        return signet_words_new (_("This is another kind of token"), describe_malformed (d),
                          g_strdup (_("If that is right, change what you require.")));
      return signet_words_new (_("This is not a whole token"), describe_malformed (d),
                        g_strdup (_("Copy it again, from the first character to the last.")));

    case JOT_ERROR_TOO_LARGE:
      return signet_words_new (_("This is too long for a token"),
                        g_strdup_printf (_("It has %u KiB; Signet reads up to 256."),
                                         (guint) ((d->position + 1023) / 1024)),
                        g_strdup (_("Check that only the token was pasted.")));

    case JOT_ERROR_NO_KEY_ID:
      return signet_words_new (_("Token has no Key ID"),
                        g_strdup (_("It does not say which key signed it, so no key set can prove it.")),
                        g_strdup (_("Ask the sender to sign it again, with Signet for instance.")));

    case JOT_ERROR_UNSUPPORTED_ALGORITHM:
      return signet_words_new (_("This signature proves nothing"), describe_algorithm (d),
                        context->is_list ? g_strdup (_("Ask for a list signed with a key of one’s own."))
                                         : g_strdup (_("Ask for a token signed with a key of one’s own.")));

    case JOT_ERROR_CRITICAL_HEADER:
      return signet_words_new (_("This token asks for more than Signet can do"), describe_critical (d),
                        g_strdup (_("Check it with the program it was made for.")));

    case JOT_ERROR_KEY_NOT_FOUND:
      if (d->reason == JOT_REASON_KEY_REVOKED)
        return signet_words_new (_("The key was revoked"),
                          g_strdup (_("It is a key of your own, and whatever it signed counts no more.")),
                          g_strdup (_("Sign it again.")));
      return signet_words_new (_("The signing key is not in the key set"), describe_key_not_found (d, context),
                        /* Translators: %s is a person */
                        signet_words_ask (context, _("Is this the right signer? Perhaps the key was withdrawn: ask %s."),
                             _("Is this the right signer? Perhaps the key was withdrawn: ask the sender.")));

    case JOT_ERROR_AMBIGUOUS_KEY:
      return signet_words_new (_("Two keys claim the same ID"),
                        g_strdup (_("Nobody can tell which of them should count.")),
                        g_strdup (_("Tell the owner of the key set.")));

    case JOT_ERROR_KEY_MISMATCH:
      return signet_words_new (_("The key is not made for this"), describe_key_mismatch (d),
                        g_strdup (_("Ask the sender; a real signer’s keys fit.")));

    case JOT_ERROR_WEAK_KEY:
      return signet_words_new (_("The key is too weak"), describe_weak_key (d),
                        g_strdup (_("Ask the signer to make a new key.")));

    case JOT_ERROR_BAD_SIGNATURE:
      return signet_words_for_signature (context);

    case JOT_ERROR_BAD_CLAIMS:
      return signet_words_new (_("Something in it makes no sense"), describe_bad_claims (d),
                        g_strdup (_("Ask the sender to sign it again.")));

    case JOT_ERROR_EXPIRED:
      {
        g_autofree char *when = signet_words_time (parse_seconds (d), context->now);

        return signet_words_new (context->is_list ? _("This list has expired") : _("This token has expired"),
                          /* Translators: %s is a time, "yesterday at 14:02" */
                          g_strdup_printf (_("It was valid until %s. The signature itself is right."), when),
                          signet_words_ask (context, _("Ask %s for a new one."), _("Ask the sender for a new one.")));
      }

    case JOT_ERROR_NOT_YET_VALID:
      {
        g_autofree char *when = signet_words_time (parse_seconds (d), context->now);
        g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (context->now);
        g_autofree char *clock = now != NULL ? g_date_time_format (now, _("%H:%M")) : g_strdup ("?");

        return signet_words_new (context->is_list ? _("This list is not valid yet") : _("This token is not valid yet"),
                          /* Translators: a time, "tomorrow at 08:00", and the time of day */
                          g_strdup_printf (_("It counts from %s; it is %s now."), when, clock),
                          g_strdup (_("Wait, or check the clock of this computer.")));
      }

    case JOT_ERROR_WRONG_ISSUER:
      return signet_words_new (_("Someone else issued this"), describe_wrong_claim (d),
                        g_strdup (_("If that is right, change Also Require.")));

    case JOT_ERROR_WRONG_AUDIENCE:
      return signet_words_new (_("This is meant for someone else"), describe_wrong_claim (d),
                        g_strdup (_("If that is right, change Also Require.")));

    case JOT_ERROR_SIGNER_KEY_CHANGED:
      return signet_words_new (_("This is not the key you know"),
                        signet_words_ask (context, _("%s’s key set now holds a key that it never announced."),
                             _("The key set now holds a key that it never announced.")),
                        signet_words_ask (context, _("Ask %s, by phone say, and compare the fingerprint."),
                             _("Ask the signer, by phone say, and compare the fingerprint.")));

    case JOT_ERROR_KEY_SET_UNAVAILABLE:
      if (d->reason == JOT_REASON_NONE)
        return signet_words_new (_("Anyone could have written this"),
                          g_strdup (_("Choose who signed it, or give the address of their key set, to find out.")), NULL);
      if (d->reason == JOT_REASON_FILE || d->reason == JOT_REASON_BAD_URL)
        return signet_words_new (_("The key set could not be fetched"), describe_unavailable (d, context),
                          g_strdup (_("Check the address.")));
      if (d->reason == JOT_REASON_LAN_NOT_ALLOWED)
        return signet_words_new (_("The key set could not be fetched"), describe_unavailable (d, context),
                          g_strdup (_("Check the address.")));
      if (d->reason == JOT_REASON_HTTP_NOT_ALLOWED)
        return signet_words_new (_("The key set could not be fetched"), describe_unavailable (d, context),
                          g_strdup (_("Use it only within a network that you trust.")));
      return signet_words_new (_("The key set could not be fetched"), describe_unavailable (d, context),
                        signet_words_ask (context, _("Is Signet open and publishing at %s’s? Then check again."),
                             _("Is Signet open and publishing at the signer’s? Then check again.")));

    case JOT_ERROR_KEY_SET_INVALID:
      return signet_words_new (_("The key set cannot be used"), describe_invalid_set (d),
                        g_strdup (_("Check the address; if it is right, tell its owner.")));

    case JOT_ERROR_CRYPTO:
      return signet_words_new (_("The check could not be made"), signet_words_clean (error->message, 200),
                        g_strdup (_("Try again.")));
    }

  g_return_val_if_reached (signet_words_new (_("The check could not be made"), g_strdup (""), NULL));
}

/**
 * signet_words_dup_message:
 * @error: an error of the domain %JOT_ERROR
 * @context: whom and what the words speak of
 *
 * Returns: (transfer full): title and sentence in one line, translated; for no-key-id
 *   the title alone
 */
char *
signet_words_dup_message (const GError             *error,
                          const SignetWordsContext *context)
{
  g_autoptr (SignetWords) words = signet_words_for_verdict (error, context);

  g_return_val_if_fail (words != NULL, NULL);

  if (error->code == JOT_ERROR_NO_KEY_ID)
    return g_steal_pointer (&words->title);

  /* Translators: a title and the sentence that explains it */
  return g_strdup_printf (_("%s. %s"), words->title, words->sentence);
}
