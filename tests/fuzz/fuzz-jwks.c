/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "jot-error.h"
#include "jot-jwks.h"

/* What is selected has that kid, fits, and is the only key that does. */
static void
check_selection (const JotJwks *jwks,
                 const char    *kid,
                 const JotAlg  *alg)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();
  JotJwk *selected = jot_jwks_select (jwks, kid, alg, &error);
  gboolean different = FALSE;

  for (guint i = 0; i < jot_jwks_get_size (jwks); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);

      if (entry->key != NULL && g_strcmp0 (entry->kid, kid) == 0 && jot_jwk_check_fit (entry->key, alg, NULL))
        g_ptr_array_add (fitting, entry->key);
    }
  for (guint i = 1; i < fitting->len; i++)
    different = different || !g_str_equal (jot_jwk_get_thumbprint (fitting->pdata[i]),
                                           jot_jwk_get_thumbprint (fitting->pdata[0]));

  if (selected != NULL)
    {
      g_assert_no_error (error);
      g_assert_true (g_ptr_array_find (fitting, selected, NULL));
      g_assert_false (different);
    }
  else if (different)
    g_assert_error (error, JOT_ERROR, JOT_ERROR_AMBIGUOUS_KEY);
  else if (jot_jwks_has_kid (jwks, kid))
    g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_MISMATCH);
  else
    g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_NOT_FOUND);
  g_assert_cmpint (selected == NULL, ==, fitting->len == 0 || different);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = fuzz_copy (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JotJwks) jwks = jot_jwks_parse (text, (gssize) size, &error);
  const JotAlg *alg;

  if (jwks == NULL)
    {
      g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_INVALID);
      return 0;
    }
  g_assert_no_error (error);

  for (guint i = 0; i < MIN (jot_jwks_get_size (jwks), 8); i++)
    {
      const JotJwksEntry *entry = jot_jwks_get_entry (jwks, i);

      /* there is a key or a reason why there is none, and a secret is never among them */
      g_assert_true (entry->key != NULL || entry->problem != NULL);
      g_assert_true (entry->kid != NULL || entry->problem != NULL);
      g_assert_cmpstr (entry->kty, !=, "oct");
      for (guint j = 0; entry->kid != NULL && (alg = jot_alg_get_nth (j)) != NULL; j++)
        check_selection (jwks, entry->kid, alg);
    }
  check_selection (jwks, "no such kid", jot_alg_get_default ());

  return 0;
}
