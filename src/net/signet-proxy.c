/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-proxy.h"

#define SCHEMA "org.gnome.system.proxy"

static gboolean
has_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

  return schema != NULL;
}

/**
 * signet_proxy_get_resolver:
 *
 * What GIO offers reads the settings of the desktop, and aborts the process where their schema is not installed:
 * looked up before it is made. In a sandbox it asks the portal instead, and GIO_USE_PROXY_RESOLVER names another.
 *
 * Returns: (transfer none) (nullable): what knows the proxy of the desktop
 */
GProxyResolver *
signet_proxy_get_resolver (void)
{
  if (g_getenv ("GIO_USE_PROXY_RESOLVER") == NULL && !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) && !has_settings ())
    return NULL;

  return g_proxy_resolver_get_default ();
}
