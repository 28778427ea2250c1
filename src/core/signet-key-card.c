/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-card.h"

#include "jot-error.h"
#include "jot-jwks.h"
#include "signet-signing-keys.h"
#include "signet-verifier.h"

struct _SignetKeyCard
{
  char    *name;   /* nullable */
  char    *url;    /* nullable */
  JotJwks *keys;
};

static void
fail (GError     **error,
      const char  *what)
{
  g_set_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_INVALID, "the key card %s", what);
}

/* A string, or absent. */
static gboolean
read_text (JotJsonNode   root,
           const char   *member,
           char        **text,
           GError      **error)
{
  JotJsonNode node = jot_json_node_get_member (root, member);

  if (jot_json_node_get_kind (node) == JOT_JSON_INVALID)
    return TRUE;

  *text = g_strdup (jot_json_node_get_string (node));
  if (*text != NULL)
    return TRUE;

  fail (error, "has a name or an address that is no text");
  return FALSE;
}

SignetKeyCard *
signet_key_card_parse (GBytes  *text,
                       GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  g_autoptr (SignetKeyCard) self = g_new0 (SignetKeyCard, 1);
  g_autoptr (JotJson) json = NULL;

  /* the strict gate; it also refuses private members */
  self->keys = jot_jwks_parse (data, (gssize) size, error);
  if (self->keys == NULL)
    return NULL;

  json = jot_json_parse (data, (gssize) size, error);
  if (json == NULL ||
      !read_text (jot_json_get_root (json), "name", &self->name, error) ||
      !read_text (jot_json_get_root (json), "url", &self->url, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
signet_key_card_free (SignetKeyCard *self)
{
  g_free (self->name);
  g_free (self->url);
  g_clear_pointer (&self->keys, jot_jwks_unref);
  g_free (self);
}

const char *
signet_key_card_get_name (const SignetKeyCard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

const char *
signet_key_card_get_url (const SignetKeyCard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

guint
signet_key_card_get_size (const SignetKeyCard *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return jot_jwks_get_size (self->keys);
}

static void
append_member (GString    *out,
               const char *member,
               const char *value)
{
  if (value == NULL || *value == '\0')
    return;

  g_string_append_printf (out, "\"%s\":", member);
  jot_json_append_string (out, value);
  g_string_append_c (out, ',');
}

GBytes *
signet_key_card_build (const char  *name,
                       const char  *url,
                       GBytes      *set,
                       GError     **error)
{
  gsize size;
  const char *data = g_bytes_get_data (set, &size);
  g_autoptr (JotJson) json = jot_json_parse (data, (gssize) size, error);
  g_autoptr (GString) out = g_string_new ("{");
  g_autoptr (SignetKeyCard) check = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autofree char *keys = NULL;
  JotJsonNode node;

  if (json == NULL)
    return NULL;
  node = jot_json_node_get_member (jot_json_get_root (json), "keys");
  if (jot_json_node_get_kind (node) != JOT_JSON_ARRAY || jot_json_node_get_size (node) == 0)
    {
      fail (error, "would have no keys");
      return NULL;
    }

  append_member (out, "name", name);
  append_member (out, "url", url);
  keys = jot_json_node_to_compact (node);
  g_string_append_printf (out, "\"keys\":%s}\n", keys);

  /* nothing leaves that others could not read, and nothing private */
  text = g_string_free_to_bytes (g_steal_pointer (&out));
  check = signet_key_card_parse (text, error);

  return check != NULL ? g_steal_pointer (&text) : NULL;
}

/* What the worker gets. */
typedef struct
{
  char  *keys_path;
  char  *name;
  char  *url;
  GFile *file;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_free (saving->keys_path);
  g_free (saving->name);
  g_free (saving->url);
  g_object_unref (saving->file);
  g_free (saving);
}

static gboolean
save (Saving        *saving,
      GCancellable  *cancellable,
      GError       **error)
{
  SignetPublicKeys *public = signet_public_keys_new (saving->keys_path);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) set = signet_public_keys_read (public, signet_verifier_get_now (), &local_error);
  g_autoptr (GBytes) text = NULL;
  const char *path = g_file_peek_path (saving->file);

  signet_public_keys_free (public);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  text = signet_key_card_build (saving->name, saving->url, set, error);
  if (text == NULL)
    return FALSE;

  if (path != NULL)
    return g_file_set_contents_full (path, g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text),
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error);

  return g_file_replace_contents (saving->file, g_bytes_get_data (text, NULL), g_bytes_get_size (text), NULL, FALSE,
                                  G_FILE_CREATE_NONE, NULL, cancellable, error);
}

static void
save_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (save (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
signet_key_card_save_async (const char          *keys_path,
                            const char          *name,
                            const char          *url,
                            GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (keys_path != NULL);
  g_return_if_fail (G_IS_FILE (file));

  saving = g_new0 (Saving, 1);
  saving->keys_path = g_strdup (keys_path);
  saving->name = g_strdup (name);
  saving->url = g_strdup (url);
  saving->file = g_object_ref (file);
  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_key_card_save_async);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

gboolean
signet_key_card_save_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
