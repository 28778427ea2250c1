/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-base64url.h"
#include "jot-jws.h"
#include "signet-history-record.h"
#include "signet-report-private.h"
#include "signet-test.h"
#include "signet-verifier-private.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1795574100)
#define SIGNED_AT "1795570000"
#define ITEMS "\"milk\",{\"item\":\"eggs\",\"quantity\":\"6\"}"

/* Whitney's lists, a key set with hers and another key, a history and a trust book. */
typedef struct
{
  char            *folder;
  char            *source;    /* file of the key set */
  JotPrivateKey   *key;
  JotPrivateKey   *second;    /* in the same set */
  JotPrivateKey   *foreign;   /* Tom's */
  SignetHistory   *history;
  SignetTrustBook *book;
  SignetSigner    *whitney;
  SignetVerifier  *verifier;
} Fixture;

static gint64
get_now (gpointer user_data)
{
  return NOW;
}

static JotPrivateKey *
make_key (void)
{
  g_autoptr (GError) error = NULL;
  JotPrivateKey *key = jot_private_key_generate (jot_alg_find ("EdDSA"), 0, &error);

  g_assert_no_error (error);
  return key;
}

static char *
make_jwk (JotPrivateKey *key)
{
  JotJwk *jwk = jot_private_key_get_public (key);

  return jot_jwk_to_public_json (jwk, jot_jwk_get_thumbprint (jwk), jot_alg_find ("EdDSA"));
}

/* (transfer full): whom the set belongs to, all its keys pinned */
static SignetSigner *
make_signer (const char    *name,
             JotPrivateKey *key)
{
  g_autofree char *jwk = make_jwk (key);
  g_autofree char *set = g_strdup_printf ("{\"keys\":[%s]}", jwk);
  g_autoptr (JotJwks) jwks = jot_jwks_parse (set, -1, NULL);

  return signet_signer_new (name, NULL, jwks, NULL, NOW);
}

static void
finish_book (SignetTrustBook  *book,
             GAsyncResult    **slot)
{
  g_autoptr (GAsyncResult) result = test_wait_result (slot);
  g_autoptr (GError) error = NULL;

  signet_trust_book_finish (book, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  g_autoptr (SignetJwksCache) cache = signet_jwks_cache_new (fetcher, get_now, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetSigner) tom = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *set = NULL;
  g_autofree char *path = NULL;
  GAsyncResult *slot = NULL;

  f->folder = test_make_folder ();
  f->key = make_key ();
  f->second = make_key ();
  f->foreign = make_key ();
  first = make_jwk (f->key);
  second = make_jwk (f->second);
  set = g_strdup_printf ("{\"keys\":[%s,%s]}", first, second);
  test_write_file (f->folder, "set.json", set);
  f->source = g_build_filename (f->folder, "set.json", NULL);

  path = g_build_filename (f->folder, "history", NULL);
  f->history = signet_history_new (path);
  signet_history_load_async (f->history, NOW, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (signet_history_load_finish (f->history, result, NULL));

  g_clear_pointer (&path, g_free);
  path = g_build_filename (f->folder, "signers.json", NULL);
  f->book = signet_trust_book_new (path);
  f->whitney = make_signer ("Whitney", f->key);
  tom = make_signer ("Tom", f->foreign);
  slot = NULL;
  signet_trust_book_add_async (f->book, f->whitney, NULL, test_done_cb, &slot);
  finish_book (f->book, &slot);
  slot = NULL;
  signet_trust_book_add_async (f->book, tom, NULL, test_done_cb, &slot);
  finish_book (f->book, &slot);

  f->verifier = signet_verifier_new (cache, NULL);
  signet_verifier_compare_with (f->verifier, f->history, f->book);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->verifier);
  test_assert_gone (&f->history);
  test_assert_gone (&f->book);
  signet_signer_unref (f->whitney);
  jot_private_key_unref (f->key);
  jot_private_key_unref (f->second);
  jot_private_key_unref (f->foreign);
  g_free (f->source);
  g_free (f->folder);
}

/* jti: (nullable) */
static char *
make_payload (const char *jti,
              const char *issued_at,
              const char *items,
              const char *more)
{
  g_autofree char *id = jti != NULL ? g_strdup_printf (",\"jti\":\"%s\"", jti) : g_strdup ("");

  return g_strdup_printf ("{\"iss\":\"Whitney\",\"iat\":%s%s,\"listName\":\"Weekly\",\"groceryList\":[%s]%s}", issued_at, id,
                          items, more);
}

static char *
sign (JotPrivateKey *key,
      const char    *payload)
{
  g_autoptr (GError) error = NULL;
  char *token = jot_jws_sign (key, payload, strlen (payload), &error);

  g_assert_no_error (error);
  return token;
}

/* (transfer full): the token with another part, 0 to 2 */
static char *
replace_part (const char *token,
              guint       part,
              const char *text)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 3);

  g_free (parts[part]);
  parts[part] = jot_base64url_encode (text, strlen (text));

  return g_strjoinv (".", parts);
}

/* With Whitney where signer, else with the key set. */
static SignetReport *
check (Fixture    *f,
       const char *token,
       gboolean    by_signer)
{
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SignetReport *report;
  GAsyncResult *slot = NULL;

  request.token = token;
  request.source = by_signer ? NULL : f->source;
  request.signer = by_signer ? f->whitney : NULL;
  request.at = NOW;
  signet_verifier_check_async (f->verifier, &request, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  report = signet_verifier_check_finish (f->verifier, result, &error);
  g_assert_no_error (error);

  return report;
}

static void
record (Fixture      *f,
        SignetReport *report,
        gint64        now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_history_record_check_async (f->history, report, now, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (signet_history_record_check_finish (f->history, result, &error));
  g_assert_no_error (error);
}

static guint
count (Fixture *f)
{
  return g_list_model_get_n_items (signet_history_get_model (f->history));
}

/* The list that Whitney signed was checked here, and is known from then on. */
static char *
remember_original (Fixture *f)
{
  g_autofree char *payload = make_payload ("j1", SIGNED_AT, ITEMS, "");
  char *token = sign (f->key, payload);
  g_autoptr (SignetReport) report = check (f, token, TRUE);

  g_assert_cmpint (signet_report_get_state (report), ==, SIGNET_REPORT_VALID);
  g_assert_null (signet_report_get_changes (report));
  record (f, report, NOW);

  return token;
}

static void
assert_words (SignetReport *report,
              const char   *title,
              const char   *sentence)
{
  g_assert_cmpstr (signet_report_get_code (report), ==, "bad-signature");
  g_assert_cmpstr (signet_report_get_title (report), ==, title);
  g_assert_cmpstr (signet_report_get_sentence (report), ==, sentence);
}

static void
test_cookies (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *token = remember_original (f);
  g_autofree char *payload = make_payload ("j1", SIGNED_AT, ITEMS ",\"cookies\",\"candy\"", "");
  g_autofree char *changed = replace_part (token, 1, payload);
  g_autoptr (SignetReport) report = check (f, changed, TRUE);
  g_autofree char *title = signet_report_dup_changes_title (report);
  g_autofree char *description = signet_report_dup_changes_description (report, NOW);
  g_autofree char *message = signet_report_dup_message (report);

  assert_words (report, "This list was changed after it was signed",
                "2 items were added that Whitney never signed: cookies and candy.");
  g_assert_cmpstr (signet_report_get_advice (report), ==, "Ask Whitney to send the list again.");
  g_assert_cmpuint (signet_list_changes_count (signet_report_get_changes (report), SIGNET_CHANGE_ADDED), ==, 2);
  g_assert_cmpstr (title, ==, "What Changed");
  g_assert_cmpstr (description, ==, "Compared with the list Whitney signed today at 01:26");
  g_assert_cmpstr (message, ==, "This list was changed after it was signed. "
                                "2 items were added that Whitney never signed: cookies and candy.");
}

/* What else was changed is named, too, and where nothing is known nothing is claimed. */
static void
test_changed (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *token = remember_original (f);
  static const struct { const char *jti, *items, *more, *title, *sentence; gboolean by_signer; } rows[] = {
    { "j1", "\"milk\",{\"item\":\"eggs\",\"quantity\":\"12\"}", "", "This list was changed after it was signed",
      "1 item was altered: eggs (12, was 6).", TRUE },
    { "j1", ITEMS, ",\"exp\":1895570000", "This list was changed after it was signed",
      "Its items are the same, but something else was changed: “exp”.", TRUE },
    { "j1", ITEMS ",\"candy\"", ",\"exp\":1895570000,\"sub\":\"Tom\"", "This list was changed after it was signed",
      "1 item was added that Whitney never signed: candy. Something else was changed, too: “exp”, “sub”.", TRUE },
    { "j1", ITEMS, " ", "This list was changed after it was signed", "Its text is not the one that was signed.", TRUE },
    /* a list that is not known: the last one may be another */
    { "j2", ITEMS ",\"candy\"", "", "The signature does not fit",
      "Either the text was changed after it was signed, or someone else signed it.", TRUE },
    /* a list of somebody else, by the history */
    { "j1", ITEMS ",\"candy\"", "", "The signature does not fit",
      "Either the text was changed after it was signed, or someone else signed it.", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *payload = make_payload (rows[i].jti, SIGNED_AT, rows[i].items, rows[i].more);
      g_autofree char *changed = replace_part (token, 1, payload);
      g_autoptr (SignetReport) report = check (f, changed, rows[i].by_signer);

      assert_words (report, rows[i].title, rows[i].sentence);
      /* what can be compared is, without a reproach */
      g_assert_cmpint (signet_report_get_changes (report) != NULL, ==,
                       rows[i].by_signer && !g_str_equal (rows[i].items, ITEMS));
    }
}

static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *token = remember_original (f);
  g_autofree char *cut = replace_part (token, 2, "0123456789012345678901234567890123456789012345678901234567890123");
  g_autoptr (SignetReport) report = check (f, cut, TRUE);

  assert_words (report, "The signature is damaged", "The text is exactly what Whitney signed, but the signature is not whole.");
  g_assert_null (signet_report_get_changes (report));
}

static void
test_other_signer (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *payload = make_payload ("j5", SIGNED_AT, ITEMS, "");
  g_autofree char *by_whitney = sign (f->key, payload);
  g_autofree char *by_tom = sign (f->foreign, payload);
  g_autofree char *by_second = sign (f->second, payload);
  g_autofree char *header = g_strdup_printf ("{\"alg\":\"EdDSA\",\"kid\":\"%s\"}",
                                             jot_jwk_get_thumbprint (jot_private_key_get_public (f->key)));
  JotPrivateKey *keys[] = { f->foreign, f->second };
  const char *sentences[] = {
    "Tom signed it, with a key other than the one it names.",
    "It was signed with another key of this key set than the one it names.",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *named = replace_part (i == 0 ? by_tom : by_second, 0, header);
      g_auto (GStrv) parts = g_strsplit (named, ".", 3);
      g_autofree char *input = g_strdup_printf ("%s.%s", parts[0], parts[1]);
      g_autoptr (GBytes) signature = jot_private_key_sign (keys[i], input, strlen (input), NULL);
      g_autofree char *encoded = NULL;
      g_autofree char *token = NULL;
      g_autoptr (SignetReport) report = NULL;

      g_assert_nonnull (signature);
      encoded = jot_base64url_encode (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
      token = g_strdup_printf ("%s.%s", input, encoded);
      report = check (f, token, FALSE);
      assert_words (report, "The signature does not fit", sentences[i]);
    }

  {
    g_autoptr (SignetReport) control = check (f, by_whitney, FALSE);

    g_assert_cmpstr (signet_report_get_code (control), ==, NULL);
  }
}

/* Only where nothing better explains it. */
static void
test_nonce (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *token = remember_original (f);
  g_autofree char *header = g_strdup_printf ("{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"nonce\":\"abc\"}",
                                             jot_jwk_get_thumbprint (jot_private_key_get_public (f->key)));
  g_autofree char *foreign = make_payload ("j7", SIGNED_AT, "\"candy\"", "");
  g_autofree char *with_nonce = replace_part (token, 0, header);
  g_autofree char *unknown = replace_part (with_nonce, 1, foreign);
  g_autoptr (SignetReport) known_report = check (f, with_nonce, TRUE);
  g_autoptr (SignetReport) report = check (f, unknown, TRUE);

  g_assert_cmpstr (signet_report_get_title (known_report), ==, "The signature is damaged");
  g_assert_cmpstr (signet_report_get_code (report), ==, "bad-signature");
  g_assert_nonnull (strstr (signet_report_get_sentence (report), "“nonce”"));
}

/* A new list of the same signer: what is new is told, and is no reproach. */
static void
test_new_list (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *token = remember_original (f);
  g_autofree char *payload = make_payload ("j2", "1795573000", ITEMS ",\"cookies\"", "");
  g_autofree char *newer = sign (f->key, payload);
  g_autoptr (SignetReport) report = check (f, newer, TRUE);
  g_autoptr (SignetReport) again = check (f, token, TRUE);
  g_autofree char *title = signet_report_dup_changes_title (report);

  g_assert_cmpint (signet_report_get_state (report), ==, SIGNET_REPORT_VALID);
  g_assert_cmpstr (title, ==, "New Since the Last List");
  g_assert_cmpuint (signet_list_changes_count (signet_report_get_changes (report), SIGNET_CHANGE_ADDED), ==, 1);

  /* the older one is not compared with the newer */
  record (f, report, NOW + 1);
  g_assert_null (signet_report_get_changes (again));
  {
    g_autoptr (SignetReport) old = check (f, token, TRUE);

    g_assert_cmpint (signet_report_get_state (old), ==, SIGNET_REPORT_VALID);
    g_assert_null (signet_report_get_changes (old));
  }
}

/* A report that was made without a history learns of it later. */
static void
test_later (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *token = remember_original (f);
  g_autofree char *payload = make_payload ("j1", SIGNED_AT, ITEMS ",\"cookies\"", "");
  g_autofree char *changed = replace_part (token, 1, payload);
  g_autoptr (SignetReport) report = NULL;
  g_autoptr (SignetReport) compared = NULL;

  signet_verifier_compare_with (f->verifier, NULL, NULL);
  report = check (f, changed, TRUE);
  assert_words (report, "The signature does not fit",
                "Either the text was changed after it was signed, or someone else signed it.");
  compared = signet_report_compare (report, f->history, NULL);
  assert_words (compared, "This list was changed after it was signed",
                "1 item was added that Whitney never signed: cookies.");
}

/* What tells nothing new is not remembered twice; what came to nothing goes when more is known. */
static void
test_record (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *token = remember_original (f);
  g_autofree char *payload = make_payload ("j8", SIGNED_AT, ITEMS, "");
  g_autofree char *other = sign (f->key, payload);
  g_autoptr (SignetReport) report = check (f, token, TRUE);
  g_autoptr (SignetReport) by_set = check (f, token, FALSE);
  g_autoptr (SignetReport) broken = check (f, "a.b", FALSE);
  g_autoptr (SignetReport) unavailable = NULL;
  g_autoptr (SignetReport) checked = NULL;
  g_autofree char *source = g_steal_pointer (&f->source);
  g_autoptr (SignetReport) unasked = check (f, token, FALSE);
  SignetHistoryEntry *entry;

  g_assert_cmpuint (count (f), ==, 1);
  record (f, report, NOW + 1);
  g_assert_cmpuint (count (f), ==, 1);
  record (f, broken, NOW + 1);
  record (f, unasked, NOW + 1);
  g_assert_cmpuint (count (f), ==, 1);

  /* another verdict is something new */
  record (f, by_set, NOW + 1);
  g_assert_cmpuint (count (f), ==, 2);
  entry = g_list_model_get_item (signet_history_get_model (f->history), 0);
  g_assert_cmpstr (signet_history_entry_get_outcome (entry), ==, "valid-but");
  g_assert_null (signet_history_entry_get_signer (entry));
  g_assert_cmpstr (signet_history_entry_get_source (entry), ==, source);
  g_object_unref (entry);

  f->source = g_build_filename (f->folder, "missing", NULL);
  unavailable = check (f, other, FALSE);
  record (f, unavailable, NOW + 2);
  g_assert_cmpuint (count (f), ==, 3);
  checked = check (f, other, TRUE);
  record (f, checked, NOW + 3);
  g_assert_cmpuint (count (f), ==, 3);
  entry = g_list_model_get_item (signet_history_get_model (f->history), 0);
  g_assert_cmpstr (signet_history_entry_get_outcome (entry), ==, "valid");
  g_assert_cmpstr (signet_history_entry_get_signer (entry), ==, "Whitney");
  g_object_unref (entry);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/core/compare/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("cookies", test_cookies);
  ADD ("changed", test_changed);
  ADD ("damaged", test_damaged);
  ADD ("other-signer", test_other_signer);
  ADD ("nonce", test_nonce);
  ADD ("new-list", test_new_list);
  ADD ("later", test_later);
  ADD ("record", test_record);

  return g_test_run ();
}
