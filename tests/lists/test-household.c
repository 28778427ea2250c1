/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-household.h"
#include "signet-test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *program;

static SignetHousehold *
load (const char  *path,
      GError     **error)
{
  SignetHousehold *self = signet_household_new (path);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_household_load_async (self, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_household_load_finish (self, result, error);

  return self;
}

static gboolean
flush (SignetHousehold  *self,
       GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_household_flush_async (self, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_household_flush_finish (self, result, error);
}

static void
buy (SignetHousehold *self,
     const char      *text,
     const char      *aisle,
     guint            n)
{
  g_autoptr (SignetItem) item = signet_item_new_from_text (text);

  signet_item_set_aisle (item, aisle);
  signet_household_added (self, item);
  for (guint i = 0; i < n; i++)
    signet_household_bought (self, item, TRUE);
}

/* "milk 2 l Dairy 14, …" */
static char *
suggest (SignetHousehold *self,
         const char      *text)
{
  g_autoptr (GPtrArray) suggestions = signet_household_suggest (self, text, 5);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < suggestions->len; i++)
    {
      const SignetSuggestion *suggestion = suggestions->pdata[i];

      g_string_append_printf (out, "%s%s|%s|%s|%u", i > 0 ? ", " : "", suggestion->name,
                              suggestion->quantity != NULL ? suggestion->quantity : "",
                              suggestion->aisle != NULL ? suggestion->aisle : "", suggestion->n_bought);
    }

  return g_string_free (out, FALSE);
}

static void
assert_suggests (SignetHousehold *self,
                 const char      *text,
                 const char      *expected)
{
  g_autofree char *found = suggest (self, text);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_suggest (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetHousehold) self = load (path, &error);
  g_autoptr (SignetItem) milk = signet_item_new_full ("MILK", "2 l", NULL, NULL, TRUE);

  g_assert_no_error (error);
  buy (self, "2 l milk", "Dairy", 3);
  buy (self, "1 l milk", "Dairy", 1);
  buy (self, "oat milk", NULL, 5);
  buy (self, "mince", "Meat", 0);
  buy (self, "Müsli", NULL, 1);
  buy (self, "salami", NULL, 9);

  assert_suggests (self, "mi", "oat milk|||5, milk|2 l|Dairy|4, mince||Meat|0");
  assert_suggests (self, "MIL", "oat milk|||5, milk|2 l|Dairy|4");
  assert_suggests (self, "mü", "Müsli|||1");
  assert_suggests (self, "mu\xCC\x88", "Müsli|||1");
  assert_suggests (self, "ami", "");
  assert_suggests (self, " ", "");
  assert_suggests (self, "%s", "");
  g_assert_cmpstr (signet_household_get_aisle (self, "Milk"), ==, "Dairy");
  g_assert_null (signet_household_get_aisle (self, "oat milk"));

  /* a tick that was taken back was none; the last spelling counts */
  signet_household_bought (self, milk, TRUE);
  assert_suggests (self, "mil", "MILK|2 l|Dairy|5, oat milk|||5");
  signet_household_bought (self, milk, FALSE);
  signet_household_bought (self, milk, FALSE);
  assert_suggests (self, "mil", "oat milk|||5, MILK|2 l|Dairy|3");

  /* who changed to another quantity is believed in time */
  buy (self, "3 l milk", NULL, 4);
  assert_suggests (self, "milk", "milk|3 l|Dairy|7, oat milk|||5");

  {
    g_autoptr (GPtrArray) suggestions = signet_household_suggest (self, "milk", 1);

    signet_household_forget (self, "MILK");
    assert_suggests (self, "mil", "oat milk|||5");
    /* beside what was learned meanwhile */
    buy (self, "4 l milk", NULL, 1);
    signet_household_remember (self, suggestions->pdata[0]);
    assert_suggests (self, "mil", "milk|4 l|Dairy|8, oat milk|||5");
  }
  signet_household_forget (self, "MILK");
  assert_suggests (self, "mil", "oat milk|||5");
  g_assert_true (flush (self, &error));
  g_assert_no_error (error);
}

static void
test_kept (void)
{
  static const char * const aisles[] = { "Fruit", "Dairy", " ", "Bakery", NULL };
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "new", "household.json", NULL);
  g_autoptr (GError) error = NULL;
  struct stat info;

  {
    g_autoptr (SignetHousehold) self = load (path, &error);

    g_assert_no_error (error);
    buy (self, "2 l milk", "Dairy", 14);
    buy (self, "\"quoted\" \\ tea", NULL, 1);
    signet_household_set_aisles (self, aisles);
    g_assert_true (flush (self, &error));
    g_assert_no_error (error);
  }

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  {
    g_autoptr (SignetHousehold) self = signet_household_new (path);
    g_autoptr (GAsyncResult) result = NULL;
    GAsyncResult *slot = NULL;

    /* learned before the file was read: both count */
    buy (self, "milk", NULL, 1);
    signet_household_load_async (self, NULL, test_done_cb, &slot);
    result = test_wait_result (&slot);
    g_assert_true (signet_household_load_finish (self, result, &error));
    assert_suggests (self, "mi", "milk|2 l|Dairy|15");
    assert_suggests (self, "tea", "\"quoted\" \\ tea|||1");

    /* not twice */
    g_clear_object (&result);
    slot = NULL;
    signet_household_load_async (self, NULL, test_done_cb, &slot);
    result = test_wait_result (&slot);
    g_assert_true (signet_household_load_finish (self, result, &error));
    assert_suggests (self, "mi", "milk|2 l|Dairy|15");
    g_assert_cmpuint (g_strv_length ((GStrv) signet_household_get_aisles (self)), ==, 3);
    g_assert_true (flush (self, &error));

    /* let go without a flush */
    buy (self, "milk", NULL, 1);
  }

  {
    g_autoptr (SignetHousehold) self = load (path, &error);

    assert_suggests (self, "mi", "milk|2 l|Dairy|16");
  }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
assert_strv (const char * const *strv,
             const char         *expected)
{
  g_autofree char *text = g_strjoinv (", ", (GStrv) strv);

  g_assert_cmpstr (text, ==, expected);
}

/* The order of the aisles, and what becomes of it and of habits when one gets another name. */
static void
test_aisles (void)
{
  static const char * const aisles[] = { "Fruit", "Dairy", "Bakery", NULL };
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (SignetHousehold) self = load (path, &error);
    guint n_changes = 0;

    g_assert_cmpuint (signet_household_get_aisle_place (self, "Dairy"), ==, G_MAXUINT);
    g_signal_connect_swapped (self, "aisles-changed", G_CALLBACK (count_cb), &n_changes);
    signet_household_set_aisles (self, aisles);
    g_assert_cmpuint (n_changes, ==, 1);
    g_assert_cmpuint (signet_household_get_aisle_place (self, "Fruit"), ==, 0);
    g_assert_cmpuint (signet_household_get_aisle_place (self, "Bakery"), ==, 2);
    g_assert_cmpuint (signet_household_get_aisle_place (self, "bakery"), ==, G_MAXUINT);
    g_assert_cmpuint (signet_household_get_aisle_place (self, NULL), ==, G_MAXUINT);

    g_ptr_array_add (sorted, (char *) "Zoo");
    g_ptr_array_add (sorted, (char *) "Bakery");
    g_ptr_array_add (sorted, (char *) "Aunt’s");
    g_ptr_array_add (sorted, (char *) "Fruit");
    signet_household_sort_aisles (self, sorted);
    g_ptr_array_add (sorted, NULL);
    assert_strv ((const char * const *) sorted->pdata, "Fruit, Bakery, Zoo, Aunt’s");

    buy (self, "milk", "Dairy", 1);
    buy (self, "soap", "Drugs", 1);
    signet_household_rename_aisle (self, "Dairy", " Fridge\n");
    g_assert_cmpuint (n_changes, ==, 2);
    assert_strv (signet_household_get_aisles (self), "Fruit, Fridge, Bakery");
    g_assert_cmpstr (signet_household_get_aisle (self, "milk"), ==, "Fridge");
    g_assert_cmpstr (signet_household_get_aisle (self, "soap"), ==, "Drugs");

    /* one that has no place gets none */
    signet_household_rename_aisle (self, "Drugs", "Chemist");
    assert_strv (signet_household_get_aisles (self), "Fruit, Fridge, Bakery");
    g_assert_cmpstr (signet_household_get_aisle (self, "soap"), ==, "Chemist");
    signet_household_rename_aisle (self, "Chemist", " ");
    g_assert_cmpstr (signet_household_get_aisle (self, "soap"), ==, "Chemist");
    g_assert_true (flush (self, &error));
    g_assert_no_error (error);
  }

  {
    g_autoptr (SignetHousehold) self = load (path, &error);

    assert_strv (signet_household_get_aisles (self), "Fruit, Fridge, Bakery");
    g_assert_cmpstr (signet_household_get_aisle (self, "milk"), ==, "Fridge");
    g_assert_cmpstr (signet_household_get_aisle (self, "soap"), ==, "Chemist");
  }
}

static void
damaged_cb (GString    *kept,
            const char *kept_as)
{
  g_string_append (kept, kept_as);
}

/* What cannot be read is kept; what is right but for one thing is read. */
static void
test_damaged (void)
{
  static const struct { const char *text; gboolean is_right; } cases[] = {
    { "{\"items\": [{\"item\": \"milk\", \"bought\": 1, \"votes\": 1, \"last\": 1}], \"aisles\": [\"Dairy\"], \"new\": {}}", TRUE },
    { "{\"items\": [{\"item\": \"milk\", \"bought\": 1, \"votes\": 1, \"last\": 1}], \"aisles\": [\"Dairy\"]", FALSE },
    { "{\"items\": [{\"item\": \"milk\", \"bought\": -1}]}", FALSE }, { "{\"items\": [{\"bought\": 1}]}", FALSE },
    { "{\"items\": [{\"item\": \"milk\", \"bought\": 99999999999}]}", FALSE }, { "{\"items\": [\"milk\"]}", FALSE },
    { "{\"items\": {}}", FALSE }, { "{\"aisles\": [1]}", FALSE }, { "[]", FALSE }, { "", FALSE }, { "\x89PNG", FALSE },
    { "{}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = test_make_folder ();
      g_autofree char *path = g_build_filename (folder, "household.json", NULL);
      g_autofree char *kept_path = g_build_filename (folder, "household.json.broken", NULL);
      g_autofree char *kept_text = NULL;
      g_autoptr (GString) kept = g_string_new (NULL);
      g_autoptr (SignetHousehold) self = signet_household_new (path);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      GAsyncResult *slot = NULL;

      g_test_message ("row %u", i);
      g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
      g_signal_connect_swapped (self, "damaged", G_CALLBACK (damaged_cb), kept);
      signet_household_load_async (self, NULL, test_done_cb, &slot);
      result = test_wait_result (&slot);
      g_assert_true (signet_household_load_finish (self, result, &error));
      g_assert_cmpstr (kept->str, ==, cases[i].is_right ? "" : "household.json.broken");
      if (!cases[i].is_right)
        {
          g_assert_true (g_file_get_contents (kept_path, &kept_text, NULL, NULL));
          g_assert_cmpstr (kept_text, ==, cases[i].text);
          g_assert_cmpuint (signet_household_get_n_items (self), ==, 0);
        }
    }
}

/* A file that may be whole, but is not to be had, is never written over. */
static void
test_unreadable (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetHousehold) self = NULL;
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (symlink ("household.json", path), ==, 0);
  self = load (path, &error);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP);
  g_clear_error (&error);
  buy (self, "milk", NULL, 1);
  g_assert_false (flush (self, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP);
  g_clear_error (&error);
  assert_suggests (self, "mi", "milk|||1");
  target = g_file_read_link (path, NULL);
  g_assert_cmpstr (target, ==, "household.json");

  /* once it is, what was learned meanwhile is added */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "{\"items\": [{\"item\": \"milk\", \"bought\": 6}]}", -1, NULL));
  g_assert_true (flush (self, &error));
  g_assert_no_error (error);
  assert_suggests (self, "mi", "milk|||7");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"bought\": 7"));
}

static void
failed_cb (guint *n)
{
  (*n)++;
}

static void
test_not_saved (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *sub = g_build_filename (folder, "sub", NULL);
  g_autofree char *path = g_build_filename (sub, "household.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetHousehold) self = load (path, &error);
  guint n = 0;

  g_assert_no_error (error);
  g_signal_connect_swapped (self, "save-failed", G_CALLBACK (failed_cb), &n);
  g_assert_true (g_file_set_contents (sub, "in the way", -1, NULL));
  buy (self, "milk", NULL, 1);
  g_assert_false (flush (self, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_clear_error (&error);
  g_assert_cmpuint (n, ==, 1);
  assert_suggests (self, "mi", "milk|||1");

  g_assert_cmpint (g_unlink (sub), ==, 0);
  g_assert_true (flush (self, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static guint
count_bought (SignetHousehold *self,
              const char      *name)
{
  g_autoptr (GPtrArray) found = signet_household_suggest (self, name, 1);

  return found->len > 0 ? ((SignetSuggestion *) found->pdata[0])->n_bought : 0;
}

/* Two that learn at the same time, each with what it read long ago, add to each other. */
static void
test_two (void)
{
  static const char * const aisles[] = { "Fruit", "Dairy", NULL };
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetHousehold) one = load (path, &error);
  g_autoptr (SignetHousehold) two = load (path, &error);
  g_autoptr (SignetHousehold) three = NULL;

  buy (one, "2 l milk", "Dairy", 3);
  g_assert_true (flush (one, &error));
  buy (two, "Milk", NULL, 2);
  buy (two, "mint", NULL, 1);
  signet_household_set_aisles (two, aisles);
  g_assert_true (flush (two, &error));
  /* what the other learned came back with it */
  assert_suggests (two, "mi", "Milk|2 l|Dairy|5, mint|||1");
  buy (one, "mince", "Meat", 1);
  g_assert_true (flush (one, &error));
  assert_suggests (one, "mi", "Milk|2 l|Dairy|5, mince||Meat|1, mint|||1");
  g_assert_cmpuint (signet_household_get_aisle_place (one, "Dairy"), ==, 1);

  /* what one forgets the other does not bring back */
  signet_household_forget_all (one);
  buy (one, "mint", NULL, 1);
  g_assert_true (flush (one, &error));
  buy (two, "mint", NULL, 1);
  g_assert_true (flush (two, &error));
  assert_suggests (two, "mi", "mint|||2");
  g_assert_cmpuint (signet_household_get_aisle_place (two, "Dairy"), ==, 1);

  /* by itself, without anything to learn */
  three = load (path, &error);
  g_assert_no_error (error);
  buy (two, "mint", NULL, 1);
  g_assert_true (flush (two, &error));
  buy (three, "mint", NULL, 1);
  test_wait_until (count_bought (three, "mint") == 4 && count_bought (two, "mint") == 4);
  signet_household_forget_all (two);
  test_wait_until (signet_household_get_n_items (three) == 0);
}

/* What other processes do meanwhile is in neither's way. */
static void
test_processes (void)
{
  enum { N = 4, TIMES = 25 };
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autofree char *times = g_strdup_printf ("%d", TIMES);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetHousehold) self = NULL;
  GAsyncResult *slots[N] = { NULL };
  GSubprocess *processes[N];

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *own = g_strdup_printf ("own %u", i);

      processes[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--buy", path, own, times, NULL);
      g_assert_no_error (error);
      g_subprocess_wait_check_async (processes[i], NULL, test_done_cb, &slots[i]);
    }
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&slots[i]);

      g_subprocess_wait_check_finish (processes[i], result, &error);
      g_assert_no_error (error);
      g_object_unref (processes[i]);
    }

  self = load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (N * TIMES, ==, 100);
  assert_suggests (self, "milk", "milk|||100");
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *own = g_strdup_printf ("own %u", i);
      g_autofree char *expected = g_strdup_printf ("own %u|||%d", i, TIMES);

      assert_suggests (self, own, expected);
    }
}

/* test --buy FILE NAME TIMES */
static int
buy_often (char **argv)
{
  g_autoptr (SignetHousehold) self = signet_household_new (argv[2]);

  for (int i = 0; i < atoi (argv[4]); i++)
    {
      g_autoptr (GError) error = NULL;

      buy (self, "milk", NULL, 1);
      buy (self, argv[3], NULL, 1);
      if (!flush (self, &error))
        g_error ("%s", error->message);
    }

  return 0;
}

/* A file that vanishes, or is damaged, while we know what was in it comes back whole. */
static void
test_vanished (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetHousehold) self = load (path, &error);
  g_autoptr (SignetHousehold) other = NULL;

  g_signal_connect_swapped (self, "damaged", G_CALLBACK (damaged_cb), kept);
  buy (self, "milk", "Dairy", 6);
  g_assert_true (flush (self, &error));
  g_assert_cmpint (g_unlink (path), ==, 0);
  buy (self, "mint", NULL, 1);
  g_assert_true (flush (self, &error));
  assert_suggests (self, "mi", "milk||Dairy|6, mint|||1");
  g_clear_object (&other);
  other = load (path, &error);
  assert_suggests (other, "mi", "milk||Dairy|6, mint|||1");
  g_assert_cmpstr (kept->str, ==, "");

  g_assert_true (g_file_set_contents (path, "nonsense", -1, NULL));
  buy (self, "mint", NULL, 1);
  g_assert_true (flush (self, &error));
  assert_suggests (self, "mi", "milk||Dairy|6, mint|||2");
  g_assert_cmpstr (kept->str, ==, "household.json.broken");
  g_clear_object (&other);
  other = load (path, &error);
  assert_suggests (other, "mi", "milk||Dairy|6, mint|||2");

  /* and also where nobody waited for it */
  g_assert_cmpint (g_unlink (path), ==, 0);
  buy (self, "mint", NULL, 1);
  g_assert_finalize_object (g_steal_pointer (&self));
  g_clear_object (&other);
  other = load (path, &error);
  assert_suggests (other, "mi", "milk||Dairy|6, mint|||3");
}

/* However much is bought: the file stays small, what is bought often stays, and typing does not wait. */
static void
test_many (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autofree char *huge = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetHousehold) self = load (path, &error);
  struct stat info;
  gint64 start;

  buy (self, "milk", "Dairy", 2);
  buy (self, huge, NULL, 2);
  for (guint i = 0; i < 3 * SIGNET_HOUSEHOLD_MAX_ITEMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("mi thing no %u", i);

      buy (self, name, NULL, 1);
      g_assert_cmpuint (signet_household_get_n_items (self), <=, SIGNET_HOUSEHOLD_MAX_ITEMS);
    }
  assert_suggests (self, "mil", "milk||Dairy|2");
  assert_suggests (self, "xxx", "");

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *found = suggest (self, "mi");

      g_assert_true (g_str_has_prefix (found, "milk||Dairy|2, mi thing no"));
    }
  g_test_message ("%.3f ms a suggestion", (g_get_monotonic_time () - start) / 100e3);

  g_assert_true (flush (self, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_size, <, 2 * 1024 * 1024);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && strcmp (argv[1], "--buy") == 0)
    return buy_often (argv);

  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lists/household/suggest", test_suggest);
  g_test_add_func ("/lists/household/kept", test_kept);
  g_test_add_func ("/lists/household/aisles", test_aisles);
  g_test_add_func ("/lists/household/damaged", test_damaged);
  g_test_add_func ("/lists/household/unreadable", test_unreadable);
  g_test_add_func ("/lists/household/not-saved", test_not_saved);
  g_test_add_func ("/lists/household/two", test_two);
  g_test_add_func ("/lists/household/processes", test_processes);
  g_test_add_func ("/lists/household/vanished", test_vanished);
  g_test_add_func ("/lists/household/many", test_many);

  return g_test_run ();
}
