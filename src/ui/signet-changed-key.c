/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-changed-key.h"

#include "signet-column-box.h"
#include "signet-reading.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetChangedKey
{
  AdwBin parent_instance;

  /* template widgets */
  GtkLabel *description;
  GtkWidget *known_row;
  GtkLabel *known;
  GtkLabel *known_note;
  GtkLabel *new;
  GtkLabel *new_note;
  GtkWidget *buttons;
};

G_DEFINE_FINAL_TYPE (SignetChangedKey, signet_changed_key, ADW_TYPE_BIN)

static void
signet_changed_key_class_init (SignetChangedKeyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);
  g_type_ensure (SIGNET_TYPE_READING);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-changed-key.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetChangedKey, description);
  gtk_widget_class_bind_template_child (widget_class, SignetChangedKey, known_row);
  gtk_widget_class_bind_template_child (widget_class, SignetChangedKey, known);
  gtk_widget_class_bind_template_child (widget_class, SignetChangedKey, known_note);
  gtk_widget_class_bind_template_child (widget_class, SignetChangedKey, new);
  gtk_widget_class_bind_template_child (widget_class, SignetChangedKey, new_note);
  gtk_widget_class_bind_template_child (widget_class, SignetChangedKey, buttons);
}

static void
signet_changed_key_init (SignetChangedKey *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A label is named after its text each time that it changes. */
static void
set_digits (GtkLabel   *label,
            const char *digits,
            const char *name)
{
  gtk_label_set_text (label, digits);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* "Used by Whitney since 3 November" */
static char *
describe_known (const SignetSignerKey *key,
                const char            *name,
                gint64                 now)
{
  g_autofree char *since = signet_words_time (key->first_seen, now);
  g_autofree char *withdrawn = NULL;

  if (key->withdrawn == 0)
    /* Translators: a person; "today at 14:02" or "3 November" */
    return g_strdup_printf (_("Used by %s since %s"), name, since);

  withdrawn = signet_words_time (key->withdrawn, now);
  /* Translators: a person; since when a key was used, and when it was seen to be gone from the key set */
  return g_strdup_printf (_("Used by %s since %s, gone from the key set since %s"), name, since, withdrawn);
}

static char *
describe_new (const SignetSignerKey *key,
              gint64                 now)
{
  g_autofree char *since = NULL;

  if (key == NULL || key->announced == 0)
    return g_strdup (_("Never announced by the known key"));

  since = signet_words_time (key->announced, now);
  /* Translators: %s is "today at 14:02"; a key counts a day after it was announced */
  return g_strdup_printf (_("Announced only %s, which is less than a day ago"), since);
}

/**
 * signet_changed_key_set_report:
 * @self: the question
 * @report: (nullable): what came of a check
 *
 * Asks, where the key that signed is not one that is known of the signer.
 */
void
signet_changed_key_set_report (SignetChangedKey *self,
                               SignetReport     *report)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  SignetSigner *signer = report != NULL ? signet_report_get_signer (report) : NULL;
  JotJwk *key = report != NULL ? jot_verdict_get_key (signet_report_get_verdict (report)) : NULL;
  gboolean asks = signer != NULL && key != NULL && signet_report_get_state (report) == SIGNET_REPORT_NOT_TRUSTED;
  const SignetSignerKey *known;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *fingerprint = NULL;
  g_autofree char *note = NULL;

  g_return_if_fail (SIGNET_IS_CHANGED_KEY (self));

  gtk_widget_set_visible (GTK_WIDGET (self), asks);
  if (!asks)
    return;

  name = signet_words_clean (signet_signer_get_name (signer), 0);
  /* Translators: a person, twice */
  text = g_strdup_printf (_("%s may have a new key, or someone may be pretending. Ask %s before you shop, "
                            "in another way than this token came."), name, name);
  gtk_label_set_text (self->description, text);

  known = signet_signer_get_known_key (signer);
  gtk_widget_set_visible (self->known_row, known != NULL);
  if (known != NULL)
    {
      g_autofree char *digits = jot_jwk_dup_fingerprint (known->jwk);
      g_autofree char *used = describe_known (known, name, now);

      set_digits (self->known, digits, _("Fingerprint of the known key"));
      gtk_label_set_text (self->known_note, used);
    }

  fingerprint = jot_jwk_dup_fingerprint (key);
  note = describe_new (signet_signer_find_key (signer, key), now);
  set_digits (self->new, fingerprint, _("Fingerprint of the new key"));
  gtk_label_set_text (self->new_note, note);
  gtk_widget_show (self->buttons);
}

/**
 * signet_changed_key_settle:
 * @self: the question
 *
 * Asks no longer.
 */
void
signet_changed_key_settle (SignetChangedKey *self)
{
  g_return_if_fail (SIGNET_IS_CHANGED_KEY (self));

  gtk_widget_hide (self->buttons);
}
