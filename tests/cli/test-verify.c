/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include "jot-base64url.h"

#include <string.h>

#define CLAIMS "{\"iss\":\"Whitney\",\"aud\":\"shop\",\"nbf\":500,\"exp\":2000,\"n\":12345678901234567890, \"f\":0.10,\"e\":1e400}"

/* The forged token of the article that Signet comes from: HS256, no kid. */
#define FORGED \
  "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJleHAiOjE2MTUwNjI5OTUsImlhdCI6MTYxNTA1ODk2NSwiZ3JvY2VyeUxpc3QiOlsibWlsayIs" \
  "ImVnZ3MiLCJjb29raWVzIiwiY2FuZHkiXSwianRpIjoiZjFlYjRiMTktYjQwYy00NWQ3LWIyZjgtYWNlMjY1NWNhZDliIn0." \
  "-B-8-m8hwmOWKSUI1B3wOmYaPWyegihVIi6U17D5H1M"

/* Its genuine one, whose key set is long gone. */
#define GENUINE \
  "eyJ0eXAiOiJqd3QiLCJhbGciOiJSUzI1NiIsImtpZCI6InZSRVlZVFg1TERFTGdGbHRzSmNWYmZDQUFCUTFITklmTG9HTDNHQXJDRTAifQ." \
  "eyJleHAiOjE2MTUxNDUzOTQsImlhdCI6MTYxNTA1ODk5NCwiZ3JvY2VyeUxpc3QiOlsibWlsayIsImVnZ3MiLCJoZWFsdGh5IHN0dWZmIl19." \
  "BXRWgNj7VR3cQwZJVOQGOzLcJhF3IIvEa624TlIDclafS63ITXLN2CZYq0vSFJtBHfPDxrkGRN5XPusfHeZnLHeX3HrVcYzxSL4jibH3bfq1" \
  "ur_K23e4_5LVIKCkmWDduKewJ2cxgaXs5_7wRXQbCBdpPDFoXamxBKZXK1a_uWhZ4DjX4zFqfl2AZpF-yiuFIuMmKpzrxZ88rdaYjbtdsnX7" \
  "CWc6I0TNf3i_3pGxzCZjY3UK8jKiHNmm4Lk2HBfRBT_8zvlVq2AhPOjjRHEUjqXKSp63rC16CcaM9sSYpM6YbtyucGKTltX9GrrJ_zBX6fSTDb" \
  "gptq50hlyKeGY3tQ"

/* Each row is one change away from the first, which is valid. */
static void
test_outcomes (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign (CLAIMS);
  g_autofree char *dot = g_strdup_printf ("%s.x", token);
  g_autofree char *tampered = g_strdup (token);
  char *payload = strchr (tampered, '.') + 5;
  const struct { const char *token, *option, *value; int status; const char *code; } rows[] = {
    { token, "--at", "1000", 0, NULL },
    { token, "--at", "1970-01-01T00:16:40Z", 0, NULL },
    { token, "--at", "1970-01-01t00:33:19z", 0, NULL },
    { token, "--at", "1970-01-01t02:33:20+02:00", 1, "[expired]" },
    { token, "--at", "1999", 0, NULL },
    { token, "--at", "2000", 1, "[expired]" },
    { token, "--at", "500", 0, NULL },
    { token, "--at", "499", 1, "[not-yet-valid]" },
    { dot, "--at", "1000", 1, "[malformed]" },
    { tampered, "--at", "1000", 1, "[bad-signature]" },
    { "", "--at", "1000", 1, "[malformed]" },
    { FORGED, "--at", "1000", 1, "[no-key-id]" },
  };

  *payload = *payload == 'A' ? 'B' : 'A';
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (rows[i].token, -1, "verify", "--jwks", jwks, rows[i].option, rows[i].value, NULL);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, rows[i].status);
      if (rows[i].code == NULL)
        {
          g_assert_cmpstr (run->out, ==, CLAIMS "\n");
        }
      else
        {
          g_assert_cmpstr (run->out, ==, "");
          g_assert_nonnull (strstr (run->err, rows[i].code));
        }
    }
}

static void
test_demands (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign (CLAIMS);
  static const struct { const char *option, *value; int status; const char *code; } rows[] = {
    { "--issuer", "Whitney", 0, NULL },
    { "--issuer", "Tom", 1, "[wrong-issuer]" },
    { "--audience", "shop", 0, NULL },
    { "--audience", "other", 1, "[wrong-audience]" },
    { "--alg", "RS256", 0, NULL },
    { "--alg", "RS512,RS256", 0, NULL },
    { "--alg", "RS512", 1, "[unsupported-algorithm]" },
    { "--type", "jwt", 0, NULL },
    { "--type", "at+jwt", 1, "[malformed]" },
    { "--leeway", "0", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL, 0, "verify", "--jwks", jwks, "--at", "1000",
                                        rows[i].option, rows[i].value, token, NULL);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, rows[i].status);
      if (rows[i].code != NULL)
        g_assert_nonnull (strstr (run->err, rows[i].code));
    }

  {
    g_autoptr (CliRun) late = cli_run (NULL, 0, "verify", "--jwks", jwks, "--at", "2004", "--leeway", "5", token, NULL);
    g_autoptr (CliRun) later = cli_run (NULL, 0, "verify", "--jwks", jwks, "--at", "2005", "--leeway", "5", token, NULL);

    g_assert_cmpint (late->status, ==, 0);
    g_assert_cmpint (later->status, ==, 1);
  }
}

static void
test_forged_article_token (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autoptr (CliRun) run = cli_run (FORGED, -1, "verify", "--jwks", jwks, NULL);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_cmpstr (run->err, ==, "Token has no Key ID [no-key-id]\n");
}

static void
test_genuine_article_token (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autoptr (CliRun) run = cli_run (GENUINE, -1, "verify", "--jwks", jwks, NULL);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_true (g_str_has_suffix (run->err, " [key-not-found]\n"));
}

/* A key card is a key set that also says whose it is. */
static void
test_key_card (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign (CLAIMS);
  g_autofree char *set = NULL;
  g_autofree char *text = NULL;
  g_autofree char *card = NULL;
  g_autofree char *other = NULL;
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) refused = NULL;

  g_assert_true (g_file_get_contents (jwks, &set, NULL, NULL));
  text = g_strdup_printf ("{\"name\":\"Whitney\",\"url\":\"https://example.com/jwks.json\",%s\n", set + 1);
  card = cli_write ("Whitney.jwks", text);
  run = cli_run (token, -1, "verify", "--jwks", card, "--at", "1000", NULL);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->out, ==, CLAIMS "\n");

  /* one without the key */
  other = cli_write ("Tom.jwks", "{\"name\":\"Tom\",\"url\":\"https://example.com/jwks.json\",\"keys\":[]}");
  refused = cli_run (token, -1, "verify", "--jwks", other, "--at", "1000", NULL);
  g_assert_cmpint (refused->status, ==, 1);
  g_assert_cmpstr (refused->out, ==, "");
  g_assert_nonnull (strstr (refused->err, "[key-not-found]"));
}

/* http is for loopback, and for the local network on demand; never for a public address. */
static void
test_http (void)
{
  g_autofree char *token = cli_sign (CLAIMS);
  /* TEST-NET-3 (RFC 5737) and the private addresses of RFC 1918; nothing is sent to either */
  g_autoptr (CliRun) public = cli_run (token, -1, "verify", "--jwks", "http://203.0.113.7/set", NULL);
  g_autoptr (CliRun) allowed = cli_run (token, -1, "verify", "--allow-http", "--jwks", "http://203.0.113.7/set", NULL);
  g_autoptr (CliRun) lan = cli_run (token, -1, "verify", "--jwks", "http://192.168.213.7/set", NULL);
  const CliRun *runs[] = { public, allowed, lan };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_test_message ("run %u: %s", i, runs[i]->err);
      g_assert_cmpint (runs[i]->status, ==, 3);
      g_assert_cmpstr (runs[i]->out, ==, "");
      g_assert_nonnull (strstr (runs[i]->err, "(http)"));
      g_assert_nonnull (strstr (runs[i]->err, "[key-set-unavailable]"));
    }
}

static void
test_input (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign (CLAIMS);
  g_autofree char *spaced = g_strdup_printf (" \t%s\r\n\n", token);
  g_autofree char *nul = g_strdup_printf ("%s?garbage", token);
  g_autofree char *huge = g_strnfill (400 * 1024, 'a');
  gsize length = strlen (token);
  g_autoptr (CliRun) first = cli_run (spaced, -1, "verify", "--jwks", jwks, "--at", "1000", NULL);
  g_autoptr (CliRun) second = NULL;
  g_autoptr (CliRun) third = cli_run (huge, -1, "verify", "--jwks", jwks, NULL);

  g_assert_cmpint (first->status, ==, 0);

  /* a NUL does not end the token */
  nul[length] = '\0';
  second = cli_run (nul, (gssize) length + 8, "verify", "--jwks", jwks, "--at", "1000", NULL);
  g_assert_cmpint (second->status, ==, 1);
  g_assert_nonnull (strstr (second->err, "[malformed]"));

  g_assert_cmpint (third->status, ==, 1);
  g_assert_nonnull (strstr (third->err, "400 KiB"));
  g_assert_nonnull (strstr (third->err, "[too-large]"));
}

static void
test_no_kid (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  JotJwk *jwk = jot_private_key_get_public (cli_get_key ());
  g_autofree char *json = jot_jwk_to_public_json (jwk, "other", jot_alg_get_default ());
  g_autofree char *key = cli_write ("key.json", json);
  g_autofree char *token = cli_sign_with_header ("{\"alg\":\"RS256\"}", "{}");
  g_autoptr (CliRun) with_set = cli_run (token, -1, "verify", "--jwks", jwks, NULL);
  g_autoptr (CliRun) with_key = cli_run (token, -1, "verify", "--key", key, NULL);
  g_autoptr (CliRun) without = cli_run (token, -1, "verify", "--key", "/nonexistent", NULL);

  g_assert_cmpint (with_set->status, ==, 1);
  g_assert_nonnull (strstr (with_set->err, "[no-key-id]"));
  g_assert_cmpint (with_key->status, ==, 0);
  g_assert_cmpstr (with_key->out, ==, "{}\n");

  /* it is the key that is missing, not its ID */
  g_assert_cmpint (without->status, ==, 3);
  g_assert_nonnull (strstr (without->err, "[key-set-unavailable]"));
}

static void
test_signature_only (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *text = cli_sign ("no JSON");
  g_autofree char *empty = cli_sign ("");
  g_autoptr (CliRun) refused = cli_run (text, -1, "verify", "--jwks", jwks, NULL);
  g_autoptr (CliRun) taken = cli_run (text, -1, "verify", "--jwks", jwks, "--signature-only", NULL);
  g_autoptr (CliRun) nothing = cli_run (empty, -1, "verify", "--jwks", jwks, "--signature-only", NULL);

  g_assert_cmpint (refused->status, ==, 1);
  g_assert_nonnull (strstr (refused->err, "[bad-claims]"));
  g_assert_cmpint (taken->status, ==, 0);
  g_assert_cmpstr (taken->out, ==, "no JSON\n");
  g_assert_cmpint (nothing->status, ==, 0);
  g_assert_cmpstr (nothing->out, ==, "\n");
}

static void
test_unusable_key_sets (void)
{
  g_autofree char *token = cli_sign (CLAIMS);
  g_autofree char *html = cli_write ("page.html", "<!DOCTYPE html><html></html>");
  g_autofree char *symmetric = cli_write ("oct.json", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"a\"}]}");
  const struct { const char *source, *code; } rows[] = {
    { "/nonexistent/set.json", "[key-set-unavailable]" },
    { html, "[key-set-invalid]" },
    { symmetric, "[key-set-invalid]" },
    { "http://user:secret@127.0.0.1:1/", "[key-set-unavailable]" },
    { "ftp://127.0.0.1/set", "[key-set-unavailable]" },
    { "http://127.0.0.1:1/set", "[key-set-unavailable]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (token, -1, "verify", "--jwks", rows[i].source, NULL);
      g_autoptr (CliRun) report = cli_run (token, -1, "verify", "--report", "--jwks", rows[i].source, NULL);
      g_autoptr (CliRun) lines = cli_run ("x\n", -1, "verify", "--lines", "--jwks", rows[i].source, NULL);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 3);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, rows[i].code));
      g_assert_cmpint (report->status, ==, 3);
      g_assert_true (g_str_has_prefix (report->out, "{\"valid\":null,\"error\":\"key-set-"));
      g_assert_cmpint (lines->status, ==, 3);
      g_assert_cmpstr (lines->out, ==, "");
    }
}

static void
test_misuse (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  const char *rows[][6] = {
    { "verify", "x" },
    { "verify", "--jwks", jwks, "--key", jwks },
    { "verify", "--jwks", jwks, "a", "b" },
    { "verify", "--jwks", jwks, "--at", "soon" },
    { "verify", "--jwks", jwks, "--at", "1970-01-01T00:16:40" },
    { "verify", "--jwks", jwks, "--leeway", "-1" },
    { "verify", "--jwks", jwks, "--alg", "HS256" },
    { "verify", "--jwks", jwks, "--lines", "x" },
    { "verify", "--nonsense" },
    { "nonsense" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run ("", 0, rows[i][0], rows[i][1], rows[i][2], rows[i][3], rows[i][4], NULL);

      g_test_message ("row %u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
}

static void
test_report (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign (CLAIMS);
  g_autoptr (CliRun) valid = cli_run (token, -1, "verify", "--jwks", jwks, "--at", "1000", "--report", NULL);
  g_autoptr (CliRun) refused = cli_run (token, -1, "verify", "--jwks", jwks, "--at", "3000", "--report", NULL);
  g_autoptr (JotJson) json = NULL;
  g_autoptr (JotJson) other = NULL;
  g_autoptr (GError) error = NULL;
  JotJsonNode root;

  g_assert_cmpint (valid->status, ==, 0);
  json = jot_json_parse (g_strchomp (valid->out), -1, &error);
  g_assert_no_error (error);
  root = jot_json_get_root (json);
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "valid")), ==, JOT_JSON_TRUE);
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "error")), ==, JOT_JSON_INVALID);
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "checks")), ==, JOT_JSON_ARRAY);
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "keySet")), ==, JOT_JSON_OBJECT);
  g_assert_nonnull (strstr (valid->out, "\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"problem\":null,\"crv\":null,\"bits\":2048,"));
  /* what the page says of each check */
  g_assert_nonnull (strstr (valid->out, "{\"name\":\"form\",\"outcome\":\"passed\",\"detail\":\"Three parts\"}"));
  g_assert_nonnull (strstr (valid->out, "{\"name\":\"algorithm\",\"outcome\":\"passed\",\"detail\":\"RS256\"}"));
  g_assert_nonnull (strstr (valid->out, "\"fingerprint\":\""));
  /* numbers as they stand, white space gone */
  g_assert_nonnull (strstr (valid->out, "\"n\":12345678901234567890,\"f\":0.10,\"e\":1e400}"));

  g_assert_cmpint (refused->status, ==, 1);
  other = jot_json_parse (g_strchomp (refused->out), -1, &error);
  g_assert_no_error (error);
  root = jot_json_get_root (other);
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "valid")), ==, JOT_JSON_FALSE);
  g_assert_cmpstr (jot_json_node_get_string_member (root, "error"), ==, "expired");
  g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "payload")), ==, JOT_JSON_INVALID);
}

#define WORDS "verdict title sentence advice signer changes"

/* Which members a report has, and in which order, is for scripts to rely on. */
static void
test_report_shape (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  JotJwk *jwk = jot_private_key_get_public (cli_get_key ());
  g_autofree char *key_json = jot_jwk_to_public_json (jwk, "k", jot_alg_get_default ());
  g_autofree char *key = cli_write ("key.json", key_json);
  g_autofree char *token = cli_sign (CLAIMS);
  g_autofree char *text = cli_sign ("no JSON");
  const struct { const char *token, *option, *value, *more; int status; JotJsonKind valid, header, set; const char *members; } rows[] = {
    { token, "--jwks", jwks, "--at=1000", 0, JOT_JSON_TRUE, JOT_JSON_OBJECT, JOT_JSON_OBJECT,
      "valid header payload checks keySet " WORDS },
    { token, "--key", key, "--at=1000", 0, JOT_JSON_TRUE, JOT_JSON_OBJECT, JOT_JSON_NULL,
      "valid header payload checks keySet " WORDS },
    { text, "--jwks", jwks, "--signature-only", 0, JOT_JSON_TRUE, JOT_JSON_OBJECT, JOT_JSON_OBJECT,
      "valid header payloadBase64url checks keySet " WORDS },
    { token, "--jwks", jwks, "--at=3000", 1, JOT_JSON_FALSE, JOT_JSON_OBJECT, JOT_JSON_OBJECT,
      "valid error message header checks keySet " WORDS },
    { "x", "--jwks", jwks, "--at=1000", 1, JOT_JSON_FALSE, JOT_JSON_NULL, JOT_JSON_NULL,
      "valid error message header checks keySet " WORDS },
    { token, "--jwks", "/nonexistent", "--at=1000", 3, JOT_JSON_NULL, JOT_JSON_OBJECT, JOT_JSON_NULL,
      "valid error message header checks keySet " WORDS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL, 0, "verify", "--report", rows[i].option, rows[i].value, rows[i].more,
                                        rows[i].token, NULL);
      g_autoptr (JotJson) json = jot_json_parse (run->out, -1, NULL);
      g_autoptr (GString) members = g_string_new (NULL);
      JotJsonIter iter;
      JotJsonNode root, value;
      const char *name;

      g_test_message ("row %u: %s%s", i, run->out, run->err);
      g_assert_cmpint (run->status, ==, rows[i].status);
      g_assert_nonnull (json);
      root = jot_json_get_root (json);
      jot_json_iter_init (&iter, root);
      while (jot_json_iter_next (&iter, &name, &value))
        g_string_append_printf (members, "%s%s", members->len > 0 ? " " : "", name);
      g_assert_cmpstr (members->str, ==, rows[i].members);
      g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "valid")), ==, rows[i].valid);
      g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "header")), ==, rows[i].header);
      g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (root, "keySet")), ==, rows[i].set);

      jot_json_iter_init (&iter, jot_json_node_get_member (root, "checks"));
      for (guint n = 0; jot_json_iter_next (&iter, NULL, &value); n++)
        {
          if (n == 0)
            g_assert_cmpstr (jot_json_node_get_string_member (value, "name"), ==, "size");
          g_assert_nonnull (jot_json_node_get_string_member (value, "outcome"));
          g_assert_cmpint (jot_json_node_get_kind (jot_json_node_get_member (value, "detail")), !=, JOT_JSON_INVALID);
        }
    }
}

/* Order, blank lines, CR LF, a line that is too long, no newline at the end. */
static void
test_lines (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autoptr (GString) input = g_string_new (NULL);
  g_autofree char *huge = g_strnfill (300 * 1024, 'a');
  g_autofree char *bad = cli_sign ("{\"exp\":1}");
  g_auto (GStrv) lines = NULL;
  g_autoptr (CliRun) run = NULL;

  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *payload = g_strdup_printf ("{\"i\":%u}", i % 10);
      static char *tokens[10];

      if (tokens[i % 10] == NULL)
        tokens[i % 10] = cli_sign (payload);
      g_string_append_printf (input, "%s%s", tokens[i % 10], i % 3 == 0 ? "\r\n" : "\n");
    }
  g_string_append_printf (input, "\n%s\n%s", huge, bad);

  run = cli_run (input->str, (gssize) input->len, "verify", "--jwks", jwks, "--lines", NULL);
  g_assert_cmpint (run->status, ==, 1);

  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1504);
  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *payload = g_strdup_printf (",\"payload\":{\"i\":%u}}", i % 10);

      g_assert_true (g_str_has_prefix (lines[i], "{\"valid\":true,\"header\":{\"alg\":\"RS256\""));
      g_assert_true (g_str_has_suffix (lines[i], payload));
    }
  g_assert_true (g_str_has_prefix (lines[1500], "{\"valid\":false,\"error\":\"malformed\",\"message\":\""));
  g_assert_true (g_str_has_prefix (lines[1501], "{\"valid\":false,\"error\":\"too-large\",\"message\":\""));
  g_assert_nonnull (strstr (lines[1501], "300 KiB"));
  g_assert_true (g_str_has_prefix (lines[1502], "{\"valid\":false,\"error\":\"expired\",\"message\":\""));
  g_assert_cmpstr (lines[1503], ==, "");
}

static void
test_lines_all_valid (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autofree char *token = cli_sign ("{}");
  g_autoptr (CliRun) run = cli_run (token, -1, "verify", "--jwks", jwks, "--lines", NULL);
  g_autoptr (CliRun) nothing = cli_run ("", 0, "verify", "--jwks", jwks, "--lines", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpint (nothing->status, ==, 0);
  g_assert_cmpstr (nothing->out, ==, "");
}

/* 256 refused tokens are a failure too: the exit status counts nothing. */
static void
test_lines_256_refused (void)
{
  g_autofree char *jwks = cli_write_jwks ();
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (CliRun) run = NULL;

  for (guint i = 0; i < 256; i++)
    g_string_append (input, "a.b.c\n");
  run = cli_run (input->str, (gssize) input->len, "verify", "--jwks", jwks, "--lines", NULL);
  g_assert_cmpint (run->status, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/verify/key-card", test_key_card);
  g_test_add_func ("/cli/verify/outcomes", test_outcomes);
  g_test_add_func ("/cli/verify/demands", test_demands);
  g_test_add_func ("/cli/verify/forged-article-token", test_forged_article_token);
  g_test_add_func ("/cli/verify/genuine-article-token", test_genuine_article_token);
  g_test_add_func ("/cli/verify/http", test_http);
  g_test_add_func ("/cli/verify/input", test_input);
  g_test_add_func ("/cli/verify/no-kid", test_no_kid);
  g_test_add_func ("/cli/verify/signature-only", test_signature_only);
  g_test_add_func ("/cli/verify/unusable-key-sets", test_unusable_key_sets);
  g_test_add_func ("/cli/verify/misuse", test_misuse);
  g_test_add_func ("/cli/verify/report", test_report);
  g_test_add_func ("/cli/verify/report-shape", test_report_shape);
  g_test_add_func ("/cli/verify/lines", test_lines);
  g_test_add_func ("/cli/verify/lines-all-valid", test_lines_all_valid);
  g_test_add_func ("/cli/verify/lines-256-refused", test_lines_256_refused);

  return g_test_run ();
}
