/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keys-fixture.h"

#include "jot-private-key.h"

#include <glib/gstdio.h>
#include <string.h>

#define EMPTY "{\"keys\":[]}"
#define NOW G_GINT64_CONSTANT (1700000000)

/* EC keys: quick to make. */
static char *
make_entry (const char *state,
            const char *latest_exp,
            const char *more,
            char      **kid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);
  JotJwk *public;
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  public = jot_private_key_get_public (key);
  *kid = g_strdup (jot_jwk_get_thumbprint (public));
  json = jot_jwk_to_public_json (public, *kid, jot_alg_find ("ES256"));
  json[strlen (json) - 1] = '\0';

  return g_strdup_printf ("{\"kid\":\"%s\",\"alg\":\"ES256\",\"state\":\"%s\",\"created\":1,\"latestExp\":%s,"
                          "\"signed\":1,\"jwk\":%s%s}}", *kid, state, latest_exp, json, more);
}

static char *
read_text (SignetPublicKeys *keys,
           gint64            now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = signet_public_keys_read (keys, now, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
write_entries (const char *folder,
               const char *entries)
{
  g_autofree char *text = g_strdup_printf ("{\"version\":1,\"keys\":[%s]}", entries);

  test_write_file (folder, "keys.json", text);
}

static void
test_missing_file (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys.json", NULL);
  g_autoptr (SignetPublicKeys) keys = signet_public_keys_new (path);
  g_autofree char *before = read_text (keys, NOW);
  g_autofree char *kid = NULL;
  g_autofree char *entry = make_entry ("current", "0", "", &kid);
  g_autofree char *with = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, EMPTY);

  write_entries (folder, entry);
  with = read_text (keys, NOW);
  g_assert_nonnull (strstr (with, kid));

  g_assert_cmpint (g_unlink (path), ==, 0);
  after = read_text (keys, NOW);
  g_assert_cmpstr (after, ==, EMPTY);
}

static void
test_states (void)
{
  static const struct
  {
    const char *state;
    const char *latest_exp;
    gboolean    published;
  } cases[] = {
    { "current", "0", TRUE },
    { "next", "0", TRUE },
    { "retired", "1699996401", TRUE },    /* + 3600 = NOW + 1 */
    { "retired", "1699996400", FALSE },   /* + 3600 = NOW */
    { "retired", "null", TRUE },
    { "retired", "0", FALSE },
    { "revoked", "1800000000", FALSE },
    { "revoked", "null", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = test_make_folder ();
      g_autofree char *path = g_build_filename (folder, "keys.json", NULL);
      g_autoptr (SignetPublicKeys) keys = signet_public_keys_new (path);
      g_autofree char *kid = NULL;
      g_autofree char *entry = make_entry (cases[i].state, cases[i].latest_exp, "", &kid);
      g_autofree char *text = NULL;

      write_entries (folder, entry);
      text = read_text (keys, NOW);
      g_assert_cmpint (strstr (text, kid) != NULL, ==, cases[i].published);
    }
}

/* A retired key leaves when its time has come, though the file is as it was. */
static void
test_due (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys.json", NULL);
  g_autoptr (SignetPublicKeys) keys = signet_public_keys_new (path);
  g_autofree char *kid = NULL;
  g_autofree char *entry = make_entry ("retired", "1700000000", "", &kid);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  write_entries (folder, entry);
  before = read_text (keys, NOW + 3599);
  after = read_text (keys, NOW + 3600);
  g_assert_nonnull (strstr (before, kid));
  g_assert_cmpstr (after, ==, EMPTY);
}

static void
test_same_bytes (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys.json", NULL);
  g_autoptr (SignetPublicKeys) keys = signet_public_keys_new (path);
  g_autofree char *kid = NULL;
  g_autofree char *entry = make_entry ("current", "0", "", &kid);
  g_autofree char *other_kid = NULL;
  g_autofree char *other = make_entry ("current", "0", "", &other_kid);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) rewritten = NULL;
  g_autoptr (GBytes) changed = NULL;

  write_entries (folder, entry);
  first = signet_public_keys_read (keys, NOW, NULL);
  second = signet_public_keys_read (keys, NOW + 1, NULL);
  write_entries (folder, entry);
  rewritten = signet_public_keys_read (keys, NOW + 2, NULL);
  write_entries (folder, other);
  changed = signet_public_keys_read (keys, NOW + 3, NULL);

  g_assert_true (first == second);
  g_assert_true (first == rewritten);
  g_assert_true (first != changed);
  g_assert_false (g_bytes_equal (first, changed));
}

/* Even a private member in the file does not come out. */
static void
test_private_members (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys.json", NULL);
  g_autoptr (SignetPublicKeys) keys = signet_public_keys_new (path);
  g_autofree char *kid = NULL;
  g_autofree char *entry = make_entry ("current", "0", ",\"d\":\"c2VjcmV0\",\"comment\":\"c2VjcmV0\"", &kid);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  write_entries (folder, entry);
  bytes = signet_public_keys_read (keys, NOW, NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_null (strstr (text, "c2VjcmV0"));
}

static void
test_damaged (void)
{
  g_autofree char *kid = NULL;
  g_autofree char *good = make_entry ("current", "0", "", &kid);
  g_autofree char *other_kid = NULL;
  g_autofree char *second = make_entry ("current", "0", "", &other_kid);
  g_autofree char *twice = g_strdup_printf ("{\"version\":1,\"keys\":[%s,%s]}", good, good);
  g_autofree char *two_current = g_strdup_printf ("{\"version\":1,\"keys\":[%s,%s]}", good, second);
  g_autofree char *newer = g_strdup_printf ("{\"version\":2,\"keys\":[%s]}", good);
  g_autofree char *no_version = g_strdup_printf ("{\"keys\":[%s]}", good);
  g_autoptr (GString) wrong_kid = g_string_new (good);
  g_autoptr (GString) bad_time = g_string_new (good);
  g_autoptr (GString) bad_state = g_string_new (good);
  g_autofree char *cut = g_strndup (twice, strlen (twice) - 1);
  const char *files[10];
  guint n = 0;

  g_string_replace (wrong_kid, kid, other_kid, 1);
  g_string_replace (bad_time, "\"latestExp\":0", "\"latestExp\":\"0\"", 1);
  g_string_replace (bad_state, "\"current\"", "\"currant\"", 1);
  g_string_prepend (wrong_kid, "{\"version\":1,\"keys\":[");
  g_string_prepend (bad_time, "{\"version\":1,\"keys\":[");
  g_string_prepend (bad_state, "{\"version\":1,\"keys\":[");
  g_string_append (wrong_kid, "]}");
  g_string_append (bad_time, "]}");
  g_string_append (bad_state, "]}");

  files[n++] = twice;
  files[n++] = two_current;
  files[n++] = newer;
  files[n++] = no_version;
  files[n++] = wrong_kid->str;
  files[n++] = bad_time->str;
  files[n++] = bad_state->str;
  files[n++] = cut;
  files[n++] = "";
  files[n++] = "[]";

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folder = test_make_folder ();
      g_autofree char *path = g_build_filename (folder, "keys.json", NULL);
      g_autoptr (SignetPublicKeys) keys = signet_public_keys_new (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) before = NULL;
      g_autoptr (GBytes) after = NULL;
      g_autofree char *again = NULL;

      write_entries (folder, good);
      before = signet_public_keys_read (keys, NOW, &error);
      g_assert_no_error (error);

      test_write_file (folder, "keys.json", files[i]);
      after = signet_public_keys_read (keys, NOW, &error);
      g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA);
      g_assert_true (before == after);

      write_entries (folder, second);
      again = read_text (keys, NOW);
      g_assert_nonnull (strstr (again, other_kid));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/keys/public-keys/missing-file", test_missing_file);
  g_test_add_func ("/keys/public-keys/states", test_states);
  g_test_add_func ("/keys/public-keys/due", test_due);
  g_test_add_func ("/keys/public-keys/same-bytes", test_same_bytes);
  g_test_add_func ("/keys/public-keys/private-members", test_private_members);
  g_test_add_func ("/keys/public-keys/damaged", test_damaged);

  return g_test_run ();
}
