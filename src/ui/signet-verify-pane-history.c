/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-verify-pane-private.h"

#include "signet-history-record.h"

#include <glib/gi18n.h>

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetVerifyPane) self = data;
  g_autoptr (GError) error = NULL;

  if (!signet_history_load_finish (SIGNET_HISTORY (object), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _signet_verify_pane_toast (self, _("The history could not be read."));
}

void
_signet_verify_pane_load_history (SignetVerifyPane *self)
{
  SignetHistory *history = signet_context_get_history (self->context);

  signet_history_watch (history);
  signet_history_load_async (history, signet_verifier_get_now (), self->cancellable, loaded_cb, g_object_ref (self));
  signet_verifier_compare_with (signet_context_get_verifier (self->context), history,
                                signet_context_get_trust_book (self->context));
}

static void
recorded_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (SignetVerifyPane) self = data;

  if (!signet_history_record_check_finish (SIGNET_HISTORY (object), result, NULL) && self->context != NULL)
    _signet_verify_pane_toast (self, _("The check could not be added to the history."));
}

void
_signet_verify_pane_record (SignetVerifyPane *self)
{
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;

  /* as of another time says nothing of today */
  if (self->report == NULL || !signet_requirements_get (self->requirements, &request) || request.at != G_MININT64)
    return;

  /* also where the page is gone */
  signet_history_record_check_async (signet_context_get_history (self->context), self->report, signet_verifier_get_now (),
                                     NULL, recorded_cb, g_object_ref (self));
}
