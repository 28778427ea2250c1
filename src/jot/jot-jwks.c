/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-jwks.h"

#include "jot-error.h"
#include "jot-jwk-private.h"

#include <string.h>

struct _JotJwks
{
  gatomicrefcount ref_count;

  GPtrArray *entries;
};

G_DEFINE_BOXED_TYPE (JotJwks, jot_jwks, jot_jwks_ref, jot_jwks_unref)

static void
entry_free (gpointer data)
{
  JotJwksEntry *entry = data;

  g_clear_pointer (&entry->key, jot_jwk_unref);
  g_free (entry->kid);
  g_free (entry->kty);
  g_free (entry->use);
  g_free (entry->alg);
  g_free (entry->problem);
  g_free (entry);
}

static JotJwks *
jwks_new (void)
{
  JotJwks *self = g_new0 (JotJwks, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->entries = g_ptr_array_new_with_free_func (entry_free);

  return self;
}

/* An entry that cannot be used stays in the list with its reason and spoils nothing. */
static JotJwksEntry *
read_entry (JotJsonNode node)
{
  JotJwksEntry *entry = g_new0 (JotJwksEntry, 1);
  g_autoptr (GError) error = NULL;

  /* an empty key ID names no key: see check_key_id() in jot-verify.c */
  entry->kid = g_strdup (jot_json_node_get_string_member (node, "kid"));
  if (entry->kid != NULL && *entry->kid == '\0')
    g_clear_pointer (&entry->kid, g_free);
  entry->kty = g_strdup (jot_json_node_get_string_member (node, "kty"));
  entry->use = g_strdup (jot_json_node_get_string_member (node, "use"));
  entry->alg = g_strdup (jot_json_node_get_string_member (node, "alg"));

  entry->key = jot_jwk_new_from_json (node, &error);
  if (entry->key == NULL)
    entry->problem = g_strdup (jot_error_get_details (error)->found);
  else if (entry->kid == NULL)
    entry->problem = g_strdup ("it has no “kid”");
  else if (entry->use != NULL && !g_str_equal (entry->use, "sig"))
    entry->problem = g_strdup_printf ("its use is “%s”, not “sig”", entry->use);
  else if (!jot_jwk_check_strength (entry->key, &error))
    entry->problem = g_strdup_printf ("too weak: %s", error->message);

  return entry;
}

static void
fail_set (GError    **error,
          JotReason   reason,
          guint64     position,
          const char *found,
          const char *message)
{
  g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_SET_INVALID, reason, 0, position, NULL, found, "%s", message));
}

/* What the first character that is no white space says: HTML is not meant to be JSON. */
static gboolean
looks_like_page (const char *data,
                 gsize       length)
{
  gsize i = 0;

  while (i < length && g_ascii_isspace (data[i]))
    i++;

  return i < length && data[i] == '<';
}

/**
 * jot_jwks_parse:
 * @data: JSON text
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Reads a key set (RFC 7517 §5). Unknown members are ignored; entries that cannot be used stay
 * listed with the reason. A set that gives away private members or a symmetric key is refused
 * whole: whoever made it does not know what it is.
 *
 * Returns: (transfer full) (nullable): the set. Errors: %JOT_ERROR_KEY_SET_INVALID
 */
JotJwks *
jot_jwks_parse (const char  *data,
                gssize       length,
                GError     **error)
{
  gsize n = length < 0 ? strlen (data) : (gsize) length;
  g_autoptr (JotJwks) self = NULL;
  g_autoptr (JotJson) json = NULL;
  g_autoptr (GError) json_error = NULL;
  JotJsonNode keys, node;
  JotJsonIter iter;

  if (n > JOT_JWKS_MAX_SIZE)
    {
      fail_set (error, JOT_REASON_SET_TOO_LARGE, JOT_JWKS_MAX_SIZE, NULL, "the key set is too large");
      return NULL;
    }
  json = jot_json_parse (data, (gssize) n, &json_error);
  if (json == NULL)
    {
      const JotErrorDetails *details = jot_error_get_details (json_error);

      if (looks_like_page (data, n))
        fail_set (error, JOT_REASON_SET_WEB_PAGE, 0, NULL, "a web page instead of a key set");
      else
        fail_set (error, details->reason, details->position, details->found, json_error->message);
      return NULL;
    }

  keys = jot_json_node_get_member (jot_json_get_root (json), "keys");
  if (jot_json_node_get_kind (keys) != JOT_JSON_ARRAY)
    {
      fail_set (error, JOT_REASON_SET_SHAPE, 0, NULL, "JSON, but no object with an array “keys”");
      return NULL;
    }
  if (jot_json_node_get_size (keys) > JOT_JWKS_MAX_KEYS)
    {
      fail_set (error, JOT_REASON_SET_TOO_MANY, JOT_JWKS_MAX_KEYS, NULL, "too many keys");
      return NULL;
    }

  self = jwks_new ();
  jot_json_iter_init (&iter, keys);
  while (jot_json_iter_next (&iter, NULL, &node))
    {
      if (jot_jwk_find_private_member (node) != NULL ||
          g_strcmp0 (jot_json_node_get_string_member (node, "kty"), "oct") == 0)
        {
          fail_set (error, JOT_REASON_SET_PRIVATE, 0, NULL, "the set publishes private or symmetric keys");
          return NULL;
        }
      g_ptr_array_add (self->entries, read_entry (node));
    }

  return g_steal_pointer (&self);
}

/**
 * jot_jwks_new_single:
 * @jwk: (transfer none): a key
 *
 * Returns: (transfer full): a set of @jwk alone
 */
JotJwks *
jot_jwks_new_single (JotJwk *jwk)
{
  JotJwks *self;
  JotJwksEntry *entry;

  g_return_val_if_fail (jwk != NULL, NULL);

  self = jwks_new ();
  entry = g_new0 (JotJwksEntry, 1);
  entry->key = jot_jwk_ref (jwk);
  entry->kid = g_strdup (jot_jwk_get_kid (jwk));
  entry->kty = g_strdup (jot_jwk_get_kty (jwk));
  entry->use = g_strdup (jot_jwk_get_use (jwk));
  entry->alg = g_strdup (jot_jwk_get_alg (jwk));
  g_ptr_array_add (self->entries, entry);

  return self;
}

/**
 * jot_jwks_ref:
 * @jwks: a set
 *
 * Returns: (transfer full): @jwks
 */
JotJwks *
jot_jwks_ref (JotJwks *jwks)
{
  g_return_val_if_fail (jwks != NULL, NULL);

  g_atomic_ref_count_inc (&jwks->ref_count);
  return jwks;
}

/**
 * jot_jwks_unref:
 * @jwks: (transfer full): a set
 */
void
jot_jwks_unref (JotJwks *jwks)
{
  g_return_if_fail (jwks != NULL);

  if (!g_atomic_ref_count_dec (&jwks->ref_count))
    return;

  g_ptr_array_unref (jwks->entries);
  g_free (jwks);
}

/**
 * jot_jwks_get_size:
 * @jwks: a set
 *
 * Returns: how many entries it has, usable or not
 */
guint
jot_jwks_get_size (const JotJwks *jwks)
{
  g_return_val_if_fail (jwks != NULL, 0);

  return jwks->entries->len;
}

/**
 * jot_jwks_get_entry:
 * @jwks: a set
 * @i: a number below its size
 *
 * Returns: (transfer none): that entry
 */
const JotJwksEntry *
jot_jwks_get_entry (const JotJwks *jwks,
                    guint          i)
{
  g_return_val_if_fail (jwks != NULL && i < jwks->entries->len, NULL);

  return g_ptr_array_index (jwks->entries, i);
}

/**
 * jot_jwks_has_kid:
 * @jwks: a set
 * @kid: a key ID
 *
 * Returns: whether some entry has that key ID
 */
gboolean
jot_jwks_has_kid (const JotJwks *jwks,
                  const char    *kid)
{
  g_return_val_if_fail (jwks != NULL && kid != NULL, FALSE);

  for (guint i = 0; i < jwks->entries->len; i++)
    if (g_strcmp0 (jot_jwks_get_entry (jwks, i)->kid, kid) == 0)
      return TRUE;

  return FALSE;
}

/**
 * jot_jwks_select:
 * @jwks: a set
 * @kid: the key ID of a token
 * @alg: its algorithm
 * @error: return location for an error
 *
 * Candidates are the keys with that kid (RFC 7515 §4.1.4, compared exactly); of these, those
 * that fit. None fits: %JOT_ERROR_KEY_MISMATCH with the reason of the first. One, or several of
 * one thumbprint: that. Different keys: %JOT_ERROR_AMBIGUOUS_KEY, since trying them in turn would
 * let one key sign in the name of another.
 *
 * Returns: (transfer none) (nullable): the key. Errors: also %JOT_ERROR_KEY_NOT_FOUND
 */
JotJwk *
jot_jwks_select (const JotJwks  *jwks,
                 const char     *kid,
                 const JotAlg   *alg,
                 GError        **error)
{
  g_autoptr (GError) mismatch = NULL;
  JotJwk *selected = NULL;
  guint n_fitting = 0;
  gboolean ambiguous = FALSE;

  g_return_val_if_fail (jwks != NULL && kid != NULL && alg != NULL, NULL);

  for (guint i = 0; i < jwks->entries->len; i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);
      g_autoptr (GError) local_error = NULL;

      if (entry->kid == NULL || strcmp (entry->kid, kid) != 0)
        continue;

      if (entry->key == NULL)
        local_error = jot_error_new (JOT_ERROR_KEY_MISMATCH, JOT_REASON_KEY_UNUSABLE, 0, 0, NULL, entry->problem,
                                     "the key cannot be used: %s", entry->problem);
      else if (jot_jwk_check_fit (entry->key, alg, &local_error))
        {
          n_fitting++;
          if (selected == NULL)
            selected = entry->key;
          else if (strcmp (jot_jwk_get_thumbprint (selected), jot_jwk_get_thumbprint (entry->key)) != 0)
            ambiguous = TRUE;
        }

      if (local_error != NULL && mismatch == NULL)
        mismatch = g_steal_pointer (&local_error);
    }

  if (ambiguous)
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_AMBIGUOUS_KEY, JOT_REASON_SEVERAL_KEYS, 0, n_fitting, NULL, kid,
                                               "%u different keys have this kid", n_fitting));
      return NULL;
    }
  if (selected == NULL && mismatch != NULL)
    g_propagate_error (error, g_steal_pointer (&mismatch));
  else if (selected == NULL)
    g_propagate_error (error, jot_error_new (JOT_ERROR_KEY_NOT_FOUND, JOT_REASON_NO_SUCH_KEY, 0, jwks->entries->len,
                                             kid, NULL, "no key of the set has this kid"));

  return selected;
}
