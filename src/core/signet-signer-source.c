/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signer-source.h"

#include "signet-context-private.h"
#include "signet-jwks-cache.h"
#include "signet-key-card.h"

#include <string.h>

void
signet_signer_source_free (SignetSignerSource *self)
{
  g_free (self->name);
  g_free (self->url);
  g_clear_pointer (&self->jwks, jot_jwks_unref);
  g_free (self);
}

/* A set of one, which needs an ID to be found by: its thumbprint where it has none. */
static JotJwks *
make_set (JotJwk  *jwk,
          GError **error)
{
  const char *alg = jot_jwk_get_alg (jwk);
  const char *kid = jot_jwk_get_kid (jwk) != NULL ? jot_jwk_get_kid (jwk) : jot_jwk_get_thumbprint (jwk);
  g_autofree char *key = jot_jwk_to_public_json (jwk, kid, alg != NULL ? jot_alg_find (alg) : NULL);
  g_autofree char *text = g_strdup_printf ("{\"keys\":[%s]}", key);

  return jot_jwks_parse (text, -1, error);
}

/**
 * signet_signer_source_parse:
 * @text: what stands in a file
 * @error: return location for an error
 *
 * An address on a key card is not asked: the card may come from a computer that nobody can reach.
 *
 * Returns: (transfer full) (nullable): the keys in it
 */
SignetSignerSource *
signet_signer_source_parse (GBytes  *text,
                            GError **error)
{
  g_autoptr (SignetSignerSource) self = g_new0 (SignetSignerSource, 1);
  g_autoptr (SignetKeyCard) card = NULL;
  g_autoptr (JotJwk) jwk = NULL;
  g_autoptr (GError) set_error = NULL;
  gsize size = g_bytes_get_size (text);
  const char *data = size > 0 ? g_bytes_get_data (text, NULL) : "";

  self->jwks = jot_jwks_parse (data, (gssize) size, &set_error);
  if (self->jwks != NULL)
    {
      card = signet_key_card_parse (text, NULL);
      self->name = card != NULL ? g_strdup (signet_key_card_get_name (card)) : NULL;
      return g_steal_pointer (&self);
    }

  jwk = jot_jwk_new_from_data (data, (gssize) size, NULL);
  if (jwk == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&set_error));
      return NULL;
    }

  self->jwks = make_set (jwk, error);
  return self->jwks != NULL ? g_steal_pointer (&self) : NULL;
}

static void
set_got_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SignetKeySet) set = NULL;
  SignetSignerSource *self;
  GError *error = NULL;

  set = signet_jwks_cache_get_finish (SIGNET_JWKS_CACHE (object), result, &error);
  if (set == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self = g_new0 (SignetSignerSource, 1);
  self->url = g_strdup (g_task_get_task_data (task));
  self->jwks = jot_jwks_ref (signet_key_set_get_jwks (set));
  g_task_return_pointer (task, self, (GDestroyNotify) signet_signer_source_free);
}

/* At most one byte more than may be, so that a file that is too large is found to be. */
static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (task_data);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (JOT_JWKS_MAX_SIZE + 1);
  g_autoptr (GBytes) text = NULL;
  SignetSignerSource *self;
  GError *error = NULL;
  gsize n = 0;

  stream = g_file_read (file, cancellable, &error);
  g_byte_array_set_size (bytes, JOT_JWKS_MAX_SIZE + 1);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data, bytes->len, &n, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  text = g_bytes_new (bytes->data, n);
  self = signet_signer_source_parse (text, &error);
  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) signet_signer_source_free);
  else
    g_task_return_error (task, error);
}

/**
 * signet_signer_source_load_async:
 * @context: the services
 * @source: foreign text: the address of a key set, or a file
 * @allow_http: whether it may come over http from the local network
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 */
void
signet_signer_source_load_async (SignetContext       *context,
                                 const char          *source,
                                 gboolean             allow_http,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SIGNET_IS_CONTEXT (context));
  g_return_if_fail (source != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_signer_source_load_async);
  g_task_set_task_data (task, g_strdup (source), g_free);
  if (strstr (source, "://") != NULL && !g_str_has_prefix (source, "file:"))
    signet_jwks_cache_get_async (signet_context_get_jwks_cache (context), source, NULL,
                                 allow_http ? SIGNET_JWKS_GET_ALLOW_HTTP : SIGNET_JWKS_GET_DEFAULT, cancellable,
                                 set_got_cb, g_object_ref (task));
  else
    g_task_run_in_thread (task, read_in_thread);
}

/**
 * signet_signer_source_load_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the keys
 */
SignetSignerSource *
signet_signer_source_load_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
