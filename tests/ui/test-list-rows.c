/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-rows.h"

#include <stdlib.h>
#include <string.h>

/* Follows the rows by their signal alone, as GtkListView does. */
typedef struct
{
  SignetList     *list;
  SignetListRows *rows;
  GListModel     *model;
  GPtrArray      *copy;
  guint           n_signals;
  guint           n_touched;   /* rows that were taken out or put in */
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *f)
{
  f->n_signals++;
  f->n_touched += removed + added;

  g_assert_cmpuint (position + removed, <=, f->copy->len);
  if (removed > 0)
    g_ptr_array_remove_range (f->copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (f->copy, (int) (position + i), g_list_model_get_item (model, position + i));

  /* what the signal told must be what the model holds, at that very moment */
  g_assert_cmpuint (f->copy->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < f->copy->len; i++)
    {
      g_autoptr (SignetListRow) row = g_list_model_get_item (model, i);

      g_assert_true (row == g_ptr_array_index (f->copy, i));
    }
  g_assert_null (g_list_model_get_item (model, f->copy->len));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->list = signet_list_new (NULL, "Weekly");
  f->rows = signet_list_rows_new ();
  f->model = signet_list_rows_get_model (f->rows);
  f->copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_assert_true (g_type_is_a (SIGNET_TYPE_LIST_ROW, g_list_model_get_item_type (f->model)));
  g_signal_connect (f->model, "items-changed", G_CALLBACK (items_changed_cb), f);
  signet_list_rows_set_list (f->rows, f->list);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (f->model, f);
  g_ptr_array_unref (f->copy);
  g_assert_finalize_object (f->rows);
  g_assert_finalize_object (f->list);
}

/* "[Dairy] milk( eggs) [Bakery] (bread)": headings in brackets, and the edges of each aisle */
static char *
describe (Fixture *f)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < f->copy->len; i++)
    {
      SignetListRow *row = g_ptr_array_index (f->copy, i);
      SignetItem *item = signet_list_row_get_item (row);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (item == NULL)
        g_string_append_printf (text, "[%s]", signet_list_row_get_title (row));
      else
        g_string_append_printf (text, "%s%s%s", signet_list_row_is_first (row) ? "(" : "", signet_item_get_name (item),
                                signet_list_row_is_last (row) ? ")" : "");
    }

  return g_string_free (text, FALSE);
}

static void
assert_rows (Fixture    *f,
             const char *expected)
{
  g_autofree char *text = describe (f);

  g_assert_cmpstr (text, ==, expected);
}

static SignetItem *
add (Fixture    *f,
     const char *name,
     const char *aisle)
{
  g_autoptr (SignetItem) item = signet_item_new_full (name, NULL, aisle, NULL, FALSE);

  signet_list_append (f->list, item);

  return item;   /* the list holds it */
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const char *first = *(char **) a;
  const char *second = *(char **) b;
  int first_rank = g_str_has_prefix (first, "Bought]") ? 2 : g_str_has_prefix (first, "Other]") ? 1 : 0;
  int second_rank = g_str_has_prefix (second, "Bought]") ? 2 : g_str_has_prefix (second, "Other]") ? 1 : 0;

  return first_rank != second_rank ? first_rank - second_rank : strcmp (first, second);
}

/* (transfer full): text with its aisles in the order of the alphabet: theirs is the one in which they
 * came, so that no edit of an item makes the others jump. The last two parts stay where they are. */
static char *
sort_aisles (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "[", -1);
  guint n = g_strv_length (parts);
  GString *sorted = g_string_new (n > 0 ? parts[0] : "");

  if (n > 1)
    {
      gboolean has_other = FALSE;

      /* the order of the two is checked here, not made */
      for (guint i = 1; i < n; i++)
        {
          if (g_str_has_prefix (parts[i], "Bought]"))
            g_assert_cmpuint (i, ==, n - 1);
          else if (has_other)
            g_assert_not_reached ();
          has_other = g_str_has_prefix (parts[i], "Other]");
        }
      qsort (parts + 1, n - 1, sizeof *parts, compare_parts);
    }
  for (guint i = 1; i < n; i++)
    g_string_append_printf (sorted, "[%s ", g_strstrip (parts[i]));

  return g_string_free (sorted, FALSE);
}

/* What the rows must be, from the list alone: the aisles, then what has no aisle, then what was bought;
 * a heading where there is more than one part, or something was bought. */
static char *
expect (Fixture    *f,
        const char *filter)
{
  g_autoptr (GPtrArray) aisles = g_ptr_array_new ();
  GString *text = g_string_new (NULL);
  guint n = signet_list_get_n_items (f->list);

  for (guint i = 0; i < n; i++)
    {
      SignetItem *item = signet_list_get_item (f->list, i);
      const char *aisle = signet_item_get_aisle (item);

      if (!signet_item_get_done (item) && aisle != NULL && (filter == NULL || strstr (signet_item_get_name (item), filter)) &&
          !g_ptr_array_find_with_equal_func (aisles, aisle, g_str_equal, NULL))
        g_ptr_array_add (aisles, (char *) aisle);
    }

  for (guint part = 0; part < aisles->len + 2; part++)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      const char *title = part < aisles->len ? g_ptr_array_index (aisles, part) : NULL;

      for (guint i = 0; i < n; i++)
        {
          SignetItem *item = signet_list_get_item (f->list, i);
          gboolean is_bought = part == aisles->len + 1;

          if (filter != NULL && strstr (signet_item_get_name (item), filter) == NULL)
            continue;
          if (signet_item_get_done (item) == is_bought &&
              (is_bought || g_strcmp0 (signet_item_get_aisle (item), title) == 0))
            g_ptr_array_add (names, (char *) signet_item_get_name (item));
        }

      if (names->len == 0)
        continue;
      if (title != NULL || part == aisles->len + 1 || aisles->len > 0)
        g_string_append_printf (text, "%s[%s]", text->len > 0 ? " " : "",
                                title != NULL ? title : part == aisles->len ? "Other" : "Bought");
      for (guint i = 0; i < names->len; i++)
        g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? " " : "", i == 0 ? "(" : "",
                                (char *) g_ptr_array_index (names, i), i + 1 == names->len ? ")" : "");
    }

  return g_string_free (text, FALSE);
}

static void
test_aisles (Fixture       *f,
             gconstpointer  data)
{
  SignetItem *milk, *bread;

  assert_rows (f, "");
  g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 0);

  milk = add (f, "milk", NULL);
  assert_rows (f, "(milk)");
  add (f, "eggs", NULL);
  assert_rows (f, "(milk eggs)");
  bread = add (f, "bread", "Bakery");
  assert_rows (f, "[Bakery] (bread) [Other] (milk eggs)");
  signet_item_set_aisle (milk, "Dairy");
  g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 3);
  assert_rows (f, "[Bakery] (bread) [Dairy] (milk) [Other] (eggs)");

  signet_item_set_done (bread, TRUE);
  assert_rows (f, "[Dairy] (milk) [Other] (eggs) [Bought] (bread)");
  /* back where it was */
  signet_item_set_done (bread, FALSE);
  assert_rows (f, "[Bakery] (bread) [Dairy] (milk) [Other] (eggs)");
}

static void
test_find (Fixture       *f,
           gconstpointer  data)
{
  SignetItem *milk = add (f, "milk", "Dairy");
  SignetItem *bread = add (f, "bread", "Bakery");
  SignetListRow *row;
  guint position, nth;

  row = signet_list_rows_get_row (f->rows, bread);
  g_assert_true (signet_list_row_get_item (row) == bread);
  g_assert_true (signet_list_rows_find (f->rows, row, &position, &nth));
  g_assert_cmpuint (position, ==, 3);
  g_assert_cmpuint (nth, ==, 1);
  g_assert_true (signet_list_rows_find (f->rows, row, NULL, NULL));

  /* gone */
  g_object_ref (row);
  signet_list_remove (f->list, 1);
  g_assert_false (signet_list_rows_find (f->rows, row, &position, &nth));
  g_object_unref (row);
  g_assert_true (signet_list_rows_find (f->rows, signet_list_rows_get_row (f->rows, milk), &position, NULL));
}

static void
test_filter (Fixture       *f,
             gconstpointer  data)
{
  SignetItem *milk = add (f, "Milk", "Dairy");

  add (f, "bread", "Bakery");
  add (f, "milk chocolate", NULL);
  signet_list_rows_set_filter (f->rows, "milk");
  assert_rows (f, "[Dairy] (Milk) [Other] (milk chocolate)");
  g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 2);
  signet_item_set_name (milk, "butter");
  g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 1);
  signet_list_rows_set_filter (f->rows, "nothing");
  assert_rows (f, "");
  signet_list_rows_set_filter (f->rows, NULL);
  g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 3);

  /* note and quantity are words as well */
  signet_item_set_note (milk, "unsalted");
  signet_list_rows_set_filter (f->rows, "SALTED");
  g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 1);
}

/* One tick in a long list must not touch the rest. */
static void
test_local (Fixture       *f,
            gconstpointer  data)
{
  for (guint i = 0; i < 1000; i++)
    add (f, "x", i % 2 ? "Dairy" : "Bakery");

  f->n_signals = f->n_touched = 0;
  signet_item_set_quantity (signet_list_get_item (f->list, 500), "2");
  signet_item_set_done (signet_list_get_item (f->list, 500), TRUE);
  signet_list_remove (f->list, 10);
  g_test_message ("%u signals, %u rows", f->n_signals, f->n_touched);
  g_assert_cmpuint (f->n_touched, <=, 8);
}

/* All of a long list at once must not be thousands of signals. */
static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 1000; i++)
    add (f, "x", i % 2 ? "Dairy" : "Bakery");

  for (guint done = 2; done > 0; done--)
    {
      f->n_signals = 0;
      signet_list_begin_edit (f->list);
      for (guint i = 0; i < 1000; i++)
        signet_item_set_done (signet_list_get_item (f->list, i), done == 2);
      signet_list_end_edit (f->list);
      g_test_message ("%u signals", f->n_signals);
      g_assert_cmpuint (f->n_signals, <, 200);
      g_clear_pointer (&text, g_free);
      g_clear_pointer (&expected, g_free);
      text = describe (f);
      expected = expect (f, NULL);
      g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 1000);
      if (done == 2)
        g_assert_cmpstr (text, ==, expected);
    }
  /* and one alone is shown at once, as before */
  signet_item_set_done (signet_list_get_item (f->list, 0), TRUE);
  g_assert_true (g_str_has_suffix ((g_free (text), text = describe (f)), "[Bought] (x)"));
}

/* What only moves keeps its row, and with it what the view knows of it. */
static void
test_move (Fixture       *f,
           gconstpointer  data)
{
  SignetListRow *first, *second;

  for (guint i = 0; i < 200; i++)
    add (f, "x", NULL);
  first = signet_list_rows_get_row (f->rows, signet_list_get_item (f->list, 0));
  second = signet_list_rows_get_row (f->rows, signet_list_get_item (f->list, 1));
  signet_list_row_set_selected (first, TRUE);

  /* past its neighbour, and past all */
  signet_list_move (f->list, 0, 1);
  g_assert_true (signet_list_rows_get_row (f->rows, signet_list_get_item (f->list, 1)) == first);
  g_assert_true (g_ptr_array_index (f->copy, 1) == first);
  signet_list_move (f->list, 1, 199);
  g_assert_true (signet_list_rows_get_row (f->rows, signet_list_get_item (f->list, 199)) == first);
  g_assert_true (g_ptr_array_index (f->copy, 199) == first);
  g_assert_true (g_ptr_array_index (f->copy, 0) == second);
  g_assert_true (signet_list_row_is_selected (first));
  g_assert_true (signet_list_row_is_last (first));
  g_assert_true (signet_list_row_is_first (second));

  /* what left it and came again is new */
  g_object_ref (second);
  signet_list_remove (f->list, 0);
  g_assert_false (signet_list_rows_find (f->rows, second, NULL, NULL));
  g_object_unref (second);
}

static void
test_other_list (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (SignetList) other = signet_list_new (NULL, "Other");
  g_autoptr (SignetItem) item = signet_item_new ("tea");

  add (f, "milk", "Dairy");
  signet_list_append (other, item);
  signet_list_rows_set_list (f->rows, other);
  assert_rows (f, "(tea)");
  /* the first is none of our business any more */
  add (f, "eggs", NULL);
  assert_rows (f, "(tea)");
  signet_list_rows_set_list (f->rows, NULL);
  assert_rows (f, "");
  signet_list_rows_set_list (f->rows, f->list);
  g_assert_cmpuint (signet_list_rows_get_n_shown (f->rows), ==, 2);
}

static void
do_something (Fixture *f,
              guint   *counter)
{
  static const char * const aisles[] = { NULL, "Dairy", "Bakery", "Fruit" };
  guint n = signet_list_get_n_items (f->list);
  SignetItem *item = n > 0 ? signet_list_get_item (f->list, g_test_rand_int_range (0, (int) n)) : NULL;
  int what = g_test_rand_int_range (0, 9);

  if (item == NULL || (what <= 1 && n < 30))
    {
      g_autofree char *name = g_strdup_printf ("i%u%s", (*counter)++, g_test_rand_bit () ? "z" : "");
      g_autoptr (SignetItem) added = signet_item_new_full (name, NULL, aisles[g_test_rand_int_range (0, 4)], NULL,
                                                           g_test_rand_int_range (0, 4) == 0);

      signet_list_insert (f->list, (guint) g_test_rand_int_range (0, (int) n + 1), added);
    }
  else if (what <= 3)
    signet_item_set_done (item, !signet_item_get_done (item));
  else if (what == 4)
    signet_item_set_aisle (item, aisles[g_test_rand_int_range (0, 4)]);
  else if (what == 5)
    signet_list_move (f->list, (guint) g_test_rand_int_range (0, (int) n), (guint) g_test_rand_int_range (0, (int) n));
  else if (what == 6)
    signet_list_remove (f->list, (guint) g_test_rand_int_range (0, (int) n));
  else if (what == 7)
    {
      g_autofree char *name = g_strdup_printf ("r%u%s", (*counter)++, g_test_rand_bit () ? "z" : "");

      signet_item_set_name (item, name);
    }
  else
    {
      guint position = (guint) g_test_rand_int_range (0, (int) n);
      guint n_removed = (guint) g_test_rand_int_range (0, (int) (n - position) + 1);
      g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

      for (int i = g_test_rand_int_range (0, 3); i > 0; i--)
        {
          g_autofree char *name = g_strdup_printf ("s%u", (*counter)++);

          g_ptr_array_add (added, signet_item_new_full (name, NULL, aisles[g_test_rand_int_range (0, 4)], NULL,
                                                        g_test_rand_bit ()));
        }
      signet_list_begin_edit (f->list);
      signet_list_splice (f->list, position, MIN (n_removed, 3), added);
      if (signet_list_get_n_items (f->list) > 0)
        signet_item_set_done (signet_list_get_item (f->list, 0), g_test_rand_bit ());
      signet_list_end_edit (f->list);
    }
}

/* Whatever is done, what was told adds up, and what is shown is what the list says. */
static void
test_random (Fixture       *f,
             gconstpointer  data)
{
  guint counter = 0;
  const char *filter = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *found = NULL;
      g_autofree char *unsorted = NULL;
      g_autofree char *expected = NULL;

      if (i % 50 == 49)
        {
          filter = filter == NULL ? "z" : NULL;
          signet_list_rows_set_filter (f->rows, filter);
        }
      do_something (f, &counter);

      text = describe (f);
      found = sort_aisles (text);
      unsorted = expect (f, filter);
      expected = sort_aisles (unsorted);
      g_assert_cmpstr (found, ==, expected);
      for (guint j = 0, nth = 0; j < f->copy->len; j++)
        {
          SignetListRow *row = g_ptr_array_index (f->copy, j);
          guint found_position, found_nth;

          if (signet_list_row_get_item (row) == NULL)
            {
              g_assert_false (signet_list_rows_find (f->rows, row, NULL, NULL));
              continue;
            }
          g_assert_true (signet_list_rows_find (f->rows, row, &found_position, &found_nth));
          g_assert_cmpuint (found_position, ==, j);
          g_assert_cmpuint (found_nth, ==, nth++);
          g_assert_true (signet_list_rows_get_row (f->rows, signet_list_row_get_item (row)) == row);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/list-rows/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("aisles", test_aisles);
  ADD ("find", test_find);
  ADD ("filter", test_filter);
  ADD ("local", test_local);
  ADD ("many", test_many);
  ADD ("move", test_move);
  ADD ("other-list", test_other_list);
  ADD ("random", test_random);

  return g_test_run ();
}
