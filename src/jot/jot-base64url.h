/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* base64url without padding (RFC 7515 §2, RFC 4648 §5), strict: no foreign
 * characters, no padding, no impossible length, trailing bits zero. */
#define JOT_BASE64URL_ROOM(length) (((length) + 2) / 3 * 4 + 1)

char    *jot_base64url_encode (const void *data, gsize length);
gsize    jot_base64url_encode_to (const void *data, gsize length, char *out);
/* (transfer full): NUL-terminated behind its length; errors: JOT_ERROR_MALFORMED with
 * JOT_REASON_CHARACTER, PADDING, LENGTH or TRAILING_BITS, part as given */
guint8  *jot_base64url_decode (const char *text, gssize length, guint part, gsize *out_length, GError **error);
/* out: room for length / 4 * 3 + 3 bytes */
gboolean jot_base64url_decode_to (const char *text, gsize length, guint part,
                                  guint8 *out, gsize *out_length, GError **error);

G_END_DECLS
