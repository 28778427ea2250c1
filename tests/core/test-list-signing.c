/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"
#include "jot-verdict.h"
#include "signet-context-private.h"
#include "signet-key-store.h"
#include "signet-signing-keys.h"
#include "signet-test.h"

#include <string.h>
#include <sys/prctl.h>

typedef struct
{
  SignetContext     *context;
  SignetKeyStore    *store;
  SignetListSigning *signing;
  SignetList        *list;
  guint              n_busy;
  guint              n_has_key;
} Fixture;

static void
busy_cb (Fixture *f)
{
  f->n_busy++;
}

static void
has_key_cb (Fixture *f)
{
  f->n_has_key++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (SignetItem) item = signet_item_new_full ("milk", "2 l", NULL, NULL, TRUE);

  f->store = signet_key_store_memory_new ();
  f->context = signet_context_new ();
  signet_context_set_key_store (f->context, f->store);
  f->signing = signet_context_get_list_signing (f->context);
  g_signal_connect_swapped (f->signing, "notify::busy", G_CALLBACK (busy_cb), f);
  g_signal_connect_swapped (f->signing, "notify::has-key", G_CALLBACK (has_key_cb), f);
  f->list = signet_list_new (NULL, "Weekly shop");
  signet_list_append (f->list, item);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (f->signing, f);
  test_assert_gone (&f->list);
  test_assert_gone (&f->context);
  test_assert_gone (&f->store);
}

static char *
sign (Fixture                   *f,
      const SignetTokenOptions  *options,
      GCancellable              *cancellable,
      GError                   **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_sign_async (f->signing, f->list, options, cancellable, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_list_signing_sign_finish (f->signing, result, error);
}

/* What a stranger who has the published set and nothing else says to the token */
static JotVerdict *
check (Fixture    *f,
       const char *token,
       gint64      now)
{
  const JotPolicy policy = JOT_POLICY_INIT;
  SignetPublicKeys *public = signet_public_keys_new (signet_context_get_keys_path (f->context));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = signet_public_keys_read (public, now, &error);
  g_autoptr (JotJwks) set = NULL;

  g_assert_no_error (error);
  set = jot_jwks_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  signet_public_keys_free (public);

  return jot_verify (token, -1, set, NULL, &policy, now);
}

static void
test_sign (Fixture       *f,
           gconstpointer  data)
{
  const SignetTokenOptions options = { .issuer = "Whitney", .subject = "Brian", .lifetime = 3600 };
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *again = NULL;
  g_autoptr (JotVerdict) verdict = NULL;
  g_autoptr (JotVerdict) late = NULL;
  g_autoptr (GPtrArray) items = NULL;
  JotClaims *claims;
  JotJws *jws;

  g_assert_false (signet_list_signing_has_key (f->signing));
  g_assert_false (signet_list_signing_is_busy (f->signing));

  token = sign (f, &options, NULL, &error);
  g_assert_no_error (error);
  /* the first made a key, and said so */
  g_assert_true (signet_list_signing_has_key (f->signing));
  g_assert_false (signet_list_signing_is_busy (f->signing));
  g_assert_cmpuint (f->n_busy, ==, 2);
  g_assert_cmpuint (f->n_has_key, >=, 1);
  g_assert_cmpint (signet_list_signing_get_key_created (f->signing), >=, before);

  verdict = check (f, token, before + 10);
  g_assert_no_error ((GError *) jot_verdict_get_error (verdict));
  jws = jot_verdict_get_jws (verdict);
  g_assert_cmpstr (jot_jws_get_alg_name (jws), ==, "RS256");
  g_assert_cmpstr (jot_jws_get_kid (jws), ==, jot_jwk_get_thumbprint (jot_verdict_get_key (verdict)));
  claims = jot_verdict_get_claims (verdict);
  g_assert_cmpstr (signet_token_get_list_name (claims), ==, "Weekly shop");
  items = signet_token_read_items (claims);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_cmpstr (signet_item_get_name (items->pdata[0]), ==, "milk");
  g_assert_cmpstr (signet_item_get_quantity (items->pdata[0]), ==, "2 l");
  g_assert_false (signet_item_get_done (items->pdata[0]));

  /* from now, and for an hour */
  late = check (f, token, before + 3600 + TEST_LIMIT_SECONDS);
  g_assert_error ((GError *) jot_verdict_get_error (late), JOT_ERROR, JOT_ERROR_EXPIRED);

  /* the second does not */
  again = sign (f, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, !=, token);
  g_assert_cmpuint (f->n_busy, ==, 2);
}

/* A list that makes too long a token is refused with its size, and a shorter one is not. */
static void
test_too_large (Fixture       *f,
                gconstpointer  data)
{
  const SignetTokenOptions options = { .lifetime = 3600 };
  g_autofree char *long_note = g_strnfill (1024, 'n');
  g_autofree char *large = NULL;
  g_autofree char *fits = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 192; i++)
    {
      g_autoptr (SignetItem) item = signet_item_new_full ("x", NULL, NULL, long_note, FALSE);

      signet_list_append (f->list, item);
    }
  large = sign (f, &options, NULL, &error);
  g_assert_null (large);
  g_assert_error (error, JOT_ERROR, JOT_ERROR_TOO_LARGE);
  g_assert_cmpuint (jot_error_get_details (error)->position, >, 256 * 1024);
  g_clear_error (&error);

  for (guint i = 0; i < 5; i++)
    signet_list_remove (f->list, signet_list_get_n_items (f->list) - 1);
  fits = sign (f, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (fits), <=, 256 * 1024);
  g_assert_cmpuint (strlen (fits), >, 250 * 1024);
}

static void
test_renew (Fixture       *f,
            gconstpointer  data)
{
  const SignetTokenOptions options = { .lifetime = 3600 };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = sign (f, &options, NULL, &error);
  g_autofree char *after = NULL;
  g_autoptr (JotVerdict) of_before = NULL;
  g_autoptr (JotVerdict) of_after = NULL;
  GAsyncResult *slot = NULL;

  g_assert_no_error (error);
  signet_list_signing_renew_async (f->signing, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_list_signing_renew_finish (f->signing, result, &error);
  g_assert_no_error (error);

  after = sign (f, &options, NULL, &error);
  g_assert_no_error (error);
  of_before = check (f, before, now + 10);
  of_after = check (f, after, now + 10);
  /* both hold, by different keys */
  g_assert_no_error ((GError *) jot_verdict_get_error (of_before));
  g_assert_no_error ((GError *) jot_verdict_get_error (of_after));
  g_assert_cmpstr (jot_jws_get_kid (jot_verdict_get_jws (of_before)), !=, jot_jws_get_kid (jot_verdict_get_jws (of_after)));
}

/* As when the screen is locked: the process may be looked at again, and the next signature gets the key anew. */
static void
test_forget_key (Fixture       *f,
                 gconstpointer  data)
{
  const SignetTokenOptions options = { .lifetime = 3600 };
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *again = NULL;

  signet_context_forget_key (f->context);
  token = sign (f, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
  signet_context_forget_key (f->context);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 1);

  again = sign (f, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
}

static void
test_owner_gone (Fixture       *f,
                 gconstpointer  data)
{
  const SignetTokenOptions options = { .lifetime = 3600 };
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  SignetListSigning *signing;
  GAsyncResult *slot = NULL;
  gpointer watched = f->context;

  signet_list_signing_sign_async (f->signing, f->list, &options, NULL, test_done_cb, &slot);
  g_signal_handlers_disconnect_by_data (f->signing, f);
  g_object_add_weak_pointer (G_OBJECT (f->context), &watched);
  g_object_unref (f->context);
  test_wait_until (slot != NULL);
  signing = SIGNET_LIST_SIGNING (g_async_result_get_source_object (slot));
  token = signet_list_signing_sign_finish (signing, slot, &error);
  g_assert_no_error (error);
  g_assert_nonnull (token);
  g_clear_object (&slot);
  test_assert_gone (&signing);
  g_assert_null (watched);

  f->context = signet_context_new ();
  signet_context_set_key_store (f->context, f->store);
  f->signing = signet_context_get_list_signing (f->context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/core/list-signing/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("sign", test_sign);
  ADD ("too-large", test_too_large);
  ADD ("renew", test_renew);
  ADD ("forget-key", test_forget_key);
  ADD ("owner-gone", test_owner_gone);

  return g_test_run ();
}
