/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  /* Where no locale is set at all, as under cron, names are UTF-8 all the same */
  if (strcmp (setlocale (LC_CTYPE, NULL), "C") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  return signet_cli_run (argc, argv);
}
