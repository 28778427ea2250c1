/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "jot-error.h"
#include "signet-discovery.h"

#include <string.h>

/* The first line is an issuer, the rest what its address answers. */

static void
check_address (const char *issuer,
               gboolean    oauth)
{
  g_autofree char *url = signet_discovery_build_url (issuer, oauth);
  g_autoptr (GUri) from = NULL;
  g_autoptr (GUri) to = NULL;

  g_assert_cmpint (url != NULL, ==, signet_discovery_is_issuer (issuer));
  if (url == NULL)
    return;

  /* nobody else is asked than the issuer */
  from = g_uri_parse (issuer, G_URI_FLAGS_ENCODED, NULL);
  to = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_assert_nonnull (to);
  g_assert_cmpstr (g_uri_get_scheme (to), ==, g_uri_get_scheme (from));
  g_assert_cmpstr (g_uri_get_host (to), ==, g_uri_get_host (from));
  g_assert_cmpint (g_uri_get_port (to), ==, g_uri_get_port (from));
  g_assert_null (g_uri_get_userinfo (to));
  g_assert_null (g_uri_get_query (to));
  g_assert_nonnull (strstr (g_uri_get_path (to), "/.well-known/"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = fuzz_copy (data, size);
  const char *end = memchr (text, '\n', size);
  gsize length = end != NULL ? (gsize) (end - text) : size;
  g_autofree char *raw = g_strndup (text, length);
  g_autofree char *issuer = g_utf8_make_valid (raw, -1);
  g_autoptr (GBytes) body = g_bytes_new (text + MIN (length + 1, size), size - MIN (length + 1, size));
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  check_address (issuer, FALSE);
  check_address (issuer, TRUE);

  url = signet_discovery_parse (body, issuer, &error);
  g_assert_cmpint (url != NULL, ==, error == NULL);
  if (error != NULL)
    g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_INVALID);
  else if (g_ascii_strncasecmp (issuer, "https:", 6) == 0)
    g_assert_cmpint (g_ascii_strncasecmp (url, "https:", 6), ==, 0);

  return 0;
}
