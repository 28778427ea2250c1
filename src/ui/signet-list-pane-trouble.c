/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-pane-private.h"

#include <glib/gi18n.h>

/* What went wrong with the files of the lists, told above the page. */

void
_signet_list_pane_set_trouble (SignetListPane *self,
                               const char     *sentence,
                               gboolean        can_try)
{
  g_clear_object (&self->trouble_file);
  gtk_label_set_text (self->trouble_label, sentence);
  gtk_button_set_label (GTK_BUTTON (self->trouble_button), _("_Try Again"));
  gtk_widget_set_visible (self->trouble_button, can_try);
  gtk_info_bar_set_show_close_button (self->trouble, !can_try);
  gtk_info_bar_set_revealed (self->trouble, TRUE);
}

static void
save_failed_cb (SignetListPane *self,
                SignetList     *list,
                GError         *error)
{
  const char *sentence;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    sentence = _("This list could not be saved: the disk is full. It stays here until it can.");
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES)
           || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM)
           || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS)
           || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
           || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    sentence = _("This list could not be saved: its folder cannot be written to. It stays here until it can.");
  else
    sentence = _("This list could not be saved. It stays here until it can.");

  _signet_list_pane_set_trouble (self, sentence, TRUE);
}

static void
saved_cb (SignetListPane *self)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  if (gtk_widget_get_visible (self->trouble_button) && self->trouble_file == NULL && !signet_list_store_has_unsaved (self->store)
      && !signet_list_store_has_unsaved (signet_context_get_templates (self->context)))
    gtk_info_bar_set_revealed (self->trouble, FALSE);
}

static void
damaged_cb (SignetListPane *self,
            const char     *kept_as)
{
  /* Translators: followed by the name of a file */
  g_autofree char *sentence = g_strdup_printf (_("The file of a list was damaged. It was kept as “%s”."), kept_as);

  g_assert (SIGNET_IS_LIST_PANE (self));

  _signet_list_pane_set_trouble (self, sentence, FALSE);
}

void
_signet_list_pane_trouble_response_cb (SignetListPane *self,
                                       int             response)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  gtk_info_bar_set_revealed (self->trouble, FALSE);
  if (response == GTK_RESPONSE_ACCEPT && self->trouble_file != NULL)
    {
      signet_list_pane_open_file (self, self->trouble_file);
    }
  else if (response == GTK_RESPONSE_ACCEPT)
    {
      signet_list_store_flush_async (self->store, NULL, NULL, NULL);
      signet_list_store_flush_async (signet_context_get_templates (self->context), NULL, NULL, NULL);
    }
}

/* Ours is in the file; theirs can be looked at as a list of its own. */
static void
conflict_cb (SignetListPane *self,
             SignetList     *list,
             const char     *kept_as)
{
  g_autofree char *sentence = NULL;

  g_assert (SIGNET_IS_LIST_PANE (self));

  /* Translators: %s is the name of a list */
  sentence = g_strdup_printf (_("Another program changed “%s” at the same time. Your version counts; the other one was kept."),
                              signet_list_get_name (list));
  _signet_list_pane_set_trouble (self, sentence, TRUE);
  self->trouble_file = g_file_new_build_filename (signet_list_store_get_folder (self->store), kept_as, NULL);
  gtk_button_set_label (GTK_BUTTON (self->trouble_button), _("_Open It"));
  gtk_info_bar_set_show_close_button (self->trouble, TRUE);
}

static void
template_save_failed_cb (SignetListPane *self,
                         SignetList     *template,
                         GError         *error)
{
  g_autofree char *sentence = NULL;

  g_assert (SIGNET_IS_LIST_PANE (self));

  /* Translators: %s is the name of a template */
  sentence = g_strdup_printf (_("The template “%s” could not be saved. It stays here until it can."),
                              signet_list_get_name (template));
  _signet_list_pane_set_trouble (self, sentence, TRUE);
}

static void
template_damaged_cb (SignetListPane *self,
                     const char     *kept_as)
{
  /* Translators: followed by the name of a file */
  g_autofree char *sentence = g_strdup_printf (_("The file of a template was damaged. It was kept as “%s”."), kept_as);

  g_assert (SIGNET_IS_LIST_PANE (self));

  _signet_list_pane_set_trouble (self, sentence, FALSE);
}

void
_signet_list_pane_watch_trouble (SignetListPane *self)
{
  SignetListStore *templates = signet_context_get_templates (self->context);

  g_signal_connect_object (templates, "save-failed", G_CALLBACK (template_save_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (templates, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (templates, "damaged", G_CALLBACK (template_damaged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "save-failed", G_CALLBACK (save_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "damaged", G_CALLBACK (damaged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "conflict", G_CALLBACK (conflict_cb), self, G_CONNECT_SWAPPED);
}
