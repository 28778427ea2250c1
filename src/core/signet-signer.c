/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signer.h"

#include "signet-words.h"

#include <gio/gio.h>
#include <string.h>

/* What a JSON number holds exactly */
#define MAX_TIME (G_GINT64_CONSTANT (1) << 53)

struct _SignetSigner
{
  gatomicrefcount ref_count;

  char      *name;
  char      *url;       /* nullable */
  gint64     added;
  gint64     fetched;
  GPtrArray *keys;      /* of SignetSignerKey */
};

G_DEFINE_BOXED_TYPE (SignetSigner, signet_signer, signet_signer_ref, signet_signer_unref)

static void
key_free (gpointer data)
{
  SignetSignerKey *key = data;

  jot_jwk_unref (key->jwk);
  g_free (key->kid);
  g_free (key);
}

static SignetSignerKey *
key_copy (const SignetSignerKey *key)
{
  SignetSignerKey *copy = g_new0 (SignetSignerKey, 1);

  *copy = *key;
  copy->jwk = jot_jwk_ref (key->jwk);
  copy->kid = g_strdup (key->kid);

  return copy;
}

static SignetSigner *
signer_new_empty (const char *name,
                  const char *url)
{
  SignetSigner *self = g_new0 (SignetSigner, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->url = g_strdup (url);
  self->keys = g_ptr_array_new_with_free_func (key_free);

  return self;
}

static SignetSignerKey *
find (const SignetSigner *self,
      const JotJwk       *jwk)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      SignetSignerKey *key = self->keys->pdata[i];

      if (g_str_equal (jot_jwk_get_thumbprint (key->jwk), jot_jwk_get_thumbprint (jwk)))
        return key;
    }

  return NULL;
}

/* An algorithm that we do not know cannot be written down, and the key is of no use. */
static gboolean
is_usable (const JotJwksEntry *entry)
{
  return entry->key != NULL && entry->kid != NULL &&
         (jot_jwk_get_alg (entry->key) == NULL || jot_alg_find (jot_jwk_get_alg (entry->key)) != NULL);
}

static gboolean
is_in_set (const SignetSignerKey *key,
           const JotJwks         *jwks)
{
  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);

      if (is_usable (entry) && g_str_equal (jot_jwk_get_thumbprint (entry->key), jot_jwk_get_thumbprint (key->jwk)))
        return TRUE;
    }

  return FALSE;
}

static SignetSignerKey *
add_key (SignetSigner       *self,
         const JotJwksEntry *entry,
         gint64              now)
{
  SignetSignerKey *key = g_new0 (SignetSignerKey, 1);

  key->jwk = jot_jwk_ref (entry->key);
  key->kid = g_strdup (entry->kid);
  key->first_seen = key->last_seen = now;
  g_ptr_array_add (self->keys, key);

  return key;
}

static gboolean
is_trusted (const SignetSignerKey *key,
            gint64                 now)
{
  if (key->withdrawn != 0)
    return FALSE;

  return key->pinned || (key->announced != 0 && now - key->announced >= SIGNET_SIGNER_ANNOUNCE_SECONDS);
}

/**
 * signet_signer_new:
 * @name: what the user calls the person
 * @url: (nullable): the address of the key set, %NULL for a key card
 * @jwks: the key set as it is now
 * @thumbprint: (nullable): the one key that the user knows to be the signer's; %NULL: all are pinned
 * @now: seconds since 1970
 *
 * Where one key is named the others of the set count as announced, not as known.
 *
 * Returns: (transfer full) (nullable): a signer, %NULL where there is nothing to pin
 */
SignetSigner *
signet_signer_new (const char    *name,
                   const char    *url,
                   const JotJwks *jwks,
                   const char    *thumbprint,
                   gint64         now)
{
  g_autoptr (SignetSigner) self = NULL;
  guint n_pinned = 0;

  g_return_val_if_fail (name != NULL && jwks != NULL, NULL);

  self = signer_new_empty (name, url);
  self->added = self->fetched = now;
  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);
      SignetSignerKey *key;

      if (!is_usable (entry) || find (self, entry->key) != NULL)
        continue;
      key = add_key (self, entry, now);
      key->pinned = thumbprint == NULL || g_str_equal (thumbprint, jot_jwk_get_thumbprint (key->jwk));
      key->announced = now;
      n_pinned += key->pinned;
    }

  return n_pinned > 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * signet_signer_ref:
 * @self: a signer
 *
 * Returns: (transfer full): @self
 */
SignetSigner *
signet_signer_ref (SignetSigner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * signet_signer_unref:
 * @self: (transfer full): a signer
 */
void
signet_signer_unref (SignetSigner *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->url);
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/**
 * signet_signer_get_name:
 * @self: a signer
 *
 * Returns: (transfer none): what the user calls the person
 */
const char *
signet_signer_get_name (const SignetSigner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * signet_signer_get_url:
 * @self: a signer
 *
 * Returns: (transfer none) (nullable): the address of the key set, %NULL for a key card
 */
const char *
signet_signer_get_url (const SignetSigner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

/**
 * signet_signer_get_added:
 * @self: a signer
 *
 * Returns: since when the person is known
 */
gint64
signet_signer_get_added (const SignetSigner *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->added;
}

/**
 * signet_signer_get_fetched:
 * @self: a signer
 *
 * Returns: when the key set was fetched last
 */
gint64
signet_signer_get_fetched (const SignetSigner *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fetched;
}

/**
 * signet_signer_get_keys:
 * @self: a signer
 *
 * Returns: (transfer none) (element-type SignetSignerKey): the keys seen, the oldest first
 */
GPtrArray *
signet_signer_get_keys (const SignetSigner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->keys;
}

/**
 * signet_signer_find_key:
 * @self: a signer
 * @jwk: a key
 *
 * Returns: (transfer none) (nullable): what is known of @jwk, found by thumbprint and never by ID
 */
const SignetSignerKey *
signet_signer_find_key (const SignetSigner *self,
                        const JotJwk       *jwk)
{
  g_return_val_if_fail (self != NULL && jwk != NULL, NULL);

  return find (self, jwk);
}

/**
 * signet_signer_key_get_state:
 * @key: a key
 * @now: seconds since 1970
 *
 * Returns: "pinned", "announced", "new" or "withdrawn"
 */
const char *
signet_signer_key_get_state (const SignetSignerKey *key,
                             gint64                 now)
{
  g_return_val_if_fail (key != NULL, NULL);

  if (key->withdrawn != 0)
    return "withdrawn";
  if (is_trusted (key, now))
    return "pinned";

  return key->announced != 0 ? "announced" : "new";
}

/* Those that the set holds come first, in its order. */
static void
sort_like_set (GPtrArray     *keys,
               const JotJwks *jwks)
{
  guint n = 0;

  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);

      for (guint j = n; entry->key != NULL && j < keys->len; j++)
        {
          const SignetSignerKey *key = keys->pdata[j];

          if (!g_str_equal (jot_jwk_get_thumbprint (key->jwk), jot_jwk_get_thumbprint (entry->key)))
            continue;
          g_ptr_array_insert (keys, (int) n, g_ptr_array_steal_index (keys, j));
          n++;
          break;
        }
    }
}

/**
 * signet_signer_take_set:
 * @self: a signer
 * @jwks: a well-formed key set from the signer's address, also an empty one
 * @now: when it was fetched
 *
 * A trusted key that the set does not hold is withdrawn, for good: should it come back, it is as new as
 * any other. A key that nobody vouched for before is announced from now on where the set also holds a
 * trusted one. Nothing else makes a key trusted than having been announced long enough.
 *
 * Returns: (transfer full): what is known of the signer then
 */
SignetSigner *
signet_signer_take_set (SignetSigner  *self,
                        const JotJwks *jwks,
                        gint64         now)
{
  SignetSigner *next;
  gboolean vouched = FALSE;

  g_return_val_if_fail (self != NULL && jwks != NULL, NULL);

  next = signer_new_empty (self->name, self->url);
  next->added = self->added;
  next->fetched = now;

  for (guint i = 0; i < self->keys->len; i++)
    {
      const SignetSignerKey *old = self->keys->pdata[i];
      gboolean trusted = is_trusted (old, now);
      gboolean present = is_in_set (old, jwks);
      SignetSignerKey *key;

      /* nobody vouched for it, and it is gone; or it was withdrawn and is back: it starts anew below */
      if ((!present && !trusted && old->withdrawn == 0) || (present && old->withdrawn != 0))
        continue;

      key = key_copy (old);
      g_ptr_array_add (next->keys, key);
      key->pinned |= trusted;
      if (present)
        key->last_seen = now;
      else if (key->withdrawn == 0)
        key->withdrawn = now;
      vouched |= present && trusted;
    }

  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);
      SignetSignerKey *key;

      if (!is_usable (entry))
        continue;
      key = find (next, entry->key);
      if (key == NULL)
        key = add_key (next, entry, now);
      if (vouched && key->announced == 0)
        key->announced = now;
    }
  sort_like_set (next->keys, jwks);

  return next;
}

/**
 * signet_signer_pin:
 * @self: a signer
 * @jwk: a key of which the user says that it is the signer's
 * @kid: its ID in the key set
 * @now: seconds since 1970
 *
 * Returns: (transfer full): what is known of the signer then
 */
SignetSigner *
signet_signer_pin (SignetSigner *self,
                   const JotJwk *jwk,
                   const char   *kid,
                   gint64        now)
{
  SignetSigner *next;
  SignetSignerKey *key;

  g_return_val_if_fail (self != NULL && jwk != NULL && kid != NULL, NULL);

  next = signer_new_empty (self->name, self->url);
  next->added = self->added;
  next->fetched = self->fetched;
  for (guint i = 0; i < self->keys->len; i++)
    g_ptr_array_add (next->keys, key_copy (self->keys->pdata[i]));

  key = find (next, jwk);
  if (key == NULL)
    {
      key = g_new0 (SignetSignerKey, 1);
      key->jwk = jot_jwk_ref ((JotJwk *) jwk);
      key->kid = g_strdup (kid);
      key->first_seen = now;
      g_ptr_array_add (next->keys, key);
    }
  key->pinned = TRUE;
  key->withdrawn = 0;
  key->last_seen = now;

  return next;
}

/**
 * signet_signer_get_known_key:
 * @self: a signer
 *
 * Returns: (transfer none) (nullable): of the pinned keys the one that was seen last, withdrawn or not; of those that
 *   were seen together the one that the set names first: Signet publishes the key that signs before those that wait
 */
const SignetSignerKey *
signet_signer_get_known_key (const SignetSigner *self)
{
  const SignetSignerKey *known = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->keys->len; i++)
    {
      const SignetSignerKey *key = self->keys->pdata[i];

      if (key->pinned && (known == NULL || key->last_seen > known->last_seen))
        known = key;
    }

  return known;
}

/**
 * signet_signer_trusts:
 * @self: a signer
 * @jwk: the key that made a signature
 * @now: seconds since 1970
 *
 * Returns: whether the key is pinned, or was announced at least 24 hours ago, and was not withdrawn
 */
gboolean
signet_signer_trusts (const SignetSigner *self,
                      const JotJwk       *jwk,
                      gint64              now)
{
  const SignetSignerKey *key;

  g_return_val_if_fail (self != NULL && jwk != NULL, FALSE);

  key = find (self, jwk);
  return key != NULL && is_trusted (key, now);
}

/**
 * signet_signer_serves_offline:
 * @self: a signer
 * @now: seconds since 1970
 *
 * Returns: whether the key set was fetched within the last 30 days
 */
gboolean
signet_signer_serves_offline (const SignetSigner *self,
                              gint64              now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->url == NULL || now - self->fetched <= SIGNET_SIGNER_OFFLINE_SECONDS;
}

/* {"keys":[…]} of the keys that were not withdrawn. */
static char *
write_set (const SignetSigner *self)
{
  GString *out = g_string_new ("{\"keys\":[");
  gboolean first = TRUE;

  for (guint i = 0; i < self->keys->len; i++)
    {
      const SignetSignerKey *key = self->keys->pdata[i];
      const char *alg = jot_jwk_get_alg (key->jwk);
      g_autofree char *jwk = NULL;

      if (key->withdrawn != 0)
        continue;
      jwk = jot_jwk_to_public_json (key->jwk, key->kid, alg != NULL ? jot_alg_find (alg) : NULL);
      g_string_append_printf (out, "%s%s", first ? "" : ",", jwk);
      first = FALSE;
    }
  g_string_append (out, "]}");

  return g_string_free (out, FALSE);
}

/**
 * signet_signer_dup_jwks:
 * @self: a signer
 *
 * Returns: (transfer full): the keys known that were not withdrawn, as a key set
 */
JotJwks *
signet_signer_dup_jwks (const SignetSigner *self)
{
  g_autofree char *text = NULL;
  JotJwks *jwks;

  g_return_val_if_fail (self != NULL, NULL);

  text = write_set (self);
  jwks = jot_jwks_parse (text, -1, NULL);
  if (jwks == NULL)
    jwks = jot_jwks_parse ("{\"keys\":[]}", -1, NULL);

  return jwks;
}

/**
 * signet_signer_is_name:
 * @name: foreign text
 *
 * Returns: whether a person can be called so
 */
gboolean
signet_signer_is_name (const char *name)
{
  g_autofree char *clean = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  if (*name == '\0' || !g_utf8_validate (name, -1, NULL))
    return FALSE;

  clean = signet_words_clean (name, SIGNET_SIGNER_MAX_NAME);
  return g_str_equal (g_strstrip (clean), name);
}

static gboolean
fail (GError     **error,
      const char  *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s", what);
  return FALSE;
}

/* What is no time is damage and not 0: trust hangs on it. */
static gboolean
read_time (JotJsonNode   node,
           const char   *name,
           gint64       *time,
           GError      **error)
{
  double value;

  if (!jot_json_node_get_number (jot_json_node_get_member (node, name), &value) || value < 0 || value > (double) MAX_TIME)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” is no time", name);
      return FALSE;
    }

  *time = (gint64) value;
  return TRUE;
}

static gboolean
read_key (SignetSigner  *self,
          JotJsonNode    node,
          GError       **error)
{
  g_autoptr (JotJwk) jwk = jot_jwk_new_from_json (jot_json_node_get_member (node, "jwk"), NULL);
  JotJsonKind pinned = jot_json_node_get_kind (jot_json_node_get_member (node, "pinned"));
  SignetSignerKey *key;

  if (jwk == NULL || jot_jwk_get_kid (jwk) == NULL)
    return fail (error, "a key cannot be used");
  if (find (self, jwk) != NULL)
    return fail (error, "one key twice");
  if (pinned != JOT_JSON_TRUE && pinned != JOT_JSON_FALSE)
    return fail (error, "a key is neither pinned nor not");

  key = g_new0 (SignetSignerKey, 1);
  key->kid = g_strdup (jot_jwk_get_kid (jwk));
  key->jwk = g_steal_pointer (&jwk);
  key->pinned = pinned == JOT_JSON_TRUE;
  g_ptr_array_add (self->keys, key);

  return read_time (node, "firstSeen", &key->first_seen, error) && read_time (node, "lastSeen", &key->last_seen, error) &&
         read_time (node, "announced", &key->announced, error) && read_time (node, "withdrawn", &key->withdrawn, error);
}

/**
 * signet_signer_new_from_json:
 * @node: what signet_signer_append_json() wrote
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the signer
 */
SignetSigner *
signet_signer_new_from_json (JotJsonNode   node,
                             GError      **error)
{
  const char *name = jot_json_node_get_string_member (node, "name");
  JotJsonNode url = jot_json_node_get_member (node, "url");
  JotJsonNode keys = jot_json_node_get_member (node, "keys");
  g_autoptr (SignetSigner) self = NULL;
  JotJsonNode key;
  JotJsonIter iter;

  if (name == NULL || !signet_signer_is_name (name))
    {
      fail (error, "a signer has no name");
      return NULL;
    }
  if (jot_json_node_get_kind (url) != JOT_JSON_STRING && jot_json_node_get_kind (url) != JOT_JSON_NULL)
    {
      fail (error, "a signer has no address");
      return NULL;
    }
  if (jot_json_node_get_kind (keys) != JOT_JSON_ARRAY)
    {
      fail (error, "a signer has no keys");
      return NULL;
    }

  self = signer_new_empty (name, jot_json_node_get_string (url));
  if (!read_time (node, "added", &self->added, error) || !read_time (node, "fetched", &self->fetched, error))
    return NULL;

  jot_json_iter_init (&iter, keys);
  while (jot_json_iter_next (&iter, NULL, &key))
    if (!read_key (self, key, error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * signet_signer_append_json:
 * @self: a signer
 * @out: where to
 *
 * Writes it as in signers.json.
 */
void
signet_signer_append_json (const SignetSigner *self,
                           GString            *out)
{
  g_return_if_fail (self != NULL && out != NULL);

  g_string_append (out, "{\"name\":");
  jot_json_append_string (out, self->name);
  g_string_append (out, ",\"url\":");
  if (self->url != NULL)
    jot_json_append_string (out, self->url);
  else
    g_string_append (out, "null");
  g_string_append_printf (out, ",\"added\":%" G_GINT64_FORMAT ",\"fetched\":%" G_GINT64_FORMAT ",\"keys\":[", self->added,
                          self->fetched);
  for (guint i = 0; i < self->keys->len; i++)
    {
      const SignetSignerKey *key = self->keys->pdata[i];
      const char *alg = jot_jwk_get_alg (key->jwk);
      g_autofree char *jwk = jot_jwk_to_public_json (key->jwk, key->kid, alg != NULL ? jot_alg_find (alg) : NULL);

      g_string_append_printf (out, "%s{\"pinned\":%s,\"firstSeen\":%" G_GINT64_FORMAT ",\"lastSeen\":%" G_GINT64_FORMAT
                              ",\"announced\":%" G_GINT64_FORMAT ",\"withdrawn\":%" G_GINT64_FORMAT ",\"jwk\":%s}",
                              i > 0 ? "," : "", key->pinned ? "true" : "false", key->first_seen, key->last_seen,
                              key->announced, key->withdrawn, jwk);
    }
  g_string_append (out, "]}");
}
