/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-token-file.h"
#include "signet-token.h"
#include "signet-window-private.h"

#include <glib/gi18n.h>

static void
new_list_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);

  signet_window_set_page (self, "list");
  signet_list_pane_new_list (self->list_pane);
}

static void
templates_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);

  signet_window_set_page (self, "list");
  signet_list_pane_show_templates (self->list_pane);
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  signet_list_pane_undo (SIGNET_WINDOW (widget)->list_pane);
}

static void
redo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  signet_list_pane_redo (SIGNET_WINDOW (widget)->list_pane);
}

static void
undo_one_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  signet_list_pane_undo_one (SIGNET_WINDOW (widget)->list_pane, g_variant_get_uint32 (parameter));
}

static void
toast_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  signet_window_add_toast (SIGNET_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
undo_toast_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);
  g_autofree char *markup = NULL;
  const char *title;
  guint edit;
  AdwToast *toast;

  g_variant_get (parameter, "(&su)", &title, &edit);
  markup = g_markup_escape_text (title, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-one");
  adw_toast_set_action_target (toast, "u", edit);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
list_toast_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);
  g_autofree char *markup = NULL;
  const char *title, *id;
  AdwToast *toast;

  g_variant_get (parameter, "(&s&s)", &title, &id);
  markup = g_markup_escape_text (title, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _("_Open"));
  adw_toast_set_action_name (toast, "win.open-list");
  adw_toast_set_action_target (toast, "s", id);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
open_list_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);
  SignetListStore *store = signet_context_get_list_store (self->context);
  SignetList *list = signet_list_store_find (store, g_variant_get_string (parameter, NULL), NULL);

  /* it may have been deleted meanwhile */
  if (list == NULL)
    return;

  signet_list_pane_set_list (self->list_pane, list);
  signet_window_set_page (self, "list");
}

static void
check_token_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  signet_window_check (SIGNET_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
review_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);

  signet_window_set_page (self, "sign");
  if (!gtk_widget_grab_focus (GTK_WIDGET (self->sign_pane)))
    gtk_widget_child_focus (GTK_WIDGET (self->sign_pane), GTK_DIR_TAB_FORWARD);
}

static void
show_publishing_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);

  signet_window_set_page (self, "sign");
  signet_sign_pane_show_publishing (self->sign_pane);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (SIGNET_WINDOW (widget)->menu_button);
}

static void
token_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (SignetWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = signet_token_file_read_finish (result, &error);

  if (token != NULL)
    signet_window_check (self, token);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    signet_window_add_toast (self, _("That file could not be read."));
}

/* On the List page a file is a list, anywhere else a token. */
static gboolean
dropped_cb (SignetWindow *self,
            const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  g_assert (SIGNET_IS_WINDOW (self));

  if (files == NULL)
    return FALSE;

  signet_token_file_read_async (files->data, self->cancellable, token_read_cb, g_object_ref (self));

  return TRUE;
}

/* Whatever the page: a message with a token in it goes to the verifier, any other text nowhere. */
static gboolean
text_dropped_cb (SignetWindow *self,
                 const GValue *value)
{
  const char *text = g_value_get_string (value);
  g_autofree char *token = text != NULL ? signet_token_extract (text, NULL) : NULL;
  guint n_dots = 0;

  g_assert (SIGNET_IS_WINDOW (self));

  for (const char *p = token; p != NULL && *p != '\0'; p++)
    n_dots += *p == '.';
  if (n_dots != 2)
    return FALSE;

  signet_window_check (self, text);

  return TRUE;
}

static void
add_drop_target (SignetWindow *self,
                 GType         type,
                 GCallback     callback)
{
  GtkDropTarget *target = gtk_drop_target_new (type, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", callback, self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
_signet_window_add_drop_targets (SignetWindow *self)
{
  add_drop_target (self, GDK_TYPE_FILE_LIST, G_CALLBACK (dropped_cb));
  add_drop_target (self, G_TYPE_STRING, G_CALLBACK (text_dropped_cb));
}

static void
token_chosen_cb (SignetWindow    *self,
                 int              response,
                 GtkNativeDialog *dialog)
{
  g_assert (SIGNET_IS_WINDOW (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      signet_token_file_read_async (file, self->cancellable, token_read_cb, g_object_ref (self));
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SignetWindow *self = SIGNET_WINDOW (widget);
  GtkFileChooserNative *dialog;

  if (g_strcmp0 (signet_window_get_page (self), "verify") != 0)
    {
      signet_window_set_page (self, "list");
      gtk_widget_activate_action (GTK_WIDGET (self->list_pane), "list.open-file", NULL);
      return;
    }

  dialog = gtk_file_chooser_native_new (_("Open a Token"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (token_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
close_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* Built when first asked for: it has no place in the time to the first frame. */
static void
shortcuts_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (APP_PATH "/ui/help-overlay.ui");
  GtkWindow *overlay = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (overlay, GTK_WINDOW (widget));
  gtk_window_set_destroy_with_parent (overlay, TRUE);
  gtk_window_present (overlay);
}

void
_signet_window_class_actions_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "win.page", "page");
  gtk_widget_class_install_property_action (widget_class, "win.sidebar", "sidebar");
  gtk_widget_class_install_property_action (widget_class, "win.search", "search");
  gtk_widget_class_install_action (widget_class, "win.new-list", NULL, new_list_action);
  gtk_widget_class_install_action (widget_class, "win.templates", NULL, templates_action);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.undo-one", "u", undo_one_action);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "win.undo-toast", "(su)", undo_toast_action);
  gtk_widget_class_install_action (widget_class, "win.list-toast", "(ss)", list_toast_action);
  gtk_widget_class_install_action (widget_class, "win.open-list", "s", open_list_action);
  gtk_widget_class_install_action (widget_class, "win.check-token", "s", check_token_action);
  gtk_widget_class_install_action (widget_class, "win.review", NULL, review_action);
  gtk_widget_class_install_action (widget_class, "win.show-publishing", NULL, show_publishing_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, close_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, GDK_ALT_MASK, "win.page", "s", "list");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_2, GDK_ALT_MASK, "win.page", "s", "sign");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_3, GDK_ALT_MASK, "win.page", "s", "verify");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "win.sidebar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.new-list", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.templates", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "win.open", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "win.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK, "win.shortcuts", NULL);
}

/* The one place that says what can be done now. */
void
_signet_window_actions_update (SignetWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  SignetList *list = self->list_pane != NULL ? signet_list_pane_get_list (self->list_pane) : NULL;
  gboolean on_list = g_strcmp0 (signet_window_get_page (self), "list") == 0;
  gboolean loaded = FALSE, selecting = FALSE, has_list, has_items;
  guint known;

  if (self->list_pane != NULL)
    g_object_get (self->list_pane, "loaded", &loaded, "selecting", &selecting, NULL);

  has_list = list != NULL;
  has_items = has_list && signet_list_get_n_items (list) > 0;
  known = 1u | (guint) on_list << 1 | (guint) has_list << 2 | (guint) has_items << 3 | (guint) loaded << 4
          | (guint) selecting << 5;

  /* GTK tells every widget of the window, also where nothing changed: that takes longer than an edit */
  if (self->actions_known == known)
    return;
  self->actions_known = known;
  gtk_widget_action_set_enabled (widget, "win.sidebar", on_list);
  gtk_widget_action_set_enabled (widget, "win.search", on_list && has_list && !selecting);
  gtk_widget_action_set_enabled (widget, "win.undo", on_list);
  gtk_widget_action_set_enabled (widget, "win.redo", on_list);
  gtk_widget_action_set_enabled (widget, "win.new-list", loaded);
  gtk_widget_action_set_enabled (widget, "win.templates", loaded);
  gtk_widget_action_set_enabled (widget, "win.review", has_items);
}
