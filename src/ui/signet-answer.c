/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-answer.h"

#include "signet-changes-group.h"
#include "signet-check-details.h"
#include "signet-signed-list.h"
#include "signet-verdict-card.h"

struct _SignetAnswer
{
  GtkBox parent_instance;

  /* template widgets */
  SignetVerdictCard *card;
  SignetRememberGroup *remember;
  SignetChangedKey *changed_key;
  SignetChangesGroup *changes;
  SignetSignedList *list;
  SignetCheckDetails *details;
};

G_DEFINE_FINAL_TYPE (SignetAnswer, signet_answer, GTK_TYPE_BOX)

static void
signet_answer_class_init (SignetAnswerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SIGNET_TYPE_CHANGES_GROUP);
  g_type_ensure (SIGNET_TYPE_CHECK_DETAILS);
  g_type_ensure (SIGNET_TYPE_CHANGED_KEY);
  g_type_ensure (SIGNET_TYPE_REMEMBER_GROUP);
  g_type_ensure (SIGNET_TYPE_SIGNED_LIST);
  g_type_ensure (SIGNET_TYPE_VERDICT_CARD);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-answer.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetAnswer, card);
  gtk_widget_class_bind_template_child (widget_class, SignetAnswer, remember);
  gtk_widget_class_bind_template_child (widget_class, SignetAnswer, changed_key);
  gtk_widget_class_bind_template_child (widget_class, SignetAnswer, changes);
  gtk_widget_class_bind_template_child (widget_class, SignetAnswer, list);
  gtk_widget_class_bind_template_child (widget_class, SignetAnswer, details);
}

static void
signet_answer_init (SignetAnswer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_answer_set_report:
 * @self: the answer
 * @report: (nullable): what came of a check, %NULL: nothing is known
 *
 * Shows an answer in place of the one before.
 */
void
signet_answer_set_report (SignetAnswer *self,
                          SignetReport *report)
{
  g_return_if_fail (SIGNET_IS_ANSWER (self));

  signet_verdict_card_set_report (self->card, report);
  signet_remember_group_set_report (self->remember, report);
  signet_changed_key_set_report (self->changed_key, report);
  signet_changes_group_set_report (self->changes, report);
  signet_signed_list_set_report (self->list, report);
  signet_check_details_set_report (self->details, report);
  gtk_widget_set_visible (GTK_WIDGET (self), report != NULL);
}

/**
 * signet_answer_set_checking:
 * @self: the answer
 * @source: URL or file name of the key set that is asked for
 *
 * Shows that it takes a moment.
 */
void
signet_answer_set_checking (SignetAnswer *self,
                            const char   *source)
{
  g_return_if_fail (SIGNET_IS_ANSWER (self));

  signet_answer_set_report (self, NULL);
  signet_verdict_card_set_checking (self->card, source);
  gtk_widget_show (GTK_WIDGET (self));
}

/**
 * signet_answer_set_time:
 * @self: the answer
 * @now: seconds since 1970
 *
 * Lets the answer count down.
 */
void
signet_answer_set_time (SignetAnswer *self,
                        gint64        now)
{
  g_return_if_fail (SIGNET_IS_ANSWER (self));

  signet_check_details_set_time (self->details, now);
}

/**
 * signet_answer_focus_verdict:
 * @self: the answer
 *
 * Puts the focus on the verdict.
 */
void
signet_answer_focus_verdict (SignetAnswer *self)
{
  g_return_if_fail (SIGNET_IS_ANSWER (self));

  signet_verdict_card_focus (self->card);
}

/**
 * signet_answer_set_suggestion:
 * @self: the answer
 * @label: (nullable): what is offered, translated; %NULL: nothing
 * @action: the action that does it
 * @target: its target, a text
 *
 * Offers to check in the way that the token suggests. What a token says decides nothing.
 */
void
signet_answer_set_suggestion (SignetAnswer *self,
                              const char   *label,
                              const char   *action,
                              const char   *target)
{
  g_return_if_fail (SIGNET_IS_ANSWER (self));

  signet_verdict_card_set_suggestion (self->card, label, action, target);
}

SignetRememberGroup *
signet_answer_get_remember (SignetAnswer *self)
{
  g_return_val_if_fail (SIGNET_IS_ANSWER (self), NULL);

  return self->remember;
}

SignetChangedKey *
signet_answer_get_changed_key (SignetAnswer *self)
{
  g_return_val_if_fail (SIGNET_IS_ANSWER (self), NULL);

  return self->changed_key;
}
