/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-format.h"
#include "signet-lists-error.h"

#include <string.h>

/* What a list says, in one line: "NAME: item/quantity/aisle/note/x; …" */
static char *
describe (SignetList *list)
{
  GString *text = g_string_new (signet_list_get_name (list));

  g_string_append_c (text, ':');
  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);
      const char *quantity = signet_item_get_quantity (item);
      const char *aisle = signet_item_get_aisle (item);
      const char *note = signet_item_get_note (item);

      g_string_append_printf (text, " %s/%s/%s/%s/%s;", signet_item_get_name (item), quantity != NULL ? quantity : "",
                              aisle != NULL ? aisle : "", note != NULL ? note : "",
                              signet_item_get_done (item) ? "x" : "");
    }

  return g_string_free (text, FALSE);
}

static SignetList *
parse (const char  *data,
       gssize       length,
       GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length >= 0 ? (gsize) length : strlen (data));

  return signet_list_format_parse (bytes, "From a file", error);
}

static void
test_accepted (void)
{
  static const struct { const char *name; const char *data; const char *expected; } cases[] = {
    { "lines", "milk\neggs", "From a file: milk////; eggs////;" },
    { "quantities", "2 l milk\neggs x12\r\nbread, 1 loaf\r\n", "From a file: milk/2 l///; eggs/12///; bread/1 loaf///;" },
    { "empty lines", "\n\n  milk  \n\t\n\neggs\n\n", "From a file: milk////; eggs////;" },
    { "byte order mark", "\xEF\xBB\xBFmilk", "From a file: milk////;" },
    { "bullets", "- milk\n* eggs\n+ bread\n• tea", "From a file: milk////; eggs////; bread////; tea////;" },
    { "no bullet", "-5 °C bag", "From a file: -5 °C bag////;" },
    { "numbers", "1. milk\n2) eggs\n", "From a file: milk////; eggs////;" },
    { "boxes", "- [ ] milk\n- [x] eggs\n[X] bread\n☑ tea\n☐ salt\n",
      "From a file: milk////; eggs////x; bread////x; tea////x; salt////;" },
    { "headings", "# Weekly shop\n## Dairy\n- milk\n## Bakery\nbread\n",
      "Weekly shop: milk//Dairy//; bread//Bakery//;" },
    { "aisle first", "## Dairy\nmilk", "From a file: milk//Dairy//;" },
    { "array", "[\"milk\", \"eggs\"]", "From a file: milk////; eggs////;" },
    { "array of objects", "[{\"item\":\"milk\",\"quantity\":\"2 l\",\"aisle\":\"Dairy\",\"note\":\"whole\",\"done\":true}]",
      "From a file: milk/2 l/Dairy/whole/x;" },
    { "ours", "{\"name\":\"Weekly\",\"items\":[{\"item\":\"milk\",\"done\":false}]}", "Weekly: milk////;" },
    { "payload", "{\"iss\":\"Whitney\",\"listName\":\"Weekly\",\"groceryList\":[\"milk\",{\"item\":\"eggs\",\"quantity\":\"6\"}]}",
      "Weekly: milk////; eggs/6///;" },
    { "number as quantity", "[{\"item\":\"eggs\",\"quantity\":6}]", "From a file: eggs/6///;" },
    { "white space before", " \n [\"milk\"] ", "From a file: milk////;" },
    { "empty items left out", "[\"milk\", \"\", \"  \"]", "From a file: milk////;" },
    { "Markdown", "# Weekly\n\n- [ ] candles\n\n## Dairy\n\n- [x] 2 l milk\n  > whole\n  > or not\n",
      "Weekly: candles////; milk/2 l/Dairy/whole/x; > or not//Dairy//;" },
    { "quoted mail", "> milk\n> eggs", "From a file: > milk////; > eggs////;" },
    { "CSV", "item,quantity,aisle,note,done\r\nmilk,2 l,Dairy,whole,yes\r\neggs,,,,no\r\n",
      "From a file: milk/2 l/Dairy/whole/x; eggs////;" },
    { "CSV, quoted", "item,note\r\n\"a \"\"b\"\", c\",\"two\r\nlines\"\r\n", "From a file: a \"b\", c///two  lines/;" },
    { "CSV, other order, other columns", "Price,QTY,Item\n1.20,2,milk\n,,\n0.5,,eggs,more\n", "From a file: milk/2///; eggs////;" },
    { "CSV, semicolons", "Artikel;Menge\rMilch;1,5 l\rEier;6", "From a file: Milch/1,5 l///; Eier/6///;" },
    { "CSV, tabs", "item\taisle\nmilk\tDairy", "From a file: milk//Dairy//;" },
    { "CSV, formula", "item,note\n'=1+1,''-5\n'n Apfel,-", "From a file: =1+1///'-5/; 'n Apfel///-/;" },
    { "no CSV", "item\nmilk, 2 l", "From a file: item////; milk/2 l///;" },
    { "Latin-1", "K\xe4se\n\xbd l Cr\xe8me", "From a file: K\u00e4se////; Cr\u00e8me/\u00bd l///;" },
    { "Latin-1, one letter", "Caf\xe9", "From a file: Caf\u00e9////;" },
    { "Windows-1252", "tea \x96 \x80 2", "From a file: tea \u2013 \u20ac 2////;" },
    { "old Mac", "milk\reggs", "From a file: milk////; eggs////;" },
    { "not markup", "Mac & cheese\n<b>bold</b>", "From a file: Mac & cheese////; <b>bold</b>////;" },
    { "controls", "mi\x07lk\ntea\xE2\x80\xAE" "drawkcab", "From a file: mi lk////; teadrawkcab////;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetList) list = parse (cases[i].data, -1, &error);
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].name);
      g_assert_no_error (error);
      text = describe (list);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* Strings of wide characters: with NULs within. */
static void
test_utf16 (void)
{
  static const char text[] = "# W\u00f6chentlich\r\n2 l milk\r\n\U0001F95A eggs\r\n";
  g_autofree char *expected = g_strdup ("W\u00f6chentlich: milk/2 l///; \U0001F95A eggs////;");

  for (guint i = 0; i < 4; i++)
    {
      gboolean has_mark = i % 2 == 0, is_big = i / 2 == 1;
      glong n_units;
      g_autofree gunichar2 *units = g_utf8_to_utf16 (text, -1, NULL, &n_units, NULL);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (SignetList) list = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *found = NULL;

      for (glong j = has_mark ? -1 : 0; j < n_units; j++)
        {
          gunichar2 unit = j < 0 ? 0xFEFF : units[j];
          guint8 pair[2] = { is_big ? unit >> 8 : unit & 0xFF, is_big ? unit & 0xFF : unit >> 8 };

          g_byte_array_append (bytes, pair, 2);
        }

      g_test_message ("mark %d, big %d", has_mark, is_big);
      list = parse ((const char *) bytes->data, bytes->len, &error);
      g_assert_no_error (error);
      found = describe (list);
      g_assert_cmpstr (found, ==, expected);
    }
}

/* The name of a file names the list, and a table without a header is known by it. */
static void
test_file (void)
{
  static const struct { const char *file; const char *data; const char *expected; } cases[] = {
    { "/tmp/Weekly.shop.txt", "milk,2 l", "Weekly.shop: milk,2 l////;" },
    { "Weekly.CSV", "milk,2 l,Dairy,,x\nmilk\n", "Weekly: milk/2 l/Dairy//x; milk////;" },
    { "Weekly.tsv", "milk\t2 l", "Weekly: milk/2 l///;" },
    { "Weekly.csv", "[\"milk\"]", "Weekly: milk////;" },
    { "Weekly.json", "- milk", "Weekly: milk////;" },
    { ".list", "# Shop\nmilk", "Shop: milk////;" },
    { "K\xe4se", "milk", "K\uFFFDse: milk////;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].data, strlen (cases[i].data));
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetList) list = signet_list_format_parse_file (bytes, cases[i].file, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = describe (list);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_names (void)
{
  static const struct { const char *name; gboolean is_known; SignetListFormat format; } cases[] = {
    { "text", TRUE, SIGNET_LIST_FORMAT_TEXT }, { "Markdown", TRUE, SIGNET_LIST_FORMAT_MARKDOWN },
    { "csv", TRUE, SIGNET_LIST_FORMAT_CSV }, { "a/b.JSON", TRUE, SIGNET_LIST_FORMAT_JSON },
    { "README.md", TRUE, SIGNET_LIST_FORMAT_MARKDOWN }, { "md", FALSE, 0 }, { "list.xls", FALSE, 0 }, { "", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SignetListFormat format = SIGNET_LIST_FORMAT_TEXT;

      g_assert_cmpint (signet_list_format_from_name (cases[i].name, &format), ==, cases[i].is_known);
      if (!cases[i].is_known)
        continue;
      g_assert_cmpint (format, ==, cases[i].format);
      g_assert_true (signet_list_format_from_name (signet_list_format_get_ending (format), &format));
      g_assert_cmpint (format, ==, cases[i].format);
    }
}

static void
test_refused (void)
{
  static const struct { const char *name; const char *data; gssize length; int code; } cases[] = {
    { "nothing", "", 0, SIGNET_LISTS_ERROR_EMPTY },
    { "white space", " \n\t\n", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "heading only", "# Weekly\n## Dairy\n", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "empty array", "[]", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "empty items", "{\"name\":\"A\",\"items\":[]}", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "CSV, open quotation mark", "item,note\r\nmilk,\"whole\r\neggs,\r\n", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "CSV, behind a quotation mark", "item,note\r\n\"milk\"s,\r\n", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "CSV, header only", "item,note\r\n", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "UTF-8, cut off", "K\xc3\xa4se\nM\xc3", -1, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "UTF-16, cut off", "\xff\xfem\0i\0l", 7, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "UTF-16, half of a pair", "\xff\xfem\0\x3d\xd8", 6, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "UTF-16, nothing", "\xff\xfe", 2, SIGNET_LISTS_ERROR_EMPTY },
    { "UTF-16, NUL", "\xff\xfem\0\0\0", 6, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "Windows-1252, not in use", "K\xe4se \x81", -1, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "Windows-1252, control", "K\xe4se \x01", -1, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "archive", "PK\x03\x04\x14\0\x08\0\xb5\x92", 10, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "NUL", "milk\0eggs", 9, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "picture", "\x89PNG\r\n\x1a\n", -1, SIGNET_LISTS_ERROR_NOT_TEXT },
    { "cut off", "[\"milk\", \"eg", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "no items", "{\"name\":\"A\"}", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "items of the wrong kind", "{\"name\":\"A\",\"items\":\"milk\"}", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "number as item", "[1]", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "array as item", "[[\"milk\"]]", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "duplicate member", "{\"groceryList\":[\"milk\"],\"groceryList\":[\"candy\"]}", -1, SIGNET_LISTS_ERROR_FORMAT },
    { "comment", "[\"milk\" /* and eggs */]", -1, SIGNET_LISTS_ERROR_FORMAT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetList) list = parse (cases[i].data, cases[i].length, &error);

      g_test_message ("%s", cases[i].name);
      g_assert_null (list);
      g_assert_error (error, SIGNET_LISTS_ERROR, cases[i].code);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *bytes = g_strnfill (SIGNET_LIST_MAX_FILE_SIZE + 1, 'x');
  g_autoptr (SignetList) full = NULL;
  g_autoptr (SignetList) over = NULL;
  g_autoptr (SignetList) large = NULL;
  g_autoptr (SignetList) largest = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (lines, "x\n");
  full = parse (lines->str, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signet_list_get_n_items (full), ==, 100000);

  g_string_append (lines, "x\n");
  over = parse (lines->str, -1, &error);
  g_assert_null (over);
  g_assert_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE);
  g_clear_error (&error);

  large = parse (bytes, SIGNET_LIST_MAX_FILE_SIZE + 1, &error);
  g_assert_null (large);
  g_assert_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE);
  g_clear_error (&error);
  largest = parse (bytes, SIGNET_LIST_MAX_FILE_SIZE, &error);
  g_assert_no_error (error);
}

/* What is written is read again as the same list. */
static void
test_round_trip (void)
{
  static const struct { const char *name; const char *quantity; } cases[] = {
    { "milk", "2 l" }, { "eggs", "12" }, { "7 Up", NULL }, { "7 Up", "3" }, { "milk", "a bit" }, { "A, B", "2" },
    { "Brand x2", "2 kg" }, { "tea (green)", "1 box" }, { "“quoted”", NULL }, { "[x] box", "1" },
  };
  g_autoptr (SignetList) list = signet_list_new (NULL, "Weekly & more");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_full (cases[i].name, cases[i].quantity, i % 2 ? "Dairy" : NULL,
                                                          i % 3 ? "note \"1\"" : NULL, i % 4 == 0);

      signet_list_append (list, item);
    }
  before = describe (list);

  {
    g_autoptr (GBytes) json = signet_list_format_write (list, SIGNET_LIST_FORMAT_JSON);
    g_autoptr (SignetList) again = signet_list_format_parse (json, "?", &error);
    g_autofree char *after = NULL;

    g_assert_no_error (error);
    after = describe (again);
    g_assert_cmpstr (after, ==, before);
  }

  {
    g_autoptr (GBytes) csv = signet_list_format_write (list, SIGNET_LIST_FORMAT_CSV);
    g_autoptr (SignetList) again = signet_list_format_parse_file (csv, "Weekly & more.csv", &error);
    g_autofree char *after = NULL;

    g_assert_no_error (error);
    after = describe (again);
    g_assert_cmpstr (after, ==, before);
  }

  /* text has no place for aisle and note; name, quantity and tick are there */
  {
    g_autoptr (GBytes) text = signet_list_format_write (list, SIGNET_LIST_FORMAT_TEXT);
    g_autoptr (SignetList) again = signet_list_format_parse (text, "?", &error);

    g_assert_no_error (error);
    g_assert_cmpuint (signet_list_get_n_items (again), ==, G_N_ELEMENTS (cases));
    for (guint i = 0; i < G_N_ELEMENTS (cases) - 1; i++)
      {
        SignetItem *item = signet_list_get_item (again, i);

        g_test_message ("%s", cases[i].name);
        if (g_strcmp0 (cases[i].quantity, "a bit") != 0 && cases[i].quantity != NULL)
          {
            g_assert_cmpstr (signet_item_get_name (item), ==, cases[i].name);
            g_assert_cmpstr (signet_item_get_quantity (item), ==, cases[i].quantity);
          }
        g_assert_true (signet_item_get_done (item) == (i % 4 == 0));
      }
  }
}

static void
test_written (void)
{
  g_autoptr (SignetList) list = signet_list_new (NULL, "Weekly");
  g_autoptr (SignetItem) milk = signet_item_new_full ("milk", "2 l", "Dairy", "whole, or \"not\"", TRUE);
  g_autoptr (SignetItem) sum = signet_item_new_full ("=SUM(A1:A9)", NULL, NULL, "'@", FALSE);
  g_autoptr (SignetItem) butter = signet_item_new_full ("butter", NULL, "Dairy", NULL, FALSE);
  g_autoptr (GBytes) markdown = NULL;
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (SignetList) again = NULL;
  g_autofree char *text = NULL;
  static const char expected_markdown[] =
    "# Weekly\n\n- [ ] =SUM(A1:A9)\n  > '@\n\n## Dairy\n\n- [x] 2 l milk\n  > whole, or \"not\"\n- [ ] butter\n";
  static const char expected_csv[] =
    "item,quantity,aisle,note,done\r\nmilk,2 l,Dairy,\"whole, or \"\"not\"\"\",yes\r\n'=SUM(A1:A9),,,''@,no\r\n"
    "butter,,Dairy,,no\r\n";

  signet_list_append (list, milk);
  signet_list_append (list, sum);
  signet_list_append (list, butter);
  markdown = signet_list_format_write (list, SIGNET_LIST_FORMAT_MARKDOWN);
  g_assert_cmpmem (g_bytes_get_data (markdown, NULL), g_bytes_get_size (markdown), expected_markdown, strlen (expected_markdown));
  csv = signet_list_format_write (list, SIGNET_LIST_FORMAT_CSV);
  g_assert_cmpmem (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv), expected_csv, strlen (expected_csv));

  again = signet_list_format_parse (markdown, "?", NULL);
  text = describe (again);
  g_assert_cmpstr (text, ==, "Weekly: =SUM(A1:A9)///'@/; milk/2 l/Dairy/whole, or \"not\"/x; butter//Dairy//;");
}

/* A name that begins like JSON, a heading, a bullet or a box is a name still when its text is read again. */
static void
test_signs (void)
{
  static const char * const names[] = {
    "[\"milk\",\"eggs\"]", "{\"items\":[]}", "# Dairy", "- 5 °C", "1. FC", "[x] box", "☑ tea", "* star", "milk",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (gboolean done = FALSE; done <= TRUE; done++)
      {
        g_autoptr (SignetList) list = signet_list_new (NULL, "a");
        g_autoptr (SignetItem) item = signet_item_new_full (names[i], NULL, NULL, NULL, done);
        g_autoptr (SignetList) again = NULL;
        g_autoptr (GBytes) text = NULL;
        g_autoptr (GError) error = NULL;

        g_test_message ("%s", names[i]);
        signet_list_append (list, item);
        text = signet_list_format_write (list, SIGNET_LIST_FORMAT_TEXT);
        again = signet_list_format_parse (text, "?", &error);
        g_assert_no_error (error);
        g_assert_cmpuint (signet_list_get_n_items (again), ==, 1);
        g_assert_cmpstr (signet_item_get_name (signet_list_get_item (again, 0)), ==, names[i]);
        g_assert_true (signet_item_get_done (signet_list_get_item (again, 0)) == done);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lists/format/accepted", test_accepted);
  g_test_add_func ("/lists/format/utf-16", test_utf16);
  g_test_add_func ("/lists/format/file", test_file);
  g_test_add_func ("/lists/format/names", test_names);
  g_test_add_func ("/lists/format/refused", test_refused);
  g_test_add_func ("/lists/format/limits", test_limits);
  g_test_add_func ("/lists/format/round-trip", test_round_trip);
  g_test_add_func ("/lists/format/written", test_written);
  g_test_add_func ("/lists/format/signs", test_signs);

  return g_test_run ();
}
