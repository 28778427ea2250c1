/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "jot-claims.h"
#include "jot-error.h"

#include <math.h>

/* A date is there where the member is, and it is no date that arithmetic could overflow with. */
static void
check_date (const JotClaims *claims,
            const char      *name,
            gboolean       (*get) (const JotClaims *claims, gint64 *seconds))
{
  JotJsonNode node = jot_json_node_get_member (jot_claims_get_root (claims), name);
  gint64 seconds = 0;
  double value = 0;

  g_assert_cmpint (get (claims, &seconds), ==, jot_json_node_get_kind (node) != JOT_JSON_INVALID);
  if (jot_json_node_get_kind (node) == JOT_JSON_INVALID)
    return;

  g_assert_cmpint (jot_json_node_get_kind (node), ==, JOT_JSON_NUMBER);
  g_assert_true (jot_json_node_get_number (node, &value));
  g_assert_cmpint (ABS (seconds), <=, G_GINT64_CONSTANT (1) << 53);
  /* the second itself, or of a fraction the next one; 1 − 1e-20 is 1 in a double */
  g_assert_true ((double) seconds - value >= 0 && (double) seconds - value <= 1);
  if (value == floor (value))
    g_assert_true ((double) seconds == value);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = fuzz_copy (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JotClaims) claims = jot_claims_parse (text, (gssize) size, &error);
  JotJsonNode audience, element;
  JotJsonIter iter;

  if (claims == NULL)
    {
      g_assert_error (error, JOT_ERROR, JOT_ERROR_BAD_CLAIMS);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_cmpint (jot_json_node_get_kind (jot_claims_get_root (claims)), ==, JOT_JSON_OBJECT);

  check_date (claims, "exp", jot_claims_get_expiry);
  check_date (claims, "nbf", jot_claims_get_not_before);
  check_date (claims, "iat", jot_claims_get_issued_at);

  /* every string of "aud" is found, and where there is none nothing is */
  audience = jot_json_node_get_member (jot_claims_get_root (claims), "aud");
  if (jot_json_node_get_string (audience) != NULL)
    g_assert_true (jot_claims_has_audience (claims, jot_json_node_get_string (audience)));
  else if (jot_json_node_get_kind (audience) != JOT_JSON_ARRAY)
    g_assert_false (jot_claims_has_audience (claims, "brian"));
  else
    {
      jot_json_iter_init (&iter, audience);
      while (jot_json_iter_next (&iter, NULL, &element))
        if (jot_json_node_get_string (element) != NULL)
          g_assert_true (jot_claims_has_audience (claims, jot_json_node_get_string (element)));
    }

  return 0;
}
