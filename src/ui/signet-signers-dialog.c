/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-signers-dialog.h"

#include "signet-signer-form.h"
#include "signet-signers-row.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetSignersDialog
{
  AdwWindow parent_instance;

  /* template widgets */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwPreferencesGroup *group;
  GtkWidget *add_button;

  /* owned */
  SignetContext *context;
  GCancellable *cancellable;
  GPtrArray *rows;           /* of SignetSignersRow, borrowed from the group */
  char *added;               /* nullable: whose row is opened when it comes */
};

G_DEFINE_FINAL_TYPE (SignetSignersDialog, signet_signers_dialog, ADW_TYPE_WINDOW)

static SignetTrustBook *
get_book (SignetSignersDialog *self)
{
  return signet_context_get_trust_book (self->context);
}

static void
add_toast (SignetSignersDialog *self,
           const char          *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

/* (transfer full) (element-type utf8): whose rows are open; takes all rows away */
static GHashTable *
remove_rows (SignetSignersDialog *self)
{
  GHashTable *open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      SignetSignersRow *row = self->rows->pdata[i];

      if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
        g_hash_table_add (open, g_strdup (signet_signer_get_name (signet_signers_row_get_signer (row))));
      adw_preferences_group_remove (self->group, GTK_WIDGET (row));
    }
  g_ptr_array_set_size (self->rows, 0);

  return open;
}

static void
update (SignetSignersDialog *self)
{
  g_autoptr (GHashTable) open = NULL;
  g_autoptr (GPtrArray) signers = NULL;
  gint64 now = signet_verifier_get_now ();

  g_assert (SIGNET_IS_SIGNERS_DIALOG (self));

  open = remove_rows (self);
  signers = signet_trust_book_dup_signers (get_book (self));
  for (guint i = 0; i < signers->len; i++)
    {
      SignetSigner *signer = signers->pdata[i];
      const char *name = signet_signer_get_name (signer);
      GtkWidget *row = signet_signers_row_new (signer, now);

      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row),
                                     g_hash_table_contains (open, name) || g_strcmp0 (name, self->added) == 0);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  g_clear_pointer (&self->added, g_free);
  gtk_stack_set_visible_child_name (self->stack, signers->len > 0 ? "signers" : "empty");
}

/* Cancelled where the window is gone: then nobody is told. */
static gboolean
finish (SignetSignersDialog *self,
        GObject             *book,
        GAsyncResult        *result)
{
  g_autoptr (GError) error = NULL;

  if (signet_trust_book_finish (SIGNET_TRUST_BOOK (book), result, &error))
    return TRUE;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr (SignetWords) words = signet_words_for_problem (error, NULL);

      add_toast (self, words->sentence);
    }

  return FALSE;
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetSignersDialog) self = data;

  finish (self, object, result);
}

static void
added_cb (SignetSignersDialog *self,
          const char          *name)
{
  g_autofree char *clean = signet_words_clean (name, 0);
  g_autofree char *sentence = NULL;

  g_assert (SIGNET_IS_SIGNERS_DIALOG (self));

  /* Translators: %s is a person */
  sentence = g_strdup_printf (_("Call %s and compare the fingerprint"), clean);
  self->added = g_strdup (name);
  update (self);
  add_toast (self, sentence);
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  SignetSignersDialog *self = SIGNET_SIGNERS_DIALOG (widget);
  GtkWidget *form = signet_signer_form_new (self->context);

  gtk_window_set_transient_for (GTK_WINDOW (form), GTK_WINDOW (self));
  g_signal_connect_object (form, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (form));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SignetSignersDialog *self = SIGNET_SIGNERS_DIALOG (widget);
  SignetSigner *signer = signet_trust_book_find (get_book (self), g_variant_get_string (parameter, NULL));
  const SignetSignerKey *known = signer != NULL ? signet_signer_get_known_key (signer) : NULL;
  g_autofree char *fingerprint = NULL;

  if (known == NULL)
    return;

  fingerprint = jot_jwk_dup_fingerprint (known->jwk);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), fingerprint);
  add_toast (self, _("Fingerprint copied"));
}

/* What the answer of the question is needed for. */
typedef struct
{
  SignetSignersDialog *self;
  char *name;
} Removal;

static void
removal_free (gpointer  data,
              GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->self);
  g_free (removal->name);
  g_free (removal);
}

static void
removed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (SignetSignersDialog) self = data;

  if (!finish (self, object, result))
    return;

  /* the row that had the focus is gone */
  gtk_widget_grab_focus (self->add_button);
}

static void
remove_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    Removal          *removal)
{
  SignetSignersDialog *self = removal->self;

  if (g_strcmp0 (response, "remove") != 0 || self->context == NULL)
    return;

  signet_trust_book_remove_async (get_book (self), removal->name, self->cancellable, removed_cb, g_object_ref (self));
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SignetSignersDialog *self = SIGNET_SIGNERS_DIALOG (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  g_autofree char *clean = signet_words_clean (name, 0);
  /* Translators: %s is a person */
  g_autofree char *heading = g_strdup_printf (_("Remove %s?"), clean);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading,
    _("Signet forgets their keys and no longer warns you when one changes. Lists of theirs count as those of a stranger.")));
  Removal *removal = g_new0 (Removal, 1);

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  removal->self = g_object_ref (self);
  removal->name = g_strdup (name);
  g_signal_connect_data (dialog, "response", G_CALLBACK (remove_response_cb), removal, removal_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
signet_signers_dialog_dispose (GObject *object)
{
  SignetSignersDialog *self = SIGNET_SIGNERS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->added, g_free);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_signers_dialog_parent_class)->dispose (object);
}

static void
signet_signers_dialog_finalize (GObject *object)
{
  g_clear_object (&SIGNET_SIGNERS_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (signet_signers_dialog_parent_class)->finalize (object);
}

static void
signet_signers_dialog_class_init (SignetSignersDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_signers_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_signers_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-signers-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignersDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersDialog, group);
  gtk_widget_class_bind_template_child (widget_class, SignetSignersDialog, add_button);
  gtk_widget_class_install_action (widget_class, "signers.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "signers.copy-fingerprint", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "signers.remove", "s", remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
signet_signers_dialog_init (SignetSignersDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_signers_dialog_new:
 * @context: the services
 *
 * Returns: (transfer none): a window that shows the trust book, to be made transient for another
 */
GtkWidget *
signet_signers_dialog_new (SignetContext *context)
{
  SignetSignersDialog *self;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  self = g_object_new (SIGNET_TYPE_SIGNERS_DIALOG, NULL);
  self->context = g_object_ref (context);
  g_signal_connect_object (get_book (self), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  /* another process may have added somebody */
  signet_trust_book_load_async (get_book (self), self->cancellable, loaded_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}
