/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "jot-json.h"

#include <jansson.h>

/* Numbers that jansson holds as double or 64 bits may be too big for it, which is no fault of
 * theirs.  So it reads the document once as it stands, when it may complain of nothing else, and
 * once with each number written as a string, so that numbers too are compared, as text. */

static void
compare (JotJsonNode  ours,
         json_t      *theirs)
{
  JotJsonIter iter;
  JotJsonNode value;
  const char *name, *text;
  void *member;
  gsize i = 0;

  switch (jot_json_node_get_kind (ours))
    {
    case JOT_JSON_OBJECT:
      g_assert_true (json_is_object (theirs));
      g_assert_cmpuint (json_object_size (theirs), ==, jot_json_node_get_size (ours));
      jot_json_iter_init (&iter, ours);
      for (member = json_object_iter (theirs); jot_json_iter_next (&iter, &name, &value);
           member = json_object_iter_next (theirs, member))
        {
          g_assert_cmpstr (name, ==, json_object_iter_key (member));
          compare (value, json_object_iter_value (member));
        }
      break;
    case JOT_JSON_ARRAY:
      g_assert_true (json_is_array (theirs));
      g_assert_cmpuint (json_array_size (theirs), ==, jot_json_node_get_size (ours));
      jot_json_iter_init (&iter, ours);
      while (jot_json_iter_next (&iter, NULL, &value))
        compare (value, json_array_get (theirs, i++));
      break;
    case JOT_JSON_STRING:
      g_assert_cmpstr (jot_json_node_get_string (ours), ==, json_string_value (theirs));
      break;
    case JOT_JSON_NUMBER:
      text = jot_json_node_get_text (ours, &i);
      g_assert_cmpmem (text, i, json_string_value (theirs), json_string_length (theirs));
      break;
    case JOT_JSON_TRUE:
      g_assert_true (json_is_true (theirs));
      break;
    case JOT_JSON_FALSE:
      g_assert_true (json_is_false (theirs));
      break;
    case JOT_JSON_NULL:
      g_assert_true (json_is_null (theirs));
      break;
    case JOT_JSON_INVALID:
      g_assert_not_reached ();
    }
}

/* Copies the text from *from up to the end of node, with quotes round each number in it. */
static void
quote_numbers (JotJsonNode   node,
               GString      *out,
               const char  **from)
{
  JotJsonIter iter;
  JotJsonNode value;
  gsize length;
  const char *text = jot_json_node_get_text (node, &length);

  if (jot_json_node_get_kind (node) == JOT_JSON_NUMBER)
    {
      g_string_append_len (out, *from, text - *from);
      g_string_append_printf (out, "\"%.*s\"", (int) length, text);
      *from = text + length;
    }
  jot_json_iter_init (&iter, node);
  while (jot_json_iter_next (&iter, NULL, &value))
    quote_numbers (value, out, from);
  g_string_append_len (out, *from, text + length - *from);
  *from = text + length;
}

/* Whatever our scanner accepts, jansson accepts too, and finds the same in it. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
  g_autofree char *text = fuzz_copy (data, size);
  g_autoptr (JotJson) ours = jot_json_parse (text, (gssize) size, NULL);
  g_autoptr (GString) quoted = g_string_new (NULL);
  const char *from;
  gsize length;
  json_error_t error;
  json_t *theirs;

  if (ours == NULL)
    return 0;

  theirs = json_loadb (text, size, flags, &error);
  if (theirs == NULL && json_error_code (&error) != json_error_numeric_overflow)
    g_error ("jansson refuses this: %s", error.text);
  json_decref (theirs);

  from = jot_json_node_get_text (jot_json_get_root (ours), &length);
  quote_numbers (jot_json_get_root (ours), quoted, &from);
  theirs = json_loadb (quoted->str, quoted->len, flags, &error);
  if (theirs == NULL)
    g_error ("jansson refuses this with its numbers quoted: %s", error.text);
  compare (jot_json_get_root (ours), theirs);
  json_decref (theirs);

  return 0;
}
