/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "disk-store.h"
#include "keys-fixture.h"

#include "jot-jws.h"
#include "jot-private-key.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every operation is done by a child that kills itself, by way of file-steps, at the first, second, … instant of
 * what it does to files, until it comes through. Whatever is found then has to be whole. */

#define EXP G_GINT64_CONSTANT (4000000000)
#define PASSPHRASE "gooseberry fool"
/* more than any operation has */
#define MAX_INSTANTS 200

static char *program;

typedef struct
{
  const char *operation;
  gboolean    has_keys;      /* else it starts where there are none */
  gboolean    drops_next;    /* a next that has signed nothing may go */
  gboolean loses_list;       /* keys.json was lost before */
  SignetKeysError again;     /* that it may fail with where it was done already; 0: it is done again */
} Case;

static const Case cases[] = {
  { "first-use", FALSE, FALSE, FALSE, 0 },
  { "sign", TRUE, FALSE, FALSE, 0 },
  { "create", TRUE, TRUE, FALSE, 0 },
  { "rotate", TRUE, FALSE, FALSE, 0 },
  { "revoke-current", TRUE, FALSE, FALSE, SIGNET_KEYS_ERROR_REVOKED },
  { "revoke-retired", TRUE, FALSE, FALSE, SIGNET_KEYS_ERROR_REVOKED },
  { "import", TRUE, TRUE, FALSE, SIGNET_KEYS_ERROR_EXISTS },
  { "restore", TRUE, FALSE, FALSE, 0 },
  { "restore-alone", FALSE, FALSE, FALSE, 0 },
  { "recover", TRUE, FALSE, TRUE, 0 },
};

/* Keys in FOLDER/data, their private halves in FOLDER/store. */
typedef struct
{
  char              *folder;
  char              *store_folder;
  SignetKeyStore    *store;
  SignetSigningKeys *keys;
} Place;

static void
place_open (Place      *place,
            const char *folder,
            gboolean    late,
            GError    **error)
{
  g_autofree char *data = g_build_filename (folder, "data", NULL);

  place->folder = g_strdup (folder);
  place->store_folder = g_build_filename (folder, "store", NULL);
  g_mkdir_with_parents (data, 0700);
  g_mkdir_with_parents (place->store_folder, 0700);
  place->store = disk_store_new (place->store_folder, late);
  place->keys = signet_signing_keys_new (data, place->store);
  signet_signing_keys_set_default (place->keys, jot_alg_find ("ES256"), 0);
  signet_signing_keys_load (place->keys, error);
}

static void
place_clear (Place *place)
{
  signet_signing_keys_forget_loaded (place->keys);
  g_object_unref (place->keys);
  g_object_unref (place->store);
  g_free (place->store_folder);
  g_free (place->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static JotSecret *
read_secret (const char *folder,
             const char *name)
{
  g_autofree char *text = test_read_file (folder, name);

  return jot_secret_new (text, strlen (text));
}

/* token: (out) (nullable) */
static gboolean
operate (Place       *place,
         const char  *operation,
         char       **token,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetKeyInfo) info = NULL;
  g_autoptr (JotSecret) passphrase = jot_secret_new (PASSPHRASE, strlen (PASSPHRASE));
  g_autoptr (JotSecret) data = NULL;
  GAsyncResult *slot = NULL;
  guint n;

  *token = NULL;
  if (g_str_equal (operation, "first-use") || g_str_equal (operation, "sign"))
    return (*token = keys_sign (place->keys, EXP, error)) != NULL;
  if (g_str_equal (operation, "create"))
    return (info = keys_create (place->keys, "ES256", error)) != NULL;
  if (g_str_equal (operation, "rotate"))
    return (info = keys_rotate (place->keys, error)) != NULL;
  if (g_str_has_prefix (operation, "revoke-"))
    {
      g_autofree char *kid = test_read_file (place->folder, operation + strlen ("revoke-"));

      return keys_revoke (place->keys, kid, error);
    }
  if (g_str_equal (operation, "import"))
    {
      data = read_secret (place->folder, "import");
      signet_signing_keys_import_async (place->keys, data, NULL, NULL, NULL, test_done_cb, &slot);
      result = test_wait_result (&slot);
      return (info = signet_signing_keys_import_finish (place->keys, result, error)) != NULL;
    }

  if (g_str_equal (operation, "recover"))
    return keys_recover (place->keys, NULL, error);

  g_assert_true (g_str_has_prefix (operation, "restore"));
  data = read_secret (place->folder, "backup");
  signet_signing_keys_restore_async (place->keys, data, passphrase, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  return signet_signing_keys_restore_finish (place->keys, result, &n, error);
}

/* The child: killed, or prints the token that it made. */
static int
run_child (const char *operation,
           const char *folder,
           gboolean    late)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_auto (Place) place = { 0 };

  alarm (120);
  place_open (&place, folder, late, &error);
  g_assert_no_error (error);
  operate (&place, operation, &token, &error);
  g_assert_no_error (error);
  if (token != NULL)
    g_print ("%s", token);
  disk_store_flush (place.store);

  return 0;
}

/* FALSE: it was killed at that instant.  token: (out): what it printed */
static gboolean
run_until (const char  *operation,
           const char  *folder,
           guint        n,
           gboolean     late,
           char       **token)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *instant = g_strdup_printf ("%u", n);

  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("FILE_STEPS"), TRUE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "verify_asan_link_order=0", TRUE);
  g_subprocess_launcher_setenv (launcher, "FILE_STEPS_ROOT", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "FILE_STEPS_KILL", instant, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, program, "--child", operation, folder, late ? "late" : "", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, token, NULL, &error);
  g_assert_no_error (error);

  if (g_subprocess_get_if_signaled (child))
    {
      g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
      return FALSE;
    }
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
  return TRUE;
}

static SignetKeyInfo *
find_state (Place          *place,
            SignetKeyState  state,
            guint          *count)
{
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (place->keys);
  SignetKeyInfo *found = NULL;
  guint n = 0;

  for (guint i = 0; i < infos->len; i++)
    if (signet_key_info_get_state (infos->pdata[i]) == state)
      {
        found = infos->pdata[i];
        n++;
      }
  if (count != NULL)
    *count = n;

  return found;
}

/* (nullable): what is wrong with a place that was opened */
static char *
find_problem (Place *place)
{
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (place->keys);
  guint n_current;

  for (guint i = 0; i < infos->len; i++)
    {
      const char *kid = signet_key_info_get_kid (infos->pdata[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *jwk = NULL;
      g_autoptr (JotPrivateKey) key = NULL;

      if (signet_key_info_get_state (infos->pdata[i]) == SIGNET_KEY_STATE_REVOKED)
        continue;
      jwk = keys_lookup (place->store, kid, &error);
      g_assert_no_error (error);
      if (jwk != NULL)
        key = jot_private_key_new_from_jwk (jwk, -1, NULL);
      if (key == NULL || !g_str_equal (jot_jwk_get_thumbprint (jot_private_key_get_public (key)), kid))
        return g_strdup ("a key is lost");
    }

  find_state (place, SIGNET_KEY_STATE_CURRENT, &n_current);
  if (infos->len > 0 && n_current != 1)
    return g_strdup_printf ("%u keys are current", n_current);

  return NULL;
}

static void
assert_token (Place      *place,
              const char *token)
{
  g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
  SignetKeyInfo *info;

  g_assert_nonnull (jws);
  info = signet_signing_keys_find (place->keys, jot_jws_get_kid (jws));
  g_assert_nonnull (info);
  if (signet_key_info_get_state (info) != SIGNET_KEY_STATE_REVOKED)
    keys_assert_valid (signet_signing_keys_get_path (place->keys), token, g_get_real_time () / G_USEC_PER_SEC);
}

static void
assert_signs (Place *place)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = keys_sign (place->keys, EXP, &error);

  g_assert_no_error (error);
  assert_token (place, token);
}

/* What was there before the operation. */
typedef struct
{
  char      *folder;
  GPtrArray *tokens;
  GPtrArray *kids;
  char      *next;    /* nullable */
} Before;

static void
before_clear (Before *before)
{
  g_free (before->folder);
  g_ptr_array_unref (before->tokens);
  g_ptr_array_unref (before->kids);
  g_free (before->next);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Before, before_clear)

static void
write_backup (const char *folder)
{
  g_autoptr (JotSecret) passphrase = jot_secret_new (PASSPHRASE, strlen (PASSPHRASE));
  g_autofree char *other = test_make_folder ();
  g_auto (Place) place = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slot = NULL;

  place_open (&place, other, FALSE, &error);
  g_assert_no_error (error);
  assert_signs (&place);
  signet_signing_keys_backup_async (place.keys, passphrase, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  text = signet_signing_keys_backup_finish (place.keys, result, &error);
  g_assert_no_error (error);
  test_write_file (folder, "backup", text);
}

static void
write_import (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);
  g_autoptr (JotSecret) jwk = NULL;

  g_assert_no_error (error);
  jwk = jot_private_key_to_jwk (key, &error);
  g_assert_no_error (error);
  test_write_file (folder, "import", jot_secret_get_data (jwk));
}

static void
lose_list (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "data", "keys.json", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* A current, a next and a retired key; each but next has signed. */
static void
prepare (Before     *before,
         const Case *c)
{
  g_autoptr (GError) error = NULL;
  g_auto (Place) place = { 0 };

  before->folder = test_make_folder ();
  before->tokens = g_ptr_array_new_with_free_func (g_free);
  before->kids = g_ptr_array_new_with_free_func (g_free);
  place_open (&place, before->folder, FALSE, &error);
  g_assert_no_error (error);
  if (g_str_has_prefix (c->operation, "restore"))
    write_backup (before->folder);
  else if (g_str_equal (c->operation, "import"))
    write_import (before->folder);
  if (!c->has_keys)
    return;

  for (guint i = 0; i < 2; i++)
    {
      g_ptr_array_add (before->tokens, keys_sign (place.keys, EXP, &error));
      g_assert_no_error (error);
      if (i == 0)
        {
          signet_key_info_unref (keys_rotate (place.keys, &error));
          g_assert_no_error (error);
        }
    }
  before->next = g_strdup (signet_key_info_get_kid (find_state (&place, SIGNET_KEY_STATE_NEXT, NULL)));
  for (SignetKeyState state = SIGNET_KEY_STATE_NEXT; state <= SIGNET_KEY_STATE_RETIRED; state++)
    {
      const char *kid = signet_key_info_get_kid (find_state (&place, state, NULL));

      g_ptr_array_add (before->kids, g_strdup (kid));
      test_write_file (before->folder, signet_key_state_get_name (state), kid);
    }
  if (c->loses_list)
    lose_list (before->folder);
}

static void
copy_files (const char *from,
            const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_mkdir_with_parents (to, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        {
          copy_files (source, target);
        }
      else
        {
          g_autofree char *text = test_read_file (from, name);

          test_write_file (to, name, text);
        }
    }
}

static void
assert_whole (const Case   *c,
              const Before *before,
              const char   *folder,
              const char   *printed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *later = NULL;
  g_autofree char *token = NULL;
  g_auto (Place) place = { 0 };
  gboolean is_listed;

  place_open (&place, folder, FALSE, &error);
  g_assert_no_error (error);
  problem = find_problem (&place);
  g_assert_cmpstr (problem, ==, NULL);

  /* a list that was lost is there as a whole, or not yet */
  is_listed = !c->loses_list || find_state (&place, SIGNET_KEY_STATE_CURRENT, NULL) != NULL;
  for (guint i = 0; is_listed && i < before->kids->len; i++)
    if (!c->drops_next || g_strcmp0 (before->kids->pdata[i], before->next) != 0)
      g_assert_nonnull (signet_signing_keys_find (place.keys, before->kids->pdata[i]));
  for (guint i = 0; is_listed && i < before->tokens->len; i++)
    assert_token (&place, before->tokens->pdata[i]);
  if (*printed != '\0')
    assert_token (&place, printed);

  /* it can be done again, or was done */
  if (!operate (&place, c->operation, &token, &error))
    {
      g_assert_cmpint (c->again, !=, 0);
      g_assert_error (error, SIGNET_KEYS_ERROR, (int) c->again);
    }
  later = find_problem (&place);
  g_assert_cmpstr (later, ==, NULL);
  assert_signs (&place);
  for (guint i = 0; i < before->tokens->len; i++)
    assert_token (&place, before->tokens->pdata[i]);
}

static void
test_kill (gconstpointer data)
{
  const Case *c = data;
  g_auto (Before) before = { 0 };
  gboolean came_through = FALSE;
  /* valgrind takes a minute for what takes a second, and looks for other things */
  guint step = g_strcmp0 (g_getenv ("SIGNET_TEST_TOOL"), "valgrind") == 0 ? 5 : 1;
  guint n;

  prepare (&before, c);
  for (n = 1; !came_through && n < MAX_INSTANTS; n += step)
    {
      g_autofree char *folder = test_make_folder ();
      g_autofree char *printed = NULL;

      copy_files (before.folder, folder);
      came_through = run_until (c->operation, folder, n, FALSE, &printed);
      assert_whole (c, &before, folder, printed);
    }

  g_assert_true (came_through);
  /* keys.json alone has open, fsync, rename and fsync of the folder */
  g_assert_cmpuint (n, >, 8);
  g_test_message ("%s: killed at %u instants", c->operation, (n - 1) / step - 1);
}

/* A keyring that keeps too late loses keys; this test would see it. */
static void
test_control (void)
{
  const Case *c = &cases[3];
  g_auto (Before) before = { 0 };
  gboolean came_through = FALSE;
  guint n_lost = 0;

  prepare (&before, c);
  for (guint n = 1; !came_through && n < MAX_INSTANTS; n++)
    {
      g_autofree char *folder = test_make_folder ();
      g_autofree char *printed = NULL;
      g_autofree char *problem = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (Place) place = { 0 };

      copy_files (before.folder, folder);
      came_through = run_until (c->operation, folder, n, TRUE, &printed);
      place_open (&place, folder, FALSE, &error);
      g_assert_no_error (error);
      problem = find_problem (&place);
      n_lost += g_strcmp0 (problem, "a key is lost") == 0;
    }

  g_assert_true (came_through);
  g_assert_cmpuint (n_lost, >, 0);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3], g_str_equal (argv[4], "late"));

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  program = g_canonicalize_filename (argv[0], NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keys/kill/%s", cases[i].operation);

      g_test_add_data_func (path, &cases[i], test_kill);
    }
  g_test_add_func ("/keys/kill/control", test_control);

  return g_test_run ();
}
