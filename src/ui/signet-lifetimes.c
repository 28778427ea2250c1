/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-lifetimes.h"

#include "signet-words.h"

#include <glib/gi18n.h>

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

GListModel *
signet_lifetimes_new_model (gint64  preferred,
                            GArray *lifetimes,
                            guint  *selected)
{
  const struct { gint64 seconds; const char *words; } choices[] = {
    { HOUR, _("1 hour") },
    { 12 * HOUR, _("12 hours") },
    { DAY, _("1 day") },
    { 3 * DAY, _("3 days") },
    { 7 * DAY, _("7 days") },
    { 30 * DAY, _("30 days") },
    /* Translators: how long a token is valid */
    { 0, C_("lifetime", "No end") },
  };
  GtkStringList *model = gtk_string_list_new (NULL);

  *selected = G_MAXUINT;
  g_array_set_size (lifetimes, 0);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      if (*selected == G_MAXUINT && preferred > 0
          && (preferred < choices[i].seconds || choices[i].seconds == 0))
        {
          g_autofree char *words = signet_words_duration (preferred);

          *selected = lifetimes->len;
          g_array_append_val (lifetimes, preferred);
          gtk_string_list_append (model, words);
        }
      if (preferred == choices[i].seconds)
        *selected = lifetimes->len;
      g_array_append_val (lifetimes, choices[i].seconds);
      gtk_string_list_append (model, choices[i].words);
    }

  return G_LIST_MODEL (model);
}
