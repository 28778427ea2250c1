/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-key-set-private.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is known of one key set URL between two runs, and for other processes: a small file each in a folder.
 * The files are a convenience: one that is missing, damaged, foreign or impossible is as good as none, and
 * a folder that cannot be written is no trouble.  Everything may be called from any thread. */
typedef struct
{
  GBytes           *body;          /* the set as it was sent */
  JotJwks          *jwks;          /* read from body */
  SignetJwksOrigin  origin;
  char             *etag;          /* (nullable) */
  gint64            fetched;       /* seconds since 1970 */
  gint64            good_until;
  gint64            attempted;     /* when it was last asked for, whatever came of it */
  GError           *error;         /* (nullable): why that brought nothing: JOT_ERROR_KEY_SET_* */
} SignetJwksStored;

void              signet_jwks_stored_clear (SignetJwksStored *stored);
/* FALSE: there is none that may serve.  now: what is from later is not believed */
gboolean          signet_jwks_disk_read    (const char *folder, const char *source, gint64 now, SignetJwksStored *stored);
/* the same in a worker, which hands over what it read, and shares nothing; the callback is in the context of the caller */
void              signet_jwks_disk_look_async  (const char *folder, const char *source, gint64 now, GAsyncReadyCallback callback, gpointer user_data);
gboolean          signet_jwks_disk_look_finish (GAsyncResult *result, SignetJwksStored *stored);
/* whatever goes wrong, nothing is kept, and the old file stays or goes as a whole */
void              signet_jwks_disk_write   (const char *folder, const char *source, const SignetJwksStored *stored);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignetJwksStored, signet_jwks_stored_clear)

G_END_DECLS
