/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-verdict.h"

G_BEGIN_DECLS

/* Appends one object of `verify --lines` for a verdict, without a newline. */
void signet_report_append_line (GString *out, JotVerdict *verdict);
/* The same for a token that is refused without a verdict. now: seconds since 1970 */
void signet_report_append_refusal (GString *out, const GError *error, gint64 now);
/* Appends ,"name":{…} with the JSON text as it stands, or ,"nameBase64url":"…" where it is no JSON object. */
void signet_report_append_text_member (GString *out, const char *name, GBytes *bytes);

G_END_DECLS
