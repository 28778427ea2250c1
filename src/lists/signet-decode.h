/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): data as UTF-8 text without a byte order mark.  UTF-8, UTF-16 of either byte order (told by its
 * mark, or by every other byte being 0), else Windows-1252, of which Latin-1 is a part.
 * errors: NOT_TEXT: binary, or cut off within a character */
char *signet_decode_text (GBytes *data, GError **error);

G_END_DECLS
