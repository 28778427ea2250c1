/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-sign-settings.h"

#include "signet-lifetimes.h"
#include "signet-settings.h"
#include "signet-words.h"

#include <glib/gi18n.h>

#define DAY      (24 * 60 * 60)
#define OLD_DAYS 90

struct _SignetSignSettings
{
  AdwPreferencesGroup parent_instance;

  /* template widgets */
  GtkWidget *change_button;
  GtkPopover *lists_popover;
  GtkListBox *lists_box;
  GtkEditable *for_row;
  AdwComboRow *valid_row;
  GtkEditable *name_row;
  AdwActionRow *key_row;
  GtkSpinner *key_spinner;
  GtkWidget *key_warning;

  /* owned */
  GSettings *settings;          /* nullable */
  GListModel *lists;
  SignetListSigning *signing;
  SignetList *list;
  GSignalGroup *list_signals;
  GArray *lifetimes;            /* of gint64 seconds, one for each choice of valid_row; 0: no end */
  char *issuer;
  char *subject;

  /* plain */
  gint64 lifetime;
  gboolean is_signed;
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (SignetSignSettings, signet_sign_settings, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_LIST_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GQuark list_quark;

static void
update_list (SignetSignSettings *self)
{
  guint n = self->list != NULL ? signet_list_get_n_items (self->list) : 0;
  g_autofree char *title = NULL;
  g_autofree char *description = NULL;

  g_assert (SIGNET_IS_SIGN_SETTINGS (self));

  title = g_markup_escape_text (self->list != NULL ? signet_list_get_name (self->list) : _("No List"), -1);
  if (self->list == NULL)
    description = NULL;
  else if (self->is_signed)
    description = g_strdup_printf (ngettext ("%u item · signed just now", "%u items · signed just now", n), n);
  else
    description = g_strdup_printf (ngettext ("%u item", "%u items", n), n);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description);
}

static void
update_until (SignetSignSettings *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *when = NULL;
  g_autofree char *subtitle = NULL;

  g_assert (SIGNET_IS_SIGN_SETTINGS (self));

  if (self->lifetime == 0)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->valid_row),
                                   _("It never runs out. Only revoking your key ends it."));
      return;
    }

  when = signet_words_time (now + self->lifetime, now);
  /* Translators: %s is a time, "tomorrow at 14:02" or "3 November" */
  subtitle = g_strdup_printf (_("Until %s"), when);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->valid_row), subtitle);
}

static char *
describe_key (SignetSignSettings *self,
              gboolean           *is_old)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 created = signet_list_signing_get_key_created (self->signing);
  gint64 days = (now - created) / DAY;
  g_autofree char *since = NULL;

  *is_old = FALSE;
  if (signet_list_signing_is_busy (self->signing))
    return g_strdup (_("Being made. This takes a few seconds, once."));
  if (!signet_list_signing_has_key (self->signing))
    return g_strdup (_("Made when you first sign, and kept in your keyring"));
  if (days >= OLD_DAYS)
    {
      *is_old = TRUE;
      return g_strdup_printf (ngettext ("%d day old: a new one is advised",
                                        "%d days old: a new one is advised", (gulong) days), (int) days);
    }
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return g_strdup (_("Kept in Signet’s own encrypted file"));

  since = signet_words_time (created, now);
  /* Translators: %s is a time, "today at 14:02" or "3 November" */
  return g_strdup_printf (_("Kept in your keyring since %s"), since);
}

static void
update_key (SignetSignSettings *self)
{
  gboolean is_busy = signet_list_signing_is_busy (self->signing);
  gboolean is_old;
  g_autofree char *subtitle = describe_key (self, &is_old);

  g_assert (SIGNET_IS_SIGN_SETTINGS (self));

  adw_action_row_set_subtitle (self->key_row, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->key_spinner), is_busy);
  gtk_spinner_set_spinning (self->key_spinner, is_busy);
  gtk_widget_set_visible (self->key_warning, is_old);
}

/* "Until tomorrow at 14:02" moves on with the clock. */
static gboolean
minute_cb (gpointer data)
{
  SignetSignSettings *self = SIGNET_SIGN_SETTINGS (data);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  update_until (self);
  self->minute_id = g_timeout_add_seconds (60 - (guint) (now % 60), minute_cb, self);

  return G_SOURCE_REMOVE;
}

static void
valid_changed_cb (SignetSignSettings *self)
{
  guint selected = adw_combo_row_get_selected (self->valid_row);

  g_assert (SIGNET_IS_SIGN_SETTINGS (self));

  if (selected >= self->lifetimes->len || self->lifetime == g_array_index (self->lifetimes, gint64, selected))
    return;

  self->lifetime = g_array_index (self->lifetimes, gint64, selected);
  update_until (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
take_text (GtkEditable  *row,
           char        **text)
{
  g_autofree char *now = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  if (g_strcmp0 (now, *text) == 0)
    return FALSE;

  g_free (*text);
  *text = g_steal_pointer (&now);

  return TRUE;
}

static void
text_changed_cb (SignetSignSettings *self)
{
  gboolean changed;

  g_assert (SIGNET_IS_SIGN_SETTINGS (self));

  changed = take_text (self->for_row, &self->subject);
  if (take_text (self->name_row, &self->issuer) || changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_lifetimes (SignetSignSettings *self)
{
  guint selected;
  g_autoptr (GListModel) model = signet_lifetimes_new_model (signet_settings_get_lifetime (self->settings),
                                                             self->lifetimes, &selected);

  adw_combo_row_set_model (self->valid_row, model);
  adw_combo_row_set_selected (self->valid_row, selected);
  valid_changed_cb (self);
}

static GtkWidget *
create_list_cb (gpointer item,
                gpointer data)
{
  SignetList *list = SIGNET_LIST (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  g_object_bind_property (list, "name", label, "label", G_BINDING_SYNC_CREATE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_qdata_full (G_OBJECT (row), list_quark, g_object_ref (list), g_object_unref);

  return row;
}

static void
list_activated_cb (SignetSignSettings *self,
                   GtkListBoxRow      *row)
{
  SignetList *list = g_object_get_qdata (G_OBJECT (row), list_quark);

  g_assert (SIGNET_IS_SIGN_SETTINGS (self));

  gtk_popover_popdown (self->lists_popover);
  g_signal_emit (self, signals[SIGNAL_LIST_CHOSEN], 0, list);
}

/* One list leaves nothing to choose. */
static void
lists_changed_cb (SignetSignSettings *self)
{
  gtk_widget_set_visible (self->change_button, g_list_model_get_n_items (self->lists) > 1);
}

static void
signet_sign_settings_map (GtkWidget *widget)
{
  SignetSignSettings *self = SIGNET_SIGN_SETTINGS (widget);

  GTK_WIDGET_CLASS (signet_sign_settings_parent_class)->map (widget);

  if (self->signing != NULL)
    update_key (self);
  minute_cb (self);
}

static void
signet_sign_settings_unmap (GtkWidget *widget)
{
  SignetSignSettings *self = SIGNET_SIGN_SETTINGS (widget);

  g_clear_handle_id (&self->minute_id, g_source_remove);

  GTK_WIDGET_CLASS (signet_sign_settings_parent_class)->unmap (widget);
}

static void
signet_sign_settings_dispose (GObject *object)
{
  SignetSignSettings *self = SIGNET_SIGN_SETTINGS (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->list);
  g_clear_object (&self->signing);
  g_clear_object (&self->lists);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (signet_sign_settings_parent_class)->dispose (object);
}

static void
signet_sign_settings_finalize (GObject *object)
{
  SignetSignSettings *self = SIGNET_SIGN_SETTINGS (object);

  g_array_unref (self->lifetimes);
  g_free (self->issuer);
  g_free (self->subject);

  G_OBJECT_CLASS (signet_sign_settings_parent_class)->finalize (object);
}

static void
signet_sign_settings_class_init (SignetSignSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_sign_settings_dispose;
  object_class->finalize = signet_sign_settings_finalize;

  widget_class->map = signet_sign_settings_map;
  widget_class->unmap = signet_sign_settings_unmap;

  list_quark = g_quark_from_static_string ("signet-sign-settings-list");

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_LIST_CHOSEN] =
    g_signal_new ("list-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-sign-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, change_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, lists_popover);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, lists_box);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, for_row);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, valid_row);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, name_row);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, key_row);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, key_spinner);
  gtk_widget_class_bind_template_child (widget_class, SignetSignSettings, key_warning);
  gtk_widget_class_bind_template_callback (widget_class, list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, valid_changed_cb);
}

static void
signet_sign_settings_init (SignetSignSettings *self)
{
  self->lifetimes = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->issuer = g_strdup ("");
  self->subject = g_strdup ("");
  self->lifetime = -1;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->list_signals = g_signal_group_new (SIGNET_TYPE_LIST);
  g_signal_group_connect_swapped (self->list_signals, "changed", G_CALLBACK (update_list), self);
  update_list (self);
}

void
signet_sign_settings_set_context (SignetSignSettings *self,
                                  SignetContext      *context)
{
  GSettings *settings;

  g_return_if_fail (SIGNET_IS_SIGN_SETTINGS (self));
  g_return_if_fail (SIGNET_IS_CONTEXT (context));
  g_return_if_fail (self->signing == NULL);

  settings = signet_context_get_settings (context);
  g_set_object (&self->settings, settings);
  self->lists = g_object_ref (G_LIST_MODEL (signet_context_get_list_store (context)));
  self->signing = g_object_ref (signet_context_get_list_signing (context));

  gtk_list_box_bind_model (self->lists_box, self->lists, create_list_cb, NULL, NULL);
  g_signal_connect_object (self->lists, "items-changed", G_CALLBACK (lists_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->signing, "notify", G_CALLBACK (update_key), self, G_CONNECT_SWAPPED);
  if (settings != NULL)
    {
      g_settings_bind (settings, "name", self->name_row, "text", G_SETTINGS_BIND_DEFAULT);
      g_signal_connect_object (settings, "changed::valid-for", G_CALLBACK (add_lifetimes), self, G_CONNECT_SWAPPED);
    }
  add_lifetimes (self);
  lists_changed_cb (self);
  update_key (self);
}

void
signet_sign_settings_set_list (SignetSignSettings *self,
                               SignetList         *list)
{
  g_return_if_fail (SIGNET_IS_SIGN_SETTINGS (self));

  g_set_object (&self->list, list);
  g_signal_group_set_target (self->list_signals, list);
  update_list (self);
}

void
signet_sign_settings_set_signed (SignetSignSettings *self,
                                 gboolean            is_signed)
{
  g_return_if_fail (SIGNET_IS_SIGN_SETTINGS (self));

  self->is_signed = is_signed;
  update_list (self);
}

void
signet_sign_settings_get_options (SignetSignSettings *self,
                                  SignetTokenOptions *options)
{
  g_return_if_fail (SIGNET_IS_SIGN_SETTINGS (self));
  g_return_if_fail (options != NULL);

  options->issuer = self->issuer;
  options->subject = self->subject;
  options->lifetime = self->lifetime;
}
