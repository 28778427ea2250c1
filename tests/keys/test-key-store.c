/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keys-fixture.h"

#include <string.h>

/* What every key store promises, run on each of them. The keyring is libsecret's file backend here;
 * the real daemon has tests of its own. */
typedef SignetKeyStore *(*NewStore) (void);

static SignetKeyStore *
new_file_store (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);

  return signet_key_store_secret_new ();
}

static void
test_round_trip (gconstpointer data)
{
  g_autoptr (SignetKeyStore) store = ((NewStore) data) ();
  g_autoptr (GError) error = NULL;
  g_autofree char *nothing = keys_lookup (store, "round-trip", &error);
  g_autofree char *found = NULL;
  g_autofree char *other = NULL;

  g_assert_no_error (error);
  g_assert_null (nothing);

  keys_store (store, "round-trip", "{\"kty\":\"RSA\"}", &error);
  g_assert_no_error (error);
  found = keys_lookup (store, "round-trip", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, "{\"kty\":\"RSA\"}");

  other = keys_lookup (store, "round-tripp", &error);
  g_assert_no_error (error);
  g_assert_null (other);
}

static void
test_replace (gconstpointer data)
{
  g_autoptr (SignetKeyStore) store = ((NewStore) data) ();
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  g_assert_true (keys_store (store, "replace", "first", &error));
  g_assert_true (keys_store (store, "replace", "second", &error));
  found = keys_lookup (store, "replace", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, "second");
}

static void
test_clear (gconstpointer data)
{
  g_autoptr (SignetKeyStore) store = ((NewStore) data) ();
  g_autoptr (GError) error = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *kept = NULL;

  g_assert_true (keys_store (store, "clear-a", "a", &error));
  g_assert_true (keys_store (store, "clear-b", "b", &error));
  g_assert_true (keys_clear (store, "clear-a", &error));
  g_assert_no_error (error);
  gone = keys_lookup (store, "clear-a", &error);
  g_assert_no_error (error);
  g_assert_null (gone);
  kept = keys_lookup (store, "clear-b", &error);
  g_assert_cmpstr (kept, ==, "b");

  /* what is not there is gone, too */
  g_assert_true (keys_clear (store, "clear-a", &error));
  g_assert_no_error (error);
}

static void
test_large (gconstpointer data)
{
  g_autoptr (SignetKeyStore) store = ((NewStore) data) ();
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = g_strnfill (8000, 'x');
  g_autofree char *found = NULL;

  g_assert_true (keys_store (store, "large", secret, &error));
  found = keys_lookup (store, "large", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, secret);
}

static void
test_cancelled (gconstpointer data)
{
  g_autoptr (SignetKeyStore) store = ((NewStore) data) ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JotSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  GAsyncResult *slot = NULL;

  g_assert_true (keys_store (store, "cancelled", "a", &error));

  g_cancellable_cancel (cancellable);
  signet_key_store_lookup_async (store, "cancelled", cancellable, test_done_cb, &slot);
  result = test_wait_result (&slot);
  secret = signet_key_store_lookup_finish (store, result, &error);
  g_assert_null (secret);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  found = keys_lookup (store, "cancelled", &error);
  g_assert_cmpstr (found, ==, "a");
}

static GPtrArray *
list (SignetKeyStore  *store,
      GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_key_store_list_async (store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_key_store_list_finish (store, result, error);
}

static guint
count_of (GPtrArray  *keys,
          const char *kid)
{
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    n += g_str_equal (((SignetStoredKey *) keys->pdata[i])->kid, kid);

  return n;
}

/* Each once, however often it was stored; what is gone is not there, and nothing else is. */
static void
test_list (gconstpointer data)
{
  g_autoptr (SignetKeyStore) store = ((NewStore) data) ();
  g_autoptr (GPtrArray) both = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (keys_store (store, "list-a", "1", &error));
  g_assert_true (keys_store (store, "list-b", "2", &error));
  g_assert_true (keys_store (store, "list-a", "3", &error));
  both = list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpuint (count_of (both, "list-a"), ==, 1);
  g_assert_cmpuint (count_of (both, "list-b"), ==, 1);

  g_assert_true (keys_clear (store, "list-a", &error));
  one = list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (count_of (one, "list-b"), ==, 1);
}

/* A call outlives whoever let go of the store. */
static void
test_owner_gone (gconstpointer data)
{
  SignetKeyStore *store = ((NewStore) data) ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  int gone = FALSE;

  keys_watch_gone (store, &gone);
  signet_key_store_lookup_async (store, "owner-gone", NULL, test_done_cb, &slot);
  g_object_unref (store);
  result = test_wait_result (&slot);
  g_assert_null (signet_key_store_lookup_finish (store, result, &error));
  g_assert_no_error (error);

  g_clear_object (&result);
  test_wait_until (g_atomic_int_get (&gone));
}

static void
add_suite (const char *name,
           NewStore    new_store)
{
  static const struct
  {
    const char        *name;
    GTestDataFunc      run;
  } tests[] = {
    { "round-trip", test_round_trip },
    { "replace", test_replace },
    { "clear", test_clear },
    { "large", test_large },
    { "list", test_list },
    { "cancelled", test_cancelled },
    { "owner-gone", test_owner_gone },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keys/store/%s/%s", name, tests[i].name);

      g_test_add_data_func (path, (gconstpointer) new_store, tests[i].run);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add_suite ("memory", signet_key_store_memory_new);
  add_suite ("file", new_file_store);

  return g_test_run ();
}
