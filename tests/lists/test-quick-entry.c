/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-item.h"
#include "signet-quick-entry.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *name;
  const char *quantity;
} cases[] = {
  { "milk", "milk", NULL },
  { "  milk  ", "milk", NULL },
  { "2 l milk", "milk", "2 l" },
  { "2l milk", "milk", "2 l" },
  { "500 g flour", "flour", "500 g" },
  { "500g flour", "flour", "500 g" },
  { "1.5 kg apples", "apples", "1.5 kg" },
  { "1,5 kg apples", "apples", "1,5 kg" },
  { "½ l cream", "cream", "½ l" },
  { "1½ l cream", "cream", "1½ l" },
  { "1/2 lb butter", "butter", "1/2 lb" },
  { "2-3 bananas", "bananas", "2-3" },
  { "12 eggs", "eggs", "12" },
  { "2 x milk", "milk", "2" },
  { "2x milk", "milk", "2" },
  { "6 x 330 ml beer", "beer", "6 × 330 ml" },
  { "6x330ml beer", "beer", "6 × 330 ml" },
  { "milk x2", "milk", "2" },
  { "milk x 2", "milk", "2" },
  { "milk ×2", "milk", "2" },
  { "milk, 2 l", "milk", "2 l" },
  { "milk, 2", "milk", "2" },
  { "milk 2 l", "milk", "2 l" },
  { "flour 500g", "flour", "500 g" },
  { "milk 1,5 l", "milk", "1,5 l" },
  { "eggs, a dozen", "eggs", "a dozen" },
  { "a dozen eggs", "eggs", "a dozen" },
  { "half a dozen eggs", "eggs", "half a dozen" },
  { "a bottle of wine", "wine", "a bottle" },
  { "2 cans of beans", "beans", "2 cans" },
  { "2 CANS beans", "beans", "2 CANS" },
  { "3 Dosen Tomaten", "Tomaten", "3 Dosen" },
  { "4 AA batteries", "AA batteries", "4" },

  /* unsure: all of it is the name */
  { "7up", "7up", NULL },
  { "2", "2", NULL },
  { "2 l", "2 l", NULL },
  { "2% milk", "2% milk", NULL },
  { "100 % juice", "100 % juice", NULL },
  { "007 figures", "007 figures", NULL },
  { "0 flour", "0 flour", NULL },
  { "3-in-1 oil", "3-in-1 oil", NULL },
  { "vitamin B 12", "vitamin B 12", NULL },
  { "flour, type 405", "flour, type 405", NULL },
  { "a can opener", "a can opener", NULL },
  { "bread, milk", "bread, milk", NULL },
  { "xylitol", "xylitol", NULL },
  { "x2", "x2", NULL },
  { "2x3x4 milk", "2x3x4 milk", NULL },
  { "2 x 3 x milk", "3 x milk", "2" },
  { "box", "box", NULL },
  { "dozen", "dozen", NULL },
  { "4000000 kisses", "4000000 kisses", NULL },
  { "mac & cheese", "mac & cheese", NULL },
  { "Crème fraîche", "Crème fraîche", NULL },
  { "牛乳 2 l", "牛乳", "2 l" },
  { "milk\tand\nhoney", "milk and honey", NULL },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_from_text (cases[i].text);

      g_test_message ("“%s”", cases[i].text);
      g_assert_nonnull (item);
      g_assert_cmpstr (signet_item_get_name (item), ==, cases[i].name);
      g_assert_cmpstr (signet_item_get_quantity (item), ==, cases[i].quantity);
      g_assert_false (signet_item_get_done (item));
    }
}

static void
test_nothing (void)
{
  static const char * const nothing[] = { "", " ", "\t\n", "\xE2\x80\xAE" };

  g_assert_null (signet_item_new_from_text (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    g_assert_null (signet_item_new_from_text (nothing[i]));
}

/* Whatever is typed: no crash, no empty name, and nothing that is not UTF-8. */
static void
test_any_text (void)
{
  static const char * const pieces[] = {
    "2", " ", "l", ",", "x", "×", "a", "dozen", "half", "of", "½", "-", "–", "/", ".", "\xC3", "\xF0\x9F\x8D\x8E",
  };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (SignetItem) item = NULL;

      for (int n = g_test_rand_int_range (0, 9); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

      item = signet_item_new_from_text (text->str);
      if (item == NULL)
        continue;

      g_assert_cmpstr (signet_item_get_name (item), !=, "");
      g_assert_true (g_utf8_validate (signet_item_get_name (item), -1, NULL));
      g_assert_cmpstr (signet_item_get_quantity (item), !=, "");
      g_assert_true (signet_item_get_quantity (item) == NULL ||
                     g_utf8_validate (signet_item_get_quantity (item), -1, NULL));
    }
}

/* A very long line is a name like any other: neither the stack nor time runs out. */
static void
test_long (void)
{
  static const char * const pieces[] = { "1x", "1 x ", "1", "x", "1 l ", "1,", "a dozen ", "½", "1-", "½ x " };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (SignetItem) item = NULL;

      while (text->len < 256 * 1024)
        g_string_append (text, pieces[i]);
      item = signet_item_new_from_text (text->str);
      g_assert_cmpuint (strlen (signet_item_get_name (item)), >, 256 * 1024 - 100);
    }
}

/* What is written is read as the same again, or it is the name alone. */
static void
test_format (void)
{
  static const struct { const char *name, *quantity, *text; } rows[] = {
    { "milk", "2 l", "2 l milk" },
    { "milk", NULL, "milk" },
    { "eggs", "a dozen", "a dozen eggs" },
    { "beer", "6 × 330 ml", "6 × 330 ml beer" },
    { "head lamps", "3", "3 head lamps" },
    { "of mice", "2", "of mice, 2" },
    { "milk", "a little", "milk" },
    { "7up", "2", "2 7up" },
    { "2 l milk", NULL, "2 l milk" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = signet_quick_entry_format (rows[i].name, rows[i].quantity);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lists/quick-entry/table", test_table);
  g_test_add_func ("/lists/quick-entry/nothing", test_nothing);
  g_test_add_func ("/lists/quick-entry/any-text", test_any_text);
  g_test_add_func ("/lists/quick-entry/long", test_long);
  g_test_add_func ("/lists/quick-entry/format", test_format);

  return g_test_run ();
}
