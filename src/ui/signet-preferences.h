/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What is kept in GSettings and has no place of its own in the window. */
#define SIGNET_TYPE_PREFERENCES (signet_preferences_get_type ())
G_DECLARE_FINAL_TYPE (SignetPreferences, signet_preferences, SIGNET, PREFERENCES, AdwPreferencesWindow)

/* without the schema of the settings nothing can be changed */
GtkWidget *signet_preferences_new (SignetContext *context);

G_END_DECLS
