/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-verdict.h"

#include "jot-base64url.h"

#include <string.h>

/* Many tokens in a row: what was parsed of one header may serve the next, and nothing else may. */
typedef struct
{
  JotPrivateKey *key;
  JotJwks       *jwks;
  char          *token;     /* genuine */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *public = NULL;
  g_autofree char *set = NULL;
  JotJwk *jwk;

  fixture->key = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);
  g_assert_no_error (error);
  jwk = jot_private_key_get_public (fixture->key);
  public = jot_jwk_to_public_json (jwk, jot_jwk_get_thumbprint (jwk), jot_alg_find ("ES256"));
  set = g_strdup_printf ("{\"keys\":[%s]}", public);
  fixture->jwks = jot_jwks_parse (set, -1, &error);
  g_assert_no_error (error);
  fixture->token = jot_jws_sign (fixture->key, "{\"exp\":2000}", 12, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  jot_private_key_unref (fixture->key);
  jot_jwks_unref (fixture->jwks);
  g_free (fixture->token);
}

static JotVerdict *
check (Fixture          *fixture,
       const JotVerdict *previous,
       const char       *token,
       gint64            now)
{
  const JotPolicy policy = JOT_POLICY_INIT;

  return jot_verify_following (previous, token, -1, fixture->jwks, NULL, &policy, now);
}

/* The token with another header before its payload and signature. */
static char *
with_header (const char *token,
             const char *header)
{
  g_autofree char *encoded = jot_base64url_encode (header, strlen (header));

  return g_strconcat (encoded, strchr (token, '.'), NULL);
}

static void
test_same_header (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *other = jot_jws_sign (fixture->key, "{\"a\":1}", 7, &error);
  g_autoptr (JotVerdict) first = check (fixture, NULL, fixture->token, 1000);
  g_autoptr (JotVerdict) second = check (fixture, first, other, 1000);

  g_assert_true (jot_verdict_is_valid (first));
  g_assert_true (jot_verdict_is_valid (second));
  g_assert_cmpstr (jot_jws_get_kid (jot_verdict_get_jws (second)), ==, jot_jws_get_kid (jot_verdict_get_jws (first)));
  g_assert_cmpuint (jot_json_node_get_size (jot_claims_get_root (jot_verdict_get_claims (second))), ==, 1);
}

/* Each is judged as it would be alone, whatever went before. */
static void
test_every_check (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (JotVerdict) good = check (fixture, NULL, fixture->token, 1000);
  g_autoptr (JotVerdict) expired = check (fixture, good, fixture->token, 2000);
  g_autoptr (JotVerdict) again = check (fixture, expired, fixture->token, 1999);
  g_autofree char *forged = g_strdup (fixture->token);
  g_autoptr (JotVerdict) bad = NULL;
  char *payload = strchr (forged, '.') + 4;

  g_assert_true (jot_verdict_is_valid (good));
  g_assert_error ((GError *) jot_verdict_get_error (expired), JOT_ERROR, JOT_ERROR_EXPIRED);
  g_assert_true (jot_verdict_is_valid (again));

  *payload = *payload == 'A' ? 'B' : 'A';
  bad = check (fixture, good, forged, 1000);
  g_assert_error ((GError *) jot_verdict_get_error (bad), JOT_ERROR, JOT_ERROR_BAD_SIGNATURE);
  g_assert_false (jot_verdict_is_proved (bad));
}

/* Of the same length, but for another algorithm. */
static void
test_same_length (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *kid = jot_jwk_get_thumbprint (jot_private_key_get_public (fixture->key));
  g_autofree char *header = g_strdup_printf ("{\"alg\":\"ES384\",\"kid\":\"%s\",\"typ\":\"JWT\"}", kid);
  g_autofree char *token = with_header (fixture->token, header);
  g_autoptr (JotVerdict) good = check (fixture, NULL, fixture->token, 1000);
  g_autoptr (JotVerdict) other = check (fixture, good, token, 1000);

  g_assert_cmpuint (strlen (token), ==, strlen (fixture->token));
  g_assert_true (jot_verdict_is_valid (good));
  g_assert_error ((GError *) jot_verdict_get_error (other), JOT_ERROR, JOT_ERROR_KEY_MISMATCH);
  g_assert_cmpstr (jot_jws_get_alg_name (jot_verdict_get_jws (other)), ==, "ES384");
}

/* Another header is read for itself: one letter more, one less, another last one. */
static void
test_other_header (Fixture       *fixture,
                   gconstpointer  data)
{
  static const struct
  {
    const char *header;
    JotError    code;
  } rows[] = {
    { "{\"alg\":\"ES256\"}", JOT_ERROR_NO_KEY_ID },
    { "{\"alg\":\"none\",\"kid\":\"a\"}", JOT_ERROR_UNSUPPORTED_ALGORITHM },
    { "{\"alg\":\"ES256\",\"kid\":\"a\"}", JOT_ERROR_KEY_NOT_FOUND },
    { "{\"alg\":\"ES256\",\"kid\":\"a\",\"crit\":[\"b\"]}", JOT_ERROR_CRITICAL_HEADER },
    { "{\"alg\":\"ES256\",\"kid\":\"a\"", JOT_ERROR_MALFORMED },
    { "", JOT_ERROR_MALFORMED },
  };
  g_autoptr (JotVerdict) good = check (fixture, NULL, fixture->token, 1000);
  g_autofree char *longer = g_strconcat ("A", fixture->token, NULL);
  g_autoptr (JotVerdict) with_more = check (fixture, good, longer, 1000);
  g_autoptr (JotVerdict) with_less = check (fixture, good, fixture->token + 1, 1000);

  g_assert_error ((GError *) jot_verdict_get_error (with_more), JOT_ERROR, JOT_ERROR_MALFORMED);
  g_assert_error ((GError *) jot_verdict_get_error (with_less), JOT_ERROR, JOT_ERROR_MALFORMED);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = with_header (fixture->token, rows[i].header);
      g_autoptr (JotVerdict) verdict = check (fixture, good, token, 1000);
      g_autoptr (JotVerdict) behind_it = check (fixture, verdict, fixture->token, 1000);

      g_assert_error ((GError *) jot_verdict_get_error (verdict), JOT_ERROR, (int) rows[i].code);
      g_assert_true (jot_verdict_is_valid (behind_it));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/jot/following/same-header", Fixture, NULL, set_up, test_same_header, tear_down);
  g_test_add ("/jot/following/every-check", Fixture, NULL, set_up, test_every_check, tear_down);
  g_test_add ("/jot/following/same-length", Fixture, NULL, set_up, test_same_length, tear_down);
  g_test_add ("/jot/following/other-header", Fixture, NULL, set_up, test_other_header, tear_down);

  return g_test_run ();
}
