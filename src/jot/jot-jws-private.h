/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jws.h"

G_BEGIN_DECLS

JotJws     *jot_jws_parse_following   (const JotJws *previous, const char *token, gssize length, GError **error);
/* What was signed: the first two parts with the dot between them. */
const char *jot_jws_get_signing_input (const JotJws *jws, gsize *length);

G_END_DECLS
