/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-styles.h"

/* libadwaita would load these by their names, but since 1.10 it warns of that and wants media
 * queries in their stead, which GTK 4.8 cannot read. */
static const struct
{
  const char *property;
  const char *resource;
  guint       priority;
} sheets[] = {
  { "dark", APP_PATH "/ui/dark.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1 },
  { "high-contrast", APP_PATH "/ui/high-contrast.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 2 },
};

static GtkStyleProvider *providers[G_N_ELEMENTS (sheets)];

static void
style_changed_cb (AdwStyleManager *manager)
{
  GdkDisplay *display = adw_style_manager_get_display (manager);

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      gboolean wanted;

      g_object_get (manager, sheets[i].property, &wanted, NULL);
      if (wanted)
        gtk_style_context_add_provider_for_display (display, providers[i], sheets[i].priority);
      else
        gtk_style_context_remove_provider_for_display (display, providers[i]);
    }
}

/**
 * signet_styles_follow:
 * @manager: the style manager of a display
 *
 * Keeps the style sheets for dark and for high contrast in step with @manager, for as long as the
 * program runs. Call it once.
 */
void
signet_styles_follow (AdwStyleManager *manager)
{
  g_return_if_fail (ADW_IS_STYLE_MANAGER (manager));

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autofree char *detailed = g_strconcat ("notify::", sheets[i].property, NULL);
      GtkCssProvider *provider = gtk_css_provider_new ();

      gtk_css_provider_load_from_resource (provider, sheets[i].resource);
      providers[i] = GTK_STYLE_PROVIDER (provider);
      g_signal_connect (manager, detailed, G_CALLBACK (style_changed_cb), NULL);
    }
  style_changed_cb (manager);
}
