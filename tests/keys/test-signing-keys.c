/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keys-fixture.h"

#include "signet-signing-keys-private.h"

#include "jot-error.h"
#include "jot-jws.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#define EXP G_GINT64_CONSTANT (4000000000)

typedef struct
{
  char              *folder;
  SignetKeyStore    *store;
  SignetSigningKeys *keys;
} Fixture;

static SignetSigningKeys *
new_keys (const char     *folder,
          SignetKeyStore *store)
{
  SignetSigningKeys *keys = signet_signing_keys_new (folder, store);
  g_autoptr (GError) error = NULL;

  signet_signing_keys_set_default (keys, jot_alg_find ("ES256"), 0);
  signet_signing_keys_load (keys, &error);
  g_assert_no_error (error);

  return keys;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = test_make_folder ();
  fixture->store = signet_key_store_memory_new ();
  fixture->keys = new_keys (fixture->folder, fixture->store);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  signet_signing_keys_forget_loaded (fixture->keys);
  g_object_unref (fixture->keys);
  g_object_unref (fixture->store);
  g_free (fixture->folder);
}

static guint
count (SignetSigningKeys *keys,
       SignetKeyState     state)
{
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (keys);
  guint n = 0;

  for (guint i = 0; i < infos->len; i++)
    n += signet_key_info_get_state (infos->pdata[i]) == state;

  return n;
}

static char *
dup_kid (SignetSigningKeys *keys,
         SignetKeyState     state)
{
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (keys);

  for (guint i = 0; i < infos->len; i++)
    if (signet_key_info_get_state (infos->pdata[i]) == state)
      return g_strdup (signet_key_info_get_kid (infos->pdata[i]));

  return NULL;
}

static char *
sign (SignetSigningKeys *keys,
      gint64             exp)
{
  g_autoptr (GError) error = NULL;
  char *token = keys_sign (keys, exp, &error);

  g_assert_no_error (error);
  return token;
}

static void
test_first_use (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autofree char *text = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *next = NULL;
  g_autofree char *kept_next = NULL;
  SignetKeyInfo *current;
  struct stat info;

  g_assert_null (signet_signing_keys_get_current (fixture->keys));
  token = sign (fixture->keys, EXP);
  keys_assert_valid (signet_signing_keys_get_path (fixture->keys), token, 0);

  g_assert_cmpuint (count (fixture->keys, SIGNET_KEY_STATE_CURRENT), ==, 1);
  g_assert_cmpuint (count (fixture->keys, SIGNET_KEY_STATE_NEXT), ==, 1);
  current = signet_signing_keys_get_current (fixture->keys);
  g_assert_cmpint (signet_key_info_get_latest_exp (current), ==, EXP);
  g_assert_cmpuint (signet_key_info_get_n_signed (current), ==, 1);
  g_assert_true (signet_signing_keys_find (fixture->keys, signet_key_info_get_kid (current)) == current);

  kid = g_strdup (signet_key_info_get_kid (current));
  kept = keys_lookup (fixture->store, kid, NULL);
  g_assert_nonnull (strstr (kept, "\"d\":"));
  next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  kept_next = keys_lookup (fixture->store, next, NULL);
  g_assert_nonnull (kept_next);

  text = test_read_file (fixture->folder, "keys.json");
  g_assert_null (strstr (text, "\"d\""));
  g_assert_cmpint (g_stat (signet_signing_keys_get_path (fixture->keys), &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

/* The first key of somebody who chose nothing is RS256 with 2048 bits. */
static void
test_default_kind (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetKeyStore) store = signet_key_store_memory_new ();
  g_autoptr (SignetSigningKeys) keys = signet_signing_keys_new (folder, store);
  g_autofree char *token = sign (keys, EXP);
  SignetKeyInfo *current = signet_signing_keys_get_current (keys);

  g_assert_cmpstr (jot_alg_get_name (signet_key_info_get_alg (current)), ==, "RS256");
  g_assert_cmpuint (jot_jwk_get_bits (signet_key_info_get_public (current)), ==, 2048);
  keys_assert_valid (signet_signing_keys_get_path (keys), token, 0);
}

static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *first = sign (fixture->keys, EXP);
  g_autofree char *kid = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
  g_autofree char *second = NULL;
  g_autoptr (SignetSigningKeys) again = new_keys (fixture->folder, fixture->store);
  SignetKeyInfo *current = signet_signing_keys_get_current (again);

  g_assert_cmpstr (signet_key_info_get_kid (current), ==, kid);
  g_assert_cmpint (signet_key_info_get_latest_exp (current), ==, EXP);

  /* an earlier end does not take back the later one */
  second = sign (again, EXP - 1);
  current = signet_signing_keys_get_current (again);
  g_assert_cmpstr (signet_key_info_get_kid (current), ==, kid);
  g_assert_cmpint (signet_key_info_get_latest_exp (current), ==, EXP);
  g_assert_cmpuint (signet_key_info_get_n_signed (current), ==, 2);
}

static void
test_endless (Fixture       *fixture,
              gconstpointer  data)
{
  static const gint64 ends[] = { G_MAXINT64, G_MAXINT64 - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (SignetSigningKeys) again = NULL;
      g_autofree char *token = NULL;

      g_autofree char *folder = test_make_folder ();
      g_autoptr (SignetKeyStore) store = signet_key_store_memory_new ();
      g_autoptr (SignetSigningKeys) keys = new_keys (folder, store);

      token = sign (keys, ends[i]);
      again = new_keys (folder, store);
      g_assert_cmpint (signet_key_info_get_latest_exp (signet_signing_keys_get_current (again)), ==, G_MAXINT64);
    }
}

/* Many at once, in two objects that share nothing but the folder: one key, and no count lost. */
static void
test_concurrent (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SignetSigningKeys) other = new_keys (fixture->folder, fixture->store);
  g_autoptr (SignetSigningKeys) after = NULL;
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  GAsyncResult *slots[10] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    signet_signing_keys_sign_async (i % 2 ? other : fixture->keys, payload, EXP, NULL, test_done_cb, &slots[i]);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&slots[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *token = signet_signing_keys_sign_finish (i % 2 ? other : fixture->keys, result, &error);

      g_assert_no_error (error);
      keys_assert_valid (signet_signing_keys_get_path (fixture->keys), token, 0);
    }

  after = new_keys (fixture->folder, fixture->store);
  g_assert_cmpuint (count (after, SIGNET_KEY_STATE_CURRENT), ==, 1);
  g_assert_cmpuint (count (after, SIGNET_KEY_STATE_NEXT), ==, 1);
  g_assert_cmpuint (signet_key_info_get_n_signed (signet_signing_keys_get_current (after)), ==, G_N_ELEMENTS (slots));
}

static void
changed_cb (SignetSigningKeys *keys,
            gpointer           user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
test_changed_by_another (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (SignetSigningKeys) other = new_keys (fixture->folder, fixture->store);
  gboolean changed = FALSE;
  g_autofree char *token = NULL;

  g_signal_connect (fixture->keys, "changed", G_CALLBACK (changed_cb), &changed);
  token = sign (other, EXP);
  test_wait_until (changed);
  g_assert_nonnull (signet_signing_keys_get_current (fixture->keys));
}

/* Neither a key that is gone nor one that is broken is replaced unasked; with the key back it works. */
static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *token = sign (fixture->keys, EXP);
  g_autofree char *kid = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
  g_autofree char *next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_autofree char *kept = keys_lookup (fixture->store, kid, NULL);
  g_autofree char *kept_next = keys_lookup (fixture->store, next, NULL);
  g_autofree char *before = test_read_file (fixture->folder, "keys.json");
  g_autofree char *after = NULL;
  g_autofree char *later = NULL;
  g_autoptr (GError) error = NULL;

  signet_signing_keys_forget_loaded (fixture->keys);
  keys_clear (fixture->store, kid, NULL);
  g_assert_null (keys_sign (fixture->keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, kid));
  g_clear_error (&error);

  keys_store (fixture->store, kid, "{}", NULL);
  g_assert_null (keys_sign (fixture->keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_DAMAGED);
  g_clear_error (&error);

  /* a sound key, but another one */
  keys_store (fixture->store, kid, kept_next, NULL);
  g_assert_null (keys_sign (fixture->keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_DAMAGED);
  g_clear_error (&error);

  after = test_read_file (fixture->folder, "keys.json");
  g_assert_cmpstr (after, ==, before);

  keys_store (fixture->store, kid, kept, NULL);
  later = sign (fixture->keys, EXP);
  keys_assert_valid (signet_signing_keys_get_path (fixture->keys), later, 0);
}

static void
test_damaged_metadata (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *token = sign (fixture->keys, EXP);
  g_autofree char *aside = NULL;
  g_autofree char *aside_again = NULL;
  g_autofree char *newer = NULL;
  g_autoptr (GError) error = NULL;

  test_write_file (fixture->folder, "keys.json", "damaged");
  g_assert_false (signet_signing_keys_load (fixture->keys, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA);
  g_clear_error (&error);

  g_assert_null (keys_sign (fixture->keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA);
  g_assert_nonnull (strstr (error->message, "keys.json.damaged"));
  g_clear_error (&error);
  aside = test_read_file (fixture->folder, "keys.json.damaged");
  g_assert_cmpstr (aside, ==, "damaged");

  test_write_file (fixture->folder, "keys.json", "damaged again");
  g_assert_null (keys_sign (fixture->keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA);
  g_clear_error (&error);
  g_clear_pointer (&aside, g_free);
  aside = test_read_file (fixture->folder, "keys.json.damaged");
  g_assert_cmpstr (aside, ==, "damaged");
  aside_again = test_read_file (fixture->folder, "keys.json.damaged-2");
  g_assert_cmpstr (aside_again, ==, "damaged again");

  /* a newer Signet's file is not damaged */
  test_write_file (fixture->folder, "keys.json", "{\"version\":2}");
  g_assert_null (keys_sign (fixture->keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA);
  newer = test_read_file (fixture->folder, "keys.json");
  g_assert_cmpstr (newer, ==, "{\"version\":2}");
}

/* keys.json is gone, or damaged: no second key is made unasked. What the keyring holds comes back when it is asked for. */
static void
test_recover (Fixture       *fixture,
              gconstpointer  data)
{
  const char *path = signet_signing_keys_get_path (fixture->keys);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SignetSigningKeys) again = NULL;
      g_autoptr (GPtrArray) kept = NULL;
      g_autofree char *token = sign (fixture->keys, EXP);
      g_autofree char *current = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
      g_autofree char *later = NULL;
      g_autoptr (GError) error = NULL;
      SignetKeyInfo *old;
      guint n = 0;

      kept = signet_signing_keys_dup_infos (fixture->keys);
      if (i == 0)
        g_assert_cmpint (g_unlink (path), ==, 0);
      else
        test_write_file (fixture->folder, "keys.json", "damaged");

      again = signet_signing_keys_new (fixture->folder, fixture->store);
      if (i == 1)
        {
          g_assert_null (keys_sign (again, EXP, &error));
          g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_METADATA);
          g_clear_error (&error);
        }
      g_assert_null (keys_sign (again, EXP, &error));
      g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_UNLISTED);
      g_clear_error (&error);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      if (i == 1)
        /* asked for at once, without a signature that found the damage */
        test_write_file (fixture->folder, "keys.json", "damaged again");

      g_assert_true (keys_recover (again, &n, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, kept->len);
      for (guint k = 0; k < kept->len; k++)
        g_assert_nonnull (signet_signing_keys_find (again, signet_key_info_get_kid (kept->pdata[k])));
      g_assert_cmpuint (count (again, SIGNET_KEY_STATE_CURRENT), ==, 1);
      g_assert_cmpuint (count (again, SIGNET_KEY_STATE_RETIRED), ==, kept->len - 1);
      g_assert_cmpuint (count (again, SIGNET_KEY_STATE_NEXT), ==, 1);
      old = signet_signing_keys_find (again, current);
      g_assert_cmpint (signet_key_info_get_latest_exp (old), ==, G_MAXINT64);

      /* what was signed is valid still, and signing goes on */
      keys_assert_valid (path, token, EXP + 365 * 86400);
      later = sign (again, EXP);
      keys_assert_valid (path, later, 0);

      /* and that was all of them */
      g_assert_true (keys_recover (again, &n, &error));
      g_assert_cmpuint (n, ==, 0);
      signet_signing_keys_load (fixture->keys, &error);
      g_assert_no_error (error);
    }
}

/* Of two folders with one keyring each has its keys: those of the other are no lost ones of its own. */
static void
test_two_folders (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *token = sign (fixture->keys, EXP);
  g_autofree char *current = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetSigningKeys) other = new_keys (folder, fixture->store);
  g_autoptr (SignetSigningKeys) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = keys_sign (other, EXP, &error);
  g_autofree char *its_current = NULL;
  g_autofree char *later = NULL;

  g_assert_no_error (error);
  its_current = dup_kid (other, SIGNET_KEY_STATE_CURRENT);
  g_assert_cmpstr (its_current, !=, current);
  keys_assert_valid (signet_signing_keys_get_path (other), first, 0);
  keys_assert_valid (signet_signing_keys_get_path (fixture->keys), token, 0);
  later = sign (fixture->keys, EXP);
  g_assert_nonnull (later);

  /* but once there were keys, and a list of them, its loss is noticed */
  g_assert_cmpint (g_unlink (signet_signing_keys_get_path (other)), ==, 0);
  again = signet_signing_keys_new (folder, fixture->store);
  g_assert_null (keys_sign (again, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_UNLISTED);
}

/* Beside keys that are listed: what is not is retired. One that is revoked stays so, and what is no key is passed over. */
static void
test_recover_beside (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *token = sign (fixture->keys, EXP);
  g_autofree char *current = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
  g_autofree char *next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_autofree char *revoked = keys_lookup (fixture->store, next, NULL);
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetSigningKeys) other = new_keys (folder, fixture->store);
  g_autoptr (SignetKeyInfo) unlisted = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  unlisted = keys_create (other, "ES256", &error);
  g_assert_no_error (error);

  g_assert_true (keys_revoke (fixture->keys, next, &error));
  keys_store (fixture->store, next, revoked, NULL);
  keys_store (fixture->store, "damaged", "{}", NULL);
  g_assert_true (keys_recover (fixture->keys, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (signet_key_info_get_kid (signet_signing_keys_get_current (fixture->keys)), ==, current);
  g_assert_cmpint (signet_key_info_get_state (signet_signing_keys_find (fixture->keys, signet_key_info_get_kid (unlisted))),
                   ==, SIGNET_KEY_STATE_RETIRED);
  g_assert_cmpint (signet_key_info_get_state (signet_signing_keys_find (fixture->keys, next)), ==, SIGNET_KEY_STATE_REVOKED);
  g_assert_cmpuint (count (fixture->keys, SIGNET_KEY_STATE_NEXT), ==, 1);
}

/* Nothing but what is no key, and nothing at all. */
static void
test_recover_nothing (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  guint n = 1;

  g_assert_true (keys_recover (fixture->keys, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 0);

  keys_store (fixture->store, "damaged", "{}", NULL);
  g_assert_false (keys_recover (fixture->keys, &n, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (g_file_test (signet_signing_keys_get_path (fixture->keys), G_FILE_TEST_EXISTS));

  keys_clear (fixture->store, "damaged", NULL);
  token = sign (fixture->keys, EXP);
}

static void
test_rotate (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *token = sign (fixture->keys, EXP);
  g_autofree char *old = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
  g_autofree char *next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeyInfo) promoted = keys_rotate (fixture->keys, &error);
  g_autoptr (SignetKeyInfo) again = NULL;
  g_autofree char *new_next = NULL;
  g_autofree char *later = NULL;
  SignetKeyInfo *retired;

  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_info_get_kid (promoted), ==, next);
  retired = signet_signing_keys_find (fixture->keys, old);
  g_assert_cmpint (signet_key_info_get_state (retired), ==, SIGNET_KEY_STATE_RETIRED);
  g_assert_cmpint (signet_key_info_get_retired (retired), >, 0);
  g_assert_cmpuint (count (fixture->keys, SIGNET_KEY_STATE_CURRENT), ==, 1);
  new_next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_assert_nonnull (new_next);

  /* old tokens stay valid until an hour after their end, new ones are made with the promoted key */
  keys_assert_valid (signet_signing_keys_get_path (fixture->keys), token, EXP);
  later = sign (fixture->keys, EXP);
  g_assert_cmpstr (later, !=, token);
  keys_assert_valid (signet_signing_keys_get_path (fixture->keys), later, EXP);

  /* a next that the keyring has lost is not promoted */
  keys_clear (fixture->store, new_next, NULL);
  again = keys_rotate (fixture->keys, &error);
  g_assert_null (again);
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, new_next));
  g_clear_error (&error);
  g_assert_cmpstr (signet_key_info_get_kid (signet_signing_keys_get_current (fixture->keys)), ==, next);
}

static void
test_rotate_nothing (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (keys_rotate (fixture->keys, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_CURRENT);
}

/* Another kind comes in as the next, and stays. */
static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeyInfo) first = keys_create (fixture->keys, "ES256", &error);
  g_autofree char *old_next = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *next = NULL;
  g_autoptr (SignetKeyInfo) second = NULL;
  g_autoptr (SignetKeyInfo) promoted = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (signet_key_info_get_state (first), ==, SIGNET_KEY_STATE_CURRENT);
  old_next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_assert_nonnull (old_next);

  second = keys_create (fixture->keys, "EdDSA", &error);
  g_assert_no_error (error);
  g_assert_cmpint (signet_key_info_get_state (second), ==, SIGNET_KEY_STATE_NEXT);
  g_assert_null (signet_signing_keys_find (fixture->keys, old_next));
  gone = keys_lookup (fixture->store, old_next, &error);
  g_assert_no_error (error);
  g_assert_null (gone);

  promoted = keys_rotate (fixture->keys, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_info_get_kid (promoted), ==, signet_key_info_get_kid (second));
  next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_assert_cmpstr (jot_alg_get_name (signet_key_info_get_alg (signet_signing_keys_find (fixture->keys, next))), ==, "EdDSA");
}

static void
test_revoke (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *token = sign (fixture->keys, EXP);
  g_autofree char *kid = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
  g_autofree char *next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_autoptr (SignetPublicKeys) public = signet_public_keys_new (signet_signing_keys_get_path (fixture->keys));
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *later = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (keys_revoke (fixture->keys, "nobody", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (keys_revoke (fixture->keys, kid, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_info_get_kid (signet_signing_keys_get_current (fixture->keys)), ==, next);
  g_assert_cmpuint (count (fixture->keys, SIGNET_KEY_STATE_NEXT), ==, 1);
  g_assert_cmpint (signet_key_info_get_revoked (signet_signing_keys_find (fixture->keys, kid)), >, 0);
  bytes = signet_public_keys_read (public, 0, NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_null (strstr (text, kid));
  g_assert_nonnull (strstr (text, next));
  gone = keys_lookup (fixture->store, kid, &error);
  g_assert_no_error (error);
  g_assert_null (gone);

  g_assert_false (keys_revoke (fixture->keys, kid, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_REVOKED);

  later = sign (fixture->keys, EXP);
  keys_assert_valid (signet_signing_keys_get_path (fixture->keys), later, 0);
}

/* A keyring that always fails. */
#define BROKEN_TYPE_STORE (broken_store_get_type ())
G_DECLARE_FINAL_TYPE (BrokenStore, broken_store, BROKEN, STORE, GObject)

struct _BrokenStore
{
  GObject parent_instance;
};

static void
broken_fail (SignetKeyStore      *store,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  g_task_report_new_error (store, callback, user_data, NULL, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_LOCKED, "locked");
}

static void
broken_store_async (SignetKeyStore *store, const char *kid, const char *alg, JotSecret *jwk,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  broken_fail (store, callback, user_data);
}

static void
broken_lookup_async (SignetKeyStore *store, const char *kid,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  broken_fail (store, callback, user_data);
}

static gboolean
broken_boolean_finish (SignetKeyStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static JotSecret *
broken_lookup_finish (SignetKeyStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
broken_list_async (SignetKeyStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  broken_fail (store, callback, user_data);
}

static GPtrArray *
broken_list_finish (SignetKeyStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
broken_store_iface_init (SignetKeyStoreInterface *iface)
{
  iface->store_async = broken_store_async;
  iface->store_finish = broken_boolean_finish;
  iface->lookup_async = broken_lookup_async;
  iface->lookup_finish = broken_lookup_finish;
  iface->clear_async = broken_lookup_async;
  iface->clear_finish = broken_boolean_finish;
  iface->list_async = broken_list_async;
  iface->list_finish = broken_list_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BrokenStore, broken_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SIGNET_TYPE_KEY_STORE, broken_store_iface_init))

static void
broken_store_class_init (BrokenStoreClass *klass)
{
}

static void
broken_store_init (BrokenStore *self)
{
}

/* While the keyring is locked nothing is made and nothing changes, except that revoking works. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SignetKeyStore) broken = g_object_new (BROKEN_TYPE_STORE, NULL);
  g_autoptr (SignetSigningKeys) keys = new_keys (fixture->folder, broken);
  g_autofree char *token = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (keys_sign (keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (g_file_test (signet_signing_keys_get_path (keys), G_FILE_TEST_EXISTS));

  token = sign (fixture->keys, EXP);
  kid = dup_kid (fixture->keys, SIGNET_KEY_STATE_CURRENT);
  next = dup_kid (fixture->keys, SIGNET_KEY_STATE_NEXT);
  g_assert_null (keys_sign (keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_null (keys_rotate (keys, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_LOCKED);
  g_clear_error (&error);

  g_assert_true (keys_revoke (keys, kid, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_info_get_kid (signet_signing_keys_get_current (keys)), ==, next);
  g_assert_cmpuint (count (keys, SIGNET_KEY_STATE_NEXT), ==, 0);
}

static void
test_too_large (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (JOT_MAX_TOKEN_SIZE, 'x');
  g_autoptr (GBytes) payload = g_bytes_new_static (filler, JOT_MAX_TOKEN_SIZE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_sign_async (fixture->keys, payload, EXP, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_null (signet_signing_keys_sign_finish (fixture->keys, result, &error));
  g_assert_error (error, JOT_ERROR, JOT_ERROR_TOO_LARGE);

  token = sign (fixture->keys, EXP);
  g_assert_cmpuint (signet_key_info_get_n_signed (signet_signing_keys_get_current (fixture->keys)), ==, 1);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  g_cancellable_cancel (cancellable);
  signet_signing_keys_sign_async (fixture->keys, payload, EXP, cancellable, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_null (signet_signing_keys_sign_finish (fixture->keys, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  token = sign (fixture->keys, EXP);
  keys_assert_valid (signet_signing_keys_get_path (fixture->keys), token, 0);
}

/* No memory of ours is to be had while a key is loaded. */
/* Five minutes; each signature starts them anew, and what is not idle for so long stays. */
static void
test_idle (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SignetSigningKeys) patient = new_keys (fixture->folder, fixture->store);
  SignetLoadedKey *loaded = _signet_signing_keys_get_loaded (fixture->keys);
  SignetLoadedKey *control = _signet_signing_keys_get_loaded (patient);
  g_autofree char *token = NULL;
  g_autofree char *other = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpuint (signet_loaded_key_get_idle (loaded), ==, 5 * 60 * 1000);
  g_assert_null (signet_loaded_key_get (loaded));
  other = sign (patient, EXP);
  signet_loaded_key_set_idle (loaded, 50);
  token = sign (fixture->keys, EXP);
  g_assert_nonnull (signet_loaded_key_get (loaded));

  test_wait_until (signet_loaded_key_get (loaded) == NULL);
  g_assert_nonnull (signet_loaded_key_get (control));
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);

  /* a signature within that time: what was to come is forgotten */
  signet_loaded_key_set_idle (control, 50);
  signet_loaded_key_set (control, signet_loaded_key_get (control));
  signet_loaded_key_set_idle (control, SIGNET_LOADED_KEY_IDLE_MSEC);
  signet_loaded_key_set (control, signet_loaded_key_get (control));
  again = sign (fixture->keys, EXP);
  test_wait_until (signet_loaded_key_get (loaded) == NULL);
  g_assert_nonnull (signet_loaded_key_get (control));

  signet_signing_keys_forget_loaded (patient);
  g_assert_null (signet_loaded_key_get (control));
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 1);
}

/* The screen is locked while something is being signed: the signature is made, the key not kept. */
static void
test_forgotten_meanwhile (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  SignetLoadedKey *loaded = _signet_signing_keys_get_loaded (fixture->keys);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *token = NULL;
      GAsyncResult *slot = NULL;

      signet_signing_keys_sign_async (fixture->keys, payload, EXP, NULL, test_done_cb, &slot);
      if (i > 0)
        signet_signing_keys_forget_loaded (fixture->keys);
      result = test_wait_result (&slot);
      token = signet_signing_keys_sign_finish (fixture->keys, result, &error);
      g_assert_no_error (error);
      g_assert_nonnull (token);
      g_assert_cmpint (signet_loaded_key_get (loaded) != NULL, ==, i == 0);
    }
}

static void
test_dumpable (Fixture       *fixture,
               gconstpointer  data)
{
  int before = prctl (PR_GET_DUMPABLE, 0, 0, 0, 0);
  g_autofree char *token = sign (fixture->keys, EXP);

  g_assert_cmpint (before, ==, 1);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
  signet_signing_keys_forget_loaded (fixture->keys);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 1);
}

static void
test_finalized (void)
{
  g_autofree char *folder = test_make_folder ();
  SignetKeyStore *store = signet_key_store_memory_new ();
  SignetSigningKeys *keys = new_keys (folder, store);
  g_autofree char *token = sign (keys, EXP);
  int gone = FALSE;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (keys);
  keys_watch_gone (store, &gone);
  g_object_unref (store);
  test_wait_until (g_atomic_int_get (&gone));
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void      (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "first-use", test_first_use },
    { "restart", test_restart },
    { "endless", test_endless },
    { "concurrent", test_concurrent },
    { "changed-by-another", test_changed_by_another },
    { "missing", test_missing },
    { "damaged-metadata", test_damaged_metadata },
    { "rotate", test_rotate },
    { "rotate-nothing", test_rotate_nothing },
    { "create", test_create },
    { "revoke", test_revoke },
    { "locked", test_locked },
    { "too-large", test_too_large },
    { "cancelled", test_cancelled },
    { "dumpable", test_dumpable },
    { "recover", test_recover },
    { "two-folders", test_two_folders },
    { "recover-beside", test_recover_beside },
    { "recover-nothing", test_recover_nothing },
    { "idle", test_idle },
    { "forgotten-meanwhile", test_forgotten_meanwhile },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keys/signing-keys/%s", tests[i].name);

      g_test_add (path, Fixture, NULL, set_up, tests[i].run, tear_down);
    }
  g_test_add_func ("/keys/signing-keys/default-kind", test_default_kind);
  g_test_add_func ("/keys/signing-keys/finalized", test_finalized);

  return g_test_run ();
}
