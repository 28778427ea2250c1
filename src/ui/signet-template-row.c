/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-template-row.h"

#include "signet-accessible-name.h"

#include <glib/gi18n.h>

/* So many items are named, the others counted. */
#define MAX_NAMED 12

struct _SignetTemplateRow
{
  AdwActionRow parent_instance;

  /* template widgets */
  GtkWidget *rename_button;
  GtkWidget *delete_button;

  /* owned */
  SignetList *list;
};

G_DEFINE_FINAL_TYPE (SignetTemplateRow, signet_template_row, ADW_TYPE_ACTION_ROW)

enum
{
  SIGNAL_RENAME,
  SIGNAL_DELETE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
rename_cb (SignetTemplateRow *self)
{
  g_signal_emit (self, signals[SIGNAL_RENAME], 0);
}

static void
delete_cb (SignetTemplateRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DELETE], 0);
}

static void
signet_template_row_dispose (GObject *object)
{
  g_clear_object (&SIGNET_TEMPLATE_ROW (object)->list);

  G_OBJECT_CLASS (signet_template_row_parent_class)->dispose (object);
}

static void
signet_template_row_class_init (SignetTemplateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_template_row_dispose;

  signals[SIGNAL_RENAME] =
    g_signal_new ("rename", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DELETE] =
    g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-template-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetTemplateRow, rename_button);
  gtk_widget_class_bind_template_child (widget_class, SignetTemplateRow, delete_button);
  gtk_widget_class_bind_template_callback (widget_class, rename_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
}

static void
signet_template_row_init (SignetTemplateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* "milk, eggs, bread" */
static char *
dup_contents (SignetList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = signet_list_get_n_items (list);

  if (n == 0)
    return g_strdup (_("Nothing is on it"));

  for (guint i = 0; i < MIN (n, MAX_NAMED); i++)
    {
      if (i > 0)
        /* Translators: between the names of items: "milk, eggs, bread" */
        g_string_append (text, _(", "));
      g_string_append (text, signet_item_get_name (signet_list_get_item (list, i)));
    }
  if (n > MAX_NAMED)
    g_string_append (text, "…");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
take_name (GtkWidget *widget,
           char      *name)
{
  signet_set_accessible_name (widget, name);
  g_free (name);
}

static void
update (SignetTemplateRow *self)
{
  const char *name = signet_list_get_name (self->list);
  guint n = signet_list_get_n_items (self->list);
  g_autofree char *contents = dup_contents (self->list);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), contents);
  /* Translators: read aloud: a template with its name and number of items, and the buttons in its row */
  take_name (GTK_WIDGET (self), g_strdup_printf (ngettext ("New list from “%s”, %u item", "New list from “%s”, %u items", n), name, n));
  take_name (self->rename_button, g_strdup_printf (_("Rename “%s”"), name));
  take_name (self->delete_button, g_strdup_printf (_("Delete “%s”"), name));
}

/**
 * signet_template_row_new:
 * @template: a template
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
signet_template_row_new (SignetList *template)
{
  SignetTemplateRow *self;

  g_return_val_if_fail (SIGNET_IS_LIST (template), NULL);

  self = g_object_new (SIGNET_TYPE_TEMPLATE_ROW, NULL);
  self->list = g_object_ref (template);
  g_signal_connect_object (template, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * signet_template_row_get_list:
 * @self: a row
 *
 * Returns: (transfer none): its template
 */
SignetList *
signet_template_row_get_list (SignetTemplateRow *self)
{
  g_return_val_if_fail (SIGNET_IS_TEMPLATE_ROW (self), NULL);

  return self->list;
}
