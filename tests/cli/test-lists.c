/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-json.h"

#include <string.h>

#define OURS \
  "{\"name\":\"Weekly shop\",\"items\":[{\"item\":\"milk\",\"quantity\":\"2 l\",\"aisle\":\"Dairy\",\"done\":true}," \
  "{\"item\":\"candles\"},{\"item\":\"butter\",\"aisle\":\"Dairy\",\"note\":\"salted\"}]}"

/* Imports text; (transfer full): the id that was printed. */
static char *
import (const char *text)
{
  g_autoptr (CliRun) run = cli_run (text, -1, "import", "-", NULL);

  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_suffix (run->out, "\n"));
  g_strchomp (run->out);
  g_assert_true (g_uuid_string_is_valid (run->out));

  return g_strdup (run->out);
}

static void
test_none (void)
{
  g_autoptr (CliRun) lists = cli_run (NULL, 0, "lists", NULL);
  g_autoptr (CliRun) json = cli_run (NULL, 0, "lists", "--json", NULL);

  g_assert_cmpint (lists->status, ==, 0);
  g_assert_cmpstr (lists->out, ==, "");
  g_assert_cmpstr (lists->err, ==, "There is no list yet.\n");
  g_assert_cmpint (json->status, ==, 0);
  g_assert_cmpstr (json->out, ==, "[]\n");
}

/* What goes in comes out: by name and by id, for people and for programs. */
static void
test_round_trip (void)
{
  g_autofree char *id = import (OURS);
  g_autofree char *line = g_strdup_printf ("%s      3  Weekly shop\n", id);
  g_autofree char *object = g_strdup_printf ("[{\"id\":\"%s\",\"name\":\"Weekly shop\",\"items\":3,\"done\":1}]\n", id);
  g_autoptr (CliRun) lists = cli_run (NULL, 0, "lists", NULL);
  g_autoptr (CliRun) lists_json = cli_run (NULL, 0, "lists", "--json", NULL);
  g_autoptr (CliRun) show = cli_run (NULL, 0, "show", "Weekly shop", NULL);
  g_autoptr (CliRun) show_by_id = cli_run (NULL, 0, "show", id, NULL);
  g_autoptr (CliRun) text = cli_run (NULL, 0, "export", "--text", id, NULL);
  g_autoptr (CliRun) json = cli_run (NULL, 0, "export", id, NULL);
  g_autofree char *copy = NULL;
  g_autoptr (CliRun) copied = NULL;

  g_assert_cmpstr (lists->out, ==, line);
  g_assert_cmpstr (lists_json->out, ==, object);
  g_assert_cmpint (show->status, ==, 0);
  g_assert_cmpstr (show->out, ==, "Weekly shop\n\n[ ] candles\n\nDairy\n[x] milk, 2 l\n[ ] butter (salted)\n");
  g_assert_cmpstr (show_by_id->out, ==, show->out);
  g_assert_cmpint (text->status, ==, 0);
  g_assert_cmpstr (text->out, ==, "[x] 2 l milk\ncandles\nbutter\n");

  g_assert_cmpint (json->status, ==, 0);
  copy = import (json->out);
  copied = cli_run (NULL, 0, "export", copy, NULL);
  g_assert_cmpstr (copied->out, ==, json->out);
}

/* Aisles stand in the order that was arranged in the window; what is not in it behind, as it appears. */
static void
test_arranged (void)
{
  g_autofree char *id = import ("{\"name\":\"Shop\",\"items\":[{\"item\":\"tea\",\"aisle\":\"Drinks\"},{\"item\":\"milk\",\"aisle\":\"Dairy\"},"
                                "{\"item\":\"rolls\",\"aisle\":\"Bakery\"},{\"item\":\"candles\"}]}");
  g_autofree char *arranged = NULL;
  g_autofree char *broken = NULL;
  g_autoptr (CliRun) before = cli_run (NULL, 0, "show", id, NULL);
  g_autoptr (CliRun) after = NULL;
  g_autoptr (CliRun) damaged = NULL;

  g_assert_cmpstr (before->out, ==, "Shop\n\n[ ] candles\n\nDrinks\n[ ] tea\n\nDairy\n[ ] milk\n\nBakery\n[ ] rolls\n");
  arranged = cli_write ("signet/household.json", "{\"items\":[],\"aisles\":[\"Bakery\",\"Fruit\",\"Dairy\"]}");
  after = cli_run (NULL, 0, "show", id, NULL);
  g_assert_cmpint (after->status, ==, 0);
  g_assert_cmpstr (after->err, ==, "");
  g_assert_cmpstr (after->out, ==, "Shop\n\n[ ] candles\n\nBakery\n[ ] rolls\n\nDairy\n[ ] milk\n\nDrinks\n[ ] tea\n");

  /* the list is whole without it */
  broken = cli_write ("signet/household.json", "{\"items\":[");
  damaged = cli_run (NULL, 0, "show", id, NULL);
  g_assert_cmpint (damaged->status, ==, 0);
  g_assert_cmpstr (damaged->out, ==, before->out);
  g_assert_nonnull (strstr (damaged->err, "household.json.broken"));
}

/* Every form that a list may come in gives the same items. */
static void
test_forms (void)
{
  static const struct { const char *text, *name, *shown; } rows[] = {
    { "milk\n6 eggs\n", "Imported list", "\n[ ] milk\n[ ] eggs, 6\n" },
    { "milk\r\n6 eggs\r\n", "Imported list", "\n[ ] milk\n[ ] eggs, 6\n" },
    { "\xEF\xBB\xBF# Shop\n- [x] milk\n", "Shop", "\n[x] milk\n" },
    { "item,quantity\r\nmilk,\r\neggs,6\r\n", "Imported list", "\n[ ] milk\n[ ] eggs, 6\n" },
    { "[\"milk\",{\"item\":\"eggs\",\"quantity\":\"6\"}]", "Imported list", "\n[ ] milk\n[ ] eggs, 6\n" },
    { "{\"groceryList\":[\"milk\"],\"listName\":\"Signed\",\"exp\":1}", "Signed", "\n[ ] milk\n" },
    { "{\"name\":\"Own\",\"items\":[{\"item\":\"milk\"}]}", "Own", "\n[ ] milk\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *id = import (rows[i].text);
      g_autoptr (CliRun) show = cli_run (NULL, 0, "show", id, NULL);
      g_autofree char *expected = g_strconcat (rows[i].name, "\n", rows[i].shown, NULL);

      g_assert_cmpstr (show->out, ==, expected);
    }
}

/* A list without a name takes that of its file. */
static void
test_name_of_file (void)
{
  g_autofree char *path = cli_write ("Sunday.roast.txt", "potatoes\n");
  g_autoptr (CliRun) run = cli_run (NULL, 0, "import", path, NULL);
  g_autoptr (CliRun) show = cli_run (NULL, 0, "show", "Sunday.roast", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpint (show->status, ==, 0);
}

/* Each form is read again as the same list, by whatever name. */
static void
test_formats (void)
{
  static const struct { const char *format, *beginning; } rows[] = {
    { "json", "{\n" }, { "markdown", "# Weekly shop\n\n- [ ] candles\n" }, { "csv", "item,quantity,aisle,note,done\r\nmilk,2 l," },
  };
  g_autofree char *id = import (OURS);
  g_autoptr (CliRun) shown = cli_run (NULL, 0, "show", id, NULL);
  g_autoptr (CliRun) text = cli_run (NULL, 0, "export", "--format", "text", id, NULL);
  g_autoptr (CliRun) unknown = cli_run (NULL, 0, "export", "--format", "xls", id, NULL);
  g_autoptr (CliRun) differs = cli_run (NULL, 0, "export", "--text", "--format", "csv", id, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) exported = cli_run (NULL, 0, "export", "--format", rows[i].format, id, NULL);
      g_autoptr (CliRun) imported = NULL;
      g_autoptr (CliRun) again = NULL;
      g_autofree char *expected = NULL;

      g_assert_cmpint (exported->status, ==, 0);
      g_assert_true (g_str_has_prefix (exported->out, rows[i].beginning));
      imported = cli_run (exported->out, -1, "import", "--name", rows[i].format, "-", NULL);
      g_assert_cmpint (imported->status, ==, 0);
      again = cli_run (NULL, 0, "show", rows[i].format, NULL);
      expected = g_strconcat (rows[i].format, strchr (shown->out, '\n'), NULL);
      g_assert_cmpstr (again->out, ==, expected);
    }

  g_assert_cmpstr (text->out, ==, "[x] 2 l milk\ncandles\nbutter\n");
  g_assert_cmpint (unknown->status, ==, 2);
  g_assert_cmpstr (unknown->out, ==, "");
  g_assert_cmpint (differs->status, ==, 2);
  g_assert_cmpstr (differs->out, ==, "");
}

/* What is no list is told in one sentence, and changes nothing. */
static void
test_refused (void)
{
  static const struct { const char *text; gssize size; } rows[] = {
    { "", 0 }, { "\n\n", -1 }, { "{\"a\":1}", -1 }, { "[\"milk\"", -1 }, { "[1,2]", -1 }, { "milk\0eggs", 9 }, { "\xFF\xFE", -1 },
    { "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16 }, { "item,note\nmilk,\"", -1 },
  };
  g_autoptr (CliRun) lists = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (rows[i].text, rows[i].size, "import", "-", NULL);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
      g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
    }

  lists = cli_run (NULL, 0, "lists", NULL);
  g_assert_cmpstr (lists->out, ==, "");
}

/* Two lists of one name: the name is not enough, and the answer tells what is. */
static void
test_same_name (void)
{
  g_autofree char *first = import ("# Twins\nmilk\n");
  g_autofree char *second = import ("# Twins\neggs\n");
  static const char *verbs[][4] = { { "show", "Twins" }, { "export", "Twins" }, { "sign", "--list", "Twins" } };
  g_autoptr (CliRun) right = NULL;

  cli_use_file_keyring ();
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autoptr (CliRun) run = cli_run_args (NULL, 0, verbs[i]);

      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, first));
      g_assert_nonnull (strstr (run->err, second));
    }

  right = cli_run (NULL, 0, "sign", "--list", second, NULL);
  g_assert_cmpstr (right->err, ==, "");
  g_assert_cmpint (right->status, ==, 0);
}

static void
test_no_such_list (void)
{
  static const char *verbs[][4] = { { "show", "Nowhere" }, { "export", "Nowhere" }, { "sign", "--list", "Nowhere" } };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autoptr (CliRun) run = cli_run_args (NULL, 0, verbs[i]);

      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, "No list has this name"));
    }
}

/* Whether an entry of the history says that it is of that list */
static gboolean
is_in_history (const char *id)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", "history", NULL);
  g_autofree char *member = g_strdup_printf ("\"list\": \"%s\"", id);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && strstr (text, member) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* The token of a list: its items without ticks, signed now and for a day. */
static void
test_sign (void)
{
  g_autofree char *id = import (OURS);
  gint64 before = g_get_real_time () / G_USEC_PER_SEC, after;
  g_autoptr (CliRun) token = NULL;
  g_autoptr (CliRun) jwks = NULL;
  g_autoptr (CliRun) payload = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JotJson) json = NULL;
  JotJsonNode root;
  double iat, exp;

  cli_use_file_keyring ();
  token = cli_run (NULL, 0, "sign", "--subject", "Brian", "--list", id, NULL);
  after = g_get_real_time () / G_USEC_PER_SEC;
  g_assert_cmpint (token->status, ==, 0);
  jwks = cli_run (NULL, 0, "jwks", NULL);
  path = cli_write ("own.json", jwks->out);
  payload = cli_run (token->out, -1, "verify", "--jwks", path, NULL);
  g_assert_cmpint (payload->status, ==, 0);

  json = jot_json_parse (payload->out, -1, NULL);
  g_assert_nonnull (json);
  root = jot_json_get_root (json);
  g_assert_true (jot_json_node_get_number (jot_json_node_get_member (root, "iat"), &iat));
  g_assert_true (jot_json_node_get_number (jot_json_node_get_member (root, "exp"), &exp));
  g_assert_cmpfloat (iat, >=, before);
  g_assert_cmpfloat (iat, <=, after);
  g_assert_cmpfloat (exp, ==, iat + 86400);
  g_assert_cmpstr (jot_json_node_get_string_member (root, "sub"), ==, "Brian");
  g_assert_cmpstr (jot_json_node_get_string_member (root, "listName"), ==, "Weekly shop");
  g_assert_true (g_str_has_suffix (g_strchomp (payload->out),
                                   "\"groceryList\":[{\"item\":\"milk\",\"quantity\":\"2 l\",\"aisle\":\"Dairy\"},"
                                   "\"candles\",{\"item\":\"butter\",\"aisle\":\"Dairy\",\"note\":\"salted\"}]}"));

  /* the window knows by it which list that was */
  g_assert_true (is_in_history (id));
}

/* A file that is no list is kept aside and named; the others are there. */
static void
test_damaged (void)
{
  g_autofree char *id = import ("milk\n");
  g_autofree char *path = cli_write ("signet/lists/12345678-1234-4234-8234-123456789abc.json", "{\"items\":");
  g_autofree char *kept = g_strconcat (path, ".broken", NULL);
  g_autofree char *text = NULL;
  g_autoptr (CliRun) lists = NULL;

  /* damage that is younger than two seconds could be a file that is being written */
  {
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autoptr (GDateTime) then = g_date_time_add_seconds (now, -60);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;

    g_file_set_attribute_uint64 (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, (guint64) g_date_time_to_unix (then),
                                 G_FILE_QUERY_INFO_NONE, NULL, &error);
    g_assert_no_error (error);
  }

  lists = cli_run (NULL, 0, "lists", NULL);
  g_assert_cmpint (lists->status, ==, 0);
  g_assert_nonnull (strstr (lists->out, id));
  g_assert_nonnull (strstr (lists->err, "“12345678-1234-4234-8234-123456789abc.json.broken”"));
  g_assert_true (g_file_get_contents (kept, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "{\"items\":");
}

/* A list that cannot be written is not said to be there. */
static void
test_not_saved (void)
{
  g_autoptr (CliRun) run = cli_run_shell ("echo milk | XDG_DATA_HOME=/dev/null/x \"$SIGNET\" import -");

  g_assert_cmpint (run->status, ==, 3);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_true (g_str_has_prefix (run->err, "The list could not be saved: "));
  g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
}

static void
test_misuse (void)
{
  static const char *rows[][4] = {
    { "lists", "x" }, { "lists", "--nonsense" }, { "show" }, { "show", "a", "b" }, { "show", "--nonsense", "a" },
    { "import" }, { "import", "a", "b" }, { "import", "--nonsense", "a" },
    { "export" }, { "export", "a", "b" }, { "export", "--nonsense", "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run_args (NULL, 0, rows[i]);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
}

/* What was imported is suggested in the window; a file of that which is damaged is kept, and hinders nobody. */
static void
test_learned (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", NULL);
  g_autofree char *path = g_build_filename (folder, "household.json", NULL);
  g_autofree char *first = import (OURS);
  g_autofree char *second = import ("oat milk\n");
  g_autofree char *text = NULL;
  g_autoptr (CliRun) third = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "{\"item\": \"milk\", \"quantity\": \"2 l\", \"aisle\": \"Dairy\", \"bought\": 0,"));
  g_assert_nonnull (strstr (text, "{\"item\": \"candles\", \"bought\": 0,"));
  g_assert_nonnull (strstr (text, "{\"item\": \"oat milk\", \"bought\": 0,"));
  g_clear_pointer (&text, g_free);

  g_assert_true (g_file_set_contents (path, "nonsense", -1, NULL));
  third = cli_run ("tea\n", -1, "import", "-", NULL);
  g_assert_cmpint (third->status, ==, 0);
  g_assert_cmpstr (third->err, ==, "The file of what was bought before was damaged. It was kept as “household.json.broken”.\n");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "{\"item\": \"tea\", \"bought\": 0,"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/lists/none", test_none);
  g_test_add_func ("/cli/lists/round-trip", test_round_trip);
  g_test_add_func ("/cli/lists/arranged", test_arranged);
  g_test_add_func ("/cli/lists/forms", test_forms);
  g_test_add_func ("/cli/lists/name-of-file", test_name_of_file);
  g_test_add_func ("/cli/lists/formats", test_formats);
  g_test_add_func ("/cli/lists/refused", test_refused);
  g_test_add_func ("/cli/lists/same-name", test_same_name);
  g_test_add_func ("/cli/lists/no-such-list", test_no_such_list);
  g_test_add_func ("/cli/lists/sign", test_sign);
  g_test_add_func ("/cli/lists/damaged", test_damaged);
  g_test_add_func ("/cli/lists/not-saved", test_not_saved);
  g_test_add_func ("/cli/lists/learned", test_learned);
  g_test_add_func ("/cli/lists/misuse", test_misuse);

  return g_test_run ();
}
