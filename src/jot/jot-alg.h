/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One row of the table of signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1,
 * RFC 9864).  Rows are static; compare them by pointer.  "none" and HS* have no
 * row and cannot be spelled. */
typedef struct _JotAlg JotAlg;

/* A set of rows, one bit each. */
typedef guint32 JotAlgSet;
#define JOT_ALG_SET_ALL G_MAXUINT32

/* (nullable): exact, case-sensitive; NULL where the name has no row */
const JotAlg *jot_alg_find      (const char *name);
/* the default for new keys: RS256 */
const JotAlg *jot_alg_get_default (void);
const char   *jot_alg_get_name  (const JotAlg *alg);
/* "RSA", "EC", "OKP" */
const char   *jot_alg_get_kty   (const JotAlg *alg);
/* (nullable): "P-256", …, "Ed25519"; NULL for RSA */
const char   *jot_alg_get_crv   (const JotAlg *alg);
JotAlgSet     jot_alg_get_set   (const JotAlg *alg);
/* whether new keys may be made for it; Ed25519 is only verified (RFC 9864) */
gboolean      jot_alg_can_sign  (const JotAlg *alg);
/* i-th row, NULL behind the last */
const JotAlg *jot_alg_get_nth   (guint i);

G_END_DECLS
