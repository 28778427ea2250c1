/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-verdict.h"

G_BEGIN_DECLS

/* What expected and found hold, by check. Data for words, not prose; what is not listed
 * holds nothing unless the check failed, and then what the error says.
 *
 *   algorithm     the allowed algorithms · the token's
 *   type          the demanded type · the token's
 *   key           the kid · -
 *   key-fit       what the algorithm needs · what the key is
 *   key-strength  the bound · what the key has
 *   signature     bytes expected · bytes found, where the length is wrong
 *   payload       the claim · its JSON text
 *   expiry        the claim · its value in seconds
 *   not-before    the claim · its value in seconds
 *   issuer        what was demanded · what there is
 *   audience      what was demanded · what there is
 *   foreign-keys  - · the header members that bring a key along, with commas (a note)
 */
struct _JotVerdict
{
  gatomicrefcount ref_count;

  guint8      outcomes[JOT_N_CHECKS];
  char       *expected[JOT_N_CHECKS];
  char       *found[JOT_N_CHECKS];
  GError     *error;      /* nullable */
  gint64      time;
  gboolean    proved;
  JotJws     *jws;        /* nullable */
  JotClaims  *claims;     /* nullable */
  JotJwk     *key;        /* nullable */
};

G_END_DECLS
