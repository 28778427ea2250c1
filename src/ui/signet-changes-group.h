/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What Changed: what a list has otherwise than the one that was signed, or than the last one.  Not visible where
 * there is nothing to compare with, or no difference. */
#define SIGNET_TYPE_CHANGES_GROUP (signet_changes_group_get_type ())
G_DECLARE_FINAL_TYPE (SignetChangesGroup, signet_changes_group, SIGNET, CHANGES_GROUP, AdwBin)

void signet_changes_group_set_report (SignetChangesGroup *self, SignetReport *report);   /* report: (nullable) */

G_END_DECLS
