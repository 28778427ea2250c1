/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-program-token.h"

#include "signet-api-token.h"

void
signet_program_token_get_async (gboolean             renew,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  signet_api_token_get_async (renew, cancellable, callback, user_data);
}

JotSecret *
signet_program_token_get_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return signet_api_token_get_finish (result, error);
}
