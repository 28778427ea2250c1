/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-verdict-card.h"

#include "signet-accessible-name.h"
#include "signet-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SignetVerdictCard
{
  GtkBox parent_instance;

  /* template widgets */
  GtkWidget *verdict_box;
  GtkImage *icon;
  GtkLabel *verdict;
  GtkLabel *sentence;
  GtkWidget *suggestion;
  GtkLabel *suggestion_label;
  GtkWidget *checking_box;
  GtkSpinner *spinner;
  GtkLabel *checking;
  GtkLabel *waiting;
};

G_DEFINE_FINAL_TYPE (SignetVerdictCard, signet_verdict_card, GTK_TYPE_BOX)

static void
signet_verdict_card_class_init (SignetVerdictCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-verdict-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, verdict_box);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, icon);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, verdict);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, sentence);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, suggestion);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, suggestion_label);
  gtk_widget_class_bind_template_child_full (widget_class, "allow_button", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, checking_box);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, checking);
  gtk_widget_class_bind_template_child (widget_class, SignetVerdictCard, waiting);
}

static void
signet_verdict_card_init (SignetVerdictCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_state (SignetVerdictCard *self,
           const char        *css_class)
{
  const char *classes[] = { "verdict", css_class, NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

/* A word in small bold letters, and below it the title. */
static void
set_headline (GtkLabel   *label,
              const char *word,
              const char *title)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", word, title);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  guint end = (guint) strlen (word) + 1;
  PangoAttribute *attribute;

  attribute = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
  attribute = pango_attr_scale_new (0.9);
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
  attribute = pango_attr_weight_new (PANGO_WEIGHT_ULTRABOLD);
  attribute->start_index = end;
  pango_attr_list_insert (attributes, attribute);
  attribute = pango_attr_scale_new (1.36);
  attribute->start_index = end;
  pango_attr_list_insert (attributes, attribute);
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));

  gtk_label_set_text (label, text);
  gtk_label_set_attributes (label, attributes);
}

/**
 * signet_verdict_card_set_report:
 * @self: the card
 * @report: (nullable): what came of a check, %NULL: there is none
 *
 * Shows a verdict; without one the card is not there.
 */
void
signet_verdict_card_set_report (SignetVerdictCard *self,
                                SignetReport      *report)
{
  static const struct { const char *icon, *css_class; } looks[] = {
    [SIGNET_REPORT_VALID] = { "object-select-symbolic", "valid" },
    [SIGNET_REPORT_VALID_BUT] = { "dialog-warning-symbolic", "caution" },
    [SIGNET_REPORT_REFUSED] = { "window-close-symbolic", "refused" },
    [SIGNET_REPORT_NOT_TRUSTED] = { "window-close-symbolic", "refused" },
    [SIGNET_REPORT_NOT_CHECKED] = { "dialog-question-symbolic", "unchecked" },
  };
  g_autofree char *text = NULL;
  SignetReportState state;

  g_return_if_fail (SIGNET_IS_VERDICT_CARD (self));

  gtk_spinner_stop (self->spinner);
  gtk_widget_hide (self->checking_box);
  gtk_widget_set_visible (GTK_WIDGET (self), report != NULL);
  gtk_widget_set_visible (self->verdict_box, report != NULL);
  if (report == NULL)
    {
      gtk_label_set_text (self->verdict, "");
      gtk_label_set_text (self->sentence, "");
      return;
    }

  state = signet_report_get_state (report);
  set_state (self, looks[state].css_class);
  gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  set_headline (self->verdict, signet_report_get_word (report), signet_report_get_title (report));
  signet_set_accessible_name (self->verdict, _("Verdict"));

  if (signet_report_get_advice (report) != NULL)
    /* Translators: what is the matter, and what to do next: two sentences */
    text = g_strdup_printf (_("%s %s"), signet_report_get_sentence (report), signet_report_get_advice (report));
  else
    text = g_strdup (signet_report_get_sentence (report));
  gtk_label_set_text (self->sentence, text);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), *text != '\0');
}

/**
 * signet_verdict_card_set_checking:
 * @self: the card
 * @source: URL or file name of the key set that is asked for
 *
 * Shows that there is no verdict yet and whom it depends on.
 */
void
signet_verdict_card_set_checking (SignetVerdictCard *self,
                                  const char        *source)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (SIGNET_IS_VERDICT_CARD (self));
  g_return_if_fail (source != NULL);

  signet_verdict_card_set_report (self, NULL);

  uri = g_uri_parse (source, G_URI_FLAGS_NONE, NULL);
  host = signet_words_clean (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : source, 80);
  /* Translators: %s is the name of a computer */
  text = g_strdup_printf (_("Waiting for %s. Signet gives up after 5 seconds."), host);
  set_state (self, "unchecked");
  set_headline (self->checking, _("Checking"), _("Asking for the key set…"));
  gtk_label_set_text (self->waiting, text);
  gtk_spinner_start (self->spinner);
  gtk_widget_show (self->checking_box);
  gtk_widget_show (GTK_WIDGET (self));
}

/**
 * signet_verdict_card_set_suggestion:
 * @self: the card
 * @label: (nullable): what is offered, translated; %NULL: nothing
 * @action: the action that does it
 * @target: its target, a text
 *
 * Offers to check in the way that the token suggests.
 */
void
signet_verdict_card_set_suggestion (SignetVerdictCard *self,
                                    const char        *label,
                                    const char        *action,
                                    const char        *target)
{
  g_return_if_fail (SIGNET_IS_VERDICT_CARD (self));

  gtk_widget_set_visible (self->suggestion, label != NULL);
  if (label == NULL)
    return;

  gtk_label_set_text (self->suggestion_label, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->suggestion), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->suggestion), action);
}

/**
 * signet_verdict_card_focus:
 * @self: the card
 *
 * Puts the focus on the verdict: screen readers of this GTK read aloud what gets it.
 */
void
signet_verdict_card_focus (SignetVerdictCard *self)
{
  g_return_if_fail (SIGNET_IS_VERDICT_CARD (self));

  if (!gtk_widget_get_visible (self->verdict_box))
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self->verdict));
  /* the focus selects everything in a label */
  gtk_label_select_region (self->verdict, 0, 0);
}
