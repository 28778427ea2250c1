/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-remember-group.h"

#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetRememberGroup
{
  AdwBin parent_instance;

  /* template widgets */
  GtkLabel *description;
  AdwEntryRow *name_row;
  GtkLabel *fingerprint;
  GtkLabel *complaint;
};

G_DEFINE_FINAL_TYPE (SignetRememberGroup, signet_remember_group, ADW_TYPE_BIN)

static void
name_changed_cb (SignetRememberGroup *self)
{
  g_assert (SIGNET_IS_REMEMBER_GROUP (self));

  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_widget_hide (GTK_WIDGET (self->complaint));
}

static void
signet_remember_group_class_init (SignetRememberGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-remember-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetRememberGroup, description);
  gtk_widget_class_bind_template_child (widget_class, SignetRememberGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, SignetRememberGroup, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, SignetRememberGroup, complaint);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
signet_remember_group_init (SignetRememberGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Where the verdict is green already, a developer's token from a company, there is nobody to phone. */
static gboolean
is_worth_asking (SignetReport *report)
{
  return report != NULL && signet_report_get_state (report) == SIGNET_REPORT_VALID_BUT &&
         signet_report_is_signer_unknown (report) && !signet_report_is_stale (report);
}

/**
 * signet_remember_group_set_report:
 * @self: the group
 * @report: (nullable): what came of a check
 *
 * Asks, where there is something to ask. The issuer that the token names suggests a name.
 */
void
signet_remember_group_set_report (SignetRememberGroup *self,
                                  SignetReport        *report)
{
  g_autofree char *fingerprint = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  JotClaims *claims;
  const char *issuer;

  g_return_if_fail (SIGNET_IS_REMEMBER_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), is_worth_asking (report));
  if (!is_worth_asking (report))
    return;

  claims = signet_report_get_claims (report);
  issuer = claims != NULL ? jot_claims_get_issuer (claims) : NULL;
  name = issuer != NULL ? signet_words_clean (issuer, SIGNET_SIGNER_MAX_NAME) : g_strdup ("");
  fingerprint = jot_jwk_dup_fingerprint (jot_verdict_get_key (signet_report_get_verdict (report)));
  if (*name != '\0')
    /* Translators: %s is a person */
    text = g_strdup_printf (_("Call %s and compare the fingerprint. From then on Signet warns you if the key changes."), name);
  else
    text = g_strdup (_("Call the signer and compare the fingerprint. From then on Signet warns you if the key changes."));

  gtk_label_set_text (self->description, text);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  gtk_label_set_text (self->fingerprint, fingerprint);
}

/**
 * signet_remember_group_dup_name:
 * @self: the group
 *
 * Returns: (transfer full): the name that was typed, without white space round it
 */
char *
signet_remember_group_dup_name (SignetRememberGroup *self)
{
  g_return_val_if_fail (SIGNET_IS_REMEMBER_GROUP (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
}

/**
 * signet_remember_group_complain:
 * @self: the group
 * @sentence: what is wrong with the name, translated
 *
 * Says so until the name is changed, and goes back to it.
 */
void
signet_remember_group_complain (SignetRememberGroup *self,
                                const char          *sentence)
{
  g_return_if_fail (SIGNET_IS_REMEMBER_GROUP (self));
  g_return_if_fail (sentence != NULL);

  gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_label_set_text (self->complaint, sentence);
  gtk_widget_show (GTK_WIDGET (self->complaint));
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}
