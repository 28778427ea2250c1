/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signing-keys-private.h"

#include "signet-key-metadata.h"

struct _SignetSigningKeys
{
  GObject parent_instance;

  /* Owned */
  SignetKeyStore  *store;
  char            *path;
  GPtrArray       *infos;
  GFileMonitor    *monitor;
  SignetLoadedKey *loaded;

  /* Plain */
  const JotAlg    *default_alg;
  guint            default_bits;
  guint            n_busy;
  guint            n_forgotten;   /* how often the loaded key was to be dropped */
};

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SignetSigningKeys, signet_signing_keys, G_TYPE_OBJECT)

static void
signet_signing_keys_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, signet_signing_keys_is_busy (SIGNET_SIGNING_KEYS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_signing_keys_dispose (GObject *object)
{
  SignetSigningKeys *self = SIGNET_SIGNING_KEYS (object);

  signet_signing_keys_forget_loaded (self);
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (signet_signing_keys_parent_class)->dispose (object);
}

static void
signet_signing_keys_finalize (GObject *object)
{
  SignetSigningKeys *self = SIGNET_SIGNING_KEYS (object);

  g_free (self->path);
  g_ptr_array_unref (self->infos);
  signet_loaded_key_free (self->loaded);

  G_OBJECT_CLASS (signet_signing_keys_parent_class)->finalize (object);
}

static void
signet_signing_keys_class_init (SignetSigningKeysClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_signing_keys_get_property;
  object_class->dispose = signet_signing_keys_dispose;
  object_class->finalize = signet_signing_keys_finalize;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_signing_keys_init (SignetSigningKeys *self)
{
  self->infos = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_key_info_unref);
  self->loaded = signet_loaded_key_new (SIGNET_LOADED_KEY_IDLE_MSEC);
  self->default_alg = jot_alg_get_default ();
  self->default_bits = 2048;
}

static void
take_infos (SignetSigningKeys *self,
            GPtrArray         *infos)
{
  g_ptr_array_unref (self->infos);
  self->infos = g_ptr_array_ref (infos);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
file_changed_cb (GFileMonitor      *monitor,
                 GFile             *file,
                 GFile             *other_file,
                 GFileMonitorEvent  event,
                 gpointer           user_data)
{
  SignetSigningKeys *self = user_data;
  g_autoptr (GPtrArray) infos = signet_key_metadata_load (self->path, NULL);
  g_autofree char *now = NULL;
  g_autofree char *before = NULL;

  if (infos == NULL)
    return;

  now = signet_key_metadata_write (infos);
  before = signet_key_metadata_write (self->infos);
  if (g_strcmp0 (now, before) != 0)
    take_infos (self, infos);
}

static void
set_busy (SignetSigningKeys *self,
          gboolean           busy)
{
  gboolean was = self->n_busy > 0;

  self->n_busy += busy ? 1 : -1;
  if (was != (self->n_busy > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
run_operation (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (signet_keys_operation_run (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Back on the main thread, before the caller hears of it. */
static void
operation_done_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetSigningKeys *self = g_task_get_source_object (task);
  SignetKeysOperation *operation = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  /* one that was loaded before the screen was locked is not kept after it */
  if (self->store != NULL)
    signet_loaded_key_set (self->loaded, operation->n_forgotten == self->n_forgotten ? operation->loaded : NULL);
  if (operation->infos != NULL)
    take_infos (self, operation->infos);
  if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (result), "busy")))
    set_busy (self, FALSE);

  if (!done)
    g_task_return_error (task, error);
  else if (operation->kind == SIGNET_KEYS_OPERATION_SIGN)
    g_task_return_pointer (task, g_steal_pointer (&operation->token), g_free);
  else if (operation->kind == SIGNET_KEYS_OPERATION_REVOKE)
    g_task_return_boolean (task, TRUE);
  else if (operation->kind == SIGNET_KEYS_OPERATION_BACKUP)
    g_task_return_pointer (task, g_steal_pointer (&operation->backup), g_free);
  else if (operation->kind == SIGNET_KEYS_OPERATION_RESTORE || operation->kind == SIGNET_KEYS_OPERATION_RECOVER)
    g_task_return_int (task, operation->n_restored);
  else
    g_task_return_pointer (task, g_steal_pointer (&operation->info), (GDestroyNotify) signet_key_info_unref);
}

SignetLoadedKey *
_signet_signing_keys_get_loaded (SignetSigningKeys *self)
{
  return self->loaded;
}

SignetKeysOperation *
_signet_signing_keys_new_operation (SignetSigningKeys       *self,
                                    SignetKeysOperationKind  kind)
{
  return signet_keys_operation_new (kind, self->path, self->store);
}

void
_signet_signing_keys_start (SignetSigningKeys   *self,
                            SignetKeysOperation *operation,
                            gpointer             source_tag,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  /* no source object: the worker must never be the last to let go of us */
  g_autoptr (GTask) work = g_task_new (NULL, cancellable, operation_done_cb, task);
  JotPrivateKey *loaded;
  gboolean busy = operation->kind != SIGNET_KEYS_OPERATION_SIGN || self->infos->len == 0;

  g_task_set_source_tag (task, source_tag);
  /* what the operation did is told, also where the caller gave up in the meantime */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_check_cancellable (work, FALSE);

  operation->now = g_get_real_time () / G_USEC_PER_SEC;
  loaded = signet_loaded_key_get (self->loaded);
  operation->n_forgotten = self->n_forgotten;
  operation->loaded = loaded != NULL ? jot_private_key_ref (loaded) : NULL;
  g_task_set_task_data (work, operation, (GDestroyNotify) signet_keys_operation_free);
  if (busy)
    {
      g_object_set_data (G_OBJECT (work), "busy", GINT_TO_POINTER (TRUE));
      set_busy (self, TRUE);
    }
  g_task_run_in_thread (work, run_operation);
}

/**
 * signet_signing_keys_new:
 * @folder: (nullable): where keys.json is; $XDG_DATA_HOME/signet where %NULL
 * @store: (transfer none): where private halves are
 *
 * Returns: (transfer full): our keys; nothing is read yet
 */
SignetSigningKeys *
signet_signing_keys_new (const char     *folder,
                         SignetKeyStore *store)
{
  SignetSigningKeys *self;
  g_autofree char *own_folder = NULL;

  g_return_val_if_fail (SIGNET_IS_KEY_STORE (store), NULL);

  if (folder == NULL)
    folder = own_folder = g_build_filename (g_get_user_data_dir (), "signet", NULL);

  self = g_object_new (SIGNET_TYPE_SIGNING_KEYS, NULL);
  self->store = g_object_ref (store);
  self->path = g_build_filename (folder, "keys.json", NULL);

  return self;
}

/**
 * signet_signing_keys_get_path:
 * @self: our keys
 *
 * Returns: (transfer none): keys.json
 */
const char *
signet_signing_keys_get_path (SignetSigningKeys *self)
{
  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (self), NULL);

  return self->path;
}

/**
 * signet_signing_keys_load:
 * @self: our keys
 * @error: return location for an error
 *
 * Reads keys.json, a few KB, and watches it from now on.
 *
 * Returns: whether that worked; a missing file is no keys. Errors: %SIGNET_KEYS_ERROR_METADATA
 */
gboolean
signet_signing_keys_load (SignetSigningKeys  *self,
                          GError            **error)
{
  g_autoptr (GPtrArray) infos = NULL;

  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (self), FALSE);

  if (self->monitor == NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->path);
      g_autofree char *folder = g_path_get_dirname (self->path);

      /* a folder that is not there yet is only watched by looking again now and then */
      g_mkdir_with_parents (folder, 0700);

      self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
      if (self->monitor != NULL)
        g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self, 0);
    }

  infos = signet_key_metadata_load (self->path, error);
  if (infos == NULL)
    return FALSE;

  take_infos (self, infos);
  return TRUE;
}

/**
 * signet_signing_keys_dup_infos:
 * @self: our keys
 *
 * Returns: (transfer full) (element-type SignetKeyInfo): all of them, in the order in which they were made
 */
GPtrArray *
signet_signing_keys_dup_infos (SignetSigningKeys *self)
{
  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (self), NULL);

  return g_ptr_array_ref (self->infos);
}

/**
 * signet_signing_keys_get_current:
 * @self: our keys
 *
 * Returns: (transfer none) (nullable): the key that signs
 */
SignetKeyInfo *
signet_signing_keys_get_current (SignetSigningKeys *self)
{
  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (self), NULL);

  for (guint i = 0; i < self->infos->len; i++)
    if (signet_key_info_get_state (self->infos->pdata[i]) == SIGNET_KEY_STATE_CURRENT)
      return self->infos->pdata[i];

  return NULL;
}

/**
 * signet_signing_keys_find:
 * @self: our keys
 * @kid: a key ID
 *
 * Returns: (transfer none) (nullable): that key
 */
SignetKeyInfo *
signet_signing_keys_find (SignetSigningKeys *self,
                          const char        *kid)
{
  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (self), NULL);

  for (guint i = 0; i < self->infos->len; i++)
    if (g_strcmp0 (signet_key_info_get_kid (self->infos->pdata[i]), kid) == 0)
      return self->infos->pdata[i];

  return NULL;
}

/**
 * signet_signing_keys_is_busy:
 * @self: our keys
 *
 * Returns: whether a key is being made
 */
gboolean
signet_signing_keys_is_busy (SignetSigningKeys *self)
{
  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (self), FALSE);

  return self->n_busy > 0;
}

/**
 * signet_signing_keys_set_default:
 * @self: our keys
 * @alg: the algorithm of keys made on first use
 * @bits: of an RSA modulus
 */
void
signet_signing_keys_set_default (SignetSigningKeys *self,
                                 const JotAlg      *alg,
                                 guint              bits)
{
  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));
  g_return_if_fail (alg != NULL);

  self->default_alg = alg;
  self->default_bits = bits;
}

/**
 * signet_signing_keys_sign_async:
 * @self: our keys
 * @payload: what to sign
 * @exp: its "exp" in seconds since 1970, %G_MAXINT64 where it has none
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes current and next where there has never been a key.
 */
void
signet_signing_keys_sign_async (SignetSigningKeys   *self,
                                GBytes              *payload,
                                gint64               exp,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  SignetKeysOperation *operation;

  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));
  g_return_if_fail (payload != NULL);

  operation = _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_SIGN);
  operation->payload = g_bytes_ref (payload);
  operation->exp = exp;
  operation->alg = self->default_alg;
  operation->bits = self->default_bits;
  _signet_signing_keys_start (self, operation, signet_signing_keys_sign_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_sign_finish:
 * @self: our keys
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token. Errors: %SIGNET_KEYS_ERROR, %JOT_ERROR_TOO_LARGE,
 *   %G_IO_ERROR_CANCELLED
 */
char *
signet_signing_keys_sign_finish (SignetSigningKeys  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_signing_keys_create_async:
 * @self: our keys
 * @alg: what the key is for
 * @bits: of an RSA modulus; 0: 2048
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes the current key where there is none, else one in the place of the next.
 */
void
signet_signing_keys_create_async (SignetSigningKeys   *self,
                                  const JotAlg        *alg,
                                  guint                bits,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  SignetKeysOperation *operation;

  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));
  g_return_if_fail (alg != NULL);

  operation = _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_CREATE);
  operation->alg = alg;
  operation->bits = bits;
  _signet_signing_keys_start (self, operation, signet_signing_keys_create_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_create_finish:
 * @self: our keys
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the new key. Errors: %SIGNET_KEYS_ERROR, %JOT_ERROR_CRYPTO
 */
SignetKeyInfo *
signet_signing_keys_create_finish (SignetSigningKeys  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_signing_keys_rotate_async:
 * @self: our keys
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Retires the current key, promotes the next and makes a new next of the same kind.
 */
void
signet_signing_keys_rotate_async (SignetSigningKeys   *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));

  _signet_signing_keys_start (self, _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_ROTATE),
                              signet_signing_keys_rotate_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_rotate_finish:
 * @self: our keys
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key that is current now. Errors: %SIGNET_KEYS_ERROR
 */
SignetKeyInfo *
signet_signing_keys_rotate_finish (SignetSigningKeys  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * signet_signing_keys_revoke_async:
 * @self: our keys
 * @kid: the key ID
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes a key out of the published set at once and its private half from the keyring. In the place of the
 * current one the next is promoted.
 */
void
signet_signing_keys_revoke_async (SignetSigningKeys   *self,
                                  const char          *kid,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  SignetKeysOperation *operation;

  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));
  g_return_if_fail (kid != NULL);

  operation = _signet_signing_keys_new_operation (self, SIGNET_KEYS_OPERATION_REVOKE);
  operation->kid = g_strdup (kid);
  _signet_signing_keys_start (self, operation, signet_signing_keys_revoke_async, cancellable, callback, user_data);
}

/**
 * signet_signing_keys_revoke_finish:
 * @self: our keys
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it is revoked. Errors: %SIGNET_KEYS_ERROR
 */
gboolean
signet_signing_keys_revoke_finish (SignetSigningKeys  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * signet_signing_keys_forget_loaded:
 * @self: our keys
 *
 * Drops the private key that is kept for the next signature, also one that an operation has loaded which is
 * still under way.
 */
void
signet_signing_keys_forget_loaded (SignetSigningKeys *self)
{
  g_return_if_fail (SIGNET_IS_SIGNING_KEYS (self));

  self->n_forgotten++;
  signet_loaded_key_set (self->loaded, NULL);
}
