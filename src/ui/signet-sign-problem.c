/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-sign-problem.h"

#include "signet-focus.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetSignProblem
{
  AdwBin parent_instance;

  /* template widgets */
  AdwStatusPage *page;
  GtkWidget *restore_button;
  GtkWidget *retry_button;
  GtkWidget *new_key_button;
  GtkWidget *back_button;
};

G_DEFINE_FINAL_TYPE (SignetSignProblem, signet_sign_problem, ADW_TYPE_BIN)

static gboolean
signet_sign_problem_grab_focus (GtkWidget *widget)
{
  SignetSignProblem *self = SIGNET_SIGN_PROBLEM (widget);

  if (gtk_widget_get_visible (self->restore_button))
    return gtk_widget_grab_focus (self->restore_button);

  return gtk_widget_grab_focus (gtk_widget_get_visible (self->retry_button) ? self->retry_button : self->back_button);
}

static void
signet_sign_problem_class_init (SignetSignProblemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = signet_focus_child;
  widget_class->grab_focus = signet_sign_problem_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-sign-problem.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignProblem, page);
  gtk_widget_class_bind_template_child (widget_class, SignetSignProblem, retry_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignProblem, restore_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignProblem, new_key_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignProblem, back_button);
}

static void
signet_sign_problem_init (SignetSignProblem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_sign_problem_set_error:
 * @self: the page
 * @error: what signing ended with
 * @list_name: (nullable): the list that was to be signed
 *
 * Shows the words for @error, with the buttons that may help.
 */
void
signet_sign_problem_set_error (SignetSignProblem *self,
                               const GError      *error,
                               const char        *list_name)
{
  g_autoptr (SignetWords) words = NULL;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  const char *icon = "dialog-warning-symbolic";
  const char *retry = _("_Try Again");
  const char *restore = _("_Restore…");
  gboolean can_retry = TRUE;
  gboolean can_renew = FALSE;

  g_return_if_fail (SIGNET_IS_SIGN_PROBLEM (self));
  g_return_if_fail (error != NULL);

  switch (signet_words_get_problem (error))
    {
    case SIGNET_PROBLEM_LOCKED:
      icon = "dialog-password-symbolic";
      retry = _("_Unlock…");
      break;
    case SIGNET_PROBLEM_DISMISSED:
      icon = "dialog-password-symbolic";
      retry = _("_Ask Again");
      break;
    case SIGNET_PROBLEM_KEY_MISSING:
      icon = "dialog-error-symbolic";
      can_renew = TRUE;
      break;
    case SIGNET_PROBLEM_UNLISTED:
      icon = "dialog-warning-symbolic";
      restore = _("_Recover…");
      can_renew = TRUE;
      break;
    case SIGNET_PROBLEM_FULL:
      icon = "dialog-error-symbolic";
      break;
    case SIGNET_PROBLEM_OTHER:
      /* the list stays as long as it is, however often it is tried */
      can_retry = error->domain != JOT_ERROR;
      break;
    case SIGNET_PROBLEM_NO_KEYRING:
    case SIGNET_PROBLEM_NO_ANSWER:
      break;
    }

  words = signet_words_for_problem (error, list_name);
  if (words->advice != NULL)
    /* Translators: what went wrong, and what to do about it: two sentences */
    text = g_strdup_printf (_("%s %s"), words->sentence, words->advice);
  else
    text = g_strdup (words->sentence);
  markup = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->page, icon);
  adw_status_page_set_title (self->page, words->title);
  adw_status_page_set_description (self->page, markup);
  gtk_button_set_label (GTK_BUTTON (self->retry_button), retry);
  gtk_button_set_label (GTK_BUTTON (self->restore_button), restore);
  gtk_widget_set_visible (self->retry_button, can_retry);
  gtk_widget_set_visible (self->new_key_button, can_renew);
  gtk_widget_set_visible (self->restore_button, can_renew);
  /* one of them is what helps most likely */
  gtk_widget_remove_css_class (can_renew ? self->retry_button : self->restore_button, "suggested-action");
  gtk_widget_add_css_class (can_renew ? self->restore_button : self->retry_button, "suggested-action");
}
