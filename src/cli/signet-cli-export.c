/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-cli-stored.h"
#include "signet-list-format.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * signet_cli_export:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet export NAME`: prints a list in a form that `signet import` reads again.
 *
 * Returns: an exit status
 */
int
signet_cli_export (int    argc,
                   char **argv)
{
  gboolean text = FALSE;
  g_autofree char *format_name = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_("json (default), markdown, csv, or text"), N_("FORMAT") },
    { "text", 0, 0, G_OPTION_ARG_NONE, &text, N_("One item a line, without aisles and notes: --format text"), NULL },
    { NULL }
  };
  SignetListFormat format = SIGNET_LIST_FORMAT_JSON;
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GString) out = NULL;
  SignetList *list;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("NAME"),
                         _("Prints the list of this name or ID in a form that “signet import” reads."), &status))
    return status;
  if (argc != 2)
    return signet_cli_misuse (_("Give the name of one list; “signet lists” shows them"));

  if (text)
    format = SIGNET_LIST_FORMAT_TEXT;
  if (format_name != NULL && (strchr (format_name, '.') != NULL || !signet_list_format_from_name (format_name, &format)))
    return signet_cli_misuse (_("There is no format “%s”; there are json, markdown, csv and text"), format_name);
  if (text && format != SIGNET_LIST_FORMAT_TEXT)
    return signet_cli_misuse (_("--text and --format %s differ"), format_name);

  context = signet_context_new ();
  list = signet_cli_find_list (context, argv[1], &status);
  if (list == NULL)
    return status;

  bytes = signet_list_format_write (list, format);
  out = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');

  return signet_cli_print_string (out);
}
