/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-preferences.h"

#include "jot-alg.h"
#include "signet-autostart.h"
#include "signet-elsewhere-group.h"
#include "signet-lifetimes.h"
#include "signet-lists-group.h"
#include "signet-programs-group.h"
#include "signet-settings.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SignetPreferences
{
  AdwPreferencesWindow parent_instance;

  /* template widgets */
  GtkWidget *signing_group;
  SignetListsGroup *lists_group;
  GtkWidget *publishing_group;
  GtkSwitch *keep_switch;
  AdwActionRow *login_row;
  GtkSwitch *login_switch;
  SignetElsewhereGroup *elsewhere_group;
  SignetProgramsGroup *programs_group;
  GtkEditable *name_row;
  AdwComboRow *valid_row;
  AdwComboRow *kind_row;
  AdwComboRow *size_row;
  GtkWidget *checking_group;
  AdwComboRow *history_row;
  GtkAdjustment *tolerance;
  GtkAdjustment *port;

  /* owned */
  GSettings *settings;      /* nullable */
  GArray *lifetimes;        /* of gint64 seconds, one for each choice of valid_row */
};

G_DEFINE_FINAL_TYPE (SignetPreferences, signet_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static const int sizes[] = { 2048, 3072, 4096 };
/* one for each choice of history_row */
static const char * const histories[] = { "forever", "year", "month", "never" };

/* The nth algorithm that new keys may be for; NULL behind the last. */
static const JotAlg *
get_kind (guint n)
{
  const JotAlg *alg;

  for (guint i = 0; (alg = jot_alg_get_nth (i)) != NULL; i++)
    if (jot_alg_can_sign (alg) && n-- == 0)
      return alg;

  return NULL;
}

static void
update_size (SignetPreferences *self)
{
  const JotAlg *alg = get_kind (adw_combo_row_get_selected (self->kind_row));

  gtk_widget_set_sensitive (GTK_WIDGET (self->size_row),
                            alg != NULL && g_str_equal (jot_alg_get_kty (alg), "RSA"));
}

static void
valid_selected_cb (SignetPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->valid_row);

  g_assert (SIGNET_IS_PREFERENCES (self));

  if (self->settings != NULL && selected < self->lifetimes->len)
    g_settings_set_int (self->settings, "valid-for", (int) g_array_index (self->lifetimes, gint64, selected));
}

static void
kind_selected_cb (SignetPreferences *self)
{
  const JotAlg *alg = get_kind (adw_combo_row_get_selected (self->kind_row));

  g_assert (SIGNET_IS_PREFERENCES (self));

  if (self->settings != NULL && alg != NULL)
    g_settings_set_string (self->settings, "key-kind", jot_alg_get_name (alg));
  update_size (self);
}

static void
size_selected_cb (SignetPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->size_row);

  g_assert (SIGNET_IS_PREFERENCES (self));

  if (self->settings != NULL && selected < G_N_ELEMENTS (sizes))
    g_settings_set_int (self->settings, "key-bits", sizes[selected]);
}

static void
autostart_set_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SignetPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean wish = gtk_switch_get_active (self->login_switch);

  if (signet_autostart_set_finish (result, &error))
    {
      g_settings_set_boolean (self->settings, "start-at-login", wish);
      adw_action_row_set_subtitle (self->login_row, _("Publish without opening the window"));
    }
  else
    {
      /* Translators: %s is what the system says */
      g_autofree char *words = g_strdup_printf (_("This could not be set up: %s"), error->message);

      adw_action_row_set_subtitle (self->login_row, words);
      g_signal_handlers_block_matched (self->login_switch, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
      gtk_switch_set_active (self->login_switch, !wish);
      g_signal_handlers_unblock_matched (self->login_switch, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->login_switch), TRUE);
}

static void
login_active_changed_cb (SignetPreferences *self)
{
  g_assert (SIGNET_IS_PREFERENCES (self));

  if (self->settings == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->login_switch), FALSE);
  signet_autostart_set_async (gtk_switch_get_active (self->login_switch), NULL, autostart_set_cb, g_object_ref (self));
}

static void
history_selected_cb (SignetPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->history_row);

  g_assert (SIGNET_IS_PREFERENCES (self));

  if (self->settings != NULL && selected < G_N_ELEMENTS (histories))
    g_settings_set_string (self->settings, "keep-history", histories[selected]);
}

static void
show_history (SignetPreferences *self,
              GSettings         *settings)
{
  g_autofree char *keep = g_settings_get_string (settings, "keep-history");

  for (guint i = 0; i < G_N_ELEMENTS (histories); i++)
    if (g_str_equal (histories[i], keep))
      adw_combo_row_set_selected (self->history_row, i);
}

/* "RS256 (RSA)", "ES256 (elliptic curve P-256)" */
static char *
describe_kind (const JotAlg *alg)
{
  const char *name = jot_alg_get_name (alg);
  const char *crv = jot_alg_get_crv (alg);

  if (crv == NULL)
    /* Translators: a signature algorithm; RSA is a name */
    return g_strdup_printf (_("%s (RSA)"), name);

  /* Translators: a signature algorithm and the name of its elliptic curve */
  return g_strdup_printf (_("%s (curve %s)"), name, crv);
}

static void
show_kinds (SignetPreferences *self)
{
  g_autofree char *current = signet_settings_dup_key_kind (self->settings);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  const JotAlg *alg;
  guint selected = 0;

  for (guint i = 0; (alg = get_kind (i)) != NULL; i++)
    {
      g_autofree char *words = describe_kind (alg);

      gtk_string_list_append (model, words);
      if (g_str_equal (jot_alg_get_name (alg), current))
        selected = i;
    }

  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (self->kind_row, selected);
  update_size (self);
}

static void
show_settings (SignetPreferences *self,
               GSettings         *settings)
{
  guint bits = signet_settings_get_key_bits (settings);
  g_autoptr (GListModel) lifetimes = NULL;
  guint selected;

  lifetimes = signet_lifetimes_new_model (signet_settings_get_lifetime (settings), self->lifetimes, &selected);
  adw_combo_row_set_model (self->valid_row, lifetimes);
  adw_combo_row_set_selected (self->valid_row, selected);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i] == (int) bits)
      adw_combo_row_set_selected (self->size_row, i);
  show_kinds (self);

  if (settings == NULL)
    {
      gtk_widget_set_sensitive (self->signing_group, FALSE);
      gtk_widget_set_sensitive (self->checking_group, FALSE);
      gtk_widget_set_sensitive (self->publishing_group, FALSE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->elsewhere_group), FALSE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->programs_group), FALSE);
      return;
    }

  g_settings_bind (settings, "name", self->name_row, "text", G_SETTINGS_BIND_DEFAULT);
  show_history (self, settings);
  g_settings_bind (settings, "tolerance", self->tolerance, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "port", self->port, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "keep-publishing", self->keep_switch, "active", G_SETTINGS_BIND_DEFAULT);
  /* without the one the other would have nothing to do */
  g_object_bind_property (self->keep_switch, "active", self->login_row, "sensitive", G_BINDING_SYNC_CREATE);
  gtk_switch_set_active (self->login_switch, signet_autostart_is_on (g_settings_get_boolean (settings, "start-at-login")));
  signet_programs_group_set_settings (self->programs_group, settings);
  /* only now does a choice count */
  self->settings = g_object_ref (settings);
}

static void
signet_preferences_finalize (GObject *object)
{
  SignetPreferences *self = SIGNET_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_array_unref (self->lifetimes);

  G_OBJECT_CLASS (signet_preferences_parent_class)->finalize (object);
}

static void
signet_preferences_class_init (SignetPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_preferences_finalize;

  g_type_ensure (SIGNET_TYPE_ELSEWHERE_GROUP);
  g_type_ensure (SIGNET_TYPE_LISTS_GROUP);
  g_type_ensure (SIGNET_TYPE_PROGRAMS_GROUP);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, signing_group);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, lists_group);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, publishing_group);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, elsewhere_group);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, programs_group);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, keep_switch);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, login_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, login_switch);
  gtk_widget_class_bind_template_callback (widget_class, login_active_changed_cb);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, name_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, valid_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, size_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, checking_group);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, history_row);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, tolerance);
  gtk_widget_class_bind_template_child (widget_class, SignetPreferences, port);
  gtk_widget_class_bind_template_callback (widget_class, valid_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, history_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_selected_cb);
}

/* the row labels its activatable widget, which would make the name a double one */
static void
name_switch (GtkSwitch  *widget,
             const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
signet_preferences_init (SignetPreferences *self)
{
  self->lifetimes = g_array_new (FALSE, FALSE, sizeof (gint64));

  gtk_widget_init_template (GTK_WIDGET (self));
  name_switch (self->keep_switch, _("Keep publishing"));
  name_switch (self->login_switch, _("Start at login"));
}

/**
 * signet_preferences_new:
 * @context: the services; without the schema of the settings nothing can be changed
 *
 * Returns: (transfer floating): the window, not yet shown
 */
GtkWidget *
signet_preferences_new (SignetContext *context)
{
  SignetPreferences *self;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  self = g_object_new (SIGNET_TYPE_PREFERENCES, NULL);
  signet_elsewhere_group_set_context (self->elsewhere_group, context);
  signet_lists_group_set_context (self->lists_group, context);
  show_settings (self, signet_context_get_settings (context));

  return GTK_WIDGET (self);
}
