/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-cli-stored.h"

#include <glib/gi18n.h>

static void
append_json (GString    *out,
             SignetList *list)
{
  g_string_append_printf (out, "{\"id\":\"%s\",\"name\":", signet_list_get_id (list));
  jot_json_append_string (out, signet_list_get_name (list));
  g_string_append_printf (out, ",\"items\":%u,\"done\":%u}",
                          signet_list_get_n_items (list), signet_list_get_n_done (list));
}

/**
 * signet_cli_lists:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet lists`: one stored list a line: its id, how many items it has, its name.
 *
 * Returns: an exit status
 */
int
signet_cli_lists (int    argc,
                  char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  SignetListStore *store;
  guint n;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, NULL,
                         _("Shows which lists there are: the ID of each, how many items it has, and its name."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet lists” takes no arguments"));

  context = signet_context_new ();
  store = signet_cli_load_lists (context, &status);
  if (store == NULL)
    return status;

  n = g_list_model_get_n_items (G_LIST_MODEL (store));
  if (json)
    g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (json)
        {
          g_string_append (out, i > 0 ? "," : "");
          append_json (out, list);
        }
      else
        {
          g_string_append_printf (out, "%s  %5u  %s\n", signet_list_get_id (list),
                                  signet_list_get_n_items (list), signet_list_get_name (list));
        }
    }
  if (json)
    g_string_append (out, "]\n");
  else if (n == 0)
    g_printerr (_("There is no list yet.\n"));

  return signet_cli_print_string (out);
}
