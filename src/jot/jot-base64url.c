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
 * jot_base64url_encode_to:
 * @data: bytes
 * @length: how many
 * @out: room for %JOT_BASE64URL_ROOM (@length) characters
 *
 * As jot_base64url_encode(), without a copy on the heap: for private bytes.
 *
 * Returns: the length of the text, which a NUL follows
 */
gsize
jot_base64url_encode_to (const void *data,
                         gsize       length,
                         char       *out)
{
  const guint8 *in = data;
  char *text = out;

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

  return (gsize) (out - text);
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
  char *text;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  text = g_malloc (JOT_BASE64URL_ROOM (length));
  jot_base64url_encode_to (data, length, text);

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
 * jot_base64url_decode_to:
 * @text: base64url
 * @length: its length in bytes
 * @part: the part of the token, for the error
 * @out: room for @length / 4 * 3 + 3 bytes
 * @out_length: (out): how many bytes
 * @error: return location for an error
 *
 * As jot_base64url_decode(), without a copy on the heap: for private bytes.
 *
 * Returns: whether @text was base64url
 */
gboolean
jot_base64url_decode_to (const char  *text,
                         gsize        length,
                         guint        part,
                         guint8      *out,
                         gsize       *out_length,
                         GError     **error)
{
  const guint8 *values = get_values ();
  const guint8 *in = (const guint8 *) text;
  const guint8 *start = out;
  gsize rest = length % 4;
  guint8 all = 0;

  for (gsize i = 0; i + 4 <= length; i += 4, in += 4)
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
      g_propagate_error (error, describe_foreign (text, length, part));
      return FALSE;
    }
  if (rest == 1)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_LENGTH, part, length, NULL, NULL,
                                               "part %u has a length that no base64url has", part));
      return FALSE;
    }
  if (rest > 0)
    {
      guint8 a = values[in[0]], b = values[in[1]], c = rest == 3 ? values[in[2]] : 0;

      if ((rest == 2 && (b & 0x0f) != 0) || (rest == 3 && (c & 0x03) != 0))
        {
          g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_TRAILING_BITS, part, length, NULL, NULL,
                                                   "part %u has bits behind its last byte", part));
          return FALSE;
        }
      *out++ = (guint8) (a << 2 | b >> 4);
      if (rest == 3)
        *out++ = (guint8) (b << 4 | c >> 2);
    }

  *out = '\0';
  *out_length = (gsize) (out - start);

  return TRUE;
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
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  g_autofree guint8 *data = g_malloc (n / 4 * 3 + 3);

  return jot_base64url_decode_to (text, n, part, data, out_length, error) ? g_steal_pointer (&data) : NULL;
}
