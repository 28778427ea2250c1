/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells the service manager, where one listens at NOTIFY_SOCKET: "READY=1", … (sd_notify(3)) */
void signet_cli_notify (const char *state);

G_END_DECLS
