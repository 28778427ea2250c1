/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-signer-form.h"

#include "signet-http-consent.h"
#include "signet-signer-source.h"
#include "signet-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SignetSignerForm
{
  AdwWindow parent_instance;

  /* template widgets */
  GtkEditable *name_row;
  GtkEditable *source_row;
  GtkSpinner *spinner;
  GtkLabel *complaint;
  GtkWidget *allow_button;

  /* owned */
  SignetContext *context;
  GCancellable *cancellable;

  /* plain */
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (SignetSignerForm, signet_signer_form, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

/* The one place that says what can be done now. */
static void
update (SignetSignerForm *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *source = dup_text (self->source_row);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "signer.add", !self->is_busy && *source != '\0' && *name != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "signer.choose-file", !self->is_busy);
  gtk_editable_set_editable (self->name_row, !self->is_busy);
  gtk_editable_set_editable (self->source_row, !self->is_busy);
}

static void
set_busy (SignetSignerForm *self,
          gboolean          is_busy)
{
  self->is_busy = is_busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  update (self);
}

static void
changed_cb (SignetSignerForm *self)
{
  g_assert (SIGNET_IS_SIGNER_FORM (self));

  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->source_row), "error");
  gtk_widget_hide (GTK_WIDGET (self->complaint));
  gtk_widget_hide (self->allow_button);
  update (self);
}

static void
complain (SignetSignerForm *self,
          GtkEditable      *row,
          const char       *sentence)
{
  set_busy (self, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_label_set_text (self->complaint, sentence);
  gtk_widget_show (GTK_WIDGET (self->complaint));
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (SignetSignerForm) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!signet_trust_book_finish (SIGNET_TRUST_BOOK (object), result, &error))
    {
      g_autoptr (SignetWords) words = NULL;

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      words = signet_words_for_problem (error, NULL);
      complain (self, self->name_row, words->sentence);
      return;
    }

  name = dup_text (self->name_row);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, name);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* Why there are no keys: of a key set what the verifier would say, of a file what the system says. */
static char *
describe (const GError *error)
{
  g_autoptr (SignetWords) words = NULL;

  if (error->domain == G_IO_ERROR)
    return g_strdup (_("That file could not be read."));

  words = signet_words_for_problem (error, NULL);
  return g_strdup (words->sentence);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetSignerForm) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetSignerSource) keys = signet_signer_source_load_finish (result, &error);
  g_autoptr (SignetSigner) signer = NULL;
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (keys == NULL)
    {
      g_autofree char *sentence = describe (error);
      g_autofree char *source = dup_text (self->source_row);

      complain (self, self->source_row, sentence);
      gtk_widget_set_visible (self->allow_button,
                              signet_http_consent_can_ask (signet_context_get_settings (self->context), source, error));
      return;
    }

  name = dup_text (self->name_row);
  signer = signet_signer_new (name, keys->url, keys->jwks, NULL, signet_verifier_get_now ());
  if (signer == NULL)
    {
      complain (self, self->source_row, _("There is no key that Signet can use."));
      return;
    }

  signet_trust_book_add_async (signet_context_get_trust_book (self->context), signer, self->cancellable,
                               added_cb, g_object_ref (self));
}

static void
add (SignetSignerForm *self)
{
  GSettings *settings = signet_context_get_settings (self->context);
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *source = dup_text (self->source_row);

  if (!signet_signer_is_name (name))
    {
      complain (self, self->name_row, _("Say who it is: a name that you will know again."));
      return;
    }
  /* before anything is fetched */
  if (signet_trust_book_find (signet_context_get_trust_book (self->context), name) != NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_EXISTS, name);
      g_autoptr (SignetWords) words = signet_words_for_problem (error, NULL);

      complain (self, self->name_row, words->sentence);
      return;
    }

  changed_cb (self);
  set_busy (self, TRUE);
  signet_signer_source_load_async (self->context, source, signet_http_consent_is_given (settings, source),
                                   self->cancellable, loaded_cb, g_object_ref (self));
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  add (SIGNET_SIGNER_FORM (widget));
}

static void
allow_http_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SignetSignerForm *self = SIGNET_SIGNER_FORM (widget);
  g_autofree char *source = dup_text (self->source_row);

  signet_http_consent_give (signet_context_get_settings (self->context), source);
  add (self);
}

/* A key card says whose it is; what the user has typed stays. */
static void
card_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (SignetSignerForm) self = data;
  g_autoptr (SignetSignerSource) keys = signet_signer_source_load_finish (result, NULL);
  g_autofree char *typed = NULL;
  g_autofree char *name = NULL;

  if (keys == NULL || keys->name == NULL || self->context == NULL)
    return;

  typed = dup_text (self->name_row);
  name = signet_words_clean (keys->name, SIGNET_SIGNER_MAX_NAME);
  if (*typed == '\0')
    gtk_editable_set_text (self->name_row, name);
}

static void
file_chosen_cb (SignetSignerForm *self,
                int               response,
                GtkNativeDialog  *dialog)
{
  g_assert (SIGNET_IS_SIGNER_FORM (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      signet_signer_form_set_file (self, file);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_file_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Choose a File"), GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), widget, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
signet_signer_form_dispose (GObject *object)
{
  SignetSignerForm *self = SIGNET_SIGNER_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_signer_form_parent_class)->dispose (object);
}

static void
signet_signer_form_finalize (GObject *object)
{
  g_clear_object (&SIGNET_SIGNER_FORM (object)->cancellable);

  G_OBJECT_CLASS (signet_signer_form_parent_class)->finalize (object);
}

static void
signet_signer_form_class_init (SignetSignerFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_signer_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_signer_form_finalize;

  signals[SIGNAL_ADDED] =
    g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-signer-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignerForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, SignetSignerForm, source_row);
  gtk_widget_class_bind_template_child_full (widget_class, "add_button", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, SignetSignerForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, SignetSignerForm, complaint);
  gtk_widget_class_bind_template_child (widget_class, SignetSignerForm, allow_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "signer.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "signer.allow-http", NULL, allow_http_action);
  gtk_widget_class_install_action (widget_class, "signer.choose-file", NULL, choose_file_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
signet_signer_form_init (SignetSignerForm *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * signet_signer_form_new:
 * @context: the services
 *
 * Returns: (transfer none): a window, to be made transient for another
 */
GtkWidget *
signet_signer_form_new (SignetContext *context)
{
  SignetSignerForm *self;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  self = g_object_new (SIGNET_TYPE_SIGNER_FORM, NULL);
  self->context = g_object_ref (context);

  return GTK_WIDGET (self);
}

/**
 * signet_signer_form_set_file:
 * @self: the form
 * @file: a key card, a key set or a public key
 *
 * Takes the keys from a file; where it is a key card, its name is suggested.
 */
void
signet_signer_form_set_file (SignetSignerForm *self,
                             GFile            *file)
{
  g_autofree char *path = NULL;

  g_return_if_fail (SIGNET_IS_SIGNER_FORM (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_get_path (file);
  if (path == NULL || !g_utf8_validate (path, -1, NULL))
    {
      g_free (path);
      path = g_file_get_uri (file);
    }
  gtk_editable_set_text (self->source_row, path);
  signet_signer_source_load_async (self->context, path, FALSE, self->cancellable, card_read_cb, g_object_ref (self));
}
