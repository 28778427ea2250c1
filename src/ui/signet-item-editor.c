/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-item-editor.h"

#include "signet-column-box.h"
#include "signet-focus.h"

struct _SignetItemEditor
{
  AdwBin parent_instance;

  /* template widgets */
  GtkEditable *name_entry;
  GtkEditable *quantity_entry;
  GtkEditable *aisle_entry;
  GtkEditable *note_entry;
  GtkMenuButton *aisle_button;

  /* plain */
  gboolean bought;
};

G_DEFINE_FINAL_TYPE (SignetItemEditor, signet_item_editor, ADW_TYPE_BIN)

enum
{
  SIGNAL_DONE,
  SIGNAL_CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_text (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
set_text (GtkEditable *editable,
          const char  *text)
{
  gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
done_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DONE], 0);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_CANCELLED], 0);
}

static void
aisle_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  SignetItemEditor *self = SIGNET_ITEM_EDITOR (widget);

  set_text (self->aisle_entry, g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (self->aisle_entry));
}

static void
activate_cb (SignetItemEditor *self)
{
  g_assert (SIGNET_IS_ITEM_EDITOR (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "editor.done", NULL);
}

static void
name_changed_cb (SignetItemEditor *self)
{
  g_autofree char *name = NULL;

  g_assert (SIGNET_IS_ITEM_EDITOR (self));

  name = dup_text (self->name_entry);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.done", *name != '\0');
}

static gboolean
signet_item_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SIGNET_ITEM_EDITOR (widget)->name_entry));
}

static void
signet_item_editor_class_init (SignetItemEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = signet_focus_child;
  widget_class->grab_focus = signet_item_editor_grab_focus;

  signals[SIGNAL_DONE] =
    g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CANCELLED] =
    g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-item-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetItemEditor, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SignetItemEditor, quantity_entry);
  gtk_widget_class_bind_template_child (widget_class, SignetItemEditor, aisle_entry);
  gtk_widget_class_bind_template_child (widget_class, SignetItemEditor, note_entry);
  gtk_widget_class_bind_template_child (widget_class, SignetItemEditor, aisle_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);

  gtk_widget_class_install_action (widget_class, "editor.done", NULL, done_action);
  gtk_widget_class_install_action (widget_class, "editor.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "editor.aisle", "s", aisle_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "editor.cancel", NULL);
}

static void
signet_item_editor_init (SignetItemEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_item_editor_new:
 * @item: what the fields start with
 * @aisles: (nullable) (array zero-terminated=1): the aisles to choose from
 *
 * Returns: (transfer floating): the fields
 */
GtkWidget *
signet_item_editor_new (SignetItem         *item,
                        const char * const *aisles)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  SignetItemEditor *self;

  g_return_val_if_fail (SIGNET_IS_ITEM (item), NULL);

  self = g_object_new (SIGNET_TYPE_ITEM_EDITOR, NULL);
  set_text (self->name_entry, signet_item_get_name (item));
  set_text (self->quantity_entry, signet_item_get_quantity (item));
  set_text (self->aisle_entry, signet_item_get_aisle (item));
  set_text (self->note_entry, signet_item_get_note (item));
  self->bought = signet_item_get_done (item);

  for (guint i = 0; aisles != NULL && aisles[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) entry = g_menu_item_new (aisles[i], NULL);

      g_menu_item_set_action_and_target (entry, "editor.aisle", "s", aisles[i]);
      g_menu_append_item (menu, entry);
    }
  gtk_menu_button_set_menu_model (self->aisle_button, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->aisle_button), aisles != NULL && aisles[0] != NULL);

  return GTK_WIDGET (self);
}

/**
 * signet_item_editor_make_item:
 * @self: the fields
 *
 * Returns: (transfer full): an item with what stands in the fields now
 */
SignetItem *
signet_item_editor_make_item (SignetItemEditor *self)
{
  g_autofree char *name = NULL;
  g_autofree char *quantity = NULL;
  g_autofree char *aisle = NULL;
  g_autofree char *note = NULL;

  g_return_val_if_fail (SIGNET_IS_ITEM_EDITOR (self), NULL);

  name = dup_text (self->name_entry);
  quantity = dup_text (self->quantity_entry);
  aisle = dup_text (self->aisle_entry);
  note = dup_text (self->note_entry);

  return signet_item_new_full (name,
                               *quantity != '\0' ? quantity : NULL,
                               *aisle != '\0' ? aisle : NULL,
                               *note != '\0' ? note : NULL,
                               self->bought);
}
