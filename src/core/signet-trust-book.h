/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-signer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_SIGNERS_ERROR_NOT_FOUND = 1,  /* nobody of that name: the message is the name */
  SIGNET_SIGNERS_ERROR_EXISTS    = 2,  /* somebody has that name: the message is the name */
  SIGNET_SIGNERS_ERROR_DAMAGED   = 3,  /* not readable, kept aside: the message is the new file name */
  SIGNET_SIGNERS_ERROR_NEWER     = 4,  /* written by a newer Signet, left alone */
  SIGNET_SIGNERS_ERROR_FILE      = 5,  /* could not be read, locked or written: the message says why */
} SignetSignersError;

#define SIGNET_SIGNERS_ERROR (signet_signers_error_quark ())
GQuark signet_signers_error_quark (void);

/* Whom the user knows, in signers.json.  What another process writes is read with the next change or load.
 * Emits "changed" after each of them. */
#define SIGNET_TYPE_TRUST_BOOK (signet_trust_book_get_type ())
G_DECLARE_FINAL_TYPE (SignetTrustBook, signet_trust_book, SIGNET, TRUST_BOOK, GObject)

/* path: (nullable): $XDG_DATA_HOME/signet/signers.json */
SignetTrustBook *signet_trust_book_new           (const char *path);
/* (transfer full) (element-type SignetSigner): sorted by name; empty until it is loaded */
GPtrArray       *signet_trust_book_dup_signers   (SignetTrustBook *self);
/* (transfer none) (nullable) */
SignetSigner    *signet_trust_book_find          (SignetTrustBook *self, const char *name);
/* all: errors of SIGNET_SIGNERS_ERROR.  After a change the book is what the file is. */
void             signet_trust_book_load_async    (SignetTrustBook *self, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
/* EXISTS where the name is taken */
void             signet_trust_book_add_async     (SignetTrustBook *self, SignetSigner *signer, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
/* NOT_FOUND where there is nobody */
void             signet_trust_book_remove_async  (SignetTrustBook *self, const char *name, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
/* a well-formed set was fetched from the address of this signer; nothing happens where they are gone meanwhile */
void             signet_trust_book_note_async    (SignetTrustBook *self, SignetSigner *signer, JotJwks *jwks, gint64 fetched,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* the user says that a key is that signer's.  NOT_FOUND where there is nobody */
void             signet_trust_book_pin_async     (SignetTrustBook *self, const char *name, JotJwk *jwk, const char *kid,
                                                  gint64 now, GCancellable *cancellable, GAsyncReadyCallback callback,
                                                  gpointer user_data);
/* for each of them */
gboolean         signet_trust_book_finish        (SignetTrustBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
