/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-token.h"

#include <glib/gi18n.h>
#include <string.h>

static void
append_string_member (GString    *out,
                      const char *name,
                      const char *value)
{
  if (value == NULL || *value == '\0')
    return;

  if (out->len > 1)
    g_string_append_c (out, ',');
  jot_json_append_string (out, name);
  g_string_append_c (out, ':');
  jot_json_append_string (out, value);
}

static void
append_number_member (GString    *out,
                      const char *name,
                      gint64      value)
{
  if (out->len > 1)
    g_string_append_c (out, ',');
  jot_json_append_string (out, name);
  g_string_append_printf (out, ":%" G_GINT64_FORMAT, value);
}

static void
append_item (GString    *out,
             SignetItem *item)
{
  const char *quantity = signet_item_get_quantity (item);
  const char *aisle = signet_item_get_aisle (item);
  const char *note = signet_item_get_note (item);
  g_autoptr (GString) object = NULL;

  if (quantity == NULL && aisle == NULL && note == NULL)
    {
      jot_json_append_string (out, signet_item_get_name (item));
      return;
    }

  object = g_string_new ("{");
  append_string_member (object, "item", signet_item_get_name (item));
  append_string_member (object, "quantity", quantity);
  append_string_member (object, "aisle", aisle);
  append_string_member (object, "note", note);
  g_string_append_c (object, '}');
  g_string_append_len (out, object->str, (gssize) object->len);
}

/**
 * signet_token_build_claims:
 * @list: the list to sign
 * @options: what else goes in
 *
 * Writes the claims of RFC 7519 §4.1 and ours in their fixed order: iss, sub, aud,
 * iat, exp, jti, listName, groceryList. Ticks are never among them.
 *
 * Returns: (transfer full): compact JSON, exactly the bytes to sign
 */
GBytes *
signet_token_build_claims (SignetList               *list,
                           const SignetTokenOptions *options)
{
  g_autoptr (GString) out = g_string_new ("{");
  g_autofree char *id = NULL;
  guint n;

  g_return_val_if_fail (SIGNET_IS_LIST (list), NULL);
  g_return_val_if_fail (options != NULL, NULL);

  id = options->id != NULL ? g_strdup (options->id) : g_uuid_string_random ();

  append_string_member (out, "iss", options->issuer);
  append_string_member (out, "sub", options->subject);
  append_string_member (out, "aud", options->audience);
  append_number_member (out, "iat", options->issued_at);
  if (options->lifetime > 0)
    append_number_member (out, "exp", options->issued_at + options->lifetime);
  append_string_member (out, "jti", id);
  append_string_member (out, "listName", signet_list_get_name (list));

  g_string_append (out, ",\"groceryList\":[");
  n = signet_list_get_n_items (list);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_item (out, signet_list_get_item (list, i));
    }
  g_string_append (out, "]}");

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

static SignetItem *
read_item (JotJsonNode node)
{
  const char *name = jot_json_node_get_string (node);
  g_autofree char *text = NULL;

  if (jot_json_node_get_kind (node) == JOT_JSON_OBJECT)
    {
      name = jot_json_node_get_string_member (node, "item");
      if (name != NULL && *name != '\0')
        return signet_item_new_full (name,
                                     jot_json_node_get_string_member (node, "quantity"),
                                     jot_json_node_get_string_member (node, "aisle"),
                                     jot_json_node_get_string_member (node, "note"),
                                     FALSE);
    }
  else if (name != NULL && *name != '\0')
    {
      return signet_item_new (name);
    }

  /* Something else than an item is shown as it stands: nothing that was signed is hidden */
  text = jot_json_node_to_compact (node);
  return signet_item_new (text);
}

/**
 * signet_token_read_items:
 * @claims: the claims of a token, proved or not
 *
 * Returns: (transfer full) (nullable) (element-type SignetItem): the elements of
 *   "groceryList", %NULL where there is no such list
 */
GPtrArray *
signet_token_read_items (JotClaims *claims)
{
  JotJsonNode list;
  JotJsonNode element;
  JotJsonIter iter;
  g_autoptr (GPtrArray) items = NULL;

  g_return_val_if_fail (claims != NULL, NULL);

  list = jot_json_node_get_member (jot_claims_get_root (claims), "groceryList");
  if (jot_json_node_get_kind (list) != JOT_JSON_ARRAY)
    return NULL;

  items = g_ptr_array_new_with_free_func (g_object_unref);
  jot_json_iter_init (&iter, list);
  while (jot_json_iter_next (&iter, NULL, &element))
    g_ptr_array_add (items, read_item (element));

  return g_steal_pointer (&items);
}

/**
 * signet_token_get_list_name:
 * @claims: the claims of a token, proved or not
 *
 * Returns: (transfer none) (nullable): "listName"; foreign text
 */
const char *
signet_token_get_list_name (JotClaims *claims)
{
  g_return_val_if_fail (claims != NULL, NULL);

  return jot_json_node_get_string_member (jot_claims_get_root (claims), "listName");
}

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '.';
}

/* Whether what was read so far ends in a whole signature, and the line after it is too short to go on with one: then
 * that is a word, a name below a message for one. */
static gboolean
is_whole (GString    *token,
          const char *next)
{
  /* ES256 and EdDSA, ES384, ES512, and RSA of 2048, 3072, 4096 and 8192 bits */
  static const gsize lengths[] = { 86, 128, 176, 342, 512, 683, 1366 };
  const char *dot = strrchr (token->str, '.');
  gsize length = dot != NULL ? strlen (dot + 1) : 0;
  gsize n = 0;

  if (dot == NULL || memchr (token->str, '.', (gsize) (dot - token->str)) == NULL)
    return FALSE;

  while (is_token_char (next[n]))
    n++;
  if (n >= 40)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    if (length == lengths[i])
      return TRUE;

  return FALSE;
}

/* Reads a token that starts at p and may be broken into lines: a line goes on with the
 * next one where that holds token characters alone. Returns its end. */
static const char *
scan_token (const char *p,
            GString    *out,
            guint      *n_breaks)
{
  guint dots = 0;

  while (TRUE)
    {
      const char *next;
      const char *line_end;
      guint line_dots = 0;

      while (is_token_char (*p))
        {
          dots += *p == '.';
          g_string_append_c (out, *p++);
        }

      next = p;
      while (*next == ' ' || *next == '\t' || *next == '\r')
        next++;
      if (*next != '\n')
        return p;
      next++;
      while (*next == ' ' || *next == '\t' || *next == '>')
        next++;

      line_end = next;
      while (is_token_char (*line_end))
        line_dots += *line_end++ == '.';
      if (line_end == next || is_whole (out, next) || (*line_end != '\0' && strchr (" \t\r\n", *line_end) == NULL) || dots + line_dots > 2)
        return p;
      if (*line_end == ' ' || *line_end == '\t')
        {
          const char *rest = line_end;

          while (*rest == ' ' || *rest == '\t' || *rest == '\r')
            rest++;
          if (*rest != '\n' && *rest != '\0')
            return p;
        }
      p = next;
      *n_breaks += 1;
    }
}

/* The text without line breaks, when there is nothing but a token in it. A space inside a line
 * is one between words. */
static char *
extract_bare (const char *text,
              guint      *n_breaks)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));
  gboolean spaced = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\n')
        {
          if (is_token_char (p[1]) && is_whole (out, p + 1))
            return NULL;
          *n_breaks += 1;
          spaced = FALSE;
        }
      else if (g_ascii_isspace (*p))
        {
          spaced = p > text && p[-1] != '\n' && (spaced || is_token_char (p[-1]));
        }
      else if (spaced || !is_token_char (*p))
        {
          return NULL;
        }
      else
        {
          g_string_append_c (out, *p);
        }
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
describe_removed_quotes (gboolean bearer,
                         guint    n_breaks)
{
  if (bearer && n_breaks > 0)
    return g_strdup_printf (ngettext ("Removed the quotes, “Bearer ” and %u line break.",
                                      "Removed the quotes, “Bearer ” and %u line breaks.", n_breaks), n_breaks);
  if (bearer)
    return g_strdup (_("Removed the quotes and “Bearer ”."));
  if (n_breaks > 0)
    return g_strdup_printf (ngettext ("Removed the quotes and %u line break.",
                                      "Removed the quotes and %u line breaks.", n_breaks), n_breaks);

  return g_strdup (_("Removed the quotes."));
}

static char *
describe_removed (gboolean quotes,
                  gboolean bearer,
                  gboolean around,
                  guint    n_breaks)
{
  if (around && n_breaks > 0)
    return g_strdup_printf (ngettext ("Removed the text around the token and %u line break.",
                                      "Removed the text around the token and %u line breaks.", n_breaks), n_breaks);
  if (around)
    return g_strdup (_("Removed the text around the token."));
  if (quotes)
    return describe_removed_quotes (bearer, n_breaks);
  if (bearer && n_breaks > 0)
    return g_strdup_printf (ngettext ("Removed “Bearer ” and %u line break.",
                                      "Removed “Bearer ” and %u line breaks.", n_breaks), n_breaks);
  if (bearer)
    return g_strdup (_("Removed “Bearer ”."));
  if (n_breaks > 0)
    return g_strdup_printf (ngettext ("Removed %u line break.", "Removed %u line breaks.", n_breaks), n_breaks);

  return NULL;
}

/**
 * signet_token_extract:
 * @text: what a person pasted
 * @removed: (out) (optional) (nullable): a translated note on what was left out
 *
 * Takes out "Bearer ", quotes, white space and the text of a message round a token.
 * What contains nothing like a token comes back without its white space, so that the
 * verifier can say what is wrong with it.
 *
 * Returns: (transfer full): the token
 */
char *
signet_token_extract (const char  *text,
                      char       **removed)
{
  static const char quotes[] = "\"'`<>";
  g_autofree char *copy = NULL;
  g_autofree char *token = NULL;
  gboolean quoted = FALSE;
  gboolean bearer = FALSE;
  gboolean around = FALSE;
  guint n_breaks = 0;
  char *start;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  copy = g_strstrip (g_strdup (text));
  start = copy;
  length = strlen (start);
  if (length >= 2 && strchr (quotes, start[0]) != NULL && strchr (quotes, start[length - 1]) != NULL)
    {
      quoted = TRUE;
      start[length - 1] = '\0';
      start = g_strstrip (start + 1);
    }
  if (g_ascii_strncasecmp (start, "authorization:", 14) == 0)
    start = g_strstrip (start + 14);
  if (g_ascii_strncasecmp (start, "bearer", 6) == 0 && g_ascii_isspace (start[6]))
    {
      bearer = TRUE;
      start = g_strstrip (start + 6);
    }

  token = extract_bare (start, &n_breaks);
  for (const char *p = start; token == NULL && (p = strstr (p, "eyJ")) != NULL; p++)
    {
      g_autoptr (GString) out = NULL;
      guint dots = 0;

      /* a token starts a word, and "eyJ" is how {" begins in base64url */
      if (p > start && is_token_char (p[-1]))
        continue;

      out = g_string_new (NULL);
      n_breaks = 0;
      scan_token (p, out, &n_breaks);

      /* a full stop behind it belongs to the sentence */
      for (gsize i = 0; i < out->len; i++)
        dots += out->str[i] == '.';
      if (dots == 3 && out->str[out->len - 1] == '.')
        g_string_truncate (out, out->len - 1), dots--;
      if (dots != 2)
        continue;

      token = g_string_free (g_steal_pointer (&out), FALSE);
      around = TRUE;
    }

  if (token == NULL)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      for (const char *p = start; *p != '\0'; p++)
        if (!g_ascii_isspace (*p))
          g_string_append_c (out, *p);
      token = g_string_free (g_steal_pointer (&out), FALSE);
      n_breaks = 0;
    }

  if (removed != NULL)
    *removed = describe_removed (quoted, bearer, around, n_breaks);

  return g_steal_pointer (&token);
}
