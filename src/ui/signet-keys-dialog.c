/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-keys-dialog-private.h"

#include "signet-keys-row.h"
#include "signet-words.h"

#include <glib/gi18n.h>

#define DAY      (24 * 60 * 60)
#define OLD_DAYS 90

G_DEFINE_FINAL_TYPE (SignetKeysDialog, signet_keys_dialog, ADW_TYPE_WINDOW)

static AdwPreferencesGroup *
get_group (SignetKeysDialog  *self,
           SignetOwnKeyState  state)
{
  switch (state)
    {
    case SIGNET_OWN_KEY_NEXT: return self->next_group;
    case SIGNET_OWN_KEY_CURRENT: return self->current_group;
    case SIGNET_OWN_KEY_RETIRED: return self->retired_group;
    case SIGNET_OWN_KEY_REVOKED: return self->revoked_group;
    }

  g_return_val_if_reached (NULL);
}

/* (transfer full) (element-type utf8): the keys whose rows are open; takes all rows away */
static GHashTable *
remove_rows (SignetKeysDialog *self)
{
  GHashTable *open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      SignetKeysRow *row = self->rows->pdata[i];
      SignetOwnKey *key = signet_keys_row_get_key (row);

      if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
        g_hash_table_add (open, g_strdup (signet_own_key_get_kid (key)));
      adw_preferences_group_remove (get_group (self, signet_own_key_get_state (key)), GTK_WIDGET (row));
    }
  g_ptr_array_set_size (self->rows, 0);

  return open;
}

static void
update_strip (SignetKeysDialog *self,
              SignetOwnKey     *current,
              gint64            now)
{
  gint64 days = current != NULL ? (now - signet_own_key_get_created (current)) / DAY : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->strip, days >= OLD_DAYS);
  if (days < OLD_DAYS)
    return;

  text = g_strdup_printf (ngettext ("This key is %d day old. A new one now and then limits what a stolen key can do.",
                                    "This key is %d days old. A new one now and then limits what a stolen key can do.",
                                    (gulong) days), (int) days);
  gtk_label_set_text (self->strip_label, text);
}

static void
update (SignetKeysDialog *self)
{
  g_autoptr (GHashTable) open = remove_rows (self);
  GListModel *model = G_LIST_MODEL (self->keys);
  guint n = g_list_model_get_n_items (model);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert (SIGNET_IS_KEYS_DIALOG (self));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetOwnKey) key = g_list_model_get_item (model, i);
      g_autoptr (GPtrArray) lists = signet_own_keys_dup_valid_lists (self->keys, signet_own_key_get_kid (key), now);
      GtkWidget *row = signet_keys_row_new (key, lists->len, now);

      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), g_hash_table_contains (open, signet_own_key_get_kid (key)));
      adw_preferences_group_add (get_group (self, signet_own_key_get_state (key)), row);
      g_ptr_array_add (self->rows, row);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->next_group), signet_own_keys_find (self->keys, SIGNET_OWN_KEY_NEXT) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->current_group), signet_own_keys_find (self->keys, SIGNET_OWN_KEY_CURRENT) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->retired_group),
                          signet_own_keys_find (self->keys, SIGNET_OWN_KEY_RETIRED) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->revoked_group),
                          signet_own_keys_find (self->keys, SIGNET_OWN_KEY_REVOKED) != NULL);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "keys" : "empty");
  update_strip (self, signet_own_keys_find (self->keys, SIGNET_OWN_KEY_CURRENT), now);
  _signet_keys_dialog_actions_update (self);
}

static void
signet_keys_dialog_dispose (GObject *object)
{
  SignetKeysDialog *self = SIGNET_KEYS_DIALOG (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->keys);

  G_OBJECT_CLASS (signet_keys_dialog_parent_class)->dispose (object);
}

static void
signet_keys_dialog_class_init (SignetKeysDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_keys_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-keys-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, strip);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, strip_label);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, next_group);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, current_group);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, retired_group);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, revoked_group);
  gtk_widget_class_bind_template_child (widget_class, SignetKeysDialog, spinner);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  _signet_keys_dialog_class_actions_init (widget_class);
  _signet_keys_dialog_class_files_init (widget_class);
}

static void
signet_keys_dialog_init (SignetKeysDialog *self)
{
  self->rows = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_keys_dialog_new:
 * @keys: our own keys
 *
 * Returns: (transfer none): a window that shows them, to be made transient for another
 */
GtkWidget *
signet_keys_dialog_new (SignetOwnKeys *keys)
{
  SignetKeysDialog *self;

  g_return_val_if_fail (SIGNET_IS_OWN_KEYS (keys), NULL);

  self = g_object_new (SIGNET_TYPE_KEYS_DIALOG, NULL);
  self->keys = g_object_ref (keys);
  g_signal_connect_object (keys, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "history-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

void
_signet_keys_dialog_set_busy (SignetKeysDialog *self,
                              gboolean          is_busy)
{
  /* closed in the meantime */
  if (self->keys == NULL)
    return;

  self->is_busy = is_busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  _signet_keys_dialog_actions_update (self);
}

void
_signet_keys_dialog_toast (SignetKeysDialog *self,
                           const char       *title)
{
  if (self->keys == NULL)
    return;

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
}

AdwMessageDialog *
_signet_keys_dialog_tell (SignetKeysDialog *self,
                          const GError     *error)
{
  g_autoptr (SignetWords) words = signet_words_for_problem (error, NULL);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), words->title, words->sentence);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));

  return ADW_MESSAGE_DIALOG (dialog);
}
