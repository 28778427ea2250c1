/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks at the terminal without showing what is typed; where stdin is no terminal its first line counts.
 * twice: asks again, since nobody sees what was typed.  file: (nullable): read that file's first line instead.
 * (transfer full) (nullable): NULL, and a sentence on stderr, where there is none, or the two differ */
JotSecret *signet_cli_read_passphrase (const char *file, gboolean twice);

G_END_DECLS
