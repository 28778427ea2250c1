/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-change-line.h"

/**
 * signet_change_line_new:
 * @change: one thing that is different in a list
 *
 * Returns: (transfer floating): a line about it
 */
GtkWidget *
signet_change_line_new (const SignetListChange *change)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (change->name);
  GtkWidget *pill = gtk_label_new (signet_change_kind_get_word (change->kind));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 24);
  gtk_widget_set_hexpand (name, change->detail == NULL);
  gtk_box_append (GTK_BOX (box), name);
  if (change->detail != NULL)
    {
      GtkWidget *detail = gtk_label_new (change->detail);

      gtk_label_set_xalign (GTK_LABEL (detail), 0);
      gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (detail), 20);
      gtk_widget_set_hexpand (detail, TRUE);
      gtk_widget_add_css_class (detail, "caption");
      gtk_widget_add_css_class (detail, "quiet");
      gtk_box_append (GTK_BOX (box), detail);
    }
  /* edits of the household are no alarm */
  gtk_widget_add_css_class (pill, "pill-state");
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), pill);

  return box;
}
