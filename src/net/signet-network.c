/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-network.h"

#include "signet-address.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

struct _SignetNetwork
{
  GObject parent_instance;

  /* Owned */
  GStrv addresses;

  /* Plain */
  gboolean is_fixed;
};

enum
{
  PROP_0,
  PROP_ADDRESSES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SignetNetwork, signet_network, G_TYPE_OBJECT)

/* The address that a packet to far away would come from: a datagram socket that is connected has sent
 * nothing yet. The far end is one that stands for nobody (RFC 5737 §3). */
static char *
dup_main_address (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) far_end = g_inet_socket_address_new_from_string ("192.0.2.1", 9);
  g_autoptr (GSocketAddress) local = NULL;

  if (socket == NULL || !g_socket_connect (socket, far_end, NULL, NULL))
    return NULL;
  local = g_socket_get_local_address (socket, NULL);

  return G_IS_INET_SOCKET_ADDRESS (local)
         ? g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)))
         : NULL;
}

/* Those that a checker may use without https: it refuses any others. */
static char *
dup_lan_address (const struct ifaddrs *entry)
{
  g_autoptr (GInetAddress) address = NULL;
  struct sockaddr_in in;

  if (entry->ifa_addr == NULL || entry->ifa_addr->sa_family != AF_INET ||
      (entry->ifa_flags & IFF_UP) == 0 || (entry->ifa_flags & IFF_RUNNING) == 0)
    return NULL;

  memcpy (&in, entry->ifa_addr, sizeof in);
  address = g_inet_address_new_from_bytes ((const guint8 *) &in.sin_addr, G_SOCKET_FAMILY_IPV4);

  return signet_address_classify (address) == SIGNET_ADDRESS_LAN ? g_inet_address_to_string (address) : NULL;
}

/**
 * signet_network_list_addresses:
 *
 * For who asks once: nothing is watched, and nobody else is asked.
 *
 * Returns: (transfer full): where others find this computer now, the likeliest first
 */
GStrv
signet_network_list_addresses (void)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = dup_main_address ();
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) == 0)
    {
      for (struct ifaddrs *i = all; i != NULL; i = i->ifa_next)
        {
          char *address = dup_lan_address (i);

          if (address == NULL)
            continue;
          if (g_ptr_array_find_with_equal_func (found, address, g_str_equal, NULL))
            g_free (address);
          else
            g_ptr_array_insert (found, g_strcmp0 (address, first) == 0 ? 0 : -1, address);
        }
      freeifaddrs (all);
    }
  g_ptr_array_add (found, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}

/* addresses: (transfer full) */
static void
take_addresses (SignetNetwork *self,
                GStrv          addresses)
{
  g_auto (GStrv) old = self->addresses;

  self->addresses = addresses;
  if (old != NULL && !g_strv_equal ((const char * const *) old, (const char * const *) addresses))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESSES]);
}

static void
network_changed_cb (SignetNetwork *self)
{
  g_assert (SIGNET_IS_NETWORK (self));

  take_addresses (self, signet_network_list_addresses ());
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
signet_network_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ADDRESSES:
      g_value_set_boxed (value, SIGNET_NETWORK (object)->addresses);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_network_finalize (GObject *object)
{
  g_strfreev (SIGNET_NETWORK (object)->addresses);

  G_OBJECT_CLASS (signet_network_parent_class)->finalize (object);
}

static void
signet_network_class_init (SignetNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_network_get_property;
  object_class->finalize = signet_network_finalize;

  properties[PROP_ADDRESSES] =
    g_param_spec_boxed ("addresses", NULL, NULL, G_TYPE_STRV, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", SIGNET_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_network_init (SignetNetwork *self)
{
}

/**
 * signet_network_new:
 *
 * Returns: (transfer full): the networks of this computer, followed while they change
 */
SignetNetwork *
signet_network_new (void)
{
  SignetNetwork *self = g_object_new (SIGNET_TYPE_NETWORK, NULL);

  take_addresses (self, signet_network_list_addresses ());
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * signet_network_new_fixed:
 * @addresses: addresses in numbers
 *
 * Returns: (transfer full): a network of @addresses, whatever this computer has
 */
SignetNetwork *
signet_network_new_fixed (const char * const *addresses)
{
  SignetNetwork *self = g_object_new (SIGNET_TYPE_NETWORK, NULL);

  g_return_val_if_fail (addresses != NULL, NULL);

  self->is_fixed = TRUE;
  take_addresses (self, g_strdupv ((char **) addresses));

  return self;
}

/**
 * signet_network_set_fixed:
 * @self: from signet_network_new_fixed()
 * @addresses: addresses in numbers
 *
 * The network is another one.
 */
void
signet_network_set_fixed (SignetNetwork      *self,
                          const char * const *addresses)
{
  g_return_if_fail (SIGNET_IS_NETWORK (self));
  g_return_if_fail (self->is_fixed);
  g_return_if_fail (addresses != NULL);

  take_addresses (self, g_strdupv ((char **) addresses));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * signet_network_get_addresses:
 * @self: the network
 *
 * Returns: (transfer none): where others find this computer, the likeliest first
 */
const char * const *
signet_network_get_addresses (SignetNetwork *self)
{
  g_return_val_if_fail (SIGNET_IS_NETWORK (self), NULL);

  return (const char * const *) self->addresses;
}
