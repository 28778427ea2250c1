/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "disk-store.h"
#include "keys-fixture.h"

#include "jot-json.h"
#include "jot-private-key.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* What is left of a private key in a process that has signed and dropped it. The process looks at its own memory; what
 * it looks for comes masked from another one, so that it holds none of it itself. */

#define EXP G_GINT64_CONSTANT (4000000000)
#define MASK 0x5a
#define PASSPHRASE "gooseberry fool"
/* Parts of each form: memory that was freed has lost some bytes at its start. */
#define PART 20
#define BLOCK (1024 * 1024)

static char *program;

/* A line a part: its name, a space, hexadecimal digits of the masked bytes. */
static void
add_form (GString      *out,
          const char   *member,
          const char   *form,
          const guint8 *bytes,
          gsize         size)
{
  g_assert_cmpuint (size, >, PART);

  for (guint i = 0; i < 3; i++)
    {
      gsize start = (size - PART) * (i + 1) / 4;

      g_string_append_printf (out, "%s-%s ", member, form);
      for (gsize j = 0; j < PART; j++)
        g_string_append_printf (out, "%02x", bytes[start + j] ^ MASK);
      g_string_append_c (out, '\n');
    }
}

static void
add_member (GString     *out,
            JotJsonNode  jwk,
            const char  *member)
{
  const char *text = jot_json_node_get_string_member (jwk, member);
  gsize size = strlen (text) * 3 / 4;
  g_autofree guint8 *big = g_malloc (size + 4);
  g_autofree guint8 *little = g_malloc (size + 4);
  gint state = 0;
  guint save = 0;
  g_autofree char *base64 = g_strconcat (text, "===", NULL);

  g_strdelimit (base64, "-", '+');
  g_strdelimit (base64, "_", '/');
  size = g_base64_decode_step (base64, strlen (text) / 4 * 4, big, &state, &save);
  for (gsize i = 0; i < size; i++)
    little[i] = big[size - 1 - i];

  add_form (out, member, "text", (const guint8 *) text, strlen (text));
  add_form (out, member, "big-endian", big, size);
  add_form (out, member, "little-endian", little, size);
}

/* --- in the child --- */

typedef struct
{
  char   *name;
  guint8  masked[PART];
} Needle;

static GArray *
read_needles (const char *path)
{
  GArray *needles = g_array_new (FALSE, FALSE, sizeof (Needle));
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      const char *space = strchr (lines[i], ' ');
      Needle needle = { .name = g_strndup (lines[i], (gsize) (space - lines[i])) };

      for (guint j = 0; j < PART; j++)
        needle.masked[j] = (guint8) (g_ascii_xdigit_value (space[1 + 2 * j]) << 4 | g_ascii_xdigit_value (space[2 + 2 * j]));
      g_array_append_val (needles, needle);
    }

  return needles;
}

static gboolean
matches (const guint8 *at,
         const guint8 *masked)
{
  for (guint i = 0; i < PART; i++)
    if ((at[i] ^ MASK) != masked[i])
      return FALSE;

  return TRUE;
}

static void
search_block (const guint8 *block,
              gsize         size,
              GArray       *needles,
              const gint16  by_byte[256],
              GHashTable   *found)
{
  for (gsize at = 0; at + PART <= size; at++)
    for (int i = by_byte[block[at]]; i >= 0 && i < (int) needles->len; i++)
      {
        const Needle *needle = &g_array_index (needles, Needle, i);

        if ((needle->masked[0] ^ MASK) == block[at] && matches (block + at, needle->masked))
          g_hash_table_add (found, needle->name);
      }
}

/* FALSE: the system does not let us look. What was read is memory of ours again: it is passed over, and wiped. */
static gboolean
search (GArray     *needles,
        GHashTable *found)
{
  static guint8 block[BLOCK];
  gint16 by_byte[256];
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n_read = 0;

  /* the first needle that begins with a byte */
  memset (by_byte, -1, sizeof by_byte);
  for (int i = (int) needles->len - 1; i >= 0; i--)
    by_byte[g_array_index (needles, Needle, i).masked[0] ^ MASK] = (gint16) i;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      char *rest;
      guint64 from = g_ascii_strtoull (lines[i], &rest, 16);
      guint64 to = g_ascii_strtoull (rest + 1, &rest, 16);
      guint64 own = (guint64) (gsize) block;

      if (rest[1] != 'r' || rest[4] != 'p')
        continue;

      for (guint64 at = from; at < to; )
        {
          gsize size = (gsize) MIN (to - at, BLOCK);
          struct iovec local = { .iov_base = block };
          struct iovec remote;
          gssize got;

          if (at >= own && at < own + BLOCK)
            {
              at = own + BLOCK;
              continue;
            }
          if (at < own && at + size > own)
            size = (gsize) (own - at);
          local.iov_len = size;
          remote = (struct iovec) { .iov_base = (void *) (gsize) at, .iov_len = size };
          got = process_vm_readv (getpid (), &local, 1, &remote, 1, 0);
          if (got < 0 && (errno == EPERM || errno == ENOSYS))
            return FALSE;
          if (got > 0)
            search_block (block, (gsize) got, needles, by_byte, found);
          n_read += got > 0 ? (gsize) got : 0;
          if (at + size == to)
            break;
          /* what lies across two blocks is found, too */
          at += size > PART ? size - PART : size;
        }
    }
  explicit_bzero (block, sizeof block);

  return n_read > 0;
}

static void
print_found (const char *when,
             GHashTable *found)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (found), (GCompareFunc) strcmp);

  g_print ("%s:", when);
  for (GList *l = names; l != NULL; l = l->next)
    g_print (" %s", (char *) l->data);
  g_print ("\n");
}

static SignetKeyStore *
open_store (const char *folder,
            gboolean    keyring)
{
  g_autofree char *store_folder = g_build_filename (folder, "store", NULL);

  if (keyring)
    return signet_key_store_secret_new ();

  g_mkdir_with_parents (store_folder, 0700);
  return disk_store_new (store_folder, FALSE);
}

static JotSecret *
read_secret (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  /* what the test itself reads is not left on the heap */
  g_assert_nonnull (file);
  return jot_secret_new (g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
}

/* Does with the key what is named, once; signing apart. */
static void
operate (SignetSigningKeys *keys,
         const char        *folder,
         const char        *operation)
{
  g_autoptr (JotSecret) passphrase = jot_secret_new (PASSPHRASE, strlen (PASSPHRASE));
  g_autoptr (JotSecret) data = NULL;
  g_autoptr (SignetKeyInfo) info = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slot = NULL;
  guint n = 0;

  if (g_str_equal (operation, "backup"))
    {
      signet_signing_keys_backup_async (keys, passphrase, NULL, test_done_cb, &slot);
      result = test_wait_result (&slot);
      text = signet_signing_keys_backup_finish (keys, result, &error);
    }
  else if (g_str_equal (operation, "restore"))
    {
      data = read_secret (folder, "backup");
      signet_signing_keys_restore_async (keys, data, passphrase, NULL, test_done_cb, &slot);
      result = test_wait_result (&slot);
      signet_signing_keys_restore_finish (keys, result, &n, &error);
      g_assert_cmpuint (n, >, 0);
    }
  else
    {
      data = read_secret (folder, operation);
      signet_signing_keys_import_async (keys, data, g_str_equal (operation, "import-encrypted") ? passphrase : NULL, NULL,
                                        NULL, test_done_cb, &slot);
      result = test_wait_result (&slot);
      info = signet_signing_keys_import_finish (keys, result, &error);
    }
  g_assert_no_error (error);
}

static int
run_child (const char *folder,
           gboolean    keyring,
           const char *operation,
           const char *alg)
{
  g_autofree char *path = g_build_filename (folder, "needles", NULL);
  g_autoptr (GArray) needles = NULL;
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) after = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SignetKeyStore) store = open_store (folder, keyring);
  g_autoptr (SignetSigningKeys) keys = signet_signing_keys_new (folder, store);
  g_autoptr (GError) error = NULL;

  g_autofree char *token = NULL;

  alarm (120);
  signet_signing_keys_set_default (keys, jot_alg_find (alg), 2048);
  signet_signing_keys_load (keys, &error);
  g_assert_no_error (error);
  if (*operation != '\0')
    operate (keys, folder, operation);
  token = keys_sign (keys, EXP, &error);
  g_assert_no_error (error);

  /* what to look for comes after that: where the key was made here it was not known before */
  g_print ("%s\n", signet_key_info_get_kid (signet_signing_keys_get_current (keys)));
  g_assert_cmpint (getchar (), ==, '\n');
  needles = read_needles (path);
  if (!search (needles, before))
    return 77;
  signet_signing_keys_forget_loaded (keys);
  search (needles, after);
  print_found ("loaded", before);
  print_found ("dropped", after);

  return 0;
}

/* --- in the parent --- */

typedef struct
{
  const char *name;
  gboolean    keyring;   /* the real one, else a store on disk */
  gboolean    makes;     /* the key is made by the process that is looked at */
  const char *alg;
  const char *operation; /* what that process does before it signs */
} Case;

static const Case cases[] = {
  { "load", FALSE, FALSE, "RS256", "" },
  { "make", FALSE, TRUE, "RS256", "" },
  { "load-from-keyring", TRUE, FALSE, "RS256", "" },
  { "make-in-keyring", TRUE, TRUE, "RS256", "" },
  { "ec/load", FALSE, FALSE, "ES256", "" },
  { "ec/make", FALSE, TRUE, "ES256", "" },
  { "ed25519/load", FALSE, FALSE, "EdDSA", "" },
  { "ed25519/make", FALSE, TRUE, "EdDSA", "" },
  { "backup", FALSE, FALSE, "RS256", "backup" },
  { "restore", FALSE, FALSE, "RS256", "restore" },
  { "import", FALSE, FALSE, "RS256", "import" },
  { "import-pem", FALSE, FALSE, "RS256", "rsa2048.pem" },
  { "import-pkcs1", FALSE, FALSE, "RS256", "rsa2048.pkcs1.pem" },
  { "import-encrypted", FALSE, FALSE, "RS256", "import-encrypted" },
  { "ec/backup", FALSE, FALSE, "ES256", "backup" },
  { "ec/restore", FALSE, FALSE, "ES256", "restore" },
  { "ec/import-pem", FALSE, FALSE, "ES256", "p256.pem" },
  { "ec/import-sec1", FALSE, FALSE, "ES256", "p256.sec1.pem" },
  { "ed25519/backup", FALSE, FALSE, "EdDSA", "backup" },
  { "ed25519/restore", FALSE, FALSE, "EdDSA", "restore" },
  { "ed25519/import-pem", FALSE, FALSE, "EdDSA", "ed25519.pem" },
};

static void
write_needles (const char     *folder,
               SignetKeyStore *store,
               const char     *kid)
{
  static const char * const members[] = { "d", "p", "q", "dp", "dq", "qi" };
  g_autoptr (GString) needles = g_string_new (NULL);
  g_autoptr (JotJson) json = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *jwk = keys_lookup (store, kid, &error);

  g_assert_no_error (error);
  g_assert_nonnull (jwk);
  json = jot_json_parse (jwk, -1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (jot_json_node_get_string_member (jot_json_get_root (json), members[i]) != NULL)
      add_member (needles, jot_json_get_root (json), members[i]);
  test_write_file (folder, "needles", needles->str);
}

/* The key as a user brings it along, for the process that is looked at; and then nothing is here. */
static void
take_key_away (const char        *folder,
               SignetSigningKeys *keys,
               SignetKeyStore    *store,
               const char        *operation)
{
  g_autofree char *kid = g_strdup (signet_key_info_get_kid (signet_signing_keys_get_current (keys)));
  g_autofree char *jwk = keys_lookup (store, kid, NULL);
  g_autofree char *store_folder = g_build_filename (folder, "store", NULL);
  g_autoptr (JotSecret) passphrase = jot_secret_new (PASSPHRASE, strlen (PASSPHRASE));
  g_autoptr (JotPrivateKey) key = jot_private_key_new_from_jwk (jwk, -1, NULL);
  g_autoptr (JotSecret) pem = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (keys);

  if (g_str_equal (operation, "restore"))
    {
      signet_signing_keys_backup_async (keys, passphrase, NULL, test_done_cb, &slot);
      result = test_wait_result (&slot);
      text = signet_signing_keys_backup_finish (keys, result, &error);
      g_assert_no_error (error);
      test_write_file (folder, "backup", text);
    }
  else if (g_str_equal (operation, "import"))
    {
      test_write_file (folder, operation, jwk);
    }
  else if (g_str_equal (operation, "import-encrypted"))
    {
      pem = jot_private_key_to_pem (key, PASSPHRASE, &error);
      g_assert_no_error (error);
      test_write_file (folder, operation, jot_secret_get_data (pem));
    }
  else
    {
      /* one that is there for everybody to see */
      g_autofree char *vectors = g_test_build_filename (G_TEST_DIST, "vectors", "keys", NULL);

      text = test_read_file (vectors, operation);
      test_write_file (folder, operation, text);
    }

  for (guint i = 0; i < infos->len; i++)
    keys_clear (store, signet_key_info_get_kid (infos->pdata[i]), NULL);
  test_write_file (folder, "keys.json", "{\"version\":1,\"keys\":[]}");
}

static void
make_key (const char     *folder,
          SignetKeyStore *store,
          const char     *alg,
          const char     *operation)
{
  g_autoptr (SignetSigningKeys) keys = signet_signing_keys_new (folder, store);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  signet_signing_keys_load (keys, &error);
  g_assert_no_error (error);
  signet_signing_keys_set_default (keys, jot_alg_find (alg), 2048);
  token = keys_sign (keys, EXP, &error);
  g_assert_no_error (error);
  signet_signing_keys_forget_loaded (keys);
  if (*operation != '\0' && !g_str_equal (operation, "backup"))
    take_key_away (folder, keys, store, operation);
}

static void
test_memory (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetKeyStore) store = open_store (folder, c->keyring);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kid = NULL;
  g_autofree char *loaded = NULL;
  g_autofree char *dropped = NULL;

  if (g_getenv ("SIGNET_TEST_TOOL") != NULL)
    {
      g_test_skip ("valgrind and the sanitizers keep in the process what was freed and wiped");
      return;
    }
  /* the real keyring has keys of other tests: these are not lost ones */
  test_write_file (folder, "keys.json", "{\"version\":1,\"keys\":[]}");
  if (!c->makes)
    make_key (folder, store, c->alg, c->operation);

  /* these wipe what is freed, which hides what would be left */
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_PERTURB_");
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  child = g_subprocess_launcher_spawn (launcher, &error, program, "--child", folder, c->keyring ? "keyring" : "", c->operation,
                                       c->alg, NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  kid = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (kid);
  write_needles (folder, store, kid);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (child), "\n", 1, NULL, NULL, &error);
  g_output_stream_close (g_subprocess_get_stdin_pipe (child), NULL, NULL);
  g_assert_no_error (error);
  loaded = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  dropped = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  if (g_subprocess_get_exit_status (child) == 77)
    {
      g_test_skip ("the system does not let a process look at its own memory");
      return;
    }
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);

  g_test_message ("%s", loaded);
  g_test_message ("%s", dropped);
  /* the same eyes see the numbers while they are loaded, as GMP keeps them */
  g_assert_true (g_str_has_prefix (loaded, "loaded:"));
  if (g_str_has_prefix (c->alg, "RS"))
    {
      g_assert_nonnull (strstr (loaded, " p-little-endian"));
      g_assert_nonnull (strstr (loaded, " dq-little-endian"));
    }
  else
    {
      g_assert_nonnull (strstr (loaded, " d-"));
    }
  g_assert_cmpstr (dropped, ==, "dropped:");
}

int
main (int    argc,
      char **argv)
{
  if (argc == 6 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], g_str_equal (argv[3], "keyring"), argv[4], argv[5]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  program = g_canonicalize_filename (argv[0], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keys/memory/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_memory);
    }

  return g_test_run ();
}
