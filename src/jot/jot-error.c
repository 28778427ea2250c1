/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"

typedef JotErrorDetails JotErrorPrivate;

static void
jot_error_private_init (JotErrorPrivate *priv)
{
  *priv = (JotErrorPrivate) { .reason = JOT_REASON_NONE };
}

static void
jot_error_private_copy (const JotErrorPrivate *from,
                        JotErrorPrivate       *to)
{
  *to = *from;
  to->expected = g_strdup (from->expected);
  to->found = g_strdup (from->found);
}

static void
jot_error_private_clear (JotErrorPrivate *priv)
{
  g_clear_pointer (&priv->expected, g_free);
  g_clear_pointer (&priv->found, g_free);
}

G_DEFINE_EXTENDED_ERROR (JotError, jot_error)

/**
 * jot_error_get_code_name:
 * @code: an error code
 *
 * Returns: (transfer none): the stable name of @code, as it stands in brackets
 *   on the command line: "no-key-id"
 */
const char *
jot_error_get_code_name (JotError code)
{
  switch (code)
    {
    case JOT_ERROR_MALFORMED: return "malformed";
    case JOT_ERROR_TOO_LARGE: return "too-large";
    case JOT_ERROR_NO_KEY_ID: return "no-key-id";
    case JOT_ERROR_UNSUPPORTED_ALGORITHM: return "unsupported-algorithm";
    case JOT_ERROR_CRITICAL_HEADER: return "critical-header";
    case JOT_ERROR_KEY_NOT_FOUND: return "key-not-found";
    case JOT_ERROR_AMBIGUOUS_KEY: return "ambiguous-key";
    case JOT_ERROR_KEY_MISMATCH: return "key-mismatch";
    case JOT_ERROR_WEAK_KEY: return "weak-key";
    case JOT_ERROR_BAD_SIGNATURE: return "bad-signature";
    case JOT_ERROR_BAD_CLAIMS: return "bad-claims";
    case JOT_ERROR_EXPIRED: return "expired";
    case JOT_ERROR_NOT_YET_VALID: return "not-yet-valid";
    case JOT_ERROR_WRONG_ISSUER: return "wrong-issuer";
    case JOT_ERROR_WRONG_AUDIENCE: return "wrong-audience";
    case JOT_ERROR_SIGNER_KEY_CHANGED: return "signer-key-changed";
    case JOT_ERROR_KEY_SET_UNAVAILABLE: return "key-set-unavailable";
    case JOT_ERROR_KEY_SET_INVALID: return "key-set-invalid";
    case JOT_ERROR_CRYPTO: return "crypto-failed";
    }

  g_return_val_if_reached ("crypto-failed");
}

/**
 * jot_error_is_refusal:
 * @code: an error code
 *
 * Returns: %TRUE when @code says something about the token; %FALSE when nothing
 *   could be checked (exit status 3 on the command line)
 */
gboolean
jot_error_is_refusal (JotError code)
{
  return code < JOT_ERROR_KEY_SET_UNAVAILABLE;
}

/**
 * jot_error_get_details:
 * @error: an error
 *
 * Returns: (transfer none) (nullable): the details, owned by @error; %NULL where
 *   @error is not of the domain %JOT_ERROR
 */
const JotErrorDetails *
jot_error_get_details (const GError *error)
{
  if (error == NULL || error->domain != JOT_ERROR)
    return NULL;

  return jot_error_get_private (error);
}

/**
 * jot_error_new:
 * @code: the refusal code
 * @reason: what exactly was wrong
 * @part: part of the token, 1 to 3, or 0
 * @position: a count or an offset, see #JotReason
 * @expected: (nullable): what would have been right
 * @found: (nullable): what there was instead
 * @format: precise English for logs, printf style
 *
 * Returns: (transfer full): a new error of the domain %JOT_ERROR
 */
GError *
jot_error_new (JotError    code,
               JotReason   reason,
               guint       part,
               guint64     position,
               const char *expected,
               const char *found,
               const char *format,
               ...)
{
  GError *error;
  JotErrorPrivate *priv;
  va_list args;

  va_start (args, format);
  error = g_error_new_valist (JOT_ERROR, (int) code, format, args);
  va_end (args);

  priv = jot_error_get_private (error);
  priv->reason = reason;
  priv->part = part;
  priv->position = position;
  priv->expected = g_strdup (expected);
  priv->found = g_strdup (found);

  return error;
}
