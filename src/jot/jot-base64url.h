/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* base64url without padding (RFC 7515 §2, RFC 4648 §5), strict: no foreign
 * characters, no padding, no impossible length, trailing bits zero. */
char    *jot_base64url_encode (const void *data, gsize length);
/* (transfer full): NUL-terminated behind its length; errors: JOT_ERROR_MALFORMED with
 * JOT_REASON_CHARACTER, PADDING, LENGTH or TRAILING_BITS, part as given */
guint8  *jot_base64url_decode (const char *text, gssize length, guint part, gsize *out_length, GError **error);

G_END_DECLS
