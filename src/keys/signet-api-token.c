/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-api-token.h"

#include "signet-keyring-run.h"
#include "signet-keys-error.h"

#include <libsecret/secret.h>
#include <string.h>

#define TOKEN_BYTES 32

static const SecretSchema schema = {
  "io.github.signetlist.Signet.Api", SECRET_SCHEMA_NONE,
  {
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* FALSE: an error. There may be no token: then *token is NULL. */
static gboolean
look_up (SignetWait  *wait,
         JotSecret  **token,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  GAsyncResult *slot = NULL;
  char *password;

  secret_password_lookup (&schema, wait->cancellable, signet_wait_done_cb, &slot, "kind", "bearer", NULL);
  result = signet_wait_for (wait, &slot);
  password = secret_password_lookup_nonpageable_finish (result, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *token = password != NULL ? jot_secret_new (password, strlen (password)) : NULL;
  secret_password_free (password);

  return TRUE;
}

static gboolean
store_new (SignetWait  *wait,
           GError     **error)
{
  g_autoptr (JotSecret) token = jot_secret_new_random (TOKEN_BYTES, error);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  if (token == NULL)
    return FALSE;

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, "Signet HTTP interface", jot_secret_get_data (token),
                         wait->cancellable, signet_wait_done_cb, &slot, "kind", "bearer", NULL);
  result = signet_wait_for (wait, &slot);

  return secret_password_store_finish (result, error);
}

typedef struct
{
  gboolean   renew;
  JotSecret *token;   /* out */
} Get;

/* What was stored is read back: of two processes that make one at the same time, both give out the one that is kept. */
static gboolean
run_once (SignetWait  *wait,
          gpointer     user_data,
          GError     **error)
{
  Get *get = user_data;

  if (!get->renew && !look_up (wait, &get->token, error))
    return FALSE;
  if (get->token != NULL)
    return TRUE;

  if (!store_new (wait, error) || !look_up (wait, &get->token, error))
    return FALSE;
  if (get->token == NULL)
    g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_FAILED, "the keyring does not return what it took");

  return get->token != NULL;
}

static void
run_get (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  Get get = { .renew = GPOINTER_TO_INT (task_data) };
  GError *error = NULL;

  if (signet_keyring_run (cancellable, run_once, &get, &error))
    g_task_return_pointer (task, get.token, (GDestroyNotify) jot_secret_unref);
  else
    g_task_return_error (task, error);
}

/**
 * signet_api_token_get_async:
 * @renew: whether to replace the one that there is
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks the keyring for the bearer token of the HTTP interface, and has it keep a new one where there is none.
 */
void
signet_api_token_get_async (gboolean             renew,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, signet_api_token_get_async);
  g_task_set_task_data (task, GINT_TO_POINTER (renew), NULL);
  g_task_run_in_thread (task, run_get);
}

/**
 * signet_api_token_get_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token. Errors: SIGNET_KEYS_ERROR, %JOT_ERROR_CRYPTO
 */
JotSecret *
signet_api_token_get_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
