/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "signet-address.h"
#include "signet-api.h"
#include "signet-cli-notify.h"
#include "signet-context-private.h"
#include "signet-elsewhere.h"
#include "signet-jwks-publisher.h"
#include "signet-settings.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>

static gboolean
ended_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* Runs in the publisher's thread, to which the reader belongs. */
static GBytes *
provide_key_set (gpointer user_data)
{
  return signet_public_keys_read (user_data, signet_verifier_get_now (), NULL);
}

/* The key set needs no keyring; what does says so for itself, when it is asked. */
static void
token_failed_cb (SignetApi    *api,
                 const GError *error)
{
  signet_cli_fail (error);
}

/* Once, and whenever it begins or ends to fail. */
static void
elsewhere_changed_cb (SignetElsewhere *elsewhere)
{
  gpointer said = GINT_TO_POINTER (signet_elsewhere_is_failing (elsewhere) ? 2 : 1);
  g_autofree char *title = signet_elsewhere_dup_title (elsewhere);
  g_autofree char *status = signet_elsewhere_dup_status (elsewhere);

  if (title == NULL || g_object_get_data (G_OBJECT (elsewhere), "signet-said") == said)
    return;

  g_object_set_data (G_OBJECT (elsewhere), "signet-said", said);
  /* Translators: “Folder “web””, and what became of it: “Written today at 14:02” */
  g_printerr (_("%s: %s\n"), title, status);
}

static void
start_elsewhere (SignetContext *context)
{
  for (guint i = 0; i < 2; i++)
    {
      SignetElsewhere *elsewhere = signet_context_get_elsewhere (context, i == 0 ? SIGNET_ELSEWHERE_FOLDER
                                                                                 : SIGNET_ELSEWHERE_WEB);

      g_signal_connect (elsewhere, "notify::status", G_CALLBACK (elsewhere_changed_cb), NULL);
      signet_elsewhere_start (elsewhere);
    }
}

static int
fail_to_start (const GError *error,
               const char   *address,
               guint         port)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    g_printerr (_("Port %u is taken by another program. Give another one with --port, or 0 for any.\n"), port);
  else
    g_printerr (_("The key set could not be published at %s, port %u: %s.\n"), address, port, error->message);

  return SIGNET_EXIT_FAILED;
}

/**
 * signet_cli_serve:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet serve`: publishes the key set until SIGINT or SIGTERM; its first line is the URL. Needs no keyring,
 * unless with --api, and then only to sign.
 *
 * Returns: an exit status
 */
int
signet_cli_serve (int    argc,
                  char **argv)
{
  g_autofree char *address = NULL;
  int port = G_MININT;   /* not given */
  gboolean cors = FALSE;
  gboolean with_api = FALSE;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, N_("The port to listen at; 0 takes a free one"), N_("PORT") },
    { "address", 0, 0, G_OPTION_ARG_STRING, &address, N_("The address to listen at (127.0.0.1)"), N_("ADDRESS") },
    { "api", 0, 0, G_OPTION_ARG_NONE, &with_api, N_("Also sign and check for programs of this computer"), NULL },
    { "cors", 0, 0, G_OPTION_ARG_NONE, &cors, N_("Let any web page read the key set"), NULL },
    { NULL }
  };
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (SignetApi) api = NULL;
  g_autoptr (SignetJwksPublisher) publisher = NULL;
  g_autoptr (GInetAddress) inet_address = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  guint interrupted, terminated;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, NULL, _("Publishes the public key set over HTTP."), &status))
    return status;
  if (argc > 1)
    return signet_cli_misuse (_("“signet serve” takes no arguments"));
  if (port != G_MININT && (port < 0 || port > 65535))
    return signet_cli_misuse (_("%d is no port"), port);
  if (address == NULL)
    address = g_strdup ("127.0.0.1");
  inet_address = g_inet_address_new_from_string (address);
  if (inet_address == NULL)
    return signet_cli_misuse (_("“%s” is no address in numbers"), address);
  if (with_api && signet_address_classify (inet_address) != SIGNET_ADDRESS_LOOPBACK)
    return signet_cli_misuse (_("With --api the address must be one of this computer alone, such as 127.0.0.1"));

  context = signet_context_new ();
  if (port == G_MININT)
    port = (int) signet_settings_get_port (signet_context_get_settings (context));

  loop = g_main_loop_new (NULL, FALSE);
  interrupted = g_unix_signal_add (SIGINT, ended_cb, loop);
  terminated = g_unix_signal_add (SIGTERM, ended_cb, loop);

  publisher = signet_jwks_publisher_new (provide_key_set,
                                         signet_public_keys_new (signet_context_get_keys_path (context)),
                                         (GDestroyNotify) signet_public_keys_free);
  if (with_api)
    {
      api = signet_api_new (context);
      g_signal_connect (api, "token-failed", G_CALLBACK (token_failed_cb), NULL);
      signet_jwks_publisher_set_api (publisher, signet_api_handle, api);
    }
  if (!signet_jwks_publisher_start (publisher, address, (guint) port, cors, &error))
    return fail_to_start (error, address, (guint) port);

  line = g_strconcat (signet_jwks_publisher_get_url (publisher), "\n", NULL);
  if (!signet_cli_print (line, strlen (line)))
    return SIGNET_EXIT_FAILED;
  if (api != NULL)
    signet_api_prepare (api);
  start_elsewhere (context);
  signet_cli_notify ("READY=1");

  g_main_loop_run (loop);
  signet_cli_notify ("STOPPING=1");
  signet_jwks_publisher_stop (publisher);
  g_source_remove (interrupted);
  g_source_remove (terminated);

  return SIGNET_EXIT_DONE;
}
