/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-store.h"
#include "signet-test.h"

#include <string.h>
#include <utime.h>

/* The order of the lists, and copies of them. */

static SignetListStore *
load (const char *folder)
{
  SignetListStore *store = signet_list_store_new (folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_list_store_load_async (store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_list_store_load_finish (store, result, &error);
  g_assert_no_error (error);

  return store;
}

static void
flush (SignetListStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_list_store_flush_async (store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_list_store_flush_finish (store, result, &error);
  g_assert_no_error (error);
}

static char *
dup_order (GListModel *model)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (model, i);

      g_string_append (order, signet_list_get_name (list));
    }

  return g_string_free (order, FALSE);
}

static void
move (SignetListStore *store,
      guint            from,
      guint            to)
{
  g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (store), from);

  signet_list_store_move (store, list, to);
}

typedef struct { guint position, n_removed, n_added, n; } Told;

static void
told_cb (GListModel *model,
         guint       position,
         guint       n_removed,
         guint       n_added,
         Told       *told)
{
  Told now = { position, n_removed, n_added, told->n + 1 };

  *told = now;
}

static void
assert_order (SignetListStore *store,
              const char      *folder,
              const char      *expected)
{
  g_autofree char *here = dup_order (G_LIST_MODEL (store));
  g_autoptr (SignetListStore) again = NULL;
  g_autofree char *there = NULL;

  g_assert_cmpstr (here, ==, expected);
  flush (store);
  again = load (folder);
  there = dup_order (G_LIST_MODEL (again));
  g_assert_cmpstr (there, ==, expected);
}

static void
test_move (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetListStore) store = load (folder);
  Told told = { 0 };

  for (guint i = 0; i < 5; i++)
    {
      const char name[] = { (char) ('A' + i), '\0' };

      signet_list_store_create (store, name);
    }
  g_signal_connect (store, "items-changed", G_CALLBACK (told_cb), &told);

  move (store, 4, 0);
  g_assert_cmpuint (told.position, ==, 0);
  g_assert_cmpuint (told.n_removed, ==, 5);
  g_assert_cmpuint (told.n_added, ==, 5);
  assert_order (store, folder, "EABCD");
  move (store, 1, 2);
  g_assert_cmpuint (told.position, ==, 1);
  g_assert_cmpuint (told.n_removed, ==, 2);
  assert_order (store, folder, "EBACD");
  move (store, 0, 4);
  assert_order (store, folder, "BACDE");
  g_assert_cmpuint (told.n, ==, 3);
  move (store, 2, 2);
  g_assert_cmpuint (told.n, ==, 3);

  /* so often between the same two that no time is left there */
  for (guint i = 0; i < 60; i++)
    move (store, 4, 1);
  assert_order (store, folder, "BACDE");
  for (guint i = 0; i < 61; i++)
    move (store, 0, 3);
  assert_order (store, folder, "ACDBE");
}

/* Files that say the same time, or none at all */
static void
test_same_time (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetListStore) store = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("%c.json", 'a' + i);
      g_autofree char *text = g_strdup_printf ("{\"name\":\"%c\",\"items\":[],\"created\":\"1970-01-01T00:00:00.000001Z\"}", 'A' + i);

      test_write_file (folder, name, text);
    }
  store = load (folder);
  move (store, 3, 0);
  assert_order (store, folder, "DABC");
  move (store, 0, 2);
  assert_order (store, folder, "ABDC");
}

static void
test_copy (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetListStore) templates = load (folder);
  g_autoptr (SignetList) list = signet_list_new (NULL, "Weekly");
  g_autoptr (SignetItem) item = signet_item_new_full ("milk", "2 l", "Dairy", "whole", TRUE);
  g_autoptr (SignetList) copy = NULL;
  g_autoptr (SignetList) named = signet_list_copy (list, "Template");
  SignetItem *copied;

  signet_list_append (list, item);
  copy = signet_list_copy (list, NULL);
  g_assert_cmpstr (signet_list_get_name (copy), ==, "Weekly");
  g_assert_cmpstr (signet_list_get_name (named), ==, "Template");
  g_assert_cmpuint (signet_list_get_n_items (named), ==, 0);
  g_assert_cmpstr (signet_list_get_id (copy), !=, signet_list_get_id (list));
  copied = signet_list_get_item (copy, 0);
  g_assert_true (copied != item);
  g_assert_cmpstr (signet_item_get_name (copied), ==, "milk");
  g_assert_cmpstr (signet_item_get_quantity (copied), ==, "2 l");
  g_assert_cmpstr (signet_item_get_aisle (copied), ==, "Dairy");
  g_assert_cmpstr (signet_item_get_note (copied), ==, "whole");
  g_assert_false (signet_item_get_done (copied));
  g_assert_true (signet_item_get_done (item));

  /* a folder of templates is a folder of lists */
  signet_list_store_add (templates, copy);
  assert_order (templates, folder, "Weekly");
}

/* What a killed process left is removed once it is old, and nothing else is. */
static void
test_leftovers (void)
{
  static const struct { const char *name; gboolean is_old; gboolean stays; } files[] = {
    { "a.json", TRUE, TRUE }, { "a.json.1A2B3C", TRUE, FALSE }, { "b.json.1A2B3C", FALSE, TRUE }, { "c.json.broken", TRUE, TRUE },
    { "d.json.conflict", TRUE, TRUE }, { "e.json.BACKUP7", TRUE, TRUE }, { "f.text.1A2B3C", TRUE, TRUE }, { ".json.1A2B3C", TRUE, TRUE },
  };
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetListStore) store = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *found = NULL;
  g_autofree char *before = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
      const struct utimbuf old = { 1000000000, 1000000000 };

      test_write_file (folder, files[i].name, "{\"name\":\"A\",\"items\":[]}");
      if (files[i].is_old)
        g_assert_cmpint (utime (path, &old), ==, 0);
    }

  before = test_list_folder (folder);
  store = load (folder);
  found = test_list_folder (folder);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *word = g_strconcat (files[i].name, " ", NULL);

      g_assert_nonnull (strstr (before, word));
      g_assert_true ((strstr (found, word) != NULL) == files[i].stays);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lists/order/move", test_move);
  g_test_add_func ("/lists/order/same-time", test_same_time);
  g_test_add_func ("/lists/order/copy", test_copy);
  g_test_add_func ("/lists/order/leftovers", test_leftovers);

  return g_test_run ();
}
