/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-signed-list.h"

#include "signet-item-line.h"
#include "signet-reading.h"
#include "signet-words.h"

#include <glib/gi18n.h>

/* A token may carry 50,000 items; so many are shown at once, and each time more are asked for. */
#define FIRST_ITEMS 50
#define MORE_ITEMS  500

struct _SignetSignedList
{
  GtkBox parent_instance;

  /* template widgets */
  GtkLabel *title;
  GtkLabel *description;
  GtkWidget *add_button;
  GtkWidget *copy_button;
  SignetReading *reading;
  GtkWidget *body;
  GtkButton *more_button;

  /* borrowed from the body */
  GtkWidget *group;   /* nullable: rows are appended to it */

  /* owned */
  GPtrArray *items;   /* nullable: of SignetItem, aisle after aisle */

  /* plain */
  gboolean trusted;
  guint n_shown;
};

G_DEFINE_FINAL_TYPE (SignetSignedList, signet_signed_list, GTK_TYPE_BOX)

/* The same items, those of an aisle together; aisles in the order in which they first come. */
static GPtrArray *
group_by_aisle (GPtrArray *items)
{
  GPtrArray *sorted = g_ptr_array_new_full (items->len, g_object_unref);
  g_autoptr (GHashTable) aisles = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      SignetItem *item = g_ptr_array_index (items, i);
      const char *aisle = signet_item_get_aisle (item);
      GPtrArray *members;

      if (aisle == NULL)
        {
          g_ptr_array_add (sorted, g_object_ref (item));
          continue;
        }
      members = g_hash_table_lookup (aisles, aisle);
      if (members == NULL)
        {
          members = g_ptr_array_new ();
          g_hash_table_insert (aisles, (gpointer) aisle, members);
          g_ptr_array_add (order, members);
        }
      g_ptr_array_add (members, item);
    }

  for (guint i = 0; i < order->len; i++)
    {
      GPtrArray *members = g_ptr_array_index (order, i);

      for (guint j = 0; j < members->len; j++)
        g_ptr_array_add (sorted, g_object_ref (g_ptr_array_index (members, j)));
    }

  return sorted;
}

static void
add_group (SignetSignedList *self,
           const char       *aisle)
{
  g_autofree char *name = aisle != NULL ? signet_words_clean (aisle, 60) : NULL;

  if (name != NULL)
    {
      GtkWidget *header = gtk_label_new (name);

      gtk_label_set_xalign (GTK_LABEL (header), 0);
      gtk_label_set_ellipsize (GTK_LABEL (header), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (header, "item-header");
      if (self->group == NULL)
        gtk_widget_add_css_class (header, "top");
      gtk_box_append (GTK_BOX (self->body), header);
    }

  self->group = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->group), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->group, self->trusted ? "boxed-list" : "unproved");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->group), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : gtk_label_get_text (self->title), -1);
  signet_reading_join (self->reading, GTK_LIST_BOX (self->group));
  gtk_box_append (GTK_BOX (self->body), self->group);
}

static void
add_item (SignetSignedList *self,
          SignetItem       *item)
{
  GtkWidget *row = adw_preferences_row_new ();
  g_autofree char *name = signet_item_line_dup_name (item);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), signet_item_line_new (item));
  signet_reading_set_row_text (row, name, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (GTK_LIST_BOX (self->group), row);
}

static void
show_more (SignetSignedList *self,
           guint             n)
{
  guint end = MIN (self->items->len, self->n_shown + n);
  guint left;

  for (guint i = self->n_shown; i < end; i++)
    {
      SignetItem *item = g_ptr_array_index (self->items, i);
      const char *aisle = signet_item_get_aisle (item);
      const char *before = i > 0 ? signet_item_get_aisle (g_ptr_array_index (self->items, i - 1)) : NULL;

      if (self->group == NULL || g_strcmp0 (aisle, before) != 0)
        add_group (self, aisle);
      add_item (self, item);
    }
  self->n_shown = end;

  left = self->items->len - end;
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), left > 0);
  if (left > 0)
    {
      /* Translators: a button that shows more of a long list */
      g_autofree char *label = g_strdup_printf (ngettext ("and %u more", "and %u more", left), left);

      gtk_button_set_label (self->more_button, label);
    }
}

/* All of it, shown or not. */
static char *
dup_all (gpointer owner)
{
  SignetSignedList *self = owner;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      g_autofree char *name = signet_item_line_dup_name (self->items->pdata[i]);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, name);
    }

  return g_string_free (text, FALSE);
}

static void
more_clicked_cb (SignetSignedList *self)
{
  g_assert (SIGNET_IS_SIGNED_LIST (self));

  show_more (self, MORE_ITEMS);
}

static void
clear (SignetSignedList *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->body)) != NULL)
    gtk_box_remove (GTK_BOX (self->body), child);
  self->group = NULL;
  self->n_shown = 0;
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

static void
signet_signed_list_finalize (GObject *object)
{
  SignetSignedList *self = SIGNET_SIGNED_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (signet_signed_list_parent_class)->finalize (object);
}

static void
signet_signed_list_class_init (SignetSignedListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_signed_list_finalize;

  g_type_ensure (SIGNET_TYPE_READING);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-signed-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignedList, title);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedList, description);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedList, add_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedList, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedList, reading);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedList, body);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedList, more_button);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, signet_reading_copy_all);
}

static void
signet_signed_list_init (SignetSignedList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  signet_reading_set_dup (self->reading, dup_all, self);
}

/* "For Brian · 12 items" */
static char *
describe (SignetReport *report,
          guint         n)
{
  JotClaims *claims = signet_report_get_claims (report);
  const char *subject = claims != NULL ? jot_claims_get_subject (claims) : NULL;
  g_autofree char *name = NULL;

  if (subject == NULL || *subject == '\0')
    return g_strdup_printf (ngettext ("%u item", "%u items", n), n);

  name = signet_words_clean (subject, 0);
  /* Translators: whom a list is for, and how long it is */
  return g_strdup_printf (ngettext ("For %s · %u item", "For %s · %u items", n), name, n);
}

/**
 * signet_signed_list_set_report:
 * @self: the widget
 * @report: (nullable): what came of a check
 *
 * Shows the list of the token, if it has one.
 */
void
signet_signed_list_set_report (SignetSignedList *self,
                               SignetReport     *report)
{
  GPtrArray *items = report != NULL ? signet_report_get_items (report) : NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (SIGNET_IS_SIGNED_LIST (self));

  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), items != NULL);
  if (items == NULL)
    return;

  self->trusted = signet_signed_list_is_trusted (report);
  gtk_widget_set_visible (self->copy_button, self->trusted && items->len > 0);
  gtk_widget_set_visible (self->add_button, self->trusted && items->len > 0);
  if (self->trusted)
    {
      const char *name = signet_report_get_list_name (report);

      description = describe (report, items->len);
      gtk_label_set_text (self->title, name != NULL && *name != '\0' ? name : _("The List"));
      gtk_label_set_text (self->description, description);
    }
  else
    {
      gtk_label_set_text (self->title, _("What the Token Says"));
      gtk_label_set_text (self->description, signet_report_is_proved (report)
                                               ? _("Its signature is right, but it is not what was asked for")
                                               : _("Not proved by anything yet"));
    }

  self->items = group_by_aisle (items);
  show_more (self, FIRST_ITEMS);
}

/**
 * signet_signed_list_is_trusted:
 * @report: what came of a check
 *
 * Returns: whether its list may look like one: the token is valid, or it was, or will be
 */
gboolean
signet_signed_list_is_trusted (SignetReport *report)
{
  const char *code;

  g_return_val_if_fail (report != NULL, FALSE);

  code = signet_report_get_code (report);
  switch (signet_report_get_state (report))
    {
    case SIGNET_REPORT_VALID:
    case SIGNET_REPORT_VALID_BUT:
      return TRUE;
    case SIGNET_REPORT_REFUSED:
      return signet_report_is_proved (report)
             && (g_strcmp0 (code, "expired") == 0 || g_strcmp0 (code, "not-yet-valid") == 0);
    case SIGNET_REPORT_NOT_TRUSTED:
    case SIGNET_REPORT_NOT_CHECKED:
      break;
    }

  return FALSE;
}
