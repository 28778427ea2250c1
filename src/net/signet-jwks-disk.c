/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-disk.h"

#include "jot-error.h"
#include "jot-json.h"
#include "signet-cache-file.h"

#include <string.h>

#define VERSION 1
/* A body of 256 KiB, each character of it escaped in the worst case, and the rest */
#define MAX_FILE_SIZE (6 * JOT_JWKS_MAX_SIZE + 64 * 1024)
#define MAX_TEXT 4096

void
signet_jwks_stored_clear (SignetJwksStored *stored)
{
  g_clear_pointer (&stored->body, g_bytes_unref);
  g_clear_pointer (&stored->jwks, jot_jwks_unref);
  g_clear_pointer (&stored->etag, g_free);
  g_clear_error (&stored->error);
}

/* (transfer full) (nullable): only what can come of a fetch of a key set that failed */
static GError *
get_error (JotJsonNode node)
{
  const char *found = jot_json_node_get_string_member (node, "found");
  const char *message = jot_json_node_get_string_member (node, "message");
  gint64 code, reason, position;

  if (!signet_cache_file_get_number (node, "code", &code) || !signet_cache_file_get_number (node, "reason", &reason) ||
      !signet_cache_file_get_number (node, "position", &position) ||
      (code != JOT_ERROR_KEY_SET_UNAVAILABLE && code != JOT_ERROR_KEY_SET_INVALID) ||
      reason < JOT_REASON_BAD_URL || reason > JOT_REASON_SET_PRIVATE || message == NULL || strlen (message) > MAX_TEXT ||
      (found != NULL && strlen (found) > MAX_TEXT))
    return NULL;

  return jot_error_new ((JotError) code, (JotReason) reason, 0, (guint64) position, NULL, found, "%s", message);
}

/* An ETag goes into the head of a request: characters of RFC 9110 §8.8.3 alone, libsoup's care or not. */
static gboolean
is_etag (const char *etag)
{
  if (strlen (etag) > MAX_TEXT)
    return FALSE;
  for (const char *p = etag; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) || *p == ' ')
      return FALSE;

  return TRUE;
}

/* The limits are those of a fetch: no file makes a set good for longer than a server could. */
static gboolean
read_members (JotJsonNode       root,
              const char       *source,
              gint64            now,
              SignetJwksStored *stored)
{
  const char *body = jot_json_node_get_string_member (root, "body");
  const char *etag = jot_json_node_get_string_member (root, "etag");
  gint64 version;

  if (!signet_cache_file_get_number (root, "version", &version) || version != VERSION ||
      g_strcmp0 (jot_json_node_get_string_member (root, "source"), source) != 0 ||
      !signet_cache_file_get_origin (root, &stored->origin) || body == NULL || strlen (body) > JOT_JWKS_MAX_SIZE ||
      !signet_cache_file_get_number (root, "fetched", &stored->fetched) ||
      !signet_cache_file_get_number (root, "goodUntil", &stored->good_until) ||
      !signet_cache_file_get_number (root, "attempted", &stored->attempted))
    return FALSE;
  if (stored->fetched > now || stored->attempted > now || stored->good_until < stored->fetched ||
      stored->good_until - stored->fetched > SIGNET_JWKS_MAX_AGE)
    return FALSE;
  if (stored->origin != SIGNET_JWKS_ORIGIN_HTTPS && g_ascii_strncasecmp (source, "https:", 6) == 0)
    return FALSE;

  stored->jwks = jot_jwks_parse (body, -1, NULL);
  if (stored->jwks == NULL)
    return FALSE;
  stored->body = g_bytes_new (body, strlen (body));
  stored->etag = etag != NULL && is_etag (etag) ? g_strdup (etag) : NULL;
  stored->error = get_error (jot_json_node_get_member (root, "error"));

  return TRUE;
}

/**
 * signet_jwks_disk_read:
 * @folder: where the files are
 * @source: the URL of a key set
 * @now: seconds since 1970
 * @stored: (out caller-allocates): zeroed; what is known of it
 *
 * Returns: whether there is a set that may serve, fresh or not
 */
gboolean
signet_jwks_disk_read (const char       *folder,
                       const char       *source,
                       gint64            now,
                       SignetJwksStored *stored)
{
  g_autofree char *text = NULL;
  g_autoptr (JotJson) json = NULL;
  gsize length = 0;

  g_return_val_if_fail (folder != NULL && source != NULL && stored != NULL, FALSE);

  text = signet_cache_file_read (folder, source, MAX_FILE_SIZE, &length);
  json = text != NULL ? jot_json_parse (text, (gssize) length, NULL) : NULL;
  if (json != NULL && read_members (jot_json_get_root (json), source, now, stored))
    return TRUE;

  signet_jwks_stored_clear (stored);
  return FALSE;
}

typedef struct
{
  char   *folder;
  char   *source;
  gint64  now;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->folder);
  g_free (look->source);
  g_free (look);
}

static void
stored_free (gpointer data)
{
  signet_jwks_stored_clear (data);
  g_free (data);
}

static void
run_look (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  const Look *look = task_data;
  SignetJwksStored *stored = g_new0 (SignetJwksStored, 1);

  if (!signet_jwks_disk_read (look->folder, look->source, look->now, stored))
    g_clear_pointer (&stored, stored_free);
  g_task_return_pointer (task, stored, stored_free);
}

/**
 * signet_jwks_disk_look_async:
 * @folder: where the files are
 * @source: the URL of a key set
 * @now: seconds since 1970
 * @callback: called when the worker is done
 * @user_data: for @callback
 *
 * Reads what is known of @source. The task has no source object, which its worker could be the last to let go of.
 */
void
signet_jwks_disk_look_async (const char          *folder,
                             const char          *source,
                             gint64               now,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Look *look = g_new0 (Look, 1);

  look->folder = g_strdup (folder);
  look->source = g_strdup (source);
  look->now = now;
  g_task_set_source_tag (task, signet_jwks_disk_look_async);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, run_look);
}

/**
 * signet_jwks_disk_look_finish:
 * @result: what the callback got
 * @stored: (out caller-allocates): empty; what is known
 *
 * Returns: whether there is anything that may serve
 */
gboolean
signet_jwks_disk_look_finish (GAsyncResult     *result,
                              SignetJwksStored *stored)
{
  g_autofree SignetJwksStored *found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  found = g_task_propagate_pointer (G_TASK (result), NULL);
  if (found != NULL)
    *stored = *found;

  return found != NULL;
}

static void
append_text (GString    *out,
             const char *name,
             const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_printf (out, ",\"%s\":", name);
  jot_json_append_string (out, valid);
}

static void
append_error (GString      *out,
              const GError *error)
{
  const JotErrorDetails *details = jot_error_get_details (error);

  g_string_append_printf (out, ",\"error\":{\"code\":%d,\"reason\":%d,\"position\":%" G_GUINT64_FORMAT, error->code,
                          (int) details->reason, details->position);
  append_text (out, "message", error->message);
  if (details->found != NULL)
    append_text (out, "found", details->found);
  g_string_append_c (out, '}');
}

/**
 * signet_jwks_disk_write:
 * @folder: where the files are; made where it is missing
 * @source: the URL of a key set
 * @stored: what is known of it
 */
void
signet_jwks_disk_write (const char             *folder,
                        const char             *source,
                        const SignetJwksStored *stored)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *body = NULL;

  g_return_if_fail (folder != NULL && source != NULL && stored != NULL && stored->body != NULL);

  body = g_strndup (g_bytes_get_data (stored->body, NULL), g_bytes_get_size (stored->body));
  g_string_append_printf (out, "{\"version\":%d", VERSION);
  append_text (out, "source", source);
  append_text (out, "origin", signet_cache_file_name_origin (stored->origin));
  g_string_append_printf (out, ",\"fetched\":%" G_GINT64_FORMAT ",\"goodUntil\":%" G_GINT64_FORMAT
                          ",\"attempted\":%" G_GINT64_FORMAT, stored->fetched, stored->good_until, stored->attempted);
  if (stored->etag != NULL)
    append_text (out, "etag", stored->etag);
  if (stored->error != NULL)
    append_error (out, stored->error);
  append_text (out, "body", body);
  g_string_append (out, "}\n");

  signet_cache_file_write (folder, source, out->str, out->len);
}
