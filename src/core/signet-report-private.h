/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"
#include "signet-report.h"

G_BEGIN_DECLS

struct _SignetReport
{
  gatomicrefcount ref_count;

  /* Owned */
  JotVerdict   *verdict;
  SignetKeySet *set;        /* nullable */
  GError       *error;      /* nullable */
  JotClaims    *claims;     /* nullable; proved or not */
  GPtrArray    *items;      /* nullable */
  char         *list_name;  /* nullable */
  char         *title;
  char         *sentence;
  char         *advice;     /* nullable */
  char         *checks_summary;
  GPtrArray    *checks;
  GPtrArray    *claim_rows;
  GPtrArray    *key_rows;

  /* Plain */
  SignetReportState state;
  gboolean          own;
  gboolean          demanded;
};

/* signet-report-rows.c: fill checks and checks_summary, claim_rows, key_rows */
void signet_report_build_checks     (SignetReport *self);
void signet_report_build_claim_rows (SignetReport *self);
void signet_report_build_key_rows   (SignetReport *self);

/* signet-report-words.c: fill state, title, sentence and advice */
void signet_report_describe_valid (SignetReport *self);
void signet_report_describe_error (SignetReport *self);

/* verdict: (transfer none).  set: (nullable): the key set that was used.  failure: (nullable): why there
 * is none, in the place of the verdict's own error.  own: the key is one of ours.  demanded: a key or a key
 * set was asked for at all */
SignetReport *signet_report_new (JotVerdict *verdict, SignetKeySet *set, const GError *failure, gboolean own, gboolean demanded);

G_END_DECLS
