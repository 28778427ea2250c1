/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-history-row.h"

#include "signet-words.h"

#include <glib/gi18n.h>

static gboolean
was_valid (SignetHistoryEntry *entry)
{
  return g_str_has_prefix (signet_history_entry_get_outcome (entry), "valid");
}

static gboolean
is_signed (SignetHistoryEntry *entry)
{
  return signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED;
}

static char *
dup_title (SignetHistoryEntry *entry)
{
  const char *name = signet_history_entry_get_list_name (entry);

  if (name != NULL && *name != '\0')
    return signet_words_clean (name, 80);

  /* of others than lists only a trace is kept */
  return g_strdup (signet_history_entry_get_token (entry) != NULL ? _("A list without a name") : _("A token without a list"));
}

/* "signed by you for Brian" */
static char *
describe_signed (SignetHistoryEntry *entry,
                 SignetHistoryNow    state)
{
  const char *subject = signet_history_entry_get_subject (entry);
  g_autofree char *name = NULL;

  if (state == SIGNET_HISTORY_NOW_REVOKED)
    return g_strdup (_("signed by you, key revoked since"));
  if (subject == NULL || *subject == '\0')
    return g_strdup (_("signed by you"));

  name = signet_words_clean (subject, 0);
  /* Translators: %s is a person */
  return g_strdup_printf (_("signed by you for %s"), name);
}

/* "from Whitney"; where nothing proves that, with a question mark.  (nullable) */
static char *
describe_checked (SignetHistoryEntry *entry,
                  SignetHistoryNow    state)
{
  const char *signer = signet_history_entry_get_signer (entry);
  const char *issuer = signet_history_entry_get_issuer (entry);
  gboolean is_proved = signet_history_entry_is_proved (entry);
  g_autofree char *name = NULL;
  g_autofree char *from = NULL;

  /* whom it was checked against is not who sent it, unless it was theirs */
  if (is_proved && signer != NULL)
    name = signet_words_clean (signer, 0);
  else if (issuer != NULL && *issuer != '\0')
    name = signet_words_clean (issuer, 0);

  if (name != NULL)
    /* Translators: %s is a person; a question mark where nothing proves that it is from them */
    from = g_strdup_printf (is_proved ? _("from %s") : _("from %s?"), name);
  if (!was_valid (entry) || state != SIGNET_HISTORY_NOW_EXPIRED)
    return g_steal_pointer (&from);

  /* Translators: "from Whitney", and that it counted when it was checked */
  return from != NULL ? g_strdup_printf (_("%s · was valid then"), from) : g_strdup (_("was valid then"));
}

/* "14:05 · from Whitney" */
static char *
dup_caption (SignetHistoryEntry *entry,
             SignetHistoryNow    state)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (signet_history_entry_get_time (entry));
  /* Translators: a time of the day, see g_date_time_format() */
  g_autofree char *clock = time != NULL ? g_date_time_format (time, _("%H:%M")) : g_strdup ("");
  g_autofree char *words = is_signed (entry) ? describe_signed (entry, state) : describe_checked (entry, state);

  if (words == NULL)
    return g_steal_pointer (&clock);

  /* Translators: a time, and "from Whitney" or "signed by you for Brian" */
  return g_strdup_printf (_("%s · %s"), clock, words);
}

static const char *
get_word (SignetHistoryEntry *entry,
          SignetHistoryNow    state)
{
  if (is_signed (entry) && state == SIGNET_HISTORY_NOW_VALID)
    return C_("history", "Signed");
  if (state == SIGNET_HISTORY_NOW_VALID && g_str_equal (signet_history_entry_get_outcome (entry), "valid-but"))
    return _("Valid, but…");

  return signet_history_now_get_word (state);
}

/* What it was found to be then: shape and colour differ. */
static void
set_icon (GtkImage           *image,
          SignetHistoryEntry *entry)
{
  const char *outcome = signet_history_entry_get_outcome (entry);
  const char *icon = "window-close-symbolic";
  const char *css_class = "state-refused";

  if (is_signed (entry))
    {
      icon = "document-edit-symbolic";
      css_class = "quiet";
    }
  else if (g_str_equal (outcome, "valid"))
    {
      icon = "object-select-symbolic";
      css_class = "state-valid";
    }
  else if (g_str_equal (outcome, "valid-but"))
    {
      icon = "dialog-warning-symbolic";
      css_class = "state-caution";
    }
  else if (g_str_has_prefix (outcome, "key-set-"))
    {
      icon = "dialog-question-symbolic";
      css_class = "state-unchecked";
    }

  gtk_image_set_from_icon_name (image, icon);
  gtk_widget_add_css_class (GTK_WIDGET (image), css_class);
}

static GtkWidget *
new_pill (SignetHistoryEntry *entry,
          SignetHistoryNow    state)
{
  GtkWidget *pill = gtk_label_new (get_word (entry, state));

  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (pill, "pill-state");
  switch (state)
    {
    case SIGNET_HISTORY_NOW_VALID:
      if (!is_signed (entry))
        gtk_widget_add_css_class (pill, g_str_equal (signet_history_entry_get_outcome (entry), "valid") ? "valid" : "caution");
      break;
    case SIGNET_HISTORY_NOW_REVOKED:
    case SIGNET_HISTORY_NOW_REFUSED:
      gtk_widget_add_css_class (pill, "refused");
      break;
    case SIGNET_HISTORY_NOW_EXPIRED:
    case SIGNET_HISTORY_NOW_NOT_CHECKED:
      break;
    }

  return pill;
}

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

/**
 * signet_history_row_dup_day:
 * @entry: an entry
 * @now: seconds since 1970
 *
 * Returns: (transfer full): the day it was made on, for a heading
 */
char *
signet_history_row_dup_day (SignetHistoryEntry *entry,
                            gint64              now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (signet_history_entry_get_time (entry));
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) yesterday = today != NULL ? g_date_time_add_days (today, -1) : NULL;

  if (time == NULL || today == NULL || yesterday == NULL)
    return g_strdup (_("Some day"));

  if (g_date_time_get_year (time) == g_date_time_get_year (today)
      && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (today))
    return g_strdup (_("Today"));
  if (g_date_time_get_year (time) == g_date_time_get_year (yesterday)
      && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (yesterday))
    return g_strdup (_("Yesterday"));

  /* Translators: a day of this year and one of another, see g_date_time_format() */
  return g_date_time_format (time, g_date_time_get_year (time) == g_date_time_get_year (today) ? _("%-d %B") : _("%-d %B %Y"));
}

/**
 * signet_history_row_new:
 * @entry: an entry
 * @state: what has become of it
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
signet_history_row_new (SignetHistoryEntry *entry,
                        SignetHistoryNow    state)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *title = dup_title (entry);
  g_autofree char *caption = dup_caption (entry, state);
  GtkWidget *label;

  gtk_widget_add_css_class (box, "history-row");
  set_icon (GTK_IMAGE (image), entry);
  gtk_box_append (GTK_BOX (box), image);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), new_label (title));
  label = new_label (caption);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "quiet");
  gtk_box_append (GTK_BOX (words), label);
  gtk_box_append (GTK_BOX (box), words);

  gtk_box_append (GTK_BOX (box), new_pill (entry, state));

  return box;
}

/**
 * signet_history_row_dup_name:
 * @entry: an entry
 * @state: what has become of it
 *
 * Returns: (transfer full): what a screen reader says
 */
char *
signet_history_row_dup_name (SignetHistoryEntry *entry,
                             SignetHistoryNow    state)
{
  g_autofree char *title = dup_title (entry);
  g_autofree char *caption = dup_caption (entry, state);

  /* Translators: a list, "14:05 · from Whitney", and what has become of it, "Expired" */
  return g_strdup_printf (_("%s, %s, %s"), title, caption, get_word (entry, state));
}
