/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-file.h"
#include "signet-test.h"

#include <glib/gstdio.h>

/* What is read of a file that may have changed. */

static void
write_text (const char *folder,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, "a.json", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_known (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetListFile) first = NULL;
  g_autoptr (SignetListFile) same = NULL;
  g_autoptr (SignetListFile) other = NULL;
  g_autoptr (SignetListFile) damaged = NULL;
  g_autoptr (SignetListFile) gone = NULL;

  write_text (folder, "{\"name\": \"A\", \"items\": [\"milk\"]}");
  first = signet_list_file_read_change (folder, "a", NULL);
  g_assert_nonnull (first->checksum);
  g_assert_nonnull (first->contents);
  g_assert_cmpuint (first->contents->items->len, ==, 1);

  same = signet_list_file_read_change (folder, "a", first->checksum);
  g_assert_cmpstr (same->checksum, ==, first->checksum);
  g_assert_null (same->contents);
  g_assert_null (same->kept_as);

  /* one letter more */
  write_text (folder, "{\"name\": \"A\", \"items\": [\"milks\"]}");
  other = signet_list_file_read_change (folder, "a", first->checksum);
  g_assert_cmpstr (other->checksum, !=, first->checksum);
  g_assert_nonnull (other->contents);

  /* young damage is left where it is */
  write_text (folder, "{\"name\": \"A\", \"items\": [\"milks\"]");
  damaged = signet_list_file_read_change (folder, "a", other->checksum);
  g_assert_cmpstr (damaged->checksum, !=, other->checksum);
  g_assert_null (damaged->contents);
  g_assert_null (damaged->kept_as);

  gone = signet_list_file_read_change (folder, "b", other->checksum);
  g_assert_null (gone->checksum);
  g_assert_null (gone->contents);
}

/* The JSON of each item is made where the file is read, and is what the file says. */
static void
test_json (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetListFile) file = NULL;
  SignetItemFields *fields;

  write_text (folder, "{\"name\": \"A\", \"items\": [{\"item\": \"milk\", \"done\": true, \"x\": 1e400}]}");
  file = signet_list_file_read_change (folder, "a", NULL);
  g_assert_nonnull (file->contents);
  fields = &g_array_index (file->contents->items, SignetItemFields, 0);
  g_assert_cmpstr (fields->json, ==, "{\"item\": \"milk\", \"done\": true, \"x\": 1e400}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/lists/file/known", test_known);
  g_test_add_func ("/lists/file/json", test_json);

  return g_test_run ();
}
