/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keys-fixture.h"

#include "jot-jwks.h"
#include "jot-jws.h"

#include <string.h>

static void
gone_cb (gpointer  user_data,
         GObject  *where_the_object_was)
{
  g_atomic_int_set ((int *) user_data, TRUE);
  g_main_context_wakeup (NULL);
}

void
keys_watch_gone (gpointer  object,
                 int      *gone)
{
  g_object_weak_ref (object, gone_cb, gone);
}

gboolean
keys_store (SignetKeyStore  *store,
            const char      *kid,
            const char      *secret,
            GError         **error)
{
  g_autoptr (JotSecret) jwk = jot_secret_new (secret, strlen (secret));
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_key_store_store_async (store, kid, "RS256", jwk, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_key_store_store_finish (store, result, error);
}

char *
keys_lookup (SignetKeyStore  *store,
             const char      *kid,
             GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JotSecret) secret = NULL;
  GAsyncResult *slot = NULL;

  signet_key_store_lookup_async (store, kid, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  secret = signet_key_store_lookup_finish (store, result, error);

  return secret != NULL ? g_strndup (jot_secret_get_data (secret), jot_secret_get_size (secret)) : NULL;
}

gboolean
keys_clear (SignetKeyStore  *store,
            const char      *kid,
            GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_key_store_clear_async (store, kid, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_key_store_clear_finish (store, result, error);
}

char *
keys_sign (SignetSigningKeys  *keys,
           gint64              exp,
           GError            **error)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_sign_async (keys, payload, exp, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_sign_finish (keys, result, error);
}

SignetKeyInfo *
keys_create (SignetSigningKeys  *keys,
             const char         *alg,
             GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_create_async (keys, jot_alg_find (alg), 0, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_create_finish (keys, result, error);
}

SignetKeyInfo *
keys_rotate (SignetSigningKeys  *keys,
             GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_rotate_async (keys, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_rotate_finish (keys, result, error);
}

gboolean
keys_revoke (SignetSigningKeys  *keys,
             const char         *kid,
             GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_revoke_async (keys, kid, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_revoke_finish (keys, result, error);
}

gboolean
keys_recover (SignetSigningKeys  *keys,
              guint              *n,
              GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_recover_async (keys, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_recover_finish (keys, result, n, error);
}

void
keys_assert_valid (const char *path,
                   const char *token,
                   gint64      now)
{
  g_autoptr (SignetPublicKeys) public = signet_public_keys_new (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = signet_public_keys_read (public, now, &error);
  g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
  const char *signature_dot = strrchr (token, '.');
  g_autoptr (JotJwks) set = NULL;
  const JotAlg *alg;
  JotJwk *jwk;

  g_assert_no_error (error);
  g_assert_nonnull (jws);
  set = jot_jwks_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  alg = jot_alg_find (jot_jws_get_alg_name (jws));
  jwk = jot_jwks_select (set, jot_jws_get_kid (jws), alg, &error);
  g_assert_no_error (error);
  jot_jwk_verify (jwk, alg, token, (gsize) (signature_dot - token),
                  g_bytes_get_data (jot_jws_get_signature (jws), NULL),
                  g_bytes_get_size (jot_jws_get_signature (jws)), &error);
  g_assert_no_error (error);
}
