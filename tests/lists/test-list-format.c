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

static void
test_refused (void)
{
  static const struct { const char *name; const char *data; gssize length; int code; } cases[] = {
    { "nothing", "", 0, SIGNET_LISTS_ERROR_EMPTY },
    { "white space", " \n\t\n", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "heading only", "# Weekly\n## Dairy\n", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "empty array", "[]", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "empty items", "{\"name\":\"A\",\"items\":[]}", -1, SIGNET_LISTS_ERROR_EMPTY },
    { "Latin-1", "K\xe4se", -1, SIGNET_LISTS_ERROR_NOT_TEXT },
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
  g_test_add_func ("/lists/format/refused", test_refused);
  g_test_add_func ("/lists/format/limits", test_limits);
  g_test_add_func ("/lists/format/round-trip", test_round_trip);
  g_test_add_func ("/lists/format/signs", test_signs);

  return g_test_run ();
}
