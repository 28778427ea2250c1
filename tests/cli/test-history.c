/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-base64url.h"
#include "jot-json.h"

#include <glib/gstdio.h>
#include <string.h>

#define SHOP "{\"sub\":\"Brian\",\"listName\":\"Weekly shop\",\"groceryList\":[\"milk\"]}"

static JotJson *
read_history (void)
{
  g_autoptr (CliRun) run = cli_run (NULL, 0, "history", "--json", NULL);
  JotJson *json;

  g_assert_cmpint (run->status, ==, 0);
  json = jot_json_parse (run->out, -1, NULL);
  g_assert_nonnull (json);

  return json;
}

static const char *
get (JotJson    *json,
     guint       i,
     const char *name)
{
  JotJsonNode entry = { NULL, 0 };
  JotJsonIter iter;

  jot_json_iter_init (&iter, jot_json_get_root (json));
  for (guint k = 0; k <= i; k++)
    g_assert_true (jot_json_iter_next (&iter, NULL, &entry));

  return jot_json_node_get_string_member (entry, name);
}

static char *
sign (const char *claims)
{
  g_autoptr (CliRun) run = cli_run (claims, -1, "sign", NULL);

  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->status, ==, 0);

  return g_strchomp (g_strdup (run->out));
}

static void
test_none (void)
{
  g_autoptr (CliRun) run = cli_run (NULL, 0, "history", NULL);
  g_autoptr (CliRun) json = cli_run (NULL, 0, "history", "--json", NULL);
  g_autoptr (CliRun) misuse = cli_run (NULL, 0, "history", "x", "y", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_cmpstr (run->err, ==, "Nothing was signed or checked yet.\n");
  g_assert_cmpstr (json->out, ==, "[]\n");
  g_assert_cmpint (misuse->status, ==, 2);
}

/* What is signed is remembered whole, what is verified is not at all. */
static void
test_signed (void)
{
  g_autofree char *token = NULL;
  g_autofree char *set = NULL;
  g_autoptr (JotJson) json = NULL;
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) jwks = NULL;
  g_autoptr (CliRun) verified = NULL;

  cli_use_file_keyring ();
  token = sign (SHOP);
  jwks = cli_run (NULL, 0, "jwks", NULL);
  set = cli_write ("set.json", jwks->out);
  verified = cli_run (token, -1, "verify", "--jwks", set, NULL);
  g_assert_cmpint (verified->status, ==, 0);

  json = read_history ();
  g_assert_cmpuint (jot_json_node_get_size (jot_json_get_root (json)), ==, 1);
  g_assert_cmpstr (get (json, 0, "kind"), ==, "signed");
  g_assert_cmpstr (get (json, 0, "outcome"), ==, "valid");
  g_assert_cmpstr (get (json, 0, "now"), ==, "valid");
  g_assert_cmpstr (get (json, 0, "listName"), ==, "Weekly shop");
  g_assert_cmpstr (get (json, 0, "subject"), ==, "Brian");
  g_assert_cmpstr (get (json, 0, "token"), ==, token);

  run = cli_run (NULL, 0, "history", NULL);
  g_assert_nonnull (strstr (run->out, "signed   Valid        Weekly shop  (for Brian)\n"));
}

/* Revoking says first what dies: what has run out already does not, nor what another key signed. */
static void
test_revoked (void)
{
  g_autofree char *shop = NULL;
  g_autofree char *old = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *other = NULL;
  g_autoptr (CliRun) list = NULL;
  g_autoptr (CliRun) rotated = NULL;
  g_autoptr (CliRun) revoked = NULL;
  g_autoptr (JotJson) json = NULL;
  g_autoptr (JotJson) keys = NULL;

  cli_use_file_keyring ();
  shop = sign (SHOP);
  old = sign ("{\"listName\":\"Old\",\"groceryList\":[],\"exp\":1000}");
  list = cli_run (NULL, 0, "keys", "--json", NULL);
  keys = jot_json_parse (list->out, -1, NULL);
  g_assert_nonnull (keys);
  kid = g_strdup (get (keys, 0, "kid"));
  rotated = cli_run (NULL, 0, "keys", "rotate", NULL);
  g_assert_cmpint (rotated->status, ==, 0);
  other = sign ("{\"listName\":\"Barbecue\",\"groceryList\":[]}");

  revoked = cli_run (NULL, 0, "keys", "revoke", kid, NULL);
  g_assert_cmpint (revoked->status, ==, 0);
  g_assert_cmpstr (revoked->err, ==, "Becomes invalid: Weekly shop (for Brian)\n");

  json = read_history ();
  g_assert_cmpuint (jot_json_node_get_size (jot_json_get_root (json)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const char *name = get (json, i, "listName");

      g_assert_cmpstr (get (json, i, "now"), ==, g_str_equal (name, "Barbecue") ? "valid" : "revoked");
    }
}

static void
test_expired (void)
{
  g_autofree char *old = NULL;
  g_autoptr (JotJson) json = NULL;

  cli_use_file_keyring ();
  old = sign ("{\"listName\":\"Old\",\"groceryList\":[],\"exp\":1000}");
  json = read_history ();
  g_assert_cmpstr (get (json, 0, "outcome"), ==, "valid");
  g_assert_cmpstr (get (json, 0, "now"), ==, "expired");
}

/* A token is given out also where the history cannot be written. */
static void
test_unwritable (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", NULL);
  g_autofree char *path = g_build_filename (folder, "history", NULL);
  g_autoptr (CliRun) run = NULL;
  g_autoptr (GError) error = NULL;

  cli_use_file_keyring ();
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, "", 0, &error);
  g_assert_no_error (error);

  run = cli_run (SHOP, -1, "sign", NULL);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_prefix (run->out, "eyJ"));
  g_assert_true (g_str_has_prefix (run->err, "The token is signed, but could not be added to the history: "));
}

/* By list, person and item, and what was found can be forgotten; the rest stays. */
static void
test_search (void)
{
  static const struct { const char *text; guint n; } rows[] = {
    { "", 2 }, { "weekly", 1 }, { "BRIAN", 1 }, { "milk", 1 }, { "brian MILK", 1 }, { "brian charcoal", 0 }, { "char", 1 },
    { "crème", 1 }, { "CRÈME", 1 }, { "nobody", 0 },
  };
  g_autofree char *shop = NULL;
  g_autofree char *barbecue = NULL;
  g_autoptr (CliRun) none = NULL;
  g_autoptr (CliRun) misuse = NULL;
  g_autoptr (CliRun) forgotten = NULL;
  g_autoptr (JotJson) left = NULL;

  cli_use_file_keyring ();
  shop = sign (SHOP);
  barbecue = sign ("{\"sub\":\"Anna\",\"listName\":\"Barbecue\",\"groceryList\":[\"charcoal\",{\"item\":\"crème fraîche\"}]}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL, 0, "history", "--json", rows[i].text, NULL);
      g_autoptr (JotJson) json = jot_json_parse (run->out, -1, NULL);

      g_assert_cmpint (run->status, ==, 0);
      g_assert_cmpuint (jot_json_node_get_size (jot_json_get_root (json)), ==, rows[i].n);
    }
  none = cli_run (NULL, 0, "history", "nobody", NULL);
  g_assert_cmpstr (none->err, ==, "Nothing like that was signed or checked.\n");

  misuse = cli_run (NULL, 0, "history", "--forget", NULL);
  g_assert_cmpint (misuse->status, ==, 2);
  forgotten = cli_run (NULL, 0, "history", "--forget", "milk", NULL);
  g_assert_cmpint (forgotten->status, ==, 0);
  g_assert_cmpstr (forgotten->err, ==, "1 entry was forgotten.\n");
  left = read_history ();
  g_assert_cmpuint (jot_json_node_get_size (jot_json_get_root (left)), ==, 1);
  g_assert_cmpstr (get (left, 0, "listName"), ==, "Barbecue");
}

/* (transfer full): the same header and signature over another list */
static char *
tamper (const char *token,
        const char *old,
        const char *new)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 3);
  gsize length = 0;
  g_autofree guint8 *bytes = jot_base64url_decode (parts[1], -1, 2, &length, NULL);
  g_autofree char *payload = g_strndup ((const char *) bytes, length);
  g_auto (GStrv) halves = g_strsplit (payload, old, 2);
  g_autofree char *changed = g_strjoinv (new, halves);

  g_assert_nonnull (halves[1]);
  g_free (parts[1]);
  parts[1] = jot_base64url_encode (changed, strlen (changed));

  return g_strjoinv (".", parts);
}

/* Cookies and candy: what the history knows tells what was changed, on stderr and in the report alone. */
static void
test_changed (void)
{
  g_autofree char *token = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *set = NULL;
  g_autoptr (CliRun) jwks = NULL;
  g_autoptr (CliRun) refused = NULL;
  g_autoptr (CliRun) report = NULL;
  g_autoptr (JotJson) json = NULL;
  JotJsonNode changes, item;
  JotJsonIter iter;

  cli_use_file_keyring ();
  token = sign ("{\"sub\":\"Brian\",\"jti\":\"j\",\"listName\":\"Weekly shop\",\"groceryList\":[\"milk\"]}");
  changed = tamper (token, "\"milk\"", "\"milk\",\"cookies\",\"candy\"");
  jwks = cli_run (NULL, 0, "jwks", NULL);
  set = cli_write ("set.json", jwks->out);

  refused = cli_run (changed, -1, "verify", "--jwks", set, NULL);
  g_assert_cmpint (refused->status, ==, 1);
  g_assert_cmpstr (refused->out, ==, "");
  g_assert_cmpstr (refused->err, ==, "This list was changed after it was signed. "
                                     "2 items were added that you never signed: cookies and candy. [bad-signature]\n");

  report = cli_run (changed, -1, "verify", "--jwks", set, "--report", NULL);
  g_assert_cmpint (report->status, ==, 1);
  json = jot_json_parse (report->out, -1, NULL);
  g_assert_nonnull (json);
  changes = jot_json_node_get_member (jot_json_get_root (json), "changes");
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (changes, "sameToken")), ==, JOT_JSON_TRUE);
  jot_json_iter_init (&iter, jot_json_node_get_member (changes, "items"));
  g_assert_true (jot_json_iter_next (&iter, NULL, &item));
  g_assert_cmpstr (jot_json_node_get_string_member (item, "change"), ==, "added");
  g_assert_cmpstr (jot_json_node_get_string_member (item, "item"), ==, "cookies");
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (jot_json_get_root (json), "payload")), ==, JOT_JSON_INVALID);
}

/* Without a history the same token is refused with less to say, and checking makes no history. */
static void
test_changed_unknown (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign (SHOP);
  g_autofree char *changed = tamper (token, "\"milk\"", "\"milk\",\"candy\"");
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", NULL);
  g_autoptr (CliRun) run = cli_run (changed, -1, "verify", "--jwks", jwks, NULL);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpstr (run->err, ==, "The signature does not fit. Either the text was changed after it was signed, "
                                 "or someone else signed it. [bad-signature]\n");
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/history/none", test_none);
  g_test_add_func ("/cli/history/signed", test_signed);
  g_test_add_func ("/cli/history/revoked", test_revoked);
  g_test_add_func ("/cli/history/expired", test_expired);
  g_test_add_func ("/cli/history/unwritable", test_unwritable);
  g_test_add_func ("/cli/history/search", test_search);
  g_test_add_func ("/cli/history/changed", test_changed);
  g_test_add_func ("/cli/history/changed-unknown", test_changed_unknown);

  return g_test_run ();
}
