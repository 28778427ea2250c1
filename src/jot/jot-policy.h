/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-alg.h"

G_BEGIN_DECLS

/* What is demanded of a token.  A plain value: fill it in, pass it by pointer; the
 * strings are borrowed. Start from JOT_POLICY_INIT. */
typedef struct
{
  JotAlgSet    algs;            /* allow-list: comes from us, never from the token (RFC 8725 §3.1) */
  const char  *issuer;          /* (nullable): demanded "iss" */
  const char  *audience;        /* (nullable): demanded in "aud" */
  const char  *type;            /* (nullable): demanded "typ", in any case */
  gint64       leeway;          /* seconds by which clocks may differ */
  gboolean     signature_only;  /* leave the payload alone */
  gboolean     kid_optional;    /* one key was named to check with, had or not: no "kid" is needed */
} JotPolicy;

#define JOT_POLICY_INIT { .algs = JOT_ALG_SET_ALL }

G_END_DECLS
