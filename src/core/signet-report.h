/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-verdict.h"
#include "signet-history.h"
#include "signet-list-changes.h"
#include "signet-signer.h"
#include "signet-trust-book.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_REPORT_VALID,
  SIGNET_REPORT_VALID_BUT,
  SIGNET_REPORT_REFUSED,
  SIGNET_REPORT_NOT_TRUSTED,
  SIGNET_REPORT_NOT_CHECKED,
} SignetReportState;

/* Everything that is known about one check of one token, in words and as data:
 * immutable, refcounted. Window, --report and HTTP show the same report. */
typedef struct _SignetReport SignetReport;

/* A row of Checks. */
typedef struct
{
  JotCheck    check;
  JotOutcome  outcome;
  char       *title;     /* "Signature" */
  char       *detail;    /* "Made with key vREY…rCE0", "Expected RS256, found HS256", "Not reached" */
} SignetCheckRow;

/* A row of Claims. */
typedef struct
{
  char *name;      /* "iat" */
  char *title;     /* "Signed at"; the name itself where unknown */
  char *value;     /* "today at 14:02", or JSON text */
} SignetClaimRow;

/* A row of Key Set. */
typedef struct
{
  char     *title;     /* kind: "RSA, 2048 bits" */
  char     *kid;       /* (nullable) */
  char     *use;       /* "RS256 · sig" */
  char     *problem;   /* (nullable): why it was skipped */
  gboolean  used;      /* the key that was selected */
} SignetKeyRow;

#define SIGNET_TYPE_REPORT (signet_report_get_type ())
GType              signet_report_get_type      (void);
SignetReport      *signet_report_ref           (SignetReport *self);
void               signet_report_unref         (SignetReport *self);
SignetReportState  signet_report_get_state     (SignetReport *self);
/* "Valid", "Valid, but…", "Refused", "Not trusted", "Not checked", translated */
const char        *signet_report_get_word      (SignetReport *self);
const char        *signet_report_get_title     (SignetReport *self);
const char        *signet_report_get_sentence  (SignetReport *self);
const char        *signet_report_get_advice    (SignetReport *self);   /* (nullable) */
/* title and sentence in one line, as on the command line */
char              *signet_report_dup_message   (SignetReport *self);
JotVerdict        *signet_report_get_verdict   (SignetReport *self);
/* "no-key-id", NULL where valid, or where nothing was asked for (no key set given) */
const char        *signet_report_get_code      (SignetReport *self);
gboolean           signet_report_is_proved     (SignetReport *self);   /* the signature held */
/* (transfer none) (nullable): claims, proved or not: ask is_proved before you believe them */
JotClaims         *signet_report_get_claims    (SignetReport *self);
/* (transfer none) (nullable) (element-type SignetItem), likewise */
GPtrArray         *signet_report_get_items     (SignetReport *self);
const char        *signet_report_get_list_name (SignetReport *self);   /* (nullable), likewise, cleaned */
/* summary lines of the folds, translated: "All 14 passed", "From Whitney, for Brian, …", "2 keys, fetched just now from …" */
const char        *signet_report_get_checks_summary  (SignetReport *self);
char              *signet_report_dup_claims_summary  (SignetReport *self, gint64 now);
char              *signet_report_dup_key_set_summary (SignetReport *self, gint64 now);
char              *signet_report_dup_header_summary  (SignetReport *self);
/* (transfer none) rows for the folds */
GPtrArray         *signet_report_get_checks    (SignetReport *self);   /* SignetCheckRow */
GPtrArray         *signet_report_get_claim_rows (SignetReport *self);  /* SignetClaimRow */
GPtrArray         *signet_report_get_key_rows  (SignetReport *self);   /* SignetKeyRow; empty without a key set */
const char        *signet_report_get_source    (SignetReport *self);   /* (nullable) key set URL or file */
gint64             signet_report_get_fetched   (SignetReport *self);
gint64             signet_report_get_good_until (SignetReport *self);
gboolean           signet_report_is_stale      (SignetReport *self);
/* (transfer full) (nullable): why the key set was not asked for since then, translated; NULL where it was, or needs not */
char              *signet_report_dup_patience  (SignetReport *self, gint64 since, gint64 now);
/* (transfer none) (nullable): whose token it was to be, as known after the check */
SignetSigner      *signet_report_get_signer    (SignetReport *self);
/* (transfer none) (nullable): the key set that was fetched for this check; NULL where it is an older one */
JotJwks           *signet_report_get_new_set   (SignetReport *self);
/* whether the signature holds and nobody in the trust book answers for its key */
gboolean           signet_report_is_signer_unknown (SignetReport *self);
/* (transfer full) (nullable): somebody whose key that is, for the trust book; NULL where the signer is known */
SignetSigner      *signet_report_new_signer    (SignetReport *self, const char *name, gint64 now);
/* whether the signer's key was not pinned, but announced early enough: accepted without a question */
gboolean           signet_report_is_key_announced (SignetReport *self);
/* (transfer full): the same, compared with what is known: what was changed, and by whom a signature that does not fit
 * was made.  book: (nullable).  Both loaded.  The verifier of the window does that by itself */
SignetReport      *signet_report_compare       (SignetReport *self, SignetHistory *history, SignetTrustBook *book);
/* (transfer none) (nullable): what was changed in a list that is refused for its signature, or is new in a proved one */
SignetListChanges *signet_report_get_changes   (SignetReport *self);
/* (transfer full) (nullable): "What Changed", "New Since the Last List", translated; NULL without changes */
char              *signet_report_dup_changes_title (SignetReport *self);
/* (transfer full) (nullable): "Compared with the list Whitney signed today at 14:02", translated */
char              *signet_report_dup_changes_description (SignetReport *self, gint64 now);
/* (transfer none) (nullable): JOT_ERROR */
const GError      *signet_report_get_error     (SignetReport *self);
/* (transfer full) (nullable): indented JSON text for people */
char              *signet_report_dup_header_text  (SignetReport *self);
char              *signet_report_dup_payload_text (SignetReport *self);
/* (transfer full): the JSON of --report; the header and payload as they stand */
char              *signet_report_to_json       (SignetReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetReport, signet_report_unref)

G_END_DECLS
