/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-keys-row.h"

#include "signet-column-box.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetKeysRow
{
  AdwExpanderRow parent_instance;

  /* template widgets */
  GtkWidget *dot;
  AdwActionRow *fingerprint_row;
  AdwActionRow *kid_row;
  AdwActionRow *kind_row;
  AdwActionRow *made_row;
  AdwActionRow *signed_row;
  AdwActionRow *published_row;
  GtkActionable *copy_button;
  GtkActionable *revoke_button;

  /* owned */
  SignetOwnKey *key;
};

G_DEFINE_FINAL_TYPE (SignetKeysRow, signet_keys_row, ADW_TYPE_EXPANDER_ROW)

static void
signet_keys_row_dispose (GObject *object)
{
  g_clear_object (&SIGNET_KEYS_ROW (object)->key);

  G_OBJECT_CLASS (signet_keys_row_parent_class)->dispose (object);
}

static void
signet_keys_row_class_init (SignetKeysRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_keys_row_dispose;

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-keys-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, dot);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, fingerprint_row);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, kid_row);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, made_row);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, signed_row);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, published_row);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysRow, revoke_button);
}

static void
signet_keys_row_init (SignetKeysRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
dup_title (SignetOwnKey *key,
           gint64        now)
{
  g_autofree char *when = NULL;

  switch (signet_own_key_get_state (key))
    {
    case SIGNET_OWN_KEY_NEXT:
      /* Translators: a key that will sign later */
      return g_strdup (C_("key", "Waiting"));
    case SIGNET_OWN_KEY_CURRENT:
      return g_strdup (C_("key", "In Use"));
    case SIGNET_OWN_KEY_RETIRED:
      when = signet_words_time (signet_own_key_get_retired (key), now);
      /* Translators: a key that signs no more; %s is "today at 14:02" or "3 November" */
      return g_strdup_printf (_("Used until %s"), when);
    case SIGNET_OWN_KEY_REVOKED:
      when = signet_words_time (signet_own_key_get_revoked (key), now);
      /* Translators: a key; %s is "today at 14:02" or "3 November" */
      return g_strdup_printf (_("Revoked: %s"), when);
    }

  g_return_val_if_reached (NULL);
}

static char *
dup_published (SignetOwnKey *key,
               gint64        now)
{
  gint64 until = signet_own_key_get_published_until (key);

  if (signet_own_key_get_state (key) == SIGNET_OWN_KEY_NEXT || signet_own_key_get_state (key) == SIGNET_OWN_KEY_CURRENT)
    return g_strdup (_("As long as it is in use"));
  if (until == G_MAXINT64)
    return g_strdup (_("You revoke it: lists that never run out need it"));
  if (until <= now)
    return g_strdup (_("Not published any more"));

  return signet_words_time (until, now);
}

static char *
dup_subtitle (SignetOwnKey *key,
              guint         n_valid,
              const char   *made)
{
  guint n = signet_own_key_get_n_signed (key);
  g_autofree char *lists = n > 0 || !signet_own_key_has_signed (key)
                             ? g_strdup_printf (ngettext ("%u list signed", "%u lists signed", n), n)
                             /* Translators: of a key that came back from a backup or the keyring */
                             : g_strdup (_("It is not known what it signed"));

  switch (signet_own_key_get_state (key))
    {
    case SIGNET_OWN_KEY_NEXT:
      /* Translators: %s is "today at 14:02" or "3 November" */
      return g_strdup_printf (_("Made: %s · published until it takes over"), made);
    case SIGNET_OWN_KEY_CURRENT:
      /* Translators: when a key was made ("3 November"), and "14 lists signed" */
      return g_strdup_printf (_("Made: %s · %s"), made, lists);
    case SIGNET_OWN_KEY_RETIRED:
      if (n == 0)
        return g_steal_pointer (&lists);
      /* Translators: "14 lists signed", and how many of them count */
      return g_strdup_printf (ngettext ("%s · %u is still valid", "%s · %u are still valid", n_valid), lists, n_valid);
    case SIGNET_OWN_KEY_REVOKED:
      return g_steal_pointer (&lists);
    }

  g_return_val_if_reached (NULL);
}

static char *
dup_signed (SignetOwnKey *key,
            guint         n_valid)
{
  guint n = signet_own_key_get_n_signed (key);

  if (n == 0)
    return g_strdup (signet_own_key_has_signed (key) ? C_("lists", "Not known") : _("None"));
  if (signet_own_key_get_state (key) == SIGNET_OWN_KEY_REVOKED)
    /* Translators: of the lists that a revoked key has signed */
    return g_strdup_printf (_("%u, none of them valid"), n);

  /* Translators: how many lists a key has signed, and how many of them still count */
  return g_strdup_printf (ngettext ("%u, of which %u is still valid", "%u, of which %u are still valid", n_valid), n, n_valid);
}

/**
 * signet_keys_row_new:
 * @key: a key
 * @n_valid: how many of the lists that it signed are still valid
 * @now: seconds since 1970
 *
 * Returns: a row for it, folded
 */
GtkWidget *
signet_keys_row_new (SignetOwnKey *key,
                     guint         n_valid,
                     gint64        now)
{
  SignetKeysRow *self = g_object_new (SIGNET_TYPE_KEYS_ROW, NULL);
  const char *kid = signet_own_key_get_kid (key);
  g_autofree char *made = signet_words_time (signet_own_key_get_created (key), now);
  g_autofree char *title = dup_title (key, now);
  g_autofree char *subtitle = dup_subtitle (key, n_valid, made);
  g_autofree char *published = dup_published (key, now);
  g_autofree char *lists = dup_signed (key, n_valid);
  gboolean is_revoked = signet_own_key_get_state (key) == SIGNET_OWN_KEY_REVOKED;

  self->key = g_object_ref (key);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  adw_action_row_set_subtitle (self->fingerprint_row, signet_own_key_get_fingerprint (key));
  adw_action_row_set_subtitle (self->kid_row, kid);
  adw_action_row_set_subtitle (self->kind_row, signet_own_key_get_kind (key));
  adw_action_row_set_subtitle (self->made_row, made);
  adw_action_row_set_subtitle (self->signed_row, lists);
  adw_action_row_set_subtitle (self->published_row, published);
  gtk_widget_set_visible (GTK_WIDGET (self->published_row), !is_revoked);
  gtk_widget_set_visible (GTK_WIDGET (self->revoke_button), !is_revoked);
  gtk_actionable_set_action_target (self->copy_button, "s", kid);
  gtk_actionable_set_action_target (self->revoke_button, "s", kid);
  if (signet_own_key_get_state (key) == SIGNET_OWN_KEY_CURRENT)
    gtk_widget_add_css_class (self->dot, "current");

  return GTK_WIDGET (self);
}

SignetOwnKey *
signet_keys_row_get_key (SignetKeysRow *self)
{
  g_return_val_if_fail (SIGNET_IS_KEYS_ROW (self), NULL);

  return self->key;
}
