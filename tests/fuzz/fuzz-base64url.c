/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "jot-base64url.h"
#include "jot-error.h"

/* RFC 4648 §5 and §3.5, once more and as plainly as it can be said. */
static gboolean
is_strict (const char *text,
           gsize       size)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  gsize last;

  for (gsize i = 0; i < size; i++)
    if (text[i] == '\0' || strchr (alphabet, text[i]) == NULL)
      return FALSE;
  if (size % 4 < 2)
    return size % 4 == 0;
  last = (gsize) (strchr (alphabet, text[size - 1]) - alphabet);

  return last % (size % 4 == 2 ? 16 : 4) == 0;
}

/* What is accepted is what we would have written, nothing else is accepted, and any bytes
 * survive being written and read. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = fuzz_copy (data, size);
  g_autofree char *encoded = jot_base64url_encode (text, size);
  g_autofree guint8 *bytes = NULL;
  g_autofree guint8 *again = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes = 0;
  gsize n_again = 0;

  again = jot_base64url_decode (encoded, -1, 1, &n_again, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (again, n_again, data, size);

  bytes = jot_base64url_decode (text, (gssize) size, 3, &n_bytes, &error);
  g_assert_cmpint (bytes != NULL, ==, is_strict (text, size));
  if (bytes != NULL)
    {
      g_autofree char *canonical = jot_base64url_encode (bytes, n_bytes);

      g_assert_no_error (error);
      g_assert_cmpuint (bytes[n_bytes], ==, 0);
      g_assert_cmpmem (canonical, strlen (canonical), text, size);
    }
  else
    {
      g_assert_error (error, JOT_ERROR, JOT_ERROR_MALFORMED);
      g_assert_cmpuint (jot_error_get_details (error)->part, ==, 3);
      g_assert_cmpuint (jot_error_get_details (error)->position, <=, size);
    }

  return 0;
}
