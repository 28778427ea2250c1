/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-quick-entry.h"

#include "signet-clean.h"

#include <string.h>

/* What may stand between a number and a name.  Not here: what is as likely the first
 * word of a name ("3 head lamps"): there the number alone is the quantity, and the
 * name stays whole.  All are spelled as g_utf8_casefold() leaves them. */
static const char * const units[] = {
  "mg", "g", "gr", "dag", "kg", "ml", "cl", "dl", "l", "cm", "m",
  "oz", "lb", "lbs", "pt", "qt", "gal", "tsp", "tbsp", "cup", "cups",
  "gram", "grams", "kilo", "kilos", "litre", "litres", "liter", "liters",
  "pint", "pints", "pound", "pounds", "gallon", "gallons",
  "dozen", "pc", "pcs", "piece", "pieces", "slice", "slices", "clove", "cloves",
  "pack", "packs", "packet", "packets", "bag", "bags", "box", "boxes", "bottle", "bottles",
  "can", "cans", "tin", "tins", "jar", "jars", "carton", "cartons", "tub", "tubs",
  "tube", "tubes", "roll", "rolls", "bunch", "bunches", "loaf", "loaves",
  "stück", "stk", "packung", "packungen", "pkg", "dose", "dosen", "flasche", "flaschen",
  "glas", "gläser", "becher", "beutel", "tüte", "tüten", "bund", "pfund", "el", "tl",
};

static gboolean
is_unit (const char *word,
         gsize       length)
{
  g_autofree char *folded = g_utf8_casefold (word, length);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (folded, units[i]) == 0)
      return TRUE;

  return FALSE;
}

static const char *
skip_spaces (const char *p)
{
  while (g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return p;
}

static const char *
find_word_end (const char *p)
{
  while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return p;
}

/* (transfer full): the name that ends before end, without the spaces before it */
static char *
dup_name (const char *line,
          const char *end)
{
  const char *p;

  while ((p = g_utf8_find_prev_char (line, end)) != NULL && g_unichar_isspace (g_utf8_get_char (p)))
    end = p;

  return g_strndup (line, end - line);
}

static gboolean
is_word_end (const char *p)
{
  return *p == '\0' || g_unichar_isspace (g_utf8_get_char (p));
}

static gboolean
is_fraction (gunichar c)
{
  return (c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215E);
}

/* 1, 12, 1.5, 1,5, 1/2, ½, 1½; not 007, which is a name */
static const char *
scan_amount (const char *p)
{
  const char *start = p;

  while (g_ascii_isdigit (*p))
    p++;

  if (p - start > 5 || (p - start > 1 && *start == '0'))
    return NULL;

  if (is_fraction (g_utf8_get_char (p)))
    return g_utf8_next_char (p);

  if (p == start)
    return NULL;

  if ((*p == '.' || *p == ',' || *p == '/') && g_ascii_isdigit (p[1]))
    for (p++; g_ascii_isdigit (*p);)
      p++;
  else if (p - start == 1 && *start == '0')
    return NULL;

  return p;
}

/* an amount, or two: 2-3 */
static const char *
scan_range (const char *p)
{
  const char *second = NULL;

  p = scan_amount (p);
  if (p == NULL)
    return NULL;

  if (*p == '-')
    second = scan_amount (p + 1);
  else if (g_str_has_prefix (p, "–"))
    second = scan_amount (p + strlen ("–"));

  return second != NULL ? second : p;
}

/* "x" or "×" as a word of its own or before a number: "2 x", "x2", not "xylitol" */
static const char *
scan_times (const char *p)
{
  if (*p == 'x' || *p == 'X')
    return p + 1;

  return g_str_has_prefix (p, "×") ? p + strlen ("×") : NULL;
}

static const char *
scan_word (const char *p,
           const char *word)
{
  const char *end = find_word_end (p);

  return strlen (word) == (gsize) (end - p) && g_ascii_strncasecmp (p, word, end - p) == 0 ? end : NULL;
}

/* "a dozen", "half a dozen", "dozen", "a bottle of": the last only with "of" or at the
 * end, for "a can opener" is one thing. */
static const char *
scan_in_words (const char  *p,
               GString     *quantity)
{
  const char *start = p;
  const char *end;
  const char *next;
  gboolean has_article = FALSE;

  if ((end = scan_word (p, "half")) != NULL)
    p = skip_spaces (end);

  if ((end = scan_word (p, "a")) != NULL || (end = scan_word (p, "an")) != NULL)
    {
      p = skip_spaces (end);
      has_article = TRUE;
    }

  end = find_word_end (p);
  if (end == p || !is_unit (p, end - p))
    return NULL;

  next = skip_spaces (end);
  if (scan_word (p, "dozen") == NULL &&
      (!has_article || (*next != '\0' && scan_word (next, "of") == NULL)))
    return NULL;

  g_string_append_len (quantity, start, end - start);

  return next;
}

/* Reads a quantity at p and returns where the next word begins; NULL where there is none.
 * quantity gets it with single spaces: "500g" as "500 g".  inner: behind a "6 x" already;
 * a second one is no quantity, so that no line can make this call itself for ever. */
static const char *
scan_quantity (const char *p,
               gboolean    inner,
               GString    *quantity)
{
  const char *end = scan_range (p);
  const char *next;
  const char *times;

  if (end == NULL)
    return scan_in_words (p, quantity);

  g_string_append_len (quantity, p, end - p);
  next = skip_spaces (end);

  /* "2 x milk", "2x milk", and then "6 x 330 ml beer" */
  times = scan_times (next);
  if (times != NULL && (is_word_end (times) || g_ascii_isdigit (*times)))
    {
      g_autoptr (GString) each = g_string_new (NULL);
      const char *rest = skip_spaces (times);
      const char *behind = !inner && scan_range (rest) != NULL ? scan_quantity (rest, TRUE, each) : NULL;

      if (inner)
        return NULL;
      if (behind == NULL)
        return is_word_end (times) ? rest : NULL;

      g_string_append_printf (quantity, " × %s", each->str);
      return behind;
    }

  p = find_word_end (next);
  if (p > next && is_unit (next, p - next))
    {
      g_string_append_c (quantity, ' ');
      g_string_append_len (quantity, next, p - next);
      return skip_spaces (p);
    }

  /* "7up", "3-in-1", "2%": no quantity */
  return next > end || *end == '\0' ? next : NULL;
}

/* Whether text is a quantity and nothing else. */
static char *
read_quantity (const char *text)
{
  g_autoptr (GString) quantity = g_string_new (NULL);
  const char *end = scan_quantity (skip_spaces (text), FALSE, quantity);

  return end != NULL && *end == '\0' ? g_string_free (g_steal_pointer (&quantity), FALSE) : NULL;
}

static gboolean
read_leading (const char  *line,
              char       **name,
              char       **quantity)
{
  g_autoptr (GString) found = g_string_new (NULL);
  const char *rest = scan_quantity (line, FALSE, found);
  const char *of;

  if (rest == NULL || *rest == '\0')
    return FALSE;

  /* "2 cans of beans" */
  of = scan_word (rest, "of");
  if (of != NULL && *skip_spaces (of) != '\0')
    rest = skip_spaces (of);

  /* "100 % juice" */
  if (!g_unichar_isalnum (g_utf8_get_char (rest)))
    return FALSE;

  *name = g_strdup (rest);
  *quantity = g_string_free (g_steal_pointer (&found), FALSE);

  return TRUE;
}

static gboolean
read_after_comma (const char  *line,
                  char       **name,
                  char       **quantity)
{
  const char *comma = strrchr (line, ',');

  /* "1,5 kg" has no space behind its comma */
  if (comma == NULL || comma == line || !g_ascii_isspace (comma[1]))
    return FALSE;

  *quantity = read_quantity (comma + 1);
  if (*quantity == NULL)
    return FALSE;

  *name = dup_name (line, comma);

  return TRUE;
}

/* "milk x2", "milk ×2", "milk x 2" */
static gboolean
read_trailing_times (const char  *line,
                     char       **name,
                     char       **quantity)
{
  const char *p = line + strlen (line);
  const char *digits;
  const char *times;

  while (p > line && g_ascii_isdigit (p[-1]))
    p--;

  digits = p;
  if (*digits == '\0' || *digits == '0' || strlen (digits) > 5)
    return FALSE;

  while (p > line && p[-1] == ' ')
    p--;

  times = g_utf8_find_prev_char (line, p);
  if (times == NULL || times == line || scan_times (times) != p || times[-1] != ' ')
    return FALSE;

  *name = dup_name (line, times);
  *quantity = g_strdup (digits);

  return TRUE;
}

/* "milk 2 l", "flour 500g": only with a unit, for "vitamin B 12" is a name */
static gboolean
read_trailing (const char  *line,
               char       **name,
               char       **quantity)
{
  const char *p = find_word_end (line);

  for (p = skip_spaces (p); *p != '\0'; p = skip_spaces (find_word_end (p)))
    {
      g_autofree char *found = NULL;

      if (scan_range (p) == NULL)
        continue;

      found = read_quantity (p);
      if (found == NULL || strchr (found, ' ') == NULL)
        continue;

      *name = dup_name (line, p);
      *quantity = g_steal_pointer (&found);
      return TRUE;
    }

  return FALSE;
}

gboolean
signet_quick_entry_parse (const char  *text,
                          char       **name,
                          char       **quantity)
{
  g_autofree char *line = signet_clean_line (text);

  *name = NULL;
  *quantity = NULL;

  if (line == NULL)
    return FALSE;

  if (!read_after_comma (line, name, quantity) &&
      !read_trailing_times (line, name, quantity) &&
      !read_leading (line, name, quantity) &&
      !read_trailing (line, name, quantity))
    *name = g_steal_pointer (&line);

  return TRUE;
}

static gboolean
is_read_as (const char *text,
            const char *name,
            const char *quantity)
{
  g_autofree char *read_name = NULL;
  g_autofree char *read_quantity = NULL;

  return signet_quick_entry_parse (text, &read_name, &read_quantity) && strcmp (read_name, name) == 0 &&
         g_strcmp0 (read_quantity, quantity) == 0;
}

char *
signet_quick_entry_format (const char *name,
                           const char *quantity)
{
  g_autofree char *before = NULL;
  g_autofree char *behind = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (quantity == NULL)
    return g_strdup (name);

  before = g_strdup_printf ("%s %s", quantity, name);
  if (is_read_as (before, name, quantity))
    return g_steal_pointer (&before);

  behind = g_strdup_printf ("%s, %s", name, quantity);
  if (is_read_as (behind, name, quantity))
    return g_steal_pointer (&behind);

  return g_strdup (name);
}
