/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token-card.h"

#include "signet-accessible-name.h"
#include "signet-column-box.h"
#include "signet-focus.h"
#include "signet-token-view.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetTokenCard
{
  AdwPreferencesGroup parent_instance;

  /* template widgets */
  SignetTokenView *view;
  GtkWidget *copy_button;
  GtkLabel *next_label;

  /* owned */
  char *subject;

  /* plain */
  gint64 exp;
  gboolean reaches_others;
  gboolean is_elsewhere;
};

G_DEFINE_FINAL_TYPE (SignetTokenCard, signet_token_card, ADW_TYPE_PREFERENCES_GROUP)

/* One sentence of each kind: languages differ in how they put them together. */
static char *
describe (SignetTokenCard *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gboolean has_subject = *self->subject != '\0';
  g_autofree char *subject = signet_words_clean (self->subject, 0);
  g_autofree char *when = NULL;

  if (self->exp == G_MAXINT64)
    return has_subject
           /* Translators: %s is a person */
           ? g_strdup_printf (_("For %s · never runs out"), subject)
           : g_strdup (_("Never runs out"));

  when = signet_words_time (self->exp, now);
  return has_subject
         /* Translators: a person and a time, "tomorrow at 14:02" */
         ? g_strdup_printf (_("For %s · works until %s"), subject, when)
         /* Translators: %s is a time, "tomorrow at 14:02" */
         : g_strdup_printf (_("Works until %s"), when);
}

static void
update (SignetTokenCard *self)
{
  g_autofree char *description = describe (self);
  g_autofree char *markup = g_markup_escape_text (description, -1);
  g_autofree char *next = NULL;

  g_assert (SIGNET_IS_TOKEN_CARD (self));

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), markup);

  if (*self->subject != '\0')
    {
      g_autofree char *subject = signet_words_clean (self->subject, 0);

      if (self->reaches_others)
        /* Translators: both %1$s are the same person */
        next = g_strdup_printf (_("Send the token to %1$s. To check it, %1$s also needs the address under “Let Others Check”."),
                                subject);
      else if (self->is_elsewhere)
        /* Translators: both %1$s are the same person */
        next = g_strdup_printf (_("Send the token to %1$s. To check it, %1$s also needs the web address of your published keys."),
                                subject);
      else
        /* Translators: %s is a person */
        next = g_strdup_printf (_("Send the token to %s. Nobody else can check it yet: see “Let Others Check”."), subject);
    }
  else
    {
      next = g_strdup (_("Send the token to whoever shops."));
    }
  gtk_label_set_text (self->next_label, next);
}

/* "tomorrow" may have become "today" while another page was shown */
static void
signet_token_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (signet_token_card_parent_class)->map (widget);

  update (SIGNET_TOKEN_CARD (widget));
}

static gboolean
signet_token_card_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SIGNET_TOKEN_CARD (widget)->copy_button);
}

static void
signet_token_card_finalize (GObject *object)
{
  SignetTokenCard *self = SIGNET_TOKEN_CARD (object);

  g_free (self->subject);

  G_OBJECT_CLASS (signet_token_card_parent_class)->finalize (object);
}

static void
signet_token_card_class_init (SignetTokenCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = signet_token_card_finalize;

  widget_class->map = signet_token_card_map;
  widget_class->focus = signet_focus_child;
  widget_class->grab_focus = signet_token_card_grab_focus;

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);
  g_type_ensure (SIGNET_TYPE_TOKEN_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-token-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetTokenCard, view);
  gtk_widget_class_bind_template_child (widget_class, SignetTokenCard, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SignetTokenCard, next_label);
}

static void
signet_token_card_init (SignetTokenCard *self)
{
  self->subject = g_strdup ("");
  self->exp = G_MAXINT64;

  gtk_widget_init_template (GTK_WIDGET (self));
  signet_set_accessible_name (self->copy_button, _("Copy token"));
}

/**
 * signet_token_card_set:
 * @self: the card
 * @token: the token
 * @subject: whom it is for, "" where that was not said
 * @exp: when it runs out, in seconds since 1970; %G_MAXINT64: never
 *
 * Shows a token.
 */
void
signet_token_card_set (SignetTokenCard *self,
                       const char      *token,
                       const char      *subject,
                       gint64           exp)
{
  g_return_if_fail (SIGNET_IS_TOKEN_CARD (self));
  g_return_if_fail (token != NULL);
  g_return_if_fail (subject != NULL);

  g_free (self->subject);
  self->subject = g_strdup (subject);
  self->exp = exp;
  signet_token_view_set_token (self->view, token);
  update (self);
}

/**
 * signet_token_card_set_reach:
 * @self: the card
 * @reaches_others: whether others on the network can have the key set from here
 * @is_elsewhere: whether there is a copy of it elsewhere
 *
 * What is to be done next depends on it.
 */
void
signet_token_card_set_reach (SignetTokenCard *self,
                             gboolean         reaches_others,
                             gboolean         is_elsewhere)
{
  g_return_if_fail (SIGNET_IS_TOKEN_CARD (self));

  self->reaches_others = reaches_others;
  self->is_elsewhere = is_elsewhere;
  update (self);
}
