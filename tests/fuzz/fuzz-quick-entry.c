/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "signet-clean.h"
#include "signet-quick-entry.h"

/* Nothing that was typed gets lost without a trace: where there is text, there is a name; what comes
 * out is clean; and there is never more of it than of what went in, signs for "times" aside. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *clean = signet_clean_line (text);
  g_autofree char *name = NULL;
  g_autofree char *quantity = NULL;
  g_autofree char *clean_name = NULL;
  g_autofree char *clean_quantity = NULL;
  gboolean found = signet_quick_entry_parse (text, &name, &quantity);

  g_assert_cmpint (found, ==, clean != NULL);
  g_assert_cmpint (found, ==, name != NULL);
  if (!found)
    {
      g_assert_null (quantity);
      return 0;
    }

  clean_name = signet_clean_line (name);
  g_assert_cmpstr (name, ==, clean_name);
  g_assert_nonnull (strstr (clean, name));
  clean_quantity = signet_clean_line (quantity);
  g_assert_cmpstr (quantity, ==, clean_quantity);
  if (quantity == NULL)
    g_assert_cmpstr (name, ==, clean);

  return 0;
}
