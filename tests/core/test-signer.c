/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signer.h"

#include "jot-private-key.h"

#include <gio/gio.h>

#define START G_GINT64_CONSTANT (1700000000)
#define DAY 86400
#define URL "https://whitney.example/jwks.json"

/* Three keys, made once: a is pinned in what follows. */
static JotJwk *keys[3];

static void
make_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JotPrivateKey) key = jot_private_key_generate (jot_alg_find ("ES256"), 0, &error);

      g_assert_no_error (error);
      keys[i] = jot_jwk_ref (jot_private_key_get_public (key));
    }
}

/* "ab": a set of the first and the second key */
static JotJwks *
make_set (const char *names)
{
  g_autoptr (GString) text = g_string_new ("{\"keys\":[");
  g_autoptr (GError) error = NULL;
  JotJwks *jwks;

  for (const char *p = names; *p != '\0'; p++)
    {
      char kid[] = { *p, '\0' };
      g_autofree char *jwk = jot_jwk_to_public_json (keys[*p - 'a'], kid, jot_alg_find ("ES256"));

      g_string_append_printf (text, "%s%s", p > names ? "," : "", jwk);
    }
  g_string_append (text, "]}");
  jwks = jot_jwks_parse (text->str, -1, &error);
  g_assert_no_error (error);

  return jwks;
}

static SignetSigner *
make_signer (const char *names,
             JotJwk     *only)
{
  g_autoptr (JotJwks) jwks = make_set (names);

  return signet_signer_new ("Whitney", URL, jwks, only != NULL ? jot_jwk_get_thumbprint (only) : NULL, START);
}

/* Takes the set into *signer. */
static void
take (SignetSigner **signer,
      const char    *names,
      gint64         now)
{
  g_autoptr (JotJwks) jwks = make_set (names);
  SignetSigner *next = signet_signer_take_set (*signer, jwks, now);

  signet_signer_unref (*signer);
  *signer = next;
}

static const char *
get_state (SignetSigner *signer,
           char          name,
           gint64        now)
{
  const SignetSignerKey *key = signet_signer_find_key (signer, keys[name - 'a']);

  return key != NULL ? signet_signer_key_get_state (key, now) : "unknown";
}

/* A story: sets that are fetched at seconds after a was pinned, and whether a key is trusted then. */
static void
test_stories (void)
{
  static const struct
  {
    const char *what;
    struct { int at; const char *set; } fetches[4];
    char        key;
    int         at;
    gboolean    trusted;
    const char *state;
  } rows[] = {
    { "pinned", { { 10, "a" } }, 'a', 10, TRUE, "pinned" },
    { "pinned, and nothing fetched since", { { 0 } }, 'a', 400 * DAY, TRUE, "pinned" },
    { "never seen", { { 10, "a" } }, 'b', 10, FALSE, "unknown" },
    { "announced 23 h 59 min 59 s ago", { { 10, "ab" } }, 'b', 10 + DAY - 1, FALSE, "announced" },
    { "announced 24 h ago", { { 10, "ab" } }, 'b', 10 + DAY, TRUE, "pinned" },
    { "announced 23 h 59 min ago, seen again", { { 10, "ab" }, { 10 + DAY - 60, "ab" } }, 'b', 10 + DAY - 60, FALSE, "announced" },
    { "announced 24 h ago, and now alone", { { 10, "ab" }, { 10 + DAY, "b" } }, 'b', 10 + DAY, TRUE, "pinned" },
    { "announced 23 h 59 min ago, and now alone", { { 10, "ab" }, { 10 + DAY - 60, "b" } }, 'b', 10 + DAY - 60, FALSE, "announced" },
    { "the clock went back", { { 10 + 2 * DAY, "ab" } }, 'b', 10, FALSE, "announced" },
    { "seen long ago, but alone", { { 10, "b" }, { 10 + 9 * DAY, "b" } }, 'b', 10 + 9 * DAY, FALSE, "new" },
    { "alone at first, then with a key that was withdrawn by that", { { 10, "b" }, { 20, "ab" } }, 'b', 20 + DAY, FALSE, "new" },
    { "announced, gone and back: it starts anew", { { 10, "ab" }, { DAY, "a" }, { 10 + DAY, "ab" } }, 'b', 10 + DAY, FALSE, "announced" },
    { "announced by a key that was announced itself", { { 10, "ab" }, { 10 + DAY, "bc" } }, 'c', 10 + 2 * DAY, TRUE, "pinned" },
    { "announced by a key announced too late", { { 10, "ab" }, { 10 + DAY - 1, "bc" } }, 'c', 10 + 2 * DAY, FALSE, "new" },
    { "withdrawn", { { 10, "b" } }, 'a', 10, FALSE, "withdrawn" },
    { "withdrawn by an empty set", { { 10, "" } }, 'a', 10, FALSE, "withdrawn" },
    { "withdrawn and back, with nobody to vouch for it", { { 10, "b" }, { 20, "ab" } }, 'a', 20 + 9 * DAY, FALSE, "new" },
    { "an accepted key withdrawn", { { 10, "ab" }, { 10 + DAY, "ab" }, { 20 + DAY, "a" } }, 'b', 20 + DAY, FALSE, "withdrawn" },
    { "and the other stays", { { 10, "ab" }, { 10 + DAY, "ab" }, { 20 + DAY, "a" } }, 'a', 20 + DAY, TRUE, "pinned" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SignetSigner) signer = make_signer ("a", NULL);
      gint64 now = START + rows[i].at;

      for (guint k = 0; k < G_N_ELEMENTS (rows[i].fetches) && rows[i].fetches[k].set != NULL; k++)
        take (&signer, rows[i].fetches[k].set, START + rows[i].fetches[k].at);

      g_test_message ("%s: %s", rows[i].what, get_state (signer, rows[i].key, now));
      g_assert_cmpint (signet_signer_trusts (signer, keys[rows[i].key - 'a'], now), ==, rows[i].trusted);
      g_assert_cmpstr (get_state (signer, rows[i].key, now), ==, rows[i].state);
    }
}

/* One fingerprint compared vouches for one key; the others of the set must wait. */
static void
test_one_pinned (void)
{
  g_autoptr (SignetSigner) all = make_signer ("ab", NULL);
  g_autoptr (SignetSigner) one = make_signer ("ab", keys[0]);
  g_autoptr (SignetSigner) absent = make_signer ("ab", keys[2]);
  g_autoptr (SignetSigner) none = make_signer ("", NULL);

  g_assert_true (signet_signer_trusts (all, keys[1], START));
  g_assert_true (signet_signer_trusts (one, keys[0], START));
  g_assert_false (signet_signer_trusts (one, keys[1], START + DAY - 1));
  g_assert_true (signet_signer_trusts (one, keys[1], START + DAY));
  g_assert_null (absent);
  g_assert_null (none);
}

/* Of several keys the one to compare is that which the set names first: what waits to be used tells nobody anything. */
static void
test_known_key (void)
{
  static const struct { const char *set; guint expected; } rows[] = { { "ab", 0 }, { "ba", 1 }, { "cba", 1 }, { "abc", 0 }, { "b", 1 } };
  g_autoptr (SignetSigner) signer = make_signer ("ab", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      take (&signer, rows[i].set, START + 10 * i);
      g_assert_cmpstr (jot_jwk_get_thumbprint (signet_signer_get_known_key (signer)->jwk), ==,
                       jot_jwk_get_thumbprint (keys[rows[i].expected]));
    }
}

/* The user says so: that counts at once, whatever the key set did, and for that key alone. */
static void
test_pin (void)
{
  g_autoptr (SignetSigner) signer = make_signer ("a", NULL);
  g_autoptr (SignetSigner) seen = NULL;
  g_autoptr (SignetSigner) unseen = NULL;
  g_autoptr (SignetSigner) back = NULL;

  g_assert_cmpstr (jot_jwk_get_thumbprint (signet_signer_get_known_key (signer)->jwk), ==, jot_jwk_get_thumbprint (keys[0]));
  take (&signer, "bc", START + 10);
  g_assert_false (signet_signer_trusts (signer, keys[1], START + 10));
  /* withdrawn, and still the one to compare with */
  g_assert_cmpstr (jot_jwk_get_thumbprint (signet_signer_get_known_key (signer)->jwk), ==, jot_jwk_get_thumbprint (keys[0]));

  seen = signet_signer_pin (signer, keys[1], "b", START + 20);
  g_assert_true (signet_signer_trusts (seen, keys[1], START + 20));
  g_assert_false (signet_signer_trusts (seen, keys[0], START + 20));
  g_assert_false (signet_signer_trusts (seen, keys[2], START + 20));
  g_assert_false (signet_signer_trusts (signer, keys[1], START + 20));
  g_assert_cmpstr (jot_jwk_get_thumbprint (signet_signer_get_known_key (seen)->jwk), ==, jot_jwk_get_thumbprint (keys[1]));
  g_assert_cmpint (signet_signer_find_key (seen, keys[1])->first_seen, ==, START + 10);
  g_assert_cmpint (signet_signer_get_fetched (seen), ==, START + 10);
  take (&seen, "b", START + 30);
  g_assert_true (signet_signer_trusts (seen, keys[1], START + 30));

  take (&signer, "b", START + 40);
  unseen = signet_signer_pin (signer, keys[2], "c", START + 50);
  g_assert_true (signet_signer_trusts (unseen, keys[2], START + 50));
  g_assert_cmpstr (signet_signer_find_key (unseen, keys[2])->kid, ==, "c");
  back = signet_signer_pin (signer, keys[0], "a", START + 50);
  g_assert_true (signet_signer_trusts (back, keys[0], START + 50));
}

static void
test_offline (void)
{
  g_autoptr (SignetSigner) signer = make_signer ("a", NULL);
  g_autoptr (JotJwks) jwks = make_set ("a");
  g_autoptr (SignetSigner) card = signet_signer_new ("Brian", NULL, jwks, NULL, START);
  gint64 fetched = START + 5 * DAY;

  g_assert_true (signet_signer_serves_offline (signer, START + 30 * DAY - 1));
  g_assert_false (signet_signer_serves_offline (signer, START + 30 * DAY + 1));
  take (&signer, "a", fetched);
  g_assert_cmpint (signet_signer_get_fetched (signer), ==, fetched);
  g_assert_true (signet_signer_serves_offline (signer, fetched + 30 * DAY - 1));
  g_assert_false (signet_signer_serves_offline (signer, fetched + 30 * DAY + 1));
  /* there is nobody to ask about a key card */
  g_assert_true (signet_signer_serves_offline (card, START + 900 * DAY));
}

static void
test_known_set (void)
{
  g_autoptr (SignetSigner) signer = make_signer ("ab", NULL);
  g_autoptr (JotJwks) both = signet_signer_dup_jwks (signer);
  g_autoptr (JotJwks) one = NULL;

  g_assert_cmpuint (jot_jwks_get_size (both), ==, 2);
  take (&signer, "bc", START + 10);
  one = signet_signer_dup_jwks (signer);
  g_assert_false (jot_jwks_has_kid (one, "a"));
  g_assert_true (jot_jwks_has_kid (one, "b"));
  g_assert_true (jot_jwks_has_kid (one, "c"));
}

/* What was given out stays as it was. */
static void
test_immutable (void)
{
  g_autoptr (SignetSigner) signer = make_signer ("a", NULL);
  g_autoptr (JotJwks) other = make_set ("b");
  g_autoptr (SignetSigner) next = signet_signer_take_set (signer, other, START + 10);

  g_assert_true (signet_signer_trusts (signer, keys[0], START + 10));
  g_assert_false (signet_signer_trusts (next, keys[0], START + 10));
  g_assert_cmpint (signet_signer_get_fetched (signer), ==, START);
}

static SignetSigner *
read_back (const char  *text,
           GError     **error)
{
  g_autoptr (JotJson) json = jot_json_parse (text, -1, error);

  g_assert_nonnull (json);
  return signet_signer_new_from_json (jot_json_get_root (json), error);
}

static void
test_json (void)
{
  static const struct { const char *from, *to; } damages[] = {
    { "\"name\":\"Whitney\"", "\"name\":\"\"" },
    { "\"name\":\"Whitney\"", "\"name\":7" },
    { "\"url\":\"" URL "\"", "\"url\":7" },
    { "\"pinned\":true", "\"pinned\":1" },
    { "\"withdrawn\":0", "\"withdrawn\":\"\"" },
    { "\"withdrawn\":0", "\"withdraw\":0" },
    { "\"announced\":1700000000", "\"announced\":-1" },
    { "\"fetched\":1700000010", "\"fetched\":null" },
    { "\"kty\":\"EC\"", "\"kty\":\"ED\"" },
    { "\"keys\":[", "\"kays\":[" },
  };
  g_autoptr (SignetSigner) signer = make_signer ("ab", keys[0]);
  g_autoptr (SignetSigner) back = NULL;
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  take (&signer, "ac", START + 10);
  signet_signer_append_json (signer, first);
  back = read_back (first->str, &error);
  g_assert_no_error (error);
  signet_signer_append_json (back, second);
  g_assert_cmpstr (second->str, ==, first->str);
  g_assert_cmpstr (signet_signer_get_url (back), ==, URL);
  for (char name = 'a'; name <= 'c'; name++)
    g_assert_cmpstr (get_state (back, name, START + 20), ==, get_state (signer, name, START + 20));

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GString) text = g_string_new (first->str);
      g_autoptr (SignetSigner) damaged = NULL;
      g_autoptr (GError) damage = NULL;

      g_assert_cmpuint (g_string_replace (text, damages[i].from, damages[i].to, 1), ==, 1);
      damaged = read_back (text->str, &damage);
      g_test_message ("%s", damages[i].to);
      g_assert_null (damaged);
      g_assert_error (damage, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_names (void)
{
  g_autofree char *long_name = g_strnfill (SIGNET_SIGNER_MAX_NAME, 'x');
  g_autofree char *longer_name = g_strnfill (SIGNET_SIGNER_MAX_NAME + 1, 'x');

  g_assert_true (signet_signer_is_name ("Whitney"));
  g_assert_true (signet_signer_is_name ("Zoë O’Hara"));
  g_assert_true (signet_signer_is_name (long_name));
  g_assert_false (signet_signer_is_name (longer_name));
  g_assert_false (signet_signer_is_name (""));
  g_assert_false (signet_signer_is_name (" "));
  g_assert_false (signet_signer_is_name ("Whitney "));
  g_assert_false (signet_signer_is_name ("Whit\nney"));
  g_assert_false (signet_signer_is_name ("Whit\xe2\x80\xaeney"));
  g_assert_false (signet_signer_is_name ("Whit\xff"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  make_keys ();

  g_test_add_func ("/core/signer/stories", test_stories);
  g_test_add_func ("/core/signer/one-pinned", test_one_pinned);
  g_test_add_func ("/core/signer/known-key", test_known_key);
  g_test_add_func ("/core/signer/pin", test_pin);
  g_test_add_func ("/core/signer/offline", test_offline);
  g_test_add_func ("/core/signer/known-set", test_known_set);
  g_test_add_func ("/core/signer/immutable", test_immutable);
  g_test_add_func ("/core/signer/json", test_json);
  g_test_add_func ("/core/signer/names", test_names);

  return g_test_run ();
}
