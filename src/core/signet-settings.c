/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-settings.h"

/**
 * signet_settings_new:
 *
 * Looks the schema up before using it, since g_settings_new() aborts the process
 * where it is missing; also in the data directory that Signet was installed to.
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL where their schema
 *   is not installed
 */
GSettings *
signet_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APP_ID, TRUE);

  if (schema == NULL)
    {
      g_autoptr (GSettingsSchemaSource) own = NULL;

      own = g_settings_schema_source_new_from_directory (DATADIR "/glib-2.0/schemas", source, FALSE, NULL);
      if (own != NULL)
        schema = g_settings_schema_source_lookup (own, APP_ID, FALSE);
    }

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/**
 * signet_settings_dup_name:
 * @settings: (nullable): the settings
 *
 * Returns: (transfer full): the user's name as it goes into "iss", "" where none is set
 */
char *
signet_settings_dup_name (GSettings *settings)
{
  return settings != NULL ? g_settings_get_string (settings, "name") : g_strdup ("");
}

/**
 * signet_settings_get_lifetime:
 * @settings: (nullable): the settings
 *
 * Returns: how long a new token is valid, in seconds; 0: without end
 */
gint64
signet_settings_get_lifetime (GSettings *settings)
{
  return settings != NULL ? g_settings_get_int (settings, "valid-for") : 86400;
}

/**
 * signet_settings_dup_key_kind:
 * @settings: (nullable): the settings
 *
 * Returns: (transfer full): the name of the algorithm that new keys are for
 */
char *
signet_settings_dup_key_kind (GSettings *settings)
{
  return settings != NULL ? g_settings_get_string (settings, "key-kind") : g_strdup ("RS256");
}

/**
 * signet_settings_get_key_bits:
 * @settings: (nullable): the settings
 *
 * Returns: the size of new RSA keys: the greatest that we make and that is not above the setting
 */
guint
signet_settings_get_key_bits (GSettings *settings)
{
  int bits = settings != NULL ? g_settings_get_int (settings, "key-bits") : 2048;

  return bits >= 4096 ? 4096 : bits >= 3072 ? 3072 : 2048;
}

/**
 * signet_settings_get_port:
 * @settings: (nullable): the settings
 *
 * Returns: the TCP port to publish at
 */
guint
signet_settings_get_port (GSettings *settings)
{
  return settings != NULL ? (guint) g_settings_get_int (settings, "port") : 7515;
}

/**
 * signet_settings_get_keep_history:
 * @settings: (nullable): the settings
 *
 * Returns: how long the history is kept, in seconds; %G_MAXINT64: for ever, 0: not at all
 */
gint64
signet_settings_get_keep_history (GSettings *settings)
{
  g_autofree char *keep = settings != NULL ? g_settings_get_string (settings, "keep-history") : NULL;

  if (g_strcmp0 (keep, "year") == 0)
    return 365 * 86400;
  if (g_strcmp0 (keep, "month") == 0)
    return 30 * 86400;

  return g_strcmp0 (keep, "never") == 0 ? 0 : G_MAXINT64;
}
