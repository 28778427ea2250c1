/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-tokens ALG N FOLDER: makes a key, and in FOLDER ALG.tokens (N different tokens, one a
 * line) and ALG.jwks. */
#include "config.h"

#include "jot-jws.h"
#include "jot-private-key.h"

#include <stdlib.h>
#include <string.h>

static void
stop_at (GError *error)
{
  if (error == NULL)
    return;

  g_printerr ("%s\n", error->message);
  exit (1);
}

static char *
make_payload (guint  number,
              gint64 now)
{
  return g_strdup_printf ("{\"iss\":\"Whitney\",\"sub\":\"Brian\",\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT
                          ",\"jti\":\"f1eb4b19-b40c-45d7-b2f8-%012u\",\"listName\":\"Weekly shop\",\"groceryList\":"
                          "[{\"item\":\"milk\",\"quantity\":\"2 l\",\"aisle\":\"Dairy\"},\"eggs\",\"healthy stuff\","
                          "{\"item\":\"bread\",\"note\":\"the dark one\"},\"butter\",\"apples\",\"coffee\",\"rice\"]}",
                          now, now + 86400, number);
}

static void
write_file (const char *folder,
            const char *alg,
            const char *suffix,
            const char *text,
            gsize       length)
{
  g_autofree char *name = g_strconcat (alg, ".", suffix, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, (gssize) length, &error);
  stop_at (error);
}

int
main (int    argc,
      char **argv)
{
  const JotAlg *alg = argc == 4 ? jot_alg_find (argv[1]) : NULL;
  guint n = argc == 4 ? (guint) strtoul (argv[2], NULL, 10) : 0;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (JotPrivateKey) key = NULL;
  g_autoptr (GString) tokens = g_string_new (NULL);
  g_autofree char *public = NULL;
  g_autofree char *set = NULL;
  g_autoptr (GError) error = NULL;
  JotJwk *jwk;

  if (alg == NULL || n == 0)
    {
      g_printerr ("bench-tokens ALG N FOLDER\n");
      return 2;
    }

  key = jot_private_key_generate (alg, 0, &error);
  stop_at (error);
  jwk = jot_private_key_get_public (key);
  public = jot_jwk_to_public_json (jwk, jot_jwk_get_thumbprint (jwk), alg);
  set = g_strdup_printf ("{\"keys\":[%s]}", public);
  write_file (argv[3], argv[1], "jwks", set, strlen (set));

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *payload = make_payload (i, now);
      g_autofree char *token = jot_jws_sign (key, payload, strlen (payload), &error);

      stop_at (error);
      g_string_append (tokens, token);
      g_string_append_c (tokens, '\n');
    }
  write_file (argv[3], argv[1], "tokens", tokens->str, tokens->len);

  return 0;
}
