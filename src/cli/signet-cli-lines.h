/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-cli.h"

G_BEGIN_DECLS

/* `signet verify --lines`: the request says what to check with and what to demand; its
 * token is not looked at. Returns an exit status. */
int signet_cli_verify_lines (SignetContext *context, const SignetCheckRequest *request);

G_END_DECLS
