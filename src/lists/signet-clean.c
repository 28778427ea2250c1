/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-clean.h"

#include <string.h>

/* LRE, RLE, PDF, LRO, RLO and LRI, RLI, FSI, PDI: they can make a line read otherwise
 * than it is written, and no grocery needs them. */
static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_break (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029;
}

char *
signet_clean_line (const char *text)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) clean = NULL;
  gsize trimmed = 0;

  if (text == NULL)
    return NULL;

  valid = g_utf8_make_valid (text, -1);
  clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_bidi_control (c))
        continue;

      if (is_break (c))
        c = ' ';

      if (g_unichar_isspace (c))
        {
          if (clean->len > 0)
            g_string_append_unichar (clean, c);
        }
      else
        {
          g_string_append_unichar (clean, c);
          trimmed = clean->len;
        }
    }

  g_string_truncate (clean, trimmed);

  return clean->len > 0 ? g_string_free (g_steal_pointer (&clean), FALSE) : NULL;
}

char *
signet_fold (const char *text)
{
  g_autofree char *composed = NULL;

  /* the same, and faster */
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return composed != NULL ? g_utf8_casefold (composed, -1) : g_strdup ("");
}
