/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-keys-dialog-private.h"

#include "signet-passphrase-dialog.h"

#include <glib/gi18n.h>

/* A file that keys go to or come from. */
typedef struct
{
  SignetKeysDialog *self;
  GFile *file;
  JotSecret *passphrase;
  void (*chosen) (gpointer exchange);
} Exchange;

static Exchange *
exchange_new (SignetKeysDialog *self,
              GFile            *file)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->self = g_object_ref (self);
  if (file != NULL)
    exchange->file = g_object_ref (file);

  return exchange;
}

static void
exchange_free (Exchange *exchange)
{
  g_object_unref (exchange->self);
  g_clear_object (&exchange->file);
  g_clear_pointer (&exchange->passphrase, jot_secret_unref);
  g_free (exchange);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_free)

static void
file_chosen_cb (GtkNativeDialog *dialog,
                int              response,
                Exchange        *exchange)
{
  if (response == GTK_RESPONSE_ACCEPT && exchange->self->keys != NULL)
    {
      exchange->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      exchange->chosen (exchange);
    }
  exchange_free (exchange);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* exchange: (transfer full) */
static void
choose_file (Exchange             *exchange,
             GtkFileChooserAction  action,
             const char           *title,
             const char           *accept,
             const char           *name)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (exchange->self), action, accept, _("_Cancel"));

  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (file_chosen_cb), exchange);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SignetKeysDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  _signet_keys_dialog_set_busy (self, FALSE);
  if (signet_own_keys_finish (SIGNET_OWN_KEYS (source), result, NULL, &error))
    _signet_keys_dialog_toast (self, _("Keys backed up"));
  else if (self->keys != NULL)
    _signet_keys_dialog_tell (self, error);
}

static void
back_up_to_file (gpointer data)
{
  Exchange *exchange = data;

  _signet_keys_dialog_set_busy (exchange->self, TRUE);
  signet_own_keys_back_up_async (exchange->self->keys, exchange->file, exchange->passphrase, NULL,
                                 backed_up_cb, g_object_ref (exchange->self));
}

static void
new_passphrase_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (SignetKeysDialog) self = user_data;
  g_autoptr (JotSecret) passphrase = signet_passphrase_dialog_run_finish (result, NULL);
  Exchange *exchange;

  if (passphrase == NULL || self->keys == NULL)
    return;

  exchange = exchange_new (self, NULL);
  exchange->passphrase = jot_secret_ref (passphrase);
  exchange->chosen = back_up_to_file;
  /* Translators: a file name; keep “.pem” */
  choose_file (exchange, GTK_FILE_CHOOSER_ACTION_SAVE, _("Back Up Your Keys"), _("_Save"), _("Signet keys.pem"));
}

static void
back_up_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  signet_passphrase_dialog_run_async (GTK_WINDOW (widget), SIGNET_PASSPHRASE_TWICE, _("Back Up Your Keys"),
                                      _("Without this passphrase nobody can use the file, not even you."),
                                      _("_Save…"), new_passphrase_cb, g_object_ref (widget));
}

static void run_restore (Exchange *exchange);
static void run_import  (Exchange *exchange);

static void
restore_passphrase_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (Exchange) exchange = user_data;

  g_clear_pointer (&exchange->passphrase, jot_secret_unref);
  exchange->passphrase = signet_passphrase_dialog_run_finish (result, NULL);
  if (exchange->passphrase != NULL && exchange->self->keys != NULL)
    run_restore (g_steal_pointer (&exchange));
}

static void
import_passphrase_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (Exchange) exchange = user_data;

  g_clear_pointer (&exchange->passphrase, jot_secret_unref);
  exchange->passphrase = signet_passphrase_dialog_run_finish (result, NULL);
  if (exchange->passphrase != NULL && exchange->self->keys != NULL)
    run_import (g_steal_pointer (&exchange));
}

/* exchange: (transfer full) */
static void
ask_to_restore (gpointer data)
{
  Exchange *exchange = data;

  signet_passphrase_dialog_run_async (GTK_WINDOW (exchange->self), SIGNET_PASSPHRASE_ONCE, _("Restore Your Keys"),
                                      _("Type the passphrase of this backup. Keys that are here already stay as they are."),
                                      _("_Restore"), restore_passphrase_cb, exchange);
}

/* exchange: (transfer full) */
static void
ask_to_import (gpointer data)
{
  Exchange *exchange = data;

  signet_passphrase_dialog_run_async (GTK_WINDOW (exchange->self), SIGNET_PASSPHRASE_ONCE, _("Import a Key"),
                                      _("This key is locked with a passphrase."), _("_Import"), import_passphrase_cb, exchange);
}

static void
retry_cb (AdwMessageDialog *dialog,
          const char       *response,
          Exchange         *exchange)
{
  if (g_strcmp0 (response, "retry") == 0 && exchange->self->keys != NULL)
    exchange->chosen (exchange);
  else
    exchange_free (exchange);
}

/* exchange: (transfer full): offered once more to a passphrase that was wrong */
static void
tell (Exchange     *exchange,
      const GError *error)
{
  AdwMessageDialog *dialog;

  if (exchange->self->keys == NULL)
    {
      exchange_free (exchange);
      return;
    }

  dialog = _signet_keys_dialog_tell (exchange->self, error);
  if (signet_own_keys_is_passphrase_wrong (error))
    {
      adw_message_dialog_add_response (dialog, "retry", _("_Try Again"));
      adw_message_dialog_set_default_response (dialog, "retry");
    }
  g_signal_connect (dialog, "response", G_CALLBACK (retry_cb), exchange);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Exchange) exchange = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  guint n = 0;

  _signet_keys_dialog_set_busy (exchange->self, FALSE);
  if (!signet_own_keys_finish (SIGNET_OWN_KEYS (source), result, &n, &error))
    {
      exchange->chosen = ask_to_restore;
      tell (g_steal_pointer (&exchange), error);
      return;
    }

  if (n > 0)
    title = g_strdup_printf (ngettext ("%u key restored", "%u keys restored", n), n);
  _signet_keys_dialog_toast (exchange->self, title != NULL ? title : _("All keys of this backup are here already"));
}

static void
run_restore (Exchange *exchange)
{
  _signet_keys_dialog_set_busy (exchange->self, TRUE);
  signet_own_keys_restore_async (exchange->self->keys, exchange->file, exchange->passphrase, NULL, restored_cb, exchange);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Exchange) exchange = user_data;
  g_autoptr (GError) error = NULL;

  _signet_keys_dialog_set_busy (exchange->self, FALSE);
  if (signet_own_keys_finish (SIGNET_OWN_KEYS (source), result, NULL, &error))
    {
      _signet_keys_dialog_toast (exchange->self, _("Key imported"));
    }
  else if (signet_own_keys_is_passphrase_wrong (error) && exchange->passphrase == NULL && exchange->self->keys != NULL)
    {
      /* only now is there something to ask for */
      ask_to_import (g_steal_pointer (&exchange));
    }
  else
    {
      exchange->chosen = ask_to_import;
      tell (g_steal_pointer (&exchange), error);
    }
}

static void
run_import (Exchange *exchange)
{
  _signet_keys_dialog_set_busy (exchange->self, TRUE);
  signet_own_keys_import_async (exchange->self->keys, exchange->file, exchange->passphrase, NULL, imported_cb, exchange);
}

static void
restore_chosen (gpointer data)
{
  Exchange *exchange = data;

  ask_to_restore (exchange_new (exchange->self, exchange->file));
}

static void
import_chosen (gpointer data)
{
  Exchange *exchange = data;

  run_import (exchange_new (exchange->self, exchange->file));
}

static void
restore_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  Exchange *exchange = exchange_new (SIGNET_KEYS_DIALOG (widget), NULL);

  exchange->chosen = restore_chosen;
  choose_file (exchange, GTK_FILE_CHOOSER_ACTION_OPEN, _("Restore Your Keys"), _("_Open"), NULL);
}

static void
import_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  Exchange *exchange = exchange_new (SIGNET_KEYS_DIALOG (widget), NULL);

  exchange->chosen = import_chosen;
  choose_file (exchange, GTK_FILE_CHOOSER_ACTION_OPEN, _("Import a Key"), _("_Open"), NULL);
}

void
_signet_keys_dialog_class_files_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "keys.back-up", NULL, back_up_action);
  gtk_widget_class_install_action (widget_class, "keys.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "keys.import", NULL, import_action);
}
