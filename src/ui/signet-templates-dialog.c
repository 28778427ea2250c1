/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-templates-dialog.h"

#include "signet-name-dialog.h"
#include "signet-template-row.h"

#include <glib/gi18n.h>

struct _SignetTemplatesDialog
{
  AdwWindow parent_instance;

  /* template widgets */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListBox *list_box;

  /* owned */
  SignetListEdits *edits;
  SignetList *renaming;     /* (nullable): whose name is asked for */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SignetTemplatesDialog, signet_templates_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GListModel *
get_templates (SignetTemplatesDialog *self)
{
  return G_LIST_MODEL (signet_list_edits_get_templates (self->edits));
}

static void
add_undo_toast (SignetTemplatesDialog *self,
                const char            *title,
                guint                  edit)
{
  g_autofree char *markup = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "templates.undo-one");
  adw_toast_set_action_target (toast, "u", edit);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
row_activated_cb (SignetTemplatesDialog *self,
                  SignetTemplateRow     *row)
{
  g_autoptr (SignetList) template = g_object_ref (signet_template_row_get_list (row));

  g_assert (SIGNET_IS_TEMPLATES_DIALOG (self));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, template);
  gtk_window_close (GTK_WINDOW (self));
}

static void
renamed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (SignetTemplatesDialog) self = data;
  g_autofree char *name = signet_name_dialog_run_finish (result, NULL);
  g_autoptr (SignetList) template = g_steal_pointer (&self->renaming);
  g_autofree char *title = NULL;
  guint edit;

  if (name == NULL || self->edits == NULL || template == NULL || g_str_equal (name, signet_list_get_name (template)))
    return;

  /* Translators: old and new name of a template */
  title = g_strdup_printf (_("“%s” is now “%s”"), signet_list_get_name (template), name);
  edit = signet_list_edits_rename_template (self->edits, template, name);
  add_undo_toast (self, title, edit);
}

static void
rename_row_cb (SignetTemplatesDialog *self,
               SignetTemplateRow     *row)
{
  g_assert (SIGNET_IS_TEMPLATES_DIALOG (self));

  g_set_object (&self->renaming, signet_template_row_get_list (row));
  signet_name_dialog_run_async (GTK_WINDOW (self), _("Rename Template"), _("_Rename"), _("Name of the template"),
                                signet_list_get_name (self->renaming), self->cancellable, renamed_cb, g_object_ref (self));
}

static void
delete_row_cb (SignetTemplatesDialog *self,
               SignetTemplateRow     *row)
{
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  g_autoptr (SignetList) template = g_object_ref (signet_template_row_get_list (row));
  /* Translators: a template was removed */
  g_autofree char *title = g_strdup_printf (_("Template “%s” deleted"), signet_list_get_name (template));
  guint edit = signet_list_edits_delete_template (self->edits, template);
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (self->list_box, position);

  if (next == NULL && position > 0)
    next = gtk_list_box_get_row_at_index (self->list_box, position - 1);
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  add_undo_toast (self, title, edit);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer data)
{
  GtkWidget *row = signet_template_row_new (item);

  g_signal_connect_object (row, "rename", G_CALLBACK (rename_row_cb), data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "delete", G_CALLBACK (delete_row_cb), data, G_CONNECT_SWAPPED);

  return row;
}

static void
update (SignetTemplatesDialog *self)
{
  g_assert (SIGNET_IS_TEMPLATES_DIALOG (self));

  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (get_templates (self)) > 0 ? "templates" : "empty");
}

/* args: whether the row that has the focus is deleted, else it is renamed */
static gboolean
row_key_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   data)
{
  SignetTemplatesDialog *self = SIGNET_TEMPLATES_DIALOG (widget);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, SIGNET_TYPE_TEMPLATE_ROW) : NULL;

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  if (g_variant_get_boolean (args))
    delete_row_cb (self, SIGNET_TEMPLATE_ROW (row));
  else
    rename_row_cb (self, SIGNET_TEMPLATE_ROW (row));

  return GDK_EVENT_STOP;
}

static void
undo_one_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  SignetTemplatesDialog *self = SIGNET_TEMPLATES_DIALOG (widget);

  signet_list_edits_undo_one (self->edits, g_variant_get_uint32 (parameter), NULL);
}

static void
signet_templates_dialog_dispose (GObject *object)
{
  SignetTemplatesDialog *self = SIGNET_TEMPLATES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->renaming);
  g_clear_object (&self->edits);

  G_OBJECT_CLASS (signet_templates_dialog_parent_class)->dispose (object);
}

static void
signet_templates_dialog_finalize (GObject *object)
{
  g_clear_object (&SIGNET_TEMPLATES_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (signet_templates_dialog_parent_class)->finalize (object);
}

static void
signet_templates_dialog_class_init (SignetTemplatesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_templates_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_templates_dialog_finalize;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_LIST);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-templates-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetTemplatesDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SignetTemplatesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetTemplatesDialog, list_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "templates.undo-one", "u", undo_one_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, row_key_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, row_key_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, row_key_cb, "b", TRUE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
signet_templates_dialog_init (SignetTemplatesDialog *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_templates_dialog_new:
 * @edits: what edits go through, with templates
 *
 * Returns: (transfer none): a window that shows the templates, to be made transient for another
 */
GtkWidget *
signet_templates_dialog_new (SignetListEdits *edits)
{
  SignetTemplatesDialog *self;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (edits), NULL);

  self = g_object_new (SIGNET_TYPE_TEMPLATES_DIALOG, NULL);
  self->edits = g_object_ref (edits);
  gtk_list_box_bind_model (self->list_box, get_templates (self), create_row_cb, self, NULL);
  g_signal_connect_object (get_templates (self), "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
