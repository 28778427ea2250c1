/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-history-dialog.h"

#include "signet-history-row.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetHistoryDialog
{
  AdwWindow parent_instance;

  /* template widgets */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkEditable *search;
  GtkStack *found_stack;
  GtkListView *list_view;

  /* owned */
  SignetContext *context;
  GCancellable *cancellable;
  GListStore *rows;              /* of SignetHistoryEntry, and before each day its name as GtkStringObject */
  GtkSingleSelection *selection;
  GPtrArray *forgotten;          /* nullable: what Undo brings back */
};

G_DEFINE_FINAL_TYPE (SignetHistoryDialog, signet_history_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static SignetHistory *
get_history (SignetHistoryDialog *self)
{
  return signet_context_get_history (self->context);
}

/* (transfer none) (nullable): NULL for the name of a day, and where nothing is selected */
static SignetHistoryEntry *
get_selected (SignetHistoryDialog *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  return SIGNET_IS_HISTORY_ENTRY (item) ? item : NULL;
}

/* The one place that says what can be done now. */
static void
update_actions (SignetHistoryDialog *self)
{
  SignetHistoryEntry *entry = get_selected (self);
  GListModel *model = signet_history_get_model (get_history (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.open", entry != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.forget", entry != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.forget-everything", g_list_model_get_n_items (model) > 0);
}

/* Whoever opens it looks for something. Not before it is shown: to a screen reader a window that has a focus earlier is
 * none (GTK 4.8). */
static void
focus_search (SignetHistoryDialog *self)
{
  g_assert (SIGNET_IS_HISTORY_DIALOG (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "entries") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* Those that are searched for, newest first, under the names of their days. */
static void
update (SignetHistoryDialog *self)
{
  GListModel *model;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *day = NULL;
  gint64 now = signet_verifier_get_now ();
  gboolean had_entries;
  guint n;

  g_assert (SIGNET_IS_HISTORY_DIALOG (self));

  model = signet_history_get_model (get_history (self));
  n = g_list_model_get_n_items (model);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (model, i);
      g_autofree char *its_day = NULL;

      if (!signet_history_entry_matches (entry, gtk_editable_get_text (self->search)))
        continue;
      its_day = signet_history_row_dup_day (entry, now);
      if (g_strcmp0 (day, its_day) != 0)
        {
          g_ptr_array_add (rows, gtk_string_object_new (its_day));
          g_free (day);
          day = g_steal_pointer (&its_day);
        }
      g_ptr_array_add (rows, g_steal_pointer (&entry));
    }

  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata, rows->len);
  had_entries = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "entries") == 0;
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "entries" : "empty");
  if (n > 0 && !had_entries)
    focus_search (self);
  gtk_stack_set_visible_child_name (self->found_stack, rows->len > 0 ? "list" : "nothing");
  update_actions (self);
}

static gboolean
is_entry (SignetHistoryDialog *self,
          guint                position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  return item != NULL && SIGNET_IS_HISTORY_ENTRY (item);
}

static GtkWidget *
new_header (const char *day,
            gboolean    is_first)
{
  /* a role that has a name, in any version */
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *label = gtk_label_new (day);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "item-header");
  if (is_first)
    gtk_widget_add_css_class (box, "top");
  /* a row without focus keeps Tab and the arrow keys from all after it, and in GTK 4.8 this one has none of its own */
  gtk_widget_set_focusable (box, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, day, -1);

  return box;
}

/* Rows look like a boxed list for each day. */
static void
bind_cb (SignetHistoryDialog *self,
         GtkListItem         *list_item)
{
  gpointer item = gtk_list_item_get_item (list_item);
  guint position = gtk_list_item_get_position (list_item);
  gboolean is_header = !SIGNET_IS_HISTORY_ENTRY (item);
  GtkWidget *child;
  g_autofree char *name = NULL;

  gtk_list_item_set_selectable (list_item, !is_header);
  gtk_list_item_set_activatable (list_item, !is_header);
  /* from GTK 4.12 on what cannot be selected takes no focus unless one says so, nor does what is in it */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (list_item), "focusable") != NULL)
    g_object_set (list_item, "focusable", TRUE, NULL);
  if (is_header)
    {
      const char *day = gtk_string_object_get_string (GTK_STRING_OBJECT (item));

      child = new_header (day, position == 0);
      name = g_strdup (day);
    }
  else
    {
      SignetHistoryNow state = signet_context_judge_entry (self->context, item);

      child = signet_history_row_new (item, state);
      name = signet_history_row_dup_name (item, state);
      gtk_widget_add_css_class (child, "item-row");
      if (!is_entry (self, position - 1))
        gtk_widget_add_css_class (child, "first");
      if (!is_entry (self, position + 1))
        gtk_widget_add_css_class (child, "last");
      else
        gtk_widget_add_css_class (child, "sep");
    }

  gtk_list_item_set_child (list_item, child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (child)), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
unbind_cb (SignetHistoryDialog *self,
           GtkListItem         *list_item)
{
  gtk_list_item_set_child (list_item, NULL);
}

static void
add_toast (SignetHistoryDialog *self,
           const char          *sentence)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (sentence));
}

static void
open_entry (SignetHistoryDialog *self,
            SignetHistoryEntry  *entry)
{
  if (signet_history_entry_get_token (entry) == NULL)
    {
      add_toast (self, _("This token was not kept: it may still open doors."));
      return;
    }

  g_signal_emit (self, signals[SIGNAL_OPEN], 0, entry);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
activate_cb (SignetHistoryDialog *self,
             guint                position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (item != NULL && SIGNET_IS_HISTORY_ENTRY (item))
    open_entry (self, SIGNET_HISTORY_ENTRY (item));
}

/* Enter opens the newest that was found, as one expects who has searched for it. */
static void
search_activated_cb (SignetHistoryDialog *self)
{
  g_assert (SIGNET_IS_HISTORY_DIALOG (self));

  activate_cb (self, 1);
}

static void
stop_search_cb (SignetHistoryDialog *self)
{
  g_assert (SIGNET_IS_HISTORY_DIALOG (self));

  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
open_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SignetHistoryDialog *self = SIGNET_HISTORY_DIALOG (widget);

  open_entry (self, get_selected (self));
}

/* Cancelled where the window is gone: then nobody is told. */
static void
tell (SignetHistoryDialog *self,
      const GError        *error)
{
  g_autoptr (SignetWords) words = NULL;
  g_autofree char *markup = NULL;

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  words = signet_words_for_problem (error, NULL);
  markup = g_markup_escape_text (words->sentence, -1);
  add_toast (self, markup);
}

static void
forgotten_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (SignetHistoryDialog) self = data;
  g_autoptr (GError) error = NULL;

  signet_history_forget_finish (SIGNET_HISTORY (object), result, &error);
  tell (self, error);
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (SignetHistoryDialog) self = data;
  g_autoptr (GError) error = NULL;

  signet_history_add_finish (SIGNET_HISTORY (object), result, &error);
  tell (self, error);
}

static void
forget_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SignetHistoryDialog *self = SIGNET_HISTORY_DIALOG (widget);
  SignetHistoryEntry *entry = get_selected (self);
  guint position = gtk_single_selection_get_selected (self->selection);
  AdwToast *toast = adw_toast_new (_("Forgotten"));

  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
  self->forgotten = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->forgotten, g_object_ref (entry));
  /* the files go also where the window is closed at once */
  signet_history_forget_async (get_history (self), self->forgotten, NULL, forgotten_cb, g_object_ref (self));

  /* the one that is in its place now, else the one before */
  if (!is_entry (self, position))
    position--;
  if (is_entry (self, position))
    {
      gtk_single_selection_set_selected (self->selection, position);
      gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
    }

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "history.undo");
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SignetHistoryDialog *self = SIGNET_HISTORY_DIALOG (widget);

  for (guint i = 0; self->forgotten != NULL && i < self->forgotten->len; i++)
    signet_history_add_async (get_history (self), self->forgotten->pdata[i], NULL, added_cb, g_object_ref (self));
  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
}

static void
forget_everything_response_cb (SignetHistoryDialog *self,
                               const char          *response)
{
  GListModel *model;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  g_assert (SIGNET_IS_HISTORY_DIALOG (self));

  if (g_strcmp0 (response, "forget") != 0 || self->context == NULL)
    return;

  model = signet_history_get_model (get_history (self));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (all, g_list_model_get_item (model, i));
  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
  signet_history_forget_async (get_history (self), all, NULL, forgotten_cb, g_object_ref (self));
}

static void
forget_everything_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  SignetHistoryDialog *self = SIGNET_HISTORY_DIALOG (widget);
  guint n = g_list_model_get_n_items (signet_history_get_model (get_history (self)));
  g_autofree char *body =
    g_strdup_printf (ngettext ("%u entry will be gone. What was changed in a list can then no longer be shown. This cannot be undone.",
                               "%u entries will be gone. What was changed in a list can then no longer be shown. This cannot be undone.",
                               n), n);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Forget Everything?"), body));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "forget", _("_Forget Everything"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "forget", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (forget_everything_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
forget_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   data)
{
  SignetHistoryDialog *self = data;

  return get_selected (self) != NULL && gtk_widget_activate_action (GTK_WIDGET (self), "history.forget", NULL);
}

/* In the list alone: in the search it deletes what was typed. */
static void
add_delete_key (SignetHistoryDialog *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_keyval_trigger_new (GDK_KEY_Delete, 0);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (trigger, gtk_callback_action_new (forget_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), controller);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetHistoryDialog) self = data;
  g_autoptr (GError) error = NULL;
  guint n;

  signet_history_load_finish (SIGNET_HISTORY (object), result, &error);
  tell (self, error);
  n = signet_history_get_n_damaged (SIGNET_HISTORY (object));
  if (n > 0)
    {
      g_autofree char *sentence =
        g_strdup_printf (ngettext ("%u file of the history cannot be read. It stays where it is.",
                                   "%u files of the history cannot be read. They stay where they are.", n), n);

      add_toast (self, sentence);
    }
}

static void
signet_history_dialog_dispose (GObject *object)
{
  SignetHistoryDialog *self = SIGNET_HISTORY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_history_dialog_parent_class)->dispose (object);
}

static void
signet_history_dialog_finalize (GObject *object)
{
  g_clear_object (&SIGNET_HISTORY_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (signet_history_dialog_parent_class)->finalize (object);
}

static void
signet_history_dialog_class_init (SignetHistoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_history_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_history_dialog_finalize;

  signals[SIGNAL_OPEN] =
    g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_HISTORY_ENTRY);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-history-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetHistoryDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SignetHistoryDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetHistoryDialog, search);
  gtk_widget_class_bind_template_child (widget_class, SignetHistoryDialog, found_stack);
  gtk_widget_class_bind_template_child (widget_class, SignetHistoryDialog, list_view);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_install_action (widget_class, "history.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "history.forget", NULL, forget_action);
  gtk_widget_class_install_action (widget_class, "history.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "history.forget-everything", NULL, forget_everything_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
signet_history_dialog_init (SignetHistoryDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_list_store_new (G_TYPE_OBJECT);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);

  gtk_widget_init_template (GTK_WIDGET (self));
  add_delete_key (self);
  g_signal_connect (self, "map", G_CALLBACK (focus_search), NULL);
}

/**
 * signet_history_dialog_new:
 * @context: the services
 *
 * Returns: (transfer none): a window that shows the history, to be made transient for another
 */
GtkWidget *
signet_history_dialog_new (SignetContext *context)
{
  SignetHistoryDialog *self;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  self = g_object_new (SIGNET_TYPE_HISTORY_DIALOG, NULL);
  self->context = g_object_ref (context);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (signet_history_get_model (get_history (self)), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  /* another process may have added something */
  signet_history_load_async (get_history (self), signet_verifier_get_now (), self->cancellable, loaded_cb,
                             g_object_ref (self));

  return GTK_WIDGET (self);
}
