/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* "For Programs" of the preferences: the HTTP interface and its token. */
#define SIGNET_TYPE_PROGRAMS_GROUP (signet_programs_group_get_type ())
G_DECLARE_FINAL_TYPE (SignetProgramsGroup, signet_programs_group, SIGNET, PROGRAMS_GROUP, AdwPreferencesGroup)

/* to be called once */
void signet_programs_group_set_settings (SignetProgramsGroup *self, GSettings *settings);

G_END_DECLS
