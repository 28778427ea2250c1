/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-pane-private.h"
#include "signet-templates-dialog.h"

#include <glib/gi18n.h>

/* Lists that are needed again and again. */

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetListPane) self = data;
  g_autoptr (GError) error = NULL;

  if (!signet_list_store_load_finish (SIGNET_LIST_STORE (object), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *sentence = g_strdup_printf (_("Your templates could not be read: %s"), error->message);

      _signet_list_pane_set_trouble (self, sentence, FALSE);
    }
}

/* They are read once the lists are there to be seen. */
static void
lists_loaded_cb (SignetListPane *self)
{
  signet_list_store_load_async (signet_list_edits_get_templates (self->edits), self->cancellable, loaded_cb,
                                g_object_ref (self));
}

void
_signet_list_pane_start_templates (SignetListPane *self)
{
  SignetListStore *templates = signet_context_get_templates (self->context);

  signet_list_edits_set_templates (self->edits, templates);
  signet_list_sidebar_set_templates (self->sidebar, G_LIST_MODEL (templates));
  g_signal_connect (self, "notify::loaded", G_CALLBACK (lists_loaded_cb), NULL);
}

void
_signet_list_pane_save_as_template_action (GtkWidget  *widget,
                                           const char *action,
                                           GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  const char *name = signet_list_get_name (self->list);
  gboolean replaced;
  guint edit = signet_list_edits_save_template (self->edits, self->list, &replaced);
  /* Translators: a list was kept as a template, under its name */
  g_autofree char *title = replaced ? g_strdup_printf (_("Template “%s” replaced"), name)
                                    : g_strdup_printf (_("Template “%s” saved"), name);

  _signet_list_pane_undo_toast (self, title, edit);
}

static void
use (SignetListPane *self,
     SignetList     *template)
{
  SignetList *list;

  g_assert (SIGNET_IS_LIST_PANE (self));

  signet_list_edits_use_template (self->edits, template, &list);
  signet_list_pane_set_list (self, list);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
_signet_list_pane_new_from_template_action (GtkWidget  *widget,
                                            const char *action,
                                            GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  SignetListStore *templates = signet_list_edits_get_templates (self->edits);
  SignetList *template = signet_list_store_find (templates, g_variant_get_string (parameter, NULL), NULL);

  /* another program may have deleted it */
  if (template != NULL)
    use (self, template);
}

/**
 * signet_list_pane_show_templates:
 * @self: the page
 *
 * Shows the templates: to make a list of one, to rename or delete them.
 */
void
signet_list_pane_show_templates (SignetListPane *self)
{
  GtkWidget *dialog;

  g_return_if_fail (SIGNET_IS_LIST_PANE (self));

  if (!self->loaded)
    return;

  dialog = signet_templates_dialog_new (self->edits);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (use), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (dialog));
}
