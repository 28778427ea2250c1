/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

G_BEGIN_DECLS

/* The keys of somebody who is to be remembered, and where they are from. */
typedef struct
{
  char    *name;   /* (nullable): what a key card calls them */
  char    *url;    /* (nullable): the address of their key set; NULL for a file */
  JotJwks *jwks;
} SignetSignerSource;

void                signet_signer_source_free        (SignetSignerSource *self);
/* (transfer full) (nullable): of a file: a key set, a key card, or one public key as JWK or PEM.
 * errors: JOT_ERROR_KEY_SET_INVALID */
SignetSignerSource *signet_signer_source_parse       (GBytes *text, GError **error);
/* source: an address of a key set, or a file.  errors: JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_ERROR_KEY_SET_INVALID,
 * G_IO_ERROR_CANCELLED, and of files G_IO_ERROR */
void                signet_signer_source_load_async  (SignetContext *context, const char *source, gboolean allow_http,
                                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
SignetSignerSource *signet_signer_source_load_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetSignerSource, signet_signer_source_free)

G_END_DECLS
