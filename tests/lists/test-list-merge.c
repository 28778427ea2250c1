/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-merge.h"
#include "signet-quantity.h"
#include "signet-quick-entry.h"

static void
test_add (void)
{
  static const struct { const char *a; const char *b; const char *sum; } cases[] = {
    { NULL, NULL, "2" }, { "2", NULL, "3" }, { "2", "3", "5" }, { "2 l", "2 l", "4 l" }, { "2 l", "500 ml", "2.5 l" },
    { "500 ml", "250 ml", "750 ml" }, { "1,5 kg", "500 g", "2 kg" }, { "1,5 kg", "250 g", "1,75 kg" },
    { "100 g", "1 kg", "1.1 kg" }, { "1 can", "1 can", "2 cans" }, { "2 cans", "1 can", "3 cans" },
    { "½ loaf", "½ loaf", "1 loaf" }, { "½", "1", "1½" }, { "1/2", "1/4", "¾" }, { "1⅓ cups", "⅓ cup", "1⅔ cups" },
    { "2 Dosen", "1 Dose", "3 Dosen" }, { "6 × 330 ml", "6 × 330 ml", "12 × 330 ml" }, { "0.1 l", "0.2 l", "0.3 l" },
    { "2 L", "1 l", "3 L" }, { "99998", "1", "99999" }, { "1/3", "1/2", "⅚" }, { "1/3", "1/5", NULL },
    /* what does not add */
    { "2 l", "2 kg", NULL }, { "2 l", NULL, NULL }, { "2 l", "3", NULL }, { "1 can", "1 jar", NULL }, { "2-3", "1", NULL },
    { "a dozen", "a dozen", NULL }, { "some", "some", NULL }, { "6 × 330 ml", "6 × 500 ml", NULL }, { "99999", "1", NULL },
    { "1/0", "1", NULL }, { "0", "1", NULL }, { "1.23456", "1", NULL }, { "1234567890", "1", NULL }, { "2%", "2%", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sum = signet_quantity_add (cases[i].a, cases[i].b);
      g_autofree char *turned = signet_quantity_add (cases[i].b, cases[i].a);

      g_test_message ("%s + %s = %s", cases[i].a, cases[i].b, sum);
      g_assert_cmpstr (sum, ==, cases[i].sum);
      g_assert_true ((turned == NULL) == (sum == NULL));

      /* what comes out is a quantity that quick entry knows */
      if (sum != NULL)
        {
          g_autofree char *line = g_strdup_printf ("%s milk", sum);
          g_autofree char *name = NULL;
          g_autofree char *quantity = NULL;

          g_assert_true (signet_quick_entry_parse (line, &name, &quantity));
          g_assert_cmpstr (name, ==, "milk");
          g_assert_cmpstr (quantity, ==, sum);
        }
    }
}

static SignetList *
make_list (const char * const *rows)
{
  SignetList *list = signet_list_new (NULL, "a");

  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (rows[i], "|", 5);
      g_autoptr (SignetItem) item = signet_item_new_full (fields[0], fields[1], fields[2], fields[3], *fields[4] != '\0');

      signet_list_append (list, item);
    }

  return list;
}

static char *
describe (SignetItem *item)
{
  const char *quantity = signet_item_get_quantity (item);
  const char *aisle = signet_item_get_aisle (item);
  const char *note = signet_item_get_note (item);

  return g_strdup_printf ("%s|%s|%s|%s", signet_item_get_name (item), quantity != NULL ? quantity : "",
                          aisle != NULL ? aisle : "", note != NULL ? note : "");
}

static void
test_addition (void)
{
  static const char * const rows[] = { "milk|2 l|Dairy||x", "Milk|2 l|Dairy|whole|", "flour|1 bag|||", "flour|1 kg|Bakery||",
                                       "\u00c9clair|2|||", "kiwi|2|||", NULL };
  static const struct { const char *entry; int position; const char *after; } cases[] = {
    { "2 l milk", 1, "Milk|4 l|Dairy|whole" }, { "MILK, 500 ml", 1, "Milk|2.5 l|Dairy|whole" }, { "milk", -1, NULL },
    { "500 g flour", 3, "flour|1.5 kg|Bakery|" }, { "1 bag flour", 2, "flour|2 bags||" }, { "eggs", -1, NULL },
    { "3 jars flour", -1, NULL },
    /* e and an accent, the sign for kelvin; without the accent it is something else */
    { "2 e\u0301clair", 4, "\u00c9clair|4||" }, { "2 eclair", -1, NULL }, { "2 \u212aiwi", 5, "kiwi|4||" },
  };
  g_autoptr (SignetList) list = make_list (rows);
  g_autoptr (GBytes) before = signet_list_to_json (list);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (SignetItem) elsewhere = signet_item_new_full ("milk", "1 l", "Vegan", NULL, FALSE);
  g_autoptr (SignetListMerge) none = signet_list_plan_addition (list, elsewhere);

  g_assert_null (none);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_from_text (cases[i].entry);
      g_autoptr (SignetListMerge) merge = signet_list_plan_addition (list, item);
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].entry);
      g_assert_true ((merge != NULL) == (cases[i].position >= 0));
      if (merge == NULL)
        continue;
      g_assert_true (merge->item == signet_list_get_item (list, cases[i].position));
      g_assert_cmpuint (merge->removed->len, ==, 0);
      text = describe (merge->after);
      g_assert_cmpstr (text, ==, cases[i].after);
    }

  after = signet_list_to_json (list);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_merges (void)
{
  static const char * const rows[] = { "milk|1 l||fresh|", "eggs|6|||", "milk|500 ml|Dairy|whole|", "eggs|6|||x", "milk|1 l||fresh|",
                                       "milk|1 jar|||", "Milk|1 jar|||", "tea||||", NULL };
  g_autoptr (SignetList) list = make_list (rows);
  g_autoptr (GPtrArray) merges = signet_list_plan_merges (list);
  static const char * const expected[] = { "milk|2.5 l|Dairy|fresh; whole; fresh", "milk|2 jars||" };
  static const guint n_removed[] = { 2, 1 };

  g_assert_cmpuint (merges->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < merges->len; i++)
    {
      SignetListMerge *merge = merges->pdata[i];
      g_autofree char *text = describe (merge->after);

      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_cmpuint (merge->removed->len, ==, n_removed[i]);
      for (guint j = 0; j < merge->removed->len; j++)
        g_assert_true (signet_list_find (list, merge->removed->pdata[j], NULL));
    }
  g_assert_cmpuint (signet_list_get_n_items (list), ==, 8);

  /* of some of them: the first stays out */
  {
    g_autoptr (GPtrArray) some = g_ptr_array_new ();
    g_autoptr (GPtrArray) few = NULL;
    SignetListMerge *merge;
    g_autofree char *text = NULL;

    g_ptr_array_add (some, signet_list_get_item (list, 1));
    g_ptr_array_add (some, signet_list_get_item (list, 2));
    g_ptr_array_add (some, signet_list_get_item (list, 4));
    few = signet_list_plan_merges_of (list, some);
    g_assert_cmpuint (few->len, ==, 1);
    merge = few->pdata[0];
    text = describe (merge->after);
    g_assert_cmpstr (text, ==, "milk|1.5 l|Dairy|whole; fresh");
    g_assert_true (merge->item == some->pdata[1]);
  }
}

static void
test_find_name (void)
{
  static const char * const rows[] = { "Milk|||x|", "milk|1 l|||", "MÜSLI||||", NULL };
  g_autoptr (SignetList) list = make_list (rows);

  signet_item_set_done (signet_list_get_item (list, 0), TRUE);
  g_assert_true (signet_list_find_name (list, "MILK") == signet_list_get_item (list, 1));
  g_assert_true (signet_list_find_name (list, "mu\xCC\x88sli") == signet_list_get_item (list, 2));
  g_assert_null (signet_list_find_name (list, "mil"));
  signet_item_set_done (signet_list_get_item (list, 1), TRUE);
  g_assert_null (signet_list_find_name (list, "milk"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lists/quantity/add", test_add);
  g_test_add_func ("/lists/merge/addition", test_addition);
  g_test_add_func ("/lists/merge/merges", test_merges);
  g_test_add_func ("/lists/merge/find-name", test_find_name);

  return g_test_run ();
}
