/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-context-private.h"

#include <glib/gi18n.h>

/**
 * signet_cli_jwks:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet jwks`: prints the public key set, as it is published. Needs no keyring.
 *
 * Returns: an exit status
 */
int
signet_cli_jwks (int    argc,
                 char **argv)
{
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (SignetPublicKeys) keys = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!signet_cli_parse (&argc, &argv, NULL, NULL, _("Prints the public key set."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet jwks” takes no arguments"));

  context = signet_context_new ();
  keys = signet_public_keys_new (signet_context_get_keys_path (context));
  bytes = signet_public_keys_read (keys, signet_verifier_get_now (), &error);
  if (error != NULL)
    return signet_cli_fail (error);

  return signet_cli_print (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) && signet_cli_print ("\n", 1)
           ? SIGNET_EXIT_DONE : SIGNET_EXIT_FAILED;
}
