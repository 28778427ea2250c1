/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-token.h"

#include <string.h>

#define TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"

static char *
build (SignetList               *list,
       const SignetTokenOptions *options)
{
  g_autoptr (GBytes) bytes = signet_token_build_claims (list, options);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_claims (void)
{
  g_autoptr (SignetList) list = signet_list_new (NULL, "Weekly shop");
  g_autoptr (SignetItem) milk = signet_item_new ("milk");
  g_autoptr (SignetItem) butter = signet_item_new_full ("butter", "250 g", "Dairy", "the \"salted\" one", TRUE);
  SignetTokenOptions full = {
    .issuer = "Whitney", .subject = "Brian", .audience = "shop", .issued_at = 1000, .lifetime = 60, .id = "id-1",
  };
  SignetTokenOptions bare = { .issuer = "", .issued_at = 1000, .id = "id-2" };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  signet_list_append (list, milk);
  signet_list_append (list, butter);

  first = build (list, &full);
  g_assert_cmpstr (first, ==,
                   "{\"iss\":\"Whitney\",\"sub\":\"Brian\",\"aud\":\"shop\",\"iat\":1000,\"exp\":1060,\"jti\":\"id-1\","
                   "\"listName\":\"Weekly shop\",\"groceryList\":[\"milk\",{\"item\":\"butter\",\"quantity\":\"250 g\","
                   "\"aisle\":\"Dairy\",\"note\":\"the \\\"salted\\\" one\"}]}");

  /* empty is absent, lifetime 0 never runs out, and a tick is not signed */
  second = build (list, &bare);
  g_assert_cmpstr (second, ==,
                   "{\"iat\":1000,\"jti\":\"id-2\",\"listName\":\"Weekly shop\",\"groceryList\":[\"milk\","
                   "{\"item\":\"butter\",\"quantity\":\"250 g\",\"aisle\":\"Dairy\",\"note\":\"the \\\"salted\\\" one\"}]}");
}

static void
test_fresh_id (void)
{
  g_autoptr (SignetList) list = signet_list_new (NULL, "x");
  SignetTokenOptions options = { .issued_at = 1 };
  g_autofree char *first = build (list, &options);
  g_autofree char *second = build (list, &options);

  g_assert_cmpstr (first, !=, second);
}

static void
test_read_back (void)
{
  static const char text[] =
    "{\"listName\":\"L\",\"groceryList\":[\"milk\",{\"item\":\"eggs\",\"quantity\":\"12\"},7,{\"x\":1},\"\"]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JotClaims) claims = jot_claims_parse (text, -1, &error);
  g_autoptr (GPtrArray) items = NULL;

  g_assert_no_error (error);
  items = signet_token_read_items (claims);
  g_assert_cmpstr (signet_token_get_list_name (claims), ==, "L");
  g_assert_cmpuint (items->len, ==, 5);
  g_assert_cmpstr (signet_item_get_name (items->pdata[0]), ==, "milk");
  g_assert_cmpstr (signet_item_get_quantity (items->pdata[1]), ==, "12");
  /* what is no item is shown, not hidden */
  g_assert_cmpstr (signet_item_get_name (items->pdata[2]), ==, "7");
  g_assert_cmpstr (signet_item_get_name (items->pdata[3]), ==, "{\"x\":1}");
}

static void
test_no_list (void)
{
  static const char * const texts[] = { "{}", "{\"groceryList\":\"milk\"}", "{\"groceryList\":{}}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JotClaims) claims = jot_claims_parse (texts[i], -1, NULL);

      g_assert_nonnull (claims);
      g_assert_null (signet_token_read_items (claims));
    }
}

#define SIGNATURE_86 "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"

static void
test_extract (void)
{
  static const struct { const char *text, *token, *removed; } rows[] = {
    { TOKEN, TOKEN, NULL },
    { "  " TOKEN " \r\n", TOKEN, NULL },
    { "Bearer " TOKEN, TOKEN, "Removed “Bearer ”." },
    { "Authorization: bearer " TOKEN, TOKEN, "Removed “Bearer ”." },
    { "\"" TOKEN "\"", TOKEN, "Removed the quotes." },
    { "'Bearer " TOKEN "'", TOKEN, "Removed the quotes and “Bearer ”." },
    { "\"eyJhbGciOiJS\nUzI1NiJ9.eyJhIjoxfQ.c2ln\"", TOKEN, "Removed the quotes and 1 line break." },
    { "`Bearer eyJhbGciOiJS\nUzI1NiJ9.eyJhIj\r\noxfQ.c2ln`", TOKEN, "Removed the quotes, “Bearer ” and 2 line breaks." },
    { "Whitney says “" TOKEN "”", TOKEN, "Removed the text around the token." },
    { "eyJhbGciOiJS\nUzI1NiJ9.eyJhIj\r\noxfQ.c2ln", TOKEN, "Removed 2 line breaks." },
    { "My list, signed:\n\n" TOKEN "\n\nBye, Whitney", TOKEN, "Removed the text around the token." },
    { "See eyJhbGciOiJS\nUzI1NiJ9.eyJhIjoxfQ.c2ln\n\nBye", TOKEN,
      "Removed the text around the token and 1 line break." },
    { "It is " TOKEN ".", TOKEN, "Removed the text around the token." },
    { "> eyJhbGciOiJS\n> UzI1NiJ9.eyJhIjoxfQ.c2ln", TOKEN,
      "Removed the text around the token and 1 line break." },
    /* a whole signature, and below it a name; and one that goes on */
    { "eyJhbGciOiJS.e30." SIGNATURE_86 "\nWhitney", "eyJhbGciOiJS.e30." SIGNATURE_86, "Removed the text around the token." },
    { "List: eyJhbGciOiJS.e30." SIGNATURE_86 "\nWhitney", "eyJhbGciOiJS.e30." SIGNATURE_86, "Removed the text around the token." },
    { "eyJhbGciOiJS.e30." SIGNATURE_86 "\n" SIGNATURE_86, "eyJhbGciOiJS.e30." SIGNATURE_86 SIGNATURE_86, "Removed 1 line break." },
    { "eyJhbGciOiJS.e30.A" SIGNATURE_86 "\nWhitney", "eyJhbGciOiJS.e30.A" SIGNATURE_86 "Whitney", "Removed 1 line break." },
    /* nothing like a token: what there is, for the verifier to judge */
    { "not a token", "notatoken", NULL },
    { "", "", NULL },
    { "eyJ.x", "eyJ.x", NULL },
    { "a+b.c.d", "a+b.c.d", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *removed = NULL;
      g_autofree char *token = signet_token_extract (rows[i].text, &removed);

      g_assert_cmpstr (token, ==, rows[i].token);
      g_assert_cmpstr (removed, ==, rows[i].removed);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/token/claims", test_claims);
  g_test_add_func ("/core/token/fresh-id", test_fresh_id);
  g_test_add_func ("/core/token/read-back", test_read_back);
  g_test_add_func ("/core/token/no-list", test_no_list);
  g_test_add_func ("/core/token/extract", test_extract);

  return g_test_run ();
}
