/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli-command.h"

#include "signet-words.h"

#include <glib/gi18n.h>
#include <string.h>

static int
print_help (const SignetCliCommands *all)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n  signet %s [%s] [%s…]\n\n%s\n\n%s\n", _("Usage:"), all->verb, _("COMMAND"), _("OPTION"),
                          all->about, _("Commands:"));
  for (guint i = 0; i < all->n_commands; i++)
    g_string_append_printf (out, "  %-8s  %s\n", all->commands[i].name, _(all->commands[i].summary));
  g_string_append_printf (out, "\n%s\n", all->hint);

  return signet_cli_print_string (out);
}

/**
 * signet_cli_run_command:
 * @all: the commands of a verb
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * Returns: an exit status
 */
int
signet_cli_run_command (const SignetCliCommands  *all,
                        int                       argc,
                        char                    **argv)
{
  g_autoptr (SignetContext) context = NULL;
  const char *name = all->commands[0].name;
  g_autofree char *what = NULL;

  if (argc == 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    return print_help (all);

  /* “signet keys” and “signet keys --json” list */
  if (argc > 1 && argv[1][0] != '-')
    {
      name = argv[1];
      argv++;
      argc--;
    }

  for (guint i = 0; i < all->n_commands; i++)
    if (strcmp (name, all->commands[i].name) == 0)
      {
        g_autofree char *full_name = g_strdup_printf ("%s %s", all->verb, name);

        context = signet_context_new ();
        argv[0] = full_name;
        return all->commands[i].run (context, argc, argv);
      }

  what = signet_words_clean (name, 0);
  return all->refuse (what);
}
