/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-requirements.h"

#include <glib/gi18n.h>

struct _SignetRequirements
{
  AdwExpanderRow parent_instance;

  /* template widgets */
  GtkEditable *issuer_row;
  GtkEditable *audience_row;
  GtkSpinButton *leeway_button;
  GtkEditable *at_row;

  /* plain */
  gboolean edited;   /* and "changed" not yet emitted */
};

G_DEFINE_FINAL_TYPE (SignetRequirements, signet_requirements, ADW_TYPE_EXPANDER_ROW)

enum
{
  SIGNAL_EDITED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
has_text (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

  while (g_ascii_isspace (*text))
    text++;

  return *text != '\0';
}

/* Seconds since 1970, or a date with or without a time, local where it names no zone. */
static gboolean
parse_time (const char *text,
            gint64     *seconds)
{
  static const char * const completions[] = { "", ":00", "T00:00:00" };
  const gint64 limit = G_GINT64_CONSTANT (1) << 53;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (g_ascii_string_to_signed (stripped, 10, -limit, limit, seconds, NULL))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (completions); i++)
    {
      g_autofree char *complete = g_strconcat (stripped, completions[i], NULL);
      g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (complete, zone);

      if (time != NULL)
        {
          *seconds = g_date_time_to_unix (time);
          return TRUE;
        }
    }

  return FALSE;
}

static void
update_subtitle (SignetRequirements *self)
{
  gboolean issuer = has_text (self->issuer_row);
  gboolean audience = has_text (self->audience_row);
  gboolean time = has_text (self->at_row);
  const char *text;

  if (issuer && audience)
    text = time ? _("Issuer and audience, at another time") : _("Issuer and audience");
  else if (issuer)
    text = time ? _("Issuer, at another time") : _("Issuer");
  else if (audience)
    text = time ? _("Audience, at another time") : _("Audience");
  else
    text = time ? _("Nothing else, at another time") : _("Nothing else");

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text);
}

static void
update (SignetRequirements *self)
{
  gint64 at;

  if (has_text (self->at_row) && !parse_time (gtk_editable_get_text (self->at_row), &at))
    gtk_widget_add_css_class (GTK_WIDGET (self->at_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->at_row), "error");
  update_subtitle (self);
}

static void
edited_cb (SignetRequirements *self)
{
  g_assert (SIGNET_IS_REQUIREMENTS (self));

  self->edited = TRUE;
  update (self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
done_cb (SignetRequirements *self)
{
  g_assert (SIGNET_IS_REQUIREMENTS (self));

  if (!self->edited)
    return;

  self->edited = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
leeway_changed_cb (SignetRequirements *self)
{
  edited_cb (self);
  done_cb (self);
}

static void
signet_requirements_class_init (SignetRequirementsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_EDITED] =
    g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-requirements.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetRequirements, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, SignetRequirements, audience_row);
  gtk_widget_class_bind_template_child (widget_class, SignetRequirements, leeway_button);
  gtk_widget_class_bind_template_child (widget_class, SignetRequirements, at_row);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, leeway_changed_cb);
}

static void
signet_requirements_init (SignetRequirements *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * signet_requirements_get:
 * @self: the rows
 * @request: where to put what is demanded
 *
 * Fills in issuer, audience, leeway and time; the strings are those of the rows.
 *
 * Returns: whether the time could be understood
 */
gboolean
signet_requirements_get (SignetRequirements *self,
                         SignetCheckRequest *request)
{
  g_return_val_if_fail (SIGNET_IS_REQUIREMENTS (self), FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  request->policy.issuer = has_text (self->issuer_row) ? gtk_editable_get_text (self->issuer_row) : NULL;
  request->policy.audience = has_text (self->audience_row) ? gtk_editable_get_text (self->audience_row) : NULL;
  request->policy.leeway = gtk_spin_button_get_value_as_int (self->leeway_button);

  return !has_text (self->at_row) || parse_time (gtk_editable_get_text (self->at_row), &request->at);
}

/**
 * signet_requirements_set_issuer:
 * @self: the rows
 * @issuer: who must have issued the token
 *
 * Demands an issuer, and shows the row that does.
 */
void
signet_requirements_set_issuer (SignetRequirements *self,
                                const char         *issuer)
{
  g_return_if_fail (SIGNET_IS_REQUIREMENTS (self));
  g_return_if_fail (issuer != NULL);

  gtk_editable_set_text (self->issuer_row, issuer);
  self->edited = FALSE;
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
}

/**
 * signet_requirements_follow:
 * @self: the rows
 * @settings: (nullable): the settings
 *
 * Takes the tolerance of the preferences, now and when it changes; what is set here stays here.
 */
void
signet_requirements_follow (SignetRequirements *self,
                            GSettings          *settings)
{
  g_return_if_fail (SIGNET_IS_REQUIREMENTS (self));

  if (settings != NULL)
    g_settings_bind (settings, "tolerance", gtk_spin_button_get_adjustment (self->leeway_button), "value", G_SETTINGS_BIND_GET);
}
