/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-json.h"

#include "signet-lists-error.h"

#include <string.h>

/* The two modes of one scanner: checking unknown text, where any answer may be NULL,
 * and finding ends in checked text, where none is. */
static const char *scan_value (const char *p, const char *end, guint depth, const char **where);

static const char *
skip_space (const char *p,
            const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
    p++;

  return p;
}

static int
read_hex4 (const char *p,
           const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }

  return value;
}

/* p stands behind the "u" of \uXXXX.  Returns the character and moves p behind it; 0
 * where it is none: RFC 8259 section 8.2 leaves lone surrogates to us, and NUL would cut
 * the string short in C. */
static gunichar
read_escaped (const char **p,
              const char  *end)
{
  int high = read_hex4 (*p, end);
  int low;

  if (high <= 0 || (high >= 0xDC00 && high <= 0xDFFF))
    return 0;

  *p += 4;

  if (high < 0xD800 || high > 0xDBFF)
    return high;

  if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
    return 0;

  low = read_hex4 (*p + 2, end);
  if (low < 0xDC00 || low > 0xDFFF)
    return 0;

  *p += 6;

  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static const char *
scan_string (const char  *p,
             const char  *end,
             const char **where)
{
  if (p == end || *p != '"')
    {
      *where = p;
      return NULL;
    }

  for (p++; p < end && *p != '"';)
    {
      *where = p;

      if ((guchar) *p < 0x20)
        return NULL;

      if (*p++ != '\\')
        continue;

      if (p == end)
        return NULL;

      if (*p == 'u')
        {
          p++;
          if (read_escaped (&p, end) == 0)
            return NULL;
        }
      else if (strchr ("\"\\/bfnrt", *p) != NULL)
        p++;
      else
        return NULL;
    }

  *where = p;

  return p < end ? p + 1 : NULL;
}

static const char *
scan_digits (const char *p,
             const char *end)
{
  const char *start = p;

  while (p < end && g_ascii_isdigit (*p))
    p++;

  return p > start ? p : NULL;
}

/* RFC 8259 section 6: no leading zeros, no plus sign, digits round the point */
static const char *
scan_number (const char *p,
             const char *end)
{
  if (p < end && *p == '-')
    p++;

  if (p < end && *p == '0')
    p++;
  else if ((p = scan_digits (p, end)) == NULL)
    return NULL;

  if (p < end && *p == '.' && (p = scan_digits (p + 1, end)) == NULL)
    return NULL;

  if (p < end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        p++;
      p = scan_digits (p, end);
    }

  return p;
}

static const char *
scan_word (const char *p,
           const char *end,
           const char *word)
{
  gsize length = strlen (word);

  return (gsize) (end - p) >= length && memcmp (p, word, length) == 0 ? p + length : NULL;
}

/* p stands on the opening bracket */
static const char *
scan_container (const char  *p,
                const char  *end,
                guint        depth,
                const char **where)
{
  gboolean is_object = *p == '{';
  char closing = is_object ? '}' : ']';

  *where = p;
  if (depth >= SIGNET_JSON_MAX_DEPTH)
    return NULL;

  p = skip_space (p + 1, end);
  if (p < end && *p == closing)
    return p + 1;

  for (;;)
    {
      if (is_object)
        {
          p = scan_string (p, end, where);
          if (p == NULL)
            return NULL;

          p = skip_space (p, end);
          *where = p;
          if (p == end || *p != ':')
            return NULL;
          p = skip_space (p + 1, end);
        }

      p = scan_value (p, end, depth + 1, where);
      if (p == NULL)
        return NULL;

      p = skip_space (p, end);
      *where = p;
      if (p == end)
        return NULL;
      if (*p == closing)
        return p + 1;
      if (*p != ',')
        return NULL;
      p = skip_space (p + 1, end);
    }
}

/* Returns the end of the value at p, or NULL and in where the place that is wrong.
 * Recursion ends at SIGNET_JSON_MAX_DEPTH. */
static const char *
scan_value (const char  *p,
            const char  *end,
            guint        depth,
            const char **where)
{
  *where = p;
  if (p == end)
    return NULL;

  switch (*p)
    {
    case '{':
    case '[':
      return scan_container (p, end, depth, where);

    case '"':
      return scan_string (p, end, where);

    case 't':
      return scan_word (p, end, "true");

    case 'f':
      return scan_word (p, end, "false");

    case 'n':
      return scan_word (p, end, "null");

    default:
      return scan_number (p, end);
    }
}

static guint
count_lines (const char *start,
             const char *end)
{
  guint line = 1;

  for (; start < end; start++)
    line += *start == '\n';

  return line;
}

gboolean
signet_json_check (const char      *text,
                   gsize            length,
                   SignetJsonSpan  *document,
                   GError         **error)
{
  const char *end = text + length;
  const char *where = NULL;
  const char *start = text;

  if (!g_utf8_validate_len (text, length, &where))
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_FORMAT,
                   "Line %u is not UTF-8 text", count_lines (text, where));
      return FALSE;
    }

  if (g_str_has_prefix (length >= 3 ? text : "", "\xEF\xBB\xBF"))
    start += 3;

  document->start = skip_space (start, end);
  document->end = scan_value (document->start, end, 0, &where);

  if (document->end != NULL)
    {
      where = skip_space (document->end, end);
      if (where == end)
        return TRUE;
    }

  g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_FORMAT,
               "Line %u is not JSON", count_lines (text, where));

  return FALSE;
}

SignetJsonType
signet_json_get_type (SignetJsonSpan value)
{
  switch (*value.start)
    {
    case '{':
      return SIGNET_JSON_OBJECT;

    case '[':
      return SIGNET_JSON_ARRAY;

    case '"':
      return SIGNET_JSON_STRING;

    case 't':
      return SIGNET_JSON_TRUE;

    case 'f':
      return SIGNET_JSON_FALSE;

    case 'n':
      return SIGNET_JSON_NULL;

    default:
      return SIGNET_JSON_NUMBER;
    }
}

void
signet_json_iter_init (SignetJsonIter *iter,
                       SignetJsonSpan  value)
{
  g_assert (*value.start == '{' || *value.start == '[');

  iter->is_object = *value.start == '{';
  iter->pos = skip_space (value.start + 1, value.end);
  iter->end = value.end;
}

gboolean
signet_json_iter_next (SignetJsonIter  *iter,
                       char           **key,
                       SignetJsonSpan  *value)
{
  const char *where = NULL;

  g_clear_pointer (key, g_free);

  if (*iter->pos == '}' || *iter->pos == ']')
    return FALSE;

  if (iter->is_object)
    {
      SignetJsonSpan name;

      name.start = iter->pos;
      name.end = scan_string (iter->pos, iter->end, &where);
      *key = signet_json_dup_string (name);

      /* the colon */
      iter->pos = skip_space (skip_space (name.end, iter->end) + 1, iter->end);
    }

  value->start = iter->pos;
  value->end = scan_value (iter->pos, iter->end, 0, &where);

  iter->pos = skip_space (value->end, iter->end);
  if (*iter->pos == ',')
    iter->pos = skip_space (iter->pos + 1, iter->end);

  return TRUE;
}

char *
signet_json_dup_string (SignetJsonSpan value)
{
  static const char escapes[] = "b\bf\fn\nr\rt\t";
  const char *p = value.start + 1;
  const char *end = value.end - 1;
  GString *text = g_string_sized_new (end - p);

  while (p < end)
    {
      const char *backslash = memchr (p, '\\', end - p);

      if (backslash == NULL)
        backslash = end;

      g_string_append_len (text, p, backslash - p);
      p = backslash;
      if (p == end)
        break;

      p++;
      if (*p == 'u')
        {
          p++;
          g_string_append_unichar (text, read_escaped (&p, end));
        }
      else
        {
          char c = *p++;

          for (guint i = 0; i < sizeof escapes - 1; i += 2)
            if (escapes[i] == c)
              {
                c = escapes[i + 1];
                break;
              }

          g_string_append_c (text, c);
        }
    }

  return g_string_free (text, FALSE);
}

char *
signet_json_dup_text (SignetJsonSpan value)
{
  return g_strndup (value.start, value.end - value.start);
}

void
signet_json_append_string (GString    *json,
                           const char *text)
{
  const char *start = text;
  const char *p;

  g_string_append_c (json, '"');

  for (p = text; *p != '\0'; p++)
    {
      if (*p != '"' && *p != '\\' && (guchar) *p >= 0x20)
        continue;

      g_string_append_len (json, start, p - start);
      start = p + 1;

      if (*p == '"' || *p == '\\')
        {
          g_string_append_c (json, '\\');
          g_string_append_c (json, *p);
        }
      else
        g_string_append_printf (json, "\\u%04x", (guchar) *p);
    }

  g_string_append_len (json, start, p - start);
  g_string_append_c (json, '"');
}
