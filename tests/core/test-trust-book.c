/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-trust-book.h"

#include "jot-private-key.h"
#include "signet-test.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW G_GINT64_CONSTANT (1700000000)
#define URL "https://whitney.example/jwks.json"

static JotJwks *
make_set (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotPrivateKey) key = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);
  g_autofree char *jwk = NULL;
  g_autofree char *text = NULL;
  JotJwks *jwks;

  g_assert_no_error (error);
  jwk = jot_jwk_to_public_json (jot_private_key_get_public (key), "k", NULL);
  text = g_strdup_printf ("{\"keys\":[%s]}", jwk);
  jwks = jot_jwks_parse (text, -1, &error);
  g_assert_no_error (error);

  return jwks;
}

static SignetSigner *
make_signer (const char *name,
             JotJwks    *jwks)
{
  SignetSigner *signer = signet_signer_new (name, URL, jwks, NULL, NOW);

  g_assert_nonnull (signer);
  return signer;
}

static SignetTrustBook *
open_book (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "signers.json", NULL);

  return signet_trust_book_new (path);
}

/* Waits for what was started. */
static void
finish (SignetTrustBook  *book,
        GAsyncResult    **slot,
        GError          **error)
{
  g_autoptr (GAsyncResult) result = test_wait_result (slot);

  *slot = NULL;
  g_assert_cmpint (signet_trust_book_finish (book, result, error), ==, error == NULL || *error == NULL);
}

static void
load (SignetTrustBook  *book,
      GError          **error)
{
  GAsyncResult *slot = NULL;

  signet_trust_book_load_async (book, NULL, test_done_cb, &slot);
  finish (book, &slot, error);
}

static void
add (SignetTrustBook  *book,
     SignetSigner     *signer,
     GError          **error)
{
  GAsyncResult *slot = NULL;

  signet_trust_book_add_async (book, signer, NULL, test_done_cb, &slot);
  finish (book, &slot, error);
}

static void
note (SignetTrustBook *book,
      SignetSigner    *signer,
      JotJwks         *jwks,
      gint64           fetched)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  signet_trust_book_note_async (book, signer, jwks, fetched, NULL, test_done_cb, &slot);
  finish (book, &slot, &error);
  g_assert_no_error (error);
}

static void
test_add_and_remove (void)
{
  g_autofree char *folder = test_make_folder ();
  SignetTrustBook *book = open_book (folder);
  g_autoptr (SignetTrustBook) again = open_book (folder);
  g_autofree char *path = g_build_filename (folder, "signers.json", NULL);
  g_autoptr (JotJwks) jwks = make_set ();
  g_autoptr (SignetSigner) whitney = make_signer ("Whitney", jwks);
  g_autoptr (SignetSigner) brian = make_signer ("Brian", jwks);
  g_autoptr (GPtrArray) signers = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) taken = NULL;
  g_autoptr (GError) unknown = NULL;
  GAsyncResult *slot = NULL;
  struct stat status;

  load (book, &error);
  g_assert_no_error (error);
  g_assert_null (signet_trust_book_find (book, "Whitney"));

  add (book, whitney, &error);
  g_assert_no_error (error);
  add (book, brian, &error);
  g_assert_no_error (error);
  add (book, whitney, &taken);
  g_assert_error (taken, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_EXISTS);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);

  /* another process */
  load (again, &error);
  g_assert_no_error (error);
  signers = signet_trust_book_dup_signers (again);
  g_assert_cmpuint (signers->len, ==, 2);
  g_assert_cmpstr (signet_signer_get_name (signers->pdata[0]), ==, "Brian");
  g_assert_nonnull (signet_trust_book_find (again, "Whitney"));
  g_assert_null (signet_trust_book_find (again, "whitney"));

  signet_trust_book_remove_async (again, "Whitney", NULL, test_done_cb, &slot);
  finish (again, &slot, &error);
  g_assert_no_error (error);
  g_assert_null (signet_trust_book_find (again, "Whitney"));
  g_assert_nonnull (signet_trust_book_find (again, "Brian"));
  signet_trust_book_remove_async (book, "Whitney", NULL, test_done_cb, &slot);
  finish (book, &slot, &unknown);
  g_assert_error (unknown, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NOT_FOUND);

  test_assert_gone (&book);
}

/* What one process adds the change of another does not undo. */
static void
test_two_writers (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetTrustBook) one = open_book (folder);
  g_autoptr (SignetTrustBook) two = open_book (folder);
  g_autoptr (JotJwks) jwks = make_set ();
  GAsyncResult *slots[20] = { NULL };
  g_autoptr (GPtrArray) signers = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *name = g_strdup_printf ("Signer %u", i);
      g_autoptr (SignetSigner) signer = make_signer (name, jwks);

      signet_trust_book_add_async (i % 2 == 0 ? one : two, signer, NULL, test_done_cb, &slots[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (GError) error = NULL;

      finish (i % 2 == 0 ? one : two, &slots[i], &error);
      g_assert_no_error (error);
    }

  load (one, NULL);
  signers = signet_trust_book_dup_signers (one);
  g_assert_cmpuint (signers->len, ==, G_N_ELEMENTS (slots));
}

/* A change waits for whoever holds the lock. */
static void
test_lock (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "signers.lock", NULL);
  g_autoptr (SignetTrustBook) book = open_book (folder);
  g_autoptr (JotJwks) jwks = make_set ();
  g_autoptr (SignetSigner) signer = make_signer ("Whitney", jwks);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  GAsyncResult *slot = NULL;
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  signet_trust_book_add_async (book, signer, NULL, test_done_cb, &slot);
  /* reading needs no lock */
  load (book, &error);
  g_assert_no_error (error);
  g_assert_null (slot);
  before = test_list_folder (folder);
  g_assert_cmpstr (before, ==, "signers.lock ");

  close (fd);
  finish (book, &slot, &error);
  g_assert_no_error (error);
  g_assert_nonnull (signet_trust_book_find (book, "Whitney"));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_pin (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetTrustBook) book = open_book (folder);
  g_autoptr (SignetTrustBook) again = open_book (folder);
  g_autoptr (JotJwks) jwks = make_set ();
  g_autoptr (JotJwks) other = make_set ();
  g_autoptr (SignetSigner) signer = make_signer ("Whitney", jwks);
  g_autoptr (GError) error = NULL;
  JotJwk *key = jot_jwks_get_entry (other, 0)->key;
  GAsyncResult *slot = NULL;
  guint n_changes = 0;

  add (book, signer, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (book, "changed", G_CALLBACK (count_cb), &n_changes);

  signet_trust_book_pin_async (book, "Tom", key, "k", NOW + 10, NULL, test_done_cb, &slot);
  finish (book, &slot, &error);
  g_assert_error (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_false (signet_signer_trusts (signet_trust_book_find (book, "Whitney"), key, NOW + 10));

  signet_trust_book_pin_async (book, "Whitney", key, "k", NOW + 10, NULL, test_done_cb, &slot);
  finish (book, &slot, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (signet_signer_trusts (signet_trust_book_find (book, "Whitney"), key, NOW + 10));
  load (again, NULL);
  g_assert_true (signet_signer_trusts (signet_trust_book_find (again, "Whitney"), key, NOW + 10));
}

static void
test_note (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetTrustBook) book = open_book (folder);
  g_autoptr (SignetTrustBook) again = open_book (folder);
  g_autoptr (JotJwks) jwks = make_set ();
  g_autoptr (JotJwks) other = make_set ();
  g_autoptr (SignetSigner) signer = make_signer ("Whitney", jwks);
  g_autoptr (SignetSigner) moved = signet_signer_new ("Whitney", URL "?2", jwks, NULL, NOW);
  g_autoptr (SignetSigner) stranger = make_signer ("Tom", jwks);
  g_autoptr (GError) error = NULL;
  JotJwk *key = jot_jwks_get_entry (jwks, 0)->key;

  add (book, signer, &error);
  g_assert_no_error (error);

  /* of somebody else, and from another address: not theirs */
  note (book, stranger, other, NOW + 10);
  note (book, moved, other, NOW + 10);
  load (again, NULL);
  g_assert_true (signet_signer_trusts (signet_trust_book_find (again, "Whitney"), key, NOW + 10));
  g_assert_null (signet_trust_book_find (again, "Tom"));

  note (book, signer, jwks, NOW + 10);
  load (again, NULL);
  g_assert_cmpint (signet_signer_get_fetched (signet_trust_book_find (again, "Whitney")), ==, NOW + 10);
  g_assert_true (signet_signer_trusts (signet_trust_book_find (again, "Whitney"), key, NOW + 10));

  note (book, signer, other, NOW + 20);
  load (again, NULL);
  g_assert_false (signet_signer_trusts (signet_trust_book_find (again, "Whitney"), key, NOW + 20));
}

static void
test_damaged (void)
{
  static const char * const texts[] = {
    "", "{", "[]", "{\"version\":1}", "{\"version\":0,\"signers\":[]}", "{\"version\":1,\"signers\":[{}]}",
    "{\"version\":\"1\",\"signers\":[]}",
  };
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetTrustBook) book = open_book (folder);
  g_autoptr (JotJwks) jwks = make_set ();
  g_autoptr (SignetSigner) signer = make_signer ("Whitney", jwks);
  g_autoptr (GError) kept = NULL;
  g_autofree char *names = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = i == 0 ? g_strdup ("signers.json.damaged") : g_strdup_printf ("signers.json.damaged-%u", i + 1);
      g_autofree char *text = NULL;

      test_write_file (folder, "signers.json", texts[i]);
      load (book, &error);
      g_assert_error (error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_DAMAGED);
      g_assert_true (g_str_has_suffix (error->message, name));
      text = test_read_file (folder, name);
      g_assert_cmpstr (text, ==, texts[i]);
    }

  /* a change says so once, and then goes on with an empty book */
  test_write_file (folder, "signers.json", "?");
  add (book, signer, &kept);
  g_assert_error (kept, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_DAMAGED);
  g_clear_error (&kept);
  add (book, signer, &kept);
  g_assert_no_error (kept);
}

static void
test_newer (void)
{
  static const char text[] = "{\"version\":2,\"people\":[]}";
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetTrustBook) book = open_book (folder);
  g_autoptr (JotJwks) jwks = make_set ();
  g_autoptr (SignetSigner) signer = make_signer ("Whitney", jwks);
  g_autoptr (GError) read_error = NULL;
  g_autoptr (GError) write_error = NULL;
  g_autofree char *after = NULL;

  test_write_file (folder, "signers.json", text);
  load (book, &read_error);
  g_assert_error (read_error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NEWER);
  add (book, signer, &write_error);
  g_assert_error (write_error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_NEWER);
  after = test_read_file (folder, "signers.json");
  g_assert_cmpstr (after, ==, text);
}

/* The folder is a file: nothing can be written, and what can be read is an empty book. */
static void
test_unwritable (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file", "signers.json", NULL);
  g_autoptr (SignetTrustBook) book = signet_trust_book_new (path);
  g_autoptr (JotJwks) jwks = make_set ();
  g_autoptr (SignetSigner) signer = make_signer ("Whitney", jwks);
  g_autoptr (GError) read_error = NULL;
  g_autoptr (GError) write_error = NULL;

  test_write_file (folder, "file", "");
  load (book, &read_error);
  g_assert_no_error (read_error);
  add (book, signer, &write_error);
  g_assert_error (write_error, SIGNET_SIGNERS_ERROR, SIGNET_SIGNERS_ERROR_FILE);
  g_assert_null (signet_trust_book_find (book, "Whitney"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/trust-book/add-and-remove", test_add_and_remove);
  g_test_add_func ("/core/trust-book/two-writers", test_two_writers);
  g_test_add_func ("/core/trust-book/lock", test_lock);
  g_test_add_func ("/core/trust-book/pin", test_pin);
  g_test_add_func ("/core/trust-book/note", test_note);
  g_test_add_func ("/core/trust-book/damaged", test_damaged);
  g_test_add_func ("/core/trust-book/newer", test_newer);
  g_test_add_func ("/core/trust-book/unwritable", test_unwritable);

  return g_test_run ();
}
