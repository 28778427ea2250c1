/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-keys-operation-private.h"

#include "jot-error.h"
#include "signet-keys-backup.h"

/* Keys that come from elsewhere or go there. */

static guint
find_kid (GPtrArray  *infos,
          const char *kid)
{
  guint i = 0;

  while (i < infos->len && !g_str_equal (signet_key_info_get_kid (infos->pdata[i]), kid))
    i++;

  return i;
}

static GError *
describe_import (const GError *error)
{
  if (jot_error_get_details (error)->reason == JOT_REASON_PASSPHRASE)
    return g_error_new_literal (SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE, error->message);

  return g_error_new_literal (SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_BACKUP, error->message);
}

/* As with a key that is made: current where there is none, else in the place of the next. */
gboolean
signet_keys_run_import (SignetKeysOperation  *operation,
                        SignetWait           *wait,
                        GPtrArray            *infos,
                        GError              **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JotPrivateKey) key = NULL;
  SignetKeyState state = SIGNET_KEY_STATE_CURRENT;
  SignetKeyInfo *old;
  const char *kid;
  guint i;

  key = jot_private_key_new_from_data (jot_secret_get_data (operation->data), (gssize) jot_secret_get_size (operation->data),
                                       operation->passphrase != NULL ? jot_secret_get_data (operation->passphrase) : NULL,
                                       operation->alg, &local_error);
  if (key == NULL)
    {
      g_propagate_error (error, describe_import (local_error));
      return FALSE;
    }
  kid = jot_jwk_get_thumbprint (jot_private_key_get_public (key));
  if (find_kid (infos, kid) < infos->len)
    {
      g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_EXISTS, "the key %s is here already", kid);
      return FALSE;
    }
  if (!signet_keys_keep (operation, wait, key, error))
    return FALSE;

  if (signet_keys_find_state (infos, SIGNET_KEY_STATE_CURRENT, NULL) != NULL)
    {
      state = SIGNET_KEY_STATE_NEXT;
      old = signet_keys_find_state (infos, SIGNET_KEY_STATE_NEXT, &i);
      if (old != NULL)
        {
          /* it has signed nothing: it simply goes */
          operation->kid = g_strdup (signet_key_info_get_kid (old));
          g_ptr_array_remove_index (infos, i);
        }
    }

  operation->info = signet_key_info_new (jot_private_key_get_alg (key), jot_private_key_get_public (key), state, operation->now);
  g_ptr_array_add (infos, signet_key_info_ref (operation->info));

  return signet_keys_save (operation, infos, error);
}

/* All keys that are of use; nothing changes. */
gboolean
signet_keys_run_backup (SignetKeysOperation  *operation,
                        SignetWait           *wait,
                        GPtrArray            *infos,
                        GError              **error)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  guint n_keys = 0;

  for (guint i = 0; i < infos->len; i++)
    {
      SignetKeyInfo *info = infos->pdata[i];

      if (signet_key_info_get_state (info) == SIGNET_KEY_STATE_REVOKED)
        continue;
      if (!signet_keys_load (operation, wait, info, error) ||
          !signet_keys_backup_append (keys, info, operation->loaded, operation->passphrase, error))
        return FALSE;
      n_keys++;
    }

  /* the key that signs is not at hand now, but the last one that was read */
  g_clear_pointer (&operation->loaded, jot_private_key_unref);
  if (n_keys == 0)
    {
      g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_KEY, "there is no key to back up");
      return FALSE;
    }

  operation->backup = signet_keys_backup_wrap (keys, n_keys);
  return TRUE;
}

/* One key of a backup. What is here already stays as it is; only a private half that the keyring has
 * lost comes back. What it may have signed since then nobody knows: so it stays published until it is
 * revoked, unless it was retired by then. */
static gboolean
restore_key (SignetKeysOperation    *operation,
             SignetWait             *wait,
             GPtrArray              *infos,
             const SignetBackupKey  *backed_up,
             GError                **error)
{
  const char *kid = jot_jwk_get_thumbprint (jot_private_key_get_public (backed_up->key));
  guint i = find_kid (infos, kid);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JotSecret) kept = NULL;
  SignetKeyInfo *info;

  if (i < infos->len)
    {
      if (signet_key_info_get_state (infos->pdata[i]) == SIGNET_KEY_STATE_REVOKED)
        return TRUE;
      kept = signet_keys_lookup (operation, wait, kid, &local_error);
      if (kept != NULL)
        return TRUE;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  if (!signet_keys_keep (operation, wait, backed_up->key, error))
    return FALSE;
  operation->n_restored++;
  if (i < infos->len)
    return TRUE;

  info = signet_key_info_new (jot_private_key_get_alg (backed_up->key), jot_private_key_get_public (backed_up->key),
                              SIGNET_KEY_STATE_RETIRED, backed_up->created);
  info->latest_exp = backed_up->state == SIGNET_KEY_STATE_RETIRED ? backed_up->latest_exp : G_MAXINT64;
  if (backed_up->state == SIGNET_KEY_STATE_CURRENT && signet_keys_find_state (infos, SIGNET_KEY_STATE_CURRENT, NULL) == NULL)
    info->state = SIGNET_KEY_STATE_CURRENT;
  else
    info->retired = operation->now;
  g_ptr_array_add (infos, info);

  return TRUE;
}

gboolean
signet_keys_run_restore (SignetKeysOperation  *operation,
                         SignetWait           *wait,
                         GPtrArray            *infos,
                         GError              **error)
{
  g_autoptr (GPtrArray) keys = signet_keys_backup_read (jot_secret_get_data (operation->data),
                                                        jot_secret_get_size (operation->data), operation->passphrase, error);

  if (keys == NULL)
    return FALSE;

  for (guint i = 0; i < keys->len; i++)
    if (!restore_key (operation, wait, infos, keys->pdata[i], error))
      return FALSE;

  return operation->n_restored == 0 || signet_keys_save (operation, infos, error);
}

/* A key of the keyring that keys.json does not name. What it has signed nobody knows: so it stays published until it is
 * revoked. FALSE: error is set where the keyring does not answer, and is not where what it holds is no key. */
static gboolean
recover_key (SignetKeysOperation    *operation,
             SignetWait             *wait,
             GPtrArray              *infos,
             const SignetStoredKey  *stored,
             GError                **error)
{
  g_autoptr (JotSecret) jwk = signet_keys_lookup (operation, wait, stored->kid, error);
  g_autoptr (JotPrivateKey) key = NULL;
  SignetKeyInfo *info;

  if (jwk == NULL)
    return FALSE;
  key = jot_private_key_new_from_jwk (jot_secret_get_data (jwk), (gssize) jot_secret_get_size (jwk), NULL);
  if (key == NULL || !g_str_equal (jot_jwk_get_thumbprint (jot_private_key_get_public (key)), stored->kid))
    return FALSE;

  info = signet_key_info_new (jot_private_key_get_alg (key), jot_private_key_get_public (key), SIGNET_KEY_STATE_RETIRED,
                              stored->created > 0 ? stored->created : operation->now);
  info->retired = operation->now;
  info->latest_exp = G_MAXINT64;
  g_ptr_array_add (infos, info);
  operation->n_restored++;

  return TRUE;
}

/* The keys of the keyring, where keys.json was lost: as with a backup they are retired, and where there is no
 * current key the one that was made last signs from now on. */
gboolean
signet_keys_run_recover (SignetKeysOperation  *operation,
                         SignetWait           *wait,
                         GPtrArray            *infos,
                         GError              **error)
{
  g_autoptr (GPtrArray) keys = signet_keys_list (operation, wait, error);
  guint n_unusable = 0;

  if (keys == NULL)
    return FALSE;

  for (guint i = 0; i < keys->len; i++)
    {
      const SignetStoredKey *stored = keys->pdata[i];
      g_autoptr (GError) local_error = NULL;

      if (find_kid (infos, stored->kid) < infos->len || recover_key (operation, wait, infos, stored, &local_error))
        continue;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      n_unusable++;
    }

  if (operation->n_restored == 0 && n_unusable > 0)
    {
      g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_DAMAGED, "none of the %u keys in the keyring is sound", n_unusable);
      return FALSE;
    }
  if (operation->n_restored == 0)
    return TRUE;

  if (signet_keys_find_state (infos, SIGNET_KEY_STATE_CURRENT, NULL) == NULL)
    {
      SignetKeyInfo *newest = infos->pdata[infos->len - 1];

      newest->state = SIGNET_KEY_STATE_CURRENT;
      newest->retired = 0;
    }

  return signet_keys_save (operation, infos, error);
}
