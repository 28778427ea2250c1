/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-settings.h"

#include <glib/gstdio.h>

/* Signet may be installed where GSettings does not look, and must run where its schema is
 * not installed at all. This program is built with a data directory of its own. */

static void
test_not_installed (void)
{
  g_autofree char *name = NULL;
  g_autofree char *kind = NULL;

  g_assert_null (signet_settings_new ());
  name = signet_settings_dup_name (NULL);
  g_assert_cmpstr (name, ==, "");
  g_assert_cmpint (signet_settings_get_lifetime (NULL), ==, 86400);
  g_assert_cmpuint (signet_settings_get_port (NULL), ==, 7515);
  kind = signet_settings_dup_key_kind (NULL);
  g_assert_cmpstr (kind, ==, "RS256");
  g_assert_cmpuint (signet_settings_get_key_bits (NULL), ==, 2048);
}

static void
test_data_directory (void)
{
  const char *schemas = DATADIR "/glib-2.0/schemas";
  g_autofree char *from = g_build_filename (SCHEMA_DIR, "gschemas.compiled", NULL);
  g_autofree char *to = g_build_filename (schemas, "gschemas.compiled", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &bytes, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (schemas, 0700), ==, 0);
  g_file_set_contents (to, bytes, (gssize) length, &error);
  g_assert_no_error (error);

  settings = signet_settings_new ();
  g_assert_nonnull (settings);
  g_settings_set_int (settings, "valid-for", 42);
  g_assert_cmpint (signet_settings_get_lifetime (settings), ==, 42);
}

/* Sizes in between are the one below. */
static void
test_key_kind (void)
{
  static const struct { int set; guint bits; } rows[] = {
    { 2048, 2048 }, { 3071, 2048 }, { 3072, 3072 }, { 4095, 3072 }, { 4096, 4096 },
  };
  g_autoptr (GSettings) settings = signet_settings_new ();
  g_autofree char *kind = NULL;
  g_autofree char *changed = NULL;

  kind = signet_settings_dup_key_kind (settings);
  g_assert_cmpstr (kind, ==, "RS256");
  g_assert_true (g_settings_set_string (settings, "key-kind", "EdDSA"));
  changed = signet_settings_dup_key_kind (settings);
  g_assert_cmpstr (changed, ==, "EdDSA");

  g_assert_cmpuint (signet_settings_get_key_bits (settings), ==, 2048);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (g_settings_set_int (settings, "key-bits", rows[i].set));
      g_assert_cmpuint (signet_settings_get_key_bits (settings), ==, rows[i].bits);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *compiled = g_build_filename (DATADIR, "glib-2.0", "schemas", "gschemas.compiled", NULL);

  /* GSettings reads these once */
  g_unsetenv ("GSETTINGS_SCHEMA_DIR");
  g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
  g_setenv ("XDG_DATA_HOME", "/nonexistent", TRUE);
  g_unlink (compiled);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/settings/not-installed", test_not_installed);
  g_test_add_func ("/core/settings/data-directory", test_data_directory);
  g_test_add_func ("/core/settings/key-kind", test_key_kind);

  return g_test_run ();
}
