/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-cli.h"
#include "signet-signing-keys.h"

G_BEGIN_DECLS

/* keys: (out) (transfer none): FALSE, with a sentence printed, where the file about them cannot be used */
gboolean signet_cli_read_keys (SignetContext *context, SignetSigningKeys **keys, int *status);

/* Subcommands of “signet keys” about files; argv[0] is their full name. */
int signet_cli_keys_import  (SignetContext *context, int argc, char **argv);
int signet_cli_keys_backup  (SignetContext *context, int argc, char **argv);
int signet_cli_keys_restore (SignetContext *context, int argc, char **argv);
int signet_cli_keys_recover (SignetContext *context, int argc, char **argv);

G_END_DECLS
