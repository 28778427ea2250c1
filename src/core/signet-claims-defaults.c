/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-claims-defaults.h"

#include "jot-json.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_DATE 9007199254740992.0 /* 2^53 */

static void
append_text (GString    *out,
             const char *name,
             const char *text)
{
  if (out->len > 1)
    g_string_append_c (out, ',');
  jot_json_append_string (out, name);
  g_string_append_c (out, ':');
  g_string_append (out, text);
}

static void
append_string (GString    *out,
               const char *name,
               const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  jot_json_append_string (text, value);
  append_text (out, name, text->str);
}

static void
fail_different (GError     **error,
                const char  *name)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("The object has its own “%s”, and it differs from the option"), name);
}

/* A member that may come from the object, from a flag (which must agree) or from a default. */
static gboolean
append_name_member (GString      *out,
                    JotJsonNode   object,
                    const char   *name,
                    const char   *flag,
                    const char   *fallback,
                    GError      **error)
{
  JotJsonNode node = jot_json_node_get_member (object, name);
  g_autofree char *text = NULL;

  if (jot_json_node_get_kind (node) == JOT_JSON_INVALID)
    {
      const char *value = flag != NULL ? flag : fallback;

      if (value != NULL && *value != '\0')
        append_string (out, name, value);
      return TRUE;
    }

  if (flag != NULL && g_strcmp0 (flag, jot_json_node_get_string (node)) != 0)
    {
      fail_different (error, name);
      return FALSE;
    }

  text = jot_json_node_to_compact (node);
  append_text (out, name, text);
  return TRUE;
}

/* FALSE where the member is there and no date. */
static gboolean
read_date (JotJsonNode  object,
           const char  *name,
           gboolean    *present,
           double      *value,
           GError     **error)
{
  JotJsonNode node = jot_json_node_get_member (object, name);

  *present = jot_json_node_get_kind (node) != JOT_JSON_INVALID;
  if (*present && (!jot_json_node_get_number (node, value) || fabs (*value) > MAX_DATE))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” must be a number of seconds since 1970"), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_ordered_claim (const char *name)
{
  static const char * const ordered[] = {
    "iss", "sub", "aud", "iat", "nbf", "exp", "jti", "listName", "groceryList", NULL
  };

  return g_strv_contains (ordered, name);
}

static GBytes *
complete (JotJsonNode                  object,
          const SignetClaimsDefaults  *defaults,
          gint64                      *exp,
          GError                     **error)
{
  g_autoptr (GString) out = g_string_new ("{");
  g_autofree char *id = g_uuid_string_random ();
  const char *user = jot_json_node_get_string_member (object, "userId");
  gboolean has_iat, has_nbf, has_exp;
  double iat = (double) defaults->now, nbf = 0, given_exp = 0;
  JotJsonIter iter;
  JotJsonNode value;
  const char *member;

  if (!read_date (object, "iat", &has_iat, &iat, error) ||
      !read_date (object, "nbf", &has_nbf, &nbf, error) ||
      !read_date (object, "exp", &has_exp, &given_exp, error))
    return NULL;

  if (has_exp && defaults->lifetime_asked &&
      (defaults->lifetime == 0 || given_exp != floor (iat) + (double) defaults->lifetime))
    {
      fail_different (error, "exp");
      return NULL;
    }

  if (!append_name_member (out, object, "iss", defaults->issuer, defaults->name, error) ||
      !append_name_member (out, object, "sub", defaults->subject, user, error) ||
      !append_name_member (out, object, "aud", defaults->audience, NULL, error))
    return NULL;

  if (has_iat)
    append_name_member (out, object, "iat", NULL, NULL, NULL);
  else
    g_string_append_printf (out, "%s\"iat\":%" G_GINT64_FORMAT, out->len > 1 ? "," : "", defaults->now);
  if (has_nbf)
    append_name_member (out, object, "nbf", NULL, NULL, NULL);

  *exp = G_MAXINT64;
  if (has_exp)
    {
      append_name_member (out, object, "exp", NULL, NULL, NULL);
      *exp = (gint64) ceil (given_exp);
    }
  else if (defaults->lifetime > 0)
    {
      *exp = (gint64) floor (iat) + defaults->lifetime;
      g_string_append_printf (out, ",\"exp\":%" G_GINT64_FORMAT, *exp);
    }

  append_name_member (out, object, "jti", NULL, id, NULL);
  append_name_member (out, object, "listName", NULL, NULL, NULL);
  append_name_member (out, object, "groceryList", NULL, NULL, NULL);

  jot_json_iter_init (&iter, object);
  while (jot_json_iter_next (&iter, &member, &value))
    if (!is_ordered_claim (member))
      {
        g_autofree char *text = jot_json_node_to_compact (value);

        append_text (out, member, text);
      }
  g_string_append_c (out, '}');

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/**
 * signet_claims_complete:
 * @text: the JSON object to sign
 * @defaults: what it gets where it does not say it
 * @exp: (out): when the claims run out, %G_MAXINT64 for never
 * @error: return location for an error
 *
 * The members of the object stay as they are written and win over defaults.
 *
 * Returns: (transfer full) (nullable): the claims. Errors: %G_IO_ERROR_INVALID_DATA with a sentence
 */
GBytes *
signet_claims_complete (GBytes                      *text,
                        const SignetClaimsDefaults  *defaults,
                        gint64                      *exp,
                        GError                     **error)
{
  g_autoptr (JotJson) json = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  JotJsonNode root;

  /* an empty GBytes has no data at all */
  json = jot_json_parse (size > 0 ? data : "", (gssize) size, &local_error);
  if (json == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("What is to be signed is not strict JSON: %s"),
                   local_error->message);
      return NULL;
    }

  root = jot_json_get_root (json);
  if (jot_json_node_get_kind (root) != JOT_JSON_OBJECT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("What is to be signed must be one JSON object"));
      return NULL;
    }

  return complete (root, defaults, exp, error);
}
