/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history.h"

#include "jot-base64url.h"
#include "signet-history-now.h"
#include "signet-item.h"
#include "signet-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define NOW G_GINT64_CONSTANT (1795574100)
#define HEADER "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}"
#define LIST "{\"iss\":\"Whitney\",\"sub\":\"Brian\",\"exp\":1795660500,\"jti\":\"j1\",\"listName\":\"Weekly shop\"," \
             "\"groceryList\":[\"milk\",{\"item\":\"eggs\",\"quantity\":\"6\"}]}"
#define CREDENTIAL "{\"iss\":\"login.example.com\",\"sub\":\"alice\",\"exp\":1795660500}"

#define KEY(kid) "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" kid "\"," \
                 "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define SET(keys) "{\"keys\":[" keys "]}"

static char *
make_token (const char *payload)
{
  g_autofree char *first = jot_base64url_encode (HEADER, strlen (HEADER));
  g_autofree char *second = jot_base64url_encode (payload, strlen (payload));

  return g_strconcat (first, ".", second, ".c2ln", NULL);
}

static SignetHistoryEntry *
make_entry (SignetHistoryKind  kind,
            gint64             time,
            const char        *payload,
            const char        *outcome,
            gboolean           proved)
{
  g_autofree char *token = make_token (payload);
  const SignetHistoryRecord record = {
    .kind = kind, .time = time, .token = token, .outcome = outcome, .proved = proved,
    .signer = "Whitney of the book", .source = "https://whitney.example/.well-known/jwks.json",
  };

  return signet_history_entry_new (&record);
}

static void
load (SignetHistory *history)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_history_watch (history);
  signet_history_load_async (history, NOW, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_history_load_finish (history, result, &error);
  g_assert_no_error (error);
}

static gboolean
add (SignetHistory       *history,
     SignetHistoryEntry  *entry,
     GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_history_add_async (history, entry, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_history_add_finish (history, result, error);
}

static void
add_well (SignetHistory      *history,
          SignetHistoryEntry *entry)
{
  g_autoptr (GError) error = NULL;

  add (history, entry, &error);
  g_assert_no_error (error);
}

static guint
count (SignetHistory *history)
{
  return g_list_model_get_n_items (signet_history_get_model (history));
}

/* (transfer none): the model keeps it */
static SignetHistoryEntry *
nth (SignetHistory *history,
     guint          i)
{
  g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (signet_history_get_model (history), i);

  g_assert_nonnull (entry);
  return entry;
}

/* A list is kept whole and comes back as it was. */
static void
test_list (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistory) again = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_CHECKED, NOW, LIST, "valid", TRUE);
  g_autofree char *token = make_token (LIST);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  g_autoptr (GPtrArray) items = NULL;
  SignetHistoryEntry *back;
  gint64 expiry = 0;

  load (history);
  add_well (history, entry);
  g_assert_cmpuint (count (history), ==, 1);

  load (again);
  g_assert_cmpuint (count (again), ==, 1);
  back = nth (again, 0);
  g_assert_cmpstr (signet_history_entry_get_id (back), ==, signet_history_entry_get_id (entry));
  g_assert_cmpint (signet_history_entry_get_kind (back), ==, SIGNET_HISTORY_CHECKED);
  g_assert_cmpint (signet_history_entry_get_time (back), ==, NOW);
  g_assert_cmpstr (signet_history_entry_get_outcome (back), ==, "valid");
  g_assert_true (signet_history_entry_is_proved (back));
  g_assert_cmpstr (signet_history_entry_get_signer (back), ==, "Whitney of the book");
  g_assert_cmpstr (signet_history_entry_get_source (back), ==, "https://whitney.example/.well-known/jwks.json");
  g_assert_cmpstr (signet_history_entry_get_header (back), ==, HEADER);
  g_assert_cmpstr (signet_history_entry_get_kid (back), ==, "k1");
  g_assert_cmpstr (signet_history_entry_get_issuer (back), ==, "Whitney");
  g_assert_cmpstr (signet_history_entry_get_subject (back), ==, "Brian");
  g_assert_cmpstr (signet_history_entry_get_token_id (back), ==, "j1");
  g_assert_cmpstr (signet_history_entry_get_list_name (back), ==, "Weekly shop");
  g_assert_cmpstr (signet_history_entry_get_token (back), ==, token);
  g_assert_cmpstr (signet_history_entry_get_sha256 (back), ==, sum);
  g_assert_true (signet_history_entry_get_expiry (back, &expiry));
  g_assert_cmpint (expiry, ==, 1795660500);
  items = signet_history_entry_dup_items (back);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpstr (signet_item_get_quantity (items->pdata[1]), ==, "6");
}

/* Of a token without a list nothing stays that could be used again. */
static void
test_credential (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistory) again = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) checked = make_entry (SIGNET_HISTORY_CHECKED, NOW, CREDENTIAL, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) signed_here = make_entry (SIGNET_HISTORY_SIGNED, NOW + 1, CREDENTIAL, "valid", TRUE);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *token = make_token (CREDENTIAL);
  g_auto (GStrv) parts = g_strsplit (token, ".", 3);
  SignetHistoryEntry *back;
  gint64 expiry;

  add_well (history, checked);
  name = g_strconcat (signet_history_entry_get_id (checked), ".json", NULL);
  text = test_read_file (folder, name);
  g_assert_nonnull (strstr (text, signet_history_entry_get_sha256 (checked)));
  g_assert_null (strstr (text, parts[1]));
  g_assert_null (strstr (text, parts[2]));
  g_assert_null (strstr (text, "alice"));
  g_assert_null (strstr (text, "jwks.json"));

  add_well (history, signed_here);
  load (again);
  g_assert_cmpuint (count (again), ==, 2);
  back = nth (again, 1);
  g_assert_null (signet_history_entry_get_token (back));
  g_assert_null (signet_history_entry_get_subject (back));
  g_assert_false (signet_history_entry_get_expiry (back, &expiry));
  g_assert_cmpstr (signet_history_entry_get_issuer (back), ==, "login.example.com");
  g_assert_cmpstr (signet_history_entry_get_kid (back), ==, "k1");
  g_assert_cmpstr (signet_history_entry_get_token (nth (again, 0)), ==, token);
}

static void
test_order (void)
{
  static const gint64 times[] = { NOW + 5, NOW, NOW + 9, NOW + 1 };
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistory) again = signet_history_new (folder);

  load (history);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_CHECKED, times[i], LIST, "valid", TRUE);

      add_well (history, entry);
    }
  load (again);

  g_assert_cmpuint (count (history), ==, 4);
  g_assert_cmpuint (count (again), ==, 4);
  for (guint i = 1; i < 4; i++)
    {
      g_assert_cmpint (signet_history_entry_get_time (nth (history, i - 1)), >, signet_history_entry_get_time (nth (history, i)));
      g_assert_cmpint (signet_history_entry_get_time (nth (again, i - 1)), >, signet_history_entry_get_time (nth (again, i)));
    }
}

/* What came later within one second stands first. */
static void
test_order_within_a_second (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistory) again = signet_history_new (folder);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  load (history);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_CHECKED, i < 10 ? NOW : now, LIST, "valid", TRUE);
      const char *id = signet_history_entry_get_id (entry);

      g_assert_true (g_uuid_string_is_valid (strchr (id, '-') + 1));
      g_ptr_array_add (ids, g_strdup (id));
      add_well (history, entry);
    }
  load (again);

  g_assert_cmpuint (count (again), ==, 20);
  for (guint i = 0; i < 20; i++)
    {
      g_assert_cmpstr (signet_history_entry_get_id (nth (history, i)), ==, ids->pdata[19 - i]);
      g_assert_cmpstr (signet_history_entry_get_id (nth (again, i)), ==, ids->pdata[19 - i]);
    }
}

static void
test_forget (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) first = make_entry (SIGNET_HISTORY_CHECKED, NOW, LIST, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) second = make_entry (SIGNET_HISTORY_CHECKED, NOW + 1, LIST, "expired", TRUE);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *left = NULL;
  g_autofree char *wanted = g_strdup_printf ("%s.json ", signet_history_entry_get_id (second));
  GAsyncResult *slot = NULL;

  load (history);
  add_well (history, first);
  add_well (history, second);

  g_ptr_array_add (entries, first);
  signet_history_forget_async (history, entries, NULL, test_done_cb, &slot);
  g_assert_cmpuint (count (history), ==, 1);
  result = test_wait_result (&slot);
  g_assert_true (signet_history_forget_finish (history, result, &error));
  g_assert_no_error (error);
  left = test_list_folder (folder);
  g_assert_cmpstr (left, ==, wanted);

  /* and back again */
  add_well (history, first);
  g_assert_cmpuint (count (history), ==, 2);
  g_assert_true (nth (history, 1) == first);
}

/* Another process adds and forgets. */
static void
test_other_process (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistory) other = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_SIGNED, NOW, LIST, "valid", TRUE);
  g_autofree char *name = g_strconcat (signet_history_entry_get_id (entry), ".json", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  load (history);
  g_assert_cmpuint (count (history), ==, 0);
  add_well (other, entry);
  test_wait_until (count (history) == 1);
  g_assert_cmpint (g_unlink (path), ==, 0);
  test_wait_until (count (history) == 0);
}

static gboolean
is_folder (const char *folder,
           const char *wanted)
{
  g_autofree char *found = test_list_folder (folder);

  return g_str_equal (found, wanted);
}

/* What is too old goes, from the disk too; what is just young enough stays. */
static void
test_keep (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistory) again = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) old = make_entry (SIGNET_HISTORY_CHECKED, NOW - 101, LIST, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) young = make_entry (SIGNET_HISTORY_CHECKED, NOW - 100, LIST, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) later = make_entry (SIGNET_HISTORY_CHECKED, NOW + 1, LIST, "valid", TRUE);
  g_autofree char *left = NULL;
  g_autofree char *wanted = g_strdup_printf ("%s.json ", signet_history_entry_get_id (young));
  g_autofree char *later_wanted = g_strdup_printf ("%s.json ", signet_history_entry_get_id (later));

  add_well (history, old);
  add_well (history, young);
  signet_history_set_keep (again, 100);
  load (again);
  g_assert_cmpuint (count (again), ==, 1);
  left = test_list_folder (folder);
  g_assert_cmpstr (left, ==, wanted);

  /* also while the program runs */
  add_well (again, later);
  g_assert_cmpuint (count (again), ==, 1);
  test_wait_until (is_folder (folder, later_wanted));
}

/* Nothing is kept: nothing is added, and what there was goes with the next load. */
static void
test_keep_nothing (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) old = make_entry (SIGNET_HISTORY_SIGNED, NOW, LIST, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) new = make_entry (SIGNET_HISTORY_SIGNED, NOW, LIST, "valid", TRUE);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  load (history);
  add_well (history, old);
  signet_history_set_keep (history, 0);
  add_well (history, new);
  g_assert_cmpuint (count (history), ==, 1);
  before = test_list_folder (folder);
  g_assert_true (g_str_has_prefix (before, signet_history_entry_get_id (old)));
  g_assert_null (strstr (before, signet_history_entry_get_id (new)));

  load (history);
  g_assert_cmpuint (count (history), ==, 0);
  after = test_list_folder (folder);
  g_assert_cmpstr (after, ==, "");
}

/* Files that are none are counted and left alone. */
static void
test_damaged (void)
{
  static const struct
  {
    const char *name;
    const char *text;
  } rows[] = {
    { "00000000001-a.json", "" },
    { "00000000002-b.json", "{\"version\":1}" },
    { "00000000003-c.json", "{\"version\":1,\"kind\":\"signed\",\"time\":\"soon\",\"outcome\":\"valid\",\"token\":\"a\"}" },
    { "00000000004-d.json", "{\"version\":2,\"kind\":\"signed\",\"time\":1,\"outcome\":\"valid\",\"token\":\"a\"}" },
    { "00000000005-e.json", "{\"version\":1,\"kind\":\"checked\",\"time\":1,\"outcome\":\"valid\"}" },
    { "00000000006-f.json", "\xff\xfe" },
  };
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    test_write_file (folder, rows[i].name, rows[i].text);
  /* one change away it is an entry */
  test_write_file (folder, "00000000007-g.json",
                   "{\"version\":1,\"kind\":\"checked\",\"time\":1,\"outcome\":\"malformed\",\"sha256\":\"00\"}");
  test_write_file (folder, ".00000000008-h.json", "");
  before = test_list_folder (folder);

  load (history);
  g_assert_cmpuint (signet_history_get_n_damaged (history), ==, G_N_ELEMENTS (rows));
  g_assert_cmpuint (count (history), ==, 1);
  after = test_list_folder (folder);
  g_assert_cmpstr (before, ==, after);
}

static void
test_unwritable (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "history", NULL);
  g_autoptr (SignetHistory) history = signet_history_new (below);
  g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_SIGNED, NOW, LIST, "valid", TRUE);
  g_autoptr (GError) error = NULL;

  test_write_file (folder, "file", "");
  g_assert_false (add (history, entry, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

static void
test_private (void)
{
  g_autofree char *parent = test_make_folder ();
  g_autofree char *folder = g_build_filename (parent, "history", NULL);
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_SIGNED, NOW, LIST, "valid", TRUE);
  g_autofree char *name = g_strconcat (signet_history_entry_get_id (entry), ".json", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat info;

  add_well (history, entry);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
}

#define NEWER "{\"jti\":\"j2\",\"iat\":200,\"groceryList\":[\"milk\"]}"
#define OLDER "{\"jti\":\"j3\",\"iat\":100,\"groceryList\":[\"milk\"]}"
#define NAMELESS "{\"iat\":150,\"groceryList\":[\"milk\"]}"

/* Not the same object: a folder that is looked at once more gives new ones. */
static void
assert_original (SignetHistory             *history,
                 const SignetOriginalQuery *query,
                 gboolean                  *is_same,
                 SignetHistoryEntry        *expected)
{
  SignetHistoryEntry *found = signet_history_find_original (history, query, is_same);

  g_assert_nonnull (found);
  g_assert_cmpstr (signet_history_entry_get_id (found), ==, signet_history_entry_get_id (expected));
}

/* With what a list is compared: never with one that nothing proved, nor with that of somebody else. */
static void
test_find_original (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) proved = make_entry (SIGNET_HISTORY_CHECKED, NOW, LIST, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) newer = make_entry (SIGNET_HISTORY_CHECKED, NOW + 1, NEWER, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) older = make_entry (SIGNET_HISTORY_CHECKED, NOW + 2, OLDER, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) forged = make_entry (SIGNET_HISTORY_CHECKED, NOW + 3, LIST, "bad-signature", FALSE);
  g_autoptr (SignetHistoryEntry) nameless = make_entry (SIGNET_HISTORY_CHECKED, NOW + 4, NAMELESS, "valid", TRUE);
  g_autoptr (SignetHistoryEntry) own = make_entry (SIGNET_HISTORY_SIGNED, NOW + 5, OLDER, "valid", TRUE);
  SignetOriginalQuery query = { .token_id = "j1", .signer = "Whitney of the book" };
  gboolean is_same = TRUE;

  load (history);
  add_well (history, forged);
  g_assert_null (signet_history_find_original (history, &query, &is_same));
  g_assert_false (is_same);

  add_well (history, proved);
  add_well (history, newer);
  add_well (history, older);
  assert_original (history, &query, &is_same, proved);
  g_assert_true (is_same);

  /* that of another signer, and what nobody is known to have signed, is no original */
  query.signer = "Tom";
  g_assert_null (signet_history_find_original (history, &query, &is_same));
  query.signer = NULL;
  query.source = "https://whitney.example/.well-known/jwks.json";
  g_assert_null (signet_history_find_original (history, &query, &is_same));

  /* the newest one by when it was signed, not checked, and none that came later */
  query = (SignetOriginalQuery) { .token_id = "j9", .signer = "Whitney of the book" };
  assert_original (history, &query, &is_same, newer);
  g_assert_false (is_same);
  query.has_issued_at = TRUE;
  query.issued_at = 199;
  assert_original (history, &query, &is_same, older);
  query.issued_at = 200;
  assert_original (history, &query, &is_same, newer);
  query.sha256 = signet_history_entry_get_sha256 (newer);
  assert_original (history, &query, &is_same, older);

  /* without an ID the time tells */
  add_well (history, nameless);
  query = (SignetOriginalQuery) { .signer = "Whitney of the book", .has_issued_at = TRUE, .issued_at = 150 };
  assert_original (history, &query, &is_same, nameless);
  g_assert_true (is_same);
  query.issued_at = 151;
  assert_original (history, &query, &is_same, nameless);
  g_assert_false (is_same);

  /* what is our own is what was signed here */
  query = (SignetOriginalQuery) { .token_id = "j3", .own = TRUE };
  g_assert_null (signet_history_find_original (history, &query, &is_same));
  add_well (history, own);
  assert_original (history, &query, &is_same, own);
}

/* A key that the signer does not publish any more marks what was checked with it. */
static void
test_withdrawn (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "signers.json", NULL);
  g_autoptr (SignetTrustBook) book = signet_trust_book_new (path);
  g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_CHECKED, NOW, LIST, "valid", TRUE);
  g_autoptr (JotJwks) first = jot_jwks_parse (SET (KEY ("k1")), -1, NULL);
  g_autoptr (JotJwks) second = jot_jwks_parse ("{\"keys\":[]}", -1, NULL);
  g_autoptr (SignetSigner) signer = signet_signer_new ("Whitney of the book", "https://whitney.example", first, NULL, NOW);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  g_assert_false (signet_history_entry_is_withdrawn (entry, book));
  signet_trust_book_add_async (book, signer, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (signet_trust_book_finish (book, result, NULL));
  g_assert_false (signet_history_entry_is_withdrawn (entry, book));

  slot = NULL;
  g_clear_object (&result);
  signet_trust_book_note_async (book, signer, second, NOW + 1, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (signet_trust_book_finish (book, result, NULL));
  g_assert_true (signet_history_entry_is_withdrawn (entry, book));
}

/* Where the signer is nobody who is known, lists of one key set are of one signer. */
static void
test_find_by_source (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (SignetHistory) history = signet_history_new (folder);
  g_autofree char *token = make_token (LIST);
  const SignetHistoryRecord record = {
    .kind = SIGNET_HISTORY_CHECKED, .time = NOW, .token = token, .outcome = "valid-but", .proved = TRUE,
    .source = "https://a.example/jwks.json",
  };
  g_autoptr (SignetHistoryEntry) entry = signet_history_entry_new (&record);
  SignetOriginalQuery query = { .token_id = "j1", .source = "https://a.example/jwks.json" };
  gboolean is_same;

  load (history);
  add_well (history, entry);
  assert_original (history, &query, &is_same, entry);
  query.source = "https://b.example/jwks.json";
  g_assert_null (signet_history_find_original (history, &query, &is_same));
}

static void
test_owner_gone (void)
{
  g_autofree char *folder = test_make_folder ();
  SignetHistory *history = signet_history_new (folder);
  g_autoptr (SignetHistoryEntry) entry = make_entry (SIGNET_HISTORY_SIGNED, NOW, LIST, "valid", TRUE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *files = NULL;
  GAsyncResult *slot = NULL;

  signet_history_add_async (history, entry, NULL, test_done_cb, &slot);
  g_object_ref (history);
  g_object_unref (history);
  result = test_wait_result (&slot);
  g_clear_object (&result);
  test_assert_gone (&history);
  files = test_list_folder (folder);
  g_assert_true (g_str_has_prefix (files, signet_history_entry_get_id (entry)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/history/list", test_list);
  g_test_add_func ("/core/history/credential", test_credential);
  g_test_add_func ("/core/history/order", test_order);
  g_test_add_func ("/core/history/order-within-a-second", test_order_within_a_second);
  g_test_add_func ("/core/history/forget", test_forget);
  g_test_add_func ("/core/history/other-process", test_other_process);
  g_test_add_func ("/core/history/keep", test_keep);
  g_test_add_func ("/core/history/damaged", test_damaged);
  g_test_add_func ("/core/history/unwritable", test_unwritable);
  g_test_add_func ("/core/history/private", test_private);
  g_test_add_func ("/core/history/keep-nothing", test_keep_nothing);
  g_test_add_func ("/core/history/find-original", test_find_original);
  g_test_add_func ("/core/history/find-by-source", test_find_by_source);
  g_test_add_func ("/core/history/withdrawn", test_withdrawn);
  g_test_add_func ("/core/history/owner-gone", test_owner_gone);

  return g_test_run ();
}
