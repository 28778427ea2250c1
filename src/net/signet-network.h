/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where others on the local network find this computer.  Property "addresses" (GStrv, with notify).
 * Signal "changed": the network came, went or is another one; the addresses may be the same.
 * Main thread only. */
#define SIGNET_TYPE_NETWORK (signet_network_get_type ())
G_DECLARE_FINAL_TYPE (SignetNetwork, signet_network, SIGNET, NETWORK, GObject)

/* what to listen at, so that each of the addresses is answered, and the loopback as well */
#define SIGNET_NETWORK_ANY "0.0.0.0"

SignetNetwork      *signet_network_new           (void);
/* for tests: these and no others */
SignetNetwork      *signet_network_new_fixed     (const char * const *addresses);
void                signet_network_set_fixed     (SignetNetwork *self, const char * const *addresses);
/* (transfer none): IPv4 addresses in numbers, the one of the default route first; may be empty */
const char * const *signet_network_get_addresses (SignetNetwork *self);
/* (transfer full): the same of now, for who does not follow them; any thread */
GStrv               signet_network_list_addresses (void);

G_END_DECLS
