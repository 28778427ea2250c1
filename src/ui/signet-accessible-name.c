/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-accessible-name.h"

/**
 * signet_set_accessible_name:
 * @accessible: a #GtkAccessible with a text, such as a button, or with a title, such as the text in an entry row
 * @name: what it is called, translated
 *
 * GTK 4.8 makes the text the name, and a name that is set later replaces it. Newer versions say that the
 * widget is labelled by its text, which counts for more than any name. An entry row is an entry itself in
 * libadwaita 1.2; later it holds one, and that is what gets the name.
 */
void
signet_set_accessible_name (gpointer    accessible,
                            const char *name)
{
  g_return_if_fail (GTK_IS_ACCESSIBLE (accessible));

  if (GTK_IS_EDITABLE (accessible) && gtk_editable_get_delegate (accessible) != NULL &&
      gtk_accessible_get_accessible_role (accessible) != GTK_ACCESSIBLE_ROLE_TEXT_BOX)
    accessible = gtk_editable_get_delegate (accessible);

  gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
