/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-key-info-private.h"
#include "signet-keys-error.h"

G_BEGIN_DECLS

/* keys.json: {"version":1,"keys":[{"kid","alg","state","created","retired","revoked","latestExp","signed","jwk"}]}.
 * Times in seconds since 1970, "latestExp" null after a token without end. */

/* (transfer full) (element-type SignetKeyInfo). errors: SIGNET_KEYS_ERROR_METADATA */
GPtrArray *signet_key_metadata_parse (const char *text, gsize length, GError **error);
char      *signet_key_metadata_write (GPtrArray *infos);
/* a missing file is no keys. errors: METADATA */
GPtrArray *signet_key_metadata_load  (const char *path, GError **error);
/* The same, with the lock held; one that is damaged is renamed to keys.json.damaged, and the message says so. One
 * that cannot be read for other reasons, or was made by a newer Signet, stays where it is. errors: METADATA */
GPtrArray *signet_key_metadata_load_or_keep_aside (const char *path, GError **error);
/* atomic and durable; blocks: call in a worker. errors: METADATA */
gboolean   signet_key_metadata_save  (const char *path, GPtrArray *infos, GError **error);
/* when the public half leaves the key set, seconds since 1970: G_MAXINT64: not by itself, 0: it is not in it */
gint64     signet_key_metadata_get_published_until (const SignetKeyInfo *info);
/* whether the public half belongs into the key set at the time now */
gboolean   signet_key_metadata_is_published (const SignetKeyInfo *info, gint64 now);

G_END_DECLS
