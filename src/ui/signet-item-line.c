/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-item-line.h"

#include "signet-words.h"

#include <glib/gi18n.h>

#define MAX_NAME 200

static GtkWidget *
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  g_autofree char *clean = signet_words_clean (text, MAX_NAME);
  GtkWidget *label = gtk_label_new (clean);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

/**
 * signet_item_line_new:
 * @item: an item of a token
 *
 * Its words can be selected: it belongs into a #SignetReading.
 *
 * Returns: (transfer floating): name, note below it, quantity at the end
 */
GtkWidget *
signet_item_line_new (SignetItem *item)
{
  GtkWidget *line, *words;

  g_return_val_if_fail (SIGNET_IS_ITEM (item), NULL);

  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (line, "item-line");
  words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), words);

  add_label (words, signet_item_get_name (item), NULL);
  if (signet_item_get_note (item) != NULL)
    {
      GtkWidget *note = add_label (words, signet_item_get_note (item), "caption");

      gtk_widget_add_css_class (note, "quiet");
    }
  if (signet_item_get_quantity (item) != NULL)
    {
      GtkWidget *quantity = add_label (line, signet_item_get_quantity (item), "qty");

      gtk_label_set_xalign (GTK_LABEL (quantity), 1);
      gtk_widget_add_css_class (quantity, "quiet");
    }

  return line;
}

/**
 * signet_item_line_dup_name:
 * @item: an item of a token
 *
 * Returns: (transfer full): the item in one breath
 */
char *
signet_item_line_dup_name (SignetItem *item)
{
  g_autofree char *name = NULL;
  g_autofree char *quantity = NULL;
  g_autofree char *note = NULL;

  g_return_val_if_fail (SIGNET_IS_ITEM (item), NULL);

  name = signet_words_clean (signet_item_get_name (item), MAX_NAME);
  if (signet_item_get_quantity (item) != NULL)
    quantity = signet_words_clean (signet_item_get_quantity (item), MAX_NAME);
  if (signet_item_get_note (item) != NULL)
    note = signet_words_clean (signet_item_get_note (item), MAX_NAME);

  if (quantity != NULL && note != NULL)
    /* Translators: quantity, name and note of an item */
    return g_strdup_printf (_("%s %s, %s"), quantity, name, note);
  if (quantity != NULL)
    /* Translators: quantity and name of an item: "2 l milk" */
    return g_strdup_printf (C_("item", "%s %s"), quantity, name);
  if (note != NULL)
    /* Translators: name and note of an item */
    return g_strdup_printf (_("%s, %s"), name, note);

  return g_steal_pointer (&name);
}
