/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-jws.h"
#include "signet-context-private.h"
#include "signet-jwks-cache.h"
#include "signet-test.h"
#include "signet-report-private.h"
#include "signet-verifier-private.h"
#include "test-server.h"

#include <string.h>

#define NOW 1700000000
#define PAYLOAD "{\"iss\":\"Whitney\",\"exp\":1700000060,\"listName\":\"Weekly\",\"groceryList\":[\"milk\",\"eggs\"]}"
#define NO_KEY_ID "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJncm9jZXJ5TGlzdCI6WyJtaWxrIl19.c2ln"

typedef struct
{
  TestServer     *server;
  SignetVerifier *verifier;
  JotPrivateKey  *key;
  char           *token;
} Fixture;

static gint64
get_now (gpointer user_data)
{
  return NOW;
}

static void
publish (Fixture       *f,
         JotPrivateKey *key)
{
  JotJwk *public = jot_private_key_get_public (key);
  g_autofree char *json = jot_jwk_to_public_json (public, jot_jwk_get_thumbprint (public), jot_alg_find ("ES256"));
  g_autofree char *set = g_strdup_printf ("{\"keys\":[%s]}", json);

  test_server_set_answer (f->server, (TestAnswer) { .body = set });
}

static JotPrivateKey *
make_key (void)
{
  g_autoptr (GError) error = NULL;
  JotPrivateKey *key = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);

  g_assert_no_error (error);
  return key;
}

static char *
make_token (JotPrivateKey *key,
            const char    *payload)
{
  g_autoptr (GError) error = NULL;
  char *token = jot_jws_sign (key, payload, strlen (payload), &error);

  g_assert_no_error (error);
  return token;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  g_autoptr (SignetJwksCache) cache = signet_jwks_cache_new (fetcher, get_now, NULL);

  f->server = test_server_new ();
  f->verifier = signet_verifier_new (cache, NULL);
  f->key = make_key ();
  f->token = make_token (f->key, PAYLOAD);
  publish (f, f->key);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  test_assert_gone (&f->verifier);
  jot_private_key_unref (f->key);
  g_free (f->token);
  test_server_free (f->server);
}

static SignetReport *
check_request (SignetVerifier           *verifier,
               const SignetCheckRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SignetReport *report;
  GAsyncResult *slot = NULL;

  signet_verifier_check_async (verifier, request, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  report = signet_verifier_check_finish (verifier, result, &error);
  g_assert_no_error (error);

  return report;
}

static SignetReport *
check (Fixture    *f,
       const char *token,
       const char *source)
{
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;

  request.token = token;
  request.source = source;
  request.at = NOW;

  return check_request (f->verifier, &request);
}

static void
assert_report (SignetReport      *report,
               SignetReportState  state,
               const char        *code)
{
  static const char * const words[] = { "Valid", "Valid, but…", "Refused", "Not trusted", "Not checked" };

  g_assert_cmpstr (signet_report_get_code (report), ==, code);
  g_assert_cmpint (signet_report_get_state (report), ==, state);
  g_assert_cmpstr (signet_report_get_word (report), ==, words[state]);
  g_assert_cmpuint (strlen (signet_report_get_title (report)), >, 0);
  g_assert_cmpuint (strlen (signet_report_get_sentence (report)), >, 0);
}

/* Over plain http from loopback, by a key that is not our own: valid, but */
static void
test_valid (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (SignetReport) report = check (f, f->token, test_server_get_url (f->server));
  g_autofree char *json = signet_report_to_json (report);
  GPtrArray *checks = signet_report_get_checks (report);
  GPtrArray *keys = signet_report_get_key_rows (report);

  assert_report (report, SIGNET_REPORT_VALID_BUT, NULL);
  g_assert_true (signet_report_is_proved (report));
  g_assert_cmpstr (signet_report_get_list_name (report), ==, "Weekly");
  g_assert_cmpuint (signet_report_get_items (report)->len, ==, 2);
  g_assert_cmpstr (signet_report_get_source (report), ==, test_server_get_url (f->server));
  g_assert_cmpint (signet_report_get_fetched (report), ==, NOW);
  g_assert_false (signet_report_is_stale (report));
  for (guint i = 0; i < checks->len; i++)
    {
      const SignetCheckRow *row = checks->pdata[i];

      g_test_message ("%s: %s", row->title, row->detail);
      g_assert_cmpint (row->outcome, !=, JOT_OUTCOME_FAILED);
      g_assert_true (row->title != NULL && *row->title != '\0');
    }
  g_assert_cmpuint (checks->len, >=, 10);
  g_assert_cmpuint (keys->len, ==, 1);
  g_assert_true (((SignetKeyRow *) keys->pdata[0])->used);

  g_assert_true (g_str_has_prefix (json, "{\"valid\":true,"));
  g_assert_nonnull (strstr (json, "\"payload\":" PAYLOAD));
  g_assert_null (strstr (json, "\"error\""));
}

static void
test_tampered (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *forged_payload = NULL;
  g_autofree char *forged = NULL;
  g_autoptr (JotPrivateKey) other = make_key ();
  g_autofree char *foreign = make_token (other, "{\"groceryList\":[\"candy\"]}");
  g_auto (GStrv) parts = g_strsplit (f->token, ".", 3);
  g_auto (GStrv) foreign_parts = g_strsplit (foreign, ".", 3);
  g_autoptr (SignetReport) report = NULL;
  g_autofree char *json = NULL;
  guint n_failed = 0;
  GPtrArray *checks;

  /* the header and signature of one, the list of the other */
  forged = g_strjoin (".", parts[0], foreign_parts[1], parts[2], NULL);
  report = check (f, forged, test_server_get_url (f->server));
  assert_report (report, SIGNET_REPORT_REFUSED, "bad-signature");
  g_assert_false (signet_report_is_proved (report));

  checks = signet_report_get_checks (report);
  for (guint i = 0; i < checks->len; i++)
    n_failed += ((SignetCheckRow *) checks->pdata[i])->outcome == JOT_OUTCOME_FAILED;
  g_assert_cmpuint (n_failed, ==, 1);

  /* what nobody signed is in no report for programs */
  json = signet_report_to_json (report);
  g_assert_true (g_str_has_prefix (json, "{\"valid\":false,"));
  g_assert_null (strstr (json, "candy"));
  g_assert_null (strstr (json, "\"payload\":"));
  g_assert_nonnull (strstr (json, "\"error\":\"bad-signature\""));
}

/* What can be told without a key set is told without asking for one. */
static void
test_no_fetch (Fixture       *f,
               gconstpointer  data)
{
  static const struct { const char *token; const char *code; } cases[] = {
    { NO_KEY_ID, "no-key-id" }, { "a.b", "malformed" }, { "", "malformed" },
    { "eyJhbGciOiJIUzI1NiIsImtpZCI6ImEifQ.e30.c2ln", "unsupported-algorithm" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SignetReport) report = check (f, cases[i].token, test_server_get_url (f->server));

      g_test_message ("%s", cases[i].code);
      assert_report (report, SIGNET_REPORT_REFUSED, cases[i].code);
    }
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 0);

  {
    g_autoptr (SignetReport) report = check (f, NO_KEY_ID, NULL);
    g_autofree char *message = signet_report_dup_message (report);

    g_assert_cmpstr (message, ==, "Token has no Key ID");
  }
}

static void
test_other_key (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (JotPrivateKey) other = make_key ();
  g_autoptr (SignetReport) report = NULL;

  publish (f, other);
  report = check (f, f->token, test_server_get_url (f->server));
  assert_report (report, SIGNET_REPORT_REFUSED, "key-not-found");
}

static void
test_expired (Fixture       *f,
              gconstpointer  data)
{
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autoptr (SignetReport) before = NULL;
  g_autoptr (SignetReport) after = NULL;

  request.token = f->token;
  request.source = test_server_get_url (f->server);
  request.at = 1700000059;
  before = check_request (f->verifier, &request);
  assert_report (before, SIGNET_REPORT_VALID_BUT, NULL);
  request.at = 1700000060;
  after = check_request (f->verifier, &request);
  assert_report (after, SIGNET_REPORT_REFUSED, "expired");
  /* the signature is right all the same */
  g_assert_true (signet_report_is_proved (after));
}

static void
test_not_checked (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (SignetReport) nothing = check (f, f->token, NULL);
  g_autoptr (SignetReport) unavailable = NULL;
  g_autoptr (SignetReport) invalid = NULL;
  g_autofree char *json = NULL;

  assert_report (nothing, SIGNET_REPORT_NOT_CHECKED, NULL);
  g_assert_false (signet_report_is_proved (nothing));
  /* shown, and said not to be proved */
  g_assert_cmpuint (signet_report_get_items (nothing)->len, ==, 2);

  test_server_set_answer (f->server, (TestAnswer) { .status = 503 });
  unavailable = check (f, f->token, test_server_get_url (f->server));
  assert_report (unavailable, SIGNET_REPORT_NOT_CHECKED, "key-set-unavailable");
  json = signet_report_to_json (unavailable);
  g_assert_true (g_str_has_prefix (json, "{\"valid\":null,"));
  g_assert_null (strstr (json, "groceryList"));

  {
    g_autoptr (TestServer) page = test_server_new ();

    test_server_set_answer (page, (TestAnswer) { .body = "<html>" });
    invalid = check (f, f->token, test_server_get_url (page));
    assert_report (invalid, SIGNET_REPORT_NOT_CHECKED, "key-set-invalid");
  }
}

/* Whoever signed can be remembered, with the key that signed and no other. */
static void
test_new_signer (Fixture       *f,
                 gconstpointer  data)
{
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autofree char *forged = g_strdup (f->token);
  char *signature = strrchr (forged, '.') + 1;
  g_autoptr (SignetReport) valid = check (f, f->token, test_server_get_url (f->server));
  g_autoptr (SignetReport) unchecked = check (f, f->token, NULL);
  g_autoptr (SignetReport) refused = NULL;
  g_autoptr (SignetReport) known = NULL;
  g_autoptr (SignetSigner) signer = NULL;

  signature[4] = signature[4] == 'A' ? 'B' : 'A';
  refused = check (f, forged, test_server_get_url (f->server));
  g_assert_false (signet_report_is_signer_unknown (refused));
  g_assert_null (signet_report_new_signer (refused, "Whitney", NOW));
  g_assert_null (signet_report_new_signer (unchecked, "Whitney", NOW));

  g_assert_true (signet_report_is_signer_unknown (valid));
  signer = signet_report_new_signer (valid, "Whitney", NOW);
  g_assert_cmpstr (signet_signer_get_url (signer), ==, test_server_get_url (f->server));
  g_assert_true (signet_signer_get_known_key (signer)->jwk != NULL);
  g_assert_true (signet_signer_trusts (signer, jot_private_key_get_public (f->key), NOW));

  request.token = f->token;
  request.signer = signer;
  request.at = NOW;
  known = check_request (f->verifier, &request);
  assert_report (known, SIGNET_REPORT_VALID, NULL);
  g_assert_false (signet_report_is_signer_unknown (known));
  g_assert_false (signet_report_is_key_announced (known));
}

/* A key that the known one announced is accepted, and that is worth a note; one that it did not is not. */
static void
test_announced (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (JotPrivateKey) known = make_key ();
  JotJwk *old_key = jot_private_key_get_public (known);
  JotJwk *new_key = jot_private_key_get_public (f->key);
  g_autofree char *old_json = jot_jwk_to_public_json (old_key, "old", jot_alg_find ("ES256"));
  g_autofree char *new_json = jot_jwk_to_public_json (new_key, jot_jwk_get_thumbprint (new_key), jot_alg_find ("ES256"));
  g_autofree char *both = g_strdup_printf ("{\"keys\":[%s,%s]}", old_json, new_json);
  g_autoptr (JotJwks) jwks = jot_jwks_parse (both, -1, NULL);
  gint64 now = signet_verifier_get_now ();

  for (guint days = 0; days <= 2; days += 2)
    {
      g_autoptr (SignetSigner) signer =
        signet_signer_new ("Whitney", test_server_get_url (f->server), jwks, jot_jwk_get_thumbprint (old_key), now - days * 86400);
      SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
      g_autoptr (SignetReport) report = NULL;
      GPtrArray *rows;
      gboolean noted = FALSE;

      test_server_set_answer (f->server, (TestAnswer) { .body = both });
      request.token = f->token;
      request.signer = signer;
      request.at = NOW;
      request.refresh = TRUE;
      report = check_request (f->verifier, &request);
      if (days == 0)
        assert_report (report, SIGNET_REPORT_NOT_TRUSTED, "signer-key-changed");
      else
        assert_report (report, SIGNET_REPORT_VALID, NULL);

      g_assert_cmpint (signet_report_is_key_announced (report), ==, days > 0);
      rows = signet_report_get_checks (report);
      for (guint i = 0; i < rows->len; i++)
        noted |= ((SignetCheckRow *) rows->pdata[i])->check == JOT_CHECK_SIGNATURE &&
                 ((SignetCheckRow *) rows->pdata[i])->outcome == JOT_OUTCOME_NOTE;
      g_assert_cmpint (noted, ==, days > 0);
    }
}

/* An issuer tells where its key set is, once; then the answer is there at once. */
static void
test_discover (Fixture       *f,
               gconstpointer  data)
{
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  JotJwk *public = jot_private_key_get_public (f->key);
  g_autofree char *json = jot_jwk_to_public_json (public, jot_jwk_get_thumbprint (public), jot_alg_find ("ES256"));
  g_autofree char *set = g_strdup_printf ("{\"keys\":[%s]}", json);
  g_autofree char *nobody = g_strdup_printf ("http://127.0.0.1:%u", test_server_get_port (f->server));
  g_autofree char *issuer = g_strconcat (nobody, "/tenant", NULL);
  g_autofree char *url = g_strconcat (nobody, "/keys", NULL);
  g_autofree char *description = g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}", issuer, url);
  g_autoptr (SignetReport) absent = NULL;
  g_autoptr (SignetReport) again = NULL;
  g_autoptr (SignetReport) found = NULL;
  g_autoptr (SignetReport) now = NULL;
  g_autoptr (SignetReport) malformed = NULL;

  request.token = f->token;
  request.discover = nobody;
  request.at = NOW;
  test_server_set_path (f->server, "/keys", (TestAnswer) { .body = set });
  absent = check_request (f->verifier, &request);
  assert_report (absent, SIGNET_REPORT_NOT_CHECKED, "key-set-unavailable");
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);
  /* one who has just failed is not asked for each token */
  again = check_request (f->verifier, &request);
  assert_report (again, SIGNET_REPORT_NOT_CHECKED, "key-set-unavailable");
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 2);

  request.discover = issuer;
  test_server_set_path (f->server, "/tenant/.well-known/openid-configuration", (TestAnswer) { .body = description });
  g_assert_null (signet_verifier_check_now (f->verifier, &request));
  found = check_request (f->verifier, &request);
  assert_report (found, SIGNET_REPORT_VALID_BUT, NULL);
  g_assert_cmpstr (signet_report_get_source (found), ==, url);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 4);

  now = signet_verifier_check_now (f->verifier, &request);
  g_assert_nonnull (now);
  assert_report (now, SIGNET_REPORT_VALID_BUT, NULL);

  /* nobody is asked for what is no token */
  request.token = "a.b";
  malformed = check_request (f->verifier, &request);
  assert_report (malformed, SIGNET_REPORT_REFUSED, "malformed");
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 4);
}

/* Who tells over https where the keys are vouches for them, wherever they are; over http nobody does. */
static void
test_issuer_host (Fixture       *f,
                  gconstpointer  data)
{
  static const struct { const char *issuer; SignetReportState state; const char *title; } rows[] = {
    { NULL, SIGNET_REPORT_VALID, "keys.example signed this token" },
    { "https://login.example.com/tenant", SIGNET_REPORT_VALID, "login.example.com signed this token" },
    { "http://login.example.com/tenant", SIGNET_REPORT_VALID_BUT, "The keys came over an open connection" },
  };
  JotJwk *public = jot_private_key_get_public (f->key);
  g_autofree char *json = jot_jwk_to_public_json (public, jot_jwk_get_thumbprint (public), jot_alg_find ("ES256"));
  g_autofree char *text = g_strdup_printf ("{\"keys\":[%s]}", json);
  g_autoptr (JotJwks) jwks = jot_jwks_parse (text, -1, NULL);
  g_autoptr (SignetKeySet) set = signet_key_set_new (jwks, "https://keys.example/jwks", SIGNET_JWKS_ORIGIN_HTTPS, NOW, NOW + 600, FALSE);
  g_autofree char *token = jot_jws_sign (f->key, "{\"a\":1}", strlen ("{\"a\":1}"), NULL);
  const JotPolicy policy = JOT_POLICY_INIT;
  g_autoptr (JotVerdict) verdict = jot_verify (token, -1, jwks, NULL, &policy, NOW);

  g_assert_true (jot_verdict_is_valid (verdict));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SignetReportFacts facts = { .verdict = verdict, .set = set, .issuer = rows[i].issuer, .demanded = TRUE };
      g_autoptr (SignetReport) report = signet_report_new (&facts);

      g_assert_cmpint (signet_report_get_state (report), ==, rows[i].state);
      g_assert_cmpstr (signet_report_get_title (report), ==, rows[i].title);
    }
}

/* At once where the set is at hand, and the same */
static void
test_now (Fixture       *f,
          gconstpointer  data)
{
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autoptr (SignetReport) early = NULL;
  g_autoptr (SignetReport) fetched = NULL;
  g_autoptr (SignetReport) at_once = NULL;
  g_autofree char *fetched_json = NULL;
  g_autofree char *at_once_json = NULL;

  request.token = f->token;
  request.source = test_server_get_url (f->server);
  request.at = NOW;
  early = signet_verifier_check_now (f->verifier, &request);
  g_assert_null (early);

  fetched = check_request (f->verifier, &request);
  at_once = signet_verifier_check_now (f->verifier, &request);
  g_assert_nonnull (at_once);
  fetched_json = signet_report_to_json (fetched);
  at_once_json = signet_report_to_json (at_once);
  g_assert_cmpstr (at_once_json, ==, fetched_json);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);

  request.refresh = TRUE;
  early = signet_verifier_check_now (f->verifier, &request);
  g_assert_null (early);
}

/* A key of one's own is green wherever its set comes from: by what it is, not by its name. */
static void
test_own_key (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (SignetKeyStore) store = signet_key_store_memory_new ();
  SignetContext *context = signet_context_new ();
  g_autoptr (GBytes) claims = g_bytes_new_static ("{\"groceryList\":[\"milk\"]}", 24);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *set = NULL;
  GAsyncResult *slot = NULL;
  SignetPublicKeys *public;
  SignetListSigning *signing;

  signet_context_set_key_store (context, store);
  signing = signet_context_get_list_signing (context);
  signet_list_signing_sign_claims_async (signing, claims, G_MAXINT64, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  token = signet_list_signing_sign_finish (signing, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  public = signet_public_keys_new (signet_context_get_keys_path (context));
  {
    g_autoptr (GBytes) bytes = signet_public_keys_read (public, NOW, &error);

    g_assert_no_error (error);
    set = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
  signet_public_keys_free (public);
  test_server_set_answer (f->server, (TestAnswer) { .body = set });

  {
    SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
    g_autoptr (SignetReport) ours = NULL;
    g_autoptr (SignetReport) of_a_stranger = NULL;

    request.token = token;
    request.source = test_server_get_url (f->server);
    ours = check_request (signet_context_get_verifier (context), &request);
    assert_report (ours, SIGNET_REPORT_VALID, NULL);

    /* the same token and set, where the key is nobody's */
    of_a_stranger = check_request (f->verifier, &request);
    assert_report (of_a_stranger, SIGNET_REPORT_VALID_BUT, NULL);
  }
  test_assert_gone (&context);
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetReport) report = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;

  test_server_set_answer (f->server, (TestAnswer) { .is_silent = TRUE });
  request.token = f->token;
  request.source = test_server_get_url (f->server);
  signet_verifier_check_async (f->verifier, &request, cancellable, test_done_cb, &slot);
  test_wait_until (test_server_count_requests (f->server) == 1);
  g_cancellable_cancel (cancellable);
  result = test_wait_result (&slot);
  report = signet_verifier_check_finish (f->verifier, result, &error);
  g_assert_null (report);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The request is copied: whoever asked may forget it at once. */
static void
test_copied (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SignetReport) report = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  {
    SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
    g_autofree char *token = g_strdup (f->token);
    g_autofree char *source = g_strdup (test_server_get_url (f->server));
    g_autofree char *issuer = g_strdup ("Whitney");

    request.token = token;
    request.source = source;
    request.policy.issuer = issuer;
    request.at = NOW;
    signet_verifier_check_async (f->verifier, &request, NULL, test_done_cb, &slot);
    memset (token, 'x', strlen (token));
    memset (source, 'x', strlen (source));
    memset (issuer, 'x', strlen (issuer));
  }
  result = test_wait_result (&slot);
  report = signet_verifier_check_finish (f->verifier, result, &error);
  g_assert_no_error (error);
  assert_report (report, SIGNET_REPORT_VALID_BUT, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/core/verifier/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("valid", test_valid);
  ADD ("tampered", test_tampered);
  ADD ("no-fetch", test_no_fetch);
  ADD ("other-key", test_other_key);
  ADD ("expired", test_expired);
  ADD ("not-checked", test_not_checked);
  ADD ("now", test_now);
  ADD ("discover", test_discover);
  ADD ("issuer-host", test_issuer_host);
  ADD ("new-signer", test_new_signer);
  ADD ("announced", test_announced);
  ADD ("own-key", test_own_key);
  ADD ("cancel", test_cancel);
  ADD ("copied", test_copied);

  return g_test_run ();
}
