/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-fact-row.h"

#include "signet-reading.h"

#include <glib/gi18n.h>

struct _SignetFactRow
{
  AdwPreferencesRow parent_instance;

  /* template widgets */
  GtkLabel *caption;
  GtkLabel *code;
  GtkLabel *value;
  GtkLabel *note;
  GtkLabel *pill;
};

G_DEFINE_FINAL_TYPE (SignetFactRow, signet_fact_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_CAPTION,
  PROP_CODE,
  PROP_VALUE,
  PROP_NOTE,
  PROP_PILL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkLabel *
get_label (SignetFactRow *self,
           guint          prop_id)
{
  switch (prop_id)
    {
    case PROP_CAPTION: return self->caption;
    case PROP_CODE: return self->code;
    case PROP_VALUE: return self->value;
    case PROP_NOTE: return self->note;
    case PROP_PILL: return self->pill;
    default: return NULL;
    }
}

static void
signet_fact_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  GtkLabel *label = get_label (SIGNET_FACT_ROW (object), prop_id);

  if (label != NULL)
    g_value_set_string (value, gtk_label_get_text (label));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

/* (transfer full): all of it in one line */
static char *
dup_line (SignetFactRow *self)
{
  const char *caption = gtk_label_get_text (self->caption);
  const char *code = gtk_label_get_text (self->code);
  g_autofree char *name = *code != '\0' ? g_strdup_printf ("%s (%s)", caption, code) : g_strdup (caption);
  g_autofree char *fact = NULL;
  const char *parts[] = { NULL, NULL, NULL, NULL };
  guint n = 0;

  fact = *name != '\0'
           /* Translators: what it is and what it says, "Signed at: today at 14:02" */
           ? g_strdup_printf (_("%s: %s"), name, gtk_label_get_text (self->value))
           : g_strdup (gtk_label_get_text (self->value));
  parts[n++] = fact;
  if (*gtk_label_get_text (self->pill) != '\0')
    parts[n++] = gtk_label_get_text (self->pill);
  if (*gtk_label_get_text (self->note) != '\0')
    parts[n++] = gtk_label_get_text (self->note);

  return g_strjoinv (". ", (char **) parts);
}

static void
update_text (SignetFactRow *self)
{
  g_autofree char *line = dup_line (self);

  signet_reading_set_row_text (GTK_WIDGET (self), gtk_label_get_text (self->value), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, line, -1);
}

static void
signet_fact_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  GtkLabel *label = get_label (SIGNET_FACT_ROW (object), prop_id);
  const char *text = g_value_get_string (value);

  if (label == NULL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
  update_text (SIGNET_FACT_ROW (object));
}

static void
signet_fact_row_class_init (SignetFactRowClass *klass)
{
  static const char * const names[N_PROPS] = { NULL, "caption", "code", "value", "note", "pill" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = signet_fact_row_get_property;
  object_class->set_property = signet_fact_row_set_property;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetFactRow, caption);
  gtk_widget_class_bind_template_child (widget_class, SignetFactRow, code);
  gtk_widget_class_bind_template_child (widget_class, SignetFactRow, value);
  gtk_widget_class_bind_template_child (widget_class, SignetFactRow, note);
  gtk_widget_class_bind_template_child (widget_class, SignetFactRow, pill);
}

static void
signet_fact_row_init (SignetFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
signet_fact_row_new (const char *caption,
                     const char *code,
                     const char *value,
                     const char *note,
                     const char *pill)
{
  return g_object_new (SIGNET_TYPE_FACT_ROW,
                       "caption", caption,
                       "code", code,
                       "value", value,
                       "note", note,
                       "pill", pill,
                       NULL);
}
