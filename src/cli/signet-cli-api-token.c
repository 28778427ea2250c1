/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-api-token.h"

#include <glib/gi18n.h>

/**
 * signet_cli_api_token:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet api-token`: prints the bearer token of the HTTP interface, and makes it where there is none.
 *
 * Returns: an exit status
 */
int
signet_cli_api_token (int    argc,
                      char **argv)
{
  gboolean renew = FALSE;
  const GOptionEntry entries[] = {
    { "new", 0, 0, G_OPTION_ARG_NONE, &renew, N_("Make a new one; the one before is no longer good"), NULL },
    { NULL }
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JotSecret) token = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, NULL,
                         _("Prints what a program must send to “signet serve --api” to have something signed."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet api-token” takes no arguments"));

  signet_api_token_get_async (renew, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  token = signet_api_token_get_finish (result, &error);
  if (token == NULL)
    {
      signet_cli_fail (error);
      return SIGNET_EXIT_FAILED;
    }

  return signet_cli_print (jot_secret_get_data (token), jot_secret_get_size (token)) && signet_cli_print ("\n", 1)
           ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;
}
