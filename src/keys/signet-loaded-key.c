/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-loaded-key.h"

#include "signet-keys-operation.h"

struct _SignetLoadedKey
{
  JotPrivateKey *key;         /* nullable; holds the memory */
  guint          idle_msec;
  guint          idle_id;
};

SignetLoadedKey *
signet_loaded_key_new (guint idle_msec)
{
  SignetLoadedKey *self = g_new0 (SignetLoadedKey, 1);

  self->idle_msec = idle_msec;

  return self;
}

void
signet_loaded_key_free (SignetLoadedKey *self)
{
  signet_loaded_key_set (self, NULL);
  g_free (self);
}

static gboolean
idle_cb (gpointer user_data)
{
  SignetLoadedKey *self = user_data;

  self->idle_id = 0;
  signet_loaded_key_set (self, NULL);

  return G_SOURCE_REMOVE;
}

void
signet_loaded_key_set (SignetLoadedKey *self,
                       JotPrivateKey   *key)
{
  JotPrivateKey *old;

  g_return_if_fail (self != NULL);

  if (key != NULL && g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    key = NULL;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  old = g_steal_pointer (&self->key);
  if (key != NULL)
    {
      signet_keys_hold_memory ();
      self->key = jot_private_key_ref (key);
      self->idle_id = g_timeout_add (self->idle_msec, idle_cb, self);
    }
  if (old != NULL)
    {
      jot_private_key_unref (old);
      signet_keys_release_memory ();
    }
}

JotPrivateKey *
signet_loaded_key_get (SignetLoadedKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key;
}

void
signet_loaded_key_set_idle (SignetLoadedKey *self,
                            guint            idle_msec)
{
  g_return_if_fail (self != NULL);

  self->idle_msec = idle_msec;
}

guint
signet_loaded_key_get_idle (SignetLoadedKey *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->idle_msec;
}
