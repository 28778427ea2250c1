/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-number.h"

G_BEGIN_DECLS

/* Whether a key is safe from forging, by its numbers alone (RFC 8725 §3.5).
 * (nullable) (transfer full): JOT_ERROR_WEAK_KEY, NULL where it is strong enough */
GError *jot_strength_judge_rsa     (const JotNumber *n, const JotNumber *e);
GError *jot_strength_judge_ed25519 (const JotNumber *x);

G_END_DECLS
