/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-changes-group.h"

#include "signet-reading.h"

#include <glib/gi18n.h>

/* So many are shown at first, and so many each time more are asked for: a list may have 50,000 items. */
#define FIRST_ROWS 10
#define MORE_ROWS  500

struct _SignetChangesGroup
{
  AdwBin parent_instance;

  /* template widgets */
  GtkLabel *title;
  GtkLabel *description;
  SignetReading *reading;
  GtkListBox *list_box;
  GtkButton *more_button;

  /* owned */
  SignetListChanges *changes;   /* nullable */

  /* plain */
  guint n_shown;
  gboolean is_alarming;         /* what was signed is not what stands here */
};

G_DEFINE_FINAL_TYPE (SignetChangesGroup, signet_changes_group, ADW_TYPE_BIN)

/* Shapes differ, not only colours; where change is normal nothing is red. */
static const char *
get_icon (SignetChangeKind kind)
{
  switch (kind)
    {
    case SIGNET_CHANGE_ADDED: return "list-add-symbolic";
    case SIGNET_CHANGE_ALTERED: return "document-edit-symbolic";
    case SIGNET_CHANGE_REMOVED: return "list-remove-symbolic";
    }

  g_return_val_if_reached (NULL);
}

static const char *
get_look (SignetChangesGroup *self,
          SignetChangeKind    kind)
{
  if (!self->is_alarming || kind == SIGNET_CHANGE_REMOVED)
    return NULL;

  return kind == SIGNET_CHANGE_ADDED ? "refused" : "caution";
}

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);

  return label;
}

static void
strike (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
  gtk_label_set_attributes (label, attributes);
}

/* (transfer full): "eggs, Changed, 12, was 6".  pill, detail: (nullable) */
static char *
dup_line (const char *text,
          const char *pill,
          const char *detail)
{
  return g_strjoin (", ", text, pill != NULL ? pill : detail, pill != NULL ? detail : NULL, NULL);
}

/* (transfer floating): icon, name and what was altered, pill: (nullable) */
static GtkWidget *
new_row (const char *icon,
         const char *look,
         const char *text,
         const char *detail,
         gboolean    is_struck,
         const char *pill)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = new_label (text);
  g_autofree char *name = NULL;

  if (look != NULL)
    {
      g_autofree char *state = g_strconcat ("state-", look, NULL);

      gtk_widget_add_css_class (image, state);
    }
  gtk_box_append (GTK_BOX (box), image);

  if (is_struck)
    strike (GTK_LABEL (label));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), label);
  if (detail != NULL)
    {
      label = new_label (detail);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "quiet");
      gtk_box_append (GTK_BOX (words), label);
    }
  gtk_box_append (GTK_BOX (box), words);

  if (pill != NULL)
    {
      label = gtk_label_new (pill);
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (label, "pill-state");
      if (look != NULL)
        gtk_widget_add_css_class (label, look);
      gtk_box_append (GTK_BOX (box), label);
    }

  gtk_widget_add_css_class (box, "item-line");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  name = dup_line (text, pill, detail);
  signet_reading_set_row_text (row, name, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return row;
}

static void
show_more (SignetChangesGroup *self,
           guint               n)
{
  GPtrArray *rows = signet_list_changes_get_rows (self->changes);
  guint end = MIN (rows->len, self->n_shown + n);
  guint left = rows->len - end;

  for (; self->n_shown < end; self->n_shown++)
    {
      const SignetListChange *change = rows->pdata[self->n_shown];

      gtk_list_box_append (self->list_box, new_row (get_icon (change->kind), get_look (self, change->kind),
                                                    change->name, change->detail,
                                                    change->kind == SIGNET_CHANGE_REMOVED,
                                                    signet_change_kind_get_word (change->kind)));
    }

  /* told once and last: which item went where tells nobody anything */
  if (left == 0 && signet_list_changes_is_order_changed (self->changes))
    gtk_list_box_append (self->list_box, new_row ("view-list-bullet-symbolic", NULL, _("Order changed"), NULL, FALSE, NULL));

  gtk_widget_set_visible (GTK_WIDGET (self->more_button), left > 0);
  if (left > 0)
    {
      /* Translators: a button that shows more of a long list */
      g_autofree char *label = g_strdup_printf (ngettext ("and %u more", "and %u more", left), left);

      gtk_button_set_label (self->more_button, label);
    }
}

/* All of them, shown or not. */
static char *
dup_all (gpointer owner)
{
  SignetChangesGroup *self = owner;
  GPtrArray *rows = signet_list_changes_get_rows (self->changes);
  GString *text = g_string_new (gtk_label_get_text (self->title));

  for (guint i = 0; i < rows->len; i++)
    {
      const SignetListChange *change = rows->pdata[i];
      g_autofree char *line = dup_line (change->name, signet_change_kind_get_word (change->kind), change->detail);

      g_string_append_printf (text, "\n%s", line);
    }
  if (signet_list_changes_is_order_changed (self->changes))
    g_string_append_printf (text, "\n%s", _("Order changed"));

  return g_string_free (text, FALSE);
}

static void
more_clicked_cb (SignetChangesGroup *self)
{
  g_assert (SIGNET_IS_CHANGES_GROUP (self));

  show_more (self, MORE_ROWS);
}

static void
clear (SignetChangesGroup *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list_box, 0)) != NULL)
    gtk_list_box_remove (self->list_box, GTK_WIDGET (row));
  self->n_shown = 0;
  g_clear_pointer (&self->changes, signet_list_changes_unref);
}

static void
signet_changes_group_finalize (GObject *object)
{
  g_clear_pointer (&SIGNET_CHANGES_GROUP (object)->changes, signet_list_changes_unref);

  G_OBJECT_CLASS (signet_changes_group_parent_class)->finalize (object);
}

static void
signet_changes_group_class_init (SignetChangesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_changes_group_finalize;

  g_type_ensure (SIGNET_TYPE_READING);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-changes-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetChangesGroup, title);
  gtk_widget_class_bind_template_child (widget_class, SignetChangesGroup, description);
  gtk_widget_class_bind_template_child (widget_class, SignetChangesGroup, reading);
  gtk_widget_class_bind_template_child (widget_class, SignetChangesGroup, list_box);
  gtk_widget_class_bind_template_child (widget_class, SignetChangesGroup, more_button);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, signet_reading_copy_all);
}

static void
signet_changes_group_init (SignetChangesGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  signet_reading_set_dup (self->reading, dup_all, self);
}

/**
 * signet_changes_group_set_report:
 * @self: the group
 * @report: (nullable): what came of a check
 *
 * Shows what was changed in a list that is refused, and what is new in one that is valid.
 */
void
signet_changes_group_set_report (SignetChangesGroup *self,
                                 SignetReport       *report)
{
  SignetListChanges *changes = report != NULL ? signet_report_get_changes (report) : NULL;
  gboolean differs = changes != NULL && !signet_list_changes_is_empty (changes);
  g_autofree char *title = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (SIGNET_IS_CHANGES_GROUP (self));

  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), differs);
  if (!differs)
    return;

  self->changes = signet_list_changes_ref (changes);
  self->is_alarming = !signet_report_is_proved (report);
  title = signet_report_dup_changes_title (report);
  description = signet_report_dup_changes_description (report, g_get_real_time () / G_USEC_PER_SEC);
  gtk_label_set_text (self->title, title != NULL ? title : _("What Changed"));
  gtk_label_set_text (self->description, description != NULL ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description), description != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->title), -1);

  show_more (self, FIRST_ROWS);
}
