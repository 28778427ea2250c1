/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-web-secret.h"

#include "signet-keyring-run.h"

#include <libsecret/secret.h>
#include <string.h>

static const SecretSchema schema = {
  "io.github.signetlist.Signet.Upload", SECRET_SCHEMA_NONE,
  {
    { "url", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* What the worker gets. */
typedef struct
{
  char      *url;
  JotSecret *secret;   /* nullable: to keep, or what was found */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->url);
  g_clear_pointer (&job->secret, jot_secret_unref);
  g_free (job);
}

static gboolean
look_up (SignetWait  *wait,
         gpointer     user_data,
         GError     **error)
{
  Job *job = user_data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  GAsyncResult *slot = NULL;
  char *password;

  secret_password_lookup (&schema, wait->cancellable, signet_wait_done_cb, &slot, "url", job->url, NULL);
  result = signet_wait_for (wait, &slot);
  password = secret_password_lookup_nonpageable_finish (result, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  job->secret = password != NULL ? jot_secret_new (password, strlen (password)) : NULL;
  secret_password_free (password);

  return TRUE;
}

static gboolean
keep (SignetWait  *wait,
      gpointer     user_data,
      GError     **error)
{
  Job *job = user_data;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  if (job->secret == NULL)
    {
      g_autoptr (GError) local_error = NULL;

      secret_password_clear (&schema, wait->cancellable, signet_wait_done_cb, &slot, "url", job->url, NULL);
      result = signet_wait_for (wait, &slot);
      /* FALSE without an error: there was none */
      secret_password_clear_finish (result, &local_error);
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, "Signet web share", jot_secret_get_data (job->secret),
                         wait->cancellable, signet_wait_done_cb, &slot, "url", job->url, NULL);
  result = signet_wait_for (wait, &slot);

  return secret_password_store_finish (result, error);
}

static void
run_look_up (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (signet_keyring_run (cancellable, look_up, job, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->secret), (GDestroyNotify) jot_secret_unref);
  else
    g_task_return_error (task, error);
}

static void
run_keep (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  GError *error = NULL;

  if (signet_keyring_run (cancellable, keep, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start (const char          *url,
       JotSecret           *secret,
       GTaskThreadFunc      func,
       gpointer             source_tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->url = g_strdup (url);
  job->secret = secret != NULL ? jot_secret_ref (secret) : NULL;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, func);
}

/**
 * signet_web_secret_look_up_async:
 * @url: a web address
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks the keyring for the password or token that belongs to @url.
 */
void
signet_web_secret_look_up_async (const char          *url,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (url != NULL);

  start (url, NULL, run_look_up, signet_web_secret_look_up_async, cancellable, callback, user_data);
}

/**
 * signet_web_secret_look_up_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without an error where there is none
 */
JotSecret *
signet_web_secret_look_up_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_web_secret_keep_async:
 * @url: a web address
 * @secret: (nullable): the password or token for it; %NULL: none from now on
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Has the keyring keep or forget it.
 */
void
signet_web_secret_keep_async (const char          *url,
                              JotSecret           *secret,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (url != NULL);

  start (url, secret, run_keep, signet_web_secret_keep_async, cancellable, callback, user_data);
}

/**
 * signet_web_secret_keep_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the keyring did
 */
gboolean
signet_web_secret_keep_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
