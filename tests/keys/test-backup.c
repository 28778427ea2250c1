/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keys-fixture.h"

#include "jot-jws.h"

#include <string.h>

#define EXP G_GINT64_CONSTANT (4000000000)

/* One computer with a keyring and keys; a second fixture is the new computer. */
typedef struct
{
  char              *folder;
  SignetKeyStore    *store;
  SignetSigningKeys *keys;
} Computer;

static void
computer_start (Computer *computer)
{
  g_autoptr (GError) error = NULL;

  computer->folder = test_make_folder ();
  computer->store = signet_key_store_memory_new ();
  computer->keys = signet_signing_keys_new (computer->folder, computer->store);
  signet_signing_keys_set_default (computer->keys, jot_alg_find ("ES256"), 0);
  signet_signing_keys_load (computer->keys, &error);
  g_assert_no_error (error);
}

static void
computer_clear (Computer *computer)
{
  signet_signing_keys_forget_loaded (computer->keys);
  g_object_unref (computer->keys);
  g_object_unref (computer->store);
  g_free (computer->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Computer, computer_clear)

static JotSecret *
secret (const char *text)
{
  return jot_secret_new (text, strlen (text));
}

static char *
back_up (Computer    *computer,
         const char  *passphrase,
         GError     **error)
{
  g_autoptr (JotSecret) opener = secret (passphrase);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_backup_async (computer->keys, opener, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_backup_finish (computer->keys, result, error);
}

static gboolean
restore (Computer    *computer,
         const char  *text,
         const char  *passphrase,
         guint       *n_restored,
         GError     **error)
{
  g_autoptr (JotSecret) data = secret (text);
  g_autoptr (JotSecret) opener = secret (passphrase);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_restore_async (computer->keys, data, opener, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_restore_finish (computer->keys, result, n_restored, error);
}

static SignetKeyInfo *
import (Computer    *computer,
        const char  *text,
        const char  *passphrase,
        GError     **error)
{
  g_autoptr (JotSecret) data = secret (text);
  g_autoptr (JotSecret) opener = passphrase != NULL ? secret (passphrase) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_signing_keys_import_async (computer->keys, data, opener, NULL, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_signing_keys_import_finish (computer->keys, result, error);
}

static char *
sign (Computer *computer)
{
  g_autoptr (GError) error = NULL;
  char *token = keys_sign (computer->keys, EXP, &error);

  g_assert_no_error (error);
  return token;
}

static char *
dup_kid (Computer       *computer,
         SignetKeyState  state)
{
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (computer->keys);

  for (guint i = 0; i < infos->len; i++)
    if (signet_key_info_get_state (infos->pdata[i]) == state)
      return g_strdup (signet_key_info_get_kid (infos->pdata[i]));

  return NULL;
}

static SignetKeyState
get_state (Computer   *computer,
           const char *kid)
{
  SignetKeyInfo *info = signet_signing_keys_find (computer->keys, kid);

  g_assert_nonnull (info);
  return signet_key_info_get_state (info);
}

/* On a new computer the same key goes on signing, and what was signed before still checks. */
static void
test_new_computer (void)
{
  g_auto (Computer) old = { 0 };
  g_auto (Computer) new = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *next = NULL;
  g_autofree char *text = NULL;
  g_autofree char *after = NULL;
  guint n = 0;

  computer_start (&old);
  before = sign (&old);
  kid = dup_kid (&old, SIGNET_KEY_STATE_CURRENT);
  next = dup_kid (&old, SIGNET_KEY_STATE_NEXT);
  text = back_up (&old, "correct horse", &error);
  g_assert_no_error (error);
  g_assert_null (strstr (text, "\"d\""));
  g_assert_null (strstr (text, "BEGIN PRIVATE KEY"));

  computer_start (&new);
  g_assert_true (restore (&new, text, "correct horse", &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (get_state (&new, kid), ==, SIGNET_KEY_STATE_CURRENT);
  g_assert_cmpint (get_state (&new, next), ==, SIGNET_KEY_STATE_RETIRED);
  keys_assert_valid (signet_signing_keys_get_path (new.keys), before, 0);
  after = sign (&new);
  keys_assert_valid (signet_signing_keys_get_path (old.keys), after, 0);
}

/* Beside a current key the restored one is retired, and published for as long as it may be needed. */
static void
test_beside_current (void)
{
  g_auto (Computer) old = { 0 };
  g_auto (Computer) new = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *own = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *own_kid = NULL;
  g_autofree char *text = NULL;

  computer_start (&old);
  before = sign (&old);
  kid = dup_kid (&old, SIGNET_KEY_STATE_CURRENT);
  text = back_up (&old, "p", &error);
  g_assert_no_error (error);

  computer_start (&new);
  own = sign (&new);
  own_kid = dup_kid (&new, SIGNET_KEY_STATE_CURRENT);
  g_assert_true (restore (&new, text, "p", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_state (&new, own_kid), ==, SIGNET_KEY_STATE_CURRENT);
  g_assert_cmpint (get_state (&new, kid), ==, SIGNET_KEY_STATE_RETIRED);
  g_assert_cmpint (signet_key_info_get_latest_exp (signet_signing_keys_find (new.keys, kid)), ==, G_MAXINT64);
  keys_assert_valid (signet_signing_keys_get_path (new.keys), before, EXP * 2);
  keys_assert_valid (signet_signing_keys_get_path (new.keys), own, 0);
}

/* What the keyring has lost comes back; what is there stays, and a revoked key stays revoked. */
static void
test_same_computer (void)
{
  g_auto (Computer) computer = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *next = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autofree char *gone = NULL;
  guint n = 99;

  computer_start (&computer);
  first = sign (&computer);
  kid = dup_kid (&computer, SIGNET_KEY_STATE_CURRENT);
  next = dup_kid (&computer, SIGNET_KEY_STATE_NEXT);
  text = back_up (&computer, "p", &error);
  g_assert_no_error (error);

  g_assert_true (restore (&computer, text, "p", &n, &error));
  g_assert_cmpuint (n, ==, 0);

  g_assert_true (keys_clear (computer.store, kid, &error));
  signet_signing_keys_forget_loaded (computer.keys);
  g_assert_null (keys_sign (computer.keys, EXP, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_true (restore (&computer, text, "p", &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (get_state (&computer, kid), ==, SIGNET_KEY_STATE_CURRENT);
  again = sign (&computer);
  keys_assert_valid (signet_signing_keys_get_path (computer.keys), again, 0);

  g_assert_true (keys_revoke (computer.keys, next, &error));
  g_assert_true (restore (&computer, text, "p", &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (get_state (&computer, next), ==, SIGNET_KEY_STATE_REVOKED);
  gone = keys_lookup (computer.store, next, &error);
  g_assert_null (gone);
}

static char *
cut (const char *text,
     gssize      from_end)
{
  return g_strndup (text, strlen (text) - (gsize) from_end);
}

static char *
swap (const char *text,
      const char *from,
      const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (to, parts);
}

/* Each says what is wrong, and nothing changes; the whole file with the right passphrase is the control. */
static void
test_refused (void)
{
  g_auto (Computer) old = { 0 };
  g_auto (Computer) new = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *crlf = NULL;
  g_autoptr (GPtrArray) bad = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) infos = NULL;
  guint n;

  computer_start (&old);
  token = sign (&old);
  kid = dup_kid (&old, SIGNET_KEY_STATE_CURRENT);
  text = back_up (&old, "right", &error);
  g_assert_no_error (error);
  computer_start (&new);

  g_assert_false (restore (&new, text, "wrong", NULL, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (restore (&new, text, "", NULL, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE);
  g_clear_error (&error);

  g_ptr_array_add (bad, g_strdup (""));
  g_ptr_array_add (bad, g_strdup ("milk\neggs\n"));
  g_ptr_array_add (bad, cut (text, 1 + (gssize) strlen ("End of backup")));
  g_ptr_array_add (bad, cut (text, (gssize) strlen (text) / 2));
  g_ptr_array_add (bad, cut (text, (gssize) strlen (text) - 40));
  g_ptr_array_add (bad, swap (text, "backup 1", "backup 2"));
  g_ptr_array_add (bad, swap (text, "Keys: 2", "Keys: 3"));
  g_ptr_array_add (bad, swap (text, "Keys: 2", "Keys: 1"));
  g_ptr_array_add (bad, swap (text, "Algorithm: ES256", "Algorithm: ES384"));
  g_ptr_array_add (bad, swap (text, "Algorithm: ES256", "Algorithm: none"));
  g_ptr_array_add (bad, swap (text, "State: current", "State: retiring"));
  g_ptr_array_add (bad, swap (text, "Created: ", "Created: -"));
  g_ptr_array_add (bad, swap (text, "Latest-Expiry: ", "Latest-Expiry: soon"));
  g_ptr_array_add (bad, swap (text, kid, "another-key"));
  for (guint i = 0; i < bad->len; i++)
    {
      g_test_message ("row %u", i);
      g_assert_false (restore (&new, bad->pdata[i], "right", NULL, &error));
      g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_BACKUP);
      g_clear_error (&error);
    }
  infos = signet_signing_keys_dup_infos (new.keys);
  g_assert_cmpuint (infos->len, ==, 0);

  /* by way of a mail program */
  lines = g_strsplit (text, "\n", -1);
  crlf = g_strjoinv ("\r\n", lines);
  g_assert_true (restore (&new, crlf, "right", &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_nothing (void)
{
  g_auto (Computer) computer = { 0 };
  g_autoptr (GError) error = NULL;

  computer_start (&computer);
  g_assert_null (back_up (&computer, "p", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_KEY);
}

/* A key that is missing cannot be backed up, and the file does not pretend. */
static void
test_missing (void)
{
  g_auto (Computer) computer = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *kid = NULL;

  computer_start (&computer);
  token = sign (&computer);
  kid = dup_kid (&computer, SIGNET_KEY_STATE_NEXT);
  g_assert_true (keys_clear (computer.store, kid, &error));
  g_assert_null (back_up (&computer, "p", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_MISSING);
}

static char *
make_pem (const char  *alg,
          const char  *passphrase,
          char       **kid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (jot_alg_find (alg), 2048, &error);
  g_autoptr (JotSecret) pem = NULL;

  g_assert_no_error (error);
  pem = jot_private_key_to_pem (key, passphrase, &error);
  g_assert_no_error (error);
  *kid = g_strdup (jot_jwk_get_thumbprint (jot_private_key_get_public (key)));

  return g_strdup (jot_secret_get_data (pem));
}

static void
test_import (void)
{
  g_auto (Computer) computer = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *pem = make_pem ("RS256", "opener", &kid);
  g_autofree char *second_kid = NULL;
  g_autofree char *second = make_pem ("EdDSA", "opener", &second_kid);
  g_autoptr (SignetKeyInfo) info = NULL;
  g_autoptr (SignetKeyInfo) next = NULL;
  g_autofree char *token = NULL;

  computer_start (&computer);
  g_assert_null (import (&computer, pem, NULL, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (import (&computer, pem, "other", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (import (&computer, "milk", NULL, &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_BACKUP);
  g_clear_error (&error);
  g_assert_null (signet_signing_keys_get_current (computer.keys));

  info = import (&computer, pem, "opener", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_info_get_kid (info), ==, kid);
  g_assert_cmpint (get_state (&computer, kid), ==, SIGNET_KEY_STATE_CURRENT);
  token = sign (&computer);
  keys_assert_valid (signet_signing_keys_get_path (computer.keys), token, 0);

  g_assert_null (import (&computer, pem, "opener", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_EXISTS);
  g_clear_error (&error);

  next = import (&computer, second, "opener", &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_state (&computer, second_kid), ==, SIGNET_KEY_STATE_NEXT);
  g_assert_cmpint (get_state (&computer, kid), ==, SIGNET_KEY_STATE_CURRENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/keys/backup/new-computer", test_new_computer);
  g_test_add_func ("/keys/backup/beside-current", test_beside_current);
  g_test_add_func ("/keys/backup/same-computer", test_same_computer);
  g_test_add_func ("/keys/backup/refused", test_refused);
  g_test_add_func ("/keys/backup/nothing", test_nothing);
  g_test_add_func ("/keys/backup/missing", test_missing);
  g_test_add_func ("/keys/backup/import", test_import);

  return g_test_run ();
}
