/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-elsewhere-private.h"

#include "signet-elsewhere-delivery.h"
#include "signet-web-secret.h"

/* Where a copy of the key set is kept, as the user says it. */

/* Sets the target and forgets what is known of the old one. */
static void
set_target (SignetElsewhere *self,
            const char      *target)
{
  g_settings_set_int64 (self->settings, _signet_elsewhere_keys[self->kind].written, 0);
  if (self->kind == SIGNET_ELSEWHERE_WEB)
    g_settings_reset (self->settings, "elsewhere-url-digest");
  g_settings_set_string (self->settings, _signet_elsewhere_keys[self->kind].target, target != NULL ? target : "");
}

/**
 * signet_elsewhere_set_folder:
 * @self: the copy of the key set in a folder
 * @path: (nullable): the folder; %NULL: none
 *
 * Writes it there from now on. What was written to another folder stays there.
 */
void
signet_elsewhere_set_folder (SignetElsewhere *self,
                             const char      *path)
{
  g_return_if_fail (SIGNET_IS_ELSEWHERE (self));
  g_return_if_fail (self->kind == SIGNET_ELSEWHERE_FOLDER);

  if (self->settings != NULL && g_strcmp0 (path, self->target) != 0)
    set_target (self, path);
}

/**
 * signet_elsewhere_dup_url_problem:
 * @url: what the user typed
 *
 * Returns: (transfer full) (nullable): why nothing can be put there, as a part of a sentence
 */
char *
signet_elsewhere_dup_url_problem (const char *url)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  return signet_jwks_uploader_check_url (url, &error) ? NULL : signet_elsewhere_dup_reason (error);
}

typedef struct
{
  char *url;      /* nullable */
  char *user;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->url);
  g_free (setting->user);
  g_free (setting);
}

static void
apply (SignetElsewhere *self,
       const Setting   *setting)
{
  g_settings_set_string (self->settings, "elsewhere-user", setting->user);
  if (g_strcmp0 (setting->url, self->target) != 0)
    {
      set_target (self, setting->url);
      return;
    }

  /* another name or password for the same address: to be tried at once */
  g_clear_pointer (&self->delivered, g_free);
  g_clear_pointer (&self->tried, g_free);
  g_clear_pointer (&self->reason, g_free);
  self->n_failures = 0;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->busy)
    g_cancellable_cancel (self->cancellable);
  g_object_notify (G_OBJECT (self), "status");
  _signet_elsewhere_look (self);
}

static void
old_forgotten_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  /* what nobody needs any more was nothing to keep; that a keyring did not forget it is no reason to stop */
  signet_web_secret_keep_finish (result, NULL);
  apply (g_task_get_source_object (task), g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/* One call of the keyring after the other: where it is a file, as in a sandbox, libsecret does not bear two. */
static void
forget_old (GTask *task)
{
  SignetElsewhere *self = g_task_get_source_object (task);
  Setting *setting = g_task_get_task_data (task);

  if (self->target != NULL && g_strcmp0 (self->target, setting->url) != 0)
    {
      signet_web_secret_keep_async (self->target, NULL, NULL, old_forgotten_cb, g_object_ref (task));
      return;
    }

  apply (self, setting);
  g_task_return_boolean (task, TRUE);
}

static void
secret_kept_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (signet_web_secret_keep_finish (result, &error))
    forget_old (task);
  else
    g_task_return_error (task, error);
}

/**
 * signet_elsewhere_set_web_async:
 * @self: the copy of the key set at a web address
 * @url: (nullable): the address; %NULL: none
 * @user: the user name there, "": the secret is a bearer token
 * @secret: (nullable): password or token
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Has the keyring keep the secret, and puts the key set there from now on.
 */
void
signet_elsewhere_set_web_async (SignetElsewhere     *self,
                                const char          *url,
                                const char          *user,
                                JotSecret           *secret,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Setting *setting;

  g_return_if_fail (SIGNET_IS_ELSEWHERE (self));
  g_return_if_fail (self->kind == SIGNET_ELSEWHERE_WEB);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, signet_elsewhere_set_web_async);
  if (self->settings == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "there are no settings");
      return;
    }

  setting = g_new0 (Setting, 1);
  setting->url = g_strdup (url);
  setting->user = g_strdup (user);
  g_task_set_task_data (task, setting, setting_free);

  if (secret != NULL && url != NULL)
    signet_web_secret_keep_async (url, secret, NULL, secret_kept_cb, g_object_ref (task));
  else
    forget_old (task);
}

/**
 * signet_elsewhere_set_web_finish:
 * @self: the copy of the key set at a web address
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it was set. Errors: SIGNET_KEYS_ERROR
 */
gboolean
signet_elsewhere_set_web_finish (SignetElsewhere  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
