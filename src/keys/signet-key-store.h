/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-secret.h"
#include "signet-keys-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is known of a key without its secret. */
typedef struct
{
  char   *kid;
  gint64  created;   /* when it was stored first, seconds since 1970; 0: not known */
} SignetStoredKey;

void signet_stored_key_free (SignetStoredKey *self);

/* Where private JWKs are kept: the desktop's keyring, or memory in tests.
 * lookup: a result of NULL without an error means "really not there": a locked
 * keyring is LOCKED or DISMISSED, never "no key". */
#define SIGNET_TYPE_KEY_STORE (signet_key_store_get_type ())
G_DECLARE_INTERFACE (SignetKeyStore, signet_key_store, SIGNET, KEY_STORE, GObject)

struct _SignetKeyStoreInterface
{
  GTypeInterface parent;

  void       (*store_async)   (SignetKeyStore *self, const char *kid, const char *alg, JotSecret *jwk,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  gboolean   (*store_finish)  (SignetKeyStore *self, GAsyncResult *result, GError **error);
  void       (*lookup_async)  (SignetKeyStore *self, const char *kid,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  JotSecret *(*lookup_finish) (SignetKeyStore *self, GAsyncResult *result, GError **error);
  void       (*clear_async)   (SignetKeyStore *self, const char *kid,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  gboolean   (*clear_finish)  (SignetKeyStore *self, GAsyncResult *result, GError **error);
  void       (*list_async)    (SignetKeyStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  GPtrArray *(*list_finish)   (SignetKeyStore *self, GAsyncResult *result, GError **error);
};

void       signet_key_store_store_async   (SignetKeyStore *self, const char *kid, const char *alg, JotSecret *jwk,
                                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean   signet_key_store_store_finish  (SignetKeyStore *self, GAsyncResult *result, GError **error);
void       signet_key_store_lookup_async  (SignetKeyStore *self, const char *kid,
                                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
JotSecret *signet_key_store_lookup_finish (SignetKeyStore *self, GAsyncResult *result, GError **error);
void       signet_key_store_clear_async   (SignetKeyStore *self, const char *kid,
                                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean   signet_key_store_clear_finish  (SignetKeyStore *self, GAsyncResult *result, GError **error);
void       signet_key_store_list_async    (SignetKeyStore *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (element-type SignetStoredKey): the oldest first */
GPtrArray *signet_key_store_list_finish   (SignetKeyStore *self, GAsyncResult *result, GError **error);
/* (transfer full): for stores: takes ownership of kid */
SignetStoredKey *signet_stored_key_new     (char *kid, gint64 created);

/* the Secret Service through libsecret (signet-key-store-secret.c) */
SignetKeyStore *signet_key_store_secret_new (void);
/* for tests (signet-key-store-memory.c) */
SignetKeyStore *signet_key_store_memory_new (void);

G_END_DECLS
