/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-list-format.h"

#include <glib/gi18n.h>
#include <string.h>

static void
damaged_cb (SignetHousehold *household,
            const char      *kept_as,
            gpointer         user_data)
{
  g_printerr (_("The file of what was bought before was damaged. It was kept as “%s”.\n"), kept_as);
}

/* For the window to suggest.  The list is stored by now, so that this is no failure of the verb. */
static void
learn_items (SignetContext *context,
             SignetList    *list)
{
  SignetHousehold *household = signet_context_get_household (context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  gulong id = g_signal_connect (household, "damaged", G_CALLBACK (damaged_cb), NULL);

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    signet_household_added (household, signet_list_get_item (list, i));
  signet_household_flush_async (household, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  g_signal_handler_disconnect (household, id);

  if (!signet_household_flush_finish (household, result, &error))
    g_printerr (_("What is on the list could not be noted for suggestions: %s.\n"), error->message);
}

static int
store_list (SignetList *list)
{
  g_autoptr (SignetContext) context = signet_context_new ();
  SignetListStore *store = signet_context_get_list_store (context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = NULL;
  GAsyncResult *slot = NULL;

  signet_list_store_add (store, list);
  signet_list_store_flush_async (store, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_list_store_flush_finish (store, result, &error))
    {
      g_printerr (_("The list could not be saved: %s.\n"), error->message);
      return SIGNET_EXIT_FAILED;
    }

  learn_items (context, list);
  out = g_string_new (signet_list_get_id (list));
  g_string_append_c (out, '\n');

  return signet_cli_print_string (out);
}

/**
 * signet_cli_import:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet import FILE`: adds a list from lines of text, Markdown, CSV or JSON and prints its id.
 *
 * Returns: an exit status
 */
int
signet_cli_import (int    argc,
                   char **argv)
{
  g_autofree char *name = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("What the list is called, whatever the file says"), N_("NAME") },
    { NULL }
  };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SignetList) list = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_stdin;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("FILE"),
                         _("Adds the list in the file, or on standard input where it is “-”, and prints its ID. "
                           "The file holds one item a line, a Markdown task list, CSV or JSON."), &status))
    return status;
  if (argc != 2)
    return signet_cli_misuse (_("Give one file to import, or “-” for standard input"));

  is_stdin = strcmp (argv[1], "-") == 0;
  bytes = signet_cli_read (argv[1], SIGNET_LIST_MAX_FILE_SIZE, &error);
  if (bytes == NULL)
    {
      status = signet_cli_fail (error);
      return is_stdin ? status : SIGNET_EXIT_MISUSE;
    }

  list = is_stdin ? signet_list_format_parse (bytes, _("Imported list"), &error)
                  : signet_list_format_parse_file (bytes, argv[1], &error);
  if (list == NULL)
    {
      signet_cli_fail (error);
      return SIGNET_EXIT_MISUSE;
    }
  if (name != NULL)
    signet_list_set_name (list, name);

  return store_list (list);
}
