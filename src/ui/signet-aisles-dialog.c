/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-aisles-dialog.h"

#include "signet-aisle-row.h"
#include "signet-edge-scroll.h"
#include "signet-name-dialog.h"
#include "signet-row-drag.h"

#include <glib/gi18n.h>

struct _SignetAislesDialog
{
  AdwWindow parent_instance;

  /* template widgets */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListBox *list_box;

  /* owned */
  SignetListEdits *edits;
  SignetList *list;
  GHashTable *rows;       /* aisle, owned by its row → SignetAisleRow, borrowed from the list box */
  GArray *done;           /* of guint: edits made here, which can be undone here */
  GArray *undone;         /* and those that can be done again */
  char *renaming;         /* (nullable): the aisle whose name is asked for */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SignetAislesDialog, signet_aisles_dialog, ADW_TYPE_WINDOW)

static void move_row_cb   (gpointer user_data, GtkListBoxRow *row, guint position);
static void move_cb       (SignetAislesDialog *self, int by, SignetAisleRow *row);
static void rename_row_cb (SignetAislesDialog *self, SignetAisleRow *row);
static void forget_row_cb (SignetAislesDialog *self, SignetAisleRow *row);

static int
compare_rows (GtkListBoxRow *a,
              GtkListBoxRow *b,
              gpointer       data)
{
  guint first = signet_aisle_row_get_place (SIGNET_AISLE_ROW (a));
  guint second = signet_aisle_row_get_place (SIGNET_AISLE_ROW (b));

  return (first > second) - (first < second);
}

static SignetAisleRow *
add_row (SignetAislesDialog *self,
         const char         *aisle)
{
  SignetAisleRow *row = SIGNET_AISLE_ROW (signet_aisle_row_new (aisle));

  signet_row_drag_set_up (GTK_LIST_BOX_ROW (row), move_row_cb, self);
  g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "rename", G_CALLBACK (rename_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "forget", G_CALLBACK (forget_row_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list_box, GTK_WIDGET (row));
  g_hash_table_insert (self->rows, (char *) signet_aisle_row_get_aisle (row), row);

  return row;
}

static gboolean
remove_unknown_cb (gpointer key,
                   gpointer row,
                   gpointer aisles)
{
  if (g_strv_contains (aisles, key))
    return FALSE;

  gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (row)), row);

  return TRUE;
}

/* Rows stay where they can: one of them has the focus. */
static void
update (SignetAislesDialog *self)
{
  g_autoptr (GArray) n_items = NULL;
  g_auto (GStrv) aisles = NULL;
  guint n;

  g_assert (SIGNET_IS_AISLES_DIALOG (self));

  aisles = signet_list_edits_dup_aisles (self->edits, self->list, &n_items);
  n = MIN (g_strv_length (aisles), SIGNET_HOUSEHOLD_MAX_AISLES);
  g_hash_table_foreach_remove (self->rows, remove_unknown_cb, aisles);
  for (guint i = 0; i < n; i++)
    {
      SignetAisleRow *row = g_hash_table_lookup (self->rows, aisles[i]);

      if (row == NULL)
        row = add_row (self, aisles[i]);
      signet_aisle_row_set_place (row, i, n, g_array_index (n_items, guint, i));
    }
  gtk_list_box_invalidate_sort (self->list_box);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "aisles" : "empty");
}

static void
keep (SignetAislesDialog *self,
      guint               edit)
{
  if (edit == 0)
    return;

  g_array_append_val (self->done, edit);
  g_array_set_size (self->undone, 0);
}

/* edit: 0: there is nothing to undo */
static void
add_toast (SignetAislesDialog *self,
           const char         *title,
           guint               edit)
{
  g_autofree char *markup = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (markup);

  if (edit != 0)
    {
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "aisles.undo-one");
      adw_toast_set_action_target (toast, "u", edit);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* (transfer full): the aisles as they stand here, but for the one at from: it goes to to, or away where that is -1 */
static GStrv
dup_order (SignetAislesDialog *self,
           guint               from,
           int                 to)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  GtkListBoxRow *row;
  gpointer moved;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list_box, i)) != NULL; i++)
    g_ptr_array_add (order, (char *) signet_aisle_row_get_aisle (SIGNET_AISLE_ROW (row)));
  moved = g_ptr_array_remove_index (order, from);
  if (to >= 0)
    g_ptr_array_insert (order, to, moved);
  g_ptr_array_add (order, NULL);

  return g_strdupv ((GStrv) order->pdata);
}

static void
move_row_cb (gpointer       user_data,
             GtkListBoxRow *row,
             guint          position)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (user_data);
  g_auto (GStrv) order = dup_order (self, (guint) gtk_list_box_row_get_index (row), (int) position);

  keep (self, signet_list_edits_arrange_aisles (self->edits, self->list, (const char * const *) order));
}

/* (nullable): the row that has the focus, or one of its buttons */
static SignetAisleRow *
get_focus_row (SignetAislesDialog *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, SIGNET_TYPE_AISLE_ROW) : NULL;

  return row != NULL ? SIGNET_AISLE_ROW (row) : NULL;
}

static void
move_cb (SignetAislesDialog *self,
         int                 by,
         SignetAisleRow     *row)
{
  int position = (int) signet_aisle_row_get_place (row) + by;

  if (position < 0 || position >= (int) g_hash_table_size (self->rows))
    return;

  move_row_cb (self, GTK_LIST_BOX_ROW (row), (guint) position);
  signet_edge_scroll_show (GTK_WIDGET (row));
  /* at the end the button that was pressed has nothing left to do */
  if (get_focus_row (self) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
renamed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (SignetAislesDialog) self = data;
  g_autofree char *name = signet_name_dialog_run_finish (result, NULL);
  g_autofree char *aisle = g_steal_pointer (&self->renaming);
  g_autofree char *sentence = NULL;
  GtkWidget *row;
  guint edit;

  if (name == NULL || self->edits == NULL || aisle == NULL || g_str_equal (name, aisle))
    return;

  edit = signet_list_edits_rename_aisle (self->edits, self->list, aisle, name);
  if (edit == 0)
    {
      /* Translators: an aisle cannot be given this name */
      sentence = g_strdup_printf (_("There is a “%s” already."), name);
      add_toast (self, sentence, 0);
      return;
    }

  keep (self, edit);
  update (self);
  row = g_hash_table_lookup (self->rows, name);
  if (row != NULL)
    gtk_widget_grab_focus (row);
  /* Translators: old and new name of an aisle */
  sentence = g_strdup_printf (_("“%s” is now “%s”"), aisle, name);
  add_toast (self, sentence, edit);
}

static void
rename_row_cb (SignetAislesDialog *self,
               SignetAisleRow     *row)
{
  g_assert (SIGNET_IS_AISLES_DIALOG (self));

  g_free (self->renaming);
  self->renaming = g_strdup (signet_aisle_row_get_aisle (row));
  signet_name_dialog_run_async (GTK_WINDOW (self), _("Rename Aisle"), _("_Rename"), _("Name of the aisle"),
                                self->renaming, self->cancellable, renamed_cb, g_object_ref (self));
}

static void
forget_row_cb (SignetAislesDialog *self,
               SignetAisleRow     *row)
{
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  g_auto (GStrv) order = dup_order (self, (guint) position, -1);
  /* Translators: an aisle is not kept in the order any more */
  g_autofree char *title = g_strdup_printf (_("“%s” forgotten"), signet_aisle_row_get_aisle (row));
  guint edit = signet_list_edits_arrange_aisles (self->edits, self->list, (const char * const *) order);
  GtkListBoxRow *next;

  keep (self, edit);
  next = gtk_list_box_get_row_at_index (self->list_box, MAX (0, MIN (position, (int) g_hash_table_size (self->rows) - 1)));
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  if (edit != 0)
    add_toast (self, title, edit);
}

static gboolean
move_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (widget);
  SignetAisleRow *row = get_focus_row (self);

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  move_cb (self, g_variant_get_int32 (args), row);

  return GDK_EVENT_STOP;
}

static gboolean
rename_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   data)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (widget);
  SignetAisleRow *row = get_focus_row (self);

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  rename_row_cb (self, row);

  return GDK_EVENT_STOP;
}

static void
undo_nth (SignetAislesDialog *self,
          guint               nth)
{
  guint edit = g_array_index (self->done, guint, nth);

  g_array_remove_index (self->done, nth);
  if (signet_list_edits_undo_one (self->edits, edit, NULL))
    g_array_append_val (self->undone, edit);
  update (self);
}

/* What was done before the dialog opened stays: it cannot be seen here. */
static void
undo_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (widget);

  if (self->done->len > 0)
    undo_nth (self, self->done->len - 1);
}

static void
redo_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (widget);
  guint edit;

  if (self->undone->len == 0)
    return;

  edit = g_array_index (self->undone, guint, self->undone->len - 1);
  g_array_set_size (self->undone, self->undone->len - 1);
  if (signet_list_edits_redo (self->edits, NULL))
    g_array_append_val (self->done, edit);
  update (self);
}

static void
undo_one_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (widget);

  for (guint i = 0; i < self->done->len; i++)
    if (g_array_index (self->done, guint, i) == g_variant_get_uint32 (parameter))
      {
        undo_nth (self, i);
        break;
      }
}

static void
signet_aisles_dialog_dispose (GObject *object)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->edits);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (signet_aisles_dialog_parent_class)->dispose (object);
}

static void
signet_aisles_dialog_finalize (GObject *object)
{
  SignetAislesDialog *self = SIGNET_AISLES_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->rows);
  g_array_unref (self->done);
  g_array_unref (self->undone);
  g_free (self->renaming);

  G_OBJECT_CLASS (signet_aisles_dialog_parent_class)->finalize (object);
}

static void
signet_aisles_dialog_class_init (SignetAislesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_aisles_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_aisles_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-aisles-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetAislesDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SignetAislesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetAislesDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, SignetAislesDialog, list_box);
  gtk_widget_class_install_action (widget_class, "aisles.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "aisles.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "aisles.undo-one", "u", undo_one_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_ALT_MASK, move_key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_ALT_MASK, move_key_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, rename_key_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "aisles.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "aisles.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
signet_aisles_dialog_init (SignetAislesDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  self->done = g_array_new (FALSE, FALSE, sizeof (guint));
  self->undone = g_array_new (FALSE, FALSE, sizeof (guint));

  gtk_widget_init_template (GTK_WIDGET (self));
  signet_edge_scroll_set_up (self->scroller);
  gtk_list_box_set_sort_func (self->list_box, compare_rows, NULL, NULL);
}

/**
 * signet_aisles_dialog_new:
 * @edits: what edits go through, with a household
 * @list: the list that is open
 *
 * Returns: (transfer none): a window that shows the aisles, to be made transient for another
 */
GtkWidget *
signet_aisles_dialog_new (SignetListEdits *edits,
                          SignetList      *list)
{
  SignetAislesDialog *self;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (edits), NULL);
  g_return_val_if_fail (SIGNET_IS_LIST (list), NULL);

  self = g_object_new (SIGNET_TYPE_AISLES_DIALOG, NULL);
  self->edits = g_object_ref (edits);
  self->list = g_object_ref (list);
  g_signal_connect_object (signet_list_edits_get_household (edits), "aisles-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
