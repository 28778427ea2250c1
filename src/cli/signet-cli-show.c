/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-cli-stored.h"

#include <glib/gi18n.h>

static void
append_item (GString    *out,
             SignetItem *item)
{
  const char *quantity = signet_item_get_quantity (item);
  const char *note = signet_item_get_note (item);

  g_string_append_printf (out, "%s %s", signet_item_get_done (item) ? "[x]" : "[ ]", signet_item_get_name (item));
  if (quantity != NULL)
    g_string_append_printf (out, ", %s", quantity);
  if (note != NULL)
    g_string_append_printf (out, " (%s)", note);
  g_string_append_c (out, '\n');
}

static const char *
get_aisle (SignetItem *item)
{
  const char *aisle = signet_item_get_aisle (item);

  return aisle != NULL ? aisle : "";
}

/* The items by aisle, in the order of the household, or where it has none in that in which each aisle first appears;
 * those of none come first. */
static void
append_list (GString         *out,
             SignetList      *list,
             SignetHousehold *household)
{
  g_autoptr (GPtrArray) aisles = g_ptr_array_new ();
  guint n = signet_list_get_n_items (list);

  g_string_append_printf (out, "%s\n", signet_list_get_name (list));
  for (guint i = 0; i < n; i++)
    {
      const char *aisle = get_aisle (signet_list_get_item (list, i));

      if (*aisle != '\0' && !g_ptr_array_find_with_equal_func (aisles, aisle, g_str_equal, NULL))
        g_ptr_array_add (aisles, (gpointer) aisle);
    }
  signet_household_sort_aisles (household, aisles);
  g_ptr_array_insert (aisles, 0, (gpointer) "");

  for (guint a = 0; a < aisles->len; a++)
    {
      const char *aisle = aisles->pdata[a];
      gboolean is_first = TRUE;

      for (guint i = 0; i < n; i++)
        {
          SignetItem *item = signet_list_get_item (list, i);

          if (!g_str_equal (get_aisle (item), aisle))
            continue;
          if (is_first)
            g_string_append_printf (out, "\n%s%s", aisle, *aisle != '\0' ? "\n" : "");
          is_first = FALSE;
          append_item (out, item);
        }
    }
}

/**
 * signet_cli_show:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet show NAME`: a list for people to read, or as the JSON that is stored.
 *
 * Returns: an exit status
 */
int
signet_cli_show (int    argc,
                 char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the list as it is stored, as JSON"), NULL },
    { NULL }
  };
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  SignetList *list;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("NAME"), _("Shows the list of this name or ID."), &status))
    return status;
  if (argc != 2)
    return signet_cli_misuse (_("Give the name of one list; “signet lists” shows them"));

  context = signet_context_new ();
  list = signet_cli_find_list (context, argv[1], &status);
  if (list == NULL)
    return status;

  if (json)
    {
      g_autoptr (GBytes) bytes = signet_list_to_json (list);

      g_string_append_len (out, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
      if (out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append_c (out, '\n');
    }
  else
    {
      append_list (out, list, signet_cli_load_household (context));
    }

  return signet_cli_print_string (out);
}
