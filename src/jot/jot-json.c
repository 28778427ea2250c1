/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-json-private.h"

#include "jot-error.h"
#include "jot-secret-private.h"

#include <math.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (JotJson, jot_json, jot_json_ref, jot_json_unref)

static JotJson *
parse (const char  *text,
       gssize       length,
       gboolean     secret,
       GError     **error)
{
  g_autoptr (JotJson) json = g_new0 (JotJson, 1);
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  const char *invalid;

  g_atomic_ref_count_init (&json->ref_count);

  /* g_utf8_validate_len also refuses NUL, which JSON text cannot have either */
  if (n >= G_MAXINT32 || !g_utf8_validate_len (text, n, &invalid))
    {
      g_propagate_error (error, jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_NOT_UTF8, 0,
                                               n >= G_MAXINT32 ? n : (gsize) (invalid - text), NULL, NULL,
                                               "the text is not UTF-8"));
      return NULL;
    }

  json->length = n;
  /* a decoded string with its NUL is never longer than its text with quotes */
  json->text = secret ? jot_secret_memory_new (n + 1, &json->text_mapped) : g_malloc (n + 1);
  json->strings = secret ? jot_secret_memory_new (n + 1, &json->strings_mapped) : g_malloc (n + 1);
  memcpy (json->text, text, n);
  json->text[n] = '\0';

  return jot_json_scan (json, error) ? g_steal_pointer (&json) : NULL;
}

/**
 * jot_json_parse:
 * @text: JSON text
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Strict (RFC 8259): valid UTF-8, one value, depth at most %JOT_JSON_MAX_DEPTH, no member
 * twice (RFC 7515 §4, RFC 7519 §4), no comments, no lone surrogates, no U+0000. Time
 * and memory grow with the length of the text and no faster.
 *
 * Returns: (transfer full) (nullable): the document. Errors: %JOT_ERROR_MALFORMED with
 *   NOT_UTF8, NOT_JSON or DUPLICATE_MEMBER
 */
JotJson *
jot_json_parse (const char  *text,
                gssize       length,
                GError     **error)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  return parse (text != NULL ? text : "", length, FALSE, error);
}

/**
 * jot_json_parse_secret:
 * @text: JSON text
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * As jot_json_parse(), for a private JWK: what the document holds is not written to swap, and
 * wiped on free.
 *
 * Returns: (transfer full) (nullable): the document
 */
JotJson *
jot_json_parse_secret (const char  *text,
                       gssize       length,
                       GError     **error)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  return parse (text != NULL ? text : "", length, TRUE, error);
}

/**
 * jot_json_ref:
 * @json: a document
 *
 * Returns: (transfer full): @json
 */
JotJson *
jot_json_ref (JotJson *json)
{
  g_return_val_if_fail (json != NULL, NULL);

  g_atomic_ref_count_inc (&json->ref_count);
  return json;
}

/**
 * jot_json_unref:
 * @json: (transfer full): a document
 */
void
jot_json_unref (JotJson *json)
{
  g_return_if_fail (json != NULL);

  if (!g_atomic_ref_count_dec (&json->ref_count))
    return;

  if (json->text_mapped > 0)
    {
      jot_secret_memory_free (json->text, json->text_mapped);
      jot_secret_memory_free (json->strings, json->strings_mapped);
    }
  else
    {
      g_free (json->text);
      g_free (json->strings);
    }
  g_free (json->nodes);
  g_free (json);
}

static const JotJsonTapeNode *
get_node (JotJsonNode node)
{
  if (node.json == NULL || node.index >= node.json->n_nodes)
    return NULL;

  return &node.json->nodes[node.index];
}

/**
 * jot_json_get_root:
 * @json: a document
 *
 * Returns: its value, which borrows @json
 */
JotJsonNode
jot_json_get_root (const JotJson *json)
{
  return (JotJsonNode) { json, 0 };
}

/**
 * jot_json_node_get_kind:
 * @node: a value
 *
 * Returns: what it is; %JOT_JSON_INVALID for what a lookup did not find
 */
JotJsonKind
jot_json_node_get_kind (JotJsonNode node)
{
  const JotJsonTapeNode *n = get_node (node);

  return n != NULL ? n->kind : JOT_JSON_INVALID;
}

/**
 * jot_json_node_get_size:
 * @node: a value
 *
 * Returns: members of an object, elements of an array, else 0
 */
guint
jot_json_node_get_size (JotJsonNode node)
{
  const JotJsonTapeNode *n = get_node (node);

  return n != NULL && (n->kind == JOT_JSON_OBJECT || n->kind == JOT_JSON_ARRAY) ? n->size : 0;
}

/**
 * jot_json_node_get_member:
 * @node: a value
 * @name: a member name
 *
 * Returns: the member's value; of kind %JOT_JSON_INVALID where there is none
 */
JotJsonNode
jot_json_node_get_member (JotJsonNode  node,
                          const char  *name)
{
  const JotJsonTapeNode *object = get_node (node);
  const JotJson *json = node.json;

  /* not by way of the iterator: every token is asked for a dozen members */
  if (object != NULL && object->kind == JOT_JSON_OBJECT)
    for (guint i = node.index + 1; i < object->next; i = json->nodes[i + 1].next)
      if (strcmp (json->strings + json->nodes[i].size, name) == 0)
        return (JotJsonNode) { json, i + 1 };

  return (JotJsonNode) { NULL, 0 };
}

/**
 * jot_json_node_get_string:
 * @node: a value
 *
 * Returns: (transfer none) (nullable): the decoded string, %NULL where it is none
 */
const char *
jot_json_node_get_string (JotJsonNode node)
{
  const JotJsonTapeNode *n = get_node (node);

  return n != NULL && n->kind == JOT_JSON_STRING ? node.json->strings + n->size : NULL;
}

/**
 * jot_json_node_get_string_member:
 * @node: a value
 * @name: a member name
 *
 * Returns: (transfer none) (nullable): the decoded string of that member, %NULL where it is none
 */
const char *
jot_json_node_get_string_member (JotJsonNode  node,
                                 const char  *name)
{
  return jot_json_node_get_string (jot_json_node_get_member (node, name));
}

/**
 * jot_json_node_get_text:
 * @node: a value
 * @length: (out): its length in bytes
 *
 * Returns: (transfer none) (nullable): the text of the value exactly as it stands, not
 *   NUL-terminated
 */
const char *
jot_json_node_get_text (JotJsonNode  node,
                        gsize       *length)
{
  const JotJsonTapeNode *n = get_node (node);

  *length = n != NULL ? n->end - n->start : 0;
  return n != NULL ? node.json->text + n->start : NULL;
}

/* Of a number that rounds to ±2^53: whether it is beyond it. Its integer part has the sixteen digits of
 * 2^53 then, wherever the point stands, so that the significant digits decide. */
static gboolean
is_beyond_limit (const char *text)
{
  const char *limit = "9007199254740992";

  for (; *text == '-' || *text == '.' || *text == '0'; text++)
    ;
  for (; *text == '.' || g_ascii_isdigit (*text); text++)
    {
      if (*text == '.')
        continue;
      if (*limit == '\0' && *text != '0')
        return TRUE;
      if (*limit == '\0')
        continue;
      if (*text != *limit)
        return *text > *limit;
      limit++;
    }

  return FALSE;
}

/**
 * jot_json_node_get_number:
 * @node: a value
 * @value: (out): the number
 *
 * Returns: %TRUE for a number that is finite and within ±2^53
 */
gboolean
jot_json_node_get_number (JotJsonNode  node,
                          double      *value)
{
  const double limit = 9007199254740992.0;
  const JotJsonTapeNode *n = get_node (node);

  if (n == NULL || n->kind != JOT_JSON_NUMBER)
    return FALSE;

  /* what stands behind a number in JSON text never continues it */
  *value = g_ascii_strtod (node.json->text + n->start, NULL);

  /* 2^53 + 1 is no double and rounds to 2^53; what is infinite is greater */
  return fabs (*value) < limit || (fabs (*value) == limit && !is_beyond_limit (node.json->text + n->start));
}

/**
 * jot_json_node_to_compact:
 * @node: a value
 *
 * Returns: (transfer full): its text without white space outside strings, otherwise unchanged
 */
char *
jot_json_node_to_compact (JotJsonNode node)
{
  gsize length;
  const char *text = jot_json_node_get_text (node, &length);
  char *compact;
  char *out;
  gboolean in_string = FALSE;

  /* most tokens are */
  if (text == NULL || !node.json->spacious)
    return g_strndup (text != NULL ? text : "", length);

  compact = out = g_malloc (length + 1);
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        in_string = !in_string;
      else if (in_string && text[i] == '\\')
        *out++ = text[i++];
      else if (!in_string && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r'))
        continue;
      *out++ = text[i];
    }
  *out = '\0';

  return compact;
}

static void
append_pretty (GString     *out,
               JotJsonNode  node,
               guint        depth)
{
  JotJsonIter iter;
  JotJsonNode value;
  gboolean is_object = jot_json_node_get_kind (node) == JOT_JSON_OBJECT;
  gboolean first = TRUE;
  gsize length;
  const char *text;

  if (jot_json_node_get_size (node) == 0)
    {
      g_autofree char *compact = jot_json_node_to_compact (node);

      g_string_append (out, compact);
      return;
    }

  g_string_append_c (out, is_object ? '{' : '[');
  jot_json_iter_init (&iter, node);
  while (jot_json_iter_next (&iter, NULL, &value))
    {
      g_string_append (out, first ? "\n" : ",\n");
      first = FALSE;
      for (guint i = 0; i <= depth; i++)
        g_string_append (out, "  ");
      if (is_object)
        {
          text = jot_json_node_get_text ((JotJsonNode) { value.json, value.index - 1 }, &length);
          g_string_append_len (out, text, (gssize) length);
          g_string_append (out, ": ");
        }
      append_pretty (out, value, depth + 1);
    }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
  g_string_append_c (out, is_object ? '}' : ']');
}

/**
 * jot_json_node_to_pretty:
 * @node: a value
 *
 * Returns: (transfer full): its text, one member or element a line, indented by two
 *   spaces a level; names, strings and numbers as they stand
 */
char *
jot_json_node_to_pretty (JotJsonNode node)
{
  GString *out = g_string_new (NULL);

  append_pretty (out, node, 0);
  return g_string_free (out, FALSE);
}

/**
 * jot_json_iter_init:
 * @iter: an iterator
 * @node: an object or array; anything else has nothing to iterate over
 */
void
jot_json_iter_init (JotJsonIter *iter,
                    JotJsonNode  node)
{
  iter->node = node;
  iter->next = node.index + 1;
}

/**
 * jot_json_iter_next:
 * @iter: an iterator
 * @name: (out) (optional) (nullable) (transfer none): the decoded member name, %NULL in an array
 * @value: (out): the value
 *
 * Returns: %FALSE behind the last
 */
gboolean
jot_json_iter_next (JotJsonIter  *iter,
                    const char  **name,
                    JotJsonNode  *value)
{
  const JotJsonTapeNode *container = get_node (iter->node);
  const JotJson *json = iter->node.json;
  const char *member = NULL;

  if (container == NULL || jot_json_node_get_size (iter->node) == 0 || iter->next >= container->next)
    return FALSE;

  if (container->kind == JOT_JSON_OBJECT)
    member = json->strings + json->nodes[iter->next++].size;
  *value = (JotJsonNode) { json, iter->next };
  iter->next = json->nodes[iter->next].next;
  if (name != NULL)
    *name = member;

  return TRUE;
}

/**
 * jot_json_append_string:
 * @out: a string to append to
 * @text: valid UTF-8
 *
 * Appends @text as a JSON string (RFC 8259 §7): only what must be escaped is.
 */
void
jot_json_append_string (GString    *out,
                        const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
      else if (*p == '\n')
        g_string_append (out, "\\n");
      else if (*p == '\t')
        g_string_append (out, "\\t");
      else if (*p == '\r')
        g_string_append (out, "\\r");
      else if ((guint8) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}
