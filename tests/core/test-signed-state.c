/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-context-private.h"
#include "signet-key-store.h"
#include "signet-signed-state.h"
#include "signet-test.h"
#include "signet-verifier.h"

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

  /* another list was not */
  signet_list_set_name (f->list, "Barbecue");
  assert_words (f, "Not signed yet");
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
  g_test_add ("/signed-state/expiry", Fixture, NULL, set_up, test_expiry, tear_down);
  g_test_add ("/signed-state/revoked", Fixture, NULL, set_up, test_revoked, tear_down);
  g_test_add ("/signed-state/stamp", Fixture, NULL, set_up, test_stamp, tear_down);

  return g_test_run ();
}
