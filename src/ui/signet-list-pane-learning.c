/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-pane-private.h"

#include <glib/gi18n.h>

/* What was bought before: learned from the edits, suggested, and kept in a file of its own.  The lists are whole without
 * it, so that nothing here keeps anybody from anything. */

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetListPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (signet_household_load_finish (SIGNET_HOUSEHOLD (object), result, &error) || self->context == NULL)
    return;

  /* Translators: %s is what the system says */
  sentence = g_strdup_printf (_("What was bought before could not be read: %s"), error->message);
  _signet_list_pane_set_trouble (self, sentence, FALSE);
}

static void
forget_cb (SignetListPane   *self,
           SignetSuggestion *suggestion)
{
  g_autofree char *title = NULL;
  guint edit;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (self->list == NULL)
    return;

  edit = signet_list_edits_forget (self->edits, self->list, suggestion);
  /* Translators: %s is an item that was bought before */
  title = g_strdup_printf (_("“%s” is not suggested any more"), suggestion->name);
  _signet_list_pane_undo_toast (self, title, edit);
}

static void
damaged_cb (SignetListPane *self,
            const char     *kept_as)
{
  /* Translators: followed by the name of a file */
  g_autofree char *sentence = g_strdup_printf (_("The file of what was bought before was damaged. It was kept as “%s”. "
                                                 "Suggestions begin anew."), kept_as);

  g_assert (SIGNET_IS_LIST_PANE (self));

  _signet_list_pane_set_trouble (self, sentence, FALSE);
}

/* It is tried again by itself, and said only once. */
static void
save_failed_cb (SignetListPane *self,
                GError         *error)
{
  const char *sentence;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (self->learning_trouble != NULL || gtk_info_bar_get_revealed (self->trouble))
    return;

  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    sentence = _("What was bought could not be noted for suggestions: the disk is full. It stays here until it can.");
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES)
           || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM)
           || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    sentence = _("What was bought could not be noted for suggestions: the folder cannot be written to. It stays here until it can.");
  else
    sentence = _("What was bought could not be noted for suggestions. It stays here until it can.");

  self->learning_trouble = sentence;
  _signet_list_pane_set_trouble (self, sentence, FALSE);
}

static void
saved_cb (SignetListPane *self)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  /* something else may be said there by now */
  if (g_strcmp0 (gtk_label_get_text (self->trouble_label), self->learning_trouble) == 0)
    gtk_info_bar_set_revealed (self->trouble, FALSE);
  self->learning_trouble = NULL;
}

void
_signet_list_pane_start_learning (SignetListPane *self)
{
  SignetHousehold *household = signet_context_get_household (self->context);
  GSettings *settings = signet_context_get_settings (self->context);

  signet_list_edits_set_household (self->edits, household);
  signet_add_entry_set_household (self->add_entry, household);
  if (settings != NULL)
    g_settings_bind (settings, "suggest-items", self->add_entry, "suggest", G_SETTINGS_BIND_GET);

  g_signal_connect_object (self->add_entry, "forget", G_CALLBACK (forget_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (household, "damaged", G_CALLBACK (damaged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (household, "save-failed", G_CALLBACK (save_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (household, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  signet_household_load_async (household, NULL, loaded_cb, g_object_ref (self));
}
