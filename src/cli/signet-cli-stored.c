/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli-stored.h"

#include "signet-cli.h"

#include <glib/gi18n.h>

static void
damaged_cb (SignetListStore *store,
            const char      *kept_as,
            gpointer         user_data)
{
  g_printerr (_("The file of a list was damaged. It was kept as “%s”.\n"), kept_as);
}

SignetListStore *
signet_cli_load_lists (SignetContext *context,
                       int           *status)
{
  SignetListStore *store = signet_context_get_list_store (context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  gulong id = g_signal_connect (store, "damaged", G_CALLBACK (damaged_cb), NULL);

  signet_list_store_load_async (store, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  g_signal_handler_disconnect (store, id);

  if (!signet_list_store_load_finish (store, result, &error))
    {
      *status = signet_cli_fail (error);
      return NULL;
    }

  return store;
}

SignetList *
signet_cli_find_list (SignetContext *context,
                      const char    *name,
                      int           *status)
{
  SignetListStore *store = signet_cli_load_lists (context, status);
  g_autoptr (GError) error = NULL;
  SignetList *list;

  if (store == NULL)
    return NULL;

  list = signet_list_store_find (store, name, &error);
  if (list == NULL)
    {
      signet_cli_fail (error);
      *status = SIGNET_EXIT_MISUSE;
    }

  return list;
}

static void
household_damaged_cb (SignetHousehold *household,
                      const char      *kept_as,
                      gpointer         user_data)
{
  g_printerr (_("The file of what was bought before was damaged. It was kept as “%s”.\n"), kept_as);
}

SignetHousehold *
signet_cli_load_household (SignetContext *context)
{
  SignetHousehold *household = signet_context_get_household (context);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  gulong id = g_signal_connect (household, "damaged", G_CALLBACK (household_damaged_cb), NULL);

  signet_household_load_async (household, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  g_signal_handler_disconnect (household, id);
  /* the lists are whole without it */
  signet_household_load_finish (household, result, NULL);

  return household;
}
