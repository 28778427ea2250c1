/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-decode.h"

#include "signet-lists-error.h"

#include <string.h>

/* 0x80 to 0x9F of Windows-1252; 0: nothing */
static const guint16 windows[32] = {
  0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
  0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

static char *
refuse (GError     **error,
        const char  *why)
{
  g_set_error_literal (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_NOT_TEXT, why);

  return NULL;
}

static char *
refuse_binary (GError **error)
{
  return refuse (error, "The file is not text");
}

static char *
decode_utf16 (const guchar  *bytes,
              gsize          length,
              gboolean       is_big,
              GError       **error)
{
  g_autofree gunichar2 *units = g_new (gunichar2, length / 2 + 1);
  char *text;

  if (length % 2 != 0)
    return refuse (error, "The file was cut off within a character");

  for (gsize i = 0; i < length / 2; i++)
    {
      units[i] = is_big ? bytes[2 * i] << 8 | bytes[2 * i + 1] : bytes[2 * i + 1] << 8 | bytes[2 * i];
      if (units[i] == 0)
        return refuse_binary (error);
    }

  text = g_utf16_to_utf8 (units, length / 2, NULL, NULL, NULL);

  return text != NULL ? text : refuse_binary (error);
}

/* Every character below 256, as good as all in a list of this part of the world, leaves a 0. */
static gboolean
looks_like_utf16 (const guchar *bytes,
                  gsize         length,
                  gboolean     *is_big)
{
  gsize n_pairs = MIN (length, 4096) / 2;
  gsize n_zero[2] = { 0, 0 };

  for (gsize i = 0; i < 2 * n_pairs; i++)
    n_zero[i % 2] += bytes[i] == 0;

  *is_big = n_zero[0] > n_zero[1];

  return MIN (n_zero[0], n_zero[1]) == 0 && MAX (n_zero[0], n_zero[1]) > n_pairs / 2;
}

/* Any bytes are text here, so what no text has gives away what is none. */
static char *
decode_windows (const guchar  *bytes,
                gsize          length,
                GError       **error)
{
  g_autoptr (GString) text = g_string_sized_new (length + length / 8);

  for (gsize i = 0; i < length; i++)
    {
      guchar c = bytes[i];
      gunichar decoded = c >= 0x80 && c < 0xA0 ? windows[c - 0x80] : c;

      if (decoded == 0 || decoded == 0x7F || (decoded < 0x20 && strchr ("\t\n\v\f\r", (int) decoded) == NULL))
        return refuse_binary (error);
      g_string_append_unichar (text, decoded);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
signet_decode_text (GBytes  *data,
                    GError **error)
{
  gsize length;
  const guchar *bytes = g_bytes_get_data (data, &length);
  const char *end;
  gboolean is_big;

  if (length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
    return decode_utf16 (bytes + 2, length - 2, FALSE, error);
  if (length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
    return decode_utf16 (bytes + 2, length - 2, TRUE, error);

  if (length >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }

  if (length == 0)
    return g_strdup ("");
  if (g_utf8_validate_len ((const char *) bytes, length, &end))
    return g_strndup ((const char *) bytes, length);
  if (looks_like_utf16 (bytes, length, &is_big))
    return decode_utf16 (bytes, length, is_big, error);

  /* all of it UTF-8, with characters beyond ASCII to prove it, but for the very last one */
  if (g_utf8_get_char_validated (end, (const char *) bytes + length - end) == (gunichar) -2 &&
      g_utf8_strlen ((const char *) bytes, end - (const char *) bytes) < end - (const char *) bytes)
    return refuse (error, "The file was cut off within a character");

  return decode_windows (bytes, length, error);
}
