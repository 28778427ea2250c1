/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-http-consent.h"
#include "signet-token.h"
#include "signet-verify-pane-private.h"

#define SPINNER_DELAY 300   /* ms */

void
_signet_verify_pane_give_up_check (SignetVerifyPane *self)
{
  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_cancellable_cancel (self->check_cancellable);
  g_clear_object (&self->check_cancellable);
  self->serial++;
}

/* What an answer that comes later needs to know. */
typedef struct
{
  SignetVerifyPane *self;
  guint             serial;
  SignetCheckFlags  flags;
  gint64            start;   /* seconds since 1970 */
} Check;

static void
check_free (Check *check)
{
  g_object_unref (check->self);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

/* A check is over: what came of it is shown, and remembered. */
static void
settle (SignetVerifyPane *self,
        SignetReport     *report,
        SignetCheckFlags  flags)
{
  _signet_verify_pane_show_report (self, report, flags);
  _signet_verify_pane_note_signer (self);
  _signet_verify_pane_record (self);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Check) check = data;
  SignetVerifyPane *self = check->self;
  g_autoptr (SignetReport) report = signet_verifier_check_finish (SIGNET_VERIFIER (object), result, NULL);

  /* only for a check that was given up there is no report */
  if (report == NULL || check->serial != self->serial)
    return;

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_object (&self->check_cancellable);
  settle (self, report, check->flags);
  if ((check->flags & SIGNET_CHECK_REFRESH) != 0)
    {
      g_autofree char *patience = signet_report_dup_patience (report, check->start, signet_verifier_get_now ());

      if (patience != NULL)
        _signet_verify_pane_toast (self, patience);
    }
}

static gboolean
spinner_cb (gpointer data)
{
  SignetVerifyPane *self = SIGNET_VERIFY_PANE (data);

  self->spinner_id = 0;
  signet_answer_set_checking (self->answer, self->source);

  return G_SOURCE_REMOVE;
}

gboolean
_signet_verify_pane_can_allow_http (SignetVerifyPane *self)
{
  return self->report != NULL && signet_report_get_signer (self->report) == NULL
         && signet_http_consent_can_ask (signet_context_get_settings (self->context), self->source,
                                         signet_report_get_error (self->report));
}

/* (transfer full): the address of the key set that is to be asked for; for a key card the name on it */
static char *
dup_source (SignetVerifyPane *self,
            SignetSigner     *signer)
{
  if (signer == NULL)
    return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url_row))));

  return g_strdup (signet_signer_get_url (signer) != NULL ? signet_signer_get_url (signer)
                                                          : signet_signer_get_name (signer));
}

void
_signet_verify_pane_check (SignetVerifyPane *self,
                           SignetCheckFlags  flags)
{
  SignetVerifier *verifier = signet_context_get_verifier (self->context);
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autofree char *text = signet_token_view_dup_token (self->token_view);
  g_autofree char *token = signet_token_extract (text, NULL);
  g_autoptr (SignetReport) report = NULL;
  SignetSigner *signer;
  Check *check;

  _signet_verify_pane_give_up_check (self);
  self->url_edited = FALSE;
  if (*token == '\0' || !signet_requirements_get (self->requirements, &request))
    {
      _signet_verify_pane_show_report (self, NULL, flags);
      return;
    }

  signer = signet_signed_by_get_signer (self->signed_by);
  g_free (self->source);
  self->source = dup_source (self, signer);
  if (signer == NULL && !self->own && *self->source == '\0' && request.policy.issuer != NULL
      && signet_verifier_is_issuer (request.policy.issuer))
    {
      /* an issuer alone says where its key set is */
      request.discover = request.policy.issuer;
      g_free (self->source);
      self->source = g_strdup (request.policy.issuer);
    }
  request.token = token;
  request.signer = signer;
  request.own = self->own;
  request.source = signer == NULL && request.discover == NULL && *self->source != '\0' ? self->source : NULL;
  /* for the address of somebody in the trust book it was agreed to when they were added */
  request.allow_http = signer != NULL || signet_http_consent_is_given (signet_context_get_settings (self->context), self->source);
  request.refresh = (flags & SIGNET_CHECK_REFRESH) != 0;

  report = signet_verifier_check_now (verifier, &request);
  if (report != NULL)
    {
      settle (self, report, flags);
      return;
    }

  self->check_cancellable = g_cancellable_new ();
  self->spinner_id = g_timeout_add (SPINNER_DELAY, spinner_cb, self);
  _signet_verify_pane_show_report (self, NULL, flags);
  check = g_new0 (Check, 1);
  check->self = g_object_ref (self);
  check->serial = self->serial;
  check->flags = flags;
  check->start = signet_verifier_get_now ();
  signet_verifier_check_async (verifier, &request, self->check_cancellable, checked_cb, check);
}

void
_signet_verify_pane_drop_verdict (SignetVerifyPane *self)
{
  _signet_verify_pane_give_up_check (self);
  _signet_verify_pane_show_report (self, NULL, SIGNET_CHECK_QUIETLY);
}

