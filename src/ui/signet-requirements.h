/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-verifier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What else is demanded of a token: issuer, audience, tolerance, time.
 * Signals: "edited", at each change; "changed", when the user is done with it. */
#define SIGNET_TYPE_REQUIREMENTS (signet_requirements_get_type ())
G_DECLARE_FINAL_TYPE (SignetRequirements, signet_requirements, SIGNET, REQUIREMENTS, AdwExpanderRow)

/* fills in policy and at; the strings are borrowed until the next edit.
 * FALSE: the time cannot be understood, which the row says */
gboolean signet_requirements_get (SignetRequirements *self, SignetCheckRequest *request);
/* as if it had been typed */
void     signet_requirements_set_issuer (SignetRequirements *self, const char *issuer);
/* the tolerance starts with that of the preferences, and follows it.  settings: (nullable) */
void     signet_requirements_follow (SignetRequirements *self, GSettings *settings);

G_END_DECLS
