/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-own-keys-private.h"

#include "signet-keys-error.h"
#include "signet-verifier.h"
#include "signet-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* A backup has some KB a key. */
#define MAX_FILE_SIZE (1024 * 1024)

struct _SignetOwnKeys
{
  GObject parent_instance;

  /* Owned */
  SignetSigningKeys *keys;
  SignetHistory     *history;
  GPtrArray         *items;   /* of SignetOwnKey */
};

enum { SIGNAL_HISTORY_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return SIGNET_TYPE_OWN_KEY;
}

static guint
get_n_items (GListModel *model)
{
  return SIGNET_OWN_KEYS (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GPtrArray *items = SIGNET_OWN_KEYS (model)->items;

  return position < items->len ? g_object_ref (items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetOwnKeys, signet_own_keys, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static int
compare (gconstpointer a,
         gconstpointer b)
{
  SignetOwnKey *one = *(SignetOwnKey **) a;
  SignetOwnKey *other = *(SignetOwnKey **) b;
  int by_state = (int) signet_own_key_get_state (one) - (int) signet_own_key_get_state (other);
  gint64 first = signet_own_key_get_created (one);
  gint64 second = signet_own_key_get_created (other);

  return by_state != 0 ? by_state : (first < second) - (first > second);
}

static void
keys_changed_cb (SignetOwnKeys *self)
{
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (self->keys);
  guint n_before = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < infos->len; i++)
    g_ptr_array_add (self->items, signet_own_key_new (infos->pdata[i]));
  g_ptr_array_sort (self->items, compare);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->items->len);
}

static void
history_changed_cb (SignetOwnKeys *self)
{
  g_signal_emit (self, signals[SIGNAL_HISTORY_CHANGED], 0);
}

static void
signet_own_keys_finalize (GObject *object)
{
  SignetOwnKeys *self = SIGNET_OWN_KEYS (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->history);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (signet_own_keys_parent_class)->finalize (object);
}

static void
signet_own_keys_class_init (SignetOwnKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_own_keys_finalize;

  signals[SIGNAL_HISTORY_CHANGED] =
    g_signal_new ("history-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_own_keys_init (SignetOwnKeys *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
history_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!signet_history_load_finish (SIGNET_HISTORY (source), result, &error))
    g_debug ("%s", error->message);
}

/**
 * signet_own_keys_new:
 * @keys: our own keys
 * @history: what was signed with them; read if it is not yet
 *
 * Returns: (transfer full): the use case
 */
SignetOwnKeys *
signet_own_keys_new (SignetSigningKeys *keys,
                     SignetHistory     *history)
{
  SignetOwnKeys *self;

  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (keys), NULL);
  g_return_val_if_fail (SIGNET_IS_HISTORY (history), NULL);

  self = g_object_new (SIGNET_TYPE_OWN_KEYS, NULL);
  self->keys = g_object_ref (keys);
  self->history = g_object_ref (history);
  g_signal_connect_object (keys, "changed", G_CALLBACK (keys_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (signet_history_get_model (history), "items-changed", G_CALLBACK (history_changed_cb), self,
                           G_CONNECT_SWAPPED);
  signet_history_watch (history);
  signet_history_load_async (history, signet_verifier_get_now (), NULL, history_loaded_cb, NULL);
  keys_changed_cb (self);

  return self;
}

SignetOwnKey *
signet_own_keys_find (SignetOwnKeys     *self,
                      SignetOwnKeyState  state)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEYS (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (signet_own_key_get_state (self->items->pdata[i]) == state)
      return self->items->pdata[i];

  return NULL;
}

static char *
describe_list (SignetHistoryEntry *entry)
{
  const char *name = signet_history_entry_get_list_name (entry);
  const char *subject = signet_history_entry_get_subject (entry);
  g_autofree char *clean_name = name != NULL ? signet_words_clean (name, 0) : g_strdup (_("a list without a name"));
  g_autofree char *clean_subject = NULL;

  if (subject == NULL || *subject == '\0')
    return g_steal_pointer (&clean_name);

  clean_subject = signet_words_clean (subject, 0);
  /* Translators: the name of a signed list, and whom it was signed for */
  return g_strdup_printf (_("%s (for %s)"), clean_name, clean_subject);
}

GPtrArray *
signet_own_keys_dup_valid_lists (SignetOwnKeys *self,
                                 const char    *kid,
                                 gint64         now)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func (g_free);
  GListModel *model;

  g_return_val_if_fail (SIGNET_IS_OWN_KEYS (self), lists);
  g_return_val_if_fail (kid != NULL, lists);

  model = signet_history_get_model (self->history);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (model, i);
      gint64 expiry;

      if (signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED &&
          g_strcmp0 (signet_history_entry_get_kid (entry), kid) == 0 &&
          !(signet_history_entry_get_expiry (entry, &expiry) && now >= expiry))
        g_ptr_array_add (lists, describe_list (entry));
    }

  return lists;
}

gboolean
signet_own_keys_is_passphrase_wrong (const GError *error)
{
  return g_error_matches (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE);
}

/* What a task needs besides its keys. */
typedef struct
{
  GFile     *file;
  JotSecret *passphrase;   /* nullable */
  char      *text;         /* of a backup */
  guint      n_restored;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->file);
  g_clear_pointer (&job->passphrase, jot_secret_unref);
  g_free (job->text);
  g_free (job);
}

static GTask *
task_new (SignetOwnKeys       *self,
          GFile               *file,
          JotSecret           *passphrase,
          gpointer             tag,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  if (file != NULL)
    job->file = g_object_ref (file);
  if (passphrase != NULL)
    job->passphrase = jot_secret_ref (passphrase);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  /* what was done is told, also where the caller gave up in the meantime */
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static void
return_done (GTask    *task,
             gboolean  done,
             GError   *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SignetKeyInfo) info = signet_signing_keys_create_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, info != NULL, error);
}

void
signet_own_keys_create_async (SignetOwnKeys       *self,
                              const JotAlg        *alg,
                              guint                bits,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));

  signet_signing_keys_create_async (self->keys, alg, bits, cancellable, created_cb,
                                    task_new (self, NULL, NULL, signet_own_keys_create_async, cancellable, callback, user_data));
}

static void
rotated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SignetKeyInfo) info = signet_signing_keys_rotate_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, info != NULL, error);
}

void
signet_own_keys_rotate_async (SignetOwnKeys       *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));

  signet_signing_keys_rotate_async (self->keys, cancellable, rotated_cb,
                                    task_new (self, NULL, NULL, signet_own_keys_rotate_async, cancellable, callback, user_data));
}

static void
revoked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean done = signet_signing_keys_revoke_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, done, error);
}

void
signet_own_keys_revoke_async (SignetOwnKeys       *self,
                              const char          *kid,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));

  signet_signing_keys_revoke_async (self->keys, kid, cancellable, revoked_cb,
                                    task_new (self, NULL, NULL, signet_own_keys_revoke_async, cancellable, callback, user_data));
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  const char *path = g_file_peek_path (job->file);
  GError *error = NULL;
  gboolean done;

  if (path != NULL)
    done = g_file_set_contents_full (path, job->text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                     &error);
  else
    done = g_file_replace_contents (job->file, job->text, strlen (job->text), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                    cancellable, &error);

  return_done (task, done, error);
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->text = signet_signing_keys_backup_finish (SIGNET_SIGNING_KEYS (source), result, &error);
  if (job->text == NULL)
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, write_in_thread);
}

void
signet_own_keys_back_up_async (SignetOwnKeys       *self,
                               GFile               *file,
                               JotSecret           *passphrase,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));
  g_return_if_fail (G_IS_FILE (file));

  signet_signing_keys_backup_async (self->keys, passphrase, cancellable, backed_up_cb,
                                    task_new (self, file, NULL, signet_own_keys_back_up_async, cancellable, callback, user_data));
}

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (source_object, cancellable, &error);
  char *buffer;
  gsize size;

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* one byte more than is taken says that there is more */
  buffer = g_malloc (MAX_FILE_SIZE + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, MAX_FILE_SIZE + 1, &size, cancellable, &error))
    g_task_return_error (task, error);
  else if (size > MAX_FILE_SIZE)
    g_task_return_new_error (task, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_BACKUP, "it is too large");
  else
    g_task_return_pointer (task, jot_secret_new (buffer, size), (GDestroyNotify) jot_secret_unref);
  explicit_bzero (buffer, MAX_FILE_SIZE + 1);
  g_free (buffer);
}

static void
read_async (GTask               *task,
            GAsyncReadyCallback  callback)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GTask) reading = g_task_new (job->file, g_task_get_cancellable (task), callback, task);

  g_task_run_in_thread (reading, read_in_thread);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SignetKeyInfo) info = signet_signing_keys_import_finish (SIGNET_SIGNING_KEYS (source), result, &error);

  return_done (task, info != NULL, error);
}

static void
import_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignetOwnKeys *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (JotSecret) data = g_task_propagate_pointer (G_TASK (result), &error);

  if (data == NULL)
    g_task_return_error (task, error);
  else
    signet_signing_keys_import_async (self->keys, data, job->passphrase, NULL, cancellable,
                                      imported_cb, g_steal_pointer (&task));
}

void
signet_own_keys_import_async (SignetOwnKeys       *self,
                              GFile               *file,
                              JotSecret           *passphrase,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));
  g_return_if_fail (G_IS_FILE (file));

  read_async (task_new (self, file, passphrase, signet_own_keys_import_async, cancellable, callback, user_data),
              import_read_cb);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = signet_signing_keys_restore_finish (SIGNET_SIGNING_KEYS (source), result, &job->n_restored, &error);

  return_done (task, done, error);
}

static void
restore_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignetOwnKeys *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (JotSecret) data = g_task_propagate_pointer (G_TASK (result), &error);

  if (data == NULL)
    g_task_return_error (task, error);
  else
    signet_signing_keys_restore_async (self->keys, data, job->passphrase, cancellable,
                                       restored_cb, g_steal_pointer (&task));
}

void
signet_own_keys_restore_async (SignetOwnKeys       *self,
                               GFile               *file,
                               JotSecret           *passphrase,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SIGNET_IS_OWN_KEYS (self));
  g_return_if_fail (G_IS_FILE (file));

  read_async (task_new (self, file, passphrase, signet_own_keys_restore_async, cancellable, callback, user_data),
              restore_read_cb);
}

gboolean
signet_own_keys_finish (SignetOwnKeys  *self,
                        GAsyncResult   *result,
                        guint          *n_restored,
                        GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (n_restored != NULL)
    *n_restored = ((Job *) g_task_get_task_data (G_TASK (result)))->n_restored;

  return g_task_propagate_boolean (G_TASK (result), error);
}
