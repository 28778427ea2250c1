/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-base64url.h"

#include "jot-error.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Value of each byte, 0xff for what is not in the alphabet (RFC 4648 §5). */
static const guint8 *
get_values (void)
{
  static guint8 values[256];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      memset (values, 0xff, sizeof values);
      for (guint i = 0; i < 64; i++)
        values[(guint8) alphabet[i]] = (guint8) i;
      g_once_init_leave (&ready, 1);
    }

  return values;
}

/**
 * jot_base64url_encode:
 * @data: bytes
 * @length: how many
 *
 * Returns: (transfer full): base64url without padding (RFC 7515 §2)
 */
char *
jot_base64url_encode (const void *data,
                      gsize       length)
{
  const guint8 *in = data;
  char *text = g_malloc ((length + 2) / 3 * 4 + 1);
  char *out = text;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  for (; length >= 3; length -= 3, in += 3)
    {
      *out++ = alphabet[in[0] >> 2];
      *out++ = alphabet[(in[0] & 0x03) << 4 | in[1] >> 4];
      *out++ = alphabet[(in[1] & 0x0f) << 2 | in[2] >> 6];
      *out++ = alphabet[in[2] & 0x3f];
    }
  if (length > 0)
    {
      *out++ = alphabet[in[0] >> 2];
      *out++ = alphabet[(in[0] & 0x03) << 4 | (length > 1 ? in[1] >> 4 : 0)];
      if (length > 1)
        *out++ = alphabet[(in[1] & 0x0f) << 2];
    }
  *out = '\0';

  return text;
}

/* Says which character does not belong: the first one. */
static GError *
describe_foreign (const char *text,
                  gsize       length,
                  guint       part)
{
  const guint8 *values = get_values ();
  gsize i = 0;
  g_autofree char *found = NULL;

  while (values[(guint8) text[i]] != 0xff)
    i++;

  if (text[i] == '=')
    return jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_PADDING, part, i, NULL, "=",
                          "part %u is padded at offset %" G_GSIZE_FORMAT, part, i);

  if (g_utf8_get_char_validated (text + i, (gssize) (length - i)) < (gunichar) -2)
    found = g_strndup (text + i, (gsize) (g_utf8_next_char (text + i) - (text + i)));
  else
    found = g_strdup_printf ("\\x%02X", (guint8) text[i]);

  return jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_CHARACTER, part, i, NULL, found,
                        "part %u has a character outside base64url at offset %" G_GSIZE_FORMAT, part, i);
}

/**
 * jot_base64url_decode:
 * @text: base64url
 * @length: its length in bytes, -1: up to its NUL
 * @part: the part of the token, for the error
 * @out_length: (out): how many bytes
 * @error: return location for an error
 *
 * Strict (RFC 7515 §2, RFC 4648 §3.5): no padding, nothing outside the alphabet, no
 * length that no bytes have, bits behind the last byte zero, so that each sequence of
 * bytes has one spelling.
 *
 * Returns: (transfer full) (nullable): the bytes, with a NUL behind them that does not
 *   count. Errors: %JOT_ERROR_MALFORMED with CHARACTER, PADDING, LENGTH or TRAILING_BITS
 */
guint8 *
jot_base64url_decode (const char  *text,
                      gssize       length,
                      guint        part,
                      gsize       *out_length,
                      GError     **error)
{
  const guint8 *values = get_values ();
  const guint8 *in = (const guint8 *) text;
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  gsize rest = n % 4;
  guint8 *data = g_malloc (n / 4 * 3 + 3);
  guint8 *out = data;
  guint8 all = 0;

  for (gsize i = 0; i + 4 <= n; i += 4, in += 4)
    {
      guint8 a = values[in[0]], b = values[in[1]], c = values[in[2]], d = values[in[3]];

      /* a foreign character is the only value with high bits */
      all |= a | b | c | d;
      *out++ = (guint8) (a << 2 | b >> 4);
      *out++ = (guint8) (b << 4 | c >> 2);
      *out++ = (guint8) (c << 6 | d);
    }
  for (gsize i = 0; i < rest; i++)
    all |= values[in[i]];

  if (all & 0xc0)
    {
      g_propagate_error (error, describe_foreign (text, n, part));
      g_free (data);
      return NULL;
    }
  if (rest == 1)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_LENGTH, part, n, NULL, NULL,
                                               "part %u has a length that no base64url has", part));
      g_free (data);
      return NULL;
    }
  if (rest > 0)
    {
      guint8 a = values[in[0]], b = values[in[1]], c = rest == 3 ? values[in[2]] : 0;

      if ((rest == 2 && (b & 0x0f) != 0) || (rest == 3 && (c & 0x03) != 0))
        {
          g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_TRAILING_BITS, part, n, NULL, NULL,
                                                   "part %u has bits behind its last byte", part));
          g_free (data);
          return NULL;
        }
      *out++ = (guint8) (a << 2 | b >> 4);
      if (rest == 3)
        *out++ = (guint8) (b << 4 | c >> 2);
    }

  *out = '\0';
  *out_length = (gsize) (out - data);

  return data;
}
