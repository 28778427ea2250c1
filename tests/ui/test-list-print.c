/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-list-print.h"

#include <string.h>

/* What a printer would get, as text, laid out as on the paper */
static char *
print (SignetList      *list,
       gboolean         grouped,
       SignetHousehold *household,
       const char      *stamp,
       guint           *n_pages)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "list.pdf", NULL);
  g_autoptr (GtkPrintOperation) operation = signet_list_print_new (list, grouped, household, stamp);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  GtkPrintOperationResult result;
  char *text = NULL;
  int n = 0;

  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_set_allow_async (operation, FALSE);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_object_get (operation, "n-pages", &n, NULL);
  if (n_pages != NULL)
    *n_pages = (guint) n;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "pdftotext", "-layout", path, "-", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  if (g_getenv ("SIGNET_SHOTS") != NULL)
    {
      g_autofree char *kept = g_strdup_printf ("%s/print-%u.pdf", g_getenv ("SIGNET_SHOTS"), signet_list_get_n_items (list));
      g_autofree char *contents = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      g_assert_true (g_file_set_contents (kept, contents, (gssize) size, NULL));
    }

  return text;
}

/* The words must follow each other in this order. */
static void
assert_order (const char         *text,
              const char * const *words)
{
  const char *at = text;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *found = strstr (at, words[i]);

      if (found == NULL)
        g_error ("“%s” is missing, or too early, in:\n%s", words[i], text);
      at = found + strlen (words[i]);
    }
}

static SignetList *
create_list (void)
{
  static const struct { const char *name, *quantity, *aisle, *note; gboolean done; } items[] = {
    { "milk", "6", "Dairy", "whole & fresh", FALSE }, { "bread", NULL, "Bakery", NULL, FALSE },
    { "butter", "250 g", "Dairy", NULL, FALSE }, { "healthy stuff", NULL, NULL, NULL, FALSE },
    { "eggs", "12", "Dairy", NULL, TRUE },
  };
  SignetList *list = signet_list_new (NULL, "Weekly <b>shop</b>");

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_full (items[i].name, items[i].quantity, items[i].aisle,
                                                          items[i].note, items[i].done);

      signet_list_append (list, item);
    }

  return list;
}

static void
test_grouped (UiFixture     *f,
              gconstpointer  data)
{
  static const char * const grouped[] = { "Weekly <b>shop</b>", "Dairy", "milk", "6", "whole & fresh", "butter", "250 g",
                                          "Bakery", "bread", "Other", "healthy stuff", "Bought", "eggs", "12", NULL };
  static const char * const plain[] = { "Weekly <b>shop</b>", "milk", "bread", "butter", "healthy stuff", "Bought", "eggs", NULL };
  static const char * const in_order[] = { "Bakery", "bread", "Dairy", "milk", "butter", "Other", "healthy stuff", "Bought",
                                           "eggs", NULL };
  static const char * const aisles[] = { "Fruit", "Bakery", NULL };
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autoptr (SignetHousehold) household = signet_household_new (path);
  g_autoptr (SignetList) list = create_list ();
  g_autofree char *text = NULL;
  g_autofree char *arranged = NULL;
  g_autofree char *ungrouped = NULL;
  guint n_pages;

  text = print (list, TRUE, NULL, NULL, &n_pages);
  g_assert_cmpuint (n_pages, ==, 1);
  assert_order (text, grouped);
  g_assert_null (strstr (text, "Signed"));

  signet_household_set_aisles (household, aisles);
  arranged = print (list, TRUE, household, NULL, NULL);
  assert_order (arranged, in_order);

  ungrouped = print (list, FALSE, NULL, NULL, NULL);
  assert_order (ungrouped, plain);
  g_assert_null (strstr (ungrouped, "Dairy"));
}

static void
test_stamp (UiFixture     *f,
            gconstpointer  data)
{
  static const char * const words[] = { "milk", "eggs", "Signed by Whitney", "77034 15529", NULL };
  g_autoptr (SignetList) list = create_list ();
  g_autofree char *text = print (list, TRUE, NULL, "Signed by Whitney, 3 November\n77034 15529", NULL);

  assert_order (text, words);
}

/* Every item is on one of the pages, once, and each page says which it is. */
static void
test_pages (UiFixture     *f,
            gconstpointer  data)
{
  static const char * const words[] = { "item 0 ", "1 of ", "2 of ", "item 199 ", NULL };
  g_autoptr (SignetList) list = signet_list_new (NULL, "Long");
  g_autofree char *text = NULL;
  g_autofree char *last = NULL;
  guint n_pages;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("item %u .", i);
      g_autofree char *aisle = g_strdup_printf ("Aisle %u", i / 20);
      g_autoptr (SignetItem) item = signet_item_new_full (name, "1", aisle, NULL, FALSE);

      signet_list_append (list, item);
    }
  text = print (list, TRUE, NULL, "Signed", &n_pages);
  g_assert_cmpuint (n_pages, >=, 4);
  assert_order (text, words);
  last = g_strdup_printf ("%u of %u", n_pages, n_pages);
  g_assert_nonnull (strstr (text, last));
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("item %u .", i);
      const char *found = strstr (text, name);

      g_assert_nonnull (found);
      g_assert_null (strstr (found + 1, name));
    }
}

static gboolean
says_failed (UiFixture *f)
{
  GtkWidget *label;

  for (guint i = 0; (label = ui_find_type (f->window, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (label)), "The list could not be exported: "))
      return TRUE;

  return FALSE;
}

static void
test_export (UiFixture     *f,
             gconstpointer  data)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "Weekly shop.txt", NULL);
  g_autofree char *bad_path = g_build_filename (folder, "missing", "list.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) bad = g_file_new_for_path (bad_path);

  ui_open_window (f);
  g_assert_false (ui_is_enabled (list_get_pane (f), "list.print", NULL));
  g_assert_false (ui_is_enabled (list_get_pane (f), "list.export", NULL));
  list_add (f, "2 l milk");
  list_add (f, "eggs");
  g_assert_true (ui_is_enabled (list_get_pane (f), "list.print", NULL));
  signet_list_pane_export_file (list_get_pane (f), file);
  test_wait_until (ui_shows (f->window, "Saved as “Weekly shop.txt”"));
  {
    g_autofree char *text = test_read_file (folder, "Weekly shop.txt");

    g_assert_nonnull (strstr (text, "milk"));
    g_assert_nonnull (strstr (text, "eggs"));
  }

  /* said, not swallowed */
  signet_list_pane_export_file (list_get_pane (f), bad);
  test_wait_until (says_failed (f));
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/list-print/grouped", test_grouped);
  ui_add ("/list-print/stamp", test_stamp);
  ui_add ("/list-print/pages", test_pages);
  ui_add ("/list-print/export", test_export);

  return g_test_run ();
}
