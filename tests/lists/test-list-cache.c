/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-clean.h"
#include "signet-list-private.h"
#include "signet-test.h"

/* What a list remembers of its items is what looking at all of them would tell, whatever is done to it. */

#define ROUNDS 1500

static void
assert_remembers (SignetList *list)
{
  g_autoptr (GBytes) json = signet_list_to_json (list);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SignetList) again = signet_list_new (NULL, signet_list_get_name (list));
  g_autoptr (GBytes) expected = NULL;
  g_autofree char *key = signet_fold ("MILK 3");
  guint n_done = 0, position = 0;

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);
      g_autofree char *own = signet_fold (signet_item_get_name (item));

      n_done += signet_item_get_done (item);
      g_ptr_array_add (items, signet_item_copy (item));
      if (g_str_equal (own, key))
        {
          g_assert_true (signet_list_find_key (list, key, &position) == item);
          g_assert_cmpuint (position, ==, i);
          position++;
        }
    }
  g_assert_null (signet_list_find_key (list, key, &position));
  g_assert_cmpuint (signet_list_get_n_done (list), ==, n_done);

  signet_list_splice (again, 0, 0, items);
  expected = signet_list_to_json (again);
  g_assert_cmpmem (g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                   g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static char *
make_name (void)
{
  return g_strdup_printf ("milk %d", g_test_rand_int_range (0, 5));
}

static void
splice (SignetList *list,
        guint       max_added)
{
  guint n = signet_list_get_n_items (list);
  guint position = (guint) g_test_rand_int_range (0, (int) n + 1);
  guint n_removed = (guint) g_test_rand_int_range (0, (int) MIN (n - position, 300) + 1);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = g_test_rand_int_range (0, (int) max_added + 1); i > 0; i--)
    {
      g_autofree char *name = make_name ();

      g_ptr_array_add (added, signet_item_new_full (name, NULL, NULL, NULL, g_test_rand_bit ()));
    }
  signet_list_splice (list, position, n_removed, added);
}

static void
edit (SignetList *list)
{
  guint n = signet_list_get_n_items (list);
  SignetItem *item = n > 0 ? signet_list_get_item (list, (guint) g_test_rand_int_range (0, (int) n)) : NULL;
  g_autofree char *name = make_name ();

  if (item == NULL)
    return;

  g_object_freeze_notify (G_OBJECT (item));
  signet_item_set_done (item, g_test_rand_bit ());
  signet_item_set_name (item, name);
  g_object_thaw_notify (G_OBJECT (item));
}

static void
test_random (void)
{
  g_autoptr (SignetList) list = signet_list_new (NULL, "a");

  for (guint i = 0; i < ROUNDS; i++)
    {
      guint n = signet_list_get_n_items (list);

      switch (g_test_rand_int_range (0, 8))
        {
        case 0:
          splice (list, 1);
          break;
        case 1:
          splice (list, n < 2000 ? 700 : 3);
          break;
        case 2:
          if (n > 0)
            signet_list_remove (list, (guint) g_test_rand_int_range (0, (int) n));
          break;
        case 3:
          if (n > 0)
            signet_list_move (list, (guint) g_test_rand_int_range (0, (int) n), (guint) g_test_rand_int_range (0, (int) n));
          break;
        default:
          edit (list);
          break;
        }

      /* not after each, for what was not asked for is remembered otherwise */
      if (i % 7 == 0)
        assert_remembers (list);
    }
  assert_remembers (list);
}

/* Members that this version does not know change without anything that it would tell of. */
static void
test_unknown (void)
{
  static const char before[] = "{\"name\": \"a\", \"items\": [{\"item\": \"milk\", \"shop\": 1}]}";
  static const char after[] = "{\"name\": \"a\", \"items\": [{\"item\": \"milk\", \"shop\": 2}]}";
  g_autoptr (GBytes) first = g_bytes_new_static (before, sizeof before - 1);
  g_autoptr (GBytes) second = g_bytes_new_static (after, sizeof after - 1);
  g_autoptr (SignetList) list = signet_list_new_from_json ("a", first, NULL);
  g_autoptr (SignetList) other = signet_list_new_from_json ("a", second, NULL);
  g_autoptr (GBytes) old = signet_list_to_json (list);
  g_autoptr (GBytes) expected = signet_list_to_json (other);
  g_autoptr (GBytes) json = NULL;

  g_assert_false (g_bytes_equal (old, expected));
  signet_list_take_from (list, other);
  json = signet_list_to_json (list);
  g_assert_true (g_bytes_equal (json, expected));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/lists/cache/random", test_random);
  g_test_add_func ("/lists/cache/unknown", test_unknown);

  return g_test_run ();
}
