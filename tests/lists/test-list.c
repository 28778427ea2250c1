/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list.h"
#include "signet-lists-error.h"

#include <string.h>

/* Follows a list by its signals alone, as a view does. */
typedef struct
{
  SignetList *list;
  GPtrArray  *copy;
  guint       n_changed;
  guint       n_items_changed;
  guint       n_notify_n_items;
  guint       n_notify_n_done;
} Follower;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Follower   *follower)
{
  follower->n_items_changed++;

  g_assert_cmpuint (position + removed, <=, follower->copy->len);
  if (removed > 0)
    g_ptr_array_remove_range (follower->copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (follower->copy, position + i, g_list_model_get_item (model, position + i));

  /* What the signal told must be what the model holds. */
  g_assert_cmpuint (follower->copy->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < follower->copy->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_assert_true (item == g_ptr_array_index (follower->copy, i));
    }
}

static void
changed_cb (SignetList *list,
            Follower   *follower)
{
  follower->n_changed++;
}

static void
notify_cb (SignetList *list,
           GParamSpec *pspec,
           Follower   *follower)
{
  if (g_str_equal (pspec->name, "n-items"))
    follower->n_notify_n_items++;
  else if (g_str_equal (pspec->name, "n-done"))
    follower->n_notify_n_done++;
}

static Follower *
follow (SignetList *list)
{
  Follower *follower = g_new0 (Follower, 1);

  follower->list = g_object_ref (list);
  follower->copy = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    g_ptr_array_add (follower->copy, g_object_ref (signet_list_get_item (list, i)));
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), follower);
  g_signal_connect (list, "changed", G_CALLBACK (changed_cb), follower);
  g_signal_connect (list, "notify", G_CALLBACK (notify_cb), follower);

  return follower;
}

static void
unfollow (Follower *follower)
{
  g_signal_handlers_disconnect_by_data (follower->list, follower);
  g_object_unref (follower->list);
  g_ptr_array_unref (follower->copy);
  g_free (follower);
}

static SignetList *
make_list (const char *first,
           ...)
{
  SignetList *list = signet_list_new (NULL, "Weekly shop");
  va_list names;

  va_start (names, first);
  for (const char *name = first; name != NULL; name = va_arg (names, const char *))
    {
      g_autoptr (SignetItem) item = signet_item_new (name);

      signet_list_append (list, item);
    }
  va_end (names);

  return list;
}

static void
assert_names (SignetList *list,
              const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", signet_item_get_name (signet_list_get_item (list, i)));

  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_item_texts (void)
{
  g_autoptr (SignetItem) item = signet_item_new_full (" mac & cheese ", "", " ", "a\tnote\n", TRUE);
  g_autoptr (SignetItem) nameless = signet_item_new ("  ");

  g_assert_cmpstr (signet_item_get_name (item), ==, "mac & cheese");
  g_assert_null (signet_item_get_quantity (item));
  g_assert_null (signet_item_get_aisle (item));
  g_assert_cmpstr (signet_item_get_note (item), ==, "a note");

  /* an item always has a name */
  g_assert_cmpstr (signet_item_get_name (nameless), ==, "?");
  signet_item_set_name (item, " \n ");
  g_assert_cmpstr (signet_item_get_name (item), ==, "mac & cheese");
  signet_item_set_name (item, NULL);
  g_assert_cmpstr (signet_item_get_name (item), ==, "mac & cheese");

  /* a right-to-left override is gone, a joined emoji is whole, bad bytes are marked */
  signet_item_set_name (item, "\xE2\x80\xAE" "milk \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9");
  g_assert_cmpstr (signet_item_get_name (item), ==, "milk \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9");
  signet_item_set_name (item, "m\xFFlk");
  g_assert_cmpstr (signet_item_get_name (item), ==, "m\xEF\xBF\xBDlk");
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_item_edits (void)
{
  g_autoptr (SignetItem) item = signet_item_new ("milk");
  guint n_edited = 0;
  guint n_notify = 0;

  g_signal_connect_swapped (item, "edited", G_CALLBACK (count_cb), &n_edited);
  g_signal_connect_swapped (item, "notify", G_CALLBACK (count_cb), &n_notify);

  signet_item_set_name (item, "milk");
  signet_item_set_done (item, FALSE);
  signet_item_set_note (item, "");
  g_assert_cmpuint (n_edited, ==, 0);
  g_assert_cmpuint (n_notify, ==, 0);

  signet_item_set_quantity (item, "2 l");
  g_assert_cmpuint (n_edited, ==, 1);
  g_assert_cmpuint (n_notify, ==, 1);

  g_object_set (item, "name", "oat milk", "aisle", "Dairy", NULL);
  g_assert_cmpuint (n_edited, ==, 2);
  g_assert_cmpuint (n_notify, ==, 3);
}

static void
test_contract (void)
{
  g_autoptr (SignetList) list = make_list ("a", "b", "c", NULL);
  Follower *follower = follow (list);
  g_autoptr (SignetItem) item = signet_item_new ("d");
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint position;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == SIGNET_TYPE_ITEM);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 3));
  g_assert_null (signet_list_get_item (list, 3));

  signet_list_append (list, item);
  assert_names (list, "a b c d");
  g_assert_cmpuint (follower->n_changed, ==, 1);
  g_assert_cmpuint (follower->n_items_changed, ==, 1);
  g_assert_cmpuint (follower->n_notify_n_items, ==, 1);
  g_assert_true (signet_list_find (list, item, &position));
  g_assert_cmpuint (position, ==, 3);

  signet_list_move (list, 3, 0);
  assert_names (list, "d a b c");
  signet_list_move (list, 0, 2);
  assert_names (list, "a b d c");
  signet_list_move (list, 1, 1);
  g_assert_cmpuint (follower->n_changed, ==, 3);
  g_assert_cmpuint (follower->n_notify_n_items, ==, 1);

  g_ptr_array_add (added, signet_item_new ("x"));
  g_ptr_array_add (added, signet_item_new ("y"));
  g_ptr_array_add (added, signet_item_new ("z"));
  signet_list_splice (list, 1, 2, added);
  assert_names (list, "a x y z c");
  g_assert_cmpuint (follower->n_changed, ==, 4);
  signet_list_splice (list, 0, 0, NULL);
  g_assert_cmpuint (follower->n_changed, ==, 4);
  signet_list_splice (list, 1, 3, NULL);
  assert_names (list, "a c");
  signet_list_remove (list, 0);
  signet_list_insert (list, 0, item);
  assert_names (list, "d c");
  g_assert_cmpuint (follower->n_changed, ==, 7);

  /* an item that left is heard no more */
  signet_list_remove (list, 0);
  g_assert_cmpuint (follower->n_changed, ==, 8);
  signet_item_set_done (item, TRUE);
  g_assert_cmpuint (follower->n_changed, ==, 8);

  unfollow (follower);
  g_assert_finalize_object (g_steal_pointer (&list));
}

/* Any sequence of edits: the signals alone rebuild the list. */
static void
test_random (void)
{
  g_autoptr (SignetList) list = signet_list_new (NULL, "x");
  Follower *follower = follow (list);

  for (guint i = 0; i < 3000; i++)
    {
      guint n = signet_list_get_n_items (list);
      guint before = follower->n_changed;
      g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
      guint position = g_test_rand_int_range (0, n + 1);
      guint n_removed = g_test_rand_int_range (0, MIN (n - position, 4) + 1);

      if (n > 1 && g_test_rand_bit ())
        {
          guint from = g_test_rand_int_range (0, n);
          guint to = g_test_rand_int_range (0, n);

          signet_list_move (list, from, to);
          g_assert_cmpuint (follower->n_changed - before, ==, from != to);
          continue;
        }

      for (guint k = g_test_rand_int_range (0, 5); k > 0; k--)
        g_ptr_array_add (added, signet_item_new ("i"));
      signet_list_splice (list, position, n_removed, added);
      g_assert_cmpuint (follower->n_changed - before, ==, n_removed + added->len > 0);
    }

  unfollow (follower);
}

static void
test_changed_once (void)
{
  g_autoptr (SignetList) list = make_list ("milk", "eggs", NULL);
  Follower *follower = follow (list);
  SignetItem *milk = signet_list_get_item (list, 0);

  signet_item_set_done (milk, TRUE);
  g_assert_cmpuint (follower->n_changed, ==, 1);
  g_assert_cmpuint (follower->n_notify_n_done, ==, 1);
  g_assert_cmpuint (signet_list_get_n_done (list), ==, 1);
  g_assert_cmpuint (follower->n_items_changed, ==, 0);

  signet_item_set_done (milk, TRUE);
  signet_list_set_name (list, "Weekly shop");
  signet_list_set_name (list, " ");
  g_assert_cmpuint (follower->n_changed, ==, 1);

  signet_list_set_name (list, "Barbecue");
  g_assert_cmpuint (follower->n_changed, ==, 2);

  /* four values set in one go are one edit */
  g_object_freeze_notify (G_OBJECT (milk));
  signet_item_set_name (milk, "oat milk");
  signet_item_set_quantity (milk, "2 l");
  signet_item_set_note (milk, "cold");
  g_object_thaw_notify (G_OBJECT (milk));
  g_assert_cmpuint (follower->n_changed, ==, 3);

  signet_list_begin_edit (list);
  signet_list_remove (list, 1);
  signet_list_remove (list, 0);
  g_assert_cmpuint (follower->n_changed, ==, 3);
  signet_list_end_edit (list);
  g_assert_cmpuint (follower->n_changed, ==, 4);
  g_assert_cmpuint (follower->n_items_changed, ==, 2);
  signet_list_begin_edit (list);
  signet_list_end_edit (list);
  g_assert_cmpuint (follower->n_changed, ==, 4);

  unfollow (follower);
}

static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static SignetList *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (GBytes) json = bytes (text);

  return signet_list_new_from_json ("id", json, error);
}

static void
test_take_from (void)
{
  g_autoptr (SignetList) list = make_list ("milk", "eggs", "bread", NULL);
  g_autoptr (GBytes) json = signet_list_to_json (list);
  g_autoptr (SignetList) same = signet_list_new_from_json (NULL, json, NULL);
  g_autoptr (SignetList) ticked = signet_list_new_from_json (NULL, json, NULL);
  g_autoptr (SignetList) other = make_list ("bread", "soap", "milk", "milk", NULL);
  g_autoptr (GBytes) taken = NULL;
  g_autoptr (GBytes) wanted = NULL;
  Follower *follower = follow (list);
  SignetItem *milk = signet_list_get_item (list, 0);
  SignetItem *bread = signet_list_get_item (list, 2);

  signet_list_take_from (list, same);
  g_assert_cmpuint (follower->n_changed, ==, 0);
  g_assert_cmpuint (follower->n_items_changed, ==, 0);

  /* a tick reaches the same object, and no row moves */
  signet_item_set_done (signet_list_get_item (ticked, 1), TRUE);
  signet_list_take_from (list, ticked);
  g_assert_cmpuint (follower->n_changed, ==, 1);
  g_assert_cmpuint (follower->n_items_changed, ==, 0);
  g_assert_cmpuint (signet_list_get_n_done (list), ==, 1);

  signet_list_set_name (other, "Other");
  signet_list_take_from (list, other);
  g_assert_cmpuint (follower->n_changed, ==, 2);
  assert_names (list, "bread soap milk milk");
  g_assert_true (signet_list_get_item (list, 0) == bread);
  g_assert_true (signet_list_get_item (list, 2) == milk);
  taken = signet_list_to_json (list);
  wanted = signet_list_to_json (other);
  g_assert_cmpmem (g_bytes_get_data (taken, NULL), g_bytes_get_size (taken),
                   g_bytes_get_data (wanted, NULL), g_bytes_get_size (wanted));

  /* the items it kept and those it copied are all heard */
  signet_item_set_done (signet_list_get_item (list, 3), TRUE);
  signet_item_set_done (milk, TRUE);
  g_assert_cmpuint (follower->n_changed, ==, 4);

  unfollow (follower);
}

static void
test_json_form (void)
{
  g_autoptr (SignetList) list = signet_list_new (NULL, "The \"weekly\" \\ shop");
  g_autoptr (SignetItem) milk = signet_item_new_full ("milk", "2 l", "Dairy", "cold", TRUE);
  g_autoptr (SignetItem) eggs = signet_item_new ("eggs");
  g_autoptr (GBytes) empty = signet_list_to_json (list);
  g_autoptr (GBytes) json = NULL;

  g_assert_cmpmem (g_bytes_get_data (empty, NULL), g_bytes_get_size (empty),
                   "{\n  \"name\": \"The \\\"weekly\\\" \\\\ shop\",\n  \"items\": []\n}\n", 54);

  signet_list_append (list, milk);
  signet_list_append (list, eggs);
  json = signet_list_to_json (list);
  g_assert_nonnull (strstr (g_bytes_get_data (json, NULL),
                            "    {\"item\": \"milk\", \"quantity\": \"2 l\", \"aisle\": \"Dairy\", \"note\": \"cold\", \"done\": true},\n"
                            "    {\"item\": \"eggs\", \"done\": false}\n"));

  /* an edit shows, although the text of an item is kept between */
  signet_item_set_done (milk, FALSE);
  g_bytes_unref (json);
  json = signet_list_to_json (list);
  g_assert_nonnull (strstr (g_bytes_get_data (json, NULL), "\"note\": \"cold\", \"done\": false},"));
}

/* Members of a later version come back byte for byte, numbers included. */
static void
test_unknown_members (void)
{
  const char *text = "{\"version\": 12345678901234567890, \"name\": \"x\", \"tags\": [1e400, {\"a\": 0.10}],"
                     " \"items\": [{\"item\": \"milk\", \"price\": 1.10, \"done\": true, \"\\u0061\": null}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetList) list = parse (text, &error);
  g_autoptr (SignetItem) copy = NULL;
  g_autoptr (GBytes) json = NULL;
  const char *written;

  g_assert_no_error (error);
  signet_item_set_name (signet_list_get_item (list, 0), "oat milk");
  copy = signet_item_copy (signet_list_get_item (list, 0));
  signet_list_append (list, copy);

  json = signet_list_to_json (list);
  written = g_bytes_get_data (json, NULL);
  g_assert_nonnull (strstr (written, "\"version\": 12345678901234567890, \"tags\": [1e400, {\"a\": 0.10}]"));
  g_assert_nonnull (strstr (written, "{\"item\": \"oat milk\", \"done\": true, \"price\": 1.10, \"a\": null},\n"));
  g_assert_nonnull (strstr (written, "{\"item\": \"oat milk\", \"done\": true, \"price\": 1.10, \"a\": null}\n"));
}

static void
test_damaged (void)
{
  static const char * const damaged[] = {
    "", " ", "{", "[]", "null", "{}", "\"x\"", "{\"name\":\"x\"}", "{\"items\":{}}", "{\"items\":[5]}", "{\"items\":[{}]}",
    "{\"items\":[{\"item\":\"\"}]}", "{\"items\":[{\"item\":5}]}", "{\"items\":[{\"item\":\"a\",\"done\":1}]}",
    "{\"items\":[{\"item\":\"a\",\"item\":\"b\"}]}", "{\"items\":[],\"items\":[]}",
    "{\"items\":[],}", "{\"items\":[]} {}", "{\"items\":[] /* c */}", "{\"items\":[\"a\\u0000b\"]}",
    "{\"items\":[\"\\ud800\"]}", "{\"items\":[\"a\nb\"]}", "{\"items\":[],\"n\":01}", "{\"items\":[],\"n\":+1}",
    "{\"items\":[],\"n\":1.}", "{\"items\":[],\"n\":tru}", "{'items':[]}", "{\"items\":[\"\xFF\"]}", "var x = {\"items\":[]}",
    "{\"items\":[\"a\" \"b\"]}", "{\"items\":[\"\\x\"]}",
  };
  g_autoptr (GString) deep = g_string_new ("{\"items\":[],\"x\":");

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", damaged[i]);
      g_assert_null (parse (damaged[i], &error));
      g_assert_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_DAMAGED);
    }

  /* 200,000 brackets are refused, not recursed into; 31 below the first are read */
  for (guint i = 0; i < 2; i++)
    {
      guint depth = i == 0 ? 31 : 200000;
      g_autoptr (GString) text = g_string_new (deep->str);
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetList) list = NULL;

      for (guint k = 0; k < depth; k++)
        g_string_append_c (text, '[');
      for (guint k = 0; k < depth; k++)
        g_string_append_c (text, ']');
      g_string_append_c (text, '}');
      list = parse (text->str, &error);
      if (i == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_DAMAGED);
    }
}

static void
test_whole (void)
{
  static const char * const whole[] = {
    "{\"items\":[]}", "\xEF\xBB\xBF{\"items\":[]}", " {\"items\" : [ \"a\" , {\"item\":\"b\",\"quantity\":2} ] , \"name\":null } \n",
    "{\"items\":[{\"item\":\"\\ud83c\\udf4e\",\"note\":null}],\"n\":-1.5E+3,\"t\":[true,false,null,0]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetList) list = parse (whole[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (signet_list_get_name (list), ==, "List");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lists/item/texts", test_item_texts);
  g_test_add_func ("/lists/item/edits", test_item_edits);
  g_test_add_func ("/lists/list/contract", test_contract);
  g_test_add_func ("/lists/list/random", test_random);
  g_test_add_func ("/lists/list/changed-once", test_changed_once);
  g_test_add_func ("/lists/list/take-from", test_take_from);
  g_test_add_func ("/lists/list/json-form", test_json_form);
  g_test_add_func ("/lists/list/unknown-members", test_unknown_members);
  g_test_add_func ("/lists/list/damaged", test_damaged);
  g_test_add_func ("/lists/list/whole", test_whole);

  return g_test_run ();
}
