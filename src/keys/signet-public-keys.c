/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signing-keys.h"

#include "jot-jwks.h"
#include "signet-key-metadata.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct _SignetPublicKeys
{
  char        *path;
  struct stat  seen;      /* of what infos was read from; zeros: no file */
  gboolean     read;      /* whether anything was read yet */
  GPtrArray   *infos;
  GBytes      *bytes;
  gint64       due;       /* when a retired key leaves, G_MAXINT64: never */
};

static gboolean
is_same_file (const struct stat *a,
              const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Writes the set and reads it again: what is no sound public key set is not given out. */
static GBytes *
build_set (GPtrArray  *infos,
           gint64      now,
           gint64     *due,
           GError    **error)
{
  g_autoptr (GString) out = g_string_new ("{\"keys\":[");
  g_autoptr (JotJwks) check = NULL;
  gboolean first = TRUE;

  *due = G_MAXINT64;
  for (guint i = 0; i < infos->len; i++)
    {
      const SignetKeyInfo *info = infos->pdata[i];
      g_autofree char *jwk = NULL;

      if (!signet_key_metadata_is_published (info, now))
        continue;
      *due = MIN (*due, signet_key_metadata_get_published_until (info));

      jwk = jot_jwk_to_public_json (info->public, signet_key_info_get_kid (info), info->alg);
      g_string_append_printf (out, "%s%s", first ? "" : ",", jwk);
      first = FALSE;
    }
  g_string_append (out, "]}");

  check = jot_jwks_parse (out->str, (gssize) out->len, error);
  return check != NULL ? g_string_free_to_bytes (g_steal_pointer (&out)) : NULL;
}

/**
 * signet_public_keys_new:
 * @path: keys.json
 *
 * Returns: (transfer full): a reader; it belongs to the thread that uses it
 */
SignetPublicKeys *
signet_public_keys_new (const char *path)
{
  SignetPublicKeys *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (SignetPublicKeys, 1);
  self->path = g_strdup (path);
  self->bytes = g_bytes_new_static ("{\"keys\":[]}", strlen ("{\"keys\":[]}"));
  self->due = G_MAXINT64;

  return self;
}

/**
 * signet_public_keys_free:
 * @self: (transfer full): a reader
 */
void
signet_public_keys_free (SignetPublicKeys *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->path);
  g_clear_pointer (&self->infos, g_ptr_array_unref);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * signet_public_keys_read:
 * @self: a reader
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * Costs one stat() while nothing changed. Files are replaced whole, so that a change is always
 * another inode.
 *
 * Returns: (transfer full): the key set to publish; the same bytes while they are the same. Where the
 *   file cannot be read: the last good set, and @error is set to %SIGNET_KEYS_ERROR_METADATA
 */
GBytes *
signet_public_keys_read (SignetPublicKeys  *self,
                         gint64             now,
                         GError           **error)
{
  struct stat seen = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (stat (self->path, &seen) != 0)
    memset (&seen, 0, sizeof seen);
  if (self->read && is_same_file (&seen, &self->seen) && now < self->due)
    return g_bytes_ref (self->bytes);

  if (!self->read || !is_same_file (&seen, &self->seen))
    {
      GPtrArray *infos = signet_key_metadata_load (self->path, error);

      if (infos == NULL)
        return g_bytes_ref (self->bytes);
      g_clear_pointer (&self->infos, g_ptr_array_unref);
      self->infos = infos;
      self->seen = seen;
      self->read = TRUE;
    }

  bytes = build_set (self->infos, now, &self->due, error);
  if (bytes != NULL && !g_bytes_equal (bytes, self->bytes))
    {
      g_bytes_unref (self->bytes);
      self->bytes = g_steal_pointer (&bytes);
    }

  return g_bytes_ref (self->bytes);
}

/**
 * signet_public_keys_dup_revoked:
 * @self: a reader
 *
 * Returns: (transfer full) (nullable) (element-type utf8 JotJwk): the keys that were revoked, by thumbprint, when
 *   they were read last; %NULL where there is none
 */
GHashTable *
signet_public_keys_dup_revoked (SignetPublicKeys *self)
{
  g_autoptr (GHashTable) revoked = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; self->infos != NULL && i < self->infos->len; i++)
    {
      const SignetKeyInfo *info = self->infos->pdata[i];

      if (signet_key_info_get_state (info) != SIGNET_KEY_STATE_REVOKED)
        continue;
      if (revoked == NULL)
        revoked = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) jot_jwk_unref);
      g_hash_table_insert (revoked, (gpointer) jot_jwk_get_thumbprint (info->public), jot_jwk_ref (info->public));
    }

  return g_steal_pointer (&revoked);
}
