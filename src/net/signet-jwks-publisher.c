/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-publisher.h"

#include "signet-jwks-server.h"
#include "signet-network.h"

#include <string.h>

struct _SignetJwksPublisher
{
  GObject parent_instance;

  /* Owned */
  SignetJwksServer   *server;    /* while running */
  GDestroyNotify      destroy;
  char               *url;

  /* Borrowed by the server's thread while it runs */
  SignetJwksProvider  provider;
  gpointer            provider_data;

  /* Borrowed */
  SignetApiHandler    api_handler;   /* nullable */
  gpointer            api_data;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_URL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SignetJwksPublisher, signet_jwks_publisher, G_TYPE_OBJECT)

static void
signet_jwks_publisher_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SignetJwksPublisher *self = SIGNET_JWKS_PUBLISHER (object);

  switch (prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->server != NULL);
      break;
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_jwks_publisher_finalize (GObject *object)
{
  SignetJwksPublisher *self = SIGNET_JWKS_PUBLISHER (object);

  signet_jwks_publisher_stop (self);
  if (self->destroy != NULL)
    self->destroy (self->provider_data);

  G_OBJECT_CLASS (signet_jwks_publisher_parent_class)->finalize (object);
}

static void
signet_jwks_publisher_class_init (SignetJwksPublisherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_jwks_publisher_get_property;
  object_class->finalize = signet_jwks_publisher_finalize;

  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_URL] =
    g_param_spec_string ("url", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
signet_jwks_publisher_init (SignetJwksPublisher *self)
{
}

/* What a URL names. Who listens at every address is called at none of the kind "0.0.0.0", but at one that others
 * on the network reach, or where there is none at the loopback. */
static char *
dup_host (const char *address)
{
  g_autoptr (GInetAddress) wanted = g_inet_address_new_from_string (address);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (g_inet_address_get_family (wanted));
  g_autofree char *host = NULL;

  if (g_inet_address_get_is_any (wanted))
    {
      g_auto (GStrv) others = signet_network_list_addresses ();

      host = others[0] != NULL ? g_strdup (others[0]) : g_inet_address_to_string (loopback);
    }
  else
    {
      host = g_strdup (address);
    }

  return strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_steal_pointer (&host);
}

static void
notify_all (SignetJwksPublisher *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
}

/**
 * signet_jwks_publisher_new:
 * @provider: gives the bytes to serve, in the publisher's thread
 * @user_data: for @provider
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer full): a publisher that is not running
 */
SignetJwksPublisher *
signet_jwks_publisher_new (SignetJwksProvider provider,
                           gpointer           user_data,
                           GDestroyNotify     destroy)
{
  SignetJwksPublisher *self;

  g_return_val_if_fail (provider != NULL, NULL);

  self = g_object_new (SIGNET_TYPE_JWKS_PUBLISHER, NULL);
  self->provider = provider;
  self->provider_data = user_data;
  self->destroy = destroy;

  return self;
}

/**
 * signet_jwks_publisher_set_api:
 * @self: a publisher that is not running
 * @handler: (nullable): answers the requests of the HTTP interface
 * @user_data: for @handler; must live as long as @self runs
 *
 * @handler is called in the main context of who starts the publisher; the key set never waits for it.
 */
void
signet_jwks_publisher_set_api (SignetJwksPublisher *self,
                               SignetApiHandler     handler,
                               gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_JWKS_PUBLISHER (self));
  g_return_if_fail (self->server == NULL);

  self->api_handler = handler;
  self->api_data = user_data;
}

/**
 * signet_jwks_publisher_start:
 * @self: a publisher that is not running
 * @address: the address to listen at, in numbers
 * @port: the TCP port; 0 takes a free one
 * @cors: whether any web page may read the key set
 * @error: return location for an error
 *
 * Listens when it returns; serves in a thread of its own.
 *
 * Returns: whether it runs. Errors: %G_IO_ERROR, %G_IO_ERROR_ADDRESS_IN_USE among them
 */
gboolean
signet_jwks_publisher_start (SignetJwksPublisher  *self,
                             const char           *address,
                             guint                 port,
                             gboolean              cors,
                             GError              **error)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (SIGNET_IS_JWKS_PUBLISHER (self), FALSE);
  g_return_val_if_fail (self->server == NULL, FALSE);

  self->server = signet_jwks_server_start (address, port, cors, self->provider, self->provider_data,
                                           self->api_handler, self->api_data, error);
  if (self->server == NULL)
    return FALSE;

  host = dup_host (address);
  self->url = g_strdup_printf ("http://%s:%u" SIGNET_JWKS_PATH, host, signet_jwks_server_get_port (self->server));
  notify_all (self);

  return TRUE;
}

/**
 * signet_jwks_publisher_stop:
 * @self: a publisher
 *
 * Ends the thread and waits for that; what is being sent is cut off.
 */
void
signet_jwks_publisher_stop (SignetJwksPublisher *self)
{
  g_return_if_fail (SIGNET_IS_JWKS_PUBLISHER (self));

  if (self->server == NULL)
    return;

  g_clear_pointer (&self->server, signet_jwks_server_stop);
  g_clear_pointer (&self->url, g_free);
  notify_all (self);
}

/**
 * signet_jwks_publisher_is_running:
 * @self: a publisher
 *
 * Returns: whether it runs
 */
gboolean
signet_jwks_publisher_is_running (SignetJwksPublisher *self)
{
  g_return_val_if_fail (SIGNET_IS_JWKS_PUBLISHER (self), FALSE);

  return self->server != NULL;
}

/**
 * signet_jwks_publisher_get_port:
 * @self: a publisher
 *
 * Returns: the TCP port, 0 while it is not running
 */
guint
signet_jwks_publisher_get_port (SignetJwksPublisher *self)
{
  g_return_val_if_fail (SIGNET_IS_JWKS_PUBLISHER (self), 0);

  return self->server != NULL ? signet_jwks_server_get_port (self->server) : 0;
}

/**
 * signet_jwks_publisher_get_url:
 * @self: a publisher
 *
 * Returns: (transfer none) (nullable): where the key set is, at an address that can be called; %NULL while it is
 *   not running
 */
const char *
signet_jwks_publisher_get_url (SignetJwksPublisher *self)
{
  g_return_val_if_fail (SIGNET_IS_JWKS_PUBLISHER (self), NULL);

  return self->url;
}
