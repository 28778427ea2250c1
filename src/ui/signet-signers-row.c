/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-signers-row.h"

#include "signet-column-box.h"
#include "signet-fact-row.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetSignersRow
{
  AdwExpanderRow parent_instance;

  /* template widgets */
  AdwAvatar *avatar;
  GtkLabel *fingerprint;
  SignetFactRow *url_row;
  SignetFactRow *keys_row;
  GtkActionable *copy_button;
  GtkActionable *remove_button;

  /* owned */
  SignetSigner *signer;
};

G_DEFINE_FINAL_TYPE (SignetSignersRow, signet_signers_row, ADW_TYPE_EXPANDER_ROW)

static void
signet_signers_row_finalize (GObject *object)
{
  g_clear_pointer (&SIGNET_SIGNERS_ROW (object)->signer, signet_signer_unref);

  G_OBJECT_CLASS (signet_signers_row_parent_class)->finalize (object);
}

static void
signet_signers_row_class_init (SignetSignersRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_signers_row_finalize;

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);
  g_type_ensure (SIGNET_TYPE_FACT_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-signers-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignersRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersRow, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersRow, url_row);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersRow, keys_row);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersRow, remove_button);
}

static void
signet_signers_row_init (SignetSignersRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* "Known since 3 November · last seen today at 14:02" */
static char *
describe (SignetSigner *signer,
          gint64        now)
{
  g_autofree char *since = signet_words_time (signet_signer_get_added (signer), now);
  g_autofree char *seen = signet_words_time (signet_signer_get_fetched (signer), now);

  if (signet_signer_get_url (signer) == NULL)
    /* Translators: %s is "today at 14:02" or "3 November"; the keys of a person came in a file */
    return g_strdup_printf (_("Known since %s · from a key card"), since);

  /* Translators: since when a person is known, and when their key set was fetched last */
  return g_strdup_printf (_("Known since %s · last seen %s"), since, seen);
}

/* "3, of which 1 is trusted and 1 was withdrawn" */
static char *
describe_keys (SignetSigner *signer,
               gint64        now)
{
  GPtrArray *keys = signet_signer_get_keys (signer);
  guint n_trusted = 0;
  guint n_withdrawn = 0;

  for (guint i = 0; i < keys->len; i++)
    {
      const SignetSignerKey *key = keys->pdata[i];

      n_trusted += signet_signer_trusts (signer, key->jwk, now);
      n_withdrawn += key->withdrawn != 0;
    }

  if (n_trusted == keys->len)
    return g_strdup_printf ("%u", keys->len);
  if (n_withdrawn == 0)
    /* Translators: a number of keys, and how many of them count for checking */
    return g_strdup_printf (ngettext ("%u, of which %u is trusted", "%u, of which %u are trusted", n_trusted),
                            keys->len, n_trusted);

  /* Translators: three numbers of keys: all, those that count for checking, those that count no longer */
  return g_strdup_printf (_("%u: trusted %u, withdrawn %u"), keys->len, n_trusted, n_withdrawn);
}

/**
 * signet_signers_row_new:
 * @signer: somebody of the trust book
 * @now: seconds since 1970
 *
 * Returns: (transfer floating): a row for them, folded
 */
GtkWidget *
signet_signers_row_new (SignetSigner *signer,
                        gint64        now)
{
  SignetSignersRow *self = g_object_new (SIGNET_TYPE_SIGNERS_ROW, NULL);
  const char *name = signet_signer_get_name (signer);
  const char *url = signet_signer_get_url (signer);
  const SignetSignerKey *known = signet_signer_get_known_key (signer);
  g_autofree char *subtitle = describe (signer, now);
  g_autofree char *clean_url = url != NULL ? signet_words_clean (url, 400) : NULL;
  g_autofree char *keys = describe_keys (signer, now);
  g_autofree char *fingerprint = known != NULL ? jot_jwk_dup_fingerprint (known->jwk) : NULL;

  self->signer = signet_signer_ref (signer);
  adw_avatar_set_text (self->avatar, name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_label_set_text (self->fingerprint, fingerprint != NULL ? fingerprint : _("No key is known any more"));
  g_object_set (self->url_row, "value", clean_url, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), url != NULL);
  g_object_set (self->keys_row, "value", keys, NULL);
  gtk_actionable_set_action_target (self->copy_button, "s", name);
  gtk_actionable_set_action_target (self->remove_button, "s", name);
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy_button), known != NULL);

  return GTK_WIDGET (self);
}

SignetSigner *
signet_signers_row_get_signer (SignetSignersRow *self)
{
  g_return_val_if_fail (SIGNET_IS_SIGNERS_ROW (self), NULL);

  return self->signer;
}
