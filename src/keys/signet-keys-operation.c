/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-keys-operation-private.h"

#include "jot-jws.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Another process may be asking its user about the keyring. */
#define LOCK_SECONDS 130
#define LOCK_POLL_US 20000
/* The store has limits of its own; this is for the sum. */
#define STORE_SECONDS 300
/* Beyond what a JSON number holds exactly "exp" is as good as none. */
#define MAX_EXP (G_GINT64_CONSTANT (1) << 53)

static GMutex memory_mutex;
static guint memory_holders;   /* guarded by memory_mutex */
static int memory_dumpable;    /* what it was before; guarded by memory_mutex */

void
signet_keys_hold_memory (void)
{
  g_mutex_lock (&memory_mutex);
  if (memory_holders++ == 0)
    {
      memory_dumpable = prctl (PR_GET_DUMPABLE, 0, 0, 0, 0);
      prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
    }
  g_mutex_unlock (&memory_mutex);
}

void
signet_keys_release_memory (void)
{
  g_mutex_lock (&memory_mutex);
  g_assert (memory_holders > 0);
  if (--memory_holders == 0 && memory_dumpable == 1)
    prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
  g_mutex_unlock (&memory_mutex);
}

SignetKeysOperation *
signet_keys_operation_new (SignetKeysOperationKind  kind,
                           const char              *path,
                           SignetKeyStore          *store)
{
  SignetKeysOperation *operation = g_new0 (SignetKeysOperation, 1);

  operation->kind = kind;
  operation->path = g_strdup (path);
  operation->store = g_object_ref (store);
  operation->made = g_ptr_array_new_with_free_func (g_free);

  return operation;
}

void
signet_keys_operation_free (SignetKeysOperation *operation)
{
  g_free (operation->path);
  g_object_unref (operation->store);
  g_clear_pointer (&operation->payload, g_bytes_unref);
  g_free (operation->kid);
  g_ptr_array_unref (operation->made);
  g_clear_pointer (&operation->loaded, jot_private_key_unref);
  g_clear_pointer (&operation->infos, g_ptr_array_unref);
  g_clear_pointer (&operation->info, signet_key_info_unref);
  g_free (operation->token);
  g_clear_pointer (&operation->data, jot_secret_unref);
  g_clear_pointer (&operation->passphrase, jot_secret_unref);
  g_free (operation->backup);
  g_free (operation);
}

/* One lock file for all processes; the descriptor holds it, so that it dies with us. -1: error is set */
static int
take_lock (const char    *path,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_build_filename (folder, "keys.lock", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gint64 limit = g_get_monotonic_time () + LOCK_SECONDS * G_USEC_PER_SEC;
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA, "%s: %s", name, g_strerror (errno));
      return -1;
    }

  while (fcntl (fd, F_OFD_SETLK, &lock) != 0)
    {
      if (errno != EAGAIN && errno != EACCES && errno != EINTR)
        g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA, "%s: %s", name, g_strerror (errno));
      else if (g_get_monotonic_time () > limit)
        g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_ANSWER, "another Signet holds %s", name);
      else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          g_usleep (LOCK_POLL_US);
          continue;
        }
      close (fd);
      return -1;
    }

  return fd;
}

SignetKeyInfo *
signet_keys_find_state (GPtrArray      *infos,
                        SignetKeyState  state,
                        guint          *index)
{
  for (guint i = 0; i < infos->len; i++)
    {
      SignetKeyInfo *info = infos->pdata[i];

      if (info->state == state)
        {
          if (index != NULL)
            *index = i;
          return info;
        }
    }

  return NULL;
}

/* Puts a changed copy in the place of the i-th: what was given out stays as it was. */
static SignetKeyInfo *
replace (GPtrArray *infos,
         guint      i)
{
  SignetKeyInfo *copy = signet_key_info_copy (infos->pdata[i]);

  signet_key_info_unref (infos->pdata[i]);
  infos->pdata[i] = copy;

  return copy;
}

JotSecret *
signet_keys_lookup (SignetKeysOperation  *operation,
                    SignetWait           *wait,
                    const char           *kid,
                    GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_key_store_lookup_async (operation->store, kid, wait->cancellable, signet_wait_done_cb, &slot);
  result = signet_wait_for (wait, &slot);

  return signet_key_store_lookup_finish (operation->store, result, error);
}

GPtrArray *
signet_keys_list (SignetKeysOperation  *operation,
                  SignetWait           *wait,
                  GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_key_store_list_async (operation->store, wait->cancellable, signet_wait_done_cb, &slot);
  result = signet_wait_for (wait, &slot);

  return signet_key_store_list_finish (operation->store, result, error);
}

/* Before anything else: the metadata must not name a key that is nowhere. It is looked up again
 * before it is believed to be kept. */
gboolean
signet_keys_keep (SignetKeysOperation  *operation,
                  SignetWait           *wait,
                  JotPrivateKey        *key,
                  GError              **error)
{
  const char *kid = jot_jwk_get_thumbprint (jot_private_key_get_public (key));
  const char *alg = jot_alg_get_name (jot_private_key_get_alg (key));
  g_autoptr (JotSecret) jwk = jot_private_key_to_jwk (key, error);
  g_autoptr (JotSecret) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  GAsyncResult *slot = NULL;

  if (jwk == NULL)
    return FALSE;

  signet_key_store_store_async (operation->store, kid, alg, jwk, wait->cancellable, signet_wait_done_cb, &slot);
  result = signet_wait_for (wait, &slot);
  if (!signet_key_store_store_finish (operation->store, result, error))
    return FALSE;

  g_ptr_array_add (operation->made, g_strdup (kid));
  kept = signet_keys_lookup (operation, wait, kid, &local_error);
  if (kept != NULL && jot_secret_get_size (kept) == jot_secret_get_size (jwk) &&
      memcmp (jot_secret_get_data (kept), jot_secret_get_data (jwk), jot_secret_get_size (jwk)) == 0)
    return TRUE;

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_FAILED, "the keyring did not keep the key %s", kid);
  return FALSE;
}

static SignetKeyInfo *
add_key (SignetKeysOperation  *operation,
         SignetWait           *wait,
         GPtrArray            *infos,
         SignetKeyState        state,
         const JotAlg         *alg,
         guint                 bits,
         GError              **error)
{
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (alg, bits, error);
  SignetKeyInfo *info;

  if (key == NULL || !signet_keys_keep (operation, wait, key, error))
    return NULL;

  info = signet_key_info_new (alg, jot_private_key_get_public (key), state, operation->now);
  g_ptr_array_add (infos, info);
  if (state == SIGNET_KEY_STATE_CURRENT)
    {
      g_clear_pointer (&operation->loaded, jot_private_key_unref);
      operation->loaded = g_steal_pointer (&key);
    }

  return info;
}

static gboolean
was_used (SignetKeysOperation *operation)
{
  struct stat status;

  return fstat (operation->lock, &status) == 0 && status.st_size > 0;
}

/* There were keys here once: the lock is not empty from then on. */
static void
mark_as_used (SignetKeysOperation *operation)
{
  /* where this fails, so will the next thing that is written here, and it says so */
  if (!was_used (operation) && pwrite (operation->lock, "1", 1, 0) != 1)
    g_debug ("keys.lock: %s", g_strerror (errno));
}

gboolean
signet_keys_save (SignetKeysOperation  *operation,
                  GPtrArray            *infos,
                  GError              **error)
{
  /* from now on the file may name them, also where saving seems to fail */
  g_ptr_array_set_size (operation->made, 0);
  if (!signet_key_metadata_save (operation->path, infos, error))
    return FALSE;
  if (infos->len > 0)
    mark_as_used (operation);

  /* a copy: what is given to the main thread is never changed */
  g_clear_pointer (&operation->infos, g_ptr_array_unref);
  operation->infos = g_ptr_array_copy (infos, (GCopyFunc) (void (*) (void)) signet_key_info_ref, NULL);
  g_ptr_array_set_free_func (operation->infos, (GDestroyNotify) signet_key_info_unref);
  return TRUE;
}

/* Where keys.json is gone that was there, a keyring with keys of ours is no place for first keys, unless the user
 * asks for one. Where it never was these are the keys of another folder: they are none of our business. A file
 * without keys says from then on that there are none: what a process leaves in the keyring that is killed before it
 * has named it has never signed. */
static gboolean
begin_first_keys (SignetKeysOperation  *operation,
                  SignetWait           *wait,
                  GPtrArray            *infos,
                  GError              **error)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (g_file_test (operation->path, G_FILE_TEST_EXISTS))
    return TRUE;

  if (operation->kind == SIGNET_KEYS_OPERATION_SIGN)
    {
      keys = signet_keys_list (operation, wait, error);
      if (keys == NULL)
        return FALSE;
      if (keys->len > 0 && was_used (operation))
        {
          g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_UNLISTED,
                       "the keyring holds %u keys, and there is no %s", keys->len, operation->path);
          return FALSE;
        }
    }

  return signet_keys_save (operation, infos, error);
}

/* The first keys of all: current and next, published together. */
static SignetKeyInfo *
make_first_keys (SignetKeysOperation  *operation,
                 SignetWait           *wait,
                 GPtrArray            *infos,
                 GError              **error)
{
  SignetKeyInfo *current;

  if (!begin_first_keys (operation, wait, infos, error))
    return NULL;

  current = add_key (operation, wait, infos, SIGNET_KEY_STATE_CURRENT, operation->alg, operation->bits, error);
  if (current == NULL ||
      add_key (operation, wait, infos, SIGNET_KEY_STATE_NEXT, operation->alg, operation->bits, error) == NULL)
    return NULL;

  return current;
}

/* The private half of a key: at hand, or from the keyring. */
gboolean
signet_keys_load (SignetKeysOperation  *operation,
                  SignetWait           *wait,
                  SignetKeyInfo        *info,
                  GError              **error)
{
  const char *kid = signet_key_info_get_kid (info);
  g_autoptr (JotSecret) jwk = NULL;
  g_autoptr (JotPrivateKey) key = NULL;
  g_autoptr (GError) local_error = NULL;

  if (operation->loaded != NULL &&
      g_str_equal (jot_jwk_get_thumbprint (jot_private_key_get_public (operation->loaded)), kid))
    return TRUE;

  g_clear_pointer (&operation->loaded, jot_private_key_unref);
  jwk = signet_keys_lookup (operation, wait, kid, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (jwk == NULL)
    {
      g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_MISSING, kid);
      return FALSE;
    }

  key = jot_private_key_new_from_jwk (jot_secret_get_data (jwk), (gssize) jot_secret_get_size (jwk), NULL);
  if (key == NULL || !g_str_equal (jot_jwk_get_thumbprint (jot_private_key_get_public (key)), kid))
    {
      g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_DAMAGED, "the keyring returned no sound key for %s", kid);
      return FALSE;
    }

  operation->loaded = g_steal_pointer (&key);
  return TRUE;
}

static gboolean
run_sign (SignetKeysOperation  *operation,
          SignetWait           *wait,
          GPtrArray            *infos,
          GError              **error)
{
  guint i;
  SignetKeyInfo *current = signet_keys_find_state (infos, SIGNET_KEY_STATE_CURRENT, &i);
  g_autofree char *token = NULL;
  gboolean made = infos->len == 0;

  /* A key is made only where there has never been any: one that is gone is not replaced unasked */
  if (made)
    {
      current = make_first_keys (operation, wait, infos, error);
      i = 0;
    }
  else if (current == NULL)
    {
      g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_CURRENT, "there is no current key; create one");
    }
  if (current == NULL || !signet_keys_load (operation, wait, current, error))
    return FALSE;

  token = jot_jws_sign (operation->loaded, g_bytes_get_data (operation->payload, NULL),
                        g_bytes_get_size (operation->payload), error);

  if (token == NULL)
    {
      /* keys that were just made are kept, whatever became of the payload */
      if (made)
        signet_keys_save (operation, infos, NULL);
      return FALSE;
    }

  /* how long the key must stay published is on disk before anybody sees the token */
  current = replace (infos, i);
  current->n_signed++;
  current->latest_exp = MAX (current->latest_exp, operation->exp > MAX_EXP ? G_MAXINT64 : operation->exp);
  if (!signet_keys_save (operation, infos, error))
    return FALSE;

  operation->token = g_steal_pointer (&token);
  return TRUE;
}

static gboolean
run_create (SignetKeysOperation  *operation,
            SignetWait           *wait,
            GPtrArray            *infos,
            GError              **error)
{
  gboolean has_current = signet_keys_find_state (infos, SIGNET_KEY_STATE_CURRENT, NULL) != NULL;
  SignetKeyInfo *old;
  SignetKeyInfo *made;
  guint i;

  if (!has_current && infos->len == 0)
    made = make_first_keys (operation, wait, infos, error);
  else
    made = add_key (operation, wait, infos, has_current ? SIGNET_KEY_STATE_NEXT : SIGNET_KEY_STATE_CURRENT,
                    operation->alg, operation->bits, error);
  if (made == NULL)
    return FALSE;
  operation->info = signet_key_info_ref (made);

  /* the next that was waiting has signed nothing: it simply goes */
  old = has_current ? signet_keys_find_state (infos, SIGNET_KEY_STATE_NEXT, &i) : NULL;
  if (old != NULL && old != made)
    {
      g_free (operation->kid);
      operation->kid = g_strdup (signet_key_info_get_kid (old));
      g_ptr_array_remove_index (infos, i);
    }

  return signet_keys_save (operation, infos, error);
}

static gboolean
run_rotate (SignetKeysOperation  *operation,
            SignetWait           *wait,
            GPtrArray            *infos,
            GError              **error)
{
  SignetKeyInfo *retired;
  SignetKeyInfo *promoted;
  const JotAlg *alg;
  guint bits;
  guint i;

  if (signet_keys_find_state (infos, SIGNET_KEY_STATE_CURRENT, &i) == NULL)
    {
      g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_CURRENT, "there is no current key to rotate");
      return FALSE;
    }

  retired = replace (infos, i);
  retired->state = SIGNET_KEY_STATE_RETIRED;
  retired->retired = operation->now;

  /* One that the keyring has lost must not become the key that signs */
  if (signet_keys_find_state (infos, SIGNET_KEY_STATE_NEXT, &i) != NULL)
    {
      promoted = replace (infos, i);
      if (!signet_keys_load (operation, wait, promoted, error))
        return FALSE;
      promoted->state = SIGNET_KEY_STATE_CURRENT;
    }
  else
    {
      promoted = add_key (operation, wait, infos, SIGNET_KEY_STATE_CURRENT, retired->alg,
                          jot_jwk_get_bits (retired->public), error);
      if (promoted == NULL)
        return FALSE;
    }

  alg = promoted->alg;
  bits = jot_jwk_get_bits (promoted->public);
  if (add_key (operation, wait, infos, SIGNET_KEY_STATE_NEXT, alg, bits, error) == NULL)
    return FALSE;

  operation->info = signet_key_info_ref (promoted);
  return signet_keys_save (operation, infos, error);
}

static gboolean
run_revoke (SignetKeysOperation  *operation,
            SignetWait           *wait,
            GPtrArray            *infos,
            GError              **error)
{
  SignetKeyInfo *revoked = NULL;
  SignetKeyState was;
  guint i;

  for (i = 0; revoked == NULL && i < infos->len; i++)
    if (g_str_equal (signet_key_info_get_kid (infos->pdata[i]), operation->kid))
      revoked = replace (infos, i);
  if (revoked == NULL)
    {
      g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NOT_FOUND, "no key has the ID %s", operation->kid);
      return FALSE;
    }
  if (revoked->state == SIGNET_KEY_STATE_REVOKED)
    {
      g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_REVOKED, "%s is revoked already", operation->kid);
      return FALSE;
    }

  was = revoked->state;
  revoked->state = SIGNET_KEY_STATE_REVOKED;
  revoked->revoked = operation->now;
  if (was == SIGNET_KEY_STATE_CURRENT)
    {
      g_clear_pointer (&operation->loaded, jot_private_key_unref);
      if (signet_keys_find_state (infos, SIGNET_KEY_STATE_NEXT, &i) != NULL)
        replace (infos, i)->state = SIGNET_KEY_STATE_CURRENT;
    }

  /* gone at once, whether the keyring answers or not */
  return signet_keys_save (operation, infos, error);
}

/* A new next where there is a current key without one. Failing is no harm: rotating makes it, too. */
static void
refill (SignetKeysOperation *operation,
        SignetWait          *wait,
        GPtrArray           *infos)
{
  SignetKeyInfo *current = signet_keys_find_state (infos, SIGNET_KEY_STATE_CURRENT, NULL);

  if (current == NULL || signet_keys_find_state (infos, SIGNET_KEY_STATE_NEXT, NULL) != NULL)
    return;

  if (add_key (operation, wait, infos, SIGNET_KEY_STATE_NEXT, current->alg, jot_jwk_get_bits (current->public), NULL) != NULL)
    signet_keys_save (operation, infos, NULL);
}

/* Where a damaged file was kept aside there are no keys, which these two are for. */
static GPtrArray *
load (SignetKeysOperation  *operation,
      GError              **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *infos = signet_key_metadata_load_or_keep_aside (operation->path, &local_error);

  if (infos != NULL)
    return infos;

  if ((operation->kind == SIGNET_KEYS_OPERATION_RESTORE || operation->kind == SIGNET_KEYS_OPERATION_RECOVER) &&
      !g_file_test (operation->path, G_FILE_TEST_EXISTS))
    return signet_key_metadata_load (operation->path, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* A private half that nothing names (any more) goes from the keyring. */
static void
clear_private (SignetKeysOperation *operation,
               SignetWait          *wait,
               const char          *kid)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  /* also after the caller gave up: the store has a limit of its own */
  signet_key_store_clear_async (operation->store, kid, NULL, signet_wait_done_cb, &slot);
  result = signet_wait_for (wait, &slot);
  signet_key_store_clear_finish (operation->store, result, NULL);
}

gboolean
signet_keys_operation_run (SignetKeysOperation  *operation,
                           GCancellable         *cancellable,
                           GError              **error)
{
  g_autoptr (GPtrArray) infos = NULL;
  SignetWait wait;
  gboolean done = FALSE;

  operation->lock = take_lock (operation->path, cancellable, error);
  if (operation->lock < 0)
    return FALSE;

  signet_keys_hold_memory ();
  signet_wait_begin (&wait, cancellable, STORE_SECONDS);
  infos = load (operation, error);
  if (infos != NULL)
    switch (operation->kind)
      {
      case SIGNET_KEYS_OPERATION_SIGN:
        done = run_sign (operation, &wait, infos, error);
        break;
      case SIGNET_KEYS_OPERATION_CREATE:
        done = run_create (operation, &wait, infos, error);
        break;
      case SIGNET_KEYS_OPERATION_ROTATE:
        done = run_rotate (operation, &wait, infos, error);
        break;
      case SIGNET_KEYS_OPERATION_REVOKE:
        done = run_revoke (operation, &wait, infos, error);
        break;
      case SIGNET_KEYS_OPERATION_IMPORT:
        done = signet_keys_run_import (operation, &wait, infos, error);
        break;
      case SIGNET_KEYS_OPERATION_BACKUP:
        done = signet_keys_run_backup (operation, &wait, infos, error);
        break;
      case SIGNET_KEYS_OPERATION_RESTORE:
        done = signet_keys_run_restore (operation, &wait, infos, error);
        break;
      case SIGNET_KEYS_OPERATION_RECOVER:
        done = signet_keys_run_recover (operation, &wait, infos, error);
        break;
      }
  if (done && operation->kid != NULL)
    clear_private (operation, &wait, operation->kid);
  if (done && (operation->kind == SIGNET_KEYS_OPERATION_REVOKE || operation->kind == SIGNET_KEYS_OPERATION_RECOVER))
    refill (operation, &wait, infos);
  for (guint i = 0; i < operation->made->len; i++)
    clear_private (operation, &wait, operation->made->pdata[i]);
  signet_wait_end (&wait);
  /* GnuTLS and libtasn1 free parts of PKCS#8 as they are (measured with 3.7.9 and 4.19) */
  if (operation->kind == SIGNET_KEYS_OPERATION_BACKUP || operation->kind == SIGNET_KEYS_OPERATION_RESTORE ||
      operation->kind == SIGNET_KEYS_OPERATION_IMPORT)
    jot_secret_wipe_heap ();
  jot_secret_wipe_stack ();
  signet_keys_release_memory ();
  close (operation->lock);

  return done;
}
