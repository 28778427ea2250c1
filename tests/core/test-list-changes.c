/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-changes.h"

#include "signet-item.h"

#include <string.h>

/* "milk|2 l|Dairy|fresh; eggs" */
static GPtrArray *
make_list (const char *text)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) parts = g_strsplit (text, "; ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) values = g_strsplit (parts[i], "|", 4);
      const char *members[4] = { NULL };

      for (guint k = 0; values[k] != NULL; k++)
        members[k] = *values[k] != '\0' ? values[k] : NULL;
      g_ptr_array_add (items, signet_item_new_full (members[0], members[1], members[2], members[3], FALSE));
    }

  return items;
}

/* "added milk; altered eggs (12, was 6); order" */
static char *
describe (SignetListChanges *changes)
{
  GString *out = g_string_new (NULL);
  GPtrArray *rows = signet_list_changes_get_rows (changes);

  for (guint i = 0; i < rows->len; i++)
    {
      const SignetListChange *row = rows->pdata[i];

      g_string_append_printf (out, "%s%s %s", i > 0 ? "; " : "", signet_change_kind_get_name (row->kind), row->name);
      if (row->detail != NULL)
        g_string_append_printf (out, " (%s)", row->detail);
    }
  if (signet_list_changes_is_order_changed (changes))
    g_string_append (out, out->len > 0 ? "; order" : "order");

  return g_string_free (out, FALSE);
}

static void
test_rows (void)
{
  static const struct { const char *before, *after, *wanted; } rows[] = {
    { "milk; eggs", "milk; eggs", "" },
    { "", "", "" },
    { "milk; eggs", "milk; eggs; cookies; candy", "added cookies; added candy" },
    { "milk; eggs", "cookies; milk; eggs", "added cookies" },
    { "milk; eggs", "eggs", "removed milk" },
    { "milk; eggs", "eggs; milk", "order" },
    { "a; b; c", "c; a; d", "added d; removed b; order" },
    { "eggs|6", "eggs|12", "altered eggs (12, was 6)" },
    { "eggs", "eggs|12", "altered eggs (12, was nothing)" },
    { "eggs|6", "eggs", "altered eggs (nothing, was 6)" },
    { "eggs|6|Dairy|free", "eggs|6|Bakery|caged", "altered eggs (Bakery, was Dairy · caged, was free)" },
    /* one name twice: the one that stayed is not altered */
    { "milk|1 l; milk|2 l", "milk|2 l", "removed milk" },
    { "milk|1 l; milk|2 l", "milk|2 l; milk|3 l", "altered milk (3 l, was 1 l)" },
    { "a; b; a", "b; a", "removed a" },
    { "a; a; a", "a; a", "removed a" },
    { "a; a", "a; a; a", "added a" },
    /* another name is another item */
    { "milk", "Milk", "added Milk; removed milk" },
    { "a", "b", "added b; removed a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) before = make_list (rows[i].before);
      g_autoptr (GPtrArray) after = make_list (rows[i].after);
      g_autoptr (SignetListChanges) changes = signet_list_changes_new (before, after);
      g_autofree char *found = describe (changes);

      g_assert_cmpstr (found, ==, rows[i].wanted);
      g_assert_cmpint (signet_list_changes_is_empty (changes), ==, *rows[i].wanted == '\0');
    }
}

static void
test_sentence (void)
{
  static const struct { const char *before, *after; SignetChangeTone tone; const char *signer; gboolean own; const char *wanted; } rows[] = {
    { "milk", "milk; cookies; candy", SIGNET_CHANGE_TONE_ALARMING, "Whitney", FALSE,
      "2 items were added that Whitney never signed: cookies and candy." },
    { "milk", "milk; cookies", SIGNET_CHANGE_TONE_ALARMING, "Whitney", FALSE,
      "1 item was added that Whitney never signed: cookies." },
    { "milk", "milk; cookies", SIGNET_CHANGE_TONE_ALARMING, NULL, TRUE, "1 item was added that you never signed: cookies." },
    { "milk", "milk; cookies", SIGNET_CHANGE_TONE_ALARMING, NULL, FALSE, "1 item was added after it was signed: cookies." },
    { "milk", "milk; cookies", SIGNET_CHANGE_TONE_NEUTRAL, "Whitney", FALSE, "1 item was added: cookies." },
    { "milk", "milk; a; b; c", SIGNET_CHANGE_TONE_NEUTRAL, NULL, FALSE, "3 items were added: a, b and c." },
    { "milk", "milk; a; b; c; d", SIGNET_CHANGE_TONE_NEUTRAL, NULL, FALSE, "4 items were added: a, b, c and 1 more." },
    { "milk", "milk; a; b; c; d; e; f; g", SIGNET_CHANGE_TONE_NEUTRAL, NULL, FALSE, "7 items were added: a, b, c and 4 more." },
    { "milk; eggs|6; butter", "eggs|12; butter; candy", SIGNET_CHANGE_TONE_ALARMING, "Whitney", FALSE,
      "1 item was added that Whitney never signed: candy. 1 item was altered: eggs (12, was 6). 1 item was removed: milk." },
    { "a; b", "b; a", SIGNET_CHANGE_TONE_ALARMING, "Whitney", FALSE, "Only the order of the items was changed." },
    { "a; b", "b; a; c", SIGNET_CHANGE_TONE_NEUTRAL, NULL, FALSE, "1 item was added: c. The order was changed, too." },
    { "a", "a", SIGNET_CHANGE_TONE_ALARMING, "Whitney", FALSE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) before = make_list (rows[i].before);
      g_autoptr (GPtrArray) after = make_list (rows[i].after);
      g_autoptr (SignetListChanges) changes = signet_list_changes_new (before, after);
      g_autofree char *found = signet_list_changes_dup_sentence (changes, rows[i].tone, rows[i].signer, rows[i].own);

      g_assert_cmpstr (found, ==, rows[i].wanted);
    }
}

/* Texts that would turn the sentence round are cleaned, and cut. */
static void
test_foreign (void)
{
  g_autoptr (GPtrArray) before = make_list ("milk");
  g_autoptr (GPtrArray) after = make_list ("milk; can\342\200\256dy <b>&; " "01234567890123456789012345678901234567890123456789");
  g_autoptr (SignetListChanges) changes = signet_list_changes_new (before, after);
  g_autofree char *sentence = signet_list_changes_dup_sentence (changes, SIGNET_CHANGE_TONE_ALARMING, "Whit\342\200\256ney", FALSE);

  g_assert_cmpstr (sentence, ==, "2 items were added that Whitney never signed: candy <b>& and "
                                 "012345678901234567890123456789012345678….");
}

/* The longest lists that a token can hold, of one item or turned round, take no time worth mentioning. */
static void
test_long (void)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SignetListChanges) changes = NULL;
  gint64 start;

  for (guint i = 0; i < 60000; i++)
    g_ptr_array_add (before, signet_item_new (i == 59999 ? "b" : "a"));
  for (guint i = 0; i < 60000; i++)
    g_ptr_array_add (after, signet_item_new (i == 0 ? "b" : "a"));
  start = g_get_monotonic_time ();
  changes = signet_list_changes_new (before, after);
  g_test_message ("%" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
  g_assert_true (signet_list_changes_is_order_changed (changes));
  g_assert_cmpuint (signet_list_changes_get_rows (changes)->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/list-changes/rows", test_rows);
  g_test_add_func ("/core/list-changes/sentence", test_sentence);
  g_test_add_func ("/core/list-changes/foreign", test_foreign);
  g_test_add_func ("/core/list-changes/long", test_long);

  return g_test_run ();
}
