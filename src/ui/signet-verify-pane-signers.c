/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-verify-pane-private.h"

#include "signet-words.h"

#include <glib/gi18n.h>

static SignetTrustBook *
get_book (SignetVerifyPane *self)
{
  return signet_context_get_trust_book (self->context);
}

/* Says why the trust book could not be read or written; silence where the page is gone. */
static gboolean
finish (SignetVerifyPane  *self,
        GObject           *book,
        GAsyncResult      *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetWords) words = NULL;

  if (signet_trust_book_finish (SIGNET_TRUST_BOOK (book), result, &error))
    return TRUE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  words = signet_words_for_problem (error, NULL);
  _signet_verify_pane_toast (self, words->sentence);

  return FALSE;
}

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (SignetVerifyPane) self = data;

  finish (self, object, result);
}

void
_signet_verify_pane_load_book (SignetVerifyPane *self)
{
  SignetTrustBook *book = get_book (self);

  signet_signed_by_set_book (self->signed_by, book);
  /* after the row, which is then up to date */
  g_signal_connect_object (book, "changed", G_CALLBACK (_signet_verify_pane_update), self, G_CONNECT_SWAPPED);
  signet_trust_book_load_async (book, self->cancellable, done_cb, g_object_ref (self));
}

void
_signet_verify_pane_signer_chosen (SignetVerifyPane *self)
{
  self->own = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), signet_signed_by_get_signer (self->signed_by) == NULL);
  _signet_verify_pane_check (self, SIGNET_CHECK_QUIETLY);
}

static void
choose_signer (SignetVerifyPane *self,
               const char       *name)
{
  if (!signet_signed_by_select (self->signed_by, name))
    return;

  self->own = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), name == NULL);
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}

/* Nobody was asked, since nobody was named. */
static gboolean
is_unasked (SignetVerifyPane *self)
{
  return signet_report_get_state (self->report) == SIGNET_REPORT_NOT_CHECKED && signet_report_get_code (self->report) == NULL;
}

gboolean
_signet_verify_pane_suggest (SignetVerifyPane *self)
{
  JotClaims *claims = self->report != NULL ? signet_report_get_claims (self->report) : NULL;
  const char *issuer = claims != NULL ? jot_claims_get_issuer (claims) : NULL;
  SignetSigner *chosen = signet_signed_by_get_signer (self->signed_by);
  g_autofree char *clean = issuer != NULL ? signet_words_clean (issuer, 60) : NULL;
  g_autofree char *label = NULL;
  const char *action = "verify.choose-signer";

  if (self->context == NULL)
    return FALSE;

  if (issuer != NULL && signet_trust_book_find (get_book (self), issuer) != NULL)
    {
      if ((is_unasked (self) || g_strcmp0 (signet_report_get_code (self->report), "key-not-found") == 0)
          && (chosen == NULL || !g_str_equal (signet_signer_get_name (chosen), issuer)))
        /* Translators: a button; %s is a person */
        label = g_strdup_printf (_("Check with the Key of %s"), clean);
    }
  else if (issuer != NULL && is_unasked (self) && signet_verifier_is_issuer (issuer))
    {
      action = "verify.ask-issuer";
      /* Translators: a button; %s is the address of who issued a token */
      label = g_strdup_printf (_("Ask %s for Its Keys"), clean);
    }

  signet_answer_set_suggestion (self->answer, label, action, issuer);

  return label != NULL;
}

void
_signet_verify_pane_note_signer (SignetVerifyPane *self)
{
  SignetSigner *after = self->report != NULL ? signet_report_get_signer (self->report) : NULL;
  SignetSigner *before = after != NULL ? signet_trust_book_find (get_book (self), signet_signer_get_name (after)) : NULL;
  JotJwks *jwks = after != NULL ? signet_report_get_new_set (self->report) : NULL;

  /* a set from the cache was noted when it came */
  if (before == NULL || jwks == NULL || signet_report_get_fetched (self->report) <= signet_signer_get_fetched (before))
    return;

  if (signet_report_is_key_announced (self->report))
    {
      g_autofree char *name = signet_words_clean (signet_signer_get_name (after), 0);
      /* Translators: %s is a person */
      g_autofree char *sentence = g_strdup_printf (_("%s has a new key, announced beforehand"), name);

      _signet_verify_pane_toast (self, sentence);
    }
  signet_trust_book_note_async (get_book (self), after, jwks, signet_report_get_fetched (self->report),
                                self->cancellable, done_cb, g_object_ref (self));
}

/* A question about a signer, and what its answer is needed for. */
typedef struct
{
  SignetVerifyPane *self;
  char *name;
  JotJwk *jwk;
  char *kid;
} Signer;

static Signer *
signer_new (SignetVerifyPane *self,
            const char       *name)
{
  Signer *signer = g_new0 (Signer, 1);

  signer->self = g_object_ref (self);
  signer->name = g_strdup (name);

  return signer;
}

static void
signer_free (Signer *signer)
{
  g_object_unref (signer->self);
  g_free (signer->name);
  g_clear_pointer (&signer->jwk, jot_jwk_unref);
  g_free (signer->kid);
  g_free (signer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Signer, signer_free)

static void
remembered_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (Signer) signer = data;
  SignetVerifyPane *self = signer->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetWords) words = NULL;

  if (signet_trust_book_finish (SIGNET_TRUST_BOOK (object), result, &error))
    {
      choose_signer (self, signer->name);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  words = signet_words_for_problem (error, NULL);
  signet_remember_group_complain (signet_answer_get_remember (self->answer), words->sentence);
}

static void
remember_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);
  SignetRememberGroup *group = signet_answer_get_remember (self->answer);
  g_autofree char *name = signet_remember_group_dup_name (group);
  g_autoptr (SignetSigner) signer = NULL;

  if (!signet_signer_is_name (name))
    {
      signet_remember_group_complain (group, _("Say who it is: a name that you will know again."));
      return;
    }
  signer = signet_report_new_signer (self->report, name, signet_verifier_get_now ());
  if (signer == NULL)
    {
      signet_remember_group_complain (group, _("This key cannot be remembered: it has no ID in its key set."));
      return;
    }

  signet_trust_book_add_async (get_book (self), signer, self->cancellable, remembered_cb, signer_new (self, name));
}

static void
keep_known_key_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);

  signet_changed_key_settle (signet_answer_get_changed_key (self->answer));
  signet_answer_focus_verdict (self->answer);
  _signet_verify_pane_toast (self, _("The known key stays. This token is not trusted."));
}

static void
trusted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Signer) signer = data;
  SignetVerifyPane *self = signer->self;
  SignetSigner *chosen;

  if (!finish (self, object, result))
    return;

  /* somebody else may have been chosen meanwhile */
  chosen = signet_signed_by_get_signer (self->signed_by);
  if (chosen != NULL && g_str_equal (signet_signer_get_name (chosen), signer->name))
    _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}

static void
trust_response_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   gpointer          data)
{
  g_autoptr (Signer) signer = data;
  SignetVerifyPane *self = signer->self;

  if (g_strcmp0 (response, "trust") != 0 || self->context == NULL)
    return;

  signet_trust_book_pin_async (get_book (self), signer->name, signer->jwk, signer->kid, signet_verifier_get_now (),
                               self->cancellable, trusted_cb, signer);
  signer = NULL;
}

static void
trust_new_key_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);
  JotVerdict *verdict = signet_report_get_verdict (self->report);
  JotJwk *jwk = jot_verdict_get_key (verdict);
  const char *kid = jot_jws_get_kid (jot_verdict_get_jws (verdict));
  const char *foreign_name = signet_signer_get_name (signet_report_get_signer (self->report));
  g_autofree char *name = signet_words_clean (foreign_name, 0);
  g_autofree char *fingerprint = jot_jwk_dup_fingerprint (jwk);
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;
  Signer *signer;

  /* Translators: a person; six groups of digits */
  body = g_strdup_printf (_("Only if %s read you the digits %s by phone."), name, fingerprint);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("Trust the New Key?"), body));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "trust", _("_Trust"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "trust", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  signer = signer_new (self, foreign_name);
  signer->jwk = jot_jwk_ref (jwk);
  signer->kid = g_strdup (kid != NULL ? kid : jot_jwk_get_thumbprint (jwk));
  g_signal_connect (dialog, "response", G_CALLBACK (trust_response_cb), signer);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
choose_signer_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  choose_signer (SIGNET_VERIFY_PANE (widget), g_variant_get_string (parameter, NULL));
}

/* As if the issuer had been typed: it must be this one then, and says where its keys are. */
static void
ask_issuer_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (widget);

  signet_requirements_set_issuer (self->requirements, g_variant_get_string (parameter, NULL));
  _signet_verify_pane_check (self, SIGNET_CHECK_FOCUS);
}

void
_signet_verify_pane_class_signers_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "verify.choose-signer", "s", choose_signer_action);
  gtk_widget_class_install_action (widget_class, "verify.ask-issuer", "s", ask_issuer_action);
  gtk_widget_class_install_action (widget_class, "verify.remember", NULL, remember_action);
  gtk_widget_class_install_action (widget_class, "verify.keep-known-key", NULL, keep_known_key_action);
  gtk_widget_class_install_action (widget_class, "verify.trust-new-key", NULL, trust_new_key_action);
}
