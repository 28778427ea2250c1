/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-store.h"
#include "signet-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID "11111111-1111-4111-8111-111111111111"
#define FILE_OF_ID ID ".json"

typedef struct
{
  char            *folder;
  SignetListStore *store;

  /* what its signals told */
  guint    n_saved;
  guint    n_failed;
  guint    n_outside;
  char    *before;        /* (nullable): the file form of a list before its last change outside */
  GString *kept;      /* "damaged NAME " or "conflict NAME " each */
} Fixture;

static void
saved_cb (Fixture *f)
{
  f->n_saved++;
}

static void
failed_cb (SignetListStore *store,
           SignetList      *list,
           const GError    *error,
           Fixture         *f)
{
  g_assert_nonnull (error);
  f->n_failed++;
}

static void
outside_cb (Fixture    *f,
            SignetList *list,
            SignetList *before)
{
  g_autoptr (GBytes) json = signet_list_to_json (list);
  g_autoptr (GBytes) json_before = signet_list_to_json (before);

  g_assert_false (g_bytes_equal (json, json_before));
  g_clear_pointer (&f->before, g_free);
  f->before = g_strndup (g_bytes_get_data (json_before, NULL), g_bytes_get_size (json_before));
  f->n_outside++;
}

static void
damaged_cb (SignetListStore *store,
            const char      *kept_as,
            Fixture         *f)
{
  g_string_append_printf (f->kept, "damaged %s ", kept_as);
}

static void
conflict_cb (SignetListStore *store,
             SignetList      *list,
             const char      *kept_as,
             Fixture         *f)
{
  g_string_append_printf (f->kept, "conflict %s ", kept_as);
}

static void
load (SignetListStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_list_store_load_async (store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_list_store_load_finish (store, result, &error);
  g_assert_no_error (error);
}

static gboolean
flush (SignetListStore  *store,
       GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_list_store_flush_async (store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_list_store_flush_finish (store, result, error);
}

static void
open_store (Fixture *f)
{
  f->store = signet_list_store_new (f->folder);
  g_signal_connect_swapped (f->store, "saved", G_CALLBACK (saved_cb), f);
  g_signal_connect (f->store, "save-failed", G_CALLBACK (failed_cb), f);
  g_signal_connect_swapped (f->store, "changed-outside", G_CALLBACK (outside_cb), f);
  g_signal_connect (f->store, "damaged", G_CALLBACK (damaged_cb), f);
  g_signal_connect (f->store, "conflict", G_CALLBACK (conflict_cb), f);
  load (f->store);
}

static void
close_store (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  flush (f->store, &error);
  g_assert_no_error (error);
  g_assert_false (signet_list_store_has_unsaved (f->store));
  test_assert_gone (&f->store);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = test_make_folder ();
  f->kept = g_string_new (NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->store != NULL)
    close_store (f);
  g_string_free (f->kept, TRUE);
  g_free (f->before);
  g_free (f->folder);
}

static SignetList *
get_list (SignetListStore *store,
          guint            position)
{
  g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (store), position);

  return list;   /* the store holds it */
}

static guint
count (SignetListStore *store)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store));
}

static void
add_item (SignetList *list,
          const char *text)
{
  g_autoptr (SignetItem) item = signet_item_new_from_text (text);

  signet_list_append (list, item);
}

/* (transfer full): names of the items, each with a space behind it */
static char *
dup_items (SignetList *list)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    g_string_append_printf (names, "%s ", signet_item_get_name (signet_list_get_item (list, i)));

  return g_string_free (names, FALSE);
}

static void
assert_items (SignetList *list,
              const char *expected)
{
  g_autofree char *names = dup_items (list);

  g_assert_cmpstr (names, ==, expected);
}

static gboolean
has_items (SignetList *list,
           const char *expected)
{
  g_autofree char *names = dup_items (list);

  return g_str_equal (names, expected);
}

static void
assert_folder (Fixture    *f,
               const char *expected)
{
  g_autofree char *names = test_list_folder (f->folder);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_save (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *base_name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *files = NULL;
  SignetList *list;
  struct stat info;
  gint64 start;

  open_store (f);
  g_assert_cmpuint (count (f->store), ==, 0);
  g_assert_false (signet_list_store_has_unsaved (f->store));

  list = signet_list_store_create (f->store, "Weekly shop");
  add_item (list, "2 l milk");
  add_item (list, "eggs");
  g_assert_true (signet_list_store_has_unsaved (f->store));

  /* without being asked */
  start = g_get_monotonic_time ();
  test_wait_until (!signet_list_store_has_unsaved (f->store));
  g_test_message ("saved after %.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_cmpuint (f->n_saved, ==, 1);

  base_name = g_strconcat (signet_list_get_id (list), ".json", NULL);
  text = test_read_file (f->folder, base_name);
  g_assert_true (g_str_has_prefix (text,
                                   "{\n  \"name\": \"Weekly shop\",\n  \"items\": [\n"
                                   "    {\"item\": \"milk\", \"quantity\": \"2 l\", \"done\": false},\n"
                                   "    {\"item\": \"eggs\", \"done\": false}\n  ],\n  \"created\": \""));
  path = g_build_filename (f->folder, base_name, NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0600);
  files = g_strconcat (".lock ", base_name, " ", NULL);
  assert_folder (f, files);
}

static void
test_reload (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *first_id = NULL;
  SignetItem *item;

  open_store (f);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("List %u", i);

      add_item (signet_list_store_create (f->store, name), "milk");
    }
  item = signet_list_get_item (get_list (f->store, 2), 0);
  signet_item_set_done (item, TRUE);
  signet_item_set_note (item, "the “good” one");
  first_id = g_strdup (signet_list_get_id (get_list (f->store, 0)));
  close_store (f);

  /* in the order of their creation, whatever the folder's */
  open_store (f);
  g_assert_cmpuint (count (f->store), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("List %u", i);

      g_assert_cmpstr (signet_list_get_name (get_list (f->store, i)), ==, name);
    }
  g_assert_cmpstr (signet_list_get_id (get_list (f->store, 0)), ==, first_id);
  item = signet_list_get_item (get_list (f->store, 2), 0);
  g_assert_true (signet_item_get_done (item));
  g_assert_cmpstr (signet_item_get_note (item), ==, "the “good” one");
  /* reading is no edit */
  g_assert_false (signet_list_store_has_unsaved (f->store));
}

/* Many edits, few writes, and the last of them on disk. */
static void
test_coalesce (Fixture       *f,
               gconstpointer  data)
{
  SignetList *list;

  open_store (f);
  list = signet_list_store_create (f->store, "Many");
  for (guint i = 0; i < 500; i++)
    add_item (list, "milk");
  test_wait_until (!signet_list_store_has_unsaved (f->store));
  g_assert_cmpuint (f->n_saved, ==, 1);

  for (guint i = 0; i < 500; i++)
    signet_item_set_done (signet_list_get_item (list, i), TRUE);
  test_wait_until (!signet_list_store_has_unsaved (f->store));
  g_assert_cmpuint (f->n_saved, ==, 2);
  close_store (f);

  open_store (f);
  g_assert_cmpuint (signet_list_get_n_done (get_list (f->store, 0)), ==, 500);
}

/* The file is replaced, never written into: who holds the old one by another name keeps it. */
static void
test_replaced (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, FILE_OF_ID, NULL);
  g_autofree char *link_path = g_build_filename (f->folder, "backup", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *backup = NULL;

  test_write_file (f->folder, FILE_OF_ID, "{\"name\":\"A\",\"items\":[\"milk\"]}");
  g_assert_cmpint (link (path, link_path), ==, 0);
  before = test_read_file (f->folder, FILE_OF_ID);

  open_store (f);
  add_item (get_list (f->store, 0), "eggs");
  close_store (f);

  after = test_read_file (f->folder, FILE_OF_ID);
  g_assert_nonnull (strstr (after, "eggs"));
  backup = test_read_file (f->folder, "backup");
  g_assert_cmpstr (backup, ==, before);
}

static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  static const char * const damages[] = {
    "", "nonsense", "{\"name\":\"A\",\"items\":[", "{\"name\":\"A\"}", "[]",
    "{\"name\":\"A\",\"items\":[{\"quantity\":\"1\"}]}", "{\"name\":\"A\",\"items\":[],\"items\":[]}",
    "{\"name\":\"\xff\",\"items\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *kept = NULL;
      g_autofree char *name = i == 0 ? g_strdup (FILE_OF_ID ".broken")
                                     : g_strdup_printf (FILE_OF_ID ".broken.%u", i + 1);
      g_autofree char *told = g_strdup_printf ("damaged %s ", name);

      g_test_message ("%u", i);
      test_write_file (f->folder, FILE_OF_ID, damages[i]);
      test_write_file (f->folder, "other.json", "{\"name\":\"B\",\"items\":[]}");
      open_store (f);
      g_assert_cmpstr (f->kept->str, ==, told);
      kept = test_read_file (f->folder, name);
      g_assert_cmpstr (kept, ==, damages[i]);

      /* the good one is there */
      g_assert_cmpuint (count (f->store), ==, 1);
      g_assert_cmpstr (signet_list_get_name (get_list (f->store, 0)), ==, "B");
      close_store (f);
      g_string_truncate (f->kept, 0);
    }
}

/* What stands where a list's file would be and is no file at all */
static void
test_no_file (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, FILE_OF_ID, NULL);
  g_autofree char *fifo = g_build_filename (f->folder, "fifo.json", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  test_write_file (f->folder, ".hidden.json", "nonsense");
  test_write_file (f->folder, "notes.txt", "nonsense");

  open_store (f);
  g_assert_cmpuint (count (f->store), ==, 0);
  assert_folder (f, ".hidden.json " FILE_OF_ID ".broken fifo.json.broken notes.txt ");
}

/* The disk does not take it: it stays here, is said, and goes there when it can. */
static void
test_unwritable (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *parent = g_steal_pointer (&f->folder);
  g_autoptr (GError) error = NULL;
  SignetList *list;

  /* a file where the folder should be keeps even root from writing there */
  f->folder = g_build_filename (parent, "lists", NULL);
  test_write_file (parent, "lists", "in the way");

  f->store = signet_list_store_new (f->folder);
  g_signal_connect_swapped (f->store, "saved", G_CALLBACK (saved_cb), f);
  g_signal_connect (f->store, "save-failed", G_CALLBACK (failed_cb), f);
  list = signet_list_store_create (f->store, "Groceries");
  add_item (list, "milk");
  test_wait_until (f->n_failed == 1);
  g_assert_true (signet_list_store_has_unsaved (f->store));
  assert_items (list, "milk ");

  g_assert_false (flush (f->store, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (signet_list_store_has_unsaved (f->store));
  g_assert_cmpuint (f->n_failed, ==, 2);

  /* out of the way: tried again without being asked */
  g_assert_cmpint (g_unlink (f->folder), ==, 0);
  test_wait_until (!signet_list_store_has_unsaved (f->store));
  g_assert_cmpuint (f->n_saved, ==, 1);
  close_store (f);

  open_store (f);
  assert_items (get_list (f->store, 0), "milk ");
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (SignetList) deleted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  open_store (f);
  add_item (signet_list_store_create (f->store, "A"), "milk");
  add_item (signet_list_store_create (f->store, "B"), "eggs");
  add_item (signet_list_store_create (f->store, "C"), "bread");
  g_assert_true (flush (f->store, &error));

  deleted = g_object_ref (get_list (f->store, 1));
  id = g_strdup (signet_list_get_id (deleted));
  signet_list_store_delete (f->store, deleted);
  g_assert_cmpuint (count (f->store), ==, 2);
  g_assert_cmpstr (signet_list_get_name (get_list (f->store, 1)), ==, "C");
  close_store (f);
  open_store (f);
  g_assert_cmpuint (count (f->store), ==, 2);

  /* undone: with its id, its items and at its place */
  signet_list_store_add (f->store, deleted);
  g_assert_true (get_list (f->store, 1) == deleted);
  close_store (f);
  open_store (f);
  g_assert_cmpuint (count (f->store), ==, 3);
  g_assert_cmpstr (signet_list_get_id (get_list (f->store, 1)), ==, id);
  assert_items (get_list (f->store, 1), "eggs ");

  /* undone before the disk was told */
  g_set_object (&deleted, get_list (f->store, 0));
  signet_list_store_delete (f->store, deleted);
  signet_list_store_add (f->store, deleted);
  close_store (f);
  open_store (f);
  g_assert_cmpuint (count (f->store), ==, 3);
  assert_items (get_list (f->store, 0), "milk ");
}

/* Two programs with the same folder: what one does, the other shows. */
static void
test_two_stores (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (SignetListStore) other = NULL;
  g_autoptr (GError) error = NULL;
  SignetList *here, *there;

  open_store (f);
  other = signet_list_store_new (f->folder);
  load (other);

  there = signet_list_store_create (other, "Shared");
  add_item (there, "milk");
  test_wait_until (count (f->store) == 1);
  here = get_list (f->store, 0);
  g_assert_cmpstr (signet_list_get_name (here), ==, "Shared");
  test_wait_until (has_items (here, "milk "));

  add_item (there, "eggs");
  test_wait_until (has_items (here, "milk eggs "));
  g_assert_cmpuint (f->n_outside, >=, 1);
  g_assert_nonnull (strstr (f->before, "Shared"));
  g_assert_nonnull (strstr (f->before, "milk"));
  g_assert_null (strstr (f->before, "eggs"));

  /* and back */
  signet_item_set_done (signet_list_get_item (here, 0), TRUE);
  test_wait_until (signet_list_get_n_done (there) == 1);

  /* how it was, ticks included */
  add_item (there, "tea");
  test_wait_until (has_items (here, "milk eggs tea "));
  g_assert_null (strstr (f->before, "tea"));
  g_assert_nonnull (strstr (f->before, "true"));

  signet_list_store_delete (other, there);
  test_wait_until (count (f->store) == 0);

  g_assert_cmpstr (f->kept->str, ==, "");
  g_assert_true (flush (other, &error));
  test_assert_gone (&other);
}

/* Both have edited: ours is written, theirs kept beside it. */
static void
test_conflict (Fixture       *f,
               gconstpointer  data)
{
  const char *theirs = "{\"name\":\"A\",\"items\":[\"milk\",\"theirs\"]}";
  g_autofree char *ours = NULL;
  g_autofree char *kept = NULL;
  SignetList *list;

  test_write_file (f->folder, FILE_OF_ID, "{\"name\":\"A\",\"items\":[\"milk\"]}");
  open_store (f);
  list = get_list (f->store, 0);
  add_item (list, "ours");
  test_write_file (f->folder, FILE_OF_ID, theirs);
  test_wait_until (!signet_list_store_has_unsaved (f->store));

  g_assert_cmpstr (f->kept->str, ==, "conflict " FILE_OF_ID ".conflict ");
  kept = test_read_file (f->folder, FILE_OF_ID ".conflict");
  g_assert_cmpstr (kept, ==, theirs);
  assert_items (list, "milk ours ");
  ours = test_read_file (f->folder, FILE_OF_ID);
  g_assert_nonnull (strstr (ours, "\"ours\""));
  g_assert_null (strstr (ours, "theirs"));
}

/* An editor that writes in place leaves half a file for a moment: patience. */
static void
test_damaged_meanwhile (Fixture       *f,
                        gconstpointer  data)
{
  g_autofree char *text = NULL;
  SignetList *list;

  test_write_file (f->folder, FILE_OF_ID, "{\"name\":\"A\",\"items\":[\"milk\"]}");
  open_store (f);
  list = get_list (f->store, 0);
  test_write_file (f->folder, FILE_OF_ID, "{\"name\":\"A\",\"items\":[\"mi");

  /* it stays so: kept aside, and the last good version back in its place */
  test_wait_until (f->kept->len > 0);
  g_assert_cmpstr (f->kept->str, ==, "damaged " FILE_OF_ID ".broken ");
  assert_items (list, "milk ");
  test_wait_until (!signet_list_store_has_unsaved (f->store));
  text = test_read_file (f->folder, FILE_OF_ID);
  g_assert_nonnull (strstr (text, "\"milk\""));
}

static void
test_flush (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  open_store (f);
  g_assert_true (flush (f->store, &error));

  add_item (signet_list_store_create (f->store, "A"), "milk");
  g_assert_true (flush (f->store, &error));
  g_assert_false (signet_list_store_has_unsaved (f->store));
  g_assert_cmpuint (f->n_saved, ==, 1);

  /* given up: the saving is not */
  add_item (get_list (f->store, 0), "eggs");
  signet_list_store_flush_async (f->store, cancellable, test_done_cb, &slot);
  g_cancellable_cancel (cancellable);
  result = test_wait_result (&slot);
  g_assert_false (signet_list_store_flush_finish (f->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_wait_until (!signet_list_store_has_unsaved (f->store));
  g_assert_cmpuint (f->n_saved, ==, 2);
}

/* Whoever lets go without flushing loses nothing either. */
static void
test_let_go (Fixture       *f,
             gconstpointer  data)
{
  open_store (f);
  add_item (signet_list_store_create (f->store, "A"), "milk");
  g_assert_true (signet_list_store_has_unsaved (f->store));
  test_assert_gone (&f->store);

  open_store (f);
  g_assert_cmpuint (count (f->store), ==, 1);
  assert_items (get_list (f->store, 0), "milk ");
}

static void
test_find (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  SignetList *a, *b, *twin;

  open_store (f);
  a = signet_list_store_create (f->store, "A");
  b = signet_list_store_create (f->store, "B");
  twin = signet_list_store_create (f->store, "B");

  g_assert_true (signet_list_store_find (f->store, "A", &error) == a);
  g_assert_no_error (error);
  g_assert_true (signet_list_store_find (f->store, signet_list_get_id (twin), &error) == twin);
  g_assert_no_error (error);

  g_assert_null (signet_list_store_find (f->store, "a", &error));
  g_assert_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (signet_list_store_find (f->store, "B", &error));
  g_assert_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_AMBIGUOUS);
  g_assert_nonnull (strstr (error->message, signet_list_get_id (b)));
  g_assert_nonnull (strstr (error->message, signet_list_get_id (twin)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/lists/store/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("save", test_save);
  ADD ("reload", test_reload);
  ADD ("coalesce", test_coalesce);
  ADD ("replaced", test_replaced);
  ADD ("damaged", test_damaged);
  ADD ("no-file", test_no_file);
  ADD ("unwritable", test_unwritable);
  ADD ("delete", test_delete);
  ADD ("two-stores", test_two_stores);
  ADD ("conflict", test_conflict);
  ADD ("damaged-meanwhile", test_damaged_meanwhile);
  ADD ("flush", test_flush);
  ADD ("let-go", test_let_go);
  ADD ("find", test_find);

  return g_test_run ();
}
