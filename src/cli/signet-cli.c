/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct
{
  const char *name;
  SignetVerb  run;
} verbs[] = {
  { NULL, NULL },
};

int
signet_cli_run (int    argc,
                char **argv)
{
  for (guint i = 0; argc > 1 && verbs[i].name != NULL; i++)
    if (strcmp (argv[1], verbs[i].name) == 0)
      return verbs[i].run (argc - 1, argv + 1);

  g_printerr (_("There is no such verb.") );
  return SIGNET_EXIT_MISUSE;
}
