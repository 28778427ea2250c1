/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"
#include "jot-jwks.h"
#include "jot-private-key.h"
#include "signet-key-card.h"
#include "signet-test.h"

#include <string.h>

static char *
make_set (JotPrivateKey **key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *jwk = NULL;
  JotJwk *public;

  *key = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);
  g_assert_no_error (error);
  public = jot_private_key_get_public (*key);
  jwk = jot_jwk_to_public_json (public, jot_jwk_get_thumbprint (public), jot_alg_find ("ES256"));

  return g_strdup_printf ("{\"keys\":[%s]}", jwk);
}

static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_round_trip (void)
{
  g_autoptr (JotPrivateKey) key = NULL;
  g_autofree char *text = make_set (&key);
  g_autoptr (GBytes) set = bytes (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) card = signet_key_card_build ("Whitney “W”\n", "https://example.com/jwks.json", set, &error);
  g_autoptr (SignetKeyCard) parsed = NULL;
  g_autoptr (JotJwks) jwks = NULL;
  const char *kid = jot_jwk_get_thumbprint (jot_private_key_get_public (key));

  g_assert_no_error (error);
  parsed = signet_key_card_parse (card, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_card_get_name (parsed), ==, "Whitney “W”\n");
  g_assert_cmpstr (signet_key_card_get_url (parsed), ==, "https://example.com/jwks.json");
  g_assert_cmpuint (signet_key_card_get_size (parsed), ==, 1);

  /* for everybody else it is a key set */
  jwks = jot_jwks_parse (g_bytes_get_data (card, NULL), (gssize) g_bytes_get_size (card), &error);
  g_assert_no_error (error);
  g_assert_true (jot_jwks_has_kid (jwks, kid));
}

static void
test_without (void)
{
  g_autoptr (JotPrivateKey) key = NULL;
  g_autofree char *text = make_set (&key);
  g_autoptr (GBytes) set = bytes (text);
  g_autoptr (GBytes) empty = bytes ("{\"keys\":[]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) card = signet_key_card_build (NULL, NULL, set, &error);
  g_autoptr (SignetKeyCard) parsed = NULL;

  g_assert_no_error (error);
  parsed = signet_key_card_parse (card, &error);
  g_assert_no_error (error);
  g_assert_null (signet_key_card_get_name (parsed));
  g_assert_null (signet_key_card_get_url (parsed));
  g_assert_cmpuint (signet_key_card_get_size (parsed), ==, 1);

  g_assert_null (signet_key_card_build ("Whitney", NULL, empty, &error));
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_INVALID);
}

#define EC "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"," \
           "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\""

static const struct
{
  const char *name;
  const char *text;
  gboolean    good;
} cards[] = {
  { "good", "{\"name\":\"W\",\"url\":\"https://e/\",\"keys\":[" EC "}]}", TRUE },
  { "more-members", "{\"name\":\"W\",\"since\":1,\"keys\":[" EC "}]}", TRUE },
  { "name-twice", "{\"name\":\"W\",\"name\":\"V\",\"keys\":[" EC "}]}", FALSE },
  { "name-number", "{\"name\":1,\"keys\":[" EC "}]}", FALSE },
  { "url-null", "{\"url\":null,\"keys\":[" EC "}]}", FALSE },
  { "no-keys", "{\"name\":\"W\"}", FALSE },
  { "private", "{\"name\":\"W\",\"keys\":[" EC ",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}]}", FALSE },
  { "comment", "{\"name\":\"W\",/**/\"keys\":[" EC "}]}", FALSE },
  { "nothing", "", FALSE },
};

static void
test_cards (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      g_autoptr (GBytes) text = bytes (cards[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (SignetKeyCard) card = signet_key_card_parse (text, &error);

      g_test_message ("%s", cards[i].name);
      g_assert_true ((card != NULL) == cards[i].good);
      if (!cards[i].good)
        g_assert_cmpuint (error->domain, ==, JOT_ERROR);
    }
}

static gboolean
save (const char  *folder,
      GFile       *file,
      GError     **error)
{
  g_autofree char *keys = g_build_filename (folder, "keys.json", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_key_card_save_async (keys, "Whitney", NULL, file, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);

  return signet_key_card_save_finish (result, error);
}

static void
test_save (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "Whitney.jwks", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (JotPrivateKey) key = NULL;
  g_autofree char *set = make_set (&key);
  const char *kid = jot_jwk_get_thumbprint (jot_private_key_get_public (key));
  g_autofree char *jwk = jot_jwk_to_public_json (jot_private_key_get_public (key), kid, jot_alg_find ("ES256"));
  g_autofree char *metadata = g_strdup_printf ("{\"version\":1,\"keys\":[{\"kid\":\"%s\",\"alg\":\"ES256\","
                                               "\"state\":\"current\",\"created\":1,\"jwk\":%s}]}", kid, jwk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (SignetKeyCard) card = NULL;
  g_autofree char *text = NULL;

  /* no keys yet: nothing is written */
  g_assert_false (save (folder, file, &error));
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_INVALID);
  g_clear_error (&error);
  g_assert_false (g_file_query_exists (file, NULL));

  test_write_file (folder, "keys.json", metadata);
  g_assert_true (save (folder, file, &error));
  g_assert_no_error (error);
  text = test_read_file (folder, "Whitney.jwks");
  written = bytes (text);
  card = signet_key_card_parse (written, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signet_key_card_get_name (card), ==, "Whitney");
  g_assert_cmpuint (signet_key_card_get_size (card), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/key-card/round-trip", test_round_trip);
  g_test_add_func ("/core/key-card/without", test_without);
  g_test_add_func ("/core/key-card/cards", test_cards);
  g_test_add_func ("/core/key-card/save", test_save);

  return g_test_run ();
}
