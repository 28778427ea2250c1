/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-key-metadata.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define VERSION 1
/* Clocks differ: a retired key stays published for this long after its last token. */
#define GRACE_SECONDS 3600
/* What a JSON number holds exactly. */
#define MAX_NUMBER (G_GINT64_CONSTANT (1) << 53)

static gboolean
fail (GError     **error,
      const char  *what)
{
  g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA, "keys.json: %s", what);
  return FALSE;
}

/* A whole number from 0 on; absent is 0. What is anything else is damage, not 0: a key would leave
 * the published set too early. */
static gboolean
read_number (JotJsonNode  node,
             const char  *name,
             gint64       max,
             gint64      *number)
{
  JotJsonNode member = jot_json_node_get_member (node, name);
  double value = 0;

  if (jot_json_node_get_kind (member) != JOT_JSON_INVALID &&
      (!jot_json_node_get_number (member, &value) || value < 0 || value > (double) max))
    return FALSE;

  *number = (gint64) value;
  return TRUE;
}

static gboolean
read_state (JotJsonNode     node,
            SignetKeyState *state)
{
  const char *name = jot_json_node_get_string_member (node, "state");

  for (SignetKeyState s = SIGNET_KEY_STATE_NEXT; s <= SIGNET_KEY_STATE_REVOKED; s++)
    if (g_strcmp0 (name, signet_key_state_get_name (s)) == 0)
      {
        *state = s;
        return TRUE;
      }

  return FALSE;
}

static SignetKeyInfo *
read_info (JotJsonNode   node,
           GError      **error)
{
  const JotAlg *alg = jot_alg_find (jot_json_node_get_string_member (node, "alg"));
  g_autoptr (JotJwk) public = NULL;
  g_autoptr (SignetKeyInfo) info = NULL;
  SignetKeyState state;
  gboolean endless;
  gint64 n_signed;

  if (alg == NULL || !read_state (node, &state))
    {
      fail (error, "an entry has no known algorithm or state");
      return NULL;
    }
  public = jot_jwk_new_from_json (jot_json_node_get_member (node, "jwk"), NULL);
  if (public == NULL ||
      g_strcmp0 (jot_json_node_get_string_member (node, "kid"), jot_jwk_get_thumbprint (public)) != 0)
    {
      fail (error, "an entry has no public key, or one that does not match its ID");
      return NULL;
    }

  info = signet_key_info_new (alg, public, state, 0);
  endless = jot_json_node_get_kind (jot_json_node_get_member (node, "latestExp")) == JOT_JSON_NULL;
  if (!read_number (node, "created", MAX_NUMBER, &info->created) ||
      !read_number (node, "retired", MAX_NUMBER, &info->retired) ||
      !read_number (node, "revoked", MAX_NUMBER, &info->revoked) ||
      !read_number (node, "signed", G_MAXUINT, &n_signed) ||
      (!endless && !read_number (node, "latestExp", MAX_NUMBER, &info->latest_exp)))
    {
      fail (error, "an entry has a time or a count that is no number");
      return NULL;
    }
  info->n_signed = (guint) n_signed;
  if (endless)
    info->latest_exp = G_MAXINT64;

  return g_steal_pointer (&info);
}

static gboolean
has_kid (GPtrArray  *infos,
         const char *kid)
{
  for (guint i = 0; i < infos->len; i++)
    if (g_str_equal (signet_key_info_get_kid (infos->pdata[i]), kid))
      return TRUE;

  return FALSE;
}

GPtrArray *
signet_key_metadata_parse (const char  *text,
                           gsize        length,
                           GError     **error)
{
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_key_info_unref);
  g_autoptr (JotJson) json = jot_json_parse (text, (gssize) length, NULL);
  JotJsonNode root, keys, node;
  JotJsonIter iter;
  guint n_current = 0;
  gint64 version = 0;

  if (json == NULL)
    {
      fail (error, "no JSON");
      return NULL;
    }
  root = jot_json_get_root (json);
  keys = jot_json_node_get_member (root, "keys");
  if (!read_number (root, "version", MAX_NUMBER, &version) || version < VERSION)
    {
      fail (error, "no version");
      return NULL;
    }
  if (version > VERSION)
    {
      fail (error, "made by a newer Signet");
      return NULL;
    }
  if (jot_json_node_get_kind (keys) != JOT_JSON_ARRAY)
    {
      fail (error, "no keys");
      return NULL;
    }

  jot_json_iter_init (&iter, keys);
  while (jot_json_iter_next (&iter, NULL, &node))
    {
      SignetKeyInfo *info = read_info (node, error);

      if (info == NULL)
        return NULL;
      if (has_kid (infos, signet_key_info_get_kid (info)))
        {
          signet_key_info_unref (info);
          fail (error, "one key twice");
          return NULL;
        }
      n_current += info->state == SIGNET_KEY_STATE_CURRENT;
      g_ptr_array_add (infos, info);
    }
  if (n_current > 1)
    {
      fail (error, "more than one current key");
      return NULL;
    }

  return g_steal_pointer (&infos);
}

char *
signet_key_metadata_write (GPtrArray *infos)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\n  \"version\": %d,\n  \"keys\": [", VERSION);
  for (guint i = 0; i < infos->len; i++)
    {
      const SignetKeyInfo *info = infos->pdata[i];
      g_autofree char *jwk = jot_jwk_to_public_json (info->public, signet_key_info_get_kid (info), info->alg);

      g_string_append_printf (out, "%s\n    {\n      \"kid\": \"%s\",\n      \"alg\": \"%s\",\n      \"state\": \"%s\",\n"
                              "      \"created\": %" G_GINT64_FORMAT ",\n      \"retired\": %" G_GINT64_FORMAT ",\n"
                              "      \"revoked\": %" G_GINT64_FORMAT ",\n",
                              i > 0 ? "," : "", signet_key_info_get_kid (info), jot_alg_get_name (info->alg),
                              signet_key_state_get_name (info->state), info->created, info->retired, info->revoked);
      if (info->latest_exp == G_MAXINT64)
        g_string_append (out, "      \"latestExp\": null,\n");
      else
        g_string_append_printf (out, "      \"latestExp\": %" G_GINT64_FORMAT ",\n", info->latest_exp);
      g_string_append_printf (out, "      \"signed\": %u,\n      \"jwk\": %s\n    }", info->n_signed, jwk);
    }
  g_string_append (out, infos->len > 0 ? "\n  ]\n}\n" : "]\n}\n");

  return g_string_free (out, FALSE);
}

GPtrArray *
signet_key_metadata_load (const char  *path,
                          GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) file_error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &file_error))
    {
      if (g_error_matches (file_error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
          g_error_matches (file_error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
        return g_ptr_array_new_with_free_func ((GDestroyNotify) signet_key_info_unref);

      fail (error, file_error->message);
      return NULL;
    }

  return signet_key_metadata_parse (text, length, error);
}

/* Whether another program, a newer one, can make sense of it. */
static gboolean
is_from_the_future (const char *text,
                    gsize       length)
{
  g_autoptr (JotJson) json = jot_json_parse (text, (gssize) length, NULL);
  gint64 version = 0;

  return json != NULL && read_number (jot_json_get_root (json), "version", MAX_NUMBER, &version) && version > VERSION;
}

GPtrArray *
signet_key_metadata_load_or_keep_aside (const char  *path,
                                        GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *aside = NULL;
  GPtrArray *infos = signet_key_metadata_load (path, &local_error);
  gsize length;

  if (infos != NULL)
    return infos;

  if (!g_file_get_contents (path, &text, &length, NULL) || is_from_the_future (text, length))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  /* never over one that was kept before */
  for (guint i = 1; aside == NULL && i < 1000; i++)
    {
      aside = i == 1 ? g_strconcat (path, ".damaged", NULL) : g_strdup_printf ("%s.damaged-%u", path, i);
      if (link (path, aside) != 0)
        {
          if (errno != EEXIST)
            break;
          g_clear_pointer (&aside, g_free);
        }
      else if (unlink (path) == 0)
        {
          g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA, "%s; it is kept as %s",
                       local_error->message, aside);
          return NULL;
        }
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
signet_key_metadata_save (const char  *path,
                          GPtrArray   *infos,
                          GError     **error)
{
  g_autofree char *text = signet_key_metadata_write (infos);
  g_autoptr (GError) file_error = NULL;

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &file_error))
    return TRUE;

  return fail (error, file_error->message);
}

gint64
signet_key_metadata_get_published_until (const SignetKeyInfo *info)
{
  switch (info->state)
    {
    case SIGNET_KEY_STATE_NEXT:
    case SIGNET_KEY_STATE_CURRENT:
      return G_MAXINT64;
    case SIGNET_KEY_STATE_RETIRED:
      return info->latest_exp < G_MAXINT64 - GRACE_SECONDS ? info->latest_exp + GRACE_SECONDS : G_MAXINT64;
    case SIGNET_KEY_STATE_REVOKED:
      return 0;
    }

  g_return_val_if_reached (0);
}

gboolean
signet_key_metadata_is_published (const SignetKeyInfo *info,
                                  gint64               now)
{
  gint64 until = signet_key_metadata_get_published_until (info);

  return until == G_MAXINT64 || now < until;
}
