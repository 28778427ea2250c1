/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-network.h"

#include "signet-address.h"
#include "signet-test.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Only addresses that a checker takes without https, each once, and all of them ours. */
static void
test_own (void)
{
  g_autoptr (SignetNetwork) network = signet_network_new ();
  const char * const *addresses = signet_network_get_addresses (network);
  g_autofree char *own = test_dup_own_address ();
  g_autoptr (GInetAddress) own_address = own != NULL ? g_inet_address_new_from_string (own) : NULL;

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (addresses[i]);
      g_autoptr (GSocketAddress) any_port = NULL;
      g_autoptr (GSocket) socket = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (address);
      g_assert_cmpint (signet_address_classify (address), ==, SIGNET_ADDRESS_LAN);
      g_assert_false (g_strv_contains (addresses + i + 1, addresses[i]));

      /* nobody can listen at an address of somebody else */
      any_port = g_inet_socket_address_new (address, 0);
      socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
      g_assert_no_error (error);
      g_socket_bind (socket, any_port, FALSE, &error);
      g_assert_no_error (error);
    }

  if (own_address == NULL || signet_address_classify (own_address) != SIGNET_ADDRESS_LAN)
    g_test_skip ("This computer is on no local network");
  else
    g_assert_true (g_strv_contains (addresses, own));
}

static void
test_changes (void)
{
  static const char * const one[] = { "192.168.1.23", NULL };
  static const char * const two[] = { "192.168.1.23", "10.0.0.5", NULL };
  g_autoptr (SignetNetwork) network = signet_network_new_fixed (one);
  guint n_changed = 0, n_notified = 0;

  g_signal_connect_swapped (network, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (network, "notify::addresses", G_CALLBACK (count_cb), &n_notified);
  g_assert_cmpstrv (signet_network_get_addresses (network), one);

  /* it went and came: worth another try, but the addresses are the same */
  signet_network_set_fixed (network, one);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_notified, ==, 0);

  signet_network_set_fixed (network, two);
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpstrv (signet_network_get_addresses (network), two);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/net/network/own", test_own);
  g_test_add_func ("/net/network/changes", test_changes);

  return g_test_run ();
}
