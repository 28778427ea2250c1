/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-words.h"

#include <glib/gi18n.h>

/* Characters that change the direction of the text round them, or hide: no foreign
 * text may carry them into our sentences (Unicode UAX #9, UTS #39). */
static gboolean
is_unsafe (gunichar c)
{
  return g_unichar_iscntrl (c) ||
         (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) ||
         c == 0x061c || c == 0xfeff ||
         (c >= 0xfff9 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe007f);
}

/**
 * signet_words_clean:
 * @text: foreign text; bytes that are no UTF-8 are replaced
 * @max: how many characters to keep, 0: 40
 *
 * Returns: (transfer full): @text as it may stand in a sentence of ours: without
 *   control and bidirectional characters, cut with "…"
 */
char *
signet_words_clean (const char *text,
                    guint       max)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (max == 0)
    max = 40;

  valid = g_utf8_make_valid (text, -1);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_unsafe (c))
        {
          if (c != '\n' && c != '\t')
            continue;
          c = ' ';
        }
      if (++n > max)
        {
          g_string_truncate (out, (gsize) (g_utf8_offset_to_pointer (out->str, max - 1) - out->str));
          g_string_append (out, "…");
          break;
        }
      g_string_append_unichar (out, c);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * signet_words_time:
 * @seconds: a point in time, since 1970
 * @now: the present, since 1970
 *
 * Returns: (transfer full): @seconds in local time as people say it
 */
char *
signet_words_time (gint64 seconds,
                   gint64 now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (seconds);
  g_autoptr (GDateTime) present = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) today = NULL;
  GTimeSpan days;

  if (then == NULL || present == NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

  day = g_date_time_new_utc (g_date_time_get_year (then), g_date_time_get_month (then),
                             g_date_time_get_day_of_month (then), 0, 0, 0);
  today = g_date_time_new_utc (g_date_time_get_year (present), g_date_time_get_month (present),
                               g_date_time_get_day_of_month (present), 0, 0, 0);
  days = g_date_time_difference (day, today) / G_TIME_SPAN_DAY;

  if (days == 0)
    /* Translators: a time of day, see g_date_time_format() */
    return g_date_time_format (then, _("today at %H:%M"));
  if (days == 1)
    return g_date_time_format (then, _("tomorrow at %H:%M"));
  if (days == -1)
    return g_date_time_format (then, _("yesterday at %H:%M"));
  if (g_date_time_get_year (then) == g_date_time_get_year (present))
    /* Translators: a day of this year, "3 November" */
    return g_date_time_format (then, _("%-d %B"));

  /* Translators: a day of another year, "7 March 2021" */
  return g_date_time_format (then, _("%-d %B %Y"));
}

/**
 * signet_words_duration:
 * @seconds: a length of time, not negative
 *
 * Returns: (transfer full): its two largest units: "2 days 3 h", "23 h 41 min"
 */
char *
signet_words_duration (gint64 seconds)
{
  seconds = MAX (seconds, 0);

  if (seconds >= 86400)
    {
      int days = (int) MIN (seconds / 86400, G_MAXINT);
      int hours = (int) (seconds % 86400 / 3600);

      if (hours == 0 || days > 30)
        return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), days);
      /* Translators: days and hours */
      return g_strdup_printf (ngettext ("%d day %d h", "%d days %d h", (gulong) days), days, hours);
    }
  if (seconds >= 3600)
    /* Translators: hours and minutes */
    return g_strdup_printf (_("%d h %d min"), (int) (seconds / 3600), (int) (seconds % 3600 / 60));
  if (seconds >= 60)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) (seconds / 60)), (int) (seconds / 60));

  return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong) seconds), (int) seconds);
}
