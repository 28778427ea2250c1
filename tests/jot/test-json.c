/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

#include <string.h>
#include <time.h>

static JotJson *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JotJson *json = jot_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return json;
}

/* Accepted, and what it is without white space (RFC 8259 §2 to §7). */
static void
test_accepted (void)
{
  static const struct { const char *text; JotJsonKind kind; const char *compact; } rows[] = {
    { "{}", JOT_JSON_OBJECT, "{}" },
    { "[]", JOT_JSON_ARRAY, "[]" },
    { "\"\"", JOT_JSON_STRING, "\"\"" },
    { "0", JOT_JSON_NUMBER, "0" },
    { "-0", JOT_JSON_NUMBER, "-0" },
    { "10", JOT_JSON_NUMBER, "10" },
    { "-12.50", JOT_JSON_NUMBER, "-12.50" },
    { "0.5e+1", JOT_JSON_NUMBER, "0.5e+1" },
    { "1E400", JOT_JSON_NUMBER, "1E400" },
    { "1e-07", JOT_JSON_NUMBER, "1e-07" },
    { "12345678901234567890123", JOT_JSON_NUMBER, "12345678901234567890123" },
    { "true", JOT_JSON_TRUE, "true" },
    { "false", JOT_JSON_FALSE, "false" },
    { "null", JOT_JSON_NULL, "null" },
    { " \t\r\n{ \"a\" :\n[ 1 , \"x y\" ] }\r\n", JOT_JSON_OBJECT, "{\"a\":[1,\"x y\"]}" },
    { "{\"\":1,\" \":2}", JOT_JSON_OBJECT, "{\"\":1,\" \":2}" },
    { "{\"a\":{\"a\":{\"a\":1}}}", JOT_JSON_OBJECT, "{\"a\":{\"a\":{\"a\":1}}}" },
    { "[{\"a\":1},{\"a\":1}]", JOT_JSON_ARRAY, "[{\"a\":1},{\"a\":1}]" },
    { "{\"a\":1,\"A\":2,\"a \":3,\"aa\":4}", JOT_JSON_OBJECT, "{\"a\":1,\"A\":2,\"a \":3,\"aa\":4}" },
    { "[ \"\\\" \\\\ \" , \"\\\\\" ]", JOT_JSON_ARRAY, "[\"\\\" \\\\ \",\"\\\\\"]" },
    { "\"\x7f\xf4\x8f\xbf\xbf\"", JOT_JSON_STRING, "\"\x7f\xf4\x8f\xbf\xbf\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotJson) json = parse (rows[i].text);
      g_autofree char *compact = jot_json_node_to_compact (jot_json_get_root (json));

      g_assert_cmpint (jot_json_node_get_kind (jot_json_get_root (json)), ==, rows[i].kind);
      g_assert_cmpstr (compact, ==, rows[i].compact);
    }
}

static void
test_refused (void)
{
  static const struct { const char *text; gssize length; JotReason reason; guint64 position; const char *found; } rows[] = {
    { "", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "{}", 0, JOT_REASON_NOT_JSON, 0, "value expected" },
    { " ", -1, JOT_REASON_NOT_JSON, 1, "value expected" },
    { "{} {}", -1, JOT_REASON_NOT_JSON, 3, "text behind the value" },
    { "{}x", -1, JOT_REASON_NOT_JSON, 2, "text behind the value" },
    { "1 2", -1, JOT_REASON_NOT_JSON, 2, "text behind the value" },
    { "{\"a\":1}\v", -1, JOT_REASON_NOT_JSON, 7, "text behind the value" },
    { "\f{}", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "\xc2\xa0{}", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "\xef\xbb\xbf{}", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    /* comments and what else json-glib takes */
    { "{}//", -1, JOT_REASON_NOT_JSON, 2, "text behind the value" },
    { "/**/{}", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "{/**/}", -1, JOT_REASON_NOT_JSON, 1, "member name expected" },
    { "[1,//\n2]", -1, JOT_REASON_NOT_JSON, 3, "value expected" },
    { "var x = {}", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    /* containers */
    { "{", -1, JOT_REASON_NOT_JSON, 1, "member name expected" },
    { "[", -1, JOT_REASON_NOT_JSON, 1, "value expected" },
    { "{]", -1, JOT_REASON_NOT_JSON, 1, "member name expected" },
    { "[}", -1, JOT_REASON_NOT_JSON, 1, "value expected" },
    { "[1", -1, JOT_REASON_NOT_JSON, 2, "comma expected" },
    { "[1}", -1, JOT_REASON_NOT_JSON, 2, "comma expected" },
    { "[1 2]", -1, JOT_REASON_NOT_JSON, 3, "comma expected" },
    { "[1,]", -1, JOT_REASON_NOT_JSON, 3, "value expected" },
    { "[,1]", -1, JOT_REASON_NOT_JSON, 1, "value expected" },
    { "{\"a\":1,}", -1, JOT_REASON_NOT_JSON, 7, "member name expected" },
    { "{\"a\" 1}", -1, JOT_REASON_NOT_JSON, 5, "colon expected" },
    { "{\"a\"}", -1, JOT_REASON_NOT_JSON, 4, "colon expected" },
    { "{\"a\":}", -1, JOT_REASON_NOT_JSON, 5, "value expected" },
    { "{\"a\":1 \"b\":2}", -1, JOT_REASON_NOT_JSON, 7, "comma expected" },
    { "{a:1}", -1, JOT_REASON_NOT_JSON, 1, "member name expected" },
    { "{'a':1}", -1, JOT_REASON_NOT_JSON, 1, "member name expected" },
    { "{1:1}", -1, JOT_REASON_NOT_JSON, 1, "member name expected" },
    { "{\"a:1}", -1, JOT_REASON_NOT_JSON, 6, "string without an end" },
    /* words */
    { "tru", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "True", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "truex", -1, JOT_REASON_NOT_JSON, 4, "text behind the value" },
    { "falsy", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "nul", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "NaN", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "Infinity", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "undefined", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    /* numbers */
    { "-", -1, JOT_REASON_NOT_JSON, 1, "bad number" },
    { "-a", -1, JOT_REASON_NOT_JSON, 1, "bad number" },
    { "+1", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { ".5", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "01", -1, JOT_REASON_NOT_JSON, 1, "text behind the value" },
    { "-01", -1, JOT_REASON_NOT_JSON, 2, "text behind the value" },
    { "1.", -1, JOT_REASON_NOT_JSON, 2, "bad number" },
    { "1.e5", -1, JOT_REASON_NOT_JSON, 2, "bad number" },
    { "1e", -1, JOT_REASON_NOT_JSON, 2, "bad number" },
    { "1e+", -1, JOT_REASON_NOT_JSON, 3, "bad number" },
    { "1e1.5", -1, JOT_REASON_NOT_JSON, 3, "text behind the value" },
    { "0x10", -1, JOT_REASON_NOT_JSON, 1, "text behind the value" },
    { "1_000", -1, JOT_REASON_NOT_JSON, 1, "text behind the value" },
    /* strings */
    { "\"", -1, JOT_REASON_NOT_JSON, 1, "string without an end" },
    { "\"a", -1, JOT_REASON_NOT_JSON, 2, "string without an end" },
    { "\"\\\"", -1, JOT_REASON_NOT_JSON, 3, "string without an end" },
    { "\"\\", -1, JOT_REASON_NOT_JSON, 2, "bad escape" },
    { "'a'", -1, JOT_REASON_NOT_JSON, 0, "value expected" },
    { "\"\t\"", -1, JOT_REASON_NOT_JSON, 1, "control character in a string" },
    { "\"a\n\"", -1, JOT_REASON_NOT_JSON, 2, "control character in a string" },
    { "\"\x1f\"", -1, JOT_REASON_NOT_JSON, 1, "control character in a string" },
    { "\"\\a\"", -1, JOT_REASON_NOT_JSON, 2, "bad escape" },
    { "\"\\'\"", -1, JOT_REASON_NOT_JSON, 2, "bad escape" },
    { "\"\\U0041\"", -1, JOT_REASON_NOT_JSON, 2, "bad escape" },
    { "\"\\x41\"", -1, JOT_REASON_NOT_JSON, 2, "bad escape" },
    { "\"\\u004\"", -1, JOT_REASON_NOT_JSON, 6, "bad \\u escape" },
    { "\"\\u00g1\"", -1, JOT_REASON_NOT_JSON, 5, "bad \\u escape" },
    { "\"\\u", -1, JOT_REASON_NOT_JSON, 3, "bad \\u escape" },
    { "\"\\u0000\"", -1, JOT_REASON_NOT_JSON, 7, "U+0000 in a string" },
    { "{\"a\\u0000b\":1}", -1, JOT_REASON_NOT_JSON, 9, "U+0000 in a string" },
    { "\"\\ud800\"", -1, JOT_REASON_NOT_JSON, 7, "lone surrogate" },
    { "\"\\udbff\"", -1, JOT_REASON_NOT_JSON, 7, "lone surrogate" },
    { "\"\\udc00\"", -1, JOT_REASON_NOT_JSON, 7, "lone surrogate" },
    { "\"\\udfff\"", -1, JOT_REASON_NOT_JSON, 7, "lone surrogate" },
    { "\"\\ud800x\"", -1, JOT_REASON_NOT_JSON, 7, "lone surrogate" },
    { "\"\\ud800\\n\"", -1, JOT_REASON_NOT_JSON, 7, "lone surrogate" },
    { "\"\\ud800\\u0041\"", -1, JOT_REASON_NOT_JSON, 13, "lone surrogate" },
    { "\"\\ud800\\ud800\"", -1, JOT_REASON_NOT_JSON, 13, "lone surrogate" },
    { "\"\\ud800\\ue000\"", -1, JOT_REASON_NOT_JSON, 13, "lone surrogate" },
    { "\"\\ud800\\udbff\"", -1, JOT_REASON_NOT_JSON, 13, "lone surrogate" },
    { "\"\\udc00\\ud800\"", -1, JOT_REASON_NOT_JSON, 7, "lone surrogate" },
    { "\"\\ud800\\u12\"", -1, JOT_REASON_NOT_JSON, 11, "bad \\u escape" },
    /* RFC 8259 §8.1 */
    { "\"\xff\"", -1, JOT_REASON_NOT_UTF8, 1, NULL },
    { "\"\xc0\x80\"", -1, JOT_REASON_NOT_UTF8, 1, NULL },
    { "\"\xc1\xbf\"", -1, JOT_REASON_NOT_UTF8, 1, NULL },
    { "\"\xe0\x80\xaf\"", -1, JOT_REASON_NOT_UTF8, 1, NULL },
    { "\"\xed\xa0\x80\"", -1, JOT_REASON_NOT_UTF8, 1, NULL },
    { "\"\xf4\x90\x80\x80\"", -1, JOT_REASON_NOT_UTF8, 1, NULL },
    { "\"ab\xc3\"", -1, JOT_REASON_NOT_UTF8, 3, NULL },
    { "{}\xc3", -1, JOT_REASON_NOT_UTF8, 2, NULL },
    { "{}\0", 3, JOT_REASON_NOT_UTF8, 2, NULL },
    { "\"a\0b\"", 5, JOT_REASON_NOT_UTF8, 2, NULL },
    { "{}", G_MAXINT32, JOT_REASON_NOT_UTF8, G_MAXINT32, NULL },
    /* duplicate members, however spelled */
    { "{\"a\":1,\"a\":1}", -1, JOT_REASON_DUPLICATE_MEMBER, 13, "a" },
    { "{\"a\":1,\"b\":2,\"a\":3}", -1, JOT_REASON_DUPLICATE_MEMBER, 19, "a" },
    { "{\"b\":1,\"a\":2,\"a\":3}", -1, JOT_REASON_DUPLICATE_MEMBER, 19, "a" },
    { "{\"\":1,\"\":2}", -1, JOT_REASON_DUPLICATE_MEMBER, 11, "" },
    { "{\"alg\":1,\"\\u0061lg\":1}", -1, JOT_REASON_DUPLICATE_MEMBER, 22, "alg" },
    { "{\"/\":1,\"\\/\":1}", -1, JOT_REASON_DUPLICATE_MEMBER, 14, "/" },
    { "{\"\xf0\x9d\x84\x9e\":1,\"\\ud834\\udd1e\":1}", -1, JOT_REASON_DUPLICATE_MEMBER, 27, "\xf0\x9d\x84\x9e" },
    { "[{\"x\":{\"a\":[],\"a\":{}}}]", -1, JOT_REASON_DUPLICATE_MEMBER, 21, "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) secret_error = NULL;

      g_test_message ("row %u", i);
      g_assert_null (jot_json_parse (rows[i].text, rows[i].length, &error));
      fixture_assert_error (error, JOT_ERROR_MALFORMED, rows[i].reason);
      g_assert_cmpuint (jot_error_get_details (error)->position, ==, rows[i].position);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].found);

      g_assert_null (jot_json_parse_secret (rows[i].text, rows[i].length, &secret_error));
      g_assert_cmpstr (secret_error->message, ==, error->message);
    }
}

/* Cut off anywhere, a document is none. */
static void
test_truncated (void)
{
  const char *text = "{\"a\":[true,false,null,-1.5e+3,\"\\ud834\\udd1e\\n\"],\"b\":{\"c\":\"d\"}}";
  gsize length = strlen (text);
  g_autoptr (JotJson) whole = parse (text);

  g_assert_nonnull (whole);
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *cut = g_strndup (text, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (jot_json_parse (cut, -1, &error));
      fixture_assert_error (error, JOT_ERROR_MALFORMED, JOT_REASON_NOT_JSON);
      g_clear_error (&error);

      /* and what stands behind the length does not count */
      g_assert_null (jot_json_parse (text, (gssize) i, &error));
      fixture_assert_error (error, JOT_ERROR_MALFORMED, JOT_REASON_NOT_JSON);
    }
}

static char *
nest (guint       depth,
      const char *open,
      const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, "1");
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);

  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct { const char *open, *close; } rows[] = { { "[", "]" }, { "{\"a\":", "}" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *deepest = nest (32, rows[i].open, rows[i].close);
      g_autofree char *deeper = nest (33, rows[i].open, rows[i].close);
      g_autofree char *abyss = nest (100000, rows[i].open, rows[i].close);
      g_autoptr (JotJson) json = parse (deepest);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (json);
      g_assert_null (jot_json_parse (deeper, -1, &error));
      fixture_assert_error (error, JOT_ERROR_MALFORMED, JOT_REASON_NOT_JSON);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, "too deep");
      g_clear_error (&error);
      g_assert_null (jot_json_parse (abyss, -1, &error));
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, "too deep");
    }
}

static void
test_strings (void)
{
  static const struct { const char *text, *string; } rows[] = {
    { "\"\"", "" },
    { "\"plain\"", "plain" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
    { "\"a\\nb\\nc\"", "a\nb\nc" },
    { "\"\\u0041\\u00e9\\u20AC\\uFFFF\"", "A\xc3\xa9\xe2\x82\xac\xef\xbf\xbf" },
    { "\"\\u0001\\u007f\\u0080\\u07ff\\u0800\"", "\x01\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80" },
    { "\"\\ud800\\udc00\\udbff\\udfff\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf" },
    { "\"\\uD834\\uDD1E!\"", "\xf0\x9d\x84\x9e!" },
    { "\"\\ud7ff\\ue000\"", "\xed\x9f\xbf\xee\x80\x80" },
    { "\"\xe2\x80\xa8 \x7f\"", "\xe2\x80\xa8 \x7f" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotJson) json = parse (rows[i].text);

      g_assert_cmpstr (jot_json_node_get_string (jot_json_get_root (json)), ==, rows[i].string);
    }
}

/* Few names are compared, many sorted; the change is at eight. The twin stands in every place. */
static void
test_duplicates_among_many (void)
{
  for (guint n = 2; n <= 40; n++)
    for (guint twin = 0; twin + 1 < n; twin++)
      {
        g_autoptr (GString) text = g_string_new ("{");
        g_autoptr (GString) good = NULL;
        g_autoptr (JotJson) json = NULL;
        g_autoptr (GError) error = NULL;
        g_autofree char *name = g_strdup_printf ("name%02u", twin);

        for (guint i = 0; i + 1 < n; i++)
          g_string_append_printf (text, "\"name%02u\":[{\"name%02u\":%u}],", i, i, i);
        good = g_string_new (text->str);
        g_string_append_printf (good, "\"name99\":0}");
        g_string_append_printf (text, "\"%s\":0}", name);

        json = parse (good->str);
        g_assert_cmpuint (jot_json_node_get_size (jot_json_get_root (json)), ==, n);
        g_assert_null (jot_json_parse (text->str, -1, &error));
        fixture_assert_error (error, JOT_ERROR_MALFORMED, JOT_REASON_DUPLICATE_MEMBER);
        g_assert_cmpstr (jot_error_get_details (error)->found, ==, name);
      }
}

/* The worst that 256 KiB can hold takes no long: processor time, which a busy machine does not stretch. */
static void
test_time (void)
{
  const gsize limit = 256 * 1024;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GString *text;

  /* as many members as there is room for */
  text = g_string_new ("{");
  for (guint i = 0; text->len < limit; i++)
    g_string_append_printf (text, "%s\"%x\":0", i > 0 ? "," : "", i);
  g_string_append_c (text, '}');
  g_ptr_array_add (texts, g_string_free (text, FALSE));

  /* names that differ at their end only */
  text = g_string_new ("{");
  for (guint i = 0; text->len < limit; i++)
    g_string_append_printf (text, "%s\"%0500u\":0", i > 0 ? "," : "", i);
  g_string_append_c (text, '}');
  g_ptr_array_add (texts, g_string_free (text, FALSE));

  /* one after another in falling order, one object in the other, long numbers, escapes */
  text = g_string_new ("{");
  for (guint i = 40000; i > 0; i--)
    g_string_append_printf (text, "\"%05u\":0,", i);
  g_string_append (text, "\"\":0}");
  g_ptr_array_add (texts, g_string_free (text, FALSE));

  text = g_string_new ("[");
  while (text->len < limit)
    g_string_append (text, "{\"a\":{\"a\":{\"a\":{}}}},");
  g_string_append (text, "0]");
  g_ptr_array_add (texts, g_string_free (text, FALSE));

  text = g_string_new ("{\"exp\":1");
  while (text->len < limit)
    g_string_append (text, "0000000000");
  g_string_append (text, "}");
  g_ptr_array_add (texts, g_string_free (text, FALSE));

  text = g_string_new ("\"");
  while (text->len < limit)
    g_string_append (text, "\\u0041\\ud834\\udd1e\\n");
  g_string_append (text, "\"");
  g_ptr_array_add (texts, g_string_free (text, FALSE));

  for (guint i = 0; i < texts->len; i++)
    {
      clock_t start = clock ();
      g_autoptr (JotJson) json = parse (texts->pdata[i]);
      g_autofree char *compact = jot_json_node_to_compact (jot_json_get_root (json));
      g_autofree char *pretty = jot_json_node_to_pretty (jot_json_get_root (json));
      double value;

      g_assert_cmpuint (strlen (pretty), >=, strlen (compact));
      jot_json_node_get_number (jot_json_node_get_member (jot_json_get_root (json), "exp"), &value);
      g_test_message ("text %u: %.1f ms", i, (double) (clock () - start) * 1000 / CLOCKS_PER_SEC);
      g_assert_cmpint (clock () - start, <, 2 * CLOCKS_PER_SEC);
    }
}

static void
test_getters (void)
{
  g_autoptr (JotJson) json = parse ("{\"s\":\"t\\n\",\"n\":1.5,\"o\":{\"x\":[1,{},\"z\"]},\"a\":[],\"t\":true,\"z\":null}");
  JotJsonNode root = jot_json_get_root (json);
  JotJsonNode none = jot_json_node_get_member (root, "missing");
  JotJsonNode array = jot_json_node_get_member (jot_json_node_get_member (root, "o"), "x");
  g_autoptr (JotJson) empty = parse ("{}");
  JotJsonNode beyond = { empty, 1 };
  JotJsonIter iter;
  JotJsonNode value;
  const char *name = "unset";
  const char *text;
  gsize length;
  double number;

  g_assert_cmpuint (jot_json_node_get_size (root), ==, 6);
  g_assert_cmpuint (jot_json_node_get_size (array), ==, 3);
  g_assert_cmpuint (jot_json_node_get_size (jot_json_node_get_member (root, "s")), ==, 0);
  g_assert_cmpstr (jot_json_node_get_string_member (root, "s"), ==, "t\n");
  g_assert_null (jot_json_node_get_string_member (root, "n"));
  g_assert_null (jot_json_node_get_string_member (array, "x"));
  g_assert_true (jot_json_node_get_number (jot_json_node_get_member (root, "n"), &number));
  g_assert_cmpfloat (number, ==, 1.5);
  g_assert_false (jot_json_node_get_number (jot_json_node_get_member (root, "s"), &number));

  text = jot_json_node_get_text (jot_json_node_get_member (root, "s"), &length);
  g_assert_cmpmem (text, length, "\"t\\n\"", 5);
  text = jot_json_node_get_text (array, &length);
  g_assert_cmpmem (text, length, "[1,{},\"z\"]", 10);

  /* what was not found answers nothing, at any depth */
  g_assert_cmpint (jot_json_node_get_kind (none), ==, JOT_JSON_INVALID);
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (none, "x")), ==, JOT_JSON_INVALID);
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (array, "z")), ==, JOT_JSON_INVALID);
  g_assert_cmpint (jot_json_node_get_kind (beyond), ==, JOT_JSON_INVALID);
  g_assert_null (jot_json_node_get_string (none));
  g_assert_cmpuint (jot_json_node_get_size (none), ==, 0);
  g_assert_null (jot_json_node_get_text (none, &length));
  g_assert_cmpuint (length, ==, 0);
  g_assert_false (jot_json_node_get_number (none, &number));

  jot_json_iter_init (&iter, array);
  g_assert_true (jot_json_iter_next (&iter, &name, &value));
  g_assert_null (name);
  g_assert_cmpint (jot_json_node_get_kind (value), ==, JOT_JSON_NUMBER);
  g_assert_true (jot_json_iter_next (&iter, NULL, &value));
  g_assert_cmpint (jot_json_node_get_kind (value), ==, JOT_JSON_OBJECT);
  g_assert_true (jot_json_iter_next (&iter, NULL, &value));
  g_assert_cmpstr (jot_json_node_get_string (value), ==, "z");
  g_assert_false (jot_json_iter_next (&iter, NULL, &value));

  jot_json_iter_init (&iter, root);
  for (const char * const *wanted = (const char * const []) { "s", "n", "o", "a", "t", "z", NULL }; *wanted != NULL; wanted++)
    {
      g_assert_true (jot_json_iter_next (&iter, &name, &value));
      g_assert_cmpstr (name, ==, *wanted);
    }
  g_assert_cmpint (jot_json_node_get_kind (value), ==, JOT_JSON_NULL);
  g_assert_false (jot_json_iter_next (&iter, &name, &value));

  jot_json_iter_init (&iter, jot_json_node_get_member (root, "s"));
  g_assert_false (jot_json_iter_next (&iter, NULL, &value));
  jot_json_iter_init (&iter, none);
  g_assert_false (jot_json_iter_next (&iter, NULL, &value));
}

/* Dates: finite and within ±2^53, exactly. */
static void
test_numbers (void)
{
  static const struct { const char *text; gboolean taken; double value; } rows[] = {
    { "0", TRUE, 0 },
    { "-0.0", TRUE, 0 },
    { "1700000000", TRUE, 1700000000 },
    { "17e8", TRUE, 1700000000 },
    { "1.5", TRUE, 1.5 },
    { "1e-400", TRUE, 0 },
    { "9007199254740991", TRUE, 9007199254740991.0 },
    { "9007199254740992", TRUE, 9007199254740992.0 },
    { "-9007199254740992", TRUE, -9007199254740992.0 },
    { "9007199254740992.0", TRUE, 9007199254740992.0 },
    { "9007199254740991.7", TRUE, 9007199254740992.0 },
    { "9.007199254740992e15", TRUE, 9007199254740992.0 },
    { "0.9007199254740992e+16", TRUE, 9007199254740992.0 },
    { "0.09007199254740992e17", TRUE, 9007199254740992.0 },
    { "0.09007199254740993e17", FALSE, 0 },
    { "900719925474099200e-2", TRUE, 9007199254740992.0 },
    { "9007199254740993", FALSE, 0 },
    { "-9007199254740993", FALSE, 0 },
    { "9007199254740992.5", FALSE, 0 },
    { "9007199254740992.0000000000001", FALSE, 0 },
    { "9.0071992547409921e15", FALSE, 0 },
    { "900719925474099201e-2", FALSE, 0 },
    { "9007199254740994", FALSE, 0 },
    { "12345678901234567890", FALSE, 0 },
    { "1e16", FALSE, 0 },
    { "1e400", FALSE, 0 },
    { "-1e400", FALSE, 0 },
    { "1e99999999999999999999", FALSE, 0 },
    { "\"5\"", FALSE, 0 },
    { "true", FALSE, 0 },
    { "null", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("[%s]", rows[i].text);
      g_autoptr (JotJson) json = parse (text);
      JotJsonNode value = { json, 1 };
      double number;

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (jot_json_node_get_number (value, &number), ==, rows[i].taken);
      if (rows[i].taken)
        g_assert_cmpfloat (number, ==, rows[i].value);
    }
}

static void
test_pretty (void)
{
  static const struct { const char *text, *pretty, *compact; } rows[] = {
    { "{\"a\":1}", "{\n  \"a\": 1\n}", "{\"a\":1}" },
    { "[]", "[]", "[]" },
    { "[ ]", "[]", "[]" },
    { "{ }", "{}", "{}" },
    { "7", "7", "7" },
    { "{\"a b\" : [ 1e400, {} , \"\\u0041 \\\" \"],\"c\":{\"d\":null}}",
      "{\n  \"a b\": [\n    1e400,\n    {},\n    \"\\u0041 \\\" \"\n  ],\n  \"c\": {\n    \"d\": null\n  }\n}",
      "{\"a b\":[1e400,{},\"\\u0041 \\\" \"],\"c\":{\"d\":null}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JotJson) json = parse (rows[i].text);
      g_autofree char *pretty = jot_json_node_to_pretty (jot_json_get_root (json));
      g_autofree char *compact = jot_json_node_to_compact (jot_json_get_root (json));
      g_autoptr (JotJson) again = parse (pretty);
      g_autofree char *compact_again = jot_json_node_to_compact (jot_json_get_root (again));

      g_assert_cmpstr (pretty, ==, rows[i].pretty);
      g_assert_cmpstr (compact, ==, rows[i].compact);
      g_assert_cmpstr (compact_again, ==, rows[i].compact);
    }
}

static void
test_append_string (void)
{
  static const struct { const char *string, *text; } rows[] = {
    { "", "\"\"" },
    { "a/b", "\"a/b\"" },
    { "\"\\", "\"\\\"\\\\\"" },
    { "\n\t\r", "\"\\n\\t\\r\"" },
    { "\x01\x08\x1f \x7f", "\"\\u0001\\u0008\\u001f \x7f\"" },
    { "caf\xc3\xa9", "\"caf\xc3\xa9\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (JotJson) json = NULL;

      jot_json_append_string (out, rows[i].string);
      g_assert_cmpstr (out->str, ==, rows[i].text);
      json = parse (out->str);
      g_assert_cmpstr (jot_json_node_get_string (jot_json_get_root (json)), ==, rows[i].string);
    }
}

static void
test_ref (void)
{
  JotJson *json = parse ("{\"a\":\"b\"}");
  g_autoptr (JotJson) secret = jot_json_parse_secret ("{\"d\": \"x\"}", -1, NULL);
  g_autofree char *compact = jot_json_node_to_compact (jot_json_get_root (secret));

  g_assert_cmpstr (compact, ==, "{\"d\":\"x\"}");
  g_assert_cmpstr (jot_json_node_get_string_member (jot_json_get_root (secret), "d"), ==, "x");

  g_assert_true (jot_json_ref (json) == json);
  jot_json_unref (json);
  g_assert_cmpstr (jot_json_node_get_string_member (jot_json_get_root (json), "a"), ==, "b");
  jot_json_unref (json);

  /* no bytes at all */
  g_assert_null (jot_json_parse (NULL, 0, NULL));
  g_assert_null (jot_json_parse_secret (NULL, 0, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/json/accepted", test_accepted);
  g_test_add_func ("/jot/json/refused", test_refused);
  g_test_add_func ("/jot/json/truncated", test_truncated);
  g_test_add_func ("/jot/json/depth", test_depth);
  g_test_add_func ("/jot/json/strings", test_strings);
  g_test_add_func ("/jot/json/duplicates-among-many", test_duplicates_among_many);
  g_test_add_func ("/jot/json/time", test_time);
  g_test_add_func ("/jot/json/getters", test_getters);
  g_test_add_func ("/jot/json/numbers", test_numbers);
  g_test_add_func ("/jot/json/pretty", test_pretty);
  g_test_add_func ("/jot/json/append-string", test_append_string);
  g_test_add_func ("/jot/json/ref", test_ref);

  return g_test_run ();
}
