/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Everything about a check that the verdict leaves out: checks, claims, key set, header and
 * payload, each in a fold that is filled when it is opened. */
#define SIGNET_TYPE_CHECK_DETAILS (signet_check_details_get_type ())
G_DECLARE_FINAL_TYPE (SignetCheckDetails, signet_check_details, SIGNET, CHECK_DETAILS, AdwBin)

/* report: (nullable): hides it */
void signet_check_details_set_report (SignetCheckDetails *self, SignetReport *report);
/* the summaries count down. now: seconds since 1970 */
void signet_check_details_set_time   (SignetCheckDetails *self, gint64 now);

G_END_DECLS
