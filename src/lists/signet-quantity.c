/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-quantity.h"

#include <string.h>

/* Quick entry reads no amount beyond this. */
#define MAX_AMOUNT 99999

/* Denominators stay below this, so that no product leaves gint64. */
#define MAX_DENOMINATOR 100000

typedef struct
{
  gint64      numerator;
  gint64      denominator;
  const char *unit;          /* in the text, "" where there is none */
  gboolean    has_comma;
  gboolean    has_fraction;
} Quantity;

/* Units that measure the same; size: in the smallest. */
static const struct { const char *name; char kind; int size; } measures[] = {
  { "mg", 'm', 1 }, { "g", 'm', 1000 }, { "dag", 'm', 10000 }, { "kg", 'm', 1000000 },
  { "ml", 'v', 1 }, { "cl", 'v', 10 }, { "dl", 'v', 100 }, { "l", 'v', 1000 },
  { "cm", 'd', 1 }, { "m", 'd', 100 },
};

static const struct { const char *one; const char *many; } plurals[] = {
  { "cup", "cups" }, { "gram", "grams" }, { "kilo", "kilos" }, { "litre", "litres" }, { "liter", "liters" }, { "lb", "lbs" },
  { "pint", "pints" }, { "pound", "pounds" }, { "gallon", "gallons" }, { "pc", "pcs" }, { "piece", "pieces" },
  { "slice", "slices" }, { "clove", "cloves" }, { "pack", "packs" }, { "packet", "packets" }, { "bag", "bags" },
  { "box", "boxes" }, { "bottle", "bottles" }, { "can", "cans" }, { "tin", "tins" }, { "jar", "jars" },
  { "carton", "cartons" }, { "tub", "tubs" }, { "tube", "tubes" }, { "roll", "rolls" }, { "bunch", "bunches" },
  { "loaf", "loaves" }, { "Packung", "Packungen" }, { "Dose", "Dosen" }, { "Flasche", "Flaschen" }, { "Glas", "Gläser" },
  { "Tüte", "Tüten" },
};

static const struct { const char *sign; int numerator; int denominator; } fractions[] = {
  { "½", 1, 2 }, { "⅓", 1, 3 }, { "⅔", 2, 3 }, { "¼", 1, 4 }, { "¾", 3, 4 }, { "⅕", 1, 5 }, { "⅖", 2, 5 }, { "⅗", 3, 5 },
  { "⅘", 4, 5 }, { "⅙", 1, 6 }, { "⅚", 5, 6 }, { "⅛", 1, 8 }, { "⅜", 3, 8 }, { "⅝", 5, 8 }, { "⅞", 7, 8 },
};

static gint64
greatest_divisor (gint64 a,
                  gint64 b)
{
  while (b != 0)
    {
      gint64 rest = a % b;

      a = b;
      b = rest;
    }

  return a;
}

static void
reduce (Quantity *quantity)
{
  gint64 divisor = greatest_divisor (quantity->numerator, quantity->denominator);

  quantity->numerator /= divisor;
  quantity->denominator /= divisor;
}

/* Up to n digits; FALSE: none, or more */
static gboolean
read_digits (const char **p,
             guint        n,
             gint64      *value)
{
  const char *start = *p;

  for (*value = 0; g_ascii_isdigit (**p); (*p)++)
    {
      if ((guint) (*p - start) == n)
        return FALSE;
      *value = *value * 10 + (**p - '0');
    }

  return *p > start;
}

static gboolean
read_fraction_sign (const char **p,
                    Quantity    *quantity)
{
  for (guint i = 0; i < G_N_ELEMENTS (fractions); i++)
    if (g_str_has_prefix (*p, fractions[i].sign))
      {
        *p += strlen (fractions[i].sign);
        quantity->numerator = quantity->numerator * fractions[i].denominator + fractions[i].numerator;
        quantity->denominator = fractions[i].denominator;
        quantity->has_fraction = TRUE;
        return TRUE;
      }

  return FALSE;
}

/* 2, 1.5, 1,5, 1/2, ½, 1½ */
static gboolean
read_amount (const char **p,
             Quantity    *quantity)
{
  gboolean has_digits = read_digits (p, 5, &quantity->numerator);

  quantity->denominator = 1;
  if (read_fraction_sign (p, quantity))
    return TRUE;
  if (!has_digits)
    return FALSE;

  if ((**p == '.' || **p == ',') && g_ascii_isdigit ((*p)[1]))
    {
      const char *start = ++*p;
      gint64 decimals;

      quantity->has_comma = start[-1] == ',';
      if (!read_digits (p, 4, &decimals))
        return FALSE;
      for (; start < *p; start++)
        quantity->denominator *= 10;
      quantity->numerator = quantity->numerator * quantity->denominator + decimals;
    }
  else if (**p == '/' && g_ascii_isdigit ((*p)[1]))
    {
      (*p)++;
      quantity->has_fraction = TRUE;
      return read_digits (p, 3, &quantity->denominator) && quantity->denominator > 0;
    }

  return TRUE;
}

/* FALSE: not an amount and at most a unit */
static gboolean
read_quantity (const char *text,
               Quantity   *quantity)
{
  memset (quantity, 0, sizeof *quantity);

  if (text == NULL)
    {
      quantity->numerator = quantity->denominator = 1;
      quantity->unit = "";
      return TRUE;
    }

  if (!read_amount (&text, quantity) || quantity->numerator == 0)
    return FALSE;

  if (*text != '\0' && *text != ' ')
    return FALSE;

  quantity->unit = *text == ' ' ? text + 1 : text;
  reduce (quantity);

  return TRUE;
}

static gboolean
is_same_word (const char *a,
              const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

static int
find_measure (const char *unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    if (is_same_word (unit, measures[i].name))
      return (int) i;

  return -1;
}

static int
find_plural (const char *unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (plurals); i++)
    if (is_same_word (unit, plurals[i].one) || is_same_word (unit, plurals[i].many))
      return (int) i;

  return -1;
}

/* Brings both to one unit, the larger; FALSE: there is none. */
static gboolean
bring_together (Quantity *a,
                Quantity *b)
{
  int measure_a = find_measure (a->unit);
  int measure_b = find_measure (b->unit);
  Quantity *smaller;

  if (is_same_word (a->unit, b->unit))
    return TRUE;

  if (find_plural (a->unit) >= 0 && find_plural (a->unit) == find_plural (b->unit))
    return TRUE;

  if (measure_a < 0 || measure_b < 0 || measures[measure_a].kind != measures[measure_b].kind)
    return FALSE;

  smaller = measures[measure_a].size < measures[measure_b].size ? a : b;
  smaller->denominator *= MAX (measures[measure_a].size, measures[measure_b].size) /
                          MIN (measures[measure_a].size, measures[measure_b].size);
  smaller->unit = smaller == a ? b->unit : a->unit;
  reduce (smaller);

  return smaller->denominator <= MAX_DENOMINATOR;
}

static char *
format_decimal (const Quantity *sum)
{
  gint64 scale = 1;
  guint n_places = 0;
  g_autofree char *places = NULL;
  gint64 decimals;

  while (n_places < 4 && scale % sum->denominator != 0)
    {
      scale *= 10;
      n_places++;
    }
  if (scale % sum->denominator != 0)
    return NULL;

  if (n_places == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, sum->numerator);

  decimals = sum->numerator % sum->denominator * (scale / sum->denominator);
  places = g_strdup_printf ("%0*d", (int) n_places, (int) decimals);

  return g_strdup_printf ("%" G_GINT64_FORMAT "%c%s", sum->numerator / sum->denominator, sum->has_comma ? ',' : '.', places);
}

static char *
format_fraction (const Quantity *sum)
{
  gint64 whole = sum->numerator / sum->denominator;

  for (guint i = 0; i < G_N_ELEMENTS (fractions); i++)
    if (fractions[i].denominator == sum->denominator && fractions[i].numerator == sum->numerator % sum->denominator)
      return whole > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT "%s", whole, fractions[i].sign) : g_strdup (fractions[i].sign);

  return NULL;
}

static const char *
choose_unit (const Quantity *sum)
{
  int plural = find_plural (sum->unit);

  /* as it was written, if that is right */
  if (plural < 0)
    return sum->unit;
  if (sum->numerator > sum->denominator)
    return is_same_word (sum->unit, plurals[plural].many) ? sum->unit : plurals[plural].many;

  return is_same_word (sum->unit, plurals[plural].one) ? sum->unit : plurals[plural].one;
}

char *
signet_quantity_add (const char *a,
                     const char *b)
{
  Quantity first, second, sum;
  g_autofree char *amount = NULL;
  const char *unit;

  if (!read_quantity (a, &first) || !read_quantity (b, &second) || !bring_together (&first, &second))
    return NULL;

  sum = first;
  sum.numerator = first.numerator * second.denominator + second.numerator * first.denominator;
  sum.denominator = first.denominator * second.denominator;
  sum.has_comma = first.has_comma || second.has_comma;
  sum.has_fraction = first.has_fraction || second.has_fraction;
  reduce (&sum);

  if (sum.numerator / sum.denominator > MAX_AMOUNT)
    return NULL;

  if (sum.has_fraction)
    amount = format_fraction (&sum);
  if (amount == NULL)
    amount = format_decimal (&sum);
  if (amount == NULL)
    return NULL;

  unit = choose_unit (&sum);

  return *unit != '\0' ? g_strdup_printf ("%s %s", amount, unit) : g_steal_pointer (&amount);
}
