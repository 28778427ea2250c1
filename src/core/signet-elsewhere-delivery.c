/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-elsewhere-delivery.h"

#include "signet-keys-error.h"
#include "signet-web-secret.h"
#include "signet-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the worker gets. */
typedef struct
{
  char   *folder;
  GBytes *set;
} Write;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_free (write->folder);
  g_bytes_unref (write->set);
  g_free (write);
}

static gboolean
is_same (const char *path,
         GBytes     *set)
{
  g_autofree char *text = NULL;
  gsize size;

  return g_file_get_contents (path, &text, &size, NULL) && size == g_bytes_get_size (set) &&
         memcmp (text, g_bytes_get_data (set, NULL), size) == 0;
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Write *write = task_data;
  g_autofree char *path = g_build_filename (write->folder, SIGNET_ELSEWHERE_FILE, NULL);
  GError *error = NULL;

  if (is_same (path, write->set))
    g_task_return_int (task, FALSE);
  /* for a web server, which is somebody else, to read */
  else if (g_file_set_contents_full (path, g_bytes_get_data (write->set, NULL), (gssize) g_bytes_get_size (write->set),
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, &error))
    g_task_return_int (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
signet_elsewhere_write_async (const char          *folder,
                              GBytes              *set,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Write *write = g_new0 (Write, 1);

  write->folder = g_strdup (folder);
  write->set = g_bytes_ref (set);
  g_task_set_source_tag (task, signet_elsewhere_write_async);
  g_task_set_task_data (task, write, write_free);
  g_task_run_in_thread (task, write_in_thread);
}

gboolean
signet_elsewhere_write_finish (GAsyncResult  *result,
                               gboolean      *written,
                               GError       **error)
{
  gssize answer;

  g_return_val_if_fail (g_async_result_is_tagged (result, signet_elsewhere_write_async), FALSE);

  answer = g_task_propagate_int (G_TASK (result), error);
  *written = answer > 0;

  return answer >= 0;
}

typedef struct
{
  SignetJwksUploader *uploader;
  char               *url;
  char               *user;
  GBytes             *set;
} Upload;

static void
upload_free (gpointer data)
{
  Upload *upload = data;

  g_object_unref (upload->uploader);
  g_free (upload->url);
  g_free (upload->user);
  g_bytes_unref (upload->set);
  g_free (upload);
}

static void
put_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (signet_jwks_uploader_put_finish (SIGNET_JWKS_UPLOADER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
secret_got_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (JotSecret) secret = NULL;
  GError *error = NULL;

  secret = signet_web_secret_look_up_finish (result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  signet_jwks_uploader_put_async (upload->uploader, upload->url, upload->set, upload->user, secret,
                                  g_task_get_cancellable (task), put_cb, g_object_ref (task));
}

void
signet_elsewhere_upload_async (SignetJwksUploader  *uploader,
                               const char          *url,
                               const char          *user,
                               GBytes              *set,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Upload *upload = g_new0 (Upload, 1);

  upload->uploader = g_object_ref (uploader);
  upload->url = g_strdup (url);
  upload->user = g_strdup (user);
  upload->set = g_bytes_ref (set);
  g_task_set_source_tag (task, signet_elsewhere_upload_async);
  g_task_set_task_data (task, upload, upload_free);
  signet_web_secret_look_up_async (url, cancellable, secret_got_cb, g_object_ref (task));
}

gboolean
signet_elsewhere_upload_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, signet_elsewhere_upload_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Translators: each of these is a reason, in a sentence such as
 * “Not written since yesterday at 14:02: no connection. Trying again.” */
static const char *
describe_upload (SignetUploadError code)
{
  switch (code)
    {
    case SIGNET_UPLOAD_ERROR_BAD_URL:
      return _("this is no web address, or it has a password in it");
    case SIGNET_UPLOAD_ERROR_HTTP_NOT_ALLOWED:
      return _("beyond the local network the address must begin with https");
    case SIGNET_UPLOAD_ERROR_CONNECTION:
      return _("no connection");
    case SIGNET_UPLOAD_ERROR_TIMEOUT:
      return _("the server does not answer");
    case SIGNET_UPLOAD_ERROR_CERTIFICATE:
      return _("the certificate of the server is not valid");
    case SIGNET_UPLOAD_ERROR_REDIRECT:
      return _("the server sends it elsewhere, which Signet does not follow");
    case SIGNET_UPLOAD_ERROR_UNAUTHORIZED:
      return _("the server does not know this user name with this password, or this token");
    case SIGNET_UPLOAD_ERROR_FORBIDDEN:
      return _("the server does not allow it");
    case SIGNET_UPLOAD_ERROR_NOT_FOUND:
      return _("the server has no such folder");
    case SIGNET_UPLOAD_ERROR_NOT_ALLOWED:
      return _("the server takes no files at this address");
    case SIGNET_UPLOAD_ERROR_FULL:
      return _("the server has no room");
    case SIGNET_UPLOAD_ERROR_STATUS:
      return NULL;
    }

  return NULL;
}

static const char *
describe_file (int code)
{
  switch (code)
    {
    case G_FILE_ERROR_NOENT:
    case G_FILE_ERROR_NOTDIR:
      return _("the folder is not there");
    case G_FILE_ERROR_NOSPC:
      return _("the disk is full");
    case G_FILE_ERROR_ACCES:
    case G_FILE_ERROR_PERM:
    case G_FILE_ERROR_ROFS:
      return _("Signet may not write there");
    default:
      return NULL;
    }
}

char *
signet_elsewhere_dup_reason (const GError *error)
{
  const char *reason = NULL;

  if (g_error_matches (error, SIGNET_UPLOAD_ERROR, SIGNET_UPLOAD_ERROR_STATUS))
    /* Translators: a reason, as those above; %s is the number of an HTTP status */
    return g_strdup_printf (_("the server reports the error %s"), error->message);

  if (error->domain == SIGNET_UPLOAD_ERROR)
    reason = describe_upload (error->code);
  else if (error->domain == G_FILE_ERROR)
    reason = describe_file (error->code);
  else if (g_error_matches (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA))
    reason = _("the list of your keys cannot be read");
  else if (error->domain == SIGNET_KEYS_ERROR)
    reason = _("the keyring did not give the password for it");

  return g_strdup (reason != NULL ? reason : error->message);
}
