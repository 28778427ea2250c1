/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-fixture.h"

#include "jot-base64url.h"

#include <string.h>

char *
fixture_read (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return g_strchomp (text);
}

JotJwk *
fixture_read_jwk (const char *name)
{
  g_autofree char *text = fixture_read (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (JotJson) json = jot_json_parse (text, -1, &error);
  JotJwk *jwk;

  g_assert_no_error (error);
  jwk = jot_jwk_new_from_json (jot_json_get_root (json), &error);
  g_assert_no_error (error);

  return jwk;
}

JotJwks *
fixture_read_jwks (const char *name)
{
  g_autofree char *text = fixture_read (name);
  g_autoptr (GError) error = NULL;
  JotJwks *jwks = jot_jwks_parse (text, -1, &error);

  g_assert_no_error (error);
  return jwks;
}

JotPrivateKey *
fixture_get_key (const char *name,
                 const char *alg)
{
  static GHashTable *keys;
  g_autofree char *id = g_strconcat (name, "/", alg, NULL);
  g_autofree char *path = g_strdup_printf ("keys/%s.pem", name);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  JotPrivateKey *key;

  if (keys == NULL)
    keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) jot_private_key_unref);
  key = g_hash_table_lookup (keys, id);
  if (key != NULL)
    return key;

  pem = fixture_read (path);
  key = jot_private_key_new_from_data (pem, -1, NULL, jot_alg_find (alg), &error);
  g_assert_no_error (error);
  g_hash_table_insert (keys, g_steal_pointer (&id), key);

  return key;
}

JotPrivateKey *
fixture_get_key_for (const char *alg)
{
  static const struct { const char *crv, *name; } names[] = {
    { "P-256", "p256" }, { "P-384", "p384" }, { "P-521", "p521" }, { "Ed25519", "ed25519" },
  };
  const char *crv = jot_alg_get_crv (jot_alg_find (alg));

  for (guint i = 0; crv != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].crv, crv))
      return fixture_get_key (names[i].name, alg);

  return fixture_get_key ("rsa2048", alg);
}

char *
fixture_jwk (const char *name,
             const char *more)
{
  g_autofree char *path = g_strdup_printf ("keys/%s.pub.jwk", name);
  g_autofree char *jwk = fixture_read (path);

  return *more == '\0' ? g_steal_pointer (&jwk) : g_strdup_printf ("{%s,%s", more, jwk + 1);
}

JotJwks *
fixture_set (const char *entry,
             ...)
{
  g_autoptr (GString) text = g_string_new ("{\"keys\":[");
  g_autoptr (GError) error = NULL;
  JotJwks *jwks;
  va_list list;

  va_start (list, entry);
  for (const char *next = entry; next != NULL; next = va_arg (list, const char *))
    g_string_append_printf (text, "%s%s", text->len == strlen ("{\"keys\":[") ? "" : ",", next);
  va_end (list);
  g_string_append (text, "]}");

  jwks = jot_jwks_parse (text->str, (gssize) text->len, &error);
  g_assert_no_error (error);

  return jwks;
}

char *
fixture_join (const char *header,
              const void *payload,
              gsize       payload_length,
              const void *signature,
              gsize       signature_length)
{
  g_autofree char *first = jot_base64url_encode (header, strlen (header));
  g_autofree char *second = jot_base64url_encode (payload, payload_length);
  g_autofree char *third = jot_base64url_encode (signature, signature_length);

  return g_strconcat (first, ".", second, ".", third, NULL);
}

char *
fixture_sign (JotPrivateKey *key,
              const char    *header,
              const char    *payload)
{
  g_autofree char *input = fixture_join (header, payload, strlen (payload), "", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) signature = jot_private_key_sign (key, input, strlen (input) - 1, &error);

  g_assert_no_error (error);
  return fixture_join (header, payload, strlen (payload),
                       g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
}

char *
fixture_replace (const char *text,
                 const char *old,
                 const char *new)
{
  const char *found = strstr (text, old);

  g_assert_nonnull (found);
  return g_strdup_printf ("%.*s%s%s", (int) (found - text), text, new, found + strlen (old));
}

JotVerdict *
fixture_verify (const char *token,
                JotJwks    *jwks)
{
  const JotPolicy policy = JOT_POLICY_INIT;

  return jot_verify (token, -1, jwks, NULL, &policy, 1000);
}

JotVerdict *
fixture_verify_key (const char *token,
                    JotJwk     *key)
{
  const JotPolicy policy = JOT_POLICY_INIT;

  return jot_verify (token, -1, NULL, key, &policy, 1000);
}
