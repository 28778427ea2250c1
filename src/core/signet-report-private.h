/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"
#include "signet-history.h"
#include "signet-report.h"
#include "signet-signer.h"
#include "signet-trust-book.h"
#include "signet-words.h"

G_BEGIN_DECLS

struct _SignetReport
{
  gatomicrefcount ref_count;

  /* Owned */
  JotVerdict   *verdict;
  SignetKeySet *set;        /* nullable */
  SignetSigner *signer;     /* nullable */
  GError       *error;      /* nullable */
  JotClaims    *claims;     /* nullable; proved or not */
  GPtrArray    *items;      /* nullable */
  JotJwks      *own_keys;   /* nullable */
  char         *list_name;  /* nullable */
  char         *issuer;     /* nullable: as in the facts */
  char         *title;
  char         *sentence;
  char         *advice;     /* nullable */
  char         *checks_summary;
  GPtrArray    *checks;
  GPtrArray    *claim_rows;
  GPtrArray    *key_rows;
  SignetHistoryEntry *original;      /* nullable: what it is compared with */
  SignetListChanges  *changes;       /* nullable: what makes it of the original */
  char         *altered_claims;      /* nullable: the names of others that differ */
  char         *other_signer;        /* nullable: who signed it instead */

  /* Plain */
  SignetSignatureCause cause;
  gboolean          is_original_same;   /* original is the same token, as it was signed */
  SignetReportState state;
  gboolean          own;
  gboolean          demanded;
  gboolean          offline;
  gboolean          announced;
  gint64            attempted;          /* as in the facts */
};

/* What a check came to; all borrowed. */
typedef struct
{
  JotVerdict   *verdict;
  SignetKeySet *set;       /* (nullable): the key set that was used */
  const GError *failure;   /* (nullable): why there is none, or why the signer’s signature does not count, in the
                            * place of the verdict's own error */
  const char   *issuer;    /* (nullable): who told where the key set is; demanded of the token, too */
  SignetSigner *signer;    /* (nullable): whose token it was to be, as known after the check */
  gboolean      offline;   /* set is what is known of the signer: the fetched one could not be had */
  gboolean      announced; /* the key was not pinned before this check, and is trusted now */
  gboolean      own;       /* the key is one of ours */
  gint64        attempted; /* when the address of the key set was last asked; G_MININT64: never */
  gboolean      demanded;  /* a key or a key set was asked for at all */
  SignetHistory *history;  /* (nullable): what it can be compared with */
  GPtrArray    *signers;   /* (nullable) (element-type SignetSigner): who else may have signed it */
  JotJwks      *own_keys;  /* (nullable): whether we did */
} SignetReportFacts;

/* signet-report-compare.c: fill original, changes and the cause of a signature that does not fit */
void signet_report_find_changes (SignetReport *self, const SignetReportFacts *facts);
void signet_report_find_cause   (SignetReport *self, const SignetReportFacts *facts);

/* signet-report-rows.c: fill checks and checks_summary, claim_rows, key_rows */
void signet_report_build_checks     (SignetReport *self);
void signet_report_build_claim_rows (SignetReport *self);
void signet_report_build_key_rows   (SignetReport *self);

/* signet-report-words.c: fill state, title, sentence and advice */
void signet_report_describe_valid (SignetReport *self);
void signet_report_describe_error (SignetReport *self);

SignetReport *signet_report_new (const SignetReportFacts *facts);

G_END_DECLS
