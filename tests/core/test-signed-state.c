/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-context-private.h"
#include "signet-history-links.h"
#include "signet-key-store.h"
#include "signet-signed-state.h"
#include "signet-test.h"
#include "signet-verifier.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  SignetContext  *context;
  SignetKeyStore *store;
  SignetList     *list;
} Fixture;

static void
add (Fixture    *f,
     const char *name,
     const char *quantity)
{
  g_autoptr (SignetItem) item = signet_item_new_full (name, quantity, NULL, NULL, FALSE);

  signet_list_append (f->list, item);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->store = signet_key_store_memory_new ();
  f->context = signet_context_new ();
  signet_context_set_key_store (f->context, f->store);
  f->list = signet_list_new (NULL, "Weekly shop");
  add (f, "milk", "2 l");
  add (f, "eggs", NULL);
  signet_context_get_own_keys (f->context);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->list);
  test_assert_gone (&f->context);
  test_assert_gone (&f->store);
}

static void
sign (Fixture *f,
      gint64   lifetime)
{
  SignetTokenOptions options = { .issuer = "Whitney", .subject = "Brian", .lifetime = lifetime };
  SignetListSigning *signing = signet_context_get_list_signing (f->context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_sign_async (signing, f->list, &options, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signing, result, &error);
  g_assert_no_error (error);
}

static SignetSignedState *
look (Fixture *f,
      gint64   at)
{
  return signet_signed_state_new (f->list, signet_history_get_model (signet_context_get_history (f->context)),
                                  G_LIST_MODEL (signet_context_get_own_keys (f->context)),
                                  at);
}

static void
assert_words_at (Fixture    *f,
                 gint64      at,
                 const char *expected)
{
  g_autoptr (SignetSignedState) state = look (f, at);
  g_autofree char *words = signet_signed_state_dup_words (state);

  if (!g_str_has_prefix (words, expected))
    g_error ("“%s”, not “%s…”", words, expected);
}

static void
assert_words (Fixture    *f,
              const char *expected)
{
  assert_words_at (f, signet_verifier_get_now (), expected);
}

static void
test_changes (Fixture       *f,
              gconstpointer  data)
{
  SignetItem *eggs = signet_list_get_item (f->list, 1);

  assert_words (f, "Not signed yet");
  sign (f, 3600);
  assert_words (f, "Signed today at ");

  /* what is not signed changes nothing */
  signet_item_set_done (eggs, TRUE);
  assert_words (f, "Signed today at ");

  signet_item_set_quantity (eggs, "12");
  assert_words (f, "1 change since signed");
  add (f, "cookies", NULL);
  assert_words (f, "2 changes since signed");
  signet_list_remove (f->list, 2);
  signet_item_set_quantity (eggs, NULL);
  assert_words (f, "Signed today at ");

  signet_list_move (f->list, 0, 1);
  assert_words (f, "Order changed since signed");

  /* signed anew, as it is now */
  sign (f, 3600);
  assert_words (f, "Signed today at ");

  /* its name is signed as well */
  signet_list_set_name (f->list, "Barbecue");
  assert_words (f, "Renamed since signed");
  add (f, "coal", NULL);
  assert_words (f, "2 changes since signed");
  sign (f, 3600);
  assert_words (f, "Signed today at ");
}

/* Lists of one name are two lists; a copy was not signed; what was signed stays so whatever the list is called. */
static void
test_identity (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (SignetList) first = g_object_ref (f->list);
  g_autoptr (SignetList) copy = signet_list_copy (f->list, NULL);

  sign (f, 3600);
  assert_words (f, "Signed today at ");
  g_set_object (&f->list, copy);
  assert_words (f, "Not signed yet");
  add (f, "tea", NULL);
  sign (f, 3600);
  assert_words (f, "Signed today at ");
  g_set_object (&f->list, first);
  assert_words (f, "Signed today at ");

  /* another takes its name */
  signet_list_set_name (first, "Last week");
  assert_words (f, "Renamed since signed");
  signet_list_set_name (copy, "Weekly shop");
  g_set_object (&f->list, copy);
  assert_words (f, "Signed today at ");
  g_clear_object (&copy);
  g_clear_object (&first);
}

static SignetHistoryEntry *
get_entry (Fixture *f,
           guint    position)
{
  g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (signet_history_get_model (signet_context_get_history (f->context)),
                                                                position);

  g_assert_nonnull (entry);
  return entry;
}

static char *
dup_file (SignetHistoryEntry *entry)
{
  g_autofree char *name = g_strconcat (signet_history_entry_get_id (entry), ".json", NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "signet", "history", name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static gboolean
is_on_disk (SignetHistoryEntry *entry,
            const char         *what)
{
  g_autofree char *text = dup_file (entry);

  return text != NULL && strstr (text, what) != NULL;
}

/* Signs the list as older versions did: its entry has no id. */
static void
sign_unlinked (Fixture *f)
{
  SignetTokenOptions options = { .issuer = "Whitney", .lifetime = 3600, .issued_at = signet_verifier_get_now () };
  g_autoptr (GBytes) claims = signet_token_build_claims (f->list, &options);
  SignetListSigning *signing = signet_context_get_list_signing (f->context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_sign_claims_async (signing, claims, G_MAXINT64, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signing, result, &error);
  g_assert_no_error (error);
}

/* Entries of older versions name a list only. They are given to the list of that name, on disk as well. */
static void
test_links (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GListStore) lists = g_list_store_new (SIGNET_TYPE_LIST);
  g_autoptr (SignetList) same_name = signet_list_new (NULL, "Weekly shop");
  g_autoptr (SignetList) other = signet_list_new (NULL, "Barbecue");
  SignetHistory *history = signet_context_get_history (f->context);
  g_autoptr (SignetList) first = g_object_ref (f->list);

  sign_unlinked (f);
  g_assert_null (signet_history_entry_get_list_id (get_entry (f, 0)));
  g_assert_false (is_on_disk (get_entry (f, 0), "\"list\""));
  assert_words (f, "Not signed yet");

  /* nobody is called that */
  g_list_store_append (lists, other);
  signet_history_link_lists (history, G_LIST_MODEL (lists));
  g_assert_null (signet_history_entry_get_list_id (get_entry (f, 0)));

  /* of two of that name the one that is as it was signed */
  g_list_store_append (lists, same_name);
  g_list_store_append (lists, f->list);
  signet_history_link_lists (history, G_LIST_MODEL (lists));
  g_assert_cmpstr (signet_history_entry_get_list_id (get_entry (f, 0)), ==, signet_list_get_id (f->list));
  g_assert_cmpuint (g_list_model_get_n_items (signet_history_get_model (history)), ==, 1);
  test_wait_until (is_on_disk (get_entry (f, 0), signet_list_get_id (f->list)));
  assert_words (f, "Signed today at ");
  g_set_object (&f->list, same_name);
  assert_words (f, "Not signed yet");

  /* for ever: what is called so later does not get it, and where neither fits the first does */
  g_set_object (&f->list, first);
  signet_list_set_name (f->list, "Last week");
  signet_history_link_lists (history, G_LIST_MODEL (lists));
  assert_words (f, "Renamed since signed");
  signet_list_set_name (f->list, "Weekly shop");
  sign_unlinked (f);
  add (f, "soap", NULL);
  signet_history_link_lists (history, G_LIST_MODEL (lists));
  g_set_object (&f->list, same_name);
  assert_words (f, "2 changes since signed");
  g_clear_object (&f->list);
  f->list = g_steal_pointer (&first);
}

/* What was forgotten meanwhile does not come back. */
static void
test_link_forgotten (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (GListStore) lists = g_list_store_new (SIGNET_TYPE_LIST);
  SignetHistory *history = signet_context_get_history (f->context);
  g_autoptr (SignetHistoryEntry) entry = NULL;
  g_autoptr (SignetHistoryEntry) last = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  sign_unlinked (f);
  entry = g_object_ref (get_entry (f, 0));
  name = g_strconcat (signet_history_entry_get_id (entry), ".json", NULL);
  path = g_build_filename (g_get_user_data_dir (), "signet", "history", name, NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_list_store_append (lists, f->list);
  signet_history_link_lists (history, G_LIST_MODEL (lists));

  /* workers finish in some order, so another one is waited for as well */
  sign (f, 3600);
  test_wait_until (g_list_model_get_n_items (signet_history_get_model (history)) == 1);
  last = g_object_ref (get_entry (f, 0));
  g_assert_cmpstr (signet_history_entry_get_id (last), !=, signet_history_entry_get_id (entry));
  text = dup_file (entry);
  g_assert_null (text);
}

static void
test_expiry (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (SignetSignedState) state = NULL;
  g_autofree char *end = NULL;
  gint64 before = signet_verifier_get_now ();
  gint64 after;

  sign (f, 3600);
  after = signet_verifier_get_now ();
  assert_words_at (f, before + 3599, "Signed ");
  assert_words_at (f, after + 3601, "Signature expired ");

  sign (f, 0);
  assert_words_at (f, after + 86400 * 365, "Signed ");
  state = look (f, signet_verifier_get_now ());
  end = signet_signed_state_dup_end (state);
  g_assert_cmpstr (end, ==, "The signed list works until its key is revoked.");
}

static void
test_revoked (Fixture       *f,
              gconstpointer  data)
{
  SignetOwnKeys *keys = signet_context_get_own_keys (f->context);
  SignetOwnKey *key;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  sign (f, 3600);
  key = signet_own_keys_find (keys, SIGNET_OWN_KEY_CURRENT);
  g_assert_nonnull (key);
  signet_own_keys_revoke_async (keys, signet_own_key_get_kid (key), NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_own_keys_finish (keys, result, NULL, &error);
  g_assert_no_error (error);
  test_wait_until (signet_own_keys_find (keys, SIGNET_OWN_KEY_REVOKED) != NULL);
  assert_words (f, "Key revoked: sign again");
}

static void
test_stamp (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (SignetSignedState) never = look (f, signet_verifier_get_now ());
  g_autoptr (SignetSignedState) state = NULL;
  g_autofree char *stamp = NULL;
  SignetOwnKey *key;

  g_assert_null (signet_signed_state_dup_stamp (never));
  sign (f, 3600);
  state = look (f, signet_verifier_get_now ());
  stamp = signet_signed_state_dup_stamp (state);
  g_assert_true (g_str_has_prefix (stamp, "Signed by Whitney, "));
  key = signet_own_keys_find (signet_context_get_own_keys (f->context), SIGNET_OWN_KEY_CURRENT);
  g_assert_nonnull (strstr (stamp, signet_own_key_get_fingerprint (key)));

  /* nothing is stamped that was not signed like that */
  add (f, "candy", NULL);
  g_clear_pointer (&state, signet_signed_state_free);
  state = look (f, signet_verifier_get_now ());
  g_assert_null (signet_signed_state_dup_stamp (state));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/signed-state/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/signed-state/identity", Fixture, NULL, set_up, test_identity, tear_down);
  g_test_add ("/signed-state/links", Fixture, NULL, set_up, test_links, tear_down);
  g_test_add ("/signed-state/link-forgotten", Fixture, NULL, set_up, test_link_forgotten, tear_down);
  g_test_add ("/signed-state/expiry", Fixture, NULL, set_up, test_expiry, tear_down);
  g_test_add ("/signed-state/revoked", Fixture, NULL, set_up, test_revoked, tear_down);
  g_test_add ("/signed-state/stamp", Fixture, NULL, set_up, test_stamp, tear_down);

  return g_test_run ();
}
