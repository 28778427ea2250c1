/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "signet-clean.h"
#include "signet-list-format.h"
#include "signet-list-private.h"
#include "signet-lists-error.h"

static void
assert_clean (const char *text)
{
  g_autofree char *clean = signet_clean_line (text);

  g_assert_cmpstr (text, ==, clean);
}

static void
check_items (SignetList *list)
{
  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);

      g_assert_nonnull (signet_item_get_name (item));
      assert_clean (signet_item_get_name (item));
      assert_clean (signet_item_get_quantity (item));
      assert_clean (signet_item_get_aisle (item));
      assert_clean (signet_item_get_note (item));
    }
}

/* contents: (transfer full).  (transfer full): the bytes that the store would write */
static GBytes *
write_file (SignetListContents *contents)
{
  g_autoptr (SignetList) list = signet_list_new_take_contents (NULL, contents, "List");
  g_autoptr (SignetListSnapshot) snapshot = signet_list_snapshot (list);

  check_items (list);

  return signet_list_snapshot_to_json (snapshot);
}

/* A file that we read is written and read again without loss: the second writing is the first. */
static void
check_file (const char *text,
            gsize       size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetListContents) contents = signet_list_contents_new_from_file (text, size, &error);
  g_autoptr (SignetListContents) again = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  guint n_items;

  if (contents == NULL)
    {
      g_assert_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_DAMAGED);
      return;
    }
  g_assert_no_error (error);

  n_items = contents->items->len;
  first = write_file (g_steal_pointer (&contents));
  again = signet_list_contents_new_from_file (g_bytes_get_data (first, NULL), g_bytes_get_size (first), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->items->len, ==, n_items);
  second = write_file (g_steal_pointer (&again));
  g_assert_cmpmem (g_bytes_get_data (first, NULL), g_bytes_get_size (first),
                   g_bytes_get_data (second, NULL), g_bytes_get_size (second));
}

/* What we import we can export, and import again as the same list. */
static void
check_import (const char *text,
              gsize       size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GBytes) json_again = NULL;
  g_autoptr (GBytes) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetList) list = signet_list_format_parse (bytes, "List", &error);
  g_autoptr (SignetList) again = NULL;
  g_autoptr (SignetList) from_lines = NULL;

  g_assert_cmpint (list == NULL, ==, error != NULL);
  if (list == NULL)
    return;

  check_items (list);
  json = signet_list_format_write (list, SIGNET_LIST_FORMAT_JSON);
  again = signet_list_format_parse (json, "another", &error);
  g_assert_no_error (error);
  json_again = signet_list_format_write (again, SIGNET_LIST_FORMAT_JSON);
  g_assert_cmpmem (g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                   g_bytes_get_data (json_again, NULL), g_bytes_get_size (json_again));

  lines = signet_list_format_write (list, SIGNET_LIST_FORMAT_TEXT);
  from_lines = signet_list_format_parse (lines, "List", NULL);
  if (from_lines != NULL)
    g_assert_cmpuint (signet_list_get_n_items (from_lines), <=, signet_list_get_n_items (list));
}

/* A table loses nothing but the name of the list; a task list, no item. */
static void
check_export (const char *text,
              gsize       size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  g_autoptr (SignetList) list = signet_list_format_parse_file (bytes, "list.csv", NULL);
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GBytes) markdown = NULL;
  g_autoptr (SignetList) from_csv = NULL;
  g_autoptr (SignetList) from_markdown = NULL;
  g_autoptr (GError) error = NULL;

  if (list == NULL)
    return;

  check_items (list);
  csv = signet_list_format_write (list, SIGNET_LIST_FORMAT_CSV);
  from_csv = signet_list_format_parse (csv, "List", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signet_list_get_n_items (from_csv), ==, signet_list_get_n_items (list));
  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *before = signet_list_get_item (list, i);
      SignetItem *after = signet_list_get_item (from_csv, i);

      g_assert_cmpstr (signet_item_get_name (after), ==, signet_item_get_name (before));
      g_assert_cmpstr (signet_item_get_quantity (after), ==, signet_item_get_quantity (before));
      g_assert_cmpstr (signet_item_get_aisle (after), ==, signet_item_get_aisle (before));
      g_assert_cmpstr (signet_item_get_note (after), ==, signet_item_get_note (before));
      g_assert_cmpint (signet_item_get_done (after), ==, signet_item_get_done (before));
    }

  markdown = signet_list_format_write (list, SIGNET_LIST_FORMAT_MARKDOWN);
  from_markdown = signet_list_format_parse (markdown, "List", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signet_list_get_n_items (from_markdown), ==, signet_list_get_n_items (list));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = fuzz_copy (data, size);

  check_file (text, size);
  check_import (text, size);
  check_export (text, size);

  return 0;
}
