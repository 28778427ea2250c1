/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keys-fixture.h"

#include "signet-keyring-probe.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define EXP G_GINT64_CONSTANT (4000000000)
#define FAULT_PATH "/fault"
#define FAULT_INTERFACE "org.example.Fault"
#define SECRETS_NAME "org.freedesktop.secrets"

/* A keyring on a bus of its own that fails as it is told. */
typedef struct
{
  GSubprocess    *keyring;   /* nullable: none runs */
  SignetKeyStore *store;
} Fixture;

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  test_done_cb (source, result, user_data);
}

static void
start_keyring (Fixture    *fixture,
               const char *fault)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "keys", "fault-keyring.py", NULL);
  g_autoptr (GDataInputStream) out = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  GAsyncResult *slot = NULL;

  g_assert_null (fixture->keyring);
  fixture->keyring = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/usr/bin/python3", script, fault, NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->keyring));
  g_data_input_stream_read_line_async (out, G_PRIORITY_DEFAULT, NULL, line_read_cb, &slot);
  result = test_wait_result (&slot);
  line = g_data_input_stream_read_line_finish (out, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "ready");
}

static void
stop_keyring (Fixture *fixture)
{
  if (fixture->keyring == NULL)
    return;

  g_subprocess_force_exit (fixture->keyring);
  g_subprocess_wait (fixture->keyring, NULL, NULL);
  g_clear_object (&fixture->keyring);
}

static GVariant *
ask_keyring (const char *interface,
             const char *method,
             GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) reply = NULL;

  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (bus, SECRETS_NAME, FAULT_PATH, interface, method, parameters, NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&reply);
}

static void
set_fault (const char *fault)
{
  g_autoptr (GVariant) reply = ask_keyring (FAULT_INTERFACE, "Set", g_variant_new ("(s)", fault));

  g_assert_nonnull (reply);
}

static guint
count_in_keyring (const char *what)
{
  g_autoptr (GVariant) reply = ask_keyring ("org.freedesktop.DBus.Properties", "Get",
                                            g_variant_new ("(ss)", FAULT_INTERFACE, what));
  g_autoptr (GVariant) value = NULL;

  g_variant_get (reply, "(v)", &value);
  return g_variant_get_uint32 (value);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = signet_key_store_secret_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  stop_keyring (fixture);
  g_object_unref (fixture->store);
}

/* Each fault and what storing, looking up and clearing say to it. The control is the same keyring
 * with the fault gone. */
typedef struct
{
  const char *fault;
  int         store;     /* SIGNET_KEYS_ERROR, 0: none */
  int         lookup;
  int         clear;
} Row;

static const Row rows[] = {
  { "locked-dismiss", SIGNET_KEYS_ERROR_DISMISSED, SIGNET_KEYS_ERROR_DISMISSED, SIGNET_KEYS_ERROR_DISMISSED },
  { "locked-silent", SIGNET_KEYS_ERROR_DISMISSED, SIGNET_KEYS_ERROR_DISMISSED, SIGNET_KEYS_ERROR_DISMISSED },
  { "locked-unseen", SIGNET_KEYS_ERROR_DISMISSED, SIGNET_KEYS_ERROR_DISMISSED, SIGNET_KEYS_ERROR_DISMISSED },
  { "locked-mute", SIGNET_KEYS_ERROR_LOCKED, SIGNET_KEYS_ERROR_LOCKED, SIGNET_KEYS_ERROR_LOCKED },
  { "locked-accept", 0, 0, 0 },
  { "hang", SIGNET_KEYS_ERROR_NO_ANSWER, SIGNET_KEYS_ERROR_NO_ANSWER, SIGNET_KEYS_ERROR_NO_ANSWER },
  { "error:org.freedesktop.DBus.Error.Failed", SIGNET_KEYS_ERROR_FAILED, SIGNET_KEYS_ERROR_FAILED, SIGNET_KEYS_ERROR_FAILED },
  { "error:org.freedesktop.DBus.Error.NoReply", SIGNET_KEYS_ERROR_NO_ANSWER, SIGNET_KEYS_ERROR_NO_ANSWER,
    SIGNET_KEYS_ERROR_NO_ANSWER },
};

static gboolean disk_is_full;

/* Instead of that of the C library: a disk that is full when it is to be. */
int
statvfs (const char     *path,
         struct statvfs *fs)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int result = fd >= 0 ? fstatvfs (fd, fs) : -1;

  if (fd >= 0)
    close (fd);
  if (result == 0 && disk_is_full)
    fs->f_bavail = 0;

  return result;
}

static void
assert_code (GError *error,
             int     code)
{
  if (code == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, SIGNET_KEYS_ERROR, code);
}

static void
test_fault (Fixture       *fixture,
            gconstpointer  data)
{
  const Row *row = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  g_autofree char *afterwards = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  GAsyncResult *slot = NULL;

  start_keyring (fixture, "none");
  g_assert_true (keys_store (fixture->store, "kept", "secret", &error));
  g_assert_no_error (error);

  set_fault (row->fault);
  g_assert_cmpint (keys_store (fixture->store, "new", "other", &error), ==, row->store == 0);
  assert_code (error, row->store);
  g_clear_error (&error);

  set_fault (row->fault);
  found = keys_lookup (fixture->store, "kept", &error);
  assert_code (error, row->lookup);
  g_assert_cmpstr (found, ==, row->lookup == 0 ? "secret" : NULL);
  g_clear_error (&error);

  set_fault (row->fault);
  signet_key_store_list_async (fixture->store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  listed = signet_key_store_list_finish (fixture->store, result, &error);
  assert_code (error, row->lookup);
  g_assert_cmpint (listed != NULL && listed->len > 0, ==, row->lookup == 0);
  g_clear_error (&error);

  set_fault (row->fault);
  g_assert_cmpint (keys_clear (fixture->store, "kept", &error), ==, row->clear == 0);
  assert_code (error, row->clear);
  g_clear_error (&error);

  set_fault ("none");
  afterwards = keys_lookup (fixture->store, "kept", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (afterwards, ==, row->clear == 0 ? NULL : "secret");
  g_assert_cmpuint (count_in_keyring ("Items"), ==, 1);
}

/* The daemon only says that it failed; that the disk is full we see for ourselves. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *keyrings = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (keyrings, 0700), ==, 0);
  start_keyring (fixture, "none");
  g_assert_true (keys_store (fixture->store, "kept", "secret", &error));
  set_fault ("error:org.freedesktop.DBus.Error.Failed");
  disk_is_full = TRUE;
  g_assert_false (keys_store (fixture->store, "kept", "other", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_FULL);
  g_clear_error (&error);

  /* the control: the same answer, and room */
  disk_is_full = FALSE;
  g_assert_false (keys_store (fixture->store, "kept", "other", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_FAILED);
  g_clear_error (&error);

  /* and what was there is there still */
  set_fault ("none");
  kept = keys_lookup (fixture->store, "kept", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, "secret");
}

static void
test_none (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (keys_lookup (fixture->store, "kept", &error));
  g_assert_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_KEYRING);
  g_clear_error (&error);

  start_keyring (fixture, "none");
  g_assert_null (keys_lookup (fixture->store, "kept", &error));
  g_assert_no_error (error);
}

/* It ends while it is asked, and a new one takes its place: no restart of ours is needed. */
static void
test_died (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  start_keyring (fixture, "none");
  g_assert_true (keys_store (fixture->store, "kept", "secret", &error));
  set_fault ("die");
  g_assert_null (keys_lookup (fixture->store, "kept", &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == SIGNET_KEYS_ERROR);
  g_assert_true (error->code == SIGNET_KEYS_ERROR_NO_ANSWER || error->code == SIGNET_KEYS_ERROR_NO_KEYRING);
  g_clear_error (&error);

  g_assert_true (g_subprocess_wait (fixture->keyring, NULL, NULL));
  g_clear_object (&fixture->keyring);
  start_keyring (fixture, "none");
  g_assert_true (keys_store (fixture->store, "kept", "again", &error));
  g_assert_no_error (error);
  found = keys_lookup (fixture->store, "kept", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, "again");
}

static void
test_restarted (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      start_keyring (fixture, "none");
      g_assert_true (keys_store (fixture->store, "kept", "secret", &error));
      g_assert_no_error (error);
      stop_keyring (fixture);
    }
}

static void
test_cancelled_question (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  start_keyring (fixture, "locked-silent");
  signet_key_store_lookup_async (fixture->store, "kept", cancellable, test_done_cb, &slot);
  while (count_in_keyring ("Prompts") == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  result = test_wait_result (&slot);
  g_assert_null (signet_key_store_lookup_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static SignetSigningKeys *
new_keys (Fixture    *fixture,
          const char *folder)
{
  SignetSigningKeys *keys = signet_signing_keys_new (folder, fixture->store);
  g_autoptr (GError) error = NULL;

  signet_signing_keys_set_default (keys, jot_alg_find ("ES256"), 0);
  signet_signing_keys_load (keys, &error);
  g_assert_no_error (error);

  return keys;
}

/* With a key and each fault: signing says so, no other key is made, and it works again afterwards with
 * the same one. */
static void
test_no_second_key (Fixture       *fixture,
                    gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    int         code;
  } faults[] = {
    { "locked-dismiss", SIGNET_KEYS_ERROR_DISMISSED },
    { "locked-mute", SIGNET_KEYS_ERROR_LOCKED },
    { "hang", SIGNET_KEYS_ERROR_NO_ANSWER },
    { "corrupt", SIGNET_KEYS_ERROR_DAMAGED },
    { "error:org.freedesktop.DBus.Error.Failed", SIGNET_KEYS_ERROR_FAILED },
  };
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetSigningKeys) keys = new_keys (fixture, folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *last = NULL;
  guint n_items;

  start_keyring (fixture, "none");
  first = keys_sign (keys, EXP, &error);
  g_assert_no_error (error);
  kid = g_strdup (signet_key_info_get_kid (signet_signing_keys_get_current (keys)));
  n_items = count_in_keyring ("Items");

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GPtrArray) infos = NULL;

      signet_signing_keys_forget_loaded (keys);
      set_fault (faults[i].fault);
      g_assert_null (keys_sign (keys, EXP, &error));
      g_assert_error (error, SIGNET_KEYS_ERROR, faults[i].code);
      g_clear_error (&error);
      infos = signet_signing_keys_dup_infos (keys);
      g_assert_cmpuint (infos->len, ==, 2);
    }

  set_fault ("none");
  g_assert_cmpuint (count_in_keyring ("Items"), ==, n_items);
  last = keys_sign (keys, EXP, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_info_get_kid (signet_signing_keys_get_current (keys)), ==, kid);
  keys_assert_valid (signet_signing_keys_get_path (keys), last, 0);
  signet_signing_keys_forget_loaded (keys);
}

/* A first key that the keyring does not keep is no key: nothing is named, nothing signed. */
static void
test_first_key (Fixture       *fixture,
                gconstpointer  data)
{
  static const char * const faults[] = {
    "locked-dismiss", "locked-mute", "hang", "corrupt", "forget", "error:org.freedesktop.DBus.Error.Failed",
  };
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetSigningKeys) keys = new_keys (fixture, folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  start_keyring (fixture, "none");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      set_fault (faults[i]);
      g_assert_null (keys_sign (keys, EXP, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == SIGNET_KEYS_ERROR);
      g_clear_error (&error);
      g_assert_null (signet_signing_keys_get_current (keys));
      set_fault ("none");
      g_assert_cmpuint (count_in_keyring ("Items"), ==, 0);
    }

  token = keys_sign (keys, EXP, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_in_keyring ("Items"), ==, 2);
  signet_signing_keys_forget_loaded (keys);
}

/* keys.json is gone. Whatever the keyring does then, it is not taken for one without keys. */
static void
test_no_list (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    int         code;
  } faults[] = {
    { "locked-dismiss", SIGNET_KEYS_ERROR_DISMISSED },
    { "locked-mute", SIGNET_KEYS_ERROR_LOCKED },
    { "hang", SIGNET_KEYS_ERROR_NO_ANSWER },
    { "error:org.freedesktop.DBus.Error.Failed", SIGNET_KEYS_ERROR_FAILED },
    { "locked-accept", SIGNET_KEYS_ERROR_UNLISTED },
    { "none", SIGNET_KEYS_ERROR_UNLISTED },
  };
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetSigningKeys) before = new_keys (fixture, folder);
  g_autoptr (SignetSigningKeys) keys = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  guint n_items;
  guint n = 0;

  start_keyring (fixture, "none");
  first = keys_sign (before, EXP, &error);
  g_assert_no_error (error);
  signet_signing_keys_forget_loaded (before);
  n_items = count_in_keyring ("Items");
  g_assert_cmpint (g_unlink (signet_signing_keys_get_path (before)), ==, 0);

  keys = new_keys (fixture, folder);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      set_fault (faults[i].fault);
      g_assert_null (keys_sign (keys, EXP, &error));
      g_assert_error (error, SIGNET_KEYS_ERROR, faults[i].code);
      g_clear_error (&error);
      set_fault ("none");
      g_assert_cmpuint (count_in_keyring ("Items"), ==, n_items);
    }

  g_assert_true (keys_recover (keys, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, n_items);
  keys_assert_valid (signet_signing_keys_get_path (keys), first, 0);
  last = keys_sign (keys, EXP, &error);
  g_assert_no_error (error);
  signet_signing_keys_forget_loaded (keys);
}

int
main (int    argc,
      char **argv)
{
  static GTestDBus *bus;
  guint limit;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  /* whatever backend another test asked for, and no 120 seconds */
  g_unsetenv ("SECRET_BACKEND");
  limit = g_getenv ("SIGNET_TEST_TOOL") != NULL ? 8 : 1;
  signet_keyring_probe_set_seconds (limit, limit);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/keys/keyring-faults/", rows[i].fault, NULL);

      g_test_add (path, Fixture, &rows[i], set_up, test_fault, tear_down);
    }
  g_test_add ("/keys/keyring-faults/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add ("/keys/keyring-faults/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/keys/keyring-faults/died", Fixture, NULL, set_up, test_died, tear_down);
  g_test_add ("/keys/keyring-faults/restarted", Fixture, NULL, set_up, test_restarted, tear_down);
  g_test_add ("/keys/keyring-faults/cancelled-question", Fixture, NULL, set_up, test_cancelled_question, tear_down);
  g_test_add ("/keys/keyring-faults/no-second-key", Fixture, NULL, set_up, test_no_second_key, tear_down);
  g_test_add ("/keys/keyring-faults/first-key", Fixture, NULL, set_up, test_first_key, tear_down);
  g_test_add ("/keys/keyring-faults/no-list", Fixture, NULL, set_up, test_no_list, tear_down);
  status = g_test_run ();

  /* not down, and never freed (so that it is static): that waits for the connection, which libsecret keeps */
  g_test_dbus_stop (bus);

  return status;
}
