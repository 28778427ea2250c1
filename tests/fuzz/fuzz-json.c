/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "jot-error.h"
#include "jot-json.h"

/* The same values in the same order, numbers and strings as text. */
static void
assert_same (JotJsonNode a,
             JotJsonNode b)
{
  JotJsonIter i, j;
  JotJsonNode x, y;
  const char *name_a, *name_b, *text_a, *text_b;
  gsize length_a, length_b;

  g_assert_cmpint (jot_json_node_get_kind (a), ==, jot_json_node_get_kind (b));
  g_assert_cmpuint (jot_json_node_get_size (a), ==, jot_json_node_get_size (b));
  g_assert_cmpstr (jot_json_node_get_string (a), ==, jot_json_node_get_string (b));
  text_a = jot_json_node_get_text (a, &length_a);
  text_b = jot_json_node_get_text (b, &length_b);
  if (jot_json_node_get_size (a) == 0 && jot_json_node_get_kind (a) > JOT_JSON_ARRAY)
    g_assert_cmpmem (text_a, length_a, text_b, length_b);

  jot_json_iter_init (&i, a);
  jot_json_iter_init (&j, b);
  while (jot_json_iter_next (&i, &name_a, &x))
    {
      g_assert_true (jot_json_iter_next (&j, &name_b, &y));
      g_assert_cmpstr (name_a, ==, name_b);
      if (name_a != NULL)
        g_assert_cmpuint (jot_json_node_get_member (a, name_a).index, ==, x.index);
      assert_same (x, y);
    }
  g_assert_false (jot_json_iter_next (&j, NULL, &y));
}

static JotJson *
parse_again (const char *text)
{
  g_autoptr (GError) error = NULL;
  JotJson *json = jot_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return json;
}

/* What is accepted is the same document however we write it again. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = fuzz_copy (data, size);
  g_autofree char *compact = NULL;
  g_autofree char *compact_again = NULL;
  g_autofree char *pretty = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JotJson) json = jot_json_parse (text, (gssize) size, &error);
  g_autoptr (JotJson) secret = jot_json_parse_secret (text, (gssize) size, NULL);
  g_autoptr (JotJson) from_compact = NULL;
  g_autoptr (JotJson) from_pretty = NULL;
  JotJsonNode root;

  g_assert_cmpint (json != NULL, ==, secret != NULL);
  if (json == NULL)
    {
      g_assert_error (error, JOT_ERROR, JOT_ERROR_MALFORMED);
      g_assert_cmpuint (jot_error_get_details (error)->position, <=, size);
      return 0;
    }
  g_assert_no_error (error);

  root = jot_json_get_root (json);
  compact = jot_json_node_to_compact (root);
  pretty = jot_json_node_to_pretty (root);
  g_assert_cmpuint (strlen (compact), <=, size);
  from_compact = parse_again (compact);
  from_pretty = parse_again (pretty);
  compact_again = jot_json_node_to_compact (jot_json_get_root (from_pretty));
  g_assert_cmpstr (compact, ==, compact_again);
  assert_same (root, jot_json_get_root (secret));
  assert_same (root, jot_json_get_root (from_compact));
  assert_same (root, jot_json_get_root (from_pretty));

  if (jot_json_node_get_string (root) != NULL)
    {
      g_autoptr (GString) quoted = g_string_new (NULL);
      g_autoptr (JotJson) from_quoted = NULL;

      jot_json_append_string (quoted, jot_json_node_get_string (root));
      from_quoted = parse_again (quoted->str);
      g_assert_cmpstr (jot_json_node_get_string (root), ==,
                       jot_json_node_get_string (jot_json_get_root (from_quoted)));
    }

  return 0;
}
