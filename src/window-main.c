/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-application.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <locale.h>
#include <string.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr (SignetApplication) application = NULL;

  setlocale (LC_ALL, "");
  /* Where no locale is set at all, words and the names of files are UTF-8 all the same; GTK would set it anew */
  if (strcmp (setlocale (LC_CTYPE, NULL), "C") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
  gtk_disable_setlocale ();
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname (APP_ID);

  application = signet_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
