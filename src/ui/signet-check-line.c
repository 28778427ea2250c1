/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-check-line.h"

#include "signet-reading.h"

#include <glib/gi18n.h>

struct _SignetCheckLine
{
  GtkListBoxRow parent_instance;

  /* template widgets */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *detail;
};

G_DEFINE_FINAL_TYPE (SignetCheckLine, signet_check_line, GTK_TYPE_LIST_BOX_ROW)

static void
signet_check_line_class_init (SignetCheckLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-check-line.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetCheckLine, icon);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckLine, title);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckLine, detail);
}

static void
signet_check_line_init (SignetCheckLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
signet_check_line_new (void)
{
  return g_object_new (SIGNET_TYPE_CHECK_LINE, NULL);
}

/* What a screen reader says: the outcome is not left to the icon. */
static char *
describe (const SignetCheckRow *row)
{
  switch (row->outcome)
    {
    case JOT_OUTCOME_PASSED:
      return *row->detail == '\0'
               /* Translators: a check, "Signature, passed" */
               ? g_strdup_printf (_("%s, passed"), row->title)
               /* Translators: a check and what was found, "Algorithm, passed, RS256" */
               : g_strdup_printf (_("%s, passed, %s"), row->title, row->detail);
    case JOT_OUTCOME_NOTE:
      /* Translators: a check and a remark on it */
      return g_strdup_printf (_("%s, passed with a note, %s"), row->title, row->detail);
    case JOT_OUTCOME_FAILED:
      /* Translators: a check and why it failed */
      return g_strdup_printf (_("%s, failed, %s"), row->title, row->detail);
    case JOT_OUTCOME_NOT_REACHED:
    case JOT_OUTCOME_NOT_DEMANDED:
      /* Translators: a check that was not made since one before it failed */
      return g_strdup_printf (_("%s, not reached"), row->title);
    }

  g_return_val_if_reached (NULL);
}

/**
 * signet_check_line_set:
 * @self: a line
 * @row: what it shows; not kept
 * @vouched: whether the whole token holds
 *
 * Shows one check. Only where the token holds are the ticks green: green means
 * “vouched for”, and the right form of a forged token is nothing of that kind.
 */
void
signet_check_line_set (SignetCheckLine      *self,
                       const SignetCheckRow *row,
                       gboolean              vouched)
{
  static const struct { const char *icon, *css_class; } looks[] = {
    [JOT_OUTCOME_NOT_REACHED] = { "list-remove-symbolic", "quiet" },
    [JOT_OUTCOME_PASSED] = { "object-select-symbolic", "state-valid" },
    [JOT_OUTCOME_NOTE] = { "dialog-warning-symbolic", "state-caution" },
    [JOT_OUTCOME_NOT_DEMANDED] = { "list-remove-symbolic", "quiet" },
    [JOT_OUTCOME_FAILED] = { "window-close-symbolic", "state-refused" },
  };
  g_autofree char *name = NULL;
  const char *classes[] = { NULL, NULL };

  g_return_if_fail (SIGNET_IS_CHECK_LINE (self));
  g_return_if_fail (row != NULL);

  classes[0] = looks[row->outcome].css_class;
  if (row->outcome == JOT_OUTCOME_PASSED && !vouched)
    classes[0] = "quiet";
  gtk_image_set_from_icon_name (self->icon, looks[row->outcome].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_label_set_text (self->title, row->title);
  gtk_label_set_text (self->detail, row->detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *row->detail != '\0');

  name = describe (row);
  signet_reading_set_row_text (GTK_WIDGET (self), name, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
