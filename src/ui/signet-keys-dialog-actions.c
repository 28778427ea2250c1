/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-keys-dialog-private.h"

#include "signet-words.h"

#include <glib/gi18n.h>

#define DAY (24 * 60 * 60)

static const guint sizes[] = { 2048, 3072, 4096 };

static AdwMessageDialog *
ask (SignetKeysDialog      *self,
     const char            *heading,
     const char            *body,
     const char            *accept,
     AdwResponseAppearance  appearance)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "accept", accept, NULL);
  adw_message_dialog_set_response_appearance (dialog, "accept", appearance);
  adw_message_dialog_set_default_response (dialog, appearance == ADW_RESPONSE_DESTRUCTIVE ? "cancel" : "accept");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return dialog;
}

/* What was begun goes on when the window is closed; then nobody is told. */
static void
finish (SignetKeysDialog *self,
        GObject          *source,
        GAsyncResult     *result,
        const char       *done)
{
  g_autoptr (GError) error = NULL;

  _signet_keys_dialog_set_busy (self, FALSE);
  if (signet_own_keys_finish (SIGNET_OWN_KEYS (source), result, NULL, &error))
    _signet_keys_dialog_toast (self, done);
  else if (self->keys != NULL)
    _signet_keys_dialog_tell (self, error);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SignetKeysDialog) self = user_data;

  finish (self, source, result, _("New key made"));
}

static void
recovered_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SignetKeysDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  guint n = 0;

  _signet_keys_dialog_set_busy (self, FALSE);
  if (!signet_own_keys_finish (SIGNET_OWN_KEYS (source), result, &n, &error))
    {
      if (self->keys != NULL)
        _signet_keys_dialog_tell (self, error);
      return;
    }

  if (n > 0)
    title = g_strdup_printf (ngettext ("%u key recovered", "%u keys recovered", n), n);
  _signet_keys_dialog_toast (self, title != NULL ? title : _("The keyring holds no other key of yours"));
}

static void
recover_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SignetKeysDialog *self = SIGNET_KEYS_DIALOG (widget);

  _signet_keys_dialog_set_busy (self, TRUE);
  signet_own_keys_recover_async (self->keys, NULL, recovered_cb, g_object_ref (self));
}

/* Of the algorithms, those that can sign; the algorithm is the nth of them. */
static const JotAlg *
get_kind (guint n)
{
  const JotAlg *alg;

  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    if (jot_alg_can_sign (alg) && n-- == 0)
      return alg;

  return NULL;
}

static GtkWidget *
add_choice (GtkWidget  *list_box,
            const char *title)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_append (GTK_LIST_BOX (list_box), row);

  return row;
}

static gboolean
kind_to_size_visible (GBinding     *binding,
                      const GValue *from,
                      GValue       *to,
                      gpointer      data)
{
  const JotAlg *alg = get_kind (g_value_get_uint (from));

  g_value_set_boolean (to, alg != NULL && jot_alg_get_crv (alg) == NULL);

  return TRUE;
}

static void
create_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    SignetKeysDialog *self)
{
  GtkWidget *list_box = adw_message_dialog_get_extra_child (dialog);
  AdwComboRow *kind_row = ADW_COMBO_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list_box), 0));
  AdwComboRow *size_row = ADW_COMBO_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list_box), 1));
  const JotAlg *alg = get_kind (adw_combo_row_get_selected (kind_row));
  guint size = adw_combo_row_get_selected (size_row);

  if (g_strcmp0 (response, "accept") != 0 || alg == NULL || size >= G_N_ELEMENTS (sizes))
    return;

  _signet_keys_dialog_set_busy (self, TRUE);
  signet_own_keys_create_async (self->keys, alg, jot_alg_get_crv (alg) == NULL ? sizes[size] : 0, NULL,
                                created_cb, g_object_ref (self));
}

static void
create_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SignetKeysDialog *self = SIGNET_KEYS_DIALOG (widget);
  gboolean is_first = signet_own_keys_find (self->keys, SIGNET_OWN_KEY_CURRENT) == NULL;
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GtkWidget *list_box = gtk_list_box_new ();
  GtkWidget *kind_row, *size_row;
  AdwMessageDialog *dialog;
  const JotAlg *alg;

  dialog = ask (self, _("Make a New Key?"),
                is_first ? _("It will sign your lists. Every checker understands RSA.")
                         : _("It takes the place of the next key, and signs once you start using it. Every checker understands RSA."),
                _("_Make Key"), ADW_RESPONSE_SUGGESTED);

  for (guint i = 0; (alg = get_kind (i)) != NULL; i++)
    {
      const char *crv = jot_alg_get_crv (alg);
      /* Translators: a signature algorithm and its kind of key */
      g_autofree char *text = crv != NULL ? g_strdup_printf (_("%s (curve %s)"), jot_alg_get_name (alg), crv)
                                          : g_strdup_printf (_("%s (RSA)"), jot_alg_get_name (alg));

      gtk_string_list_append (kinds, text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      /* Translators: the size of a key */
      g_autofree char *text = g_strdup_printf (_("%u bits"), sizes[i]);

      gtk_string_list_append (words, text);
    }

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list_box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list_box, "boxed-list");
  kind_row = add_choice (list_box, C_("key", "Kind"));
  adw_combo_row_set_model (ADW_COMBO_ROW (kind_row), G_LIST_MODEL (kinds));
  size_row = add_choice (list_box, _("Size"));
  adw_combo_row_set_model (ADW_COMBO_ROW (size_row), G_LIST_MODEL (words));
  g_object_bind_property_full (kind_row, "selected", size_row, "visible", G_BINDING_SYNC_CREATE,
                               kind_to_size_visible, NULL, NULL, NULL);

  adw_message_dialog_set_extra_child (dialog, list_box);
  g_signal_connect_object (dialog, "response", G_CALLBACK (create_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rotated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SignetKeysDialog) self = user_data;

  finish (self, source, result, _("The next key is in use now"));
}

static void
rotate_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    SignetKeysDialog *self)
{
  if (g_strcmp0 (response, "accept") != 0)
    return;

  _signet_keys_dialog_set_busy (self, TRUE);
  signet_own_keys_rotate_async (self->keys, NULL, rotated_cb, g_object_ref (self));
}

/* What to know before the next key signs. */
static char *
describe_rotation (SignetOwnKey *next,
                   gint64        now)
{
  gint64 age = next != NULL ? now - signet_own_key_get_created (next) : 0;
  g_autofree char *duration = NULL;

  if (next == NULL)
    return g_strdup (_("There is no next key, so a new one is made that nobody knows yet; checkers that have not looked "
                       "since may refuse your lists for up to a day. Lists signed so far stay valid."));
  if (age >= DAY)
    return g_strdup (_("Lists signed so far stay valid."));
  if (age < 60)
    return g_strdup (_("Lists signed so far stay valid. The next key was published just now; checkers that have not looked "
                       "since may refuse your lists for up to a day."));

  duration = signet_words_duration (age);
  /* Translators: %s is a duration, "59 minutes" */
  return g_strdup_printf (_("Lists signed so far stay valid. The next key was published %s ago; checkers that have not looked "
                            "since may refuse your lists for up to a day."), duration);
}

static void
rotate_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SignetKeysDialog *self = SIGNET_KEYS_DIALOG (widget);
  g_autofree char *body = describe_rotation (signet_own_keys_find (self->keys, SIGNET_OWN_KEY_NEXT),
                                             g_get_real_time () / G_USEC_PER_SEC);
  AdwMessageDialog *dialog = ask (self, _("Start Using the Next Key?"), body, _("_Rotate"), ADW_RESPONSE_SUGGESTED);

  g_signal_connect_object (dialog, "response", G_CALLBACK (rotate_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static SignetOwnKey *
find_key (SignetKeysDialog *self,
          const char       *kid)
{
  GListModel *model = G_LIST_MODEL (self->keys);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SignetOwnKey) key = g_list_model_get_item (model, i);

      if (g_str_equal (signet_own_key_get_kid (key), kid))
        return g_steal_pointer (&key);
    }

  return NULL;
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SignetKeysDialog *self = SIGNET_KEYS_DIALOG (widget);
  g_autoptr (SignetOwnKey) key = find_key (self, g_variant_get_string (parameter, NULL));

  if (key == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), signet_own_key_get_public (key));
  _signet_keys_dialog_toast (self, _("Public key copied"));
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SignetKeysDialog) self = user_data;

  finish (self, source, result, _("Key revoked"));
}

typedef struct
{
  SignetKeysDialog *self;
  char *kid;
} Revocation;

static void
revocation_free (gpointer  data,
                 GClosure *closure)
{
  Revocation *revocation = data;

  g_object_unref (revocation->self);
  g_free (revocation->kid);
  g_free (revocation);
}

static void
revoke_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    Revocation       *revocation)
{
  SignetKeysDialog *self = revocation->self;

  if (g_strcmp0 (response, "accept") != 0 || self->keys == NULL)
    return;

  _signet_keys_dialog_set_busy (self, TRUE);
  signet_own_keys_revoke_async (self->keys, revocation->kid, NULL, revoked_cb, g_object_ref (self));
}

/* The history may know fewer than were signed: entries can be forgotten, and none is kept of other programs. */
static char *
describe_revocation (GPtrArray    *lists,
                     SignetOwnKey *key)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint shown = MIN (lists->len, 8);

  if (lists->len == 0 && !signet_own_key_has_signed (key))
    return g_strdup (_("It has signed nothing. This cannot be undone."));
  if (lists->len == 0)
    return g_strdup (_("No list signed with it is known to be valid still; any that is becomes invalid at once. "
                       "This cannot be undone."));

  for (guint i = 0; i < shown; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", (const char *) lists->pdata[i]);
  if (shown < lists->len)
    g_string_append (names, ", …");

  /* Translators: how many, and the names of these lists */
  return g_strdup_printf (ngettext ("%u signed list becomes invalid at once: %s. This cannot be undone.",
                                    "%u signed lists become invalid at once: %s. This cannot be undone.", lists->len),
                          lists->len, names->str);
}

static void
revoke_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SignetKeysDialog *self = SIGNET_KEYS_DIALOG (widget);
  const char *kid = g_variant_get_string (parameter, NULL);
  g_autoptr (SignetOwnKey) key = find_key (self, kid);
  g_autoptr (GPtrArray) lists = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;
  Revocation *revocation;

  if (key == NULL)
    return;

  lists = signet_own_keys_dup_valid_lists (self->keys, kid, g_get_real_time () / G_USEC_PER_SEC);
  body = describe_revocation (lists, key);
  dialog = ask (self, _("Revoke This Key?"), body, _("_Revoke"), ADW_RESPONSE_DESTRUCTIVE);
  revocation = g_new0 (Revocation, 1);
  revocation->self = g_object_ref (self);
  revocation->kid = g_strdup (kid);
  g_signal_connect_data (dialog, "response", G_CALLBACK (revoke_response_cb), revocation, revocation_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
_signet_keys_dialog_class_actions_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "keys.create", NULL, create_action);
  gtk_widget_class_install_action (widget_class, "keys.recover", NULL, recover_action);
  gtk_widget_class_install_action (widget_class, "keys.rotate", NULL, rotate_action);
  gtk_widget_class_install_action (widget_class, "keys.copy", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "keys.revoke", "s", revoke_action);
}

void
_signet_keys_dialog_actions_update (SignetKeysDialog *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_current = signet_own_keys_find (self->keys, SIGNET_OWN_KEY_CURRENT) != NULL;
  gboolean has_kept = has_current || signet_own_keys_find (self->keys, SIGNET_OWN_KEY_NEXT) != NULL ||
                      signet_own_keys_find (self->keys, SIGNET_OWN_KEY_RETIRED) != NULL;

  gtk_widget_action_set_enabled (widget, "keys.create", !self->is_busy);
  gtk_widget_action_set_enabled (widget, "keys.recover", !self->is_busy);
  gtk_widget_action_set_enabled (widget, "keys.rotate", !self->is_busy && has_current);
  gtk_widget_action_set_enabled (widget, "keys.revoke", !self->is_busy);
  gtk_widget_action_set_enabled (widget, "keys.back-up", !self->is_busy && has_kept);
  gtk_widget_action_set_enabled (widget, "keys.restore", !self->is_busy);
  gtk_widget_action_set_enabled (widget, "keys.import", !self->is_busy);
}
