/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-store.h"

#include "signet-keyring-probe.h"

#include <libsecret/secret.h>
#include <string.h>

/* The keyring of the desktop. Each call runs in a worker of its own, where one step follows the
 * other; of libsecret only the asynchronous secret_password_* are used, which also work through the
 * Secret portal of a sandbox. */
#define SIGNET_TYPE_KEY_STORE_SECRET (signet_key_store_secret_get_type ())
G_DECLARE_FINAL_TYPE (SignetKeyStoreSecret, signet_key_store_secret, SIGNET, KEY_STORE_SECRET, GObject)

struct _SignetKeyStoreSecret
{
  GObject parent_instance;
};

static const SecretSchema schema = {
  "io.github.signetlist.Signet.Key", SECRET_SCHEMA_NONE,
  {
    { "kid", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "alg", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

typedef enum { CALL_STORE, CALL_LOOKUP, CALL_CLEAR, CALL_LIST } CallKind;

/* A snapshot for the worker. */
typedef struct
{
  CallKind   kind;
  char      *kid;    /* list: NULL */
  char      *alg;    /* store */
  JotSecret *jwk;    /* store */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->kid);
  g_free (call->alg);
  g_clear_pointer (&call->jwk, jot_secret_unref);
  g_free (call);
}

static gboolean
run_store (SignetWait  *wait,
           const Call  *call,
           GError     **error)
{
  g_autofree char *label = g_strdup_printf ("Signet signing key %.8s (%s)", call->kid, call->alg);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, jot_secret_get_data (call->jwk), wait->cancellable,
                         signet_wait_done_cb, &slot, "kid", call->kid, "alg", call->alg, NULL);
  result = signet_wait_for (wait, &slot);

  return secret_password_store_finish (result, error);
}

static gboolean
run_lookup (SignetWait  *wait,
            const Call  *call,
            JotSecret  **secret,
            GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  GAsyncResult *slot = NULL;
  char *password;

  secret_password_lookup (&schema, wait->cancellable, signet_wait_done_cb, &slot, "kid", call->kid, NULL);
  result = signet_wait_for (wait, &slot);
  password = secret_password_lookup_nonpageable_finish (result, &local_error);
  if (password != NULL)
    {
      *secret = jot_secret_new (password, strlen (password));
      secret_password_free (password);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
run_clear (SignetWait  *wait,
           const Call  *call,
           GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  GAsyncResult *slot = NULL;

  secret_password_clear (&schema, wait->cancellable, signet_wait_done_cb, &slot, "kid", call->kid, NULL);
  result = signet_wait_for (wait, &slot);
  secret_password_clear_finish (result, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Attributes only: no secret is read, no item unlocked. */
static gboolean
run_list (SignetWait  *wait,
          GPtrArray  **keys,
          GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  GAsyncResult *slot = NULL;
  GList *items;

  secret_password_search (&schema, SECRET_SEARCH_ALL, wait->cancellable, signet_wait_done_cb, &slot, NULL);
  result = signet_wait_for (wait, &slot);
  items = secret_password_search_finish (result, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_stored_key_free);
  for (GList *l = items; l != NULL; l = l->next)
    {
      g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (l->data);
      const char *kid = g_hash_table_lookup (attributes, "kid");

      if (kid != NULL)
        g_ptr_array_add (*keys, signet_stored_key_new (g_strdup (kid), (gint64) secret_retrievable_get_created (l->data)));
    }
  g_list_free_full (items, g_object_unref);

  return TRUE;
}

/* What was asked for; one of them at most. */
typedef struct
{
  JotSecret *secret;   /* nullable */
  GPtrArray *keys;     /* nullable */
} Answer;

static gboolean
run_once (SignetWait  *wait,
          const Call  *call,
          Answer      *answer,
          GError     **error)
{
  switch (call->kind)
    {
    case CALL_STORE: return run_store (wait, call, error);
    case CALL_LOOKUP: return run_lookup (wait, call, &answer->secret, error);
    case CALL_CLEAR: return run_clear (wait, call, error);
    case CALL_LIST: return run_list (wait, &answer->keys, error);
    }

  g_return_val_if_reached (FALSE);
}

/* A daemon that was restarted under us leaves libsecret with a session that nobody knows: every
 * call fails until it is dropped. */
static gboolean
is_worth_a_retry (SignetWait   *wait,
                  const GError *error)
{
  return !g_cancellable_is_cancelled (wait->cancellable) &&
         !g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
run_call (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Call *call = task_data;
  SignetWait wait;
  Answer answer = { 0 };
  g_autoptr (GError) error = NULL;

  signet_wait_begin (&wait, cancellable, signet_keyring_probe_get_seconds ());
  if (signet_keyring_probe_unlock (&wait, &error) && !run_once (&wait, call, &answer, &error) &&
      is_worth_a_retry (&wait, error))
    {
      g_clear_error (&error);
      secret_service_disconnect ();
      run_once (&wait, call, &answer, &error);
    }
  if (error != NULL)
    {
      GError *translated = signet_keyring_probe_translate (&wait, error);

      g_clear_error (&error);
      error = translated;
    }
  signet_wait_end (&wait);
  jot_secret_wipe_stack ();

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (call->kind == CALL_LOOKUP)
    g_task_return_pointer (task, answer.secret, (GDestroyNotify) jot_secret_unref);
  else if (call->kind == CALL_LIST)
    g_task_return_pointer (task, answer.keys, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_boolean (task, TRUE);
}

static void
start_call (SignetKeyStore      *store,
            CallKind             kind,
            const char          *kid,
            const char          *alg,
            JotSecret           *jwk,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->kind = kind;
  call->kid = g_strdup (kid);
  call->alg = g_strdup (alg);
  call->jwk = jwk != NULL ? jot_secret_ref (jwk) : NULL;
  g_task_set_source_tag (task, start_call);
  g_task_set_task_data (task, call, call_free);
  g_task_run_in_thread (task, run_call);
}

static void
secret_store_async (SignetKeyStore      *store,
                    const char          *kid,
                    const char          *alg,
                    JotSecret           *jwk,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  start_call (store, CALL_STORE, kid, alg, jwk, cancellable, callback, user_data);
}

static void
secret_lookup_async (SignetKeyStore      *store,
                     const char          *kid,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  start_call (store, CALL_LOOKUP, kid, NULL, NULL, cancellable, callback, user_data);
}

static void
secret_clear_async (SignetKeyStore      *store,
                    const char          *kid,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  start_call (store, CALL_CLEAR, kid, NULL, NULL, cancellable, callback, user_data);
}

static void
secret_list_async (SignetKeyStore      *store,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  start_call (store, CALL_LIST, NULL, NULL, NULL, cancellable, callback, user_data);
}

static GPtrArray *
secret_list_finish (SignetKeyStore  *store,
                    GAsyncResult    *result,
                    GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
secret_boolean_finish (SignetKeyStore  *store,
                       GAsyncResult    *result,
                       GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static JotSecret *
secret_lookup_finish (SignetKeyStore  *store,
                      GAsyncResult    *result,
                      GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
signet_key_store_secret_iface_init (SignetKeyStoreInterface *iface)
{
  iface->store_async = secret_store_async;
  iface->store_finish = secret_boolean_finish;
  iface->lookup_async = secret_lookup_async;
  iface->lookup_finish = secret_lookup_finish;
  iface->clear_async = secret_clear_async;
  iface->clear_finish = secret_boolean_finish;
  iface->list_async = secret_list_async;
  iface->list_finish = secret_list_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetKeyStoreSecret, signet_key_store_secret, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SIGNET_TYPE_KEY_STORE, signet_key_store_secret_iface_init))

static void
signet_key_store_secret_class_init (SignetKeyStoreSecretClass *klass)
{
}

static void
signet_key_store_secret_init (SignetKeyStoreSecret *self)
{
}

/**
 * signet_key_store_secret_new:
 *
 * Returns: (transfer full): the keyring of the desktop
 */
SignetKeyStore *
signet_key_store_secret_new (void)
{
  return SIGNET_KEY_STORE (g_object_new (SIGNET_TYPE_KEY_STORE_SECRET, NULL));
}
