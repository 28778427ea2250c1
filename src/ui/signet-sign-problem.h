/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Why a list could not be signed, and what can be done about it.  Its buttons fire the
 * actions sign.run, sign.back, sign.new-key and app.keys. */
#define SIGNET_TYPE_SIGN_PROBLEM (signet_sign_problem_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignProblem, signet_sign_problem, SIGNET, SIGN_PROBLEM, AdwBin)

/* list_name: (nullable) */
void signet_sign_problem_set_error (SignetSignProblem *self, const GError *error, const char *list_name);

G_END_DECLS
