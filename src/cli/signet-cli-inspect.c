/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-report-json.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * signet_cli_inspect:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet inspect`: decodes a token without checking it, and says so: the exit status
 * is never 0.
 *
 * Returns: an exit status
 */
int
signet_cli_inspect (int    argc,
                    char **argv)
{
  g_autoptr (GString) out = NULL;
  g_autoptr (JotJws) jws = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *header = NULL;
  int status;

  if (!signet_cli_parse (&argc, &argv, NULL, _("[TOKEN]"),
                         _("Decodes the token, given or on standard input, without checking anything."), &status))
    return status;
  if (argc > 2)
    return signet_cli_misuse (_("Give one token"));

  token = signet_cli_read_token (argc > 1 ? argv[1] : NULL, &error);
  if (token == NULL)
    return signet_cli_fail (error);
  jws = jot_jws_parse (token, (gssize) strlen (token), &error);
  if (jws == NULL)
    return signet_cli_fail (error);

  header = jot_json_node_to_compact (jot_jws_get_header (jws));
  out = g_string_new ("{\"verified\":false,\"header\":");
  g_string_append (out, header);
  signet_report_append_text_member (out, "payload", jot_jws_get_payload (jws));
  g_string_append (out, "}\n");
  signet_cli_print (out->str, out->len);

  return SIGNET_EXIT_FAILED;
}
